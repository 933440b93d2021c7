"""Publishers' files as rows of text: CSV, workbooks, and zip files of either, read row by row."""

import csv
import datetime
import io
import warnings
import zipfile
import zlib
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from carsi_analysis.importing.extra import needs
from carsi_analysis.importing.refused import ImportRefused
from carsi_analysis.importing.text import column_name, plain

LARGEST_UNPACKED = 4_000_000_000
LARGEST_RATIO = 200  # a zip file that unpacks to more than this many times its size is no data
LINES_BEFORE_HEADER = 30
SEPARATORS = ",;\t"
FOOTERS = ("data from database", "last updated", "source", "note", "footnote")

_SIGNATURES = {
    b"\xd0\xcf\x11\xe0": ("an old Excel workbook (.xls)", "an .xlsx or .csv file: open it and save it as one"),
    b"\x1f\x8b": ("a gzip file", "the file inside it: unpack it first"),
    b"%PDF": ("a PDF", "the data file that belongs to it"),
    b"<": ("a web page, not data", "the data file itself; the download may have needed a further click"),
    b"{": ("JSON", "the CSV of the same download page"),
    b"[": ("JSON", "the CSV of the same download page"),
}
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class Grid:
    """One sheet or one CSV file.

    Attributes:
        name: For messages.
        rows: Numbered rows of cells that can be read once.
        member: Name of the CSV inside a zip file; empty where it is no part of one.
    """

    name: str
    rows: Iterator[tuple[int, list[str]]]
    member: str = ""


@dataclass(frozen=True)
class Row:
    """One row below the header."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, field_name: str) -> str:
        return self.cells.get(field_name, "")


@dataclass(frozen=True)
class Layout:
    """How a header is recognised: our fields, the publisher's names for each, and the fields that must be there."""

    fields: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]

    def match(self, cells: Sequence[str]) -> dict[str, int] | None:
        """Place of each field, where all required ones are there."""
        names = [column_name(cell) for cell in cells]
        found: dict[str, int] = {}
        for name, spellings in self.fields.items():
            place = next((names.index(each) for each in map(column_name, spellings) if each in names), None)
            if place is not None:
                found[name] = place
        return found if set(self.required) <= set(found) else None


@dataclass
class Table:
    """Rows of a grid below a header that was recognised.

    Attributes:
        name: Of the grid, for messages.
        layout: The layout that it has.
        header: Cells of the header as published.
        columns: Place of each field that was recognised.
        before: Texts above the header.
        source: What is left of the grid.
        member: Name of the CSV inside a zip file; empty where it is no part of one.
        footers: Texts below the data, known once the rows have been read.
    """

    name: str
    layout: Layout
    header: list[str]
    columns: dict[str, int]
    before: list[str]
    source: Iterator[tuple[int, list[str]]]
    member: str = ""
    footers: list[str] = field(default_factory=list)

    def raw_rows(self) -> Iterator[tuple[int, list[str]]]:
        """Rows as lists of cells, as wide as the header.

        Raises:
            ImportRefused: a row is shorter than the header: the download was cut off.
        """
        width = len(self.header)
        for line, cells in self.source:
            filled = [cell for cell in cells if cell.strip()]
            if not filled:
                continue
            if len(filled) == 1 and plain(filled[0]).casefold().startswith(FOOTERS):
                self.footers.append(plain(filled[0]))
                continue
            if len(cells) < width:
                seen = f"the row has {len(cells)} cells and the header {width}"
                raise ImportRefused(self.name, seen, "a whole row; download the file again", line=line)
            yield line, cells

    def rows(self) -> Iterator[Row]:
        """Rows by field."""
        for line, cells in self.raw_rows():
            yield Row(line, {name: cells[place].strip() for name, place in self.columns.items()})


@contextmanager
def find_table(path: Path, layouts: Sequence[Layout], publisher: str) -> Iterator[Table]:
    """The first table of a file that has one of the layouts; it can be read while the context lasts.

    Raises:
        ImportRefused: no sheet or file in it has, or it cannot be read at all.
    """
    name = _name(path)
    first_lines: list[str] = []
    with closing(grids(path)) as opened:
        for grid in opened:
            table, first = _table_in(grid, layouts)
            if table is not None:
                yield table
                return
            part = grid.name.removeprefix(name).lstrip("/, ") or "it"
            first_lines.append(f"{part} begins with {first!r}" if first else f"{part} is empty")
    wanted = " or ".join(", ".join(layout.fields[name][0] for name in layout.required) for layout in layouts)
    seen = "; ".join(first_lines[:4]) or "there is no table in it"
    raise ImportRefused(name, seen, f"a file of {publisher} with the columns {wanted}")


