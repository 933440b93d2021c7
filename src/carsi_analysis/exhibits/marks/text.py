"""Texts measured before they are drawn: lines that fit a room, and the widest of them."""

from collections.abc import Iterable

from carsi_analysis.exhibits.panels import SMALL, text_width


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


def widest(lines: Iterable[str], size: float = SMALL, weight: int = 400) -> float:
    """Give the width of the longest line, in inches."""
    return max((text_width(line, size, weight) for line in lines), default=0.0)
