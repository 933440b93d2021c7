"""Rows of dots: one row a name, on it one value or several, with intervals or joined, each beside its words.

A chart of them gives a frame with one row a dot, in the order of reading, and says which column plays which role::

    Dots(
        pairs.assign(said=pairs["value"].map(locale.number), look=np.where(pairs["year"] == 2008, "open", "dot")),
        row="country",  # dots that share it stand on one row
        x="value",
        colour="colour",
        look="look",  # a name in ``sheet.LOOKS``
        text="said",  # outward of the dot; alone on its row, right of all
        write=locale.fixed,  # numbers of the scale
        join=2.0,  # a dumbbell
    )

``group`` divides the rows: under a head, or ``beside`` a name at the left, on one scale or on one each.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from carsi_analysis.exhibits.marks.key import Entry, draw_key, key_height
from carsi_analysis.exhibits.marks.scale import Across, Write
from carsi_analysis.exhibits.marks.sheet import LOOKS, Drawing, Says, Sheet, rows_of_mark, text_height
from carsi_analysis.exhibits.marks.text import widest, wrapped
from carsi_analysis.exhibits.panels import LINE_HEIGHT_IN, SMALL, text_width
from carsi_analysis.house.tokens import CONTEXT, LIGHT, TYPE

NAMES_SHARE, NAMES_RIGHT_SHARE = 0.45, 0.65
"""Largest part of the width for names left and right of the dots; longer ones are broken into lines."""

AXIS_IN, GROUP_IN, GAP_IN, ASIDE_IN = 0.2, 0.06, 0.07, 0.14
"""Height of the values of a scale; distance of groups, of a label from its dot, and between columns of words."""

ABOVE_IN = 0.085
"""How far above its row a peak stands."""


class Para(NamedTuple):
    """A paragraph of a group's head."""

    text: str
    weight: int = 400
    colour: str = LIGHT.ink


@dataclass(frozen=True)
class Dots(Drawing):
    """Rows of dots; see the module for the roles.

    Attributes:
        frame: one row a dot; of two on one row, the later lies over the earlier.
        row: column that tells rows apart; dots that share it stand on one row.
        x: column of the value.
        colour: column of the colour.
        look: column of the dot's look.
        write: writes the numbers of the scale.
        name: column of the row's words, where they are not ``row`` itself.
        text: column of the words of a dot.
        low: column of the lower end of an interval.
        high: column of its upper end.
        area: column of the dot's area, where size tells something.
        group: column of the group's name.
        heads: paragraphs above a group instead of its name.
        group_colour: column of the colour of the group's name.
        columns: columns of words at the right edge with their heads.
        key: entries of the key above.
        join: width of the line through the dots of a row; none by default.
        beside: whether groups are named at the left and divided by rules.
        names_right: whether names stand right of the dots, after their words in a column of their own.
        zero: whether the scale begins at zero where all values lie above it.
        logarithmic: whether the scale is.
        own_scale: whether each group has a scale of its own.
        scale_above: whether the scale is written above, where a long list starts, and not at the foot.
        step: height of a row with one line of words.
    """

    frame: pd.DataFrame
    row: str
    x: str
    colour: str
    look: str
    write: Write
    name: str | None = None
    text: str | None = None
    low: str | None = None
    high: str | None = None
    area: str | None = None
    group: str | None = None
    heads: Mapping[str, Sequence[Para]] | None = None
    group_colour: str | None = None
    columns: Sequence[tuple[str, str]] = ()
    key: Sequence[Entry] = ()
    join: float = 0.0
    beside: bool = False
    names_right: bool = False
    zero: bool = True
    logarithmic: bool = False
    own_scale: bool = False
    scale_above: bool = False
    step: float = 0.25

    def layout(self, width: float) -> Sheet:
        page = _Page(self, width)
        key_in = key_height(self.key, width)
        above = AXIS_IN if self.scale_above or any(head for _, head in self.columns) else 0.0
        sheet = Sheet(width, key_in + above + sum(section.height for section in page.sections) + page.foot)
        draw_key(sheet, self.key, 0.05, sheet.height, width - 0.05)
        top = sheet.height - key_in
        page.draw_heads(sheet, top - AXIS_IN / 2)
        if self.scale_above:
            page.sections[0].scale.label(sheet, top - AXIS_IN / 2, self.write)
        top -= above
        for section in page.sections:
            section.draw(sheet, top)
            top -= section.height
        if page.foot:
            page.sections[-1].scale.label(sheet, top - AXIS_IN / 2, self.write)
        return sheet

    @property
    def size(self) -> float:
        """Size of the names: small where rows stand close."""
        return TYPE.chart if self.step >= 0.22 else SMALL


