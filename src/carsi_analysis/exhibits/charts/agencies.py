"""Charts of US money around CARSI: by agency, and the regional line that probably carries CARSI's INCLE."""

import pandas as pd
from matplotlib.figure import Figure

from carsi_analysis.analysis.dollars import NOMINAL, Dollars
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.money import (
    draw_boxes,
    draw_key,
    draw_stacks,
    draw_unknown,
    millions,
    suffix,
)
from carsi_analysis.exhibits.panels import (
    SMALL,
    Panel,
    draw_scale,
    draw_years,
    scale_writer,
    sheet,
    text_width,
    value_ticks,
    year_ticks,
)
from carsi_analysis.house.tokens import ACCOUNT_COLOURS, AGENCY_COLOURS, CHART_WIDTH_IN, CONTEXT, LIGHT, TYPE

ROW_IN = 0.22


def carsi_beside_agencies(counted: pd.DataFrame, agencies: pd.DataFrame, *, locale: Locale) -> Chart:
    """Set CARSI beside the money outside it that serves its goals, and apart from both what each agency obligated.

    The two sides count different things, allocations and obligations, so that nothing of one is added to the other.

    Args:
        counted: as ``analysis.funding.carsi_and_supporting`` gives it: CARSI first, then the money outside it.
        agencies: as ``analysis.obligations.by_agency`` gives it for the same fiscal years.
        locale: the language.
    """
    language = locale.language
    start, end = int(counted["start_fiscal_year"].iloc[0]), int(counted["end_fiscal_year"].iloc[0])
    carsi, outside = counted.iloc[0], counted.iloc[1]
    share = outside["amount_usd"] / counted["amount_usd"].sum()
    heads = (
        locale(en="Allocated, as the GAO counts it", es="Distribuido, según la GAO"),
        locale(en="Obligated for every purpose, official file", es="Comprometido para todo fin, archivo oficial"),
    )

    def draw(figure: Figure) -> None:
        axes = sheet(figure)
        height = figure.get_size_inches()[1]
        half = 2.75
        labels = [str(text) for text in counted[f"label_{language}"]]
        for x, head in ((0.02, heads[0]), (half + 0.3, heads[1])):
            axes.text(x, height - 0.1, head, size=SMALL, weight=600, va="center")
        axes.plot([half + 0.15] * 2, [0.05, height - 0.05], color=LIGHT.rule, linewidth=0.8)
        left = half + 0.3 + max(text_width(name, SMALL) for name in agencies[f"agency_{language}"]) + 0.08
        scale = min(
            (half - 0.55) / float(counted["amount_usd"].max()),
            (CHART_WIDTH_IN - left - 0.55) / float(agencies["amount_usd"].max()),
        )
        boxes = []
        for place, (name, amount) in enumerate(zip(labels, counted["amount_usd"], strict=True)):
            y = height - 0.52 - 0.5 * place
            axes.text(0.02, y + 0.17, name, size=SMALL, va="center")
            boxes.append((0.02, y, amount * scale, 0.17))
            axes.text(0.07 + amount * scale, y, locale.number(amount / 1e6), size=TYPE.chart, weight=600, va="center")
        draw_boxes(axes, boxes, [ACCOUNT_COLOURS["incle"], CONTEXT])
        boxes = []
        for place, row in enumerate(agencies.itertuples()):
            y = height - 0.3 - 0.19 * place
            axes.text(left - 0.07, y, getattr(row, f"agency_{language}"), ha="right", va="center", size=SMALL)
            boxes.append((left, y, max(row.amount_usd * scale, 0.005), 0.14))
            text = locale.number(row.amount_usd / 1e6, 2 if abs(row.amount_usd) < 1e6 else 0)
            axes.text(left + 0.05 + max(row.amount_usd, 0) * scale, y, text, va="center", size=SMALL, weight=600)
        draw_boxes(axes, boxes, [AGENCY_COLOURS[agency] for agency in agencies["agency_id"]])

    listed = locale.items(
        [f"{getattr(row, f'agency_{language}')} {locale.money(row.amount_usd)}" for row in agencies.itertuples()]
    )
    first_side = counted.assign(side=heads[0], what=counted[f"label_{language}"], amount=counted["amount_usd"] / 1e6)
    second_side = agencies.assign(
        side=heads[1], what=agencies[f"agency_{language}"], amount=agencies["amount_usd"] / 1e6
    )
    return Chart(
        exhibit_id="carsi-beside-agencies",
        locale=locale,
        title=locale(
            en=f"{locale.percent(share)} of the money allocated to CARSI's goals was outside CARSI",
            es=f"El {locale.percent(share)} del dinero distribuido para los objetivos de la CARSI estaba fuera de ella",
        ),
        measure=locale(
            en=f"Money for CARSI and beside it, {locale.fiscal_years(start, end)}: two counts that must not be added",
            es=f"Dinero de la CARSI y a su lado, {locale.fiscal_years(start, end)}: dos cuentas que no deben sumarse",
        ),
        unit=millions(pd.concat([counted, agencies]), NOMINAL, locale),
        alt=locale(
            en=f"Left, allocated: {carsi['label_en']} {locale.money(carsi['amount_usd'])}, {outside['label_en']} "
            f"{locale.money(outside['amount_usd'])}. Right, obligated by agency: {listed}.",
            es=f"Izquierda, distribuido: {carsi['label_es']} {locale.money(carsi['amount_usd'])}, "
            f"{outside['label_es']} "
            f"{locale.money(outside['amount_usd'])}. Derecha, comprometido por agencia: {listed}.",
        ),
        data=pd.concat([first_side, second_side], ignore_index=True),
        columns=(
            Column("side", locale(en="Count", es="Cuenta")),
            Column("what", locale(en="Money", es="Dinero")),
            Column("amount", locale(en="Amount", es="Monto"), 1),
        ),
        evidence=pd.concat([counted, agencies]),
        notes=(
            locale(
                en="The GAO's tables by agency could not be read. The official file counts obligations to the seven "
                "countries and the regional line for every purpose, CARSI among them.",
                es="Los cuadros de la GAO por agencia no pudieron leerse. El archivo oficial cuenta los compromisos "
                "con los "
                "siete países y la línea regional para todo fin, entre ellos la CARSI.",
            ),
        ),
        draw=draw,
        height_in=max(0.3 + 0.19 * len(agencies), 1.3),
    )


