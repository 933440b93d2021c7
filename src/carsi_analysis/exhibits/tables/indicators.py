"""The dictionary of indicators: what each measures, in which unit and direction."""

import pandas as pd

from carsi_analysis.exhibits.exhibit import Column, Table
from carsi_analysis.exhibits.locale import Locale


def indicator_dictionary(extents: pd.DataFrame, *, locale: Locale, exhibit_id: str = "indicator-dictionary") -> Table:
    """Define each indicator.

    Args:
        extents: as ``analysis.coverage.extent`` gives it, for the indicators to define.
        locale: the language.
        exhibit_id: names the table, since a report may show it for several families.
    """
    language = locale.language
    directions = {
        "higher_is_worse": locale(en="higher is worse", es="más es peor"),
        "higher_is_better": locale(en="higher is better", es="más es mejor"),
        "context": locale(en="context", es="contexto"),
    }
    roles = {
        "main": locale(en="series", es="serie"),
        "points": locale(en="isolated values", es="valores aislados"),
        "check": locale(en="for comparison", es="para comparar"),
        "denominator": locale(en="denominator", es="denominador"),
    }
    series = int((extents["role"] == "main").sum())
    return Table(
        exhibit_id=exhibit_id,
        locale=locale,
        title=locale(
            en=f"{len(extents)} indicators, {series} of them series to chart first",
            es=f"{len(extents)} indicadores, {series} de ellos series de uso principal",
        ),
        measure=locale(en="Definition, unit and direction", es="Definición, unidad y dirección"),
        unit=locale(en="one row an indicator", es="una fila por indicador"),
        data=extents.assign(
            reading=extents["direction"].map(directions),
            use=extents["role"].map(roles),
            years=[
                locale.years(int(a), int(b)) for a, b in zip(extents["first_year"], extents["last_year"], strict=True)
            ],
        ),
        columns=(
            Column(f"label_{language}", locale(en="Indicator", es="Indicador")),
            Column(f"definition_{language}", locale(en="What is measured", es="Qué se mide")),
            Column(f"unit_{language}", locale(en="Unit", es="Unidad")),
            Column("reading", locale(en="Direction", es="Dirección")),
            Column("use", locale(en="Use", es="Uso")),
            Column("years", locale(en="Years", es="Años")),
        ),
        evidence=extents.drop(columns="indicator_id"),
        notes=(
            locale(
                en="The source line names the source of most values of each indicator.",
                es="La línea de fuentes nombra la fuente de la mayoría de los valores de cada indicador.",
            ),
        ),
    )