class _Page:
    """The columns of a picture of some width, and its groups of rows."""

    def __init__(self, dots: Dots, width: float) -> None:
        self.dots, self.width = dots, width
        frame = dots.frame
        groups = [("", frame)] if dots.group is None else list(frame.groupby(dots.group, sort=False))
        self.group_in = 0.0
        if dots.beside:
            self.group_in = widest((str(name) for name, _ in groups), TYPE.chart, 600) + ASIDE_IN
        names = [str(name) for name in frame[dots.name or dots.row]]
        self.names_share = width * (NAMES_RIGHT_SHARE if dots.names_right else NAMES_SHARE) - self.group_in
        lines = [line for name in names for line in wrapped(name, self.names_share, dots.size)]
        self.names_in = widest(lines, dots.size)
        self.right = width - 0.02
        self.edges = []
        for column, head in reversed(dots.columns):
            self.edges.append(self.right)
            self.right -= max(widest(map(str, frame[column]), SMALL, 600), text_width(head, SMALL)) + ASIDE_IN
        self.edges.reverse()
        self.names_right_at = self.right - self.names_in
        if dots.names_right:
            texts = [] if dots.text is None else [str(text) for text in frame[dots.text]]
            self.right = self.names_right_at - 0.07 - widest(texts, SMALL, 600) - 0.2
        self.left = self.group_in + (0.05 if dots.names_right else self.names_in + ASIDE_IN)
        self.sections = [_Section(self, str(name), own) for name, own in groups]
        if not dots.own_scale:
            shared = self._scale(frame)
            for section in self.sections:
                section.scale = shared
        self.foot = 0.0 if dots.own_scale or dots.scale_above else AXIS_IN

    def _scale(self, frame: pd.DataFrame) -> Across:
        """Find the scale on which the dots of a frame and their words have room."""
        dots = self.dots
        ends = [frame[column].dropna() for column in (dots.x, dots.low, dots.high) if column is not None]
        low, high = float(min(end.min() for end in ends)), float(max(end.max() for end in ends))
        if dots.zero and not dots.logarithmic:
            low, high = min(low, 0.0), max(high, 0.0)
        elif not dots.logarithmic:
            edge = (high - low or 1.0) * 0.08
            low, high = low - edge, high + edge
        keys = [column for column in (dots.group, dots.row) if column is not None]
        labels = [label for _, own in frame.groupby(keys, sort=False) for label in self._rooms(own)]
        return Across.fitted((low, high), (self.left, self.right), labels, logarithmic=dots.logarithmic)

    def _rooms(self, own: pd.DataFrame) -> list[tuple[float, float, float]]:
        """Say how much room the words of a row need left and right of which value."""
        rooms = [(float(x), 0.06, 0.06) for x in own[self.dots.x]]
        for words, at, side in self.placed(own):
            wide = text_width(words, SMALL, 600) + 2 * GAP_IN
            rooms.append((at, wide, 0.0) if side < 0 else (at, 0.0, wide))
        return rooms

    def placed(self, own: pd.DataFrame) -> list[tuple[str, float, int]]:
        """Place the words of a row: the value that they stand at, and -1 for its left or 1 for its right.

        One text alone stands right of everything on the row, or left of it where its value is negative; two stand
        outward; more than two could not be told apart, so that a row says two at most.
        """
        dots = self.dots
        if dots.text is None or dots.names_right:
            return []
        own = own[own[dots.look] != "peak"]
        low = own[[column for column in (dots.x, dots.low) if column is not None]].min().min()
        high = own[[column for column in (dots.x, dots.high) if column is not None]].max().max()
        told = [(float(x), str(text)) for x, text in zip(own[dots.x], own[dots.text], strict=True) if str(text).strip()]
        if len(told) == 1:
            value, text = told[0]
            return [(text, float(low), -1)] if value < 0 else [(text, float(high), 1)]
        told.sort(key=lambda one: one[0])
        return [] if not told else [(told[0][1], float(low), -1), (told[-1][1], float(high), 1)]

    def draw_heads(self, sheet: Sheet, y: float) -> None:
        """Name the columns at the right edge."""
        for edge, (_, head) in zip(self.edges, self.dots.columns, strict=True):
            sheet.text(edge, y, head, ha="right", colour=LIGHT.muted)


