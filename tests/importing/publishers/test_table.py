"""Any table by a mapping file."""

from pathlib import Path

import pytest

from carsi_analysis.errors import UsageError
from carsi_analysis.importing.incoming import Request
from carsi_analysis.importing.publishers.mapping import mappings_of, read_mapping, shipped
from carsi_analysis.importing.refused import ImportRefused
from tests.importing.conftest import write_csv

SOURCE = """
[source]
id = "example-yearbook"
title = "Yearbook of examples"
publisher = "Example Institute"
licence = "CC BY 4.0"
label_en = "Example yearbook"
label_es = "Anuario de ejemplos"
"""
PLAIN = f"""
indicator = "ti_cpi"
unit = "cpi_score"
{SOURCE}
[columns]
country = "Nation"
year = "When"
value = "Score"
"""


@pytest.fixture
def mapped(read, tmp_path):
    """``mapped(rows, mapping)`` reads rows by a mapping."""

    def reading(rows, mapping, **options):
        (tmp_path / "mapping.toml").write_text(mapping, encoding="utf-8")
        path = write_csv(tmp_path / "table.csv", rows)
        return read("table", path, mapping=tmp_path / "mapping.toml", **options)

    return reading


def test_columns_become_ours(mapped):
    rows = [["Nation", "When", "Score"], ["Panamá", 2025, "33"], ["PAN", 2024, ".."], ["Peru", 2025, "31"]]
    incoming = mapped(rows, PLAIN)
    assert [(each.key, each.value) for each in incoming.values] == [
        ({"indicator_id": "ti_cpi", "year": "2025", "country_iso3": "PAN", "variant": "main"}, "33")
    ]
    assert incoming.publication.replaces == ("example-yearbook",)


def test_rows_are_kept_and_added_and_a_running_year_is_partial(mapped):
    mapping = PLAIN.replace("ti_cpi", "cbp_sw_encounters").replace("cpi_score", "encounters")
    mapping += '[keep]\nOffice = ["Patrol"]\n[combine]\nhow = "sum"\n[names]\n"EL SALVADOR " = "El Salvador"\n'
    rows = [
        ["Nation", "When", "Office", "Score"],
        ["Honduras", "2025 (FYTD)", "Patrol", 7],
        ["Honduras", "2025 (FYTD)", "Patrol", 5],
        ["Honduras", "2025 (FYTD)", "Ports", 100],
    ]
    (value,) = mapped(rows, mapping).values
    assert (value.value, value.cells["status"], value.key["year"]) == ("12", "partial", "2025")


INDEX = f"""
table = "deflators"
indicator = "gdp_deflator_cy"
unit = "index_2017"
until = 2021
{SOURCE}
[columns]
year = "Date"
value = "Current"
per = "Chained"
[combine]
how = "index"
of = [2, 3]
decimals = 2
"""
QUARTERS = [
    ["Date", "Current", "Chained"],
    ["2020-01-01", "90", "100"],
    ["2020-04-01", "120", "110"],
    ["2021-01-01", "1", "1"],
    ["2022-01-01", "1", "1"],
    ["2022-04-01", "1", "1"],
]


def test_an_index_is_the_sum_of_one_column_over_that_of_another(mapped):
    incoming = mapped(QUARTERS, INDEX)
    assert [(each.key["year"], each.value) for each in incoming.values] == [("2020", "100")]
    assert incoming.left_aside == {
        "years after 2021, which the mapping leaves out": 2,
        "years with other than 2 or 3 rows": 1,
    }
    with pytest.raises(ImportRefused, match="line 2, column Chained: 0 stands below the line"):
        mapped([QUARTERS[0], ["2020-01-01", "90", "0.0"]], INDEX)
    with pytest.raises(
        ImportRefused, match="line 3, column Chained: -100 stands below the line; expected a number above"
    ):
        mapped([*QUARTERS[:2], ["2020-04-01", "90", "-100"]], INDEX)
    with pytest.raises(ImportRefused, match=r"no row is left \(2 rows are years after 2021"):
        mapped([QUARTERS[0], *QUARTERS[-2:]], INDEX)


