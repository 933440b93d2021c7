"""What stands on panels of years: lines, bands, points, stacked bars, events, and room where nothing is known.

Each layer holds a frame and the columns that play its roles; ``panel`` names the column of the panel, and a layer
without it stands on every one. ``text`` is a value as written: what its label and the answer under its mark say.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations, product
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from carsi_analysis.exhibits.marks.key import Entry
from carsi_analysis.exhibits.marks.sheet import LOOKS, Box, Says, Sheet, Words, rows_of_mark
from carsi_analysis.exhibits.marks.text import widest, wrapped
from carsi_analysis.exhibits.panels import LINE_HEIGHT_IN, SMALL, Panel, runs, text_width
from carsi_analysis.exhibits.shading import text_on
from carsi_analysis.house.tokens import CONTEXT, CONTEXT_BAND, LIGHT, TYPE

BESIDE_IN, ABOVE_IN, LABEL_IN = 0.06, 0.1, 0.2
"""Distance of a label from the value that it names, to the side and from its middle upward; its room above it."""

MOST_TRIED = 8
"""Events on one panel up to which every arrangement of their words is tried."""

UNKNOWN_SHARE = 0.88
"""Height of hatched room as a part of its panel."""


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

    def of(self, key: Any) -> pd.DataFrame:
        """Take the rows of one panel."""
        return self.frame if self.panel is None else self.frame[self.frame[self.panel] == key]

    @property
    def years(self) -> list[float]:
        """The years that the layer needs on the scale."""
        return [float(year) for year in self.frame[self.x]]

    def values(self, key: Any) -> list[float]:
        """The values of one panel that the scale must hold."""
        return [float(value) for value in self.of(key)[self.y].dropna()]

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

    def says(self, name: str, row: Any, text: str | None, part: str | None = None) -> Says:
        """Tell what the mark of a row stands for."""
        own = "" if part is None else str(row[part])
        where = ", ".join(word for word in (name, own, f"{row[self.x]:.0f}") if word)
        return Says(where, str(row[text] if text is not None else row[self.y]), rows_of_mark(row.get("rows")))


@dataclass(frozen=True, kw_only=True)
class Band(Layer):
    """The range between two columns, year by year, such as the lowest and highest of all countries."""

    low: str
    high: str
    part: str | None = None

    def values(self, key: Any) -> list[float]:
        return [float(value) for column in (self.low, self.high) for value in self.of(key)[column].dropna()]

    def draw(self, sheet: Sheet, panel: Panel, key: Any, name: str) -> None:
        own = self.of(key)
        for _, part in [("", own)] if self.part is None else own.groupby(self.part):
            by_year = part.set_index(self.x).sort_index()
            for run in runs(by_year[self.high]):
                low, high = panel.points(by_year.loc[run.index, self.low]), panel.points(run)
                if len(run) == 1:
                    half = np.array([0.02, 0.0])
                    low, high = np.vstack([low - half, low + half]), np.vstack([high - half, high + half])
                sheet.area(np.vstack([low, high[::-1]]), CONTEXT_BAND, edge="none", line=0, z=1)


@dataclass(frozen=True, kw_only=True)
class Lines(Layer):
    """Values by year, joined over consecutive years; a gap divides the line, and a year alone is a dot.

    Attributes:
        colour: column of the colour.
        part: column that tells the lines of one panel apart.
        stretch: column that tells apart what must not be joined within a line, as before and after a change of method.
        text: column of the value as written.
        label_at: which values are labelled beside the line: ``last``, and ``first`` or ``peak`` where they have room.
        name: column of the words right of the panel, each line's end joined to them by a lead.
        width: width of the line; thin lines are context.
        dash: its dashes.
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
    joined: bool = True

    @property
    def right_in(self) -> float:
        if "last" not in self.label_at or self.text is None:
            return 0.0
        keys = [column for column in (self.panel, self.part) if column is not None]
        last = self.frame.groupby(keys).tail(1) if keys else self.frame.tail(1)
        late = last[last[self.x] >= self.frame[self.x].max() - 0.15 * np.ptp(self.frame[self.x])]
        return widest(late[self.text].astype(str), SMALL, 600) + BESIDE_IN

    @property
    def above_in(self) -> float:
        return LABEL_IN if self.label_at else 0.04

    def _lines(self, key: Any) -> Iterator[pd.DataFrame]:
        own = self.of(key).dropna(subset=[self.y]).sort_values(self.x, kind="stable")
        if self.part is not None:
            yield from (part for _, part in own.groupby(self.part, sort=False))
        elif len(own):
            yield own

    def _runs(self, line: pd.DataFrame) -> list[pd.Series]:
        """Divide a line into what may be joined."""
        if not self.joined:
            by_year = line.set_index(self.x)[self.y]
            return [by_year.iloc[[place]] for place in range(len(by_year))]
        stretches = [line] if self.stretch is None else [own for _, own in line.groupby(self.stretch)]
        return [run for own in stretches for run in runs(own.groupby(self.x)[self.y].mean())]

    def draw(self, sheet: Sheet, panel: Panel, key: Any, name: str) -> None:
        for line in self._lines(key):
            colour = str(line[self.colour].iloc[0])
            parts = self._runs(line)
            for run in parts:
                if len(run) > 1:
                    sheet.line(panel.points(run), colour, self.width, dash=self.dash, z=3 if self.width > 1 else 2)
            alone = {year for run in parts if len(run) == 1 for year in run.index}
            for row in line.to_dict("records"):
                x, y = float(panel.x(row[self.x])), float(panel.y(row[self.y]))
                area = max(self.width * 2.2 - 1.0, 1.0) ** 2
                look, shown = ("dot", colour) if row[self.x] in alone else ("hit", "none")
                sheet.dot(x, y, look, shown, self.says(name, row, self.text, self.part), area=area, z=3)

    def label(self, sheet: Sheet, panel: Panel, key: Any) -> None:
        if self.text is None:
            return
        for line in self._lines(key):
            ends = {"first": line.iloc[0], "last": line.iloc[-1], "peak": line.loc[line[self.y].idxmax()]}
            told: list[str] = []
            for at in sorted(self.label_at, key=["last", "first", "peak"].index):
                row = ends[at]
                text = str(row[self.text])
                if text not in told:
                    places = _places(panel, row[self.x], row[self.y], text, str(row[self.colour]), above=at != "last")
                    sheet.place(places, text if at == "last" else "")
                    told.append(text)

    def ends(self, panel: Panel, key: Any) -> list[End]:
        if self.name is None:
            return []
        thin = self.width < 1
        return [
            End(
                str(last[self.name]),
                float(panel.x(last[self.x])),
                float(panel.y(last[self.y])),
                LIGHT.muted if thin else str(last[self.colour]),
                400 if thin else 600,
            )
            for last in (line.iloc[-1] for line in self._lines(key))
        ]


