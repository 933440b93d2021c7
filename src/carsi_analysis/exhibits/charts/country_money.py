"""The chart of one country's money: what official files book, and what others say of CARSI money there."""

from typing import Any

import pandas as pd

from carsi_analysis.analysis.dollars import NOMINAL, Dollars
from carsi_analysis.exhibits.charts.parts import OTHERS, apart_from_others, columns_of, stacks
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks import Spans, Years
from carsi_analysis.exhibits.money import fiscal_span, millions, suffix, years_of

MOST_AGENCIES, SMALLEST_PART = 4, 0.04
"""Agencies that are drawn apart at most, and the part of the money that each of them has at least."""

KEY_AND_YEARS_IN = 0.5


def country_money(
    booked: pd.DataFrame,
    stated: pd.DataFrame,
    *,
    locale: Locale,
    dollars: Dollars = NOMINAL,
    bars_in: float = 1.75,
) -> Chart:
    """Show what official files book for one country, and on the same years what others say of CARSI money there.

    Args:
        booked: the country's rows of ``analysis.obligations.by_country_and_agency``.
        stated: as ``analysis.country_money.amounts_stated`` gives it for the country, also empty; amounts of undated
            or wider money are not drawn. Always nominal: these are amounts as they were named.
        locale: the language.
        dollars: the price level of the official amounts.
        bars_in: height of the bars with their key and years.
    """
    country = booked.iloc[0]
    say = locale.exhibit("country-money", f"country-money-{country['country_iso3'].lower()}{suffix(dollars)}")
    sums = booked.groupby("agency_id")["amount_usd"].sum().sort_values(ascending=False)
    apart = [a for a in sums.index if sums[a] > SMALLEST_PART * sums.sum() and a != OTHERS][:MOST_AGENCIES]
    bars, looks = apart_from_others(booked, apart, ["fiscal_year"], say("labels.others"), locale)
    wide = booked.pivot_table(index="fiscal_year", columns="agency_id", values="amount_usd", aggfunc="sum") / 1e6
    wide = wide[apart].assign(others=wide.drop(columns=apart).sum(axis=1)).fillna(0.0)
    dated = stated["start_fiscal_year"].notna()
    named = stated[dated & stated["relation"].isin(("carsi_only", "carsi_part", "contains_carsi"))]
    told = "; ".join(_told(row, locale) for row in named.itertuples())
    said = named.assign(said=[_said(row, locale) for row in named.itertuples()])
    spans = Spans(said, "start_fiscal_year", "end_fiscal_year", "said", say("labels.statements"))
    largest = wide[apart].sum().idxmax() if apart else OTHERS
    return Chart(
        **say.head(
            {"alt": "with_statements" if told else "bars", "notes": ["dated", *["apart"] * (len(named) > 1)]},
            country=country[locale.named("label")],
            total=locale.money(sums.sum()),
            years=years_of(wide.index, locale),
            agency=looks[largest].meaning,
            agencies=locale.items(
                [f"{look.meaning} {locale.money(wide[part].sum() * 1e6)}" for part, look in looks.items()]
            ),
            statements=told,
        ),
        unit=millions(booked, dollars, locale),
        data=wide.assign(total=wide.sum(axis=1)).reset_index(),
        columns=say.columns("fiscal_year", *columns_of(looks), ("total", 1)),
        evidence=pd.concat([booked, named]) if len(named) else booked,
        draw=Years(
            [stacks(bars)],
            write=locale.fixed,
            high=bars_in - KEY_AND_YEARS_IN,
            spans=spans if len(named) else None,
            key=list(looks.values()),
        ),
    )


def _told(row: Any, locale: Locale) -> str:
    """Tell an amount in a sentence: years, amount, stage and source."""
    stage, source = (getattr(row, locale.named(column)) for column in ("measure", "source_label"))
    return f"{fiscal_span(row, locale)} {locale.money(row.amount_usd)}, {stage.lower()}, {source}"


def _said(row: Any, locale: Locale) -> str:
    """Tell an amount beside its line, whose years are drawn."""
    stage, source, code = (getattr(row, locale.named(column)) for column in ("measure", "source_label", "code"))
    account = "" if row.account_id == "total" else f", {code}"
    return f"{locale.number(row.amount_usd / 1e6, 2)} {stage}{account} · {source}"
