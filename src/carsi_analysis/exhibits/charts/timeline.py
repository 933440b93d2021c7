"""The timeline: what happened when, on a true scale of years, with words beside it."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks.key import Entry, draw_key, key_height
from carsi_analysis.exhibits.marks.sheet import Drawing, Says, Sheet
from carsi_analysis.exhibits.marks.text import LINE_HEIGHT_IN, SMALL, widest, wrapped
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

SCALE_IN, DOTS_IN, DATES_IN = 0.42, 0.72, 0.82
"""Where the scale, the dots and the dates stand, from the left."""

STEP_IN, LINE_IN, ABOVE_IN, FOOT_IN = 0.149, 0.125, 0.08, 0.06
"""Height of an entry of one line and of each further line, and the room above and below the scale."""

NARROW_IN = 5.0
"""Width below which words stand under their date and not beside it."""


def timeline(events: pd.DataFrame, *, locale: Locale) -> Chart:
    """List events by date beside a scale of years, each joined to its place on the scale.

    Args:
        events: as ``analysis.timeline.happened`` gives it; about twenty fill half a page, forty a page.
        locale: the language.
    """
    say = locale.exhibit("timeline")
    rows = events.reset_index(drop=True)
    rows = rows.assign(
        day=list(map(locale.known_date, rows["date"], rows["date_precision"])),
        event=rows[locale.named("label")],
        sort=locale.scale("event", rows["kind"]),
        amount=rows["amount_usd"] / 1e6,
        words=[_words(row, locale) for row in rows.itertuples()],
    )
    first, last = int(rows["when"].min()), int(rows["when"].max())
    return Chart(
        **say.head(
            count=len(rows),
            first=first,
            last=last,
            laws=int((rows["kind"] == "law").sum()),
            announced=int((rows["kind"] == "announcement").sum()),
            years=locale.years(first, last),
            told="; ".join(rows["day"] + ": " + rows["words"]),
        ),
        data=rows,
        columns=say.columns("day", "sort", "event", ("amount", 1)),
        evidence=rows,
        draw=_Timeline(rows, (first, last + 1)),
    )


def _words(row: Any, locale: Locale) -> str:
    """Say what happened, and its amount where it has one."""
    text = str(getattr(row, locale.named("label")))
    if pd.isna(row.amount_usd):
        return text
    return f"{text} ({qualified(row, locale.money(row.amount_usd, 2), locale)})"


@dataclass(frozen=True)
class _Timeline(Drawing):
    """A scale of years at the left and a list at the right, with a line from each entry to its place on the scale.

    Attributes:
        frame: one row an entry: ``when`` (a year and its fraction), ``kind``, ``sort`` (its name), ``day``, ``words``.
        span: first year and the one after the last.
    """

    frame: pd.DataFrame
    span: tuple[int, int]

    def layout(self, width: float) -> Sheet:
        beside = width >= NARROW_IN
        left = DATES_IN + (widest(self.frame["day"], SMALL, 600) + 0.12 if beside else 0.0)
        below = 0.0 if beside else LINE_IN
        lines = [wrapped(words, width - left - 0.02) for words in self.frame["words"]]
        more = [below + LINE_IN * (len(text) - 1) for text in lines]
        named = self.frame.drop_duplicates("kind").set_index("kind")["sort"]
        key = [Entry(*KINDS[kind], named[kind]) for kind in KINDS if kind in named]
        key_in = key_height(key, width - DATES_IN)
        sheet = Sheet(width, key_in + ABOVE_IN + STEP_IN * len(lines) + sum(more) + FOOT_IN)
        draw_key(sheet, key, DOTS_IN - 0.05, sheet.height, width - DATES_IN)
        top = y = sheet.height - key_in - ABOVE_IN
        self._draw_scale(sheet, top)
        for event, text, further in zip(self.frame.to_dict("records"), lines, more, strict=True):
            y -= STEP_IN / 2
            place = self._place(event["when"], top)
            sheet.line([(SCALE_IN, place), (0.6, place), (DATES_IN - 0.15, y)], width=0.7, z=0.6)
            says = Says(f"{event['day']}: {event['sort']}", event["words"], tuple(event["rows"]))
            sheet.dot(DOTS_IN, y, *KINDS[event["kind"]], says)
            sheet.text(DATES_IN, y, event["day"], weight=600)
            for number, line in enumerate(text):
                sheet.text(left, y - below - LINE_IN * number, line)
            y -= STEP_IN / 2 + further
        return sheet

    def _place(self, when: float, top: float) -> float:
        """Turn a year into the height of its place on the scale, which ends above the foot of the sheet."""
        first, last = self.span
        return top - (when - first) / (last - first) * (top - FOOT_IN)

    def _draw_scale(self, sheet: Sheet, top: float) -> None:
        first, last = self.span
        sheet.line([(SCALE_IN, top), (SCALE_IN, FOOT_IN)], LIGHT.muted, 1.0, z=1)
        step = 1 if (top - FOOT_IN) / (last - first) > LINE_HEIGHT_IN else 2
        for year in range(first, last + 1, step):
            sheet.text(SCALE_IN - 0.06, self._place(year, top), str(year), ha="right")
