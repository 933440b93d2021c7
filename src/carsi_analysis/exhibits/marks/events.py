"""Events on panels of years: fine lines at their time, each up to its words, which lie as low as the values allow."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import permutations, product
from typing import Any, ClassVar

from carsi_analysis.exhibits.marks.geometry import Panel
from carsi_analysis.exhibits.marks.layers import Layer
from carsi_analysis.exhibits.marks.rows import Row
from carsi_analysis.exhibits.marks.sheet import Box, Sheet, Words
from carsi_analysis.exhibits.marks.text import SMALL, text_width, wrapped
from carsi_analysis.house.tokens import LIGHT

MOST_TRIED = 1024
"""Arrangements of the words of one panel that are tried; where there would be more, the lowest places of each are."""

WIDEST_IN, HALF = 1.3, 0.6
"""Width over which words stand on more than one line, and the part of their width to which they may be broken."""

ASIDE_IN, APART_IN, CLEAR_IN = 0.04, 0.065, 0.045
"""Distance of words from the line of their event, from each other, and from values below them."""

STEP_IN = 0.03
"""Distance of two heights that are tried."""

LINE_IN = 0.03
"""Height that is worth one more line of words."""

LINE_Z = 1.5
"""How high the lines lie: above the rules of a scale, below values."""


@dataclass(frozen=True, kw_only=True)
class Events(Layer):
    """What happened: a fine line at its time on each panel, and its words over the values of the first.

    Attributes:
        text: column of the words.
        told: the words where they stand, their heights from the top of the first panel; ``arranged`` finds them.
    """

    text: str = "label"
    told: Sequence[Words] | None = None

    ROLES: ClassVar[tuple[str, ...]] = ("x", "panel", "text")

    @cached_property
    def _rows(self) -> list[Row]:
        return [row for own in self._by_panel.values() for row in own]

    @property
    def over_in(self) -> float:
        """Height that the words need above the first panel, in inches."""
        return max([0.0, *(words.box.top + 0.02 for words in self.told or ())])

    def values(self, key: Any) -> list[float]:
        return []

    def draw(self, sheet: Sheet, panel: Panel, key: Any, name: str) -> None:
        for row in self.of(key):
            self._draw_line(sheet, panel, row, panel.top)

    def draw_told(self, sheet: Sheet, panel: Panel) -> None:
        """Write the words on the first panel, and draw the line of each up to them."""
        for row, words in zip(self._rows, self.told or (), strict=True):
            moved = sheet.put(replace(words, y=words.y + panel.top))
            self._draw_line(sheet, panel, row, moved.box.top)

    @staticmethod
    def _draw_line(sheet: Sheet, panel: Panel, row: Row, top: float) -> None:
        x = panel.x(row.x)
        sheet.line([(x, panel.bottom), (x, top)], LIGHT.muted, 0.6, dash=(1, 2), z=LINE_Z)

    def arranged(self, sheet: Sheet, panel: Panel) -> "Events":
        """Find where the words stand: as low as values and their labels on a drawn sheet allow.

        They stand right of their line or left of it, on few lines or more, so that no line runs through words and
        the words stand low.
        """
        places = [panel.x(row.x) for row in self._rows]
        sides = [
            self._sides(sheet, panel, row.words("text"), x, places) for x, row in zip(places, self._rows, strict=True)
        ]
        most = int(MOST_TRIED ** (1 / max(len(sides), 1)))
        tried = [(words, _lifted(words, places)) for words in product(*(side[:most] for side in sides))]
        words, heights = min(tried, key=lambda one: _faults(one[0], places, one[1]))
        low = [replace(one, y=height - panel.top) for one, height in zip(words, heights, strict=True)]
        return replace(self, told=low)

    @staticmethod
    def _sides(sheet: Sheet, panel: Panel, text: str, x: float, places: Sequence[float]) -> list[Words]:
        """Give the words beside their line where they are on the sheet, lowered onto the values.

        Those that no other line runs through go before all others.
        """
        rooms = (WIDEST_IN, HALF * min(text_width(text, SMALL), WIDEST_IN), 0.0)
        breaks = dict.fromkeys("\n".join(wrapped(text, room)) for room in rooms)
        right = [Words(x + ASIDE_IN, 0.0, lines, colour=LIGHT.muted, va="bottom") for lines in breaks]
        left = [replace(words, x=x - ASIDE_IN, ha="right") for words in right]
        through = {
            words: frozenset(other for other in places if other != x and _crossed(words, other))
            for words in (*right, *left)
            if words.box.left >= 0 and words.box.right <= sheet.width
        }
        # more lines only where fewer lines of events then run through the words
        fewer = {(words.ha, crossed): words for words, crossed in reversed(through.items())}.values()
        alone = [words for words in fewer if not through[words]]
        lowered = [_lowered(sheet, panel, words) for words in alone or fewer or left[-1:]]
        return sorted(lowered, key=lambda words: (words.y, words.ha == "right"))


def _lowered(sheet: Sheet, panel: Panel, words: Words) -> Words:
    """Lower words from above a panel until they would touch a value, its label or the foot."""
    y = panel.top + CLEAR_IN
    while y - STEP_IN > panel.bottom + CLEAR_IN and _is_clear(sheet, panel, words.box.moved(0.0, y - STEP_IN)):
        y -= STEP_IN
    return replace(words, y=y)


def _is_clear(sheet: Sheet, panel: Panel, box: Box) -> bool:
    """Tell whether a box touches no dot, text or line on the panel but those of events and the rules of a scale."""
    top = min(box.top, panel.top)  # what stands above the panel goes up with it
    around = Box(box.left - ASIDE_IN, box.bottom - CLEAR_IN, box.right + ASIDE_IN, top)
    return not (
        sheet.is_crossed(around, LINE_Z + 0.1)
        or any(around.meets(taken) for taken in sheet.taken)
        or any(around.meets(words.box) for words in sheet.words)
    )


def _crossed(words: Words, x: float) -> bool:
    """Tell whether a line at some place runs through words or touches them."""
    return words.box.left - APART_IN < x < words.box.right + APART_IN


def _lifted(words: Sequence[Words], places: Sequence[float]) -> list[float]:
    """Lift each text above those whose line would run through it, and clear of later texts; give their heights."""
    found: dict[int, float] = {}

    def is_under(other: int, one: int) -> bool:
        if _crossed(words[one], places[other]):
            return True
        wide, low = words[one].box, words[other].box
        meet = wide.left < low.right + 0.08 and low.left < wide.right + 0.08
        return other > one and meet and not _crossed(words[other], places[one])

    def height(one: int, above: frozenset[int]) -> float:
        if one not in found:
            under = [other for other in range(len(words)) if other not in above | {one} and is_under(other, one)]
            tops = [height(other, above | {one}) + words[other].box.top - words[other].y for other in under]
            found[one] = max([words[one].y, *(top + APART_IN for top in tops)])
        return found[one]

    return [height(one, frozenset()) for one in range(len(words))]


def _faults(words: Sequence[Words], places: Sequence[float], heights: Sequence[float]) -> tuple[int, float, int]:
    """Count the lines that run through the words of another, the height and lines of all, and words left of theirs."""
    pairs = permutations(range(len(words)), 2)
    crossings = sum(_crossed(words[one], places[other]) and heights[other] > heights[one] for one, other in pairs)
    lines = sum(one.text.count("\n") for one in words)
    return crossings, round(max(heights, default=0.0) + LINE_IN * lines, 2), sum(one.ha == "right" for one in words)
