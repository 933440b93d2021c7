"""Charts of what was seized, which measures enforcement as much as the threat."""

import pandas as pd
from matplotlib.figure import Figure

from carsi_analysis.exhibits.charts.homicide import draw_later
from carsi_analysis.exhibits.charts.series import draw_key, label_ends
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.panels import (
    draw_open,
    draw_runs,
    draw_scale,
    draw_years,
    panel_grid,
    runs,
    sheet,
    year_ticks,
)
from carsi_analysis.house.tokens import COUNTRY_COLOURS, LIGHT, TYPE


def cocaine_seizures(series: pd.DataFrame, later: pd.DataFrame, *, locale: Locale) -> Chart:
    """Show cocaine seized by country on one logarithmic scale, a second source apart from the first.

    Args:
        series: the main series, as ``analysis.threats.indicator_series`` gives it; kilograms.
        later: the values of another source in later years, same columns; drawn as diamonds beyond a dashed line and
            never joined to the series.
        locale: the language.
    """
    language = locale.language
    label = f"label_{language}"
    both = pd.concat([series, later], ignore_index=True)
    names = both.drop_duplicates("country_iso3").set_index("country_iso3")[label]
    order = both.groupby("country_iso3")["value"].max().sort_values(ascending=False, kind="stable").index.tolist()
    wide = series.pivot(index="year", columns="country_iso3", values="value").reindex(columns=order)
    first, last = int(both["year"].min()), int(both["year"].max())
    divide = (series["year"].max() + later["year"].min()) / 2 if len(series) and len(later) else None

    def draw(figure: Figure) -> None:
        axes = sheet(figure)
        positive = both.loc[both["value"] > 0, "value"]
        span = (10 ** int(f"{positive.min():.0e}".split("e")[1]), float(positive.max()) * 12)
        reach = max(last - first, 1)
        panels = panel_grid(
            figure.get_size_inches()[1],
            2,
            4,
            (first - 0.8, last + 0.5 + reach * 0.27),
            span,
            logarithmic=True,
            left=0.62,
            gap_x=0.34,
            gap_y=0.48,
        )
        used = panels[: len(order)]
        ticks = [float(10**power) for power in range(7) if span[0] <= 10**power <= span[1] / 6]
        draw_scale(axes, used, ticks[::2], [p for p in (0, 4) if p < len(used)], locale.number)
        draw_years(axes, used, year_ticks(first, last, used[0].width * 0.85))
        for panel, iso in zip(used, order, strict=False):
            colour = COUNTRY_COLOURS[iso]
            draw_runs(axes, panel, runs(wide[iso]), colour)
            own, other = (part[part["country_iso3"] == iso] for part in (series, later))
            draw_open(axes, panel, own[own["doubtful"]].set_index("year")["value"], colour)
            draw_later(axes, panel, other.set_index("year")["value"], colour)
            label_ends(axes, panel, pd.concat([own, other], ignore_index=True), locale.number, colour, inside=True)
            axes.text(panel.left, panel.top + 0.06, names[iso], size=TYPE.chart, weight=600, color=colour)
            if divide is not None:
                x = panel.x(divide)
                axes.plot([x, x], [panel.bottom, panel.top], color=LIGHT.muted, linewidth=0.8, linestyle=(0, (3, 2)))
        if len(used) < len(panels):
            y = panels[len(used)].top - 0.02
            for kind, text in (
                ("line", "UNODC"),
                ("open", locale(en="doubtful value", es="valor dudoso")),
                ("break", locale(en="change of source", es="cambio de fuente")),
                ("diamond", "InSight Crime"),
            ):
                draw_key(axes, kind, panels[len(used)].left, y, text)
                y -= 0.22

    zeros = later[later["value"] == 0]
    notes = []
    if len(zeros):
        listed = locale.items(
            [
                f"{names[iso]} ({', '.join(str(int(year)) for year in years)})"
                for iso, years in zeros.groupby("country_iso3")["year"]
            ]
        )
        notes.append(
            locale(
                en=f"Zeros stand at the foot of the scale: {listed}.",
                es=f"Los ceros están al pie de la escala: {listed}.",
            )
        )
    return Chart(
        exhibit_id="cocaine-seizures",
        locale=locale,
        title=_title(series, later, names, locale),
        measure=locale(
            en=f"Cocaine seized by year, two sources that are not joined, logarithmic scale, {first}–{last}",
            es=f"Cocaína incautada por año, dos fuentes que no se unen, escala logarítmica, {first}–{last}",
        ),
        unit=locale(en="kilograms", es="kilogramos"),
        alt=locale(
            en=f"{len(order)} small charts on one logarithmic scale, a dashed line where the source changes; "
            f"last value of each source: {_ends(series, later, order, names, locale)}.",
            es=f"{len(order)} gráficos pequeños en una escala logarítmica, con una línea discontinua donde cambia "
            f"la fuente; último valor de cada fuente: {_ends(series, later, order, names, locale)}.",
        ),
        data=_table(series, later, order, locale),
        columns=(
            Column("year", locale(en="Year", es="Año")),
            Column("source", locale(en="Source", es="Fuente")),
            *(Column(iso, names[iso], 0) for iso in order),
        ),
        evidence=both,
        notes=tuple(notes),
        draw=draw,
        height_in=2.9,
    )


