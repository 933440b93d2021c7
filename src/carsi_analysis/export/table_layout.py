"""Decides how a table fits a page: its type size, the width of its columns, and when to turn the page.

The rules are those of automatic table layout in CSS 2.1 (17.5.2.2), with the advance widths of the house
face: no column is narrower than its longest word or wider than its longest line.
"""

import math
import re
from dataclasses import dataclass

from carsi_analysis.export.tree import Cell, Table
from carsi_analysis.house import fonts, tokens

SMALLEST = 6.5
"""Points below which nobody reads a printed table."""

PADDING = 11.0
"""Points that a cell's two side insets take at full size; they shrink with the type."""

SAFETY = 1.03
"""Kerning, marks and superscripts make text a little wider than the sum of its letters."""

LONGEST_WORD = 40
"""Letters after which a word may break; no language of the reports has a longer one."""

TABULAR = str.maketrans("123456789", "000000000")

TOLERANCE = 0.01
"""Points too few to matter."""

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
    narrowest, usual, widest = _column_widths(table, full_size)
    for available, turned in ((portrait, False), (landscape, True)):
        scale = min(1.0, available / sum(narrowest))
        if full_size * scale >= SMALLEST:
            low, mean, high = ([width * scale for width in widths] for widths in (narrowest, usual, widest))
            shared = _distribute(low, mean, high, available)
            return Layout(full_size * scale, shared, turned, (LONGEST_WORD,) * len(table.alignments))
    squeezed = tuple(width * landscape / sum(narrowest) for width in narrowest)
    inset = PADDING * SMALLEST / full_size
    letters = tuple(max(1, int((width - inset) / (WIDE_LETTER * SMALLEST))) for width in squeezed)
    return Layout(SMALLEST, squeezed, True, letters)


def _column_widths(table: Table, size: float) -> tuple[list[float], list[float], list[float]]:
    """Give for each column the width of its longest word, of its usual line and of its longest line.

    The usual line is the quadratic mean: long cells count more, but none for more than a full line of the page.
    """
    narrowest = [PADDING] * len(table.alignments)
    lines: list[list[float]] = [[PADDING] for _ in range(len(table.alignments))]
    for cell, weight in _weighted_cells(table):
        longest_word = max((_width(word, size, weight) for word in _words(cell)), default=0.0)
        share = range(cell.column, min(cell.column + cell.colspan, len(table.alignments)))
        for column in share:
            narrowest[column] = max(narrowest[column], longest_word * SAFETY / len(share) + PADDING)
            if len(share) == 1:
                lines[column].append(_width(cell.text, size, weight) * SAFETY + PADDING)
    full = tokens.CHART_WIDTH_IN * 72
    usual = [math.sqrt(sum(min(line, full) ** 2 for line in column) / len(column)) for column in lines]
    widest = [max(column) for column in lines]
    return (
        narrowest,
        [max(pair) for pair in zip(narrowest, usual, strict=True)],
        [max(pair) for pair in zip(narrowest, widest, strict=True)],
    )


def _width(text: str, size: float, weight: int) -> float:
    """Measure a line with tabular figures, as tables are set: each is as wide as a zero."""
    return fonts.text_width(text.translate(TABULAR), size, weight)


def _weighted_cells(table: Table) -> list[tuple[Cell, int]]:
    head = [(cell, 600) for row in table.head for cell in row]
    return head + [(cell, 600 if cell.bold else 400) for row in table.body for cell in row]


def _words(cell: Cell) -> list[str]:
    # A span of years reads badly in two lines: 2008–2012 stays whole, other words may break after a dash.
    words = re.split(r"[^\S\xa0]+|\u200b+|(?<=[-/])|(?<=–)(?!\w*\d)", cell.text)
    return [word[start : start + LONGEST_WORD] for word in words for start in range(0, len(word), LONGEST_WORD)]


def _distribute(narrowest: list[float], usual: list[float], widest: list[float], available: float) -> tuple[float, ...]:
    """Share the width: each column its longest word, the rest by what usual lines lack, none more than it can use."""
    if sum(widest) <= available:
        return tuple(widest)
    widths = list(narrowest)
    for _ in widths:  # each round fills up at least one column or ends
        open_columns = [place for place, width in enumerate(widths) if width < widest[place] - TOLERANCE]
        spare = available - sum(widths)
        wish = {place: max(usual[place] - narrowest[place], TOLERANCE) for place in open_columns}
        if spare <= TOLERANCE or not open_columns:
            break
        for place in open_columns:
            widths[place] = min(widest[place], widths[place] + spare * wish[place] / sum(wish.values()))
    return tuple(widths)
