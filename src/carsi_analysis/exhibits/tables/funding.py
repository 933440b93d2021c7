"""Tables of CARSI money by account and year."""

import pandas as pd

from carsi_analysis.analysis.dollars import NOMINAL, Dollars
from carsi_analysis.exhibits.exhibit import Column, Table
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.money import millions, suffix


def accounts_by_year(
    amounts: pd.DataFrame,
    *,
    locale: Locale,
    exhibit_id: str = "accounts-by-year",
    dollars: Dollars = NOMINAL,
) -> Table:
    """Add up the accounts of a few fiscal years in both directions.

    Args:
        amounts: ``fiscal_year``, ``account_id``, ``code_en/es``, ``label_en/es``, ``amount_usd``, provenance.
        locale: the language.
        exhibit_id: names the table, since a report may show it for several spans.
        dollars: the price level of the amounts.
    """
    years = sorted(int(year) for year in amounts["fiscal_year"].unique())
    wide = (amounts.pivot(index="account_id", columns="fiscal_year", values="amount_usd") / 1e6)[years]
    wide = wide.loc[wide.sum(axis=1).sort_values(ascending=False).index]
    accounts = amounts.drop_duplicates("account_id").set_index("account_id").loc[wide.index]
    data = wide.assign(
        account=accounts[f"label_{locale.language}"] + " (" + accounts[f"code_{locale.language}"] + ")",
        total=wide.sum(axis=1),
    )
    sums = {
        **wide.sum().to_dict(),
        "account": locale(en="All accounts", es="Todas las cuentas"),
        "total": wide.sum().sum(),
    }
    data = pd.concat([data, pd.DataFrame([sums])], ignore_index=True)
    data.columns = [str(column) for column in data.columns]
    parts = locale.items(
        [
            locale.money(amount * 1e6).removesuffix(" de dólares")
            + locale(en=" of ", es=" del ")
            + locale.fiscal_year(year)
            for year, amount in wide.sum().items()
        ]
    )
    ends = [locale.money(float(wide[year].sum()) * 1e6) for year in (years[0], years[-1])]
    whole = locale.money(float(wide.sum().sum()) * 1e6)
    return Table(
        exhibit_id=f"{exhibit_id}{suffix(dollars)}",
        locale=locale,
        title=locale(en=f"{whole}: {parts}", es=f"{_capital(whole)}: {parts}")
        if len(years) <= 3
        else locale(
            en=f"{whole} in {len(years)} years: {ends[0]} in the first, {ends[1]} in the last",
            es=f"{_capital(whole)} en {len(years)} años: de {locale.number(float(wide[years[0]].sum()), 1)} en el "
            "primero a "
            f"{locale.number(float(wide[years[-1]].sum()), 1)} en el último",
        ),
        measure=locale(
            en=f"CARSI appropriations of {locale.fiscal_years(years[0], years[-1])} by account",
            es=f"Asignaciones presupuestarias a la CARSI de {locale.fiscal_years(years[0], years[-1])} por cuenta",
        ),
        unit=millions(amounts, dollars, locale),
        data=data,
        columns=(
            Column("account", locale(en="Account", es="Cuenta")),
            *(Column(str(year), locale.fiscal_year(year), 1) for year in years),
            Column("total", locale(en="Sum", es="Suma"), 1),
        ),
        evidence=amounts,
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
