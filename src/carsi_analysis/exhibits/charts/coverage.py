"""The chart of what is known: how many countries have a value, indicator by indicator and year by year."""

from typing import Any

import pandas as pd

from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks import Cells
from carsi_analysis.exhibits.shading import shade


def coverage_strip(
    by_year: pd.DataFrame,
    described: pd.DataFrame,
    *,
    locale: Locale,
    of_countries: int = 7,
    exhibit_id: str = "data-coverage",
) -> Chart:
    """Shade for each indicator and year how many of the countries have a value, and print the number.

    Args:
        by_year: as ``analysis.coverage.coverage_by_year`` gives it, for the indicators to show.
        described: as ``analysis.threats.described_indicators`` gives it; rows follow its order.
        locale: the language.
        of_countries: how many countries there could be: seven, or one for a country's own coverage.
        exhibit_id: names the chart, since a report may show it for several groups of indicators.
    """
    say = locale.exhibit("data-coverage", exhibit_id)
    names = described.drop_duplicates("indicator_id").set_index("indicator_id")[locale.named("short_label")]
    names = names[names.index.isin(by_year["indicator_id"])]
    held = by_year[by_year["indicator_id"].isin(names.index)]
    held = held.sort_values("indicator_id", key=lambda ids: ids.map(names.index.get_loc), kind="stable")
    cells = held.assign(
        name=held["indicator_id"].map(names),
        face=[shade(count / of_countries) for count in held["countries"]],
        count=held["countries"].astype(str),
        said=[str(count) if count < of_countries else "" for count in held["countries"]],
    )
    first, last = int(held["year"].min()), int(held["year"].max())
    wide = held.pivot(index="indicator_id", columns="year", values="countries")
    wide = wide.reindex(index=names.index, columns=range(first, last + 1)).astype("Int64").rename(columns=str)
    many = of_countries > 1
    variant, facts = _finding(held, names, of_countries)
    return Chart(
        **say.head(
            {
                "title": variant,
                "measure": "countries" if many else "one",
                "unit": "countries" if many else "one",
                "notes": ["whole"] if many else [],
            },
            **facts,
            years=locale.years(first, last),
            of=of_countries,
            listed="; ".join(
                say(
                    "labels.reach.one" if len(own) == 1 else "labels.reach.many",
                    name=names[indicator_id],
                    years=locale.years(int(own["year"].min()), int(own["year"].max())),
                    count=len(own),
                )
                for indicator_id, own in held.groupby("indicator_id", sort=False)
            ),
        ),
        data=wide.assign(indicator=names).reset_index(drop=True),
        columns=(say.column("indicator"), *(Column(year, year, 0) for year in wide.columns)),
        evidence=held.drop(columns="indicator_id"),
        draw=Cells(cells, row="name", column="year", face="face", text="said", value="count"),
    )


def _finding(held: pd.DataFrame, names: pd.Series, of_countries: int) -> tuple[str, dict[str, Any]]:
    """Set the indicator with most complete years against the one with fewest years at all, for the title."""
    reach = held.groupby("indicator_id")["year"].nunique().reindex(names.index)
    full = held[held["countries"] >= of_countries].groupby("indicator_id")["year"].nunique()
    full = full.reindex(names.index, fill_value=0)
    best, worst = full.idxmax(), reach.idxmin()
    named = {"best": names[best], "worst": Locale.inside(names[worst])}
    facts = named | {"reach": int(reach[best]), "most": int(full[best])}
    if best == worst or not full[best]:
        return "alone.one" if reach[best] == 1 else "alone.many", facts
    return "apart", facts | {"best": Locale.inside(names[best]), "fewest": int(reach[worst])}