def _leader(part: pd.DataFrame) -> tuple[str, float, int] | None:
    """Find who seized most in the last year of a source, and its part of the countries that have a value then."""
    if part.empty:
        return None
    last = part[part["year"] == part["year"].max()].set_index("country_iso3")["value"]
    return str(last.idxmax()), float(last.max() / last.sum()) if last.sum() else 0.0, int(part["year"].max())


def _title(series: pd.DataFrame, later: pd.DataFrame, names: pd.Series, locale: Locale) -> str:
    """Say who seized most by the last year of each source."""
    found = [leader for leader in (_leader(series), _leader(later)) if leader is not None]
    parts = [(names[iso], locale.percent(share), year) for iso, share, year in found]
    if len(found) == 2 and found[0][0] == found[1][0]:
        (name, one, year), (_, other, later_year) = parts
        most = min(found[0][1], found[1][1]) > 0.5
        return locale(
            en=f"{name} seized {'most of the cocaine' if most else 'more cocaine than any other'} by both counts: "
            f"{one} in {year}, {other} in {later_year}",
            es=f"{name} incautó {'la mayor parte de la cocaína' if most else 'más cocaína que los demás'} según ambas "
            f"fuentes: {one} en {year}, {other} en {later_year}",
        )
    told_en = "; ".join(f"{name} {share} in {year}" for name, share, year in parts)
    told_es = "; ".join(f"{name} {share} en {year}" for name, share, year in parts)
    return locale(
        en=f"Largest part of the cocaine seized: {told_en}", es=f"Mayor parte de la cocaína incautada: {told_es}"
    )


def _ends(series: pd.DataFrame, later: pd.DataFrame, order: list[str], names: pd.Series, locale: Locale) -> str:
    """Tell the last value of each source, country by country."""

    def last(part: pd.DataFrame, iso: str) -> str | None:
        own = part[part["country_iso3"] == iso]
        return f"{locale.number(own['value'].iloc[-1])} ({int(own['year'].iloc[-1])})" if len(own) else None

    return "; ".join(f"{names[iso]} {', '.join(filter(None, (last(series, iso), last(later, iso))))}" for iso in order)


def _table(series: pd.DataFrame, later: pd.DataFrame, order: list[str], locale: Locale) -> pd.DataFrame:
    """Put years and sources down, countries across."""
    parts = []
    for part, source in ((series, "UNODC"), (later, "InSight Crime")):
        wide = part.pivot(index="year", columns="country_iso3", values="value").reindex(columns=order).reset_index()
        parts.append(wide.assign(source=source))
    return pd.concat(parts, ignore_index=True)
