"""Tables of what the initiative says of itself: threats, the goals that answer them, and what would show progress."""

import pandas as pd

from carsi_analysis.exhibits.exhibit import Column, Table
from carsi_analysis.exhibits.locale import Locale, capital, how_many


def threats_and_goals(answers: pd.DataFrame, *, locale: Locale) -> Table:
    """List the threats with what each is and the goals that answer it; judged links carry an asterisk.

    Args:
        answers: as ``analysis.goals.answers`` gives it.
    """
    say = locale.exhibit("threats-and-goals")
    count, unanswered = len(answers), int((answers[locale.named("goals")] == "").sum())
    return Table(
        **say.head(
            variant={"title": "unanswered" if unanswered else "answered"},
            threats=capital(locale.in_words(count)),
            count=count,
            unanswered=unanswered,
        ),
        data=answers,
        columns=tuple(map(say.named, ("label", "description", "goals"))),
        evidence=answers,
    )


def goal_wordings(wordings: pd.DataFrame, *, locale: Locale) -> Table:
    """Set two wordings of each goal side by side, with what the later one changed.

    Args:
        wordings: as ``analysis.goals.wordings`` gives it, for one goal or several.
    """
    say = locale.exhibit("goal-wordings")
    first, last = sorted({name.split("_")[1] for name in wordings.columns if name.startswith("wording_")})
    versions = [Column(locale.named(f"wording_{version}"), version) for version in (first, last)]
    goal = wordings[locale.named("label")].iloc[0]
    return Table(
        **say.head(variant={"title": how_many(len(wordings))}, goal=goal, first=first, last=last),
        data=wordings,
        columns=(say.named("label"), *versions, say.named("changed")),
        evidence=wordings,
    )


def goals_overview(goals: pd.DataFrame, *, locale: Locale) -> Table:
    """Put beside each goal the aid that serves it, the public measure that comes nearest and what is missing.

    Args:
        goals: as ``analysis.goals.overview`` gives it.
    """
    say = locale.exhibit("goals-overview")
    measure = locale.named("measure")
    return Table(
        **say.head(
            {"notes": ["ties"]}, judged=locale.in_words(int(goals["judged"].sum())), ties=int(goals["ties"].sum())
        ),
        data=goals.assign(
            aid=[capital("; ".join(map(locale.inside, names))) for names in goals[locale.named("aid")]],
            nearest=[
                say("labels.stand_in", measure=name) if stand_in else name
                for name, stand_in in zip(goals[measure], goals["stand_in"], strict=True)
            ],
        ),
        columns=say.columns(say.named("goal"), "aid", "nearest", say.named("missing")),
        evidence=goals,
    )


def link_reasons(reasons: pd.DataFrame, *, locale: Locale) -> Table:
    """List what goals answer and what serves them, with the basis and the reason of each link.

    Args:
        reasons: as ``analysis.goals.link_reasons`` gives it, for one goal or several.
    """
    say = locale.exhibit("link-reasons")
    several = reasons["goal_id"].nunique() > 1
    return Table(
        **say.head(
            variant={"title": "goals" if several else how_many(len(reasons))},
            goal=reasons[locale.named("goal")].iloc[0],
            count=len(reasons),
            stated=int(reasons["basis"].eq("stated").sum()),
        ),
        data=reasons.assign(basis_name=locale.scale("basis", reasons["basis"])),
        columns=say.columns(
            *([say.named("goal")] if several else []), say.named("other"), "basis_name", say.named("reason")
        ),
        evidence=reasons,
        row_headers=2 if several else 1,
        grouped=several,
    )


def goal_indicators(listed: pd.DataFrame, extents: pd.DataFrame, *, locale: Locale) -> Table:
    """Say for each indicator of a goal which movement would be progress, and how much it covers.

    Args:
        listed: as ``analysis.goals.indicators_of_goals`` gives it, for one goal or several.
        extents: as ``analysis.coverage.extent`` gives it; an indicator without values for the countries is left out.
    """
    say = locale.exhibit("goal-indicators")
    reach = ["indicator_id", "countries", "of_countries", "first_year", "last_year", "sources", "rows"]
    shown = listed.merge(extents[reach], on="indicator_id", validate="m:1")
    once = shown.drop_duplicates("indicator_id")
    untold = int(once["direction"].eq("context").sum())
    several = shown["goal_id"].nunique() > 1
    return Table(
        **say.head(
            variant={
                "title": "untold" if untold else "told",
                "measure": "many" if several else "one",
                "notes": ["main_source"],
            },
            untold=untold,
            count=len(once),
            of=locale.in_words(int(shown["of_countries"].max())),
        ),
        data=shown.assign(progress=locale.scale("progress", shown["direction"])),
        columns=say.columns(
            *([say.named("goal")] if several else []),
            say.named("label"),
            "progress",
            ("countries", 0),
            "first_year",
            "last_year",
        ),
        evidence=shown.drop(columns="indicator_id"),
        row_headers=2 if several else 1,
        grouped=several,
    )
