"""Sealing a package: accepting its tables as they are, with an entry in ``CHANGES.md`` that says what changed."""

import json
from collections.abc import Sequence
from pathlib import Path

from carsi_analysis.data.checks import checked
from carsi_analysis.data.described import renew_descriptions
from carsi_analysis.data.loading import load
from carsi_analysis.data.place import DESCRIPTOR_FILE, rewritten
from carsi_analysis.data.problems import DataError
from carsi_analysis.data.reading import Files, read_files
from carsi_analysis.data.seal import (
    SEALED_COPY,
    Change,
    changes,
    description_bytes,
    sealed_copy,
    sealed_description,
)
from carsi_analysis.files import write_atomically
from carsi_analysis.printable import counted, first_lines, first_of

CHANGES_FILE = "CHANGES.md"
SEALED = "Sealed:"
NO_CHANGES = "# Editions of the data\n"
MOST_LISTED = 5  # rows or tables of a line
MOST_CELLS_LISTED = 40


def seal(folder: Path) -> list[str]:
    """Seal the package in ``folder``; the lines that say what was accepted, empty when all was sealed already.

    Raises:
        DataError: the package does not pass its checks, and what is wrong is not to be accepted.
        CarsiError: the folder is that of the installed package.
        OSError: the folder cannot be written; the package is as it was.
    """
    files = read_files(folder)
    package, problems = checked(files)
    if package is None:
        raise DataError(str(folder), problems)
    if not package.draft and (folder / SEALED_COPY).is_file():
        return []
    lines = _lines(changes(files, folder))
    with rewritten(folder) as copy:
        write_seal(copy, files)
        renew_descriptions(copy, load(copy))
        if lines:
            path = copy / CHANGES_FILE
            before = path.read_text(encoding="utf-8") if path.is_file() else NO_CHANGES
            write_atomically(path, _with_entry(before, lines, f"{package.version} ({package.edition_date})"))
    return lines or [f"{SEALED_COPY} written again"]


def write_seal(folder: Path, files: Files) -> None:
    """Write the hashes of all tables into the description in ``folder``, and the tables into its ``sealed.zip``."""
    description = sealed_description(json.loads(files.contents[DESCRIPTOR_FILE]), files.contents)
    write_atomically(folder / DESCRIPTOR_FILE, description_bytes(description))
    write_atomically(folder / SEALED_COPY, sealed_copy(files))


def _lines(found: Sequence[Change]) -> list[str]:
    """The entry: one line a table, and under it its cells."""
    new = [change.table.name for change in found if not change.was_sealed]
    lines = [f"- {counted(len(new), 'table')} sealed for the first time ({_listed(new)})"] if new else []
    for change in found:
        if change.was_sealed:
            lines += [_counted(change), *_cells(change)]
    return lines


def _counted(change: Change) -> str:
    """``- `funding`: 2 rows added (a, b), 3 cells changed``."""
    if not change.known:
        return f"- `{change.table.name}`: sealed as it is; the table as it was before is not known"
    parts = []
    removed = ["/".join(key) for key in change.removed]
    for keys, word in (([change.key(row) for row in change.added], "added"), (removed, "removed")):
        if keys:
            parts.append(f"{counted(len(keys), 'row')} {word} ({_listed(keys)})")
    if change.cells:
        parts.append(f"{counted(len(change.cells), 'cell')} changed")
    return f"- `{change.table.name}`: {', '.join(parts) or 'written in another way, with the same cells'}"


def _cells(change: Change) -> list[str]:
    lines = [
        f"  - `{change.key(cell.row)}`, {cell.column}: {cell.sealed or 'none'} → {cell.now or 'none'}"
        for cell in change.cells
    ]
    return first_lines(lines, MOST_CELLS_LISTED, "  - and {count} more")


def _listed(names: Sequence[str]) -> str:
    return first_of([f"`{name}`" for name in names], MOST_LISTED)


def _with_entry(text: str, lines: Sequence[str], edition: str) -> str:
    """The text with the lines at the end of this edition's section, which stands first and is made where missing."""
    head, _, rest = text.partition("\n## ")
    section, gap, others = rest.partition("\n## ")
    if not section.startswith(edition):
        head, section, gap, others = f"{head.rstrip()}\n", edition, "\n## " if rest else "", rest
    start = "\n" if f"\n{SEALED}\n" in section else f"\n\n{SEALED}\n\n"
    return f"{head}\n## {section.rstrip()}{start}" + "\n".join(lines) + f"\n{gap}{others}"
