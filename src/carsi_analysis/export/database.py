"""A SQLite database in one file: tables with types and keys, written so that the same rows give the same bytes.

``sqlite3`` of the standard library writes it. Nothing in the file names a time; the version of SQLite stands in its
header, so bytes repeat wherever that is the same.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date

from carsi_analysis.blocks import Value

PAGE_SIZE = 4096
_LARGEST = 2**63


@dataclass(frozen=True)
class Key:
    """Columns that name a row of another table."""

    columns: tuple[str, ...]
    table: str
    target_columns: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table of a database.

    Attributes:
        types: of each column by its name, ``INTEGER``, ``REAL`` or ``TEXT``; columns stand in this order.
        rows: a date is written as YYYY-MM-DD, True and False as 1 and 0.
    """

    name: str
    types: Mapping[str, str]
    rows: Sequence[Sequence[Value | date]]
    primary_key: tuple[str, ...] = ()
    keys: tuple[Key, ...] = ()


def write_database(tables: Sequence[Table], views: Mapping[str, str]) -> bytes:
    """Write tables, and views by their name and query.

    Raises:
        sqlite3.IntegrityError: a row breaks a key.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.execute(f"PRAGMA page_size = {PAGE_SIZE}")
        database.execute("PRAGMA foreign_keys = ON")
        database.execute("BEGIN")
        database.execute("PRAGMA defer_foreign_keys = ON")
        for table in tables:
            database.execute(_created(table))
        for table in tables:
            places = ", ".join("?" * len(table.types))
            rows = ([_held(value) for value in row] for row in table.rows)
            database.executemany(f"INSERT INTO {quoted(table.name)} VALUES ({places})", rows)
            for key in table.keys:
                index = quoted(f"{table.name}_by_{'_'.join(key.columns)}")
                database.execute(f"CREATE INDEX {index} ON {quoted(table.name)} ({_listed(key.columns)})")
        for name, query in views.items():
            database.execute(f"CREATE VIEW {quoted(name)} AS {query}")
        database.execute("COMMIT")
        return database.serialize()


def quoted(name: str) -> str:
    """Write a name as SQL takes any name."""
    return '"' + name.replace('"', '""') + '"'


def free_names(wanted: Sequence[str], taken: Iterable[str] = ()) -> list[str]:
    """Number names that SQLite, which minds no case, would take for one another."""
    found: list[str] = []
    for name in wanted:
        among = {one.casefold() for one in [*taken, *found]}
        tries = [name, *(f"{name}_{number}" for number in range(2, len(among) + 3))]
        found.append(next(one for one in tries if one.casefold() not in among))
    return found


def type_of(values: Iterable[Value | date]) -> str:
    """Choose the type of a column by its values."""
    kinds = {type(value) for value in map(_held, values) if value is not None}
    if kinds and kinds <= {int, float}:
        return "INTEGER" if kinds == {int} else "REAL"
    return "TEXT"


def _created(table: Table) -> str:
    parts = [f"{quoted(name)} {kind}" for name, kind in table.types.items()]
    if table.primary_key:
        parts.append(f"PRIMARY KEY ({_listed(table.primary_key)})")
    parts += [
        f"FOREIGN KEY ({_listed(key.columns)}) REFERENCES {quoted(key.table)} ({_listed(key.target_columns)})"
        for key in table.keys
    ]
    return f"CREATE TABLE {quoted(table.name)} ({', '.join(parts)})"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(quoted, names))


def _held(value: Value | date) -> Value:
    """Give a value as SQLite keeps it: a whole number of more than 64 bits is text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return int(value)
    return str(value) if isinstance(value, int) and not -_LARGEST <= value < _LARGEST else value
