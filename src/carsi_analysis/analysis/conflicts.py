"""Where sources disagree on an amount: what they print, which value the reports use, and why."""

import pandas as pd

from carsi_analysis.analysis.funding import CARSI_SCOPES
from carsi_analysis.analysis.provenance import union, with_provenance


def amounts_in_conflict(conflicts: pd.DataFrame, funding: pd.DataFrame) -> pd.DataFrame:
    """Compare the amounts of each conflict that concerns CARSI as a whole.

    Args:
        conflicts, funding: the tables of these names. A conflict whose amounts are all equal is a confirmation and
            is left out.

    Returns:
        One row a conflict: ``conflict_id``, ``label_en``, ``label_es``, ``state`` (``confirmed``, ``explained``,
        ``open``), ``values`` (how many amounts), ``lowest_usd``, ``highest_usd``, ``used_usd`` (missing where no
        value is preferred), ``reason_en``, ``reason_es``, provenance of all amounts; open ones first.
    """
    rows = []
    printed = funding[funding["scope_id"].isin(CARSI_SCOPES) & (funding["account_id"] == "total")]
    for conflict in conflicts.itertuples():
        used = funding[funding["funding_id"] == conflict.preferred_row]
        amounts = _of_the_same_years(printed[printed["conflict_id"] == conflict.conflict_id], used)
        if amounts["amount_usd"].nunique() < 2:
            continue
        frame = with_provenance(amounts)
        rows.append(
            {
                **{
                    name: getattr(conflict, name)
                    for name in ("conflict_id", "label_en", "label_es", "state", "reason_en", "reason_es")
                },
                "values": len(frame),
                "lowest_usd": frame["amount_usd"].min(),
                "highest_usd": frame["amount_usd"].max(),
                "used_usd": float(used["amount_usd"].iloc[0]) if len(used) else float("nan"),
                "sources": union(frame["sources"]),
                "rows": union(frame["rows"]),
            }
        )
    order = pd.Categorical([row["state"] for row in rows], ["open", "explained", "confirmed"], ordered=True)
    return pd.DataFrame(rows).assign(_order=order).sort_values(["_order", "conflict_id"]).drop(columns="_order")


def _of_the_same_years(amounts: pd.DataFrame, used: pd.DataFrame) -> pd.DataFrame:
    """Leave out the parts and longer totals that a conflict also holds: only the same span can be compared."""
    if used.empty:
        return amounts
    years = ["start_fiscal_year", "end_fiscal_year"]
    same = amounts[years] == used[years].iloc[0]
    return amounts[same.fillna(False).all(axis=1)]
