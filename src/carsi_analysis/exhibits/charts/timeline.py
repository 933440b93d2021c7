"""The timeline: what happened when, year by year."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks.key import Entry, draw_key, key_height
from carsi_analysis.exhibits.marks.sheet import Drawing, Says, Sheet
from carsi_analysis.exhibits.marks.text import SMALL, widest, wrapped
from carsi_analysis.exhibits.money import qualified
from carsi_analysis.house.tokens import LIGHT

KINDS = {
    "law": ("square", "#1b4f72"),
    "announcement": ("full diamond", "#d9822b"),
    "meeting": ("dot", "#5a5a5a"),
    "hearing": ("dot", "#9cc3d9"),
    "report": ("up", "#117733"),
    "programme": ("down", "#99224f"),
    "context": ("open", "#5a5a5a"),
}
"""Look and colour of each kind of event; the look tells them apart without colour."""

YEAR_IN, DOTS_IN, DATES_IN = 0.0, 0.5, 0.64
"""Where the years, the dots and the dates stand, from the left."""

STEP_IN, LINE_IN, YEAR_GAP_IN, FOOT_IN = 0.155, 0.13, 0.05, 0.04
"""Height of an entry of one line and of each further line, the room before a year, and that below the last."""

NARROW_IN = 5.0
"""Width below which words stand under their date and not beside it."""


def timeline(events: pd.DataFrame, *, locale: Locale) -> Chart:
    """List events by date, the years set off from each other.

    Args:
        events: as ``analysis.timeline.happened`` gives it; about twenty fill half a page, forty a page.
        locale: the language.
    """
    say = locale.exhibit("timeline")
    rows = events.reset_index(drop=True)
    rows = rows.assign(
        day=list(map(locale.known_date, rows["date"], rows["date_precision"])),
        short=[
            locale.date_within_year(date, known) or (say("labels.no_month") if known == "year" else "")
            for date, known in zip(rows["date"], rows["date_precision"], strict=True)
        ],
        event=rows[locale.named("label")],
        sort=locale.scale("event", rows["kind"]),
        amount=rows["amount_usd"] / 1e6,
        words=[_words(row, locale) for row in rows.itertuples()],
    )
    first, last = int(rows["when"].min()), int(rows["when"].max())
    turns = rows[rows["marks_region"].eq(True)]
    turning = len(turns) > 1
    funds = rows.loc[rows["kind"].eq("law") & rows["amount_usd"].notna(), "when"]
    funded = funds[funds > turns["when"].max()].tolist() if turning else []
    return Chart(
        **say.head(
            variant={"title": ("turns_funds" if funded else "turns") if turning else "plain"},
            law_year=int(funded[-1]) if funded else None,
            count=len(rows),
            **(_turn(turns.iloc[0], "first", locale) | _turn(turns.iloc[-1], "last", locale) if turning else {}),
            first=first,
            last=last,
            years=locale.years(first, last),
            told="; ".join(rows["day"] + ": " + rows["words"]),
        ),
        data=rows,
        columns=say.columns("day", "sort", "event", ("amount", 1)),
        evidence=rows,
        draw=_Timeline(rows),
    )


def _turn(event: pd.Series, which: str, locale: Locale) -> dict[str, object]:
    """Name the first or the last of the events that every chart of the region marks."""
    mark = str(event[locale.named("mark")])
    return {f"{which}_mark": mark if which == "first" else locale.inside(mark), f"{which}_year": int(event["when"])}


def _words(row: Any, locale: Locale) -> str:
    """Say what happened, and its amount where it has one."""
    text = str(getattr(row, locale.named("label")))
    if pd.isna(row.amount_usd):
        return text
    return f"{text} ({qualified(row, locale.money(row.amount_usd, 2), locale)})"


@dataclass(frozen=True)
class _Timeline(Drawing):
    """A list of events, each with its date and the look of its kind; the year stands where it begins.

    Attributes:
        frame: one row an entry: ``when`` (a year and its fraction), ``kind``, ``sort`` (its name), ``day``, ``short``
            (the day without its year), ``words``.
    """

    frame: pd.DataFrame

    def layout(self, width: float) -> Sheet:
        beside = width >= NARROW_IN
        left = DATES_IN + (widest(self.frame["short"], SMALL, 400) + 0.12 if beside else 0.0)
        below = 0.0 if beside else LINE_IN
        lines = [wrapped(words, width - left - 0.02) for words in self.frame["words"]]
        more = [below + LINE_IN * (len(text) - 1) for text in lines]
        years = self.frame["when"].astype(int)
        begins = years.ne(years.shift()).tolist()
        named = self.frame.drop_duplicates("kind").set_index("kind")["sort"]
        key = [Entry(*KINDS[kind], named[kind]) for kind in KINDS if kind in named]
        key_in = key_height(key, width)
        sheet = Sheet(width, key_in + STEP_IN * len(lines) + sum(more) + YEAR_GAP_IN * sum(begins) + FOOT_IN)
        draw_key(sheet, key, YEAR_IN, sheet.height, width)
        y = sheet.height - key_in
        for event, text, further, begin, year in zip(
            self.frame.to_dict("records"), lines, more, begins, years, strict=True
        ):
            if begin:
                sheet.line([(YEAR_IN, y - YEAR_GAP_IN / 2), (width, y - YEAR_GAP_IN / 2)], LIGHT.rule, 0.6, z=0.6)
                y -= YEAR_GAP_IN
            y -= STEP_IN / 2
            if begin:
                sheet.text(YEAR_IN, y, str(year), weight=600)
            says = Says(f"{event['day']}: {event['sort']}", event["words"], tuple(event["rows"]))
            sheet.dot(DOTS_IN, y, *KINDS[event["kind"]], says)
            sheet.text(DATES_IN, y, event["short"], colour=LIGHT.muted)
            for number, line in enumerate(text):
                sheet.text(left, y - below - LINE_IN * number, line)
            y -= STEP_IN / 2 + further
        return sheet
