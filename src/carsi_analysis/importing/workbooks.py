"""Workbooks as rows of text.

``.xlsx`` goes through openpyxl, which streams a sheet row by row, says of a cell that it holds an error and shows the
formula of a cell that was never computed. python-calamine reads the other kinds (``.xls``, ``.xlsb``, ``.ods``, Strict
Open XML) and is ten times as fast, but it takes a table of every cell between the first and the last into memory: a
workbook of 6 kB with one cell in the last row and column ends the whole process. It also gives errors and formulas
without a stored value as empty cells. So it runs in a process of its own with a limit, and the review says so.
"""

import datetime
import json
import subprocess
import sys
import warnings
import zipfile
from collections import deque
from collections.abc import Iterator
from contextlib import closing
from itertools import islice, repeat
from pathlib import Path
from typing import Any

from carsi_analysis.extras import needs
from carsi_analysis.importing.refused import ImportRefused
from carsi_analysis.importing.text import plain

OTHER_WORKBOOKS = (".xls", ".xlsb", ".ods")
OTHER_NOTE = (
    "in a workbook of this kind, cells with an error (#REF!) and formulas that were never computed read as empty; "
    "save it as .xlsx to have them told"
)
LARGEST_UNPACKED = 4_000_000_000
LARGEST_RATIO = 200  # a zip file that unpacks to more than this many times its size is no data
MEMORY_LIMIT = 1_000_000_000
"""Bytes that the process may take which reads a whole workbook at once."""

_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_BLOCK = 1 << 20

Rows = Iterator[tuple[int, list[str]]]


def check_size(archive: zipfile.ZipFile, packed: int, name: str) -> None:
    """Refuse what unpacks to far more than the bytes that it takes packed."""
    unpacked = sum(member.file_size for member in archive.infolist())
    if unpacked > LARGEST_UNPACKED or unpacked > LARGEST_RATIO * max(packed, 1_000_000):
        raise ImportRefused(name, f"it unpacks to {unpacked / 1e6:,.0f} MB", "a data file")


def is_other(path: Path) -> bool:
    """Whether a workbook is of a kind that python-calamine reads."""
    if not zipfile.is_zipfile(path):
        return True
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        return "xl/workbook.xml" not in names or _STRICT in archive.read("xl/workbook.xml")


def sheets(path: Path, name: str) -> Iterator[tuple[str, Rows]]:
    """Title and rows of every sheet, each to be read before the next.

    Raises:
        ImportRefused: it is damaged, or too large to be read.
    """
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            check_size(archive, path.stat().st_size, name)
    yield from _other_sheets(path, name) if is_other(path) else _xlsx_sheets(path, name)


# .xlsx


def _xlsx_sheets(path: Path, name: str) -> Iterator[tuple[str, Rows]]:
    openpyxl = needs("openpyxl", f"{name} is a workbook")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and drawings that the library does not know
        try:
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
            formulas = openpyxl.load_workbook(path, read_only=True) if _has_formulas(path) else None
        except Exception as error:  # a damaged workbook fails in as many ways as it has parts
            raise ImportRefused(name, f"the workbook cannot be opened ({error})", "a whole workbook") from None
        with closing(book):
            for place, sheet in enumerate(book.worksheets):
                yield plain(sheet.title), _xlsx_rows(sheet, formulas and formulas.worksheets[place], name)
        if formulas is not None:
            formulas.close()


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        for member in archive.namelist():
            if member.startswith("xl/worksheets/"):
                with archive.open(member) as stream:
                    end = b""
                    while block := stream.read(_BLOCK):
                        if b"<f>" in end + block or b"<f " in end + block:
                            return True
                        end = block[-2:]
    return False


def _xlsx_rows(sheet: Any, formulas: Any, name: str) -> Rows:
    """Rows as wide as the widest so far; a formula without a stored value stands as it is written."""
    width = 0
    written = repeat(()) if formulas is None else _values(formulas)
    try:
        for line, (row, beside) in enumerate(zip(_values(sheet), written, strict=False), start=1):
            cells = [_cell_text(cell) for cell in row]
            for place, formula in enumerate(beside):
                if isinstance(formula, str) and formula.startswith("=") and not cells[place]:
                    cells[place] = formula
            # Sheets leave empty cells at the end of a row out; a CSV writes them.
            width = max(width, len(cells))
            yield line, cells + [""] * (width - len(cells))
    except Exception as error:
        raise ImportRefused(name, f"the workbook breaks off ({error})", "a whole workbook") from None


def _values(sheet: Any) -> Iterator[tuple[object, ...]]:
    sheet.reset_dimensions()  # what publishers' programs state is often wrong
    yield from sheet.iter_rows(values_only=True)


def _cell_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime.datetime | datetime.date):
        return cell.isoformat()[:10]
    if isinstance(cell, float):
        return format(cell, ".15g")  # what the sheet shows; the last binary digits are noise
    return str(cell)


# The other kinds


def _other_sheets(path: Path, name: str) -> Iterator[tuple[str, Rows]]:
    needs("python_calamine", f"{name} is a workbook of a rarer kind")
    command = [sys.executable, "-m", __name__, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as child:
        assert child.stdout is not None and child.stderr is not None
        try:
            lines = map(json.loads, child.stdout)
            for line in lines:
                rows = enumerate(islice(lines, line["rows"]), start=1)
                yield plain(line["sheet"]), rows
                deque(rows, maxlen=0)  # what nobody read stands before the next sheet
            if child.wait():
                raise ImportRefused(name, _why_stopped(child.stderr.read()), "the table alone, as .xlsx or CSV")
        finally:
            child.kill()


def _why_stopped(said: str) -> str:
    if said.startswith("carsi: "):
        return f"the workbook cannot be read ({plain(said.removeprefix('carsi: '))})"
    return f"the workbook takes more than {MEMORY_LIMIT / 1e6:,.0f} MB of memory"


def _print_sheets(path: str) -> None:
    """What the process of its own does: every sheet as lines of JSON, its title and number of rows before them."""
    _limit_memory()
    python_calamine = needs("python_calamine", "this is a workbook of a rarer kind")
    with python_calamine.load_workbook(path) as book:
        for title in book.sheet_names:
            rows = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
            print(json.dumps({"sheet": title, "rows": len(rows)}))
            for row in rows:
                print(json.dumps([_cell_text(cell) for cell in row]))


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has none
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        _print_sheets(sys.argv[1])
    except MemoryError:
        sys.exit(1)
    except Exception as error:
        sys.exit(f"carsi: {error}")
