"""The World Bank's files in each of their forms."""

import csv

import pytest

from carsi_analysis.importing.refused import ImportRefused
from tests.importing.conftest import BANK_PLACES, HOMICIDES, bank_rows, held, write_csv


def values(incoming):
    return {(each.key["country_iso3"], each.year): each.value for each in incoming.values}


def test_the_zip_of_an_indicator_gives_its_values_date_and_source(read, bank_file, package):
    incoming = read("worldbank", bank_file({("PAN", 2023): "12.469837"}))
    found = values(incoming)
    expected = held(package, "hom_rate_wdi") | {("PAN", 2023): "12.469837"}
    assert {key: found[key] for key in expected} == expected
    assert {key[0] for key in found} == set(BANK_PLACES)
    assert incoming.release == "2027-02-14"
    assert incoming.publication.stem == "wb-wdi-hom"
    assert {each.key["indicator_id"] for each in incoming.values} == {"hom_rate_wdi"}


def test_databank_marks_missing_values_and_writes_the_date_below(read, tmp_path):
    rows = [
        ["Country Name", "Country Code", "Series Name", "Series Code", "2021 [YR2021]", "2022 [YR2022]"],
        ["Panama", "PAN", HOMICIDES, "VC.IHR.PSRC.P5", "12.6", ".."],
        [],
        ["Data from database: World Development Indicators"],
        ["Last Updated: 07/01/2027"],
    ]
    incoming = read("worldbank", write_csv(tmp_path / "Data.csv", rows, mark="\ufeff"))
    assert values(incoming) == {("PAN", 2021): "12.6"}
    assert incoming.release == "2027-07-01"


@pytest.mark.parametrize("stated", ["25/12/2026", "13/05/2026", "02/30/2027"])
def test_a_date_that_is_not_american_is_asked_for(read, tmp_path, stated):
    rows = [["Country Code", "Indicator Code", "2022"], ["PAN", "VC.IHR.PSRC.P5", "12.6"], [f"Last Updated: {stated}"]]
    path = write_csv(tmp_path / "Data_2020-01-01.csv", rows)
    with pytest.raises(ImportRefused, match=f"'{stated}' is no date written month/day/year; expected .* --release"):
        read("worldbank", path)
    assert read("worldbank", path, release="2026-12-25").release == "2026-12-25"


def test_long_files_name_the_indicator_in_every_row_or_the_user_does(read, tmp_path):
    rows = [
        ["Country Name", "Country Code", "Indicator Name", "Indicator Code", "Year", "Value"],
        ["Belize", "BLZ", "Population, total", "SP.POP.TOTL", 2024, "417072"],
        ["Belize", "BLZ", "Surface area", "AG.SRF.TOTL.K2", 2024, "22970"],
    ]
    incoming = read("worldbank", write_csv(tmp_path / "WDI.csv", rows))
    assert [(each.table, each.value) for each in incoming.values] == [("population", "417072")]
    assert incoming.left_aside == {"indicators that the package does not hold": 1}
    bare = write_csv(
        tmp_path / "population.csv", [["country_name", "country_code", "year", "value"], ["x", "BLZ", 1, 2]]
    )
    with pytest.raises(ImportRefused, match="does not say which indicator it holds; expected --indicator"):
        read("worldbank", bare)
    bare = write_csv(tmp_path / "population.csv", [["Country Code", "Year", "Value"], ["BLZ", 2024, 417072]])
    for name in ("SP.POP.TOTL", "population"):
        assert values(read("worldbank", bare, indicator=name)) == {("BLZ", 2024): "417072"}


def test_an_indicator_that_the_package_does_not_hold_is_refused(read, tmp_path):
    rows = [["Country Code", "Indicator Code", "2023"], ["PAN", "NY.GDP.MKTP.CD", "1"]]
    with pytest.raises(
        ImportRefused, match=r"it holds NY\.GDP\.MKTP\.CD; expected an indicator that the package holds"
    ):
        read("worldbank", write_csv(tmp_path / "gdp.csv", rows))


