"""How it is written which way most countries moved: «homicide fell, but cocaine trade grew»."""

import pandas as pd

from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.words import Words

WAYS = ("better", "worse")

MOST_NAMED = 3
"""Indicators that one sentence names; more are counted."""


def turned(board: pd.DataFrame, locale: Locale) -> str:
    """Say in a clause which indicators moved for the better in most countries, and which for the worse.

    What grew or fell is named as the data name it (``harm_en/es``); an indicator without such a name improved or
    worsened itself; what only stands in for a goal is left out. More than ``MOST_NAMED`` are counted. That nothing
    moved the other way is said of several only.

    Args:
        board: as ``analysis.standing.scoreboard`` gives it; some indicator moved so.
        locale: the language.
    """
    once = board[board["verdict"] != "stand_in"].drop_duplicates("indicator_id")
    words = locale.words.part("say.turned")
    moved = {way: own for way in WAYS if len(own := once[once["verdict"] == way])}
    if sum(map(len, moved.values())) > MOST_NAMED:
        counts = {way: locale.in_words(len(moved[way])) if way in moved else words("none") for way in WAYS}
        return words("counted", all=locale.in_words(len(once)), **counts)
    clauses = {way: _clauses(own, way, words, locale) for way, own in moved.items()}
    return words("_".join(clauses), **clauses) if len(once) > 1 else next(iter(clauses.values()))


def _clauses(own: pd.DataFrame, way: str, words: Words, locale: Locale) -> str:
    """Say what moved one way: what grew or fell first, then what improved or worsened itself."""
    harm = own[locale.named("harm")]
    itself = own.loc[harm.isna(), locale.named("short_label")].map(locale.inside)
    kinds = {"harm": harm.dropna(), "itself": itself}
    return locale.items(
        [words(f"{kind}.{way}", what=locale.items(list(named))) for kind, named in kinds.items() if len(named)]
    )
