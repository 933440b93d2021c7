"""Where each country stands now: latest values, where they came from, and the place among the countries."""

from itertools import groupby
from typing import Any

import pandas as pd

from carsi_analysis.analysis.names import PLACE
from carsi_analysis.analysis.provenance import union
from carsi_analysis.analysis.threats import described_indicators

LATEST = [
    *("indicator_id", *PLACE),
    *("last_year", "last_value", "last_low", "last_high", "first_year", "first_value"),
    *("movement", "tendency", "doubtful", "sources", "rows"),
]

PLACED = ["worse_elsewhere", "better_elsewhere", "ranked"]


def lead_indicators(
    threats: pd.DataFrame, indicator_threats: pd.DataFrame, indicators: pd.DataFrame, units: pd.DataFrame
) -> pd.DataFrame:
    """List the indicators shown first for each threat, in the order of the editorial.

    Args:
        threats, indicator_threats, indicators, units: the tables of these names.

    Returns:
        One row an indicator and threat: ``threat_id``, ``threat_en/es``, ``lead_order``, then the columns of
        ``described_indicators``.
    """
    leads = indicator_threats.loc[indicator_threats["lead_order"].notna(), ["indicator_id", "threat_id", "lead_order"]]
    named = threats.rename(columns={"label_en": "threat_en", "label_es": "threat_es"})
    frame = leads.merge(named[["threat_id", "threat_en", "threat_es", "sort_order"]], on="threat_id", validate="m:1")
    frame = frame.merge(described_indicators(indicators, units), on="indicator_id", validate="m:1")
    return frame.sort_values(["sort_order", "lead_order"], ignore_index=True).drop(columns="sort_order")


def latest_values(values: pd.DataFrame, indicators: pd.DataFrame, base_year: int) -> pd.DataFrame:
    """Give each country's latest value of each indicator, and how it moved since a base year.

    Args:
        values: as ``threats.measured`` gives it; any number of indicators.
        indicators: the table, for direction, role, decimals, ``least_change`` and ``comparable_from``.
        base_year: first year to compare with; a country without it is compared from its first later year. Only values
            of one stretch and scope are compared, only for series (role ``main``) and not for isolated estimates, and
            never a value that is kept although unreliable.

    Returns:
        One row an indicator and country: ``indicator_id``, ``PLACE``, ``last_year``, ``last_value``, ``last_low`` and
        ``last_high`` (apart where several bodies give that year; ``last_value`` is then missing), ``first_year`` and
        ``first_value`` (missing without a comparison), ``movement`` (``up``, ``down``, ``steady`` or missing),
        ``tendency`` (``better``, ``worse``, ``steady``, ``context`` or missing), ``doubtful`` (the latest value is
        unreliable), ``worse_elsewhere`` and ``better_elsewhere`` (how many other countries have a worse, or a better,
        latest value; missing where neither way is worse, bodies disagree or the value is unreliable; others' values of
        that kind do not count) and ``ranked`` (countries so compared), provenance of the values used.
    """
    traits = {row.indicator_id: row for row in indicators.itertuples()}
    used = ["indicator_id", *PLACE, "year", "value", "stretch", "doubtful", "sources", "rows"]
    ordered = values[used].sort_values(["indicator_id", "country_iso3", "year"], kind="stable")
    rows = [
        _latest(list(held), traits[indicator_id], base_year)
        for (indicator_id, _), held in groupby(
            ordered.itertuples(), key=lambda row: (row.indicator_id, row.country_iso3)
        )
    ]
    frame = pd.DataFrame(rows, columns=LATEST)
    return frame.assign(**_placed(frame, indicators.set_index("indicator_id")["direction"]))


def _placed(frame: pd.DataFrame, directions: pd.Series) -> dict[str, pd.Series]:
    """Count the countries in which the latest value is worse, those in which it is better, and all compared."""
    direction = frame["indicator_id"].map(directions)
    badness = frame["last_value"].where(direction == "higher_is_worse", -frame["last_value"])
    groups = badness.where((direction != "context") & ~frame["doubtful"].eq(True)).groupby(frame["indicator_id"])
    ranks = (groups.rank(ascending=ascending, method="min") - 1 for ascending in (False, True))
    return dict(zip(PLACED, (*ranks, groups.transform("count")), strict=True))


