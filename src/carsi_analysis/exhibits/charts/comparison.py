"""Charts of comparisons that show no effect: one estimate under many choices, and money beside change."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from carsi_analysis.analysis.comparison import NORMAL_95
from carsi_analysis.analysis.dollars import NOMINAL
from carsi_analysis.analysis.replication import CHOICES, ends, false_start
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.money import dollars_per_head
from carsi_analysis.exhibits.panels import SMALL, Panel, draw_scale, scale_writer, sheet, text_width, value_ticks
from carsi_analysis.house.tokens import CHART_WIDTH_IN, COUNTRY_COLOURS, LIGHT, TYPE

ROW_IN, HEAD_IN = 0.165, 0.2

HEADS = {
    "published": ("Published", "Publicado"),
    "repeated": ("Repeated", "Repetido"),
    "no money yet": ("A false start, before any money", "Un inicio falso, antes de todo dinero"),
    "first year": ("Another first year", "Otro primer año"),
    "last year": ("Another last year", "Otro último año"),
    "country compared": ("Another country compared", "Otro país de comparación"),
    "country treated": ("One country instead of three", "Un país en lugar de tres"),
}


def comparison_variants(variants: pd.DataFrame, *, locale: Locale) -> Chart:
    """Draw the published difference of differences, its repetition, and what it becomes when one choice changes.

    Args:
        variants: as ``analysis.replication.variants`` gives it.
        locale: the language.
    """
    rows = variants.reset_index(drop=True)
    label = f"label_{locale.language}"
    heads = {choice: locale(en=HEADS[choice][0], es=HEADS[choice][1]) for choice in CHOICES}
    apart = ends(rows).iloc[0]
    low, high = apart["low"], apart["high"]
    strongest = false_start(rows).iloc[0]

    def draw(figure: Figure) -> None:
        axes = sheet(figure)
        left = max(text_width(name, SMALL) for name in rows[label]) + 0.2
        span = (min(float(rows["low"].min()), 0.0), float(rows["high"].max()))
        panel = Panel(left, 0.25, CHART_WIDTH_IN - left - 0.6, 1.0, span, (0, 1))
        y = figure.get_size_inches()[1] - 0.02
        places, feet = [], []
        for choice, own in rows.groupby(pd.Categorical(rows["choice"], CHOICES, ordered=True), observed=True):
            y -= HEAD_IN
            axes.text(0.02, y + 0.07, heads[str(choice)], va="center", size=SMALL, weight=600)
            for row in own.itertuples():
                places.append(y - ROW_IN / 2)
                axes.text(left - 0.1, places[-1], getattr(row, label), ha="right", va="center", size=SMALL)
                y -= ROW_IN
            feet.append(y)
        bottom = feet[-1]
        ticks = value_ticks(*span, 7)
        lines = [[(panel.x(tick), bottom), (panel.x(tick), figure.get_size_inches()[1])] for tick in ticks if tick]
        axes.add_collection(LineCollection(lines, colors=LIGHT.rule, linewidths=0.6, zorder=0.5), autolim=False)
        axes.plot([panel.x(0)] * 2, [bottom, figure.get_size_inches()[1]], color=LIGHT.muted, linewidth=1, zorder=1)
        for tick in ticks:
            axes.text(panel.x(tick), bottom - 0.09, locale.number(tick), ha="center", va="center", size=SMALL)
        _draw_estimates(axes, panel, rows, places, locale)

    told = "; ".join(
        f"{getattr(row, label)} {_signed(row.value, locale)} ({_signed(row.low, locale)} "
        + locale(en="to", es="a")
        + f" {_signed(row.high, locale)})"
        for row in rows.itertuples()
    )
    return Chart(
        exhibit_id="comparison-variants",
        locale=locale,
        title=locale(
            en=f"One choice changed, the estimate runs from {_signed(low, locale)} to {_signed(high, locale)}; before "
            f"any money it is up to {_signed(strongest['value'], locale)}",
            es=f"Con una elección distinta, la estimación va de {_signed(low, locale)} a {_signed(high, locale)}; "
            f"antes de todo dinero, hasta {_signed(strongest['value'], locale)}",
        ),
        measure=locale(
            en="Change of the mean homicide rate of the countries treated less that of the country compared",
            es="Cambio de la tasa media de homicidios de los países tratados menos el del país de comparación",
        ),
        unit=locale(
            en="per 100,000 residents, with 95 percent intervals",
            es="por cada 100,000 habitantes, con intervalos del 95 por ciento",
        ),
        alt=locale(
            en=f"One dot and interval an estimate, grouped by the choice that differs. {told}.",
            es=f"Un punto y su intervalo por estimación, agrupados por la elección que cambia. {told}.",
        ),
        data=rows.assign(head=[heads[choice] for choice in rows["choice"]], what=rows[label]),
        columns=(
            Column("head", locale(en="Choice", es="Elección")),
            Column("what", locale(en="Estimate", es="Estimación")),
            Column("value", locale(en="Difference of differences", es="Diferencias en diferencias"), 1),
            Column("low", locale(en="Lower end", es="Extremo inferior"), 1),
            Column("high", locale(en="Upper end", es="Extremo superior"), 1),
        ),
        evidence=rows,
        notes=(
            locale(
                en=f"Open: as the study prints it. Intervals: {NORMAL_95} robust standard errors (HC0) to either side, "
                "as in the study. They take every year for an independent draw, which it is not, and are too narrow.",
                es=f"Abierto: como lo publica el estudio. Intervalos: {NORMAL_95} errores estándar robustos (HC0) a "
                "cada lado, como en el estudio. Toman cada año por una observación independiente, que no lo es, y "
                "quedan demasiado estrechos.",
            ),
            *_left_out(rows, locale),
        ),
        draw=draw,
        height_in=0.22 + HEAD_IN * rows["choice"].nunique() + ROW_IN * len(rows),
    )


def _left_out(rows: pd.DataFrame, locale: Locale) -> list[str]:
    """Name the years that no comparison uses because a country has no reliable value."""
    years = sorted({year for years in rows["left_out"] for year in years})
    if not years:
        return []
    listed = locale.items([str(year) for year in years])
    return [
        locale(
            en=f"Years in which one of the countries compared has no reliable value are left out: {listed}.",
            es=f"Se omiten los años en que uno de los países comparados no tiene un valor confiable: {listed}.",
        )
    ]


def _draw_estimates(axes: Axes, panel: Panel, rows: pd.DataFrame, places: list[float], locale: Locale) -> None:
    """Draw the dots, their intervals and their values; what the study prints stands open."""
    intervals = [
        [(panel.x(row.low), y), (panel.x(row.high), y)] for row, y in zip(rows.itertuples(), places, strict=True)
    ]
    axes.add_collection(LineCollection(intervals, colors=LIGHT.accent, linewidths=1.4, zorder=2), autolim=False)
    faces = ["white" if choice == "published" else LIGHT.accent for choice in rows["choice"]]
    axes.scatter(panel.x(rows["value"]), places, s=24, color=faces, edgecolor=LIGHT.accent, linewidth=1.2, zorder=3)
    for row, y in zip(rows.itertuples(), places, strict=True):
        text = _signed(row.value, locale)
        axes.text(panel.x(row.high) + 0.06, y, text, va="center", size=SMALL, weight=600)


def money_and_homicide(
    money: pd.DataFrame, change: pd.DataFrame, correlation: pd.DataFrame, *, locale: Locale
) -> Chart:
    """Set each country's aid for a resident beside the change of its homicide rate, with their rank correlation.

    Args:
        money: as ``analysis.obligations.by_country`` gives it, for the countries.
        change: as ``analysis.comparison.difference_of_means`` gives it.
        correlation: as ``analysis.comparison.rank_correlation`` gives it for dollars a resident and log change.
        locale: the language.
    """
    label = f"label_{locale.language}"
    rows = change.merge(
        money[["country_iso3", "per_head_usd", "start_fiscal_year", "end_fiscal_year"]], on="country_iso3"
    ).dropna(subset=["per_head_usd", "log_change"])
    rows["percent"] = np.expm1(rows["log_change"]) * 100
    found = correlation.iloc[0]
    span = locale.fiscal_years(int(rows["start_fiscal_year"].min()), int(rows["end_fiscal_year"].max()))
    rho, low, high = (_signed(float(found[name]), locale, 2) for name in ("rho", "low", "high"))
    count = int(found["pairs"])

    def draw(figure: Figure) -> None:
        axes = sheet(figure)
        height = figure.get_size_inches()[1]
        reach = float(rows["per_head_usd"].max()) * 1.12
        values = (min(float(rows["percent"].min()) * 1.15, 0.0), max(float(rows["percent"].max()) * 1.15, 0.0))
        panel = Panel(
            0.5, 0.42, CHART_WIDTH_IN - 0.9, height - 0.62, (min(float(rows["per_head_usd"].min()), 0.0), reach), values
        )
        ticks = value_ticks(*values, 5)
        draw_scale(axes, [panel], ticks, [0], scale_writer(ticks, locale))
        axes.plot([panel.left, panel.right], [panel.y(0)] * 2, color=LIGHT.muted, linewidth=1, zorder=1)
        for tick in value_ticks(*panel.years, 6):
            axes.text(panel.x(tick), 0.3, locale.number(tick), ha="center", va="center", size=SMALL)
        axes.text(
            panel.left + panel.width / 2,
            0.1,
            locale(en="dollars a resident and year", es="dólares por habitante y año"),
            ha="center",
            va="center",
            size=SMALL,
        )
        colours = [COUNTRY_COLOURS[iso] for iso in rows["country_iso3"]]
        x, y = panel.x(rows["per_head_usd"]), panel.y(rows["percent"])
        axes.scatter(x, y, s=46, color=colours, linewidth=0, zorder=3)
        names = [f"{getattr(row, label)} {_signed(row.percent, locale, 0)}" for row in rows.itertuples()]
        widths = [text_width(name, TYPE.chart, 600) for name in names]
        for place, side in enumerate(_sides(x, y, widths, panel.right)):
            axes.text(
                x[place] + 0.09 * side,
                y[place],
                names[place],
                ha="left" if side > 0 else "right",
                va="center",
                size=TYPE.chart,
                weight=600,
                color=colours[place],
            )
        axes.text(
            panel.left,
            height - 0.08,
            locale(
                en="change of the mean homicide rate, percent", es="cambio de la tasa media de homicidios, por ciento"
            ),
            va="center",
            size=SMALL,
        )

    told = "; ".join(
        f"{getattr(row, label)} {locale.number(row.per_head_usd, 1)}, {_signed(row.percent, locale, 0)}"
        for row in rows.itertuples()
    )
    return Chart(
        exhibit_id="money-and-homicide",
        locale=locale,
        title=locale(
            en=f"Rank correlation over {count} countries: {rho}, and anything from {low} to {high} fits",
            es=f"Correlación de rangos en {count} países: {rho}; cabe cualquier valor de {low} a {high}",
        ),
        measure=locale(
            en=f"US obligations of {span} for every purpose and change of the mean homicide rate, by country",
            es=f"Compromisos de Estados Unidos de {span} para todo fin y cambio de la tasa media de homicidios, por "
            "país",
        ),
        unit=locale(
            en=f"{dollars_per_head(money, NOMINAL, locale)}; percent",
            es=f"{dollars_per_head(money, NOMINAL, locale)}; por ciento",
        ),
        alt=locale(
            en=f"One dot a country. Spearman's rho {rho}, 95 percent interval {low} to {high}. Dollars and percent: "
            f"{told}.",
            es=f"Un punto por país. Rho de Spearman {rho}, intervalo del 95 por ciento de {low} a {high}. Dólares y "
            f"por ciento: {told}.",
        ),
        data=rows.assign(country=rows[label]),
        columns=(
            Column("country", locale(en="Country", es="País")),
            Column("per_head_usd", locale(en="Dollars a resident and year", es="Dólares por habitante y año"), 2),
            Column("percent", locale(en="Change, percent", es="Cambio, por ciento"), 0),
            Column("log_change", locale(en="Log change", es="Cambio logarítmico"), 2),
        ),
        evidence=pd.concat([change, money[money["country_iso3"].isin(rows["country_iso3"])]]),
        notes=(
            locale(
                en=f"Spearman's rho of dollars and log change, n = {count}; 95 percent interval by Fisher's "
                "transformation, of ranks a little too narrow. It says nothing of effect: aid may go where violence "
                "is, it covers every purpose, and so few pairs fit almost any relation.",
                es=f"Rho de Spearman entre dólares y cambio logarítmico, n = {count}; intervalo del 95 por ciento por "
                "la transformación de Fisher, algo estrecho tratándose de rangos. No dice nada de efectos: la ayuda "
                "puede ir adonde hay violencia, cubre todo fin, y con tan pocos pares cabe casi toda relación.",
            ),
        ),
        draw=draw,
        height_in=2.6,
    )


def _sides(x: np.ndarray, y: np.ndarray, widths: list[float], right: float) -> list[int]:
    """Choose for each dot the side of its name, 1 right and -1 left, so that names cover neither dots nor names."""
    taken = [(float(cx) - 0.06, float(cx) + 0.06, float(cy)) for cx, cy in zip(x, y, strict=True)]
    sides = [0] * len(widths)
    for place in np.argsort(-x, kind="stable"):
        spans = {
            1: (x[place] + 0.08, x[place] + 0.12 + widths[place]),
            -1: (x[place] - 0.12 - widths[place], x[place] - 0.08),
        }
        covered = {
            side: sum(low < end and start < high and abs(y[place] - other) < 0.15 for start, end, other in taken)
            + 100 * (high > right)
            for side, (low, high) in spans.items()
        }
        sides[place] = 1 if covered[1] <= covered[-1] else -1
        taken.append((*spans[sides[place]], float(y[place])))
    return sides


def _signed(value: Any, locale: Locale, digits: int = 1) -> str:
    return ("+" if round(float(value), digits) > 0 else "") + locale.fixed(float(value), digits)
