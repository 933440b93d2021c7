"""The chart of disagreement on amounts: what each source gives for one question, and which the reports use."""

from typing import Any

import numpy as np
import pandas as pd

from carsi_analysis.analysis.dollars import NOMINAL
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks import Dots, Entry
from carsi_analysis.exhibits.money import fiscal_span, millions, qualified
from carsi_analysis.house.tokens import EMPHASIS, LIGHT


def conflict_values(values: pd.DataFrame, *, locale: Locale) -> Chart:
    """Draw the amounts that sources give for each question as points of one line each, the one used filled.

    Args:
        values: as ``analysis.conflicts.values_in_conflict`` gives it.
        locale: the language.
    """
    say, conflict = locale.exhibit("conflict-values"), locale.named("conflict")
    used = values["preferred"]
    rows = values.assign(
        place=range(len(values)),
        question=values[conflict],
        group=[
            say("question", question=getattr(row, conflict), state=locale.words(f"scale.state.{row.state}"))
            for row in values.itertuples()
        ],
        what=[_name(row, locale) for row in values.itertuples()],
        amount=values["amount_usd"] / 1e6,
        said=[qualified(row, locale.number(row.amount_usd / 1e6, 1), locale) for row in values.itertuples()],
        used=np.where(used, say("labels.yes"), ""),
        look=np.where(used, "dot", "open"),
        colour=np.where(used, LIGHT.accent, EMPHASIS),
    )
    states = rows.drop_duplicates("conflict_id")["state"]
    unsettled = int((states == "open").sum())
    told = "; ".join(
        f"{question}: " + ", ".join(f"{locale.money(row.amount_usd)} ({row.what})" for row in own.itertuples())
        for question, own in rows.groupby("question", sort=False)
    )
    return Chart(
        **say.head(
            {"title": {0: "none", 1: "one"}.get(unsettled, "several")},
            count=len(states),
            unsettled=unsettled,
            told=told,
        ),
        unit=millions(rows, NOMINAL, locale),
        data=rows,
        columns=say.columns("question", "what", say.column("amount", 1), "used"),
        evidence=values,
        draw=Dots(
            rows,
            row="place",
            name="what",
            x="amount",
            colour="colour",
            look="look",
            text="said",
            write=locale.fixed,
            group="group",
            names_right=True,
            logarithmic=True,
            scale_above=True,
            step=0.122,
            key=(Entry("dot", LIGHT.accent, say("labels.used")), Entry("open", EMPHASIS, say("labels.others"))),
        ),
    )


def _name(row: Any, locale: Locale) -> str:
    """Name an amount by its years, stage and source."""
    measure = str(getattr(row, locale.named("measure"))).split(",")[0].lower()
    account = "" if row.account_id == "total" else f", {getattr(row, locale.named('code'))}"
    source = getattr(row, locale.named("source_label"))
    return f"{fiscal_span(row, locale)}{account}, {measure} · {source}"
