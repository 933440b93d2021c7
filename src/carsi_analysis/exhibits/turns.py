"""How it is written which way most countries moved: «homicide fell; expert scores for cocaine worsened»."""

import pandas as pd

from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.words import Words

WAYS = ("better", "worse")

MOST_NAMED = 3
"""Indicators that one sentence names; more are counted."""

SCORED = "scored"
"""What moved where an indicator is a score that experts give."""


def turned(board: pd.DataFrame, locale: Locale) -> str:
    """Say in clauses which indicators moved for the better in most countries, and which for the worse.

    What grew or fell is named as the data name it (``harm_en/es``); an indicator without such a name improved or
    worsened itself. Where the data say that a value is an expert score, the score moved and is called one: what it
    is about need not have moved. What only stands in for a goal, or is not compared, is left out. More than
    ``MOST_NAMED`` are counted, and so are those whose clauses a title has no room for. That nothing moved the other
    way is said of several of a kind.

    Args:
        board: as ``analysis.standing.scoreboard`` gives it; some indicator moved so.
        locale: the language.
    """
    once = board[~board["verdict"].isin(["stand_in", "unmeasured"])].drop_duplicates("indicator_id")
    words = locale.words.part("say.turned")
    moved = {way: own for way in WAYS if len(own := once[once["verdict"] == way])}
    clauses = {way: _clauses(own, way, words, locale) for way, own in moved.items()}
    told = [kind for kinds in clauses.values() for kind in kinds]
    both_ways = len(clauses) > 1
    if sum(map(len, moved.values())) > MOST_NAMED or (both_ways and (len(told) > 2 or told == [SCORED, SCORED])):
        counts = {way: locale.in_words(len(moved[way])) if way in moved else words("none") for way in WAYS}
        return words("counted", all=locale.in_words(len(once)), **counts)
    if len(once) == 1 or (len(told) > 1 and not both_ways):
        return "; ".join(next(iter(clauses.values())).values())
    return words("_".join(clauses), **{way: next(iter(kinds.values())) for way, kinds in clauses.items()})


def _clauses(own: pd.DataFrame, way: str, words: Words, locale: Locale) -> dict[str, str]:
    """Say what moved one way, by kind: what grew or fell first, then the scores, then what moved itself."""
    harm, itself = own[locale.named("harm")], own[locale.named("short_label")].map(locale.inside)
    scored = own["expert_score"].isin([True])
    kinds = {
        "harm": harm[~scored].dropna(),
        SCORED: harm.fillna(itself)[scored],
        "itself": itself[harm.isna() & ~scored],
    }
    return {kind: words(f"{kind}.{way}", what=locale.items(list(named))) for kind, named in kinds.items() if len(named)}
