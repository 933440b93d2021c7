"""The matrix of threats and countries: latest value of each indicator and where it moved."""

from typing import Any

import pandas as pd

from carsi_analysis.analysis.threats import TIER
from carsi_analysis.exhibits.charts.places import names_of
from carsi_analysis.exhibits.charts.trafficking import WATCH_LIST, tier_code, tier_name
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import ExhibitWords, Locale
from carsi_analysis.exhibits.marks import Cells, Entry
from carsi_analysis.house.tokens import EMPHASIS, LIGHT

ARROWS = {
    ("up", "worse"): ("up", EMPHASIS),
    ("down", "worse"): ("down", EMPHASIS),
    ("up", "better"): ("open up", LIGHT.accent),
    ("down", "better"): ("open down", LIGHT.accent),
    ("up", "context"): ("up", LIGHT.muted),
    ("down", "context"): ("down", LIGHT.muted),
}
"""Arrow of each movement: filled for the worse, open for the better, grey where neither can be said."""


FEW_ROWS, FEW_STEP_IN = 6, 0.38
"""With so few rows a matrix is the picture of a first page, and stands wider."""


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
    group, short, unit = (locale.named(name) for name in (of, "short_label", "unit_short"))
    known = leads[leads["indicator_id"].isin(latest["indicator_id"])]
    absent = leads.loc[~leads["indicator_id"].isin(latest["indicator_id"]), short].unique().tolist()
    shown = latest[latest["indicator_id"].isin(known["indicator_id"])]
    names = names_of(shown, locale).sort_values()
    cells = known[[f"{of}_id", group, "indicator_id", short, unit, "decimals"]].merge(shown, on="indicator_id")
    once = cells.drop_duplicates(["indicator_id", "country_iso3"])
    kind, facts = _title(once)
    if known[f"{of}_id"].is_unique and (most := _most_moved(cells, short, locale)):
        kind, facts = "each", facts | most
    noted = {"absent": len(absent) > 0, "doubtful": shown["doubtful"].any()}
    return Chart(
        **say.head(
            {
                "title": kind,
                "notes": [
                    "limits",
                    *(name for name, holds in noted.items() if holds),
                    *overview_notes(shown, ["last_high"]),
                ],
            },
            **facts,
            each=say(f"each.{of}"),
            rows=len(known),
            countries=len(names),
            absent="; ".join(absent),
            listed=_highest(cells, of, locale),
        ),
        data=table_of(cells, locale),
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
        units_differ=True,
        draw=_drawing(cells, (group, short, unit), names, say),
    )


def value_text(row: Any, decimals: int, locale: Locale) -> str:
    """Write the latest value of a row of ``latest_values``; a span where bodies disagree, a code for a tier."""
    if row.indicator_id == TIER:
        return tier_code(row.last_high, locale)
    if row.last_low != row.last_high:
        return f"{locale.fixed(row.last_low, decimals)}–{locale.fixed(row.last_high, decimals)}"
    return locale.fixed(row.last_high, decimals)


def overview_notes(rows: pd.DataFrame, written: list[str]) -> list[str]:
    """Name the notes of every overview: the Watch List where its letter stands in one of the columns."""
    rated = rows.loc[rows["indicator_id"] == TIER, written]
    return ["watch_list"] if (rated == WATCH_LIST).any(axis=None) else []


def first_text(row: Any, decimals: int, locale: Locale) -> str | None:
    """Write the value that the latest one is compared with."""
    if pd.isna(row.first_value):
        return None
    return tier_code(row.first_value, locale) if row.indicator_id == TIER else locale.fixed(row.first_value, decimals)


def change_text(row: Any, decimals: int, locale: Locale) -> str:
    """Write by how much the latest value is above or below the one that it is compared with."""
    return locale.signed(locale.fixed(row.last_value - row.first_value, decimals))


def tendency_text(row: Any, locale: Locale) -> str | None:
    """Say in words how a value moved; nothing where there is no comparison."""
    if (row.movement, row.tendency) not in ARROWS and row.movement != "steady":
        return None
    return locale.words(f"indicators.movement.{row.movement}_{row.tendency}")


def _span(cell: Any) -> str:
    """Name the years of a cell: the ones compared, or the latest alone."""
    if pd.isna(cell.first_year):
        return f"{int(cell.last_year)}"
    return f"{int(cell.first_year)}–{int(cell.last_year) % 100:02d}"


def _drawing(cells: pd.DataFrame, named: tuple[str, str, str], names: pd.Series, say: ExhibitWords) -> Cells:
    """Write each value with its arrow, and its years where they are not those of most cells of the row."""
    group, short, unit = named
    spans = pd.Series([_span(cell) for cell in cells.itertuples()], index=cells.index)
    common = spans.groupby([cells[group], cells["indicator_id"]]).transform(lambda own: own.mode().iloc[0])
    arrows = [ARROWS.get((cell.movement, cell.tendency), (None, None)) for cell in cells.itertuples()]
    colours = cells.drop_duplicates("country_iso3").set_index("country_iso3")["colour"]
    return Cells(
        cells.assign(
            reach=cells[unit] + ", " + common,
            said=[
                value_text(cell, int(cell.decimals), say.locale) + ("?" if cell.doubtful else "")
                for cell in cells.itertuples()
            ],
            years=spans.where(spans != common),
            arrow=[look for look, _ in arrows],
            arrow_colour=[colour for _, colour in arrows],
        ),
        row="indicator_id",
        column="country_iso3",
        name=short,
        name_detail="reach",
        text="said",
        detail="years",
        arrow="arrow",
        arrow_colour="arrow_colour",
        heads=names.to_dict(),
        head_colours=colours.to_dict(),
        group=group,
        group_heads=True,
        key=(
            Entry("up+down", EMPHASIS, say("key.worse")),
            Entry("open up+open down", LIGHT.accent, say("key.better")),
            *(
                [Entry("up+down", LIGHT.muted, say("key.context"))]
                if LIGHT.muted in (colour for _, colour in arrows)
                else []
            ),
            Entry("", LIGHT.ink, say("key.none")),
        ),
        step=FEW_STEP_IN if len(cells["indicator_id"].unique()) <= FEW_ROWS else 0.255,
    )


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


def _most_moved(cells: pd.DataFrame, short: str, locale: Locale) -> dict[str, str]:
    """Find the indicators that improved, and worsened, in most countries compared; both, or nothing."""
    compared = cells[cells["tendency"].isin(["better", "worse", "steady"])]
    facts: dict[str, str] = {}
    for way in ("better", "worse"):
        moved = compared["tendency"].eq(way).groupby(compared[short], sort=False).mean()
        if moved.max() > 0.5:
            facts[f"most_{way}"] = ", ".join(locale.inside(name) for name in moved.index[moved > 0.5])
    return facts if len(facts) == 2 else {}


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


def table_of(cells: pd.DataFrame, locale: Locale) -> pd.DataFrame:
    """Write the cells as rows of a table, with tiers in words: only the drawing is short of room."""
    rows = [(row, int(row.decimals)) for row in cells.itertuples()]
    table = cells.assign(
        value=[value_text(row, digits, locale) for row, digits in rows],
        first=[first_text(row, digits, locale) for row, digits in rows],
        first_year=cells["first_year"].astype("Int64"),
        moved=[tendency_text(row, locale) for row, _ in rows],
        unit=cells[locale.named("unit_short")],
    )
    rated = cells["indicator_id"] == TIER
    for name, tiers in {"value": cells["last_high"], "first": cells["first_value"]}.items():
        table.loc[rated, name] = tiers[rated].map(lambda tier: tier_name(tier, locale), na_action="ignore")
    return table
