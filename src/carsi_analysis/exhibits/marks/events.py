"""Events on panels of years: fine lines at their time, their words in lanes above, none of which a line crosses."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations, product
from typing import Any, ClassVar

from carsi_analysis.exhibits.marks.geometry import Panel
from carsi_analysis.exhibits.marks.layers import Layer
from carsi_analysis.exhibits.marks.sheet import Sheet, Words
from carsi_analysis.house.tokens import LIGHT

MOST_TRIED = 8
"""Events on one panel up to which every arrangement of their words is tried."""

TOUCHES_IN = 0.03
"""Distance at which a line seems to touch words; those of its own event stand a little further off."""


@dataclass(frozen=True, kw_only=True)
class Events(Layer):
    """What happened: a fine line at its time, and its words in lanes above the panel, or a short mark on many panels.

    Attributes:
        text: column of the words.
        short: column of the mark on small panels, which a key then explains.
    """

    text: str = "label"
    short: str | None = None

    ROLES: ClassVar[tuple[str, ...]] = ("x", "panel", "text", "short")

    def values(self, key: Any) -> list[float]:
        return []

    def lanes(self, panel: Panel, room: float) -> list[tuple[Words, int]]:
        """Give the words, each right or left of its line, with their lanes above a panel.

        They stand right of it unless they would leave the sheet or a line would run through words.
        """
        rows = [row for own in self._by_panel.values() for row in own]
        places = [panel.x(row.x) for row in rows]
        sides = []
        for x, row in zip(places, rows, strict=True):
            right = Words(x + 0.04, 0.0, row.text, colour=LIGHT.muted)
            left = Words(x - 0.04, 0.0, row.text, colour=LIGHT.muted, ha="right")
            fits = [words for words in (right, left) if words.box.left >= 0 and words.box.right <= room]
            sides.append(fits or [left])
        choices = list(product(*sides)) if len(rows) <= MOST_TRIED else [tuple(side[0] for side in sides)]
        tried = [(words, _lanes(words, places)) for words in choices]
        words, lanes = min(tried, key=lambda one: _faults(one[0], places, one[1]))
        return list(zip(words, lanes, strict=True))

    def draw(self, sheet: Sheet, panel: Panel, key: Any, name: str) -> None:
        for row in self.of(key):
            x = panel.x(row.x)
            sheet.line([(x, panel.bottom), (x, panel.top)], LIGHT.muted, 0.6, dash=(1, 2), z=1.5)
            sheet.text(x, panel.top + 0.01, row.words("short"), ha="center", va="bottom", colour=LIGHT.muted)


def _crossed(words: Words, x: float) -> bool:
    """Tell whether a line at some place runs through words or touches them."""
    return words.box.left - TOUCHES_IN < x < words.box.right + TOUCHES_IN


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


def _faults(words: Sequence[Words], places: Sequence[float], lanes: Sequence[int]) -> tuple[int, int, int]:
    """Count the lines that run through the words of another event, the words left of their line, and the lanes."""
    pairs = permutations(range(len(words)), 2)
    crossings = sum(_crossed(words[one], places[other]) and lanes[other] > lanes[one] for one, other in pairs)
    return crossings, sum(one.ha == "right" for one in words), max(lanes, default=0)
