"""Tables of threats: their indicators, a country's scorecard, and where editions disagree."""

from typing import Any

import pandas as pd

from carsi_analysis.analysis.threats import TIER
from carsi_analysis.exhibits.charts.latest import change_text, first_text, overview_notes, value_text
from carsi_analysis.exhibits.exhibit import Column, Table
from carsi_analysis.exhibits.locale import NO_BREAK_SPACE, ExhibitWords, Locale, how_many

FEW_NAMES = 3
"""Countries whose names find room in a title."""

FAR_APART = 1.25
"""Ratio of two editions from which on their difference counts."""

WAYS = ("worse", "better", "steady")

MANY_ALIKE = 3
"""Other countries of the same value from which on a place among all says nothing."""


def threat_indicators(rows: pd.DataFrame, *, locale: Locale, exhibit_id: str = "threat-indicators") -> Table:
    """List the indicators that speak to a threat and how much they cover, those shown first with an asterisk.

    Args:
        rows: as ``analysis.coverage.threat_coverage`` gives it, for one threat or several.
        exhibit_id: names the table, since a report may show it for several threats.
    """
    say = locale.exhibit("threat-indicators", exhibit_id)
    once = rows.drop_duplicates("indicator_id")
    threats = rows[locale.named("threat")].unique()
    several = len(threats) > 1
    return Table(
        **say.head(
            variant={"title": how_many(len(once)), "notes": ["main_source"]},
            threats=say("labels.threats", count=len(threats)) if several else threats[0],
            count=len(once),
            complete=int((once["countries"] == once["of_countries"]).sum()),
            of=locale.in_words(int(rows["of_countries"].max())),
        ),
        data=rows.assign(
            indicator=rows[locale.named("label")] + rows["lead_order"].notna().map({True: "*", False: ""}),
            unit=rows[locale.named("unit")],
            years=list(map(locale.years, rows["first_year"], rows["last_year"])),
        ),
        columns=say.columns(
            *([say.named("threat")] if several else []), "indicator", "unit", "years", ("countries", 0), ("values", 0)
        ),
        evidence=rows.drop(columns="indicator_id"),
        row_headers=2 if several else 1,
        grouped=several,
    )


def beside_others(rows: pd.DataFrame, *, locale: Locale) -> Table:
    """Set the countries, from the lowest value to the highest, beside each comparator, one line an indicator.

    Args:
        rows: as ``analysis.region.beside_others`` gives it.
    """
    say, label, place = locale.exhibit("beside-others"), locale.named("short_label"), locale.named("place")
    others = rows[~rows["ours"]].drop_duplicates("country_iso3").sort_values("sort_order")
    lines = [
        {
            "indicator": some[label].iloc[0],
            "unit": some[locale.named("unit")].iloc[0],
            "year": int(some["year"].iloc[0]),
            "countries": say("labels.range", **_ends(some[some["ours"]], place, locale)),
            **{row.country_iso3: locale.fixed(row.value, row.decimals) for row in some[~some["ours"]].itertuples()},
        }
        for _, some in rows.groupby("indicator_id", sort=False)
    ]
    first = rows[rows["indicator_id"] == rows["indicator_id"].iloc[0]]
    worse = _worse_than_all(first)[place].tolist()
    return Table(
        **say.head(
            variant={"title": how_many(len(worse)) if len(worse) <= FEW_NAMES else "most"},
            label=first[label].iloc[0],
            worse=locale.items(worse),
            count=locale.in_words(len(worse)),
            others=locale.items(first.loc[~first["ours"], place].tolist()),
            countries=locale.in_words(int(rows.loc[rows["ours"], "country_iso3"].nunique())),
        ),
        data=pd.DataFrame(lines),
        columns=say.columns(
            "indicator",
            "unit",
            "year",
            "countries",
            *(Column(row.country_iso3, getattr(row, place)) for row in others.itertuples()),
        ),
        evidence=rows,
    )


def _ends(own: pd.DataFrame, place: str, locale: Locale) -> dict[str, str]:
    """Write the lowest and the highest of the countries, with their names, and how many have a value."""
    low, high = own.loc[own["value"].idxmin()], own.loc[own["value"].idxmax()]
    written = [locale.fixed(end["value"], int(end["decimals"])) for end in (low, high)]
    named = {"lowest": low[place], "highest": high[place], "count": locale.in_words(len(own))}
    return {"low": written[0], "high": written[1], **named}


