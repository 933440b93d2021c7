"""Cells: a strip or matrix of rows and columns, shaded, hatched or worded; and tiles that stand where places lie.

A chart of cells gives a frame with one row a cell and says which column plays which role::

    Cells(
        by_year.assign(face=(by_year["countries"] / 7).map(shade), said=by_year["countries"].astype(str)),
        row="indicator",  # rows in the order of the frame
        column="year",  # whole years make a scale of years at the foot
        face="face",  # colour that fills the cell
        text="said",  # words inside, in the ink that stands out
    )

``heads`` names the columns that are no years, and ``over`` some of them together. ``group`` divides the rows by some
room.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from carsi_analysis.exhibits.marks.geometry import year_ticks
from carsi_analysis.exhibits.marks.key import Entry, draw_key, key_height
from carsi_analysis.exhibits.marks.rows import Row, grouped, read_rows
from carsi_analysis.exhibits.marks.sheet import Box, Drawing, Says, Sheet
from carsi_analysis.exhibits.marks.text import LINE_HEIGHT_IN, SMALL, text_height, text_width, widest, wrapped
from carsi_analysis.exhibits.shading import quiet_on, text_on
from carsi_analysis.house.tokens import CONTEXT, LIGHT, TYPE

ROLES = (
    "row", "column", "name", "name_detail", "group", "face", "edge", "hatch", "text", "ink", "value", "detail",
)  # fmt: skip

STEP_IN, YEARS_IN, HEAD_IN, GAP_IN = 0.19, 0.2, 0.2, 0.06
"""Heights of a row, of the years, and of the columns' heads; room between groups."""

NAMES_SHARE, DETAILS_SHARE = 0.42, 0.33
"""Largest part of the width for the rows' names, and for names with quieter lines under them."""

LEADING_IN = 0.02
"""Room between a row's words and the quieter line under them."""

FURTHER_LINE = 1.3
"""Height of each line after the first, as a multiple of its type size."""

COLUMN_GAP_IN, OVER_GAP_IN = 0.07, 0.08
"""Room between the words of columns side by side, and before columns that have a head together."""


@dataclass(frozen=True)
class Cells(Drawing):
    """A strip or matrix of cells; see the module for the roles.

    Attributes:
        frame: one row a cell.
        row: column that tells rows apart, in the order of the frame.
        column: column of the year, or of what ``heads`` names.
        face: column of the colour that fills a cell.
        name: column of the row's words, where they are not ``row`` itself.
        name_detail: column of a quieter line under the row's words.
        edge: column of the colour of its outline, white where there is none.
        hatch: column of its hatching; nothing where it is plain.
        text: column of the words in a cell; where they do not fit a filled cell, it stands without.
        ink: column of the colour of its words, where that is not the one that stands out.
        value: column of the value as the answer under the mark says it, where that is not ``text``.
        detail: column of a quieter line under the words.
        heads: names of the columns that are not years, from left to right.
        over: what stands above the heads of several columns side by side, each with these columns.
        group: column of the group's name; some room divides groups.
        key: entries of the key above.
        step: height of a row.
    """

    frame: pd.DataFrame
    row: str
    column: str
    face: str
    name: str | None = None
    name_detail: str | None = None
    edge: str | None = None
    hatch: str | None = None
    text: str | None = None
    ink: str | None = None
    value: str | None = None
    detail: str | None = None
    heads: Mapping[Any, str] | None = None
    over: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    group: str | None = None
    key: Sequence[Entry] = ()
    step: float = STEP_IN

    def layout(self, width: float) -> Sheet:
        return _Grid(self, width).sheet()


