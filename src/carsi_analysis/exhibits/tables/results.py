"""Tables of results: evaluations and their critics, reported effects, activities, and events."""

from typing import Any

import pandas as pd

from carsi_analysis.exhibits.charts.timeline import KIND_MARKS, event_date
from carsi_analysis.exhibits.exhibit import Column, Table
from carsi_analysis.exhibits.locale import NO_BREAK_SPACE, Locale
from carsi_analysis.exhibits.money import qualified

VERDICTS = {
    "positive": ("positive", "favorable"),
    "disputes": ("disputes another", "disputa otra"),
    "critical": ("critical", "crítico"),
    "adverse": ("adverse", "desfavorable"),
    "pending": ("pending", "pendiente"),
}


def evaluations(studies: pd.DataFrame, *, locale: Locale, others: bool = False) -> Table:
    """List the evaluations with design and finding, each followed by those that answer it.

    Args:
        studies: as ``analysis.results.studies`` gives it.
        locale: the language.
        others: whether these are the studies besides one that the report treats by itself.
    """
    language = locale.language
    counts = studies["verdict"].value_counts()
    positive, disputing = int(counts.get("positive", 0)), int(studies["answers_evaluation_id"].notna().sum())
    return Table(
        exhibit_id="evaluations",
        locale=locale,
        title=locale(
            en=f"{len(studies)} {'other studies' if others else 'studies'}: {positive} with a favorable finding in "
            "our reading"
            + (
                f", {disputing} that directly {'disputes' if disputing == 1 else 'dispute'} another"
                if disputing
                else ""
            ),
            es=f"{len(studies)} {'estudios más' if others else 'estudios'}: {positive} con un hallazgo favorable según "
            "nuestra lectura"
            + (
                f", {disputing} que {'disputa' if disputing == 1 else 'disputan'} directamente otro"
                if disputing
                else ""
            ),
        ),
        measure=locale(
            en="Studies of the initiative, of its programs or of the aid around it, and their findings",
            es="Estudios de la iniciativa, de sus programas o de la ayuda que la rodea, y sus hallazgos",
        ),
        unit=locale(en="one row a study", es="una fila por estudio"),
        data=studies.assign(
            year=[None if pd.isna(year) else str(int(year)) for year in studies["start_year"]],
            tenor=[locale(en=VERDICTS[key][0], es=VERDICTS[key][1]) for key in studies["verdict"]],
        ),
        columns=(
            Column(f"label_{language}", locale(en="Study", es="Estudio")),
            Column("year", locale(en="Year", es="Año")),
            Column(f"design_{language}", locale(en="Design", es="Diseño")),
            Column(f"finding_{language}", locale(en="Main finding", es="Hallazgo principal")),
            Column("tenor", locale(en="Our reading", es="Nuestra lectura")),
            *((Column(f"answers_{language}", locale(en="Answers", es="Responde a")),) if disputing else ()),
        ),
        evidence=studies,
    )


def reported_effects(effects: pd.DataFrame, *, locale: Locale) -> Table:
    """List the effects that evaluations report, with their standard errors where these are printed.

    Args:
        effects: as ``analysis.results.effects`` gives it.
        locale: the language.
    """
    language = locale.language
    printed = int(effects["std_error"].notna().sum())
    return Table(
        exhibit_id="reported-effects",
        locale=locale,
        title=locale(
            en=f"{len(effects)} reported effects, {printed} of them with a standard error",
            es=f"{len(effects)} efectos informados, {printed} de ellos con error estándar",
        ),
        measure=locale(en="Effects as each study reports them", es="Efectos según los informa cada estudio"),
        unit=locale(
            en="units differ by row and must not be pooled", es="las unidades varían por fila y no se combinan"
        ),
        data=effects,
        columns=(
            Column(f"study_{language}", locale(en="Study", es="Estudio")),
            Column(f"outcome_{language}", locale(en="Outcome", es="Resultado medido")),
            Column("value", locale(en="Effect", es="Efecto"), 1),
            Column("std_error", locale(en="Standard error", es="Error estándar"), 2),
            Column(f"unit_{language}", locale(en="Unit", es="Unidad")),
        ),
        evidence=effects,
        row_headers=2,
        grouped=True,
    )


