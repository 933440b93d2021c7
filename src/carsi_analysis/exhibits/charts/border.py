"""The chart of migration to the United States, which is context and not a threat that the editorial names."""

import pandas as pd
from matplotlib.figure import Figure

from carsi_analysis.exhibits.charts.series import SeriesView, name_ends
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.panels import (
    SMALL,
    Panel,
    draw_runs,
    draw_scale,
    draw_years,
    scale_writer,
    sheet,
    text_width,
    value_ticks,
)
from carsi_analysis.house.tokens import CHART_WIDTH_IN, COUNTRY_COLOURS

TOO_SMALL = 0.02
"""Part of the highest value below which a line would lie on the foot of the chart all the way."""


def border_encounters(series: pd.DataFrame, indicator: pd.Series, *, locale: Locale) -> Chart:
    """Draw encounters by citizenship and fiscal year; countries too small to see are named in a note.

    Args:
        series: ``usbp_encounters``, as ``analysis.threats.indicator_series`` gives it.
        indicator: its description, as ``analysis.threats.indicator`` gives it.
        locale: the language.
    """
    view = SeriesView(series, indicator, locale)
    peaks = series.groupby("country_iso3")["value"].max()
    small = [iso for iso in view.order if peaks[iso] < TOO_SMALL * peaks.max()]
    drawn = [iso for iso in view.order if iso not in small]
    totals = series.groupby("year")["value"].sum()
    peak_year, last_year = int(totals.idxmax()), int(totals.index.max())

    def draw(figure: Figure) -> None:
        axes = sheet(figure)
        top = float(peaks.max()) * 1.06
        ticks = value_ticks(0, top, 5)
        writer = scale_writer(ticks, locale)
        ends = {iso: view.of(iso).iloc[-1] for iso in drawn}
        labels = {iso: f"{view.names[iso]} {view.write(end['value'])}" for iso, end in ends.items()}
        left = 0.12 + max(text_width(writer(tick), SMALL) for tick in ticks)
        right = max(text_width(text, SMALL, 600) for text in labels.values()) + 0.3
        height = figure.get_size_inches()[1]
        panel = Panel(
            left, 0.25, CHART_WIDTH_IN - left - right, height - 0.33, (view.start - 0.5, view.end + 0.5), (0, top)
        )
        draw_scale(axes, [panel], ticks, [0], writer)
        draw_years(axes, [panel], view.ticks(panel.width * 0.7))
        for iso in drawn:
            draw_runs(axes, panel, view.parts(iso), COUNTRY_COLOURS[iso])
        name_ends(axes, panel, labels, ends)

    ends = {iso: view.write(view.of(iso)["value"].iloc[-1]) for iso in drawn}
    listed = "; ".join(
        locale(
            en=f"{view.names[iso]} peaks at {view.write(peaks[iso])}, last value {ends[iso]}",
            es=f"{view.names[iso]}, máximo {view.write(peaks[iso])}, último valor {ends[iso]}",
        )
        for iso in drawn
    )
    notes = []
    if small:
        names = locale.items([view.names[iso] for iso in small])
        most = view.write(float(peaks[small].max()))
        notes.append(
            locale(
                en=f"Not drawn, never above {most} in a year: {names}.",
                es=f"No se dibujan, nunca más de {most} en un año: {names}.",
            )
        )
    peak, last = locale.number(float(totals.max())), locale.number(float(totals.iloc[-1]))
    return Chart(
        exhibit_id="border-encounters",
        locale=locale,
        title=locale(
            en=f"Encounters peaked at {peak} in {locale.fiscal_year(peak_year)}; "
            f"in {locale.fiscal_year(last_year)} they were {last}"
            if peak_year != last_year
            else f"Encounters were highest in the last year, {locale.fiscal_year(last_year)}: {last}",
            es=f"Los encuentros llegaron a un máximo de {peak} en el {locale.fiscal_year(peak_year)}; en el "
            f"{locale.fiscal_year(last_year)} fueron {last}"
            if peak_year != last_year
            else f"El máximo de encuentros fue el del último año, {locale.fiscal_year(last_year)}: {last}",
        ),
        measure=view.measure.split(locale(en=", logarithmic", es=", escala"))[0],
        unit=view.unit,
        alt=locale(en=f"One line a country: {listed}.", es=f"Una línea por país: {listed}."),
        data=view.table,
        columns=view.columns,
        evidence=series,
        notes=tuple(notes),
        draw=draw,
        height_in=2.2,
    )
