"""What the curated package must hold: complete in both languages, nothing unused, judgements that still stand."""

import re
from pathlib import Path

import pandas as pd
import pytest
from frictionless import validate

from carsi_analysis.data import load

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"


@pytest.fixture(scope="module")
def package():
    return load(DATA)


@pytest.mark.filterwarnings("ignore")
def test_frictionless_accepts_the_package():
    report = validate(str(DATA / "datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldNumber", "type"])[:5]


def test_every_text_stands_in_both_languages(package):
    for name in package.tables:
        frame = package.table(name)
        for english in [column for column in frame.columns if column.endswith("_en")]:
            spanish = english.removesuffix("_en") + "_es"
            one_sided = frame[frame[english].notna() != frame[spanish].notna()]
            assert one_sided.empty, f"{name}.{spanish}: {one_sided['row_id'].tolist()[:3]}"


def test_long_spanish_texts_are_not_english(package):
    for name in package.tables:
        frame = package.table(name)
        for english in [column for column in frame.columns if column.endswith("_en")]:
            spanish = english.removesuffix("_en") + "_es"
            texts = frame[frame[english].str.len() > 40]
            same = texts[texts[english] == texts[spanish]]
            assert same.empty, f"{name}.{spanish}: {same['row_id'].tolist()[:3]}"


def test_every_caveat_is_cited(package):
    cited = set()
    for name in package.tables:
        frame = package.table(name)
        if "caveats" in frame.columns and name != "caveats":
            cited |= {key for cell in frame["caveats"].dropna() for key in cell.split(";")}
    text = (DATA / "datapackage.json").read_text(encoding="utf-8")
    cited |= {key for key in package.caveats["caveat_id"] if f'"{key}"' in text}
    assert set(package.caveats["caveat_id"]) - cited == set()


def test_every_indicator_has_values_where_it_says(package):
    keys = {"observations": "indicator_id", "deflators": "deflator_id"}
    for table, indicators in package.indicators.groupby("held_in"):
        if table in keys:
            held = set(package.table(table)[keys[table]])
            assert set(indicators["indicator_id"]) - held == set()
        else:
            assert not package.table(table).empty


def test_every_fact_names_where_it_was_read(package):
    for name in package.tables:
        frame = package.table(name)
        if {"source_id", "locator"} <= set(frame.columns):
            assert frame["source_id"].notna().all(), name
            assert frame["locator"].notna().all(), name


def test_a_correction_stands_only_while_its_row_holds_the_value_used(package):
    for row in package.corrections.itertuples():
        cells = package.row(f"{row.table}/{row.row}")
        held = cells[row.column]
        assert float(held) == float(row.value_used), f"{row.correction_id}: the table holds {held}"
        if pd.notna(row.guard):
            assert row.guard in set(package.reconciliations["reconciliation_id"])


def test_a_conflict_that_prefers_a_row_names_one_that_exists(package):
    preferred = package.conflicts[package.conflicts["preferred_table"].notna()]
    for row in preferred.itertuples():
        assert package.row(f"{row.preferred_table}/{row.preferred_row}")


def test_an_event_does_not_type_an_amount_that_another_table_holds(package):
    events = package.events
    assert not (events["amount_usd"].notna() & events["amount_row_id"].notna()).any()
    for row_id in events["amount_row_id"].dropna():
        assert package.row(row_id)["amount_usd"] >= 0


def test_counts_agree_with_the_accounting(package):
    text = (DATA / "CHANGES.md").read_text(encoding="utf-8")
    for line in [line for line in text.splitlines() if line.startswith("| ") and "`" in line]:
        _, _, _, tables, counts, *_ = [cell.strip() for cell in line.split("|")]
        names = re.findall(r"`(\w+)`", tables)
        numbers = [int(number.replace(",", "")) for number in counts.split(", ")]
        if len(names) == len(numbers):
            assert [len(package.table(name)) for name in names] == numbers, line
        else:
            assert sum(len(package.table(name)) for name in names) == numbers[0], line


def test_no_workplace_is_named_in_the_data():
    for path in sorted(DATA.glob("*.csv")):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"/work/|shared/facts|extract_\w+\.csv", text), path.name
