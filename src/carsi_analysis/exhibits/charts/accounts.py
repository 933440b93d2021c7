"""Charts of CARSI accounts: each one's part of the whole, and how much of it had been paid."""

import pandas as pd

from carsi_analysis.analysis.dollars import NOMINAL, Dollars
from carsi_analysis.analysis.provenance import aggregate
from carsi_analysis.exhibits.charts.funding import STACK_ORDER, no_figure_from
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks import Bars, Entry, Stacks, Unknown, Years
from carsi_analysis.exhibits.money import millions, suffix
from carsi_analysis.house.tokens import CONTEXT, CONTEXT_BAND, LIGHT


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
        whole=parts["period"] == "all",
    )
    return Chart(
        **say.head(
            code=names.loc[largest, code],
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
    say = locale.exhibit("account", f"account-{account_id}{suffix(dollars)}")
    own = amounts["account_id"] == account_id
    code, label = (amounts.loc[own, locale.named(column)].iloc[0] for column in ("code", "label"))
    looks = {"account": (code, amounts.loc[own, "colour"].iloc[0]), "others": (say("columns.others"), CONTEXT_BAND)}
    years = sorted(int(year) for year in amounts["fiscal_year"].unique())
    parts = amounts.assign(part=own.map({True: "account", False: "others"}))
    parts = aggregate(parts, ["fiscal_year", "part"], "amount_usd").assign(amount=lambda sums: sums["amount_usd"] / 1e6)
    wide = parts.pivot(index="fiscal_year", columns="part", values="amount").reindex(columns=list(looks)).fillna(0.0)
    bars = parts.assign(
        name=[looks[part][0] for part in parts["part"]],
        colour=[looks[part][1] for part in parts["part"]],
        said=[locale.number(amount, 1) for amount in parts["amount"]],
    )
    bars["top"] = bars["said"].where(bars["part"] == "account", "")
    total, whole = float(wide["account"].sum()), float(wide.to_numpy().sum())
    hatched = [] if unknown_from is None else [Unknown(unknown_from, no_figure_from(unknown_from, locale))]
    return Chart(
        **say.head(
            code=code,
            label=label,
            total=locale.money(total * 1e6),
            count=int((wide["account"] > 0).sum()),
            of=len(years),
            share=locale.percent(total / whole),
            years=locale.fiscal_years(years[0], years[-1]),
            millions=millions(amounts, dollars, locale),
            listed="; ".join(
                f"{locale.fiscal_year(year)} {locale.money(wide.loc[year, 'account'] * 1e6)}" for year in years
            ),
        ),
        data=wide.assign(total=wide.sum(axis=1)).reset_index(),
        columns=(
            say.column("fiscal_year"),
            Column("account", code, 1),
            say.column("others", 1),
            say.column("total", 1),
        ),
        evidence=amounts,
        draw=Years(
            [Stacks(frame=bars, x="fiscal_year", y="amount", part="name", text="said", top="top", width=0.62)],
            write=locale.fixed,
            year=locale.fiscal_year,
            every_year=True,
            high=1.7,
            unknown=hatched,
            key=[Entry("bar", colour, name) for name, colour in looks.values()],
        ),
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
        stage=paid[measure],
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
        columns=say.columns("account", ("appropriated", 1), "stage", ("amount", 1), ("percent", 0)),
        evidence=paid,
        draw=Bars(bars, row="name", x="x", colour="colour", text="said", stacked=False),
    )
