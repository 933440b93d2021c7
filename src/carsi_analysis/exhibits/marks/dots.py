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
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from carsi_analysis.exhibits.marks.geometry import whole_ends
from carsi_analysis.exhibits.marks.key import Entry, draw_key, key_height
from carsi_analysis.exhibits.marks.rows import Row, grouped, read_rows
from carsi_analysis.exhibits.marks.scale import Across, Write
from carsi_analysis.exhibits.marks.sheet import LOOKS, Drawing, Says, Sheet
from carsi_analysis.exhibits.marks.text import LINE_HEIGHT_IN, SMALL, text_height, text_width, widest, wrapped
from carsi_analysis.house.tokens import CONTEXT, LIGHT, TYPE

ROLES = ("row", "x", "colour", "look", "name", "part", "text", "low", "high", "area", "group", "group_colour")

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
        part: column of what tells the dots of a row apart, such as the year, for the answer under each.
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
        sides: what lies left and right of zero, by group, said below its own scale.
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
    part: str | None = None
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
    sides: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    scale_above: bool = False
    step: float = 0.25

    def layout(self, width: float) -> Sheet:
        page = _Page(self, width)
        key_in = key_height(self.key, width - 0.05)
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
        rows = read_rows(dots.frame, dots, ROLES)
        groups = grouped(rows, "group")
        self.group_in = widest(map(str, groups), TYPE.chart, 600) + ASIDE_IN if dots.beside else 0.0
        self.names_share = width * (NAMES_RIGHT_SHARE if dots.names_right else NAMES_SHARE) - self.group_in
        self.right = width - 0.02
        self.edges: list[tuple[float, str, list[str]]] = []
        for column, head in reversed(dots.columns):
            words = [str(value) for value in dots.frame[column]]
            self.edges.insert(0, (self.right, head, words))
            self.right -= max(widest(words, SMALL, 600), text_width(head, SMALL)) + ASIDE_IN
        for place, row in enumerate(rows):
            row.place = place
        self.sections = [_Section(self, str(name or ""), own) for name, own in groups.items()]
        lines = [line for section in self.sections for words in section.words for line in words.split("\n")]
        self.names_in = widest(lines, dots.size)
        self.names_right_at = self.right - self.names_in
        if dots.names_right:
            self.right = self.names_right_at - 0.07 - widest((row.words("text") for row in rows), SMALL, 600) - 0.2
        self.left = self.group_in + (0.05 if dots.names_right else self.names_in + ASIDE_IN)
        shared = None if dots.own_scale else self._scale(self.sections)
        for section in self.sections:
            section.scale = shared or self._scale([section])
        self.foot = 0.0 if dots.own_scale or dots.scale_above else AXIS_IN

    def _scale(self, sections: Sequence["_Section"]) -> Across:
        """Find the scale on which the dots of some groups and their words have room."""
        dots = self.dots
        rows = [own for section in sections for own in section.rows]
        ends = [end for own in rows for dot in own for end in (dot.x, dot.low, dot.high) if end is not None]
        low, high = float(min(ends)), float(max(ends))
        labels = [label for own in rows for label in self._rooms(own)]
        if dots.zero and not dots.logarithmic:
            low, high = min(low, 0.0), max(high, 0.0)
            if any(section.sides for section in sections):
                low, high = whole_ends(low, high)
                labels += [
                    (end, half, half) for end in (low, high) for half in [text_width(dots.write(end, 0), SMALL) / 2]
                ]
            labels.append((0.0, 0.0, text_width(dots.write(0.0, 0), SMALL) / 2))  # it may end the scale at our edge
            for less, more in (section.sides for section in sections if section.sides):
                labels.append((0.0, text_width(less, SMALL) + GAP_IN, text_width(more, SMALL) + GAP_IN))
        elif not dots.logarithmic:
            edge = (high - low or 1.0) * 0.08
            low, high = low - edge, high + edge
        return Across.fitted((low, high), (self.left, self.right), labels, logarithmic=dots.logarithmic)

    def _rooms(self, own: Sequence[Row]) -> list[tuple[float, float, float]]:
        """Say how much room the words of a row need left and right of which value."""
        rooms = [(float(dot.x), 0.06, 0.06) for dot in own]
        for words, _, at, side in self.placed(own):
            wide = text_width(words, SMALL, 600) + 2 * GAP_IN
            rooms.append((at, wide, 0.0) if side < 0 else (at, 0.0, wide))
        return rooms

    def placed(self, own: Sequence[Row]) -> list[tuple[str, int, float, int]]:
        """Place the words of a row: their weight, the value that they stand at, and -1 for its left or 1 for its right.

        One text alone stands right of everything on the row, or left of it where its value is negative; two stand
        outward; more than two could not be told apart, so that a row says two at most.
        """
        flat = [dot for dot in own if dot.look != "peak"]
        told = sorted((dot for dot in flat if dot.words("text").strip()), key=lambda dot: float(dot.x))
        if not told or self.dots.names_right:
            return []
        low = float(min(dot.x if dot.low is None else min(dot.x, dot.low) for dot in flat))
        high = float(max(dot.x if dot.high is None else max(dot.x, dot.high) for dot in flat))
        if len(told) == 1:
            at, side = (low, -1) if told[0].x < 0 else (high, 1)
            return [(told[0].words("text"), 600, at, side)]
        ends = ((told[0], low, -1), (told[-1], high, 1))
        return [(dot.words("text"), _weight(dot), at, side) for dot, at, side in ends]

    def draw_heads(self, sheet: Sheet, y: float) -> None:
        """Name the columns at the right edge."""
        for edge, head, _ in self.edges:
            sheet.text(edge, y, head, ha="right", colour=LIGHT.muted)


