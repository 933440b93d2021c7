"""Overseas Loans and Grants: rows that differ only in what the package does not keep are added."""

import pytest

from carsi_analysis.importing.refused import ImportRefused
from tests.importing.conftest import write_workbook

HEADER = ["Fiscal Year", "Region", "Country", "Assistance Category", "Publication Row", "Funding Agency"]
HEADER += ["Funding Account Name", "Obligations (Historical Dollars)", "Obligations (Constant Dollars)"]


def row(year, country, amount, constant, category="Economic", account="Economic Support Fund", publication="Row"):
    region = "Latin America and Caribbean"
    return [year, region, country, category, publication, "Department of State", account, amount, constant]


def workbook(path, *rows):
    return write_workbook(path, {"Foreign Assistance": [["U.S. Overseas Loans and Grants"], [], HEADER, *rows]})


def test_rows_of_one_account_are_added_and_the_transition_quarter_is_no_year(read, tmp_path):
    path = workbook(
        tmp_path / "greenbook.xlsx",
        row(2019, "Panama", 100, 110),
        row(2019, "Panama", 50, 55, category="Military", publication="Other"),
        row(1976.9, "Panama", 7, 70),
        row(
            2019,
            "Central America (not specified)",
            -5,
            -6,
            account="International Narcotics Control and Law Enforcement",
        ),
        row(2019, "Colombia", 9, 9),
        row(2019, "Peru", 8, 8),
    )
    incoming = read("greenbook", path)
    found = {(each.key["country_iso3"], each.key["account_name"]): each for each in incoming.values}
    panama = found["PAN", "Economic Support Fund"]
    assert (panama.value, panama.cells["amount_2020_usd"]) == ("150", "165")
    assert panama.cells["assistance_category"] == "Economic and Military"
    assert panama.cells["locator"].endswith("; 2 rows added")
    regional = found["CAR", "International Narcotics Control and Law Enforcement"]
    assert (regional.value, regional.cells["account_id"]) == ("-5", "incle")
    assert {country for country, _ in found} == {"PAN", "CAR"}
    assert incoming.left_aside == {
        "countries that the package does not hold": 1,
        "countries that the series does not have": 1,
        "the transition quarter of 1976": 1,
    }


def test_constant_dollars_of_another_year_are_refused(read, tmp_path):
    path = workbook(tmp_path / "greenbook.xlsx", row(2020, "Panama", 100, 118), row(2019, "Panama", 100, 120))
    with pytest.raises(
        ImportRefused, match=r"1\.180 times the nominal ones; expected 1: the package holds dollars of 2020"
    ):
        read("greenbook", path)


def test_amounts_in_the_place_of_years_are_refused(read, tmp_path):
    rows = [row(amount, "Panama", year, amount) for year, amount in ((2018, 2003), (2019, 15300), (2020, 2011))]
    with pytest.raises(ImportRefused, match="'15300' is no year; expected a year"):
        read("greenbook", workbook(tmp_path / "greenbook.xlsx", *rows))
