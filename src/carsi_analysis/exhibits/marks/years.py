"""Years across, values upward: one panel or many of one grid, with layers of lines, bands, points, stacks and events.

A chart of them gives its layers and, where there are several panels, their heads::

    Years(
        [
            Lines(frame=series, panel="country_iso3", text="said", label_at=("last", "peak")),
            Points(frame=series[series["doubtful"]], panel="country_iso3", look="open"),
        ],
        write=locale.fixed,  # numbers of the scale
        panels=[Head(iso, name, colour) for iso, name, colour in countries],
    )

Margins come from the widest label, values share a scale unless ``own_scale`` or ``row_scale``; a free cell of the grid
holds the key.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from carsi_analysis.exhibits.marks.events import Events
from carsi_analysis.exhibits.marks.geometry import Panel, log_ticks, spread, value_ticks
from carsi_analysis.exhibits.marks.key import Entry, column_size, draw_key, draw_key_column, key_height
from carsi_analysis.exhibits.marks.layers import End, Layer
from carsi_analysis.exhibits.marks.scale import Write, ticks_width, written
from carsi_analysis.exhibits.marks.sheet import Drawing, Sheet
from carsi_analysis.exhibits.marks.stacks import Stacks, Unknown
from carsi_analysis.exhibits.marks.text import LINE_HEIGHT_IN, SMALL, text_width, widest
from carsi_analysis.house.tokens import LIGHT, TYPE

HEAD_IN, NOTE_IN, FOOT_IN = 0.22, 0.14, 0.24
"""Heights of a panel's head, of a line under it, and of the years."""

BETWEEN_IN, NAME_IN = 0.16, 0.22
"""Distance of panels side by side, and from a panel to the names at its right."""

NARROWEST_IN = 1.35
"""Width below which panels do not stand side by side."""


class Head(NamedTuple):
    """The head of a panel: its key in the layers' frames, its name, colour, and a quieter line under it.

    ``share`` is the panel's height as a part of that of the highest; panels side by side have the same.
    """

    key: Any
    name: str
    colour: str = LIGHT.ink
    note: str = ""
    share: float = 1.0


@dataclass(frozen=True)
class Years(Drawing):
    """Panels of years; see the module for an example.

    Attributes:
        layers: what stands on the panels, from the back to the front.
        write: writes the numbers of the scale.
        panels: heads of the panels in reading order; one panel without a head by default.
        columns: how many panels stand side by side where the sheet is wide.
        high: height of a panel, or of the highest.
        own_scale: whether each panel has a scale of its own.
        row_scale: whether only panels side by side share a scale, so that low values do not lie flat under high ones.
        logarithmic: whether the scale is; zeros then stand at its foot.
        zero: whether the scale begins at zero where all values lie above it.
        limits: ends of the scale where they are known, such as those of a percentage.
        ticks: values on the scale, where round ones would not do.
        year: writes a year under the panel.
        span: first and last year, where a chart stands beside another; those of the layers by default.
        every_year: whether each year is named, as under few bars, rather than round ones.
        unknown: hatched room where nothing is known.
        key: entries of the key; parts of stacks whose names find no room on a narrow sheet are named there too.
    """

    layers: Sequence[Layer]
    write: Write
    panels: Sequence[Head] = (Head(None, ""),)
    columns: int = 4
    high: float = 1.0
    own_scale: bool = False
    row_scale: bool = False
    logarithmic: bool = False
    zero: bool = True
    limits: tuple[float, float] | None = None
    ticks: Sequence[float] | None = None
    year: Callable[[int], str] = str
    span: tuple[int, int] | None = None
    every_year: bool = False
    unknown: Sequence[Unknown] = ()
    key: Sequence[Entry] = ()

    def layout(self, width: float) -> Sheet:
        page = _Page(self, width)
        sheet = page.sheet()
        events = [layer for layer in self.layers if isinstance(layer, Events)]
        if any(layer.told is None for layer in events):
            first = page.panels(sheet)[self.panels[0].key]
            told = [layer.arranged(sheet, first) if layer in events else layer for layer in self.layers]
            return replace(self, layers=told).layout(width)
        named = [layer for layer in self.layers if isinstance(layer, Stacks) and layer.name is not None]
        if not named or not sheet.left_out:
            return sheet
        unnamed = [replace(layer, name=None) if isinstance(layer, Stacks) else layer for layer in self.layers]
        key = [*self.key, *(entry for layer in named for entry in layer.entries)]
        return replace(self, layers=unnamed, key=key).layout(width)