def _latest(held: list[Any], traits: Any, base_year: int) -> dict[str, Any]:
    """Describe the latest year of one indicator and country; ``held`` are its rows by year."""
    last = [row for row in held if row.year == held[-1].year]
    low, high = (float(how(row.value for row in last)) for how in (min, max))
    since = base_year if pd.isna(traits.comparable_from) else max(base_year, int(traits.comparable_from))
    comparable = [row for row in held if row.stretch == last[-1].stretch and row.year >= since and not row.doubtful]
    first = comparable[0] if comparable and comparable[0].year < last[-1].year else None
    if traits.role != "main" or low != high or last[-1].doubtful:
        first = None
    movement = None if first is None else _movement(high - first.value, traits)
    used = last if first is None else [*last, first]
    return {
        **{name: getattr(held[0], name) for name in ("indicator_id", *PLACE)},
        "last_year": int(last[-1].year),
        "last_value": high if low == high else float("nan"),
        "last_low": low,
        "last_high": high,
        "first_year": float("nan") if first is None else int(first.year),
        "first_value": float("nan") if first is None else float(first.value),
        "movement": movement,
        "tendency": None if movement is None else _tendency(movement, traits.direction),
        "doubtful": any(row.doubtful for row in last),
        "sources": union(row.sources for row in used),
        "rows": union(row.rows for row in used),
    }


def _movement(change: float, traits: Any) -> str:
    """Name the direction of a change; one that the shown decimals hide, or that means little, is steady."""
    # Rounded, since the difference of 5.9 and 5.8 is a little less than a tenth in binary.
    shown = 0.5 * 10 ** -int(traits.decimals)
    if round(abs(change), 9) < (shown if pd.isna(traits.least_change) else traits.least_change):
        return "steady"
    return "up" if change > 0 else "down"


def _tendency(movement: str, direction: str) -> str:
    """Say whether a movement is for the better or the worse."""
    if movement == "steady" or direction == "context":
        return "steady" if movement == "steady" else "context"
    return "worse" if (movement == "up") == (direction == "higher_is_worse") else "better"


def moves(latest: pd.DataFrame) -> pd.DataFrame:
    """Count for each indicator the countries that moved for the better, for the worse, or hardly at all.

    A count of countries says nothing of how far each moved, and nothing of why.

    Args:
        latest: as ``latest_values`` gives it; countries without a comparison do not count.

    Returns:
        One row an indicator with a comparison: ``indicator_id``, ``countries`` (compared), ``better``, ``worse``,
        ``steady``, ``up``, ``down`` (numbers of them), ``first_year`` (earliest compared with), ``last_year`` (latest
        compared), provenance of all values compared.
    """
    compared = latest[latest["first_year"].notna()]
    rows = [
        {
            "indicator_id": indicator_id,
            "countries": len(own),
            **{kind: tendencies.count(kind) for kind in TENDENCIES},
            **{way: movements.count(way) for way in ("up", "down")},
            "first_year": int(own["first_year"].min()),
            "last_year": int(own["last_year"].max()),
            "sources": union(own["sources"]),
            "rows": union(own["rows"]),
        }
        for indicator_id, own in compared.groupby("indicator_id", sort=True)
        for tendencies, movements in [(own["tendency"].tolist(), own["movement"].tolist())]
    ]
    return pd.DataFrame(rows, columns=MOVES)


MOVES = [
    "indicator_id",
    *("countries", "better", "worse", "steady", "up", "down"),
    *("first_year", "last_year", "sources", "rows"),
]


TENDENCIES = ("better", "worse", "steady")
"""How a country moved."""

FEWEST_COMPARED = 5
"""With fewer countries compared, an indicator cannot stand for a threat on the scoreboard."""

FAR, FAR_OF_FIRST = 0.1, 0.25
"""From which part of its scale a change is far, and of its first value where the scale has no ends."""


def chosen(leads: pd.DataFrame, moved: pd.DataFrame, of: str = "threat") -> "pd.Series[str]":
    """Choose the indicator that stands for each threat, or for each goal.

    The rule: of its lead indicators, the first that says which way is worse and can be compared over time in at least
    five countries; an indicator that leads several stands with the one that it leads first.

    Args:
        leads: as ``lead_indicators`` gives it, or ``goals.lead_indicators``.
        moved: as ``moves`` gives it.
        of: ``threat`` or ``goal``.

    Returns:
        ``indicator_id`` by ``threat_id`` or ``goal_id``; those without such an indicator are missing.
    """
    enough = moved.loc[moved["countries"] >= FEWEST_COMPARED, "indicator_id"]
    fit = leads[(leads["direction"] != "context") & leads["indicator_id"].isin(enough)]
    own = fit.sort_values("lead_order", kind="stable").drop_duplicates("indicator_id")
    return own.drop_duplicates(f"{of}_id").set_index(f"{of}_id")["indicator_id"]


