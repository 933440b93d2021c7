"""The chart of one country's money: what official files book, year by year, security accounts apart."""

import pandas as pd

from carsi_analysis.analysis.dollars import NOMINAL, Dollars
from carsi_analysis.analysis.funding import FIRST_FISCAL_YEAR
from carsi_analysis.analysis.provenance import aggregate
from carsi_analysis.exhibits.charts.parts import stacks
from carsi_analysis.exhibits.column import Column
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import ExhibitWords, Locale
from carsi_analysis.exhibits.marks import Bars, Beside, Unknown, Years
from carsi_analysis.exhibits.money import millions, suffix, telling_unpriced, years_of
from carsi_analysis.house.tokens import CONTEXT, LIGHT, PALE

EARLIER = PALE
"""Years before the first money of CARSI."""

YEARS_SHARE = 0.55
"""The part of the width that the years take."""

PARTS = ("security", "others")
"""The two parts of all aid."""

SMALLEST_SHARE = 0.005
"""A smaller part would be written as no percent."""


def country_money(
    booked: pd.DataFrame, later: pd.DataFrame, unpriced: pd.DataFrame, *, locale: Locale, dollars: Dollars = NOMINAL
) -> Chart:
    """Show what security accounts booked for one country by year, and beside it their part of all aid.

    The part, as the title tells it, is that of the years since the first money of CARSI or, where none of them is
    shown, of all years.

    Args:
        booked: the country's rows of ``analysis.obligations.security_and_others``.
        later: its rows of ``analysis.obligations.totals`` for the years after them, from a later file, which does not
            divide by account: their sum, open where a year is incomplete.
        unpriced: those that constant dollars leave out, as ``Study.unpriced`` gives them.
        locale: the language.
        dollars: the price level of the amounts.
    """
    country = booked.iloc[0]
    say = locale.exhibit("country-money", f"country-money-{country['country_iso3'].lower()}{suffix(dollars)}")
    wide = booked.pivot_table(index="fiscal_year", columns="part", values="amount_usd", aggfunc="sum") / 1e6
    wide = wide.reindex(columns=list(PARTS)).fillna(0.0)
    after = later.set_index("fiscal_year")["amount_usd"] / 1e6
    since = wide.loc[FIRST_FISCAL_YEAR:] if wide.index.max() >= FIRST_FISCAL_YEAR else wide
    most = int(since["security"].idxmax())
    taken_back = [
        (locale.fiscal_year(int(year)), amount) for year, amount in wide["security"].items() if amount < 0
    ] + [(say("labels.others"), amount) for amount in [since["others"].sum()] if amount < 0]
    accounts = booked[booked["part"] == "security"].groupby(locale.named("code"))["amount_usd"].sum()
    chart = Chart(
        **say.head(
            {
                "title": "share" if _is_part(since) else "amount",
                "notes": ["accounts", *["negative"] * bool(len(taken_back))],
            },
            country=country[locale.named("label")],
            share=locale.percent(since["security"].sum() / (since.sum().sum() or 1.0)),
            amount=locale.money(since["security"].sum() * 1e6),
            since=years_of(since.index, locale),
            years=years_of(wide.index.union(after.index), locale),
            security=locale.money(wide["security"].sum() * 1e6),
            others=locale.money(wide["others"].sum() * 1e6),
            booked_years=years_of(wide.index, locale),
            negative=locale.items([f"{what} ({locale.number(amount, 1)})" for what, amount in taken_back]),
            most=locale.money(wide.loc[most, "security"] * 1e6),
            most_year=locale.fiscal_year(most),
            accounts=locale.items(list(accounts.sort_values(ascending=False).index)),
        ),
        unit=millions(booked, dollars, locale),
        data=pd.concat([wide.assign(total=wide.sum(axis=1)), after.rename("total").to_frame()]).reset_index(),
        columns=say.columns("fiscal_year", *(Column(part, say(f"labels.{part}"), 1) for part in PARTS), ("total", 1)),
        evidence=pd.concat([booked, later]),
        draw=Beside(
            _by_year(booked, {most, int(wide["security"].idxmax())}, after, say),
            _parts(booked, since, later, say),
            heads=(
                say("heads.both_times" if wide.index.min() < FIRST_FISCAL_YEAR <= wide.index.max() else "heads.years"),
                say("heads.parts", since=years_of(since.index, locale)),
            ),
            share=YEARS_SHARE,
        ),
    )
    return telling_unpriced(chart, unpriced)


def _is_part(amounts: pd.DataFrame) -> bool:
    """Whether security is a part of the sum that a percentage can say: nothing was taken back on balance."""
    security, others = amounts["security"].sum(), amounts["others"].sum()
    return bool(min(security, others) >= 0 and security >= SMALLEST_SHARE * (security + others) > 0)


def _by_year(booked: pd.DataFrame, told: set[int], after: pd.Series, say: ExhibitWords) -> Years:
    """Draw what security accounts booked, year by year; some years bear their amount."""
    locale = say.locale
    bars = aggregate(booked[booked["part"] == "security"], ["fiscal_year"], "amount_usd")
    bars = bars.assign(
        amount=bars["amount_usd"] / 1e6,
        said=[locale.number(usd / 1e6, 1) for usd in bars["amount_usd"]],
        name=say("labels.security"),
        colour=[LIGHT.accent if year >= FIRST_FISCAL_YEAR else EARLIER for year in bars["fiscal_year"]],
    )
    bars["top"] = bars["said"].where(bars["fiscal_year"].isin(told), "")
    return Years(
        [stacks(bars, top="top")],
        write=locale.fixed,
        high=0.72,
        unknown=[Unknown(after.index.min(), say("labels.unknown", years=years_of(after.index, locale)))]
        if len(after)
        else [],
    )


def _parts(booked: pd.DataFrame, since: pd.DataFrame, later: pd.DataFrame, say: ExhibitWords) -> Bars:
    """Draw security and all other aid as bars of one scale, and the sum of a later file that does not divide them."""
    locale = say.locale
    of_years = aggregate(booked[booked["fiscal_year"].isin(since.index)], ["part"], "amount_usd")
    bars = of_years.set_index("part").reindex(list(PARTS)).dropna(subset="amount_usd").reset_index()
    bars = bars.assign(
        name=[say(f"labels.{part}") for part in bars["part"]],
        colour=[{"security": LIGHT.accent, "others": CONTEXT}[part] for part in bars["part"]],
        hollow=False,
    )
    if len(later):
        added = aggregate(later.assign(part="later"), ["part"], "amount_usd")
        years, kind = years_of(later["fiscal_year"], locale), "partial" if later["partial_year"].any() else "later"
        added = added.assign(name=say(f"labels.{kind}", years=years), colour=CONTEXT, hollow=kind == "partial")
        bars = pd.concat([bars, added], ignore_index=True)
    bars["amount"] = bars["amount_usd"] / 1e6
    bars["said"] = [locale.number(amount, 0) for amount in bars["amount"]]
    return Bars(bars, row="name", x="amount", colour="colour", text="said", hollow="hollow")
