"""Tables about the data package itself: its tables, columns, indicators, caveats, corrections and disagreements.

They stand apart from the tables of the gallery: they show the package and not a finding.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from carsi_analysis.exhibits.exhibit import Table
from carsi_analysis.exhibits.locale import ExhibitWords, Locale

MOST_LISTED = 6
"""Carriers of a caveat that are listed; some are carried by most indicators."""


def package_tables(tables: pd.DataFrame, *, locale: Locale) -> Table:
    """List the tables with their extent.

    Args:
        tables: as ``analysis.contents.tables_of`` gives it.
    """
    say = locale.exhibit("package-tables")
    counts = tables[["countries", "number_of_sources"]].astype("Int64").replace(0, pd.NA)
    return Table(
        **say.head(count=len(tables), rows=locale.number(int(tables["number_of_rows"].sum()))),
        data=tables.assign(
            **counts, years=_years(tables, locale), holds=tables[locale.named("description")].str.replace("`", "")
        ),
        columns=say.columns(
            "table", "holds", ("number_of_rows", 0), "years", ("countries", 0), ("number_of_sources", 0)
        ),
        evidence=tables,
        of_package=True,
    )


def package_columns(columns: pd.DataFrame, *, locale: Locale) -> Table:
    """Define every column of every table.

    Args:
        columns: as ``analysis.contents.columns_of`` gives it.
    """
    say = locale.exhibit("package-columns")
    named = zip(columns[locale.named("title")], columns[locale.named("description")], strict=True)
    return Table(
        **say.head(count=len(columns), tables=columns["table"].nunique()),
        data=columns.assign(
            meaning=[
                (f"{title}. {text}" if text and text.rstrip(".") != title else title).replace("`", "")
                for title, text in named
            ],
            rules=[_rules(row, say) for row in columns.itertuples()],
        ),
        columns=say.columns("table", "column", "meaning", "rules"),
        evidence=columns,
        row_headers=2,
        grouped=True,
        of_package=True,
    )


def indicator_book(indicators: pd.DataFrame, *, locale: Locale) -> Table:
    """Define every indicator, with how much is held and the source of most values.

    Args:
        indicators: as ``analysis.contents.indicators_of`` gives it.
    """
    say = locale.exhibit("indicator-book")
    what = indicators[locale.named("definition")].str.rstrip(".") + " (" + indicators[locale.named("unit")] + "; "
    return Table(
        **say.head(count=len(indicators), series=int((indicators["role"] == "main").sum())),
        data=indicators.assign(
            what=what + locale.scale("direction", indicators["direction"]) + ")", years=_years(indicators, locale)
        ),
        columns=say.columns(say.named("label"), "what", "years", ("values", 0), say.named("source")),
        evidence=indicators.drop(columns="indicator_id"),
        of_package=True,
    )


def caveat_list(caveats: pd.DataFrame, *, locale: Locale) -> Table:
    """List the caveats and the indicators and tables that carry each.

    Args:
        caveats: as ``analysis.contents.caveats_of`` gives it.
    """
    say = locale.exhibit("caveats")
    return Table(
        **say.head(count=len(caveats), carried=int((caveats["number_carried"] > 0).sum())),
        data=caveats.assign(carried=[_first_few(labels, say) for labels in caveats[locale.named("carried")]]),
        columns=say.columns(say.named("text"), "carried"),
        evidence=caveats,
        of_package=True,
    )


def correction_list(corrections: pd.DataFrame, *, locale: Locale) -> Table:
    """List the values that were placed, inferred, corrected or kept although doubtful.

    Args:
        corrections: as ``analysis.contents.corrections_of`` gives it.
    """
    say = locale.exhibit("corrections")
    values = corrections.groupby("status")["number_of_values"].sum()
    return Table(
        **say.head(count=int(values.sum()), inferred=int(values.get("inferred", 0))),
        data=corrections.assign(
            place=corrections["table"] + ", " + corrections["column"],
            done=locale.scale("correction", corrections["status"]),
        ),
        columns=say.columns("place", ("number_of_values", 0), "done", say.named("reason"), "in_source", "used"),
        evidence=corrections,
    )


def further_conflicts(conflicts: pd.DataFrame, *, locale: Locale) -> Table:
    """List the questions, besides those on amounts, on which sources disagree.

    Args:
        conflicts: as ``analysis.contents.further_conflicts`` gives it.
    """
    say = locale.exhibit("further-conflicts")
    return Table(
        **say.head(count=len(conflicts), open=int((conflicts["state"] == "open").sum())),
        data=conflicts.assign(years=_years(conflicts, locale), standing=locale.scale("state", conflicts["state"])),
        columns=say.columns(*map(say.named, ("label", "question", "series")), "years", "standing", say.named("reason")),
        evidence=conflicts,
        of_package=True,
    )


def omission_list(omissions: pd.DataFrame, *, locale: Locale) -> Table:
    """List what was left out on purpose, and what was looked for and not found.

    Args:
        omissions: the table.
    """
    say = locale.exhibit("omissions")
    missing = int((omissions["kind"] == "not_found").sum())
    ordered = omissions.sort_values("kind", ascending=False, kind="stable")
    return Table(
        **say.head(missing=missing, left_out=len(omissions) - missing),
        data=ordered.assign(standing=locale.scale("omission", ordered["kind"])),
        columns=say.columns("standing", say.named("what"), say.named("reason")),
        evidence=omissions.assign(sources=[()] * len(omissions), rows=[()] * len(omissions)),
        row_headers=2,
        grouped=True,
        of_package=True,
    )


def _first_few(labels: Sequence[str], say: ExhibitWords) -> str | None:
    """Join labels; of many, the first and how many follow; nothing where there are none."""
    more = [say("labels.more", count=len(labels) - MOST_LISTED)] if len(labels) > MOST_LISTED else []
    return "; ".join([*labels[:MOST_LISTED], *more]) or None


def _years(frame: pd.DataFrame, locale: Locale) -> list[str | None]:
    """Write first and last year; nothing where there are none."""
    return [
        None if pd.isna(first) else locale.years(int(first), int(last))
        for first, last in zip(frame["first_year"], frame["last_year"], strict=True)
    ]


def _rules(row: Any, say: ExhibitWords) -> str:
    """Write the type of a column and what its values must be."""
    rules = say.locale.scale("type", [row.type])
    rules += say.locale.scale("unit", [row.unit] if isinstance(row.unit, str) else [])
    rules += [say(f"labels.{rule}") for rule in ("required", "unique") if getattr(row, rule)]
    rules += [f"→ {row.points_to}"] if isinstance(row.points_to, str) else []
    rules += [say("labels.one_of", choices=row.choices)] if row.choices else []
    return "; ".join(rules)
