"""Worldwide Governance Indicators in each of their forms."""

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
    with pytest.raises(ImportRefused, match=r"31\.1 is far off; expected a value from -5 to 5"):
        read("wgi", path)


def test_the_workbook_of_2025_gives_the_estimate_and_never_the_score_beside_it(read, tmp_path):
    scores = ["Governance score (0-100)", "Governance estimate (approx. -2.5 to +2.5)", "Standard error"]
    header = ["Economy (name)", "Economy (code)", "Year", *scores]
    sheets = {
        name: [header, ["Honduras", "HND", 2024, 31.5, estimate, 0.2], ["Aruba", "ABW", 2024, 80, "..", ".."]]
        for name, estimate in (("va", -0.4), ("pv", -0.6), ("ge", -0.7), ("rq", -0.5), ("rl", -0.9), ("cc", -0.8))
    }
    incoming = read("wgi", write_workbook(tmp_path / "wgidataset_with_sourcedata-2025.xlsx", sheets))
    assert values(incoming) == {
        ("wgi_stability", "HND", 2024): "-0.6",
        ("wgi_gov_effect", "HND", 2024): "-0.7",
        ("wgi_rule_of_law", "HND", 2024): "-0.9",
        ("wgi_corruption", "HND", 2024): "-0.8",
    }
    assert incoming.left_aside["indicators that the package does not hold"] == 4


@pytest.mark.parametrize("code", ["CC.EST", "GOV_WGI_CC.EST"])
def test_databank_in_both_orientations(read, tmp_path, code):
    names = ["Country Name", "Country Code"]
    by_year = [
        [*names, "Series Name", "Series Code", "2020 [YR2020]", "2021 [YR2021]"],
        ["Panama", "PAN", "Control of Corruption: Estimate", code, "-0.57", ".."],
        ["Panama", "PAN", "Control of Corruption: Percentile Rank", "CC.PER.RNK", "33.2", "34.1"],
        [],
        ["Data from database: Worldwide Governance Indicators"],
        ["Last Updated: 09/25/2024"],
    ]
    by_series = [
        ["Time", "Time Code", *names, f"Control of Corruption: Estimate [{code}]", "Percentile Rank [CC.PER.RNK]"],
        ["2020", "YR2020", "Panama", "PAN", "-0.57", "33.2"],
        ["2021", "YR2021", "Panama", "PAN", "..", "34.1"],
        ["Last Updated: 09/25/2024"],
    ]
    for rows in (by_year, by_series):
        incoming = read("wgi", write_csv(tmp_path / "P_Data_Extract.csv", rows))
        assert values(incoming) == {("wgi_corruption", "PAN", 2020): "-0.57"}
        assert incoming.release == "2024-09-25"
        assert incoming.values[0].cells["locator"] == "CC.EST, PAN, 2020"


def test_another_country_in_another_unit_stops_nothing(read, tmp_path):
    rows = [
        LONG,
        ["", "ABW", "Aruba", 2024, "cc", "no data", "", "", ""],
        ["", "PAN", "Panama", 2024, "cc", -0.5, "", "", ""],
    ]
    assert values(read("wgi", write_csv(tmp_path / "wgi.csv", rows))) == {("wgi_corruption", "PAN", 2024): "-0.5"}
