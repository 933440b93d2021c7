"""Charts of US money around CARSI: by agency, and the regional line that probably carries CARSI's INCLE."""

import pandas as pd

from carsi_analysis.analysis.dollars import NOMINAL, Dollars
from carsi_analysis.exhibits.charts.parts import (
    columns_of,
    in_parts,
    later_bars,
    later_begins,
    later_looks,
    looks_of_agencies,
    stacks,
)
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks import Bars, Entry, Head, Stacks, Unknown, Years
from carsi_analysis.exhibits.money import fiscal_span, millions, suffix, telling_unpriced, years_of
from carsi_analysis.house.tokens import CONTEXT, LIGHT, PALE


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
        counted.assign(side=say("labels.allocated"), what=counted[what], colour=[LIGHT.accent, CONTEXT]),
        agencies.assign(side=say("labels.obligated"), what=agencies[agency], colour=agencies["agency_colour"]),
    )
    rows = pd.concat(sides, ignore_index=True)
    rows["amount"] = rows["amount_usd"] / 1e6
    rows["said"] = [locale.number(amount, 2 if abs(amount) < 1 else 0) for amount in rows["amount"]]
    listed = [f"{row.what} {locale.money(row.amount_usd)}" for row in sides[1].itertuples()]
    return Chart(
        **say.head(
            share=locale.percent(outside["amount_usd"] / counted["amount_usd"].sum()),
            years=fiscal_span(carsi, locale),
            carsi=carsi[what],
            carsi_amount=locale.money(carsi["amount_usd"]),
            outside=outside[what],
            outside_amount=locale.money(outside["amount_usd"]),
            agencies=locale.items(listed),
            count=locale.in_words(int(agencies["countries"].iloc[0])),
        ),
        unit=millions(rows, NOMINAL, locale),
        data=rows,
        columns=say.columns("side", "what", ("amount", 1)),
        evidence=rows,
        draw=Bars(rows, row="what", x="amount", colour="colour", text="said", panel="side"),
    )


def obligations_by_agency(
    booked: pd.DataFrame, later: pd.DataFrame, unpriced: pd.DataFrame, *, locale: Locale, dollars: Dollars = NOMINAL
) -> Chart:
    """Stack the obligations to all recipients by agency and fiscal year.

    Args:
        booked: as ``analysis.obligations.by_agency_and_year`` gives it.
        later: as ``analysis.obligations.totals_by_year`` gives it for the years after them, from a later file, which
            names no agency: beyond a dashed line, incomplete years open.
        unpriced: those that constant dollars leave out, as ``Study.unpriced`` gives them.
        locale: the language.
        dollars: the price level of the amounts.
    """
    say = locale.exhibit("obligations-by-agency", f"obligations-by-agency{suffix(dollars)}")
    sums = booked.groupby("agency_id")["amount_usd"].sum().sort_values(ascending=False)
    order = sorted(sums.index, key=lambda agency: agency == "others")
    wide = booked.pivot(index="fiscal_year", columns="agency_id", values="amount_usd")[order] / 1e6
    looks = looks_of_agencies(booked, order, locale)
    after = later.set_index("fiscal_year")["amount_usd"] / 1e6
    by_year = wide.sum(axis=1)
    years = pd.concat([by_year, after[~later["partial_year"].to_numpy(dtype=bool)]])
    high = int(years.idxmax())
    notes = {"later": len(later), "partial": later["partial_year"].any()}
    bars = in_parts(booked, "agency_id", looks, locale).assign(hollow=False)
    thin = [agency for agency in order if sums[agency] < 0.01 * sums.sum()]
    chart = Chart(
        **say.head(
            {
                "title": "one_year" if len(years) == 1 else "years",
                "notes": ["all_purposes", *(one for one, holds in notes.items() if holds), *["small"] * bool(thin)],
            },
            peak=locale.fiscal_year(high),
            most=locale.money(years[high] * 1e6),
            agency=looks[sums.idxmax()].meaning,
            share=locale.percent(sums.max() / sums.sum()),
            known_to=locale.fiscal_year(int(wide.index.max())),
            years=years_of(wide.index.union(after.index), locale),
            count=locale.in_words(int(booked["countries"].iloc[0])),
            agencies=locale.items([f"{look.meaning} {locale.money(sums[agency])}" for agency, look in looks.items()]),
            small=locale.items([f"{looks[agency].meaning} ({locale.money(sums[agency])})" for agency in thin]),
        ),
        unit=millions(booked, dollars, locale),
        data=pd.concat([wide.assign(total=by_year), after.rename("total").to_frame()]).reset_index(),
        columns=say.columns("fiscal_year", *columns_of(looks), ("total", 1)),
        evidence=pd.concat([booked, later]),
        draw=Years(
            [
                stacks(pd.concat([bars, later_bars(later, set(), say)], ignore_index=True), hollow="hollow"),
                *later_begins(later),
            ],
            write=locale.fixed,
            high=1.6,
            key=[*(look for agency, look in looks.items() if agency not in thin), *later_looks(later, say)],
        ),
    )
    return telling_unpriced(chart, unpriced)


