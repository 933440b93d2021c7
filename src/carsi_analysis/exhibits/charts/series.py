"""Charts of any indicator: its course in the seven countries, one country among the others, and two years compared."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from carsi_analysis.exhibits.charts.pairs import counted_moves
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import ExhibitWords, Locale
from carsi_analysis.exhibits.money import wrapped
from carsi_analysis.exhibits.panels import (
    LINE_HEIGHT_IN,
    SMALL,
    Panel,
    add,
    draw_band,
    draw_open,
    draw_runs,
    draw_scale,
    draw_years,
    log_ticks,
    panel_grid,
    runs,
    scale_writer,
    sheet,
    spread,
    text_width,
    value_ticks,
    year_ticks,
)
from carsi_analysis.house.tokens import CHART_WIDTH_IN, CONTEXT, CONTEXT_BAND, COUNTRY_COLOURS, LIGHT, TYPE

WIDE_APART = 25
"""Highest by lowest of the countries' peaks from which one straight scale would hide the small countries."""

KEY_TEXT_IN = 1.0
"""Room for the words of a key in a free cell of the grid."""

HEADROOM = 0.2
"""Room above the highest value for its label, as a part of the scale."""


def indicator_trend(
    series: pd.DataFrame,
    indicator: pd.Series,
    *,
    locale: Locale,
    highlight: str | None = None,
    height_in: float | None = None,
) -> Chart:
    """Show any indicator over the years: every country in a panel of its own, or one country among the others.

    Gaps stay gaps, a change of method inside the series is never joined, isolated estimates are dots without a line,
    and values that are kept although unreliable are open. Countries that lie far apart share a logarithmic scale.

    Args:
        series: one indicator, as ``analysis.threats.indicator_series`` gives it.
        indicator: its description, as ``analysis.threats.indicator`` gives it.
        locale: the language.
        highlight: a country (ISO code) to draw among the others in one panel; by default all, side by side.
        height_in: height where a page is short; by default what the panels need.
    """
    view = SeriesView(series, indicator, locale)
    kind = f"{slug(indicator)}-trend"
    say = locale.exhibit("indicator-trend", kind if highlight is None else f"{kind}-{highlight.lower()}")
    listed = "; ".join(_course(view, iso, say) for iso in view.order)
    variant = {
        "measure": "logarithmic" if view.logarithmic else "linear",
        "alt": f"{'panels' if highlight is None else 'lines'}.{'moved' if view.joined else 'latest'}",
        "notes": _notes(view, highlight),
    }
    if highlight is None or view.of(highlight).empty:
        head = say.head(variant | {"title": "points"}, **view.facts, listed=listed, **_highest(view))
        if view.joined and view.end > view.start:
            head["title"] = _moves_of_all(view)
    else:
        kind, facts = _move_of_one(view, highlight)
        head = say.head(variant | {"title": kind}, **view.facts, listed=listed, **facts)
    return Chart(
        **head,
        unit=view.unit,
        data=view.table,
        columns=view.columns,
        evidence=series,
        draw=lambda figure: _draw_all(figure, view) if highlight is None else _draw_one(figure, view, highlight),
        height_in=height_in or (2.3 if highlight else 1.55 if len(view.order) <= 4 else 2.75),
    )


