"""Charts of lethal violence: the seven countries side by side, who moved how far, and where editions disagree."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from carsi_analysis.exhibits.charts.pairs import dots_of
from carsi_analysis.exhibits.charts.series import draw_key, label_ends
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import ExhibitWords, Locale
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
    panel_grid,
    runs,
    sheet,
    spread,
    text_width,
    value_ticks,
    year_ticks,
)
from carsi_analysis.house.tokens import CHART_WIDTH_IN, COUNTRY_COLOURS, EMPHASIS, LIGHT, TYPE

SMALL_COUNTS = {0: "none", 1: "one"}


def homicide_trends(series: pd.DataFrame, later: pd.DataFrame, *, locale: Locale) -> Chart:
    """Show each country's homicide rate over the range of all, as small multiples on one scale.

    Args:
        series: the main series, as ``analysis.threats.indicator_series`` gives it; values are victims per 100,000
            residents. Years without a value stay gaps in the line; unreliable values are open circles and stay out of
            the title.
        later: single values of a later release, same columns; drawn as open diamonds, never joined to the line.
        locale: the language.
    """
    say, label = locale.exhibit("homicide-trends"), locale.named("label")
    wide = _by_year(series)
    order = wide.max().sort_values(ascending=False).index.tolist()
    names = series.drop_duplicates("country_iso3").set_index("country_iso3")[label]
    first, last = int(wide.index[0]), int(wide.index[-1])
    newest = int(max(last, later["year"].max())) if len(later) else last
    doubtful = series[series["doubtful"]]
    of, later_of = (dict(list(part.groupby("country_iso3"))) for part in (series, later))
    low, high = wide.min(axis=1), wide.max(axis=1)
    ends = pd.DataFrame({iso: _first_and_last(series, iso) for iso in order}).T

    def draw(figure: Figure) -> None:
        axes = sheet(figure)
        top = float(max(wide.max().max(), later["value"].max() if len(later) else 0)) * 1.2
        reach = max(last - first, 1)
        panels = panel_grid(
            figure.get_size_inches()[1], 2, 4, (first - 0.5, last + 0.5 + reach * 0.3), (0, top), gap_y=0.46
        )
        used = panels[: len(order)]
        draw_scale(axes, used, value_ticks(0, top), [p for p in (0, 4) if p < len(used)], locale.number)
        draw_years(axes, used, year_ticks(first, last, used[0].width * 0.85))
        for panel, iso in zip(used, order, strict=False):
            colour = COUNTRY_COLOURS[iso]
            draw_band(axes, panel, low, high)
            draw_runs(axes, panel, runs(wide[iso]), colour)
            own = of[iso]
            draw_open(axes, panel, own[own["doubtful"]].set_index("year")["value"], colour)
            point = later_of.get(iso, later.iloc[:0]).set_index("year")["value"]
            draw_later(axes, panel, point, colour)
            last_at = _label_later(axes, panel, own, point, colour, locale)
            label_ends(axes, panel, own, lambda v: locale.fixed(v, 1), colour, last_at)
            axes.text(panel.left, panel.top + 0.06, names[iso], size=TYPE.chart, weight=600, color=colour)
        if len(used) < len(panels):
            _explain(axes, panels[len(used)], locale, unreliable=len(doubtful) > 0, released=len(later) > 0)

    kind, facts = _trend_title(ends, names, locale)
    listed = "; ".join(_move(names[iso], ends.loc[iso], say) for iso in order)
    return Chart(
        **say.head({"title": kind}, years=locale.years(first, newest), listed=listed, **{"count": len(order), **facts}),
        data=_with_later(wide, later, order, say),
        columns=(
            say.column("year"),
            say.column("release"),
            *(Column(iso, names[iso], 1) for iso in order),
        ),
        evidence=pd.concat([series, later]),
        draw=draw,
        height_in=2.55,
    )


def _by_year(series: pd.DataFrame) -> pd.DataFrame:
    """Put years down, without leaving any out, and countries across."""
    wide = series.pivot(index="year", columns="country_iso3", values="value").sort_index()
    return wide.reindex(pd.RangeIndex(wide.index.min(), wide.index.max() + 1, name="year"))


def _with_later(wide: pd.DataFrame, later: pd.DataFrame, order: list[str], say: ExhibitWords) -> pd.DataFrame:
    """Add the values of the later release as rows of their own, so that the table never joins the two."""
    main = wide[order].reset_index().assign(release=say("release.main"))
    other = later.pivot(index="year", columns="country_iso3", values="value").reindex(columns=order).reset_index()
    other["release"] = say("release.later")
    return pd.concat([main, other], ignore_index=True).sort_values("year", kind="stable", ignore_index=True)


def _first_and_last(series: pd.DataFrame, iso: str) -> pd.Series:
    """Give the first and the last reliable value of a country with their years."""
    own = series[series["country_iso3"] == iso].sort_values("year")
    own = own if own["doubtful"].all() else own[~own["doubtful"]]
    one, other = own.iloc[0], own.iloc[-1]
    return pd.Series(
        {"first": one["value"], "last": other["value"], "first_year": one["year"], "last_year": other["year"]}
    )


def _move(name: str, ends: pd.Series, say: ExhibitWords) -> str:
    """Tell one country's way from its first to its last reliable value."""
    first, last = (say.locale.fixed(ends[end], 1) for end in ("first", "last"))
    return say("row", name=name, first=first, last=last, begin=int(ends["first_year"]), end=int(ends["last_year"]))


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


