"""Indicator series by country, and how far each country moved. A series is never joined to another one."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from carsi_analysis.analysis.names import IN_DATA, PLACE
from carsi_analysis.analysis.provenance import union, with_provenance

CLEAR_FACTOR = 2.0
"""How many times one count of a year must be another to be worth a sentence."""

HOMICIDE_RATE = "hom_rate_unodc"
HOMICIDE_RATE_LATER = "hom_rate_unodc_2026"
HOMICIDE_COUNT = "hom_count_official"
WORLD = "WLD"
TIER = "tip_tier"
"""The indicator whose values stand in a table of their own, ``tip_tiers``."""


def described_indicators(indicators: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Give every indicator the labels of its unit, ``unit_en/es``, ``unit_short_en/es``, and what the unit is like.

    Returns:
        The columns of ``indicators``, these labels, ``expert_score`` and ``scale_width``.
    """
    labels = {"label_en": "unit_en", "label_es": "unit_es", "short_en": "unit_short_en", "short_es": "unit_short_es"}
    described = units.rename(columns=labels)[["unit_id", *labels.values(), "expert_score", "scale_width"]]
    return indicators.merge(described, on="unit_id", validate="m:1")


def with_tiers(observations: pd.DataFrame, tip_tiers: pd.DataFrame) -> pd.DataFrame:
    """Add the trafficking tiers to the observations as one more indicator, ``tip_tier``.

    Tiers keep their own ``status`` (``stated``, ``implied``, ``by_exclusion``) and their row identifiers.
    """
    tiers = tip_tiers.rename(columns={"tier": "value"}).assign(indicator_id=TIER, variant="main")
    return pd.concat([observations, tiers[[column for column in observations.columns if column in tiers.columns]]])


def judged(observations: pd.DataFrame, indicators: pd.DataFrame, doubtful_spans: pd.DataFrame) -> pd.DataFrame:
    """Say of every observation whether it may be joined with others and relied on.

    Args:
        observations: the table, or what ``with_tiers`` gives.
        indicators: the table, for the year of a change of method.
        doubtful_spans: the table.

    Returns:
        The columns of ``observations`` with ``stretch`` (counts the changes of method; values of two stretches are
        never joined) and ``doubtful`` (kept by the data although unreliable).
    """
    breaks = observations["indicator_id"].map(indicators.set_index("indicator_id")["break_from"]).astype("Int64")
    spans = doubtful_spans.set_index(["indicator_id", "country_iso3"])["reliable_to"]
    series = pd.MultiIndex.from_frame(observations[["indicator_id", "country_iso3"]])
    unreliable = observations["year"].to_numpy() > spans.reindex(series).to_numpy()
    return observations.assign(
        stretch=(observations["year"] >= breaks).fillna(False).astype(int),
        doubtful=(observations["status"] == "suspect") | unreliable,
    )


def measured(
    observations: pd.DataFrame, countries: pd.DataFrame, kinds: tuple[str, ...] = ("country",)
) -> pd.DataFrame:
    """Name the countries of the observations that have a value.

    Args:
        observations: as ``judged`` gives it.
        countries: the table.
        kinds: kinds of places to keep; by default the countries.

    Returns:
        ``indicator_id``, ``PLACE``, ``year``, ``variant``, ``period_start_year``, ``value`` (in the indicator's unit),
        ``qualifier``, ``status``, ``stretch`` (counts the changes of method; values of two stretches are never joined),
        ``doubtful`` (kept by the data although unreliable), ``note``, ``note_es``, provenance; sorted by indicator,
        country, year and variant. Suppressed values are absent, not zero.
    """
    places = countries.loc[countries["kind"].isin(kinds), [*PLACE]]
    known = observations[observations["value"].notna()]
    frame = with_provenance(known).merge(places, on="country_iso3", validate="m:1")
    order = ["indicator_id", "country_iso3", "year", "variant"]
    columns = [
        "indicator_id",
        *PLACE,
        "year",
        "variant",
        "period_start_year",
        "value",
        "qualifier",
        "status",
        "stretch",
        "doubtful",
        "note",
        "note_es",
        "sources",
        "rows",
    ]
    return frame[columns].sort_values(order, ignore_index=True)


