"""Tables about the data package itself: its tables, columns, indicators, caveats, corrections and disagreements.

They stand apart from the tables of the gallery: they show the package and not a finding.
"""

import pandas as pd

from carsi_analysis.exhibits.exhibit import Column, Table
from carsi_analysis.exhibits.locale import Locale

TYPES = {
    "string": ("text", "texto"),
    "integer": ("whole number", "número entero"),
    "number": ("number", "número"),
    "boolean": ("yes or no", "sí o no"),
    "year": ("year", "año"),
    "date": ("date", "fecha"),
}
"""The types of Table Schema in words."""

UNITS_ES = {
    "USD, nominal": "USD, nominales",
    "USD, constant": "USD, constantes",
    "USD, constant 2020": "USD, constantes de 2020",
    "fraction of one": "fracción de uno",
    "index, base period = 100": "índice, período base = 100",
    "persons": "personas",
}
"""The units of the data description in Spanish; a test holds them against it."""

STATUSES = {
    "inferred": ("inferred", "inferido"),
    "placed": ("placed", "ubicado"),
    "corrected": ("corrected", "corregido"),
    "kept_suspect": ("kept although doubtful", "conservado aunque dudoso"),
}
"""What was done to a value, in words."""


def package_tables(tables: pd.DataFrame, *, locale: Locale) -> Table:
    """List the tables with their extent.

    Args:
        tables: as ``analysis.contents.tables_of`` gives it.
        locale: the language.
    """
    language = locale.language
    total = int(tables["number_of_rows"].sum())
    return Table(
        exhibit_id="package-tables",
        locale=locale,
        title=locale(
            en=f"{len(tables)} tables hold {locale.number(total)} rows",
            es=f"{len(tables)} tablas contienen {locale.number(total)} filas",
        ),
        measure=locale(
            en="Tables of the data package, the years and the number of countries and sources that their rows name",
            es="Tablas del paquete de datos, años y número de países y fuentes que nombran sus filas",
        ),
        unit=locale(en="a dash: none", es="un guion: ninguno"),
        data=tables.assign(
            years=_years(tables, locale),
            countries=tables["countries"].astype("Int64").replace(0, pd.NA),
            number_of_sources=tables["number_of_sources"].astype("Int64").replace(0, pd.NA),
            holds=tables[f"description_{language}"].str.replace("`", ""),
        ),
        columns=(
            Column("table", locale(en="Table", es="Tabla")),
            Column("holds", locale(en="What it holds", es="Qué contiene")),
            Column("number_of_rows", locale(en="Rows", es="Filas"), 0),
            Column("years", locale(en="Years", es="Años")),
            Column("countries", locale(en="Countries", es="Países"), 0),
            Column("number_of_sources", locale(en="Sources", es="Fuentes"), 0),
        ),
        evidence=tables,
        of_package=True,
    )


def package_columns(columns: pd.DataFrame, *, locale: Locale) -> Table:
    """Define every column of every table.

    Args:
        columns: as ``analysis.contents.columns_of`` gives it.
        locale: the language.
    """
    language = locale.language
    count = columns["table"].nunique()
    return Table(
        exhibit_id="package-columns",
        locale=locale,
        title=locale(
            en=f"{len(columns)} columns of {count} tables, defined", es=f"{len(columns)} columnas de {count} tablas"
        ),
        measure=locale(en="Meaning, type and rules of each column", es="Significado, tipo y reglas de cada columna"),
        unit=locale(en="one row a column", es="una fila por columna"),
        data=columns.assign(
            meaning=[
                (f"{title}. {text}" if text and text.rstrip(".") != title else title).replace("`", "")
                for title, text in zip(columns[f"title_{language}"], columns[f"description_{language}"], strict=True)
            ],
            rules=[_rules(row, locale) for row in columns.itertuples()],
        ),
        columns=(
            Column("table", locale(en="Table", es="Tabla")),
            Column("column", locale(en="Column", es="Columna")),
            Column("meaning", locale(en="Meaning", es="Significado")),
            Column("rules", locale(en="Type and rules", es="Tipo y reglas")),
        ),
        evidence=columns,
        row_headers=2,
        grouped=True,
        of_package=True,
    )


