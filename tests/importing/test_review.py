"""What a review says would happen: judgements touched and settled, what follows, findings that rest on it."""

import json

import nbformat
import pytest

from carsi_analysis.blocks import (
    Fact,
    FactMark,
    Figure,
    Paragraph,
    Prose,
    ReferenceMark,
    Source,
    Strong,
    metadata_of,
)
from carsi_analysis.data import DataError
from carsi_analysis.importing.findings import sentences_of
from carsi_analysis.importing.review_html import review_page
from carsi_analysis.importing.review_text import review_text
from tests.importing.conftest import held, write_csv

PANAMA = ("PAN", 2023)
COPY = "homicide-world-bank-copy"


def test_the_known_difference_of_two_copies_is_reported_though_nothing_changes(reviewed, bank_file):
    review = reviewed("worldbank", bank_file(), release="2025-10-07")
    differing = [each.outcome for each in review.compared if not each.outcome.agrees]
    assert [(each.reconciliation_id, each.group) for each in differing] == [(COPY, "PAN/2023")]
    text = review_text(review)
    assert "Nothing to change" in text
    assert "PAN/2023: 11.707293 against 12.469837" in text


def test_a_mended_source_settles_exception_and_correction(reviewed, bank_file, package):
    review = reviewed("worldbank", bank_file({PANAMA: held(package, "hom_rate_unodc")[PANAMA]}))
    assert list(review.conflicts) == ["homicide-panama-2023"]
    assert list(review.corrections) == ["world-bank-panama-2023"]
    assert review.settled.corrections == ["world-bank-panama-2023"]
    assert review.settled.exceptions == [f"{COPY}: PAN/2023"]
    assert review.problems == [] and review.obstacles == []


def test_a_new_disagreement_is_a_problem_until_it_is_accepted(reviewed, bank_file):
    path = bank_file({("HND", 2022): "36.5"})
    problems = reviewed("worldbank", path).problems
    assert any(f"reconciliation {COPY}, HND/2022" in problem.message for problem in problems)
    accepted = reviewed("worldbank", path, accepted=[COPY])
    assert accepted.problems == []
    assert accepted.settled.accepted == [f"{COPY}: HND/2022"]


def test_a_release_that_confirms_everything_renews_the_source(reviewed, bank_file):
    review = reviewed("worldbank", bank_file())
    assert review.changes == []
    assert review.source_id == "wb-wdi-hom-2027-02-14"


def test_an_older_release_and_one_without_a_date_cannot_be_applied(reviewed, bank_file, chart_file):
    older = reviewed("worldbank", bank_file({("SLV", 2023): "2.4"}, updated="2024-01-01"))
    assert older.obstacles == [
        "the release of 2024-01-01 is older than that of 2025-10-07, on which hom_rate_wdi rests"
    ]
    path = chart_file({("SLV", 2023): "2.4"})
    path.with_name("homicide-rate-unodc.metadata.json").unlink()
    undated = reviewed("owid", path)
    assert undated.obstacles == ["the file does not say of which date the release is: give --release YYYY-MM-DD"]
    assert undated.contents == {}


def test_a_name_that_speaks_of_another_release_is_pointed_out(reviewed, chart_file, bank_file):
    review = reviewed("owid", chart_file({("CRI", 2024): "16.6"}))
    assert review.names == {"hom_rate_unodc": "Homicide rate (UNODC, 2025 release)"}
    assert reviewed("worldbank", bank_file({("SLV", 2023): "2.4"})).names == {}


def test_series_that_a_workbook_lost_are_named(reviewed, tmp_path, package):
    frame = package.observations
    rows = [["code", "countryname", "year", "indicator", "estimate"]]
    rows += [
        [row.country_iso3, "", row.year, "cc", row.value]
        for row in frame[frame["indicator_id"] == "wgi_corruption"].itertuples()
    ]
    review = reviewed("wgi", write_csv(tmp_path / "wgi.csv", rows))
    assert review.absent == ["wgi_gov_effect", "wgi_rule_of_law", "wgi_stability"]
    assert "Not in this file, though of the same publication (3)" in review_text(review)


def test_derived_counts_follow_the_rate(reviewed, chart_file, package):
    review = reviewed("owid", chart_file({("CRI", 2023): "20", ("CRI", 2024): "16.6"}))
    people = package.population.set_index(["country_iso3", "year"])["persons"]
    followed = {(each.country, each.year): each.new for each in review.of_kind("follows")}
    assert followed == {
        ("CRI", year): str(round(rate * people["CRI", year] / 1e5)) for year, rate in ((2023, 20), (2024, 16.6))
    }


def test_the_population_of_the_region_and_the_counts_follow_the_countries(reviewed, tmp_path, package):
    frame = package.population
    rows = [["Country Code", "Indicator Code", "Year", "Value"]]
    for row in frame[frame["country_iso3"] != "CA7"].itertuples():
        extra = 100_000 if (row.country_iso3, row.year) == ("HND", 2020) else 0
        rows.append([row.country_iso3, "SP.POP.TOTL", row.year, row.persons + extra])
    review = reviewed("worldbank", write_csv(tmp_path / "pop.csv", rows), release="2027-01-01")
    followed = {each.row_id: (each.old, each.new) for each in review.of_kind("follows")}
    region = int(frame.loc[(frame["country_iso3"] == "CA7") & (frame["year"] == 2020), "persons"].iloc[0])
    assert followed["population/CA7/2020"] == (str(region), str(region + 100_000))
    assert "observations/hom_count_derived/HND/2020/main" in followed
    assert len(followed) == 2
    assert review.problems == []


