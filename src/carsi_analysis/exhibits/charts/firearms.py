"""Charts of firearms: how often they kill, and how many civilians hold."""

import pandas as pd
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from carsi_analysis.exhibits.charts.series import draw_key, label_ends
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.panels import (
    SMALL,
    add,
    draw_open,
    draw_scale,
    draw_years,
    panel_grid,
    scale_writer,
    sheet,
    text_width,
    value_ticks,
    year_ticks,
)
from carsi_analysis.house.tokens import CHART_WIDTH_IN, COUNTRY_COLOURS, LIGHT, TYPE


def firearm_homicides(estimates: pd.DataFrame, indicator: pd.Series, *, locale: Locale) -> Chart:
    """Show the share of homicides committed with a firearm as dated dots, never joined.

    Args:
        estimates: as ``analysis.threats.estimates`` gives it for ``fa_hom_share``; values are percent of homicides.
            Values whose year was inferred, or that cover part of a year, are open.
        indicator: its description, as ``analysis.threats.indicator`` gives it.
        locale: the language.
    """
    say, digits, label = locale.exhibit("firearm-homicides"), int(indicator["decimals"]), locale.named("label")
    names = estimates.drop_duplicates("country_iso3").set_index("country_iso3")[label]
    latest = estimates.groupby("country_iso3").tail(1).sort_values("value", ascending=False, kind="stable")
    order = latest["country_iso3"].tolist()
    weak = estimates["status"].isin(["inferred", "partial"]) | estimates["doubtful"]
    first, last = int(estimates["year"].min()), int(estimates["year"].max())

    def draw(figure: Figure) -> None:
        axes = sheet(figure)
        reach = max(last - first, 1)
        panels = panel_grid(
            figure.get_size_inches()[1],
            2,
            4,
            (first - 0.8, last + 0.5 + reach * 0.15),
            (0, 112),
            left=0.52,
            gap_y=0.48,
        )
        used = panels[: len(order)]
        draw_scale(axes, used, [0, 50, 100], [p for p in (0, 4) if p < len(used)], lambda v: locale.percent(v / 100))
        draw_years(axes, used, year_ticks(first, last, used[0].width * 0.85))
        for panel, iso in zip(used, order, strict=False):
            colour = COUNTRY_COLOURS[iso]
            own, soft = estimates[estimates["country_iso3"] == iso], weak[estimates["country_iso3"] == iso]
            firm = own[~soft]
            if len(firm):
                axes.scatter(panel.x(firm["year"]), panel.y(firm["value"]), s=15, color=colour, linewidth=0, zorder=3)
            draw_open(axes, panel, own[soft].set_index("year")["value"], colour)
            label_ends(axes, panel, own.tail(1), lambda value: locale.fixed(value, digits), colour)
            axes.text(panel.left, panel.top + 0.06, names[iso], size=TYPE.chart, weight=600, color=colour)
        if len(used) < len(panels):
            cell = panels[len(used)]
            draw_key(axes, "dot", cell.left, cell.top - 0.1, say("key.firm"))
            draw_key(axes, "open", cell.left, cell.top - 0.38, say("key.weak"))

    return Chart(
        **say.head(
            low=locale.number(latest["value"].min(), 0),
            high=locale.number(latest["value"].max(), 0),
            label=indicator[label],
            years=locale.years(first, last),
            listed="; ".join(
                f"{getattr(row, label)} {locale.fixed(row.value, digits)} ({int(row.year)})"
                for row in latest.itertuples()
            ),
        ),
        unit=str(indicator[locale.named("unit")]),
        data=estimates.sort_values([label, "year"], kind="stable"),
        columns=(
            say.named("label"),
            say.column("year"),
            say.column("value", digits),
            say.named("body"),
        ),
        evidence=estimates,
        draw=draw,
        height_in=2.75,
    )


def civilian_firearms(pairs: pd.DataFrame, indicator: pd.Series, *, locale: Locale) -> Chart:
    """Set two estimates of civilian firearms beside each other, not joined, since their methods differ.

    Args:
        pairs: as ``analysis.threats.two_years`` gives it for ``fa_per100``; firearms per 100 residents.
        indicator: its description, as ``analysis.threats.indicator`` gives it.
        locale: the language.
    """
    say, digits, label = locale.exhibit("civilian-firearms"), int(indicator["decimals"]), locale.named("label")
    rows = pairs.sort_values("last_value", kind="stable").reset_index(drop=True)
    first, last = int(rows["first_year"].iloc[0]), int(rows["last_year"].iloc[0])

    def draw(figure: Figure) -> None:
        axes = sheet(figure)
        left = max(text_width(name, TYPE.chart) for name in rows[label]) + 0.25
        high = float(rows[["first_value", "last_value"]].max().max())
        inner = CHART_WIDTH_IN - left - 0.5
        ticks = value_ticks(0, high, 6)
        writer = scale_writer(ticks, locale)
        foot, step = 0.26, 0.25
        top = foot + step * len(rows)

        def x(value: float) -> float:
            return left + value / high * inner

        add(
            axes,
            LineCollection([[(x(t), foot), (x(t), top)] for t in ticks], colors=LIGHT.rule, linewidths=0.6, zorder=0.5),
        )
        for tick in ticks:
            axes.text(x(tick), foot - 0.06, writer(tick), ha="center", va="top", size=SMALL)
        for place, row in enumerate(rows.itertuples()):
            y = foot + step * (place + 0.5)
            colour = COUNTRY_COLOURS[row.country_iso3]
            axes.text(left - 0.15, y, getattr(row, label), ha="right", va="center", size=TYPE.chart)
            axes.scatter([x(row.first_value)], [y], s=28, facecolor="white", edgecolor=colour, linewidth=1.3, zorder=3)
            axes.scatter([x(row.last_value)], [y], s=30, color=colour, zorder=2)
            rose = row.last_value >= row.first_value
            for value, outward, weight in ((row.last_value, rose, 600), (row.first_value, not rose, 400)):
                axes.text(
                    x(value) + (0.08 if outward else -0.08),
                    y,
                    locale.fixed(value, digits),
                    ha="left" if outward else "right",
                    va="center",
                    size=SMALL,
                    weight=weight,
                )

    low, top = rows.iloc[0], rows.iloc[-1]
    listed = "; ".join(
        f"{getattr(r, label)} {locale.fixed(r.first_value, digits)} ({first}), "
        f"{locale.fixed(r.last_value, digits)} ({last})"
        for r in rows[::-1].itertuples()
    )
    return Chart(
        **say.head(
            low=locale.fixed(low["last_value"], digits),
            lowest=low[label],
            high=locale.fixed(top["last_value"], digits),
            highest=top[label],
            label=indicator[label],
            first=first,
            last=last,
            listed=listed,
        ),
        unit=str(indicator[locale.named("unit")]),
        data=rows[::-1],
        columns=(
            say.named("label"),
            Column("first_value", str(first), digits),
            Column("last_value", str(last), digits),
        ),
        evidence=pairs,
        draw=draw,
        height_in=0.28 + 0.25 * len(rows),
    )
