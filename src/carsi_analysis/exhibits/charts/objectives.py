"""The chart of money by purpose: what is legible of CARSI's plan, and the sectors of the regional line."""

import pandas as pd

from carsi_analysis.analysis.dollars import NOMINAL
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks import Bars
from carsi_analysis.exhibits.money import millions
from carsi_analysis.house.tokens import LIGHT, PALE


def objectives_and_sectors(plan: pd.DataFrame, sectors: pd.DataFrame, *, locale: Locale) -> Chart:
    """Set CARSI's plan by objective, as far as it is legible, beside the sectors of the regional line.

    Args:
        plan: as ``analysis.funding.planned_by_objective`` gives it.
        sectors: as ``analysis.funding.sectors_of`` gives it for the regional line.
        locale: the language.
    """
    say, name = locale.exhibit("objectives-and-sectors"), locale.named("objective")
    largest = sectors.iloc[0]
    sides = (
        plan.assign(count=say("labels.planned"), colour=LIGHT.accent),
        sectors.assign(count=say("labels.obligated"), colour=PALE),
    )
    rows = pd.concat(sides, ignore_index=True)
    rows["purpose"], rows["amount"] = rows[name], rows["amount_usd"] / 1e6
    rows["said"] = [locale.number(amount, 1) for amount in rows["amount"]]
    planned, obligated = (
        "; ".join(f"{purpose} {locale.money(usd)}" for purpose, usd in zip(side[name], side["amount_usd"], strict=True))
        for side in sides
    )
    return Chart(
        **say.head(
            share=locale.percent(plan["share"].iloc[0]),
            year=locale.fiscal_year(int(plan["fiscal_year"].iloc[0])),
            objectives=planned,
            sectors=obligated,
            part=locale.percent(largest["amount_usd"] / sectors["amount_usd"].sum()),
            sector=largest[name],
        ),
        unit=millions(rows, NOMINAL, locale),
        data=rows,
        columns=(say.column("count"), say.column("purpose"), say.column("amount", 1)),
        evidence=rows,
        draw=Bars(rows, row="purpose", x="amount", colour="colour", text="said", panel="count"),
    )
