"""The measured sheet: a picture as a list of shapes in inches, known whole before anything is drawn.

A drawing lays its shapes out on a sheet of some width; the sheet knows the box of every text and every mark, so that
labels can be kept apart by arithmetic, and keeps the shapes of one look together for ``paint``. Inches count from the
lower left corner.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from carsi_analysis.exhibits.marks.geometry import crosses
from carsi_analysis.exhibits.marks.text import SMALL, text_height, widest
from carsi_analysis.house.tokens import CHART_WIDTH_IN, LIGHT

MARK_LINK = "#mark-"
"""How a mark is named while matplotlib draws it; ``drawing.svg_of`` turns the name into the element's id."""

LEADING_IN = 0.066
"""What a small text needs above and below its letters together, to stand clear of another."""

OVER_RULES = 1.2
"""What is drawn from this height on is no rule of a scale, and must not run through words."""

AT_EDGE_IN = 0.02
"""Distance of a line from a text at which it seems to touch it."""

STRUCK_MARGIN = 0.1
"""Part of a line's height, above and below its small letters, where a line does not strike it."""


class Box(NamedTuple):
    """A rectangle in inches."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: "Box", slack: float = 0.0) -> bool:
        """Tell whether two boxes cover each other by more than ``slack`` inches both ways."""
        return (
            self.right - other.left > slack
            and other.right - self.left > slack
            and self.top - other.bottom > slack
            and other.top - self.bottom > slack
            # what is narrower than the slack covers nothing by more than that
            and min(self.right - self.left, other.right - other.left) > slack
            and min(self.top - self.bottom, other.top - other.bottom) > slack
        )

    def touches(self, other: "Box") -> bool:
        """Tell whether two boxes have a place in common, be it a point: a line across has a box without height."""
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.bottom <= other.top
            and other.bottom <= self.top
        )

    def moved(self, x: float, y: float) -> "Box":
        """Give the rectangle some way to the right and up."""
        return Box(self.left + x, self.bottom + y, self.right + x, self.top + y)


class Says(NamedTuple):
    """What a reader is told of something drawn: what it is, its value as written, the data rows it stands for."""

    label: str
    value: str
    rows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mark:
    """One thing drawn that stands for data; ``mark_id`` names its element in the SVG, ``box`` is where it lies."""

    mark_id: str
    box: Box
    label: str
    value: str
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """One text on the sheet."""

    x: float
    y: float
    text: str
    size: float = SMALL
    weight: int = 400
    colour: str = LIGHT.ink
    ha: str = "left"
    va: str = "center"

    @cached_property
    def box(self) -> Box:
        lines = self.text.split("\n")
        wide = widest(lines, self.size, self.weight)
        tall = text_height(len(lines), self.size, self.weight)
        left = self.x - {"left": 0.0, "center": wide / 2, "right": wide}[self.ha]
        foot = self.y - {"bottom": 0.0, "center": tall / 2, "top": tall}[self.va]
        return Box(left, foot, left + wide, foot + tall)


class Dot(NamedTuple):
    """How a dot looks: matplotlib's marker, filled or hollow, and its area in square points."""

    marker: str
    filled: bool = True
    area: float = 24


LOOKS = {
    "dot": Dot("o"),
    "open": Dot("o", filled=False, area=22),
    "diamond": Dot("D", filled=False, area=22),
    "full diamond": Dot("D", area=22),
    "square": Dot("s", area=26),
    "cross": Dot("x", area=30),
    "up": Dot("^", area=22),
    "down": Dot("v", area=22),
    "open up": Dot("^", filled=False, area=22),
    "open down": Dot("v", filled=False, area=22),
    "peak": Dot("v", area=13),
    "hit": Dot("o"),
}
"""The dots of the house by name; what is not sure, not final or of another kind stands hollow.

A ``hit`` is not seen: it is the place of a value on a line.
"""


