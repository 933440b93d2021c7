"""Tables of disagreement: what sources print, what the reports use, and why."""

import pandas as pd

from carsi_analysis.exhibits.exhibit import Table
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.money import signed


def conflict_reasons(values: pd.DataFrame, *, locale: Locale) -> Table:
    """List the questions on which amounts differ, all their answers, the one used and why.

    Args:
        values: as ``analysis.conflicts.values_in_conflict`` gives it.
    """
    say = locale.exhibit("conflict-reasons")
    ordered = values.sort_values("amount_usd")
    written = [signed(row, locale.number(row.amount_usd / 1e6, 1)) for row in ordered.itertuples()]
    answers = ordered.assign(written=written).groupby("conflict_id")["written"].agg(lambda own: "; ".join(own.unique()))
    used = ordered.assign(written=written)[ordered["preferred"]].drop_duplicates("conflict_id").set_index("conflict_id")
    questions = values.drop_duplicates("conflict_id").set_index("conflict_id")
    without = len(questions) - len(used)
    return Table(
        **say.head(variant={"title": "unused" if without else "all_used"}, count=len(questions), without=without),
        data=pd.DataFrame(
            {
                "question": questions[locale.named("question")],
                "answers": answers,
                "used": used["written"],
                "state": pd.Series(locale.scale("state", questions["state"]), questions.index),
                "reason": questions[locale.named("reason")],
            },
            index=questions.index,
        ),
        columns=say.columns("question", "answers", say.column("used", figure=True), "state", "reason"),
        evidence=values,
    )
