"""Tables in publishers' files: a header that is recognised, and the rows below it."""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from carsi_analysis.importing.files import Grid, grids, name_of
from carsi_analysis.importing.refused import ImportRefused
from carsi_analysis.importing.text import column_name, plain

LINES_BEFORE_HEADER = 30
FOOTERS = ("data from database", "last updated", "source", "note", "footnote")

Spread = Callable[[Sequence[str], Sequence[str]], Mapping[int, str]]
"""From the cells of a header and of the row above it to the columns that hold values, each with what it is of."""


@dataclass(frozen=True)
class Row:
    """One row below the header."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, field_name: str) -> str:
        return self.cells.get(field_name, "")


@dataclass(frozen=True)
class Layout:
    """How a header is recognised: our fields, the publisher's names for each, and the fields that must be there.

    Attributes:
        spread: Finds the further columns of a layout in which values stand side by side, by year or by series; it is
            recognised only with at least one.
    """

    fields: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]
    spread: Spread | None = None

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
        spread: Places of the columns in which values stand side by side, with the year or series of each.
        before: Texts above the header.
        grid: What is left of the grid.
        footers: Texts below the data, known once the rows have been read.
    """

    name: str
    layout: Layout
    header: list[str]
    columns: dict[str, int]
    spread: Mapping[int, str]
    before: list[str]
    grid: Grid
    footers: list[str] = field(default_factory=list)

    def title(self, name: str) -> str:
        """The file's own name of a field's column."""
        return plain(self.header[self.columns[name]]) if name in self.columns else name

    def raw_rows(self) -> Iterator[tuple[int, list[str]]]:
        """Rows as lists of cells, at least as wide as the header.

        Raises:
            ImportRefused: a row of a CSV is shorter than the header, or has cells beyond it: it was cut off, or cut at
                the wrong places.
        """
        width = len(self.header)
        for line, cells in self.grid.rows:
            filled = [cell for cell in cells if cell.strip()]
            if not filled:
                continue
            if len(filled) == 1 and plain(filled[0]).casefold().startswith(FOOTERS):
                self.footers.append(plain(filled[0]))
                continue
            if len(cells) < width or (self.grid.is_csv and any(cell.strip() for cell in cells[width:])):
                raise self._cut_wrongly(line, cells)
            yield line, cells

    def _cut_wrongly(self, line: int, cells: Sequence[str]) -> ImportRefused:
        expected = "a whole row; download the file again"
        if any("\n" in cell for cell in cells):
            seen = "a quotation mark opens a cell that runs over the lines below"
            return ImportRefused(self.name, seen, "a closing quotation mark on this line", line=line)
        if len(cells) > len(self.header):
            expected += ", or put quotation marks around cells that hold a separator"
        seen = f"the row has {len(cells)} cells and the header {len(self.header)}"
        return ImportRefused(self.name, seen, expected, line=line)

    def row(self, line: int, cells: Sequence[str]) -> Row:
        """The cells of a row by field."""
        return Row(line, {name: cells[place].strip() for name, place in self.columns.items()})

    def rows(self) -> Iterator[Row]:
        """Rows by field."""
        return (self.row(line, cells) for line, cells in self.raw_rows())


@contextmanager
def find_table(path: Path, layouts: Sequence[Layout], publisher: str) -> Iterator[Table]:
    """The first table of a file that has one of the layouts; it can be read while the context lasts.

    Raises:
        ImportRefused: no sheet or file in it has, or it cannot be read at all.
    """
    with closing(tables(path, layouts, publisher)) as found:
        yield next(found)


def tables(path: Path, layouts: Sequence[Layout], publisher: str) -> Generator[Table, None, None]:
    """Every table of a file that has one of the layouts, each to be read before the next.

    Raises:
        ImportRefused: no sheet or file in it has, or it cannot be read at all.
    """
    name = name_of(path)
    first_lines: list[str] = []
    found = False
    with closing(grids(path)) as opened:
        for grid in opened:
            table, first = _table_in(grid, layouts)
            if table is not None:
                found = True
                yield table
                continue
            part = grid.name.removeprefix(name).lstrip("/, ") or "it"
            first_lines.append(f"{part} begins with {first!r}" if first else f"{part} is empty")
    if not found:
        wanted = " or ".join(", ".join(layout.fields[name][0] for name in layout.required) for layout in layouts)
        seen = "; ".join(first_lines[:4]) or "there is no table in it"
        raise ImportRefused(name, seen, f"a file of {publisher} with the columns {wanted}")


def _table_in(grid: Grid, layouts: Sequence[Layout]) -> tuple[Table | None, str]:
    before: list[str] = []
    above: list[str] = []
    first = ""
    for _, (_, cells) in zip(range(LINES_BEFORE_HEADER), grid.rows, strict=False):
        for layout in layouts:
            columns = layout.match(cells)
            spread = layout.spread(cells, above) if columns and layout.spread else {}
            if columns is not None and bool(spread) == bool(layout.spread):
                while cells and not cells[-1].strip():
                    cells = cells[:-1]
                return Table(grid.name, layout, cells, columns, spread, before, grid), ""
        text = plain(" ".join(cells))
        before += [text] if text else []
        first = first or text[:80]
        above = cells
    return None, first
