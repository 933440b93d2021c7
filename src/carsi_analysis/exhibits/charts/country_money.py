"""The chart of one country's money: what official files book, year by year, security accounts apart."""

import pandas as pd

from carsi_analysis.analysis.dollars import NOMINAL, Dollars
from carsi_analysis.analysis.funding import FIRST_FISCAL_YEAR
from carsi_analysis.analysis.provenance import aggregate
from carsi_analysis.exhibits.charts.parts import columns_of, in_parts, later_bars, later_begins, later_looks, stacks
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks import Entry, Head, Unknown, Years
from carsi_analysis.exhibits.money import millions, suffix, telling_unpriced, years_of
from carsi_analysis.house.tokens import LIGHT, PALE

COLOURS = {"security": LIGHT.accent, "others": PALE}
"""The two parts of a year's money, the first at the foot."""

SMALLEST_SHARE = 0.005
"""A smaller part would be written as no percent."""


def country_money(
    booked: pd.DataFrame, later: pd.DataFrame, unpriced: pd.DataFrame, *, locale: Locale, dollars: Dollars = NOMINAL
) -> Chart:
    """Show what official files book for one country, security accounts alone on a scale of their own beside all aid.

    The title says what part of all is for security, in the years since the first money of CARSI or, where none of them
    is shown, in all years.

    Args:
        booked: the country's rows of ``analysis.obligations.security_and_others``.
        later: its rows of ``analysis.obligations.totals`` for the years after them, from a later file, which does not
            divide by account: beyond a dashed line, incomplete years open.
        unpriced: those that constant dollars leave out, as ``Study.unpriced`` gives them.
        locale: the language.
        dollars: the price level of the amounts.
    """
    country = booked.iloc[0]
    say = locale.exhibit("country-money", f"country-money-{country['country_iso3'].lower()}{suffix(dollars)}")
    looks = {part: Entry("bar", colour, say(f"labels.{part}")) for part, colour in COLOURS.items()}
    wide = booked.pivot_table(index="fiscal_year", columns="part", values="amount_usd", aggfunc="sum") / 1e6
    wide = wide.reindex(columns=list(looks)).fillna(0.0)
    by_year = wide.sum(axis=1)
    after = later.set_index("fiscal_year")["amount_usd"] / 1e6
    since = wide.loc[FIRST_FISCAL_YEAR:] if wide.index.max() >= FIRST_FISCAL_YEAR else wide
    most = int(wide["security"].idxmax())
    bars = in_parts(aggregate(booked, ["fiscal_year", "part"], "amount_usd"), "part", looks, locale)
    alone = bars[bars["part"] == "security"].assign(panel="alone", name="", hollow=False)
    alone["top"] = alone["said"].where(alone["fiscal_year"] == most, "")
    taken_back = bool((bars["amount"] < 0).any())
    complete = pd.concat([by_year, after[~later["partial_year"].to_numpy(dtype=bool)]])
    told = {int(complete.idxmax())}
    bars = bars.assign(panel="all", hollow=False, top=_tops(bars, by_year, told, locale))
    bars = pd.concat([alone, bars, later_bars(later, told, say).assign(panel="all")], ignore_index=True)
    accounts = booked[booked["part"] == "security"].groupby(locale.named("code"))["amount_usd"].sum()
    chart = Chart(
        **say.head(
            {
                "title": "share" if _is_part(since) else "amount",
                "notes": ["accounts", *["later"] * bool(len(later)), *["negative"] * taken_back],
            },
            country=country[locale.named("label")],
            share=locale.percent(since["security"].sum() / (since.sum().sum() or 1.0)),
            amount=locale.money(since["security"].sum() * 1e6),
            since=years_of(since.index, locale),
            years=years_of(wide.index.union(after.index), locale),
            security=locale.money(wide["security"].sum() * 1e6),
            others=locale.money(wide["others"].sum() * 1e6),
            booked_years=years_of(wide.index, locale),
            known_to=locale.fiscal_year(int(wide.index.max())),
            most=locale.money(wide.loc[most, "security"] * 1e6),
            most_year=locale.fiscal_year(most),
            accounts=locale.items(list(accounts.sort_values(ascending=False).index)),
        ),
        unit=millions(booked, dollars, locale),
        data=pd.concat([wide.assign(total=by_year), after.rename("total").to_frame()]).reset_index(),
        columns=say.columns("fiscal_year", *columns_of(looks), ("total", 1)),
        evidence=pd.concat([booked, later]),
        draw=Years(
            [stacks(bars, panel="panel", top="top", hollow="hollow"), *later_begins(later)],
            write=locale.fixed,
            panels=[Head(panel, say(f"heads.{panel}")) for panel in ("alone", "all")],
            columns=2,
            high=0.72,
            own_scale=True,
            unknown=[Unknown(after.index.min(), say("labels.unknown"), "alone")] if len(after) else [],
            key=[*looks.values(), *later_looks(later, say)],
        ),
    )
    return telling_unpriced(chart, unpriced)


def _is_part(amounts: pd.DataFrame) -> bool:
    """Whether security is a part of the sum that a percentage can say: nothing was taken back on balance."""
    security, others = amounts["security"].sum(), amounts["others"].sum()
    return bool(min(security, others) >= 0 and security >= SMALLEST_SHARE * (security + others) > 0)


def _tops(bars: pd.DataFrame, by_year: pd.Series, told: set[int], locale: Locale) -> pd.Series:
    """Write the sums of some years above their bars, in whole millions."""
    positive = bars["amount"] > 0
    topmost = positive & ~bars["fiscal_year"].where(positive).duplicated(keep="last")
    shown = topmost & bars["fiscal_year"].isin(told)
    return bars["fiscal_year"].map(by_year).map(lambda total: locale.number(total, 0)).where(shown, "")