@dataclass(frozen=True, kw_only=True)
class Points(Layer):
    """Values by year that are never joined: of another release, of many bodies, or kept although unreliable.

    Attributes:
        look: a name in ``sheet.LOOKS``, or the column that holds one.
        colour: column of the colour.
        text: column of the value as written.
        label_at: ``last`` labels the last value beside a small dot of its look.
    """

    look: str
    colour: str = "colour"
    text: str | None = None
    label_at: tuple[str, ...] = ()

    @property
    def right_in(self) -> float:
        if not self.label_at or self.text is None or self.frame.empty:
            return 0.0
        return widest(self.frame[self.text].astype(str), SMALL, 600) + BESIDE_IN + 0.1

    def _look(self, row: Any) -> str:
        return self.look if self.look in LOOKS else str(row[self.look])

    def draw(self, sheet: Sheet, panel: Panel, key: Any, name: str) -> None:
        for row in self.of(key).dropna(subset=[self.y]).to_dict("records"):
            x, y = float(panel.x(row[self.x])), float(panel.y(row[self.y]))
            area = 8 if LOOKS[self._look(row)].filled else 16
            sheet.dot(x, y, self._look(row), str(row[self.colour]), self.says(name, row, self.text), area=area, z=4)

    def label(self, sheet: Sheet, panel: Panel, key: Any) -> None:
        own = self.of(key).dropna(subset=[self.y])
        if not self.label_at or self.text is None or own.empty:
            return
        row = own.sort_values(self.x, kind="stable").iloc[-1]
        look, colour = self._look(row), str(row[self.colour])
        if any(words.text == str(row[self.text]) and _belongs(words, panel) for words in sheet.words):
            return  # a line that ends in the same value says it already
        places = _places(panel, row[self.x], row[self.y], str(row[self.text]), colour, weight=400, more=0.1)
        if LOOKS[look].filled:
            places = _places(panel, row[self.x], row[self.y], str(row[self.text]), colour)
        words = sheet.place(places, str(row[self.text]))
        if words is not None and not LOOKS[look].filled and words.ha == "left":
            sheet.dot(words.box.left - 0.05, words.y, look, colour, area=7, z=4)


