"""The scoreboard: one indicator a threat or goal, by country, how far each moved and what most of them did."""

from typing import Any

import pandas as pd

from carsi_analysis.analysis.threats import TIER
from carsi_analysis.exhibits.charts.latest import change_text, overview_notes, table_of, value_text
from carsi_analysis.exhibits.charts.places import names_of
from carsi_analysis.exhibits.charts.trafficking import WATCH_LIST, tier_code, tier_name
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import ExhibitWords, Locale
from carsi_analysis.exhibits.marks import Cells, Entry
from carsi_analysis.exhibits.turns import turned
from carsi_analysis.house.tokens import BETTER_FACE, FAR_BETTER_FACE, FAR_WORSE_FACE, LIGHT, WORSE_FACE

FACES = {"worse": WORSE_FACE, "better": BETTER_FACE}
FAR_FACES = {"worse": FAR_WORSE_FACE, "better": FAR_BETTER_FACE}
"""Faces of the cells that moved, a little or far; the others are plain."""

DEGREES = (("", FACES), ("far_", FAR_FACES))

SAME, NO_VALUE, DOUBTFUL = "=", "–", "?"
"""What stands for no change, for no value, and for one that is not reliable."""

STEP_IN, FEW_STEP_IN, FEW_ROWS = 0.31, 0.4, 6
"""Heights of a row, and of one of few, which stand wider."""

VERDICT = "verdict"
"""The last column, which is no country."""


def scoreboard(board: pd.DataFrame, of: str = "threat", *, locale: Locale) -> Chart:
    """Show of each threat or goal its indicator by country: latest value, change, and what most countries did.

    Args:
        board: as ``analysis.standing.scoreboard`` gives it.
        of: ``threat`` or ``goal``.
        locale: the language.
    """
    say = locale.exhibit("scoreboard", "scoreboard" if of == "threat" else f"{of}s-scoreboard")
    held = board[board["country_iso3"].notna()]
    names = names_of(held, locale).sort_values()
    once = board.drop_duplicates(f"{of}_id")
    moved = int(once["verdict"].isin(FACES).sum())
    return Chart(
        **say.head(
            {
                "title": _title(once, of, moved),
                "notes": ["rule", *overview_notes(held, ["first_value", "last_high"])],
            },
            turned=turned(board, locale) if moved else "",
            moved=locale.in_words(moved),
            all=locale.in_words(len(once)),
            these=say(f"these.{of}"),
            each=say(f"each.{of}"),
            none=say(f"none.{of}"),
            listed="; ".join(_told(own, of, say) for _, own in board.groupby(f"{of}_id", sort=False)),
        ),
        data=table_of(held, locale),
        columns=say.columns(
            say.named(of),
            say.named("short_label"),
            say.named("label"),
            "value",
            "last_year",
            "first",
            "first_year",
            "moved",
        ),
        evidence=held.drop(columns="indicator_id"),
        draw=_drawing(board, of, names, say),
    )


def _title(once: pd.DataFrame, of: str, moved: int) -> str:
    """Choose what the title says: what moved; of the threats together, whose page says that, how many did."""
    if not moved:
        return "none"
    return "counted" if of == "threat" and len(once) > 1 else "turned"


def _told(own: pd.DataFrame, of: str, say: ExhibitWords) -> str:
    """Tell the verdict on one threat or goal in words, with the lowest and the highest of its reliable values."""
    locale, row = say.locale, next(own.itertuples())
    told = say(f"told.{row.verdict}", agree=row.agree, of=row.compared, better=row.better, worse=row.worse)
    sure = own[~own["doubtful"].eq(True) & own["last_high"].notna()]
    if not sure.empty:
        low, high = (sure.loc[[at]] for at in (sure["last_high"].idxmin(), sure["last_high"].idxmax()))
        ends = {
            name: value_text(next(one.itertuples()), int(row.decimals), locale)
            for name, one in (("low", low), ("high", high))
        }
        label = locale.named("label")
        told = say("range", told=told, low_name=low[label].iloc[0], high_name=high[label].iloc[0], **ends)
    return f"{getattr(row, locale.named(of))}: {told}"


