"""How charts and tables of latest values write them: value, change and tendency of one country."""

from typing import Any

import pandas as pd

from carsi_analysis.analysis.threats import TIER
from carsi_analysis.exhibits.charts.trafficking import WATCH_LIST, tier_code, tier_name
from carsi_analysis.exhibits.locale import Locale


def value_text(row: Any, decimals: int, locale: Locale) -> str:
    """Write the latest value of a row of ``latest_values``; a span where bodies disagree, a code for a tier."""
    if row.indicator_id == TIER:
        return tier_code(row.last_high, locale)
    if row.last_low != row.last_high:
        return f"{locale.fixed(row.last_low, decimals)}–{locale.fixed(row.last_high, decimals)}"
    return locale.fixed(row.last_high, decimals)


def overview_notes(rows: pd.DataFrame, written: list[str]) -> list[str]:
    """Name the notes of every overview: the Watch List where its letter stands in one of the columns."""
    rated = rows.loc[rows["indicator_id"] == TIER, written]
    return ["watch_list"] if (rated == WATCH_LIST).any(axis=None) else []


def first_text(row: Any, decimals: int, locale: Locale) -> str | None:
    """Write the value that the latest one is compared with."""
    if pd.isna(row.first_value):
        return None
    return tier_code(row.first_value, locale) if row.indicator_id == TIER else locale.fixed(row.first_value, decimals)


def change_text(row: Any, decimals: int, locale: Locale) -> str:
    """Write by how much the latest value is above or below the one that it is compared with."""
    return locale.signed(locale.fixed(row.last_value - row.first_value, decimals))


def tendency_text(row: Any, locale: Locale) -> str | None:
    """Say in words how a value moved; nothing where there is no comparison."""
    if not row.movement or pd.isna(row.movement):
        return None
    return locale.words(f"indicators.movement.{row.movement}_{row.tendency}")


def table_of(cells: pd.DataFrame, locale: Locale) -> pd.DataFrame:
    """Write the cells as rows of a table, with tiers in words: only the drawing is short of room."""
    rows = [(row, int(row.decimals)) for row in cells.itertuples()]
    table = cells.assign(
        value=[value_text(row, digits, locale) for row, digits in rows],
        first=[first_text(row, digits, locale) for row, digits in rows],
        first_year=cells["first_year"].astype("Int64"),
        moved=[tendency_text(row, locale) for row, _ in rows],
        unit=cells[locale.named("unit_short")],
    )
    rated = cells["indicator_id"] == TIER
    for name, tiers in {"value": cells["last_high"], "first": cells["first_value"]}.items():
        table.loc[rated, name] = tiers[rated].map(lambda tier: tier_name(tier, locale), na_action="ignore")
    return table