@dataclass(frozen=True, kw_only=True)
class Stacks(Layer):
    """Bars by year, their parts one on the other in the order of the frame; amounts below zero hang from it.

    Attributes:
        part: column of the part's name.
        colour: column of the colour.
        text: column of the amount as written.
        top: column of the words above a part, such as the sum above the last one.
        hollow: column that says whether the part stands open: asked for or planned, not final.
        name: column of the words right of the last bar, or beside the largest bar of a part that it lacks.
        width: width of a bar in years.
    """

    part: str | None = None
    colour: str = "colour"
    text: str | None = None
    top: str | None = None
    hollow: str | None = None
    name: str | None = None
    width: float = 0.72

    def values(self, key: Any) -> list[float]:
        own = self.of(key)
        sums = [own[self.y].clip(**side).groupby(own[self.x]).sum() for side in ({"lower": 0}, {"upper": 0})]
        return [0.0, *(float(value) for side in sums for value in side)]

    @property
    def above_in(self) -> float:
        return LABEL_IN if self.top is not None else 0.04

    def _bars(self, panel: Panel, key: Any) -> Iterator[tuple[dict[Any, Any], Box]]:
        """Give each part with its box."""
        for year, own in self.of(key).dropna(subset=[self.y]).groupby(self.x):
            left, right = (float(panel.x(year + side * self.width / 2)) for side in (-1, 1))
            sums = {True: 0.0, False: 0.0}
            for row in own.to_dict("records"):
                up = row[self.y] >= 0
                begin, sums[up] = sums[up], sums[up] + row[self.y]
                low, high = sorted(float(panel.y(value)) for value in (begin, sums[up]))
                yield row, Box(left, low, right, high)

    def draw(self, sheet: Sheet, panel: Panel, key: Any, name: str) -> None:
        for row, box in self._bars(panel, key):
            colour = str(row[self.colour])
            hollow = self.hollow is not None and bool(row[self.hollow])
            look: dict[str, Any] = {"edge": colour, "line": 0.9} if hollow else {}
            if row[self.y]:
                says = self.says(name, row, self.text, self.part)
                face = "white" if hollow else colour
                sheet.box(box.left, box.bottom, box.right - box.left, box.top - box.bottom, face, says, **look)

    def label(self, sheet: Sheet, panel: Panel, key: Any) -> None:
        if self.top is None:
            return
        told = [(row, box) for row, box in self._bars(panel, key) if str(row[self.top]).strip()]
        room = min((after.left - before.left for (_, before), (_, after) in pairwise(told)), default=1.0)
        texts = [str(row[self.top]) for row, _ in told]
        large = widest(texts, TYPE.chart, 600) < room
        for (_, box), text in zip(told, texts, strict=True):
            size, weight = (TYPE.chart, 600) if large else (SMALL, 400)
            middle = (box.left + box.right) / 2
            sheet.text(middle, box.top + 0.03, text, size=size, weight=weight, ha="center", va="bottom")

    def ends(self, panel: Panel, key: Any) -> list[End]:
        if self.name is None:
            return []
        last = self.of(key)[self.x].max()
        return [
            End(str(row[self.name]), box.right, (box.bottom + box.top) / 2, LIGHT.ink, 600)
            for row, box in self._bars(panel, key)
            if row[self.x] == last and row[self.y] > 0
        ]

    @property
    def entries(self) -> list[Entry]:
        """Name the parts in a key, where they find no room beside the bars."""
        parts = self.frame.drop_duplicates(self.name)
        return [Entry("bar", str(row[self.colour]), str(row[self.name])) for row in parts.to_dict("records")]

    def beside(self, panel: Panel, key: Any) -> Iterator[tuple[str, list[Words]]]:
        """Name the parts that the last bar lacks, each beside its largest bar or in it."""
        bars = list(self._bars(panel, key))
        last = self.of(key)[self.x].max()
        named = {row[self.name] for row, _ in bars if row[self.x] == last and row[self.y] > 0}
        for part in dict.fromkeys(row[self.name] for row, _ in bars):
            if part not in named:
                own = [
                    (box.top - box.bottom, box, str(row[self.colour])) for row, box in bars if row[self.name] == part
                ]
                _, box, colour = max(own)
                y = (box.bottom + box.top) / 2
                outside = Words(box.right + 0.04, y, str(part))
                inside = Words((box.left + box.right) / 2, y, str(part), ha="center", colour=text_on(colour))
                wide, high = inside.box.right - inside.box.left, inside.box.top - inside.box.bottom
                fits = wide < box.right - box.left and high < box.top - box.bottom
                free = not any(outside.box.meets(other) for _, other in bars)
                yield str(part), [outside] * free + [inside] * fits


