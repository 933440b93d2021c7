"""Rows of bars: one row a name, one or more bars on it, the value at the end.

A chart of them gives a frame with one row a bar, in the order of reading, and says which column plays which role::

    Bars(
        shown.assign(amount=shown["amount_usd"] / 1e6, said=shown["amount_usd"].map(locale.money)),
        row="name",  # bars that share it stand on one row
        x="amount",  # length; below zero a sliver, beside its words
        colour="colour",
        text="said",  # stands after the row's last bar
    )

``part`` names the bars of one row; ``stacked`` parts stand end to end, others lie over each other from zero, the
longest first. ``panel`` divides the rows into panels side by side, one above the other where the sheet is narrow.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import pandas as pd

from carsi_analysis.exhibits.marks.geometry import spread
from carsi_analysis.exhibits.marks.key import Entry, draw_key, key_height
from carsi_analysis.exhibits.marks.rows import Row, grouped, read_rows
from carsi_analysis.exhibits.marks.sheet import Drawing, Says, Sheet
from carsi_analysis.exhibits.marks.text import SMALL, text_width, widest, wrapped
from carsi_analysis.exhibits.shading import text_on
from carsi_analysis.house.tokens import LIGHT, TYPE

ROLES = ("row", "x", "colour", "text", "inside", "part", "hollow", "bold", "panel")

BAR_IN, STEP_IN, HEAD_IN, LINE_IN = 0.17, 0.24, 0.2, 0.14
"""Height of a bar, from row to row, of a panel's head, and what each further line of a name adds to a row."""

NAMES_SHARE, NARROW_IN = 0.45, 5.0
"""Largest part of a panel's width for names; narrower sheets set their panels one above the other."""

SHORTEST_IN = 0.005
"""A bar of next to nothing still shows that there is something."""


@dataclass(frozen=True)
class Bars(Drawing):
    """Rows of bars; see the module for the roles.

    Attributes:
        frame: one row a bar.
        row: column of the row's name.
        x: column of the length.
        colour: column of the colour.
        text: column of the words after the row's last bar.
        inside: column of the words inside a bar, where they fit.
        part: column of the bar's name within its row.
        hollow: column that says whether the bar stands open: money asked for, planned, not final.
        bold: column that says whether the row stands apart, as a sum does.
        panel: column of the panel's head.
        stacked: whether the parts of a row stand end to end.
        own_scale: whether each panel has a scale of its own; else one inch is the same amount everywhere.
        key: entries of the key above.
        heads: whether the parts are named above the first row, which a key then need not do.
    """

    frame: pd.DataFrame
    row: str
    x: str
    colour: str
    text: str | None = None
    inside: str | None = None
    part: str | None = None
    hollow: str | None = None
    bold: str | None = None
    panel: str | None = None
    stacked: bool = True
    own_scale: bool = False
    key: Sequence[Entry] = ()
    heads: bool = False

    def layout(self, width: float) -> Sheet:
        panels = self._panels(width)
        key_in = key_height(self.key, width)
        beside = len(panels) > 1 and width >= NARROW_IN
        tall = [panel.height for panel in panels]
        sheet = Sheet(width, key_in + (max(tall) if beside else sum(tall)))
        if not self.own_scale:
            scale = min(panel.scale for panel in panels)
            for panel in panels:
                panel.scale = scale
        draw_key(sheet, self.key, panels[0].bars_left, sheet.height, width - panels[0].bars_left)
        top = sheet.height - key_in
        for panel in panels:
            panel.draw(sheet, top)
            if beside and panel.left and panel.named:
                x = panel.left - 0.1
                sheet.line([(x, 0.03), (x, sheet.height - 0.03)], LIGHT.rule, 0.8)
            top -= 0.0 if beside else panel.height
        return sheet

    def _panels(self, width: float) -> list["_Panel"]:
        """Divide the width among the panels; panels of the same rows name them once."""
        rows = read_rows(self.frame, self, ROLES)
        parts = list(grouped(rows, "panel").values())
        if len(parts) == 1 or width < NARROW_IN:
            return [_Panel(self, part, 0.0, width) for part in parts]
        same = len({tuple(grouped(part, "row")) for part in parts}) == 1
        names_in = _Panel(self, parts[0], 0.0, width).bars_left if same else 0.0
        each = (width - names_in) / len(parts)
        first = _Panel(self, parts[0], 0.0, names_in + each - 0.02)
        first.head_left = names_in
        others = [
            _Panel(self, part, names_in + each * place + 0.1, names_in + each * (place + 1), named=not same)
            for place, part in enumerate(parts[1:], 1)
        ]
        return [first, *others]


