"""What charts and tables of money share: units, spans of fiscal years, and what a source says of its own amount."""

from dataclasses import replace
from typing import Any

import pandas as pd

from carsi_analysis.analysis.dollars import Dollars, is_constant
from carsi_analysis.exhibits.exhibit import Chart, ExhibitError
from carsi_analysis.exhibits.locale import NO_BREAK_SPACE, Locale

SIGNS = {"about": "≈", "almost": "≈", "at_least": "≥", "at_most": "≤"}
"""A source's own reservation as a sign, where there is no room for words."""


def millions(amounts: pd.DataFrame, dollars: Dollars, locale: Locale) -> str:
    """Name the unit of amounts shown in millions.

    Raises:
        ExhibitError: the dollars named are not those of the amounts, whose provenance tells.
    """
    named = _dollars(amounts, dollars, locale)
    return locale.words("unit.millions", dollars=named)


def thousands(amounts: pd.DataFrame, dollars: Dollars, locale: Locale) -> str:
    """Name the unit of amounts shown in thousands; checks as ``millions`` does."""
    return locale.words("unit.thousands", dollars=_dollars(amounts, dollars, locale))


def _dollars(amounts: pd.DataFrame, dollars: Dollars, locale: Locale) -> str:
    if is_constant(amounts) != dollars.constant:
        found = "constant" if is_constant(amounts) else "nominal"
        raise ExhibitError(f"these amounts are in {found} dollars, but the exhibit was told {dollars}")
    return locale.dollars(dollars)


def telling_unpriced(chart: Chart, unpriced: pd.DataFrame) -> Chart:
    """Say on a chart in constant dollars which fiscal years it leaves out, since no price index is held for them.

    Args:
        chart: the chart.
        unpriced: as ``Study.unpriced`` gives it, also empty.
    """
    if unpriced.empty:
        return chart
    told = chart.locale.words("unit.unpriced", years=years_of(unpriced["fiscal_year"], chart.locale))
    return replace(chart, notes=(*chart.notes, told))


def dollars_per_head(amounts: pd.DataFrame, dollars: Dollars, locale: Locale) -> str:
    """Name the unit of dollars a resident and year; checks as ``millions`` does."""
    named = _dollars(amounts, dollars, locale)
    return locale.words("unit.per_head", dollars=named)


def suffix(dollars: Dollars) -> str:
    """Tell the identifier of an exhibit in constant dollars from that in nominal ones."""
    return "-constant" if dollars.constant else ""


def qualified(row: Any, text: str, locale: Locale) -> str:
    """Put a source's own reservation before an amount: ``about``, ``at least``."""
    qualifier = getattr(row, "qualifier", None)
    key = f"qualifier.{qualifier}"
    return locale.words(key, amount=text) if locale.words.has(key) else text


def signed(row: Any, text: str) -> str:
    """Put the source's reservation before an amount as a sign: ``≤ 222``."""
    sign = SIGNS.get(str(getattr(row, "qualifier", None)))
    return text if sign is None else f"{sign}{NO_BREAK_SPACE}{text}"


def years_of(years: pd.Series, locale: Locale) -> str:
    """Name the span from the first to the last of some fiscal years; nothing where there are none."""
    return locale.fiscal_years(int(years.min()), int(years.max())) if len(years) else ""


def fiscal_span(row: Any, locale: Locale) -> str:
    """Name the fiscal years of an amount; what the source does not state is left open."""
    start, end = row.start_fiscal_year, row.end_fiscal_year
    if pd.isna(start):
        return locale.words("number.undated")
    if pd.isna(end):
        return locale.words("number.since", year=locale.fiscal_year(int(start)))
    return locale.fiscal_years(int(start), int(end))
