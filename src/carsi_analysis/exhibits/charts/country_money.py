"""The chart of one country's money: what official files book, and what others say of CARSI money there."""

from typing import Any

import pandas as pd

from carsi_analysis.analysis.dollars import NOMINAL, Dollars
from carsi_analysis.analysis.provenance import aggregate
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks import Entry, Spans, Stacks, Years
from carsi_analysis.exhibits.money import fiscal_span, millions, suffix
from carsi_analysis.house.tokens import AGENCY_COLOURS

OTHERS, MOST_AGENCIES, SMALLEST_PART = "others", 4, 0.04
"""The part of all agencies that are not drawn apart: beyond the fourth, or with little of the money."""

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
    agencies = booked.drop_duplicates("agency_id").set_index("agency_id")[locale.named("agency")]
    names = {agency: agencies[agency] for agency in apart} | {OTHERS: say("labels.others")}
    parts = booked.assign(part=booked["agency_id"].where(booked["agency_id"].isin(apart), OTHERS))
    parts = aggregate(parts, ["fiscal_year", "part"], "amount_usd")
    wide = booked.pivot_table(index="fiscal_year", columns="agency_id", values="amount_usd", aggfunc="sum") / 1e6
    wide = wide[apart].assign(others=wide.drop(columns=apart).sum(axis=1)).fillna(0.0)
    bars = pd.concat(parts[parts["part"] == part] for part in names)
    bars = bars.assign(
        amount=bars["amount_usd"] / 1e6,
        said=[locale.number(amount / 1e6, 1) for amount in bars["amount_usd"]],
        name=bars["part"].map(names),
        colour=bars["part"].map(AGENCY_COLOURS),
    )
    dated = stated["start_fiscal_year"].notna()
    named = stated[dated & stated["relation"].isin(("carsi_only", "carsi_part", "contains_carsi"))]
    told = "; ".join(_told(row, locale) for row in named.itertuples())
    spans = named.assign(said=[_said(row, locale) for row in named.itertuples()])
    largest = wide[apart].sum().idxmax() if apart else OTHERS
    return Chart(
        **say.head(
            {
                "alt": "with_statements" if told else "bars",
                "notes": ("dated", "apart") if len(named) > 1 else ("dated",),
            },
            country=country[locale.named("label")],
            total=locale.money(sums.sum()),
            years=locale.fiscal_years(int(wide.index.min()), int(wide.index.max())),
            agency=names[largest],
            agencies=locale.items([f"{name} {locale.money(wide[part].sum() * 1e6)}" for part, name in names.items()]),
            statements=told,
        ),
        unit=millions(booked, dollars, locale),
        data=wide.assign(total=wide.sum(axis=1)).reset_index(),
        columns=say.columns("fiscal_year", *(Column(part, name, 1) for part, name in names.items()), ("total", 1)),
        evidence=pd.concat([booked, named]) if len(named) else booked,
        draw=Years(
            [Stacks(frame=bars, x="fiscal_year", y="amount", part="name", text="said")],
            write=locale.fixed,
            high=bars_in - KEY_AND_YEARS_IN,
            spans=Spans(spans, "start_fiscal_year", "end_fiscal_year", "said", say("labels.statements"))
            if len(spans)
            else None,
            key=[Entry("bar", AGENCY_COLOURS[part], name) for part, name in names.items()],
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
