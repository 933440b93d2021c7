"""Tables of disagreement: what sources print, what the reports use, and why."""

import pandas as pd

from carsi_analysis.exhibits.charts.conflicts import STATES
from carsi_analysis.exhibits.exhibit import Column, Table
from carsi_analysis.exhibits.locale import Locale


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
