"""Text from strangers, fit for a terminal."""

import unicodedata


def printable(text: str) -> str:
    """Put text on one line of visible characters.

    What a terminal would obey, what it cannot show and what turns the direction of a line is written as Python writes
    it: ``\\x1b``. Blanks of every width stay; numbers are written with them.
    """
    return "".join(each if _is_visible(each) else each.encode("unicode_escape").decode("ascii") for each in text)


def _is_visible(character: str) -> bool:
    return character.isprintable() or unicodedata.category(character) == "Zs"
