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

PADDING = 11.0
"""Points that a cell's two side insets take at full size; they shrink with the type."""

SAFETY = 1.03
"""Kerning, marks and superscripts make text a little wider than the sum of its letters."""

LONGEST_WORD = 40
"""Letters after which a word may break; no language of the reports has a longer one."""

TABULAR = str.maketrans("123456789", "000000000")

WIDE_LETTER = 0.62
"""Width of a wide letter as a share of the type size."""


@dataclass(frozen=True)
class Layout:
    """How a table is set.

    Attributes:
        size: type size in points.
        widths: width of each column in points.
        landscape: whether the page is turned.
        letters: after how many letters a word may break, by column.
    """

    size: float
    widths: tuple[float, ...]
    landscape: bool
    letters: tuple[int, ...]

    @property
    def scale(self) -> float:
        """Insets shrink with the type."""
        return self.size / tokens.TYPE.table


def plan(table: Table, portrait: float, landscape: float) -> Layout:
    """Find the largest type at which the table fits, first upright, then on a turned page.

    Where even that is too narrow, columns share the turned page and words break.

    Args:
        portrait: width of the text on an upright page, in points.
        landscape: the same on a turned page.
    """
    full_size = tokens.TYPE.table
    narrowest, widest = _column_widths(table, full_size)
    for available, turned in ((portrait, False), (landscape, True)):
        scale = min(1.0, available / sum(narrowest))
        if full_size * scale >= SMALLEST:
            low, high = ([width * scale for width in widths] for widths in (narrowest, widest))
            return Layout(full_size * scale, _distribute(low, high, available), turned, (LONGEST_WORD,) * table.columns)
    squeezed = tuple(width * landscape / sum(narrowest) for width in narrowest)
    inset = PADDING * SMALLEST / full_size
    letters = tuple(max(1, int((width - inset) / (WIDE_LETTER * SMALLEST))) for width in squeezed)
    return Layout(SMALLEST, squeezed, True, letters)


def _column_widths(table: Table, size: float) -> tuple[list[float], list[float]]:
    """Give for each column the width of its longest word and of its longest line."""
    narrowest, widest = [PADDING] * table.columns, [PADDING] * table.columns
    for cell, weight in _weighted_cells(table):
        longest_word = max((_width(word, size, weight) for word in _words(cell)), default=0.0)
        whole_line = _width(cell.text, size, weight)
        share = range(cell.column, min(cell.column + cell.colspan, table.columns))
        for column in share:
            narrowest[column] = max(narrowest[column], longest_word * SAFETY / len(share) + PADDING)
            if len(share) == 1:
                widest[column] = max(widest[column], whole_line * SAFETY + PADDING)
    return narrowest, [max(pair) for pair in zip(narrowest, widest, strict=True)]


def _width(text: str, size: float, weight: int) -> float:
    """Measure a line with tabular figures, as tables are set: each is as wide as a zero."""
    return typefaces.text_width(text.translate(TABULAR), size, weight)


def _weighted_cells(table: Table) -> list[tuple[Cell, int]]:
    head = [(cell, 600) for row in table.head for cell in row]
    return head + [(cell, 600 if cell.bold else 400) for row in table.body for cell in row]


def _words(cell: Cell) -> list[str]:
    # A span of years reads badly in two lines: 2008–2012 stays whole, other words may break after a dash.
    words = re.split(r"[^\S\xa0]+|\u200b+|(?<=[-/])|(?<=–)(?!\w*\d)", cell.text)
    return [word[start : start + LONGEST_WORD] for word in words for start in range(0, len(word), LONGEST_WORD)]


def _distribute(narrowest: list[float], widest: list[float], available: float) -> tuple[float, ...]:
    spare, wish = available - sum(narrowest), sum(widest) - sum(narrowest)
    if wish <= spare:
        return tuple(widest)
    return tuple(low + (high - low) * spare / wish for low, high in zip(narrowest, widest, strict=True))
