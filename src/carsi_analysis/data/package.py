"""A checked data package: typed tables, rows that can be followed to their line, and sources."""

import dataclasses
import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
import pandas as pd

from carsi_analysis.data.csv_text import TableText
from carsi_analysis.data.descriptor import ROW_ID, Field, PackageDescriptor, Table, near_miss
from carsi_analysis.data.sources import Source
from carsi_analysis.errors import UsageError


class Package:
    """The tables of one edition of the data.

    ``package.table("funding")`` or ``package.funding`` gives a frame with the columns of the file and a last
    column ``row_id``. The dtypes come from the descriptor: string ``str`` (empty cells are missing), integer
    and year ``int64`` (``Int64`` in a column that may be empty), number ``float64``, boolean ``bool`` (or
    ``boolean``), date ``datetime64[s]``, yearmonth ``str``.

    Every call gives a frame of its own: what a caller changes in it reaches nobody else.

    ``comparisons`` counts the sums and copies that the reconciliations of the package compared and found to agree;
    ``draft`` names the tables that are not as sealed (see ``seal.py``).
    """

    def __init__(
        self,
        descriptor: PackageDescriptor,
        texts: Mapping[str, TableText],
        sha256: str,
        comparisons: int = 0,
        draft: tuple[str, ...] = (),
    ) -> None:
        self.descriptor = descriptor
        self.sha256 = sha256
        self.comparisons = comparisons
        self.draft = draft
        self._texts = dict(texts)
        self._frames: dict[str, pd.DataFrame] = {}
        self._ordered: dict[str, list[str]] = {}
        self._asked: set[str] = set()

    @property
    def version(self) -> str:
        """Version of the data package."""
        return self.descriptor.version

    @property
    def edition_date(self) -> str:
        """Date of this edition of the data, YYYY-MM-DD: the only date that reports print."""
        return self.descriptor.created

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables, in the order of the descriptor."""
        return tuple(self._texts)

    @property
    def tables_read(self) -> frozenset[str]:
        """Names of the tables that something was asked of so far: what a report rests on."""
        return frozenset(self._asked)

    def make_ready(self) -> None:
        """Read every table ahead, for reports that will share it; none counts as read by that."""
        for name, text in self._texts.items():
            self._frame(name)
            _ = text.places

    @contextmanager
    def noting(self) -> Iterator[set[str]]:
        """Note which tables something is asked of inside, and only those."""
        asked, self._asked = self._asked, set()
        try:
            yield self._asked
        finally:
            self._asked = asked

    def note(self, tables: Iterable[str]) -> None:
        """Count tables as read: of those that a result rests on which somebody had computed before."""
        self._asked.update(tables)

    def table(self, name: str) -> pd.DataFrame:
        """The table as a frame with typed columns and a last column ``row_id``.

        ``row_id`` is the table's name and the primary key: ``funding/fy2008-esf-spend-plan``.

        Raises:
            UsageError: there is no such table.
        """
        if name not in self._texts:
            raise UsageError(f"the data package has no table '{name}'" + near_miss(name, self._texts))
        self._asked.add(name)
        return self._frame(name).copy(deep=False)

    def _frame(self, name: str) -> pd.DataFrame:
        if name not in self._frames:
            self._frames[name] = _frame(self._texts[name])
        return self._frames[name]

    def __getattr__(self, name: str) -> pd.DataFrame:
        # Only for names that are no ordinary attribute; copy and pickle ask before there are any tables.
        if name in self.__dict__.get("_texts", {}):
            return self.table(name)
        known = self.__dict__.get("_texts", {})
        raise AttributeError(f"the data package has no table '{name}'" + near_miss(name, known))

    def __dir__(self) -> list[str]:
        return sorted([*super().__dir__(), *self._texts])

    def __repr__(self) -> str:
        descriptor = self.descriptor
        listed = "\n".join(f"  {name}: {len(text.lines)} rows" for name, text in self._texts.items())
        return f"<Package {descriptor.name} {self.version}, {self.edition_date}, {len(self._texts)} tables>\n{listed}"

    def row(self, row_id: str) -> dict[str, Any]:
        """The cells of one row by column name, with ``file`` and ``line`` (the header is line 1).

        An empty cell is None.

        Raises:
            UsageError: no table has such a row.
        """
        name, row = self._find(row_id)
        text = self._texts[name]
        cells = {field.name: _cell(field, text.columns[field.name][row]) for field in text.table.fields}
        return cells | {ROW_ID: row_id, "file": text.table.path, "line": text.lines[row]}

    def count_below(self, start: str) -> int:
        """Count the rows of one table whose identifiers begin with a few whole parts: ``funding_ratios/fy2008``.

        Raises:
            UsageError: there is no such table.
        """
        name = self._asked_of(start)
        ordered = self._ordered.setdefault(name, [])
        if not ordered:
            ordered += sorted(self._texts[name].places)
        after = start + chr(ord("/") + 1)
        return bisect_left(ordered, after) - bisect_left(ordered, f"{start}/")

    def source(self, source_id: str) -> Source:
        """The source with this identifier.

        Raises:
            UsageError: the table ``sources`` has no such row.
        """
        columns = self._texts["sources"].columns if "sources" in self._texts else {}
        known = columns.get("source_id", [])
        if source_id not in known:
            raise UsageError(f"the data package has no source '{source_id}'" + near_miss(source_id, known))
        row = known.index(source_id)
        names = [field.name for field in dataclasses.fields(Source)]
        return Source(**{name: columns[name][row] if name in columns else "" for name in names})

    def _find(self, row_id: str) -> tuple[str, int]:
        """Table and position (from 0) of a row."""
        name = self._asked_of(row_id)
        places = self._texts[name].places
        if row_id not in places:
            raise UsageError(f"table '{name}' has no row '{row_id}'" + near_miss(row_id, places))
        return name, places[row_id]

    def _asked_of(self, row_id: str) -> str:
        """Name the table of a row, of which something is asked."""
        name, _, _ = row_id.partition("/")
        if name not in self._texts:
            raise UsageError(f"the data package has no table '{name}'" + near_miss(name, self._texts))
        self._asked.add(name)
        return name


def _frame(text: TableText) -> pd.DataFrame:
    table: Table = text.table
    columns = {
        field.name: _column(field, text.columns[field.name], field.required or field.name in table.primary_key)
        for field in table.fields
    }
    return pd.DataFrame(columns | {ROW_ID: pd.array(text.row_ids, dtype="str")})


def _column(field: Field, cells: list[str], complete: bool) -> Any:
    if field.type in ("integer", "year"):
        if complete:
            return np.array([int(cell) for cell in cells], dtype="int64")
        return pd.array([int(cell) if cell else None for cell in cells], dtype="Int64")
    if field.type == "number":
        return np.array([float(cell) if cell else math.nan for cell in cells], dtype="float64")
    if field.type == "boolean":
        if complete:
            return np.array([cell == "true" for cell in cells], dtype="bool")
        return pd.array([cell == "true" if cell else None for cell in cells], dtype="boolean")
    if field.type == "date":
        return np.array([cell or "NaT" for cell in cells], dtype="datetime64[s]")
    return pd.array([cell or None for cell in cells], dtype="str")


def _cell(field: Field, text: str) -> Any:
    """One cell as ``_column`` types it; None where it is empty."""
    if not text:
        return None
    if field.type in ("integer", "year"):
        return int(text)
    if field.type == "number":
        return float(text)
    if field.type == "boolean":
        return text == "true"
    return pd.Timestamp(text) if field.type == "date" else text
