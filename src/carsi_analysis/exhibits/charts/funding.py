"""Charts of CARSI money: what was appropriated, by whom it was counted, and how far it got."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from carsi_analysis.analysis.dollars import NOMINAL, Dollars
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks import Bars, Dots
from carsi_analysis.exhibits.money import draw_stacks, draw_unknown, millions, suffix
from carsi_analysis.exhibits.panels import SMALL, Panel, draw_scale, scale_writer, sheet, value_ticks
from carsi_analysis.house.tokens import ACCOUNT_COLOURS, CHART_WIDTH_IN, CONTEXT, EMPHASIS, LIGHT, TYPE

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
    wide = (amounts.pivot(index="fiscal_year", columns="account_id", values="amount_usd") / 1e6).sort_index()
    accounts = [account for account in STACK_ORDER if wide.get(account, pd.Series([0.0])).sum() > 0]
    wide = wide[accounts]
    totals = wide.sum(axis=1)
    named = amounts.drop_duplicates("account_id").set_index("account_id")
    labels, codes = named[locale.named("label")], named[locale.named("code")]
    first, last = int(wide.index[0]), int(wide.index[-1])
    share = wide["incle"].sum() / totals.sum()

    def draw(figure: Figure) -> None:
        axes = sheet(figure)
        height = figure.get_size_inches()[1]
        top = float(totals.max()) * 1.12
        hatched = 0.0 if unknown_from is None else 1.55
        width = CHART_WIDTH_IN - 0.35 - 0.62 - hatched
        panel = Panel(0.35, 0.25, width, height - 0.3, (first - 0.5, last + 0.5), (0, top))
        ticks = value_ticks(0, top, 5)
        draw_scale(axes, [panel], ticks, [0], scale_writer(ticks, locale))
        draw_stacks(axes, {0: panel}, {0: wide}, ACCOUNT_COLOURS, width=0.62)
        for year, total in totals.items():
            axes.text(
                panel.x(year), panel.y(total) + 0.04, locale.number(total, 1), ha="center", weight=600, size=TYPE.chart
            )
            axes.text(panel.x(year), 0.19, locale.fiscal_year(year), ha="center", va="top", size=SMALL)
        _name_parts(axes, panel, wide, codes)
        if unknown_from is not None:
            left = panel.right + 0.57
            draw_unknown(
                axes,
                (left, 0.25, CHART_WIDTH_IN - 0.03 - left, panel.height * 0.88),
                no_figure_from(unknown_from, locale),
            )

    say = locale.exhibit("funding-by-account", f"funding-by-account{suffix(dollars)}")
    return Chart(
        **say.head(
            variant={"alt": "known" if unknown_from is None else "unknown"},
            share=locale.percent(share),
            years=locale.fiscal_years(first, last),
            first=locale.money(totals[first] * 1e6),
            last=locale.money(totals[last] * 1e6),
            total=locale.money(totals.sum() * 1e6),
            accounts=locale.items([f"{codes[a]} {locale.money(wide[a].sum() * 1e6)}" for a in accounts]),
            unknown_from=unknown_from and locale.fiscal_year(unknown_from),
            names=". ".join(f"{codes[a]}: {labels[a]}" for a in accounts),
        ),
        unit=millions(amounts, dollars, locale),
        data=wide.assign(total=totals).reset_index(),
        columns=(
            say.column("fiscal_year"),
            *(Column(account, codes[account], 1) for account in accounts),
            say.column("total", 1),
        ),
        evidence=amounts,
        draw=draw,
        height_in=1.8,
    )


def no_figure_from(year: int, locale: Locale) -> str:
    """Say in three short lines that sources give no account of CARSI alone from a fiscal year on."""
    return locale.exhibit("funding-by-account")("labels.unknown", year=locale.fiscal_year(year))


def _name_parts(axes: Axes, panel: Panel, wide: pd.DataFrame, codes: pd.Series) -> None:
    """Name each account once: beside the last bar, or beside its largest part where the last bar has none."""
    for place, account in enumerate(wide.columns):
        in_last = bool(wide[account].iloc[-1] > 0)
        year = wide.index[-1] if in_last else wide[account].idxmax()
        below = wide.loc[year].iloc[:place].sum()
        axes.text(
            panel.x(year + 0.31) + (0.08 if in_last else 0.04),
            panel.y(below + wide.loc[year, account] / 2),
            codes[account],
            va="center",
            size=TYPE.chart if in_last else SMALL,
            weight=600 if in_last else 400,
        )


def printed_totals(comparison: pd.DataFrame, *, locale: Locale) -> Chart:
    """Set totals that others printed beside the running total of State's table, one line a printed total.

    Args:
        comparison: ``end_fiscal_year``, ``printed_usd``, ``running_usd``, ``measure_en``, ``measure_es``,
            ``source_label_en``, ``source_label_es`` and provenance; each row a total since FY2008.
        locale: the language.
    """
    say, label, measure = locale.exhibit("printed-totals"), locale.named("source_label"), locale.named("measure")
    rows = comparison.sort_values(["end_fiscal_year", "printed_usd"]).reset_index(drop=True)
    start, end = int(rows["start_fiscal_year"].min()), int(rows["end_fiscal_year"].max())
    rows = rows.assign(
        who=rows[label],
        what=rows[measure],
        years=[locale.fiscal_years(start, int(year)) for year in rows["end_fiscal_year"]],
        printed=rows["printed_usd"] / 1e6,
        running=rows["running_usd"] / 1e6,
        difference=(rows["printed_usd"] - rows["running_usd"]) / 1e6,
    )
    rows["signed"] = [_signed(locale, difference) for difference in rows["difference"]]
    rows["name"] = rows["who"] + "\n" + rows["years"] + " · " + rows["what"]
    apart = rows["difference"].abs()
    dots = pd.concat(
        [
            rows.assign(x=rows["running"], look="dot", colour=LIGHT.accent, said=""),
            rows.assign(
                x=rows["printed"],
                look="diamond",
                colour=EMPHASIS,
                said=[f"{locale.number(row.printed, 1)}  ({row.signed})" for row in rows.itertuples()],
            ),
        ]
    )
    told = [f"{row.who} {row.years} {locale.money(row.printed_usd)} ({row.signed})" for row in rows.itertuples()]
    return Chart(
        **say.head(
            years=locale.fiscal_years(start, end),
            spread=locale.money(apart[rows["end_fiscal_year"] == end].max() * 1e6),
            furthest=locale.number(apart[rows["end_fiscal_year"] < end].max(), 1),
            told="; ".join(told),
        ),
        unit=millions(rows, NOMINAL, locale),
        data=rows,
        columns=say.columns(
            "end_fiscal_year", "who", "what", *(say.column(name, 1) for name in ("printed", "running", "difference"))
        ),
        evidence=rows,
        draw=Dots(
            dots,
            row="name",
            x="x",
            colour="colour",
            look="look",
            text="said",
            write=locale.fixed,
            join=1.4,
        ),
    )


def _signed(locale: Locale, value: float) -> str:
    return ("+" if round(value, 1) > 0 else "") + locale.number(value, 1)


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
            years=locale.fiscal_years(int(first["start_fiscal_year"]), int(first["end_fiscal_year"])),
            stages=locale.items([f"{row.stage} {locale.money(row.amount_usd)}" for row in rows.itertuples()]),
        ),
        unit=millions(stages, NOMINAL, locale),
        data=rows,
        columns=(say.column("stage"), say.column("amount", 1), say.column("share", 0)),
        evidence=stages,
        draw=Bars(rows, row="name", x="amount", colour="colour", text="said"),
    )