class SeriesView:
    """One indicator in one language, with what its charts share: names, scale, numbers as text, table and notes."""

    def __init__(self, series: pd.DataFrame, indicator: pd.Series, locale: Locale) -> None:
        self.series, self.indicator, self.locale = series, indicator, locale
        self.names = series.drop_duplicates("country_iso3").set_index("country_iso3")[locale.named("label")]
        self.digits = int(indicator["decimals"])
        self.label = str(indicator[locale.named("short_label")])
        self.unit = str(indicator[locale.named("unit")])
        self.joined = indicator["role"] != "points"
        self.start, self.end = int(series["year"].min()), int(series["year"].max())
        peaks = series.groupby("country_iso3")["value"].max().sort_values(ascending=False, kind="stable")
        self.order = peaks.index.tolist()
        self._of = dict(list(series.groupby("country_iso3")))
        seen = peaks[peaks > 0]
        self.logarithmic = bool(series["value"].min() >= 0 and len(seen) > 1 and seen.max() > WIDE_APART * seen.min())

    @property
    def measure(self) -> str:
        """The indicator's full name and its years, fiscal ones named as such, and the kind of scale."""
        kind = "logarithmic" if self.logarithmic else "linear"
        return self.locale.exhibit("indicator-trend")(f"measure.{kind}", **self.facts)

    @property
    def facts(self) -> dict[str, Any]:
        """What the words of a chart name: the indicator, its years, and the first one of another method."""
        fiscal = self.indicator["year_basis"] == "fiscal"
        return {
            "label": self.label,
            "full_label": self.indicator[self.locale.named("label")],
            "years": (self.locale.fiscal_years if fiscal else self.locale.years)(self.start, self.end),
            "method_year": self.series.loc[self.series["stretch"] > 0, "year"].min(),
        }

    def of(self, iso: str) -> pd.DataFrame:
        """The values of one country."""
        return self._of.get(iso, self.series.iloc[:0])

    def write(self, value: float) -> str:
        """Write a value with the indicator's decimals."""
        return self.locale.fixed(value, self.digits)

    def parts(self, iso: str) -> list[pd.Series]:
        """The stretches of a country's values that may be joined; isolated estimates stand alone."""
        own = self.of(iso)
        if not self.joined:
            return [pd.Series([value], index=[year]) for year, value in zip(own["year"], own["value"], strict=True)]
        stretches = [part.groupby("year")["value"].mean() for _, part in own.groupby("stretch")]
        return [run for stretch in stretches for run in runs(stretch)]

    def doubtful(self, iso: str) -> pd.Series:
        """The values of a country that are kept although unreliable."""
        own = self.of(iso)
        return own[own["doubtful"]].set_index("year")["value"]

    def scale(self, room: int = 4, headroom: float = HEADROOM) -> tuple[tuple[float, float], list[float]]:
        """The span of values and the ticks on it; counts and rates start at zero, scores where they are."""
        low, high = float(self.series["value"].min()), float(self.series["value"].max())
        if self.logarithmic:
            low = float(self.series.loc[self.series["value"] > 0, "value"].min())
            top = high * (high / low) ** headroom * 1.3
            return (low / 1.3, top), log_ticks(low / 1.3, top)
        floor = 0.0 if low >= 0 else low - (high - low) * 0.06
        top = high + (high - floor) * headroom if high > floor else floor + 1
        return (floor, top), value_ticks(floor, top, room)

    def bands(self) -> list[tuple[pd.Series, pd.Series]]:
        """Lowest and highest value by year, one pair a stretch, in years when most of the countries have a value.

        None where such years are few: a range of ever other countries would look like a movement.
        """
        groups = self.series.groupby(["stretch", "year"])["value"]
        held = groups.agg(["min", "max", "count"])
        most = held["count"] >= max(len(self.order) - 2, 3)
        held = held[most] if most.mean() > 0.5 else held.iloc[:0]
        return [(part.droplevel(0)["min"], part.droplevel(0)["max"]) for _, part in held.groupby(level="stretch")]

    def ticks(self, room_in: float) -> list[int]:
        """The years to write under a panel: the measured ones when there are few, else round ones."""
        years = sorted(int(year) for year in self.series["year"].unique())
        closest = min((b - a for a, b in pairwise(years)), default=1) / max(self.end - self.start, 1) * room_in
        few = len(years) <= 3 and closest > text_width("2000", SMALL) * 1.3
        return years if few else year_ticks(self.start, self.end, room_in)

    def compared(self, iso: str) -> pd.DataFrame:
        """First and last row of the country's last stretch that may be compared; unreliable values only if alone."""
        own = self.of(iso)
        own = own if own["doubtful"].all() else own[~own["doubtful"]]
        last = own[own["stretch"] == own["stretch"].max()]
        return last.iloc[[0, -1]]

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
        return (
            Column("year", self.locale.words("columns.year")),
            *(Column(iso, self.names[iso], self.digits) for iso in order),
        )


