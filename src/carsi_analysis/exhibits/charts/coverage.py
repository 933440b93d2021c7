"""The chart of what is known: how many countries have a value, indicator by indicator and year by year."""

import pandas as pd
from matplotlib.collections import PatchCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.panels import SMALL, add, sheet, text_width
from carsi_analysis.exhibits.shading import shade, text_on
from carsi_analysis.house.tokens import CHART_WIDTH_IN, LIGHT

ROW_IN = 0.19


def coverage_strip(
    by_year: pd.DataFrame,
    described: pd.DataFrame,
    *,
    locale: Locale,
    of_countries: int = 7,
    exhibit_id: str = "data-coverage",
) -> Chart:
    """Shade for each indicator and year how many of the countries have a value, and print the number.

    Args:
        by_year: as ``analysis.coverage.coverage_by_year`` gives it, for the indicators to show.
        described: as ``analysis.threats.described_indicators`` gives it; rows follow its order.
        locale: the language.
        of_countries: how many countries there could be: seven, or one for a country's own coverage.
        exhibit_id: names the chart, since a report may show it for several groups of indicators.
    """
    short = f"short_label_{locale.language}"
    shown = described[described["indicator_id"].isin(by_year["indicator_id"])].drop_duplicates("indicator_id")
    order = shown["indicator_id"].tolist()
    names = shown.set_index("indicator_id")[short]
    first, last = int(by_year["year"].min()), int(by_year["year"].max())
    years = last - first + 1
    full = by_year[by_year["countries"] >= of_countries].groupby("indicator_id")["year"].nunique()
    reach = by_year.groupby("indicator_id")["year"].nunique()
    best, worst = full.reindex(order, fill_value=0).idxmax(), reach.idxmin()

    def draw(figure: Figure) -> None:
        axes = sheet(figure)
        left = max(text_width(name, SMALL) for name in names) + 0.1
        width = (CHART_WIDTH_IN - left - 0.05) / years
        top = figure.get_size_inches()[1] - 0.02
        foot = top - ROW_IN * len(order)
        boxes, faces = [], []
        for row in by_year[by_year["indicator_id"].isin(order)].itertuples():
            x = left + (row.year - first) * width
            y = top - (order.index(row.indicator_id) + 1) * ROW_IN
            face = shade(row.countries / of_countries)
            boxes.append(Rectangle((x, y), width, ROW_IN))
            faces.append(face)
            if row.countries < of_countries:
                axes.text(
                    x + width / 2,
                    y + ROW_IN / 2 - 0.005,
                    str(row.countries),
                    ha="center",
                    va="center",
                    size=SMALL,
                    color=text_on(face),
                )
        add(axes, PatchCollection(boxes, facecolors=faces, edgecolors="white", linewidths=0.8, zorder=0.5))
        for place, indicator_id in enumerate(order):
            y = top - (place + 0.5) * ROW_IN
            axes.text(left - 0.06, y, names[indicator_id], ha="right", va="center", size=SMALL)
            axes.plot([left, CHART_WIDTH_IN - 0.05], [y, y], color=LIGHT.rule, linewidth=0.5, zorder=0.2)
        for year in range(first, last + 1):
            if year % 5 == 0:
                x = left + (year - first + 0.5) * width
                axes.text(x, foot - 0.05, str(year), ha="center", va="top", size=SMALL)

    listed = "; ".join(
        f"{names[i]}: {locale.years(int(own['year'].min()), int(own['year'].max()))}, {len(own)} "
        + locale(en="years" if len(own) > 1 else "year", es="años" if len(own) > 1 else "año")
        for i, own in ((i, by_year[by_year["indicator_id"] == i]) for i in order)
    )
    wide = by_year[by_year["indicator_id"].isin(order)].pivot(index="indicator_id", columns="year", values="countries")
    data = wide.reindex(index=order, columns=range(first, last + 1)).astype("Int64")
    data.columns = [str(year) for year in data.columns]
    return Chart(
        exhibit_id=exhibit_id,
        locale=locale,
        title=_title(names, full, reach, str(best), str(worst), locale),
        measure=locale(
            en=f"Values by indicator and year, {locale.years(first, last)}, darker for more countries",
            es=f"Valores por indicador y año, {locale.years(first, last)}, más oscuro con más países",
        )
        if of_countries > 1
        else locale(
            en=f"Years with a value by indicator, {locale.years(first, last)}",
            es=f"Años con valor por indicador, {locale.years(first, last)}",
        ),
        unit=locale(en=f"countries with a value, of {of_countries}", es=f"países con valor, de {of_countries}")
        if of_countries > 1
        else locale(en="shaded where there is a value", es="sombreado donde hay valor"),
        alt=locale(
            en="Strip of cells, one row an indicator and one column a year. First and last year with any value: "
            f"{listed}.",
            es="Franja de celdas, una fila por indicador y una columna por año. Primer y último año con algún valor: "
            f"{listed}.",
        ),
        data=data.reset_index(drop=True).assign(indicator=[names[i] for i in order]),
        columns=(
            Column("indicator", locale(en="Indicator", es="Indicador")),
            *(Column(str(year), str(year), 0) for year in range(first, last + 1)),
        ),
        notes=(
            (
                locale(
                    en=f"Cells without a number: all {of_countries} countries.",
                    es=f"Celdas sin número: los {of_countries} países.",
                ),
            )
            if of_countries > 1
            else ()
        ),
        evidence=by_year[by_year["indicator_id"].isin(order)].drop(columns="indicator_id"),
        draw=draw,
        height_in=ROW_IN * len(order) + 0.26,
    )


def _title(names: pd.Series, full: pd.Series, reach: pd.Series, best: str, worst: str, locale: Locale) -> str:
    """Set the indicator with most complete years against the one with fewest years at all."""
    most, fewest = int(full.get(best, 0)), int(reach[worst])
    if len(names) == 1 or best == worst or most == 0:
        count = int(reach[best])
        return locale(
            en=f"{names[best]}: values in {count} years" if count > 1 else f"{names[best]}: values in one year",
            es=f"{names[best]}: valores en {count} años" if count > 1 else f"{names[best]}: valores en un año",
        )
    return locale(
        en=f"{names[best]} is complete in {most} year{'s' * (most > 1)}; {names[worst]} has values in {fewest}",
        es=f"{names[best]}: completo en {most} año{'s' * (most > 1)}; {names[worst]}: valores en {fewest}",
    )
