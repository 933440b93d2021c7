"""Charts of CARSI money: what was appropriated, by whom it was counted, and how far it got."""

import pandas as pd

from carsi_analysis.analysis.dollars import NOMINAL, Dollars
from carsi_analysis.exhibits.charts.parts import columns_of, in_parts, stacks
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks import Bars, Dots, Entry, Unknown, Years
from carsi_analysis.exhibits.money import fiscal_span, millions, suffix, years_of
from carsi_analysis.house.tokens import CONTEXT, EMPHASIS, LIGHT

STACK_ORDER = ("incle", "esf", "fmf", "nadr")
"""Accounts from the bottom of a stack to its top, the steadiest first."""


def funding_by_account(
    amounts: pd.DataFrame, *, locale: Locale, dollars: Dollars = NOMINAL, unknown_from: int | None = None
) -> Chart:
    """Stack appropriations by account over fiscal years.

    Args:
        amounts: ``fiscal_year``, ``account_id``, ``code_en/es``, ``label_en/es``, ``amount_usd`` and
            provenance; one row a year and account.
        locale: the language.
        dollars: the price level of the amounts.
        unknown_from: first fiscal year for which no source gives CARSI alone by account; the chart then says so in
            hatched room, which is not a zero.
    """
    say = locale.exhibit("funding-by-account", f"funding-by-account{suffix(dollars)}")
    wide = (amounts.pivot(index="fiscal_year", columns="account_id", values="amount_usd") / 1e6).sort_index()
    wide = wide[[account for account in STACK_ORDER if wide.get(account, pd.Series([0.0])).sum() > 0]]
    totals = wide.sum(axis=1)
    named = amounts.drop_duplicates("account_id").set_index("account_id")
    codes, labels = named[locale.named("code")], named[locale.named("label")]
    looks = {account: Entry("bar", named.loc[account, "colour"], codes[account]) for account in wide}
    bars = in_parts(amounts, "account_id", looks, locale)
    written = bars["fiscal_year"].map(lambda year: locale.number(totals[year], 1))
    bars["total"] = written.mask(bars["fiscal_year"].duplicated(keep="last"), "")
    return Chart(
        **say.head(
            {"alt": "known" if unknown_from is None else "unknown"},
            share=locale.percent(wide["incle"].sum() / totals.sum()),
            years=years_of(wide.index, locale),
            first=locale.money(totals.iloc[0] * 1e6),
            last=locale.money(totals.iloc[-1] * 1e6),
            total=locale.money(totals.sum() * 1e6),
            accounts=locale.items([f"{codes[a]} {locale.money(wide[a].sum() * 1e6)}" for a in wide]),
            unknown_from=unknown_from and locale.fiscal_year(unknown_from),
            names=". ".join(f"{codes[a]}: {labels[a]}" for a in wide),
        ),
        unit=millions(amounts, dollars, locale),
        data=wide.assign(total=totals).reset_index(),
        columns=say.columns("fiscal_year", *columns_of(looks), ("total", 1)),
        evidence=amounts,
        draw=Years(
            [stacks(bars, top="total", name="name", width=0.62)],
            write=locale.fixed,
            year=locale.fiscal_year,
            every_year=True,
            high=1.45,
            unknown=[] if unknown_from is None else [Unknown(unknown_from, no_figure_from(unknown_from, locale))],
        ),
    )


def no_figure_from(year: int, locale: Locale) -> str:
    """Say in three short lines that sources give no account of CARSI alone from a fiscal year on."""
    return locale.exhibit("funding-by-account")("labels.unknown", year=locale.fiscal_year(year))


def printed_totals(comparison: pd.DataFrame, *, locale: Locale) -> Chart:
    """Set totals that others printed beside the running total of State's table, one line a printed total.

    Args:
        comparison: ``end_fiscal_year``, ``printed_usd``, ``running_usd``, ``measure_en``, ``measure_es``,
            ``source_label_en``, ``source_label_es`` and provenance; each row a total since FY2008.
        locale: the language.
    """
    say, label, measure = locale.exhibit("printed-totals"), locale.named("source_label"), locale.named("measure")
    rows = comparison.sort_values(["end_fiscal_year", "printed_usd"]).reset_index(drop=True)
    last = rows["end_fiscal_year"].max()
    rows = rows.assign(
        who=rows[label],
        what=rows[measure],
        years=[fiscal_span(row, locale) for row in rows.itertuples()],
        printed=rows["printed_usd"] / 1e6,
        running=rows["running_usd"] / 1e6,
        difference=(rows["printed_usd"] - rows["running_usd"]) / 1e6,
    )
    rows["signed"] = [locale.signed(locale.number(one, 1)) for one in rows["difference"]]
    rows["name"] = rows["who"] + "\n" + rows["years"] + " · " + rows["what"]
    apart = rows["difference"].abs()
    said = rows["printed"].map(lambda printed: locale.number(printed, 1)) + "  (" + rows["signed"] + ")"
    running = rows.assign(x=rows["running"], look="dot", colour=LIGHT.accent, said="")
    dots = pd.concat([running, rows.assign(x=rows["printed"], look="diamond", colour=EMPHASIS, said=said)])
    told = [f"{row.who} {row.years} {locale.money(row.printed_usd)} ({row.signed})" for row in rows.itertuples()]
    return Chart(
        **say.head(
            years=rows["years"].iloc[-1],
            spread=locale.money(apart[rows["end_fiscal_year"] == last].max() * 1e6),
            furthest=locale.number(apart[rows["end_fiscal_year"] < last].max(), 1),
            told="; ".join(told),
        ),
        unit=millions(rows, NOMINAL, locale),
        data=rows,
        columns=say.columns("end_fiscal_year", "who", "what", ("printed", 1), ("running", 1), ("difference", 1)),
        evidence=rows,
        draw=Dots(dots, row="name", x="x", colour="colour", look="look", text="said", write=locale.fixed, join=1.4),
    )


def where_the_money_stands(stages: pd.DataFrame, *, locale: Locale) -> Chart:
    """Compare the stages of the same money at one date, from allocated to disbursed.

    Args:
        stages: ``measure_id``, ``label_en``, ``label_es``, ``amount_usd`` and provenance, first stage first; all of
            the same source, scope, period and date (``as_of``).
        locale: the language.
    """
    say, label = locale.exhibit("where-the-money-stands"), locale.named("label")
    first, last = stages.iloc[0], stages.iloc[-1]
    share = stages["amount_usd"] / first["amount_usd"]
    amounts = [locale.number(amount / 1e6, 1) for amount in stages["amount_usd"]]
    parts = [f"{amount}  ({locale.percent(one)})" for amount, one in zip(amounts, share, strict=True)]
    rows = stages.assign(
        stage=stages[label],
        amount=stages["amount_usd"] / 1e6,
        share=share * 100,
        name=stages[label].str[:1].str.upper() + stages[label].str[1:],
        said=[amounts[0], *parts[1:]],
        colour=[CONTEXT] * (len(stages) - 1) + [LIGHT.accent],
    )
    return Chart(
        **say.head(
            as_of=locale.partial_date(str(last["as_of"])),
            share=locale.percent(share.iloc[-1]),
            years=fiscal_span(first, locale),
            stages=locale.items([f"{row.stage} {locale.money(row.amount_usd)}" for row in rows.itertuples()]),
        ),
        unit=millions(stages, NOMINAL, locale),
        data=rows,
        columns=say.columns("stage", ("amount", 1), ("share", 0)),
        evidence=stages,
        draw=Bars(rows, row="name", x="amount", colour="colour", text="said"),
    )