def indicator_series(
    observations: pd.DataFrame,
    countries: pd.DataFrame,
    indicator_id: str,
    start_year: int,
    end_year: int,
) -> pd.DataFrame:
    """Take one indicator of the countries over a span of years.

    Args:
        observations: as ``judged`` gives it.
        countries: the table.
        indicator_id: the indicator.
        start_year, end_year: years to keep.

    Returns:
        As ``measured`` gives it, sorted by country and year. Missing and suppressed values are absent, not zero.
    """
    picked = observations[
        (observations["indicator_id"] == indicator_id) & observations["year"].between(start_year, end_year)
    ]
    return measured(picked, countries)


def estimates(
    observations: pd.DataFrame,
    countries: pd.DataFrame,
    sources: pd.DataFrame,
    bodies: pd.DataFrame,
    indicator_id: str,
    start_year: int,
    end_year: int,
) -> pd.DataFrame:
    """Take the isolated values of one indicator, each with the body that stands behind it.

    Args:
        observations: as ``judged`` gives it.
        countries, sources, bodies: the tables of these names.
        indicator_id: the indicator.
        start_year, end_year: years to keep.

    Returns:
        As ``measured`` gives it, and ``body_en/es``: who made the estimate where the data name it, else the short label
        of the source.
    """
    frame = indicator_series(observations, countries, indicator_id, start_year, end_year)
    printed, named = sources.set_index("source_id"), bodies.set_index("variant")
    for language in IN_DATA:
        own = frame["variant"].map(named[f"label_{language}"])
        frame[f"body_{language}"] = own.fillna(
            frame["sources"].map(lambda cited: cited[0]).map(printed[f"short_label_{language}"])
        )
    return frame


def two_years(series: pd.DataFrame, first_year: int, last_year: int) -> pd.DataFrame:
    """Compare two years of one series, country by country.

    Args:
        series: one indicator, as ``indicator_series`` gives it.
        first_year, last_year: the years; countries without both are left out, and so are pairs across a change of
            method.

    Returns:
        One row a country: ``indicator_id``, ``PLACE``, ``first_year``, ``first_value``, ``last_year``, ``last_value``,
        ``change``, ``doubtful``, provenance of both values.
    """
    one, other = (series[series["year"] == year] for year in (first_year, last_year))
    keys = ["indicator_id", *PLACE, "stretch"]
    pairs = one.merge(other, on=keys, suffixes=("_first", "_last"), validate="1:1")
    columns = ["indicator_id", *PLACE]
    return pairs[columns].assign(
        first_year=first_year,
        first_value=pairs["value_first"],
        last_year=last_year,
        last_value=pairs["value_last"],
        change=pairs["value_last"] - pairs["value_first"],
        doubtful=pairs["doubtful_first"] | pairs["doubtful_last"],
        sources=[union(both) for both in zip(pairs["sources_first"], pairs["sources_last"], strict=True)],
        rows=[union(both) for both in zip(pairs["rows_first"], pairs["rows_last"], strict=True)],
    )


def changes(series: pd.DataFrame, base_year: int) -> pd.DataFrame:
    """Compare each country's base year, peak and latest year.

    Args:
        series: one indicator, as ``indicator_series`` gives it; one value a country and year.
        base_year: the year to compare with; a country without it is compared from its first later year.

    Returns:
        One row a country: ``indicator_id``, ``PLACE``, ``first_year``, ``first_value``, ``peak_year``, ``peak_value``
        (of the whole series), ``last_year``, ``last_value``, ``change`` (last less first, in the unit),
        ``share_of_peak`` (last by peak), ``doubtful`` (the last value is kept although unreliable), provenance of these
        values.
    """
    rows = []
    for _, country in series.groupby("country_iso3", sort=True):
        since = country[country["year"] >= base_year]
        if len(since) < 2:
            continue
        first, last = since.iloc[0], since.iloc[-1]
        peak = country.loc[country["value"].idxmax()]
        rows.append(
            {
                **{name: first[name] for name in ("indicator_id", *PLACE)},
                "first_year": first["year"],
                "first_value": first["value"],
                "peak_year": peak["year"],
                "peak_value": peak["value"],
                "last_year": last["year"],
                "last_value": last["value"],
                "change": last["value"] - first["value"],
                "share_of_peak": last["value"] / peak["value"],
                "doubtful": bool(last["doubtful"]),
                "sources": union(one["sources"] for one in (first, peak, last)),
                "rows": union(one["rows"] for one in (first, peak, last)),
            }
        )
    return pd.DataFrame(rows, columns=CHANGES).astype({"change": "float64"})


