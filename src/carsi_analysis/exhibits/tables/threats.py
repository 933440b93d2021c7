"""Tables of threats: their indicators, a country's scorecard, and where editions disagree."""

import pandas as pd

from carsi_analysis.exhibits.charts.matrix import first_text, limits_note, tendency_text, value_text, watch_list_note
from carsi_analysis.exhibits.exhibit import Column, Table
from carsi_analysis.exhibits.locale import NO_BREAK_SPACE, Locale


def threat_indicators(rows: pd.DataFrame, *, locale: Locale, exhibit_id: str = "threat-indicators") -> Table:
    """List the indicators that speak to a threat and how much they cover, those shown first with an asterisk.

    Args:
        rows: as ``analysis.coverage.threat_coverage`` gives it, for one threat or several.
        locale: the language.
        exhibit_id: names the table, since a report may show it for several threats.
    """
    language = locale.language
    threats = rows["threat_id"].nunique()
    threat = str(rows[f"threat_{language}"].iloc[0]) if len(rows) else ""
    complete = int((rows.drop_duplicates("indicator_id")["countries"] == 7).sum())
    count = rows["indicator_id"].nunique()
    lead = rows["lead_order"].notna()
    data = rows.assign(
        indicator=[f"{name}*" if first else name for name, first in zip(rows[f"label_{language}"], lead, strict=True)],
        unit=rows[f"unit_{language}"],
        years=[locale.years(int(a), int(b)) for a, b in zip(rows["first_year"], rows["last_year"], strict=True)],
    )
    subject = locale(
        en=threat if threats == 1 else f"{threats} threats", es=threat if threats == 1 else f"{threats} amenazas"
    )
    return Table(
        exhibit_id=exhibit_id,
        locale=locale,
        title=locale(
            en=f"{subject}: {count} indicators, {complete} of them for all seven countries",
            es=f"{subject}: {count} indicadores, {complete} de ellos para los siete países",
        )
        if count > 1
        else locale(en=f"{subject}: one indicator", es=f"{subject}: un indicador"),
        measure=locale(
            en="Indicators and their coverage of the seven countries",
            es="Indicadores y su cobertura de los siete países",
        ),
        unit=locale(
            en="values counts country-years; * shown first",
            es="los valores cuentan países por años; * se muestran primero",
        ),
        data=data,
        columns=(
            *(() if threats == 1 else (Column(f"threat_{language}", locale(en="Threat", es="Amenaza")),)),
            Column("indicator", locale(en="Indicator", es="Indicador")),
            Column("unit", locale(en="Unit", es="Unidad")),
            Column("years", locale(en="Years", es="Años")),
            Column("countries", locale(en="Countries", es="Países"), 0),
            Column("values", locale(en="Values", es="Valores"), 0),
        ),
        evidence=rows.drop(columns="indicator_id"),
        row_headers=1 if threats == 1 else 2,
        grouped=threats > 1,
        notes=(main_source_note(locale),),
    )


def main_source_note(locale: Locale) -> str:
    """Say whose source stands in the line below a table that sums up whole series."""
    return locale(
        en="The source line names the source of most values of each indicator.",
        es="La línea de fuentes nombra la fuente de la mayoría de los valores de cada indicador.",
    )


def scorecard(rows: pd.DataFrame, *, locale: Locale) -> Table:
    """Put one country's lead indicators in a table: first and latest value, direction, and rank among the seven.

    Args:
        rows: as ``analysis.standing.scorecard`` gives it for one country; indicators without a value for it are left
            out and named in a note.
        locale: the language.
    """
    language = locale.language
    held = rows[rows["last_year"].notna()]
    gaps = rows.loc[rows["last_year"].isna(), f"short_label_{language}"].unique().tolist()
    once = held.drop_duplicates("indicator_id")
    counts = once["tendency"].value_counts()
    worse, better = int(counts.get("worse", 0)), int(counts.get("better", 0))
    compared = int(once["tendency"].notna().sum())
    country = str(held[f"label_{language}_country"].iloc[0]) if len(held) else ""
    iso = str(held["country_iso3"].iloc[0]).lower() if len(held) else ""
    data = pd.DataFrame([_scored(row, language, locale) for row in held.itertuples()])
    return Table(
        exhibit_id=f"scorecard-{iso}",
        locale=locale,
        title=locale(
            en=f"{country}: of {len(once)} lead indicators, {worse or 'none'} moved for the worse and "
            f"{better or 'none'} for the better",
            es=f"{country}: de {len(once)} indicadores principales, {worse or 'ninguno'} "
            f"{'empeoraron' if worse > 1 else 'empeoró'} y {better or 'ninguno'} "
            f"{'mejoraron' if better > 1 else 'mejoró'}",
        )
        if compared
        else locale(
            en=f"{country}: latest values of {len(once)} lead indicators, without a comparison over time",
            es=f"{country}: últimos valores de {len(once)} indicadores principales, sin comparación en el tiempo",
        ),
        measure=locale(
            en="Lead indicators of each threat: earlier value, latest value and its rank, 1 the highest",
            es="Indicadores principales de cada amenaza: valor anterior, último y su lugar, 1 el más alto",
        ),
        unit=locale(
            en="unit in each row",
            es="unidad en cada fila",
        ),
        data=data,
        columns=(
            Column("threat", locale(en="Threat", es="Amenaza")),
            Column("indicator", locale(en="Indicator", es="Indicador")),
            Column("first", locale(en="Earlier", es="Antes"), figure=True),
            Column("last", locale(en="Latest", es="Último"), figure=True),
            Column("moved", locale(en="Change", es="Cambio")),
            Column("rank", locale(en="Rank", es="Lugar"), figure=True),
        ),
        evidence=held.drop(columns="indicator_id"),
        row_headers=2,
        grouped=bool(held["threat_id"].duplicated().any()),
        notes=(
            limits_note(locale),
            *watch_list_note(held, ["first_value", "last_high"], locale),
            *_gaps_note(gaps, locale),
        ),
    )


