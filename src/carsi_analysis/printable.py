"""Text from strangers, fit for a terminal."""

import logging
import unicodedata
from collections.abc import Sequence


def printable(text: str) -> str:
    """Put text on one line of visible characters.

    What a terminal would obey, what it cannot show and what turns the direction of a line is written as Python writes
    it: ``\\x1b``. Blanks of every width stay; numbers are written with them.
    """
    return "".join(each if _is_visible(each) else each.encode("unicode_escape").decode("ascii") for each in text)


def printable_lines(text: str) -> str:
    """Do the same line by line."""
    return "\n".join(map(printable, text.split("\n")))


def fit_for_terminal(record: logging.LogRecord) -> bool:
    """Do the same, as the filter of a library's logger, to what it quotes of a stranger's file."""
    record.msg, record.args = printable_lines(record.getMessage()), ()
    return True


def aligned(rows: Sequence[Sequence[str]], sides: str) -> list[str]:
    """Write rows as lines whose cells stand below each other: to the left, ``<``, or to the right, ``>``."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (zip(row, sides, widths, strict=True) for row in rows)
    return ["  ".join(f"{cell:{side}{width}}" for cell, side, width in line).rstrip() for line in lines]


def first_of(texts: Sequence[str], most: int, between: str = ", ") -> str:
    """Join the first of some texts, and say how many more there are."""
    more = f" and {len(texts) - most} more" if len(texts) > most else ""
    return between.join(texts[:most]) + more


def first_lines(lines: Sequence[str], most: int, more: str) -> list[str]:
    """Give the first of some lines, and a last one that says by ``{count}`` how many more there are."""
    return [*lines[:most], *([more.format(count=len(lines) - most)] if len(lines) > most else [])]


def counted(count: int, one: str, many: str = "") -> str:
    """Write a number of things: ``1 sentence``, ``2,000 sentences``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _is_visible(character: str) -> bool:
    return character.isprintable() or unicodedata.category(character) == "Zs"