class _Page:
    """The grid of panels on a sheet of some width."""

    def __init__(self, years: Years, width: float) -> None:
        self.years, self.width = years, width
        heads = years.panels
        self.columns = max(1, min(years.columns, len(heads), int((width - 0.3) / NARROWEST_IN)))
        self.rows = -(-len(heads) // self.columns)
        whole = [year for layer in years.layers for year in layer.years if not isinstance(layer, Events)]
        self.first, self.last = years.span or (int(min(whole)), int(max(whole)))
        self.shown = sorted({int(year) for year in whole})
        self.above_in = max(layer.above_in for layer in years.layers)
        self.highs = {head.key: years.high * head.share for head in heads}
        own = {head.key: self._span(head.key) for head in heads}
        together = 1 if years.own_scale else self.columns if years.row_scale else len(heads)
        self.spans: dict[Any, tuple[float, float]] = {}
        for first in range(0, len(heads), together):
            side_by_side = [head.key for head in heads[first : first + together]]
            lows, highs = zip(*(own[key] for key in side_by_side), strict=True)
            self.spans |= dict.fromkeys(side_by_side, (min(lows), max(highs)))
        self.ticks = {key: self._ticks(key) for key in self.spans}
        self.left = max(ticks_width(ticks, years.write) for ticks in self.ticks.values()) + 0.1
        in_rows = [heads[row : row + self.columns] for row in range(0, len(heads), self.columns)]
        self.noted = [any(head.note for head in row) for row in in_rows]
        self.headed = [self._headed(row) for row in in_rows]
        self.cell_in = (width - self.left - BETWEEN_IN * self.columns) / self.columns
        wide, tall = column_size(years.key, self.cell_in)
        fits = wide <= self.cell_in and tall <= years.high + FOOT_IN
        self.key_in_cell = fits and self.rows * self.columns > len(heads)
        self.key_in = 0.0 if self.key_in_cell else key_height(years.key, width - self.left)
        beyond = [unknown.room_in + 0.1 for unknown in years.unknown if unknown.start > self.last]
        self.beyond = max(beyond, default=0.0)
        self.labels_in = max((layer.right_in for layer in years.layers), default=0.0)
        self.over_in = max((layer.over_in for layer in years.layers if isinstance(layer, Events)), default=0.0)
        self.names_in = 0.0
        self._measure_names()

    def _headed(self, row: Sequence[Head]) -> float:
        """Give the height of the heads of panels side by side."""
        noted = any(head.note for head in row)
        return (HEAD_IN if any(head.name for head in row) else 0.06) + NOTE_IN * noted

    def _span(self, key: Any) -> tuple[float, float]:
        """Find the ends of the scale of one panel, with room for the labels above the highest value."""
        years = self.years
        if years.limits is not None:
            return years.limits
        values = [value for layer in years.layers for value in layer.values(key)]
        if years.logarithmic:
            seen = [value for value in values if value > 0] or [1.0]  # a panel may be empty
            low, high = min(seen) / 1.3, max(seen) * 1.3
            return low, high * (high / low) ** (self.above_in / self.highs[key])
        low, high = min(values, default=0.0), max(values, default=0.0)
        floor = min(low, 0.0) if years.zero else low - (high - low) * 0.06
        high = high if high > floor else floor + 1.0
        return floor, floor + (high - floor) * self.highs[key] / (self.highs[key] - self.above_in)

    def _ticks(self, key: Any) -> list[float]:
        span = self.spans[key]
        if self.years.ticks is not None:
            return list(self.years.ticks)
        if self.years.logarithmic:
            ticks = log_ticks(*span)
            return ticks[:: 1 + (len(ticks) > 4)]
        return value_ticks(*span, max(int(self.highs[key] / 0.26), 2))

    def _panel(self, place: int, bottom: float) -> Panel:
        """Give the panel of a place in the grid, on which the last year leaves its labels their room."""
        own_left = self.left if self.years.own_scale else 0.0
        left = 0.0 if self.years.own_scale else self.left
        right = 0.04 + self.names_in + self.beyond
        each = (self.width - left - right - BETWEEN_IN * (self.columns - 1)) / self.columns
        x = left + (place % self.columns) * (each + BETWEEN_IN)
        inner = each - own_left - self.labels_in
        half = 0.6 if any(isinstance(layer, Stacks) for layer in self.years.layers) else 0.5
        span = (self.first - half, self.last + half)
        key = self.years.panels[place if place < len(self.years.panels) else 0].key
        return Panel(x + own_left, bottom, inner, self.highs[key], span, self.spans[key], self.years.logarithmic)

    def _measure_names(self) -> None:
        """Find the room right of the panel for the names of line ends."""
        panel = self._panel(0, 0.0)
        ends = [end for layer in self.years.layers for end in layer.ends(panel, self.years.panels[0].key)]
        if ends and len(self.years.panels) == 1:
            wide = max(text_width(end.text, SMALL, end.weight) for end in ends)
            self.names_in = wide + (NAME_IN if self._crowded(ends) else 0.1)

    @staticmethod
    def _crowded(ends: Sequence[End]) -> bool:
        places = sorted(end.y for end in ends)
        return any(b - a < LINE_HEIGHT_IN for a, b in pairwise(places)) or len({end.x for end in ends}) > 1

    @cached_property
    def _feet(self) -> list[float]:
        """How far below the key each row of panels ends."""
        highs = [self.highs[head.key] for head in self.years.panels[:: self.columns]]
        rows = (headed + high + FOOT_IN for headed, high in zip(self.headed, highs, strict=True))
        return [self.over_in + down for down in accumulate(rows)]

    def panels(self, sheet: Sheet) -> dict[Any, Panel]:
        """Give the panels on the sheet, by the keys of their heads."""
        top = sheet.height - self.key_in
        return {
            head.key: self._panel(place, top - self._feet[place // self.columns] + FOOT_IN)
            for place, head in enumerate(self.years.panels)
        }

    def sheet(self) -> Sheet:
        """Lay everything out."""
        years = self.years
        sheet = Sheet(self.width, self.key_in + self._feet[-1] + 0.02)
        panels = self.panels(sheet)
        for place, head in enumerate(years.panels):
            self._draw_frame(sheet, panels[head.key], place)
        self._draw_key(sheet, sheet.height - self.key_in - self._feet[-1] + FOOT_IN)
        for place, head in enumerate(years.panels):
            for layer in years.layers:
                if isinstance(layer, Events) and layer.told is not None and place == 0:
                    layer.draw_told(sheet, panels[head.key])
                else:
                    layer.draw(sheet, panels[head.key], head.key, head.name)
        for unknown in years.unknown:
            self._draw_unknown(sheet, unknown, panels[unknown.panel])
        for head in years.panels:
            for layer in years.layers:
                layer.label(sheet, panels[head.key], head.key)
        if self.names_in:
            self._name_ends(sheet, panels[years.panels[0].key])
        return sheet

    def _draw_frame(self, sheet: Sheet, panel: Panel, place: int) -> None:
        """Draw scale, years and head of the panel at a place in the grid."""
        years, head = self.years, self.years.panels[place]
        ticks = self.ticks[head.key]
        labelled = years.own_scale or place % self.columns == 0
        for tick in ticks:
            y = panel.y(tick)
            sheet.line([(panel.left, y), (panel.right, y)])
        if labelled:
            for tick, text in zip(ticks, written(ticks, years.write), strict=True):
                sheet.text(panel.left - 0.06, panel.y(tick), text, ha="right")
        zero = panel.y(0.0) if self.spans[head.key][0] < 0 < self.spans[head.key][1] else panel.bottom
        sheet.line([(panel.left, zero), (panel.right, zero)], LIGHT.muted, z=2.5)
        for year in self._named_years(panel):
            x = panel.x(year)
            sheet.line([(x, panel.bottom), (x, panel.bottom - 0.04)], LIGHT.muted, z=2.5)
            named = years.year(year)
            within = min(x, self.width - text_width(named, SMALL) / 2)
            sheet.text(within, panel.bottom - 0.06, named, ha="center", va="top")
        y = panel.top + self.over_in * (place < self.columns) + 0.03
        if head.note:
            sheet.text(panel.left, y, head.note, va="bottom")
        if head.name:
            style: dict[str, Any] = {"size": TYPE.chart, "weight": 600, "colour": head.colour, "va": "bottom"}
            sheet.text(panel.left, y + NOTE_IN * self.noted[place // self.columns], head.name, **style)

    def _named_years(self, panel: Panel) -> list[int]:
        """Choose the years to name: all, the measured ones where they are few, or round ones that have room."""
        wide = widest([self.years.year(year) for year in (self.first, self.last)]) * 1.25
        a_year = panel.width / (panel.years[1] - panel.years[0])
        if len(self.shown) <= 3 or self.years.every_year:
            apart = min((b - a for a, b in pairwise(self.shown)), default=10)
            if apart * a_year >= wide:
                return self.shown
        for step in (1, 2, 5, 10, 20):
            round_years = [year for year in range(self.first, self.last + 1) if year % step == 0]
            if round_years and step * a_year >= wide:
                return round_years
        return [self.last]

    def _draw_key(self, sheet: Sheet, lowest: float) -> None:
        """Write the key above, or in the free cell of the grid beside the lowest panels."""
        if self.key_in_cell:
            cell = self._panel(len(self.years.panels), lowest)
            draw_key_column(sheet, self.years.key, cell.left, cell.top, self.cell_in)
        else:
            draw_key(sheet, self.years.key, self.left, sheet.height, self.width - self.left)

    def _draw_unknown(self, sheet: Sheet, unknown: Unknown, panel: Panel) -> None:
        if unknown.start > self.last:
            left = self.width - self.beyond + 0.05
            unknown.draw(sheet, left, self.width - 0.03, panel)
        else:
            right = panel.right if unknown.end is None else panel.x(unknown.end + 0.5)
            unknown.draw(sheet, panel.x(unknown.start - 0.5), right, panel)

    def _name_ends(self, sheet: Sheet, panel: Panel) -> None:
        """Write the names of line ends right of the panel, moved apart, a lead from each end to its name."""
        key = self.years.panels[0].key
        ends = [end for layer in self.years.layers for end in layer.ends(panel, key)]
        places = spread([end.y for end in ends], LINE_HEIGHT_IN * 1.05, panel.bottom, panel.top)
        led = self._crowded(ends)
        for end, y in zip(ends, places, strict=True):
            if led:
                sheet.line([(end.x + 0.03, end.y), (panel.right + 0.02, end.y), (panel.right + 0.14, y)], z=0.8)
            sheet.text(panel.right + (0.17 if led else 0.05), y, end.text, weight=end.weight, colour=end.colour)
        for layer in self.years.layers:
            if isinstance(layer, Stacks) and layer.name is not None:
                for name, choices in layer.beside(panel, key).items():
                    sheet.place(choices, name)
