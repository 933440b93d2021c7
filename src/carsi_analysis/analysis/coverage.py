"""How much data there is: which indicator covers which country in which years.

Coverage rests on thousands of rows and well over a hundred sources. Its results therefore carry no row identifiers,
and name for each indicator the one source of most of its values.
"""

import pandas as pd

from carsi_analysis.analysis.names import PLACE
from carsi_analysis.analysis.provenance import union


def coverage(values: pd.DataFrame) -> pd.DataFrame:
    """Summarise the years that each indicator covers in each country.

    Args:
        values: as ``threats.measured`` gives it.

    Returns:
        One row an indicator and country that has values: ``indicator_id``, ``PLACE``, ``first_year``, ``last_year``,
        ``years`` (number of years with a value), ``sources`` (the main one), ``rows`` (empty).
    """
    groups = values.groupby(["indicator_id", *PLACE], sort=True)
    frame = groups["year"].agg(first_year="min", last_year="max", years="nunique").reset_index()
    return _with_main_source(frame, values)


def coverage_by_year(values: pd.DataFrame) -> pd.DataFrame:
    """Count the countries that have a value, indicator by indicator and year by year.

    Args:
        values: as ``threats.measured`` gives it.

    Returns:
        One row an indicator and year with any value: ``indicator_id``, ``year``, ``countries``, ``sources`` (the main
        one), ``rows`` (empty).
    """
    groups = values.groupby(["indicator_id", "year"], sort=True)
    frame = groups["country_iso3"].nunique().rename("countries").reset_index()
    return _with_main_source(frame, values)


def _with_main_source(frame: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    """Name for each indicator the source of most of its values, the first by name among equals."""
    counts = values.assign(source=[sources[0] for sources in values["sources"]]).groupby("indicator_id")["source"]
    main = counts.agg(lambda sources: sources.value_counts().sort_index().idxmax())
    return frame.assign(sources=[(main[i],) for i in frame["indicator_id"]], rows=[()] * len(frame))


def extent(described: pd.DataFrame, covered: pd.DataFrame) -> pd.DataFrame:
    """Add to the description of each indicator how much it covers.

    Args:
        described: as ``threats.described_indicators`` gives it.
        covered: as ``coverage`` gives it.

    Returns:
        The columns of ``described`` for the indicators that have values, ``countries`` (how many), ``of_countries``
        (how many have any value at all), ``first_year``, ``last_year``, ``values`` (country-years), ``sources`` (the
        main one), ``rows`` (empty).
    """
    groups = covered.groupby("indicator_id", sort=True)
    frame = groups.agg(
        countries=("country_iso3", "nunique"),
        first_year=("first_year", "min"),
        last_year=("last_year", "max"),
        values=("years", "sum"),
    )
    for column in ("sources", "rows"):
        frame[column] = groups[column].agg(union)
    frame["of_countries"] = covered["country_iso3"].nunique()
    return described.merge(frame.reset_index(), on="indicator_id", validate="1:1")


def threat_coverage(
    threats: pd.DataFrame, indicator_threats: pd.DataFrame, extents: pd.DataFrame, threat_id: str | None = None
) -> pd.DataFrame:
    """List the indicators that speak to each threat, with how much they cover.

    Args:
        threats, indicator_threats: the tables of these names.
        extents: as ``extent`` gives it.
        threat_id: one threat, or all in the order of the editorial.

    Returns:
        One row a threat and indicator that has values, lead indicators first: ``threat_id``, ``threat_en/es``,
        ``lead_order``, then the columns of ``extents``.
    """
    named = threats.rename(columns={"label_en": "threat_en", "label_es": "threat_es"})
    named = named[["threat_id", "threat_en", "threat_es", "sort_order"]]
    frame = indicator_threats[["indicator_id", "threat_id", "lead_order"]].merge(named, on="threat_id", validate="m:1")
    frame = frame.merge(extents, on="indicator_id", validate="m:1")
    if threat_id is not None:
        frame = frame[frame["threat_id"] == threat_id]
    order = ["sort_order", "lead_order", "family", "indicator_id"]
    return frame.sort_values(order, ignore_index=True).drop(columns="sort_order")
