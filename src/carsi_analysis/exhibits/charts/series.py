"""Charts of any indicator: its course in every country, or in one country among the others."""

from typing import Any

import pandas as pd

from carsi_analysis.exhibits.charts.described import Described
from carsi_analysis.exhibits.charts.places import course, ends_of, heads_of, names_of
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import ExhibitWords, Locale
from carsi_analysis.exhibits.marks import Band, Break, Entry, Lines, Points, Years
from carsi_analysis.house.tokens import CONTEXT, CONTEXT_BAND, LIGHT

WIDE_APART = 25
"""Highest by lowest of the countries' peaks from which one straight scale would hide the small countries."""

HIGH_IN = 1.97
"""Height of the panel of one country among the others."""


def indicator_trend(
    series: pd.DataFrame,
    indicator: pd.Series,
    *,
    locale: Locale,
    highlight: str | None = None,
) -> Chart:
    """Show any indicator over the years: every country in a panel of its own, or one country among the others.

    Gaps stay gaps, a change of method inside the series is never joined, isolated estimates are dots without a line,
    and values that are kept although unreliable are open. Countries that lie far apart share a logarithmic scale.

    Args:
        series: one indicator, as ``analysis.threats.indicator_series`` gives it.
        indicator: its description, as ``Study.described`` gives it.
        locale: the language.
        highlight: a country (ISO code) to draw among the others in one panel; by default all, side by side.
    """
    view = SeriesView(series, indicator, locale)
    say = view.about.words("indicator-trend", "trend" if highlight is None else f"trend-{highlight.lower()}")
    listed = "; ".join(_course(view, iso, say) for iso in view.order)
    variant = {
        "measure": "logarithmic" if view.logarithmic else "linear",
        "alt": f"{'panels' if highlight is None else 'lines'}.{'moved' if view.joined else 'latest'}",
        "notes": _notes(view, highlight),
    }
    if highlight is None or view.of(highlight).empty:
        kind, facts = _ends_of_all(view)
        head = say.head(variant | {"title": kind}, **view.facts, listed=listed, **facts)
    else:
        kind, facts = _move_of_one(view, highlight)
        head = say.head(variant | {"title": kind}, **view.facts, listed=listed, **facts)
    return Chart(
        **head,
        unit=view.about.unit,
        data=view.table,
        columns=view.columns,
        evidence=series,
        draw=_side_by_side(view) if highlight is None else _among_others(view, highlight),
    )


class SeriesView:
    """One indicator in one language, with what its charts share: names, numbers as text, table and layers."""

    def __init__(self, series: pd.DataFrame, indicator: pd.Series, locale: Locale) -> None:
        self.about, self.locale = Described(indicator, locale), locale
        self.series = series.assign(said=series["value"].map(self.about.write))
        self.names, self.ends = names_of(series, locale), ends_of(series)
        self.joined = indicator["role"] != "points"
        self.start, self.end = int(series["year"].min()), int(series["year"].max())
        peaks = series.groupby("country_iso3")["value"].max().sort_values(ascending=False, kind="stable")
        self.order = peaks.index.tolist()
        seen = peaks[peaks > 0]
        self.logarithmic = bool(series["value"].min() >= 0 and len(seen) > 1 and seen.max() > WIDE_APART * seen.min())

    @property
    def facts(self) -> dict[str, Any]:
        """What the words of a chart name: the indicator, its years, and the first one of another method."""
        fiscal = self.about.indicator["year_basis"] == "fiscal"
        return {
            **self.about.names,
            "years": (self.locale.fiscal_years if fiscal else self.locale.years)(self.start, self.end),
            "method_year": self.new_method,
        }

    @property
    def new_method(self) -> int | None:
        """The first year after a change of method, if there was one."""
        years = self.series.loc[self.series["stretch"] > self.series["stretch"].min(), "year"]
        return int(years.min()) if len(years) else None

    def of(self, iso: str) -> pd.DataFrame:
        """The values of one country."""
        return self.series[self.series["country_iso3"] == iso]

    def write(self, value: float) -> str:
        """Write a value with the indicator's decimals."""
        return self.about.write(value)

    @property
    def band(self) -> pd.DataFrame:
        """Lowest and highest value by year, in years when most of the countries have a value.

        None where such years are few: a range of ever other countries would look like a movement.
        """
        held = self.series.groupby(["stretch", "year"])["value"].agg(low="min", high="max", countries="count")
        most = held["countries"] >= max(len(self.order) - 2, 3)
        return held[most & (self.joined and most.mean() > 0.5)].reset_index()

    @property
    def marks(self) -> list[Break | Band]:
        """What stands on every panel: the range of the countries and a change of method."""
        broken = pd.DataFrame({"year": [self.new_method] if self.new_method else []})
        return [Band(frame=self.band, low="low", high="high", part="stretch"), Break(frame=broken)]

    @property
    def table(self) -> pd.DataFrame:
        """Years down, countries across; estimates that share a year keep a row each."""
        order = sorted(self.names.index, key=lambda iso: self.names[iso])
        turn = self.series.assign(turn=self.series.groupby(["country_iso3", "year"]).cumcount())
        wide = turn.pivot(index=["year", "turn"], columns="country_iso3", values="value")[order].reset_index()
        if turn["turn"].max() == 0:
            years = pd.RangeIndex(self.start, self.end + 1, name="year")
            wide = wide.set_index("year").reindex(years).reset_index()
        return wide.drop(columns="turn")

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the table."""
        order = sorted(self.names.index, key=lambda iso: self.names[iso])
        basis = "fiscal_year" if self.about.indicator["year_basis"] == "fiscal" else "year"
        return (
            Column("year", self.locale.words("columns.year"), unit=self.locale.words(f"units.{basis}")),
            *(Column(iso, self.names[iso], self.about.digits) for iso in order),
        )


def _notes(view: SeriesView, highlight: str | None) -> list[str]:
    """Name what a reader must know to read the marks."""
    told = {
        "doubtful": view.series["doubtful"].any(),
        "method": view.new_method is not None,
        "zeros": view.logarithmic and (view.series["value"] == 0).any(),
        "shaded": highlight is not None and len(view.band) > 0,
    }
    return [name for name, holds in told.items() if holds]


def _highest(view: SeriesView) -> dict[str, Any]:
    """Name the highest value of all."""
    top = view.series.loc[view.series["value"].idxmax()]
    return {"name": view.names[top["country_iso3"]], "value": view.write(top["value"]), "year": int(top["year"])}


def _ends_of_all(view: SeriesView) -> tuple[str, dict[str, Any]]:
    """Find the countries with the highest and the lowest last value: the kind of title, and what it names.

    A move from first to last would mislead: series begin in different years, and some peak between. Ends that several
    share would make the title a list.
    """
    if len(view.order) > 1 and view.series["value"].nunique() == 1:
        return "level", _highest(view)
    last = view.ends["last"].round(view.about.digits)
    shared = last.isin([last.min(), last.max()]).sum()
    if not view.joined or last.min() == last.max() or shared > 2:
        return "points", _highest(view)
    ends = {"highest": last.max(), "lowest": last.min()}
    facts: dict[str, Any] = {
        which: view.locale.items([view.names[iso] for iso in last.index[last == value]])
        for which, value in ends.items()
    }
    high, low = (_dated_end(view, last.index[last == value], value) for value in ends.values())
    return "ends", facts | {"high": high, "low": low}


def _dated_end(view: SeriesView, countries: pd.Index, value: float) -> str:
    """Write a last value, with its year where it is not the last one of the chart."""
    years = view.ends.loc[countries, "last_year"].astype(int).unique().tolist()
    return (
        view.write(value)
        if years == [view.end]
        else f"{view.write(value)}, {view.locale.items([str(year) for year in years])}"
    )


def _move_of_one(view: SeriesView, iso: str) -> tuple[str, dict[str, Any]]:
    """Find how one country's value moved: the kind of title, and what it names."""
    ends = view.ends.loc[iso]
    first, last = view.write(ends["first"]), view.write(ends["last"])
    begin, end = int(ends["first_year"]), int(ends["last_year"])
    facts = {"name": view.names[iso], "first": first, "last": last, "begin": begin, "end": end}
    if not view.joined or begin == end:
        return "latest", facts
    return "same" if first == last else "moved", facts


