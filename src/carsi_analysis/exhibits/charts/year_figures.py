"""The chart of named figures: what each source gives for one fiscal year, every figure a point of its own."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from carsi_analysis.analysis.dollars import NOMINAL
from carsi_analysis.analysis.money_known import as_spans
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.money import millions, signed
from carsi_analysis.exhibits.panels import SMALL, sheet, text_width, value_ticks
from carsi_analysis.house.tokens import CHART_WIDTH_IN, EMPHASIS, LIGHT, TYPE

ROW_IN = 0.168


def figures_of_years(figures: pd.DataFrame, *, locale: Locale) -> Chart:
    """List what sources give for single fiscal years, from request to law, CARSI alone and wider lines apart.

    Args:
        figures: as ``analysis.funding.figures_of_years`` gives it.
        locale: the language.
    """
    language = locale.language
    rows = figures.reset_index(drop=True)
    own = rows["relation"] == "carsi_only"
    amounts = rows["amount_usd"] / 1e6
    names = [_name(row, locale) for row in rows.itertuples()]
    first, last = int(rows["fiscal_year"].min()), int(rows["fiscal_year"].max())
    lacking = [year for year in range(first, last + 1) if year not in set(rows.loc[own, "fiscal_year"])]

    def draw(figure: Figure) -> None:
        axes = sheet(figure)
        height = figure.get_size_inches()[1]
        left = 0.55
        words = CHART_WIDTH_IN - max(text_width(name, SMALL) for name in names)
        wide = words - left - 0.5
        scale = wide / (float(amounts.max()) * 1.02)
        tops = height - 0.42 - ROW_IN * (np.arange(len(rows)) + 0.5)
        foot = float(tops[-1]) - ROW_IN / 2
        ticks = value_ticks(0, float(amounts.max()) * 1.02, 4)
        lines = [[(left + tick * scale, foot), (left + tick * scale, height - 0.4)] for tick in ticks]
        axes.add_collection(LineCollection(lines, colors=LIGHT.rule, linewidths=0.6, zorder=0.5), autolim=False)
        for tick in ticks:
            text = locale.number(tick)
            axes.text(left + tick * scale, height - 0.33, text, ha="center", va="center", size=SMALL)
        x = left + amounts.to_numpy() * scale
        axes.scatter(x[own], tops[own], s=24, color=LIGHT.accent, linewidth=0, zorder=3)
        axes.scatter(x[~own], tops[~own], s=22, facecolor="white", edgecolor=EMPHASIS, linewidth=1.2, zorder=3)
        for place, row in enumerate(rows.itertuples()):
            text = signed(row, locale.number(amounts[place], 1))
            axes.text(words - 0.06, tops[place], text, ha="right", va="center", size=SMALL, weight=600)
            axes.text(words, tops[place], names[place], va="center", size=SMALL)
            if place == 0 or row.fiscal_year != rows["fiscal_year"][place - 1]:
                y = tops[place] + ROW_IN / 2
                axes.plot([0, CHART_WIDTH_IN], [y, y], color=LIGHT.rule, linewidth=0.8, zorder=0.4)
                year = locale.fiscal_year(int(row.fiscal_year))
                axes.text(0.0, tops[place], year, va="center", size=TYPE.chart, weight=600)
        mid = height - 0.1
        axes.scatter([left + 0.05], [mid], s=24, color=LIGHT.accent, linewidth=0)
        said = locale(en="CARSI alone", es="solo la CARSI")
        axes.text(left + 0.14, mid, said, va="center", size=SMALL)
        after = left + 0.14 + text_width(said, SMALL) + 0.25
        axes.scatter([after], [mid], s=22, facecolor="white", edgecolor=EMPHASIS, linewidth=1.2)
        wider = locale(
            en="another line: wider, or for some of its countries",
            es="otro renglón: más amplio, o para algunos de sus países",
        )
        axes.text(after + 0.1, mid, wider, va="center", size=SMALL)

    missing = locale.items([locale.fiscal_years(*span) for span in as_spans(lacking)])
    told = "; ".join(
        f"{locale.fiscal_year(int(row.fiscal_year))} {locale.money(row.amount_usd)} {names[row.Index]}"
        for row in rows[own].itertuples()
    )
    return Chart(
        exhibit_id="figures-of-years",
        locale=locale,
        title=_title(rows[own], missing, locale),
        measure=locale(
            en=f"Figures of single fiscal years, {locale.fiscal_years(first, last)}, by stage and source",
            es=f"Cifras de años fiscales por separado, {locale.fiscal_years(first, last)}, por etapa y fuente",
        ),
        unit=millions(rows, NOMINAL, locale),
        alt=locale(
            en=f"One point a figure, none joined. CARSI alone: {told}.",
            es=f"Un punto por cifra, ninguno unido. Solo la CARSI: {told}.",
        ),
        data=rows.assign(
            amount=amounts,
            stage=rows[f"measure_{language}"],
            scope=rows[f"scope_{language}"],
            account=rows[f"code_{language}"],
            source=rows[f"source_label_{language}"],
        ),
        columns=(
            Column("fiscal_year", locale(en="Fiscal year", es="Año fiscal")),
            Column("scope", locale(en="Money counted", es="Dinero que se cuenta")),
            Column("account", locale(en="Account", es="Cuenta")),
            Column("stage", locale(en="Stage", es="Etapa")),
            Column("amount", locale(en="Amount", es="Monto"), 1),
            Column("source", locale(en="Source", es="Fuente")),
        ),
        evidence=rows,
        notes=(
            locale(
                en="Requested, proposed, planned and appropriated money are different stages: the points are not a "
                "series.",
                es="Lo solicitado, propuesto, planificado y asignado por ley son etapas distintas: los puntos no "
                "forman una "
                "serie.",
            ),
        ),
        draw=draw,
        height_in=0.46 + ROW_IN * len(rows),
    )


def _title(own: pd.DataFrame, missing: str, locale: Locale) -> str:
    """Say how far figures of CARSI alone lie apart in the year in which they disagree most, and where there is none."""
    if own.empty:
        return locale(
            en=f"No figure of CARSI alone for {missing}, only wider lines that contain it",
            es=f"Ninguna cifra propia de la CARSI para {missing}, solo renglones más amplios",
        )
    ends = own.groupby("fiscal_year")["amount_usd"].agg(["min", "max"])
    apart = (ends["max"] - ends["min"]).idxmax()
    year, low, high = locale.fiscal_year(int(apart)), *(float(ends.loc[apart, end]) for end in ("min", "max"))
    if low == high:
        title = locale(
            en=f"{year}: {locale.money(high)} for CARSI alone", es=f"{year}: {locale.money(high)} solo para la CARSI"
        )
    else:
        title = locale(
            en=f"{year}: {locale.money(low)} to {locale.money(high)} for CARSI alone",
            es=f"{year}: de {locale.number(low / 1e6, 1)} a {locale.money(high)} solo para la CARSI",
        )
    return title + (locale(en=f"; no total for {missing}", es=f"; ningún total para {missing}") if missing else "")


def _name(row: Any, locale: Locale) -> str:
    """Name one figure: its account where it is not the whole, its stage and who gives it."""
    measure = str(getattr(row, f"measure_{locale.language}")).split(",")[0]
    account = "" if row.account_id == "total" else f"{getattr(row, f'code_{locale.language}')}, "
    source = getattr(row, f"source_label_{locale.language}")
    implied = (
        locale(en=" (implied)", es=" (implícito)") if row.basis == "derived" and row.qualifier != "at_most" else ""
    )
    return f"{account}{measure}{implied} · {source}"
