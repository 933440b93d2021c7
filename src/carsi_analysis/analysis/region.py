"""One rate for several countries together: their victims over their residents, never a mean of rates."""

import pandas as pd

from carsi_analysis.analysis.provenance import aggregate, union

PER = 100_000


def shared_countries(series: pd.DataFrame) -> tuple[str, ...]:
    """Choose the countries whose rates can be put together: those with a reliable value in the same late year.

    The year is the latest in which all countries, or all but one, have such a value; the one that lacks it, or whose
    value is doubtful, is left out in every year.

    Args:
        series: rates as ``analysis.threats.indicator_series`` gives them.
    """
    held = series[~series["doubtful"] & series["value"].notna()]
    counts = held.groupby("year")["country_iso3"].nunique()
    enough = counts[counts >= series["country_iso3"].nunique() - 1]
    if enough.empty:
        return ()
    return tuple(held.loc[held["year"] == enough.index.max(), "country_iso3"])


def region_rate(series: pd.DataFrame, population: pd.DataFrame, countries: tuple[str, ...]) -> pd.DataFrame:
    """Put the rates of some countries together, weighted by their residents, in years in which all have a value.

    Args:
        series: rates per 100,000 residents as ``analysis.threats.indicator_series`` gives them.
        population: the table ``population``.
        countries: as ``shared_countries`` gives them.

    Returns:
        ``year``, ``value`` (rate per 100,000), ``victims`` (count, as the rates imply), ``countries`` (how many),
        provenance; years without a value of every country are missing.
    """
    own = series[series["country_iso3"].isin(countries) & ~series["doubtful"]].dropna(subset=["value"])
    residents = population[["country_iso3", "year", "persons", "source_id", "row_id"]]
    both = own.merge(residents, on=["country_iso3", "year"], validate="1:1")
    both = both.assign(
        victims=both["value"] * both["persons"] / PER,
        sources=[union([one, (source,)]) for one, source in zip(both["sources"], both["source_id"], strict=True)],
        rows=[union([one, (row,)]) for one, row in zip(both["rows"], both["row_id"], strict=True)],
    )
    whole = both[both.groupby("year")["country_iso3"].transform("nunique") == len(countries)]
    if whole.empty:
        return pd.DataFrame(columns=["year", "value", "victims", "countries", "sources", "rows"])
    together = aggregate(whole, ["year"], "victims")
    living = whole.groupby("year")["persons"].sum().to_numpy()
    return together.assign(value=together["victims"] / living * PER, countries=len(countries))[
        ["year", "value", "victims", "countries", "sources", "rows"]
    ]


def later_rate(later: pd.DataFrame, series: pd.DataFrame, population: pd.DataFrame, rate: pd.DataFrame) -> pd.DataFrame:
    """Give the rate that a later release implies for a year after the last one, for all countries or all but one.

    Args:
        later: rates of the later release, as ``analysis.threats.indicator_series`` gives them.
        series, population: as for ``region_rate``.
        rate: what it gives for the countries.

    Returns:
        One row with the columns of ``region_rate`` and ``without_en``, ``without_es`` (tuples: the countries that lack
        the year, named), of the latest such year; no row where there is none.
    """
    countries = shared_countries(series)
    columns = [*rate.columns, "without_en", "without_es"]
    newer = later[later["country_iso3"].isin(countries) & (later["year"] > rate["year"].max()) & ~later["doubtful"]]
    counts = newer.dropna(subset=["value"]).groupby("year")["country_iso3"].nunique()
    enough = counts[counts >= len(countries) - 1]
    if rate.empty or enough.empty:
        return pd.DataFrame(columns=columns)
    held = newer[newer["year"] == enough.index.max()]
    together = region_rate(held, population, tuple(held["country_iso3"]))
    return _naming_others(together, series, set(countries) - set(held["country_iso3"]))


def _naming_others(rate: pd.DataFrame, series: pd.DataFrame, without: set[str]) -> pd.DataFrame:
    """Say beside a rate which countries it leaves out, in both languages."""
    named = series[series["country_iso3"].isin(without)].drop_duplicates("country_iso3")
    return rate.assign(
        without_en=[tuple(named["label_en"])] * len(rate), without_es=[tuple(named["label_es"])] * len(rate)
    )