class _Section:
    """The rows of one group."""

    def __init__(self, page: _Page, name: str, frame: pd.DataFrame) -> None:
        self.page, self.dots, self.name, self.frame = page, page.dots, name, frame
        self.rows = [own for _, own in frame.groupby(page.dots.row, sort=False)]
        self.scale = page._scale(frame) if page.dots.own_scale else Across(0, 1, 0, 1)
        paras = () if not name or page.dots.beside else (page.dots.heads or {}).get(name, (Para(name, 600),))
        self.head = [
            para._replace(text=line)
            for para in paras
            for line in wrapped(para.text, page.width - 0.04, SMALL, para.weight)
        ]
        self.words = [self._words(own) for own in self.rows]
        extra = [text_height(len(lines), page.dots.size) - text_height(1, page.dots.size) for lines in self.words]
        self.steps = [page.dots.step + more for more in extra]

    def _words(self, own: pd.DataFrame) -> list[str]:
        return wrapped(str(own[self.dots.name or self.dots.row].iloc[0]), self.page.names_share, self.dots.size)

    @property
    def head_height(self) -> float:
        return len(self.head) * LINE_HEIGHT_IN * 1.1 + (0.06 if self.head else 0.0)

    @property
    def height(self) -> float:
        axis = AXIS_IN if self.dots.own_scale else 0.0
        return self.head_height + sum(self.steps) + axis + (GROUP_IN / 2 if self.name and self.dots.beside else 0.0)

    def draw(self, sheet: Sheet, top: float) -> None:
        """Draw the group below a height."""
        dots = self.dots
        if self.name and dots.beside:
            self._name_beside(sheet, top)
            top -= GROUP_IN / 2
        y = top - 0.05
        for para in self.head:
            y -= LINE_HEIGHT_IN * 1.1
            sheet.text(0.02, y + LINE_HEIGHT_IN * 0.55, para.text, weight=para.weight, colour=para.colour)
        top -= self.head_height
        foot = top - sum(self.steps)
        self.scale.rule(sheet, foot, top, zero=dots.low is not None)
        for own, words, step in zip(self.rows, self.words, self.steps, strict=True):
            top -= step
            self._draw_row(sheet, own, top + step / 2, "\n".join(words))
        if dots.own_scale:
            self.scale.label(sheet, foot - AXIS_IN / 2, dots.write)

    def _name_beside(self, sheet: Sheet, top: float) -> None:
        colour = LIGHT.ink if self.dots.group_colour is None else str(self.frame[self.dots.group_colour].iloc[0])
        sheet.line([(0, top), (sheet.width, top)], LIGHT.rule, 0.8, z=0.4)
        y = top - GROUP_IN / 2 - self.steps[0] / 2
        sheet.text(0.0, y, self.name, size=TYPE.chart, weight=600, colour=colour)

    def _draw_row(self, sheet: Sheet, own: pd.DataFrame, y: float, words: str) -> None:
        page, dots, x = self.page, self.dots, self.scale.x
        if dots.names_right:
            sheet.text(page.names_right_at, y, words, size=dots.size)
            if dots.text is not None:
                weight = 600 if LOOKS[own[dots.look].iloc[0]].filled else 400
                sheet.text(page.names_right_at - 0.07, y, str(own[dots.text].iloc[0]), ha="right", weight=weight)
        elif dots.beside:
            sheet.text(page.group_in, y, words, size=dots.size)
        else:
            sheet.text(page.left - ASIDE_IN / 2, y, words, ha="right", size=dots.size)
        joined = own.loc[own[dots.look] != "peak", dots.x]
        if dots.join and len(joined) > 1:
            colour = str(own[dots.colour].iloc[-1]) if dots.join > 1.5 else CONTEXT
            sheet.line([(x(joined.min()), y), (x(joined.max()), y)], colour, dots.join, z=2)
        for order, dot in enumerate(own.to_dict("records")):
            self._draw_dot(sheet, dot, y, words, above=order / 100)
        weights = {
            str(dot.get(dots.text)): 600 if LOOKS[dot[dots.look]].filled else 400 for dot in own.to_dict("records")
        }
        placed = page.placed(own)
        for text, at, side in placed:
            place = x(at) + side * (GAP_IN + 0.01)
            ha = "left" if side > 0 else "right"
            sheet.text(place, y, text, ha=ha, weight=600 if len(placed) == 1 else weights[text])
        for edge, (column, _) in zip(page.edges, dots.columns, strict=True):
            sheet.text(edge, y, str(own[column].iloc[-1]), ha="right", weight=600)

    def _draw_dot(self, sheet: Sheet, dot: dict[Any, Any], y: float, words: str, above: float) -> None:
        dots, x = self.dots, self.scale.x
        colour, look = str(dot[dots.colour]), str(dot[dots.look])
        if dots.low is not None and dots.high is not None and pd.notna(dot[dots.low]):
            sheet.line([(x(dot[dots.low]), y), (x(dot[dots.high]), y)], colour, 1.4, z=2)
        group = f"{self.name}: " if self.name else ""
        value = str(dot[dots.text]) if dots.text is not None else ""
        says = Says(
            group + words.replace("\n", " "), value or dots.write(dot[dots.x], 1), rows_of_mark(dot.get("rows"))
        )
        area = None if dots.area is None else float(dot[dots.area])
        peak = look == "peak"
        sheet.dot(
            x(dot[dots.x]),
            y + (ABOVE_IN if peak else 0.0),
            look,
            CONTEXT if peak else colour,
            says,
            area=area,
            z=3 if peak else 4 + above,
        )
