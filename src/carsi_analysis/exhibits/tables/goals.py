"""Tables of what the initiative says of itself: threats, the goals that answer them, and what would show progress."""

from typing import Any

import pandas as pd

from carsi_analysis.exhibits.exhibit import Column, Table
from carsi_analysis.exhibits.locale import ExhibitWords, Locale, capital, how_many


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
    """Put each goal, as it is worded, beside the threats and the aid that the editorial ties to it, and that we do.

    Args:
        goals: as ``analysis.goals.overview`` gives it.
    """
    say = locale.exhibit("goals-overview")
    unstated = goals.loc[goals["stated"] == 0, locale.named("goal")]
    told = {basis: [_linked(row, basis, say) for row in goals.itertuples()] for basis in ("stated", "judged")}
    return Table(
        **say.head(
            {"title": "unstated" if len(unstated) else "stated"},
            unstated=locale.items([locale.inside(name) for name in unstated]),
            stated=int(goals["stated"].sum()),
            links=int(goals["links"].sum()),
        ),
        data=goals.assign(**told),
        columns=say.columns(
            say.named("goal"),
            Column(locale.named("wording"), say("columns.wording", version=goals["version"].iloc[0])),
            "stated",
            "judged",
        ),
        evidence=goals,
    )


def _linked(row: Any, basis: str, say: ExhibitWords) -> str:
    """List the threats and the aid that are tied to a goal on one basis."""
    lists = {kind: getattr(row, say.locale.named(f"{basis}_{kind}")) for kind in ("threats", "areas")}
    inside = {kind: "; ".join(map(say.locale.inside, names)) for kind, names in lists.items() if names}
    return " ".join(say(f"labels.{kind}", listed=listed) for kind, listed in inside.items()) or say("labels.nothing")


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
