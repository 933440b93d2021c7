"""Charts of lethal violence: the seven countries side by side, and who moved how far."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from carsi_analysis.exhibits.drawing import axes_in_inches, grid_in_inches
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.house.tokens import CONTEXT, CONTEXT_BAND, COUNTRY_COLOURS, LIGHT, TYPE


def _per_100k(locale: Locale) -> str:
    return locale(en="homicides per 100,000 residents", es="homicidios por cada 100,000 habitantes")


def homicide_trends(series: pd.DataFrame, later: pd.DataFrame, *, locale: Locale) -> Chart:
    """Show each country's homicide rate over the range of the seven, as small multiples on one scale.

    Args:
        series: the main series: ``country_iso3``, ``label_en``, ``label_es``, ``year``, ``value`` (victims per 100,000
            residents), ``indicator_id`` and provenance. Years without a value stay gaps in the line.
        later: single values of a later release, same columns; drawn as open points, never joined to the line.
        locale: the language.
    """
    label = f"label_{locale.language}"
    wide = series.pivot(index="year", columns="country_iso3", values="value").sort_index()
    wide = wide.reindex(range(int(wide.index.min()), int(wide.index.max()) + 1))
    order = wide.max().sort_values(ascending=False).index.tolist()
    names = series.drop_duplicates("country_iso3").set_index("country_iso3")[label]
    moves = pd.DataFrame({iso: _first_and_last(wide[iso]) for iso in order}).T
    change = moves["last"] - moves["first"]
    faller, riser = change.idxmin(), change.idxmax()

    def draw(figure: Figure) -> None:
        grid = grid_in_inches(figure, 2, 4, left=0.35, top=0.3, bottom=0.28, gap_x=0.22, gap_y=0.45)
        low, high = wide.min(axis=1), wide.max(axis=1)
        for axes, iso in zip(grid, order, strict=False):
            axes.fill_between(wide.index, low, high, color=CONTEXT_BAND, linewidth=0)
            axes.plot(wide.index, wide[iso], color=COUNTRY_COLOURS[iso], linewidth=1.8)
            _mark_ends(axes, wide[iso].dropna(), COUNTRY_COLOURS[iso], locale)
            point = later[later["country_iso3"] == iso]
            axes.scatter(
                point["year"],
                point["value"],
                s=16,
                facecolor="white",
                edgecolor=COUNTRY_COLOURS[iso],
                linewidth=1.2,
                zorder=4,
            )
            axes.set_title(names[iso], color=COUNTRY_COLOURS[iso], pad=3)
        for axes in grid:
            axes.tick_params(labelleft=axes in (grid[0], grid[4]), labelsize=TYPE.chart - 1)
        grid[0].set_ylim(0, float(high.max()) * 1.12)
        grid[0].set_xlim(wide.index[0] - 0.5, wide.index[-1] + 6)
        ticks = [year for year in (2000, 2010, 2020) if wide.index[0] <= year <= wide.index[-1]]
        grid[0].set_xticks(ticks or [wide.index[0], wide.index[-1]])
        _explain(grid[7], locale)

    def move(iso: str) -> str:
        first, last = moves.loc[iso, "first"], moves.loc[iso, "last"]
        begin, end = int(moves.loc[iso, "first_year"]), int(moves.loc[iso, "last_year"])
        return locale(
            en=f"{names[iso]} from {locale.fixed(first, 1)} ({begin}) to {locale.fixed(last, 1)} ({end})",
            es=f"{names[iso]} de {locale.fixed(first, 1)} ({begin}) a {locale.fixed(last, 1)} ({end})",
        )

    moved = "; ".join(move(iso) for iso in order)
    data = wide[order].reset_index()
    fell = change[faller] < 0 < change[riser]
    return Chart(
        exhibit_id="homicide-trends",
        locale=locale,
        title=locale(
            en=f"Homicide fell most in {names[faller]} and rose most in {names[riser]}"
            if fell
            else "Homicide moved in one direction in all of the countries shown",
            es=f"Los homicidios cayeron más en {names[faller]} y aumentaron más en {names[riser]}"
            if fell
            else "Los homicidios se movieron en una sola dirección en todos los países mostrados",
        ),
        measure=locale(
            en=f"Intentional homicide rate, {locale.years(int(wide.index[0]), int(wide.index[-1]))}",
            es=f"Tasa de homicidio intencional, {locale.years(int(wide.index[0]), int(wide.index[-1]))}",
        ),
        unit=_per_100k(locale),
        alt=locale(
            en=f"Seven small line charts on one scale. First and last year: {moved}.",
            es=f"Siete gráficos de líneas en una misma escala. Primer y último año: {moved}.",
        ),
        data=data,
        columns=(
            Column("year", locale(en="Year", es="Año")),
            *(Column(iso, names[iso], 1) for iso in order),
        ),
        evidence=pd.concat([series, later]),
        draw=draw,
        height_in=2.75,
    )


def _first_and_last(column: pd.Series) -> pd.Series:
    """Give the first and the last value of a country with their years."""
    held = column.dropna()
    return pd.Series(
        {"first": held.iloc[0], "last": held.iloc[-1], "first_year": held.index[0], "last_year": held.index[-1]}
    )


def _mark_ends(axes: Axes, held: pd.Series, colour: str, locale: Locale) -> None:
    """Write the peak above the line and the last value to its right, clear of the open point of a later release."""
    peak, last = held.idxmax(), held.index[-1]
    style: dict[str, Any] = {"textcoords": "offset points", "size": TYPE.chart - 1, "weight": 600, "color": colour}
    axes.annotate(locale.fixed(held[last], 1), (last, held[last]), (11, 0), ha="left", va="center", **style)
    if last - peak > 4:
        axes.annotate(locale.fixed(held[peak], 1), (peak, held[peak]), (0, 4), ha="center", **style)


def _explain(axes: Axes, locale: Locale) -> None:
    """Use the eighth cell of the grid as the key."""
    axes.set_axis_off()
    top, step = 0.82, 0.26
    keys = (
        ("line", locale(en="the country", es="el país")),
        ("band", locale(en="lowest to highest\nof the seven", es="del más bajo al más\nalto de los siete")),
        ("point", locale(en="later release,\nnot joined", es="edición posterior,\nsin unir")),
    )
    for position, (kind, text) in enumerate(keys):
        y = top - step * position
        transform = axes.transAxes
        if kind == "line":
            axes.plot([0.0, 0.16], [y, y], transform=transform, color=LIGHT.ink, linewidth=1.8)
        elif kind == "band":
            axes.fill(
                [0.0, 0.16, 0.16, 0.0],
                np.array([-0.06, -0.06, 0.06, 0.06]) + y,
                transform=transform,
                color=CONTEXT_BAND,
            )
        else:
            axes.scatter([0.08], [y], s=16, facecolor="white", edgecolor=LIGHT.ink, linewidth=1.2, transform=transform)
        axes.text(0.23, y, text, transform=transform, va="center", size=TYPE.chart - 1)


def homicide_change(changes: pd.DataFrame, *, locale: Locale) -> Chart:
    """Draw each country's rate in a first year, at its peak and in its latest year on one line.

    Args:
        changes: one row a country: ``country_iso3``, ``label_en``, ``label_es``, ``first_year``, ``first_value``,
            ``peak_year``, ``peak_value``, ``last_year``, ``last_value`` (per 100,000 residents), ``indicator_id`` and
            provenance.
        locale: the language.
    """
    label = f"label_{locale.language}"
    ordered = changes.sort_values("last_value", ascending=True).reset_index(drop=True)
    base = int(ordered["first_year"].mode().iloc[0])
    lower = ordered[ordered["last_value"] < ordered["first_value"]]
    higher = ordered[ordered["last_value"] > ordered["first_value"]]

    def draw(figure: Figure) -> None:
        axes = axes_in_inches(figure, left=0.95, right=0.1, top=0.05, bottom=0.3)
        for place, row in enumerate(ordered.itertuples()):
            colour = COUNTRY_COLOURS[row.country_iso3]
            axes.plot([row.first_value, row.last_value], [place, place], color=colour, linewidth=2.2, zorder=2)
            axes.scatter([row.first_value], [place], s=30, facecolor="white", edgecolor=colour, linewidth=1.4, zorder=3)
            axes.scatter([row.last_value], [place], s=34, color=colour, zorder=3)
            axes.scatter([row.peak_value], [place], marker="|", s=60, color=CONTEXT, zorder=1)
            rose = row.last_value >= row.first_value
            for value, year, outward, weight in (
                (row.last_value, row.last_year, rose, 600),
                (row.first_value, row.first_year, not rose, 400),
            ):
                dated = "" if year == base else f" ({int(year)})"
                axes.annotate(
                    f"{locale.fixed(value, 1)}{dated}",
                    (value, place),
                    (6 if outward else -6, 0),
                    textcoords="offset points",
                    ha="left" if outward else "right",
                    va="center",
                    size=TYPE.chart - 0.5,
                    weight=weight,
                )
        axes.set_yticks(range(len(ordered)), ordered[label].tolist())
        axes.grid(visible=False, axis="y")
        axes.grid(visible=True, axis="x")
        axes.set_xlim(-float(ordered["peak_value"].max()) * 0.1, float(ordered["peak_value"].max()) * 1.06)
        axes.set_xticks([tick for tick in axes.get_xticks() if 0 <= tick <= axes.get_xlim()[1]])
        axes.set_ylim(-0.6, len(ordered) - 0.3)

    def told(row) -> str:
        return (
            f"{getattr(row, label)} {locale.fixed(row.first_value, 1)} ({int(row.first_year)}) → "
            f"{locale.fixed(row.last_value, 1)} ({int(row.last_year)})"
        )

    listed = "; ".join(told(row) for row in ordered[::-1].itertuples())
    return Chart(
        exhibit_id="homicide-change",
        locale=locale,
        title=locale(
            en=f"Since {base}, the rate is lower in {len(lower)} countries and higher in {len(higher)}",
            es=f"Desde {base}, la tasa es más baja en {len(lower)} países y más alta en {len(higher)}",
        ),
        measure=locale(
            en=f"Intentional homicide rate in {base} (open), in the latest year (filled) and at its peak (tick)",
            es=f"Tasa de homicidio intencional en {base} (abierto), en el último año (lleno) y en su máximo (marca)",
        ),
        unit=_per_100k(locale),
        alt=locale(en=f"One line a country: {listed}.", es=f"Una línea por país: {listed}."),
        data=ordered[::-1].assign(country=ordered[label]),
        columns=(
            Column("country", locale(en="Country", es="País")),
            Column("first_value", locale(en=f"Rate in {base}", es=f"Tasa en {base}"), 1),
            Column("peak_value", locale(en="Peak rate", es="Tasa máxima"), 1),
            Column("peak_year", locale(en="Peak year", es="Año del máximo")),
            Column("last_value", locale(en="Latest rate", es="Última tasa"), 1),
            Column("last_year", locale(en="Latest year", es="Último año")),
        ),
        evidence=ordered,
        draw=draw,
        height_in=2.05,
    )
