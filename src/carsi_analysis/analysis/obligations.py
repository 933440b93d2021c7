"""What official files book as obligated or disbursed for the countries, for every purpose: context, not CARSI.

Obligations are dated by the year in which they were signed, and a year's negative amount is money taken back. They are
never added to appropriations or allocations.
"""

from collections.abc import Sequence

import pandas as pd

from carsi_analysis.analysis.names import ACCOUNT_NAMES, PLACE
from carsi_analysis.analysis.provenance import aggregate, union, with_provenance

REGIONAL_LINE = "CAR"
"""Money booked for Central America without a country; by inference it carries CARSI's INCLE."""


def obligations(
    official_obligations: pd.DataFrame,
    countries: pd.DataFrame,
    agencies: pd.DataFrame,
    start_fiscal_year: int,
    end_fiscal_year: int,
) -> pd.DataFrame:
    """Take the obligations to the countries and the regional line.

    Args:
        official_obligations, countries, agencies: the tables of these names.
        start_fiscal_year, end_fiscal_year: fiscal years to keep.

    Returns:
        One row a fiscal year, country, agency and account: ``fiscal_year``, ``PLACE``, ``kind``, ``agency_id``,
        ``agency_en/es``, ``agency_colour``, ``account_id`` (where the account is one of this package),
        ``account_name``, ``amount_usd`` (nominal), provenance.
    """
    kept = official_obligations[official_obligations["fiscal_year"].between(start_fiscal_year, end_fiscal_year)]
    named = _recipients(countries)
    frame = with_provenance(kept).merge(named, on="country_iso3", validate="m:1")
    labels = {"label_en": "agency_en", "label_es": "agency_es", "colour": "agency_colour"}
    told = agencies.rename(columns=labels)[["official_name", *AGENCY]]
    apart = frame["agency"].where(frame["agency"].isin(told["official_name"]))
    frame = frame.assign(official_name=apart).merge(told, on="official_name", how="left", validate="m:1")
    columns = ["fiscal_year", *named.columns, *AGENCY, "account_id", "account_name", "amount_usd"]
    return frame[[*columns, "sources", "rows"]]


def by_country_and_agency(booked: pd.DataFrame) -> pd.DataFrame:
    """Add obligations by fiscal year, country and agency.

    Args:
        booked: as ``obligations`` gives it, also in constant dollars.

    Returns:
        ``fiscal_year``, ``PLACE``, ``kind``, ``agency_id``, ``agency_en/es``, ``amount_usd``, provenance.
    """
    return aggregate(booked, ["fiscal_year", *COUNTRY, *AGENCY], "amount_usd")


def by_agency(booked: pd.DataFrame) -> pd.DataFrame:
    """Add obligations of all years and recipients by agency.

    Returns:
        ``agency_id``, ``agency_en/es``, ``amount_usd``, ``share`` (of all), ``start_fiscal_year``,
        ``end_fiscal_year``, ``countries`` (how many countries are among the recipients), provenance; the largest first.
    """
    added = aggregate(booked, AGENCY, "amount_usd").assign(countries=_countries(booked))
    added = added.assign(share=added["amount_usd"] / added["amount_usd"].sum())
    return _with_span(added, booked).sort_values("amount_usd", ascending=False, ignore_index=True)


def by_agency_and_year(booked: pd.DataFrame) -> pd.DataFrame:
    """Add obligations of all recipients by agency and fiscal year; a year without a row had no obligation.

    Returns:
        ``fiscal_year``, ``agency_id``, ``agency_en/es``, ``amount_usd``, ``countries`` (how many countries are among
        the recipients), provenance.
    """
    return aggregate(booked, ["fiscal_year", *AGENCY], "amount_usd").assign(countries=_countries(booked))


def _countries(booked: pd.DataFrame) -> int:
    return int(booked.loc[booked["kind"] == "country", "country_iso3"].nunique())