@pytest.fixture
def notebooks(tmp_path):
    """A stored notebook with a sentence and a chart that rest on homicide in Costa Rica."""
    rate = "observations/hom_rate_unodc/CRI/2023/main"
    last, mark, year = FactMark("last", "17.7"), ReferenceMark([Source(1, "x")]), FactMark("year", "2023")
    sentence = Paragraph(["First words. It rose to ", last, mark, " in ", year, ". More."])
    facts = [
        Fact("last", "17.7", 17.74548, "per_100k", [rate], ["owid"]),
        Fact("other", "1", 1, "count", ["funding/x"], ["gao"]),
    ]
    outputs = [
        nbformat.v4.new_output("display_data", {"text/plain": "x"}, metadata=metadata_of(block))
        for block in (
            Prose(content=[sentence], facts=facts),
            Figure(id="trend", title="Homicide rose", alt="It rose.", rows=[rate]),
        )
    ]
    folder = tmp_path / "notebooks"
    folder.mkdir()
    nbformat.write(
        nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x", outputs=outputs)]),
        folder / "regional_briefing.ipynb",
    )
    return folder


def test_sentences_and_charts_that_rest_on_changed_rows_are_quoted(reviewed, chart_file, notebooks):
    review = reviewed("owid", chart_file({("CRI", 2023): "20"}), notebooks=notebooks)
    assert [(each.kind, each.name, each.says) for each in review.findings] == [
        ("fact", "last", "It rose to 17.7 in 2023."),
        ("figure", "trend", "Homicide rose"),
    ]
    assert review.growing == []


def test_charts_of_a_series_that_grows_are_named_apart(reviewed, chart_file, notebooks):
    review = reviewed("owid", chart_file({("CRI", 2024): "16.6"}), notebooks=notebooks)
    assert review.findings == []
    assert [(each.kind, each.name) for each in review.growing] == [("fact", "last"), ("figure", "trend")]
    earlier = reviewed("owid", chart_file({("CRI", 2000): None}))
    assert earlier.growing == []
    assert reviewed("owid", chart_file({("SLV", 2023): "2.4"}), notebooks=notebooks).growing == []


def test_a_package_that_is_not_sound_is_not_compared(reviewed, bank_file, folder):
    path = bank_file()
    (folder / "units.csv").write_text("unit_id\n")
    with pytest.raises(DataError):
        reviewed("worldbank", path)


def test_the_page_shows_the_review_and_texts_of_the_file_as_text(reviewed, chart_file):
    import re

    path = chart_file({("CRI", 2023): "20"})
    named = path.rename(path.with_name("homicide-rate-unodc <script>alert(1)</script>.csv".replace("/", "-")))
    beside = path.with_name("homicide-rate-unodc.metadata.json")
    beside.rename(named.with_name(named.name.removesuffix(".csv") + ".metadata.json"))
    page = review_page(reviewed("owid", named))
    assert "<script" not in page and "&lt;script&gt;" in page
    assert re.search(
        r"<td>Costa Rica</td><td>2023</td><td class=\"number\">17.74548</td><td class=\"number\">20</td>", page
    )
    assert "http" not in page.replace("http-equiv", "")


def test_metadata_with_a_hostile_slug_reaches_no_page(reviewed, chart_file):
    path = chart_file()
    beside = path.with_name("homicide-rate-unodc.metadata.json")
    metadata = json.loads(beside.read_text())
    metadata["chart"]["originalChartUrl"] = "https://ourworldindata.org/grapher/<img src=x>"
    beside.write_text(json.dumps(metadata))
    with pytest.raises(Exception, match="this is the chart '<img'"):
        reviewed("owid", path)


def test_a_sentence_is_not_cut_at_an_abbreviation(tmp_path):
    cell = nbformat.v4.new_code_cell("x")
    words = ["Before. The ", Strong(["U.S. share"]), " of EE. UU. was ", FactMark("share", "5"), ". After."]
    stated = metadata_of(Prose(content=[Paragraph(words)]))
    cell.outputs = [nbformat.v4.new_output("display_data", {"text/plain": "x"}, metadata=stated)]
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "n.ipynb")
    assert sentences_of(tmp_path / "n.ipynb") == {"share": "The U.S. share of EE. UU. was 5."}


def test_a_value_outside_its_bounds_is_a_problem_until_its_series_is_accepted(reviewed, bank_file):
    file = bank_file({("SLV", 2023): "0.5"})
    review = reviewed("worldbank", file)
    assert ["0.5" in problem.message and "rule step-within-4" in problem.message for problem in review.problems] == [
        True
    ]
    review = reviewed("worldbank", file, accepted=["hom_rate_wdi"])
    assert review.problems == []
    assert review.settled.accepted == ["step-within-4: hom_rate_wdi/SLV/2023/main"]
    assert b"\nstep-within-4,hom_rate_wdi/SLV/2023/main,0.5,,\n" in review.contents["plausibility_exceptions.csv"]
