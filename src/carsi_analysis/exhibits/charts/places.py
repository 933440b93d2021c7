"""What charts of countries share: names and heads of panels, years against countries, and the ends of a series."""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from carsi_analysis.exhibits.locale import ExhibitWords, Locale
from carsi_analysis.exhibits.marks import Head


def names_of(rows: pd.DataFrame, locale: Locale) -> pd.Series:
    """Name the countries of a result, by ``country_iso3``."""
    return rows.drop_duplicates("country_iso3").set_index("country_iso3")[locale.named("label")]


def heads_of(rows: pd.DataFrame, order: Sequence[str], locale: Locale) -> list[Head]:
    """Make the heads of panels, one a country in the order given, in the country's colour."""
    places = rows.drop_duplicates("country_iso3").set_index("country_iso3")
    return [Head(iso, places.loc[iso, locale.named("label")], places.loc[iso, "colour"]) for iso in order]


def across(
    parts: Mapping[str, pd.DataFrame], order: Sequence[str], named: str | None = None, value: str = "value"
) -> pd.DataFrame:
    """Put years down and countries across.

    Args:
        parts: results with one value a country and year, by the name of each; their rows stay apart.
        order: the countries from left to right.
        named: the column that holds the name of a part, where there are several.
        value: the column to show.

    Returns:
        ``year``, ``named``, and one column a country, called by its ``country_iso3``.
    """
    wide = [
        part.pivot(index="year", columns="country_iso3", values=value)
        .reindex(columns=order)
        .reset_index()
        .assign(**({named: name} if named else {}))
        for name, part in parts.items()
    ]
    return pd.concat(wide, ignore_index=True)


def ends_of(series: pd.DataFrame) -> pd.DataFrame:
    """Find each country's first and last value that may be compared: reliable, and after the last change of method.

    Unreliable values count only where a country has no others.

    Args:
        series: one indicator, as ``analysis.threats.indicator_series`` gives it.

    Returns:
        ``first``, ``last`` (in the indicator's unit), ``first_year``, ``last_year``, by ``country_iso3``.
    """
    none = series.groupby("country_iso3")["doubtful"].transform("all")
    own = series[~series["doubtful"] | none]
    own = own[own["stretch"] == own.groupby("country_iso3")["stretch"].transform("max")]
    return (
        own.sort_values("year", kind="stable")
        .groupby("country_iso3")
        .agg(first=("value", "first"), last=("value", "last"), first_year=("year", "first"), last_year=("year", "last"))
    )


def course(name: str, ends: pd.Series, write: Callable[[float], str], say: ExhibitWords) -> str:
    """Tell a country's way from its first to its last value, of a row that ``ends_of`` gives."""
    return say(
        "row",
        name=name,
        first=write(float(ends["first"])),
        last=write(float(ends["last"])),
        begin=int(ends["first_year"]),
        end=int(ends["last_year"]),
    )


def is_disputed(series: pd.DataFrame, spans: pd.DataFrame | None) -> "pd.Series[bool]":
    """Say of each value whether it lies in a span of its country that is disputed."""
    years = set() if spans is None else {
        (span.country_iso3, year) for span in spans.itertuples() for year in range(span.start_year, span.end_year + 1)
    }  # fmt: skip
    places = zip(series["country_iso3"], series["year"], strict=True)
    return pd.Series([(iso, int(year)) in years for iso, year in places], index=series.index, dtype=bool)
