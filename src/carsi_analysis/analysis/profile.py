"""What stands out about one country: homicide beside the region, its place among the seven, its disputed values."""

import pandas as pd

from carsi_analysis.analysis.country_money import of_the_audit
from carsi_analysis.analysis.names import IN_DATA, PLACE
from carsi_analysis.analysis.provenance import union, with_provenance
from carsi_analysis.analysis.standing import FEWEST_COMPARED
from carsi_analysis.analysis.threats import HOMICIDE_RATE, disagreements, editions

RECENT = 3
"""Years before the last homicide rate from which a value still stands out."""

FEWEST_OTHERS = 4
"""With fewer other countries a median is no picture of the region."""

CLEAR_GAP = 1.25
"""Higher by lower value from which editions of one measure are worth a sentence."""


SCORES_OF_LAW = {"vdem_rule_of_law": 1.0, "wgi_rule_of_law": 5.0}
"""Two scores of the rule of law by different bodies, each with the width of its scale."""

CLEAR_MOVE, RECENT_YEARS = 0.04, 5
"""Part of its scale by which a score has to move, and over how many years, to say that it moved."""


def scores_apart(series: pd.DataFrame, country_iso3: str) -> pd.DataFrame:
    """Find where two bodies say the opposite of one country's rule of law over the last years that both scored.

    Args:
        series: ``SCORES_OF_LAW`` as ``threats.indicator_series`` gives them.
        country_iso3: the country.

    Returns:
        ``label_en/es`` (the country's), ``indicator_id``, ``first_year/value``, ``last_year/value``
        (in the unit of each) and provenance, in the order of ``SCORES_OF_LAW``; no row where the two do not clearly
        move apart.
    """
    own = series[(series["country_iso3"] == country_iso3) & ~series["doubtful"]].dropna(subset=["value"])
    by_score = {name: own[own["indicator_id"] == name].set_index("year") for name in SCORES_OF_LAW}
    shared = sorted(set.intersection(*(set(scores.index) for scores in by_score.values())))
    columns = ["label_en", "label_es", "indicator_id", "first_year", "first_value", "last_year", "last_value"]
    columns += ["sources", "rows"]
    if not shared or shared[-1] - RECENT_YEARS not in shared:
        return pd.DataFrame(columns=columns)
    first, last = shared[-1] - RECENT_YEARS, shared[-1]
    rows = []
    for name, scores in by_score.items():
        ends = scores.loc[[first, last]]
        values = [float(value) for value in ends["value"]]
        labels = ends[["label_en", "label_es"]].iloc[0].tolist()
        rows.append([*labels, name, first, values[0], last, values[1], union(ends["sources"]), union(ends["rows"])])
    found = pd.DataFrame(rows, columns=columns)
    moves = (found["last_value"] - found["first_value"]) / found["indicator_id"].map(SCORES_OF_LAW)
    apart = moves.min() <= -CLEAR_MOVE and moves.max() >= CLEAR_MOVE
    return found if apart else found.head(0)


def beside_region(series: pd.DataFrame, country_iso3: str, base_year: int) -> pd.DataFrame:
    """Set the change of a country beside that of the median of the others over the same years.

    The median counts each country once, whatever its size, and only countries with a reliable value in both years.

    Args:
        series: one indicator, as ``threats.indicator_series`` gives it; one value a country and year.
        country_iso3: the country.
        base_year: first year to compare with; a country without it is compared from its first later year.

    Returns:
        One row, or none without a reliable value since the base year: ``indicator_id``, ``PLACE``, ``latest_year``,
        ``latest_value``; and, missing where fewer than four others have the same years, ``first_year``,
        ``first_value``, ``last_year`` (the latest with enough others), ``last_value``, ``others`` (how many),
        ``others_first``, ``others_last`` (medians); provenance of the values used.
    """
    reliable = series[~series["doubtful"] & (series["year"] >= base_year)].sort_values("year")
    own = reliable[reliable["country_iso3"] == country_iso3]
    if own.empty:
        return own
    latest, first = own.iloc[-1], own.iloc[0]
    row = {name: latest[name] for name in ("indicator_id", *PLACE)}
    row |= {"latest_year": int(latest["year"]), "latest_value": latest["value"]}
    row |= dict.fromkeys(("first_year", "first_value", "last_year", "last_value", "others_first", "others_last"))
    used = own.iloc[[-1]]
    by_year = {int(year): values.set_index("country_iso3") for year, values in reliable.groupby("year")}
    at_first = by_year[int(first["year"])]
    for year in sorted((int(one) for one in own["year"] if one > first["year"]), reverse=True):
        at_last = by_year[year]
        others = sorted((set(at_first.index) & set(at_last.index)) - {country_iso3})
        if len(others) >= FEWEST_OTHERS:
            row |= {"first_year": int(first["year"]), "first_value": first["value"]}
            row |= {"last_year": year, "last_value": at_last.loc[country_iso3, "value"], "others": len(others)}
            row |= {"others_first": at_first.loc[others, "value"].median()}
            row |= {"others_last": at_last.loc[others, "value"].median()}
            used = pd.concat([used, *(side.loc[[country_iso3, *others]] for side in (at_first, at_last))])
            break
    return pd.DataFrame([{**row, "sources": union(used["sources"]), "rows": union(used["rows"])}])


