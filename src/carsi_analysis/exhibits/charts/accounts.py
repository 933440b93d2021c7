"""Charts of CARSI accounts: each one's part of the whole, and how much of it had been paid."""

import pandas as pd
from matplotlib.figure import Figure

from carsi_analysis.analysis.dollars import NOMINAL, Dollars
from carsi_analysis.exhibits.charts.funding import STACK_ORDER, no_figure_from
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks import Bars
from carsi_analysis.exhibits.money import draw_key, draw_stacks, draw_unknown, millions, suffix
from carsi_analysis.exhibits.panels import (
    SMALL,
    Panel,
    draw_scale,
    scale_writer,
    sheet,
    value_ticks,
)
from carsi_analysis.house.tokens import ACCOUNT_COLOURS, CHART_WIDTH_IN, CONTEXT, CONTEXT_BAND, LIGHT, TYPE

ROW_IN = 0.24


def account_shares(shares: pd.DataFrame, *, locale: Locale) -> Chart:
    """Divide each fiscal year's appropriations, and those of all years, by account.

    Args:
        shares: as ``analysis.funding.shares_by_account`` gives it.
        locale: the language.
    """
    say = locale.exhibit("account-shares")
    code, label = locale.named("code"), locale.named("label")
    wide = shares.pivot(index="period", columns="account_id", values="share")
    wide = wide[[account for account in STACK_ORDER if wide.get(account, pd.Series([0.0])).sum() > 0]]
    names = shares.drop_duplicates("account_id").set_index("account_id")
    years = [int(period) for period in wide.index if period != "all"]
    periods = {str(year): locale.fiscal_year(year) for year in years} | {"all": say("labels.all_years")}
    largest = wide.loc["all"].idxmax()
    low, high = wide.drop(index="all")[largest].agg(["min", "max"])
    parts = pd.concat([shares[shares["account_id"] == account] for account in wide])
    drawn = parts.sort_values("period", kind="stable").assign(
        name=parts["period"].map(periods),
        said=parts["share"].map(locale.percent),
        colour=parts["account_id"].map(ACCOUNT_COLOURS),
        whole=parts["period"] == "all",
    )
    return Chart(
        **say.head(
            label=names.loc[largest, label],
            low=locale.percent(low),
            high=locale.percent(high),
            years=locale.fiscal_years(min(years), max(years)),
            told=locale.items(
                [f"{names.loc[a, code]} {locale.percent(share)}" for a, share in wide.loc["all"].items()]
            ),
            accounts=". ".join(f"{names.loc[a, code]}: {names.loc[a, label]}" for a in wide),
        ),
        data=(wide * 100).reset_index().assign(period=[periods[period] for period in wide.index]),
        columns=(say.column("period"), *(Column(account, names.loc[account, code], 1) for account in wide)),
        evidence=shares,
        draw=Bars(drawn, row="name", x="share", colour="colour", part=code, inside="said", bold="whole", heads=True),
    )


