"""Where sources disagree on an amount: what they print, which value the reports use, and why."""

import pandas as pd

from carsi_analysis.analysis.funding import CARSI_SCOPES
from carsi_analysis.analysis.names import Names
from carsi_analysis.analysis.provenance import union, with_provenance

ROUNDING = 0.01
"""Amounts that lie closer together than this share of the larger one differ by rounding."""


def disputed_spans(conflicts: pd.DataFrame, conflict_series: pd.DataFrame, indicator_id: str) -> pd.DataFrame:
    """Find the years over which another count says something else than one series, which nobody has explained.

    Args:
        conflicts, conflict_series: the tables of these names.
        indicator_id: the series.

    Returns:
        ``country_iso3``, ``start_year``, ``end_year`` of open conflicts over several years; those of a single year
        move no path.
    """
    still = conflicts.loc[conflicts["state"] == "open", "conflict_id"]
    own = conflict_series[
        (conflict_series["indicator_id"] == indicator_id) & conflict_series["conflict_id"].isin(still)
    ]
    return own.loc[own["end_year"] > own["start_year"], ["country_iso3", "start_year", "end_year"]]


def amounts_in_conflict(conflicts: pd.DataFrame, funding: pd.DataFrame) -> pd.DataFrame:
    """Compare the amounts of each conflict that concerns CARSI as a whole.

    Args:
        conflicts, funding: the tables of these names. A conflict whose amounts are equal but for rounding is a
            confirmation and is left out.

    Returns:
        One row a conflict: ``conflict_id``, ``label_en/es``, ``state`` (``confirmed``, ``explained``, ``open``),
        ``values`` (how many amounts), ``lowest_usd``, ``highest_usd``, ``used_usd`` (missing where no value is
        preferred, or the preferred one counts something narrower, such as one account), ``reason_en/es``, provenance of
        all amounts; open ones first.
    """
    rows = []
    printed = funding[funding["scope_id"].isin(CARSI_SCOPES) & (funding["account_id"] == "total")]
    for conflict in conflicts.itertuples():
        used = funding[funding["funding_id"] == conflict.preferred_row]
        amounts = _of_the_same_years(printed[printed["conflict_id"] == conflict.conflict_id], used)
        if amounts.empty or amounts["amount_usd"].min() >= amounts["amount_usd"].max() * (1 - ROUNDING):
            continue
        frame = with_provenance(amounts)
        comparable = used["amount_usd"][used["funding_id"].isin(amounts["funding_id"])]
        rows.append(
            {
                **{
                    name: getattr(conflict, name)
                    for name in ("conflict_id", "label_en", "label_es", "state", "reason_en", "reason_es")
                },
                "values": len(frame),
                "lowest_usd": frame["amount_usd"].min(),
                "highest_usd": frame["amount_usd"].max(),
                "used_usd": float(comparable.iloc[0]) if len(comparable) else float("nan"),
                "sources": union(frame["sources"]),
                "rows": union(frame["rows"]),
            }
        )
    order = pd.Categorical([row["state"] for row in rows], ["open", "explained", "confirmed"], ordered=True)
    return pd.DataFrame(rows).assign(_order=order).sort_values(["_order", "conflict_id"]).drop(columns="_order")


def values_in_conflict(
    conflicts: pd.DataFrame, funding: pd.DataFrame, funding_by_country: pd.DataFrame, names: Names
) -> pd.DataFrame:
    """List every amount that takes part in a disagreement, with who gives it and whether the reports use it.

    Args:
        conflicts, funding, funding_by_country: the tables of these names.
        names: the tables that name measures, scopes, accounts and sources.

    Returns:
        One row an amount: ``conflict_id``, ``conflict_en/es``, ``question_en/es``, ``state``, ``reason_en/es``,
        ``preferred``, ``amount_usd``, ``qualifier``, ``start_fiscal_year``, ``end_fiscal_year``, ``as_of``, ``basis``,
        ``account_id``, ``country_iso3`` (missing for money of the whole initiative or region), the labels of ``names``,
        provenance. What cannot be compared with a preferred amount is left out: other spans of years, and single
        accounts beside a total. So are questions with one amount. Open questions first, the amounts of each from small
        to large.
    """
    parts = []
    for table, key in ((funding, "funding_id"), (funding_by_country, "country_funding_id")):
        kept = table[table["conflict_id"].notna()]
        own = with_provenance(kept).assign(key=kept[key], source_id=kept["source_id"])
        parts.append(own.drop(columns=key))
    amounts = names.given_to(pd.concat(parts, ignore_index=True))
    described = conflicts.rename(columns={"label_en": "conflict_en", "label_es": "conflict_es"})
    frame = amounts.merge(described.drop(columns="row_id"), on="conflict_id", validate="m:1")
    frame["preferred"] = frame["key"] == frame["preferred_row"]
    totals = set(frame.loc[frame["preferred"] & (frame["account_id"] == "total"), "conflict_id"])
    frame = frame[~frame["conflict_id"].isin(totals) | (frame["account_id"] == "total")]
    frame = pd.concat(
        [_of_the_same_years(own, own[own["preferred"]]) for _, own in frame.groupby("conflict_id", sort=False)]
    )
    frame = frame[frame.groupby("conflict_id")["amount_usd"].transform("size") > 1]
    frame["_order"] = pd.Categorical(frame["state"], ["open", "explained", "confirmed"], ordered=True)
    frame = frame.sort_values(["_order", "conflict_id", "amount_usd", "key"], ignore_index=True)
    dropped = ["_order", "key", "source_id", "formula", "formula_tolerance", "preferred_table", "preferred_row"]
    return frame.drop(columns=dropped)


def on_the_initiative(values: pd.DataFrame) -> pd.DataFrame:
    """Keep the questions about CARSI's own money; those on one country or only on wider lines go.

    Args:
        values: as ``values_in_conflict`` gives it.
    """
    own = values["relation"].isin(("carsi_only", "carsi_part"))
    asked = own.groupby(values["conflict_id"]).transform("any")
    return values[asked & values["country_iso3"].isna()].reset_index(drop=True)


def _of_the_same_years(amounts: pd.DataFrame, used: pd.DataFrame) -> pd.DataFrame:
    """Leave out the parts and longer totals that a conflict also holds: only the same span can be compared."""
    if used.empty:
        return amounts
    years = ["start_fiscal_year", "end_fiscal_year"]
    same = amounts[years] == used[years].iloc[0]
    return amounts[same.fillna(False).all(axis=1)]
