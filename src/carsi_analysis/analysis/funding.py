"""What was appropriated for CARSI, what others counted, and how far the money got.

Requested, appropriated, allocated, obligated and disbursed amounts are different things: each function keeps to one
of them, or returns them as separate rows with their ``measure_id``. All amounts are nominal US dollars.
"""

import pandas as pd

from carsi_analysis.analysis.names import ACCOUNT_NAMES, Names
from carsi_analysis.analysis.provenance import aggregate, union, with_provenance

CARSI_SCOPES = ("merida_central_america", "carsi")
"""The initiative began as the Central American part of the Mérida Initiative and was renamed in FY2010."""

FIRST_FISCAL_YEAR = 2008


def appropriations_by_account(funding: pd.DataFrame, accounts: pd.DataFrame) -> pd.DataFrame:
    """Take the appropriations of single fiscal years by account, all from one source.

    Where several sources split a year by account, the one that covers most years is used throughout, so that
    amounts of one chart were counted by one hand.

    Args:
        funding: the table ``funding``.
        accounts: the table ``accounts``.

    Returns:
        ``fiscal_year``, ``account_id``, ``code_en/es``, ``label_en/es``, ``colour``, ``amount_usd``, provenance;
        sorted.
    """
    yearly = _appropriated_by_account(funding)
    widest = yearly.groupby("source_id")["start_fiscal_year"].nunique().idxmax()
    frame = with_provenance(yearly[yearly["source_id"] == widest]).rename(columns={"start_fiscal_year": "fiscal_year"})
    named = frame.merge(accounts[["account_id", *ACCOUNT_NAMES]], on="account_id", validate="m:1")
    columns = ["fiscal_year", "account_id", *ACCOUNT_NAMES, "amount_usd", "sources", "rows"]
    return named[columns].sort_values(["fiscal_year", "account_id"], ignore_index=True)


def years_divided(funding: pd.DataFrame) -> set[int]:
    """Name the fiscal years whose appropriations any source divides by account."""
    return set(_appropriated_by_account(funding)["start_fiscal_year"])


def confirmation(funding: pd.DataFrame, amounts: pd.DataFrame) -> pd.DataFrame:
    """Find the appropriations by account that another source prints for the same years, added to one row.

    Raises:
        ValueError: no other source splits these years by account, or one contradicts an amount.
    """
    years, used = set(amounts["fiscal_year"]), union(amounts["sources"])
    other = _appropriated_by_account(funding)
    other = other[other["start_fiscal_year"].isin(years) & ~other["source_id"].isin(used)]
    both = with_provenance(other).merge(
        amounts[["fiscal_year", "account_id", "amount_usd"]],
        left_on=["start_fiscal_year", "account_id"],
        right_on=["fiscal_year", "account_id"],
        suffixes=("", "_first"),
    )
    if both.empty or (both["amount_usd"] != both["amount_usd_first"]).any():
        raise ValueError("no second source confirms these appropriations")
    return aggregate(both.assign(all="all"), ["all"], "amount_usd")


def first_years(amounts: pd.DataFrame, count: int) -> pd.DataFrame:
    """Keep the rows of the first ``count`` fiscal years."""
    return amounts[amounts["fiscal_year"] < amounts["fiscal_year"].min() + count]


def statement_of(funding: pd.DataFrame, source_id: str) -> pd.DataFrame:
    """Take the one total that a source states, with provenance.

    Raises:
        ValueError: the source states none or several totals.
    """
    stated = funding[(funding["source_id"] == source_id) & (funding["account_id"] == "total")]
    if len(stated) != 1:
        raise ValueError(f"{source_id} states {len(stated)} totals; name the row instead")
    return with_provenance(stated)


def totals_by_year(amounts: pd.DataFrame) -> pd.DataFrame:
    """Add the accounts of each fiscal year: ``fiscal_year``, ``amount_usd``, provenance."""
    return aggregate(amounts, ["fiscal_year"], "amount_usd")


def total(amounts: pd.DataFrame) -> pd.DataFrame:
    """Add all rows to one: ``start_fiscal_year``, ``end_fiscal_year``, ``amount_usd``, provenance."""
    years = amounts["fiscal_year"]
    whole = aggregate(amounts.assign(start_fiscal_year=years.min()), ["start_fiscal_year"], "amount_usd")
    return whole.assign(end_fiscal_year=years.max())


