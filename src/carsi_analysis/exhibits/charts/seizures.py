"""Charts of what was seized, which measures enforcement as much as the threat."""

from collections.abc import Sequence

import pandas as pd

from carsi_analysis.analysis.provenance import union
from carsi_analysis.analysis.threats import last_change
from carsi_analysis.exhibits.charts.places import across, names_of
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks import Break, Entry, Stacks, Unknown, Years
from carsi_analysis.house.tokens import REST

TONNE_KG = 1000

TOLD_APART = 2
"""Countries that stand in colours of their own, those that seized most; nobody tells seven apart in a stack."""

LARGE_OF_REST = 1 / 10
"""Part of what all others seized from which on the note names a country of them."""


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
    year, last_source = int(both["year"].max()), series if both["year"].max() in held else later
    last = both[both["year"] == year].set_index("country_iso3")["value"]
    top, moved = last.idxmax(), last_change(last_source)
    by_year = both.groupby("year")["value"].sum()
    bars = _parts(both, names, say("labels.rest"))
    bars = bars.assign(
        tonnes=bars["value"] / TONNE_KG, said=[locale.number(value / TONNE_KG, 1) for value in bars["value"]]
    )
    named = sorted(set(later["year"]) - held) or [year]
    bars = bars.assign(
        total=_totals(bars.reset_index(drop=True), named, locale),
        inside=[_tonnes(row.value, locale) if row.year in named else None for row in bars.itertuples()],
    )
    rest = last[~last.index.isin(_largest(both))].sort_values(ascending=False, kind="stable")
    rest = rest[rest > rest.sum() * LARGE_OF_REST]
    span = (int(both["year"].min()), int(both["year"].max()))
    begins = [max(held) + 1] if held and both["year"].max() > max(held) else []
    return Chart(
        **say.head(
            {"title": _title(moved, last, locale), "notes": ["places", *["rest"] * (len(rest) > 1)]},
            name=names[top],
            own=_tonnes(last[top], locale),
            total=_tonnes(last.sum(), locale),
            year=year,
            before="" if moved.empty else _tonnes(moved["previous"].iloc[0], locale),
            previous="" if moved.empty else int(moved["previous_year"].iloc[0]),
            rest=locale.items([f"{names[iso]} {_tonnes(value, locale)}" for iso, value in rest.items()]),
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
                Stacks(frame=bars, y="tonnes", part="country", text="said", top="total", inside="inside"),
                Break(frame=pd.DataFrame({"year": begins}).assign(source=say("labels.break")), text="source"),
            ],
            write=locale.fixed,
            high=1.75,
            unknown=Unknown.between(both["year"], span, say("labels.blank")),
            key=[Entry("bar", one["colour"].iloc[0], name) for name, one in bars.groupby("country", sort=False)],
        ),
    )


def _title(moved: pd.DataFrame, last: pd.Series, locale: Locale) -> str:
    """Say how all together moved since the year before in the same source, or how large the largest part is."""
    if not moved.empty:
        row = moved.iloc[0]
        if _tonnes(row["previous"], locale) != _tonnes(row["total"], locale):
            rose = "rose_outside" if row["outside"] > 1 / 2 else "rose_inside"
            return rose if row["change"] > 0 else "fell"
    return "most" if last.max() > last.sum() / 2 else "leads"


def _tonnes(kilograms: float, locale: Locale) -> str:
    return locale.number(kilograms / TONNE_KG)


def _totals(bars: pd.DataFrame, years: Sequence[int], locale: Locale) -> list[str | None]:
    """Write the tonnes of all parts above the last part of the bars of some years."""
    sums = bars.groupby("year")["tonnes"].sum()
    tops = {int(own.index[-1]): year for year, own in bars.dropna(subset="tonnes").groupby("year") if year in years}
    return [locale.number(sums[tops[place]]) if place in tops else None for place in range(len(bars))]


def _parts(values: pd.DataFrame, names: "pd.Series[str]", rest: str) -> pd.DataFrame:
    """Take the countries that seized most over all years, and add up the others by year under one name."""
    largest = _largest(values)
    own = [values[values["country_iso3"] == iso].assign(country=names[iso]) for iso in largest]
    others = values[~values["country_iso3"].isin(largest)]
    together = others.groupby("year", as_index=False).agg({"value": "sum", "sources": union, "rows": union})
    return pd.concat([*own, together.assign(country=rest, colour=REST)])


def _largest(values: pd.DataFrame) -> "pd.Index[str]":
    """Name the countries that stand in colours of their own."""
    totals = values.groupby("country_iso3")["value"].sum().sort_values(ascending=False, kind="stable")
    return totals.index[:TOLD_APART]
