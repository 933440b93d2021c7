"""The data package as a workbook and as a database: every table, row and column of it, with what each means."""

import contextlib
import csv
import io
import sqlite3

import openpyxl
import pytest

from carsi_analysis.batch.take.data_book import data_book
from carsi_analysis.batch.take.data_database import data_database
from carsi_analysis.batch.take.package import plain_rows
from carsi_analysis.data import data_folder, load
from carsi_analysis.errors import UsageError


@pytest.fixture(scope="module")
def package():
    return load()


@pytest.fixture(scope="module")
def content(package):
    content, missing = data_book(package)
    assert missing == []
    return content


@pytest.fixture(scope="module")
def book(content):
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.fixture(scope="module")
def database(package, tmp_path_factory):
    path = tmp_path_factory.mktemp("database") / "carsi.sqlite"
    path.write_bytes(data_database(package))
    with contextlib.closing(sqlite3.connect(path)) as opened:
        yield opened


def rows_of(sheet):
    (table,) = sheet.tables.values()
    return [[cell.value for cell in row] for row in sheet[table.ref]]


def csv_rows(table):
    with (data_folder() / table.path).open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))[1:]


def as_csv(value, field, gap):
    """Write a value as the CSV files do, to compare them."""
    if value in (None, gap, "[z]"):
        return ""
    if isinstance(value, bool) or (field.type == "boolean"):
        return "true" if value else "false"
    if field.type == "number":
        return float(value)
    return value.date().isoformat() if field.type == "date" and hasattr(value, "date") else str(value)


def expected(text, field):
    return float(text) if text and field.type == "number" else text


def test_every_cell_of_every_table_is_in_the_workbook(package, book):
    assert book.sheetnames == ["Cover", "Contents", "Notes", "Columns", *package.tables]
    for table in package.descriptor.tables:
        held = rows_of(book[table.name])[1:]
        lines = csv_rows(table) or [[""] * len(table.fields)]  # a marked-up table has a row
        for row, line in zip(held, lines, strict=True):
            pairs = list(zip(row, line, table.fields, strict=True))
            assert [as_csv(value, field, "[x]") for value, _, field in pairs] == [
                expected(text, field) for _, text, field in pairs
            ]


def test_headers_are_titles_with_units_and_the_columns_are_explained(package, book):
    header = rows_of(book["observations"])[0]
    assert {"Value", "Year"} <= {*header}
    listed = rows_of(book["Columns"])[1:]
    assert len(listed) == sum(len(table.fields) for table in package.descriptor.tables)
    assert {row[2] for row in listed if row[0] == "funding"} == {*package.descriptor.table("funding").columns}
    units = {(row[0], row[1]): row[3] for row in listed}
    assert units["funding", "Amount (USD, nominal)"] == "USD, nominal"
    assert "Amount (USD, nominal)" in rows_of(book["funding"])[0]


def test_only_addresses_of_sources_lead_to_the_web(package, book):
    linked = [(sheet.title, cell.hyperlink) for sheet in book for row in sheet for cell in row if cell.hyperlink]
    web = [(name, link.target) for name, link in linked if link.target]
    assert web == [("sources", url) for url in package.sources["url"].dropna() if url.startswith("http")]


def test_the_workbook_speaks_spanish_too(package, monkeypatch):
    monkeypatch.setattr("carsi_analysis.batch.take.data_book.plain_rows", lambda *of: plain_rows(*of)[:3])
    spanish = openpyxl.load_workbook(io.BytesIO(data_book(package, ["es"])[0]), read_only=True)
    assert spanish.sheetnames[:4] == ["Portada", "Contenido", "Notas", "Columnas"]
    rows = spanish["countries"].iter_rows(values_only=True)
    assert any(row[:3] == ("Código", "Etiqueta (inglés)", "Etiqueta (español)") for row in rows)
    with pytest.raises(UsageError, match="one --language"):
        data_book(package, ["en", "es"])


def test_every_cell_of_every_table_is_in_the_database(package, database):
    for table in package.descriptor.tables:
        held = database.execute(f'SELECT * FROM "{table.name}"').fetchall()
        for row, line in zip(held, csv_rows(table), strict=True):
            pairs = list(zip(row, line, table.fields, strict=True))
            assert [as_csv(value, field, None) for value, _, field in pairs] == [
                expected(text, field) for _, text, field in pairs
            ]


def test_keys_hold_and_types_are_those_of_the_description(package, database):
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    for table in package.descriptor.tables:
        columns = database.execute(f'PRAGMA table_info("{table.name}")').fetchall()
        assert (
            tuple(name for _, name, *_, place in sorted(columns, key=lambda one: one[5]) if place) == table.primary_key
        )
        keys = database.execute(f'PRAGMA foreign_key_list("{table.name}")').fetchall()
        assert len({key[0] for key in keys}) == len(table.foreign_keys)
    types = {name: kind for _, name, kind, *_ in database.execute("PRAGMA table_info(observations)")}
    assert (types["year"], types["value"], types["country_iso3"]) == ("INTEGER", "REAL", "TEXT")
    with pytest.raises(sqlite3.IntegrityError):
        database.execute("PRAGMA foreign_keys = ON")
        database.execute("UPDATE observations SET source_id = 'nobody'")
    database.rollback()


def test_a_view_names_the_source_of_each_row_and_loses_none(database):
    count = database.execute("SELECT count(*) FROM observations").fetchone()
    viewed = database.execute("SELECT count(*), count(source_title) FROM observations_sourced").fetchone()
    assert viewed == (*count, *count)


def test_the_database_says_what_it_is_and_what_columns_mean(package, database):
    told = dict(database.execute("SELECT name, value FROM metadata"))
    assert (told["version"], told["edition_date"]) == (package.version, package.edition_date)
    assert "creativecommons.org" in told["licence"] and package.sha256 in told["citation"]
    columns = {
        (table.name, field.name): (field.title, field.title_es, field.unit)
        for table in package.descriptor.tables
        for field in table.fields
    }
    held = database.execute("SELECT table_name, column_name, title_en, title_es, unit FROM columns").fetchall()
    assert {(table, name): tuple(rest) for table, name, *rest in held} == columns


def test_the_bytes_of_the_database_repeat(package):
    assert data_database(package) == data_database(load())
