"""Charts of firearms: how often they kill, and how many civilians hold."""

import numpy as np
import pandas as pd

from carsi_analysis.exhibits.charts.described import Described
from carsi_analysis.exhibits.charts.pairs import dots_of
from carsi_analysis.exhibits.charts.places import heads_of
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks import Entry, Points, Years
from carsi_analysis.house.tokens import LIGHT


def firearm_homicides(estimates: pd.DataFrame, indicator: pd.Series, *, locale: Locale) -> Chart:
    """Show the share of homicides committed with a firearm as dated dots, never joined.

    Args:
        estimates: as ``analysis.threats.estimates`` gives it for ``fa_hom_share``; values are percent of homicides.
            Values whose year was inferred, or that cover part of a year, are open.
        indicator: its description, as ``Study.described`` gives it.
        locale: the language.
    """
    say, about, label = locale.exhibit("firearm-homicides"), Described(indicator, locale), locale.named("label")
    latest = estimates.groupby("country_iso3").tail(1).sort_values("value", ascending=False, kind="stable")
    weak = estimates["status"].isin(["inferred", "partial"]) | estimates["doubtful"]
    return Chart(
        **say.head(
            low=locale.number(latest["value"].min(), 0),
            high=locale.number(latest["value"].max(), 0),
            label=about.names["full_label"],
            years=locale.years(int(estimates["year"].min()), int(estimates["year"].max())),
            listed="; ".join(
                f"{getattr(row, label)} {about.write(row.value)} ({int(row.year)})" for row in latest.itertuples()
            ),
        ),
        unit=about.unit,
        data=estimates.sort_values([label, "year"], kind="stable"),
        columns=(
            say.named("label"),
            say.column("year"),
            say.column("value", about.digits),
            say.named("body"),
        ),
        evidence=estimates,
        draw=Years(
            [
                Points(
                    frame=estimates.assign(
                        said=estimates["value"].map(about.write), look=np.where(weak, "open", "dot")
                    ),
                    panel="country_iso3",
                    looks="look",
                    text="said",
                    label_at=("last",),
                )
            ],
            write=lambda tick, _: locale.percent(tick / 100),
            panels=heads_of(latest, latest["country_iso3"].tolist(), locale),
            limits=(0, 100),
            ticks=(0, 50, 100),
            high=0.9,
            key=(Entry("dot", LIGHT.ink, say("key.firm")), Entry("open", LIGHT.ink, say("key.weak"))),
        ),
    )


def civilian_firearms(pairs: pd.DataFrame, indicator: pd.Series, *, locale: Locale) -> Chart:
    """Set two estimates of civilian firearms beside each other, not joined, since their methods differ.

    Args:
        pairs: as ``analysis.threats.two_years`` gives it for ``fa_per100``; firearms per 100 residents.
        indicator: its description, as ``Study.described`` gives it.
        locale: the language.
    """
    say, about = locale.exhibit("civilian-firearms"), Described(indicator, locale)
    rows = pairs.sort_values("last_value", kind="stable")[::-1]
    first, last = int(rows["first_year"].iloc[0]), int(rows["last_year"].iloc[0])
    label, top, low = locale.named("label"), rows.iloc[0], rows.iloc[-1]
    listed = "; ".join(
        f"{getattr(row, label)} {about.write(row.first_value)} ({first}), {about.write(row.last_value)} ({last})"
        for row in rows.itertuples()
    )
    return Chart(
        **say.head(
            low=about.write(low["last_value"]),
            lowest=low[label],
            high=about.write(top["last_value"]),
            highest=top[label],
            label=about.names["full_label"],
            first=first,
            last=last,
            listed=listed,
        ),
        unit=about.unit,
        data=rows,
        columns=(
            say.named("label"),
            Column("first_value", str(first), about.digits),
            Column("last_value", str(last), about.digits),
        ),
        evidence=pairs,
        draw=dots_of(rows, about.write, locale),
    )
