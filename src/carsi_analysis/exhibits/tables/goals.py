"""Tables of what the initiative says of itself: threats, the goals that answer them, and what would show progress."""

import pandas as pd

from carsi_analysis.exhibits.exhibit import Column, Table
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.tables.threats import main_source_note


def threats_and_goals(answers: pd.DataFrame, *, locale: Locale) -> Table:
    """List the threats with what each is and the goals that answer it; judged links carry an asterisk.

    Args:
        answers: as ``analysis.goals.answers`` gives it.
        locale: the language.
    """
    language = locale.language
    unanswered = answers[answers[f"goals_{language}"] == ""]
    count = len(answers)
    return Table(
        exhibit_id="threats-and-goals",
        locale=locale,
        title=locale(
            en=f"{_words_en(count)} threats, each answered by at least one goal"
            if unanswered.empty
            else f"{len(unanswered)} of {count} threats have no goal of their own",
            es=f"{_words_es(count)} amenazas, cada una con al menos un objetivo que le responde"
            if unanswered.empty
            else f"{len(unanswered)} de {count} amenazas no tienen un objetivo propio",
        ),
        measure=locale(
            en="Threats named by the editorial and the goals that answer them",
            es="Amenazas que nombra el editorial y objetivos que les responden",
        ),
        unit=locale(en="* our judgement, not stated in the text", es="* a juicio nuestro, no declarado en el texto"),
        data=answers,
        columns=(
            Column(f"label_{language}", locale(en="Threat", es="Amenaza")),
            Column(f"description_{language}", locale(en="What it is", es="En qué consiste")),
            Column(f"goals_{language}", locale(en="Goals that answer it", es="Objetivos que le responden")),
        ),
        evidence=answers,
    )


def _words_en(count: int) -> str:
    return {5: "Five", 6: "Six", 7: "Seven", 8: "Eight", 9: "Nine"}.get(count, str(count))


def _words_es(count: int) -> str:
    return {5: "Cinco", 6: "Seis", 7: "Siete", 8: "Ocho", 9: "Nueve"}.get(count, str(count))


def goal_wordings(wordings: pd.DataFrame, *, locale: Locale) -> Table:
    """Set two wordings of each goal side by side, with what the later one changed.

    Args:
        wordings: as ``analysis.goals.wordings`` gives it, for one goal or several.
        locale: the language.
    """
    language = locale.language
    first, last = sorted({name.split("_")[1] for name in wordings.columns if name.startswith("wording_")})
    goal = str(wordings[f"label_{language}"].iloc[0])
    return Table(
        exhibit_id="goal-wordings",
        locale=locale,
        title=locale(
            en=f"What the wording of {last} added to that of {first}",
            es=f"Qué agregó la redacción de {last} a la de {first}",
        )
        if len(wordings) > 1
        else locale(
            en=f"{goal}: what the wording of {last} added to that of {first}",
            es=f"{goal}: qué agregó la redacción de {last} a la de {first}",
        ),
        measure=locale(
            en=f"Wordings seen for {first} and {last}, paraphrased",
            es=f"Redacciones vistas de {first} y {last}, parafraseadas",
        ),
        unit=locale(en="text", es="texto"),
        data=wordings,
        columns=(
            Column(f"label_{language}", locale(en="Goal", es="Objetivo")),
            Column(f"wording_{first}_{language}", first),
            Column(f"wording_{last}_{language}", last),
            Column(f"changed_{language}", locale(en="Remark", es="Nota")),
        ),
        evidence=wordings,
    )


