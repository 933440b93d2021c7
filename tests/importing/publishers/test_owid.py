"""Our World in Data: a chart's CSV and what its metadata say."""

import json

import pytest

from carsi_analysis.importing.refused import ImportRefused
from tests.importing.conftest import SEVEN, held, write_csv


def test_a_chart_gives_its_values_and_the_metadata_its_date(read, chart_file, package):
    incoming = read("owid", chart_file({("CRI", 2024): "16.6"}))
    found = {(each.key["country_iso3"], each.year): each.value for each in incoming.values}
    assert found == held(package, "hom_rate_unodc") | {("CRI", 2024): "16.6", ("WLD", 2022): "5.6"}
    assert incoming.release == "2026-05-30"
    assert incoming.values[-1].cells["locator"] == "homicide-rate-unodc.csv, El Salvador, 2022"
    assert incoming.left_aside == {"countries that the package does not hold": 1}


def test_a_unit_that_changed_is_refused(read, chart_file):
    with pytest.raises(ImportRefused, match="the unit is now 'homicides per 1,000,000 people'"):
        read("owid", chart_file(unit="homicides per 1,000,000 people"))


def test_without_metadata_the_name_of_the_file_tells_the_chart(read, chart_file):
    path = chart_file()
    path.with_name("homicide-rate-unodc.metadata.json").unlink()
    incoming = read("owid", path)
    assert incoming.release == ""
    assert incoming.notes == ("no metadata beside the file: its unit was not checked and no release date is stated",)
    renamed = path.rename(path.with_name("download.csv"))
    with pytest.raises(ImportRefused, match=r"this is the chart 'download'; expected .*homicide-rate-unodc"):
        read("owid", renamed)


@pytest.mark.parametrize("text", ["no json", "[1, 2]", '{"columns": 3, "chart": null}'])
def test_metadata_of_another_kind_do_no_harm(read, chart_file, text):
    path = chart_file()
    path.with_name("homicide-rate-unodc.metadata.json").write_text(text)
    if text == "no json":
        with pytest.raises(ImportRefused, match="it is no JSON"):
            read("owid", path)
    else:
        assert read("owid", path).notes


def test_several_columns_of_data_are_not_guessed_among(read, tmp_path):
    rows = [["Entity", "Code", "Year", "Male", "Female"], ["Panama", "PAN", 2023, 1, 2]]
    path = write_csv(tmp_path / "homicide-rate-unodc.csv", rows)
    with pytest.raises(ImportRefused, match="columns of data: 'Male', 'Female'; expected one"):
        read("owid", path)


def test_short_column_names_find_their_metadata(read, tmp_path):
    rows = [["Entity", "Code", "Year", "value__rate"], *([name, code, 2023, 5] for code, name in SEVEN.items())]
    path = write_csv(tmp_path / "homicide-rate-unodc.csv", rows)
    metadata = {
        "columns": {"Homicide rate": {"shortName": "value__rate", "unit": "per 100,000", "lastUpdated": "2027-01-01"}}
    }
    (tmp_path / "homicide-rate-unodc.metadata.json").write_text(json.dumps(metadata))
    assert read("owid", path).release == "2027-01-01"
