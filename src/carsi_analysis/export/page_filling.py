"""How pages are filled: exhibits that go overleaf while the text goes on, and lists in two columns that end together.

Typst says where everything came to stand, and the document is set again with what follows from it, in the order of
the text: where one thing stands depends on all before it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import NamedTuple

MOST_EMPTY = 1 / 20
"""Part of a page's height that an exhibit may leave empty before it; a little less than a reader would mind."""

BEGIN_WITH = 1
"""Entries that a list begins with in its first column, so that its heading does not stand alone."""

WAITS_BELOW = 0.075
"""Part of a page below its heading up to which a list waits for exhibits overleaf that belong to the text before it."""

Columns = tuple[tuple[int, int, int], ...]
"""For each page of a list the entries where the left column begins, the right one begins, and both have ended."""


class Stand(NamedTuple):
    """Where an exhibit that may not break came to stand: the text before it ends on ``reached``, ``left`` is below."""

    name: str
    reached: int
    left: float
    page: int
    height: float


class Listed(NamedTuple):
    """A list of small entries: their heights, its page, what is left below the text before it, and of whole pages."""

    name: str
    heights: Sequence[float]
    page: int
    left: float
    whole: float


@dataclass(frozen=True)
class Filling:
    """What is decided: the exhibits that stand at the top of the next page, and the columns of lists.

    ``heights`` are those of the entries of these lists, which stay the same however often the document is set.
    """

    overleaf: frozenset[str] = frozenset()
    columns: Mapping[str, Columns] = field(default_factory=dict)
    heights: Mapping[str, Sequence[float]] = field(default_factory=dict)

    def settled(self, stands: Sequence[Stand], lists: Sequence[Listed]) -> "Filling":
        """Decide the first thing that is not as it should be, from where all came to stand."""
        if moves := _first_to_move(stands, self.overleaf):
            return replace(self, overleaf=self.overleaf | {moves})
        taken: dict[int, float] = {}
        for stand in stands:
            if stand.name in self.overleaf:
                taken[stand.page] = taken.get(stand.page, 0.0) + stand.height
        for one in lists:
            if self.columns.get(one.name) != (found := columns_of(one, taken)):
                heights = {**self.heights, one.name: one.heights}
                return replace(self, columns={**self.columns, one.name: found}, heights=heights)
        return self


UNDECIDED = Filling()


def _first_to_move(stands: Sequence[Stand], moved: frozenset[str]) -> str | None:
    """Find an exhibit that leaves too much of a page empty, or follows on the page one that moves: order is kept."""
    waiting = 0
    for one in stands:
        if one.name in moved:
            waiting = one.reached
        elif one.reached == waiting or (one.page > one.reached and one.left > MOST_EMPTY):
            return one.name
    return None


def columns_of(listed: Listed, taken: Mapping[int, float]) -> Columns:
    """Divide a list: both columns of a page to its foot where it goes on overleaf, of equal height where it ends.

    Args:
        listed: the list.
        taken: what exhibits take at the top of a page, by page.
    """
    ends = [0.0, *accumulate(listed.heights)]
    last, first, page, free = len(listed.heights), 0, listed.page, listed.left
    found: list[tuple[int, int, int]] = []
    while first < last:
        middle = min(range(first + 1, last + 1), key=lambda at: max(ends[at] - ends[first], ends[last] - ends[at]))
        if max(ends[middle] - ends[first], ends[last] - ends[middle]) <= free:
            return (*found, (first, middle, last))
        middle = _most(ends, first, free)
        waits = first == 0 and page == listed.page and free < WAITS_BELOW * listed.whole and page + 1 in taken
        if waits:
            page, free = page + 1, listed.whole - taken[page + 1]
            continue
        if middle >= min(first + BEGIN_WITH, last) or free == listed.whole:
            middle = max(middle, first + 1)
            found.append((first, middle, max(_most(ends, middle, free), middle)))
            first = found[-1][2]
        page += 1
        free = listed.whole - taken.get(page, 0.0)
    return tuple(found)


def _most(ends: Sequence[float], first: int, room: float) -> int:
    """Give where a column ends that begins with some entry and has some room."""
    return max((at for at in range(first, len(ends)) if ends[at] - ends[first] <= room), default=first)
