"""Tables of disagreement: what sources print, what the reports use, and why."""

import pandas as pd

from carsi_analysis.exhibits.charts.conflicts import STATES
from carsi_analysis.exhibits.exhibit import Column, Table
from carsi_analysis.exhibits.locale import Locale


def conflicts_on_amounts(conflicts: pd.DataFrame, *, locale: Locale) -> Table:
    """List the amounts on which sources disagree.

    Args:
        conflicts: as ``analysis.conflicts.amounts_in_conflict`` gives it.
        locale: the language.
    """
    language = locale.language
    still_open = int((conflicts["state"] == "open").sum())
    data = conflicts.assign(
        lowest=conflicts["lowest_usd"] / 1e6, highest=conflicts["highest_usd"] / 1e6, used=conflicts["used_usd"] / 1e6
    )
    return Table(
        exhibit_id="conflicts-on-amounts",
        locale=locale,
        title=locale(
            en=f"Sources print different amounts on {len(conflicts)} questions; {still_open} of them are open",
            es=f"Las fuentes imprimen montos distintos en {len(conflicts)} cuestiones; {still_open} siguen abiertas",
        ),
        measure=locale(
            en="Lowest and highest amount printed or implied, and the one that the reports use",
            es="Monto más bajo y más alto impreso o implícito, y el que usan los informes",
        ),
        unit=locale(en="millions of nominal US dollars", es="millones de dólares estadounidenses nominales"),
        data=data,
        columns=(
            Column(f"label_{language}", locale(en="Question", es="Cuestión")),
            Column("lowest", locale(en="Lowest", es="Más bajo"), 1),
            Column("highest", locale(en="Highest", es="Más alto"), 1),
            Column("used", locale(en="Used", es="Usado"), 1),
            Column(f"reason_{language}", locale(en="Why", es="Por qué")),
        ),
        evidence=conflicts,
        notes=(
            locale(
                en="The amounts of a line may stand at different stages, from bills to allocations; they are compared "
                "because readers meet them side by side.",
                es="Los montos de una línea pueden estar en etapas distintas, de proyectos de ley a distribuciones; se "
                "comparan porque el lector los encuentra juntos.",
            ),
        ),
    )


def conflict_reasons(values: pd.DataFrame, *, locale: Locale) -> Table:
    """List the questions on which amounts differ, all their answers, the one used and why.

    Args:
        values: as ``analysis.conflicts.values_in_conflict`` gives it.
        locale: the language.
    """
    language = locale.language
    rows = []
    for _, own in values.groupby("conflict_id", sort=False):
        first, used = own.iloc[0], own[own["preferred"]]
        answers = sorted({float(amount) / 1e6 for amount in own["amount_usd"]})
        rows.append(
            {
                "question": first[f"question_{language}"],
                "answers": "; ".join(locale.number(amount, 1) for amount in answers),
                "used": None if used.empty else locale.number(float(used["amount_usd"].iloc[0]) / 1e6, 1),
                "state": locale(en=STATES[first["state"]][0], es=STATES[first["state"]][1]),
                "reason": first[f"reason_{language}"],
            }
        )
    without = sum(row["used"] is None for row in rows)
    return Table(
        exhibit_id="conflict-reasons",
        locale=locale,
        title=locale(
            en=f"{len(rows)} questions on which amounts differ; for {without or 'none'} of them no amount is used",
            es=f"{len(rows)} preguntas en que los montos difieren; en {without or 'ninguna'} de ellas no se usa monto "
            "alguno",
        ),
        measure=locale(
            en="Questions, the amounts that sources give, and the one that the reports use",
            es="Preguntas, los montos que dan las fuentes y el que usan los informes",
        ),
        unit=locale(en="millions of nominal US dollars", es="millones de dólares estadounidenses nominales"),
        data=pd.DataFrame(rows),
        columns=(
            Column("question", locale(en="Question", es="Pregunta")),
            Column("answers", locale(en="Amounts given", es="Montos dados")),
            Column("used", locale(en="Used", es="Se usa")),
            Column("state", locale(en="State", es="Estado")),
            Column("reason", locale(en="Why", es="Por qué")),
        ),
        evidence=values,
    )
