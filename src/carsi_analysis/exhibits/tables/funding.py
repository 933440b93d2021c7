"""Tables of CARSI money by account and year."""

import pandas as pd

from carsi_analysis.analysis.dollars import NOMINAL, Dollars
from carsi_analysis.exhibits.exhibit import Column, Table
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.money import millions, suffix

FEW_YEARS = 3
"""Years whose sums find room in a title."""


def accounts_by_year(amounts: pd.DataFrame, *, locale: Locale, dollars: Dollars = NOMINAL) -> Table:
    """Add up the accounts of a few fiscal years in both directions.

    Args:
        amounts: ``fiscal_year``, ``account_id``, ``code_en/es``, ``label_en/es``, ``amount_usd``, provenance.
        dollars: the price level of the amounts.
    """
    say = locale.exhibit("accounts-by-year", f"accounts-by-year{suffix(dollars)}")
    wide = amounts.pivot(index="account_id", columns="fiscal_year", values="amount_usd") / 1e6
    wide = wide.loc[wide.sum(axis=1).sort_values(ascending=False).index]
    accounts = amounts.drop_duplicates("account_id").set_index("account_id").loc[wide.index]
    sums = wide.sum()
    years = [int(year) for year in wide]
    data = wide.assign(
        account=accounts[locale.named("label")] + " (" + accounts[locale.named("code")] + ")", total=wide.sum(axis=1)
    )
    data.loc["all"] = {**sums, "account": say("labels.all"), "total": sums.sum()}
    written = {year: locale.number(sums[year], 1) for year in years}
    parts = [say("labels.part", amount=amount, year=locale.fiscal_year(year)) for year, amount in written.items()]
    return Table(
        **say.head(
            variant={"title": "few" if len(years) <= FEW_YEARS else "many"},
            whole=locale.money(float(sums.sum()) * 1e6),
            parts=locale.items(parts),
            count=len(years),
            first=written[years[0]],
            last=written[years[-1]],
            years=locale.fiscal_years(years[0], years[-1]),
            millions=millions(amounts, dollars, locale),
        ),
        data=data.rename(columns=str),
        columns=say.columns("account", *(Column(str(y), locale.fiscal_year(y), 1) for y in years), ("total", 1)),
        evidence=amounts,
    )
