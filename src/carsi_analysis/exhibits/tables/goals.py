"""Tables of what the initiative says of itself: threats and the goals that answer them."""

import pandas as pd

from carsi_analysis.exhibits.exhibit import Column, Table
from carsi_analysis.exhibits.locale import Locale


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
