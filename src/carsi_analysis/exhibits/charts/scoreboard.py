"""The scoreboard: one indicator a threat or goal, by country, how far each moved and how many moved which way."""

from typing import Any

import pandas as pd

from carsi_analysis.analysis.threats import HOMICIDE_RATE, TIER
from carsi_analysis.exhibits.charts.latest import change_text, overview_notes, table_of, value_text
from carsi_analysis.exhibits.charts.places import names_of
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import ExhibitWords, Locale
from carsi_analysis.exhibits.marks import Cells, Entry
from carsi_analysis.exhibits.turns import turned
from carsi_analysis.house.tokens import (
    BETTER_FACE,
    BETTER_STRONG,
    CONTEXT,
    LIGHT,
    UNCOMPARED_FACE,
    WORSE_FACE,
    WORSE_STRONG,
)

FACES = {"worse": WORSE_FACE, "better": BETTER_FACE}
"""Faces of what moved, and of verdicts; what hardly moved is plain."""

STRONG = {"worse": WORSE_STRONG, "better": BETTER_STRONG}
"""Faces of what moved further than the median of its row."""

SAME, NO_VALUE, DOUBTFUL, APART = "=", "–", "?", "†"
"""What stands for no change, for no value, for one that is not reliable, and for one that another body contradicts."""

STEP_IN = 0.31
"""Height of a row."""

FEW = 2
"""Counts below this have words of their own, which agree with what is counted."""

COUNTS = ("worse", "steady", "better")
"""The last columns, which are no countries: how many countries moved so."""

NEWER_NAMED = 2
"""Newer values of a later release that the note names: those furthest from what is compared."""


