"""CARSI's money country by country, as far as sources split it: the GAO to September 2011, then scattered amounts."""

import re

import pandas as pd

from carsi_analysis.analysis.names import ACCOUNT_NAMES, IN_DATA, PLACE, Names
from carsi_analysis.analysis.provenance import aggregate, union, with_provenance

NUMBERED = r"Public Law (\d+-\d+)"
"""How the title of a source holds the number of a law."""


def disbursed_by_country(
    funding_by_country: pd.DataFrame, countries: pd.DataFrame, accounts: pd.DataFrame
) -> pd.DataFrame:
    """Take what the GAO counts as disbursed in each country: State-run ESF and counterterrorism NADR only.

    Args:
        funding_by_country, countries, accounts: the tables of these names.

    Returns:
        One row a recipient and account: ``PLACE``, ``kind``, ``account_id``, ``code_en/es``, ``account_en/es``,
        ``account_colour``, ``amount_usd``, ``start_fiscal_year``, ``end_fiscal_year``, ``as_of``, provenance.
    """
    kept = funding_by_country[funding_by_country["audit_part"] == "total"]
    frame = with_provenance(kept).merge(countries[[*PLACE, "kind"]])
    named = accounts[["account_id", *ACCOUNT_NAMES]].rename(
        columns={"label_en": "account_en", "label_es": "account_es", "colour": "account_colour"}
    )
    frame = frame.merge(named, on="account_id", validate="m:1").sort_values(["sort_order", "account_id"])
    columns = [*PLACE, "kind", "account_id", "code_en", "code_es"]
    columns += ["account_en", "account_es", "account_colour", "amount_usd"]
    columns += ["start_fiscal_year", "end_fiscal_year", "as_of", "sources", "rows"]
    return frame[columns].reset_index(drop=True)


def total_split(split: pd.DataFrame) -> pd.DataFrame:
    """Add what can be split by recipient.

    Args:
        split: as ``disbursed_by_country`` gives it.

    Returns:
        One row: ``start_fiscal_year``, ``end_fiscal_year``, ``as_of``, ``amount_usd``, provenance.
    """
    return aggregate(split, ["start_fiscal_year", "end_fiscal_year", "as_of"], "amount_usd")


def countries_paid(split: pd.DataFrame) -> pd.DataFrame:
    """Count the countries in which anything was disbursed.

    Args:
        split: as ``disbursed_by_country`` gives it.

    Returns:
        One row: ``countries``, provenance.
    """
    paid = split[(split["kind"] == "country") & (split["amount_usd"] > 0)]
    return pd.DataFrame(
        {
            "countries": [paid["country_iso3"].nunique()],
            "sources": [union(paid["sources"])],
            "rows": [union(paid["rows"])],
        }
    )


def disbursed_undivided(funding: pd.DataFrame, accounts: pd.DataFrame) -> pd.DataFrame:
    """Take what the GAO counts as disbursed for border security without a split by country.

    Returns:
        One row, the total of all years: ``account_id``, ``code_en/es``, ``label_en/es``, ``colour``, ``amount_usd``,
        ``start_fiscal_year``, ``end_fiscal_year``, provenance.
    """
    kept = funding[
        (funding["account_id"] == "nadr_exbs")
        & (funding["measure_id"] == "disbursed")
        & (funding["year_of"] == "period")
    ]
    columns = ["account_id", "amount_usd", "start_fiscal_year", "end_fiscal_year", "sources", "rows"]
    return with_provenance(kept)[columns].merge(
        accounts[["account_id", *ACCOUNT_NAMES]], on="account_id", validate="m:1"
    )


def stages_by_year(
    funding_by_country: pd.DataFrame, measures: pd.DataFrame, countries: pd.DataFrame, country_iso3: str
) -> pd.DataFrame:
    """Follow one country's money of each year of appropriation, where a source prints its stages.

    Args:
        funding_by_country, measures, countries: the tables of these names.
        country_iso3: the country; only Panama's page could be read.

    Returns:
        One row a fiscal year of appropriation and stage: ``fiscal_year``, ``measure_id``, ``measure_en/es``,
        ``amount_usd``, ``as_of``, ``PLACE``, provenance. Empty for a country whose page could not be read.
    """
    kept = funding_by_country[
        (funding_by_country["audit_part"] == "year") & (funding_by_country["country_iso3"] == country_iso3)
    ]
    named = measures[["measure_id", "label_en", "label_es", "sort_order"]].rename(
        columns={"label_en": "measure_en", "label_es": "measure_es", "sort_order": "stage"}
    )
    frame = with_provenance(kept).merge(named, on="measure_id", validate="m:1")
    frame = frame.merge(countries[[*PLACE]], on="country_iso3", validate="m:1")
    frame = frame.rename(columns={"start_fiscal_year": "fiscal_year"}).sort_values(["fiscal_year", "stage"])
    columns = ["fiscal_year", "measure_id", "measure_en", "measure_es", "amount_usd", "as_of"]
    return frame[[*columns, *PLACE, "sources", "rows"]].reset_index(drop=True)