def by_country(booked: pd.DataFrame, population: pd.DataFrame) -> pd.DataFrame:
    """Add obligations of all years by recipient, and divide them by its residents.

    Args:
        booked: as ``obligations`` gives it, also in constant dollars.
        population: the table ``population`` (calendar years, set against fiscal years of the same number).

    Returns:
        ``PLACE``, ``kind``, ``amount_usd``, ``per_head_usd`` (a resident and year; missing for the regional line),
        ``start_fiscal_year``, ``end_fiscal_year``, provenance (of the population too); the largest amount first.
    """
    added = _with_span(aggregate(booked, COUNTRY, "amount_usd"), booked)
    years = sorted(booked["fiscal_year"].unique())
    people = with_provenance(population[population["year"].isin(years)])
    person_years = aggregate(people, ["country_iso3"], "persons").merge(
        people.groupby("country_iso3")["year"].nunique().rename("counted").reset_index(), on="country_iso3"
    )
    person_years = person_years[person_years["counted"] == len(years)].drop(columns="counted")
    frame = added.merge(person_years, on="country_iso3", how="left", suffixes=("", "_people"), validate="1:1")
    frame["per_head_usd"] = frame["amount_usd"] / frame["persons"]
    for column in ("sources", "rows"):
        frame[column] = [
            union([own, people] if isinstance(people, tuple) else [own])
            for own, people in zip(frame[column], frame[f"{column}_people"], strict=True)
        ]
    kept = [*COUNTRY, "amount_usd", "per_head_usd", "start_fiscal_year", "end_fiscal_year", "sources", "rows"]
    return frame[kept].sort_values("amount_usd", ascending=False, ignore_index=True)


def added(amounts: pd.DataFrame) -> pd.DataFrame:
    """Add the amounts of one recipient over all years and agencies given.

    Returns:
        ``amount_usd``, ``start_fiscal_year``, ``end_fiscal_year``, the recipient's columns, provenance: one row, or
        none without amounts.
    """
    return _with_span(aggregate(amounts, COUNTRY, "amount_usd"), amounts)


def by_country_and_period(booked: pd.DataFrame, periods: Sequence[tuple[int, int]]) -> pd.DataFrame:
    """Add obligations by recipient and period.

    Args:
        booked: as ``obligations`` gives it, also in constant dollars.
        periods: first and last fiscal year of each period; they must not overlap.

    Returns:
        ``PLACE``, ``kind``, ``start_fiscal_year``, ``end_fiscal_year``, ``amount_usd``, provenance.
    """
    parts = [
        aggregate(booked[booked["fiscal_year"].between(start, end)], COUNTRY, "amount_usd").assign(
            start_fiscal_year=start, end_fiscal_year=end
        )
        for start, end in periods
    ]
    return pd.concat(parts, ignore_index=True).sort_values(["sort_order", "start_fiscal_year"], ignore_index=True)


def security_accounts(booked: pd.DataFrame, accounts: pd.DataFrame) -> pd.DataFrame:
    """Add the obligations to all recipients by fiscal year, for the accounts that pay for security.

    Args:
        booked: as ``obligations`` gives it, also in constant dollars.
        accounts: the table ``accounts``; its column ``security`` says which.

    Returns:
        ``fiscal_year``, ``account_id``, ``code_en/es``, ``label_en/es``, ``colour``, ``amount_usd``, provenance; in the
        order of the accounts.
    """
    chosen = accounts[accounts["security"]]
    added = aggregate(
        booked[booked["account_id"].isin(chosen["account_id"])], ["fiscal_year", "account_id"], "amount_usd"
    )
    named = added.merge(chosen[["account_id", *ACCOUNT_NAMES, "sort_order"]], on="account_id", validate="m:1")
    return named.sort_values(["fiscal_year", "sort_order"], ignore_index=True).drop(columns="sort_order")


def security_and_others(booked: pd.DataFrame, accounts: pd.DataFrame) -> pd.DataFrame:
    """Add the obligations by fiscal year and country, the accounts that pay for security apart from all others.

    Args:
        booked: as ``obligations`` gives it, also in constant dollars.
        accounts: the table ``accounts``; its column ``security`` says which.

    Returns:
        ``fiscal_year``, ``PLACE``, ``kind``, ``part`` (``security`` or ``others``), ``code_en/es`` (of an account for
        security; empty for the others together), ``amount_usd``, provenance.
    """
    chosen = accounts[accounts["security"]].set_index("account_id")
    account = booked["account_id"]
    parts = booked.assign(
        part=account.isin(chosen.index).map({True: "security", False: "others"}),
        code_en=account.map(chosen["code_en"]).fillna(""),
        code_es=account.map(chosen["code_es"]).fillna(""),
    )
    return aggregate(parts, ["fiscal_year", *COUNTRY, "part", "code_en", "code_es"], "amount_usd")


