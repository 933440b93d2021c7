"""Adding up a CSV of gigabytes in bounded memory, with DuckDB."""

import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from carsi_analysis.extras import needs
from carsi_analysis.files import temporary_files
from carsi_analysis.importing.files import unpacking
from carsi_analysis.importing.refused import ImportRefused
from carsi_analysis.importing.text import MISSING, plain

MEMORY_LIMIT = "256MB"
THREADS = 2
"""More threads read faster, and each holds buffers of its own."""
_BLOCK = 1 << 20

_DIALECT = (
    "auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', strict_mode = true, "
    "null_padding = false, nullstr = '\x01', max_line_size = 4194304, buffer_size = 8388608"
)


@dataclass(frozen=True)
class Group:
    """One group: its texts, the exact sums, or a cell that is no number where there is one, and how many rows."""

    keys: tuple[str, ...]
    sums: tuple[str, ...]
    rows: int


def add_up(path: Path, header: Sequence[str], keys: Sequence[str], amounts: Sequence[str], member: str) -> list[Group]:
    """Add the amounts of a CSV with a header in its first line; groups come sorted.

    Args:
        path: The CSV, or a zip file that was found to unpack to a sensible size.
        header: Its columns.
        keys, amounts: Those to group by and those to add.
        member: The CSV inside the zip file; empty where it is none.

    Raises:
        ImportRefused: a row is cut off, or there is no room to unpack it.
        CarsiError: DuckDB is not installed.
    """
    duckdb = needs("duckdb", f"{plain(path.name)} is a large CSV")
    with tempfile.TemporaryDirectory() as room:
        link = path.resolve()
        if member:
            link = Path(room) / "incoming.csv"
            _unpack(path, member, link)
        elif set(str(link)) & set("*?[]{}"):  # DuckDB takes these in a path for a pattern
            link = Path(room) / "incoming.csv"
            link.symlink_to(path.resolve())
        settings: dict[str, Any] = {
            "memory_limit": MEMORY_LIMIT,
            "threads": THREADS,
            "temp_directory": str(Path(room) / "spill"),
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        connection = duckdb.connect(":memory:", config=settings)
        try:
            connection.execute("SET enable_progress_bar = false")  # it would stand in the printed review
            return list(_groups(connection, link, header, keys, amounts))
        except duckdb.Error as error:
            seen = plain(str(error).partition("\n\n")[0].replace(str(link), path.name))[:240]
            raise ImportRefused(plain(path.name), seen, "whole rows; download the file again") from None
        finally:
            connection.close()


def _unpack(path: Path, member: str, target: Path) -> None:
    """Unpack one file in blocks; the library stops at the size that the archive states, and checks the content."""
    name = plain(path.name)
    with unpacking(name), zipfile.ZipFile(path) as archive:
        size, free = archive.getinfo(member).file_size, shutil.disk_usage(target.parent).free
        if size > free:
            seen = f"it unpacks to {size / 1e6:,.0f} MB, and {free / 1e6:,.0f} MB are free for temporary files"
            raise ImportRefused(name, seen, "more room, or TMPDIR set to a folder that has it")
        with temporary_files(), archive.open(member) as packed, target.open("wb") as stream:
            shutil.copyfileobj(packed, stream, _BLOCK)


def _groups(
    connection: Any, path: Path, header: Sequence[str], columns: Sequence[str], amounts: Sequence[str]
) -> Iterator[Group]:
    keys = ", ".join(f"trim({_quoted(column)})" for column in columns)
    missing = ", ".join(f"'{each}'" for each in sorted(MISSING))
    sums = []
    for column in amounts:
        amount = f"try_cast({_quoted(column)} AS DECIMAL(38, 6))"
        is_broken = f"{amount} IS NULL AND lower(trim({_quoted(column)})) NOT IN ({missing})"
        broken = f"min({_quoted(column)}) FILTER (WHERE {is_broken})"
        sums.append(f"coalesce({broken}, CAST(coalesce(sum({amount}), 0) AS VARCHAR))")
    places = ", ".join(str(place) for place in range(1, len(columns) + 1))
    query = (
        f"SELECT {keys}, {', '.join(sums)}, count(*) "
        f"FROM read_csv($path, columns = {_columns(header)}, {_DIALECT}) GROUP BY {places} ORDER BY {places}"
    )
    cursor = connection.execute(query, {"path": str(path)})
    width = len(columns)
    while rows := cursor.fetchmany(1000):
        for row in rows:
            yield Group(tuple(map(str, row[:width])), tuple(map(str, row[width:-1])), row[-1])


def _columns(header: Sequence[str]) -> str:
    """Every column as text, so that nothing is guessed; a name that comes twice gets a number."""
    seen: dict[str, int] = {}
    names = []
    for name in header:
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    pairs = ", ".join("'" + name.replace("'", "''") + "': 'VARCHAR'" for name in names)
    return "{" + pairs + "}"


def _quoted(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'
