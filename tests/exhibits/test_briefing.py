"""The briefing that a notebook talks to: its title block, the names of choices, and the caveats that travel along."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from carsi_analysis import catalogue
from carsi_analysis.analysis import funding, threats
from carsi_analysis.analysis.study import Study
from carsi_analysis.catalogue import Parameter, Report
from carsi_analysis.data import load
from carsi_analysis.data.place import REPOSITORY_DATA
from carsi_analysis.exhibits import Briefing, briefing, charts, fact
from carsi_analysis.exhibits.briefing import LEADING_SOURCES, MOST_SOURCES
from carsi_analysis.exhibits.exhibit import Column, ExhibitError, Table
from carsi_analysis.exhibits.locale import Locale
from tests.observed import observed

TRIAL = Report(
    "trial",
    "trial.ipynb",
    {"en": "Trial", "es": "Prueba"},
    {"en": "a trial", "es": "una prueba"},
    (
        catalogue.LANGUAGE,
        catalogue.COUNTRY,
        catalogue.PARAMETERS["threat"],
        catalogue.START_YEAR,
        catalogue.END_YEAR,
        catalogue.DOLLARS,
        catalogue.PARAMETERS["account"],
    ),
)


@pytest.fixture
def shown(monkeypatch):
    """Collect what the briefing shows, as (bundle, metadata)."""
    outputs = []
    monkeypatch.setitem(catalogue.REPORTS, "trial", TRIAL)
    monkeypatch.setattr(
        briefing, "display", lambda bundle, raw, metadata: outputs.append((bundle, metadata["briefing"]))
    )
    return outputs


def every_named_parameter() -> list[Parameter]:
    return [one for one in catalogue.PARAMETERS.values() if one.table]


@pytest.mark.parametrize("parameter", every_named_parameter(), ids=lambda one: one.name)
def test_choices_are_rows_of_their_table(parameter):
    descriptor = load().descriptor.table(parameter.table)
    held = set(load().table(parameter.table)[descriptor.primary_key[0]])
    named = set(parameter.allowed) - set(parameter.choice_labels)
    assert named <= held
    if parameter.name in ("threat", "goal"):
        assert named == held, "a threat or goal of the data cannot be chosen"


def test_countries_of_the_catalogue_are_those_of_the_data():
    countries = load().countries
    own = countries[countries["kind"] == "country"].sort_values("sort_order")
    assert tuple(own["country_iso3"]) == catalogue.COUNTRY.allowed


def test_accounts_of_the_catalogue_are_those_appropriated():
    data = load()
    by_account = funding.appropriations_by_account(data.funding, data.accounts)
    assert {*by_account["account_id"], catalogue.ALL} == set(catalogue.PARAMETERS["account"].allowed)


def test_title_names_the_subject_and_the_choices(shown):
    report = Briefing("trial", language="es", country="PAN", dollars="constant", account="esf", start_year=2008)
    report.title()
    metadata = shown[0][1]
    assert metadata["title"] == "Prueba: Panamá"
    constant = f"dólares estadounidenses constantes del AF{report.study.dollars.base_year}"
    assert metadata["parameters_line"] == f"2008–{report.study.end_year} · {constant} · Fondo de Apoyo Económico"


@pytest.mark.parametrize(("language", "said"), [("en", "Draft data"), ("es", "Datos en borrador")])
def test_title_says_first_that_the_data_are_a_draft(shown, tmp_path, monkeypatch, language, said):
    copy = Path(shutil.copytree(REPOSITORY_DATA, tmp_path / "data"))
    text = (copy / "deflators.csv").read_text(encoding="utf-8")
    (copy / "deflators.csv").write_text(text.replace(",derived,", ",seen,", 1), encoding="utf-8")
    monkeypatch.setenv("CARSI_DATA", str(copy))
    report = Briefing("trial", language=language, country="PAN")
    assert report.data.draft == ("deflators",)
    report.title()
    assert shown[0][1]["subtitle"].startswith(f"{said}, ")


def test_a_chosen_name_stands_in_a_sentence_without_a_reference(shown):
    report = Briefing("trial", language="en", country="BLZ")
    report.say.country = report.word("country")
    report.prose.passage("", "[en]\nIn {country}.\n[es]\nEn {country}.\n", {})
    bundle, metadata = shown[0]
    assert bundle["text/markdown"] == "In Belize."
    assert metadata["facts"] == []


def limits_told(shown) -> dict[int, str]:
    """The limits of the data by number, as the report tells them at its end."""
    stated = next(metadata for _, metadata in shown if metadata["kind"] == "limits")
    return {entry["number"]: entry["text"] for entry in stated["entries"]}


def test_a_caveat_is_told_once_and_every_exhibit_that_it_concerns_names_its_number(shown):
    report = Briefing("trial", language="en")
    data = report.data
    by_account = funding.appropriations_by_account(data.funding, data.accounts)
    report.show(charts.funding_by_account, by_account)
    report.show(charts.account_shares, funding.shares_by_account(by_account))
    report.limits()
    first, second = [metadata for _, metadata in shown if metadata["kind"] == "figure"]
    texts = data.caveats.set_index("caveat_id")["text_en"]
    told, wanted = limits_told(shown), [texts[key] for key in data.descriptor.table("funding").caveats]
    assert wanted
    assert set(wanted) == {told[number] for number in first["limits"]} == {told[number] for number in second["limits"]}
    assert len(set(told.values())) == len(told)
    assert not any(text in [*first["notes"], *second["notes"]] for text in wanted)


def test_limits_that_no_reader_would_meet_are_refused(shown):
    report = Briefing("trial", language="en")
    data = report.data
    report.show(charts.funding_by_account, funding.appropriations_by_account(data.funding, data.accounts))
    with pytest.raises(ExhibitError, match=r"call report\.limits\(\) before the references"):
        report.references()
    report.limits()
    report.references()


def homicide_limits(shown, **parameters) -> list[str]:
    """Show the homicide rate of all seven and give the limits that the report tells."""
    report, data = Briefing("trial", **parameters), load()
    series = threats.indicator_series(observed(data), data.countries, threats.HOMICIDE_RATE, 2000, 2025)
    report.show(charts.indicator_trend, series, report.study.described(threats.HOMICIDE_RATE))
    report.limits()
    return list(limits_told(shown).values())


def test_a_report_on_one_country_leaves_out_the_caveats_of_others(shown):
    told = homicide_limits(shown, country="NIC")
    texts = load().caveats.set_index("caveat_id")["text_en"]
    assert texts["hom-nicaragua-unreliable"] in told
    assert texts["hom-editions-differ"] in told
    for other in ("hom-guatemala-gap", "hom-honduras-revision", "hom-panama-2006-2011"):
        assert texts[other] not in told


def test_a_passage_of_the_first_page_says_its_place_and_a_headline_bears_no_marks(shown):
    report = Briefing("trial", language="en")
    report.say.total = fact.money(report.study.appropriated)
    text = "[en]\n**{total}** went.\n[es]\nFueron **{total}**.\n"
    for line in ("as headline", "as tile", ""):
        report.prose.passage(line, text, {})
    headline, tile, plain = [metadata for _, metadata in shown]
    assert [one.get("role", "") for one in (headline, tile, plain)] == ["headline", "tile", ""]
    kinds = [
        [part["type"] for part in one["content"][0]["content"] if isinstance(part, dict)] for one in (headline, tile)
    ]
    assert kinds == [["strong"], ["strong", "reference"]]
    assert headline["facts"][0]["rows"], "its number still leads to its source"
    with pytest.raises(ExhibitError, match="a passage of the first page is one of headline, unknown, tile"):
        report.prose.passage("as banner", text, {})


def test_a_long_list_of_sources_names_those_of_most_rows_and_numbers_all(shown):
    report = Briefing("trial", language="en")
    some = report.data.sources["source_id"].tolist()[:14]
    frame = pd.DataFrame(
        {"name": "x", "sources": [(source,) for source in some] + [(some[-1],)] * 3, "rows": [("r/1",)] * 17}
    )
    fields = {"title": "T", "measure": "M", "unit": "u", "columns": (Column("name", "Name"),)}
    report.display(Table("many", report.locale, data=frame, evidence=frame, **fields))
    line = next(metadata for _, metadata in shown if metadata["kind"] == "table")["source_line"]
    words = "".join(part for part in line if isinstance(part, str))
    assert report.data.source(some[-1]).short_label("en") in words
    assert f"and {len(some) - LEADING_SOURCES} more" in words
    assert {source["source_id"] for mark in line if isinstance(mark, dict) for source in mark["sources"]} == set(some)
    few = frame.head(MOST_SOURCES)
    report.display(Table("few", report.locale, data=few, evidence=few, **fields))
    assert not any(" more" in part for part in shown[-2][1]["source_line"] if isinstance(part, str))


def test_amounts_around_an_exhibit_are_no_formula_on_the_screen(shown):
    report = Briefing("trial", language="en")
    frame = pd.DataFrame({"name": ["x"], "sources": [(report.data.sources["source_id"].iloc[0],)], "rows": [("r/1",)]})
    fields = {"title": "$1 to $2", "measure": "M", "unit": "u", "columns": (Column("name", "Name"),)}
    report.display(Table("one", report.locale, data=frame, evidence=frame, notes=("From $3 to $4.",), **fields))
    title, table, notes = shown[-3:]
    assert title[0]["text/markdown"].startswith(r"**<span>\$</span>1 to <span>\$</span>2**")
    assert notes[0]["text/markdown"].startswith(r"From <span>\$</span>3 to <span>\$</span>4.")
    assert table[1]["notes"] == ["From $3 to $4."], "the exporters read no formula either"


def test_an_exhibit_that_stands_alone_brings_its_sources_and_caveats(shown):
    """What IPython calls when a cell ends in an exhibit, in a shell or in a kernel forked before it had one."""
    data = load()
    series = threats.indicator_series(observed(data), data.countries, threats.HOMICIDE_RATE, 2000, 2020)
    described = Study(data).described(threats.HOMICIDE_RATE)
    chart = charts.indicator_trend(series, described, locale=Locale("es"))
    chart._ipython_display_()
    (metadata,) = [metadata for _, metadata in shown if metadata["kind"] == "figure"]
    assert metadata["source_line"][0].startswith("Fuente")
    assert metadata["notes"][len(chart.notes) :], "the caveats of the indicator are missing"


def test_a_chart_of_countries_has_a_map_of_their_last_values_unless_the_report_shows_it(shown):
    report = Briefing("regional-briefing", language="en")
    report.show("homicide-trends")
    (figure,) = [stated for _, stated in shown if stated["kind"] == "figure"]
    on_map = figure["map"]
    assert "highest, Honduras" in on_map["title"] and on_map["picture"].startswith("<svg")
    assert len(on_map["marks"]) == 7 and all(mark["rows"] for mark in on_map["marks"])
    assert {row for mark in on_map["marks"] for row in mark["rows"]} <= set(report._rows)
    shown.clear()
    other = Briefing("regional-briefing", language="en")
    for name in ("hom-rate-unodc-map", "homicide-trends", "scoreboard"):
        other.show(name)
    assert [stated.get("map") for _, stated in shown if stated["kind"] == "figure"] == [None] * 3


def test_what_is_about_one_country_has_no_map(shown):
    Briefing("country-profile", language="en", country="HND").show("homicide-trends")
    assert [stated.get("map") for _, stated in shown if stated["kind"] == "figure"] == [None]