def indicator_book(indicators: pd.DataFrame, *, locale: Locale) -> Table:
    """Define every indicator, with how much is held and the source of most values.

    Args:
        indicators: as ``analysis.contents.indicators_of`` gives it.
        locale: the language.
    """
    language = locale.language
    directions = {
        "higher_is_worse": locale(en="higher is worse", es="más es peor"),
        "higher_is_better": locale(en="higher is better", es="más es mejor"),
        "context": locale(en="context", es="contexto"),
    }
    series = int((indicators["role"] == "main").sum())
    return Table(
        exhibit_id="indicator-book",
        locale=locale,
        title=locale(
            en=f"{len(indicators)} indicators, {series} of them series to chart first",
            es=f"{len(indicators)} indicadores, {series} de ellos series de uso principal",
        ),
        measure=locale(
            en="Definition, unit and direction, years and number of values, and source of most of them",
            es="Definición, unidad y dirección, años y número de valores, y fuente de la mayoría",
        ),
        unit=locale(en="values count countries by years", es="los valores cuentan países por años"),
        data=indicators.assign(
            what=[
                f"{text} ({unit}; {directions[direction]})"
                for text, unit, direction in zip(
                    indicators[f"definition_{language}"].str.rstrip("."),
                    indicators[f"unit_{language}"],
                    indicators["direction"],
                    strict=True,
                )
            ],
            years=_years(indicators, locale),
        ),
        columns=(
            Column(f"label_{language}", locale(en="Indicator", es="Indicador")),
            Column("what", locale(en="What is measured (unit; direction)", es="Qué se mide (unidad; dirección)")),
            Column("years", locale(en="Years", es="Años")),
            Column("values", locale(en="Values", es="Valores"), 0),
            Column(f"source_{language}", locale(en="Main source", es="Fuente principal")),
        ),
        evidence=indicators.drop(columns="indicator_id"),
        notes=(
            locale(
                en="A dash: the values stand in a table of their own, such as population and deflators.",
                es="Un guion: los valores están en una tabla propia, como población y deflactores.",
            ),
        ),
        of_package=True,
    )


def caveat_list(caveats: pd.DataFrame, *, locale: Locale) -> Table:
    """List the caveats and the indicators and tables that carry each.

    Args:
        caveats: as ``analysis.contents.caveats_of`` gives it.
        locale: the language.
    """
    language = locale.language
    carried = int((caveats["number_carried"] > 0).sum())
    return Table(
        exhibit_id="caveats",
        locale=locale,
        title=locale(
            en=f"{len(caveats)} caveats; {carried} travel with indicators or tables, the others with single sources",
            es=f"{len(caveats)} advertencias; {carried} acompañan a indicadores o tablas; las demás, a fuentes sueltas",
        ),
        measure=locale(en="Limits of the data, and what carries them", es="Límites de los datos y qué los lleva"),
        unit=locale(en="one row a caveat", es="una fila por advertencia"),
        data=caveats.assign(carried=caveats[f"carried_{language}"].replace("", None)),
        columns=(
            Column(f"text_{language}", locale(en="Caveat", es="Advertencia")),
            Column("carried", locale(en="Indicators and tables", es="Indicadores y tablas")),
        ),
        evidence=caveats,
        of_package=True,
    )


def correction_list(corrections: pd.DataFrame, *, locale: Locale) -> Table:
    """List the values that were placed, inferred, corrected or kept although doubtful.

    Args:
        corrections: as ``analysis.contents.corrections_of`` gives it.
        locale: the language.
    """
    language = locale.language
    values = int(corrections["number_of_values"].sum())
    inferred = int(corrections.loc[corrections["status"] == "inferred", "number_of_values"].sum())
    return Table(
        exhibit_id="corrections",
        locale=locale,
        title=locale(
            en=f"{values} values rest on a judgment; {inferred} of them were inferred",
            es=f"{values} valores se basan en un juicio; {inferred} de ellos se infirieron",
        ),
        measure=locale(
            en="Values that differ from the source or were kept although doubtful, and why",
            es="Valores que difieren de la fuente o se conservan aunque dudosos, y por qué",
        ),
        unit=locale(en="values of one reason together", es="los valores de una misma razón, juntos"),
        data=corrections.assign(
            place=[f"{row.table}, {row.column}" for row in corrections.itertuples()],
            done=[locale(en=STATUSES[one][0], es=STATUSES[one][1]) for one in corrections["status"]],
        ),
        columns=(
            Column("place", locale(en="Table, column", es="Tabla, columna")),
            Column("number_of_values", locale(en="Values", es="Valores"), 0),
            Column("done", locale(en="Status", es="Estado")),
            Column(f"reason_{language}", locale(en="Why", es="Por qué")),
            Column("in_source", locale(en="In the source", es="En la fuente")),
            Column("used", locale(en="Row: value used", es="Fila: valor usado")),
        ),
        evidence=corrections,
    )


