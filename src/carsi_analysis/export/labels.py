"""The few words that the exporters themselves print."""

import re

from carsi_analysis.words import Words, languages, words_of


def labels_of(language: str) -> Words:
    """Give the words for a language tag such as ``es`` or ``es-419``; English where there are none."""
    spoken = re.split("[-_]", language.lower())[0]
    return words_of(spoken if spoken in languages() else "en").part("document")