def _worse_than_all(rows: pd.DataFrame) -> pd.DataFrame:
    """The countries of one indicator that stand worse than every comparator, as its direction says."""
    others = rows.loc[~rows["ours"], "value"]
    if rows["direction"].iloc[0] == "higher_is_better":
        return rows[rows["ours"] & (rows["value"] < others.min())]
    return rows[rows["ours"] & (rows["value"] > others.max())]


def scorecard(rows: pd.DataFrame, *, locale: Locale) -> Table:
    """Put one country's part of the scoreboard in a table: values, change, and place among the countries.

    Args:
        rows: as ``analysis.standing.scorecard`` gives it, with a value for one threat at least; those
            without an indicator compared over time, or without a value, are named in a note.
    """
    held = rows[rows["last_year"].notna()]
    say = locale.exhibit("scorecard", f"scorecard-{held['country_iso3'].iloc[0].lower()}")
    gaps = rows.loc[rows["last_year"].isna(), locale.named("threat")].tolist()
    compared, worse, better = (int(held["tendency"].isin(ways).sum()) for ways in (WAYS, WAYS[:1], WAYS[1:2]))
    return Table(
        **say.head(
            variant={
                "title": "compared" if compared else "latest",
                "notes": ["rule", *["gaps"] * bool(gaps), *overview_notes(held, ["first_value", "last_high"])],
            },
            country=held[locale.named("label")].iloc[0],
            count=compared or len(held),
            gaps="; ".join(map(locale.inside, gaps)),
            worse=say(f"labels.worse.{how_many(worse)}", count=worse),
            better=say(f"labels.better.{how_many(better)}", count=better),
        ),
        data=pd.DataFrame([_scored(row, say) for row in held.itertuples()]),
        columns=say.columns(
            "threat",
            "indicator",
            say.column("first", figure=True),
            say.column("last", figure=True),
            "moved",
            "place",
        ),
        evidence=held.drop(columns="indicator_id"),
        row_headers=2,
    )


def _scored(row: Any, say: ExhibitWords) -> dict[str, Any]:
    """Write one row of the scorecard; what belongs together stays on one line."""
    locale, digits = say.locale, int(row.decimals)
    threat, label, unit = (getattr(row, locale.named(name)) for name in ("threat", "short_label", "unit_short"))
    first, last = first_text(row, digits, locale), value_text(row, digits, locale)
    sure = "labels.doubtful" if row.doubtful else "labels.sure"
    return {
        "threat": threat,
        "indicator": label if row.indicator_id == TIER else f"{label} ({unit})",
        "first": None if first is None else say("labels.sure", value=first, year=int(row.first_year)),
        "last": say(sure, value=last, year=int(row.last_year)),
        "moved": None if first is None else _moved(row, digits, say),
        "place": _place(row, say),
        "first_value": row.first_value,
        "last_low": row.last_low,
        "last_high": row.last_high,
        "unit": unit,
    }


def _moved(row: Any, digits: int, say: ExhibitWords) -> str:
    """Write how far a value moved and whether for the worse; between ratings there are no distances."""
    way = say(f"labels.moved.{row.tendency}")
    if row.tendency == "steady" or row.indicator_id == TIER:
        return way
    return f"{change_text(row, digits, say.locale)},{NO_BREAK_SPACE}{way}"


def _place(row: Any, say: ExhibitWords) -> str | None:
    """Say where a country stands among those with a reliable value, counted from the nearer end."""
    if pd.isna(row.worse_elsewhere) or row.ranked < 2:
        return None
    worse, better, ranked = int(row.worse_elsewhere), int(row.better_elsewhere), int(row.ranked)
    if worse == better == 0:
        return say("labels.place.alike", ranked=ranked)
    alike = ranked - 1 - worse - better
    if alike >= MANY_ALIKE:
        return say("labels.place.same", others=alike)
    middle = worse == better and not alike
    end = "middle" if middle else f"worst_{worse + 1}" if worse <= better else f"best_{better + 1}"
    return say(f"labels.place.{end}", ranked=ranked) + (say("labels.place.tied") if alike else "")


def homicide_disagreements(disagreements: pd.DataFrame, *, locale: Locale) -> Table:
    """List for each country the year in which the editions of the homicide rate lie furthest apart.

    Args:
        disagreements: as ``analysis.threats.disagreements`` gives it.
    """
    say = locale.exhibit("homicide-disagreements")
    low, high = (Column(locale.named(end), say("columns.edition")) for end in ("low", "high"))
    return Table(
        **say.head(far=int((disagreements["ratio"] >= FAR_APART).sum()), count=len(disagreements)),
        data=disagreements,
        columns=say.columns(say.named("label"), "year", ("low", 1), low, ("high", 1), high, ("ratio", 2)),
        evidence=disagreements,
    )
