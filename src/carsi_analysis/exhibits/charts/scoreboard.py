"""The scoreboard: one indicator a threat or goal, by country, how far each moved and what most of them did."""

from typing import Any

import pandas as pd

from carsi_analysis.analysis.threats import TIER
from carsi_analysis.exhibits.charts.latest import change_text, overview_notes, table_of, value_text
from carsi_analysis.exhibits.charts.places import names_of
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import ExhibitWords, Locale
from carsi_analysis.exhibits.marks import Cells, Entry
from carsi_analysis.exhibits.turns import turned
from carsi_analysis.house.tokens import BETTER_FACE, CONTEXT, LIGHT, UNCOMPARED_FACE, WORSE_FACE

FACES = {"worse": WORSE_FACE, "better": BETTER_FACE}
"""Faces of what moved, and of verdicts; what hardly moved is plain."""

SAME, NO_VALUE, DOUBTFUL, APART = "=", "–", "?", "†"
"""What stands for no change, for no value, for one that is not reliable, and for one that another body contradicts."""

STEP_IN, FEW_STEP_IN, FEW_ROWS = 0.31, 0.4, 6
"""Heights of a row, and of one of few, which stand wider."""

FEW = 2
"""Counts below this have words of their own, which agree with what is counted."""

VERDICT = "verdict"
"""The last column, which is no country."""


