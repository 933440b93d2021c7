"""Decides which exhibits float to the top of the next page, so that text fills the space they leave behind.

An exhibit that does not fit moves to the next page and leaves a gap. Floated, it stands in the same place, but
the text after it closes the gap. Each choice shifts everything behind it, so pages are settled one by one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

MOST_PASSES = 40
"""Settings after which the remaining gaps stay: far more exhibits at page tops than a briefing has."""


@dataclass(frozen=True)
class Spot:
    """Where an exhibit begins: its page, counted from 1, and points from the page's top edge."""

    name: str
    page: int
    y: float


def choose_floating(set_pages: Callable[[Sequence[str]], list[Spot]]) -> list[str]:
    """Choose the exhibits that float.

    Args:
        set_pages: sets the document with the named exhibits floating and gives the spot of every exhibit that
            may float, in the order of the text.
    """
    floating: list[str] = []
    for _ in range(MOST_PASSES):
        moved = _first_moved(set_pages(floating), floating)
        if moved is None:
            break
        floating.append(moved)
    return floating


def _first_moved(spots: list[Spot], floating: list[str]) -> str | None:
    """Give the first exhibit that was pushed to the top of a page, or that overtook one that floats."""
    top = min((spot.y for spot in spots if spot.page > 1), default=0.0)
    reached = (0, 0.0)
    for spot in spots:
        place = (spot.page, spot.y)
        if spot.name in floating:
            reached = max(reached, place)
        elif place < reached or (spot.page > 1 and spot.y <= top + 0.5):
            return spot.name
    return None
