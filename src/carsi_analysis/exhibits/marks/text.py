"""Texts measured before they are drawn: their size in inches, and lines that fit a room."""

from collections.abc import Iterable

from carsi_analysis.house import fonts
from carsi_analysis.house.tokens import TYPE

SMALL = TYPE.label
"""Size of labels inside a picture, in points; its smallest text."""

LINE_HEIGHT_IN = SMALL * 1.15 / 72
"""Distance at which two small labels stand clear of each other."""

LINE_SPACING = 1.15
"""Distance of two lines of a text, in heights of its letters."""

WEIGHT_NAMES = {400: "normal", 600: "semibold"}
"""Weights as matplotlib is told them: until 3.10.8 its SVG holds a weight by its name alone."""


def text_width(text: str, size: float, weight: int = 400) -> float:
    """Give the width of a line of text in inches, without kerning."""
    return fonts.text_width(text, size / 72, weight)


def text_height(lines: int, size: float, weight: int = 400) -> float:
    """Give the height of a text of some lines in inches."""
    return fonts.line_extent(weight)[0] * size / 72 * (1 + (lines - 1) * LINE_SPACING)


def widest(lines: Iterable[str], size: float = SMALL, weight: int = 400) -> float:
    """Give the width of the longest line in inches; none has none."""
    return max((text_width(line, size, weight) for line in lines), default=0.0)


def wrapped(text: str, room: float, size: float = SMALL, weight: int = 400) -> list[str]:
    """Break a text into as few lines as fit a width in inches, about equally long; a longer word stands alone."""
    lines = _filled(text, room, size, weight)
    while len(lines) > 1 and room > 0.1 and len(closer := _filled(text, room - 0.05, size, weight)) == len(lines):
        lines, room = closer, room - 0.05
    return lines


def _filled(text: str, room: float, size: float, weight: int) -> list[str]:
    lines: list[str] = []
    for part in text.split("\n"):
        begun = False
        for word in part.split(" "):
            longer = f"{lines[-1]} {word}" if begun else word
            if begun and text_width(longer, size, weight) <= room:
                lines[-1] = longer
            else:
                lines.append(word)
            begun = True
    return lines
