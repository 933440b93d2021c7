"""Charts of what was seized, which measures enforcement as much as the threat."""

from collections.abc import Sequence

import pandas as pd

from carsi_analysis.analysis.provenance import union
from carsi_analysis.exhibits.charts.places import across, names_of
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks import Break, Entry, Stacks, Unknown, Years
from carsi_analysis.house.tokens import REST

TONNE_KG = 1000

TOLD_APART = 2
"""Countries that stand in colours of their own, those that seized most; nobody tells seven apart in a stack."""


def cocaine_seizures(series: pd.DataFrame, later: pd.DataFrame, *, locale: Locale) -> Chart:
    """Stack the cocaine seized by the largest countries and all others, the years of a second source apart.

    Args:
        series: the main series, as ``analysis.threats.indicator_series`` gives it; kilograms.
        later: the values of another source in later years, same columns; beyond a dashed line.
        locale: the language.
    """
    say = locale.exhibit("cocaine-seizures")
    held = set(series["year"])
    both = pd.concat([series, later[~later["year"].isin(held)]], ignore_index=True)
    names = names_of(both, locale)
    order = both.groupby("country_iso3")["value"].max().sort_values(ascending=False, kind="stable").index.tolist()
    sources = (say("labels.series"), say("labels.later"))
    last = both[both["year"] == both["year"].max()].set_index("country_iso3")["value"]
    top = last.idxmax()
    year, last_source = int(both["year"].max()), series if both["year"].max() in held else later
    shares = {int(when): _shares(own) for when, own in last_source.groupby("year")}
    by_year = both.groupby("year")["value"].sum()
    bars = _parts(both, names, say("labels.rest"))
    bars = bars.assign(
        tonnes=bars["value"] / TONNE_KG, said=[locale.number(value / TONNE_KG, 1) for value in bars["value"]]
    )
    named = sorted(set(later["year"]) - held) or [both["year"].max()]
    bars = bars.assign(total=_totals(bars.reset_index(drop=True), named, locale))
    span = (int(both["year"].min()), int(both["year"].max()))
    begins = [max(held) + 1] if held and both["year"].max() > max(held) else []
    return Chart(
        **say.head(
            {"title": _title(shares.get(year - 1, {}).get(top), shares[year][top], locale)},
            name=names[top],
            share=locale.percent(shares[year][top]),
            before=locale.percent(shares.get(year - 1, {}).get(top, 0.0)),
            year=year,
            years=locale.years(*span),
            peak_year=int(by_year.idxmax()),
            peak=locale.number(by_year.max() / TONNE_KG, 1),
            listed="; ".join(f"{names[iso]} {locale.number(value / TONNE_KG, 1)}" for iso, value in last.items()),
        ),
        data=across({sources[0]: series, sources[1]: later}, order, "source"),
        columns=(say.column("year"), say.column("source"), *(Column(iso, names[iso], 0) for iso in order)),
        evidence=pd.concat([series, later]),
        draw=Years(
            [
                Stacks(frame=bars, y="tonnes", part="country", text="said", top="total"),
                Break(frame=pd.DataFrame({"year": begins}).assign(source=say("labels.break")), text="source"),
            ],
            write=locale.fixed,
            high=2.0,
            unknown=Unknown.between(both["year"], span, say("labels.blank")),
            key=[Entry("bar", one["colour"].iloc[0], name) for name, one in bars.groupby("country", sort=False)],
        ),
    )


def _shares(own: pd.DataFrame) -> dict[str, float]:
    """Give each country's part of what all seized in a year; none where nothing was."""
    total = own["value"].sum()
    return {row.country_iso3: row.value / total if total else 0.0 for row in own.itertuples()}


def _title(before: float | None, share: float, locale: Locale) -> str:
    """Say how the largest part moved since the year before in the same source, or how large it is."""
    if before is not None and locale.percent(before) != locale.percent(share):
        return "fell" if share < before else "rose"
    return "most" if share > 1 / 2 else "leads"


def _totals(bars: pd.DataFrame, years: Sequence[int], locale: Locale) -> list[str | None]:
    """Write the tonnes of all parts above the last part of the bars of some years."""
    sums = bars.groupby("year")["tonnes"].sum()
    tops = {int(own.index[-1]): year for year, own in bars.dropna(subset="tonnes").groupby("year") if year in years}
    return [locale.number(sums[tops[place]]) if place in tops else None for place in range(len(bars))]


def _parts(values: pd.DataFrame, names: "pd.Series[str]", rest: str) -> pd.DataFrame:
    """Take the countries that seized most over all years, and add up the others by year under one name."""
    totals = values.groupby("country_iso3")["value"].sum().sort_values(ascending=False, kind="stable")
    largest = totals.index[:TOLD_APART]
    own = [values[values["country_iso3"] == iso].assign(country=names[iso]) for iso in largest]
    others = values[~values["country_iso3"].isin(largest)]
    together = others.groupby("year", as_index=False).agg({"value": "sum", "sources": union, "rows": union})
    return pd.concat([*own, together.assign(country=rest, colour=REST)])
