"""The tile map: one tile a country, roughly where it lies, shaded by a value that is printed in it."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from carsi_analysis.exhibits.charts.series import slug
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.panels import SMALL, add, sheet
from carsi_analysis.exhibits.shading import shade, text_on
from carsi_analysis.house.tokens import LIGHT, TYPE

PLACES = {
    "BLZ": (1.0, 0),
    "GTM": (0.0, 1),
    "HND": (1.0, 1),
    "SLV": (0.5, 2),
    "NIC": (1.5, 2),
    "CRI": (2.0, 3),
    "PAN": (3.0, 3),
}
"""Column and row of each tile, from the north-west: neighbours on the isthmus touch."""

TILE_WIDTH_IN, TILE_HEIGHT_IN, GAP_IN = 1.0, 0.6, 0.04


def tile_map(values: pd.DataFrame, indicator: pd.Series, *, locale: Locale) -> Chart:
    """Shade the seven countries by the last value of any indicator; darker is higher.

    Args:
        values: as ``analysis.threats.last_of`` gives it: one row a country, the value missing where there is none.
        indicator: its description, as ``analysis.threats.indicator`` gives it.
        locale: the language.
    """
    language, digits = locale.language, int(indicator["decimals"])
    label = f"label_{language}"
    held = values[values["value"].notna()].sort_values("value", ascending=False, kind="stable")
    absent = values.loc[values["value"].isna(), label].tolist()
    low, high = (float(held["value"].min()), float(held["value"].max())) if len(held) else (0.0, 1.0)

    def share(value: float) -> float:
        return (value - low) / (high - low) if high > low else 0.5

    def draw(figure: Figure) -> None:
        axes = sheet(figure)
        height = figure.get_size_inches()[1]
        boxes, faces = [], []
        for row in values.itertuples():
            column, line = PLACES[row.country_iso3]
            x = 0.02 + column * (TILE_WIDTH_IN + GAP_IN)
            y = height - 0.02 - (line + 1) * TILE_HEIGHT_IN - line * GAP_IN
            known = pd.notna(row.value)
            face = shade(share(row.value)) if known else LIGHT.paper
            boxes.append(Rectangle((x, y), TILE_WIDTH_IN, TILE_HEIGHT_IN))
            faces.append(face)
            ink = text_on(face)
            middle = x + TILE_WIDTH_IN / 2
            axes.text(middle, y + 0.43, getattr(row, label), ha="center", va="center", size=TYPE.chart, color=ink)
            shown = locale.fixed(row.value, digits) if known else "–"
            axes.text(middle, y + 0.245, shown, ha="center", va="center", size=11.5, weight=600, color=ink)
            dated = _dated(row, locale) if known else locale(en="no value", es="sin valor")
            axes.text(middle, y + 0.085, dated, ha="center", va="center", size=SMALL, color=ink)
        add(axes, PatchCollection(boxes, facecolors=faces, edgecolors=LIGHT.rule, linewidths=0.8, zorder=0.5))
        _scale(axes, height, low, high, digits, locale)

    listed = "; ".join(
        f"{getattr(row, label)} {locale.fixed(row.value, digits)} ({_dated(row, locale)})" for row in held.itertuples()
    )
    without = "; ".join(f"{name} {locale(en='no value', es='sin valor')}" for name in absent)
    years = held["year"].astype(int)
    return Chart(
        exhibit_id=f"{slug(indicator)}-map",
        locale=locale,
        title=_title(held, indicator, locale),
        measure=locale(
            en=f"{indicator['label_en']}, last value of each country, {_span(years, locale)}",
            es=f"{indicator['label_es']}, último valor de cada país, {_span(years, locale)}",
        ),
        unit=str(indicator[f"unit_{language}"]),
        alt=locale(
            en=f"Tile map, darker is higher: {'; '.join(filter(None, (listed, without)))}.",
            es=f"Mapa de mosaicos, más oscuro es más alto: {'; '.join(filter(None, (listed, without)))}.",
        ),
        data=pd.concat([held, values[values["value"].isna()]]) if len(held) else held,
        columns=(
            Column(label, locale(en="Country", es="País")),
            Column("value", locale(en="Value", es="Valor"), digits),
            Column("year", locale(en="Year", es="Año")),
        ),
        evidence=held,
        draw=draw,
        height_in=4 * TILE_HEIGHT_IN + 3 * GAP_IN + 0.04,
    )


def _dated(row: object, locale: Locale) -> str:
    """Write the year of a value, and that it is unreliable where it is."""
    year = str(int(row.year))  # type: ignore[attr-defined]
    return f"{year}, {locale(en='unreliable', es='poco confiable')}" if row.doubtful else year  # type: ignore[attr-defined]


def _span(years: pd.Series, locale: Locale) -> str:
    return locale.years(int(years.min()), int(years.max())) if len(years) else "–"


def _title(held: pd.DataFrame, indicator: pd.Series, locale: Locale) -> str:
    """Name the countries at both ends, if a single one stands there."""
    short, label, digits = (
        indicator[f"short_label_{locale.language}"],
        f"label_{locale.language}",
        indicator["decimals"],
    )
    if held.empty:
        return str(short)
    shown = [locale.fixed(value, int(digits)) for value in held["value"]]
    tops = held[label][[text == shown[0] for text in shown]].tolist()
    ends = held[label][[text == shown[-1] for text in shown]].tolist()
    if shown[0] == shown[-1]:
        return locale(en=f"{short}: {shown[0]} in all {len(held)}", es=f"{short}: {shown[0]} en los {len(held)}")
    return locale(
        en=f"{short}: highest in {locale.items(tops)} ({shown[0]}), lowest in {locale.items(ends)} ({shown[-1]})",
        es=f"{short}: el valor más alto, en {locale.items(tops)} ({shown[0]}); el más bajo, en {locale.items(ends)} "
        f"({shown[-1]})",
    )


def _scale(axes: Axes, height: float, low: float, high: float, digits: int, locale: Locale) -> None:
    """Draw the scale of shades upper right, with its values."""
    left, top, size = 5.2, height - 0.3, 0.26
    axes.text(left, top + 0.12, locale(en="darker is higher", es="más oscuro, más alto"), size=SMALL)
    steps = 5 if high > low else 1
    boxes, faces = [], []
    for step in range(steps):
        share = 1 - step / (steps - 1) if steps > 1 else 0.5
        boxes.append(Rectangle((left, top - (step + 1) * size), 0.4, size))
        faces.append(shade(share))
        axes.text(
            left + 0.48,
            top - (step + 0.5) * size,
            locale.fixed(low + share * (high - low), digits),
            va="center",
            size=SMALL,
        )
    add(axes, PatchCollection(boxes, facecolors=faces, edgecolors="none", zorder=0.5))
