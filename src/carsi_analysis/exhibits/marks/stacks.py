"""Stacked bars on panels of years, and hatched room where nothing is known."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any, ClassVar

from carsi_analysis.dates import as_spans
from carsi_analysis.exhibits.marks.geometry import Panel
from carsi_analysis.exhibits.marks.key import Entry, draw_bar
from carsi_analysis.exhibits.marks.layers import LABEL_IN, End, Layer, says_of
from carsi_analysis.exhibits.marks.rows import Row, grouped
from carsi_analysis.exhibits.marks.sheet import Box, Sheet, Words
from carsi_analysis.exhibits.marks.text import SMALL, widest, wrapped
from carsi_analysis.exhibits.shading import text_on
from carsi_analysis.house.tokens import CONTEXT, LIGHT, TYPE

UNKNOWN_SHARE = 0.88
"""Height of hatched room as a part of its panel."""


@dataclass(frozen=True, kw_only=True)
class Stacks(Layer):
    """Bars by year, their parts one on the other in the order of the frame; amounts below zero hang from it.

    Attributes:
        part: column of the part's name.
        colour: column of the colour.
        text: column of the amount as written.
        top: column of the words above a part, such as the sum above the last one.
        inside: column of the words in a part that is large enough for them.
        hollow: column that says whether the part stands open: not final.
        look: column that says how sure a part is: ``PART`` stands in a light tint, ``ASKED`` in white with a dashed
            edge, any other as it is.
        name: column of the words right of the last bar, or beside the largest bar of a part that it lacks.
        width: width of a bar in years.
    """

    part: str | None = None
    colour: str = "colour"
    text: str | None = None
    top: str | None = None
    inside: str | None = None
    hollow: str | None = None
    look: str | None = None
    name: str | None = None
    width: float = 0.72

    ROLES: ClassVar[tuple[str, ...]] = (
        "x",
        "y",
        "panel",
        "part",
        "colour",
        "text",
        "top",
        "inside",
        "hollow",
        "look",
        "name",
    )

    @cached_property
    def _ends(self) -> dict[int, tuple[float, float]]:
        """Where each part begins and ends on the scale, by the row's identity."""
        found: dict[int, tuple[float, float]] = {}
        for own in self._by_panel.values():
            for bar in grouped([row for row in own if row.y is not None], "x").values():
                for sign in (True, False):
                    parts = [row for row in bar if (row.y >= 0) is sign]
                    sums = accumulate((float(row.y) for row in parts), initial=0.0)
                    found |= {id(row): ends for row, ends in zip(parts, pairwise(sums), strict=True)}
        return found

    def values(self, key: Any) -> list[float]:
        return [0.0, *(end for row in self.of(key) for end in self._ends.get(id(row), ()))]

    @property
    def above_in(self) -> float:
        return LABEL_IN if self.top is not None else 0.04

    def _bars(self, panel: Panel, key: Any) -> list[tuple[Row, Box]]:
        """Give each part with its box."""
        bars = []
        for row in self.of(key):
            if id(row) in self._ends:
                low, high = sorted(panel.y(end) for end in self._ends[id(row)])
                left, right = (panel.x(row.x + side * self.width / 2) for side in (-1, 1))
                bars.append((row, Box(left, low, right, high)))
        return bars

    def draw(self, sheet: Sheet, panel: Panel, key: Any, name: str) -> None:
        for row, box in self._bars(panel, key):
            if row.y:
                draw_bar(sheet, box, row.colour, "hollow" if row.hollow else row.look, says_of(name, row, row.part))

    def label(self, sheet: Sheet, panel: Panel, key: Any) -> None:
        for row, box in self._bars(panel, key):
            words = Words((box.left + box.right) / 2, (box.bottom + box.top) / 2, row.words("inside"), ha="center")
            wide, high = words.box.right - words.box.left, words.box.top - words.box.bottom
            if words.text and wide < box.right - box.left and high < box.top - box.bottom:
                sheet.put(replace(words, colour=text_on(row.colour)))
        told = [(row, box) for row, box in self._bars(panel, key) if row.words("top").strip()]
        room = min((after.left - before.left for (_, before), (_, after) in pairwise(told)), default=1.0)
        large = widest((row.words("top") for row, _ in told), TYPE.chart, 600) < room
        size, weight = (TYPE.chart, 600) if large else (SMALL, 400)
        for row, box in told:
            middle = (box.left + box.right) / 2
            sheet.text(middle, box.top + 0.03, row.top, size=size, weight=weight, ha="center", va="bottom")

    def _in_last(self, panel: Panel, key: Any) -> list[tuple[Row, Box]]:
        bars = self._bars(panel, key)
        return [(row, box) for row, box in bars if row.x == bars[-1][0].x and row.y > 0]

    def ends(self, panel: Panel, key: Any) -> list[End]:
        if self.name is None:
            return []
        return [
            End(row.words("name"), box.right, (box.bottom + box.top) / 2, LIGHT.ink, 600)
            for row, box in self._in_last(panel, key)
        ]

    @property
    def entries(self) -> list[Entry]:
        """Name the parts in a key, where they find no room beside the bars."""
        named = {row.name: row for own in self._by_panel.values() for row in reversed(own)}
        return [Entry("bar", named[name].colour, str(name)) for name in dict.fromkeys(self.frame[self.name])]

    def beside(self, panel: Panel, key: Any) -> dict[str, list[Words]]:
        """Name the parts that the last bar lacks, each beside its largest bar or in it: the places for each name."""
        bars = self._bars(panel, key)
        named = {row.name for row, _ in self._in_last(panel, key)}
        places = {}
        for name in dict.fromkeys(row.name for row, _ in bars if row.name not in named):
            row, box = max(((row, box) for row, box in bars if row.name == name), key=lambda bar: float(bar[0].y))
            y = (box.bottom + box.top) / 2
            outside = Words(box.right + 0.04, y, name)
            inside = Words((box.left + box.right) / 2, y, name, ha="center", colour=text_on(row.colour))
            wide, high = inside.box.right - inside.box.left, inside.box.top - inside.box.bottom
            fits = wide < box.right - box.left and high < box.top - box.bottom
            free = not any(outside.box.meets(other) for _, other in bars)
            places[str(name)] = [outside] * free + [inside] * fits
        return places