@dataclass
class Sheet:
    """The shapes of one picture.

    Attributes:
        marks: what stands for data, in the order drawn.
        words: its texts.
        taken: where dots and dividing lines are, which labels keep off.
        left_out: required labels that found no room; a test fails on them.
        fills, lines, dots: the shapes by their look, whose first part is how high they lie (``z``).
        paths: the lines again, each with how high it lies and the box around it, which tells those far from a text.
    """

    width: float
    height: float
    marks: list[Mark] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    taken: list[Box] = field(default_factory=list)
    fills: dict[Any, list[Any]] = field(default_factory=dict)
    lines: dict[Any, list[Any]] = field(default_factory=dict)
    dots: dict[Any, list[Any]] = field(default_factory=dict)
    paths: list[tuple[float, Box, np.ndarray]] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, **style: Any) -> Words:
        """Write a text at a place."""
        return self.put(Words(x, y, text, **style))

    def put(self, words: Words) -> Words:
        """Write a text and take its room."""
        if words.text.strip():
            self.words.append(words)
        return words

    def place(self, choices: Sequence[Words], required: str = "") -> Words | None:
        """Write a text at the first of several places where it covers nothing and stays on the sheet.

        A place through which no line runs goes before others. A text that is ``required`` by this name and finds no
        room is told in ``left_out``; others are left out.
        """
        struck = None
        for words in choices:
            if not self.is_free(words.box):
                continue
            if not self._is_struck(words):
                return self.put(words)
            struck = struck or words
        if struck:
            return self.put(struck)
        if required:
            self.left_out.append(required)
        return None

    def is_free(self, box: Box) -> bool:
        """Tell whether a box lies on the sheet and covers neither text nor dot."""
        inside = box.left >= -0.01 and box.right <= self.width + 0.01 and box.bottom >= 0 and box.top <= self.height
        clear = box._replace(bottom=box.bottom - LEADING_IN / 2, top=box.top + LEADING_IN / 2)
        texts = (words.box for words in self.words)
        return (
            inside
            and not any(box.meets(other, 0.01) for other in self.taken)
            and not any(clear.meets(other, 0.01) for other in texts)
        )

    @property
    def plates(self) -> list[Box]:
        """Paper behind words that could not keep off a line, save those on a filled shape."""
        return [words.box for words in self.words if self._is_struck(words, 0.0) and not self._on_a_fill(words)]

    def _is_struck(self, words: Words, least: float = OVER_RULES) -> bool:
        """Tell whether a line that lies at least so high runs through a text or ends at its edge."""
        left, bottom, right, top = words.box
        margin = (top - bottom) / (words.text.count("\n") + 1) * STRUCK_MARGIN
        return self.is_crossed(Box(left - AT_EDGE_IN, bottom + margin, right + AT_EDGE_IN, top - margin), least)

    def is_crossed(self, box: Box, least: float = OVER_RULES) -> bool:
        """Tell whether a line that lies at least so high runs through a box."""
        near = (points for z, around, points in self.paths if z >= least and box.touches(around))
        return any(crosses(points, (box.left, box.bottom), (box.right, box.top)) for points in near)

    def _on_a_fill(self, words: Words) -> bool:
        """Tell whether a text stands on a filled rectangle, such as an amount inside its bar."""
        x, y = (words.box.left + words.box.right) / 2, (words.box.bottom + words.box.top) / 2
        plain = (shape for (*_, hatch), fills in self.fills.items() if not hatch for shape, _, _ in fills)
        boxes = (Box(*shape.min(axis=0), *shape.max(axis=0)) for shape in plain if len(shape) == 4)
        return any(box.left < x < box.right and box.bottom < y < box.top for box in boxes)

    def box(
        self,
        left: float,
        bottom: float,
        width: float,
        height: float,
        colour: str,
        says: Says | None = None,
        **look: Any,
    ) -> None:
        """Fill a rectangle."""
        right, top = left + width, bottom + height
        self.area([(left, bottom), (right, bottom), (right, top), (left, top)], colour, says, **look)

    def area(
        self,
        corners: Sequence[tuple[float, float]] | np.ndarray,
        colour: str,
        says: Says | None = None,
        *,
        edge: str = "white",
        line: float = 0.3,
        hatch: str | None = None,
        z: float = 2,
    ) -> None:
        """Fill a polygon, hatched or plain."""
        points = np.asarray(corners, dtype=float)
        self.fills.setdefault((z, edge, line, hatch), []).append((points, colour, self._mark(points, says)))

    def line(
        self,
        points: Sequence[tuple[float, float]] | np.ndarray,
        colour: str = LIGHT.rule,
        width: float = 0.6,
        says: Says | None = None,
        *,
        dash: tuple[float, ...] | None = None,
        z: float = 0.5,
    ) -> None:
        """Draw a line through points."""
        given = np.asarray(points, dtype=float)
        self.paths.append((z, _around(given), given))
        self.lines.setdefault((z, colour, width, dash), []).append((given, self._mark(given, says)))

    def dot(
        self,
        x: float,
        y: float,
        look: str,
        colour: str,
        says: Says | None = None,
        *,
        area: float | None = None,
        z: float = 4,
    ) -> None:
        """Draw a dot of a named look; labels placed later keep off it."""
        kind = LOOKS[look]
        size = area or kind.area
        half = np.sqrt(size) / 72 / 2
        around = np.array([(x - half, y - half), (x + half, y + half)])
        self.taken.append(Box(x - half, y - half, x + half, y + half))
        self.dots.setdefault((z, kind.marker, kind.filled, size), []).append((x, y, colour, self._mark(around, says)))

    def take(self, other: "Sheet", x: float, y: float) -> None:
        """Take over all shapes of another sheet, its lower left corner at a place; its marks follow those here."""
        by, before = np.array([x, y]), len(self.marks)

        def renamed(name: str | None) -> str | None:
            return name and f"{MARK_LINK}{int(name.removeprefix(MARK_LINK)) + before}"

        for look, fills in other.fills.items():
            self.fills.setdefault(look, []).extend((points + by, face, renamed(name)) for points, face, name in fills)
        for look, lines in other.lines.items():
            self.lines.setdefault(look, []).extend((points + by, renamed(name)) for points, name in lines)
        for look, dots in other.dots.items():
            self.dots.setdefault(look, []).extend((dx + x, dy + y, face, renamed(name)) for dx, dy, face, name in dots)
        self.paths += [(z, box.moved(x, y), points + by) for z, box, points in other.paths]
        self.taken += [box.moved(x, y) for box in other.taken]
        self.words += [replace(words, x=words.x + x, y=words.y + y) for words in other.words]
        self.left_out += other.left_out
        for mark in other.marks:
            number = int(mark.mark_id.removeprefix("mark-")) + before
            self.marks.append(replace(mark, mark_id=f"mark-{number}", box=mark.box.moved(x, y)))

    def _mark(self, points: np.ndarray, says: Says | None) -> str | None:
        """Note what a shape stands for and name it."""
        if says is None:
            return None
        name = str(len(self.marks) + 1)
        self.marks.append(Mark(f"mark-{name}", _around(points), says.label, says.value, says.rows))
        return f"{MARK_LINK}{name}"


def _around(points: np.ndarray) -> Box:
    """Find the box around points."""
    low, high = points.min(axis=0), points.max(axis=0)
    return Box(float(low[0]), float(low[1]), float(high[0]), float(high[1]))


class Drawing(ABC):
    """A picture that lays itself out on any width; a ``Chart`` takes it as its ``draw``."""

    @abstractmethod
    def layout(self, width: float) -> Sheet:
        """Lay all shapes out on a sheet of this width in inches."""

    @cached_property
    def on_page(self) -> Sheet:
        """The sheet of the house's width."""
        return self.layout(CHART_WIDTH_IN)

    @property
    def height_in(self) -> float:
        """The height on the house's width."""
        return self.on_page.height

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What is drawn and the data rows that each thing stands for."""
        return tuple(self.on_page.marks)
