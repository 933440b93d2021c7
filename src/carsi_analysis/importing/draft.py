"""A copy of the package in memory that can be changed, and becomes bytes again."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from carsi_analysis.data.csv_text import TableText, read_table
from carsi_analysis.data.descriptor import NUMERIC_TYPES, read_descriptor
from carsi_analysis.data.loading import loaded
from carsi_analysis.data.place import DESCRIPTOR_FILE
from carsi_analysis.data.reading import Files, read_files, read_tables
from carsi_analysis.data.seal import description_bytes, sealed_description

Row = dict[str, str]


def read_draft(folder: Path) -> "Draft":
    """The package in ``folder``.

    Raises:
        DataError: it is not sound.
    """
    files = read_files(folder)
    loaded(folder, files)
    return Draft(folder, files)


class Draft:
    """The tables as rows of text; those that were asked for to be changed are written again, sorted by key.

    Attributes:
        held: The tables as they are, whatever is changed.
        base: Hash of the package as it is.
    """

    def __init__(self, folder: Path, files: Files) -> None:
        self.folder = folder
        self.held: Mapping[str, TableText] = read_tables(files)[0]
        self.base = files.sha256
        self._files = files
        self._changed: dict[str, list[Row]] = {}
        self.description: dict[str, Any] = json.loads(files.contents[DESCRIPTOR_FILE])

    def column(self, table: str, name: str) -> list[str]:
        """Cells of one column, as they are now; an empty list where the table has no such column."""
        if table in self._changed:
            return [row[name] for row in self._changed[table] if name in row]
        return list(self.held[table].columns.get(name, [])) if table in self.held else []

    def tuples(self, table: str, *names: str) -> Iterator[tuple[str, ...]]:
        """Cells of some columns, row by row."""
        return zip(*(self.column(table, name) for name in names), strict=True)

    def column_by_key(self, table: str, name: str) -> dict[str, str]:
        """Cells of one column by the identifier of their row; empty where the package has no such table."""
        if table not in self.held:
            return {}
        (key,) = self.held[table].table.primary_key
        return {identifier: cell for identifier, cell in self.tuples(table, key, name)}

    def rows(self, table: str) -> list[Row]:
        """Rows of a table, to be changed; to read alone, ``column`` will do."""
        if table not in self._changed:
            text, names = self.held[table], self.held[table].table.columns
            self._changed[table] = [dict(zip(names, row, strict=True)) for row in text.tuples(names)]
        return self._changed[table]

    def key_of(self, table: str, row: Mapping[str, str]) -> str:
        """The identifier of a row inside its table."""
        return "/".join(row[column] for column in self.held[table].table.primary_key)

    def value_column(self, table: str) -> str:
        """The column that holds the figures of a table."""
        return self.held[table].table.value_column or ""

    def empty_row(self, table: str) -> Row:
        """A row with every column of the table."""
        return dict.fromkeys(self.held[table].table.columns, "")

    def raise_version(self, accessed: str) -> str:
        """Raise the version of the package, ``year.month.number``, and its dates; give the version.

        The edition date becomes the day on which the file was fetched, unless the edition is later already.
        """
        described = self.description
        year, month, number = (*str(described["version"]).split("."), "0", "0")[:3]
        if accessed and (int(accessed[:4]), int(accessed[5:7])) > (int(year), int(month)):
            described["version"] = f"{accessed[:4]}.{accessed[5:7]}.0"
        else:
            described["version"] = f"{year}.{month}.{int(number) + 1}"
        for key in ("created", "edition_date"):
            stated = str(described.get(key, ""))
            if stated and accessed > stated[:10]:
                described[key] = accessed + stated[10:]
        return str(described["version"])

    def contents(self) -> dict[str, bytes]:
        """The bytes of every file that differs from the package as it was; the description seals the tables."""
        written = {self.held[table].table.path: self._bytes(table, rows) for table, rows in self._changed.items()}
        written[DESCRIPTOR_FILE] = description_bytes(sealed_description(self.description, written))
        return {path: content for path, content in written.items() if content != self._files.contents[path]}

    def files(self) -> Files:
        """The whole package as it would be."""
        contents = {**self._files.contents, **self.contents()}
        descriptor, problems = read_descriptor(contents[DESCRIPTOR_FILE].decode(), self.folder)
        return Files(descriptor, contents, tuple(problems))

    def texts(self) -> dict[str, TableText]:
        """The tables as they would be, those that changed read again; faults of their cells are found by the checks."""
        again = {
            name: read_table(self._bytes(name, rows).decode(), self.held[name].table)[0]
            for name, rows in self._changed.items()
        }
        return {**self.held, **again}

    def _bytes(self, table: str, rows: Iterable[Row]) -> bytes:
        described = self.held[table].table
        numeric = [described.field(column).type in NUMERIC_TYPES for column in described.primary_key]
        keys = list(zip(described.primary_key, numeric, strict=True))
        ordered = sorted(
            rows, key=lambda row: [float(row[name]) if as_number else row[name] for name, as_number in keys]
        )
        stream = io.StringIO()
        writer = csv.DictWriter(stream, described.columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(ordered)
        return stream.getvalue().encode()