@dataclass(frozen=True)
class Unknown:
    """Hatched room from a year on, which says what is not known: neither zero nor white space.

    Attributes:
        start: the first year; beyond the last one drawn, room is made right of the panel.
        text: what is not known; where other hatched room says it, none.
        panel: the panel, where there are several.
        end: the last year, where later ones are known again.
    """

    start: float
    text: str = ""
    panel: Any = None
    end: float | None = None

    @classmethod
    def between(cls, shown: Iterable[float], span: tuple[int, int], text: str, panel: Any = None) -> "list[Unknown]":
        """Hatch the years of a span that are not shown, and say what is not known in the longest run of them."""
        runs = as_spans(sorted(set(range(span[0], span[1] + 1)) - {int(year) for year in shown}))
        longest = max((end - start for start, end in runs), default=0)
        return [cls(start, text if end - start == longest else "", panel, end) for start, end in runs]

    @property
    def room_in(self) -> float:
        """Width of the room right of a panel."""
        return widest(self.text.split("\n")) + 0.25

    def draw(self, sheet: Sheet, left: float, right: float, panel: Panel) -> None:
        """Hatch between two edges and write in the middle, or lower where dots lie there."""
        high = panel.height * UNKNOWN_SHARE
        sheet.box(left, panel.bottom, right - left, high, "none", edge=CONTEXT, line=0, hatch="////", z=1)
        if not self.text:
            return
        lines = [line for part in self.text.split("\n") for line in wrapped(part, right - left - 0.1)]
        heights = (panel.bottom + high * part for part in (1 / 2, 1 / 3, 1 / 4))
        choices = [Words((left + right) / 2, y, "\n".join(lines), ha="center") for y in heights]
        words, paper = next((one for one in map(_on_paper, choices) if sheet.is_free(one[1])), _on_paper(choices[0]))
        sheet.box(paper.left, paper.bottom, paper.right - paper.left, paper.top - paper.bottom, "white", z=4)
        sheet.put(words)


def _on_paper(words: Words) -> tuple[Words, Box]:
    """Give words with the paper that they need on hatched room."""
    left, bottom, right, top = words.box
    return words, Box(left - 0.04, bottom - 0.03, right + 0.04, top + 0.03)