def _gaps_note(gaps: list[str], locale: Locale) -> tuple[str, ...]:
    """Name the indicators that have no value for the country, if any."""
    if not gaps:
        return ()
    listed = "; ".join(gaps)
    return (locale(en=f"Without a value for the country: {listed}.", es=f"Sin valor para el país: {listed}."),)


def _scored(row: object, language: str, locale: Locale) -> dict[str, str | None]:
    """Write one row of the scorecard."""
    value = {name: getattr(row, name) for name in ("decimals", "first_year", "last_year", "rank", "ranked", "doubtful")}
    digits = int(value["decimals"])
    first = first_text(row, digits, locale)
    doubt = locale(en=", unreliable", es=", poco confiable") if value["doubtful"] else ""
    return {
        "threat": getattr(row, f"threat_{language}"),
        "indicator": f"{getattr(row, f'short_label_{language}')} ({getattr(row, f'unit_short_{language}')})",
        "first": None if first is None else f"{first}{NO_BREAK_SPACE}({int(value['first_year'])})",
        "last": f"{value_text(row, digits, locale)}{NO_BREAK_SPACE}({int(value['last_year'])}{doubt})",
        "moved": (tendency_text(row, locale) or "").replace(" ", NO_BREAK_SPACE) or None,
        "rank": None
        if pd.isna(value["rank"]) or value["ranked"] < 2
        else locale(
            en=f"{int(value['rank'])}{NO_BREAK_SPACE}of{NO_BREAK_SPACE}{int(value['ranked'])}",
            es=f"{int(value['rank'])}{NO_BREAK_SPACE}de{NO_BREAK_SPACE}{int(value['ranked'])}",
        ),
    }


def homicide_disagreements(disagreements: pd.DataFrame, *, locale: Locale) -> Table:
    """List for each country the year in which the editions of the homicide rate lie furthest apart.

    Args:
        disagreements: as ``analysis.threats.disagreements`` gives it.
        locale: the language.
    """
    language = locale.language
    label = f"label_{language}"
    far = disagreements[disagreements["ratio"] >= 1.25]
    return Table(
        exhibit_id="homicide-disagreements",
        locale=locale,
        title=locale(
            en=f"Editions of the homicide rate lie a quarter or more apart in {len(far)} of {len(disagreements)} "
            "countries",
            es=f"Las ediciones de la tasa de homicidio difieren en un cuarto o más en {len(far)} de "
            f"{len(disagreements)} países",
        ),
        measure=locale(
            en="Year of the widest gap between editions, and the two values",
            es="Año de la mayor brecha entre ediciones, y los dos valores",
        ),
        unit=locale(en="homicides per 100,000 residents", es="homicidios por cada 100,000 habitantes"),
        data=disagreements,
        columns=(
            Column(label, locale(en="Country", es="País")),
            Column("year", locale(en="Year", es="Año")),
            Column("low", locale(en="Lower", es="Menor"), 1),
            Column(f"low_{language}", locale(en="Edition", es="Edición")),
            Column("high", locale(en="Higher", es="Mayor"), 1),
            Column(f"high_{language}", locale(en="Edition", es="Edición")),
            Column("ratio", locale(en="Ratio", es="Razón"), 2),
        ),
        evidence=disagreements,
    )
