"""Indicator series by country, and how far each country moved. A series is never joined to another one."""

import pandas as pd

from carsi_analysis.analysis.provenance import union, with_provenance

HOMICIDE_RATE = "hom_rate_unodc"
HOMICIDE_RATE_LATER = "hom_rate_unodc_2026"


def indicator_series(
    observations: pd.DataFrame,
    countries: pd.DataFrame,
    indicator_id: str,
    start_year: int,
    end_year: int,
) -> pd.DataFrame:
    """Take one indicator of the seven countries over a span of years.

    Args:
        observations, countries: the tables of these names.
        indicator_id: the indicator.
        start_year, end_year: years to keep.

    Returns:
        ``indicator_id``, ``country_iso3``, ``label_en``, ``label_es``, ``year``, ``value`` (in the indicator's unit),
        ``status``, provenance; sorted by country and year. Missing and suppressed values are absent, not zero.
    """
    seven = countries.loc[countries["kind"] == "country", ["country_iso3", "label_en", "label_es"]]
    picked = observations[
        (observations["indicator_id"] == indicator_id)
        & observations["country_iso3"].isin(seven["country_iso3"])
        & observations["year"].between(start_year, end_year)
        & observations["value"].notna()
    ]
    frame = with_provenance(picked).merge(seven, on="country_iso3", validate="m:1")
    columns = [
        "indicator_id",
        "country_iso3",
        "label_en",
        "label_es",
        "year",
        "value",
        "status",
        "sources",
        "rows",
    ]
    return frame[columns].sort_values(["country_iso3", "year"], ignore_index=True)


def changes(series: pd.DataFrame, base_year: int) -> pd.DataFrame:
    """Compare each country's base year, peak and latest year.

    Args:
        series: one indicator, as ``indicator_series`` gives it; one value a country and year.
        base_year: the year to compare with; a country without it is compared from its first later year.

    Returns:
        One row a country: ``indicator_id``, ``country_iso3``, ``label_en``, ``label_es``, ``first_year``,
        ``first_value``, ``peak_year``, ``peak_value`` (of the whole series), ``last_year``, ``last_value``,
        ``change`` (last less first, in the unit), ``share_of_peak`` (last by peak), provenance of these values.
    """
    rows = []
    for _, country in series.groupby("country_iso3", sort=True):
        since = country[country["year"] >= base_year]
        if since.empty:
            continue
        first, last = since.iloc[0], since.iloc[-1]
        peak = country.loc[country["value"].idxmax()]
        rows.append(
            {
                **{name: first[name] for name in ("indicator_id", "country_iso3", "label_en", "label_es")},
                "first_year": first["year"],
                "first_value": first["value"],
                "peak_year": peak["year"],
                "peak_value": peak["value"],
                "last_year": last["year"],
                "last_value": last["value"],
                "change": last["value"] - first["value"],
                "share_of_peak": last["value"] / peak["value"],
                "sources": union(one["sources"] for one in (first, peak, last)),
                "rows": union(one["rows"] for one in (first, peak, last)),
            }
        )
    return pd.DataFrame(rows)