def _notes(view: SeriesView, highlight: str | None) -> list[str]:
    """Name what a reader must know to read the marks."""
    told = {
        "doubtful": view.series["doubtful"].any(),
        "method": view.series["stretch"].nunique() > 1,
        "zeros": view.logarithmic and (view.series["value"] == 0).any(),
        "shaded": highlight is not None and len(view.bands()) > 0,
    }
    return [name for name, holds in told.items() if holds]


def slug(indicator: pd.Series) -> str:
    """Make an exhibit's identifier of an indicator's."""
    return str(indicator["indicator_id"]).replace("_", "-")


def _highest(view: SeriesView) -> dict[str, Any]:
    """Name the highest value of all."""
    top = view.series.loc[view.series["value"].idxmax()]
    return {"name": view.names[top["country_iso3"]], "value": view.write(top["value"]), "year": int(top["year"])}


def _moves_of_all(view: SeriesView) -> str:
    """Say in how many countries the last value lies below and above the first one."""
    ends = [view.compared(iso) for iso in view.order]
    begun = {int(end["year"].iloc[0]) for end in ends}
    base = view.locale.words(f"indicators.moves.base.{'same' if len(begun) == 1 else 'first'}", year=min(begun))
    moves = [end["value"].round(view.digits).diff().iloc[-1] for end in ends]
    return counted_moves(view.label, moves, base, view.locale)


def _move_of_one(view: SeriesView, iso: str) -> tuple[str, dict[str, Any]]:
    """Find how one country's value moved: the kind of title, and what it names."""
    one, other = (row for _, row in view.compared(iso).iterrows())
    first, last = view.write(one["value"]), view.write(other["value"])
    begin, end = int(one["year"]), int(other["year"])
    facts = {"name": view.names[iso], "first": first, "last": last, "begin": begin, "end": end}
    if not view.joined or begin == end:
        return "latest", facts
    return "same" if first == last else "rose" if other["value"] > one["value"] else "fell", facts


def _course(view: SeriesView, iso: str, say: ExhibitWords) -> str:
    """Tell a country's first and last comparable value."""
    first, last = (f"{view.write(row['value'])} ({int(row['year'])})" for _, row in view.compared(iso).iterrows())
    if not view.joined or first == last:
        return f"{view.names[iso]} {last}"
    return say("row", name=view.names[iso], first=first, last=last)


def _draw_all(figure: Figure, view: SeriesView) -> None:
    """Draw every country in a panel of its own over the range of all."""
    axes = sheet(figure)
    span, ticks = view.scale(4 if figure.get_size_inches()[1] > 2 else 3)
    writer = scale_writer(ticks, view.locale)
    rows = 1 if len(view.order) <= 4 else 2
    left = 0.1 + max(text_width(writer(tick), SMALL) for tick in ticks)
    years = (view.start - 0.5, view.end + 0.5) if view.end > view.start else (view.start - 1.0, view.end + 1.0)
    reach = view.end - view.start
    columns = 2 if len(view.order) == 2 else 4
    panels = panel_grid(
        figure.get_size_inches()[1],
        rows,
        columns,
        (years[0], years[1] + max(reach * 0.2, 1)),
        span,
        logarithmic=view.logarithmic,
        left=left,
        gap_y=0.48,
    )
    used = panels[: len(view.order)]
    draw_scale(axes, used, ticks, [p for p in (0, 4) if p < len(used)], writer)
    draw_years(axes, used, view.ticks(used[0].width * 0.85))
    bands = view.bands() if view.joined else []
    for panel, iso in zip(used, view.order, strict=False):
        colour = COUNTRY_COLOURS[iso]
        for low, high in bands:
            draw_band(axes, panel, low, high)
        draw_runs(axes, panel, view.parts(iso), colour)
        draw_open(axes, panel, view.doubtful(iso), colour)
        _mark_break(axes, panel, view)
        label_ends(axes, panel, view.of(iso), view.write, colour)
        axes.text(panel.left, panel.top + 0.06, view.names[iso], size=TYPE.chart, weight=600, color=colour)
    if len(used) in (7, 3):
        _key(axes, panels[len(used)], view)


