"""Our World in Data: a chart's CSV and what its metadata say."""

import json

import pytest

from carsi_analysis.importing.refused import ImportRefused
from tests.importing.conftest import SEVEN, held, write_csv, write_zip


def test_a_chart_gives_its_values_and_the_metadata_its_date(read, chart_file, package):
    incoming = read("owid", chart_file({("CRI", 2024): "16.6"}))
    found = {(each.key["country_iso3"], each.year): each.value for each in incoming.values}
    assert found == held(package, "hom_rate_unodc") | {("CRI", 2024): "16.6"}
    assert incoming.release == "2026-05-30"
    assert incoming.values[-1].cells["locator"] == "homicide-rate-unodc.csv, World, 2023"
    assert incoming.left_aside == {
        "countries that the package does not hold": 1,
        "countries that the series does not have": 1,
    }


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


@pytest.mark.parametrize("region", ["World region according to OWID", "World regions according to OWID", "owid_region"])
def test_the_column_of_regions_is_no_data_whatever_its_name(read, tmp_path, region):
    rows = [["Entity", "Code", "Year", "Homicide rate", region], ["Belize", "BLZ", 2023, "20.1", "North America"]]
    incoming = read("owid", write_csv(tmp_path / "homicide-rate-unodc.csv", rows))
    assert [(each.year, each.value) for each in incoming.values] == [(2023, "20.1")]


@pytest.mark.parametrize("further", [["Homicide rate (Original Year)"], ["time", "time"]])
def test_the_download_of_a_map_is_refused_because_its_values_are_of_other_years(read, tmp_path, further):
    rows = [
        ["Entity", "Code", "Year", "Homicide rate", *further],
        ["Belize", "BLZ", 2024, "20.1", *([2022] * len(further))],
    ]
    with pytest.raises(ImportRefused, match="expected one, as in the full download of the chart; filtered ones"):
        read("owid", write_csv(tmp_path / "homicide-rate-unodc.csv", rows))


def test_years_before_the_series_begins_are_left_aside_and_may_hold_anything(read, tmp_path):
    rows = [["Entity", "Code", "Year", "Political corruption index"], ["Honduras", "HND", 1838, "unknown"]]
    rows += [["Honduras", "HND", 1789, "0.9"], ["Honduras", "HND", 2020, "0.83"]]
    incoming = read("owid", write_csv(tmp_path / "political-corruption-index.csv", rows))
    assert [(each.year, each.value) for each in incoming.values] == [(2020, "0.83")]
    assert incoming.left_aside == {"years before the series begins": 2}


def test_the_zip_of_a_download_is_read_as_csv_and_metadata_together(read, chart_file, tmp_path):
    path = chart_file({("CRI", 2024): "16.6"})
    metadata = path.with_name("homicide-rate-unodc.metadata.json").read_text(encoding="utf-8")
    members = {
        "homicide-rate-unodc.metadata.json": metadata,
        "homicide-rate-unodc.csv": path.read_bytes(),
        "readme.md": "#",
    }
    incoming = read("owid", write_zip(tmp_path / "download (1).zip", members))
    assert (incoming.release, incoming.notes) == ("2026-05-30", ())
    assert [each.value for each in incoming.values if (each.country, each.year) == ("CRI", 2024)] == ["16.6"]
    del members["homicide-rate-unodc.metadata.json"]
    assert read("owid", write_zip(tmp_path / "without.zip", members)).notes[0].startswith("no metadata")
    members["homicide-rate-unodc.metadata.json"] = metadata.replace("homicides per 100,000", "homicides per 1,000,000")
    with pytest.raises(ImportRefused, match="the unit is now 'homicides per 1,000,000 population'"):
        read("owid", write_zip(tmp_path / "unit.zip", members))