def obligations_by_agency(booked: pd.DataFrame, *, locale: Locale, dollars: Dollars = NOMINAL) -> Chart:
    """Stack the obligations to all recipients by agency and fiscal year.

    Args:
        booked: as ``analysis.obligations.by_agency_and_year`` gives it.
        locale: the language.
        dollars: the price level of the amounts.
    """
    language = locale.language
    wide = booked.pivot(index="fiscal_year", columns="agency_id", values="amount_usd") / 1e6
    totals = wide.sum().sort_values(ascending=False)
    wide = wide[
        [*(agency for agency in totals.index if agency != "others"), *(["others"] if "others" in totals else [])]
    ]
    names = booked.drop_duplicates("agency_id").set_index("agency_id")[f"agency_{language}"]
    first, last = int(wide.index.min()), int(wide.index.max())
    years = wide.sum(axis=1)
    high = int(years.idxmax())
    one_year = len(years) == 1
    peak, most, leader = locale.fiscal_year(high), locale.money(float(years[high]) * 1e6), names[totals.idxmax()]
    share = locale.percent(float(totals.max() / totals.sum()))
    thin = [agency for agency in wide.columns if totals[agency] < 0.01 * totals.sum()]

    def draw(figure: Figure) -> None:
        axes = sheet(figure)
        height = figure.get_size_inches()[1]
        top = float(wide.clip(lower=0).sum(axis=1).max()) * 1.05
        foot = min(float(wide.clip(upper=0).sum(axis=1).min()) * 1.1, 0.0)
        panel = Panel(0.45, 0.22, CHART_WIDTH_IN - 0.5, height - 0.5, (first - 0.6, last + 0.6), (foot, top))
        ticks = value_ticks(0, top, 4)
        draw_scale(axes, [panel], ticks, [0], scale_writer(ticks, locale))
        draw_years(axes, [panel], year_ticks(first, last, panel.width * 0.6))
        draw_stacks(axes, {0: panel}, {0: wide}, AGENCY_COLOURS)
        key = [(AGENCY_COLOURS[agency], names[agency]) for agency in wide.columns if agency not in thin]
        draw_key(axes, key, 0.45, height - 0.1)

    listed = locale.items([f"{names[agency]} {locale.money(totals[agency] * 1e6)}" for agency in wide.columns])
    notes = [
        locale(
            en="All US assistance for every purpose to the seven countries and the regional line, not CARSI alone; "
            "amounts below zero are money taken back.",
            es="Toda la asistencia de Estados Unidos para todo fin a los siete países y la línea regional, no solo la "
            "CARSI; los montos bajo cero son dinero retirado.",
        )
    ]
    if thin:
        told = locale.items([f"{names[agency]} ({locale.money(totals[agency] * 1e6)})" for agency in thin])
        notes.append(locale(en=f"Too small to see: {told}.", es=f"Demasiado pequeños para verse: {told}."))
    return Chart(
        exhibit_id=f"obligations-by-agency{suffix(dollars)}",
        locale=locale,
        title=locale(
            en=f"Obligations to the region in {peak}: {most}; largest agency: {leader}, {share}"
            if one_year
            else f"Obligations to the region peaked in {peak} at {most}; over all years {leader} leads with {share}",
            es=f"Compromisos con la región en el {peak}: {most}; mayor agencia: {leader}, {share}"
            if one_year
            else f"Compromisos con la región: máximo en el {peak}, {most}; mayor agencia: {leader}, {share}",
        ),
        measure=locale(
            en=f"US obligations by agency and fiscal year, {locale.fiscal_years(first, last)}",
            es=f"Compromisos de Estados Unidos por agencia y año fiscal, {locale.fiscal_years(first, last)}",
        ),
        unit=millions(booked, dollars, locale),
        alt=locale(
            en=f"Stacked bars by fiscal year. Over all years: {listed}.",
            es=f"Barras apiladas por año fiscal. En todos los años: {listed}.",
        ),
        data=wide.assign(total=years).reset_index(),
        columns=(
            Column("fiscal_year", locale(en="Fiscal year", es="Año fiscal")),
            *(Column(agency, names[agency], 1) for agency in wide.columns),
            Column("total", locale(en="Total", es="Total"), 1),
        ),
        evidence=booked,
        notes=tuple(notes),
        draw=draw,
        height_in=2.3,
    )


