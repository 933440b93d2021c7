"""Charts of evaluations: which kinds of aid have any, by design, and the effects that they report."""

import pandas as pd

from carsi_analysis.analysis.comparison import NORMAL_95
from carsi_analysis.analysis.results import SURVEY_REPORTS
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import ExhibitWords, Locale, capital, how_many
from carsi_analysis.exhibits.marks import Dots, Entry, Para, Tally
from carsi_analysis.house.tokens import EMPHASIS, LIGHT

COLUMNS = {
    "trial": ("trial",),
    "comparison": ("comparison",),
    "before_after": ("before_after",),
    "audit": ("audit",),
    "own": ("self_report", "reply"),
    "unstated": ("unstated",),
}
"""Kinds of design as the map's columns hold them, those that can tell most of an effect first."""

READINGS = {
    "favorable": ("up", LIGHT.accent),
    "mixed": ("full diamond", "#8a6d3b"),
    "critical": ("down", EMPHASIS),
    "faulted": ("down", LIGHT.muted),
    "reply": ("cross", LIGHT.muted),
    "unread": ("open", LIGHT.muted),
}
"""Look and colour of each reading; the look tells them apart without colour, and the column the audits."""


def evidence_gaps(placed: pd.DataFrame, *, locale: Locale) -> Chart:
    """Map the studies by kind of aid and by what their design can tell; empty cells are the gaps.

    Args:
        placed: as ``analysis.results.evidence_map`` gives it.
        locale: the language.
    """
    say, kind = locale.exhibit("evidence-gaps"), locale.named("kind")
    held = {design: column for column, designs in COLUMNS.items() for design in designs}
    rows = placed.assign(
        kind=placed[kind].fillna(say("labels.several")),
        several=placed["area_id"].isna(),
        study=placed[locale.named("study")],
        year=placed["start_year"].astype("Int64"),
        column=placed["design"].map(held),
        tenor=placed["reading"].map({reading: say(f"key.{reading}") for reading in READINGS}),
        look=placed["reading"].map({reading: look for reading, (look, _) in READINGS.items()}),
        colour=placed["reading"].map({reading: colour for reading, (_, colour) in READINGS.items()}),
    )
    heads = {column: say(f"labels.{column}") for column in COLUMNS if column in set(rows["column"])}
    rows["told_by"] = rows["column"].map(heads)
    studies = rows.dropna(subset="design")
    kinds, found = rows.loc[~rows["several"], "kind"].nunique(), studies.loc[~studies["several"], "kind"].nunique()
    bare = rows.loc[rows["design"].isna(), "kind"].tolist()
    return Chart(
        **say.head(
            {"title": how_many(len(bare))},
            unexamined=capital(locale.in_words(kinds - found)),
            kinds=locale.in_words(kinds),
            listed="; ".join(_counted(own, heads, say) for _, own in studies.groupby("kind", sort=False)),
            bare=locale.items([locale.inside(name) for name in bare]) if bare else say("labels.none"),
        ),
        data=rows,
        columns=say.columns("kind", "told_by", "study", "year", "tenor"),
        evidence=placed,
        draw=Tally(
            rows,
            row="kind",
            column="column",
            look="look",
            colour="colour",
            name="study",
            value="tenor",
            heads=heads,
            totals={str(name): str(len(own)) for name, own in studies.groupby("kind", sort=False)},
            total_head=say("labels.total"),
            none=say("labels.none"),
            sides=(say("labels.strong"), say("labels.weak")),
            group="several",
            key=[
                Entry(*READINGS[reading], say(f"key.{reading}"))
                for reading in READINGS
                if reading in set(rows["reading"])
            ],
        ),
    )


def _counted(own: pd.DataFrame, heads: dict[str, str], say: ExhibitWords) -> str:
    """Tell how many studies of a kind of aid there are, by design and reading."""
    parts = []
    for column, head in heads.items():
        counts = own.loc[own["column"] == column, "tenor"].value_counts(sort=False)
        if len(counts):
            readings = ", ".join(f"{tenor} {count}" for tenor, count in counts.items())
            parts.append(f"{say.locale.inside(head)} ({readings})")
    return say("labels.counted", kind=own["kind"].iloc[0], parts=", ".join(parts))