CLEAR_RISE = 1.1
"""Last by lowest value from which a rate is said to be rising again."""


def rate_course(series: pd.DataFrame, ever: pd.DataFrame, country_iso3: str) -> pd.DataFrame:
    """Say where a country's rate stands on its own course: at a record, rising again, below its peak, or unknown.

    Args:
        series: one indicator, as ``threats.indicator_series`` gives it; one value a country and year.
        ever: the same of all years, without which nothing can be called a record.
        country_iso3: the country.

    Returns:
        One row, or none without a reliable value: ``indicator_id``, ``PLACE``, ``kind`` (``record``: the last value of
        all is the highest; ``highest``: the highest of the years given; ``single``: one year alone; ``rising``:
        clearly above the lowest one since the peak; ``below``: it is not; ``unreliable``: values after the last
        reliable one are kept although unreliable), ``first_year``, ``first_value``, ``peak_year``,
        ``peak_value``, ``low_year``, ``low_value`` (the lowest from the peak on), ``last_year``, ``last_value``,
        ``below_peak`` and ``above_low`` (shares), provenance of these values.
    """
    every = series[(series["country_iso3"] == country_iso3) & series["value"].notna()].sort_values("year")
    own = every[~every["doubtful"]]
    if own.empty:
        return own.assign(kind="")
    peak = own.loc[own["value"].idxmax()]
    since = own[own["year"] >= peak["year"]]
    ends = {"first": own.iloc[0], "peak": peak, "low": since.loc[since["value"].idxmin()], "last": own.iloc[-1]}
    last, low = ends["last"], ends["low"]
    if every["doubtful"].iloc[-1]:
        kind = "unreliable"
    elif len(own) == 1:
        kind = "single"
    elif last["year"] == peak["year"]:
        held = ever[(ever["country_iso3"] == country_iso3) & ~ever["doubtful"]]
        newest = last["year"] == held["year"].max()
        kind = "record" if newest and last["value"] >= held["value"].max() else "highest"
    else:
        kind = "rising" if last["value"] >= CLEAR_RISE * low["value"] else "below"
    row = {name: last[name] for name in ("indicator_id", *PLACE)} | {"kind": kind}
    for name, end in ends.items():
        row |= {f"{name}_year": int(end["year"]), f"{name}_value": end["value"]}
    row |= {"below_peak": 1 - last["value"] / peak["value"], "above_low": last["value"] / low["value"] - 1}
    row |= {name: union(end[name] for end in ends.values()) for name in ("sources", "rows")}
    return pd.DataFrame([row])


def median_of_others(series: pd.DataFrame, country_iso3: str) -> pd.DataFrame:
    """Give the median of the other countries by year, each counted once whatever its size.

    Args:
        series: as for ``rate_course``; unreliable values do not count.
        country_iso3: the country that is left out.

    Returns:
        ``year``, ``value``, ``others_en``, ``others_es`` (tuples: whose median it is), provenance: of the others that
        have a value in every year to as late a year as four of them do. The median of whoever reports in a year would
        move as countries come and go.
    """
    others = series[(series["country_iso3"] != country_iso3) & ~series["doubtful"] & series["value"].notna()]
    held = others.pivot(index="year", columns="country_iso3", values="value").notna()
    last = next((year for year in reversed(held.index) if held.loc[:year].all().sum() >= FEWEST_OTHERS), None)
    steady = [] if last is None else held.columns[held.loc[:last].all()]
    others = others[others["country_iso3"].isin(steady) & (others["year"] <= (last or 0))]
    rows = [
        {
            "year": int(year),
            "value": own["value"].median(),
            **{f"others_{language}": tuple(own.sort_values("sort_order")[f"label_{language}"]) for language in IN_DATA},
            "sources": union(own["sources"]),
            "rows": union(own["rows"]),
        }
        for year, own in others.groupby("year")
    ]
    return pd.DataFrame(rows, columns=["year", "value", "others_en", "others_es", "sources", "rows"])


