"""The workbooks of the UNODC data portal."""

import datetime

import pytest

from carsi_analysis.importing.refused import ImportRefused
from tests.importing.conftest import write_workbook

HEADER = ["Iso3_code", "Country", "Region", "Subregion", "Indicator", "Dimension", "Category", "Sex", "Age", "Year"]
HEADER += ["Unit of measurement", "VALUE", "Source"]
RATE, COUNT = "Rate per 100,000 population", "Counts"
VICTIMS = "Victims of intentional homicide"


def row(code, name, year, value, unit=RATE, indicator=VICTIMS, category="Total", sex="Total", source="CTS"):
    where = ["Americas", "Latin America and the Caribbean"]
    return [code, name, *where, indicator, "Total", category, sex, "Total", year, unit, value, source]


def workbook(path, rows, date=datetime.datetime(2026, 7, 12), header=HEADER, sheet="data_cts_intentional_homicide"):
    return write_workbook(path, {sheet: [["Date:", date], [], header, *rows]})


def values(incoming):
    return {(each.key["indicator_id"], each.key["country_iso3"], each.year): each.value for each in incoming.values}


def test_homicide_goes_to_the_indicator_of_its_release(read, tmp_path):
    rows = [
        row("PAN", "Panama", 2023.0, 12.9),
        row("PAN", "Panama", 2023, 556, COUNT),
        row("PAN", "Panama", 2023, 20.1, sex="Male"),
        row("PAN", "Panama", 2023, 300, COUNT, category="Firearms"),
        row("GBR_E_W", "United Kingdom (England and Wales)", 2023, 1.0),
    ]
    path = workbook(tmp_path / "homicide.xlsx", rows)
    expected = {("hom_rate_unodc_2026", "PAN", 2023): "12.9", ("hom_count_unodc_2026", "PAN", 2023): "556"}
    incoming = read("unodc", path)
    assert values(incoming) == expected
    assert incoming.release == "2026-07-12"
    assert incoming.values[0].cells["origin"] == "CTS"
    later = workbook(tmp_path / "later.xlsx", rows, datetime.datetime(2027, 6, 1))
    assert values(read("unodc", later)) == {("hom_rate_unodc", "PAN", 2023): "12.9"}


def test_hidden_counts_are_kept_as_hidden(read, tmp_path):
    header = [*HEADER[:11], "txtVALUE", "Source"]
    indicator = "Detected trafficking victims"
    rows = [
        row("BLZ", "Belize", 2020, "<5", COUNT, indicator),
        row("BLZ", "Belize", 2021, "7", COUNT, indicator),
        row("BLZ", "Belize", 2022, None, COUNT, indicator),
    ]
    incoming = read("unodc", workbook(tmp_path / "data_glotip.xlsx", rows, header=header, sheet="data_glotip_1"))
    assert [(each.year, each.value, each.cells["status"]) for each in incoming.values] == [
        (2020, None, "suppressed"),
        (2021, "7", "final"),
    ]
    assert incoming.publication.stem == "unodc-glotip"


def test_kidnappings_are_told_apart_by_their_unit(read, tmp_path):
    rows = [
        row("CRI", "Costa Rica", 2023, 5, COUNT, "Violent offences", "Kidnapping"),
        row("CRI", "Costa Rica", 2023, 0.1, RATE, "Violent offences", "Kidnapping"),
        row("CRI", "Costa Rica", 2023, 900, COUNT, "Violent offences", "Serious assault"),
    ]
    found = values(read("unodc", workbook(tmp_path / "violent.xlsx", rows)))
    assert found == {("kidnap_count", "CRI", 2023): "5", ("kidnap_rate", "CRI", 2023): "0.1"}


def test_the_workbook_of_the_goals_is_read_by_number(read, tmp_path):
    header = [
        "Goal",
        "Target",
        "Indicator",
        "Series",
        "Iso3_code",
        "Geo",
        "Sex",
        "Age",
        "Crime",
        "Year",
        "Value",
        "Source",
    ]
    rows = [
        [16, "16.1", "16.1.1", "VC_IHR_PSRC", "SLV", "El Salvador", "Male", "Total", None, 2022, 13.5, "CTS"],
        [16, "16.1", "16.1.1", "VC_IHR_PSRC", "SLV", "El Salvador", "Total", "Total", None, 2022, 7.9, "CTS"],
        [16, "16.1", "16.1.3", "VC_VOV_ROBB", "SLV", "El Salvador", "Total", "Total", "Robbery", 2019, 3.1, "CTS"],
        [
            16,
            "16.1",
            "16.1.3",
            "VC_VOV_SEXL",
            "SLV",
            "El Salvador",
            "Total",
            "Total",
            "Sexual violence",
            2019,
            2,
            "CTS",
        ],
        [16, "16.3", "16.3.2", "VC_PRS_UNSNT", "SLV", "El Salvador", "Total", "Total", None, 2019, 24.6, "CTS"],
    ]
    found = values(read("unodc", workbook(tmp_path / "sdg_dataset.xlsx", rows, header=header)))
    assert found == {
        ("hom_rate_male", "SLV", 2022): "13.5",
        ("hom_rate_sdg", "SLV", 2022): "7.9",
        ("robbery_prevalence", "SLV", 2019): "3.1",
        ("unsentenced_share", "SLV", 2019): "24.6",
    }


def test_a_workbook_of_other_indicators_is_refused(read, tmp_path):
    path = workbook(tmp_path / "prisons.xlsx", [row("PAN", "Panama", 2023, 20000, COUNT, "Persons held in prisons")])
    with pytest.raises(ImportRefused, match="its indicators are Persons held in prisons; expected something that"):
        read("unodc", path)


def test_markup_and_formulas_in_the_source_column_are_kept_as_text(read, tmp_path):
    rows = [row("PAN", "Panama", 2023, 12.9, source="<script>x</script>\x0b\n+cmd|' /C calc'!A0".replace("\x0b", ""))]
    incoming = read("unodc", workbook(tmp_path / "homicide.xlsx", rows))
    assert incoming.values[0].cells["origin"] == "<script>x</script> +cmd|' /C calc'!A0"
