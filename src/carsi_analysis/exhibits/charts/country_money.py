"""The chart of one country's money: what official files book, and what others say of CARSI money there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from carsi_analysis.analysis.dollars import NOMINAL, Dollars
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.money import draw_key, draw_stacks, millions, suffix, wrapped
from carsi_analysis.exhibits.panels import (
    LINE_HEIGHT_IN,
    SMALL,
    Panel,
    draw_scale,
    draw_years,
    scale_writer,
    sheet,
    value_ticks,
    year_ticks,
)
from carsi_analysis.house.tokens import AGENCY_COLOURS, CHART_WIDTH_IN, LIGHT

PLOT_WIDTH_IN = CHART_WIDTH_IN - 0.42
STATEMENTS_HEAD_IN = 0.24

NARROWEST_WORDS_IN = 1.2
"""Room beside a line that its words need; with less, they stand above it."""


def country_money(
    booked: pd.DataFrame,
    stated: pd.DataFrame,
    *,
    locale: Locale,
    dollars: Dollars = NOMINAL,
    bars_in: float = 1.75,
) -> Chart:
    """Show what official files book for one country, and on the same years what others say of CARSI money there.

    Args:
        booked: the country's rows of ``analysis.obligations.by_country_and_agency``.
        stated: as ``analysis.country_money.amounts_stated`` gives it for the country, also empty; amounts of undated
            or wider money are not drawn. Always nominal: these are amounts as they were named.
        locale: the language.
        dollars: the price level of the official amounts.
        bars_in: height of the bars with their key and years.
    """
    country = str(booked[locale.named("label")].iloc[0])
    iso = str(booked["country_iso3"].iloc[0])
    say = locale.exhibit("country-money", f"country-money-{iso.lower()}{suffix(dollars)}")
    first, last = int(booked["fiscal_year"].min()), int(booked["fiscal_year"].max())
    wide = booked.pivot_table(index="fiscal_year", columns="agency_id", values="amount_usd", aggfunc="sum") / 1e6
    large = wide.sum().sort_values(ascending=False)
    shown = [agency for agency in large.index if large[agency] > 0.04 * large.sum() and agency != "others"][:4]
    stack = wide[shown].assign(others=wide.drop(columns=shown).sum(axis=1)).fillna(0.0)
    agencies = booked.drop_duplicates("agency_id").set_index("agency_id")[locale.named("agency")]
    words = {**{agency: agencies[agency] for agency in shown}, "others": say("labels.others")}
    named = stated[
        stated["start_fiscal_year"].notna() & stated["relation"].isin(("carsi_only", "carsi_part", "contains_carsi"))
    ]
    latest = max(last, int(named["end_fiscal_year"].max()) if len(named) else last)
    total = float(stack.sum().sum())
    years = (first - 0.6, latest + 0.6)
    statements = [
        _Statement.of(row, Panel(0.36, 0, PLOT_WIDTH_IN, 1, years, (0, 1)), locale) for row in named.itertuples()
    ]
    below = sum(statement.height for statement in statements) + (STATEMENTS_HEAD_IN if statements else 0.0)

    def draw(figure: Figure) -> None:
        axes = sheet(figure)
        height = figure.get_size_inches()[1]
        top = float(stack.clip(lower=0).sum(axis=1).max()) * 1.05
        foot = min(float(stack.clip(upper=0).sum(axis=1).min()) * 1.1, 0.0)
        panel = Panel(0.36, 0.22 + below, PLOT_WIDTH_IN, height - 0.47 - below, years, (foot, top))
        ticks = value_ticks(0, top, 4)
        draw_scale(axes, [panel], ticks, [0], scale_writer(ticks, locale))
        draw_years(axes, [panel], year_ticks(first, latest, panel.width * 0.6))
        draw_stacks(axes, {0: panel}, {0: stack}, AGENCY_COLOURS)
        draw_key(axes, [(AGENCY_COLOURS[agency], words[agency]) for agency in stack.columns], 0.36, height - 0.1)
        if statements:
            axes.text(0.36, below - 0.1, say("labels.statements"), size=SMALL, weight=600, va="center")
            _draw_statements(axes, statements, below - 0.22)

    listed = locale.items([f"{words[agency]} {locale.money(float(stack[agency].sum()) * 1e6)}" for agency in stack])
    said = "; ".join(
        f"{_fiscal_span(row, locale)} {locale.money(row.amount_usd)}, {getattr(row, locale.named('measure')).lower()}, "
        f"{getattr(row, locale.named('source_label'))}"
        for row in named.itertuples()
    )
    biggest = stack.drop(columns="others").sum().idxmax() if shown else "others"
    evidence = pd.concat([booked, named]) if len(named) else booked
    return Chart(
        **say.head(
            variant={
                "alt": "with_statements" if said else "bars",
                "notes": ("dated", "apart") if len(named) > 1 else ("dated",),
            },
            country=country,
            total=locale.money(total * 1e6),
            years=locale.fiscal_years(first, last),
            agency=words[biggest],
            agencies=listed,
            statements=said,
        ),
        unit=millions(booked, dollars, locale),
        data=stack.assign(total=stack.sum(axis=1)).reset_index(),
        columns=(
            say.column("fiscal_year"),
            *(Column(agency, words[agency], 1) for agency in stack.columns),
            say.column("total", 1),
        ),
        evidence=evidence,
        draw=draw,
        height_in=bars_in + below,
    )


def _fiscal_span(row: Any, locale: Locale) -> str:
    return locale.fiscal_years(int(row.start_fiscal_year), int(row.end_fiscal_year))


@dataclass(frozen=True)
class _Statement:
    """A named amount as a line over its fiscal years, its words on the roomier side or, without room, above it."""

    left: float
    right: float
    lines: tuple[str, ...]
    words_at: float
    words_end_there: bool = False
    words_above: bool = False

    @classmethod
    def of(cls, row: Any, panel: Panel, locale: Locale) -> "_Statement":
        left, right = (float(panel.x(year)) for year in (row.start_fiscal_year - 0.36, row.end_fiscal_year + 0.36))
        account = "" if row.account_id == "total" else f", {getattr(row, locale.named('code'))}"
        stage, source = getattr(row, locale.named("measure")), getattr(row, locale.named("source_label"))
        words = f"{locale.number(row.amount_usd / 1e6, 2)} {stage}{account} · {source}"
        before, after = left - panel.left - 0.06, panel.right - right - 0.06
        if max(before, after) < NARROWEST_WORDS_IN:
            return cls(left, right, tuple(wrapped(words, panel.right - left)), left, words_above=True)
        lines = _balanced(words, max(before, after))
        return cls(left, right, lines, left - 0.06 if before >= after else right + 0.06, before >= after)

    @property
    def words_height(self) -> float:
        return len(self.lines) * LINE_HEIGHT_IN + 0.06

    @property
    def height(self) -> float:
        return self.words_height + (LINE_HEIGHT_IN / 2 if self.words_above else 0.0)


def _balanced(text: str, room_in: float) -> tuple[str, ...]:
    """Break a text into as few lines as the room allows, about equally long."""
    lines = wrapped(text, room_in)
    while len(lines) > 1 and room_in > 0.1 and len(closer := wrapped(text, room_in - 0.1)) == len(lines):
        lines, room_in = closer, room_in - 0.1
    return tuple(lines)


def _draw_statements(axes: Axes, statements: Sequence[_Statement], top: float) -> None:
    """Draw statements one under the other."""
    lines = []
    for statement in statements:
        middle = top - statement.words_height / 2
        y = top - statement.words_height if statement.words_above else middle
        axes.text(
            statement.words_at,
            middle,
            "\n".join(statement.lines),
            ha="right" if statement.words_end_there else "left",
            va="center",
            size=SMALL,
            linespacing=1.15,
        )
        lines.append([(statement.left, y), (statement.right, y)])
        top -= statement.height
    axes.add_collection(
        LineCollection(lines, colors=LIGHT.accent, linewidths=2.4, capstyle="butt", zorder=3), autolim=False
    )