def share_of_account(amounts: pd.DataFrame, account_id: str) -> pd.DataFrame:
    """Give one account's part of all rows: ``account_id``, ``label_en/es``, ``share`` (0–1), provenance."""
    part = amounts[amounts["account_id"] == account_id]
    return pd.DataFrame(
        {
            "account_id": [account_id],
            "label_en": part["label_en"].iloc[:1].tolist(),
            "label_es": part["label_es"].iloc[:1].tolist(),
            "share": [part["amount_usd"].sum() / amounts["amount_usd"].sum()],
            "sources": [union(amounts["sources"])],
            "rows": [union(amounts["rows"])],
        }
    )


def running_total(totals: pd.DataFrame) -> pd.DataFrame:
    """Accumulate yearly totals: ``fiscal_year``, ``amount_usd`` since the first, provenance of all years so far."""
    ordered = totals.sort_values("fiscal_year", ignore_index=True)
    upto = [ordered.iloc[: position + 1] for position in range(len(ordered))]
    return pd.DataFrame(
        {
            "fiscal_year": ordered["fiscal_year"],
            "amount_usd": ordered["amount_usd"].cumsum(),
            "sources": [union(part["sources"]) for part in upto],
            "rows": [union(part["rows"]) for part in upto],
        }
    )


def printed_totals(
    funding: pd.DataFrame, measures: pd.DataFrame, sources: pd.DataFrame, running: pd.DataFrame
) -> pd.DataFrame:
    """Set totals that others printed beside the running total of one table.

    Args:
        funding, measures, sources: the tables of these names.
        running: the running total by fiscal year.

    Returns:
        One row a printed total of money appropriated, allocated or reported: ``start_fiscal_year``,
        ``end_fiscal_year``, ``printed_usd``, ``running_usd``, ``measure_id``, ``measure_en/es``,
        ``source_label_en/es``, provenance (of both amounts).
    """
    printed = funding[funding["beside_running_total"]]
    frame = (
        with_provenance(printed).assign(source_id=printed["source_id"]).rename(columns={"amount_usd": "printed_usd"})
    )
    frame = frame.merge(
        running.rename(columns={"fiscal_year": "end_fiscal_year", "amount_usd": "running_usd"}),
        on="end_fiscal_year",
        suffixes=("", "_running"),
    )
    for column in ("sources", "rows"):
        frame[column] = [union(pair) for pair in zip(frame[column], frame[f"{column}_running"], strict=True)]
    frame = _with_labels(frame, measures, sources)
    columns = ["start_fiscal_year", "end_fiscal_year", "printed_usd", "running_usd", "measure_id", "measure_en"]
    columns += ["measure_es", "source_label_en", "source_label_es", "sources", "rows"]
    return frame[columns].sort_values(["end_fiscal_year", "printed_usd"], ignore_index=True)


