"""Any table by a mapping file."""

import pytest

from carsi_analysis.errors import UsageError
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
        ('unit = "cpi_score"', 'unit = "percent"', "'unit' is 'percent'; ti_cpi is held in 'cpi_score'"),
        ('unit = "cpi_score"', "", "there is no 'unit'; ti_cpi is held in 'cpi_score'"),
        (
            '"ti_cpi"',
            '"ti_cpj"',
            "'indicator' is 'ti_cpj'; expected an indicator held in observations, perhaps 'ti_cpi'",
        ),
        ('value = "Score"', "", r"\[columns\] has no 'value'"),
        ('licence = "CC BY 4.0"', "", r"\[source\] has no 'licence'"),
        ("[columns]", "[colums]", "the mapping has 'colums'; expected one of .*, perhaps 'columns'"),
        ('country = "Nation"', 'nation = "Nation"', r"\[columns\] has 'nation'"),
        ("[source]", "[source", "is not TOML"),
        ('indicator = "ti_cpi"', 'indicator = "ti_cpi"\ncolumns = 3', "TOML|expected a section"),
    ],
)
def test_a_mapping_that_is_wrong_says_what_is(mapped, old, new, said):
    with pytest.raises(UsageError, match=said):
        mapped([["Nation", "When", "Score"]], PLAIN.replace(old, new))


def test_a_table_needs_a_mapping(read, tmp_path):
    with pytest.raises(UsageError, match="needs --mapping"):
        read("table", write_csv(tmp_path / "t.csv", [["a"], ["b"]]))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["Panama", 2025, "12 %"], "line 3, column Score: '12 %' is no number"),
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
