"""CARSI money year by year to the present: what is printed, what was only asked for or planned, and what contains it.

The kinds are different things and are never added up; each row says which it is. Amounts of low confidence stay out.
"""

import pandas as pd

from carsi_analysis.analysis.funding import CARSI_SCOPES
from carsi_analysis.analysis.names import ACCOUNT_NAMES, Names
from carsi_analysis.analysis.provenance import aggregate, union, with_provenance

KINDS = ("printed", "one_account", "planned", "parts", "act", "line")
"""By account and whole; one account; asked for or planned; set aside for countries and no more known; an act's total
of all accounts; State's wider line."""

OWN_KINDS = ("printed", "one_account", "planned", "parts")
"""Those that are CARSI itself."""

REGIONAL_LINE = "wha_regional"
NOT_FINAL = ("planned", "proposed_in_bill", "announced", "requested")
"""Stages short of an appropriation, the nearest to it first."""

LONG_SPAN = 7
"""Years of a count that speaks of the initiative over most of its life."""

COLUMNS = ["fiscal_year", "kind", "account_id", "measure_id", "amount_usd", "qualifier"]


def carsi_by_year(
    funding: pd.DataFrame, accounts: pd.DataFrame, state_budgets: pd.DataFrame, sources: pd.DataFrame
) -> pd.DataFrame:
    """Lay out what is known of each fiscal year.

    A year is ``printed`` where one source divides it by account and gives its total too, so that no account is missing;
    of several such sources the one that covers most years is taken. Where a year has only one account it is
    ``one_account``; where it has neither, the stage nearest to an appropriation stands as ``planned``. Acts of Congress
    (``act``) and the State Department's Western Hemisphere line (``line``) contain CARSI and more.

    Args:
        funding, accounts, state_budgets, sources: the tables.

    Returns:
        ``fiscal_year``, ``kind`` (see ``KINDS``), ``account_id``, ``measure_id``, ``amount_usd``, ``qualifier``,
        ``code_en/es``, ``label_en/es``, provenance; sorted by kind and year.
    """
    single = _single_years(funding)
    own = single[single["scope_id"].isin(CARSI_SCOPES)]
    printed = _printed(own)
    known = set(printed["fiscal_year"])
    alone = _one_account(own[~own["fiscal_year"].isin(known)])
    known |= set(alone["fiscal_year"])
    found = [
        printed.assign(kind="printed"),
        alone.assign(kind="one_account"),
        _not_final(own[~own["fiscal_year"].isin(known)]).assign(kind="planned"),
        _acts(single, sources).assign(kind="act"),
        _line(state_budgets, accounts).assign(kind="line"),
    ]
    rows = pd.concat(found, ignore_index=True)[[*COLUMNS, "source_id", "row_id"]]
    named = with_provenance(rows).merge(accounts[["account_id", *ACCOUNT_NAMES]], on="account_id", validate="m:1")
    return _in_order(named)


def _in_order(rows: pd.DataFrame) -> pd.DataFrame:
    order = rows["kind"].map({kind: place for place, kind in enumerate(KINDS)})
    by_kind = rows.assign(order=order).sort_values(["order", "fiscal_year", "account_id"], ignore_index=True)
    return by_kind.drop(columns="order")


def with_parts(by_year: pd.DataFrame, set_aside: pd.DataFrame, accounts: pd.DataFrame) -> pd.DataFrame:
    """Add what was set aside for countries in years of which no more is known: CARSI was at least that.

    Args:
        by_year: as ``carsi_by_year`` gives it.
        set_aside: as ``country_money.set_aside`` gives it.
        accounts: the table.

    Returns:
        ``by_year`` with rows of the kind ``parts``, in its order.
    """
    known = by_year.loc[by_year["kind"].isin(OWN_KINDS), "fiscal_year"]
    years = set_aside.dropna(subset=["place_en"]).rename(columns={"start_fiscal_year": "fiscal_year"})
    parts = aggregate(years[~years["fiscal_year"].isin(known)], ["fiscal_year", "account_id"], "amount_usd")
    named = parts.merge(accounts[["account_id", *ACCOUNT_NAMES]], on="account_id", validate="m:1")
    told = named.assign(kind="parts", measure_id="set_aside", qualifier="at_least")
    return _in_order(pd.concat([by_year, told], ignore_index=True))


def own_by_year(by_year: pd.DataFrame) -> pd.DataFrame:
    """Add CARSI's own amounts up by fiscal year, without the totals that contain it.

    Args:
        by_year: as ``carsi_by_year`` gives it.

    Returns:
        ``fiscal_year``, ``kind`` (one of ``OWN_KINDS``), ``amount_usd``, provenance; by year.
    """
    own = by_year[by_year["kind"].isin(OWN_KINDS)]
    return aggregate(own, ["fiscal_year", "kind"], "amount_usd").sort_values("fiscal_year", ignore_index=True)


