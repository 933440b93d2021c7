"""What the data package holds, told from its description and its rows."""

import csv
import json
from pathlib import Path

from carsi_analysis.analysis import contents, coverage, threats
from carsi_analysis.data import load
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.tables import data_book
from tests.observed import observed

DATA = Path(__file__).resolve().parents[2] / "data"


def rows_of(name: str) -> list[dict[str, str]]:
    """Read a table without the package."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_table_and_column_of_the_descriptor_is_listed():
    described = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    tables, columns = contents.tables_of(load()), contents.columns_of(load())
    assert tables["table"].tolist() == [one["name"] for one in described]
    expected = [(one["name"], field["name"]) for one in described for field in one["schema"]["fields"]]
    assert list(zip(columns["table"], columns["column"], strict=True)) == expected
    assert tables.set_index("table").loc["events", "number_of_rows"] == len(rows_of("events"))


def test_keys_are_required_and_pointers_name_their_table():
    columns = contents.columns_of(load()).set_index(["table", "column"])
    assert columns.loc[("observations", "indicator_id"), "required"]
    assert columns.loc[("observations", "source_id"), "points_to"] == "sources"
    assert columns.loc[("indicators", "caveats"), "points_to"] == "caveats"


def test_indicators_name_the_source_of_most_of_their_values():
    package = load()
    values = threats.measured(observed(package), package.countries)
    described = threats.described_indicators(package.indicators, package.units)
    extents = coverage.extent(described, coverage.coverage(values))
    listed = contents.indicators_of(package, extents).set_index("indicator_id")
    assert len(listed) == len(rows_of("indicators"))
    held = [row for row in rows_of("observations") if row["indicator_id"] == "hom_rate_unodc" and row["value"]]
    seven = {row["country_iso3"] for row in rows_of("countries") if row["kind"] == "country"}
    assert listed.loc["hom_rate_unodc", "values"] == sum(row["country_iso3"] in seven for row in held)
    labels = {row["source_id"]: row["short_label_en"] for row in rows_of("sources")}
    assert listed.loc["hom_rate_unodc", "source_en"] == labels["owid-unodc-hom-2025"]


def test_a_caveat_of_many_indicators_lists_the_first_and_counts_the_rest():
    listed = contents.caveats_of(load()).set_index("caveat_id")
    carried = sum("no-causal" in row["caveats"].split(";") for row in rows_of("indicators"))
    assert listed.loc["no-causal", "number_carried"] == carried
    assert len(listed.loc["no-causal", "carried_en"]) == len(listed.loc["no-causal", "carried_es"]) == carried
    table = data_book.caveat_list(contents.caveats_of(load()), locale=Locale("es"))
    written = table.data.set_index("caveat_id")["carried"]
    assert written["no-causal"].count(";") == data_book.MOST_LISTED
    assert written["no-causal"].endswith(f"y {carried - data_book.MOST_LISTED} más")
    assert listed.loc["official-not-carsi", "number_carried"] == 2


def test_gathered_corrections_lose_no_value():
    gathered = contents.corrections_of(load().corrections)
    assert gathered["number_of_values"].sum() == len(rows_of("corrections"))
    shown = "; ".join(gathered["used"])
    for row in rows_of("corrections"):
        assert f"{row['row']}: {row['value_used']}" in shown
    assert {source for sources in gathered["sources"] for source in sources} == {
        row["source_id"] for row in rows_of("corrections")
    }


def test_further_conflicts_are_all_that_are_not_told_and_name_the_preferred_series_first():
    package = load()
    args = (package.conflicts, package.conflict_series, package.indicators)
    listed = contents.further_conflicts(*args, told={"amount-165m"})
    assert set(listed["conflict_id"]) == {row["conflict_id"] for row in rows_of("conflicts")} - {"amount-165m"}
    panama = listed.set_index("conflict_id").loc["homicide-panama"]
    assert panama["series_en"].split("; ")[0] == "Homicide rate"
    assert (panama["first_year"], panama["last_year"]) == (2006, 2011)
    assert listed["state"].tolist() == sorted(listed["state"], key=["open", "explained", "confirmed"].index)
