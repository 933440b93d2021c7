"""The chart of named figures: what each source gives for one fiscal year, every figure a point of its own."""

from typing import Any

import numpy as np
import pandas as pd

from carsi_analysis.analysis.dollars import NOMINAL
from carsi_analysis.dates import as_spans
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import ExhibitWords, Locale
from carsi_analysis.exhibits.marks import Dots, Entry
from carsi_analysis.exhibits.money import millions, signed
from carsi_analysis.house.tokens import EMPHASIS, LIGHT


def figures_of_years(figures: pd.DataFrame, *, locale: Locale) -> Chart:
    """List what sources give for single fiscal years, from request to law, CARSI alone and wider lines apart.

    Args:
        figures: as ``analysis.funding.figures_of_years`` gives it.
        locale: the language.
    """
    say = locale.exhibit("figures-of-years")
    own = figures["relation"] == "carsi_only"
    rows = figures.assign(
        place=range(len(figures)),
        scope=figures[locale.named("scope")],
        account=figures[locale.named("code")],
        stage=figures[locale.named("measure")],
        source=figures[locale.named("source_label")],
        amount=figures["amount_usd"] / 1e6,
        name=[_name(row, say) for row in figures.itertuples()],
        year=[locale.fiscal_year(int(year)) for year in figures["fiscal_year"]],
        said=[signed(row, locale.number(row.amount_usd / 1e6, 1)) for row in figures.itertuples()],
        look=np.where(own, "dot", "open"),
        colour=np.where(own, LIGHT.accent, EMPHASIS),
    )
    first, last = int(rows["fiscal_year"].min()), int(rows["fiscal_year"].max())
    lacking = [year for year in range(first, last + 1) if year not in set(rows.loc[own, "fiscal_year"])]
    variant, facts = _finding(rows[own], locale)
    told = "; ".join(
        f"{row.year} {locale.money(row.amount_usd)} {row.name}" for row in rows[own].itertuples(index=False)
    )
    return Chart(
        **say.head(
            {"title": variant, "notes": ["stages", *(["missing"] if lacking else [])]},
            **facts,
            missing=locale.items([locale.fiscal_years(*span) for span in as_spans(lacking)]),
            years=locale.fiscal_years(first, last),
            millions=millions(rows, NOMINAL, locale),
            told=told,
        ),
        data=rows,
        columns=say.columns("fiscal_year", "scope", "account", "stage", ("amount", 1), "source"),
        evidence=figures,
        draw=Dots(
            rows,
            row="place",
            name="name",
            x="amount",
            colour="colour",
            look="look",
            text="said",
            write=locale.fixed,
            group="year",
            beside=True,
            names_right=True,
            scale_above=True,
            step=0.168,
            key=(Entry("dot", LIGHT.accent, say("labels.own")), Entry("open", EMPHASIS, say("labels.wider"))),
        ),
    )


def _finding(own: pd.DataFrame, locale: Locale) -> tuple[str, dict[str, str]]:
    """Find the year in which figures of CARSI alone lie furthest apart: the title's variant and its facts."""
    if own.empty:
        return "none", {}
    ends = own.groupby("fiscal_year")["amount_usd"].agg(["min", "max"])
    apart = (ends["max"] - ends["min"]).idxmax()
    low, high = (float(ends.loc[apart, end]) for end in ("min", "max"))
    variant = "one" if locale.money(low) == locale.money(high) else "apart"
    facts = {"year": locale.fiscal_year(int(apart))} | dict(
        zip(("low", "high"), locale.money_pair(low, high), strict=True)
    )
    return variant, facts


def _name(row: Any, say: ExhibitWords) -> str:
    """Name one figure: its account where it is not the whole, its stage and who gives it."""
    code, stage, source = (getattr(row, say.locale.named(column)) for column in ("code", "measure", "source_label"))
    implied = row.basis == "derived" and row.qualifier != "at_most"
    stage = str(stage).split(",")[0]
    return ("" if row.account_id == "total" else f"{code}, ") + say(
        "labels.implied" if implied else "labels.figure", stage=stage, source=source
    )