CHANGES = [
    *("indicator_id", *PLACE),
    *("first_year", "first_value", "peak_year", "peak_value", "last_year", "last_value", "change", "share_of_peak"),
    *("doubtful", "sources", "rows"),
]


def editions(
    observations: pd.DataFrame,
    countries: pd.DataFrame,
    indicators: pd.DataFrame,
    start_year: int,
    end_year: int,
    indicator_ids: Sequence[str] = (),
) -> pd.DataFrame:
    """Set several editions of one measure side by side.

    Args:
        observations: as ``judged`` gives it.
        countries, indicators: the tables of these names.
        start_year, end_year: years to keep.
        indicator_ids: the editions, the one used elsewhere first; by default those of the homicide rate.

    Returns:
        As ``measured`` gives it, and ``edition_en/es`` (short label of the indicator), ``role``, in the order of the
        editions.
    """
    if not indicator_ids:
        placed = indicators[indicators["edition_order"].notna()].sort_values("edition_order")
        indicator_ids = placed["indicator_id"].tolist()
    picked = observations[
        observations["indicator_id"].isin(indicator_ids) & observations["year"].between(start_year, end_year)
    ]
    labels = indicators.rename(columns={"short_label_en": "edition_en", "short_label_es": "edition_es"})
    frame = measured(picked, countries).merge(
        labels[["indicator_id", "edition_en", "edition_es", "role"]], on="indicator_id", validate="m:1"
    )
    place = {indicator_id: position for position, indicator_id in enumerate(indicator_ids)}
    return frame.sort_values("indicator_id", key=lambda column: column.map(place), kind="stable", ignore_index=True)


def disagreements(sides: pd.DataFrame) -> pd.DataFrame:
    """Find for each country the year in which the editions lie furthest apart.

    Args:
        sides: as ``editions`` gives it.

    Returns:
        One row a country whose editions share a year, the widest first: ``PLACE``, ``year``, ``low``, ``low_en/es``,
        ``high``, ``high_en/es`` (value and edition at each end), ``ratio`` (high by low), ``indicator_id`` (of the low
        value), provenance of the two values. Without a shared year no rows.
    """
    rows = []
    for (_, year), values in sides.groupby(["country_iso3", "year"], sort=True):
        if len(values) < 2 or values["value"].min() <= 0:
            continue
        low, high = values.loc[values["value"].idxmin()], values.loc[values["value"].idxmax()]
        rows.append(
            {
                **{name: low[name] for name in ("indicator_id", *PLACE)},
                "year": int(year),
                **{
                    f"{side}{end}": row[f"edition{end}"]
                    for side, row in (("low", low), ("high", high))
                    for end in ("_en", "_es")
                },
                "low": low["value"],
                "high": high["value"],
                "ratio": high["value"] / low["value"],
                "sources": union([low["sources"], high["sources"]]),
                "rows": union([low["rows"], high["rows"]]),
            }
        )
    if not rows:
        return pd.DataFrame(columns=["country_iso3", "year", "low", "high", "ratio", "sources", "rows"])
    frame = pd.DataFrame(rows)
    widest = frame.loc[frame.groupby("country_iso3")["ratio"].idxmax()]
    return widest.sort_values("ratio", ascending=False, ignore_index=True)


def leader(series: pd.DataFrame) -> pd.DataFrame:
    """Find the country with the largest part of a count in the last year of a series.

    The total is that of the countries with a value, which need not be all seven.

    Args:
        series: one indicator that may be added up over countries, as ``indicator_series`` gives it.

    Returns:
        One row, or none where the series is empty or the last year adds up to nothing: ``indicator_id``, ``PLACE``,
        ``year``, ``value`` (its own), ``total``, ``countries`` (how many have a value), ``share`` (of the total,
        between 0 and 1), provenance of all values of the year.
    """
    own = series[series["year"] == series["year"].max()]
    total = float(own["value"].sum())
    if total <= 0:
        return pd.DataFrame(columns=["indicator_id", "share", "sources", "rows"])
    first = own.nlargest(1, "value")[["indicator_id", *PLACE, "year", "value"]]
    return first.reset_index(drop=True).assign(
        total=total,
        countries=len(own),
        share=first["value"].to_numpy() / total,
        sources=[union(own["sources"])],
        rows=[union(own["rows"])],
    )


