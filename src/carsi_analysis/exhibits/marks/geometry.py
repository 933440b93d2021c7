"""Where years and values stand on a sheet, round numbers on their scales, and places moved apart."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.ticker import MaxNLocator

from carsi_analysis.exhibits.marks.text import SMALL, text_width


@dataclass(frozen=True)
class Panel:
    """A rectangle on a sheet (inches) with a span of years across and of values upward."""

    left: float
    bottom: float
    width: float
    height: float
    years: tuple[float, float]
    values: tuple[float, float]
    logarithmic: bool = False

    def x(self, year: float) -> float:
        """Turn a year into inches from the left of the sheet."""
        first, last = self.years
        return self.left + (float(year) - first) / (last - first) * self.width

    def y(self, value: float) -> float:
        """Turn a value into inches from the foot of the sheet; zero stands at the foot of a logarithmic panel."""
        low, high = self.values
        given = float(value)
        if self.logarithmic:
            given, low, high = math.log10(max(given, low)), math.log10(low), math.log10(high)
        return self.bottom + (given - low) / (high - low) * self.height

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def top(self) -> float:
        return self.bottom + self.height


def crosses(points: np.ndarray, corner: tuple[float, float], opposite: tuple[float, float]) -> bool:
    """Tell whether a line through points runs through a rectangle, by the method of Liang and Barsky."""
    start, step = points[:-1], np.diff(points, axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = np.stack([(np.asarray(one) - start) / step for one in (corner, opposite)])
    inside = (np.asarray(corner) < start) & (start < np.asarray(opposite))
    still = step == 0
    near = np.where(still, np.where(inside, -np.inf, np.inf), ends.min(axis=0)).max(axis=1)
    far = np.where(still, np.where(inside, np.inf, -np.inf), ends.max(axis=0)).min(axis=1)
    return bool((np.maximum(near, 0.0) < np.minimum(far, 1.0)).any())


def year_ticks(first: int, last: int, room_in: float) -> list[int]:
    """Choose years that fit side by side: the first steps of 1, 2, 5, 10 and 20 that leave each label its room."""
    fit = max(int(room_in / (text_width("2000", SMALL) * 1.5)), 1)
    for step in (1, 2, 5, 10, 20):
        chosen = [year for year in range(first, last + 1) if year % step == 0]
        if chosen and len(chosen) <= fit:
            return chosen
    return [last]


def value_ticks(low: float, high: float, count: int = 4) -> list[float]:
    """Choose round values for a scale from low to high."""
    ticks = MaxNLocator(nbins=count, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    return [float(tick) for tick in ticks if low - 1e-9 <= tick <= high + 1e-9]


def whole_ends(low: float, high: float) -> tuple[float, float]:
    """Widen a scale to round values at both ends."""
    ticks = MaxNLocator(nbins=4, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    return float(ticks[0]), float(ticks[-1])


def log_ticks(low: float, high: float) -> list[float]:
    """Choose the powers of ten for a logarithmic scale."""
    powers = range(math.ceil(math.log10(low)), math.floor(math.log10(high)) + 1)
    return [float(10**power) for power in powers]


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move places apart until neighbours are a gap away from each other, as near to the wanted ones as that allows.

    Places keep their order. All stay between low and high as long as they fit there.
    """
    order = np.argsort(wanted, kind="stable")
    placed = np.asarray(wanted, dtype=float)[order]
    lower = low + gap * np.arange(len(placed))
    upper = high - gap * np.arange(len(placed))[::-1]
    for _ in range(len(placed) * 4):
        for position in range(1, len(placed)):
            short = gap - (placed[position] - placed[position - 1])
            if short > 1e-6:
                placed[position - 1] -= short / 2
                placed[position] += short / 2
        placed = np.minimum(np.maximum(placed, lower), np.maximum(upper, lower))
    result = np.empty(len(placed))
    result[order] = placed
    return [float(place) for place in result]