BESIDE_OTHERS = ("ti_cpi", "vdem_rule_of_law", "oci_criminality", "oci_extortion", "unsentenced_share")
"""Indicators of the goals that the same files give for comparators; homicide has a chart of its own."""

SHOWN_OF_OTHERS = 2
"""Indicators that a comparator must have to stand beside the countries."""


def beside_others(
    own: pd.DataFrame, elsewhere: pd.DataFrame, indicators: pd.DataFrame, units: pd.DataFrame
) -> pd.DataFrame:
    """Set the last year that the comparators share beside the countries, indicator by indicator.

    Args:
        own: values of the countries, as ``analysis.threats.measured`` gives them.
        elsewhere: those of comparators, likewise.
        indicators, units: the tables.

    Returns:
        ``indicator_id``, ``short_label_en``, ``short_label_es``, ``unit_en``, ``unit_es``, ``direction`` and
        ``decimals`` of it, ``year``, ``place_en``, ``place_es``, ``sort_order`` of the place, ``value`` (in the unit),
        ``ours`` (whether it is one of the countries), provenance; in the order of ``BESIDE_OTHERS``. Indicators that no
        comparator has are missing.
    """
    places = {"label_en": "place_en", "label_es": "place_es"}
    both = pd.concat([own.assign(ours=True), elsewhere.assign(ours=False)]).rename(columns=places)
    both = both[both["indicator_id"].isin(BESIDE_OTHERS) & ~both["doubtful"]]
    others = both[~both["ours"]]
    shown = others.groupby("country_iso3")["indicator_id"].nunique()
    both = both[both["ours"] | both["country_iso3"].isin(shown.index[shown >= SHOWN_OF_OTHERS])]
    both = both[both.groupby(["indicator_id", "year"])["ours"].transform("any")]
    held = both[~both["ours"]].groupby(["indicator_id", "year"], as_index=False)["country_iso3"].nunique()
    most = held.groupby("indicator_id")["country_iso3"].transform("max")
    last = held[held["country_iso3"] == most].groupby("indicator_id", as_index=False)["year"].max()
    named = units[["unit_id", "label_en", "label_es"]].rename(columns={"label_en": "unit_en", "label_es": "unit_es"})
    described = indicators.merge(named, on="unit_id")[
        ["indicator_id", "short_label_en", "short_label_es", "unit_en", "unit_es", "direction", "decimals"]
    ]
    rows = both.merge(last, on=["indicator_id", "year"]).merge(described, on="indicator_id")
    order = rows["indicator_id"].map({name: place for place, name in enumerate(BESIDE_OTHERS)})
    return rows.assign(order=order).sort_values(["order", "sort_order"], ignore_index=True).drop(columns="order")


def peak_to_last(rate: pd.DataFrame) -> pd.DataFrame:
    """Compare the highest year of a rate with its last one.

    Returns:
        One row: ``first_year``, ``first_value``, ``peak_year``, ``peak_value``, ``last_year``, ``last_value``,
        ``countries``, ``share`` (what the last value is of the peak), ``change_share`` (last over peak, less one),
        provenance of the years compared; no row where there are not two years.
    """
    columns = ["first_year", "first_value", "peak_year", "peak_value", "last_year", "last_value", "countries"]
    if len(rate) < 2:
        return pd.DataFrame(columns=[*columns, "share", "change_share", "sources", "rows"])
    first, peak, last = rate.iloc[0], rate.loc[rate["value"].idxmax()], rate.iloc[-1]
    share = last["value"] / peak["value"]
    return pd.DataFrame(
        {
            "first_year": [int(first["year"])],
            "first_value": [first["value"]],
            "peak_year": [int(peak["year"])],
            "peak_value": [peak["value"]],
            "last_year": [int(last["year"])],
            "last_value": [last["value"]],
            "countries": [int(last["countries"])],
            "share": [share],
            "change_share": [share - 1],
            "sources": [union([peak["sources"], last["sources"]])],
            "rows": [union([peak["rows"], last["rows"]])],
        }
    )