def account_in_appropriations(
    amounts: pd.DataFrame,
    account_id: str,
    *,
    locale: Locale,
    dollars: Dollars = NOMINAL,
    unknown_from: int | None = None,
) -> Chart:
    """Set one account apart inside the appropriations of each fiscal year; the other accounts stand as one grey part.

    Args:
        amounts: as ``analysis.funding.appropriations_by_account`` gives them, of all accounts.
        account_id: the account; something must have been appropriated for it in these years.
        locale: the language.
        dollars: the price level of the amounts.
        unknown_from: first fiscal year for which no source gives CARSI alone by account; hatched as in
            ``funding_by_account``.
    """
    own = amounts["account_id"] == account_id
    years = sorted(int(year) for year in amounts["fiscal_year"].unique())
    wide = pd.DataFrame(
        {name: part.groupby("fiscal_year")["amount_usd"].sum() for name, part in amounts.groupby(own)}
    ).rename(columns={True: "account", False: "others"})
    wide = (wide.reindex(index=years, columns=["account", "others"]).fillna(0.0)) / 1e6
    code, label = (
        amounts.loc[own, column].iloc[0] for column in (f"code_{locale.language}", f"label_{locale.language}")
    )
    total, whole = float(wide["account"].sum()), float(wide.to_numpy().sum())
    paid_in = [year for year in years if wide.loc[year, "account"] > 0]
    first, last = years[0], years[-1]

    def draw(figure: Figure) -> None:
        axes = sheet(figure)
        height = figure.get_size_inches()[1]
        top = float(wide.sum(axis=1).max()) * 1.12
        hatched = 0.0 if unknown_from is None else 1.55
        panel = Panel(0.35, 0.25, CHART_WIDTH_IN - 0.4 - hatched, height - 0.55, (first - 0.5, last + 0.5), (0, top))
        ticks = value_ticks(0, top, 5)
        draw_scale(axes, [panel], ticks, [0], scale_writer(ticks, locale))
        colours = {"account": ACCOUNT_COLOURS[account_id], "others": CONTEXT_BAND}
        draw_stacks(axes, {0: panel}, {0: wide}, colours, width=0.62)
        for year, row in wide.iterrows():
            text = locale.number(row["account"], 1)
            x, y = panel.x(year), panel.y(row["account"])
            axes.text(x, y + 0.04, text, ha="center", weight=600, size=TYPE.chart)
            axes.text(x, 0.19, locale.fiscal_year(int(year)), ha="center", va="top", size=SMALL)
        others = locale(en="other accounts", es="las demás cuentas")
        draw_key(axes, [(colours["account"], code), (colours["others"], others)], 0.35, height - 0.1)
        if unknown_from is not None:
            left = panel.right + 0.1
            box = (left, 0.25, CHART_WIDTH_IN - 0.03 - left, panel.height * 0.88)
            draw_unknown(axes, box, no_figure_from(unknown_from, locale))

    span = locale.fiscal_years(first, last)
    listed = "; ".join(f"{locale.fiscal_year(year)} {locale.money(wide.loc[year, 'account'] * 1e6)}" for year in years)
    share = locale.percent(total / whole)
    return Chart(
        exhibit_id=f"account-{account_id}{suffix(dollars)}",
        locale=locale,
        title=locale(
            en=f"{code}: {locale.money(total * 1e6)} in {len(paid_in)} of {len(years)} years, {share} of all accounts",
            es=f"{code}: {locale.money(total * 1e6)} en {len(paid_in)} de {len(years)} años, {share} de todas las "
            "cuentas",
        ),
        measure=locale(en=f"CARSI appropriations of {span}: {label}", es=f"Asignaciones a la CARSI de {span}: {label}"),
        unit=millions(amounts, dollars, locale),
        alt=locale(
            en=f"One bar a fiscal year, {code} at its foot and the other accounts above: {listed}.",
            es=f"Una barra por año fiscal, {code} al pie y las demás cuentas encima: {listed}.",
        ),
        data=wide.assign(total=wide.sum(axis=1)).rename_axis("fiscal_year").reset_index(),
        columns=(
            Column("fiscal_year", locale(en="Fiscal year", es="Año fiscal")),
            Column("account", code, 1),
            Column("others", locale(en="Other accounts", es="Las demás cuentas"), 1),
            Column("total", locale(en="Total", es="Total"), 1),
        ),
        evidence=amounts,
        draw=draw,
        height_in=2.3,
    )


def paid_by_account(paid: pd.DataFrame, *, locale: Locale) -> Chart:
    """Set what had been paid of each account inside what had been appropriated for it.

    Args:
        paid: as ``analysis.funding.paid_by_account`` gives it.
        locale: the language.
    """
    say = locale.exhibit("paid-by-account")
    code, measure, label = (locale.named(column) for column in ("code", "measure", "label"))
    largest = paid.iloc[0]
    rows = paid.assign(
        name=paid[code] + " · " + paid[measure].str.lower(),
        account=paid[label] + " (" + paid[code] + ")",
        appropriated=paid["appropriated_usd"] / 1e6,
        amount=paid["paid_usd"] / 1e6,
        percent=paid["share"] * 100,
    )
    rows["said"] = [
        say(
            "labels.part",
            paid=locale.number(row.amount, 1),
            of=locale.number(row.appropriated, 1),
            share=locale.percent(row.share),
        )
        for row in rows.itertuples()
    ]
    bars = pd.concat(
        [rows.assign(x=rows["appropriated"], colour=CONTEXT), rows.assign(x=rows["amount"], colour=LIGHT.accent)]
    )
    told = "; ".join(
        say(
            "labels.told",
            code=getattr(row, code),
            stage=getattr(row, measure).lower(),
            paid=locale.money(row.paid_usd),
            of=locale.money(row.appropriated_usd),
            share=locale.percent(row.share),
        )
        for row in paid.itertuples()
    )
    return Chart(
        **say.head(
            code=largest[code],
            share=locale.percent(largest["share"]),
            as_of=locale.partial_date(str(largest["as_of"])),
            years=locale.fiscal_years(int(largest["start_fiscal_year"]), int(largest["end_fiscal_year"])),
            millions=millions(paid, NOMINAL, locale),
            told=told,
        ),
        data=rows,
        columns=(
            say.column("account"),
            say.column("appropriated", 1),
            say.named("measure"),
            say.column("amount", 1),
            say.column("percent", 0),
        ),
        evidence=paid,
        draw=Bars(bars, row="name", x="x", colour="colour", text="said", stacked=False),
    )