def evaluation_effects(effects: pd.DataFrame, disputes: pd.DataFrame, *, locale: Locale) -> Chart:
    """Draw the effects that evaluations report, never on one scale where units differ and never pooled.

    Args:
        effects: as ``analysis.results.effects`` gives it.
        disputes: the studies that answer others, as ``analysis.results.studies`` gives them; may be empty.
        locale: the language.
    """
    say = locale.exhibit("evaluation-effects")
    rows = _in_order(effects, locale)
    heads = _heads(rows, disputes, say)
    survey = rows[(rows["unit_id"] == SURVEY_REPORTS) & rows["headline"]]
    disputed = {str(study) for study in disputes["answers_evaluation_id"].dropna()} & set(rows["evaluation_id"])
    with_errors = rows["std_error"].notna().any()
    below = survey.loc[survey["value"] < 0, "value"]
    least = below.min() if len(below) else 0.0
    both_ways = "disputed_both" if survey["value"].gt(0).any() else "disputed"
    title = (both_ways if disputed else "survey") if least < 0 else "effects"
    critics = [
        say("labels.finding", authors=one.authors, finding=getattr(one, locale.named("finding")))
        for one in disputes[disputes["answers_evaluation_id"].isin(disputed)].itertuples()
    ]
    cautions = [str(text) for text in rows[locale.named("caution")].dropna().unique() if text]
    head = say.head(
        variant={
            "title": title,
            "unit": how_many(rows["unit_id"].nunique()),
            "measure": "with_errors" if with_errors else "no_errors",
            "notes": ["intervals"] if with_errors else [],
        },
        studies=rows["evaluation_id"].nunique(),
        disputed=len(disputed),
        drop=locale.number(abs(least), 0),
        least_drop=locale.number(abs(below.max()), 0) if len(below) else "",
        unit=rows["unit"].iloc[0],
        reach=NORMAL_95,
        told=" ".join([*(_told(own) for _, own in rows.groupby("group", sort=False)), *critics, *cautions]),
    )
    return Chart(
        **head | {"notes": (*critics, *cautions, *head["notes"])},
        data=effects.assign(**{name: effects[locale.named(name)] for name in ("study", "outcome", "unit")}),
        columns=say.columns("study", "outcome", ("value", 1), ("std_error", 2), "unit"),
        evidence=pd.concat([effects, disputes[disputes["answers_evaluation_id"].isin(disputed)]]),
        units_differ=True,  # each group of marks is named with its study, and its unit where they differ
        draw=Dots(
            rows,
            row="place",
            name="outcome",
            x="value",
            colour="colour",
            look="look",
            text="said",
            low="low",
            high="high",
            group="group",
            heads=heads,
            own_scale=True,
            sides=dict.fromkeys(survey["group"], (say("labels.less"), say("labels.more"))),
            write=locale.fixed,
            step=0.165,
            key=()
            if rows["headline"].all()
            else [
                Entry(
                    "+".join(dict.fromkeys(own["look"])), LIGHT.accent, say("key.other" if second else "key.headline")
                )
                for second, own in rows.groupby("second")
            ],
        ),
    )


def _in_order(effects: pd.DataFrame, locale: Locale) -> pd.DataFrame:
    """Put effects into the order of reading, in groups of one study and unit; a unit that all share is not repeated.

    Residents' reports come first, then studies by year, those without a year last; in a group, the estimates that the
    study puts first.
    """
    study, unit = effects[locale.named("study")], effects[locale.named("unit")]
    year = effects["start_year"].map(", {:.0f}".format, na_action="ignore").fillna("")
    reach = effects["std_error"] * NORMAL_95
    rows = effects.assign(
        group=study + year + (" · " + unit if unit.nunique() > 1 else ""),
        study=study,
        unit=unit,
        outcome=effects[locale.named("outcome")],
        low=effects["value"] - reach,
        high=effects["value"] + reach,
        look=[_look(*one) for one in zip(effects["headline"], effects["std_error"].notna(), strict=True)],
        colour=LIGHT.accent,
        said=[_change(value, locale) for value in effects["value"]],
        later=effects["unit_id"] != SURVEY_REPORTS,
        second=~effects["headline"].astype(bool),
    )
    order = ["later", "start_year", "evaluation_id", "unit_id", "second", "value"]
    rows = rows.sort_values(order, ignore_index=True)
    return rows.assign(place=rows.index)


def _look(headline: bool, with_error: bool) -> str:
    """Choose a dot's look: round for what the study puts first, hollow where it prints no margin of error."""
    return ("dot" if with_error else "open") if headline else ("full diamond" if with_error else "diamond")


def _heads(rows: pd.DataFrame, disputes: pd.DataFrame, say: ExhibitWords) -> dict[str, list[Para]]:
    """Write above each group its study and unit, and once a study who disputes it; the notes say why."""
    heads: dict[str, list[Para]] = {}
    before = None
    for group, own in rows.groupby("group", sort=False):
        first = own.iloc[0]
        heads[str(group)] = [Para(str(group), 600)]
        if first["study"] != before:
            critics = disputes[disputes["answers_evaluation_id"] == first["evaluation_id"]]
            authors = dict.fromkeys(one.authors for one in critics.itertuples())
            heads[str(group)] += [Para(say("labels.disputed_by", authors=one), colour=LIGHT.muted) for one in authors]
        before = first["study"]
    return heads


def _told(own: pd.DataFrame) -> str:
    """Say a group's effects in words."""
    listed = "; ".join(own["outcome"] + " " + own["said"])
    return f"{own['study'].iloc[0]} ({own['unit'].iloc[0]}): {listed}."


def _change(value: float, locale: Locale) -> str:
    return locale.signed(locale.number(value, 1))
