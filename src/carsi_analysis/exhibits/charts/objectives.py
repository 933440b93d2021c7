"""The chart of money by purpose: what is legible of CARSI's plan, and the sectors of the regional line."""

import pandas as pd
from matplotlib.figure import Figure

from carsi_analysis.analysis.dollars import NOMINAL
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.money import draw_boxes, millions, wrapped
from carsi_analysis.exhibits.panels import LINE_HEIGHT_IN, SMALL, sheet
from carsi_analysis.house.tokens import ACCOUNT_COLOURS, CHART_WIDTH_IN, LIGHT

NAMES_IN, ROW_IN = 1.85, 0.25


def objectives_and_sectors(plan: pd.DataFrame, sectors: pd.DataFrame, *, locale: Locale) -> Chart:
    """Set CARSI's plan by objective, as far as it is legible, beside the sectors of the regional line.

    Args:
        plan: as ``analysis.funding.planned_by_objective`` gives it.
        sectors: as ``analysis.funding.sectors_of`` gives it for the regional line.
        locale: the language.
    """
    say, name = locale.exhibit("objectives-and-sectors"), locale.named("objective")
    year = int(plan["fiscal_year"].iloc[0])
    heads = say("labels.planned"), say("labels.obligated")
    first = plan.iloc[0]
    largest = sectors.iloc[0]
    part = largest["amount_usd"] / sectors["amount_usd"].sum()

    def draw(figure: Figure) -> None:
        axes = sheet(figure)
        height = figure.get_size_inches()[1]
        half = CHART_WIDTH_IN / 2
        scale = (half - 0.1 - NAMES_IN - 0.5) / float(max(plan["amount_usd"].max(), sectors["amount_usd"].max()))
        for left, rows, head, colour in (
            (0.0, plan, heads[0], ACCOUNT_COLOURS["incle"]),
            (half + 0.1, sectors, heads[1], "#9cc3d9"),
        ):
            axes.text(left + 0.02, height - 0.1, head, size=SMALL, weight=600, va="center")
            boxes = []
            for place, row in enumerate(rows.itertuples()):
                y = height - 0.26 - _row_in(rows) * (place + 0.5)
                lines = wrapped(str(getattr(row, name)), NAMES_IN - 0.1)
                for number, line in enumerate(lines):
                    offset = ((len(lines) - 1) / 2 - number) * LINE_HEIGHT_IN
                    axes.text(left + NAMES_IN - 0.06, y + offset, line, ha="right", va="center", size=SMALL)
                boxes.append((left + NAMES_IN, y, max(row.amount_usd * scale, 0.005), 0.16))
                text = locale.number(row.amount_usd / 1e6, 1)
                place_of_text = left + NAMES_IN + 0.05 + max(row.amount_usd * scale, 0)
                axes.text(place_of_text, y, text, va="center", size=SMALL, weight=600)
            draw_boxes(axes, boxes, colour)
        axes.plot([half] * 2, [0.04, height - 0.04], color=LIGHT.rule, linewidth=0.8)

    told = [
        "; ".join(f"{getattr(row, name)} {locale.money(row.amount_usd)}" for row in rows.itertuples())
        for rows in (plan, sectors)
    ]
    return Chart(
        **say.head(
            share=locale.percent(first["share"]),
            year=locale.fiscal_year(year),
            objectives=told[0],
            sectors=told[1],
            part=locale.percent(part),
            sector=largest[name],
        ),
        unit=millions(pd.concat([plan, sectors]), NOMINAL, locale),
        data=pd.concat(
            [
                rows.assign(count=head, purpose=rows[name], amount=rows["amount_usd"] / 1e6)
                for rows, head in zip((plan, sectors), heads, strict=True)
            ],
            ignore_index=True,
        ),
        columns=(
            say.column("count"),
            say.column("purpose"),
            say.column("amount", 1),
        ),
        evidence=pd.concat([plan, sectors]),
        draw=draw,
        height_in=0.3 + max(_row_in(plan) * len(plan), _row_in(sectors) * len(sectors)),
    )


def _row_in(rows: pd.DataFrame) -> float:
    """Give long names more room: a few objectives stand wide apart, many sectors close."""
    return 0.5 if len(rows) <= 3 else ROW_IN
