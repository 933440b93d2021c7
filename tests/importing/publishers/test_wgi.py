"""Worldwide Governance Indicators in their three forms."""

import pytest

from carsi_analysis.importing.refused import ImportRefused
from tests.importing.conftest import write_csv, write_workbook, write_zip

LONG = ["codeindyr", "code", "countryname", "year", "indicator", "estimate", "stddev", "nsource", "pctrank"]


def values(incoming):
    return {(each.key["indicator_id"], each.key["country_iso3"], each.year): each.value for each in incoming.values}


def test_the_long_workbook_alone_or_in_its_zip(read, tmp_path):
    rows = [
        LONG,
        ["PANcc2024", "PAN", "Panama", 2024, "cc", -0.51, 0.2, 9, 31.1],
        ["PANrl2024", "PAN", "Panama", 2024, "rl", "..", "..", "..", ".."],
        ["PANva2024", "PAN", "Panama", 2024, "va", 0.5, 0.1, 9, 60],
    ]
    path = write_workbook(tmp_path / "wgidataset.xlsx", {"sheet1": rows})
    expected = {("wgi_corruption", "PAN", 2024): "-0.51"}
    assert values(read("wgi", path)) == expected
    packed = write_zip(tmp_path / "wgidataset_excel.zip", {"wgidataset.xlsx": path.read_bytes()})
    incoming = read("wgi", packed)
    assert values(incoming) == expected
    assert incoming.left_aside == {"indicators that the package does not hold": 1}


def test_the_old_workbook_with_years_merged_above_its_columns(read, tmp_path):
    columns = ["Estimate", "StdErr", "NumSrc", "Rank"]
    rows = [
        ["Worldwide Governance Indicators"],
        [],
        ["", "", 2022, "", "", "", 2023, "", "", ""],
        ["Country/Territory", "Code", *columns, *columns],
        ["Panama", "PAN", -0.6, 0.1, 8, 30, -0.5, 0.1, 8, 31],
        ["Aruba", "ABW", 1.2, 0.1, 8, 90, "#N/A", "#N/A", "#N/A", "#N/A"],
    ]
    sheets = {"Introduction": [["About"]], "ControlofCorruption": rows, "VoiceandAccountability": rows}
    path = write_workbook(tmp_path / "wgidataset.xlsx", sheets, merged=["C3:F3", "G3:J3"])
    assert values(read("wgi", path)) == {
        ("wgi_corruption", "PAN", 2022): "-0.6",
        ("wgi_corruption", "PAN", 2023): "-0.5",
    }


def test_one_column_an_indicator(read, tmp_path):
    rows = [["country", "code", "year", "CC.EST", "RL.EST"], ["Belize", "BLZ", 2020, "-0.1", "NA"]]
    assert values(read("wgi", write_csv(tmp_path / "wgi.csv", rows))) == {("wgi_corruption", "BLZ", 2020): "-0.1"}


def test_percentile_ranks_are_no_estimates(read, tmp_path):
    path = write_csv(tmp_path / "wgi.csv", [LONG, ["", "PAN", "Panama", 2024, "cc", 31.1, 0, 9, 31.1]])
    with pytest.raises(ImportRefused, match=r"31\.1 is far off; expected an estimate"):
        read("wgi", path)