class _Grid:
    """The places of rows and columns on a sheet of some width."""

    def __init__(self, cells: Cells, width: float) -> None:
        self.cells, self.width = cells, width
        rows = read_rows(cells.frame, cells, ROLES)
        self.groups = [list(grouped(own, "row").values()) for own in grouped(rows, "group").values()]
        self.size = TYPE.chart if cells.step >= 0.22 and cells.name_detail is None else SMALL
        share = NAMES_SHARE if cells.name_detail is None else DETAILS_SHARE
        self.names = {_name(row): wrapped(_name(row), width * share, self.size) for row in rows}
        quiet = {row.words("name_detail") for row in rows}
        self.details = {detail: wrapped(detail, width * DETAILS_SHARE, self.size) for detail in quiet}
        lines = [line for broken in (self.names, self.details) for lines in broken.values() for line in lines]
        self.left = widest(lines, self.size) + 0.1
        years = [row.column for row in rows] if cells.heads is None else []
        self.columns = list(range(int(min(years)), int(max(years)) + 1)) if years else list(cells.heads or ())
        self.apart = {columns[0]: OVER_GAP_IN for columns in cells.over.values()}
        self.widths = self._widths(rows)
        self.wide = min(self.widths.values())
        self.key_in = key_height(cells.key, width)
        self.head_lines = {at: wrapped(head, self.widths[at], SMALL, 600) for at, head in (cells.heads or {}).items()}
        most = max((len(lines) + (at in self._under_one) for at, lines in self.head_lines.items()), default=0)
        self.head_in = HEAD_IN + (most - 1) * LINE_HEIGHT_IN if most else 0.0

    @property
    def _under_one(self) -> set[Any]:
        """The columns that have a head together."""
        return {at for columns in self.cells.over.values() for at in columns}

    def _widths(self, rows: Sequence[Row]) -> dict[Any, float]:
        """Share the room right of the names: each column what its words need, and of the rest as much as the others."""
        room = self.width - self.left - 0.03 - sum(self.apart.values())
        needs = dict.fromkeys(self.columns, 0.0)
        for at, head in (self.cells.heads or {}).items():
            needs[at] = widest(head.split(), SMALL, 600) + COLUMN_GAP_IN
        for row in rows if self.cells.heads else ():
            needs[row.column] = max(needs[row.column], widest([row.words("detail")]) + COLUMN_GAP_IN)
        spare = (room - sum(needs.values())) / len(needs)
        if spare < 0 and self.cells.heads:  # too many columns for this sheet: what finds no room is told
            return {at: need * room / sum(needs.values()) for at, need in needs.items()}
        return {at: need + spare for at, need in needs.items()}

    def _row_height(self, own: Sequence[Row]) -> float:
        further = len(self.names[_name(own[0])]) + len(self.details[own[0].words("name_detail")]) - 2
        return self.cells.step + further * FURTHER_LINE * self.size / 72

    def sheet(self) -> Sheet:
        """Lay everything out."""
        cells = self.cells
        rows_in = sum(self._row_height(own) for rows in self.groups for own in rows) + GAP_IN * (len(self.groups) - 1)
        foot = 0.03 if cells.heads is not None else YEARS_IN
        sheet = Sheet(self.width, self.key_in + self.head_in + rows_in + foot)
        draw_key(sheet, cells.key, 0.0, sheet.height, self.width)
        top = sheet.height - self.key_in
        self._draw_heads(sheet, top)
        top -= self.head_in
        for rows in self.groups:
            for own in rows:
                top = self._draw_row(sheet, own, top)
            top -= GAP_IN
        if cells.heads is None:
            self._draw_years(sheet, top + GAP_IN)
        return sheet

    def _middle(self, column: Any) -> float:
        before = self.columns[: self.columns.index(column)]
        apart = sum(self.apart.get(at, 0.0) for at in (*before, column))
        return self.left + sum(self.widths[at] for at in before) + apart + self.widths[column] / 2

    def _draw_heads(self, sheet: Sheet, top: float) -> None:
        for at, lines in self.head_lines.items():
            if widest(lines, SMALL, 600) > self.widths[at]:
                sheet.left_out.append(" ".join(lines))
            y = top - (self.head_in - HEAD_IN / 2 if at in self._under_one else self.head_in / 2)
            sheet.text(self._middle(at), y, "\n".join(lines), ha="center", weight=600)
        for words, columns in self.cells.over.items():
            left, right = (self._middle(at) for at in (columns[0], columns[-1]))
            sheet.text((left + right) / 2, top - HEAD_IN / 2, words, ha="center", weight=600)

    def _draw_years(self, sheet: Sheet, foot: float) -> None:
        all_fit = text_width(str(self.columns[-1]), SMALL) + 0.04 < self.wide
        some = year_ticks(self.columns[0], self.columns[-1], self.wide * len(self.columns))
        for year in self.columns if all_fit else some:
            half = text_width(str(year), SMALL) / 2
            sheet.text(min(self._middle(year), self.width - half), foot - 0.1, str(year), ha="center")

    def _draw_row(self, sheet: Sheet, own: Sequence[Row], top: float) -> float:
        """Draw a row below a height and give its foot."""
        cells = self.cells
        high = self._row_height(own)
        foot = top - high
        words = "\n".join(self.names[_name(own[0])])
        if not cells.over:
            sheet.line([(self.left, top - high / 2), (self.width - 0.03, top - high / 2)], LIGHT.rule, 0.5, z=0.2)
        if cells.name_detail is not None:
            quiet = "\n".join(self.details[own[0].words("name_detail")])
            high_in, quiet_in = (text_height(lines.count("\n") + 1, SMALL) for lines in (words, quiet))
            upper = foot + (high + high_in + LEADING_IN + quiet_in) / 2
            sheet.text(0.02, upper, words, va="top")
            sheet.text(0.02, upper - high_in - LEADING_IN, quiet, va="top", colour=LIGHT.muted)
        else:
            sheet.text(self.left - 0.06, foot + high / 2, words, ha="right", size=self.size)
        for cell in own:
            self._draw_cell(sheet, cell, foot, high)
        return foot

    def _draw_cell(self, sheet: Sheet, cell: Row, foot: float, high: float) -> None:
        middle, text, detail = self._middle(cell.column), cell.words("text"), cell.words("detail")
        head, quiet = (self.cells.heads or {}).get(cell.column, cell.column), cell.words("name_detail")
        named = " ".join(filter(None, [_name(cell), quiet and f"({quiet})"]))
        says = Says(f"{named}, {head}", text if self.cells.value is None else cell.words("value"), cell.rows)
        level = foot + high / 2 + (self.cells.step * 0.23 if detail else 0.0)
        wide = self.widths[cell.column]
        edge = CONTEXT if cell.hatch else cell.words("edge") or "white"
        left = middle - wide / 2
        line = 0.4 if cell.edge else 0.8
        sheet.box(left, foot, wide, high, cell.face, says, edge=edge, hatch=cell.hatch, line=line, z=1)
        if text_width(text, SMALL) + 0.02 <= wide:
            sheet.text(middle, level, text, ha="center", colour=cell.ink or text_on(cell.face))
        lower = foot + high / 2 - self.cells.step * 0.23
        sheet.text(middle, lower, detail, ha="center", colour=cell.ink or quiet_on(cell.face))