def scoreboard(
    board: pd.DataFrame,
    of: str = "threat",
    apart: pd.DataFrame | None = None,
    newer: pd.DataFrame | None = None,
    *,
    locale: Locale,
) -> Chart:
    """Show of each threat or goal its indicator by country: latest value, change, and how many moved so.

    Args:
        board: as ``analysis.standing.scoreboard`` gives it.
        of: ``threat`` or ``goal``.
        apart: as ``analysis.profile.scores_apart`` gives it: where another body says the opposite of a value shown.
        newer: homicide rates of a later release, which are not compared, as ``analysis.threats.indicator_series`` gives
            them.
        locale: the language.
    """
    say = locale.exhibit("scoreboard", "scoreboard" if of == "threat" else f"{of}s-scoreboard")
    held = board[board["country_iso3"].notna()]
    names = names_of(held, locale).sort_values()
    once = board.drop_duplicates(f"{of}_id")
    counts = {way: int(once["verdict"].eq(way).sum()) for way in FACES}
    held = held.assign(apart=_contradicted(held, apart))
    told_apart = apart if apart is not None and held["apart"].any() else None
    later = _later(held, newer)
    notes = ["strong"] * int(board["strong"].isin([True]).sum() > 0)
    notes += ["apart"] * (told_apart is not None) + ["newer"] * (later is not None)
    return Chart(
        **say.head(
            {
                "title": _title(once, of, counts),
                "notes": ["rule", *notes],
            },
            turned=turned(board, locale) if any(counts.values()) else "",
            stand_in=once[locale.named("short_label")].iloc[0],
            newer="" if later is None else locale.items([_newer(row, locale) for row in later.itertuples()]),
            newer_year="" if later is None else int(later["year"].iloc[0]),
            **{way: say(f"count.{count}") if count < FEW else locale.in_words(count) for way, count in counts.items()},
            all=locale.in_words(len(once)),
            compared=locale.in_words(len(once) - int(once["verdict"].eq("unmeasured").sum())),
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
        evidence=pd.concat([held, told_apart, later]).drop(columns="indicator_id"),
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


def _later(held: pd.DataFrame, newer: pd.DataFrame | None) -> pd.DataFrame | None:
    """Choose the newer rates that lie furthest from those compared, of the newest year, in the order of places."""
    shown = held[(held["indicator_id"] == HOMICIDE_RATE) & ~held["doubtful"].eq(True)].set_index("country_iso3")
    if newer is None or shown.empty:
        return None
    known = newer[newer["country_iso3"].isin(shown.index) & ~newer["doubtful"]]
    compared = known["country_iso3"].map(shown["last_value"])
    own = known.assign(moved=(known["value"] / compared - 1).abs().astype(float))
    own = own[own["year"] > own["country_iso3"].map(shown["last_year"])]
    own = own[own["year"] == own["year"].max()].nlargest(NEWER_NAMED, "moved").sort_values("sort_order")
    return None if own.empty else own


def _newer(row: Any, locale: Locale) -> str:
    return f"{getattr(row, locale.named('label'))} {locale.fixed(row.value, 1)}"


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
        ink="ink",
        detail="detail",
        value="answer",
        heads={**names.to_dict(), **{way: say(f"count_of.{way}") for way in COUNTS}},
        over={say("columns.counts"): COUNTS},
        group=f"{of}_id",
        key=(
            *(
                Entry("cell", face, meaning)
                for way in FACES
                for face, meaning in ((STRONG[way], ""), (FACES[way], say(f"key.{way}")))
            ),
            Entry("cell", LIGHT.paper, f"{SAME} {say('key.same')}"),
            Entry("cell", UNCOMPARED_FACE, say("key.uncompared")),
            *([Entry("hollow", CONTEXT, say("key.stand_in"))] if stand_ins else []),
        ),
        step=STEP_IN,
    )


def _cells_of(own: pd.DataFrame, of: str, names: pd.Series, say: ExhibitWords) -> pd.DataFrame:
    """Write the cells of one row, an empty one where a country has no value, and its verdict."""
    locale, first = say.locale, own.iloc[0]
    verdict = first["verdict"]
    compared = own[own["first_year"].notna()]
    watched = bool(overview_notes(own, ["first_value", "last_high"]))
    kind = "watched" if watched else "tier" if first["indicator_id"] == TIER else first["direction"]
    reach = say("reach.none") if verdict == "unmeasured" else say(
        f"reach.{kind}", label=first[locale.named("short_label")], unit=first[locale.named("unit_short")],
        first=_years(compared["first_year"]), last=_years(compared["last_year"]),
    )  # fmt: skip
    by_country = {row.country_iso3: row for row in own.itertuples() if isinstance(row.country_iso3, str)}
    cells = [_cell(iso, by_country.get(iso), say) for iso in names.index]
    cells += [_count_of(way, first, tuple(row for rows in own["rows"] for row in rows), say) for way in COUNTS]
    if verdict == "stand_in":  # no finding: what moved is outlined and grey, not filled
        quiet = {"edge": CONTEXT, "ink": LIGHT.muted}
        cells = [
            {**cell, **quiet, "face": UNCOMPARED_FACE if cell["face"] == UNCOMPARED_FACE else LIGHT.paper}
            for cell in cells
        ]
    cells = [
        {"edge": None, "ink": None, "answer": " ".join(filter(None, (cell["said"], cell["detail"]))), **cell}
        for cell in cells
    ]
    same = (f"{of}_id", locale.named(of))
    return pd.DataFrame(cells).assign(reach=reach, **{name: first[name] for name in same})


def _count_of(way: str, first: pd.Series, rows: tuple[str, ...], say: ExhibitWords) -> dict[str, Any]:
    """Write how many countries moved one way; filled where that is most of them."""
    if first["verdict"] == "unmeasured":
        return {"column": way, "said": NO_VALUE, "detail": "", "face": UNCOMPARED_FACE, "rows": rows}
    count, compared = int(first[way]), int(first["compared"])
    face = FACES[way] if way == first["verdict"] else LIGHT.paper
    answer = say("counted", count=count, of=compared)
    return {"column": way, "said": str(count), "detail": "", "face": face, "rows": rows, "answer": answer}


def _cell(iso: str, row: Any, say: ExhibitWords) -> dict[str, Any]:
    """Write the latest value of a country, under it how far it moved."""
    if row is None:
        return {"column": iso, "said": NO_VALUE, "detail": "", "face": UNCOMPARED_FACE, "rows": ()}
    digits, faces = int(row.decimals), STRONG if row.strong else FACES
    if row.doubtful:
        return {"column": iso, "said": DOUBTFUL, "detail": "", "face": UNCOMPARED_FACE, "rows": row.rows}
    return {
        "column": iso,
        "said": value_text(row, digits, say.locale) + (APART if row.apart else ""),
        "detail": _change(row, digits, say),
        "face": UNCOMPARED_FACE if pd.isna(row.first_value) else faces.get(row.tendency, LIGHT.paper),
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
