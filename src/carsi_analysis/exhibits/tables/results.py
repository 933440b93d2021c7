"""Tables of results: evaluations and their critics, reported effects, activities, and events."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from carsi_analysis.analysis.results import by_design
from carsi_analysis.exhibits.exhibit import Column, Table
from carsi_analysis.exhibits.locale import NO_BREAK_SPACE, ExhibitWords, Locale
from carsi_analysis.exhibits.money import qualified

LONGEST_ARTICLE = 3
"""Letters of the longest short word that an event may begin with: ``The``, ``Los``, ``Se``."""


def evaluations(studies: pd.DataFrame, *, locale: Locale, others: bool = False) -> Table:
    """List the evaluations by the kind of their design, those that can tell most of an effect first.

    Args:
        studies: as ``analysis.results.studies`` gives it.
        others: whether these are the studies besides one that the report treats by itself; they stand without the
            details of their design.
    """
    say = locale.exhibit("evaluations", "other-evaluations" if others else None)
    label, design, answers = (say.named(name) for name in ("label", "design", "answers"))
    rows = by_design(studies)
    rows = rows.assign(
        kind=locale.scale("design", rows["design"]),
        year=rows["start_year"].astype("Int64"),
        tenor=locale.scale("verdict", rows["verdict"]),
    )
    answering = rows["answers_evaluation_id"].notna()
    told = np.where(answering, "answering", "others" if others else "study")
    rows["study"] = [
        say(
            f"labels.{key}",
            label=name,
            year=locale.words("citation.undated") if pd.isna(year) else year,
            design=how,
            answers=other,
        )
        for key, name, year, how, other in zip(
            told, *(rows[column] for column in (label.name, "year", design.name, answers.name)), strict=True
        )
    ]
    return Table(
        **say.head(
            studies=say("labels.counted_others" if others else "labels.counted"),
            count=len(rows),
            trials=int((rows["design"] == "trial").sum()),
            positive=int((rows["verdict"] == "positive").sum()),
        ),
        data=rows,
        columns=(
            say.column("kind"),
            replace(
                say.column("study"), parts=(label, say.column("year"), design, *([answers] if answering.any() else []))
            ),
            say.named("finding"),
            say.column("tenor"),
        ),
        evidence=studies,
        row_headers=2,
        grouped=True,
    )


def audits(listed: pd.DataFrame, *, locale: Locale) -> Table:
    """List the audits and reviews with what each found, in few words.

    Args:
        listed: as ``analysis.results.audits`` gives it.
    """
    say = locale.exhibit("audits")
    rows = listed.assign(
        year=[locale.words("citation.undated") if pd.isna(year) else str(int(year)) for year in listed["start_year"]]
    )
    return Table(
        **say.head(count=len(rows), critical=int(rows["verdict"].eq("critical").sum())),
        data=rows,
        columns=(
            say.column("year"),
            say.named("label"),
            replace(say.named("brief"), parts=(say.named("finding"),)),
        ),
        evidence=listed,
    )


def reported_effects(effects: pd.DataFrame, *, locale: Locale) -> Table:
    """List the effects that evaluations report, with their standard errors where these are printed.

    Args:
        effects: as ``analysis.results.effects`` gives it.
    """
    say = locale.exhibit("reported-effects")
    return Table(
        **say.head(count=len(effects), printed=int(effects["std_error"].notna().sum())),
        data=effects,
        columns=say.columns(
            say.named("study"), say.named("outcome"), ("value", 1), ("std_error", 2), say.named("unit")
        ),
        evidence=effects,
        row_headers=2,
        grouped=True,
    )


def means_compared(means: pd.DataFrame, before: tuple[int, int], after: tuple[int, int], *, locale: Locale) -> Table:
    """Compare the mean of an indicator in two spans of years, country by country.

    Args:
        means: as ``analysis.comparison.difference_of_means`` gives it, of the homicide rate.
        before, after: first and last year of each span.
    """
    say = locale.exhibit("means-compared")
    rows = means.sort_values("log_change", ascending=False).reset_index(drop=True)
    spans = {"before": locale.years(*before), "after": locale.years(*after)}
    return Table(
        **say.head(
            variant={"notes": ["log_change", "doubtful"] if rows["doubtful"].any() else ["log_change"]},
            rose=int((rows["difference"] > 0).sum()),
            fell=int((rows["difference"] < 0).sum()),
            count=len(rows),
            **spans,
        ),
        data=rows.assign(country=rows[locale.named("label")] + rows["doubtful"].map({True: "*", False: ""})),
        columns=say.columns(
            "country",
            *(Column(name, span, 1) for name, span in spans.items()),
            ("difference", 1),
            ("log_change", 2),
            ("years_before", 0),
            ("years_after", 0),
        ),
        evidence=rows,
    )


def programmes(outputs: pd.DataFrame, *, locale: Locale) -> Table:
    """List what was done with the money and what was counted of it.

    Args:
        outputs: as ``analysis.results.outputs`` gives it.
    """
    say = locale.exhibit("programmes")
    return Table(
        **say.head(count=len(outputs), counted=int(outputs["output_value"].notna().sum())),
        data=outputs.assign(
            count=[_counted(row, say) for row in outputs.itertuples()], where=outputs[locale.named("where")]
        ),
        columns=say.columns(say.named("area"), "where", say.named("covers"), say.named("group"), "count"),
        evidence=outputs,
    )


def money_to_results(kinds: pd.DataFrame, *, locale: Locale) -> Table:
    """Say for each kind of aid what would show an effect.

    Args:
        kinds: as ``analysis.results.by_kind_of_aid`` gives it.
    """
    say = locale.exhibit("money-to-results")
    return Table(
        **say.head(kinds=locale.in_words(len(kinds))),
        data=kinds,
        columns=say.columns(say.named("label"), say.named("evidence")),
        evidence=kinds,
    )


def events(happened: pd.DataFrame, *, locale: Locale, kinds: bool = True, latest: int | None = None) -> Table:
    """List events by date.

    Args:
        happened: as ``analysis.timeline.happened`` gives it.
        kinds: whether to name the kind of each event, which takes room.
        latest: how many to list, the last ones; by default all.
    """
    say = locale.exhibit("events")
    count = len(happened)
    happened = happened if latest is None else happened.tail(latest)
    amounts = happened["amount_usd"].notna()
    return Table(
        **say.head(
            {
                "unit": "amounts" if amounts.any() else "none",
                "measure": "latest" if len(happened) < count else "all",
            },
            latest=_after_colon(happened.iloc[-1][locale.named("label")]),
            count=locale.in_words(len(happened)),
            all=count,
        ),
        data=happened.assign(
            day=[
                locale.known_date(date, precision).replace(" ", NO_BREAK_SPACE)
                for date, precision in zip(happened["date"], happened["date_precision"], strict=True)
            ],
            sort=locale.scale("event", happened["kind"]),
            money=[_millions(row, locale) for row in happened.itertuples()],
        ),
        columns=say.columns(
            "day",
            *(["sort"] if kinds else []),
            say.named("label"),
            *([say.column("money", figure=True)] if amounts.any() else []),
        ),
        evidence=happened,
    )


def _after_colon(label: str) -> str:
    """Begin small what begins with an article or another short word; names stay as they are."""
    first, space, rest = label.partition(" ")
    return f"{first.lower()}{space}{rest}" if len(first) <= LONGEST_ARTICLE and first.istitle() else label


def _millions(row: Any, locale: Locale) -> str | None:
    """Write the amount of an event in millions, with the source's reservation; it stays on one line."""
    if pd.isna(row.amount_usd):
        return None
    return qualified(row, locale.number(row.amount_usd / 1e6, 2), locale).replace(" ", NO_BREAK_SPACE)


def _counted(row: Any, say: ExhibitWords) -> str | None:
    """Write a count with what was counted and its unit; a plan is named as a plan."""
    if pd.isna(row.output_value):
        return None
    output, unit = (getattr(row, say.locale.named(name)) for name in ("output", "unit"))
    number = qualified(row, say.locale.number(row.output_value, 1), say.locale)
    return say("labels.planned" if row.planned else "labels.done", output=output, number=number, unit=unit)
