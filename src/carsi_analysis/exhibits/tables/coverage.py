"""The table of what is known: first and last year of each indicator in each country."""

import pandas as pd

from carsi_analysis.exhibits.exhibit import Column, Table
from carsi_analysis.exhibits.locale import Locale


def data_coverage(
    covered: pd.DataFrame, described: pd.DataFrame, *, locale: Locale, exhibit_id: str = "coverage-by-country"
) -> Table:
    """Show first and last year of each indicator in each country, the number of years with a value in brackets.

    Args:
        covered: as ``analysis.coverage.coverage`` gives it, for the indicators to show.
        described: as ``analysis.threats.described_indicators`` gives it; rows follow its order.
        locale: the language.
        exhibit_id: names the table, since a report may show it for several families.
    """
    language = locale.language
    names = covered.drop_duplicates("country_iso3").set_index("country_iso3")[f"label_{language}"].sort_values()
    shown = described[described["indicator_id"].isin(covered["indicator_id"])].drop_duplicates("indicator_id")
    spans = covered.assign(
        span=[
            locale.short_years(int(row.first_year), int(row.last_year))
            + ("*" if row.years <= row.last_year - row.first_year else "")
            for row in covered.itertuples()
        ]
    ).pivot(index="indicator_id", columns="country_iso3", values="span")
    data = spans.reindex(index=shown["indicator_id"], columns=names.index).reset_index(drop=True)
    data = data.astype(object).where(data.notna(), None)
    everywhere = int((covered.groupby("indicator_id")["country_iso3"].nunique() == len(names)).sum())
    return Table(
        exhibit_id=exhibit_id,
        locale=locale,
        title=locale(
            en=f"{everywhere} of {len(shown)} indicators have values for all {len(names)} countries",
            es=f"{everywhere} de {len(shown)} indicadores tienen valores para los {len(names)} países",
        ),
        measure=locale(
            en="First and last year with a value, by indicator and country",
            es="Primer y último año con valor, por indicador y país",
        ),
        unit=locale(
            en="an asterisk: years in between are missing",
            es="un asterisco: faltan años intermedios",
        ),
        data=data.assign(indicator=shown[f"short_label_{language}"].tolist()),
        columns=(
            Column("indicator", locale(en="Indicator", es="Indicador")),
            *(Column(iso, names[iso]) for iso in names.index),
        ),
        evidence=covered.drop(columns="indicator_id"),
        notes=(
            locale(
                en="The source line names the source of most values of each indicator.",
                es="La línea de fuentes nombra la fuente de la mayoría de los valores de cada indicador.",
            ),
        ),
    )
