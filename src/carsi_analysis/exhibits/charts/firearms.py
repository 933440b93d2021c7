"""Charts of firearms: how often they kill, and how many civilians hold."""

import pandas as pd
from matplotlib.figure import Figure

from carsi_analysis.exhibits.charts.described import Described
from carsi_analysis.exhibits.charts.pairs import dots_of
from carsi_analysis.exhibits.charts.series import draw_key, label_ends
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.panels import (
    draw_open,
    draw_scale,
    draw_years,
    panel_grid,
    sheet,
    year_ticks,
)
from carsi_analysis.house.tokens import COUNTRY_COLOURS, TYPE


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
    say, about = locale.exhibit("civilian-firearms"), Described(indicator, locale)
    rows = pairs.sort_values("last_value", kind="stable")[::-1]
    first, last = int(rows["first_year"].iloc[0]), int(rows["last_year"].iloc[0])
    label, top, low = locale.named("label"), rows.iloc[0], rows.iloc[-1]
    listed = "; ".join(
        f"{getattr(row, label)} {about.write(row.first_value)} ({first}), {about.write(row.last_value)} ({last})"
        for row in rows.itertuples()
    )
    return Chart(
        **say.head(
            low=about.write(low["last_value"]),
            lowest=low[label],
            high=about.write(top["last_value"]),
            highest=top[label],
            label=about.names["full_label"],
            first=first,
            last=last,
            listed=listed,
        ),
        unit=about.unit,
        data=rows,
        columns=(
            say.named("label"),
            Column("first_value", str(first), about.digits),
            Column("last_value", str(last), about.digits),
        ),
        evidence=pairs,
        draw=dots_of(rows, about.write, locale),
    )