class _Section:
    """The rows of one group."""

    scale: Across

    def __init__(self, page: _Page, name: str, rows: Sequence[Row]) -> None:
        self.page, self.dots, self.name = page, page.dots, name
        self.rows = list(grouped(rows, "row").values())
        self.sides = page.dots.sides.get(name, ())
        paras = () if not name or page.dots.beside else (page.dots.heads or {}).get(name, (Para(name, 600),))
        self.head = [
            para._replace(text=line)
            for para in paras
            for line in wrapped(para.text, page.width - 0.1, SMALL, para.weight)
        ]
        named = [own[0].row if own[0].name is None else own[0].name for own in self.rows]
        self.words = ["\n".join(wrapped(str(words), page.names_share, page.dots.size)) for words in named]

    @property
    def steps(self) -> list[float]:
        """The height of each row."""
        one = text_height(1, self.dots.size)
        return [self.dots.step + text_height(words.count("\n") + 1, self.dots.size) - one for words in self.words]

    @property
    def head_height(self) -> float:
        return len(self.head) * LINE_HEIGHT_IN * 1.1 + (0.06 if self.head else 0.0)

    @property
    def height(self) -> float:
        axis = AXIS_IN + (LINE_HEIGHT_IN if self.sides else 0.0) if self.dots.own_scale else 0.0
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
            self._draw_row(sheet, own, top + step / 2, words)
        if dots.own_scale:
            self.scale.label(sheet, foot - AXIS_IN / 2, dots.write)
            for words, ha, apart in zip(self.sides, ("right", "left"), (-GAP_IN, GAP_IN), strict=False):
                y = foot - AXIS_IN - LINE_HEIGHT_IN / 2
                sheet.text(self.scale.x(0.0) + apart, y, words, ha=ha, colour=LIGHT.muted)

    def _name_beside(self, sheet: Sheet, top: float) -> None:
        colour = self.rows[0][0].group_colour or LIGHT.ink
        sheet.line([(0, top), (sheet.width, top)], LIGHT.rule, 0.8, z=0.4)
        y = top - GROUP_IN / 2 - self.steps[0] / 2
        sheet.text(0.0, y, self.name, size=TYPE.chart, weight=600, colour=colour)

    def _draw_row(self, sheet: Sheet, own: Sequence[Row], y: float, words: str) -> None:
        page, dots, x = self.page, self.dots, self.scale.x
        if dots.names_right:
            sheet.text(page.names_right_at, y, words, size=dots.size)
            sheet.text(page.names_right_at - 0.07, y, own[0].words("text"), ha="right", weight=_weight(own[0]))
        elif dots.beside:
            sheet.text(page.group_in, y, words, size=dots.size)
        else:
            sheet.text(page.left - ASIDE_IN / 2, y, words, ha="right", size=dots.size)
        joined = [float(dot.x) for dot in own if dot.look != "peak"]
        if dots.join and len(joined) > 1:
            colour = own[-1].colour if dots.join > 1.5 else CONTEXT
            sheet.line([(x(min(joined)), y), (x(max(joined)), y)], colour, dots.join, z=2)
        for order, dot in enumerate(own):
            self._draw_dot(sheet, dot, y, words, above=order / 100)
        for text, weight, at, side in page.placed(own):
            ha = "left" if side > 0 else "right"
            sheet.text(x(at) + side * (GAP_IN + 0.01), y, text, ha=ha, weight=weight)
        for edge, _, texts in page.edges:
            sheet.text(edge, y, texts[own[-1].place], ha="right", weight=600)

    def _draw_dot(self, sheet: Sheet, dot: Row, y: float, words: str, above: float) -> None:
        x = self.scale.x
        if dot.low is not None and dot.high is not None:
            sheet.line([(x(dot.low), y), (x(dot.high), y)], dot.colour, 1.4, z=2)
        label = (f"{self.name}: " if self.name else "") + words.replace("\n", " ")
        label += "" if dot.part is None else f", {dot.part}"
        says = Says(label, dot.words("text") or self.dots.write(dot.x, 1), dot.rows)
        if dot.look == "peak":
            sheet.dot(x(dot.x), y + ABOVE_IN, dot.look, CONTEXT, says, z=3)
        else:
            sheet.dot(x(dot.x), y, dot.look, dot.colour, says, area=dot.area, z=4 + above)


def _weight(dot: Row) -> int:
    """Write the words of a filled dot strong, those of a hollow one light."""
    return 600 if LOOKS[dot.look].filled else 400
