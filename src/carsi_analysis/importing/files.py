"""Publishers' files as rows of text: CSV, workbooks, and zip files of either, read row by row."""

import csv
import io
import re
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from carsi_analysis.files import temporary_files
from carsi_analysis.importing.refused import ImportRefused
from carsi_analysis.importing.text import plain
from carsi_analysis.importing.workbooks import OTHER_NOTE, OTHER_WORKBOOKS, check_size, is_other, sheets

SEPARATORS = ",;\t"

_SIGNATURES = {
    b"\x1f\x8b": ("a gzip file", "the file inside it: unpack it first"),
    b"%PDF": ("a PDF", "the data file that belongs to it"),
    b"<": ("a web page, not data", "the data file itself; the download may have needed a further click"),
    b"{": ("JSON", "the CSV of the same download page"),
    b"[": ("JSON", "the CSV of the same download page"),
}
_ZIP = b"PK\x03\x04"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Grid:
    """One sheet or one CSV file.

    Attributes:
        name: For messages.
        rows: Numbered rows of cells that can be read once; a row is numbered by the line on which it begins.
        part: Name of the sheet, or of the CSV inside a zip file; empty where it is no part of anything.
        is_csv: Its rows are cut at separators, so that a stray one shifts the cells after it.
        note: What a reviewer should know of how it was read.
    """

    name: str
    rows: Iterator[tuple[int, list[str]]]
    part: str = ""
    is_csv: bool = False
    note: str = ""


def name_of(path: Path) -> str:
    """Name of a file, safe to print; the folder ``.`` has none, and is called by its path."""
    return plain(path.name or str(path))


def check_file(path: Path) -> bytes:
    """The first bytes of a file, after a look at them that costs nothing.

    Raises:
        ImportRefused: it is missing, empty, or of a kind that is never read.
    """
    name = name_of(path)
    if path.is_dir():
        raise ImportRefused(name, "this is a folder", "a file")
    if not path.is_file():
        raise ImportRefused(name, "there is no such file" if not path.exists() else "this is not a file", "a file")
    with path.open("rb") as stream:
        start = stream.read(4096)
    if not start.strip():
        raise ImportRefused(name, "the file is empty", "data; download the file again")
    for signature, (seen, expected) in _SIGNATURES.items():
        if start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(signature):
            raise ImportRefused(name, f"this is {seen}", expected)
    return start


def grids(path: Path) -> Generator[Grid, None, None]:
    """Every sheet or CSV file in a file, each to be read before the next.

    Raises:
        ImportRefused: it is missing, empty, broken, or of another kind.
    """
    name, start = name_of(path), check_file(path)
    if start.startswith(_ZIP):
        yield from _packed(path, name)
    elif start.startswith(_OLD_WORKBOOK):
        yield from _workbook(path, name)
    else:
        yield from _csv(lambda: path.open("rb"), name)


def _workbook(path: Path, name: str) -> Iterator[Grid]:
    note = OTHER_NOTE if is_other(path) else ""
    for title, rows in sheets(path, name):
        yield Grid(f"{name}, sheet {title}", rows, title, note=note)


# Zip files


@contextmanager
def unpacking(name: str) -> Iterator[None]:
    """Whatever is wrong with a zip file while it is read is a refusal."""
    try:
        yield
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError) as error:
        raise ImportRefused(name, f"it is damaged ({error})", "a whole file; download it again") from None
    except (RuntimeError, NotImplementedError) as error:  # what the library says of passwords and rare packings
        raise ImportRefused(
            name, f"it cannot be unpacked ({error})", "the files inside it: unpack them first"
        ) from None


def _packed(path: Path, name: str) -> Iterator[Grid]:
    with unpacking(name), zipfile.ZipFile(path) as archive:
        check_size(archive, path.stat().st_size, name)
        members = archive.infolist()
        names = {member.filename for member in members}
        if names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
            yield from _workbook(path, name)
            return
        for member in members:
            yield from _member(archive, member, f"{name}/{plain(member.filename)}")


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Iterator[Grid]:
    lower = member.filename.casefold()
    if lower.endswith((".xlsx", *OTHER_WORKBOOKS)):
        with tempfile.TemporaryDirectory() as room:
            with temporary_files():
                path = Path(archive.extract(member, room))
            yield from _workbook(path, name)
    elif lower.endswith((".csv", ".txt")):
        yield from _csv(lambda: archive.open(member), name, member.filename)


# CSV


def _csv(opened: Callable[[], IO[bytes]], name: str, part: str = "") -> Iterator[Grid]:
    with closing(_csv_rows(opened, name)) as rows:
        yield Grid(name, rows, part, is_csv=True)


def _csv_rows(opened: Callable[[], IO[bytes]], name: str) -> Generator[tuple[int, list[str]], None, None]:
    with unpacking(name), opened() as stream:
        start = stream.read(4096)
    encoding = "utf-16" if start.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    separator = max(SEPARATORS, key=start.decode(encoding, errors="replace").count)
    with unpacking(name), io.TextIOWrapper(opened(), encoding=encoding, newline="") as text:
        reader = csv.reader(text, delimiter=separator)
        line = 1
        try:
            for cells in reader:
                yield line, cells
                line = reader.line_num + 1
        except UnicodeDecodeError:
            raise _not_utf8(opened, name) from None
        except csv.Error as error:
            raise ImportRefused(name, f"no CSV ({error})", "a CSV file", line=line) from None


def _not_utf8(opened: Callable[[], IO[bytes]], name: str) -> ImportRefused:
    """The refusal of a file in another encoding: the first line that shows it, and what it says in Latin-1."""
    expected = "UTF-8; open the file with the encoding that it has and save it as UTF-8"
    with opened() as stream:
        for number, raw in enumerate(stream, start=1):
            try:
                raw.decode("utf-8")
            except UnicodeDecodeError as error:
                around = re.search(rb"[^,;\t\"\r\n]*$", raw[: error.start])
                before = around[0] if around else b""
                after = re.match(rb"[^,;\t\"\r\n]*", raw[error.start :])
                word = plain((before + (after[0] if after else b"")).decode("cp1252", errors="replace"))[:60]
                seen = f"the byte {raw[error.start]:02X} is not UTF-8; in Latin-1 it would read {word!r}"
                return ImportRefused(name, seen, expected, line=number)
    return ImportRefused(name, "it is not UTF-8", expected)