def amounts_stated(
    funding_by_country: pd.DataFrame, names: Names, countries: pd.DataFrame, country_iso3: str
) -> pd.DataFrame:
    """List the single amounts that the GAO, officials and the press name for one country, each a point of its own.

    Of the GAO's count only the totals are taken, not its years.

    Args:
        funding_by_country, countries: the tables of these names.
        names: the tables that name measures, scopes, accounts and sources.
        country_iso3: the country.

    Returns:
        One row an amount: ``country_funding_id``, ``start_fiscal_year``, ``end_fiscal_year`` (missing where the source
        does not state them), ``amount_usd``, ``qualifier``, ``as_of``, ``relation`` of its scope to CARSI,
        ``conflict_id``, ``audit_part``, the labels of ``names``, ``note``, ``note_es``, ``label_en/es``, provenance;
        CARSI before wider money. Empty where no source names one.
    """
    part = funding_by_country["audit_part"]
    kept = funding_by_country[(funding_by_country["country_iso3"] == country_iso3) & (part.isna() | (part == "total"))]
    frame = names.given_to(with_provenance(kept).assign(source_id=kept["source_id"]))
    frame = frame.merge(countries[[*PLACE]], on="country_iso3", validate="m:1")
    frame["_carsi"] = ~frame["relation"].isin(("carsi_only", "carsi_part", "contains_carsi"))
    frame = frame.sort_values(["_carsi", "end_fiscal_year", "start_fiscal_year", "amount_usd"], na_position="last")
    return frame.drop(columns=["_carsi", "source_id", "formula", "formula_tolerance"]).reset_index(drop=True)


def set_aside(
    funding_by_country: pd.DataFrame, funding: pd.DataFrame, names: Names, countries: pd.DataFrame
) -> pd.DataFrame:
    """List what acts and their statements set aside of CARSI for one country or one purpose: parts of a line.

    Sums that this package derives from other rows of the list, and amounts of low confidence, are left out.

    Returns:
        One row a part: ``place_en/es`` (missing where it is for no one country), ``purpose_en/es`` (missing where none
        is named), ``start_fiscal_year``, ``end_fiscal_year``, ``account_id``, ``amount_usd``, ``qualifier``, ``as_of``,
        the labels of ``names``, provenance; by place, purpose and year.
    """
    rows = pd.concat([funding_by_country, funding], ignore_index=True)
    kept = rows[(rows["measure_id"] == "set_aside") & (rows["basis"] == "seen") & (rows["confidence"] != "low")]
    frame = names.given_to(with_provenance(kept).assign(source_id=kept["source_id"]))
    frame = frame[frame["relation"].isin(("carsi_only", "carsi_part"))]
    places = countries.rename(columns={"label_en": "place_en", "label_es": "place_es"})
    frame = frame.merge(places[["country_iso3", "place_en", "place_es", "sort_order"]], on="country_iso3", how="left")
    order = ["sort_order", "purpose_en", "start_fiscal_year"]
    columns = ["place_en", "place_es", "purpose_en", "purpose_es", "start_fiscal_year", "end_fiscal_year", "amount_usd"]
    labels = [f"{name}_{language}" for name in ("measure", "code", "source_label") for language in IN_DATA]
    ordered = frame.sort_values(order, ignore_index=True, na_position="last")
    return ordered[[*columns, "account_id", "qualifier", "as_of", *labels, "sources", "rows"]]


