"""What the data package offers reports to choose from, read from its files as they lie, without checking or pandas.

A parameter must be refused before anything is loaded, and ``carsi list`` answers at once.
"""

import csv
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from carsi_analysis.data.place import data_folder
from carsi_analysis.errors import CarsiError

ORDERS = ("sort_order", "number")
"""Columns by which the rows of a table stand in order, where it has one of them."""


NAMES = ("label_en", "label_es", "other_names")
"""Columns that name a row."""


def identifiers(table: str, rows: Mapping[str, str]) -> tuple[str, ...]:
    """List the first column of the rows that hold these values, in the table's own order; none without the table.

    Raises:
        CarsiError: there is no package.
    """
    return tuple(next(iter(row.values())) for row in _kept(table, rows))


def names(table: str, rows: Mapping[str, str]) -> dict[str, list[str]]:
    """Map each of these identifiers to what its row is called: the cells of ``NAMES`` that the table has.

    Raises:
        CarsiError: there is no package.
    """
    return {
        next(iter(row.values())): [name for column in NAMES for name in (row.get(column) or "").split(";") if name]
        for row in _kept(table, rows)
    }


def _kept(table: str, rows: Mapping[str, str]) -> list[dict[str, str]]:
    kept = [row for row in _rows(table) if rows.items() <= row.items()]
    order = next((name for name in ORDERS if kept and name in kept[0]), None)
    if order is not None:
        kept.sort(key=lambda row: float(row[order] or 0))
    return kept


def named(table: str, identifier: str, column: str) -> str:
    """Name a row by a column, such as a country by ``label_es``; the identifier stands in where there is no name."""
    rows = (row for row in _rows(table) if next(iter(row.values())) == identifier)
    return next((row[column] for row in rows if row.get(column)), identifier)


def last_year(columns: Sequence[str]) -> int:
    """Find the last year in some columns, each named ``table.column``.

    Raises:
        DataError: none of them holds a year, and the package does not pass its checks.
        CarsiError: none of them holds a year, or there is no package.
    """
    named = (name.split(".") for name in columns)
    years = [year for table, column in named if (year := _last_year(*_state(table), column)) is not None]
    if not years:
        from carsi_analysis.data.loading import load

        load()  # which says what is wrong, where something is
        raise CarsiError(f"the data package in {data_folder()} holds no year in {', '.join(columns)}")
    return max(years)


def _rows(table: str) -> list[dict[str, str]]:
    """The rows of a table; none where its file is missing or cannot be read."""
    return _read(*_state(table))


def _state(table: str) -> tuple[Path, int]:
    """The file of a table, and when it was written: what was read of it holds until that changes; 0 without it."""
    path = data_folder() / f"{table}.csv"
    try:
        return path, path.stat().st_mtime_ns
    except OSError:
        return path, 0


@lru_cache(maxsize=32)
def _read(path: Path, _changed: int) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error):
        return []


@lru_cache(maxsize=32)
def _last_year(path: Path, _changed: int, column: str) -> int | None:
    """Read one column alone: a table may have thousands of rows, and every build asks for its years."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            place = next(rows).index(column)
            cells = {row[place] for row in rows if len(row) > place}
    except (OSError, UnicodeDecodeError, csv.Error, StopIteration, ValueError):
        return None
    return max((int(cell) for cell in cells if cell.isdecimal()), default=None)