def test_a_name_without_the_unit_is_refused(read, bank_file):
    with pytest.raises(ImportRefused, match=r"is now called 'Intentional homicides \(per million people\)'.*unit"):
        read("worldbank", bank_file(label="Intentional homicides (per million people)"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1,234.5", "'1,234.5' is no number"),
        ("12,5", "'12,5' has a comma, which may be a decimal comma"),
        ("=1+1", "'=1\\+1' is a formula without a stored value"),
        ("<b>9</b>", "is no number"),
    ],
)
def test_a_cell_that_is_no_number_is_refused_with_its_place(read, bank_file, text, said):
    with pytest.raises(ImportRefused, match=said) as refusal:
        read("worldbank", bank_file({("PAN", 2020): text}))
    assert ", column 2020: " in str(refusal.value)
    assert "API_VC.zip/API_VC.IHR.PSRC.P5_DS2_en_csv_v2.csv, line " in str(refusal.value)


def test_the_page_of_metadata_alone_is_no_data(read, tmp_path):
    path = write_csv(tmp_path / "Metadata_Country.csv", [["Country Code", "Region"], ["BLZ", "x"]])
    with pytest.raises(ImportRefused, match="expected a file of the World Bank with the columns"):
        read("worldbank", path)


def test_semicolons_of_a_european_spreadsheet_are_read(read, tmp_path, package):
    text = "\n".join(";".join(map(str, row)) for row in bank_rows(held(package, "hom_rate_wdi")))
    (tmp_path / "API.csv").write_text(text + "\n", encoding="utf-8")
    assert values(read("worldbank", tmp_path / "API.csv"))["PAN", 2023] == held(package, "hom_rate_wdi")["PAN", 2023]


def test_a_row_cut_off_in_the_middle_is_refused(read, tmp_path, package):
    path = write_csv(tmp_path / "API.csv", bank_rows(held(package, "hom_rate_wdi")), quoting=csv.QUOTE_ALL)
    path.write_bytes(path.read_bytes()[:-60])
    with pytest.raises(ImportRefused, match=r"the row has \d+ cells and the header"):
        read("worldbank", path)


@pytest.mark.parametrize(
    ("label", "world"),
    [
        ("Homicidios intencionales (por cada 100.000 habitantes)", "Mundo"),
        ("Homicídios intencionais (por 100.000 pessoas)", "Mundo"),
        ("Homicides volontaires (pour 100 000 habitants)", "Monde"),
    ],
)
def test_the_unit_is_known_in_the_languages_of_the_bank(read, tmp_path, label, world):
    rows = [
        ["Country Name", "Country Code", "Indicator Name", "Indicator Code", "2022", "2023"],
        ["Belice", "BLZ", label, "VC.IHR.PSRC.P5", "28.1", ""],
        [world, "WLD", label, "VC.IHR.PSRC.P5", "5.6", "5.5"],
    ]
    assert values(read("worldbank", write_csv(tmp_path / "API_es.csv", rows))) == {("BLZ", 2022): "28.1"}
    other = [rows[0], ["Belice", "BLZ", label.replace("100", "1000", 1), *rows[1][3:]]]
    with pytest.raises(ImportRefused, match="the unit may have changed"):
        read("worldbank", write_csv(tmp_path / "API_es.csv", other))


def test_databank_with_series_in_columns(read, tmp_path):
    rows = [
        [
            "Time",
            "Time Code",
            "Country Name",
            "Country Code",
            "GDP [NY.GDP.MKTP.CD]",
            "Population, total [SP.POP.TOTL]",
        ],
        ["2023", "YR2023", "Belize", "BLZ", "3066850000", "411106"],
        ["2024", "YR2024", "Belize", "BLZ", "..", ".."],
        ["Data from database: World Development Indicators", "", "", "", "", ""],
        ["Last Updated: 06/28/2024", "", "", "", "", ""],
    ]
    incoming = read("worldbank", write_csv(tmp_path / "world_bank_data.csv", rows))
    assert values(incoming) == {("BLZ", 2023): "411106"}
    assert (incoming.release, incoming.publication.stem) == ("2024-06-28", "wb-wdi-pop")
    assert incoming.left_aside == {"indicators that the package does not hold": 2}


def test_two_indicators_in_one_file_are_one_source(read, tmp_path):
    rows = [
        ["Country Code", "Indicator Code", "2023"],
        ["BLZ", "VC.IHR.PSRC.P5", "20.1"],
        ["BLZ", "SP.POP.TOTL", "411106"],
    ]
    publication = read("worldbank", write_csv(tmp_path / "WDI.csv", rows)).publication
    assert publication.stem == "wb-wdi" and publication.title.endswith(
        "total; VC.IHR.PSRC.P5, intentional homicides per 100,000 people"
    )
    assert {"wb-wdi-hom-2", "wb-wdi-pop-2", "wb-population"} <= set(publication.earlier)
