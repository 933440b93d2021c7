"""Charts of institutions and organized crime: scores whose scale or scope changed on the way."""

import numpy as np
import pandas as pd

from carsi_analysis.exhibits.charts.described import Described
from carsi_analysis.exhibits.charts.places import across, course, ends_of, names_of
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks import Dots, Lines, Years


def corruption_perceptions(series: pd.DataFrame, *, locale: Locale) -> Chart:
    """Show the Corruption Perceptions Index on its present scale, every country named at the end of its line.

    Args:
        series: the index on its present scale (0 to 100), as ``analysis.threats.indicator_series`` gives it.
        locale: the language.
    """
    say = locale.exhibit("corruption-perceptions")
    names, ends = names_of(series, locale), ends_of(series).sort_values("last", ascending=False, kind="stable")
    kind, facts = _perceptions_title(ends, names, locale)
    named = series.assign(name=series["country_iso3"].map(names), said=series["value"].map(locale.number))
    return Chart(
        **say.head(
            {"title": kind},
            **facts,
            year=int(series["year"].min()),
            years=locale.years(int(series["year"].min()), int(series["year"].max())),
            listed="; ".join(course(names[iso], end, locale.number, say) for iso, end in ends.iterrows()),
        ),
        data=across({"": series}, ends.index.tolist()),
        columns=(say.column("year"), *(Column(iso, names[iso], 0) for iso in ends.index)),
        evidence=series,
        draw=Years(
            [Lines(frame=named.assign(end=named["name"] + " " + named["said"]), part="name", text="said", name="end")],
            write=locale.fixed,
            high=2.0,
        ),
    )


def _perceptions_title(ends: pd.DataFrame, names: pd.Series, locale: Locale) -> tuple[str, dict[str, str | int]]:
    """Name the countries whose score rose where they are few, else count; and find the lowest."""
    lowest = ends["last"].idxmin()
    moves = (ends["last"] - ends["first"])[ends["first_year"] < ends["last_year"]]
    rose = names[moves.index[moves > 0]].tolist()
    facts: dict[str, str | int] = {
        "lowest": names[lowest],
        "low": locale.number(ends.loc[lowest, "last"]),
        "count": len(moves),
        "fell": int((moves < 0).sum()),
        "rose": locale.items(rose),
    }
    if moves.empty:
        return "level", facts
    if (moves < 0).sum() + len(rose) == len(moves) and 0 < len(rose) <= FEW:
        return "all_but", facts
    return "all" if (moves < 0).all() else "moved", facts


FEW = 2
"""Countries that a title names rather than counts."""


def editions_compared(series: pd.DataFrame, indicator: pd.Series, *, locale: Locale) -> Chart:
    """Set the editions of an expert index side by side, one row a country, the latest filled.

    Args:
        series: one indicator with few years, such as ``oci_criminality``, as ``analysis.threats.indicator_series``
            gives it.
        indicator: its description, as ``Study.described`` gives it; changes below its ``least_change`` are
            not counted in the title, which then says so.
        locale: the language.
    """
    about, label = Described(indicator, locale), locale.named("label")
    least = indicator.get("least_change")
    smallest_change = 0.0 if pd.isna(least) else float(least)
    # Earlier editions rated less and are not compared: the last two alone are drawn.
    series = series[series["year"].isin(sorted(series["year"].unique())[-2:])]
    wide = series.pivot(index=label, columns="year", values="value")
    years = [int(year) for year in wide.columns]
    wide = wide.sort_values(years[-1], kind="stable", na_position="first")[::-1]
    before = years[0]
    moves = (wide[years[-1]].round(about.digits) - wide[before].round(about.digits)).dropna()
    counted = moves[moves.abs().round(about.digits) >= smallest_change]
    listed = "; ".join(
        f"{name} " + ", ".join(f"{about.write(value)} ({year})" for year, value in own.dropna().items())
        for name, own in wide.iterrows()
    )
    say = about.words("editions-compared", "editions")
    return Chart(
        **say.head(
            {"title": _editions_title(counted, len(years))},
            **about.names,
            last=years[-1],
            before=before,
            lower=locale.items(counted.index[counted < 0].tolist()),
            higher=locale.items(counted.index[counted > 0].tolist()),
            highest=wide.index[0],
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


def _editions_title(counted: pd.Series, editions: int) -> str:
    """Say which kinds of countries there are to name: higher, lower, both or none."""
    if editions == 1:
        return "one"
    ways = [way for way, held in (("higher", (counted > 0).any()), ("lower", (counted < 0).any())) if held]
    return "_".join(ways) or "same"


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
