"""Two drawings that are read together: side by side where there is room, one under the other where there is not."""

from dataclasses import dataclass

from carsi_analysis.exhibits.marks.sheet import Drawing, Sheet
from carsi_analysis.exhibits.marks.text import text_width
from carsi_analysis.house.tokens import TYPE

NARROW_IN, GAP_IN, HEAD_IN, BELOW_IN = 5.0, 0.25, 0.24, 0.16
"""Width below which they stand one under the other; distances between them, and the height of a head."""


@dataclass(frozen=True)
class Beside(Drawing):
    """Two drawings under heads of their own, their heads on one line.

    Attributes:
        first, second: the drawings.
        heads: what each shows.
        share: the part of the width that the first one takes.
    """

    first: Drawing
    second: Drawing
    heads: tuple[str, str]
    share: float = 0.6

    def layout(self, width: float) -> Sheet:
        is_wide = width >= NARROW_IN
        own = (width - GAP_IN) * self.share if is_wide else width
        first = self.first.layout(own)
        second = self.second.layout(width - GAP_IN - own if is_wide else width)
        below = 0.0 if is_wide else first.height + HEAD_IN + BELOW_IN
        sheet = Sheet(width, max(first.height, below + second.height) + HEAD_IN)
        # a head that runs into its neighbour, or off the sheet, is as good as lost
        sheet.left_out += [
            head
            for head, drawn in zip(self.heads, (first, second), strict=True)
            if text_width(head, TYPE.chart, 600) > drawn.width
        ]
        for drawn, head, x, down in (
            (first, self.heads[0], 0.0, 0.0),
            (second, self.heads[1], own + GAP_IN if is_wide else 0.0, below),
        ):
            sheet.text(x + 0.02, sheet.height - down - 0.02, head, size=TYPE.chart, weight=600, va="top")
            sheet.take(drawn, x, sheet.height - down - HEAD_IN - drawn.height)
        return sheet
