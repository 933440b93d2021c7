"""Spans of years under panels: a line over the years that each row covers, its words where they have room."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from carsi_analysis.exhibits.marks.sheet import Says, Sheet, Words, rows_of_mark, text_height
from carsi_analysis.exhibits.marks.text import wrapped
from carsi_analysis.exhibits.panels import LINE_HEIGHT_IN, SMALL, Panel
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

    @property
    def years(self) -> list[float]:
        """The years that the spans need on the scale."""
        return [float(year) for column in (self.start, self.end) for year in self.frame[column]]

    def height(self, panel: Panel) -> float:
        """Give the height that head and rows need under a panel."""
        return self._head_height(panel) + sum(high for _, _, _, high in self._rows(panel))

    def draw(self, sheet: Sheet, panel: Panel, top: float) -> None:
        """Draw head and rows below a height."""
        head = self._head_height(panel)
        sheet.text(panel.left, top - head / 2, "\n".join(self._head_lines(panel)), weight=600)
        top -= head
        for row, words, above, high in self._rows(panel):
            middle = top - (high - above) / 2
            sheet.put(Words(words.x, middle, words.text, ha=words.ha))
            y = top - high + above if above else middle
            years = f"{row[self.start]:.0f}–{row[self.end]:.0f}"
            says = Says(years, str(row[self.text]), rows_of_mark(row.get("rows")))
            sheet.line([(self._edge(panel, row, -1), y), (self._edge(panel, row, 1), y)], LIGHT.accent, 2.4, says, z=3)
            top -= high

    def _head_lines(self, panel: Panel) -> list[str]:
        return wrapped(self.head, panel.width, SMALL, 600)

    def _head_height(self, panel: Panel) -> float:
        return HEAD_IN + (len(self._head_lines(panel)) - 1) * LINE_HEIGHT_IN

    def _edge(self, panel: Panel, row: dict[Any, Any], side: int) -> float:
        return float(panel.x(row[self.start if side < 0 else self.end] + side * HALF_YEAR))

    def _rows(self, panel: Panel) -> Iterator[tuple[dict[Any, Any], Words, float, float]]:
        """Give each row, its words on the roomier side, what the row keeps below words that stand above, its height."""
        for row in self.frame.to_dict("records"):
            left, right, text = self._edge(panel, row, -1), self._edge(panel, row, 1), str(row[self.text])
            before, after = left - panel.left - APART_IN, panel.right - right - APART_IN
            above = max(before, after) < NARROWEST_IN
            lines = wrapped(text, panel.right - left if above else max(before, after))
            below = LINE_HEIGHT_IN / 2 if above else 0.0
            x, ha = (left, "left") if above else (right + APART_IN, "left")
            if not above and before >= after:
                x, ha = left - APART_IN, "right"
            yield row, Words(x, 0.0, "\n".join(lines), ha=ha), below, text_height(len(lines), SMALL) + APART_IN + below