def regional_line(
    appropriated: pd.DataFrame,
    booked: pd.DataFrame,
    *,
    locale: Locale,
    dollars: Dollars = NOMINAL,
) -> Chart:
    """Set INCLE obligations of the regional line under CARSI's INCLE appropriations, in two panels of one scale.

    Args:
        appropriated: ``fiscal_year``, ``amount_usd`` and provenance: CARSI's INCLE by year of appropriation.
        booked: as ``analysis.obligations.regional_incle`` gives it: by year of obligation.
        locale: the language.
        dollars: the price level of both.
    """
    above = appropriated.set_index("fiscal_year")["amount_usd"].sort_index() / 1e6
    below = booked.set_index("fiscal_year")["amount_usd"].sort_index() / 1e6
    first, last = int(min(above.index.min(), below.index.min())), int(max(above.index.max(), below.index.max()))
    both = range(int(max(above.index.min(), below.index.min())), int(min(above.index.max(), below.index.max())) + 1)
    given, signed = float(above[above.index.isin(both)].sum()), float(below[below.index.isin(both)].sum())
    high = int(below.idxmax())
    heads = (
        locale(en="CARSI's INCLE by year of appropriation", es="INCLE de la CARSI por año de asignación"),
        locale(
            en="INCLE of the regional line by year of obligation", es="INCLE de la línea regional por año de compromiso"
        ),
    )

    def draw(figure: Figure) -> None:
        axes = sheet(figure)
        height = figure.get_size_inches()[1]
        top = float(max(above.max(), below.max())) * 1.12
        foot = min(float(below.min()), 0.0)
        wide = CHART_WIDTH_IN - 0.5
        tall = (height - 0.22 - 0.42 - 0.22) / 2
        panels = [
            Panel(0.45, 0.22 + tall + 0.42, wide, tall, (first - 0.6, last + 0.6), (foot, top)),
            Panel(0.45, 0.22, wide, tall, (first - 0.6, last + 0.6), (foot, top)),
        ]
        ticks = value_ticks(0, top, 3)
        draw_scale(axes, panels, ticks, [0, 1], scale_writer(ticks, locale))
        draw_years(axes, panels, year_ticks(first, last, wide))
        stacks = {0: above.to_frame("incle"), 1: below.to_frame("obligated")}
        draw_stacks(axes, dict(enumerate(panels)), stacks, {"incle": ACCOUNT_COLOURS["incle"], "obligated": "#9cc3d9"})
        for panel, values, head in zip(panels, (above, below), heads, strict=True):
            axes.text(panel.left, panel.top + 0.1, head, size=SMALL, weight=600, va="center")
            for year, value in values.items():
                text = locale.number(value, 0 if value >= 1 else 1)
                axes.text(panel.x(year), panel.y(value) + 0.03, text, ha="center", size=SMALL)
        if above.index.max() < last:
            left = float(panels[0].x(above.index.max() + 0.6))
            words = locale(en="no CARSI-only figure by account", es="no hay cifra propia de la CARSI por cuenta")
            draw_unknown(axes, (left, panels[0].bottom, panels[0].right - left, tall * 0.8), words)

    span = locale.fiscal_years(both[0], both[-1]) if len(both) else ""
    return Chart(
        exhibit_id=f"regional-line{suffix(dollars)}",
        locale=locale,
        title=locale(
            en=f"The regional line jumps with the year of signing: {locale.money(below[high] * 1e6)} in "
            f"{locale.fiscal_year(high)} alone",
            es=f"La línea regional salta según el año de firma: {locale.money(below[high] * 1e6)} solo en el "
            f"{locale.fiscal_year(high)}",
        ),
        measure=locale(
            en=f"INCLE money for Central America, {locale.fiscal_years(first, last)}: two counts, one above the other",
            es=f"Dinero INCLE para Centroamérica, {locale.fiscal_years(first, last)}: dos cuentas, una sobre la otra",
        ),
        unit=millions(pd.concat([appropriated, booked]), dollars, locale),
        alt=locale(
            en=f"Above, appropriated in {span}: {locale.money(given * 1e6)}. Below, obligated in the same years: "
            f"{locale.money(signed * 1e6)}, and {locale.money(float(below.sum()) * 1e6)} through "
            f"{locale.fiscal_year(int(below.index.max()))}, most in {locale.fiscal_year(high)}.",
            es=f"Arriba, asignado por ley en {span}: {locale.money(given * 1e6)}. Abajo, comprometido en los mismos "
            "años: "
            f"{locale.money(signed * 1e6)}, y {locale.money(float(below.sum()) * 1e6)} hasta el "
            f"{locale.fiscal_year(int(below.index.max()))}, el máximo en el {locale.fiscal_year(high)}.",
        ),
        data=pd.DataFrame({"appropriated": above, "obligated": below}).rename_axis("fiscal_year").reset_index(),
        columns=(
            Column("fiscal_year", locale(en="Fiscal year", es="Año fiscal")),
            Column("appropriated", locale(en="CARSI INCLE appropriated", es="INCLE de la CARSI, asignado por ley"), 1),
            Column(
                "obligated",
                locale(en="Regional line INCLE obligated", es="INCLE de la línea regional, comprometido"),
                1,
            ),
        ),
        evidence=pd.concat([appropriated, booked]),
        notes=(
            locale(
                en="The official file has no CARSI label: that the line carries CARSI's INCLE is an inference from "
                "sums of "
                "similar size. The two counts must not be compared year by year.",
                es="El archivo oficial no tiene la etiqueta CARSI: que la línea incluya su INCLE se infiere de sumas "
                "de tamaño similar. Las dos cuentas no deben compararse año por año.",
            ),
        ),
        draw=draw,
        height_in=2.5,
    )
