"""Charts of comparisons that show no effect: one estimate under many choices, and money beside change."""

from typing import Any

import numpy as np
import pandas as pd

from carsi_analysis.analysis.comparison import NORMAL_95
from carsi_analysis.analysis.dollars import NOMINAL
from carsi_analysis.analysis.replication import ends, false_start
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import ExhibitWords, Locale
from carsi_analysis.exhibits.marks import Dots, Scatter
from carsi_analysis.exhibits.money import dollars_per_head
from carsi_analysis.house.tokens import LIGHT


def comparison_variants(variants: pd.DataFrame, *, locale: Locale) -> Chart:
    """Draw the published difference of differences, its repetition, and what it becomes when one choice changes.

    Args:
        variants: as ``analysis.replication.variants`` gives it.
        locale: the language.
    """
    say = locale.exhibit("comparison-variants")
    rows = variants.assign(
        head=locale.scale("choice", variants["choice"]),
        what=[_variant(row, say) for row in variants.itertuples()],
        look=np.where(variants["choice"] == "published", "open", "dot"),
        colour=LIGHT.accent,
        **{f"{name}_said": [_change(value, locale) for value in variants[name]] for name in ("value", "low", "high")},
    )
    made, lacking = rows[rows["value"].notna()], rows[rows["value"].isna()]
    told = [
        say("labels.told", estimate=row.what, value=row.value_said, low=row.low_said, high=row.high_said)
        for row in made.itertuples()
    ]
    title, facts = _ends_told(made, locale)
    left_out = sorted({year for years in rows["left_out"] for year in years})
    notes = ["intervals", *["left_out"] * bool(left_out), *["lacking"] * (not lacking.empty)]
    return Chart(
        **say.head(
            variant={"title": title, "notes": notes},
            **facts,
            reach=NORMAL_95,
            left_out=locale.items(list(map(str, left_out))),
            lacking="; ".join(lacking["what"]),
            told="; ".join(told),
        ),
        data=rows,
        columns=say.columns("head", "what", ("value", 1), ("low", 1), ("high", 1)),
        evidence=rows,
        draw=Dots(
            made,
            row="what",
            x="value",
            colour="colour",
            look="look",
            text="value_said",
            low="low",
            high="high",
            group="head",
            write=locale.fixed,
            step=0.165,
        ),
    )


def _ends_told(made: pd.DataFrame, locale: Locale) -> tuple[str, dict[str, str]]:
    """Say how far the estimates lie apart: the title's variant and its facts."""
    apart, strongest = ends(made), false_start(made)
    if apart.empty or strongest.empty:
        return "not_computed", {}
    low, high = (_change(apart[name].iloc[0], locale) for name in ("low", "high"))
    return "computed", {"low": low, "high": high, "strongest": strongest["value_said"].iloc[0]}


def _variant(row: Any, say: ExhibitWords) -> str:
    """Name an estimate by what it changes."""
    locale = say.locale
    years = {
        name: None if pd.isna(year) else int(year)
        for name, year in (("first", row.first_year), ("last", row.last_year), ("after", row.first_year_after))
    }
    country, other = (getattr(row, locale.named(name)) for name in ("label", "other"))
    return say(f"labels.{row.variant}", country=country, other=other, **years)


def money_and_homicide(
    money: pd.DataFrame, change: pd.DataFrame, correlation: pd.DataFrame, *, locale: Locale
) -> Chart:
    """Set each country's aid for a resident beside the change of its homicide rate, with their rank correlation.

    Args:
        money: as ``analysis.obligations.by_country`` gives it, for the countries.
        change: as ``analysis.comparison.difference_of_means`` gives it.
        correlation: as ``analysis.comparison.rank_correlation`` gives it for dollars a resident and log change.
        locale: the language.
    """
    say = locale.exhibit("money-and-homicide")
    spent = money[["country_iso3", "per_head_usd", "start_fiscal_year", "end_fiscal_year", "rows"]]
    rows = change.merge(spent, on="country_iso3", suffixes=("", "_spent"))
    rows = rows.dropna(subset=["per_head_usd", "log_change"])
    rows = rows.assign(country=rows[locale.named("label")], percent=np.expm1(rows["log_change"]) * 100)
    percents = [_change(value, locale, 0) for value in rows["percent"]]
    dollars = [locale.number(value, 1) for value in rows["per_head_usd"]]
    told = "; ".join(map("{} {}, {}".format, rows["country"], dollars, percents))
    found, per_head = correlation.iloc[0], dollars_per_head(money, NOMINAL, locale)
    return Chart(
        **say.head(
            count=int(found["pairs"]),
            rho=_change(found["rho"], locale, 2),
            low=_change(found["low"], locale, 2),
            high=_change(found["high"], locale, 2),
            years=locale.fiscal_years(int(rows["start_fiscal_year"].min()), int(rows["end_fiscal_year"].max())),
            per_head=per_head,
            told=told,
        ),
        data=rows,
        columns=say.columns("country", say.column("per_head_usd", 2, unit=per_head), ("percent", 0), ("log_change", 2)),
        evidence=pd.concat([change, money[money["country_iso3"].isin(rows["country_iso3"])]]),
        draw=Scatter(
            rows.assign(said=rows["country"] + " " + percents, rows=rows["rows"] + rows["rows_spent"]),
            x="per_head_usd",
            y="percent",
            colour="colour",
            text="said",
            across=say("labels.dollars"),
            upward=say("labels.change"),
            write=locale.fixed,
        ),
    )


def _change(value: float, locale: Locale, digits: int = 1) -> str:
    return locale.signed(locale.fixed(value, digits))