def worst_of_all(card: pd.DataFrame, newest: pd.DataFrame) -> pd.DataFrame:
    """Take the threats in which no other country stands worse.

    Args:
        card: as ``standing.scorecard`` gives it.
        newest: the homicide rate of every country, as ``region.last_and_peak`` gives it: where a later release puts
            another country highest, an older rate makes none the worst.

    Returns:
        The rows kept, as given; with fewer than five countries that have a reliable value, none is called the worst.
    """
    worst = card[(card["ranked"] >= FEWEST_COMPARED) & (card["worse_elsewhere"] == 0)]
    sure = newest[~newest["doubtful"] & newest["value"].notna()]
    highest = sure.loc[sure["value"] == sure["value"].max(), "country_iso3"]
    overtaken = (worst["indicator_id"] == HOMICIDE_RATE) & ~worst["country_iso3"].isin(highest)
    return worst[~overtaken]


def others_beside(measured: pd.DataFrame, value: pd.DataFrame) -> pd.DataFrame:
    """Give what other countries have in the year of one country's value, so that it can be judged.

    Args:
        measured: as ``threats.measured`` gives it.
        value: one row of it, or none.

    Returns:
        The rows of the other countries, the lowest value first, in the unit of the indicator.
    """
    if value.empty:
        return measured.head(0)
    one = value.iloc[0]
    same = (measured["indicator_id"] == one["indicator_id"]) & (measured["year"] == one["year"])
    others = measured[same & (measured["country_iso3"] != one["country_iso3"]) & measured["value"].notna()]
    return others.sort_values(["value", "country_iso3"], ignore_index=True)


def last_two(counts: pd.DataFrame, newest: pd.DataFrame) -> pd.DataFrame:
    """Give the newest official count of a country after the one before it, if the series holds one.

    Args:
        counts: official counts of victims, as ``threats.indicator_series`` gives them.
        newest: the country's row of ``region.newer_counts``, or none.

    Returns:
        At most two rows of ``counts``, the earlier first; none without a newest count.
    """
    own = counts[counts["country_iso3"].isin(newest["country_iso3"]) & (counts["variant"] == "main")]
    return own.sort_values("year", ignore_index=True).tail(2)


def is_most_of_fall(course: pd.DataFrame, before: pd.DataFrame) -> bool:
    """Tell whether a rate had done most of its fall from the peak by a year after the peak.

    Args:
        course: as ``rate_course`` gives it.
        before: the value of that year, in one row of the same series, or none.
    """
    if course.empty or before.empty or not course["peak_year"].iloc[0] < before["year"].iloc[0]:
        return False
    fallen = course["peak_value"].iloc[0] - before["value"].iloc[0]
    return bool(fallen > (course["peak_value"].iloc[0] - course["last_value"].iloc[0]) / 2 > 0)


def disputed_values(
    conflicts: pd.DataFrame,
    conflict_series: pd.DataFrame,
    observations: pd.DataFrame,
    countries: pd.DataFrame,
    described: pd.DataFrame,
    country_iso3: str,
    start_year: int,
    end_year: int,
) -> pd.DataFrame:
    """Find where editions or bodies give one country clearly different values of the same year.

    Args:
        conflicts, conflict_series, countries: the tables of these names.
        observations: as ``threats.judged`` gives it.
        described: as ``threats.described_indicators`` gives it.
        country_iso3: the country.
        start_year, end_year: years to look at.

    Returns:
        One row a conflict, homicide first and then the widest gap: ``conflict_id``, ``conflict_en/es``,
        ``reason_en/es``, the columns of ``threats.disagreements`` with ``low_en/es`` and ``high_en/es`` naming who
        counted, ``unit_en/es`` (short). Gaps below a quarter are left out.
    """
    found = []
    own = conflict_series[conflict_series["country_iso3"] == country_iso3]
    values = observations[observations["country_iso3"] == country_iso3]
    for conflict_id, series in own.groupby("conflict_id", sort=True):
        first, last = max(int(series["start_year"].min()), start_year), min(int(series["end_year"].max()), end_year)
        ids = tuple(sorted(series["indicator_id"].unique()))
        sides = editions(values, countries, _as_counted(series, described), first, last, ids)
        found.append(disagreements(sides).assign(conflict_id=conflict_id))
    found = [gaps for gaps in found if not gaps.empty]
    if not found:
        return pd.DataFrame()
    frame = pd.concat(found, ignore_index=True)
    frame = frame[frame["ratio"] >= CLEAR_GAP]
    frame = frame.merge(_named(conflicts), on="conflict_id", validate="m:1")
    units = described[["indicator_id", "unit_short_en", "unit_short_es"]]
    units = units.rename(columns={"unit_short_en": "unit_en", "unit_short_es": "unit_es"})
    frame = frame.merge(units, on="indicator_id", how="left", validate="m:1")
    homicide = frame["conflict_id"].str.startswith("homicide")
    return (
        frame.assign(_later=~homicide)
        .sort_values(["_later", "ratio"], ascending=[True, False], ignore_index=True)
        .drop(columns="_later")
    )