def draw_later(axes: Axes, panel: Panel, column: pd.Series, colour: str) -> None:
    """Mark values of another release as open diamonds."""
    if len(column):
        x, y = panel.points(column).T
        axes.scatter(x, y, s=20, marker="D", facecolor="white", edgecolor=colour, linewidth=1.1, zorder=4)


def _label_later(
    axes: Axes, panel: Panel, own: pd.DataFrame, later: pd.Series, colour: str, locale: Locale
) -> tuple[float, float] | None:
    """Write the last value of the later release beside a small diamond, and say where the line's own last value goes.

    Both stand right of the diamond that is drawn, one below the other, so that neither is taken for the other. A value
    that repeats the line's own needs no words.
    """
    end = own.iloc[-1]
    if later.empty:
        return None
    own_text, text = locale.fixed(end["value"], 1), locale.fixed(later.iloc[-1], 1)
    x = float(panel.x(max(later.index[-1], end["year"]))) + 0.04
    ends = [float(panel.y(end["value"])), float(panel.y(later.iloc[-1]))]
    if text == own_text:
        return x, ends[0]
    own_y, later_y = spread(ends, LINE_HEIGHT_IN, panel.bottom + 0.07, panel.top)
    axes.scatter([x + 0.1], [later_y], s=7, marker="D", facecolor="white", edgecolor=colour, linewidth=0.8, zorder=5)
    axes.text(x + 0.15, later_y, text, va="center", size=SMALL, color=colour, zorder=5)
    return x, own_y


def _explain(axes: Axes, cell: Panel, locale: Locale, *, unreliable: bool, released: bool) -> None:
    """Use the free cell of the grid as the key."""
    words = locale.words.part("indicators.key")
    entries = [("line", "country"), ("band", "band")]
    if released:
        entries.append(("diamond", "later"))
    if unreliable:
        entries.append(("open", "unreliable"))
    y = cell.top - 0.02
    for kind, key in entries:
        tall = kind in ("band", "diamond")
        draw_key(axes, kind, cell.left + 0.1, y - (0.12 if tall else 0.05), words(key))
        y -= 0.31 if tall else 0.19


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


EDITION_STYLES: dict[str, dict[str, Any]] = {
    "hom_rate_unodc": {"linewidth": 2.2},
    "hom_rate_unodc_2012": {"linewidth": 1.2, "color": LIGHT.muted},
    "hom_rate_unodc_2013": {"linewidth": 1.2, "color": LIGHT.ink, "linestyle": (0, (4, 2))},
    "hom_rate_unodc_2026": {"marker": "D", "facecolor": "white", "s": 22},
    "hom_rate_police": {"linewidth": 1.2, "color": EMPHASIS, "linestyle": (0, (1, 1.5))},
}
"""How each edition is drawn: the one used elsewhere in the country's colour, the others told apart by their dashes."""