def _mark_break(axes: Axes, panel: Panel, view: SeriesView) -> None:
    """Draw the change of method inside a series as a dashed line between the two stretches."""
    if view.series["stretch"].nunique() > 1:
        new = view.series.loc[view.series["stretch"] > 0, "year"].min()
        x = panel.x(new - 0.5)
        axes.plot([x, x], [panel.bottom, panel.top], color=LIGHT.muted, linewidth=0.8, linestyle=(0, (3, 2)), zorder=2)


def label_ends(
    axes: Axes,
    panel: Panel,
    own: pd.DataFrame,
    write: Callable[[float], str],
    colour: str,
    last_at: tuple[float, float] | None = None,
    inside: bool = False,
) -> None:
    """Write the peak above the line and the last value to its right, unless the two are nearly the same place.

    ``last_at`` puts the last value elsewhere, clear of a mark that stands there; ``inside`` writes it above the point
    instead, flush with the panel's right edge.
    """
    last = own.iloc[-1]
    peak = own.loc[own["value"].idxmax()]
    x, y = last_at or (panel.x(last["year"]), panel.y(last["value"]))
    room = CHART_WIDTH_IN - x - 0.08
    text = write(last["value"])
    style: dict[str, Any] = {"size": SMALL, "weight": 600, "color": colour, "zorder": 5}
    if inside:
        axes.text(panel.right, y + 0.07, text, ha="right", va="bottom", **style)
    elif text_width(text, SMALL, 600) <= room:
        axes.text(x + 0.06, y, text, va="center", **style)
    else:
        axes.text(CHART_WIDTH_IN - 0.02, y + 0.05, text, ha="right", va="bottom", **style)
    top = write(peak["value"])
    reach = panel.right - text_width(text, SMALL, 600) if inside else x
    near = panel.x(peak["year"]) + text_width(top, SMALL, 600) / 2 > reach - 0.08
    if top != text and not (near and panel.y(peak["value"]) - y < LINE_HEIGHT_IN * 1.3):
        half = text_width(top, SMALL, 600) / 2
        middle = max(panel.x(peak["year"]), panel.left + half - 0.03)
        axes.text(middle, panel.y(peak["value"]) + 0.045, top, ha="center", va="bottom", **style)


def _key(axes: Axes, cell: Panel, view: SeriesView) -> None:
    """Explain the marks in the free cell of the grid."""
    locale = view.locale
    left, y, step = cell.left + 0.1, cell.top - 0.12, 0.3
    joined = any(len(part) > 1 for iso in view.order for part in view.parts(iso))
    words = locale.words.part("indicators.key")
    entries = [("line" if joined else "dot", words("country"))]
    if view.joined and view.bands():
        entries.append(("band", words("band")))
    if not view.joined:
        entries = [("dot", words("estimate"))]
    if view.series["doubtful"].any():
        entries.append(("open", words("unreliable")))
    if view.series["stretch"].nunique() > 1:
        entries.append(("break", words("method")))
    for kind, text in entries:
        draw_key(axes, kind, left, y, text)
        y -= step + (0.1 if kind == "band" else 0)


