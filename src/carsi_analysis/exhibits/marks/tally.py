"""Tallies: a matrix of rows and columns, one dot for each thing that stands there; an empty cell says there is none.

A chart of them gives a frame with one row a thing and says which column plays which role::

    Tally(
        studies.assign(look=..., colour=...),
        row="kind",  # rows in the order of the frame; one without a thing has a row without a column
        column="design",
        look="look",  # a name in ``sheet.LOOKS``
        colour="colour",
        name="study",  # what the answer under a dot says, with its ``value``
        value="reading",
        heads={"trial": "Drew lots", "audit": "Audit"},
    )

On a narrow sheet the rows' names stand above their cells.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from carsi_analysis.exhibits.marks.key import Entry, draw_key, key_height
from carsi_analysis.exhibits.marks.rows import Row, grouped, read_rows
from carsi_analysis.exhibits.marks.sheet import Drawing, Says, Sheet
from carsi_analysis.exhibits.marks.text import LINE_HEIGHT_IN, SMALL, widest, wrapped
from carsi_analysis.house.tokens import EMPHASIS, LIGHT

ROLES = ("row", "column", "look", "colour", "name", "value", "group")

STEP_IN, LINE_IN, GAP_IN, SIDES_IN = 0.215, 0.14, 0.06, 0.17
"""Heights of a row with one line of dots and of each further line; room between groups; height of the line of sides."""

DOT_IN, EDGE_IN = 0.125, 0.04
"""Distance of dots in a cell, and between its dots and its edge."""

NAMES_SHARE, NARROW_IN = 0.36, 5.0
"""Largest part of the width for the rows' names; width below which they stand above their cells."""


@dataclass(frozen=True)
class Tally(Drawing):
    """A matrix of counted dots; see the module for the roles.

    Attributes:
        frame: one row a thing, or a row of the matrix that holds none (its ``column`` is missing).
        row: column of the row's words, in the order of the frame.
        column: column of what ``heads`` names.
        look: column of the dot's look.
        colour: column of its colour.
        name: column of what the thing is, as the answer under its dot says it.
        value: column of what is said of it there.
        heads: names of the columns, from left to right.
        totals: words at the end of each row.
        total_head: what stands above them.
        none: the words at the end of a row without a thing, which stand out.
        sides: what the columns at the left and at the right end have in common.
        group: column of the group; some room divides groups.
        key: entries of the key above.
    """

    frame: pd.DataFrame
    row: str
    column: str
    look: str
    colour: str
    name: str
    value: str
    heads: Mapping[Any, str]
    totals: Mapping[str, str]
    total_head: str
    none: str
    sides: tuple[str, str] = ("", "")
    group: str | None = None
    key: Sequence[Entry] = ()

    def layout(self, width: float) -> Sheet:
        return _Matrix(self, width).sheet()


