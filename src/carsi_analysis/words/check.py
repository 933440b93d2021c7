"""Compares the files of words: ``python -m carsi_analysis.words.check`` names what differs, with file and key."""

import sys
from collections.abc import Iterator

from carsi_analysis.words import Text, Words, facts_in, languages, texts_in, words_of


def differences(one: Words, other: Words) -> Iterator[str]:
    """Name each text that only one of two languages has, that is empty or badly written, or whose facts differ."""
    ours, theirs = dict(texts_in(one.texts)), dict(texts_in(other.texts))
    for key in sorted(ours.keys() ^ theirs.keys()):
        there, here = (one, other) if key in ours else (other, one)
        yield f"{here.place}: {key} is missing; {there.place} has it"
    for key in (key for key in ours if key in theirs):
        yield from _compared(key, (one, ours[key]), (other, theirs[key]))


def _compared(key: str, *sides: tuple[Words, Text]) -> Iterator[str]:
    """Compare one text in two languages."""
    facts = []
    for words, text in sides:
        written = text if isinstance(text, list) else [text]
        if not written or not all(isinstance(one, str) and one.strip() for one in written):
            yield f"{words.place}: {key} is empty or no text"
            return
        try:
            facts.append([facts_in(one) for one in written])
        except ValueError as error:
            yield f"{words.place}: {key} is badly written: {error}"
            return
    if facts[0] != facts[1]:
        places = " and ".join(words.place for words, _ in sides)
        yield f"{places}: the facts of {key} differ: {_listed(facts[0])} against {_listed(facts[1])}"


def _listed(facts: list[set[str]]) -> str:
    return "; ".join(", ".join(sorted(names)) or "none" for names in facts)


def problems() -> list[str]:
    """Compare every language with English."""
    first, *others = (words_of(language) for language in languages())
    return [problem for other in others for problem in differences(first, other)]


if __name__ == "__main__":
    found = problems()
    print("\n".join(found), end="\n" if found else "", file=sys.stderr)
    sys.exit(bool(found))