@dataclass(frozen=True, kw_only=True)
class Break(Layer):
    """A dashed line where the source, the method or the scale changes; ``x`` holds the first year of the new one.

    Attributes:
        text: column of what stands right of its top, such as the end of the new scale.
    """

    text: str | None = None

    def values(self, key: Any) -> list[float]:
        return []

    def draw(self, sheet: Sheet, panel: Panel, key: Any, name: str) -> None:
        for row in self.of(key).to_dict("records"):
            x = float(panel.x(row[self.x] - 0.5))
            sheet.line([(x, panel.bottom), (x, panel.top)], LIGHT.muted, 0.8, dash=(3, 2), z=2)
            sheet.taken.append(Box(x - 0.01, panel.bottom, x + 0.01, panel.top))
            if self.text is not None:
                sheet.text(x + 0.04, panel.top - 0.06, str(row[self.text]), colour=LIGHT.muted)


@dataclass(frozen=True, kw_only=True)
class Events(Layer):
    """What happened: a fine line at its time, and its words in lanes above the panel, or a short mark on many panels.

    Attributes:
        text: column of the words.
        short: column of the mark on small panels, which a key then explains.
    """

    text: str = "label"
    short: str | None = None

    def values(self, key: Any) -> list[float]:
        return []

    def lanes(self, panel: Panel, room: float) -> list[tuple[Words, int]]:
        """Give the words, each right or left of its line, with their lanes above a panel.

        Of the sides on which they stay on the sheet, those are chosen that let fewest lines run through words.
        """
        rows = self.frame.sort_values(self.x, kind="stable").to_dict("records")
        places = [float(panel.x(row[self.x])) for row in rows]
        sides = []
        for x, row in zip(places, rows, strict=True):
            right, left = (
                Words(x + shift, 0.0, str(row[self.text]), colour=LIGHT.muted, ha=ha)
                for shift, ha in ((0.04, "left"), (-0.04, "right"))
            )
            sides.append(
                [words for words in (right, left) if words.box.left >= 0 and words.box.right <= room] or [left]
            )
        choices = list(product(*sides)) if len(rows) <= MOST_TRIED else [tuple(side[0] for side in sides)]
        tried = [(words, _lanes(words, places)) for words in choices]
        words, lanes = min(tried, key=lambda one: (_crossings(one[0], places, one[1]), max(one[1], default=0)))
        return list(zip(words, lanes, strict=True))

    def draw(self, sheet: Sheet, panel: Panel, key: Any, name: str) -> None:
        for row in self.of(key).to_dict("records"):
            x = float(panel.x(row[self.x]))
            sheet.line([(x, panel.bottom), (x, panel.top)], LIGHT.muted, 0.6, dash=(1, 2), z=1.5)
            if self.short is not None:
                sheet.text(x, panel.top + 0.01, str(row[self.short]), ha="center", va="bottom", colour=LIGHT.muted)


