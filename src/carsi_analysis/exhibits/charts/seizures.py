"""Charts of what was seized, which measures enforcement as much as the threat."""

from typing import Any

import pandas as pd

from carsi_analysis.exhibits.charts.places import across, heads_of, names_of
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks import Break, Entry, Head, Lines, Points, Years
from carsi_analysis.house.tokens import LIGHT


def cocaine_seizures(series: pd.DataFrame, later: pd.DataFrame, *, locale: Locale) -> Chart:
    """Show cocaine seized by country on one logarithmic scale, a second source apart from the first.

    Args:
        series: the main series, as ``analysis.threats.indicator_series`` gives it; kilograms.
        later: the values of another source in later years, same columns; drawn as diamonds beyond a dashed line and
            never joined to the series.
        locale: the language.
    """
    say = locale.exhibit("cocaine-seizures")
    both = pd.concat([series, later], ignore_index=True)
    names = names_of(both, locale)
    order = both.groupby("country_iso3")["value"].max().sort_values(ascending=False, kind="stable").index.tolist()
    sources = (say("labels.series"), say("labels.later"))
    variant, facts = _leaders(series, later, names, locale)
    return Chart(
        **say.head(
            {"title": variant, "notes": ["zeros"] if (later["value"] == 0).any() else []},
            **facts,
            years=f"{both['year'].min()}–{both['year'].max()}",
            count=len(order),
            listed="; ".join(f"{names[iso]} {_ends(series, later, iso, locale)}" for iso in order),
            zeros=_zeros(later, names, locale),
        ),
        data=across(dict(zip(sources, (series, later), strict=True)), order, "source"),
        columns=(say.column("year"), say.column("source"), *(Column(iso, names[iso], 0) for iso in order)),
        evidence=both,
        draw=_drawing(
            series.assign(said=series["value"].map(locale.number)),
            later.assign(said=later["value"].map(locale.number)),
            heads_of(both, order, locale),
            [
                Entry("line", LIGHT.ink, sources[0]),
                Entry("open", LIGHT.ink, say("labels.doubtful")),
                Entry("dashed", LIGHT.ink, say("labels.break")),
                Entry("diamond", LIGHT.ink, sources[1]),
            ],
            locale,
        ),
    )


def _drawing(series: pd.DataFrame, later: pd.DataFrame, heads: list[Head], key: list[Entry], locale: Locale) -> Years:
    """Draw the line of the first source and the diamonds of the second, a dashed line between them."""
    begins = (series["year"].max() + later["year"].min() + 1) / 2 if len(series) and len(later) else None
    return Years(
        [
            Lines(
                frame=series, panel="country_iso3", text="said", label_at=("peak",) if len(later) else ("peak", "last")
            ),
            Points(frame=series[series["doubtful"]], panel="country_iso3", look="open", text="said"),
            Points(frame=later, panel="country_iso3", look="diamond", text="said", label_at=("last",)),
            Break(frame=pd.DataFrame({"year": [] if begins is None else [begins]})),
        ],
        write=locale.fixed,
        panels=heads,
        logarithmic=True,
        key=key,
    )


def _leader(part: pd.DataFrame) -> tuple[str, float, int] | None:
    """Find who seized most in the last year of a source, and its part of the countries that have a value then."""
    if part.empty:
        return None
    last = part[part["year"] == part["year"].max()].set_index("country_iso3")["value"]
    return str(last.idxmax()), float(last.max() / last.sum()) if last.sum() else 0.0, int(part["year"].max())


def _leaders(series: pd.DataFrame, later: pd.DataFrame, names: pd.Series, locale: Locale) -> tuple[str, dict[str, Any]]:
    """Find who seized most by the last year of each source: the title's variant and its facts."""
    found = [leader for leader in (_leader(series), _leader(later)) if leader is not None]
    facts = {
        f"{fact}_{place}": value
        for place, (iso, share, year) in zip(("one", "two"), found, strict=False)
        for fact, value in (("name", names[iso]), ("share", locale.percent(share)), ("year", year))
    }
    if len(found) == 1:
        return "single", facts
    if found[0][0] != found[1][0]:
        return "apart", facts
    return "most" if min(found[0][1], found[1][1]) > 0.5 else "more", facts


def _ends(series: pd.DataFrame, later: pd.DataFrame, iso: str, locale: Locale) -> str:
    """Tell the last value of a country by each source."""
    ends = [part[part["country_iso3"] == iso].tail(1) for part in (series, later)]
    return ", ".join(f"{locale.number(end['value'].iloc[0])} ({int(end['year'].iloc[0])})" for end in ends if len(end))


def _zeros(later: pd.DataFrame, names: pd.Series, locale: Locale) -> str:
    """Name the countries and years of a value of zero."""
    zeros = later[later["value"] == 0].groupby("country_iso3")["year"]
    return locale.items([f"{names[iso]} ({', '.join(str(int(year)) for year in years)})" for iso, years in zeros])
