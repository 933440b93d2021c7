"""Counts of rows, years, countries and sources."""

from collections.abc import Callable
from pathlib import Path

from carsi_analysis.data import load
from carsi_analysis.data.summary import summarise, summary_text

Edit = Callable[[str, str, str], None]


def test_counts_of_a_table(package: Path) -> None:
    ledger = next(each for each in summarise(load(package)) if each.name == "ledger")
    assert (ledger.rows, ledger.years, ledger.countries) == (3, (2010, 2012), 2)
    assert ledger.source_ids == ("año-2009", "ledger-2012")


def test_one_year_is_written_once(package: Path, replace: Edit) -> None:
    replace("ledger.csv", "sum-2011,2011", "sum-2011,2012")
    replace("ledger.csv", "été-2010,2010", "été-2010,2012")
    ledger = next(each for each in summarise(load(package)) if each.name == "ledger")
    assert ledger.years_text == "2012"


def test_text_is_aligned_and_ends_with_the_totals(package: Path) -> None:
    lines = summary_text(load(package)).splitlines()
    assert lines[0] == "table         rows      years  countries  sources"
    assert lines[4] == "ledger           3  2010–2012          2        2"
    assert lines[-1] == "6 tables, 19 rows"
