"""The tile map: one tile a country, roughly where it lies, shaded by a value that is printed in it."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from carsi_analysis.exhibits.charts.series import slug
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import ExhibitWords, Locale
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
    say = locale.exhibit("indicator-map", f"{slug(indicator)}-map")
    digits, label = int(indicator["decimals"]), locale.named("label")
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
            dated = _dated(row, say) if known else say("absent")
            axes.text(middle, y + 0.085, dated, ha="center", va="center", size=SMALL, color=ink)
        add(axes, PatchCollection(boxes, facecolors=faces, edgecolors=LIGHT.rule, linewidths=0.8, zorder=0.5))
        _scale(axes, height, low, high, digits, say)

    listed = [
        f"{getattr(row, label)} {locale.fixed(row.value, digits)} ({_dated(row, say)})" for row in held.itertuples()
    ]
    years = held["year"].astype(int)
    kind, facts = _title(held, digits, locale)
    return Chart(
        **say.head(
            {"title": kind},
            **facts,
            label=indicator[locale.named("short_label")],
            full_label=indicator[label],
            years=locale.years(int(years.min()), int(years.max())) if len(years) else "–",
            listed="; ".join([*listed, *(f"{name} {say('absent')}" for name in absent)]),
        ),
        unit=str(indicator[locale.named("unit")]),
        data=pd.concat([held, values[values["value"].isna()]]) if len(held) else held,
        columns=(
            say.named("label"),
            say.column("value", digits),
            say.column("year"),
        ),
        evidence=held,
        draw=draw,
        height_in=4 * TILE_HEIGHT_IN + 3 * GAP_IN + 0.04,
    )


def _dated(row: Any, say: ExhibitWords) -> str:
    """Write the year of a value, and that it is unreliable where it is."""
    return say("unreliable", year=int(row.year)) if row.doubtful else str(int(row.year))


def _title(held: pd.DataFrame, digits: int, locale: Locale) -> tuple[str, dict[str, Any]]:
    """Find the countries at both ends."""
    if held.empty:
        return "empty", {}
    shown = pd.Series([locale.fixed(value, digits) for value in held["value"]], index=held.index)
    high, low = shown.iloc[0], shown.iloc[-1]
    highest, lowest = (locale.items(held.loc[shown == end, locale.named("label")].tolist()) for end in (high, low))
    facts = {"high": high, "low": low, "highest": highest, "lowest": lowest, "count": len(held)}
    return "equal" if high == low else "ends", facts


def _scale(axes: Axes, height: float, low: float, high: float, digits: int, say: ExhibitWords) -> None:
    """Draw the scale of shades upper right, with its values."""
    left, top, size = 5.2, height - 0.3, 0.26
    axes.text(left, top + 0.12, say("scale"), size=SMALL)
    steps = 5 if high > low else 1
    boxes, faces = [], []
    for step in range(steps):
        share = 1 - step / (steps - 1) if steps > 1 else 0.5
        boxes.append(Rectangle((left, top - (step + 1) * size), 0.4, size))
        faces.append(shade(share))
        axes.text(
            left + 0.48,
            top - (step + 0.5) * size,
            say.locale.fixed(low + share * (high - low), digits),
            va="center",
            size=SMALL,
        )
    add(axes, PatchCollection(boxes, facecolors=faces, edgecolors="none", zorder=0.5))
