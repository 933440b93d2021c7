"""Charts of lethal violence: the countries side by side, who moved how far, and where editions disagree."""

from itertools import cycle
from typing import Any

import numpy as np
import pandas as pd

from carsi_analysis.exhibits.charts.pairs import dots_of
from carsi_analysis.exhibits.charts.places import across, course, ends_of, heads_of, is_disputed, names_of
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import ExhibitWords, Locale
from carsi_analysis.exhibits.marks import LINES, Entry, Head, Lines, Points, Years
from carsi_analysis.house.tokens import EMPHASIS, LIGHT

FINER = 0.25
"""Part of the highest peak below which a country's values would lie flat on the scale of that peak."""

SMALL_COUNTS = {0: "none", 1: "one"}


def homicide_trends(
    series: pd.DataFrame, later: pd.DataFrame, disputed: pd.DataFrame | None = None, *, locale: Locale
) -> Chart:
    """Show each country's homicide rate as small multiples; first, highest and last value are written.

    A scale that holds El Salvador's peak shows nothing of Costa Rica's record: the rows, highest peaks first, have
    scales of their own, and a finer one is told under the country's name.

    Args:
        series: the main series, as ``analysis.threats.indicator_series`` gives it; values are victims per 100,000
            residents. Years without a value stay gaps in the line; unreliable values are open circles, never joined,
            and stay out of the title.
        later: single values of a later release, same columns; drawn as open diamonds, never joined to the line.
        disputed: as ``analysis.conflicts.disputed_spans`` gives it: years over which the line is dashed.
        locale: the language.
    """
    say, names = locale.exhibit("homicide-trends"), names_of(series, locale)
    order = series.groupby("country_iso3")["value"].max().sort_values(ascending=False).index.tolist()
    ends = ends_of(series).loc[order]
    kind, facts = _trend_title(ends, names, locale)
    years = pd.concat([series["year"], later["year"]])
    doubted = series.assign(disputed=is_disputed(series, disputed))
    return Chart(
        **say.head(
            {"title": kind},
            years=locale.years(int(years.min()), int(years.max())),
            listed="; ".join(
                course(names[iso], end, lambda rate: locale.fixed(rate, 1), say) for iso, end in ends.iterrows()
            ),
            **{"count": len(order), **facts},
        ),
        data=_with_later(series, later, order, say),
        columns=(
            say.column("year"),
            say.column("release"),
            *(Column(iso, names[iso], 1) for iso in order),
        ),
        evidence=pd.concat([series, later]),
        draw=_trends(doubted, later, _heads(series, order, say), locale),
    )


def _trends(series: pd.DataFrame, later: pd.DataFrame, heads: list[Head], locale: Locale) -> Years:
    """Draw each country, single values of the later release apart from its line."""
    words = locale.words.part("indicators.key")
    series, later = (part.assign(said=[locale.fixed(one, 1) for one in part["value"]]) for part in (series, later))
    doubtful = series[series["doubtful"]]
    entries = [Entry("diamond", LIGHT.ink, words("later"))] if len(later) else []
    entries += [Entry("open", LIGHT.ink, words("unreliable"))] if len(doubtful) else []
    entries += (
        [Entry("disputed", LIGHT.ink, words("disputed"))] if series.loc[~series["doubtful"], "disputed"].any() else []
    )
    return Years(
        [
            Lines(
                frame=series[~series["doubtful"]],
                panel="country_iso3",
                text="said",
                label_at=("over", "peak", "first"),
                disputed="disputed",
            ),
            Points(frame=doubtful, panel="country_iso3", look="open", text="said"),
            Points(frame=later, panel="country_iso3", look="diamond", text="said", label_at=("last",)),
        ],
        write=locale.fixed,
        panels=heads,
        high=0.75,
        row_scale=True,
        key=entries,
    )


def _heads(series: pd.DataFrame, order: list[str], say: ExhibitWords) -> list[Head]:
    """Name the countries, and tell at those far below the highest peak that their scale is finer."""
    peaks = series[~series["doubtful"]].groupby("country_iso3")["value"].max()
    finer = peaks[peaks < peaks.max() * FINER].index
    heads = heads_of(series, order, say.locale)
    return [head._replace(note=say("finer")) if head.key in finer else head for head in heads]