@dataclass(frozen=True)
class Unknown:
    """Hatched room from a year on, which says what is not known: neither zero nor white space.

    Attributes:
        start: the first year; beyond the last one drawn, room is made right of the panel.
        text: what is not known.
        panel: the panel, where there are several.
    """

    start: float
    text: str
    panel: Any = None

    @property
    def room_in(self) -> float:
        """Width of the room right of a panel."""
        return widest(self.text.split("\n")) + 0.25

    def draw(self, sheet: Sheet, left: float, right: float, panel: Panel) -> None:
        """Hatch between two edges and write in the middle."""
        high = panel.height * UNKNOWN_SHARE
        sheet.box(left, panel.bottom, right - left, high, "none", edge=CONTEXT, line=0, hatch="////", z=1)
        lines = [line for part in self.text.split("\n") for line in wrapped(part, right - left - 0.1)]
        words = Words((left + right) / 2, panel.bottom + high / 2, "\n".join(lines), ha="center")
        wide, tall = words.box.right - words.box.left, words.box.top - words.box.bottom
        sheet.box(words.box.left - 0.04, words.box.bottom - 0.03, wide + 0.08, tall + 0.06, "white", z=4)
        sheet.put(words)


def _places(
    panel: Panel,
    year: float,
    value: float,
    text: str,
    colour: str,
    *,
    weight: int = 600,
    above: bool = False,
    more: float = 0.0,
) -> list[Words]:
    """Give the places where the label of a value may stand, the best first."""
    x, y = float(panel.x(year)), float(panel.y(value))
    wide = text_width(text, SMALL, weight)
    look: dict[str, Any] = {"size": SMALL, "weight": weight, "colour": colour}
    right = x + BESIDE_IN + more
    steps = [step * LINE_HEIGHT_IN / 2 for step in (0, 1, -1, 2, -2, 3, -3, 4, 5, 6)]
    beside = [Words(right, max(y + step, panel.bottom + 0.05), text, **look) for step in steps]
    middle = min(max(x, panel.left + wide / 2), panel.right - wide / 2) if panel.width > wide else x
    shifts = (0.0, 0.06, -0.06, 0.12, -0.12, wide / 2, -wide / 2)
    over = [Words(middle + shift, y + ABOVE_IN, text, ha="center", **look) for shift in shifts]
    return over if above else [*beside, *over]


def _belongs(words: Words, panel: Panel) -> bool:
    """Tell whether words start on a panel."""
    return panel.left <= words.box.left <= panel.right + 0.2 and panel.bottom <= words.y <= panel.top


def _crossed(words: Words, x: float) -> bool:
    """Tell whether a line at some place runs through words."""
    return words.box.left < x < words.box.right


def _lanes(words: Sequence[Words], places: Sequence[float]) -> list[int]:
    """Give each text the lowest lane above those whose line would run through it, and clear of later texts."""
    found: dict[int, int] = {}

    def is_under(other: int, one: int) -> bool:
        if _crossed(words[one], places[other]):
            return True
        meet = words[one].box.meets(words[other].box, -0.08)
        return other > one and meet and not _crossed(words[other], places[one])

    def lane(one: int, above: frozenset[int]) -> int:
        if one not in found:
            under = [other for other in range(len(words)) if other not in above | {one} and is_under(other, one)]
            found[one] = max((lane(other, above | {one}) + 1 for other in under), default=0)
        return found[one]

    return [lane(one, frozenset()) for one in range(len(words))]


def _crossings(words: Sequence[Words], places: Sequence[float], lanes: Sequence[int]) -> int:
    """Count the lines that run through the words of another event."""
    pairs = permutations(range(len(words)), 2)
    return sum(_crossed(words[one], places[other]) and lanes[other] > lanes[one] for one, other in pairs)
