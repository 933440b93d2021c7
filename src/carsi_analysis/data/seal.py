"""The seal of a package: what was accepted, so that a cell changed by mistake cannot go unnoticed.

The description records of each table the ``hash`` of its bytes and how many ``bytes`` they are, as Frictionless has
it. A table that differs is draft data: reports say so until somebody has looked at the change and sealed it. A hash
says that something differs, not what; so the sealed tables lie beside the others once more, packed, in
``sealed.zip``. That file proves nothing by itself: a table in it counts only while it has the recorded hash.
"""

import hashlib
import io
import json
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from carsi_analysis.data.csv_text import TableText, read_table
from carsi_analysis.data.descriptor import Table
from carsi_analysis.data.place import DESCRIPTOR_FILE
from carsi_analysis.data.problems import Problem, in_order
from carsi_analysis.data.reading import Files, read_tables

SEALED_COPY = "sealed.zip"
SEAL = ("hash", "bytes")
ALGORITHM = "sha256:"
ACCEPT = "`carsi data seal` accepts it"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date of a zip: the same tables give the same bytes

_Key = tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """A cell that is not as sealed: its row (from 0) in the table as it is, its column, and both texts."""

    row: int
    column: str
    sealed: str
    now: str


@dataclass(frozen=True)
class Change:
    """How a table differs from its seal.

    Attributes:
        table: The table as it is.
        was_sealed: Whether the description holds a hash of it.
        known: Whether the sealed text was found; where not, nothing can be said of its cells.
        added: Rows (from 0) of the table as it is that the sealed one lacks.
        removed: Keys of the sealed rows that are gone.
        cells: Every other cell that differs.
    """

    table: Table
    text: TableText
    was_sealed: bool
    known: bool = False
    added: tuple[int, ...] = ()
    removed: tuple[_Key, ...] = ()
    cells: tuple[Cell, ...] = ()

    def key(self, row: int) -> str:
        """The primary key of a row of the table as it is, joined with ``/``."""
        return "/".join(_keys(self.text)[row])


def is_sealed(table: Table, content: bytes) -> bool:
    """Whether a table's bytes are those whose hash the description records."""
    return table.hash == hash_of(content) and table.size == len(content)


def hash_of(content: bytes) -> str:
    """The hash of a table's bytes as a description writes it."""
    return ALGORITHM + hashlib.sha256(content).hexdigest()


def draft_tables(files: Files) -> tuple[str, ...]:
    """Names of the tables that are not as sealed, or were never sealed, in the order of the description."""
    tables = files.descriptor.tables if files.descriptor else ()
    return tuple(table.name for table in tables if not is_sealed(table, files.contents.get(table.path, b"")))


def changes(files: Files, folder: Path) -> list[Change]:
    """What differs from the seal, table by table; tables that cannot be read are left to the checks."""
    texts, _ = read_tables(files)
    draft = draft_tables(files)
    return [
        _change(text, _sealed_text(text.table, folder))
        for name, text in texts.items()
        if name in draft and text.columns
    ]


def seal_problems(files: Files, folder: Path) -> list[Problem]:
    """Every cell and row that is not as sealed; none for a package that was never sealed at all."""
    if files.descriptor is None or not any(table.hash for table in files.descriptor.tables):
        return []
    return in_order(problem for change in changes(files, folder) for problem in _problems(change))


def sealed_description(description: Mapping[str, Any], contents: Mapping[str, bytes]) -> dict[str, Any]:
    """The description with hash and length of these tables, by path; those of others stay as they are."""
    resources = [
        _sealed_resource(resource, contents[resource["path"]]) if resource["path"] in contents else resource
        for resource in description["resources"]
    ]
    return {**description, "resources": resources}


def unsealed(description: Mapping[str, Any]) -> dict[str, Any]:
    """The description without the seals of its tables."""
    resources = [
        {key: value for key, value in resource.items() if key not in SEAL} for resource in description["resources"]
    ]
    return {**description, "resources": resources}


def description_bytes(description: Mapping[str, Any]) -> bytes:
    """A description as its file holds it."""
    return (json.dumps(description, ensure_ascii=False, indent=2) + "\n").encode()


def sealed_copy(files: Files) -> bytes:
    """The packed tables, for ``sealed.zip``."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, content in sorted(files.contents.items()):
            if path != DESCRIPTOR_FILE:
                archive.writestr(zipfile.ZipInfo(path, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


# What differs


def _change(text: TableText, sealed: TableText | None) -> Change:
    if sealed is None:
        return Change(text.table, text, was_sealed=text.table.hash is not None)
    return changed_cells(text, sealed)


def changed_cells(text: TableText, sealed: TableText) -> Change:
    """What differs between a table and its sealed text: rows are told apart by their key."""
    here, there = _keys(text), _keys(sealed)
    rows = {key: row for row, key in enumerate(there)}
    shared = [column for column in text.table.columns if column in text.columns and column in sealed.columns]
    cells = [
        Cell(row, column, sealed.columns[column][rows[key]], text.columns[column][row])
        for row, key in enumerate(here)
        if key in rows
        for column in shared
        if text.columns[column][row] != sealed.columns[column][rows[key]]
    ]
    gone, new = set(there) - set(here), set(here) - set(there)
    added = tuple(row for row, key in enumerate(here) if key in new)
    removed = tuple(key for key in there if key in gone)
    return Change(text.table, text, True, True, added, removed, tuple(cells))


def _keys(text: TableText) -> list[_Key]:
    """The key of every row: that of the description where it tells the rows apart, else the row's number."""
    columns = text.table.primary_key
    if columns and set(columns) <= set(text.columns):
        keys = list(text.tuples(columns))
        seen = Counter(keys)
        if len(seen) == len(keys):
            return keys
    return [(str(number),) for number in range(1, len(text.lines) + 1)]


def _sealed_text(table: Table, folder: Path) -> TableText | None:
    """The table as it was sealed; None where the copy lacks it or holds another state of it."""
    try:
        with zipfile.ZipFile(folder / SEALED_COPY) as archive:
            content = archive.read(table.path)
    except (OSError, KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error):
        return None
    return read_table(content.decode("utf-8"), table)[0] if is_sealed(table, content) else None


def _sealed_resource(resource: Mapping[str, Any], content: bytes) -> dict[str, Any]:
    """A resource with its seal behind its path."""
    sealed: dict[str, Any] = {}
    for key, value in resource.items():
        if key not in SEAL:
            sealed[key] = value
        if key == "path":
            sealed |= {"hash": hash_of(content), "bytes": len(content)}
    return sealed


# In words


def _problems(change: Change) -> Iterator[Problem]:
    text, path = change.text, change.table.path
    if not change.was_sealed:
        yield Problem(path, "the table was never sealed", f"its hash in {DESCRIPTOR_FILE}; {ACCEPT}")
    elif not change.known:
        wrong = f"the table is not as sealed, and {SEALED_COPY} does not hold it as it was"
        yield Problem(path, wrong, f"the sealed table; {ACCEPT} as it is")
    elif not (change.cells or change.added or change.removed):
        wrong = "the table is not as sealed, although no cell differs"
        yield Problem(path, wrong, f"the same quotation marks and line ends; {ACCEPT}")
    for cell in change.cells:
        yield text.problem_at([cell.row], cell.column, cell.now, "is not as sealed", f"{cell.sealed!r}; {ACCEPT}")
    for row in change.added:
        yield text.problem_at([row], None, change.key(row), "is a row that was not sealed", f"no such row; {ACCEPT}")
    for key in change.removed:
        yield Problem(path, "is a sealed row that is gone", f"this row; {ACCEPT}", value="/".join(key))