def _with_later(series: pd.DataFrame, later: pd.DataFrame, order: list[str], say: ExhibitWords) -> pd.DataFrame:
    """Put years down, none left out, the values of the later release in rows of their own: no table joins the two."""
    main, other = say("release.main"), say("release.later")
    wide = across({main: series, other: later}, order, "release")
    every = pd.DataFrame({"year": range(int(series["year"].min()), int(series["year"].max()) + 1), "release": main})
    wide = pd.concat([every.merge(wide, how="left"), wide[wide["release"] == other]], ignore_index=True)
    return wide.sort_values("year", kind="stable", ignore_index=True)


def _trend_title(ends: pd.DataFrame, names: pd.Series, locale: Locale) -> tuple[str, dict[str, Any]]:
    """Find who fell and who rose most, or that all moved the same way; without two years, the ends."""
    compared = ends[ends["first_year"] < ends["last_year"]]
    if compared.empty:
        return _level_title(ends["last"].astype(float), names, locale)
    change = (compared["last"] - compared["first"]).astype(float)
    facts = {
        "faller": names[change.idxmin()],
        "riser": names[change.idxmax()],
        "first": int(compared["first_year"].min()),
        "count": len(compared),
    }
    if change.min() < 0 < change.max():
        return "fell_and_rose", facts
    if len(compared) == 1:
        return "one_fell" if change.iloc[0] < 0 else "one_did_not_fall", facts
    return "all_fell" if change.max() < 0 else "none_fell", facts


def _level_title(values: pd.Series, names: pd.Series, locale: Locale) -> tuple[str, dict[str, Any]]:
    """Find the highest and the lowest rate where no country has two years to compare."""
    high, low = values.idxmax(), values.idxmin()
    highest, lowest = (f"{names[iso]} ({locale.fixed(values[iso], 1)})" for iso in (high, low))
    return "level_of_one" if len(values) == 1 else "levels", {"highest": highest, "lowest": lowest}


def homicide_change(changes: pd.DataFrame, *, locale: Locale) -> Chart:
    """Draw each country's rate in a first year, at its peak and in its latest year on one line.

    Args:
        changes: as ``analysis.threats.changes`` gives it; rates per 100,000 residents. A latest value that is kept
            although unreliable is named so and not counted in the title.
        locale: the language.
    """
    say = locale.exhibit("homicide-change")
    rows = changes.assign(
        country=changes[locale.named("label")],
        from_peak=(changes["share_of_peak"] - 1) * 100,
        since_base=[locale.signed(locale.fixed(value, 1)) for value in changes["change"]],
        since_peak=[locale.percent(share - 1) for share in changes["share_of_peak"]],
        last_text=[f"{locale.fixed(row.last_value, 1)} ({int(row.last_year)})" for row in changes.itertuples()],
    ).sort_values("last_value")[::-1]
    base = int(rows["first_year"].mode().iloc[0])
    counted, doubtful = rows[~rows["doubtful"]], rows.loc[rows["doubtful"], "country"].tolist()[::-1]
    change = counted["last_value"] - counted["first_value"]
    return Chart(
        **say.head(
            {"title": "but" if doubtful else "all", "measure": "unreliable" if doubtful else "reliable"},
            base=base,
            lower=_counted(int((change < 0).sum()), "lower", say),
            higher=_counted(int((change > 0).sum()), "higher", say),
            names=locale.items(doubtful) if doubtful else None,
            listed="; ".join(_told(row, say) for row in rows.itertuples()),
        ),
        data=rows,
        columns=(
            say.column("country"),
            Column("first_value", say("columns.first_value", base=base), 1),
            say.column("first_year"),
            say.column("peak_value", 1),
            say.column("peak_year"),
            say.column("last_value", 1),
            say.column("last_year"),
            say.column("change", 1),
            say.column("from_peak", 0),
        ),
        evidence=changes,
        draw=dots_of(
            rows.assign(first_text=[_first_text(row, base, locale) for row in rows.itertuples()]),
            locale.number,
            locale,
            look=np.where(rows["doubtful"], "cross", "dot"),
            join=2.0,
            columns=(("since_base", say("labels.since", base=base)), ("since_peak", say("labels.peak"))),
        ),
    )