def security_by_recipient(booked: pd.DataFrame, accounts: pd.DataFrame, first_fiscal_year: int) -> pd.DataFrame:
    """Add the obligations of the accounts for security to each recipient, and their share of all.

    Args:
        booked: as ``obligations`` gives it, nominal.
        accounts: the table ``accounts``; its column ``security`` says which.
        first_fiscal_year: the first fiscal year to count.

    Returns:
        One row a recipient, also the regional line: ``PLACE``, ``amount_usd``, ``share`` of the sum over all
        recipients, ``start_fiscal_year``, ``end_fiscal_year``, provenance. Empty where no year is left.
    """
    chosen = accounts.loc[accounts["security"], "account_id"]
    kept = booked[booked["account_id"].isin(chosen) & (booked["fiscal_year"] >= first_fiscal_year)]
    added = aggregate(kept, [*PLACE], "amount_usd").sort_values("sort_order", ignore_index=True)
    return added.assign(
        share=added["amount_usd"] / added["amount_usd"].sum(),
        start_fiscal_year=kept["fiscal_year"].min(),
        end_fiscal_year=kept["fiscal_year"].max(),
    )


def regional_incle(booked: pd.DataFrame) -> pd.DataFrame:
    """Take the INCLE obligations of the regional line: ``fiscal_year``, ``amount_usd``, provenance."""
    line = booked[(booked["country_iso3"] == REGIONAL_LINE) & (booked["account_id"] == "incle")]
    return aggregate(line, ["fiscal_year"], "amount_usd")


def totals(
    official_totals: pd.DataFrame,
    countries: pd.DataFrame,
    measure_id: str,
    start_fiscal_year: int,
    end_fiscal_year: int,
) -> pd.DataFrame:
    """Take all assistance by recipient and fiscal year from the latest edition of the later official file.

    It counts every account and purpose, reaches further than ``obligations`` and does not agree with it to the dollar:
    the two are never joined.

    Args:
        official_totals, countries: the tables of these names.
        measure_id: ``obligated`` or ``disbursed``.
        start_fiscal_year, end_fiscal_year: fiscal years to keep.

    Returns:
        ``fiscal_year``, ``PLACE``, ``kind``, ``edition``, ``partial_year``, ``amount_usd`` (nominal), provenance.
    """
    latest = official_totals["edition"].max()
    kept = official_totals[
        (official_totals["edition"] == latest)
        & (official_totals["measure_id"] == measure_id)
        & official_totals["fiscal_year"].between(start_fiscal_year, end_fiscal_year)
    ]
    frame = with_provenance(kept).merge(_recipients(countries), on="country_iso3", validate="m:1")
    columns = ["fiscal_year", *COUNTRY, "edition", "partial_year", "amount_usd", "sources", "rows"]
    return frame[columns].sort_values(["sort_order", "fiscal_year"], ignore_index=True)


def latest_whole_year(totals: pd.DataFrame) -> pd.DataFrame:
    """Add the later file's totals of the countries alone in the latest year that is not partial.

    Args:
        totals: as ``totals`` gives them.

    Returns:
        One row, or none: ``fiscal_year``, ``amount_usd``, provenance.
    """
    done = totals[~totals["partial_year"] & (totals["kind"] == "country")]
    return aggregate(done[done["fiscal_year"] == done["fiscal_year"].max()], ["fiscal_year"], "amount_usd")


def totals_by_year(totals: pd.DataFrame) -> pd.DataFrame:
    """Add the later file's totals of all recipients by fiscal year.

    Args:
        totals: as ``totals`` gives them, also in constant dollars.

    Returns:
        ``fiscal_year``, ``amount_usd``, ``partial_year``, provenance.
    """
    return aggregate(totals, ["fiscal_year", "partial_year"], "amount_usd")


COUNTRY = [*PLACE, "kind"]
AGENCY = ["agency_id", "agency_en", "agency_es", "agency_colour"]


def _recipients(countries: pd.DataFrame) -> pd.DataFrame:
    all_and_line = (countries["kind"] == "country") | (countries["country_iso3"] == REGIONAL_LINE)
    return countries.loc[all_and_line, COUNTRY]


def _with_span(added: pd.DataFrame, booked: pd.DataFrame) -> pd.DataFrame:
    return added.assign(start_fiscal_year=booked["fiscal_year"].min(), end_fiscal_year=booked["fiscal_year"].max())