def scoreboard(board: pd.DataFrame, of: str = "threat", apart: pd.DataFrame | None = None, *, locale: Locale) -> Chart:
    """Show of each threat or goal its indicator by country: latest value, change, and what most countries did.

    Args:
        board: as ``analysis.standing.scoreboard`` gives it.
        of: ``threat`` or ``goal``.
        apart: as ``analysis.profile.scores_apart`` gives it: where another body says the opposite of a value shown.
        locale: the language.
    """
    say = locale.exhibit("scoreboard", "scoreboard" if of == "threat" else f"{of}s-scoreboard")
    held = board[board["country_iso3"].notna()]
    names = names_of(held, locale).sort_values()
    once = board.drop_duplicates(f"{of}_id")
    counts = {way: int(once["verdict"].eq(way).sum()) for way in FACES}
    held = held.assign(apart=_contradicted(held, apart))
    told_apart = apart if apart is not None and held["apart"].any() else None
    notes = [*(["apart"] if told_apart is not None else []), *overview_notes(held, ["first_value", "last_high"])]
    return Chart(
        **say.head(
            {
                "title": _title(once, of, counts),
                "notes": ["rule", *notes],
            },
            turned=turned(board, locale) if any(counts.values()) else "",
            stand_in=once[locale.named("short_label")].iloc[0],
            other="" if told_apart is None else _other_score(told_apart, say),
            **{way: say(f"count.{count}") if count < FEW else locale.in_words(count) for way, count in counts.items()},
            all=locale.in_words(len(once)),
            own=locale.in_words(len(once) - int(once["verdict"].eq("stand_in").sum())),
            rest=locale.in_words(int(once["verdict"].eq("stand_in").sum())),
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
        evidence=pd.concat([held, told_apart]).drop(columns="indicator_id"),
        draw=_drawing(board.assign(apart=_contradicted(board, apart)), of, names, say),
    )


def _title(once: pd.DataFrame, of: str, counts: dict[str, int]) -> str:
    """Choose what the title says: what moved; of the threats together, whose page says that, how many did."""
    if not any(counts.values()):
        return "stand_in" if once["verdict"].eq("stand_in").all() else "none"
    if len(once) == 1:
        return "turned"
    if of == "goal":
        return "own_and_stand_in" if once["verdict"].eq("stand_in").any() else "turned"
    return "counted_worse" if counts["worse"] else "counted_better"


def _contradicted(rows: pd.DataFrame, apart: pd.DataFrame | None) -> "pd.Series[bool]":
    """Say of each row whether another body says the opposite of its value."""
    pairs = set() if apart is None else set(zip(apart["indicator_id"], apart["label_en"], strict=True))
    named = zip(rows["indicator_id"], rows["label_en"], strict=True)
    return pd.Series([one in pairs for one in named], index=rows.index, dtype=bool)


def _other_score(apart: pd.DataFrame, say: ExhibitWords) -> str:
    """Tell the score that says the opposite, in the year compared with and in the last one."""
    other = apart.iloc[0]
    first, last = (say.locale.fixed(other[f"{end}_value"], 2) for end in ("first", "last"))
    return say("other", first=first, last=last, begin=int(other["first_year"]), end=int(other["last_year"]))


def _told(own: pd.DataFrame, of: str, say: ExhibitWords) -> str:
    """Tell the verdict on one threat or goal in words, with the lowest and the highest of its reliable values."""
    locale, row = say.locale, next(own.itertuples())
    told = say(f"told.{row.verdict}", **_counts(own.iloc[0]))
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
    stand_ins = board["verdict"].eq("stand_in").any()
    return Cells(
        pd.concat(every, ignore_index=True),
        row=f"{of}_id",
        column="column",
        name=locale.named(of),
        name_detail="reach",
        face="face",
        edge="edge",
        text="said",
        detail="detail",
        value="answer",
        heads={**names.to_dict(), VERDICT: say("columns.verdict")},
        group=f"{of}_id",
        key=(
            *(Entry("cell", face, say(f"key.{way}")) for way, face in FACES.items()),
            Entry("cell", LIGHT.paper, f"{SAME} {say('key.same')}"),
            Entry("cell", UNCOMPARED_FACE, say("key.uncompared")),
            *([Entry("hollow", CONTEXT, say("key.stand_in"))] if stand_ins else []),
        ),
        step=STEP_IN if board[f"{of}_id"].nunique() > FEW_ROWS else FEW_STEP_IN,
    )


def _cells_of(own: pd.DataFrame, of: str, names: pd.Series, say: ExhibitWords) -> pd.DataFrame:
    """Write the cells of one row, an empty one where a country has no value, and its verdict."""
    locale, first = say.locale, own.iloc[0]
    verdict = first["verdict"]
    compared = own[own["first_year"].notna()]
    kind = "tier" if first["indicator_id"] == TIER else first["direction"]
    reach = say("reach.none") if verdict == "unmeasured" else say(
        f"reach.{kind}", label=first[locale.named("short_label")], unit=first[locale.named("unit_short")],
        first=_years(compared["first_year"]), last=_years(compared["last_year"]),
    )  # fmt: skip
    by_country = {row.country_iso3: row for row in own.itertuples() if isinstance(row.country_iso3, str)}
    cells = [_cell(iso, by_country.get(iso), say) for iso in names.index]
    cells.append(
        {
            "column": VERDICT,
            "said": say(f"verdict.{verdict}"),
            "detail": "" if verdict == "unmeasured" else say(f"agree.{verdict}", **_counts(first)),
            "face": UNCOMPARED_FACE if verdict == "unmeasured" else FACES.get(verdict, LIGHT.paper),
            "rows": tuple(row for rows in own["rows"] for row in rows),
        }
    )
    if verdict == "stand_in":  # no finding: what moved is outlined, not filled
        cells = [
            {**cell, "edge": CONTEXT, "face": UNCOMPARED_FACE if cell["face"] == UNCOMPARED_FACE else LIGHT.paper}
            for cell in cells
        ]
    cells = [{"edge": None, **cell, "answer": " ".join(filter(None, (cell["said"], cell["detail"])))} for cell in cells]
    same = (f"{of}_id", locale.named(of))
    return pd.DataFrame(cells).assign(reach=reach, **{name: first[name] for name in same})


def _cell(iso: str, row: Any, say: ExhibitWords) -> dict[str, Any]:
    """Write the latest value of a country, under it how far it moved."""
    if row is None:
        return {"column": iso, "said": NO_VALUE, "detail": "", "face": UNCOMPARED_FACE, "rows": ()}
    digits = int(row.decimals)
    if row.doubtful:
        return {"column": iso, "said": DOUBTFUL, "detail": "", "face": UNCOMPARED_FACE, "rows": row.rows}
    return {
        "column": iso,
        "said": value_text(row, digits, say.locale) + (APART if row.apart else ""),
        "detail": _change(row, digits, say),
        "face": UNCOMPARED_FACE if pd.isna(row.first_value) else FACES.get(row.tendency, LIGHT.paper),
        "rows": row.rows,
    }


def _counts(row: pd.Series) -> dict[str, int]:
    """Give the counts of countries that a verdict is told with."""
    told = {"agree": "agree", "of": "compared", "better": "better", "worse": "worse", "steady": "steady"}
    return {name: int(row[column]) for name, column in told.items()}


def _years(years: pd.Series) -> str:
    """Write the years that countries are compared with: 2023, or 2022/23 where they differ."""
    low, high = int(years.min()), int(years.max())
    return str(low) if low == high else f"{low}/{high % 100:02d}"


def _change(row: Any, digits: int, say: ExhibitWords) -> str:
    """Write how far a value moved; of a rating, where it came from."""
    if pd.isna(row.first_value):
        return ""
    if row.movement == "steady":
        return SAME
    if row.indicator_id == TIER:
        return say("from", value=value_text(row._replace(last_high=row.first_value), digits, say.locale))
    return change_text(row, digits, say.locale)
