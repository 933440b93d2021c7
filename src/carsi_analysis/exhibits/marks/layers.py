"""What stands on panels of years: lines, bands, points and breaks; ``stacks`` and ``events`` hold the others.

Each layer holds a frame and the columns that play its roles; ``panel`` names the column of the panel, and a layer
without it stands on every one. ``text`` is a value as written: what its label and the answer under its mark say.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from statistics import fmean
from typing import Any, ClassVar, NamedTuple

import pandas as pd

from carsi_analysis.exhibits.marks.geometry import Panel
from carsi_analysis.exhibits.marks.rows import Row, grouped, read_rows
from carsi_analysis.exhibits.marks.sheet import LOOKS, Box, Says, Sheet, Words
from carsi_analysis.exhibits.marks.text import LINE_HEIGHT_IN, SMALL, text_width, widest
from carsi_analysis.house.tokens import CONTEXT_BAND, LIGHT

BESIDE_IN, ABOVE_IN, LABEL_IN = 0.06, 0.1, 0.2
"""Distance of a label from the value that it names, to the side and from its middle upward; its room above it."""

CLEAR_IN = 0.04
"""Distance at which a label above a value stands clear of an upright line through it."""

LATE = 0.15
"""Part of all years, the last ones, in which the last value of a line needs room right of its panel."""


DISPUTED = (1.0, (2.5, 1.5))
"""Width and dashes of a line whose values are disputed."""


class End(NamedTuple):
    """The end of a line or a stack that is named right of its panel."""

    text: str
    x: float
    y: float
    colour: str
    weight: int


@dataclass(frozen=True, kw_only=True)
class Layer(ABC):
    """What all layers share: a frame with years and values, perhaps divided into panels."""

    frame: pd.DataFrame
    x: str = "year"
    y: str = "value"
    panel: str | None = None

    ROLES: ClassVar[tuple[str, ...]] = ("x", "y", "panel")

    @cached_property
    def _by_panel(self) -> dict[Any, list[Row]]:
        return grouped(sorted(read_rows(self.frame, self, self.ROLES), key=lambda row: row.x), "panel")

    def of(self, key: Any) -> list[Row]:
        """Take the rows of one panel, by year."""
        return self._by_panel.get(None if self.panel is None else key, [])

    @property
    def years(self) -> list[float]:
        """The years that the layer needs on the scale."""
        return [float(row.x) for own in self._by_panel.values() for row in own]

    def values(self, key: Any) -> list[float]:
        """The values of one panel that the scale must hold."""
        return [float(row.y) for row in self.of(key) if row.y is not None]

    @property
    def right_in(self) -> float:
        """Room that its labels need right of the last year, in inches."""
        return 0.0

    @property
    def above_in(self) -> float:
        """Room that its labels need above the highest value, in inches."""
        return 0.04

    @abstractmethod
    def draw(self, sheet: Sheet, panel: Panel, key: Any, name: str) -> None:
        """Draw the rows of one panel, whose name starts the answer under each mark."""

    def label(self, sheet: Sheet, panel: Panel, key: Any) -> None:
        """Write the labels of one panel, when everything is drawn."""
        return

    def ends(self, panel: Panel, key: Any) -> list[End]:
        """What is to be named right of the panel."""
        return []


def says_of(name: str, row: Row, part: str | None = None) -> Says:
    """Tell what the mark of a row stands for: its panel, its part and its year."""
    where = ", ".join(str(word) for word in (name, part, f"{row.x:.0f}") if word)
    return Says(where, row.words("text") or str(row.y), row.rows)


@dataclass(frozen=True, kw_only=True)
class Band(Layer):
    """The range between two columns, year by year, such as the lowest and highest of all countries.

    Attributes:
        low: column of the lower bound.
        high: column of the upper one.
        part: column that tells apart stretches that must not be joined.
    """

    low: str
    high: str
    part: str | None = None

    ROLES: ClassVar[tuple[str, ...]] = ("x", "panel", "low", "high", "part")

    def values(self, key: Any) -> list[float]:
        return [float(end) for row in self.of(key) for end in (row.low, row.high) if end is not None]

    def draw(self, sheet: Sheet, panel: Panel, key: Any, name: str) -> None:
        held = [row for row in self.of(key) if row.low is not None and row.high is not None]
        for part in grouped(held, "part").values():
            for run in _runs([(row.x, row) for row in part]):
                xs = [panel.x(row.x) for _, row in run]
                lows, highs = [panel.y(row.low) for _, row in run], [panel.y(row.high) for _, row in run]
                if len(run) == 1:
                    xs, lows, highs = [xs[0] - 0.02, xs[0] + 0.02], lows * 2, highs * 2
                outline = [*zip(xs, lows, strict=True), *reversed([*zip(xs, highs, strict=True)])]
                sheet.area(outline, CONTEXT_BAND, edge="none", line=0, z=1)


@dataclass(frozen=True, kw_only=True)
class Lines(Layer):
    """Values by year, joined over consecutive years; a gap divides the line, and a year alone is a dot.

    Attributes:
        colour: column of the colour.
        part: column that tells the lines of one panel apart.
        stretch: column that tells apart what must not be joined within a line, as before and after a change of method.
        text: column of the value as written.
        label_at: which values are labelled: ``last`` right of the line or ``over`` its end, where values of another
            layer follow it, and ``first`` or ``peak`` where they have room.
        name: column of the words right of the panel, each line's end joined to them by a lead.
        width: width of the line; thin lines are context.
        dash: its dashes.
        disputed: column that says whether a value is disputed: a line from or to it is dashed and thin.
        joined: whether the values may be joined at all.
    """

    colour: str = "colour"
    part: str | None = None
    stretch: str | None = None
    text: str | None = None
    label_at: tuple[str, ...] = ()
    name: str | None = None
    width: float = 1.8
    dash: tuple[float, ...] | None = None
    disputed: str | None = None
    joined: bool = True

    ROLES: ClassVar[tuple[str, ...]] = ("x", "y", "panel", "colour", "part", "stretch", "text", "name", "disputed")

    def _lines(self, key: Any) -> list[list[Row]]:
        return list(grouped([row for row in self.of(key) if row.y is not None], "part").values())

    @property
    def right_in(self) -> float:
        if "last" not in self.label_at:
            return 0.0
        years = self.years
        late = max(years, default=0.0) - LATE * (max(years, default=0.0) - min(years, default=0.0))
        last = [line[-1] for key in self._by_panel for line in self._lines(key)]
        return widest((row.words("text") for row in last if row.x >= late), SMALL, 600) + BESIDE_IN

    @property
    def above_in(self) -> float:
        return LABEL_IN if self.label_at else 0.04

    def _joined(self, line: Sequence[Row]) -> list[list[tuple[float, float]]]:
        """Divide a line into runs that may be joined, values that share a year as one."""
        if not self.joined:
            return [[(row.x, row.y)] for row in line]
        runs = []
        for stretch in grouped(line, "stretch").values():
            by_year = {year: fmean(row.y for row in rows) for year, rows in grouped(stretch, "x").items()}
            runs += _runs(list(by_year.items()))
        return runs

    def draw(self, sheet: Sheet, panel: Panel, key: Any, name: str) -> None:
        for line in self._lines(key):
            colour, runs = line[0].colour, self._joined(line)
            for run in runs:
                for piece, doubted in _pieces(run, {row.x for row in line if row.disputed}):
                    points = [(panel.x(year), panel.y(value)) for year, value in piece]
                    width, dash = DISPUTED if doubted else (self.width, self.dash)
                    sheet.line(points, colour, width, dash=dash, z=3 if self.width > 1 else 2)
            alone = {run[0][0] for run in runs if len(run) == 1}
            area = max(self.width * 2.2 - 1.0, 1.0) ** 2
            for row in line:
                look, shown = ("dot", colour) if row.x in alone else ("hit", "none")
                sheet.dot(panel.x(row.x), panel.y(row.y), look, shown, says_of(name, row, row.part), area=area, z=3)

    def label(self, sheet: Sheet, panel: Panel, key: Any) -> None:
        for line in self._lines(key):
            highest = max(line, key=lambda row: float(row.y))
            ends = {"last": line[-1], "over": line[-1], "first": line[0], "peak": highest}
            told = {""}
            for at, row in ends.items():
                text = row.words("text")
                if at in self.label_at and text not in told:
                    beside, over = _beside(panel, row), _over(panel, row)
                    choices = {"last": [*beside, *over], "over": [*over, *beside]}.get(at, over)
                    sheet.place(choices, text if row is line[-1] else "")
                    told.add(text)

    def ends(self, panel: Panel, key: Any) -> list[End]:
        if self.name is None:
            return []
        thin = self.width < 1
        return [
            End(
                line[-1].words("name"),
                panel.x(line[-1].x),
                panel.y(line[-1].y),
                LIGHT.muted if thin else line[-1].colour,
                400 if thin else 600,
            )
            for line in self._lines(key)
        ]


@dataclass(frozen=True, kw_only=True)
class Points(Layer):
    """Values by year that are never joined: of another release, of many bodies, or kept although unreliable.

    Attributes:
        look: how the dots look, a name in ``sheet.LOOKS``.
        looks: column of such names, where the dots differ.
        colour: column of the colour.
        text: column of the value as written.
        label_at: ``last`` and ``peak`` label these values beside their dots.
    """

    look: str = "open"
    looks: str | None = None
    colour: str = "colour"
    text: str | None = None
    label_at: tuple[str, ...] = ()

    ROLES: ClassVar[tuple[str, ...]] = ("x", "y", "panel", "looks", "colour", "text")

    @property
    def right_in(self) -> float:
        if not self.label_at or self.frame.empty:
            return 0.0
        told = [row.words("text") for own in self._by_panel.values() for row in own]
        return widest(told, SMALL, 600) + BESIDE_IN

    def draw(self, sheet: Sheet, panel: Panel, key: Any, name: str) -> None:
        for row in self.of(key):
            if row.y is not None:
                look = row.looks or self.look
                area = 8 if LOOKS[look].filled else 16
                sheet.dot(panel.x(row.x), panel.y(row.y), look, row.colour, says_of(name, row), area=area, z=4)

    def label(self, sheet: Sheet, panel: Panel, key: Any) -> None:
        own = [row for row in self.of(key) if row.y is not None]
        if not self.label_at or not own:
            return
        ends = {"last": own[-1], "peak": max(own, key=lambda row: float(row.y))}
        for row in {id(ends[at]): ends[at] for at in self.label_at}.values():
            text = row.words("text")
            if not any(
                words.text == text and _belongs(words, panel) for words in sheet.words
            ):  # a line says it already
                weight = 600 if LOOKS[row.looks or self.look].filled else 400
                sheet.place([*_beside(panel, row, weight), *_over(panel, row, weight)], text)


@dataclass(frozen=True, kw_only=True)
class Break(Layer):
    """A dashed line where the source, the method or the scale changes; ``x`` holds the first year of the new one.

    Attributes:
        text: column of what stands beside its top, such as the end of the new scale; left where it needs the room.
    """

    text: str | None = None

    ROLES: ClassVar[tuple[str, ...]] = ("x", "panel", "text")

    @property
    def above_in(self) -> float:
        return 0.04 if self.text is None else LABEL_IN

    def values(self, key: Any) -> list[float]:
        return []

    def draw(self, sheet: Sheet, panel: Panel, key: Any, name: str) -> None:
        for row in self.of(key):
            x = panel.x(row.x - 0.5)
            sheet.line([(x, panel.bottom), (x, panel.top)], LIGHT.muted, 0.8, dash=(3, 2), z=2)
            sheet.taken.append(Box(x - 0.01, panel.bottom, x + 0.01, panel.top))
            right = Words(x + 0.04, panel.top - 0.06, row.words("text"), colour=LIGHT.muted)
            sheet.put(right if right.box.right <= sheet.width else replace(right, x=x - 0.04, ha="right"))


def _runs(by_year: Sequence[tuple[float, Any]]) -> list[list[tuple[float, Any]]]:
    """Divide values by year into runs of consecutive years; a gap of one year divides."""
    runs: list[list[tuple[float, Any]]] = []
    for year, value in by_year:
        if not runs or year - runs[-1][-1][0] > 1:
            runs.append([])
        runs[-1].append((year, value))
    return runs


def _pieces(run: Sequence[tuple[float, float]], disputed: set[float]) -> list[tuple[list[tuple[float, float]], bool]]:
    """Divide a run where it begins or ceases to be disputed; neighbouring pieces share the value between them."""
    pieces: list[tuple[list[tuple[float, float]], bool]] = []
    for one, other in pairwise(run):
        doubted = one[0] in disputed or other[0] in disputed
        if pieces and pieces[-1][1] is doubted:
            pieces[-1][0].append(other)
        else:
            pieces.append(([one, other], doubted))
    return pieces


def _belongs(words: Words, panel: Panel) -> bool:
    """Tell whether words start on a panel."""
    return panel.left <= words.box.left <= panel.right + 0.2 and panel.bottom <= words.y <= panel.top


def _label(row: Row, weight: int) -> dict[str, Any]:
    """Give the looks of a value's label."""
    return {"text": row.words("text"), "size": SMALL, "weight": weight, "colour": row.colour}


def _beside(panel: Panel, row: Row, weight: int = 600) -> list[Words]:
    """Give the places right of a value where its label may stand, the best first, the last beyond an event's line."""
    x, y = panel.x(row.x) + BESIDE_IN, panel.y(row.y)
    heights = [step * LINE_HEIGHT_IN / 2 for step in (0, 1, -1, 2, -2, 3, -3, 4, 5, 6)]
    places = [(x + more, max(y + up, panel.bottom + 0.05)) for more in (0.0, BESIDE_IN) for up in heights]
    return [Words(*place, **_label(row, weight)) for place in places]


def _over(panel: Panel, row: Row, weight: int = 600) -> list[Words]:
    """Give the places above a value where its label may stand, the best first."""
    x, y, wide = panel.x(row.x), panel.y(row.y), text_width(row.words("text"), SMALL, weight)
    middle = min(max(x, panel.left + wide / 2), panel.right - wide / 2) if panel.width > wide else x
    aside = wide / 2 + CLEAR_IN
    shifts = (0.0, 0.06, -0.06, 0.12, -0.12, aside, -aside)
    return [Words(middle + shift, y + ABOVE_IN, ha="center", **_label(row, weight)) for shift in shifts]
