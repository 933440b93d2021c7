"""The tile map: one tile a country, roughly where it lies, shaded by a value that is printed in it."""

from typing import Any

import pandas as pd

from carsi_analysis.exhibits.charts.described import Described
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import ExhibitWords, Locale
from carsi_analysis.exhibits.marks import Tiles
from carsi_analysis.exhibits.shading import shade
from carsi_analysis.house.tokens import LIGHT

STEPS = (1.0, 0.75, 0.5, 0.25, 0.0)
"""The shades that the scale shows."""


def tile_map(values: pd.DataFrame, indicator: pd.Series, *, locale: Locale) -> Chart:
    """Shade the countries by the last value of any indicator; darker is higher.

    Args:
        values: as ``analysis.threats.last_of`` gives it: one row a country, the value missing where there is none.
        indicator: its description, as ``Study.described`` gives it.
        locale: the language.
    """
    about, label = Described(indicator, locale), locale.named("label")
    say = about.words("indicator-map", "map")
    held = values[values["value"].notna()].sort_values("value", ascending=False, kind="stable")
    absent = values[values["value"].isna()]
    low, high = (float(held["value"].min()), float(held["value"].max())) if len(held) else (0.0, 1.0)
    steps = STEPS if high > low else (0.5,)
    kind, facts = _title(held, about)
    listed = [f"{getattr(row, label)} {about.write(row.value)} ({_dated(row, say)})" for row in held.itertuples()]
    years = held["year"].astype(int)
    return Chart(
        **say.head(
            {"title": kind},
            **facts,
            **about.names,
            years=locale.years(int(years.min()), int(years.max())) if len(years) else "–",
            listed="; ".join([*listed, *(f"{name} {say('absent')}" for name in absent[label])]),
        ),
        unit=about.unit,
        data=pd.concat([held, absent]) if len(held) else held,
        columns=(say.named("label"), say.column("value", about.digits), say.column("year")),
        evidence=held,
        draw=Tiles(
            values.assign(
                said=[about.write(value) if pd.notna(value) else "–" for value in values["value"]],
                dated=[_dated(row, say) for row in values.itertuples()],
                face=[
                    LIGHT.paper if doubtful else face(value, low, high)
                    for value, doubtful in zip(values["value"], values["doubtful"].eq(True), strict=True)
                ],
            ),
            x="tile_column",
            y="tile_row",
            name=label,
            text="said",
            detail="dated",
            face="face",
            scale=[(shade(share), about.write(low + share * (high - low))) for share in steps],
            scale_head=say("scale"),
        ),
    )


def face(value: float, low: float, high: float) -> str:
    """Shade a value between the lowest and the highest; paper where there is none."""
    if pd.isna(value):
        return LIGHT.paper
    return shade((value - low) / (high - low) if high > low else 0.5)


def _dated(row: Any, say: ExhibitWords) -> str:
    """Write the year of a value, and that it is unreliable where it is."""
    if pd.isna(row.value):
        return say("absent")
    return say("unreliable", year=int(row.year)) if row.doubtful else str(int(row.year))


def _title(held: pd.DataFrame, about: Described) -> tuple[str, dict[str, Any]]:
    """Find the countries at both ends."""
    if held.empty:
        return "empty", {}
    shown, names = held["value"].map(about.write), held[about.locale.named("label")]
    high, low = shown.iloc[0], shown.iloc[-1]
    highest, lowest = (about.locale.items(names[shown == end].tolist()) for end in (high, low))
    facts = {"high": high, "low": low, "highest": highest, "lowest": lowest, "count": len(held)}
    return "equal" if high == low else "ends", facts
