"""For which fiscal years sources give CARSI's money, at which stage and how far split: what is known, what is not."""

import numpy as np
import pandas as pd

from carsi_analysis.analysis.funding import CARSI_SCOPES
from carsi_analysis.analysis.provenance import union, with_provenance

STAGES = ("requested", "appropriated", "allocated", "obligated", "disbursed")

DETAILS = ("total", "account", "country")
"""How far an amount is split; a later detail needs more than an earlier one."""

LOOKED_AT = ["measure_id", "account_id", "start_fiscal_year", "end_fiscal_year", "source_id", "row_id"]
"""Columns that decide, of the tables that have them; with all others each of many choices of rows takes longer."""


def known(
    funding: pd.DataFrame,
    funding_by_country: pd.DataFrame,
    measures: pd.DataFrame,
    accounts: pd.DataFrame,
    start_fiscal_year: int,
    end_fiscal_year: int,
) -> pd.DataFrame:
    """Say for each stage, detail and fiscal year whether a source gives CARSI's own amount.

    Args:
        funding, funding_by_country, measures, accounts: the tables of these names.
        start_fiscal_year, end_fiscal_year: fiscal years to look at.

    Returns:
        One row a stage, detail (``total``, ``account``, ``country``) and fiscal year: ``measure_id``,
        ``measure_en/es``, ``detail``, ``fiscal_year``, ``held`` (``year``: an amount of that year, for ``total`` also
        the sum of its accounts; ``span``: only a
        total over several years that include it; ``part``: only small accounts or some countries, as in every split by
        country that could be read; ``none``), provenance (empty for ``none``).
    """
    seen = funding[(funding["basis"] == "seen") & funding["scope_id"].isin(CARSI_SCOPES)]
    country = funding_by_country[
        (funding_by_country["basis"] == "seen")
        & funding_by_country["scope_id"].isin(CARSI_SCOPES)
        & (funding_by_country["year_of"] != "announcement")
    ]
    stated, by_country = (with_provenance(table.filter(LOOKED_AT)) for table in (seen, country))
    of_accounts = stated["account_id"] != "total"
    pools = {"total": stated[~of_accounts], "account": stated[of_accounts], "country": by_country}
    labels = measures.set_index("measure_id")
    large = set(accounts.loc[accounts["large"], "account_id"])
    rows = []
    for stage in STAGES:
        for detail in DETAILS:
            pool = pools[detail][pools[detail]["measure_id"] == stage]
            first, last = (
                pool[column].fillna(-1).to_numpy(dtype=int) for column in ("start_fiscal_year", "end_fiscal_year")
            )
            for year in range(start_fiscal_year, end_fiscal_year + 1):
                own, around = (first == year) & (last == year), (first <= year) & (first > 0) & (last >= year)
                held, basis = _best(detail, pool, own, around, large)
                if detail == "total" and held == "none":
                    held, basis = _added(pools["account"], stage, year, large)
                rows.append(
                    {
                        "measure_id": stage,
                        "measure_en": labels.loc[stage, "label_en"],
                        "measure_es": labels.loc[stage, "label_es"],
                        "detail": detail,
                        "fiscal_year": year,
                        "held": held,
                        "sources": union(basis["sources"]),
                        "rows": union(basis["rows"]),
                    }
                )
    return pd.DataFrame(rows)


def _best(
    detail: str, pool: pd.DataFrame, own: np.ndarray, around: np.ndarray, large: set[str]
) -> tuple[str, pd.DataFrame]:
    """Say how well a year is covered by its own amounts and by those of spans around it."""
    if not around.any():
        return "none", pool.iloc[:0]
    if detail == "country":
        return "part", pool[around]
    for held, chosen in (("year", own), ("span", around)):
        basis = pool[chosen]
        if len(basis) and (detail == "total" or set(basis["account_id"]) >= large):
            return held, basis
    return "part", pool[around]


def _added(by_account: pd.DataFrame, stage: str, year: int, large: set[str]) -> tuple[str, pd.DataFrame]:
    """Say whether a year is known as the sum of its accounts, each large one among them."""
    own = by_account[
        (by_account["measure_id"] == stage)
        & (by_account["start_fiscal_year"] == year)
        & (by_account["end_fiscal_year"] == year)
    ]
    whole = len(own) > 0 and set(own["account_id"]) >= large
    return ("year" if whole else "none"), own if whole else own.iloc[:0]


def years_without(table: pd.DataFrame, measure_id: str, detail: str) -> list[int]:
    """List the fiscal years for which ``known`` found no amount of a stage and detail, not even within a span."""
    missing = (table["measure_id"] == measure_id) & (table["detail"] == detail) & (table["held"] == "none")
    return sorted(int(year) for year in table.loc[missing, "fiscal_year"])
