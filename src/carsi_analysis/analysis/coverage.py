"""How much data there is: which indicator covers which country in which years."""

import pandas as pd

from carsi_analysis.analysis.provenance import union


def coverage(values: pd.DataFrame) -> pd.DataFrame:
    """Summarise the years that each indicator covers in each country.

    Args:
        values: as ``threats.measured`` gives it.

    Returns:
        One row an indicator and country that has values: ``indicator_id``, ``country_iso3``, ``label_en``,
        ``label_es``, ``first_year``, ``last_year``, ``years`` (number of years with a value), provenance.
    """
    groups = values.groupby(["indicator_id", "country_iso3", "label_en", "label_es"], sort=True)
    frame = groups["year"].agg(first_year="min", last_year="max", years="nunique").reset_index()
    for column in ("sources", "rows"):
        frame[column] = groups[column].agg(union).to_numpy()
    return frame


def coverage_by_year(values: pd.DataFrame) -> pd.DataFrame:
    """Count the countries that have a value, indicator by indicator and year by year.

    Args:
        values: as ``threats.measured`` gives it.

    Returns:
        One row an indicator and year with any value: ``indicator_id``, ``year``, ``countries``, provenance.
    """
    groups = values.groupby(["indicator_id", "year"], sort=True)
    frame = groups["country_iso3"].nunique().rename("countries").reset_index()
    for column in ("sources", "rows"):
        frame[column] = groups[column].agg(union).to_numpy()
    return frame


def threat_coverage(
    described: pd.DataFrame, threats: pd.DataFrame, indicator_threats: pd.DataFrame, covered: pd.DataFrame
) -> pd.DataFrame:
    """List the indicators that speak to each threat, with how much they cover.

    Args:
        described: as ``threats.described_indicators`` gives it.
        threats, indicator_threats: the tables of these names.
        covered: as ``coverage`` gives it.

    Returns:
        One row a threat and indicator that has values for any of the countries, lead indicators first: ``threat_id``,
        ``threat_en``, ``threat_es``, ``lead_order``, the columns of ``described``, ``countries`` (how many),
        ``first_year``, ``last_year``, ``values`` (country-years), provenance.
    """
    groups = covered.groupby("indicator_id", sort=True)
    extent = groups.agg(
        countries=("country_iso3", "nunique"),
        first_year=("first_year", "min"),
        last_year=("last_year", "max"),
        values=("years", "sum"),
    )
    for column in ("sources", "rows"):
        extent[column] = groups[column].agg(union)
    named = threats.rename(columns={"label_en": "threat_en", "label_es": "threat_es"})
    frame = indicator_threats[["indicator_id", "threat_id", "lead_order"]].merge(
        named[["threat_id", "threat_en", "threat_es", "sort_order"]], on="threat_id", validate="m:1"
    )
    frame = frame.merge(described, on="indicator_id", validate="m:1").merge(extent.reset_index(), on="indicator_id")
    frame = frame.sort_values(["sort_order", "lead_order", "family", "indicator_id"], ignore_index=True)
    return frame.drop(columns="sort_order")
