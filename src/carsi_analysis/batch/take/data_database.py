"""The data package as a SQLite database: its tables with their keys, views that name sources, and what columns mean."""

from carsi_analysis.batch.take.package import plain_rows
from carsi_analysis.data import Package
from carsi_analysis.data import descriptor as described
from carsi_analysis.data.cite import plain_citation
from carsi_analysis.errors import CarsiError
from carsi_analysis.export.database import Key, Table, quoted, write_database

TYPES = {"integer": "INTEGER", "year": "INTEGER", "boolean": "INTEGER", "number": "REAL"}
"""Types of SQLite by those of the data package; all others are text, dates as YYYY-MM-DD."""

SOURCE = ("title", "publisher", "release_date", "url", "licence")
"""What a view tells of the source of each row."""

ABOUT = ("tables", "columns", "metadata")


class DatabaseError(CarsiError):
    """A package has tables whose names the database needs for what it says of them."""


def data_database(package: Package) -> bytes:
    """Write the data package as a database.

    Raises:
        DatabaseError: a table has a name that the database needs.
    """
    for name in {*ABOUT, *(_view(table.name) for table in package.descriptor.tables)} & {*package.tables}:
        raise DatabaseError(f"the data package has a table {name!r}, a name that the database needs; name it otherwise")
    tables = [_table(package, table) for table in package.descriptor.tables]
    return write_database([*_about(package), *tables], _views(package.descriptor))


def _table(package: Package, table: described.Table) -> Table:
    types = {field.name: TYPES.get(field.type, "TEXT") for field in table.fields}
    keys = tuple(Key(key.columns, key.table, key.target_columns) for key in table.foreign_keys)
    return Table(table.name, types, plain_rows(package, table), table.primary_key, keys)


def _about(package: Package) -> list[Table]:
    descriptor = package.descriptor
    told = {
        "name": descriptor.name,
        "title_en": descriptor.title,
        "title_es": descriptor.title_es,
        "description_en": descriptor.description,
        "description_es": descriptor.description_es,
        "version": package.version,
        "edition_date": descriptor.created,
        "licence": "; ".join(each.get("path") or each.get("name", "") for each in descriptor.licences),
        "citation": plain_citation(package),
        "sha256": package.sha256,
        "draft": ", ".join(package.draft),
    }
    of_tables = ("table_name", "title_en", "title_es", "description_en", "description_es")
    tables = [
        [each.name, each.title, each.title_es, each.description, each.description_es] for each in descriptor.tables
    ]
    of_columns = (
        "table_name",
        "column_name",
        "title_en",
        "title_es",
        "unit",
        "type",
        "description_en",
        "description_es",
    )
    columns = [
        [
            table.name,
            field.name,
            field.title,
            field.title_es,
            field.unit,
            field.type,
            field.description,
            field.description_es,
        ]
        for table in descriptor.tables
        for field in table.fields
    ]
    return [
        Table("metadata", _texts(("name", "value")), [list(pair) for pair in told.items()], ("name",)),
        Table("tables", _texts(of_tables), tables, ("table_name",)),
        Table(
            "columns",
            _texts(of_columns),
            columns,
            ("table_name", "column_name"),
            (Key(("table_name",), "tables", ("table_name",)),),
        ),
    ]


def _texts(names: tuple[str, ...]) -> dict[str, str]:
    return dict.fromkeys(names, "TEXT")


def _views(descriptor: described.PackageDescriptor) -> dict[str, str]:
    """Write for each table whose rows name a source a view that says which it is."""
    views = {}
    for table in descriptor.tables:
        key = next(
            (key for key in table.foreign_keys if key.table == "sources" and key.columns == ("source_id",)), None
        )
        if key:
            told = ", ".join(f"s.{quoted(name)} AS {quoted(f'source_{name}')}" for name in SOURCE)
            views[_view(table.name)] = (
                f"SELECT t.*, {told} FROM {quoted(table.name)} t LEFT JOIN sources s ON s.source_id = t.source_id"
            )
    return views


def _view(table: str) -> str:
    return f"{table}_sourced"
