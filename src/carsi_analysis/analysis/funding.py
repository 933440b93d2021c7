"""What was appropriated for CARSI, what others counted, and how far the money got.

Requested, appropriated, allocated, obligated and disbursed amounts are different things: each function keeps to one
of them, or returns them as separate rows with their ``measure_id``. All amounts are nominal US dollars.
"""

import pandas as pd

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
        ``fiscal_year``, ``account_id``, ``code``, ``label_en``, ``label_es``, ``amount_usd``, provenance; sorted.
    """
    yearly = _appropriated_by_account(funding)
    widest = yearly.groupby("source_id")["start_fiscal_year"].nunique().idxmax()
    frame = with_provenance(yearly[yearly["source_id"] == widest]).rename(columns={"start_fiscal_year": "fiscal_year"})
    named = frame.merge(accounts[["account_id", "code", "label_en", "label_es"]], on="account_id", validate="m:1")
    columns = ["fiscal_year", "account_id", "code", "label_en", "label_es", "amount_usd", "sources", "rows"]
    return named[columns].sort_values(["fiscal_year", "account_id"], ignore_index=True)


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
    """Give one account's part of all rows: ``account_id``, ``label_en``, ``label_es``, ``share`` (0–1), provenance."""
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
    """Set totals since FY2008 that sources print beside the running total of one table.

    Args:
        funding, measures, sources: the tables of these names.
        running: the running total by fiscal year.

    Returns:
        One row a printed total of appropriated, allocated, committed or announced money: ``start_fiscal_year``,
        ``end_fiscal_year``, ``printed_usd``, ``running_usd``, ``measure_id``, ``measure_en``, ``measure_es``,
        ``source_label_en``, ``source_label_es``, provenance (of both amounts).
    """
    stages = ("appropriated", "allocated", "committed", "announced")
    printed = funding[
        (funding["basis"] == "seen")
        & funding["scope_id"].isin((*CARSI_SCOPES, "merida_and_related_central_america"))
        & (funding["account_id"] == "total")
        & (funding["start_fiscal_year"] == FIRST_FISCAL_YEAR)
        & (funding["end_fiscal_year"] > FIRST_FISCAL_YEAR)
        & funding["measure_id"].isin(stages)
    ]
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
        The latest count that prints all three: ``measure_id``, ``label_en``, ``label_es``, ``start_fiscal_year``,
        ``end_fiscal_year``, ``as_of``, ``amount_usd``, provenance; allocated first.
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
    return frame[[*columns, "sources", "rows"]]


def _appropriated_by_account(funding: pd.DataFrame) -> pd.DataFrame:
    return funding[
        (funding["measure_id"] == "appropriated")
        & funding["scope_id"].isin(CARSI_SCOPES)
        & (funding["basis"] == "seen")
        & (funding["account_id"] != "total")
        & (funding["start_fiscal_year"] == funding["end_fiscal_year"])
    ]


def _with_labels(frame: pd.DataFrame, measures: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    named = measures[["measure_id", "label_en", "label_es"]].rename(
        columns={"label_en": "measure_en", "label_es": "measure_es"}
    )
    who = sources[["source_id", "short_label_en", "short_label_es"]].rename(
        columns={"short_label_en": "source_label_en", "short_label_es": "source_label_es"}
    )
    return frame.merge(named, on="measure_id", validate="m:1").merge(who, on="source_id", validate="m:1")