def means_compared(means: pd.DataFrame, before: tuple[int, int], after: tuple[int, int], *, locale: Locale) -> Table:
    """Compare the mean of an indicator in two spans of years, country by country.

    Args:
        means: as ``analysis.comparison.difference_of_means`` gives it, of the homicide rate.
        before, after: first and last year of each span.
        locale: the language.
    """
    language = locale.language
    rows = means.sort_values("log_change", ascending=False).reset_index(drop=True)
    rose, fell = int((rows["difference"] > 0).sum()), int((rows["difference"] < 0).sum())
    mark = ["*" if doubtful else "" for doubtful in rows["doubtful"]]
    return Table(
        exhibit_id="means-compared",
        locale=locale,
        title=locale(
            en=f"Since the first money the mean homicide rate was higher in {rose} of {len(rows)} countries, lower in "
            f"{fell}",
            es=f"Desde el primer dinero, la tasa media de homicidios fue mayor en {rose} de {len(rows)} países y menor "
            f"en {fell}",
        ),
        measure=locale(
            en=f"Mean homicide rate of {locale.years(*before)} and {locale.years(*after)}",
            es=f"Tasa media de homicidios de {locale.years(*before)} y {locale.years(*after)}",
        ),
        unit=locale(en="per 100,000 residents", es="por cada 100,000 habitantes"),
        data=rows.assign(country=rows[f"label_{language}"] + mark),
        columns=(
            Column("country", locale(en="Country", es="País")),
            Column("before", locale.years(*before), 1),
            Column("after", locale.years(*after), 1),
            Column("difference", locale(en="Difference of means", es="Diferencia de medias"), 1),
            Column("log_change", locale(en="Log change", es="Cambio logarítmico"), 2),
            Column("years_before", locale(en="Years before", es="Años antes"), 0),
            Column("years_after", locale(en="Years after", es="Años después"), 0),
        ),
        evidence=rows,
        notes=(
            locale(
                en="Log change: natural logarithm of the later mean by the earlier one; 0.69 is a doubling, −0.69 a "
                "halving. The years are all there are and no sample, so no interval is given.",
                es="Cambio logarítmico: logaritmo natural de la media posterior entre la anterior; 0.69 es una "
                "duplicación, −0.69 una reducción a la mitad. Los años son todos los que hay y no una muestra; por eso "
                "no se da intervalo.",
            ),
            *(
                [
                    locale(
                        en="Asterisk: rests in part on values kept although unreliable.",
                        es="Asterisco: descansa en parte en valores que se conservan aunque son poco confiables.",
                    )
                ]
                if any(mark)
                else []
            ),
        ),
    )


def programmes(outputs: pd.DataFrame, *, locale: Locale) -> Table:
    """List what was done with the money and what was counted of it.

    Args:
        outputs: as ``analysis.results.outputs`` gives it.
        locale: the language.
    """
    language = locale.language
    counted = int(outputs["output_value"].notna().sum())
    return Table(
        exhibit_id="programmes",
        locale=locale,
        title=locale(
            en=f"{len(outputs)} activities, {counted} of them with a count of what they produced",
            es=f"{len(outputs)} actividades, {counted} de ellas con algún conteo de lo que produjeron",
        ),
        measure=locale(
            en="Activities named by officials and implementers, and their outputs",
            es="Actividades que nombran funcionarios y ejecutores, y sus productos",
        ),
        unit=locale(en="units stand beside the counts", es="las unidades figuran junto a los conteos"),
        data=outputs.assign(
            count=[_counted(row, locale) for row in outputs.itertuples()], where=outputs[f"where_{language}"]
        ),
        columns=(
            Column(f"area_{language}", locale(en="Activity", es="Actividad")),
            Column("where", locale(en="Where", es="Dónde")),
            Column(f"covers_{language}", locale(en="What it covers", es="Qué abarca")),
            Column(f"group_{language}", locale(en="Funding area*", es="Área de financiamiento*")),
            Column("count", locale(en="Counted", es="Conteo")),
        ),
        evidence=outputs,
        notes=(
            locale(
                en="* by the analysts' judgment. Counts are snapshots from officials and implementers, not a series.",
                es="* a juicio de los analistas. Los conteos son datos sueltos de funcionarios y ejecutores, no una "
                "serie.",
            ),
        ),
    )


def events(happened: pd.DataFrame, *, locale: Locale, kinds: bool = True) -> Table:
    """List events by date.

    Args:
        happened: as ``analysis.timeline.happened`` gives it.
        locale: the language.
        kinds: whether to name the kind of each event, which takes room.
    """
    language = locale.language
    with_money = int(happened["amount_usd"].notna().sum())
    return Table(
        exhibit_id="events",
        locale=locale,
        title=locale(
            en="One event" if len(happened) == 1 else f"{len(happened)} events, {with_money or 'none'} with an amount",
            es="Un suceso"
            if len(happened) == 1
            else f"{len(happened)} sucesos, {with_money or 'ninguno'} con un monto",
        ),
        measure=locale(en="What happened, by date", es="Qué ocurrió, por fecha"),
        unit=locale(
            en="amounts in millions of nominal US dollars", es="montos en millones de dólares estadounidenses nominales"
        ),
        data=happened.assign(
            day=[event_date(row, locale).replace(" ", NO_BREAK_SPACE) for row in happened.itertuples()],
            sort=[locale(en=KIND_MARKS[kind][2], es=KIND_MARKS[kind][3]) for kind in happened["kind"]],
            money=[_millions(row, locale) for row in happened.itertuples()],
        ),
        columns=(
            Column("day", locale(en="Date", es="Fecha")),
            *((Column("sort", locale(en="Kind", es="Tipo")),) if kinds else ()),
            Column(f"label_{language}", locale(en="Event", es="Suceso")),
            Column("money", locale(en="Amount", es="Monto"), figure=True),
        ),
        evidence=happened,
    )


def _millions(row: Any, locale: Locale) -> str | None:
    """Write the amount of an event in millions, with the source's reservation; it stays on one line."""
    if pd.isna(row.amount_usd):
        return None
    return qualified(row, locale.number(row.amount_usd / 1e6, 2), locale).replace(" ", NO_BREAK_SPACE)


def _counted(row: Any, locale: Locale) -> str | None:
    """Write a count with what was counted and its unit; a plan is named as a plan."""
    if pd.isna(row.output_value):
        return None
    unit = getattr(row, f"unit_{locale.language}")
    number = qualified(row, locale.number(row.output_value, 1), locale)
    planned = locale(en=" (planned)", es=" (previsto)") if row.planned else ""
    return f"{getattr(row, f'output_{locale.language}')}: {number} {unit}{planned}"
