"""Charts of CARSI accounts: each one's part of the whole, and how much of it had been paid."""

import pandas as pd
from matplotlib.figure import Figure

from carsi_analysis.analysis.dollars import NOMINAL, Dollars
from carsi_analysis.exhibits.charts.funding import STACK_ORDER, no_figure_from
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.money import draw_boxes, draw_key, draw_stacks, draw_unknown, millions, suffix
from carsi_analysis.exhibits.panels import (
    SMALL,
    Panel,
    draw_scale,
    scale_writer,
    sheet,
    spread,
    text_width,
    value_ticks,
)
from carsi_analysis.exhibits.shading import text_on
from carsi_analysis.house.tokens import ACCOUNT_COLOURS, CHART_WIDTH_IN, CONTEXT, CONTEXT_BAND, LIGHT, TYPE

ROW_IN = 0.24


def account_shares(shares: pd.DataFrame, *, locale: Locale) -> Chart:
    """Divide each fiscal year's appropriations, and those of all years, by account.

    Args:
        shares: as ``analysis.funding.shares_by_account`` gives it.
        locale: the language.
    """
    say = locale.exhibit("account-shares")
    wide = shares.pivot(index="period", columns="account_id", values="share")
    wide = wide[[account for account in STACK_ORDER if wide.get(account, pd.Series([0.0])).sum() > 0]]
    names = shares.drop_duplicates("account_id").set_index("account_id")
    codes = names[f"code_{locale.language}"]
    years = [int(period) for period in wide.index if period != "all"]
    periods = {str(year): locale.fiscal_year(year) for year in years}
    periods["all"] = say("labels.all_years")
    largest = wide.loc["all"].idxmax()
    low, high = wide.drop(index="all")[largest].agg(["min", "max"])

    def draw(figure: Figure) -> None:
        axes = sheet(figure)
        height = figure.get_size_inches()[1]
        left = max(text_width(text, SMALL, 600) for text in periods.values()) + 0.1
        width = CHART_WIDTH_IN - left - 0.05
        boxes, faces = [], []
        for place, period in enumerate(wide.index):
            y = height - 0.2 - ROW_IN * (place + 0.5) - (0.07 if period == "all" else 0)
            axes.text(
                left - 0.07,
                y,
                periods[period],
                ha="right",
                va="center",
                size=SMALL,
                weight=600 if period == "all" else 400,
            )
            x = left
            for account, share in wide.loc[period].items():
                boxes.append((x, y, share * width, 0.18))
                faces.append(ACCOUNT_COLOURS[account])
                text = locale.percent(share)
                if text_width(text, SMALL) + 0.06 < share * width:
                    axes.text(
                        x + share * width / 2,
                        y - 0.005,
                        text,
                        ha="center",
                        va="center",
                        size=SMALL,
                        color=text_on(ACCOUNT_COLOURS[account]),
                    )
                x += share * width
        draw_boxes(axes, boxes, faces)
        ends = wide.iloc[0].cumsum() * width + left
        middles = ends - wide.iloc[0] * width / 2
        for account, x in zip(wide.columns, spread(list(middles), 0.5, left + 0.2, CHART_WIDTH_IN - 0.25), strict=True):
            axes.text(x, height - 0.09, codes[account], ha="center", va="center", size=SMALL, weight=600)

    told = locale.items([f"{codes[a]} {locale.percent(share)}" for a, share in wide.loc["all"].items()])
    label = names.loc[largest, f"label_{locale.language}"]
    data = (wide * 100).reset_index()
    data["period"] = [periods[period] for period in data["period"]]
    return Chart(
        **say.head(
            label=label,
            low=locale.percent(low),
            high=locale.percent(high),
            years=locale.fiscal_years(min(years), max(years)),
            told=told,
            accounts=". ".join(f"{codes[a]}: {names.loc[a, locale.named('label')]}" for a in wide),
        ),
        data=data,
        columns=(
            say.column("period"),
            *(Column(account, codes[account], 1) for account in wide.columns),
        ),
        evidence=shares,
        draw=draw,
        height_in=0.3 + ROW_IN * len(wide) + 0.02,
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
    language, code = locale.language, f"code_{locale.language}"
    start, end = int(paid["start_fiscal_year"].iloc[0]), int(paid["end_fiscal_year"].iloc[0])
    as_of = locale.partial_date(str(paid["as_of"].iloc[0]))
    largest = paid.iloc[0]
    names = [f"{getattr(row, code)} · {getattr(row, f'measure_{language}').lower()}" for row in paid.itertuples()]

    def draw(figure: Figure) -> None:
        axes = sheet(figure)
        height = figure.get_size_inches()[1]
        left = max(text_width(name, TYPE.chart) for name in names) + 0.12
        width = CHART_WIDTH_IN - left - 1.45
        scale = width / float(paid["appropriated_usd"].max())
        middles = [height - 0.04 - ROW_IN * (place + 0.5) for place in range(len(paid))]
        for amounts, colour in (("appropriated_usd", CONTEXT), ("paid_usd", LIGHT.accent)):
            boxes = [(left, y, amount * scale, 0.18) for y, amount in zip(middles, paid[amounts], strict=True)]
            draw_boxes(axes, boxes, colour)
        for place, row in enumerate(paid.itertuples()):
            y = middles[place]
            axes.text(left - 0.07, y, names[place], ha="right", va="center", size=TYPE.chart)
            text = locale(
                en=f"{locale.number(row.paid_usd / 1e6, 1)} of {locale.number(row.appropriated_usd / 1e6, 1)} "
                f"({locale.percent(row.share)})",
                es=f"{locale.number(row.paid_usd / 1e6, 1)} de {locale.number(row.appropriated_usd / 1e6, 1)} "
                f"({locale.percent(row.share)})",
            )
            axes.text(left + row.appropriated_usd * scale + 0.06, y, text, va="center", size=TYPE.chart, weight=600)

    told = "; ".join(
        f"{getattr(row, code)}: {getattr(row, f'measure_{language}').lower()} {locale.money(row.paid_usd)} "
        + locale(en="of ", es="de ")
        + f"{locale.money(row.appropriated_usd)} ({locale.percent(row.share)})"
        for row in paid.itertuples()
    )
    return Chart(
        exhibit_id="paid-by-account",
        locale=locale,
        title=locale(
            en=f"Of {largest[code]}, the largest account, {locale.percent(largest['share'])} had been paid by {as_of}",
            es=f"De {largest[code]}, la cuenta más grande, se había pagado el {locale.percent(largest['share'])} al "
            f"{as_of}",
        ),
        measure=locale(
            en=f"CARSI appropriations of {locale.fiscal_years(start, end)} (light) and what of them had been disbursed "
            "or, for military financing, committed (dark)",
            es=f"Asignaciones a la CARSI de {locale.fiscal_years(start, end)} (claro) y lo desembolsado o, en el "
            "financiamiento militar, destinado (oscuro)",
        ),
        unit=millions(paid, NOMINAL, locale),
        alt=locale(en=f"One bar an account. {told}.", es=f"Una barra por cuenta. {told}."),
        data=paid.assign(
            account=[f"{getattr(row, f'label_{language}')} ({getattr(row, code)})" for row in paid.itertuples()],
            stage=paid[f"measure_{language}"],
            appropriated=paid["appropriated_usd"] / 1e6,
            amount=paid["paid_usd"] / 1e6,
            percent=paid["share"] * 100,
        ),
        columns=(
            Column("account", locale(en="Account", es="Cuenta")),
            Column("appropriated", locale(en="Appropriated", es="Asignado por ley"), 1),
            Column("stage", locale(en="Stage set against it", es="Etapa con que se compara")),
            Column("amount", locale(en="Amount", es="Monto"), 1),
            Column("percent", locale(en="Percent", es="Porcentaje"), 0),
        ),
        evidence=paid,
        notes=(
            locale(
                en="Two sources: the State Department's plan counts appropriations, the GAO rounds what was paid. "
                "Military financing is reported as committed, not as disbursed.",
                es="Dos fuentes: el plan del Departamento de Estado cuenta lo asignado y la GAO redondea lo pagado. El "
                "financiamiento militar se informa como destinado, no como desembolsado.",
            ),
        ),
        draw=draw,
        height_in=0.08 + ROW_IN * len(paid),
    )
