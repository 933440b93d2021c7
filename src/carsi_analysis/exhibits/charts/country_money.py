"""The chart of one country's money: what official files book, year by year."""

import pandas as pd

from carsi_analysis.analysis.dollars import NOMINAL, Dollars
from carsi_analysis.exhibits.charts.parts import (
    OTHERS,
    apart_from_others,
    columns_of,
    later_bars,
    later_begins,
    later_looks,
    stacks,
)
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks import Years
from carsi_analysis.exhibits.money import millions, suffix, telling_unpriced, years_of

MOST_AGENCIES, SMALLEST_PART = 3, 0.04
"""Agencies that are drawn apart at most, and the part of the money that each of them has at least."""


def country_money(
    booked: pd.DataFrame, later: pd.DataFrame, unpriced: pd.DataFrame, *, locale: Locale, dollars: Dollars = NOMINAL
) -> Chart:
    """Show what official files book for one country; the title names the highest complete years, and who is above.

    Args:
        booked: the country's rows of ``analysis.obligations.by_country_and_agency``.
        later: its rows of ``analysis.obligations.totals`` for the years after them, from a later file, which does not
            divide by agency: beyond a dashed line, incomplete years open.
        unpriced: those that constant dollars leave out, as ``Study.unpriced`` gives them.
        locale: the language.
        dollars: the price level of the amounts.
    """
    country = booked.iloc[0]
    say = locale.exhibit("country-money", f"country-money-{country['country_iso3'].lower()}{suffix(dollars)}")
    sums = booked.groupby("agency_id")["amount_usd"].sum().sort_values(ascending=False)
    apart = [a for a in sums.index if sums[a] > SMALLEST_PART * sums.sum() and a != OTHERS][:MOST_AGENCIES]
    bars, looks = apart_from_others(booked, apart, ["fiscal_year"], say("labels.others"), locale)
    wide = booked.pivot_table(index="fiscal_year", columns="agency_id", values="amount_usd", aggfunc="sum") / 1e6
    wide = wide[apart].assign(others=wide.drop(columns=apart).sum(axis=1)).fillna(0.0)
    by_year = wide.sum(axis=1)
    after = later.set_index("fiscal_year")["amount_usd"] / 1e6
    complete = pd.concat([by_year, after[~later["partial_year"].to_numpy(dtype=bool)]])
    peaks = complete.index[complete.round() == complete.round().max()].tolist()
    more = after[after > complete.max()]
    told = {*peaks, complete.index.max(), *more.index}
    bars = bars.assign(top=_tops(bars, by_year, told, locale), hollow=False)
    bars = pd.concat([bars, later_bars(later, told, say)], ignore_index=True)
    chart = Chart(
        **say.head(
            {
                "title": _kind(complete, more, peaks),
                "notes": ["dated", *["later"] * bool(len(later))],
            },
            country=country[locale.named("label")],
            peak=locale.money(complete.max() * 1e6, 0),
            peak_year=locale.fiscal_year(int(complete.idxmax())),
            more_years=locale.items([locale.fiscal_year(int(year)) for year in more.index]),
            peak_years=locale.items([locale.fiscal_year(int(year)) for year in peaks]),
            years=years_of(wide.index.union(after.index), locale),
            agencies=locale.items(
                [f"{look.meaning} {locale.money(wide[part].sum() * 1e6)}" for part, look in looks.items()]
            ),
        ),
        unit=millions(booked, dollars, locale),
        data=pd.concat([wide.assign(total=by_year), after.rename("total").to_frame()]).reset_index(),
        columns=say.columns("fiscal_year", *columns_of(looks), ("total", 1)),
        evidence=pd.concat([booked, later]),
        draw=Years(
            [stacks(bars, top="top", hollow="hollow"), *later_begins(later)],
            write=locale.fixed,
            high=0.7,
            key=[*looks.values(), *later_looks(later, say)],
        ),
    )
    return telling_unpriced(chart, unpriced)


def _kind(complete: pd.Series, more: pd.Series, peaks: list[int]) -> str:
    """Choose what the title says of the highest complete years."""
    if len(complete) == 1:
        return "one"
    if len(more):
        return "more"
    return "peak" if len(peaks) == 1 else "twice"


def _tops(bars: pd.DataFrame, by_year: pd.Series, told: set[int], locale: Locale) -> pd.Series:
    """Write the sums of some years above their bars, in whole millions as titles do."""
    positive = bars["amount"] > 0
    topmost = positive & ~bars["fiscal_year"].where(positive).duplicated(keep="last")
    shown = topmost & bars["fiscal_year"].isin(told)
    return bars["fiscal_year"].map(by_year).map(lambda total: locale.number(total, 0)).where(shown, "")
