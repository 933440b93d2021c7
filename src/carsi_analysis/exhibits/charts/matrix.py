"""The matrix of threats and countries: latest value of each indicator and where it moved."""

from collections import Counter
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from carsi_analysis.analysis.threats import TIER
from carsi_analysis.exhibits.charts.trafficking import tier_code, tier_name, tier_note
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import ExhibitWords, Locale
from carsi_analysis.exhibits.panels import SMALL, add, sheet, text_width
from carsi_analysis.house.tokens import CHART_WIDTH_IN, COUNTRY_COLOURS, EMPHASIS, LIGHT

LABEL_WIDTH_IN = 1.75
HEAD_IN, THREAT_IN, ROW_IN, FOOT_IN = 0.22, 0.18, 0.255, 0.24

MARKS = {
    ("up", "worse"): ("^", True),
    ("down", "worse"): ("v", True),
    ("up", "better"): ("^", False),
    ("down", "better"): ("v", False),
    ("up", "context"): ("^", None),
    ("down", "context"): ("v", None),
}
"""Arrow and filling of each movement: filled for the worse, open for the better, grey where neither can be said."""


def threat_matrix(latest: pd.DataFrame, leads: pd.DataFrame, *, locale: Locale) -> Chart:
    """Show the latest value of lead indicators by country, with an arrow for the change and the years compared.

    Args:
        latest: as ``analysis.standing.latest_values`` gives it.
        leads: the rows wanted, as ``analysis.standing.lead_indicators`` gives them; indicators without a value for any
            of the countries are left out and named in a note.
        locale: the language.
    """
    return _matrix(latest, leads, "threat", locale)


def goal_matrix(latest: pd.DataFrame, leads: pd.DataFrame, *, locale: Locale) -> Chart:
    """Show the same for the lead indicators of each goal.

    Args:
        latest: as ``analysis.standing.latest_values`` gives it.
        leads: the rows wanted, as ``analysis.goals.lead_indicators`` gives them.
        locale: the language.
    """
    return _matrix(latest, leads, "goal", locale)


def _matrix(latest: pd.DataFrame, leads: pd.DataFrame, of: str, locale: Locale) -> Chart:
    """Draw the matrix of one kind of groups, whose columns begin with its name."""
    say = locale.exhibit("matrix", f"{of}-matrix")
    label, group, short, unit = (locale.named(name) for name in ("label", of, "short_label", "unit_short"))
    known = leads[leads["indicator_id"].isin(latest["indicator_id"])]
    absent = leads.loc[~leads["indicator_id"].isin(latest["indicator_id"]), short].unique().tolist()
    shown = latest[latest["indicator_id"].isin(known["indicator_id"])]
    names = shown.drop_duplicates("country_iso3").set_index("country_iso3")[label].sort_values()
    cells = known[[f"{of}_id", group, "indicator_id", short, unit, "decimals"]].merge(shown, on="indicator_id")
    height = HEAD_IN + THREAT_IN * known[f"{of}_id"].nunique() + ROW_IN * len(known) + FOOT_IN

    def draw(figure: Figure) -> None:
        axes = sheet(figure)
        step = (CHART_WIDTH_IN - LABEL_WIDTH_IN) / max(len(names), 4)
        columns = {iso: LABEL_WIDTH_IN + (place + 0.5) * step for place, iso in enumerate(names.index)}
        for iso, x in columns.items():
            axes.text(
                x,
                height - 0.1,
                names[iso],
                ha="center",
                va="center",
                size=SMALL,
                weight=600,
                color=COUNTRY_COLOURS[iso],
            )
        held: dict[str, list[Any]] = {}
        for cell in shown.itertuples():
            held.setdefault(str(cell.indicator_id), []).append(cell)
        y, rules, marks = height - HEAD_IN, [], []
        for _, rows in known.groupby(f"{of}_id", sort=False):
            rules.append([(0, y), (CHART_WIDTH_IN, y)])
            y -= THREAT_IN
            axes.text(0.02, y + 0.02, rows[group].iloc[0], size=SMALL, weight=600, color=LIGHT.accent)
            for row in rows.itertuples():
                y -= ROW_IN
                axes.text(0.02, y + 0.175, getattr(row, short), va="center", size=SMALL)
                own = held[str(row.indicator_id)]
                spans = Counter(_span(cell) for cell in own)
                common = min(spans, key=lambda span: (-spans[span], span))
                axes.text(
                    0.02, y + 0.063, f"{getattr(row, unit)}, {common}", va="center", size=SMALL, color=LIGHT.muted
                )
                for cell in own:
                    marks += _draw_cell(axes, columns[cell.country_iso3], y, cell, int(row.decimals), common, locale)
        add(axes, LineCollection(rules, colors=LIGHT.rule, linewidths=0.8))
        _draw_marks(axes, marks)
        _draw_key(axes, say)

    once = cells.drop_duplicates(["indicator_id", "country_iso3"])
    kind, facts = _title(once)
    noted = {"absent": len(absent) > 0, "doubtful": shown["doubtful"].any()}
    head = say.head(
        {"title": kind, "notes": [name for name, holds in noted.items() if holds]},
        **facts,
        each=say(f"each.{of}"),
        rows=len(known),
        countries=len(names),
        absent="; ".join(absent),
        listed=_highest(cells, of, locale),
    )
    limits, rated = limits_note(locale), watch_list_note(shown, ["last_high"], locale)
    return Chart(
        **head | {"notes": (limits, *head["notes"], *rated)},
        data=_table(cells, locale),
        columns=(
            say.named(of),
            say.named("short_label"),
            say.named("label"),
            say.column("value"),
            say.column("last_year"),
            say.column("first"),
            say.column("first_year"),
            say.column("moved"),
        ),
        evidence=cells.drop(columns="indicator_id"),
        draw=draw,
        height_in=height,
    )


