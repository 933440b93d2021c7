"""Charts of institutions and organized crime: scores whose scale or scope changed on the way."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from carsi_analysis.exhibits.charts.described import Described
from carsi_analysis.exhibits.charts.series import KEY_TEXT_IN, draw_key, label_ends
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import ExhibitWords, Locale
from carsi_analysis.exhibits.marks import Dots
from carsi_analysis.exhibits.money import wrapped
from carsi_analysis.exhibits.panels import (
    SMALL,
    Panel,
    draw_runs,
    draw_scale,
    draw_years,
    panel_grid,
    runs,
    sheet,
    year_ticks,
)
from carsi_analysis.house.tokens import COUNTRY_COLOURS, LIGHT, TYPE


def corruption_perceptions(series: pd.DataFrame, earlier: pd.DataFrame, *, locale: Locale) -> Chart:
    """Show the Corruption Perceptions Index on its two scales, apart from each other.

    Args:
        series: the index on its present scale (0 to 100), as ``analysis.threats.indicator_series`` gives it.
        earlier: the index on its former scale (0 to 10), same columns; drawn left of a dashed line on a scale of its
            own and never joined. May be empty.
        locale: the language.
    """
    say, label = locale.exhibit("corruption-perceptions"), locale.named("label")
    both = pd.concat([series, earlier], ignore_index=True)
    names = both.drop_duplicates("country_iso3").set_index("country_iso3")[label]
    ends = {iso: own.sort_values("year").iloc[[0, -1]] for iso, own in series.groupby("country_iso3")}
    rest = [iso for iso in names.index if iso not in ends]
    order = [*sorted(ends, key=lambda iso: -ends[iso]["value"].iloc[-1]), *rest]
    first, last = int(both["year"].min()), int(both["year"].max())
    present = int(series["year"].min())

    def draw(figure: Figure) -> None:
        axes = sheet(figure)
        reach = max(last - first, 1)
        height = figure.get_size_inches()[1]
        cells = panel_grid(
            height, 2, 4, (first - 0.8, last + 0.5 + reach * 0.14), (0, 100), left=0.3, gap_x=0.34, gap_y=0.48
        )
        used = cells[: len(order)]
        draw_scale(axes, used, [0, 50, 100], [], locale.number)
        draw_years(axes, used, year_ticks(first, last, used[0].width * 0.85))
        for panel, iso in zip(used, order, strict=False):
            colour = COUNTRY_COLOURS[iso]
            former = Panel(panel.left, panel.bottom, panel.width, panel.height, panel.years, (0, 10))
            own = series[series["country_iso3"] == iso]
            old = earlier[earlier["country_iso3"] == iso]
            draw_runs(axes, former, runs(old.set_index("year")["value"]), colour, 1.0)
            draw_runs(axes, panel, runs(own.set_index("year")["value"]), colour)
            if len(own):
                label_ends(axes, panel, own.tail(1), locale.number, colour)
            axes.text(panel.left, panel.top + 0.06, names[iso], size=TYPE.chart, weight=600, color=colour)
            x = panel.x(present - 0.5)
            if len(earlier):
                axes.plot([x, x], [panel.bottom, panel.top], color=LIGHT.muted, linewidth=0.8, linestyle=(0, (3, 2)))
                axes.text(x + 0.04, panel.top - 0.01, locale.number(100), va="top", size=SMALL, color=LIGHT.muted)
            for tick in (0, 50, 100):
                left_text = locale.number(tick / 10) if len(earlier) else locale.number(tick)
                axes.text(panel.left - 0.05, panel.y(tick), left_text, ha="right", va="center", size=SMALL)
        if len(used) < len(cells) and len(earlier):
            cell = cells[len(used)]
            y, former_text = cell.top - 0.1, "\n".join(wrapped(say("key.former"), KEY_TEXT_IN))
            axes.plot([cell.left, cell.left + 0.25], [y, y], color=LIGHT.ink, linewidth=1.0)
            axes.text(cell.left + 0.34, y, former_text, va="center", size=SMALL, linespacing=1.1)
            draw_key(axes, "line", cell.left, cell.top - 0.45, say("key.present"))
            draw_key(axes, "break", cell.left, cell.top - 0.75, say("key.changed"))

    def course(iso: str) -> str:
        (first, last), (begin, end) = (ends[iso][name].tolist() for name in ("value", "year"))
        return say(
            "row", name=names[iso], first=locale.number(first), last=locale.number(last), begin=int(begin), end=int(end)
        )

    kind, facts = _perceptions_title(ends, names, locale)
    scales = "two" if len(earlier) else "one"
    return Chart(
        **say.head(
            {"title": kind, "measure": scales, "alt": scales},
            **facts,
            year=present,
            years=locale.years(first, last),
            listed="; ".join(course(iso) for iso in order if iso in ends),
        ),
        data=_two_scales(series, earlier, order, say),
        columns=(
            say.column("year"),
            say.column("scale"),
            *(Column(iso, names[iso], 1) for iso in order),
        ),
        evidence=both,
        draw=draw,
        height_in=2.75,
    )


def _perceptions_title(
    ends: dict[str, pd.DataFrame], names: pd.Series, locale: Locale
) -> tuple[str, dict[str, str | int]]:
    """Count the countries whose score fell and rose on the present scale, and find the lowest."""
    last = {iso: float(end["value"].iloc[-1]) for iso, end in ends.items()}
    lowest = min(last, key=lambda iso: last[iso])
    moves = [last[iso] - float(end["value"].iloc[0]) for iso, end in ends.items() if end["year"].nunique() > 1]
    fell, rose = (sum(sign * move > 0 for move in moves) for sign in (-1, 1))
    return "moved" if moves else "level", {
        "lowest": names[lowest],
        "low": locale.number(last[lowest]),
        "count": len(moves),
        "fell": fell,
        "rose": rose,
    }


def _two_scales(series: pd.DataFrame, earlier: pd.DataFrame, order: list[str], say: ExhibitWords) -> pd.DataFrame:
    """Put years down and countries across, the scale named in each row."""
    parts = [
        part.pivot(index="year", columns="country_iso3", values="value")
        .reindex(columns=order)
        .reset_index()
        .assign(scale=scale)
        for part, scale in ((earlier, say("scale.former")), (series, say("scale.present")))
    ]
    return pd.concat(parts, ignore_index=True)


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
