"""The chart of disagreement on amounts: what each source gives for one question, and which the reports use."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from carsi_analysis.analysis.dollars import NOMINAL
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.money import fiscal_span, millions, qualified
from carsi_analysis.exhibits.panels import SMALL, sheet, text_width
from carsi_analysis.house.tokens import CHART_WIDTH_IN, EMPHASIS, LIGHT

ROW_IN, HEAD_IN = 0.121, 0.165


def conflict_values(values: pd.DataFrame, *, locale: Locale) -> Chart:
    """Draw the amounts that sources give for each question as points of one line each, the one used filled.

    Args:
        values: as ``analysis.conflicts.values_in_conflict`` gives it.
        locale: the language.
    """
    say = locale.exhibit("conflict-values")
    rows = values.reset_index(drop=True)
    amounts = rows["amount_usd"] / 1e6
    names = [_name(row, locale) for row in rows.itertuples()]
    questions = rows.drop_duplicates("conflict_id").set_index("conflict_id")
    unsettled = int((questions["state"] == "open").sum())
    height_in = 0.42 + HEAD_IN * len(questions) + ROW_IN * len(rows)
    numbers_in = max(text_width(_amount(row, locale), SMALL, 600) for row in rows.itertuples())

    def draw(figure: Figure) -> None:
        axes = sheet(figure)
        words = CHART_WIDTH_IN - max(text_width(name, SMALL) for name in names)
        left, right = 0.08, words - numbers_in - 0.22
        low, high = np.log10(float(amounts.min())), np.log10(float(amounts.max()))

        def x(value: Any) -> Any:
            return left + (np.log10(value) - low) / max(high - low, 1e-9) * (right - left)

        ticks = [tick for power in range(0, 5) for tick in (10**power,) if 10**low <= tick <= 10**high]
        y = height_in - 0.36
        lines: list[list[tuple[float, float]]] = [[(x(t), height_in - 0.36), (x(t), 0.02)] for t in ticks]
        for tick in ticks:
            axes.text(x(tick), height_in - 0.28, locale.number(tick), ha="center", va="center", size=SMALL)
        places = np.zeros(len(rows))
        for _, own in rows.groupby("conflict_id", sort=False):
            first = own.iloc[0]
            y -= HEAD_IN
            title = say(
                "question",
                question=first[locale.named("conflict")],
                state=locale.words(f"scale.state.{first['state']}"),
            )
            axes.text(left - 0.06, y + 0.06, title, va="center", size=SMALL, weight=600)
            for position in own.index:
                places[position] = y - ROW_IN / 2
                y -= ROW_IN
        axes.add_collection(LineCollection(lines, colors=LIGHT.rule, linewidths=0.6, zorder=0.3), autolim=False)
        used = rows["preferred"].to_numpy()
        axes.scatter(x(amounts[used]), places[used], s=26, color=LIGHT.accent, linewidth=0, zorder=3)
        axes.scatter(
            x(amounts[~used]), places[~used], s=22, facecolor="white", edgecolor=EMPHASIS, linewidth=1.2, zorder=3
        )
        for position, row in enumerate(rows.itertuples()):
            weight = 600 if row.preferred else 400
            text = _amount(row, locale)
            axes.text(words - 0.07, places[position], text, ha="right", va="center", size=SMALL, weight=weight)
            axes.text(words, places[position], names[position], va="center", size=SMALL, weight=400)
        mid = height_in - 0.1
        axes.scatter([left], [mid], s=26, color=LIGHT.accent, linewidth=0)
        said = say("labels.used")
        axes.text(left + 0.1, mid, said, va="center", size=SMALL)
        after = left + 0.1 + text_width(said, SMALL) + 0.25
        axes.scatter([after], [mid], s=22, facecolor="white", edgecolor=EMPHASIS, linewidth=1.2)
        axes.text(after + 0.1, mid, say("labels.others"), va="center", size=SMALL)

    told = "; ".join(
        f"{own[locale.named('conflict')].iloc[0]}: "
        + ", ".join(f"{locale.money(row.amount_usd)} ({names[row.Index]})" for row in own.itertuples())
        for _, own in rows.groupby("conflict_id", sort=False)
    )
    variants = {0: "none", 1: "one"}
    return Chart(
        **say.head(
            variant={"title": variants.get(unsettled, "several")}, count=len(questions), unsettled=unsettled, told=told
        ),
        unit=millions(rows, NOMINAL, locale),
        data=rows.assign(
            question=rows[locale.named("conflict")],
            amount=amounts,
            what=names,
            used=[say("labels.yes") if preferred else "" for preferred in rows["preferred"]],
        ),
        columns=(say.column("question"), say.column("what"), say.column("amount", 1), say.column("used")),
        evidence=rows,
        draw=draw,
        height_in=height_in,
    )


def _amount(row: Any, locale: Locale) -> str:
    return qualified(row, locale.number(row.amount_usd / 1e6, 1), locale)


def _name(row: Any, locale: Locale) -> str:
    """Name an amount by its years, stage and source."""
    measure = str(getattr(row, locale.named("measure"))).split(",")[0].lower()
    account = "" if row.account_id == "total" else f", {getattr(row, locale.named('code'))}"
    source = getattr(row, locale.named("source_label"))
    return f"{fiscal_span(row, locale)}{account}, {measure} · {source}"