def limits_note(locale: Locale) -> str:
    """Say where the limits of the indicators stand, too many to be repeated under an overview."""
    return locale.words("indicators.limits")


def value_text(row: Any, decimals: int, locale: Locale) -> str:
    """Write the latest value of a row of ``latest_values``; a span where bodies disagree, a code for a tier."""
    if row.indicator_id == TIER:
        return tier_code(row.last_high, locale)
    if row.last_low != row.last_high:
        return f"{locale.fixed(row.last_low, decimals)}–{locale.fixed(row.last_high, decimals)}"
    return locale.fixed(row.last_high, decimals)


def watch_list_note(rows: pd.DataFrame, written: list[str], locale: Locale) -> tuple[str, ...]:
    """Explain the letter of the Watch List, if a tier in these columns of ``latest_values`` is written with it."""
    return tier_note(rows.loc[rows["indicator_id"] == TIER, written].to_numpy().ravel(), locale)


def first_text(row: Any, decimals: int, locale: Locale) -> str | None:
    """Write the value that the latest one is compared with."""
    if pd.isna(row.first_value):
        return None
    return tier_code(row.first_value, locale) if row.indicator_id == TIER else locale.fixed(row.first_value, decimals)


def tendency_text(row: Any, locale: Locale) -> str | None:
    """Say in words how a value moved; nothing where there is no comparison."""
    if (row.movement, row.tendency) not in MARKS and row.movement != "steady":
        return None
    return locale.words(f"indicators.movement.{row.movement}_{row.tendency}")


def _span(cell: Any) -> str:
    """Name the years of a cell: the ones compared, or the latest alone."""
    if pd.isna(cell.first_year):
        return f"{int(cell.last_year)}"
    return f"{int(cell.first_year)}–{int(cell.last_year) % 100:02d}"


