"""The reports on threats and goals: every threat, goal and span gives a report, and a changed datum is noticed."""

import re
from itertools import cycle
from pathlib import Path

import nbformat
import pytest

from carsi_analysis.catalogue import ALL, PARAMETERS
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.words import languages, words_of
from tests.notebooks.changed import exhibits, prose, shown_by, source_of, told_after

THREATS, GOALS = (tuple(one for one in PARAMETERS[name].allowed if one != ALL) for name in ("threat", "goal"))
YEARS = {words_of(language)(f"units.{name}") for language in languages() for name in ("year", "fiscal_year")}
CAVEAT_OF_GAP = {"en": "none of the measures", "es": "ninguna de las medidas"}
SPANS = [
    ("drug_trafficking", 2000, 2003, True),
    ("drug_trafficking", 2024, 2024, True),
    ("drug_trafficking", 2020, 2020, False),
    ("drug_trafficking", 2021, 2021, True),
    ("arms_trafficking", 2000, 2003, False),
    ("arms_trafficking", 2022, 2022, True),
    ("arms_trafficking", 2025, 2025, True),
    ("firearms_availability", 2011, 2011, True),
    ("firearms_availability", 2018, 2018, False),
    ("gang_violence", 2024, 2024, True),
    ("gang_violence", 2025, 2025, True),
    ("gang_violence", 2011, 2011, True),
    ("human_trafficking", 2000, 2000, False),
    ("human_trafficking", 2001, 2001, True),
    ("organized_crime", 2000, 2002, False),
    ("organized_crime", 2017, 2018, True),
    ("illicit_finance", 2000, 2013, False),
    ("illicit_finance", 2014, 2014, True),
    ("corruption_impunity", 2001, 2001, False),
    ("corruption_impunity", 2005, 2005, True),
]
"""A threat, a span of years, and whether any of its measures has a value then; each is read in one of the languages."""


@pytest.mark.parametrize("threat", THREATS)
def test_a_single_threat_shows_its_own_section_and_coverage(threat, monkeypatch):
    shown = shown_by("threats.ipynb", monkeypatch, threat=threat, language="es")
    headings = [line for line in prose(shown).splitlines() if line.startswith("## ")]
    assert len(headings) == 4, "its section, its coverage, the limits of its data, its sources"
    assert "data-coverage" in exhibits(shown)
    assert len(exhibits(shown)) >= 3
    assert CAVEAT_OF_GAP["es"] not in prose(shown)


@pytest.mark.parametrize(
    ("threat", "start", "end", "measured", "language"),
    [(*span, language) for span, language in zip(SPANS, ["en", "es", "es", "en", "es"] * 4, strict=True)],
)
def test_a_threat_without_values_says_so_and_draws_nothing(threat, start, end, measured, language, monkeypatch):
    """What it shows is laid out and not painted; ``test_all_threats_hold_in_any_span`` paints charts of such spans."""
    chosen = {"threat": threat, "language": language, "start_year": start, "end_year": end}
    shown = shown_by("threats.ipynb", monkeypatch, drawn=False, **chosen)
    assert (CAVEAT_OF_GAP[language] in prose(shown).partition("\n## ")[2].partition("\n## ")[0]) is not measured
    charted = set(exhibits(shown)) - {"data-coverage"}
    assert bool(charted) is measured
    for one in exhibits(shown).values():
        assert one["data"]["rows"], f"{one['id']} shows nothing"
        of_years = [column.get("unit") in YEARS for column in one["data"]["columns"]]
        for row in one["data"]["rows"]:
            years = [cell for cell, is_year in zip(row, of_years, strict=True) if is_year and cell is not None]
            assert all(start <= year <= end for year in years), f"{one['id']} shows a year outside {start}–{end}"


@pytest.mark.parametrize(("start", "end"), [(2000, 2003), (2011, 2011), (2022, 2023), (2025, 2025)])
def test_all_threats_hold_in_any_span(start, end, monkeypatch):
    shown = shown_by("threats.ipynb", monkeypatch, start_year=start, end_year=end)
    headings = [line for line in prose(shown).splitlines() if line.startswith("## ")]
    columns = 3  # of the first page
    told = len(headings) - ("## Annex" in headings)
    assert told == len(THREATS) + columns + 2, "the limits of the data, the sources"
    held = [row for row in exhibits(shown).get("scoreboard", {"data": {"rows": []}})["data"]["rows"] if row[2]]
    said = "No threat can be compared over the years chosen" in prose(shown)
    assert bool(held) is not said, "either the scoreboard holds values or the headline says that it cannot"


@pytest.mark.parametrize(("goal", "language"), [*zip(GOALS, cycle(["en", "es"]))])
def test_a_single_goal_keeps_to_itself(goal, language, monkeypatch):
    shown = exhibits(shown_by("goals.ipynb", monkeypatch, goal=goal, language=language))
    assert {"goal-wordings", "link-reasons", "goals-scoreboard", "goal-indicators"} < set(shown)
    assert "threats-goals-areas" not in shown
    charts = {"safe_streets": 2, "accountable_governments": 2}.get(goal, 1)
    assert len(shown) == 4 + charts, "charts of its own"
    assert all(f"/{goal}" in row for row in shown["link-reasons"]["rows"])
    assert len(shown["goal-wordings"]["data"]["rows"]) == 1


def test_the_share_of_a_changed_seizure_is_told_in_words(tmp_path: Path, monkeypatch):
    told = told_after(
        "threats.ipynb",
        "observations.csv",
        r"^(coc_seized_insight,PAN,2024,main,,)99300",
        r"\g<1>159300",
        tmp_path,
        monkeypatch,
    )
    assert any(line.startswith("+") and "62%" in line for line in told)
    assert any(line.startswith("-") and "51%" in line for line in told)


def test_a_link_that_is_judged_instead_of_stated_is_told_in_words(tmp_path: Path, monkeypatch):
    told = told_after(
        "goals.ipynb",
        "links.csv",
        r"^(area_goal,justice_capacity,accountable_governments),stated,",
        r"\1,judged,",
        tmp_path,
        monkeypatch,
    )
    assert any(line.startswith("-") and "our judgment in seven of 10 cases" in line for line in told)
    assert any(line.startswith("+") and "our judgment in eight of 10 cases" in line for line in told)


def test_the_chart_of_criminality_counts_the_countries_that_the_sentence_counts():
    stored = nbformat.reads(source_of("threats.ipynb"), as_version=4)
    outputs = [output for cell in stored.cells for output in cell.get("outputs", [])]
    said = " ".join(output.get("data", {}).get("text/markdown", "") for output in outputs)
    sentence = re.search(r"actors together rose in \[(\w+)\].*?\bfell in \[(\w+)\]", said, re.DOTALL)
    title = re.search(r"Criminality rose in (.*?); fell in ([^<*]*)", said)
    assert sentence is not None and title is not None
    named = [len(re.split(r", and |, | and ", listed.strip())) for listed in title.groups()]
    assert list(sentence.groups()) == [Locale("en").in_words(count) for count in named]