def furthest_below_peak(changes: pd.DataFrame) -> pd.DataFrame:
    """Find the country whose reliable last value lies furthest below its peak.

    Args:
        changes: as ``analysis.threats.changes`` gives it.

    Returns:
        Its row with ``below_peak`` (share of the peak that is gone); no row where no value is reliable.
    """
    reliable = changes[~changes["doubtful"].astype(bool)]
    return reliable.assign(below_peak=1 - reliable["share_of_peak"].astype(float)).nlargest(1, "below_peak")


def at_record(changes: pd.DataFrame) -> pd.DataFrame:
    """Find the countries whose reliable last value is their highest.

    Args:
        changes: as ``analysis.threats.changes`` gives it.
    """
    return changes[~changes["doubtful"].astype(bool) & (changes["last_year"] == changes["peak_year"])]


def newer_counts(counts: pd.DataFrame, series: pd.DataFrame) -> pd.DataFrame:
    """Take each country's latest official count of homicides that is newer than its last rate.

    Args:
        counts: official counts as ``analysis.threats.indicator_series`` gives them; of several bodies of one year the
            main one is taken.
        series: rates, likewise.

    Returns:
        The rows of ``counts`` chosen, one a country at most.
    """
    main = counts[counts["variant"] == "main"].sort_values("year").groupby("country_iso3").tail(1)
    known_to = main["country_iso3"].map(series.groupby("country_iso3")["year"].max())
    return main[main["year"] > known_to].sort_values("country_iso3", ignore_index=True)


def gaps(series: pd.DataFrame, rate: pd.DataFrame) -> pd.DataFrame:
    """Say which countries leave years between the first and the last of a common rate without one.

    Args:
        series: as for ``region_rate``.
        rate: what it gives.

    Returns:
        One row a year and country without a reliable value: ``year``, ``country_iso3``, ``label_en``, ``label_es``.
    """
    own = series[series["country_iso3"].isin(shared_countries(series))]
    named = own.drop_duplicates("country_iso3")[["country_iso3", "label_en", "label_es"]]
    held = own[~own["doubtful"]].dropna(subset=["value"])[["year", "country_iso3"]]
    missing = (
        sorted(set(range(int(rate["year"].min()), int(rate["year"].max()))) - set(rate["year"])) if len(rate) else []
    )
    every = pd.DataFrame({"year": missing}, dtype=int).merge(named, how="cross")
    both = every.merge(held, on=["year", "country_iso3"], how="left", indicator=True)
    return both[both["_merge"] == "left_only"].drop(columns="_merge").reset_index(drop=True)


def last_and_peak(last: pd.DataFrame, later: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """Give each country its last rate, where it stands on the tile map, and the peak of its reliable rates.

    Args:
        last: as ``analysis.threats.last_of`` gives it, of reliable rates; ``doubtful`` where newer ones are not.
        later: the same of a later release, whose reliable rate stands where it is newer.
        changes: as ``analysis.threats.changes`` gives it, of the series of ``last``.

    Returns:
        The columns of ``last``, ``is_later`` (whether the rate is of the later release), ``peak_year``, ``peak_value``
        and ``at_peak`` (whether no reliable rate of the main release is higher); provenance of both rates. A country
        without a rate has neither.
    """
    newer = (later["year"] > last["year"].fillna(0)) & later["value"].notna() & ~later["doubtful"]
    latest = last.assign(is_later=newer).mask(newer, later.assign(is_later=True))
    peaks = changes[["country_iso3", "peak_year", "peak_value", "sources", "rows"]].astype({"peak_value": float})
    both = latest.merge(peaks, how="left", on="country_iso3", suffixes=("", "_of_peak"), validate="1:1")
    for column in ("sources", "rows"):
        further = [one if isinstance(one, tuple) else () for one in both.pop(f"{column}_of_peak")]
        both[column] = [union(pair) for pair in zip(both[column], further, strict=True)]
    return both.assign(at_peak=~both["doubtful"].astype(bool) & (both["value"] >= both["peak_value"]).fillna(False))