def _draw_cell(
    axes: Axes, x: float, y: float, cell: Any, decimals: int, common: str, locale: Locale
) -> list[tuple[float, float, tuple[str, bool | None]]]:
    """Write the value of one cell, and its years where they are not those of the row; give the arrow to draw."""
    text = value_text(cell, decimals, locale) + ("?" if cell.doubtful else "")
    size, weight = (SMALL + 0.5, 600) if cell.last_low == cell.last_high else (SMALL, 400)
    span = _span(cell)
    level = y + (0.12 if span == common else 0.175)
    axes.text(x, level, text, ha="center", va="center", size=size, weight=weight)
    if span != common:
        axes.text(x, y + 0.063, span, ha="center", va="center", size=SMALL, color=LIGHT.muted)
    mark = MARKS.get((cell.movement, cell.tendency))
    return [(x - text_width(text, size, weight) / 2 - 0.08, level, mark)] if mark else []


def _draw_marks(axes: Axes, marks: list[tuple[float, float, tuple[str, bool | None]]]) -> None:
    """Draw all arrows of one kind at once."""
    for kind in dict.fromkeys(mark for _, _, mark in marks):
        shape, worse = kind
        places = np.array([(x, y) for x, y, mark in marks if mark == kind])
        colour = LIGHT.muted if worse is None else EMPHASIS if worse else LIGHT.accent
        face = "white" if worse is False else colour
        axes.scatter(
            places[:, 0], places[:, 1], marker=shape, s=22, facecolor=face, edgecolor=colour, linewidth=0.9, zorder=3
        )


def _draw_key(axes: Axes, say: ExhibitWords) -> None:
    """Explain the arrows in one line at the foot."""
    x, y, marks = 0.1, 0.07, []
    for worse, key in ((True, "worse"), (False, "better"), (None, "context")):
        text = say(f"key.{key}")
        marks += [(x, y, ("^", worse)), (x + 0.14, y, ("v", worse))]
        axes.text(x + 0.27, y, text, va="center", size=SMALL)
        x += 0.45 + text_width(text, SMALL)
    axes.text(x, y, say("key.none"), va="center", size=SMALL)
    _draw_marks(axes, marks)


def _title(once: pd.DataFrame) -> tuple[str, dict[str, Any]]:
    """Count the changes for the worse and the better among all that can be judged, or else the rises and falls."""
    worse, better, steady = (int(once["tendency"].eq(kind).sum()) for kind in ("worse", "better", "steady"))
    rose, fell = (int(once["movement"].eq(way).sum()) for way in ("up", "down"))
    facts = {"worse": worse, "better": better, "steady": steady, "rose": rose, "fell": fell}
    facts["judged"] = worse + better + steady
    if once["first_year"].isna().all():
        return "latest", facts
    facts["base"] = int(once["first_year"].min())
    if not facts["judged"]:
        return "moved", facts
    return f"judged.{'_'.join('one' if count == 1 else 'many' for count in (worse, better))}", facts


def _highest(cells: pd.DataFrame, of: str, locale: Locale) -> str:
    """Tell the first row of each group: who has the highest value."""
    group, short, label = (locale.named(name) for name in (of, "short_label", "label"))
    told = []
    for _, rows in cells.groupby(f"{of}_id", sort=False):
        first = rows[rows["indicator_id"] == rows["indicator_id"].iloc[0]]
        top = first.loc[first["last_high"].idxmax()]
        value = value_text(top, int(top["decimals"]), locale)
        told.append(f"{top[group]}, {top[short]}: {top[label]} {value} ({int(top['last_year'])})")
    return "; ".join(told)


def _table(cells: pd.DataFrame, locale: Locale) -> pd.DataFrame:
    """Write the cells as rows of a table, with tiers in words: only the drawing is short of room."""
    rows = [(row, int(row.decimals)) for row in cells.itertuples()]
    table = cells.assign(
        value=[value_text(row, digits, locale) for row, digits in rows],
        first=[first_text(row, digits, locale) for row, digits in rows],
        first_year=cells["first_year"].astype("Int64"),
        moved=[tendency_text(row, locale) for row, _ in rows],
    )
    rated = cells["indicator_id"] == TIER
    for name, tiers in {"value": cells["last_high"], "first": cells["first_value"]}.items():
        table.loc[rated, name] = tiers[rated].map(lambda tier: tier_name(tier, locale), na_action="ignore")
    return table
