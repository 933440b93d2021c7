"""A changed row of data changes what an exhibit says, its alt text and its source line; nothing is typed."""

import re
from functools import cache
from typing import Any

import pandas as pd
import pytest

from carsi_analysis.analysis.study import Study
from carsi_analysis.data import load
from carsi_analysis.exhibits import Briefing
from carsi_analysis.exhibits.exhibit import Chart, Exhibit
from carsi_analysis.exhibits.gallery import CHAPTERS
from carsi_analysis.exhibits.locale import Locale

EN = Locale("en")
PACKAGE = load()
EXAMPLES = {name: example for chapter in CHAPTERS.values() for name, example in chapter.items()}
SHOWN = {
    "funding": "amount_usd",
    "funding_by_country": "amount_usd",
    "funding_by_objective": "amount_usd",
    "funding_ratios": "ratio",
    "related_funding": "amount_usd",
    "official_obligations": "amount_usd",
    "official_totals": "amount_usd",
    "observations": "value",
    "evaluation_results": "value",
    "threats": "label_en",
    "goals": "label_en",
    "evaluations": "finding_en",
    "programmes": "covers_en",
    "events": "label_en",
}
"""The column of each table that readers see; deflators, population and the like only stand behind numbers."""

EXTENT_ALONE = {
    "money-known",
    "money-gaps",
    "data-coverage",
    "coverage-by-country",
    "threat-indicators",
    "indicator-dictionary",
}
"""These show what there is, not how much; their own tests take rows away."""

TEXTS_OF_LINKS = {
    "money-to-results",
    "evidence-gaps",
    "audits",
    "goal-wordings",
    "link-reasons",
    "goal-indicators",
    "trafficking-tiers",
    "goals-overview",
}
"""Their rows stand in tables of words alone, or count links and countries that moved, which have tests of their own."""

CASES = [name for name in EXAMPLES if name not in EXTENT_ALONE | TEXTS_OF_LINKS]
WITHOUT_NUMBERS = {"threats-goals-areas", "money-known", "evidence-gaps"}
"""Charts of links, of years for which something is known, and of studies counted."""

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


class Changed:
    """A data package in which one cell is another."""

    def __init__(self, package: Any, row_id: str, column: str, value: Any) -> None:
        self._package = package
        self._table = row_id.partition("/")[0]
        frame = package.table(self._table)
        self._frame = frame.assign(**{column: frame[column].where(frame["row_id"] != row_id, value)})

    def table(self, name: str) -> pd.DataFrame:
        return self._frame.copy() if name == self._table else self._package.table(name)

    def __getattr__(self, name: str) -> Any:
        return self.table(name) if name == self._table else getattr(self._package, name)


def made(name: str, package: Any) -> Exhibit:
    return EXAMPLES[name](Study(package))(locale=EN)


def some_rows(exhibit: Exhibit) -> list[tuple[str, str, Any]]:
    """Pick the rows of the largest and the last value of the table that most of an exhibit's rows stand in."""
    tables = pd.Series([row.partition("/")[0] for row in exhibit.rows if row.partition("/")[0] in SHOWN])
    table = tables.mode().iloc[0]
    column = SHOWN[table]
    frame = PACKAGE.table(table)
    held = frame[frame["row_id"].isin(exhibit.rows)]
    picked = pd.concat([held.sort_values(column, kind="stable").tail(1), held.head(1), held.tail(1)])
    return [(row, column, value) for row, value in zip(picked["row_id"], picked[column], strict=True)]


@pytest.fixture(scope="module")
def as_it_is(study):
    """``as_it_is(name)``: an exhibit of the data as they are, made once."""

    @cache
    def made_once(name: str) -> Exhibit:
        return EXAMPLES[name](study)(locale=EN)

    return made_once


@pytest.mark.parametrize("name", CASES)
def test_another_value_changes_words_and_alt_text(name, as_it_is):
    before = as_it_is(name)
    wanted = {"words", "alt"} if isinstance(before, Chart) else {"words"}
    for row, column, value in some_rows(before):
        other = f"{value} otherwise" if isinstance(value, str) else type(value)(value * 2 + 1)
        after = made(name, Changed(PACKAGE, row, column, other))
        wanted -= {"words"} if after.in_words() != before.in_words() else set()
        wanted -= {"alt"} if isinstance(after, Chart) and after.alt != before.alt else set()
        if not wanted:
            break
    assert not wanted, f"{wanted} stay although the numbers move"


@pytest.mark.parametrize("name", CASES)
def test_another_source_changes_the_source_line(name, as_it_is):
    before = as_it_is(name)
    (row, _, _), *_ = some_rows(before)
    briefing = Briefing.for_exploring("en")
    stranger = next(source for source in PACKAGE.sources["source_id"] if source not in before.sources)
    try:
        after = made(name, Changed(PACKAGE, row, "source_id", stranger))
    except (IndexError, KeyError):
        return  # the analysis takes this figure from its one source, and has nothing to show without it
    if stranger in after.sources:
        assert briefing._source_line(after) != Briefing.for_exploring("en")._source_line(before)
    else:
        assert after.in_words() != before.in_words(), "the row is another source's, and still shown as before"


def numbers_kept(chart: Chart) -> list[str]:
    """List the numbers of an alt text that are values of the chart's data, sums of a column, or percent of a share."""
    frame = chart.data[[column.name for column in chart.columns]]
    numeric = frame.select_dtypes("number")
    values = [*numeric.to_numpy(dtype=float).ravel(), *numeric.sum(), *(numeric.stack() * 100)]
    cells = [text for cell in frame.to_numpy().ravel() for text in NUMBER.findall(str(cell))]
    values += [float(text.replace(",", "")) for text in cells]
    told = [text.replace(",", "") for text in NUMBER.findall(chart.alt)]
    return [text for text in told for value in values if f"{value:.{len(text.partition('.')[2])}f}" == text]


def test_alt_texts_carry_numbers_of_the_data(as_it_is):
    made = {name: as_it_is(name) for name in EXAMPLES if name not in WITHOUT_NUMBERS}
    charts = {name: exhibit for name, exhibit in made.items() if isinstance(exhibit, Chart)}
    assert [name for name, chart in charts.items() if not numbers_kept(chart)] == []