def _drawing(board: pd.DataFrame, of: str, names: pd.Series, say: ExhibitWords) -> Cells:
    locale = say.locale
    every = [_cells_of(own, of, names, say) for _, own in board.groupby(f"{of}_id", sort=False)]
    colours = board.dropna(subset="country_iso3").drop_duplicates("country_iso3").set_index("country_iso3")["colour"]
    return Cells(
        pd.concat(every, ignore_index=True),
        row=f"{of}_id",
        column="column",
        name=locale.named(of),
        name_detail="reach",
        face="face",
        text="said",
        detail="detail",
        value="answer",
        heads={**names.to_dict(), VERDICT: say("columns.verdict")},
        head_colours=colours.to_dict(),
        group=f"{of}_id",
        key=(
            *(Entry("cell", faces[way], say(f"key.{far}{way}")) for way in FACES for far, faces in DEGREES),
            Entry("", LIGHT.ink, f"{tier_code(WATCH_LIST, locale)}: {tier_name(WATCH_LIST, locale)}"),
            Entry("", LIGHT.ink, f"{SAME}: {say('key.same')}"),
            Entry("", LIGHT.ink, f"{NO_VALUE}: {say('key.none')}"),
        ),
        step=STEP_IN if board[f"{of}_id"].nunique() > FEW_ROWS else FEW_STEP_IN,
    )


def _cells_of(own: pd.DataFrame, of: str, names: pd.Series, say: ExhibitWords) -> pd.DataFrame:
    """Write the cells of one row, an empty one where a country has no value, and its verdict."""
    locale, first = say.locale, own.iloc[0]
    unmeasured = first["verdict"] == "unmeasured"
    begun = own["first_year"].dropna()
    reach = say("reach.none") if unmeasured else say(
        "reach.years", label=first[locale.named("short_label")], unit=first[locale.named("unit_short")],
        first=int(begun.min()), last=int(own["last_year"].max()),
    )  # fmt: skip
    by_country = {row.country_iso3: row for row in own.itertuples() if isinstance(row.country_iso3, str)}
    cells = [_cell(iso, by_country.get(iso), say) for iso in names.index]
    cells.append(
        {
            "column": VERDICT,
            "said": say(f"verdict.{first['verdict']}"),
            "detail": ""
            if unmeasured
            else say(
                f"agree.{first['verdict']}",
                agree=first["agree"],
                of=first["compared"],
                better=first["better"],
                worse=first["worse"],
            ),
            "face": FACES.get(first["verdict"], LIGHT.tint),
            "rows": tuple(row for rows in own["rows"] for row in rows),
        }
    )
    cells = [{**cell, "answer": " ".join(filter(None, (cell["said"], cell["detail"])))} for cell in cells]
    same = (f"{of}_id", locale.named(of))
    return pd.DataFrame(cells).assign(reach=reach, **{name: first[name] for name in same})


def _cell(iso: str, row: Any, say: ExhibitWords) -> dict[str, Any]:
    """Write the latest value of a country, under it how far it moved."""
    if row is None:
        return {"column": iso, "said": NO_VALUE, "detail": "", "face": LIGHT.paper, "rows": ()}
    digits = int(row.decimals)
    if row.doubtful:
        return {"column": iso, "said": DOUBTFUL, "detail": "", "face": LIGHT.paper, "rows": row.rows}
    return {
        "column": iso,
        "said": value_text(row, digits, say.locale),
        "detail": _change(row, digits, say),
        "face": (FAR_FACES if row.far else FACES).get(row.tendency, LIGHT.paper),
        "rows": row.rows,
    }


def _change(row: Any, digits: int, say: ExhibitWords) -> str:
    """Write how far a value moved; of a rating, where it came from."""
    if pd.isna(row.first_value):
        return ""
    if row.movement == "steady":
        return SAME
    if row.indicator_id == TIER:
        return say("from", value=value_text(row._replace(last_high=row.first_value), digits, say.locale))
    return change_text(row, digits, say.locale)
