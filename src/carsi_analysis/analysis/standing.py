"""Where each country stands now: latest values, where they came from, and the rank among the seven."""

import pandas as pd

from carsi_analysis.analysis.provenance import union
from carsi_analysis.analysis.threats import described_indicators

SMALLEST_CHANGE = {"wgi_corruption": 0.2, "wgi_rule_of_law": 0.2, "wgi_gov_effect": 0.2, "wgi_stability": 0.2}
"""Changes below this mean little (caveat ``wgi-relative``); they count as steady."""


def lead_indicators(
    threats: pd.DataFrame, indicator_threats: pd.DataFrame, indicators: pd.DataFrame, units: pd.DataFrame
) -> pd.DataFrame:
    """List the indicators shown first for each threat, in the order of the editorial.

    Args:
        threats, indicator_threats, indicators, units: the tables of these names.

    Returns:
        One row an indicator and threat: ``threat_id``, ``threat_en``, ``threat_es``, ``lead_order``, then the columns
        of ``described_indicators``.
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
        indicators: the table, for direction, role and decimals.
        base_year: first year to compare with; a country without it is compared from its first later year. Only values
            of one stretch are compared, and only for series (role ``main``), not for isolated estimates.

    Returns:
        One row an indicator and country: ``indicator_id``, ``country_iso3``, ``label_en``, ``label_es``, ``last_year``,
        ``last_value``, ``last_low`` and ``last_high`` (apart where several bodies give that year; ``last_value`` is
        then missing), ``first_year`` and ``first_value`` (missing without a comparison), ``movement`` (``up``,
        ``down``, ``steady`` or missing), ``tendency`` (``better``, ``worse``, ``steady``, ``context`` or missing),
        ``doubtful``, ``rank`` (1 is the highest value; missing where bodies disagree) and ``ranked`` (countries
        ranked), provenance of the values used.
    """
    traits = indicators.set_index("indicator_id")
    rows = [
        _latest(held, traits.loc[indicator_id], base_year)
        for (indicator_id, _), held in values.groupby(["indicator_id", "country_iso3"], sort=True)
    ]
    frame = pd.DataFrame(rows)
    groups = frame.groupby("indicator_id")["last_value"]
    return frame.assign(rank=groups.rank(ascending=False, method="min"), ranked=groups.transform("count"))


def _latest(held: pd.DataFrame, traits: pd.Series, base_year: int) -> dict[str, object]:
    """Describe the latest year of one indicator and country."""
    last = held[held["year"] == held["year"].max()]
    low, high = float(last["value"].min()), float(last["value"].max())
    used = [last]
    first_year, first_value, movement, tendency = None, None, None, None
    comparable = held[(held["stretch"] == last["stretch"].max()) & (held["year"] >= base_year)]
    if traits["role"] == "main" and low == high and comparable["year"].nunique() > 1:
        first = comparable.iloc[[0]]
        used.append(first)
        first_year, first_value = int(first["year"].iloc[0]), float(first["value"].iloc[0])
        movement = _movement(high - first_value, str(traits.name), int(traits["decimals"]))
        tendency = _tendency(movement, str(traits["direction"]))
    basis = pd.concat(used)
    return {
        **{name: held[name].iloc[0] for name in ("indicator_id", "country_iso3", "label_en", "label_es")},
        "last_year": int(last["year"].iloc[0]),
        "last_value": high if low == high else None,
        "last_low": low,
        "last_high": high,
        "first_year": first_year,
        "first_value": first_value,
        "movement": movement,
        "tendency": tendency,
        "doubtful": bool(basis["doubtful"].any()),
        "sources": union(basis["sources"]),
        "rows": union(basis["rows"]),
    }


def _movement(change: float, indicator_id: str, decimals: int) -> str:
    """Name the direction of a change; one that the shown decimals hide, or that means little, is steady."""
    if abs(change) < SMALLEST_CHANGE.get(indicator_id, 0.5 * 10**-decimals):
        return "steady"
    return "up" if change > 0 else "down"


def _tendency(movement: str, direction: str) -> str:
    """Say whether a movement is for the better or the worse."""
    if movement == "steady" or direction == "context":
        return "steady" if movement == "steady" else "context"
    return "worse" if (movement == "up") == (direction == "higher_is_worse") else "better"


def scorecard(latest: pd.DataFrame, leads: pd.DataFrame, country_iso3: str) -> pd.DataFrame:
    """Put one country's latest values beside the threats they speak to.

    Args:
        latest: as ``latest_values`` gives it.
        leads: as ``lead_indicators`` gives it.
        country_iso3: one of the seven.

    Returns:
        One row a threat and lead indicator, in the order of ``leads``, with the columns of both; an indicator without
        a value for the country has empty values and no provenance.
    """
    own = latest[latest["country_iso3"] == country_iso3]
    frame = leads.merge(own, on="indicator_id", how="left", suffixes=("", "_country"), validate="m:1")
    for column in ("sources", "rows"):
        frame[column] = [value if isinstance(value, tuple) else () for value in frame[column]]
    return frame