def _as_counted(series: pd.DataFrame, described: pd.DataFrame) -> pd.DataFrame:
    """Name each series of a conflict by who counted it, as a sentence says it."""
    names = {"counted_by_en": "short_label_en", "counted_by_es": "short_label_es"}
    told = series.drop_duplicates("indicator_id").rename(columns=names)[["indicator_id", *names.values()]]
    return told.merge(described[["indicator_id", "role"]], on="indicator_id", validate="1:1")


def disputed_amounts(
    conflicts: pd.DataFrame, funding_by_country: pd.DataFrame, country_iso3: str, start_year: int, end_year: int
) -> pd.DataFrame:
    """Find the questions on one country's CARSI money to which sources give different amounts.

    Args:
        conflicts, funding_by_country: the tables of these names.
        country_iso3: the country.
        start_year, end_year: fiscal years; amounts outside them, or without a year, are left out.

    Returns:
        One row a conflict: ``conflict_id``, ``conflict_en/es``, ``reason_en/es``, ``amounts`` (how many),
        ``lowest_usd``, ``highest_usd``, provenance; empty where none is in dispute.
    """
    kept = funding_by_country[
        (funding_by_country["country_iso3"] == country_iso3)
        & funding_by_country["conflict_id"].notna()
        & (funding_by_country["start_fiscal_year"] >= start_year)
        & (funding_by_country["end_fiscal_year"] <= end_year)
    ]
    rows = []
    for conflict_id, amounts in with_provenance(kept).groupby("conflict_id", sort=True):
        if amounts["amount_usd"].nunique() > 1:
            rows.append(
                {
                    "conflict_id": conflict_id,
                    "amounts": len(amounts),
                    "lowest_usd": amounts["amount_usd"].min(),
                    "highest_usd": amounts["amount_usd"].max(),
                    "sources": union(amounts["sources"]),
                    "rows": union(amounts["rows"]),
                }
            )
    if not rows:
        return pd.DataFrame()
    return pd.DataFrame(rows).merge(_named(conflicts), on="conflict_id", validate="1:1")


def newer_value(released: pd.DataFrame, homicide: pd.DataFrame, country_iso3: str) -> pd.DataFrame:
    """Take a country's last reliable value of a later release where it is newer than all that the main series holds.

    Args:
        released, homicide: the later release and the main series, as ``threats.indicator_series`` gives them.
        country_iso3: one of the seven.

    Returns:
        One row of ``released``, or none.
    """
    held = homicide.loc[homicide["country_iso3"] == country_iso3, "year"].max()
    newer = released[(released["country_iso3"] == country_iso3) & ~released["doubtful"] & ~(released["year"] <= held)]
    return newer.sort_values("year").tail(1)


def largest_statements(stated: pd.DataFrame) -> pd.DataFrame:
    """Take the amounts that officials or the press name for CARSI itself in a country, the largest first.

    Args:
        stated: as ``country_money.amounts_stated`` gives it; the audit's own count and amounts without years are
            left out.

    Returns:
        The rows kept, as given.
    """
    carsi = stated[stated["relation"].isin(("carsi_only", "carsi_part")) & ~of_the_audit(stated)]
    return carsi[carsi["start_fiscal_year"].notna()].sort_values("amount_usd", ascending=False, kind="stable")


def _named(conflicts: pd.DataFrame) -> pd.DataFrame:
    named = conflicts.rename(columns={"label_en": "conflict_en", "label_es": "conflict_es"})
    # The reasons are whole sentences; a reference mark is to stand before their full stop.
    named = named.assign(**{name: named[name].str.removesuffix(".") for name in ("reason_en", "reason_es")})
    return named[["conflict_id", "conflict_en", "conflict_es", "reason_en", "reason_es"]]