def scoreboard(leads: pd.DataFrame, latest: pd.DataFrame, moved: pd.DataFrame, of: str = "threat") -> pd.DataFrame:
    """Show one indicator for each threat, or for each goal, and say which way most countries moved.

    Args:
        leads: as ``lead_indicators`` gives it, or ``goals.lead_indicators``; ``chosen`` takes one of each.
        latest: as ``latest_values`` gives it.
        moved: as ``moves`` gives it.
        of: ``threat`` or ``goal``.

    Returns:
        One row a threat or goal, in the order of ``leads``, and country: the columns of both, of which ``label_en/es``
        name the country; ``verdict`` (``worse`` or ``better`` where more than half of the countries compared moved that
        way, ``mixed`` where not, ``stand_in`` where the indicator only stands in for the goal, ``unmeasured`` where
        there is no such indicator: the rows then have no values and no provenance), ``compared`` (countries),
        ``agree`` (those that moved as the verdict says; none without one), ``better``, ``worse`` and ``steady`` (how
        many moved so), and ``strong`` (whether the country moved far, as ``FAR`` and ``FAR_OF_FIRST`` say).
    """
    taken, counts = chosen(leads, moved, of), moved.set_index("indicator_id")
    rows = []
    for key, group in leads.groupby(f"{of}_id", sort=False):
        indicator_id = taken.get(key)
        lead = group[group["indicator_id"] == indicator_id] if indicator_id else group.head(1)
        count = (
            counts.loc[indicator_id] if indicator_id else pd.Series({"countries": 0, **dict.fromkeys(TENDENCIES, 0)})
        )
        verdict = (
            _verdict(count, "stand_in" in lead and lead["stand_in"].eq(True).any()) if indicator_id else "unmeasured"
        )
        told = lead.drop(columns=["label_en", "label_es"]).assign(
            verdict=verdict,
            compared=int(count["countries"]),
            agree=int(count[verdict]) if verdict in TENDENCIES else 0,
            **{way: int(count[way]) for way in TENDENCIES},
        )
        values = latest[latest["indicator_id"] == indicator_id]
        rows.append(
            told.merge(
                values.assign(strong=_strong(values, lead["scale_width"].iloc[0])), on="indicator_id", how="left"
            )
        )
    return _without_gaps(pd.concat(rows, ignore_index=True))


def _strong(values: pd.DataFrame, scale_width: float) -> "pd.Series[bool]":
    """Say who moved far, so that the same change is as strong in every row of one scale."""
    # Rounded, since differences of decimals alike are not alike in binary.
    far = (values["last_value"] - values["first_value"]).abs().astype(float).round(9)
    enough = FAR_OF_FIRST * values["first_value"].abs().astype(float) if pd.isna(scale_width) else FAR * scale_width
    return values["tendency"].isin(["better", "worse"]) & (far >= enough)


def _verdict(count: pd.Series, stands_in: bool) -> str:
    """Say which way more than half of the countries moved; of what only stands in for a goal, nothing."""
    if stands_in:
        return "stand_in"
    return next((way for way in ("worse", "better") if count[way] > count["countries"] / 2), "mixed")


def scorecard(board: pd.DataFrame, country_iso3: str) -> pd.DataFrame:
    """Take one country's values from the scoreboard.

    Args:
        board: as ``scoreboard`` gives it.
        country_iso3: one of the countries.

    Returns:
        One row a threat, in the order and with the columns of ``board``; a threat without an indicator, or without a
        value for the country, has empty values and no provenance.
    """
    values = [*(name for name in LATEST if name != "indicator_id"), *PLACED, "strong"]
    own = board.loc[board["country_iso3"] == country_iso3, ["threat_id", *values]]
    threats = board.drop_duplicates("threat_id").drop(columns=values)
    return _without_gaps(threats.merge(own, on="threat_id", how="left", validate="1:1"))


def _without_gaps(frame: pd.DataFrame) -> pd.DataFrame:
    """Give the rows that a merge left without values an empty provenance."""
    for column in ("sources", "rows"):
        frame[column] = [value if isinstance(value, tuple) else () for value in frame[column]]
    return frame