def draw_key(axes: Axes, kind: str, left: float, y: float, text: str) -> None:
    """Draw one entry of a key: a mark of 0.25 inches and its meaning."""
    middle = left + 0.125
    if kind == "line":
        axes.plot([left, left + 0.25], [y, y], color=LIGHT.ink, linewidth=1.8)
    elif kind == "band":
        axes.fill_between([left, left + 0.25], y - 0.07, y + 0.07, color=CONTEXT_BAND, linewidth=0)
    elif kind == "open":
        axes.scatter([middle], [y], s=15, facecolor="white", edgecolor=LIGHT.ink, linewidth=1.1)
    elif kind == "diamond":
        axes.scatter([middle], [y], s=20, marker="D", facecolor="white", edgecolor=LIGHT.ink, linewidth=1.1)
    elif kind == "dot":
        axes.scatter([middle], [y], s=16, color=LIGHT.ink, linewidth=0)
    else:
        axes.plot([middle, middle], [y - 0.09, y + 0.09], color=LIGHT.muted, linewidth=0.8, linestyle=(0, (3, 2)))
    lines = wrapped(text, KEY_TEXT_IN)
    axes.text(left + 0.34, y, "\n".join(lines), va="center", size=SMALL, linespacing=1.1)


def _draw_one(figure: Figure, view: SeriesView, highlight: str | None) -> None:
    """Draw one country in its colour, the others as thin lines over the range of all, each named at its end."""
    axes = sheet(figure)
    span, ticks = view.scale(5, headroom=0.04)
    writer = scale_writer(ticks, view.locale)
    ends = {iso: view.of(iso).iloc[-1] for iso in view.order}
    labels = {
        iso: f"{view.names[iso]} {view.write(end['value'])}"
        + (f" ({int(end['year'])})" if end["year"] < view.end - 1 else "")
        for iso, end in ends.items()
    }
    widest = max(text_width(label, SMALL, 600) for label in labels.values())
    left = 0.12 + max(text_width(writer(tick), SMALL) for tick in ticks)
    height = figure.get_size_inches()[1]
    years = (view.start - 0.5, view.end + 0.5) if view.end > view.start else (view.start - 1.0, view.end + 1.0)
    panel = Panel(
        left, 0.25, CHART_WIDTH_IN - left - widest - 0.3, height - 0.33, years, span, logarithmic=view.logarithmic
    )
    draw_scale(axes, [panel], ticks, [0], writer)
    draw_years(axes, [panel], view.ticks(panel.width * 0.7))
    for low, high in view.bands() if view.joined else []:
        draw_band(axes, panel, low, high)
    for iso in view.order:
        if iso != highlight:
            draw_runs(axes, panel, view.parts(iso), CONTEXT, 0.9)
    if highlight in view.order:
        draw_runs(axes, panel, view.parts(str(highlight)), COUNTRY_COLOURS[str(highlight)], 2.4)
        draw_open(axes, panel, view.doubtful(str(highlight)), COUNTRY_COLOURS[str(highlight)])
    _mark_break(axes, panel, view)
    name_ends(axes, panel, labels, ends, highlight)


def name_ends(
    axes: Axes, panel: Panel, labels: dict[str, str], ends: dict[str, pd.Series], highlight: str | None = None
) -> None:
    """Write a label for each country right of the panel, moved apart, a thin lead from the line's end to it."""
    order = list(labels)
    wanted = [float(panel.y(ends[iso]["value"])) for iso in order]
    places = spread(wanted, LINE_HEIGHT_IN, panel.bottom, panel.top)
    leads = [
        [(panel.x(ends[iso]["year"]) + 0.03, y), (panel.right + 0.02, y), (panel.right + 0.14, place)]
        for iso, y, place in zip(order, wanted, places, strict=True)
    ]
    add(axes, LineCollection(leads, colors=LIGHT.rule, linewidths=0.6, zorder=0.8))
    for iso, place in zip(order, places, strict=True):
        plain = highlight is not None and iso != highlight
        axes.text(
            panel.right + 0.17,
            place,
            labels[iso],
            va="center",
            size=SMALL,
            weight=400 if plain else 600,
            color=LIGHT.muted if plain else COUNTRY_COLOURS[iso],
        )
