"""The timeline: what happened when, on a true scale of years, with words beside it."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.money import qualified, wrapped
from carsi_analysis.exhibits.panels import LINE_HEIGHT_IN, SMALL, sheet, text_width
from carsi_analysis.house.tokens import CHART_WIDTH_IN, LIGHT

LINE_IN = LINE_HEIGHT_IN

KIND_MARKS = {
    "law": ("s", "#1b4f72", "law", "ley"),
    "announcement": ("D", "#d9822b", "announcement", "anuncio"),
    "meeting": ("o", "#5a5a5a", "meeting", "reunión"),
    "hearing": ("o", "#9cc3d9", "hearing", "audiencia"),
    "report": ("^", "#117733", "report", "informe"),
    "programme": ("v", "#99224f", "program", "programa"),
}
"""Marker, colour and names of each kind of event; the marker tells them apart without colour."""


def timeline(events: pd.DataFrame, *, locale: Locale) -> Chart:
    """List events by date beside a scale of years, each joined to its place on the scale.

    Args:
        events: as ``analysis.timeline.happened`` gives it; about twenty fill half a page, forty a page.
        locale: the language.
    """
    language = locale.language
    rows = events.reset_index(drop=True)
    dates = [event_date(row, locale) for row in rows.itertuples()]
    words = [_words(row, locale) for row in rows.itertuples()]
    dates_left = 0.82
    words_left = dates_left + max(text_width(date, SMALL, 600) for date in dates) + 0.12
    lines = [wrapped(text, CHART_WIDTH_IN - words_left) for text in words]
    heights = [LINE_IN * len(text) + 0.032 for text in lines]
    first, last = int(rows["when"].min()), int(rows["when"].max()) + 1
    height_in = sum(heights) + 0.34

    def draw(figure: Figure) -> None:
        axes = sheet(figure)
        top, foot = height_in - 0.3, 0.06

        def y(when: Any) -> Any:
            return top - (np.asarray(when, dtype=float) - first) / (last - first) * (top - foot)

        axes.plot([0.42, 0.42], [top, foot], color=LIGHT.muted, linewidth=1.0, zorder=1)
        step = 1 if (top - foot) / (last - first) > LINE_IN else 2
        for year in range(first, last + 1, step):
            axes.text(0.36, y(year), str(year), ha="right", va="center", size=SMALL)
        tops = np.concatenate([[0.0], np.cumsum(heights)[:-1]])
        middles = [top - start - LINE_IN / 2 for start in tops]
        joins = [
            [(0.42, y(when)), (0.6, y(when)), (dates_left - 0.15, middle)]
            for when, middle in zip(rows["when"], middles, strict=True)
        ]
        axes.add_collection(LineCollection(joins, colors=LIGHT.rule, linewidths=0.7, zorder=0.6), autolim=False)
        for kind in rows["kind"].unique():
            marker, colour, *_ = KIND_MARKS[kind]
            own = [place for place, held in enumerate(rows["kind"]) if held == kind]
            axes.scatter(
                [dates_left - 0.1] * len(own),
                [middles[place] for place in own],
                s=22,
                marker=marker,
                color=colour,
                linewidth=0,
                zorder=3,
            )
        for place, middle in enumerate(middles):
            axes.text(dates_left, middle, dates[place], va="center", size=SMALL, weight=600)
            for number, line in enumerate(lines[place]):
                axes.text(words_left, middle - LINE_IN * number, line, va="center", size=SMALL)
        x = dates_left
        for kind, (marker, colour, english, spanish) in KIND_MARKS.items():
            if kind in set(rows["kind"]):
                word = locale(en=english, es=spanish)
                axes.scatter([x - 0.1], [height_in - 0.1], s=22, marker=marker, color=colour, linewidth=0)
                axes.text(x, height_in - 0.1, word, va="center", size=SMALL)
                x += text_width(word, SMALL) + 0.3

    listed = "; ".join(f"{date}: {text}" for date, text in zip(dates, words, strict=True))
    laws, announced = (int((rows["kind"] == kind).sum()) for kind in ("law", "announcement"))
    names = {kind: locale(en=names[2], es=names[3]) for kind, names in KIND_MARKS.items()}
    return Chart(
        exhibit_id="timeline",
        locale=locale,
        title=locale(
            en=f"{len(rows)} events from {first} to {last - 1}: {laws} laws or orders, {announced} announcements",
            es=f"{len(rows)} sucesos de {first} a {last - 1}: {laws} leyes u órdenes, {announced} anuncios",
        ),
        measure=locale(
            en=f"Laws, announcements, meetings, hearings, reports and programs, {locale.years(first, last - 1)}",
            es=f"Leyes, anuncios, reuniones, audiencias, informes y programas, {locale.years(first, last - 1)}",
        ),
        unit=locale(en="amounts in nominal US dollars", es="montos en dólares estadounidenses nominales"),
        alt=locale(en=f"Events by date. {listed}.", es=f"Sucesos por fecha. {listed}."),
        data=rows.assign(
            day=dates,
            event=rows[f"label_{language}"],
            sort=[names[kind] for kind in rows["kind"]],
            amount=rows["amount_usd"] / 1e6,
        ),
        columns=(
            Column("day", locale(en="Date", es="Fecha")),
            Column("sort", locale(en="Kind", es="Tipo")),
            Column("event", locale(en="Event", es="Suceso")),
            Column("amount", locale(en="Amount, millions", es="Monto, millones"), 1),
        ),
        evidence=rows,
        draw=draw,
        height_in=height_in,
    )


def event_date(row: Any, locale: Locale) -> str:
    """Write a date as closely as it is known; a fiscal year is named as one."""
    if row.date_precision == "fiscal_year":
        return locale.fiscal_year(int(row.date[:4]))
    text = locale.partial_date(row.date)
    if row.date_precision not in ("about", "week"):
        return text
    return locale(en=f"about {text}", es=f"hacia el {text}" if len(row.date) == 10 else f"hacia {text}")


def _words(row: Any, locale: Locale) -> str:
    """Say what happened, and its amount where it has one."""
    text = str(getattr(row, f"label_{locale.language}"))
    if pd.isna(row.amount_usd):
        return text
    return f"{text} ({qualified(row, locale.money(row.amount_usd, 2), locale)})"
