"""Charts of US money around CARSI: by agency, and the regional line that probably carries CARSI's INCLE."""

import pandas as pd
from matplotlib.figure import Figure

from carsi_analysis.analysis.dollars import NOMINAL, Dollars
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks import Bars
from carsi_analysis.exhibits.money import (
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
    value_ticks,
    year_ticks,
)
from carsi_analysis.house.tokens import ACCOUNT_COLOURS, AGENCY_COLOURS, CHART_WIDTH_IN, CONTEXT

ROW_IN = 0.22


def carsi_beside_agencies(counted: pd.DataFrame, agencies: pd.DataFrame, *, locale: Locale) -> Chart:
    """Set CARSI beside the money outside it that serves its goals, and apart from both what each agency obligated.

    The two sides count different things, allocations and obligations, so that nothing of one is added to the other.

    Args:
        counted: as ``analysis.funding.carsi_and_supporting`` gives it: CARSI first, then the money outside it.
        agencies: as ``analysis.obligations.by_agency`` gives it for the same fiscal years.
        locale: the language.
    """
    say = locale.exhibit("carsi-beside-agencies")
    what, agency = locale.named("label"), locale.named("agency")
    carsi, outside = counted.iloc[0], counted.iloc[1]
    sides = (
        counted.assign(side=say("labels.allocated"), what=counted[what], colour=[ACCOUNT_COLOURS["incle"], CONTEXT]),
        agencies.assign(
            side=say("labels.obligated"), what=agencies[agency], colour=agencies["agency_id"].map(AGENCY_COLOURS)
        ),
    )
    rows = pd.concat(sides, ignore_index=True)
    rows["amount"] = rows["amount_usd"] / 1e6
    rows["said"] = [locale.number(amount, 2 if abs(amount) < 1 else 0) for amount in rows["amount"]]
    listed = [f"{row.what} {locale.money(row.amount_usd)}" for row in sides[1].itertuples()]
    return Chart(
        **say.head(
            share=locale.percent(outside["amount_usd"] / counted["amount_usd"].sum()),
            years=locale.fiscal_years(int(carsi["start_fiscal_year"]), int(carsi["end_fiscal_year"])),
            carsi=carsi[what],
            carsi_amount=locale.money(carsi["amount_usd"]),
            outside=outside[what],
            outside_amount=locale.money(outside["amount_usd"]),
            agencies=locale.items(listed),
        ),
        unit=millions(rows, NOMINAL, locale),
        data=rows,
        columns=(say.column("side"), say.column("what"), say.column("amount", 1)),
        evidence=rows,
        draw=Bars(rows, row="what", x="amount", colour="colour", text="said", panel="side"),
    )


def obligations_by_agency(booked: pd.DataFrame, *, locale: Locale, dollars: Dollars = NOMINAL) -> Chart:
    """Stack the obligations to all recipients by agency and fiscal year.

    Args:
        booked: as ``analysis.obligations.by_agency_and_year`` gives it.
        locale: the language.
        dollars: the price level of the amounts.
    """
    wide = booked.pivot(index="fiscal_year", columns="agency_id", values="amount_usd") / 1e6
    totals = wide.sum().sort_values(ascending=False)
    wide = wide[
        [*(agency for agency in totals.index if agency != "others"), *(["others"] if "others" in totals else [])]
    ]
    names = booked.drop_duplicates("agency_id").set_index("agency_id")[locale.named("agency")]
    first, last = int(wide.index.min()), int(wide.index.max())
    years = wide.sum(axis=1)
    high = int(years.idxmax())
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

    written = {agency: locale.money(totals[agency] * 1e6) for agency in wide.columns}
    say = locale.exhibit("obligations-by-agency", f"obligations-by-agency{suffix(dollars)}")
    return Chart(
        **say.head(
            variant={
                "title": "one_year" if len(years) == 1 else "years",
                "notes": ("all_purposes", "small") if thin else ("all_purposes",),
            },
            peak=locale.fiscal_year(high),
            most=locale.money(float(years[high]) * 1e6),
            agency=names[totals.idxmax()],
            share=locale.percent(float(totals.max() / totals.sum())),
            years=locale.fiscal_years(first, last),
            agencies=locale.items([f"{names[agency]} {amount}" for agency, amount in written.items()]),
            small=locale.items([f"{names[agency]} ({written[agency]})" for agency in thin]),
        ),
        unit=millions(booked, dollars, locale),
        data=wide.assign(total=years).reset_index(),
        columns=(
            say.column("fiscal_year"),
            *(Column(agency, names[agency], 1) for agency in wide.columns),
            say.column("total", 1),
        ),
        evidence=booked,
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
    say = locale.exhibit("regional-line", f"regional-line{suffix(dollars)}")
    heads = say("labels.appropriated"), say("labels.obligated")

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
            box = (left, panels[0].bottom, panels[0].right - left, tall * 0.8)
            draw_unknown(axes, box, say("labels.unknown"))

    return Chart(
        **say.head(
            most=locale.money(below[high] * 1e6),
            peak=locale.fiscal_year(high),
            years=locale.fiscal_years(first, last),
            years_of_both=locale.fiscal_years(both[0], both[-1]) if len(both) else "",
            appropriated=locale.money(given * 1e6),
            obligated=locale.money(signed * 1e6),
            obligated_in_all=locale.money(float(below.sum()) * 1e6),
            last=locale.fiscal_year(int(below.index.max())),
        ),
        unit=millions(pd.concat([appropriated, booked]), dollars, locale),
        data=pd.DataFrame({"appropriated": above, "obligated": below}).rename_axis("fiscal_year").reset_index(),
        columns=(
            say.column("fiscal_year"),
            say.column("appropriated", 1),
            say.column("obligated", 1),
        ),
        evidence=pd.concat([appropriated, booked]),
        draw=draw,
        height_in=2.5,
    )
