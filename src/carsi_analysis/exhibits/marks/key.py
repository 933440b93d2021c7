"""Keys: what the looks of a picture mean, in as many lines as its width needs."""

from collections.abc import Sequence
from typing import NamedTuple

from carsi_analysis.exhibits.marks.sheet import LOOKS, Box, Says, Sheet
from carsi_analysis.exhibits.marks.text import SMALL, text_height, text_width, wrapped
from carsi_analysis.exhibits.shading import pale, text_on
from carsi_analysis.house.tokens import CONTEXT, LIGHT

LINES: dict[str, tuple[float, tuple[float, ...] | None]] = {
    "line": (1.8, None),
    "thin": (0.9, None),
    "dashes": (1.2, (4, 2)),
    "dots": (1.2, (1, 1.5)),
    "disputed": (1.0, (2.5, 1.5)),
}
"""Lines by name: their width and dashes."""

PART, ASKED = "part", "asked"
"""Bars of what is known in part, and of what was only asked for or planned."""

SAMPLE_IN = {
    **dict.fromkeys(LINES, 0.25),
    "band": 0.25,
    "dashed": 0.25,
    "bar": 0.14,
    "hollow": 0.14,
    PART: 0.2,
    ASKED: 0.2,
    "hatch": 0.2,
    "cell": 0.2,
    "head": 0.0,
}
"""Widths of the samples that are not dots."""

KEY_LINE_IN = 0.17
BETWEEN_IN = 0.18
"""Height of a line of entries, and the room between two entries."""


class Entry(NamedTuple):
    """One entry of a key: its look, its colour, its meaning, words in it.

    A look is a dot's name in ``LOOKS``, two such as ``up+down``, or one of ``SAMPLE_IN``; without one the words stand
    alone. An entry without a meaning is another shade of the one after it. A ``head`` begins a line and names the
    entries after it.
    """

    look: str
    colour: str
    meaning: str
    inside: str = ""

    @property
    def sample(self) -> float:
        return SAMPLE_IN.get(self.look, 0.1 + 0.14 * self.look.count("+") if self.look else 0.0)

    @property
    def width(self) -> float:
        if not self.meaning:  # the sample of another shade, before the one that says what both mean
            return self.sample
        return self.sample + 0.06 + max(text_width(line, SMALL) for line in self.meaning.split("\n"))


def key_lines(entries: Sequence[Entry], room: float) -> list[list[Entry]]:
    """Divide entries into lines that fit a room."""
    lines: list[list[Entry]] = []
    used = 0.0
    for entry in entries:
        if not lines or used + entry.width > room or entry.look == "head":
            lines.append([])
            used = 0.0
        lines[-1].append(entry)
        used += entry.width + _between(entry)
    return lines


def _between(entry: Entry) -> float:
    return BETWEEN_IN if entry.meaning else 0.02


def key_height(entries: Sequence[Entry], room: float) -> float:
    """Give the height that a key needs in a room; none needs none."""
    return KEY_LINE_IN * len(key_lines(entries, room)) + (0.05 if entries else 0.0)


def draw_key(sheet: Sheet, entries: Sequence[Entry], left: float, top: float, room: float) -> None:
    """Write a key from its upper left corner."""
    for number, line in enumerate(key_lines(entries, room)):
        x = left
        for entry in line:
            draw_entry(sheet, entry, x, top - KEY_LINE_IN * (number + 0.5))
            x += entry.width + _between(entry)


def _column(entries: Sequence[Entry], room: float) -> list[Entry]:
    """Break the words of entries into lines beside the widest sample."""
    sample = max((entry.sample for entry in entries), default=0.0)
    broken = (wrapped(entry.meaning, room - sample - 0.06) for entry in entries)
    return [entry._replace(meaning="\n".join(lines)) for entry, lines in zip(entries, broken, strict=True)]


def _height(entry: Entry) -> float:
    return max(text_height(entry.meaning.count("\n") + 1, SMALL), 0.12) + 0.07


def column_size(entries: Sequence[Entry], room: float) -> tuple[float, float]:
    """Give width and height of a key whose entries stand one below the other."""
    broken = _column(entries, room)
    return max((entry.width for entry in broken), default=0.0), sum(map(_height, broken))


def draw_key_column(sheet: Sheet, entries: Sequence[Entry], left: float, top: float, room: float) -> None:
    """Write a key one entry below the other, as in a free cell of a grid."""
    sample = max((entry.sample for entry in entries), default=0.0)
    for entry in _column(entries, room):
        draw_entry(sheet, entry, left, top - (_height(entry) - 0.07) / 2, sample)
        top -= _height(entry)


def draw_entry(sheet: Sheet, entry: Entry, x: float, y: float, sample: float = 0.0) -> None:
    """Write one entry around a height, its sample in the middle of the room that all samples take."""
    look, colour, wide = entry.look, entry.colour, entry.sample
    words_at = x + max(wide, sample) + 0.06
    x += (max(wide, sample) - wide) / 2
    if set(look.split("+")) <= set(LOOKS):
        for place, dot in enumerate(look.split("+")):
            sheet.dot(x + 0.05 + 0.14 * place, y, dot, colour)
    elif look in LINES:
        width, dash = LINES[look]
        sheet.line([(x, y), (x + wide, y)], colour, width, dash=dash, z=3)
    elif look == "dashed":
        sheet.line([(x + wide / 2, y - 0.07), (x + wide / 2, y + 0.07)], LIGHT.muted, 0.8, dash=(3, 2))
    elif look == "hatch":
        sheet.box(x, y - 0.065, wide, 0.13, "white", edge=CONTEXT, line=0.4, hatch="////")
    elif look in ("hollow", PART, ASKED):
        draw_bar(sheet, Box(x, y - 0.06, x + wide, y + 0.06), colour, look)
    elif look and look != "head":
        half = 0.06 if look == "bar" else 0.07
        sheet.box(x, y - half, wide, 2 * half, colour, edge=LIGHT.rule if look == "cell" else "white")
        sheet.text(x + wide / 2, y, entry.inside, ha="center", colour=text_on(colour))
    sheet.text(words_at, y, entry.meaning, weight=600 if look == "head" else 400)


def draw_bar(sheet: Sheet, box: Box, colour: str, look: str | None, says: Says | None = None) -> None:
    """Draw a bar: full, ``hollow``, in a light tint where only a part is known, dashed where it was only asked for."""
    wide, high = box.right - box.left, box.top - box.bottom
    if look == PART:
        sheet.box(box.left, box.bottom, wide, high, pale(colour), says, edge=colour, line=0.9)
    elif look == ASKED:
        sheet.box(box.left, box.bottom, wide, high, "white", says, edge="none", line=0)
        sides = [(box.left, box.bottom), (box.left, box.top), (box.right, box.top), (box.right, box.bottom)]
        sheet.line([*sides, sides[0]], colour, 0.9, dash=(3, 2), z=2.1)
    elif look == "hollow":
        sheet.box(box.left, box.bottom, wide, high, "white", says, edge=colour, line=0.9)
    else:
        sheet.box(box.left, box.bottom, wide, high, colour, says)