def _course(view: SeriesView, iso: str, say: ExhibitWords) -> str:
    """Tell a country's first and last comparable value, or the last alone."""
    ends = view.ends.loc[iso]
    if view.joined and ends["first_year"] < ends["last_year"]:
        return course(view.names[iso], ends, view.write, say)
    return f"{view.names[iso]} {view.write(ends['last'])} ({int(ends['last_year'])})"


def _side_by_side(view: SeriesView) -> Years:
    """Draw every country in a panel of its own over the range of all."""
    return Years(
        [
            *view.marks,
            Lines(
                frame=view.series,
                panel="country_iso3",
                stretch="stretch",
                text="said",
                label_at=("last", "peak"),
                joined=view.joined,
            ),
            Points(frame=view.series[view.series["doubtful"]], panel="country_iso3", look="open", text="said"),
        ],
        write=view.locale.fixed,
        panels=heads_of(view.series, view.order, view.locale),
        high=0.9,
        zero=bool(view.series["value"].min() >= 0),
        logarithmic=view.logarithmic,
        key=_key(view) if len(view.order) > 1 else (),
    )


def _key(view: SeriesView) -> list[Entry]:
    """Explain the marks that there are."""
    words = view.locale.words.part("indicators.key")
    joins = view.series.groupby(["country_iso3", "stretch"])["year"].diff().eq(1).any()
    entries = {
        "country": ("line" if joins else "dot", view.joined),
        "estimate": ("dot", not view.joined),
        "band": ("band", len(view.band) > 0),
        "unreliable": ("open", view.series["doubtful"].any()),
        "method": ("dashed", view.new_method is not None),
    }
    return [
        Entry(look, CONTEXT_BAND if look == "band" else LIGHT.ink, words(key))
        for key, (look, holds) in entries.items()
        if holds
    ]


def _among_others(view: SeriesView, highlight: str) -> Years:
    """Draw one country in its colour, the others as thin lines over the range of all, each named at its end."""
    last = view.series.groupby("country_iso3")["year"].transform("max")
    dated = [f" ({int(year)})" if year < view.end - 1 else "" for year in last]
    ends = view.series["country_iso3"].map(view.names) + " " + view.series["said"] + dated
    named = view.series.assign(name=view.series["country_iso3"].map(view.names), end=ends)
    own = named["country_iso3"] == highlight
    style: dict[str, Any] = {"part": "name", "stretch": "stretch", "text": "said", "name": "end", "joined": view.joined}
    return Years(
        [
            *view.marks,
            Lines(frame=named[~own].assign(colour=CONTEXT), width=0.9, **style),
            Lines(frame=named[own], width=2.4, **style),
            Points(frame=named[own & named["doubtful"]], look="open", text="said"),
        ],
        write=view.locale.fixed,
        high=HIGH_IN,
        zero=bool(view.series["value"].min() >= 0),
        logarithmic=view.logarithmic,
    )
