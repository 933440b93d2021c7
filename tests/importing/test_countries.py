"""Whom a publisher means."""

import csv

import pytest

from carsi_analysis.data.place import REPOSITORY_DATA
from carsi_analysis.importing.countries import Countries
from carsi_analysis.importing.refused import ImportRefused


@pytest.fixture
def countries():
    with (REPOSITORY_DATA / "countries.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["country_iso3"] in ("SLV", "PAN", "CRI", "CAR", "WLD")]
    return Countries({name: [row[name] for row in rows] for name in rows[0]})


@pytest.mark.parametrize(
    ("code", "name", "expected"),
    [
        ("SLV", "El Salvador", "SLV"),
        ("slv", "Salvador, El", "SLV"),
        ("", "PANAMÁ", "PAN"),
        ("", "  Costa   Rica ", "CRI"),
        ("CNA", "Central America Region", "CAR"),
        ("OWID_WRL", "World", "WLD"),
        ("WORLD", "World", "WLD"),
        ("001", "Monde", "WLD"),
        ("SLV", "", "SLV"),
        ("ABW", "Aruba", None),
        ("HND", "Honduras", None),
    ],
)
def test_codes_and_names_lead_to_our_code(countries, code, name, expected):
    assert countries.find(code, name, "f.csv", 2) == expected


@pytest.mark.parametrize(
    ("code", "name", "said"),
    [
        ("SLV", "Cuscatlán", "the code SLV stands beside the name 'Cuscatlán'"),
        ("SLV", "Panama", "the code SLV stands beside the name 'Panama'"),
        ("SAL", "El Salvador", "El Salvador stands with the code 'SAL'"),
    ],
)
def test_a_renamed_country_is_refused_and_not_dropped(countries, code, name, said):
    with pytest.raises(ImportRefused, match=said) as refusal:
        countries.find(code, name, "f.csv", 7)
    assert "f.csv, line 7" in str(refusal.value)


def test_a_country_that_is_missing_may_hide_behind_a_name_we_do_not_know(countries):
    countries.find("", "El Salvadore", "f.csv", 3)
    assert countries.resembling("SLV") == ", perhaps 'El Salvadore'"
    assert countries.resembling("PAN") == ""
