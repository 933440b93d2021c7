"""Charts of US money around CARSI: by agency, and the regional line that probably carries CARSI's INCLE."""

import pandas as pd

from carsi_analysis.analysis.dollars import NOMINAL, Dollars
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks import Bars, Entry, Head, Stacks, Unknown, Years
from carsi_analysis.exhibits.money import (
    millions,
    suffix,
)
from carsi_analysis.house.tokens import ACCOUNT_COLOURS, AGENCY_COLOURS, CONTEXT, PALE

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
    say = locale.exhibit("obligations-by-agency", f"obligations-by-agency{suffix(dollars)}")
    sums = booked.groupby("agency_id")["amount_usd"].sum().sort_values(ascending=False)
    order = sorted(sums.index, key=lambda agency: agency == "others")
    wide = booked.pivot(index="fiscal_year", columns="agency_id", values="amount_usd")[order] / 1e6
    names = booked.drop_duplicates("agency_id").set_index("agency_id")[locale.named("agency")]
    years = wide.sum(axis=1)
    high = int(years.idxmax())
    thin = [agency for agency in order if sums[agency] < 0.01 * sums.sum()]
    told = {agency: locale.money(sums[agency]) for agency in order}
    bars = pd.concat(booked[booked["agency_id"] == agency] for agency in order)
    bars = bars.assign(
        amount=bars["amount_usd"] / 1e6,
        said=[locale.number(amount / 1e6, 1) for amount in bars["amount_usd"]],
        colour=bars["agency_id"].map(AGENCY_COLOURS),
    )
    return Chart(
        **say.head(
            {
                "title": "one_year" if len(years) == 1 else "years",
                "notes": ("all_purposes", "small") if thin else ("all_purposes",),
            },
            peak=locale.fiscal_year(high),
            most=locale.money(years[high] * 1e6),
            agency=names[sums.idxmax()],
            share=locale.percent(sums.max() / sums.sum()),
            years=locale.fiscal_years(int(wide.index.min()), int(wide.index.max())),
            agencies=locale.items([f"{names[agency]} {amount}" for agency, amount in told.items()]),
            small=locale.items([f"{names[agency]} ({told[agency]})" for agency in thin]),
        ),
        unit=millions(booked, dollars, locale),
        data=wide.assign(total=years).reset_index(),
        columns=say.columns("fiscal_year", *(Column(agency, names[agency], 1) for agency in order), ("total", 1)),
        evidence=booked,
        draw=Years(
            [Stacks(frame=bars, x="fiscal_year", y="amount", part=names.name, text="said")],
            write=locale.fixed,
            high=1.75,
            key=[Entry("bar", AGENCY_COLOURS[agency], names[agency]) for agency in order if agency not in thin],
        ),
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
    say = locale.exhibit("regional-line", f"regional-line{suffix(dollars)}")
    above = appropriated.set_index("fiscal_year")["amount_usd"].sort_index() / 1e6
    below = booked.set_index("fiscal_year")["amount_usd"].sort_index() / 1e6
    first, last = int(min(above.index.min(), below.index.min())), int(max(above.index.max(), below.index.max()))
    both = range(int(max(above.index.min(), below.index.min())), int(min(above.index.max(), below.index.max())) + 1)
    high, known_to = int(below.idxmax()), int(above.index.max())
    bars = pd.concat(
        [
            appropriated.assign(count="appropriated", colour=ACCOUNT_COLOURS["incle"]),
            booked.assign(count="obligated", colour=PALE),
        ]
    )
    bars["amount"] = bars["amount_usd"] / 1e6
    bars["said"] = [locale.number(amount, 0 if amount >= 1 else 1) for amount in bars["amount"]]
    return Chart(
        **say.head(
            most=locale.money(below[high] * 1e6),
            peak=locale.fiscal_year(high),
            years=locale.fiscal_years(first, last),
            years_of_both=locale.fiscal_years(both[0], both[-1]) if len(both) else "",
            appropriated=locale.money(float(above[above.index.isin(both)].sum()) * 1e6),
            obligated=locale.money(float(below[below.index.isin(both)].sum()) * 1e6),
            obligated_in_all=locale.money(float(below.sum()) * 1e6),
            last=locale.fiscal_year(int(below.index.max())),
        ),
        unit=millions(bars, dollars, locale),
        data=pd.DataFrame({"appropriated": above, "obligated": below}).rename_axis("fiscal_year").reset_index(),
        columns=say.columns("fiscal_year", ("appropriated", 1), ("obligated", 1)),
        evidence=bars,
        draw=Years(
            [Stacks(frame=bars, x="fiscal_year", y="amount", panel="count", text="said", top="said")],
            write=locale.fixed,
            panels=[Head(count, say(f"labels.{count}")) for count in ("appropriated", "obligated")],
            columns=1,
            high=0.85,
            every_year=True,
            unknown=[Unknown(known_to + 1, say("labels.unknown"), "appropriated")] if known_to < last else [],
        ),
    )