def counted_otherwise(series: pd.DataFrame, other: pd.DataFrame, year: int) -> pd.DataFrame:
    """Find the country of which two bodies give the most different counts for a year.

    Args:
        series: counts as ``indicator_series`` gives them.
        other: the same of another body, in the same unit.
        year: the year.

    Returns:
        In one row at most, of a country whose counts differ by ``CLEAR_FACTOR`` at least: ``label_en/es``, ``year``,
        ``value`` and ``other``, provenance of both.
    """
    own, theirs = (part[part["year"].eq(year) & part["value"].gt(0)] for part in (series, other))
    both = own.merge(theirs[["country_iso3", "value", "sources", "rows"]], on="country_iso3", suffixes=("", "_other"))
    both = both.rename(columns={"value_other": "other"}).assign(
        sources=lambda frame: [union([a, b]) for a, b in zip(frame["sources"], frame["sources_other"], strict=True)],
        rows=lambda frame: [union([a, b]) for a, b in zip(frame["rows"], frame["rows_other"], strict=True)],
        factor=lambda frame: np.maximum(frame["other"] / frame["value"], frame["value"] / frame["other"]),
    )
    apart = both[both["factor"] >= CLEAR_FACTOR].sort_values("factor", ascending=False)
    return apart[["label_en", "label_es", "year", "value", "other", "sources", "rows"]].head(1)


def last_change(series: pd.DataFrame) -> pd.DataFrame:
    """Say how a count of all countries together moved in the last year, and how much of it outside the largest one.

    Args:
        series: one indicator that may be added up over countries, as ``indicator_series`` gives it.

    Returns:
        One row, or none where the year before is missing, has other countries or adds up to the same:
        ``indicator_id``, ``PLACE`` (the country with the largest part of the last year), ``year``, ``total``, ``share``
        (its part), ``previous_year``, ``previous`` (the total then), ``change``, ``outside`` (part of the change that
        lies outside that country; below 0 or above 1 where it moved the other way), provenance of both years.
    """
    last = series["year"].max()
    own, before = series[series["year"] == last], series[series["year"] == last - 1]
    change = float(own["value"].sum() - before["value"].sum())
    if set(own["country_iso3"]) != set(before["country_iso3"]) or not change or leader(own).empty:
        return pd.DataFrame(
            columns=["indicator_id", "year", "total", "previous_year", "change", "outside", "sources", "rows"]
        )
    first = leader(own)
    here = before.loc[before["country_iso3"] == first["country_iso3"].iloc[0], "value"].sum()
    both = pd.concat([before, own])
    return first.assign(
        previous_year=last - 1,
        previous=float(before["value"].sum()),
        change=change,
        outside=1 - (first["value"] - here) / change,
        sources=[union(both["sources"])],
        rows=[union(both["rows"])],
    ).drop(columns=["value", "countries"])


def last_of(series: pd.DataFrame, countries: pd.DataFrame) -> pd.DataFrame:
    """Take each country's last value of one series, and keep a place for the countries without any.

    Args:
        series: one indicator with one value a country and year, as ``indicator_series`` gives it.
        countries: the table.

    Returns:
        One row for each of the seven countries: ``indicator_id``, ``PLACE``, ``year``, ``value``, ``doubtful``,
        provenance; a country without a value has neither value nor provenance.
    """
    every = countries.loc[countries["kind"] == "country", [*PLACE, "tile_column", "tile_row"]]
    columns = ["indicator_id", "country_iso3", "year", "value", "doubtful", "sources", "rows"]
    last = series.sort_values("year").groupby("country_iso3").tail(1)[columns]
    frame = every.merge(last, on="country_iso3", how="left").astype({"year": "Int64"})
    frame["doubtful"] = frame["doubtful"].eq(True)
    for column in ("sources", "rows"):
        frame[column] = [value if isinstance(value, tuple) else () for value in frame[column]]
    return frame.sort_values("country_iso3", ignore_index=True)
