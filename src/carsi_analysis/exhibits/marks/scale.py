"""Scales across a picture: where values stand, round values on it, and their rules."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from carsi_analysis.exhibits.marks.geometry import log_ticks, value_ticks
from carsi_analysis.exhibits.marks.sheet import Sheet, Words
from carsi_analysis.exhibits.marks.text import SMALL, text_width
from carsi_analysis.house.tokens import LIGHT

TICK_ROOM_IN = 0.6
"""Room that a value on a scale takes with the distance to its neighbour."""

Write = Callable[[float, int], str]
"""Writes a number with so many decimals, as a ``Locale`` does."""


@dataclass(frozen=True)
class Across:
    """A scale from left to right: inches of zero, or of one where it is logarithmic, and inches a unit or a tenfold."""

    low: float
    high: float
    origin: float
    unit: float
    logarithmic: bool = False

    @classmethod
    def fitted(
        cls,
        span: tuple[float, float],
        room: tuple[float, float],
        labels: Iterable[tuple[float, float, float]] = (),
        *,
        logarithmic: bool = False,
    ) -> "Across":
        """Make the widest scale on which a span and all labels find their room.

        Args:
            span: lowest and highest value.
            room: left and right edge in inches.
            labels: for each, the value that it stands at and the inches that it needs left and right of it.
            logarithmic: whether each tenfold takes the same room.
        """
        turn = np.log10 if logarithmic else np.asarray
        low, high = (float(turn(end)) for end in span)
        high = high if high > low else low + 1.0
        needs = [(low, 0.0, 0.0), (high, 0.0, 0.0), *((float(turn(at)), left, right) for at, left, right in labels)]
        at, left, right = (np.array(column) for column in zip(*needs, strict=True))
        apart = at[None, :] - at[:, None]
        rooms = (room[1] - room[0]) - left[:, None] - right[None, :]
        unit = max(float((rooms[apart > 1e-12] / apart[apart > 1e-12]).min()), 1e-9)
        origin = float((room[0] + left - at * unit).max())
        return cls(span[0], span[1], origin, unit, logarithmic)

    def x(self, value: float) -> float:
        """Turn a value into inches."""
        return self.origin + float(np.log10(value) if self.logarithmic else value) * self.unit

    @property
    def ticks(self) -> list[float]:
        """Round values on the scale, as many as stand side by side."""
        if self.logarithmic:
            return log_ticks(self.low, self.high)
        return value_ticks(self.low, self.high, max(int(self.unit * (self.high - self.low) / TICK_ROOM_IN), 1))

    def rule(self, sheet: Sheet, foot: float, top: float, *, zero: bool = False) -> None:
        """Draw the rules of the scale between two heights; zero stands out where values lie on both sides."""
        for tick in self.ticks:
            strong = zero and tick == 0
            colour, width = (LIGHT.muted, 1.0) if strong else (LIGHT.rule, 0.6)
            sheet.line([(self.x(tick), foot), (self.x(tick), top)], colour, width, z=1 if strong else 0.5)

    def label(self, sheet: Sheet, y: float, write: Write) -> None:
        """Write the values of the rules around a height, those that stand clear of the one before."""
        edge = -1.0
        for tick, text in zip(self.ticks, written(self.ticks, write), strict=True):
            words = Words(self.x(tick), y, text, ha="center")
            if words.box.left > edge:
                edge = sheet.put(words).box.right + 0.04


def written(ticks: Sequence[float], write: Write) -> list[str]:
    """Write the values of a scale with the decimals that tell them apart."""
    digits = 0
    while digits < 3 and any(abs(round(tick, digits) - tick) > 1e-9 for tick in ticks):
        digits += 1
    return [write(tick, digits) for tick in ticks]


def ticks_width(ticks: Sequence[float], write: Write) -> float:
    """Give the width of the widest value of a scale, in inches."""
    return max((text_width(text, SMALL) for text in written(ticks, write)), default=0.0)