def laws_of(parts: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Number the public laws whose statements set parts aside for countries, as far as titles of sources do.

    A statement's title holds the number of its law, or the name of an act that the source of a law is called by, too.

    Args:
        parts: as ``set_aside`` gives it.
        sources: the table ``sources``.

    Returns:
        One row a law, the earliest first: ``label_en/es`` (the number), provenance.
    """
    titles = sources.set_index("source_id")["title"]
    held = titles[titles.str.match(NUMBERED)]
    acts = {title.partition(", ")[2]: source for source, title in held.items()}
    dated = parts.dropna(subset=["place_en"]).sort_values("start_fiscal_year", kind="stable")
    found: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    for statements, rows in zip(dated["sources"], dated["rows"], strict=True):
        for statement in statements:
            title = titles[statement]
            named = [source for act, source in acts.items() if title.partition(" to the ")[2].startswith(act)]
            source = named[0] if named else statement
            if number := re.search(NUMBERED, titles[source]):
                found.setdefault((number[1], source), []).append(rows)
    listed = [(number, number, (source,), union(rows)) for (number, source), rows in found.items()]
    return pd.DataFrame(listed, columns=["label_en", "label_es", "sources", "rows"])


def all_set_aside(parts: pd.DataFrame) -> pd.DataFrame:
    """Add up what was set aside for countries, in one row: ``amount_usd``, first and last fiscal year, provenance.

    Args:
        parts: as ``set_aside`` gives it.
    """
    named = parts.dropna(subset=["place_en"])
    first, last = named["start_fiscal_year"].min(), named["end_fiscal_year"].max()
    whole = aggregate(named.assign(start_fiscal_year=first), ["start_fiscal_year"], "amount_usd")
    return whole.assign(end_fiscal_year=last, qualifier="at_least" if named["qualifier"].eq("at_least").any() else None)


def set_aside_by_country(parts: pd.DataFrame) -> pd.DataFrame:
    """Add up what was set aside for each country: parts of one stage, of different years and purposes.

    Args:
        parts: as ``set_aside`` gives it.

    Returns:
        One row a country: ``place_en/es``, ``amount_usd``, ``qualifier`` (``at_least`` where a part has it), ``years``
        (tuple of fiscal years), ``purpose_en/es`` (tuples of those named, missing ones as None), provenance; the
        largest amount first.
    """
    named = parts.dropna(subset=["place_en"])
    by = ["place_en", "place_es"]
    added = aggregate(named, by, "amount_usd")
    groups = named.groupby(by, sort=True)
    told = {
        "qualifier": groups["qualifier"].agg(_reserved),
        "years": groups["start_fiscal_year"].agg(lambda years: tuple(sorted({int(year) for year in years}))),
        **{
            name: groups[name].agg(lambda said: tuple(dict.fromkeys(None if pd.isna(one) else one for one in said)))
            for name in ("purpose_en", "purpose_es")
        },
    }
    frame = added.assign(**{name: column.to_numpy() for name, column in told.items()})
    return frame.sort_values("amount_usd", ascending=False, ignore_index=True)


def set_aside_by_year(parts: pd.DataFrame) -> pd.DataFrame:
    """Add up what was set aside for each country in each fiscal year.

    Args:
        parts: as ``set_aside`` gives it.

    Returns:
        One row a country and year: ``place_en/es``, ``start_fiscal_year``, ``amount_usd``, ``qualifier`` (``at_least``
        where a part has it), provenance.
    """
    named = parts.dropna(subset=["place_en"])
    by = ["place_en", "place_es", "start_fiscal_year"]
    bounds = named.groupby(by, sort=True)["qualifier"].agg(_reserved)
    return aggregate(named, by, "amount_usd").assign(qualifier=bounds.to_numpy())


def _reserved(said: pd.Series) -> str | None:
    """Give the reservation of a sum: it is at least that much where one of its parts is."""
    return "at_least" if said.eq("at_least").any() else None


def within(stated: pd.DataFrame, start_fiscal_year: int, end_fiscal_year: int) -> pd.DataFrame:
    """Keep the amounts whose fiscal years all lie in a span; amounts without stated years are left out."""
    inside = (stated["start_fiscal_year"] >= start_fiscal_year) & (stated["end_fiscal_year"] <= end_fiscal_year)
    return stated[inside.fillna(False).astype(bool)].reset_index(drop=True)


def of_the_audit(stated: pd.DataFrame) -> pd.Series:
    """Mark the amounts of ``amounts_stated`` that the GAO counts; the others are single statements."""
    return stated["audit_part"].notna()