def test_months_become_fiscal_years_that_are_whole(mapped):
    mapping = f"""
table = "deflators"
indicator = "cpi_u_fy"
unit = "index_1982"
{SOURCE}
[columns]
year = "Date"
value = "Index"
[combine]
how = "mean"
of = 12
years = "fiscal"
decimals = 4
[cells]
year_basis = "fiscal"
base_period = "1982-84"
basis = "derived"
"""
    months = [(2023, month) for month in range(10, 13)] + [(2024, month) for month in range(1, 12)]
    rows = [["Date", "Index"], *([f"{year}-{month:02d}-01", 300 + place] for place, (year, month) in enumerate(months))]
    incoming = mapped(rows, mapping)
    assert [(each.key, each.value) for each in incoming.values] == [
        ({"deflator_id": "cpi_u_fy", "year": "2024"}, "305.5")
    ]
    assert incoming.left_aside == {"years with other than 12 rows": 1}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('unit = "cpi_score"', 'unit = "percent"', "line 3, unit: it is 'percent'; ti_cpi is held in 'cpi_score'"),
        ('unit = "cpi_score"', "", "unit: there is none; ti_cpi is held in 'cpi_score'"),
        (
            '"ti_cpi"',
            '"ti_cpj"',
            "line 2, indicator: 'ti_cpj' is not allowed; expected an indicator held in observations, perhaps 'ti_cpi'",
        ),
        ('value = "Score"', "", "line 13, columns: 'value' is missing; expected the name of the column"),
        ('licence = "CC BY 4.0"', "", "line 5, source.licence: is missing; expected a text"),
        ("[columns]", "[colums]", "line 13, colums: unknown entry 'colums'; did you mean columns?"),
        (
            'country = "Nation"',
            'nation = "Nation"',
            "line 13, columns: unknown entry 'nation'; expected one of country, ",
        ),
        ("[source]", "[source", r"mapping.toml: .*at line 5"),
        ("[source]", "until = true\n[source]", "line 5, until: True is not allowed; expected a whole number"),
        (
            "[columns]",
            '[combine]\nof = "all"\n[columns]',
            "line 14, combine.of.1: 'all' is not allowed; expected a whole number",
        ),
        (
            "[columns]",
            "[combine]\ndecimals = 40\n[columns]",
            "line 14, combine.decimals: 40 is not allowed; expected a number from 0 to 12",
        ),
        (
            "[columns]",
            "[combine]\ndecimals = -1\n[columns]",
            "line 14, combine.decimals: -1 is not allowed; expected a number from 0 to 12",
        ),
        ("[columns]", '[combine]\nhow = "index"\n[columns]', r"'per' in \[columns\] go together"),
        ("[source]", '[source]\ncountry = "PAN"', "line 6, source.country: unknown entry 'country'"),
        ('indicator = "ti_cpi"', 'indicator = "ti_cpi"\ncolumns = 3', "mapping.toml: "),
    ],
)
def test_a_mapping_that_is_wrong_says_what_is(mapped, old, new, said):
    with pytest.raises(UsageError, match=said):
        mapped([["Nation", "When", "Score"]], PLAIN.replace(old, new))


def test_a_table_needs_a_mapping(read, tmp_path):
    with pytest.raises(UsageError, match=r"needs --mapping .* or cbp-encounters, cpi-calendar"):
        read("table", write_csv(tmp_path / "t.csv", [["a"], ["b"]]))


@pytest.mark.parametrize("name", shipped())
def test_our_mappings_renew_a_source_of_the_package(folder, package, tmp_path, name):
    mapping = read_mapping(Request(tmp_path / "x.csv", folder, mapping=Path(name)))
    replaced = mapping.source.publication.earlier
    earlier = [source for source in package.sources["source_id"] if source.startswith(replaced)]
    patterns = 1 if isinstance(replaced, str) else len(replaced)
    assert 1 <= len(earlier) <= patterns and all(name in mappings_of(one) for one in earlier)