def known_years(by_year: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """Count the fiscal years of a span whose accounts are printed.

    Returns:
        One row: ``known`` and ``years`` (counts), ``listed`` (the years known, as a tuple), provenance.
    """
    printed = by_year[(by_year["kind"] == "printed") & by_year["fiscal_year"].between(first, last)]
    listed = tuple(sorted(int(year) for year in printed["fiscal_year"].unique()))
    return pd.DataFrame(
        {
            "known": [len(listed)],
            "years": [last - first + 1],
            "listed": [listed],
            "sources": [union(printed["sources"])],
            "rows": [union(printed["rows"])],
        }
    )


def printed_total(by_year: pd.DataFrame) -> pd.DataFrame:
    """Add what is printed by account to one row: first and last fiscal year, ``amount_usd``, provenance.

    The years between the first and the last need not all be in it; ``known_years`` lists those that are.
    """
    printed = by_year[by_year["kind"] == "printed"]
    years = printed["fiscal_year"]
    whole = aggregate(printed.assign(start_fiscal_year=years.min()), ["start_fiscal_year"], "amount_usd")
    return whole.assign(end_fiscal_year=years.max())


def cumulative_counts(funding: pd.DataFrame, names: Names) -> pd.DataFrame:
    """Take what officials and contractors counted since the start, with what each covers.

    A count is one over many years that ends after those that one source divides by account.

    Returns:
        The rows of ``funding`` with the labels of ``names`` and provenance; by last year.
    """
    own = names.scopes.loc[names.scopes["relation"].isin(["carsi_only", "carsi_part"]), "scope_id"]
    counted = funding[
        funding["scope_id"].isin(own)
        & (funding["measure_id"] == "reported")
        & (funding["year_of"] == "period")
        & (funding["end_fiscal_year"] - funding["start_fiscal_year"] >= LONG_SPAN)
    ]
    named = names.given_to(with_provenance(counted).assign(source_id=counted["source_id"]))
    return named.sort_values(["end_fiscal_year", "amount_usd"], ignore_index=True)


def _single_years(funding: pd.DataFrame) -> pd.DataFrame:
    """Take amounts of single fiscal years that rest on more than a guess."""
    rows = funding[
        (funding["start_fiscal_year"] == funding["end_fiscal_year"])
        & funding["year_of"].isin(["appropriation", "announcement"])
        & (funding["confidence"] != "low")
        & funding["part_of_row_id"].isna()
    ]
    return rows.assign(fiscal_year=rows["start_fiscal_year"].astype(int))


def _printed(own: pd.DataFrame) -> pd.DataFrame:
    """Take the years that a source divides by account and sums up, each from the source that covers most of them."""
    appropriated = own[own["measure_id"] == "appropriated"]
    parts = appropriated[appropriated["account_id"] != "total"]
    whole = appropriated[appropriated["account_id"] == "total"][["fiscal_year", "source_id"]].drop_duplicates()
    both = parts.merge(whole, on=["fiscal_year", "source_id"])
    covers = both.groupby("source_id")["fiscal_year"].nunique()
    ranked = both.assign(covers=both["source_id"].map(covers)).sort_values(["covers", "source_id"], ascending=False)
    chosen = ranked.drop_duplicates("fiscal_year")[["fiscal_year", "source_id"]]
    return both.merge(chosen, on=["fiscal_year", "source_id"])


def _one_account(own: pd.DataFrame) -> pd.DataFrame:
    """Take years of which only one account was appropriated in print."""
    appropriated = own[(own["measure_id"] == "appropriated") & (own["account_id"] != "total")]
    return appropriated[~appropriated["fiscal_year"].duplicated(keep=False)]


def _not_final(own: pd.DataFrame) -> pd.DataFrame:
    """Take for each year the stage nearest to an appropriation, its total before an account, the first named one."""
    found = own[own["measure_id"].isin(NOT_FINAL)]
    ranks = found["measure_id"].map({measure: place for place, measure in enumerate(NOT_FINAL)})
    ordered = found.assign(rank=ranks, part=found["account_id"] != "total").sort_values(
        ["fiscal_year", "rank", "part", "funding_id"]
    )
    return ordered.drop_duplicates("fiscal_year")


def _acts(single: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Take the totals of all accounts for Central America that acts of Congress print, one a year."""
    laws = sources.loc[sources["publisher"] == "U.S. Congress", "source_id"]
    return single[
        single["source_id"].isin(laws)
        & (single["measure_id"] == "appropriated")
        & (single["account_id"] == "total")
        & ~single["scope_id"].isin(CARSI_SCOPES)
    ].drop_duplicates("fiscal_year")


def _line(state_budgets: pd.DataFrame, accounts: pd.DataFrame) -> pd.DataFrame:
    """Take the large accounts of the State Department's Western Hemisphere line: those that carry CARSI."""
    large = accounts.loc[accounts["large"], "account_id"]
    rows = state_budgets[(state_budgets["line"] == REGIONAL_LINE) & state_budgets["account_id"].isin(large)]
    return rows.assign(qualifier=None)