def _name(row: Row) -> str:
    return str(row.row if row.name is None else row.name)


TILE_ROLES = ("x", "y", "name", "text", "detail", "face", "dashed")

TILE_WIDTH_IN, TILE_HEIGHT_IN, TILE_GAP_IN, SCALE_STEP_IN = 1.0, 0.52, 0.04, 0.22

EDGE_IN = 0.08
"""Room that a name of the larger size leaves at both sides of its tile together."""

SCALE_WIDTH_IN, SCALE_HEAD_IN, SWATCH_IN = 1.5, 0.22, 0.3
"""Width of the scale and its words, the height of what it says, and the width of a colour."""


@dataclass(frozen=True)
class Tiles(Drawing):
    """One tile a place, roughly where it lies, shaded by a value that is printed in it.

    Attributes:
        frame: one row a tile.
        x: column of the place from the left, in tiles.
        y: column of the place from the top, in tiles.
        name: column of the place's name.
        text: column of the value as written.
        detail: column of a line under it, such as its year.
        face: column of the colour.
        dashed: column that says whether the edge is dashed, as where a value is not sure.
        scale: colours from top to bottom with what each stands for.
        scale_head: what the scale says.
        scale_in: width of the scale and its words, which stand upper right.
        scale_step: height of a colour of the scale.
        tall: least height of a tile.
        apart: words where no tile stands: their place from the left and from the top, in tiles, and their lines.
    """

    frame: pd.DataFrame
    x: str
    y: str
    name: str
    text: str
    detail: str
    face: str
    dashed: str | None = None
    scale: Sequence[tuple[str, str]] = ()
    scale_head: str = ""
    scale_in: float = SCALE_WIDTH_IN
    scale_step: float = SCALE_STEP_IN
    tall: float = TILE_HEIGHT_IN
    apart: tuple[float, float, Sequence[str]] | None = None

    def layout(self, width: float) -> Sheet:
        tiles = read_rows(self.frame, self, TILE_ROLES)
        across, down = (
            max(float(place) for place in places) + 1 for places in zip(*((t.x, t.y) for t in tiles), strict=True)
        )
        wide = min(TILE_WIDTH_IN, (width - 0.04) / across - TILE_GAP_IN)
        details = [wrapped(tile.words("detail"), wide) for tile in tiles]
        highs = [self.tall + (len(lines) - 1) * LINE_HEIGHT_IN for lines in details]
        high = max(highs)
        step = high + TILE_GAP_IN
        column, row, apart = self.apart or (0.0, 0.0, ())
        sheet = Sheet(width, max(down * step, row * step + LINE_HEIGHT_IN * len(apart) + 0.04))
        for tile, lines, own in zip(tiles, details, highs, strict=True):
            left = 0.02 + float(tile.x) * (wide + TILE_GAP_IN)
            top = sheet.height - 0.02 - float(tile.y) * step
            self._draw_tile(sheet, tile, lines, Box(left, top - own, left + wide, top))
        for place, text in enumerate(apart):
            y = sheet.height - 0.02 - row * step - LINE_HEIGHT_IN * place
            sheet.text(
                0.02 + column * (wide + TILE_GAP_IN), y, text, va="top", colour=LIGHT.muted if place else LIGHT.ink
            )
        beside = [float(tile.x) + 1 for tile in tiles if float(tile.y) * step < self._scale_high]
        self._draw_scale(sheet, max(max(beside) * (wide + TILE_GAP_IN) + 0.1, width - self.scale_in))
        return sheet

    @property
    def _scale_high(self) -> float:
        """Height of the scale, which stands upper right of the tiles beside it."""
        return SCALE_HEAD_IN + self.scale_step * len(self.scale)

    def _draw_tile(self, sheet: Sheet, tile: Row, detail: Sequence[str], box: Box) -> None:
        middle, ink, wide = (box.left + box.right) / 2, text_on(tile.face), box.right - box.left
        says = Says(tile.words("name"), f"{tile.text} ({tile.detail})", tile.rows)
        edge = "none" if tile.dashed else LIGHT.rule
        sheet.box(box.left, box.bottom, wide, box.top - box.bottom, tile.face, says, edge=edge, line=0.8, z=1)
        if tile.dashed:
            sides = [(box.left, box.bottom), (box.right, box.bottom), (box.right, box.top), (box.left, box.top)]
            sheet.line([*sides, sides[0]], LIGHT.muted, 0.9, dash=(3, 2), z=1.1)
        further = (len(detail) - 1) * LINE_HEIGHT_IN / 2
        apart = (self.tall - TILE_HEIGHT_IN) / 4
        for text, below, size, weight in (
            (tile.words("name"), 0.135 + apart, TYPE.chart, 400),
            (tile.words("text"), 0.295 + 2 * apart, 11.5, 600),
            ("\n".join(detail), 0.445 + 3 * apart + further, SMALL, 400),
        ):
            size = size if text_width(text, size, weight) + EDGE_IN <= wide else SMALL
            if widest(text.split("\n"), size, weight) > wide:
                sheet.left_out.append(text)
            sheet.text(middle, box.top - below, text, size=size, weight=weight, colour=ink, ha="center")

    def _draw_scale(self, sheet: Sheet, left: float) -> None:
        top = sheet.height - 0.1
        sheet.text(left, top, self.scale_head)
        for place, (face, text) in enumerate(self.scale):
            y = top - 0.12 - self.scale_step * (place + 1)
            sheet.box(left, y, SWATCH_IN, self.scale_step, face, edge="none")
            sheet.text(left + SWATCH_IN + 0.08, y + self.scale_step / 2, text)