def _first_text(row: Any, base: int, locale: Locale) -> str:
    """Write a first value, with its year where it is not the common one."""
    value = locale.fixed(row.first_value, 1)
    return value if row.first_year == base else f"{value} ({int(row.first_year)})"


def _told(row: Any, say: ExhibitWords) -> str:
    """Tell one country's first and latest value."""
    return say(
        "row.unreliable" if row.doubtful else "row.reliable",
        name=getattr(row, say.locale.named("label")),
        first=say.locale.fixed(row.first_value, 1),
        begin=int(row.first_year),
        last=say.locale.fixed(row.last_value, 1),
        end=int(row.last_year),
    )


def _counted(count: int, way: str, say: ExhibitWords) -> str:
    """Write in how many countries the rate is lower or higher."""
    return say(f"{way}.{SMALL_COUNTS.get(count, 'many')}", count=count)


EDITION_STYLES = (("line", ""), ("thin", LIGHT.muted), ("dashes", LIGHT.ink), ("dots", EMPHASIS))
"""How the lines of the editions are told apart, in their order; the first, used elsewhere, has the country's colour."""


def homicide_editions(sides: pd.DataFrame, disagreements: pd.DataFrame, *, locale: Locale) -> Chart:
    """Lay the editions of the homicide rate over each other, for the countries where they disagree.

    Args:
        sides: as ``analysis.threats.editions`` gives it, cut to the countries to show (up to four).
        disagreements: as ``analysis.threats.disagreements`` gives it; the widest is told in the title.
        locale: the language.
    """
    say, label = locale.exhibit("homicide-editions"), locale.named("label")
    widest = disagreements[disagreements["country_iso3"].isin(sides["country_iso3"])].reset_index(drop=True)
    order = widest["country_iso3"].tolist()[:4]
    first, last = int(sides["year"].min()), int(sides["year"].max())

    def told(row: Any) -> str:
        low, high = (
            f"{locale.fixed(getattr(row, end), 1)} ({getattr(row, locale.named(end))})" for end in ("low", "high")
        )
        return f"{getattr(row, label)} {row.year}: {low}, {high}"

    first_row = widest.iloc[0]
    return Chart(
        **say.head(
            name=first_row[label],
            low=locale.fixed(first_row["low"], 1),
            high=locale.fixed(first_row["high"], 1),
            year=first_row["year"],
            years=locale.years(first, last),
            listed="; ".join(map(told, widest.itertuples())),
        ),
        data=sides[sides["country_iso3"].isin(order)].sort_values([label, "year"], kind="stable"),
        columns=(
            say.named("label"),
            say.column("year"),
            say.named("edition"),
            say.column("value", 1),
        ),
        evidence=sides,
        draw=_editions(sides, heads_of(sides, order, locale), locale),
    )


def _editions(sides: pd.DataFrame, heads: list[Head], locale: Locale) -> Years:
    """Lay lines and single values of the editions over each other, a key above that names them."""
    layers: list[Lines | Points] = []
    entries = []
    styles = cycle(EDITION_STYLES)
    for name, edition in sides.groupby(locale.named("edition"), sort=False):
        own = edition.assign(said=[f"{locale.fixed(value, 1)}, {name}" for value in edition["value"]])
        if own.groupby("country_iso3")["year"].nunique().max() == 1:
            layers.append(Points(frame=own, panel="country_iso3", look="diamond", text="said"))
            entries.append(Entry("diamond", LIGHT.ink, str(name)))
            continue
        look, colour = next(styles)
        width, dash = LINES[look]
        own = own.assign(colour=colour or own["colour"])
        layers.append(Lines(frame=own, panel="country_iso3", text="said", width=width, dash=dash))
        entries.append(Entry(look, colour or LIGHT.accent, str(name)))
    return Years(
        layers,
        write=locale.fixed,
        panels=heads,
        columns=2,
        high=1.0,
        own_scale=True,
        key=entries,
    )
