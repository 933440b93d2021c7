"""Charts of estimates by different bodies, which no line may join."""

from typing import Any

import pandas as pd

from carsi_analysis.exhibits.charts.described import Described
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks import Dots


def estimates_by_body(estimates: pd.DataFrame, indicator: pd.Series, *, locale: Locale) -> Chart:
    """List estimates as one dot a row, each with its year and the body that made or printed it.

    Args:
        estimates: as ``analysis.threats.estimates`` gives it for ``gang_members`` or another isolated measure.
        indicator: its description, as ``Study.described`` gives it.
        locale: the language.
    """
    about, label, body = Described(indicator, locale), locale.named("label"), locale.named("body")
    peaks = estimates.groupby("country_iso3")["value"].transform("max")
    rows = estimates.assign(peak=peaks).sort_values(
        ["peak", "country_iso3", "year", "value"], ascending=[False, True, True, True], ignore_index=True
    )
    listed = "; ".join(
        f"{getattr(row, label)} {int(row.year)} {locale.number(row.value)} ({getattr(row, body)})"
        for row in rows.itertuples()
    )
    say = about.words("estimates-by-body", "estimates")
    kind = "estimates" if rows["status"].eq("estimate").any() else "values"
    title, facts = _title(rows, locale)
    return Chart(
        **say.head(
            {"title": title if title == "single" else f"{title}.{kind}", "measure": kind},
            **facts,
            **about.names,
            listed=listed,
        ),
        unit=about.unit,
        data=rows,
        columns=(
            say.named("label"),
            say.column("year"),
            say.named("body"),
            say.column("value", about.digits),
        ),
        evidence=rows,
        draw=Dots(
            rows.assign(
                place=rows.index,
                name=[f"{int(row.year)}  {getattr(row, body)}" for row in rows.itertuples()],
                said=rows["value"].map(locale.number),
                look="dot",
            ),
            row="place",
            name="name",
            x="value",
            colour="colour",
            look="look",
            text="said",
            write=locale.fixed,
            group=label,
            group_colour="colour",
            beside=True,
            step=0.17,
        ),
    )


def _title(rows: pd.DataFrame, locale: Locale) -> tuple[str, dict[str, Any]]:
    """Find the widest disagreement within one country and year, or the span of all."""
    groups = rows.groupby(["country_iso3", "year"])["value"].agg(["min", "max", "count"])
    apart = groups[(groups["count"] > 1) & (groups["max"] > groups["min"])]
    if apart.empty:
        low, high = (locale.number(rows["value"].agg(how)) for how in ("min", "max"))
        return "single" if len(rows) == 1 else "span", {"low": low, "high": high}
    iso, year = (apart["max"] / apart["min"]).idxmax()
    low, high = (locale.number(apart.loc[(iso, year), how]) for how in ("min", "max"))
    name = rows.loc[rows["country_iso3"] == iso, locale.named("label")].iloc[0]
    return "apart", {"low": low, "high": high, "name": name, "year": year}
