"""The table of what is known: first and last year of each indicator in each country."""

import pandas as pd

from carsi_analysis.exhibits.exhibit import Column, Table
from carsi_analysis.exhibits.locale import Locale


def data_coverage(
    covered: pd.DataFrame, described: pd.DataFrame, *, locale: Locale, exhibit_id: str = "coverage-by-country"
) -> Table:
    """Show first and last year of each indicator in each country; an asterisk marks years that are missing between.

    Args:
        covered: as ``analysis.coverage.coverage`` gives it, for the indicators to show.
        described: as ``analysis.threats.described_indicators`` gives it; rows follow its order.
        exhibit_id: names the table, since a report may show it for several families.
    """
    say = locale.exhibit("coverage-by-country", exhibit_id)
    names = covered.drop_duplicates("country_iso3").set_index("country_iso3")[locale.named("label")].sort_values()
    shown = described[described["indicator_id"].isin(covered["indicator_id"])].drop_duplicates("indicator_id")
    gaps = covered["years"] <= covered["last_year"] - covered["first_year"]
    spans = map(locale.short_years, covered["first_year"], covered["last_year"])
    wide = covered.assign(span=[f"{span}{'*' * gap}" for span, gap in zip(spans, gaps, strict=True)]).pivot(
        index="indicator_id", columns="country_iso3", values="span"
    )
    everywhere = int((covered.groupby("indicator_id")["country_iso3"].nunique() == len(names)).sum())
    return Table(
        **say.head(variant={"notes": ["main_source"]}, everywhere=everywhere, count=len(shown), countries=len(names)),
        data=wide.reindex(shown["indicator_id"]).assign(indicator=shown[locale.named("short_label")].to_numpy()),
        columns=say.columns("indicator", *(Column(iso, name) for iso, name in names.items())),
        evidence=covered.drop(columns="indicator_id"),
    )