def homicide_editions(sides: pd.DataFrame, disagreements: pd.DataFrame, *, locale: Locale) -> Chart:
    """Lay the editions of the homicide rate over each other, for the countries where they disagree.

    Args:
        sides: as ``analysis.threats.editions`` gives it, cut to the countries to show (up to four).
        disagreements: as ``analysis.threats.disagreements`` gives it; the widest is told in the title.
        locale: the language.
    """
    say, label, edition = locale.exhibit("homicide-editions"), locale.named("label"), locale.named("edition")
    widest = disagreements[disagreements["country_iso3"].isin(sides["country_iso3"])].reset_index(drop=True)
    order = widest["country_iso3"].tolist()[:4]
    names = sides.drop_duplicates("country_iso3").set_index("country_iso3")[label]
    editions = sides.drop_duplicates("indicator_id").set_index("indicator_id")[edition]
    first, last = int(sides["year"].min()), int(sides["year"].max())

    def draw(figure: Figure) -> None:
        axes = sheet(figure)
        height = figure.get_size_inches()[1]
        rows = (len(order) + 1) // 2
        tops = [float(sides.loc[sides["country_iso3"] == iso, "value"].max()) * 1.1 for iso in order]
        cells = panel_grid(
            height, rows, 2, (first - 0.5, last + 0.5), (0, 1), top=0.62, left=0.38, gap_x=0.4, gap_y=0.48
        )
        panels = [replace(cell, values=(0, top)) for cell, top in zip(cells, tops, strict=False)]
        for panel, top in zip(panels, tops, strict=True):
            draw_scale(axes, [panel], value_ticks(0, top), [0], locale.number)
        draw_years(axes, panels, year_ticks(first, last, panels[0].width * 0.8))
        for panel, iso in zip(panels, order, strict=True):
            axes.text(panel.left, panel.top + 0.06, names[iso], size=TYPE.chart, weight=600, color=COUNTRY_COLOURS[iso])
            for indicator_id, own in sides[sides["country_iso3"] == iso].groupby("indicator_id", sort=False):
                _draw_edition(axes, panel, own, EDITION_STYLES[str(indicator_id)], COUNTRY_COLOURS[iso])
        _edition_key(axes, height - 0.12, editions)

    def told(row: Any) -> str:
        low, high = locale.fixed(row.low, 1), locale.fixed(row.high, 1)
        editions_named = getattr(row, locale.named("low")), getattr(row, locale.named("high"))
        return f"{getattr(row, label)} {row.year}: {low} ({editions_named[0]}), {high} ({editions_named[1]})"

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
        draw=draw,
        height_in=0.87 + 1.25 * ((len(order) + 1) // 2),
    )


def _draw_edition(axes: Axes, panel: Panel, edition: pd.DataFrame, style: dict[str, Any], colour: str) -> None:
    """Draw one edition in one panel: a line for a series, a diamond for the single values of a later release."""
    column = edition.set_index("year")["value"]
    if "marker" in style:
        x, y = panel.points(column).T
        axes.scatter(x, y, edgecolor=colour, linewidth=1.1, zorder=4, **style)
        return
    drawn = {"color": colour, **style}
    parts = runs(column)
    lines = [panel.points(part) for part in parts if len(part) > 1]
    add(
        axes,
        LineCollection(
            lines,
            colors=drawn["color"],
            linewidths=drawn["linewidth"],
            linestyles=[drawn.get("linestyle", "solid")],
            zorder=2 if "color" not in style else 3,
        ),
    )
    single = np.array([panel.points(part)[0] for part in parts if len(part) == 1])
    if len(single):
        axes.scatter(single[:, 0], single[:, 1], s=7, color=drawn["color"], linewidth=0, zorder=3)


def _edition_key(axes: Axes, y: float, editions: pd.Series) -> None:
    """Name the editions in a line above the panels, as many as fit a line, then a second one."""
    x = 0.05
    for indicator_id, name in editions.items():
        style = EDITION_STYLES[str(indicator_id)]
        width = 0.42 + text_width(name, SMALL)
        if x + width > CHART_WIDTH_IN:
            x, y = 0.05, y - 0.16
        if "marker" in style:
            axes.scatter([x + 0.14], [y], edgecolor=LIGHT.ink, linewidth=1.1, **style)
        else:
            axes.plot([x, x + 0.28], [y, y], **{"color": LIGHT.accent, **style})
        axes.text(x + 0.34, y, name, va="center", size=SMALL)
        x += width + 0.12
