"""Tables of disagreement: what sources print, what the reports use, and why."""

from typing import Any

import pandas as pd

from carsi_analysis.exhibits.exhibit import Column, Table
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.money import signed


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
        answers = dict.fromkeys(_amount(row, locale) for row in own.sort_values("amount_usd").itertuples())
        rows.append(
            {
                "question": first[f"question_{language}"],
                "answers": "; ".join(answers),
                "used": None if used.empty else _amount(next(used.itertuples()), locale),
                "state": locale.words(f"conflict.{first['state']}"),
                "reason": first[f"reason_{language}"],
            }
        )
    without = sum(row["used"] is None for row in rows)
    return Table(
        exhibit_id="conflict-reasons",
        locale=locale,
        title=locale(
            en=f"{len(rows)} questions on amounts; "
            + (f"for {without} the reports use none" if without else "the reports use one answer to each"),
            es=f"{len(rows)} preguntas sobre montos; "
            + (
                f"en {without} los informes no usan ninguno"
                if without
                else "los informes usan una respuesta a cada una"
            ),
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


def _amount(row: Any, locale: Locale) -> str:
    """Write an amount in millions with the source's own reservation as a sign."""
    return signed(row, locale.number(row.amount_usd / 1e6, 1))
