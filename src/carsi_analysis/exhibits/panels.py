"""Small panels on one sheet measured in inches.

Seven countries side by side would need seven axes, each with ticks and labels of its own, and most of the drawing
time goes into them. A sheet is one axes whose unit is an inch; a panel only turns years and values into inches on it.
Everything stands where it was put, so what collides can be computed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import Collection, LineCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.house import fonts
from carsi_analysis.house.tokens import CHART_WIDTH_IN, CONTEXT_BAND, LIGHT, TYPE

SMALL = TYPE.chart - 1
"""Size of labels inside panels, in points; the smallest text of a chart."""

LINE_HEIGHT_IN = SMALL * 1.15 / 72
"""Distance at which two small labels stand clear of each other."""


def sheet(figure: Figure) -> Axes:
    """Lay one axes over the whole figure, its unit an inch, nothing drawn on it yet."""
    width, height = figure.get_size_inches()
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, width)
    axes.set_ylim(0, height)
    axes.set_autoscale_on(False)
    axes.set_axis_off()
    return axes


def add(axes: Axes, collection: Collection) -> None:
    """Put a collection on a sheet, whose limits are fixed and need no measuring."""
    axes.add_collection(collection, autolim=False)


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

    def x(self, year: Any) -> Any:
        """Turn years into inches from the left of the sheet."""
        first, last = self.years
        return self.left + (np.asarray(year, dtype=float) - first) / (last - first) * self.width

    def y(self, value: Any) -> Any:
        """Turn values into inches from the foot of the sheet; zero stands at the foot of a logarithmic panel."""
        low, high = self.values
        given = np.asarray(value, dtype=float)
        if self.logarithmic:
            given, low, high = np.log10(np.maximum(given, low)), np.log10(low), np.log10(high)
        return self.bottom + (given - low) / (high - low) * self.height

    def points(self, column: pd.Series) -> np.ndarray:
        """Turn a column of values by year into points on the sheet."""
        return np.column_stack([self.x(column.index.to_numpy()), self.y(column.to_numpy())])

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def top(self) -> float:
        return self.bottom + self.height


def panel_grid(
    height_in: float,
    rows: int,
    columns: int,
    years: tuple[float, float],
    values: tuple[float, float],
    *,
    logarithmic: bool = False,
    left: float = 0.42,
    right: float = 0.1,
    top: float = 0.25,
    bottom: float = 0.25,
    gap_x: float = 0.22,
    gap_y: float = 0.5,
) -> list[Panel]:
    """Divide a sheet of the house width into panels of one scale, row by row from the top left."""
    width = (CHART_WIDTH_IN - left - right - gap_x * (columns - 1)) / columns
    height = (height_in - top - bottom - gap_y * (rows - 1)) / rows
    return [
        Panel(
            left + column * (width + gap_x),
            bottom + (rows - 1 - row) * (height + gap_y),
            width,
            height,
            years,
            values,
            logarithmic,
        )
        for row in range(rows)
        for column in range(columns)
    ]


def runs(column: pd.Series) -> list[pd.Series]:
    """Divide values by year into runs of consecutive years; a gap of one year divides."""
    held = column.dropna().sort_index()
    run = (held.index.to_series().diff() > 1).cumsum().to_numpy()
    return [held[run == number] for number in np.unique(run)]


def draw_runs(axes: Axes, panel: Panel, parts: Iterable[pd.Series], colour: str, width: float = 1.8) -> None:
    """Draw runs of values as lines, and a run of one year as a dot."""
    parts = list(parts)
    lines = [panel.points(part) for part in parts if len(part) > 1]
    single = [panel.points(part)[0] for part in parts if len(part) == 1]
    if lines:
        add(axes, LineCollection(lines, colors=colour, linewidths=width, capstyle="round", zorder=3))
    if single:
        x, y = np.array(single).T
        axes.scatter(x, y, s=(width * 2.2) ** 2, color=colour, linewidth=0, zorder=3)


def draw_band(axes: Axes, panel: Panel, low: pd.Series, high: pd.Series) -> None:
    """Shade the range between the lowest and the highest value of each year."""
    for part in runs(high):
        bounds = [panel.points(side[part.index]) for side in (low, high)]
        if len(part) == 1:
            half = np.array([0.02, 0.0])
            bounds = [np.vstack([bound - half, bound + half]) for bound in bounds]
        outline = np.vstack([bounds[0], bounds[1][::-1]])
        add(axes, PolyCollection([outline], facecolors=CONTEXT_BAND, linewidths=0, zorder=1))


def draw_open(axes: Axes, panel: Panel, column: pd.Series, colour: str) -> None:
    """Mark values as open circles: of another release, or kept although unreliable."""
    if len(column):
        x, y = panel.points(column).T
        axes.scatter(x, y, s=15, facecolor="white", edgecolor=colour, linewidth=1.1, zorder=4)


def draw_scale(
    axes: Axes, panels: Sequence[Panel], ticks: Sequence[float], labelled: Sequence[int], write: Any
) -> None:
    """Draw the lines of the scale across all panels, and their values left of the labelled ones."""
    lines = [[(p.left, p.y(tick)), (p.right, p.y(tick))] for p in panels for tick in ticks]
    add(axes, LineCollection(lines, colors=LIGHT.rule, linewidths=0.6, zorder=0.5))
    for position in labelled:
        panel = panels[position]
        for tick in ticks:
            axes.text(
                panel.left - 0.06,
                panel.y(tick),
                write(tick),
                ha="right",
                va="center",
                size=SMALL,
                color=LIGHT.ink,
            )


def draw_years(axes: Axes, panels: Sequence[Panel], years: Sequence[int]) -> None:
    """Write years under every panel, a tick above each."""
    ticks = [[(p.x(year), p.bottom), (p.x(year), p.bottom - 0.04)] for p in panels for year in years]
    feet = [[(p.left, p.bottom), (p.right, p.bottom)] for p in panels]
    add(axes, LineCollection(ticks + feet, colors=LIGHT.muted, linewidths=0.6, zorder=2.5))
    for panel in panels:
        for year in years:
            axes.text(panel.x(year), panel.bottom - 0.06, str(year), ha="center", va="top", size=SMALL)


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


def log_ticks(low: float, high: float) -> list[float]:
    """Choose the powers of ten for a logarithmic scale."""
    powers = range(int(np.ceil(np.log10(low))), int(np.floor(np.log10(high))) + 1)
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


def text_width(text: str, size: float, weight: int = 400) -> float:
    """Measure the width of a text of one line in the house typeface, in inches, without kerning."""
    return fonts.text_width(text, size / 72, weight)


def scale_writer(ticks: Sequence[float], locale: Locale) -> Any:
    """Give the function that writes the values of a scale with the decimals that tell them apart."""
    digits = 0
    while digits < 3 and any(abs(round(tick, digits) - tick) > 1e-9 for tick in ticks):
        digits += 1
    return lambda tick: locale.fixed(tick, digits)