class _Matrix:
    """The places of rows, columns and dots on a sheet of some width."""

    def __init__(self, tally: Tally, width: float) -> None:
        self.tally, self.width = tally, width
        rows = read_rows(tally.frame, tally, ROLES)
        self.groups = [grouped(own, "row") for own in grouped(rows, "group").values()]
        self.above = width < NARROW_IN
        totals = [tally.total_head, *tally.totals.values(), tally.none]
        self.total_in = 0.0 if self.above else widest(totals, SMALL, 600) + 0.08
        room = width * NAMES_SHARE if not self.above else width - widest(totals, SMALL, 600) - 0.1
        self.names = {str(row.row): wrapped(str(row.row), room) for row in rows}
        lines = [line for broken in self.names.values() for line in broken]
        self.left = 0.0 if self.above else widest(lines) + 0.1
        self.wide = (width - self.left - self.total_in - 0.02) / len(tally.heads)
        self.heads = {at: wrapped(head, self.wide - 0.04, SMALL, 600) for at, head in tally.heads.items()}
        self.across = max(int((self.wide - 2 * EDGE_IN) / DOT_IN), 1)

    def sheet(self) -> Sheet:
        """Lay everything out."""
        tally = self.tally
        key_in = key_height(tally.key, self.width)
        sides_in = SIDES_IN if any(tally.sides) else 0.0
        head_in = max(map(len, self.heads.values())) * LINE_HEIGHT_IN + 0.07
        rows_in = sum(self._height(name, own) for group in self.groups for name, own in group.items())
        gaps_in = GAP_IN * (len(self.groups) - 1)
        sheet = Sheet(self.width, key_in + sides_in + head_in + rows_in + gaps_in + 0.03)
        draw_key(sheet, tally.key, 0.0, sheet.height, self.width)
        top = sheet.height - key_in
        if sides_in:
            level, right = top - sides_in / 2, self.left + self.wide * len(tally.heads)
            sheet.text(self.left + EDGE_IN, level, tally.sides[0], colour=LIGHT.muted)
            sheet.text(right, level, tally.sides[1], ha="right", colour=LIGHT.muted)
        top -= sides_in
        self._draw_heads(sheet, top, head_in)
        top -= head_in
        for group in self.groups:
            for name, own in group.items():
                top = self._draw_row(sheet, str(name), own, top)
            top -= GAP_IN
        return sheet

    def _cells(self, own: Sequence[Row]) -> dict[Any, list[Row]]:
        return grouped([row for row in own if row.column is not None], "column")

    def _name_in(self, name: str) -> float:
        """Give the height of a name above its cells."""
        return len(self.names[name]) * LINE_HEIGHT_IN + 0.06 if self.above else 0.0

    def _height(self, name: str, own: Sequence[Row]) -> float:
        most = max((len(dots) for dots in self._cells(own).values()), default=0)
        lines = max(-(-most // self.across), 1)
        beside = 0.0 if self.above else (len(self.names[name]) - 1) * LINE_HEIGHT_IN
        return STEP_IN + max((lines - 1) * LINE_IN, beside) + self._name_in(name)

    def _draw_heads(self, sheet: Sheet, top: float, high: float) -> None:
        for place, lines in enumerate(self.heads.values()):
            if widest(lines, SMALL, 600) > self.wide:
                sheet.left_out.append(" ".join(lines))
            sheet.text(
                self.left + self.wide * place + EDGE_IN, top - high + 0.04, "\n".join(lines), va="bottom", weight=600
            )
        if not self.above:
            sheet.text(self.width, top - high + 0.04, self.tally.total_head, ha="right", va="bottom", weight=600)

    def _draw_row(self, sheet: Sheet, name: str, own: Sequence[Row], top: float) -> float:
        """Draw a row below a height and give its foot."""
        tally, cells = self.tally, self._cells(own)
        foot = top - self._height(name, own)
        words = "\n".join(self.names[name])
        total, style = tally.totals.get(name), {"ha": "right", "weight": 600}
        said = (total, {}) if total else (tally.none, {"colour": EMPHASIS})
        if self.above:
            level = top - self._name_in(name) / 2
            sheet.text(0.0, level, words)
            sheet.text(self.width, level, said[0], **style, **said[1])
            top -= self._name_in(name)
        else:
            sheet.text(self.left - 0.06, (top + foot) / 2, words, ha="right")
            sheet.text(self.width, (top + foot) / 2, said[0], **style, **said[1])
        empty = None if cells else Says(name, tally.none, own[0].rows)
        whole = self.wide * len(tally.heads)
        sheet.box(self.left, foot, whole, top - foot, LIGHT.paper, empty, edge=LIGHT.rule, line=0.6, z=0.3)
        for place, (at, head) in enumerate(tally.heads.items()):
            left, dots = self.left + self.wide * place, cells.get(at, [])
            if dots:
                sheet.box(left, foot, self.wide, top - foot, LIGHT.tint, edge=LIGHT.rule, line=0.6, z=0.4)
                self._draw_dots(sheet, dots, left, (top + foot) / 2, f"{name}, {head}")
            sheet.line([(left, foot), (left, top)], LIGHT.rule, 0.6)
        return foot

    def _draw_dots(self, sheet: Sheet, dots: Sequence[Row], left: float, middle: float, where: str) -> None:
        lines = [dots[at : at + self.across] for at in range(0, len(dots), self.across)]
        for number, line in enumerate(lines):
            y = middle + ((len(lines) - 1) / 2 - number) * LINE_IN
            for place, dot in enumerate(line):
                says = Says(f"{dot.words('name')} ({where})", dot.words("value"), dot.rows)
                sheet.dot(left + EDGE_IN + DOT_IN * (place + 0.5), y, dot.look, dot.colour, says)