def further_conflicts(conflicts: pd.DataFrame, *, locale: Locale) -> Table:
    """List the questions, besides those on amounts, on which sources disagree.

    Args:
        conflicts: as ``analysis.contents.further_conflicts`` gives it.
        locale: the language.
    """
    language = locale.language
    still_open = int((conflicts["state"] == "open").sum())
    return Table(
        exhibit_id="further-conflicts",
        locale=locale,
        title=locale(
            en=f"Sources disagree on {len(conflicts)} further questions; {still_open} are open",
            es=f"Las fuentes discrepan en otras {len(conflicts)} preguntas; {still_open} siguen abiertas",
        ),
        measure=locale(
            en="Questions, the series concerned and what the reports do",
            es="Preguntas, series de que se trata y qué hacen los informes",
        ),
        unit=locale(en="one row a question", es="una fila por pregunta"),
        data=conflicts.assign(
            years=_years(conflicts, locale),
            standing=[locale.words(f"conflict.{one}") for one in conflicts["state"]],
        ),
        columns=(
            Column(f"label_{language}", locale(en="Subject", es="Asunto")),
            Column(f"question_{language}", locale(en="Question", es="Pregunta")),
            Column(f"series_{language}", locale(en="Series", es="Series")),
            Column("years", locale(en="Years", es="Años")),
            Column("standing", locale(en="State", es="Estado")),
            Column(f"reason_{language}", locale(en="Why", es="Por qué")),
        ),
        evidence=conflicts,
        of_package=True,
    )


def omission_list(omissions: pd.DataFrame, *, locale: Locale) -> Table:
    """List what was left out on purpose, and what was looked for and not found.

    Args:
        omissions: the table.
        locale: the language.
    """
    language = locale.language
    kinds = {
        "not_found": locale(en="Looked for and not found", es="Se buscó y no se halló"),
        "left_out": locale(en="Left out on purpose", es="Omitido a propósito"),
    }
    missing = int((omissions["kind"] == "not_found").sum())
    return Table(
        exhibit_id="omissions",
        locale=locale,
        title=locale(
            en=f"{missing} things were looked for and not found, {len(omissions) - missing} left out on purpose",
            es=f"{missing} cosas se buscaron y no se hallaron; {len(omissions) - missing} se omitieron a propósito",
        ),
        measure=locale(en="What the data lack, and why", es="Qué falta en los datos y por qué"),
        unit=locale(en="one row a gap", es="una fila por vacío"),
        data=omissions.sort_values("kind", ascending=False, kind="stable").assign(
            standing=lambda frame: frame["kind"].map(kinds)
        ),
        columns=(
            Column("standing", locale(en="State", es="Estado")),
            Column(f"what_{language}", locale(en="What", es="Qué")),
            Column(f"reason_{language}", locale(en="Why", es="Por qué")),
        ),
        evidence=omissions.assign(sources=[()] * len(omissions), rows=[()] * len(omissions)),
        row_headers=2,
        grouped=True,
        of_package=True,
    )


def _years(frame: pd.DataFrame, locale: Locale) -> list[str | None]:
    """Write first and last year; nothing where there are none."""
    return [
        None if pd.isna(first) else locale.years(int(first), int(last))
        for first, last in zip(frame["first_year"], frame["last_year"], strict=True)
    ]


def _rules(row: object, locale: Locale) -> str:
    """Write the type of a column and what its values must be."""
    value = {name: getattr(row, name) for name in ("type", "unit", "required", "unique", "points_to", "choices")}
    english, spanish = TYPES[value["type"]]
    parts = [locale(en=english, es=spanish)]
    if isinstance(value["unit"], str):
        parts.append(locale(en=value["unit"], es=UNITS_ES[value["unit"]]))
    if value["required"]:
        parts.append(locale(en="required", es="obligatorio"))
    if value["unique"]:
        parts.append(locale(en="unique", es="único"))
    if isinstance(value["points_to"], str):
        parts.append(f"→ {value['points_to']}")
    if value["choices"]:
        parts.append(locale(en="one of {}", es="uno de {}").format(value["choices"]))
    return "; ".join(parts)
