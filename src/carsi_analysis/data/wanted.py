"""What is not known, and the documents that would close it: the rows of ``wanted`` whose gap is still open.

Whether a gap is closed is computed from the other tables, so that a row goes from the list by itself when someone
enters what its document holds.
"""

import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from carsi_analysis.data.package import Package
from carsi_analysis.dates import as_spans

OF_CARSI = ("carsi_only", "carsi_part")
"""Scopes whose amounts are the initiative's own, whole or in part."""

_LONGEST_LINE = 100
"""A terminal may be wider; a reader's eye is not."""

COUNTED = ("allocated", "obligated", "disbursed", "committed")
"""Stages at which money by country is counted; an agreement or an announcement is not the money of an account."""


def still_wanted(package: Package) -> pd.DataFrame:
    """Take the documents that would still close something, in the order in which to look for them.

    Returns:
        The columns of ``wanted``, and ``lacking``: the years, accounts or places that have no value, as a tuple; empty
        for a row that is missing as a whole.
    """
    rows = package.table("wanted").sort_values("sort_order", ignore_index=True)
    lacking = [_lacking(package, row) for row in rows.itertuples(index=False)]
    open_rows = [one is not None for one in lacking]
    return rows.assign(lacking=lacking)[open_rows].reset_index(drop=True)


def years_by_account(package: Package) -> set[int]:
    """Name the fiscal years of which one source gives CARSI's appropriations by account and in total."""
    funding = _of_carsi(package, package.table("funding"))
    single = funding[
        (funding["start_fiscal_year"] == funding["end_fiscal_year"])
        & (funding["measure_id"] == "appropriated")
        & (funding["year_of"] == "appropriation")
        & (funding["confidence"] != "low")
        & funding["part_of_row_id"].isna()
    ]
    whole = single["account_id"] == "total"
    given = [
        set(zip(some["start_fiscal_year"], some["source_id"], strict=True)) for some in (single[whole], single[~whole])
    ]
    return {int(year) for year, _ in given[0] & given[1]}


def wanted_text(found: pd.DataFrame, columns: int) -> str:
    """Write the list for a terminal: the years that lack accounts, then each document, what it closes and where it is.

    Args:
        found: as ``still_wanted`` gives it.
        columns: how wide the terminal is.
    """
    if found.empty:
        return "No document is wanted: every gap that the table wanted names is closed."
    width = max(40, min(columns, _LONGEST_LINE))
    years = sorted({year for lacking in found.loc[found["kind"] == "accounts", "lacking"] for year in lacking})
    known = [f"CARSI by account is not known for {_listed(years, 'FY')}."] if years else []
    head = " ".join([*known, "What stays unknown, and the documents that would close it, first things first:"])
    lines = [textwrap.fill(head, width)]
    for place, row in enumerate(found.itertuples(index=False), start=1):
        lacking = _listed(row.lacking) + (", by country" if row.kind == "countries" else "")
        told = {"would close": row.closes_en, "lacking": lacking, "where": row.where_en}
        lines += ["", _fitted(f"{place:>2}. {row.document} ({row.publisher})", width, "    ")]
        lines += [_fitted(f"    {what + ':':<13}{text}", width, " " * 17) for what, text in told.items() if text]
    return "\n".join(lines)


def _listed(lacking: Sequence[int | str], before: str = "") -> str:
    """Write years as spans, ``2013–2016, 2019``, and other things one after another."""
    if not all(isinstance(one, int) for one in lacking):
        return ", ".join(map(str, lacking))
    spans = as_spans(int(year) for year in lacking)
    return ", ".join(before + (f"{first}" if first == last else f"{first}–{last}") for first, last in spans)


def _fitted(line: str, width: int, rest: str) -> str:
    return textwrap.fill(line, width, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False)


def wanted_values(found: pd.DataFrame) -> list[dict[str, Any]]:
    """Give the list as plain values, for ``--json``: the columns of ``still_wanted`` without what computes it."""
    kept = found[["wanted_id", "document", "publisher", "closes_en", "closes_es", "where_en", "where_es", "lacking"]]
    return [{**row, "lacking": list(row["lacking"])} for row in kept.to_dict("records")]


def _lacking(package: Package, row: Any) -> tuple[int | str, ...] | None:
    """Name what of a gap has no value; None where it is closed."""
    if row.kind == "row":
        table = row.subject.partition("/")[0]
        return None if row.subject in set(package.table(table)["row_id"]) else ()
    found: Iterable[int | str]
    if row.kind == "accounts":
        found = [year for year in _years(row) if year not in years_by_account(package)]
    elif row.kind == "countries":
        found = _accounts_lacking(package, row)
    else:
        found = _values_lacking(package, row)
    return tuple(found) or None


def _accounts_lacking(package: Package, row: Any) -> list[str]:
    """Name the accounts without an amount of CARSI within the years for each place."""
    amounts = _of_carsi(package, package.table("funding_by_country"))
    inside = amounts["start_fiscal_year"].ge(row.start_year) & amounts["end_fiscal_year"].le(row.end_year)
    counted = amounts[inside & amounts["measure_id"].isin(COUNTED)]
    held = {account: set(some["country_iso3"]) for account, some in counted.groupby("account_id")}
    return [account for account in row.subject.split(";") if not set(_places(row)) <= held.get(account, set())]


def _values_lacking(package: Package, row: Any) -> list[int]:
    """Name the years in which the series lacks a value, for any of the places."""
    table, _, series = row.subject.partition("/")
    values = package.table(table)
    if series:
        values = values[values[next(column for column in values if column.endswith("_id"))] == series]
    value = next((column for column in ("value", "persons", "index_value") if column in values), None)
    values = values[values[value].notna()] if value else values
    places = values["country_iso3"] if _places(row) else ["" for _ in range(len(values))]
    held = set(zip(values["year"].astype(int), places, strict=True))
    return [year for year in _years(row) if not {(year, place) for place in _places(row) or [""]} <= held]


def _of_carsi(package: Package, amounts: pd.DataFrame) -> pd.DataFrame:
    scopes = package.table("scopes")
    return amounts[amounts["scope_id"].isin(scopes.loc[scopes["relation"].isin(OF_CARSI), "scope_id"])]


def _years(row: Any) -> Iterable[int]:
    return range(int(row.start_year), int(row.end_year) + 1)


def _places(row: Any) -> list[str]:
    return [] if pd.isna(row.places) else str(row.places).split(";")
