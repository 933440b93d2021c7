"""Any HTML table (pandas, Styler, great_tables, Markdown) read into the exporters' one model."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from carsi_analysis.export.characters import is_number, whole_number
from carsi_analysis.export.foreign.alike_rows import STANDS_FOR, Texts
from carsi_analysis.export.foreign.table_styles import Styles
from carsi_analysis.export.foreign.walk import around, within
from carsi_analysis.export.tree import Cell, Content, Table, plain, stripped, text_of

Reader = Callable[[Tag], Content]

NO_VALUE = re.compile(r"^(?:|n/?a|n\.?d\.?|nan|none|nat|<na>|s/?d|[.…–—\-−]+)$", re.IGNORECASE)
SIZES = re.compile(r"[\d,]+ rows × [\d,]+ columns(?: \(omitted printing of [\d,]+ columns\))?")
"""What pandas and Julia write beside a table that they shortened."""

UNSEEN = frozenset({"style", "script", "head"})
PARTS = frozenset({"td", "th", "tr", "table"})
FRAME = frozenset({"table", "thead", "tbody", "tfoot", "tr"})
ROWS = FRAME | {"td", "th", "caption", "colgroup", "col", "style", "script", "template"}
"""What may stand in the frame of a table, and what of it is no stray words."""

SECTIONS = frozenset({"thead", "tfoot", "tbody", "table"})
BEGUN = "data-begun"
"""Marks a row that cells without one are put into."""

MOST_SPAN = 1000
WHITE = re.compile(r"[^\S\xa0]+")
"""White space but no-break spaces: a column must be as wide as what they hold together."""


@dataclass
class Found:
    """A table with the words that it brings: its caption and the lines below it."""

    table: Table
    caption: Content
    notes: list[Content]


def read_table(element: Tag, content_of: Reader, sheets: Iterable[Tag] = (), cut: Sequence[Texts] = ()) -> Found | None:
    """Read a table.

    Args:
        element: what a library made: may hold wrappers and random identifiers.
        content_of: gives what stands in a cell or caption, made safe.
        sheets: the style sheets that come with the table.
        cut: the rows that some of its rows stand for, as ``alike_rows`` cut them out.

    Returns:
        None when it is without cells.
    """
    _close_cells(element)
    styles = Styles(element, sheets)
    head_rows, body_rows, foot_rows = _sections(element)
    grids = [_grid(rows, styles, content_of, cut) for rows in (head_rows, body_rows)]
    _without_columns_of_spans(grids)
    (head, head_columns), (body, body_columns) = map(_filled, grids)
    if not body and not head:
        return None
    columns = max(head_columns, body_columns)
    _fill_up(head, head_columns, columns)
    _fill_up(body, body_columns, columns)
    caption = _take_title_rows(head, columns)
    if stated := next(iter(within(element, "caption")), None):
        caption = stripped(content_of(stated)) or caption
    _fold_index_names(head)
    _stretch_names_over_empty_cells(head)
    notes = [note for row in foot_rows if plain(note := _note(row, content_of))]
    return Found(Table(head, body, _alignments(body, columns)), caption, notes)


def beside_table(soup: BeautifulSoup) -> list[Content] | None:
    """Give the line of sizes below the one table of an output; None where it shows other tables or words."""
    if len(within(soup, "table")) != 1:
        return None
    texts = [text for text in soup.descendants if type(text) is NavigableString and text.strip()]
    rest = [str(text).strip() for text in texts if not around(text, UNSEEN | {"table"})]
    pictures = [element for element in within(soup, "img", "svg", "hr") if not around(element, {"table"})]
    return [[text] for text in rest] if not pictures and all(map(SIZES.fullmatch, rest)) else None


def put_before(table: Tag) -> None:
    """Put before a table what stands in it outside of its cells, as browsers do."""
    for node in [*table.descendants]:
        parent = node.parent
        if parent is None or parent.name not in FRAME or around(node, {"table"}) is not table:
            continue
        if isinstance(node, Tag):
            stray = node.name not in ROWS and not within(node, "tr", "td", "th")
        else:
            stray = type(node) is NavigableString and bool(node.strip())
        if stray:
            table.insert_before(node.extract())


def _close_cells(table: Tag) -> None:
    """Begin and end cells and rows as browsers do where HTML leaves that out."""
    for cell in within(table, "td", "th"):
        if cell.parent and cell.parent.name in SECTIONS:
            before = cell.find_previous_sibling(True)
            row = before if before is not None and before.get(BEGUN) else Tag(name="tr", attrs={BEGUN: "1"})
            if row is not before:
                cell.insert_before(row)
            row.append(cell.extract())
    for element in within(table, "td", "th", "tr"):
        part = around(element, PARTS)
        if part is None or part.name == "table" or (part.name == "tr" and element.name != "tr"):
            continue
        if element.name == "tr" and part.name != "tr":
            part = around(part, {"tr", "table"}) or part
        if part.name != "table":
            part.insert_after(element)


def _sections(table: Tag) -> tuple[list[Tag], list[Tag], list[Tag]]:
    head: list[Tag] = []
    body: list[Tag] = []
    foot: list[Tag] = []
    for row in within(table, "tr"):
        section = around(row, SECTIONS)
        if around(row, {"table"}) is not table:
            continue  # it belongs to a table in a cell
        name = section.name if section else "tbody"
        {"thead": head, "tfoot": foot}.get(name, body).append(row)
    body += [row for row in foot if _is_sum(row)]
    foot = [row for row in foot if not _is_sum(row)]
    if not head and len(body) > 1 and all(cell.name == "th" for cell in _cells(body[0])) and _cells(body[0]):
        head, body = body[:1], body[1:]
    return head, body, foot


def _is_sum(row: Tag) -> bool:
    """A foot of several cells, such as totals, is a row of the table; one across all of it is a note."""
    return sum(1 for cell in _cells(row) if cell.get_text(strip=True)) > 1


def _cells(row: Tag) -> list[Tag]:
    return [child for child in row.children if isinstance(child, Tag) and child.name in ("th", "td")]


def _grid(rows: list[Tag], styles: Styles, content_of: Reader, cut: Sequence[Texts]) -> list[list[Cell]]:
    """Place the cells as browsers do, where other cells that span rows leave room."""
    grid: list[list[Cell]] = []
    taken_to: dict[int, int] = {}  # column: the row before which a cell from above ends
    for number, (row, rows_left) in enumerate(zip(rows, _rows_left(rows), strict=True)):
        cells: list[Cell] = []
        column = 0
        for element in _cells(row):
            while taken_to.get(column, 0) > number:
                column += 1
            cell = _cell(element, column, rows_left, styles, content_of)
            cell.colspan = next(
                (right for right in range(1, cell.colspan) if taken_to.get(column + right, 0) > number), cell.colspan
            )
            cells.append(cell)
            column += cell.colspan
            if cell.rowspan > 1:
                taken_to.update(dict.fromkeys(range(cell.column, column), number + cell.rowspan))
        grid.append(cells)
        if cut and STANDS_FOR in row.attrs:
            grid += [list(map(_alike, cells, texts)) for texts in cut[int(str(row[STANDS_FOR]))]]
    return grid


def _rows_left(rows: list[Tag]) -> list[int]:
    """Give for each row how many there are from it on in its section, beyond which no cell of it goes."""
    counts: list[int] = []
    for row, below in zip(reversed(rows), [None, *reversed(rows)], strict=False):
        same = below is not None and around(row, SECTIONS) is around(below, SECTIONS)
        counts.append(counts[-1] + 1 if same else 1)
    return counts[::-1]


def _without_columns_of_spans(grids: Iterable[list[list[Cell]]]) -> None:
    """Drop columns in which no cell of the table begins: browsers give them no width, however far a cell spans."""
    cells = [cell for grid in grids for row in grid for cell in row]
    begun = sorted({cell.column for cell in cells})
    if max(begun, default=0) < len(begun) and all(cell.colspan == 1 for cell in cells):
        return
    for cell in cells:
        place, end = bisect_left(begun, cell.column), bisect_left(begun, cell.column + cell.colspan)
        cell.column, cell.colspan = place, end - place


def _filled(grid: list[list[Cell]]) -> tuple[list[list[Cell]], int]:
    """Give a row that is too short empty cells, and leave out one that shows nothing; with the number of columns."""
    columns = max((cell.column + cell.colspan for row in grid for cell in row), default=0)
    free_from = [0] * columns
    for number, cells in enumerate(grid):
        spanned = any(row > number for row in free_from)
        for cell in cells:
            for column in range(cell.column, cell.column + cell.colspan):
                free_from[column] = max(free_from[column], number + cell.rowspan)
        if cells or spanned:
            cells += [Cell([], "", False, column) for column, row in enumerate(free_from) if row <= number]
            cells.sort(key=lambda cell: cell.column)
    return _without_rows_of_spans(grid), columns


def _fill_up(grid: list[list[Cell]], columns: int, wanted: int) -> None:
    for cells in grid:
        cells += [Cell([], "", False, column) for column in range(columns, wanted)]


def _without_rows_of_spans(grid: list[list[Cell]]) -> list[list[Cell]]:
    """Drop rows that hold nothing but what spans from above; the spans shrink by them."""
    empty = {number for number, cells in enumerate(grid) if not cells}
    for number, cells in enumerate(grid if empty else ()):
        for cell in cells:
            cell.rowspan -= len(empty & set(range(number, number + cell.rowspan)))
    return [cells for cells in grid if cells]


def _cell(element: Tag, column: int, rows_left: int, styles: Styles, content_of: Reader) -> Cell:
    look = styles.look(element)
    content = stripped(content_of(element))
    return Cell(
        content=content,
        text=WHITE.sub(" ", text_of(content)).strip(" "),
        is_header=element.name == "th",
        column=column,
        colspan=max(_span(element, "colspan", MOST_SPAN), 1),
        rowspan=max(_span(element, "rowspan", rows_left) if element.get("rowspan") != "0" else rows_left, 1),
        fill=look.fill,
        ink=look.ink,
        bar=look.bar,
        bold=look.bold,
        italic=look.italic,
        align=look.align,
    )


def _alike(cell: Cell, text: str) -> Cell:
    """Give a cell like another, with words of its own."""
    words = text.strip()
    own = (cell.is_header, cell.column, 1, 1, cell.fill, cell.ink, cell.bar, cell.bold, cell.italic, cell.align)
    return Cell([words] if words else [], WHITE.sub(" ", words).strip(" "), *own)


def _span(element: Tag, name: str, most: int) -> int:
    return min(whole_number(element[name]) or 1, most) if name in element.attrs else 1


def _take_title_rows(head: list[list[Cell]], columns: int) -> Content:
    """great_tables keeps title and subtitle in header rows across all columns: they are the caption."""
    caption: Content = []
    while len(head) > 1 and len(head[0]) == 1 and head[0][0].colspan == columns > 1:
        title = head.pop(0)[0].content
        caption += [" — ", *title] if caption and title else title
    return caption


def _fold_index_names(head: list[list[Cell]]) -> None:
    """pandas puts the names of an index into a header row of their own: fold it into the row above."""
    if len(head) < 2:
        return
    last, above = head[-1], head[-2]
    named = {cell.column: cell for cell in last if cell.text}
    free = {cell.column for cell in above if not cell.text and cell.colspan == 1}
    if not named or not set(named) <= free or any(cell.fill for cell in last):
        return
    for cell in above:
        if cell.column in named:
            cell.content, cell.text = named[cell.column].content, named[cell.column].text
    head.pop()


def _stretch_names_over_empty_cells(head: list[list[Cell]]) -> None:
    """An empty header cell above a named one becomes one tall cell, which screen readers can announce."""
    for upper, lower in zip(reversed(head[:-1]), reversed(head[1:]), strict=True):
        for cell in upper:
            below = next((other for other in lower if other.column == cell.column), None)
            if below and not cell.text and cell.colspan == below.colspan == cell.rowspan == 1:
                cell.content, cell.text, cell.rowspan = below.content, below.text, 1 + below.rowspan
                lower.remove(below)


def _note(row: Tag, content_of: Reader) -> Content:
    note: Content = []
    for cell in _cells(row):
        content = stripped(content_of(cell))
        note += [" ", *content] if note and content else content
    return note


def _alignments(body: list[list[Cell]], columns: int) -> list[str]:
    """Give for each column the side that most of its cells state, else that of numbers where most are."""
    valued: list[list[Cell]] = [[] for _ in range(columns)]
    for row in body:
        for cell in row:
            if cell.colspan == 1 and not NO_VALUE.match(cell.text):
                valued[cell.column].append(cell)
    return list(map(_alignment, valued))


def _alignment(values: list[Cell]) -> str:
    enough = 0.8 * len(values)
    for side in ("center", "right"):
        if values and sum(1 for cell in values if cell.align == side) >= enough:
            return side
    numbers = sum(1 for cell in values if is_number(cell.text) and cell.align != "left")
    return "right" if numbers and numbers >= enough else "left"
