"""Spans of years under panels: a line over the years that each row covers, its words where they have room."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from carsi_analysis.exhibits.marks.geometry import Panel
from carsi_analysis.exhibits.marks.rows import Row, read_rows
from carsi_analysis.exhibits.marks.sheet import Says, Sheet, Words
from carsi_analysis.exhibits.marks.text import LINE_HEIGHT_IN, SMALL, text_height, wrapped
from carsi_analysis.house.tokens import LIGHT

HEAD_IN, APART_IN, HALF_YEAR = 0.24, 0.06, 0.36
"""Height of the head, room between rows and beside words; how far a span reaches beyond the middle of its years."""

NARROWEST_IN = 1.2
"""Room beside a span that its words need; with less, they stand above it."""


@dataclass(frozen=True)
class Spans:
    """Rows of spans on the years of a panel.

    Attributes:
        frame: one row a span.
        start: column of the first year.
        end: column of the last year.
        text: column of the words.
        head: what the spans are.
    """

    frame: pd.DataFrame
    start: str
    end: str
    text: str
    head: str

    @cached_property
    def rows(self) -> list[Row]:
        return read_rows(self.frame, self, ("start", "end", "text"))

    @property
    def years(self) -> list[float]:
        """The years that the spans need on the scale."""
        return [float(year) for row in self.rows for year in (row.start, row.end)]

    def height(self, panel: Panel) -> float:
        """Give the height that head and rows need under a panel."""
        return self._head_height(panel) + sum(high for _, _, _, high in self._places(panel))

    def draw(self, sheet: Sheet, panel: Panel, top: float) -> None:
        """Draw head and rows below a height."""
        head = self._head_height(panel)
        sheet.text(panel.left, top - head / 2, "\n".join(self._head_lines(panel)), weight=600)
        top -= head
        for row, words, above, high in self._places(panel):
            middle = top - (high - above) / 2
            sheet.put(Words(words.x, middle, words.text, ha=words.ha))
            y = top - high + above if above else middle
            says = Says(f"{row.start:.0f}–{row.end:.0f}", row.text, row.rows)
            sheet.line([(self._left(panel, row), y), (self._right(panel, row), y)], LIGHT.accent, 2.4, says, z=3)
            top -= high

    def _head_lines(self, panel: Panel) -> list[str]:
        return wrapped(self.head, panel.width, SMALL, 600)

    def _head_height(self, panel: Panel) -> float:
        return HEAD_IN + (len(self._head_lines(panel)) - 1) * LINE_HEIGHT_IN

    def _left(self, panel: Panel, row: Row) -> float:
        return panel.x(row.start - HALF_YEAR)

    def _right(self, panel: Panel, row: Row) -> float:
        return panel.x(row.end + HALF_YEAR)

    def _places(self, panel: Panel) -> Iterator[tuple[Row, Words, float, float]]:
        """Give each row, its words on the roomier side, what the row keeps below words that stand above, its height."""
        for row in self.rows:
            left, right = self._left(panel, row), self._right(panel, row)
            before, after = left - panel.left - APART_IN, panel.right - right - APART_IN
            above = max(before, after) < NARROWEST_IN
            lines = wrapped(row.text, panel.right - left if above else max(before, after))
            below = LINE_HEIGHT_IN / 2 if above else 0.0
            x, ha = (left, "left") if above else (right + APART_IN, "left")
            if not above and before >= after:
                x, ha = left - APART_IN, "right"
            yield row, Words(x, 0.0, "\n".join(lines), ha=ha), below, text_height(len(lines), SMALL) + APART_IN + below
