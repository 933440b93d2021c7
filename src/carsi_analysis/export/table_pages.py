"""How a table goes on overleaf: rows that are taller than others may break, and a name that spans rows is repeated."""

import math
from collections.abc import Iterable
from dataclasses import replace

from carsi_analysis.export.characters import whole_number
from carsi_analysis.export.table_layout import PIXEL, SAFETY, Layout, lines_of, picture_width, width_of
from carsi_analysis.export.tree import Cell, Element, Table
from carsi_analysis.export.typefaces import LETTERS

LINE = 1.45
"""Height of a line of a table as a multiple of its type size."""

TALL = 0.35
"""Share of a page's height from which a row may break; a shorter one would only look torn."""


def tall_rows(table: Table, layout: Layout, page: float, of_a_line: set[int]) -> set[int]:
    """Give the body rows that may break across pages of this height; ``rows_of_a_line`` are known not to."""
    return {
        number
        for number, row in enumerate(table.body)
        if number not in of_a_line and _height(row, layout) > TALL * page
    }


def rows_of_a_line(table: Table, layout: Layout) -> set[int]:
    """Give the body rows whose cells surely take one line: their height is known, and Typst sets them twice as fast."""
    taller = {
        place
        for number, row in enumerate(table.body)
        for cell in row
        if not _takes_a_line(cell, layout)
        for place in range(number, number + cell.rowspan)
    }
    return set(range(len(table.body))) - taller


def _takes_a_line(cell: Cell, layout: Layout) -> bool:
    """Tell it of upright words of plain weight, in letters whose widths are known."""
    if cell.bold or cell.italic or (cell.is_header and cell.colspan > 1):
        return False
    if not LETTERS.issuperset(cell.text) or not all(isinstance(part, str) for part in cell.content):
        return False
    return width_of(cell.text, layout.size) * SAFETY <= room(cell, layout)


def has_tall_head(table: Table, layout: Layout, page: float) -> bool:
    """Tell whether the head takes so much of a page that its rows must break, once, instead of standing on each page.

    Typst never breaks a head: what is beyond the page would be lost, and pages without end hold nothing but the head.
    """
    heights = (max((_cell_height(cell, layout) / cell.rowspan for cell in row), default=0.0) for row in table.head)
    return sum(heights) > TALL * page


def _height(row: list[Cell], layout: Layout) -> float:
    return max((_cell_height(cell, layout) for cell in row if cell.rowspan == 1), default=0.0)


def _cell_height(cell: Cell, layout: Layout) -> float:
    available = max(room(cell, layout), layout.size)
    lines = lines_of(cell)
    count = sum(max(1, math.ceil(1.1 * width_of(line.text, layout.size) / available)) for line in lines)
    pictures = (_picture_height(picture, available) for line in lines for picture in line.pictures)
    return count * LINE * layout.size + sum(pictures)


def _picture_height(picture: Element, available: float) -> float:
    height = PIXEL * (whole_number(picture.get("height")) or 0)
    return height * min(1.0, available / max(picture_width(picture), 1.0))


def room(cell: Cell, layout: Layout) -> float:
    """Give the width in points that a cell has for what it holds."""
    return sum(layout.widths[cell.column : cell.column + cell.colspan]) - layout.padding * layout.scale


def has_spans(table: Table) -> bool:
    """Tell whether cells of the body span rows."""
    return any(cell.rowspan > 1 for row in table.body for cell in row)


def split_spans(table: Table, starts: Iterable[int]) -> Table:
    """Give a table whose spanning cells end before each row that starts a page, and stand again in it."""
    first_rows = sorted(starts)
    if not first_rows:
        return table
    body: list[list[Cell]] = [[] for _ in table.body]
    for number, row in enumerate(table.body):
        for cell in row:
            bounds = [number, *(first for first in first_rows if number < first < number + cell.rowspan)]
            ends = [*bounds[1:], number + cell.rowspan]
            for start, end in zip(bounds, ends, strict=True):
                body[start].append(replace(cell, rowspan=end - start))
    return replace(table, body=[sorted(row, key=lambda cell: cell.column) for row in body])


def page_starts(places: Iterable[tuple[int, int, int]]) -> dict[int, set[int]]:
    """Give for each table the rows that start a page, from where each row stands: table, row and page."""
    starts: dict[int, set[int]] = {}
    before: dict[int, int] = {}
    for table, row, page in sorted(places):
        if before.get(table, page) != page:
            starts.setdefault(table, set()).add(row)
        before[table] = page
    return starts