def security_accounts(booked: pd.DataFrame, *, locale: Locale, dollars: Dollars = NOMINAL) -> Chart:
    """Stack the obligations of the accounts for security by fiscal year, all recipients together.

    Args:
        booked: as ``analysis.obligations.security_accounts`` gives it.
        locale: the language.
        dollars: the price level of the amounts.
    """
    say = locale.exhibit("security-accounts", f"security-accounts{suffix(dollars)}")
    told = booked.drop_duplicates("account_id").set_index("account_id")
    looks = {account: Entry("bar", row["colour"], row[locale.named("code")]) for account, row in told.iterrows()}
    wide = booked.pivot(index="fiscal_year", columns="account_id", values="amount_usd")[list(looks)] / 1e6
    years, sums = wide.sum(axis=1), wide.sum()
    high = int(years.idxmax())
    most, whole = locale.money_pair(years[high] * 1e6, sums.sum() * 1e6)
    return Chart(
        **say.head(
            peak=locale.fiscal_year(high),
            most=most,
            whole=whole,
            years=years_of(wide.index, locale),
            accounts=locale.items([f"{look.meaning} {locale.money(sums[one] * 1e6)}" for one, look in looks.items()]),
            names=". ".join(f"{look.meaning}: {told.loc[one, locale.named('label')]}" for one, look in looks.items()),
        ),
        unit=millions(booked, dollars, locale),
        data=wide.assign(total=years).reset_index(),
        columns=say.columns("fiscal_year", *columns_of(looks), ("total", 1)),
        evidence=booked,
        draw=Years(
            [stacks(in_parts(booked, "account_id", looks, locale))],
            write=locale.fixed,
            high=1.25,
            key=list(looks.values()),
        ),
    )


def regional_line(
    appropriated: pd.DataFrame, booked: pd.DataFrame, *, locale: Locale, dollars: Dollars = NOMINAL
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
    every, both = above.index.union(below.index), above.index.intersection(below.index)
    high, known_to = int(below.idxmax()), int(above.index.max())
    given = appropriated.assign(count="appropriated", colour=LIGHT.accent)
    bars = pd.concat([given, booked.assign(count="obligated", colour=PALE)])
    bars["amount"] = bars["amount_usd"] / 1e6
    bars["said"] = [locale.number(amount, 0 if amount >= 1 else 1) for amount in bars["amount"]]
    return Chart(
        **say.head(
            most=locale.money(below[high] * 1e6),
            peak=locale.fiscal_year(high),
            years=years_of(every, locale),
            years_of_both=years_of(both, locale),
            appropriated=locale.money(above[both].sum() * 1e6),
            obligated=locale.money(below[both].sum() * 1e6),
            obligated_in_all=locale.money(below.sum() * 1e6),
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
            unknown=[Unknown(known_to + 1, say("labels.unknown"), "appropriated")] if known_to < every.max() else [],
        ),
    )