def stages_of_one_count(funding: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """Follow the same money from allocated to disbursed, as one source counted it at one date.

    Returns:
        The latest count that prints all three: ``measure_id``, ``label_en/es``, ``start_fiscal_year``,
        ``end_fiscal_year``, ``as_of``, ``amount_usd``, ``qualifier``, provenance; allocated first.
    """
    stages = ["allocated", "obligated", "disbursed"]
    counted = funding[
        funding["scope_id"].isin(CARSI_SCOPES)
        & (funding["account_id"] == "total")
        & (funding["basis"] == "seen")
        & funding["measure_id"].isin(stages)
    ]
    group = ["source_id", "start_fiscal_year", "end_fiscal_year"]
    complete = counted.groupby(group).filter(lambda rows: set(rows["measure_id"]) == set(stages))
    latest = complete[complete["end_fiscal_year"] == complete["end_fiscal_year"].max()]
    frame = with_provenance(latest).merge(measures[["measure_id", "label_en", "label_es"]], on="measure_id")
    frame = frame.set_index("measure_id").loc[stages].reset_index()
    columns = ["measure_id", "label_en", "label_es", "start_fiscal_year", "end_fiscal_year", "as_of", "amount_usd"]
    return frame[[*columns, "qualifier", "sources", "rows"]]


def shares_by_account(amounts: pd.DataFrame) -> pd.DataFrame:
    """Give each account's part of every fiscal year, and of all years together.

    Args:
        amounts: as ``appropriations_by_account`` gives them.

    Returns:
        ``period`` (a fiscal year, or ``all``), ``account_id``, ``code_en/es``, ``label_en/es``, ``colour``,
        ``amount_usd``, ``share`` (0–1 of the period), provenance; all years together last.
    """
    names = amounts.drop_duplicates("account_id")[["account_id", *ACCOUNT_NAMES]]
    years = amounts.assign(period=amounts["fiscal_year"].astype(str))
    added = pd.concat([years, amounts.assign(period="all")])
    parts = aggregate(added, ["period", "account_id"], "amount_usd")
    parts["share"] = parts["amount_usd"] / parts.groupby("period")["amount_usd"].transform("sum")
    return parts.merge(names, on="account_id", validate="m:1").sort_values(["period", "account_id"], ignore_index=True)


def paid_by_account(
    funding: pd.DataFrame, accounts: pd.DataFrame, amounts: pd.DataFrame, measures: pd.DataFrame
) -> pd.DataFrame:
    """Set what was appropriated over some years beside what the GAO counts as paid, or committed, of each account.

    Args:
        funding, accounts, measures: the tables of these names.
        amounts: appropriations by account and fiscal year.

    Returns:
        One row an account: ``account_id``, ``code_en/es``, ``label_en/es``, ``colour``, ``appropriated_usd``,
        ``paid_usd``, ``measure_id`` of what is set against it (``disbursed``; ``committed`` for military financing),
        ``measure_en/es``, ``share`` (0–1), ``start_fiscal_year``, ``end_fiscal_year``, ``as_of``, provenance.
    """
    first = amounts["fiscal_year"].min()
    paid = funding[
        funding["scope_id"].isin(CARSI_SCOPES)
        & (funding["basis"] == "seen")
        & funding["account_id"].isin(amounts["account_id"])
        & funding["measure_id"].isin(("disbursed", "committed"))
        & (funding["start_fiscal_year"] == first)
        & (funding["end_fiscal_year"] > first)
    ]
    paid = paid[paid["end_fiscal_year"] == paid["end_fiscal_year"].max()]
    frame = with_provenance(paid).rename(columns={"amount_usd": "paid_usd"})
    within = amounts[amounts["fiscal_year"].isin(range(first, int(frame["end_fiscal_year"].max()) + 1))]
    given = aggregate(within, ["account_id"], "amount_usd").rename(columns={"amount_usd": "appropriated_usd"})
    frame = frame.merge(given, on="account_id", suffixes=("", "_given"), validate="1:1")
    for column in ("sources", "rows"):
        frame[column] = [union(pair) for pair in zip(frame[column], frame[f"{column}_given"], strict=True)]
    frame["share"] = frame["paid_usd"] / frame["appropriated_usd"]
    named = frame.merge(accounts[["account_id", *ACCOUNT_NAMES]], on="account_id", validate="m:1")
    named = named.merge(_measure_names(measures), on="measure_id", validate="m:1")
    columns = ["account_id", *ACCOUNT_NAMES, "appropriated_usd", "paid_usd", "measure_id", "measure_en"]
    columns += ["measure_es", "share", "start_fiscal_year", "end_fiscal_year", "as_of", "sources", "rows"]
    return named[columns].sort_values("appropriated_usd", ascending=False, ignore_index=True)


def ratios(funding_ratios: pd.DataFrame, names: Names) -> pd.DataFrame:
    """List the shares of the money: printed by a source, or following from amounts that it prints.

    Returns:
        The rows of ``funding_ratios`` with ``source_label_en/es`` and provenance; by first and last fiscal year.
    """
    frame = names.given_to(with_provenance(funding_ratios).assign(source_id=funding_ratios["source_id"]))
    return frame.sort_values(["start_fiscal_year", "end_fiscal_year", "ratio_id"], ignore_index=True)


PARTS = ("set_aside", "reprogrammed")
"""Stages of a part of a year's money, never of the whole."""


def figures_of_years(
    funding: pd.DataFrame,
    names: Names,
    start_fiscal_year: int,
    end_fiscal_year: int,
) -> pd.DataFrame:
    """List what sources give for whole fiscal years: CARSI alone, and wider lines that contain it.

    Parts of a line, and amounts of low confidence, are left out. An account is left out where the same source also
    gives the whole: a part beside it would be read as another whole.

    Args:
        funding: the table ``funding``.
        names: the tables that name measures, scopes, accounts and sources.
        start_fiscal_year, end_fiscal_year: fiscal years to keep.

    Returns:
        One row a figure: ``fiscal_year``, ``amount_usd``, ``relation`` of its scope to CARSI, ``qualifier``, ``basis``,
        ``conflict_id``, ``measure_id``, the labels of ``names`` and provenance; each a point of its own.
    """
    widest = names.accounts.loc[names.accounts["stands_for_total"], "account_id"]
    kept = funding[
        funding["start_fiscal_year"].between(start_fiscal_year, end_fiscal_year)
        & (funding["start_fiscal_year"] == funding["end_fiscal_year"])
        & ((funding["account_id"] == "total") | funding["account_id"].isin(widest))
        & funding["part_of_row_id"].isna()
        & ~funding["measure_id"].isin(PARTS)
        & (funding["confidence"] != "low")
    ]
    whole = ["source_id", "scope_id", "start_fiscal_year"]
    has_total = (kept["account_id"] == "total").groupby([kept[key] for key in whole]).transform("any")
    kept = kept[(kept["account_id"] == "total") | ~has_total]
    frame = names.given_to(with_provenance(kept).assign(source_id=kept["source_id"]))
    frame = frame[frame["relation"].isin(("carsi_only", "contains_carsi"))]
    frame = frame.rename(columns={"start_fiscal_year": "fiscal_year"})
    return frame.sort_values(["fiscal_year", "relation", "amount_usd"], ignore_index=True)


def stages_printed(funding: pd.DataFrame, names: Names) -> pd.DataFrame:
    """List what sources print for CARSI as a whole, from request to disbursement, by stage and period.

    Args:
        funding: the table ``funding``.
        names: the tables that name measures, scopes, accounts and sources.

    Returns:
        One row a figure: ``measure_id``, ``start_fiscal_year``, ``end_fiscal_year`` (missing where not stated),
        ``amount_usd``, ``qualifier``, ``as_of``, ``conflict_id``, the labels of ``names``, ``note``, ``note_es``,
        provenance; in the order of the stages.
    """
    kept = funding[
        funding["scope_id"].isin(CARSI_SCOPES) & (funding["account_id"] == "total") & (funding["basis"] == "seen")
    ]
    frame = names.given_to(with_provenance(kept).assign(source_id=kept["source_id"]))
    order = names.measures.set_index("measure_id")["sort_order"]
    frame["_order"] = frame["measure_id"].map(order)
    frame = frame.sort_values(["_order", "start_fiscal_year", "end_fiscal_year", "amount_usd"], ignore_index=True)
    return frame.drop(columns=["_order", "source_id", "formula", "formula_tolerance"])


def planned_by_objective(funding_by_objective: pd.DataFrame) -> pd.DataFrame:
    """Take CARSI's plan by objective of the one fiscal year for which it is partly legible.

    Returns:
        One row an objective, without the sum of all: ``fiscal_year``, ``objective_en/es``, ``amount_usd``, ``share``
        (0–1 of the sum), provenance; in the order of the table.
    """
    kept = funding_by_objective[
        funding_by_objective["scope_id"].isin(CARSI_SCOPES)
        & (funding_by_objective["account_id"] == "total")
        & (funding_by_objective["measure_id"] == "planned")
    ]
    frame = with_provenance(kept).rename(columns={"start_fiscal_year": "fiscal_year"})
    whole = frame["objective_funding_id"].str.contains("-all-")
    frame["share"] = frame["amount_usd"] / frame.loc[whole, "amount_usd"].sum()
    columns = ["fiscal_year", "objective_en", "objective_es", "amount_usd", "share", "sources", "rows"]
    return frame.loc[~whole, columns].reset_index(drop=True)


def sectors_of(funding_by_objective: pd.DataFrame, country_iso3: str, measure_id: str) -> pd.DataFrame:
    """Take the sectors under which an official file books one recipient's money; they are not CARSI's goals.

    Args:
        funding_by_objective: the table of this name.
        country_iso3: a country or the regional line.
        measure_id: ``obligated`` or ``disbursed``.

    Returns:
        One row a sector: ``fiscal_year``, ``objective_en/es``, ``amount_usd``, provenance; the largest first.
    """
    kept = funding_by_objective[
        (funding_by_objective["country_iso3"] == country_iso3) & (funding_by_objective["measure_id"] == measure_id)
    ]
    frame = with_provenance(kept).rename(columns={"start_fiscal_year": "fiscal_year"})
    columns = ["fiscal_year", "objective_en", "objective_es", "amount_usd", "sources", "rows"]
    return frame[columns].sort_values("amount_usd", ascending=False, ignore_index=True)


def related_figures(related_funding: pd.DataFrame, names: Names) -> pd.DataFrame:
    """List the money outside CARSI that serves its aims, and the totals of which CARSI is a part.

    Returns:
        The columns of ``related_funding`` with the labels of ``names`` and provenance; by first fiscal year.
    """
    frame = names.given_to(with_provenance(related_funding).assign(source_id=related_funding["source_id"]))
    ordered = frame.sort_values(["start_fiscal_year", "end_fiscal_year", "related_id"], ignore_index=True)
    return ordered.drop(columns=["source_id", "formula", "formula_tolerance"])


def carsi_and_supporting(funding: pd.DataFrame, related_funding: pd.DataFrame, scopes: pd.DataFrame) -> pd.DataFrame:
    """Set what the GAO counts as allocated to CARSI beside the money outside it that serves its goals.

    Args:
        funding, related_funding, scopes: the tables of these names.

    Returns:
        Two rows of the same source and years, CARSI first: ``scope_id``, ``label_en/es``, ``amount_usd``,
        ``qualifier``, ``as_of``, ``start_fiscal_year``, ``end_fiscal_year``, provenance.
    """
    outside = related_funding[
        (related_funding["scope_id"] == "supporting_carsi_goals") & (related_funding["measure_id"] == "allocated")
    ]
    beside = outside.iloc[0]
    inside = funding[
        (funding["source_id"] == beside["source_id"])
        & (funding["account_id"] == "total")
        & (funding["measure_id"] == "allocated")
        & (funding["start_fiscal_year"] == beside["start_fiscal_year"])
        & (funding["end_fiscal_year"] == beside["end_fiscal_year"])
    ]
    both = pd.concat([with_provenance(inside), with_provenance(outside)], ignore_index=True)
    named = both.merge(scopes[["scope_id", "label_en", "label_es"]], on="scope_id", validate="m:1")
    columns = ["scope_id", "label_en", "label_es", "amount_usd", "qualifier", "as_of", "start_fiscal_year"]
    return named[[*columns, "end_fiscal_year", "sources", "rows"]]


def _appropriated_by_account(funding: pd.DataFrame) -> pd.DataFrame:
    return funding[
        (funding["measure_id"] == "appropriated")
        & funding["scope_id"].isin(CARSI_SCOPES)
        & (funding["basis"] == "seen")
        & (funding["account_id"] != "total")
        & (funding["start_fiscal_year"] == funding["end_fiscal_year"])
    ]


def _measure_names(measures: pd.DataFrame) -> pd.DataFrame:
    return measures[["measure_id", "label_en", "label_es"]].rename(
        columns={"label_en": "measure_en", "label_es": "measure_es"}
    )


def _with_labels(frame: pd.DataFrame, measures: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    named = _measure_names(measures)
    who = sources[["source_id", "short_label_en", "short_label_es"]].rename(
        columns={"short_label_en": "source_label_en", "short_label_es": "source_label_es"}
    )
    return frame.merge(named, on="measure_id", validate="m:1").merge(who, on="source_id", validate="m:1")
