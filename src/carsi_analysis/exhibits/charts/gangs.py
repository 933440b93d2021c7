"""Charts of gangs: estimates by different bodies, which no line may join."""

from typing import Any

import pandas as pd
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from carsi_analysis.exhibits.charts.series import slug
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.panels import SMALL, Panel, add, scale_writer, sheet, text_width, value_ticks
from carsi_analysis.house.tokens import CHART_WIDTH_IN, COUNTRY_COLOURS, LIGHT, TYPE

ROW_IN = 0.17


def gang_estimates(estimates: pd.DataFrame, indicator: pd.Series, *, locale: Locale) -> Chart:
    """List estimates as one dot a row, each with its year and the body that made or printed it.

    Args:
        estimates: as ``analysis.threats.estimates`` gives it for ``gang_members`` or another isolated measure.
        indicator: its description, as ``analysis.threats.indicator`` gives it.
        locale: the language.
    """
    label, body = locale.named("label"), locale.named("body")
    peaks = estimates.groupby("country_iso3")["value"].transform("max")
    rows = estimates.assign(peak=peaks).sort_values(
        ["peak", "country_iso3", "year", "value"], ascending=[False, True, True, True], ignore_index=True
    )
    groups = rows["country_iso3"].nunique()

    def draw(figure: Figure) -> None:
        axes = sheet(figure)
        height = figure.get_size_inches()[1]
        named = max(text_width(name, TYPE.chart, 600) for name in rows[label]) + 0.12
        bodies = [f"{int(row.year)}  {getattr(row, body)}" for row in rows.itertuples()]
        left = named + max(text_width(text, SMALL) for text in bodies) + 0.15
        high = float(rows["value"].max())
        widest = text_width(locale.number(high), SMALL, 600)
        panel = Panel(left, 0.24, CHART_WIDTH_IN - left - widest - 0.2, height - 0.26, (0, high), (0, 1))
        ticks = value_ticks(0, high, 4)
        lines = [[(panel.x(tick), panel.bottom), (panel.x(tick), panel.top)] for tick in ticks]
        add(axes, LineCollection(lines, colors=LIGHT.rule, linewidths=0.6, zorder=0.5))
        writer = scale_writer(ticks, locale)
        for tick in ticks:
            axes.text(panel.x(tick), panel.bottom - 0.06, writer(tick), ha="center", va="top", size=SMALL)
        y = panel.top + 0.02
        shown = None
        places = []
        for row, text in zip(rows.itertuples(), bodies, strict=True):
            if row.country_iso3 != shown:
                y -= 0.05
                colour = COUNTRY_COLOURS[row.country_iso3]
                name = getattr(row, label)
                axes.text(0.02, y - ROW_IN / 2, name, va="center", size=TYPE.chart, weight=600, color=colour)
                shown = row.country_iso3
            y -= ROW_IN
            middle = y + ROW_IN / 2
            places.append((float(panel.x(row.value)), middle))
            axes.text(named, middle, text, va="center", size=SMALL)
            axes.text(places[-1][0] + 0.08, middle, locale.number(row.value), va="center", size=SMALL, weight=600)
        x, heights = zip(*places, strict=True)
        axes.scatter(x, heights, s=22, color=[COUNTRY_COLOURS[iso] for iso in rows["country_iso3"]])

    listed = "; ".join(
        f"{getattr(row, label)} {int(row.year)} {locale.number(row.value)} ({getattr(row, body)})"
        for row in rows.itertuples()
    )
    say = locale.exhibit("estimates-by-body", f"{slug(indicator)}-estimates")
    kind = "estimates" if rows["status"].eq("estimate").any() else "values"
    title, facts = _title(rows, locale)
    return Chart(
        **say.head(
            {"title": title if title == "single" else f"{title}.{kind}", "measure": kind},
            **facts,
            label=indicator[locale.named("short_label")],
            full_label=indicator[label],
            listed=listed,
        ),
        unit=str(indicator[locale.named("unit")]),
        data=rows,
        columns=(
            say.named("label"),
            say.column("year"),
            say.named("body"),
            say.column("value", int(indicator["decimals"])),
        ),
        evidence=rows,
        draw=draw,
        height_in=ROW_IN * len(rows) + 0.05 * groups + 0.28,
    )


def _title(rows: pd.DataFrame, locale: Locale) -> tuple[str, dict[str, Any]]:
    """Find the widest disagreement within one country and year, or the span of all."""
    groups = rows.groupby(["country_iso3", "year"])["value"].agg(["min", "max", "count"])
    apart = groups[(groups["count"] > 1) & (groups["max"] > groups["min"])]
    if apart.empty:
        low, high = (locale.number(rows["value"].agg(how)) for how in ("min", "max"))
        return "single" if len(rows) == 1 else "span", {"low": low, "high": high}
    iso, year = (apart["max"] / apart["min"]).idxmax()
    low, high = (locale.number(apart.loc[(iso, year), how]) for how in ("min", "max"))
    name = rows.loc[rows["country_iso3"] == iso, locale.named("label")].iloc[0]
    return "apart", {"low": low, "high": high, "name": name, "year": year}
