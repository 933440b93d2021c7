"""Charts of institutions and organized crime: scores whose scale or scope changed on the way."""

import numpy as np
import pandas as pd

from carsi_analysis.exhibits.charts.described import Described
from carsi_analysis.exhibits.charts.places import across, course, ends_of, heads_of, names_of
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import ExhibitWords, Locale
from carsi_analysis.exhibits.marks import Break, Dots, Entry, Head, Lines, Years
from carsi_analysis.house.tokens import LIGHT

PRESENT_SCALE, SCALED_BY = 100, 10
"""End of the present scale of the Corruption Perceptions Index, and how many times the former one it is."""


def corruption_perceptions(series: pd.DataFrame, earlier: pd.DataFrame, *, locale: Locale) -> Chart:
    """Show the Corruption Perceptions Index on its two scales, apart from each other.

    Args:
        series: the index on its present scale (0 to 100), as ``analysis.threats.indicator_series`` gives it.
        earlier: the index on its former scale (0 to 10), same columns; drawn left of a dashed line on a scale of its
            own and never joined. May be empty.
        locale: the language.
    """
    say = locale.exhibit("corruption-perceptions")
    both = pd.concat([series, earlier], ignore_index=True)
    names, ends = names_of(both, locale), ends_of(series).sort_values("last", ascending=False, kind="stable")
    order = [*ends.index, *names.index.difference(ends.index, sort=False)]
    kind, facts = _perceptions_title(ends, names, locale)
    scales = "two" if len(earlier) else "one"
    return Chart(
        **say.head(
            {"title": kind, "measure": scales, "alt": scales},
            **facts,
            year=int(series["year"].min()),
            years=locale.years(int(both["year"].min()), int(both["year"].max())),
            listed="; ".join(course(names[iso], end, locale.number, say) for iso, end in ends.iterrows()),
        ),
        data=across({say("scale.former"): earlier, say("scale.present"): series}, order, "scale"),
        columns=(
            say.column("year"),
            say.column("scale"),
            *(Column(iso, names[iso], 1) for iso in order),
        ),
        evidence=both,
        draw=_two_scales(series, earlier, heads_of(both, order, locale), say),
    )


def _two_scales(series: pd.DataFrame, earlier: pd.DataFrame, heads: list[Head], say: ExhibitWords) -> Years:
    """Draw both scales on one panel a country, a dashed line between them and the ends of each beside it."""
    locale, parted = say.locale, len(earlier) > 0
    series, earlier = (
        part.assign(said=[locale.number(score, 1) for score in part["value"]]) for part in (series, earlier)
    )
    key = [
        Entry("thin", LIGHT.ink, say("key.former")),
        Entry("line", LIGHT.ink, say("key.present")),
        Entry("dashed", LIGHT.ink, say("key.changed")),
    ]
    change = pd.DataFrame({"year": [series["year"].min()] if parted else [], "end": locale.number(PRESENT_SCALE)})
    return Years(
        [
            Break(frame=change, text="end"),
            Lines(
                frame=earlier.assign(value=earlier["value"] * SCALED_BY), panel="country_iso3", text="said", width=0.9
            ),
            Lines(frame=series, panel="country_iso3", text="said", label_at=("last",)),
        ],
        write=lambda tick, digits: locale.number(tick / SCALED_BY if parted else tick),
        panels=heads,
        own_scale=True,
        limits=(0, PRESENT_SCALE),
        ticks=(0, PRESENT_SCALE / 2, PRESENT_SCALE),
        high=0.9,
        key=key if parted else (),
    )


def _perceptions_title(ends: pd.DataFrame, names: pd.Series, locale: Locale) -> tuple[str, dict[str, str | int]]:
    """Count the countries whose score fell and rose on the present scale, and find the lowest."""
    lowest = ends["last"].idxmin()
    moves = (ends["last"] - ends["first"])[ends["first_year"] < ends["last_year"]]
    return "moved" if len(moves) else "level", {
        "lowest": names[lowest],
        "low": locale.number(ends.loc[lowest, "last"]),
        "count": len(moves),
        "fell": int((moves < 0).sum()),
        "rose": int((moves > 0).sum()),
    }


def editions_compared(series: pd.DataFrame, indicator: pd.Series, *, locale: Locale) -> Chart:
    """Set the editions of an expert index side by side, one row a country, the latest filled.

    Args:
        series: one indicator with few years, such as ``oci_criminality``, as ``analysis.threats.indicator_series``
            gives it.
        indicator: its description, as ``analysis.threats.indicator`` gives it; changes below its ``least_change`` are
            not counted in the title, which then says so.
        locale: the language.
    """
    about, label = Described(indicator, locale), locale.named("label")
    least = indicator.get("least_change")
    smallest_change = 0.0 if pd.isna(least) else float(least)
    wide = series.pivot(index=label, columns="year", values="value")
    years = [int(year) for year in wide.columns]
    wide = wide.sort_values(years[-1], kind="stable", na_position="first")[::-1]
    before = years[-2] if len(years) > 1 else years[0]  # editions differ in scope; neighbours differ least
    moves = (wide[years[-1]].round(about.digits) - wide[before].round(about.digits)).dropna()
    counted = moves[moves.abs().round(about.digits) >= smallest_change]
    listed = "; ".join(
        f"{name} " + ", ".join(f"{about.write(value)} ({year})" for year, value in own.dropna().items())
        for name, own in wide.iterrows()
    )
    say = about.words("editions-compared", "editions")
    return Chart(
        **say.head(
            {"title": "one" if len(years) == 1 else "moved_by" if smallest_change else "moved"},
            **about.names,
            last=years[-1],
            before=before,
            count=len(moves),
            lower=int((counted < 0).sum()),
            higher=int((counted > 0).sum()),
            least=locale.number(smallest_change, about.digits),
            years=locale.items([str(year) for year in years]),
            listed=listed,
        ),
        unit=about.unit,
        data=wide.rename(columns=str).rename_axis("country").reset_index(),
        columns=(
            say.column("country"),
            *(Column(str(year), str(year), about.digits) for year in years),
        ),
        evidence=series,
        draw=Dots(
            _editions(series, wide.index.tolist(), years, about),
            row=label,
            x="value",
            colour="colour",
            look="look",
            area="area",
            part="year",
            write=locale.fixed,
            zero=False,
            join=1.6,
            columns=(("last", ""),),
        ),
    )


def _editions(series: pd.DataFrame, order: list[str], years: list[int], about: Described) -> pd.DataFrame:
    """Make the editions dots: the later the larger, a country's last one filled and written at the end of its row."""
    label = about.locale.named("label")
    rows = series.assign(place=series[label].map(order.index)).sort_values(["place", "year"])
    last = rows.groupby("place")["year"].transform("max") == rows["year"]
    sizes = dict(zip(years, np.linspace(10, 34, len(years)), strict=True))
    return rows.assign(
        look=np.where(last, "dot", "open"),
        area=rows["year"].map(sizes),
        last=rows["value"].map(about.write),
    )