def test_a_file_of_the_users_goes_before_a_mapping_of_ours(folder, package, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("cpi-fiscal").write_text(PLAIN, encoding="utf-8")
    assert read_mapping(Request(tmp_path / "x.csv", folder, mapping=Path("cpi-fiscal"))).indicator == "ti_cpi"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["Panama", 2025, "12 %"], "line 3, column Score: '12 %' is no number"),
        (["Panama", 2025, "1e40"], "line 3, column Score: '1e40' is too large or too long to be a figure"),
        (["Panama", "last year", "12"], "line 3, column When: 'last year' is no year"),
        (["Panama", 2024, "12"], "line 3: PAN 2024 stands already on line 2"),
    ],
)
def test_a_cell_that_is_wrong_is_refused(mapped, row, said):
    with pytest.raises(ImportRefused, match=said):
        mapped([["Nation", "When", "Score"], ["Panama", 2024, "33"], row], PLAIN)


def test_a_table_without_the_columns_is_refused(mapped):
    with pytest.raises(
        ImportRefused, match="expected a file of Example Institute with the columns Nation, When, Score"
    ):
        mapped([["Nation", "When", "Points"], ["Panama", 2024, "33"]], PLAIN)


def test_a_file_of_one_year_has_it_in_the_cells(mapped):
    mapping = PLAIN.replace('year = "When"\n', "") + '[cells]\nyear = "2025"\n'
    rows = [["Nation", "Region", "Score"], ["Panama", "AME", 33], ["Aruba", "AME", "no score"]]
    (value,) = mapped(rows, mapping).values
    assert (value.country, value.year, value.value) == ("PAN", 2025, "33")
    assert "year" not in value.cells


def test_years_side_by_side_are_found_by_the_names_of_their_columns(mapped):
    mapping = PLAIN.replace('year = "When"\nvalue = "Score"', 'value = ["CPI {year} score", "CPI score {year}"]')
    header = ["Nation", "CPI 2025 Score", "Rank 2025", "CPI score 2024", "CPI score 2011", "Average of CPI score 2024"]
    rows = [["Title"], header, ["Panama", 33, 121, "", 32, 42], ["Honduras", 22, 157, 22, 26, 42]]
    found = {(each.country, each.year): (each.value, each.cells["locator"]) for each in mapped(rows, mapping).values}
    assert found == {
        ("PAN", 2025): ("33", "column CPI 2025 Score; PAN, 2025, line 3"),
        ("HND", 2025): ("22", "column CPI 2025 Score; HND, 2025, line 4"),
        ("HND", 2024): ("22", "column CPI score 2024; HND, 2024, line 4"),
    }


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('year = "When"\n', "", r"the year of a value is said nowhere; expected one of: year in \[columns\], year in"),
        ('value = "Score"', 'value = "Score {year}"', "the year of a value is said twice"),
        ('value = "Score"', 'value = "Score"\n[cells]\nyear = "2025"', "the year of a value is said twice"),
        ('year = "When"\nvalue = "Score"', 'value = "Score"\n[cells]\nyear = "this"', "is 'this'; expected a year"),
        (
            'value = "Score"',
            'value = ["Score", "Points"]',
            "'value' is a list; expected one name, or names with",
        ),
    ],
)
def test_a_mapping_that_says_the_year_wrongly_is_told(mapped, old, new, said):
    with pytest.raises(UsageError, match=said):
        mapped([["Nation", "When", "Score"]], PLAIN.replace(old, new))


def test_a_bad_mapping_is_told_before_the_file_is_opened(read, tmp_path):
    (tmp_path / "mapping.toml").write_text(PLAIN.replace("cpi_score", "percent"), encoding="utf-8")
    with pytest.raises(UsageError, match="ti_cpi is held in 'cpi_score'"):
        read("table", tmp_path / "no such file.xlsx", mapping=tmp_path / "mapping.toml")