def link_reasons(reasons: pd.DataFrame, *, locale: Locale) -> Table:
    """List what goals answer and what serves them, with the basis and the reason of each link.

    Args:
        reasons: as ``analysis.goals.link_reasons`` gives it, for one goal or several.
        locale: the language.
    """
    language = locale.language
    count, stated = len(reasons), int(reasons["basis"].eq("stated").sum())
    goals, goal = reasons["goal_id"].nunique(), str(reasons[f"goal_{language}"].iloc[0])
    bases = {"stated": locale(en="stated", es="declarado"), "judged": locale(en="judged", es="juicio")}
    return Table(
        exhibit_id="link-reasons",
        locale=locale,
        title=locale(
            en=f"Why each goal is linked with a threat or a kind of aid: {count} reasons",
            es=f"Por qué se vincula cada objetivo con una amenaza o un tipo de ayuda: {count} razones",
        )
        if goals > 1
        else locale(
            en=f"{goal}: the editorial states {stated} of {count} {'link' if count == 1 else 'links'}",
            es=f"{goal}: el editorial declara {stated} de {count} {'vínculo' if count == 1 else 'vínculos'}",
        ),
        measure=locale(
            en="Threats that a goal answers and kinds of aid that serve it",
            es="Amenazas a las que responde un objetivo y tipos de ayuda que le sirven",
        ),
        unit=locale(en="one row a link", es="una fila por vínculo"),
        data=reasons.assign(basis_name=reasons["basis"].map(bases)),
        columns=(
            *(() if goals == 1 else (Column(f"goal_{language}", locale(en="Goal", es="Objetivo")),)),
            Column(f"other_{language}", locale(en="Linked with", es="Vinculado con")),
            Column("basis_name", locale(en="Basis", es="Fundamento")),
            Column(f"reason_{language}", locale(en="Reason", es="Razón")),
        ),
        evidence=reasons,
        row_headers=1 if goals == 1 else 2,
        grouped=goals > 1,
    )


def goal_indicators(listed: pd.DataFrame, extents: pd.DataFrame, *, locale: Locale) -> Table:
    """Say for each indicator of a goal which movement would be progress, and how much it covers.

    Args:
        listed: as ``analysis.goals.indicators_of_goals`` gives it, for one goal or several.
        extents: as ``analysis.coverage.extent`` gives it; an indicator without values for the countries is left out.
        locale: the language.
    """
    language = locale.language
    reach = extents[["indicator_id", "countries", "first_year", "last_year", "sources", "rows"]]
    shown = listed.merge(reach, on="indicator_id", validate="m:1")
    progress = {
        "higher_is_worse": locale(en="a fall", es="una baja"),
        "higher_is_better": locale(en="a rise", es="un alza"),
        "context": locale(en="cannot be told", es="no se puede decir"),
    }
    untold = int(shown.drop_duplicates("indicator_id")["direction"].eq("context").sum())
    count, goals = shown["indicator_id"].nunique(), shown["goal_id"].nunique()
    return Table(
        exhibit_id="goal-indicators",
        locale=locale,
        title=locale(
            en=f"For {untold} of {count} indicators a movement tells nothing of progress",
            es=f"En {untold} de {count} indicadores, un cambio no dice nada del avance",
        )
        if untold
        else locale(
            en=f"{count} indicators, each with a direction that would be progress",
            es=f"{count} indicadores, cada uno con una dirección que sería un avance",
        ),
        measure=locale(
            en=f"Indicators of {'each' if goals > 1 else 'the'} goal, the movement that would be progress, and their "
            "coverage of the seven countries",
            es=f"Indicadores {'de cada' if goals > 1 else 'del'} objetivo, el cambio que sería un avance y su "
            "cobertura de los siete países",
        ),
        unit=locale(en="countries with a value, of seven", es="países con valor, de siete"),
        data=shown.assign(progress=shown["direction"].map(progress)),
        columns=(
            *(() if goals == 1 else (Column(f"goal_{language}", locale(en="Goal", es="Objetivo")),)),
            Column(f"label_{language}", locale(en="Indicator", es="Indicador")),
            Column("progress", locale(en="Progress is", es="Sería un avance")),
            Column("countries", locale(en="Countries", es="Países"), 0),
            Column("first_year", locale(en="From", es="Desde")),
            Column("last_year", locale(en="To", es="Hasta")),
        ),
        evidence=shown.drop(columns="indicator_id"),
        row_headers=1 if goals == 1 else 2,
        grouped=goals > 1,
        notes=(main_source_note(locale),),
    )
