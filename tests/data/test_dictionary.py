"""The data dictionary: every table and column, both languages, nothing invented."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from carsi_analysis.data import load
from carsi_analysis.data.dictionary import dictionary
from carsi_analysis.data.place import REPOSITORY_DATA

Edit = Callable[[str, str, str], None]


def section(text: str, table: str) -> str:
    return re.split(r"^## ", text.split(f"\n## {table}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def test_every_column_stands_in_the_section_of_its_table(package: Path) -> None:
    loaded = load(package)
    text = dictionary(loaded)
    for table in loaded.descriptor.tables:
        names = re.findall(r"^\| `(\w+)` \|", section(text, table.name), flags=re.MULTILINE)
        assert tuple(names) == table.columns


def test_column_shows_type_unit_rules_and_both_titles(package: Path) -> None:
    ledger = section(dictionary(load(package)), "ledger")
    assert (
        "| `amount_usd` | integer | US dollars | required; at least -1000 | "
        "**Amount_usd.** The amount_usd | amount_usd (es) |"
    ) in ledger
    assert "one of `planned`, `allocated`, `obligated`" in ledger
    assert "identifiers separated by `;` of `caveats.caveat_id`" in ledger
    assert "- Primary key: `entry_id`." in ledger
    assert "- `country_iso3` points to `country_iso3` of `countries`." in ledger


def test_counts_years_and_licences_come_from_the_rows(package: Path, replace: Edit) -> None:
    before = dictionary(load(package))
    assert "- File `ledger.csv`: 3 rows, 2010–2012." in before
    assert "- Licences of the sources it cites: CC BY 4.0 (1); public domain (1)." in before
    assert "6 tables, 19 rows." in before
    replace("ledger.csv", "sum-2011,2011,,allocated,-5,,false,,año-2009\n", "")
    after = dictionary(load(package))
    assert "- File `ledger.csv`: 2 rows, 2010–2012." in after
    assert "- Licences of the sources it cites: public domain (1)." in after


def test_bars_in_a_description_do_not_break_the_table(package: Path, replace: Edit) -> None:
    replace("datapackage.json", "The amount_usd", "Dollars | not cents")
    row = next(line for line in dictionary(load(package)).splitlines() if line.startswith("| `amount_usd`"))
    assert "Dollars \\| not cents" in row
    assert len(re.findall(r"(?<!\\)\|", row)) == 7


@pytest.mark.skipif(
    not (REPOSITORY_DATA / "datapackage.json").exists(), reason="runs in the repository, where data/ is"
)
def test_dictionary_in_the_repository_is_current() -> None:
    committed = (REPOSITORY_DATA / "README.md").read_text(encoding="utf-8")
    assert committed == dictionary(load(REPOSITORY_DATA)), "data/README.md is stale: run `make dictionary`"
