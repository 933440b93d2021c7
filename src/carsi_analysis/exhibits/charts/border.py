"""The chart of migration to the United States, which is context and not a threat that the editorial names."""

import pandas as pd

from carsi_analysis.exhibits.charts.series import SeriesView
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks import Lines, Years
from carsi_analysis.house.tokens import LIGHT

TOO_SMALL = 0.02
"""Part of the highest value below which a line would lie on the foot of the chart all the way."""


def border_encounters(series: pd.DataFrame, indicator: pd.Series, *, locale: Locale) -> Chart:
    """Draw encounters by citizenship and fiscal year, and of all; countries too small to see are named in a note.

    Args:
        series: ``usbp_encounters``, as ``analysis.threats.indicator_series`` gives it.
        indicator: its description, as ``Study.described`` gives it.
        locale: the language.
    """
    say, view = locale.exhibit("border-encounters"), SeriesView(series, indicator, locale)
    peaks = series.groupby("country_iso3")["value"].max()
    small = [iso for iso in view.order if peaks[iso] < TOO_SMALL * peaks.max()]
    drawn = [iso for iso in view.order if iso not in small]
    totals = series.groupby("year")["value"].sum()
    peak_year, last_year = int(totals.idxmax()), int(totals.index.max())
    lines = series[series["country_iso3"].isin(drawn)]
    lines = lines.assign(name=lines["country_iso3"].map(view.names), said=lines["value"].map(view.write))
    lines["end"] = lines["name"] + " " + lines["said"]
    together = series.groupby("year", as_index=False).agg(value=("value", "sum"), rows=("rows", "sum"))
    together = together.assign(name=say("labels.all"), colour=LIGHT.muted, said=together["value"].map(view.write))
    together["end"] = together["name"] + " " + together["said"]
    return Chart(
        **say.head(
            {"title": "last" if peak_year == last_year else "peak", "notes": ["small"] if small else []},
            **view.facts,
            peak=locale.number(float(totals.max())),
            peak_year=locale.fiscal_year(peak_year),
            last=locale.number(float(totals.iloc[-1])),
            last_year=locale.fiscal_year(last_year),
            listed="; ".join(
                say(
                    "row",
                    name=view.names[iso],
                    peak=view.write(peaks[iso]),
                    last=view.write(view.of(iso)["value"].iloc[-1]),
                )
                for iso in drawn
            ),
            small=locale.items([view.names[iso] for iso in small]),
            most=view.write(float(peaks[small].max())),
        ),
        unit=view.about.unit,
        data=view.table,
        columns=view.columns,
        evidence=series,
        draw=Years(
            [
                Lines(frame=together, part="name", text="said", name="end", label_at=("peak",), dash=(4, 2)),
                Lines(frame=lines, part="name", text="said", name="end"),
            ],
            write=locale.fixed,
            high=2.5,
        ),
    )
