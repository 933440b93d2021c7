"""Two values of a thing as one dot between two scales, with its words beside it."""

from dataclasses import dataclass

import pandas as pd

from carsi_analysis.exhibits.marks.geometry import Panel, value_ticks
from carsi_analysis.exhibits.marks.rows import read_rows
from carsi_analysis.exhibits.marks.scale import Across, Write, ticks_width, written
from carsi_analysis.exhibits.marks.sheet import Drawing, Says, Sheet, Words
from carsi_analysis.exhibits.marks.text import SMALL, text_width
from carsi_analysis.house.tokens import LIGHT, TYPE

ROLES = ("x", "y", "colour", "text")

ABOVE_IN, FOOT_IN, AREA = 0.22, 0.42, 46
"""Room for the words of the scale upward, and for values and words of the one across; the area of a dot."""


@dataclass(frozen=True)
class Scatter(Drawing):
    """Dots between two scales that both hold zero.

    Attributes:
        frame: one row a dot.
        x: column of the value across.
        y: column of the value upward.
        colour: column of the colour of dot and words.
        text: column of the words beside the dot.
        across: what the scale across counts.
        upward: what the scale upward counts.
        write: writes the numbers of the scales.
        high: height between the scales.
    """

    frame: pd.DataFrame
    x: str
    y: str
    colour: str
    text: str
    across: str
    upward: str
    write: Write
    high: float = 1.96

    def layout(self, width: float) -> Sheet:
        sheet = Sheet(width, ABOVE_IN + self.high + FOOT_IN)
        dots = read_rows(self.frame, self, ROLES)
        low, high = (1.15 * end for end in (min(0.0, *(dot.y for dot in dots)), max(0.0, *(dot.y for dot in dots))))
        ticks = value_ticks(low, high, 5)
        left = ticks_width(ticks, self.write) + 0.1
        rooms = [(dot.x, 0.06, 0.12 + text_width(dot.words("text"), TYPE.chart, 600)) for dot in dots]
        span = (min(0.0, *(dot.x for dot in dots)), max(dot.x for dot in dots))
        scale = Across.fitted(span, (left, width - 0.05), rooms)
        panel = Panel(left, FOOT_IN, width - 0.05 - left, self.high, (0, 1), (low, high))
        self._draw_scales(sheet, scale, panel, ticks)
        for dot in dots:
            says = Says(dot.words("text"), self.write(dot.x, 1), dot.rows)
            sheet.dot(scale.x(dot.x), panel.y(dot.y), "dot", dot.colour, says, area=AREA)
        for dot in sorted(dots, key=lambda dot: -float(dot.x)):
            words, style = dot.words("text"), {"size": TYPE.chart, "weight": 600, "colour": dot.colour}
            x, y = scale.x(dot.x), panel.y(dot.y)
            beside = [Words(x + 0.09, y, words, ha="left", **style), Words(x - 0.09, y, words, ha="right", **style)]
            apart = [Words(x, y + side * 0.14, words, ha="center", **style) for side in (1, -1)]
            sheet.place([*beside, *apart], required=words)
        return sheet

    def _draw_scales(self, sheet: Sheet, scale: Across, panel: Panel, ticks: list[float]) -> None:
        """Draw the rules of the scale upward, zero standing out, and write the values of both."""
        for tick, text in zip(ticks, written(ticks, self.write), strict=True):
            y, zero = panel.y(tick), tick == 0
            colour, line = (LIGHT.muted, 1.0) if zero else (LIGHT.rule, 0.6)
            sheet.line([(panel.left, y), (panel.right, y)], colour, line, z=1 if zero else 0.5)
            sheet.text(panel.left - 0.06, y, text, ha="right")
        places = value_ticks(scale.low, scale.high, 5)
        for place, text in zip(places, written(places, self.write), strict=True):
            sheet.text(scale.x(place), FOOT_IN - 0.12, text, ha="center")
        sheet.text(panel.left + panel.width / 2, 0.1, self.across, ha="center", size=SMALL)
        sheet.text(panel.left, sheet.height - 0.08, self.upward, size=SMALL)
