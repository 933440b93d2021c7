"""Plain comparisons of series: difference of means, log change, difference between groups, rank correlation.

None of them shows a cause. A difference between two spans of years mixes everything that changed between them; a
difference of differences assumes that the groups would have moved alike without the treatment; a rank correlation of
seven countries is compatible with very different true values, which its interval shows.
"""

from math import atanh, sqrt, tanh
from statistics import NormalDist

import numpy as np
import pandas as pd

from carsi_analysis.analysis.names import PLACE
from carsi_analysis.analysis.provenance import union

CONFIDENCE = 0.95
"""Coverage of intervals of correlations."""

FEWEST_FOR_AN_INTERVAL = 4
"""With three pairs the standard error of Fisher's transformation does not exist."""

NORMAL_95 = 1.96
"""Standard errors on either side of an estimate that hold 95 percent of a normal distribution."""


def spans_around(series: pd.DataFrame, year: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Divide the years of a series at a year: first and last year before it, first and last year from it on.

    Raises:
        ValueError: the series holds no value on one of the sides.
    """
    years = series["year"]
    before, after = years[years < year], years[years >= year]
    if before.empty or after.empty:
        raise ValueError(f"the series has no values on both sides of {year}")
    return (int(before.min()), int(before.max())), (int(after.min()), int(after.max()))


def difference_of_means(series: pd.DataFrame, before: tuple[int, int], after: tuple[int, int]) -> pd.DataFrame:
    """Compare the mean of two spans of years in each country.

    The years are all there are and not a sample, so no interval is given. It cannot show why the level changed, and
    it hides what happened inside each span.

    Args:
        series: one indicator, as ``threats.indicator_series`` gives it; one value a country and year.
        before, after: first and last year of each span, both included.

    Returns:
        One row a country with values in both spans: ``indicator_id``, ``PLACE``, ``before`` and ``after`` (means, in
        the unit), ``years_before``, ``years_after`` (values behind each mean), ``difference`` (after less before),
        ``log_change`` (natural logarithm of after by before; missing unless both are above zero), ``doubtful``,
        provenance of all values used.

    Raises:
        ValueError: the spans overlap, or the series changes its method between them.
    """
    if before[1] >= after[0]:
        raise ValueError(f"the spans {before[0]}–{before[1]} and {after[0]}–{after[1]} overlap")
    rows = []
    for _, country in series.groupby("country_iso3", sort=True):
        one, other = (country[country["year"].between(*span)] for span in (before, after))
        if one.empty or other.empty:
            continue
        used = pd.concat([one, other])
        if used["stretch"].nunique() > 1:
            raise ValueError(f"{used['indicator_id'].iloc[0]} changes its method between the two spans")
        means = float(one["value"].mean()), float(other["value"].mean())
        rows.append(
            {
                **{name: used[name].iloc[0] for name in ("indicator_id", *PLACE)},
                "before": means[0],
                "after": means[1],
                "years_before": len(one),
                "years_after": len(other),
                "difference": means[1] - means[0],
                "log_change": log_change(*means),
                "doubtful": bool(used["doubtful"].any()),
                "sources": union(used["sources"]),
                "rows": union(used["rows"]),
            }
        )
    return pd.DataFrame(rows)


def directions(means: pd.DataFrame) -> pd.DataFrame:
    """Count in how many countries a mean rose and in how many it fell.

    Args:
        means: as ``difference_of_means`` gives it.

    Returns:
        One row: ``countries``, ``rose``, ``fell``, provenance.
    """
    return pd.DataFrame(
        {
            "countries": [len(means)],
            "rose": [int((means["difference"] > 0).sum())],
            "fell": [int((means["difference"] < 0).sum())],
            "sources": [union(means["sources"])],
            "rows": [union(means["rows"])],
        }
    )


def log_change(first: float, last: float) -> float:
    """Give the natural logarithm of last by first, which treats a fall and the rise that undoes it alike.

    Returns:
        0.69 for a doubling, -0.69 for a halving; not a number unless both are above zero.
    """
    return float(np.log(last / first)) if first > 0 and last > 0 else float("nan")


def difference_between_groups(means: pd.DataFrame, group: tuple[str, ...], others: tuple[str, ...]) -> pd.DataFrame:
    """Compare the change of one group of countries with that of another: the difference of differences.

    Each country counts once, whatever its size. It is an effect only if both groups would have moved alike without
    the treatment, and if the others were not treated; neither can be seen in the data.

    Args:
        means: as ``difference_of_means`` gives it.
        group, others: the countries of each group.

    Returns:
        One row: ``group_change``, ``others_change`` (mean of ``difference``, in the unit), ``difference`` (of the two),
        ``group_size``, ``others_size``, provenance.

    Raises:
        ValueError: a country has no row in ``means``.
    """
    known = means.set_index("country_iso3")
    lost = sorted({*group, *others} - set(known.index))
    if lost:
        raise ValueError(f"no difference of means for {', '.join(lost)}")
    one, other = known.loc[list(group)], known.loc[list(others)]
    changed = float(one["difference"].mean()), float(other["difference"].mean())
    return pd.DataFrame(
        {
            "indicator_id": [known["indicator_id"].iloc[0]],
            "group_change": [changed[0]],
            "others_change": [changed[1]],
            "difference": [changed[0] - changed[1]],
            "group_size": [len(one)],
            "others_size": [len(other)],
            "sources": [union([*one["sources"], *other["sources"]])],
            "rows": [union([*one["rows"], *other["rows"]])],
        }
    )


def rank_correlation(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Correlate the ranks of countries in two measures: Spearman's rho.

    Rho is Pearson's correlation of the ranks, and the interval is by Fisher's transformation. Of ranks it is a little
    too narrow (Bonett and Wright 2000: by the factor √(1 + rho² / 2)). A correlation over countries says nothing of
    change over time, and nothing of cause.

    Args:
        first, second: ``country_iso3``, ``value`` and provenance, one row a country; only countries in both count.

    Returns:
        One row: ``rho``, ``low``, ``high`` (missing below four pairs, and at a rho of exactly one either way),
        ``pairs``, provenance.

    Raises:
        ValueError: fewer than three countries have both values, or one measure is the same in all of them.
    """
    both = first.merge(second, on="country_iso3", suffixes=("_first", "_second"), validate="1:1")
    ranks = both[["value_first", "value_second"]].dropna().rank()
    pairs = len(ranks)
    if pairs < 3 or (ranks.nunique() == 1).any():
        raise ValueError(f"a rank correlation needs three countries whose values differ, but {pairs} have both")
    rho = round(float(ranks["value_first"].corr(ranks["value_second"])), 12)  # the last digits can hide a one
    low = high = float("nan")
    if pairs >= FEWEST_FOR_AN_INTERVAL and abs(rho) < 1:
        reach = NormalDist().inv_cdf((1 + CONFIDENCE) / 2) / sqrt(pairs - 3)
        low, high = tanh(atanh(rho) - reach), tanh(atanh(rho) + reach)
    return pd.DataFrame(
        {
            "rho": [rho],
            "low": [low],
            "high": [high],
            "pairs": [pairs],
            "sources": [union([*both["sources_first"], *both["sources_second"]])],
            "rows": [union([*both["rows_first"], *both["rows_second"]])],
        }
    )


def money_and_change(per_head: pd.DataFrame, means: pd.DataFrame) -> pd.DataFrame:
    """Correlate the ranks of countries in dollars a resident and in the log change of an indicator.

    Args:
        per_head: as ``obligations.by_country`` gives it; rows without residents, such as the regional line, are left
            out.
        means: as ``difference_of_means`` gives it.

    Returns:
        As ``rank_correlation`` gives it.
    """
    money = per_head[per_head["per_head_usd"].notna()].rename(columns={"per_head_usd": "value"})
    change = means[means["log_change"].notna()].rename(columns={"log_change": "value"})
    columns = ["country_iso3", "value", "sources", "rows"]
    return rank_correlation(money[columns], change[columns])
