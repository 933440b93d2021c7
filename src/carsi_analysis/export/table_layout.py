"""Decides how a table fits a page: its type size, the width of its columns, and when to turn the page.

The rules are those of automatic table layout in CSS 2.1 (17.5.2.2), with the advance widths of the house
face: no column is narrower than its longest word or wider than its longest line.
"""

import re
from dataclasses import dataclass

from carsi_analysis.export import typefaces
from carsi_analysis.export.tables import Cell, Table
from carsi_analysis.house import tokens

SMALLEST = 6.5
"""Points below which nobody reads a printed table."""

STEP = 0.75
PADDING = 11.0
"""Points that a cell's two side insets take."""

SAFETY = 1.03
"""Kerning, marks and superscripts make text a little wider than the sum of its letters."""


@dataclass(frozen=True)
class Layout:
    """How a table is set: type size in points, widths of all columns in points, and the page's direction."""

    size: float
    widths: tuple[float, ...]
    landscape: bool

    @property
    def scale(self) -> float:
        """Insets shrink with the type."""
        return self.size / tokens.TYPE.table


def plan(table: Table, portrait: float, landscape: float) -> Layout:
    """Find the largest type at which the table fits, first upright, then on a turned page.

    Args:
        portrait: width of the text on an upright page, in points.
        landscape: the same on a turned page.
    """
    for available, turned in ((portrait, False), (landscape, True)):
        size = tokens.TYPE.table
        while size >= SMALLEST:
            narrowest, widest = _column_widths(table, size)
            if sum(narrowest) <= available:
                return Layout(size, _distribute(narrowest, widest, available), turned)
            size -= STEP
    narrowest, _ = _column_widths(table, SMALLEST)
    squeezed = landscape / sum(narrowest)
    return Layout(SMALLEST, tuple(width * squeezed for width in narrowest), True)


def _column_widths(table: Table, size: float) -> tuple[list[float], list[float]]:
    narrowest, widest = [0.0] * table.columns, [0.0] * table.columns
    padding = PADDING * size / tokens.TYPE.table
    for cell, weight in _weighted_cells(table):
        longest_word = max((typefaces.text_width(word, size, weight) for word in _words(cell)), default=0.0)
        whole_line = typefaces.text_width(cell.text, size, weight)
        share = range(cell.column, min(cell.column + cell.colspan, table.columns))
        for column in share:
            narrowest[column] = max(narrowest[column], longest_word * SAFETY / len(share) + padding)
            if len(share) == 1:
                widest[column] = max(widest[column], whole_line * SAFETY + padding)
    return narrowest, [max(pair) for pair in zip(narrowest, widest, strict=True)]


def _weighted_cells(table: Table) -> list[tuple[Cell, int]]:
    head = [(cell, 600) for row in table.head for cell in row]
    return head + [(cell, 600 if cell.bold else 400) for row in table.body for cell in row]


def _words(cell: Cell) -> list[str]:
    return re.split(r"[\s\u200b]+|(?<=[-–/])", cell.text)


def _distribute(narrowest: list[float], widest: list[float], available: float) -> tuple[float, ...]:
    spare, wish = available - sum(narrowest), sum(widest) - sum(narrowest)
    if wish <= spare:
        return tuple(widest)
    return tuple(low + (high - low) * spare / wish for low, high in zip(narrowest, widest, strict=True))
