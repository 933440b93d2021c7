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


@pytest.mark.parametrize(
    ("date", "release"), [("02/06/2025", "2025-06-02"), ("16/05/2024", "2024-05-16"), ("17/06/2022", "2022-06-17")]
)
def test_dates_are_day_month_year_by_the_publisher(read, tmp_path, date, release):
    assert read("unodc", workbook(tmp_path / "x.xlsx", [row("PAN", "Panama", 2023, 12.9)], date)).release == release


def test_an_american_date_is_refused_and_not_turned_round(read, tmp_path):
    path = workbook(tmp_path / "x.xlsx", [row("PAN", "Panama", 2023, 12.9)], "05/16/2024")
    with pytest.raises(ImportRefused, match="'05/16/2024' is no date written day/month/year"):
        read("unodc", path)


GLOTIP = [*HEADER[:11], "txtVALUE", "Source"]
VICTIMS_OF_TRAFFICKING = "Detected trafficking victims"


def test_counts_have_their_thousands_grouped_by_commas(read, tmp_path):
    rows = [
        row("GTM", "Guatemala", 2020, "1,234", COUNT, VICTIMS_OF_TRAFFICKING),
        row("GTM", "Guatemala", 2021, "12,345,678", COUNT, VICTIMS_OF_TRAFFICKING),
        row("USA", "United States of America", 2013, "many", COUNT, VICTIMS_OF_TRAFFICKING),
    ]
    incoming = read("unodc", workbook(tmp_path / "data_glotip.xlsx", rows, header=GLOTIP))
    assert [each.value for each in incoming.values] == ["1234", "12345678"]
    assert incoming.left_aside["countries that the series does not have"] == 1


@pytest.mark.parametrize(
    ("value", "unit", "indicator"),
    [
        ("31,442", RATE, VICTIMS),
        ("4,227973158", RATE, VICTIMS),
        ("1,23", COUNT, VICTIMS_OF_TRAFFICKING),
        ("1,2345", COUNT, VICTIMS_OF_TRAFFICKING),
    ],
)
def test_a_comma_in_a_rate_or_in_another_place_is_refused_with_the_files_own_column(
    read, tmp_path, value, unit, indicator
):
    rows = [row("HND", "Honduras", 2023, value, unit, indicator)]
    with pytest.raises(ImportRefused, match=f"line 4, column txtVALUE: '{value}' has a comma, which may be a decimal"):
        read("unodc", workbook(tmp_path / "x.xlsx", rows, header=GLOTIP))


def arms(age, sex, category="Total"):
    return [*row("CRI", "Costa Rica", 2018, 55, COUNT, "Arms seized", category, sex)[:8], age, 2018, COUNT, 55, "IAFQ"]


@pytest.mark.parametrize("word", ["na", "N/A", "", "Total", "All"])
def test_where_nothing_is_broken_down_the_cell_says_na(read, tmp_path, word):
    path = workbook(tmp_path / "data_iafq.xlsx", [arms(word, word)], "17/06/2022")
    assert values(read("unodc", path)) == {("arms_seized", "CRI", 2018): "55"}


def test_rows_that_all_are_of_parts_are_named_with_what_they_are_of(read, tmp_path):
    path = workbook(tmp_path / "data_iafq.xlsx", [arms("Adult", "Male"), arms("Total", "Female")], "17/06/2022")
    with pytest.raises(ImportRefused, match=r"no row is of a total that we hold; there are Arms seized \(.*Sex 'Male'"):
        read("unodc", path)