def _table_in(grid: Grid, layouts: Sequence[Layout]) -> tuple[Table | None, str]:
    before: list[str] = []
    first = ""
    for _, (_, cells) in zip(range(LINES_BEFORE_HEADER), grid.rows, strict=False):
        for layout in layouts:
            columns = layout.match(cells)
            if columns is not None:
                while cells and not cells[-1].strip():
                    cells = cells[:-1]
                return Table(grid.name, layout, cells, columns, before, grid.rows, grid.member), ""
        text = plain(" ".join(cells))
        before += [text] if text else []
        first = first or text[:80]
    return None, first


def _name(path: Path) -> str:
    """Name of a file, safe to print; the folder ``.`` has none, and is called by its path."""
    return plain(path.name or str(path))


def grids(path: Path) -> Generator[Grid, None, None]:
    """Every sheet or CSV file in a file, each to be read before the next.

    Raises:
        ImportRefused: it is missing, empty, broken, or of another kind.
    """
    name = _name(path)
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
    if start.startswith(_ZIP):
        yield from _packed(path, name)
        return
    with path.open("rb") as stream:
        yield Grid(name, _csv_rows(stream, start, name))


# Zip files and workbooks


def _packed(path: Path, name: str) -> Iterator[Grid]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check_size(archive, path.stat().st_size, name)
            if any(member.filename == "xl/workbook.xml" for member in members):
                yield from _sheets(path, name)
                return
            for member in members:
                yield from _member(archive, member, name)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError) as error:
        raise ImportRefused(name, f"it is damaged ({error})", "a whole file; download it again") from None
    except (RuntimeError, NotImplementedError) as error:  # what the library says of passwords and rare packings
        raise ImportRefused(
            name, f"it cannot be unpacked ({error})", "the files inside it: unpack them first"
        ) from None


def _check_size(archive: zipfile.ZipFile, packed: int, name: str) -> None:
    """Refuse what unpacks to far more than the bytes that it takes packed."""
    unpacked = sum(member.file_size for member in archive.infolist())
    if unpacked > LARGEST_UNPACKED or unpacked > LARGEST_RATIO * max(packed, 1_000_000):
        raise ImportRefused(name, f"it unpacks to {unpacked / 1e6:,.0f} MB", "a data file")


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Iterator[Grid]:
    inside = f"{name}/{plain(member.filename)}"
    lower = member.filename.casefold()
    if lower.endswith(".xlsx"):
        content = io.BytesIO(archive.read(member))
        if zipfile.is_zipfile(content):
            with zipfile.ZipFile(content) as workbook:
                _check_size(workbook, member.compress_size, inside)
        yield from _sheets(content, inside)
    elif lower.endswith((".csv", ".txt")):
        with archive.open(member) as peek:
            start = peek.read(4096)
        with archive.open(member) as stream:
            yield Grid(inside, _csv_rows(stream, start, inside), member.filename)


def _sheets(file: Path | IO[bytes], name: str) -> Iterator[Grid]:
    openpyxl = needs("openpyxl", f"{name} is a workbook")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and drawings that the library does not know
        try:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        except Exception as error:  # a damaged workbook fails in as many ways as it has parts
            raise ImportRefused(name, f"the workbook cannot be opened ({error})", "a whole workbook") from None
        try:
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # what publishers' programs state is often wrong
                yield Grid(f"{name}, sheet {plain(sheet.title)}", _sheet_rows(sheet, name))
        finally:
            book.close()


def _sheet_rows(sheet: Any, name: str) -> Iterator[tuple[int, list[str]]]:
    width = 0
    try:
        for line, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            cells = [_cell_text(cell) for cell in row]
            # Sheets leave empty cells at the end of a row out; a CSV writes them.
            width = max(width, len(cells))
            yield line, cells + [""] * (width - len(cells))
    except Exception as error:
        raise ImportRefused(name, f"the workbook breaks off ({error})", "a whole workbook") from None


def _cell_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime.datetime | datetime.date):
        return cell.isoformat()[:10]
    if isinstance(cell, float):
        return format(cell, ".15g")  # what the sheet shows; the last binary digits are noise
    return str(cell)


# CSV


def _csv_rows(stream: IO[bytes], start: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    encoding = _encoding(start)
    separator = max(SEPARATORS, key=start.decode(encoding, errors="replace").count)
    with io.TextIOWrapper(stream, encoding=encoding, newline="") as text:
        reader = csv.reader(text, delimiter=separator)
        try:
            for cells in reader:
                yield reader.line_num, cells
        except UnicodeDecodeError:
            seen = "a letter is not UTF-8"
            raise ImportRefused(name, seen, "UTF-8 (save the file as UTF-8)", line=reader.line_num + 1) from None
        except csv.Error as error:
            raise ImportRefused(name, f"no CSV ({error})", "a CSV file", line=reader.line_num) from None


def _encoding(start: bytes) -> str:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    return "utf-8-sig"