class _Panel:
    """The rows of one panel between two edges of the sheet."""

    def __init__(self, bars: Bars, rows: Sequence[Row], left: float, right: float, named: bool = True) -> None:
        self.bars, self.left, self.right, self.named = bars, left, right, named
        self.head = rows[0].words("panel")
        self.rows = {str(name): own for name, own in grouped(rows, "row").items()}
        room = (right - left) * NAMES_SHARE
        self.weights = [600 if own[0].bold else 400 for own in self.rows.values()]
        self.names = [
            wrapped(name, room, TYPE.chart, weight) if named else []
            for name, weight in zip(self.rows, self.weights, strict=True)
        ]
        widths = [widest(lines, TYPE.chart, weight) for lines, weight in zip(self.names, self.weights, strict=True)]
        self.bars_left = left + (max(widths) + 0.09 if named else 0.0)
        self.head_left = left if named else self.bars_left
        self.ends = [own[-1].words("text") for own in self.rows.values()]
        self.scale = min(
            (right - self.bars_left - (text_width(end, TYPE.chart, 600) + 0.1 if end else 0.02))
            / max(self._length(own), 1e-9)
            for end, own in zip(self.ends, self.rows.values(), strict=True)
        )

    def _length(self, own: Sequence[Row]) -> float:
        lengths = [max(bar.x, 0.0) for bar in own]
        return float(sum(lengths) if self.bars.stacked else max(lengths))

    @property
    def steps(self) -> list[float]:
        """The height of each row; a row that stands apart keeps some distance."""
        told = [max(len(lines), 1) for lines in self.names]
        return [
            STEP_IN + LINE_IN * (lines - 1) + (0.06 if weight == 600 and place else 0.0)
            for place, (lines, weight) in enumerate(zip(told, self.weights, strict=True))
        ]

    @property
    def height(self) -> float:
        return sum(self.steps) + HEAD_IN * (bool(self.head) + self.bars.heads) + 0.02

    def draw(self, sheet: Sheet, top: float) -> None:
        """Draw the panel below a height."""
        if self.head:
            sheet.text(self.head_left, top - 0.09, self.head, weight=600)
            top -= HEAD_IN
        if self.bars.heads:
            self._name_parts(sheet, top - 0.1)
            top -= HEAD_IN
        for place, (name, own) in enumerate(self.rows.items()):
            top -= self.steps[place]
            y = top + (STEP_IN + LINE_IN * (max(len(self.names[place]), 1) - 1)) / 2
            words = "\n".join(self.names[place])
            sheet.text(self.bars_left - 0.07, y, words, ha="right", size=TYPE.chart, weight=self.weights[place])
            end = self._draw_bars(sheet, name, own, y)
            sheet.text(end + 0.06, y, self.ends[place], size=TYPE.chart, weight=600)

    def _draw_bars(self, sheet: Sheet, name: str, own: Sequence[Row], y: float) -> float:
        """Draw the bars of one row and give where they end."""
        x = end = self.bars_left
        for bar in own:
            long = max(bar.x * self.scale, SHORTEST_IN if bar.x else 0.0)
            face, look = (LIGHT.paper, {"edge": bar.colour, "line": 0.9}) if bar.hollow else (bar.colour, {})
            inside = bar.words("inside")
            if long:
                label = name if bar.part is None else f"{name}, {bar.part}"
                says = Says(label, inside or bar.words("text") or str(bar.x), bar.rows)
                sheet.box(x, y - BAR_IN / 2, long, BAR_IN, face, says, **look)
            if inside and text_width(inside, SMALL) + 0.06 < long:
                sheet.text(x + long / 2, y, inside, ha="center", colour=text_on(face))
            end = max(end, x + long)
            x += long if self.bars.stacked else 0.0
        return end

    def _name_parts(self, sheet: Sheet, y: float) -> None:
        """Name the parts above the bars of the first row, moved apart where they are short."""
        own = next(iter(self.rows.values()))
        ends = list(accumulate((max(bar.x, 0.0) * self.scale for bar in own), initial=self.bars_left))
        middles = [(left + right) / 2 for left, right in pairwise(ends)]
        names = [bar.words("part") for bar in own]
        half = widest(names, SMALL, 600) / 2
        places = spread(middles, 2 * half + 0.08, self.bars_left + half, self.right - half)
        for name, x in zip(names, places, strict=True):
            sheet.text(x, y, name, ha="center", weight=600)
