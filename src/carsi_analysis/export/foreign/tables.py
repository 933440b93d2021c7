"""Any HTML table (pandas, Styler, great_tables, Markdown) read into the exporters' one model."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from carsi_analysis.export.characters import whole_number
from carsi_analysis.export.foreign.colours import hex_colour, readable_ink
from carsi_analysis.export.tree import Cell, Content, Table, plain, stripped, text_of

Reader = Callable[[Tag], Content]

NUMBER = re.compile(
    r"^[\s(]*(?:US\$|[€$£¥])?\s*[+\-−–]?\s*(?:US\$|[€$£¥])?\s*\d[\d.,  ' ]*(?:e[+\-]?\d+)?"
    r"\s*(?:%|[a-zA-Zµ°]{1,3}\b\.?)?[\s)*†‡]*$"
)
NO_VALUE = re.compile(r"^(?:|n/?a|n\.?d\.?|nan|none|nat|<na>|s/?d|[.…–—\-−]+)$", re.IGNORECASE)
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
MOST_SPAN = 1000
NO_BREAK_SPACE = "\u00a0"
WHITE = re.compile(r"[^\S\xa0]+")
"""White space but no-break spaces: a column must be as wide as what they hold together."""


@dataclass
class Found:
    """A table with the words that it brings: its caption and the lines below it."""

    table: Table
    caption: Content
    notes: list[Content]


def read_table(element: Tag, content_of: Reader, sheets: Iterable[Tag] = ()) -> Found | None:
    """Read a table.

    Args:
        element: what a library made: may hold wrappers and random identifiers.
        content_of: gives what stands in a cell or caption, made safe.
        sheets: the style sheets that come with the table.

    Returns:
        None when it is without cells.
    """
    styles = _identifier_styles(sheets)
    head_rows, body_rows, foot_rows = _sections(element)
    head, head_columns = _grid(head_rows, styles, content_of)
    body, body_columns = _grid(body_rows, styles, content_of)
    if not body and not head:
        return None
    columns = max(head_columns, body_columns)
    caption = _take_title_rows(head, columns)
    if stated := element.find("caption"):
        caption = stripped(content_of(stated)) or caption
    _fold_index_names(head)
    _stretch_names_over_empty_cells(head)
    notes = [note for row in foot_rows if plain(note := _note(row, content_of))]
    return Found(Table(head, body, [_alignment(body, column) for column in range(columns)]), caption, notes)


def has_only_tables(html: str) -> bool:
    """Tell whether an output shows a table and no other words beside it."""
    soup = BeautifulSoup(html, "html.parser")
    if len(soup.find_all("table")) != 1:
        return False
    for element in soup.find_all(["table", "style", "script", "head"]):
        element.decompose()
    rest = soup.get_text(" ", strip=True)
    return not rest or re.fullmatch(r"\d+ rows × \d+ columns", rest) is not None


def _sections(table: Tag) -> tuple[list[Tag], list[Tag], list[Tag]]:
    head: list[Tag] = []
    body: list[Tag] = []
    foot: list[Tag] = []
    for row in table.find_all("tr"):
        if row.find_parent("table") is not table or not _cells(row):
            continue
        section = row.find_parent(["thead", "tfoot", "tbody", "table"])
        name = section.name if section else "tbody"
        {"thead": head, "tfoot": foot}.get(name, body).append(row)
    if not head and len(body) > 1 and all(cell.name == "th" for cell in _cells(body[0])):
        head, body = body[:1], body[1:]
    return head, body, foot


def _cells(row: Tag) -> list[Tag]:
    return list(row.find_all(["th", "td"], recursive=False))


def _grid(rows: list[Tag], styles: dict[str, dict[str, str]], content_of: Reader) -> tuple[list[list[Cell]], int]:
    grid: list[list[Cell]] = []
    taken: set[tuple[int, int]] = set()
    for row_number, row in enumerate(rows):
        cells: list[Cell] = []
        column = 0
        for element in _cells(row):
            while (row_number, column) in taken:
                column += 1
            cell = _cell(element, column, len(rows) - row_number, styles, content_of)
            cells.append(cell)
            taken.update(
                (row_number + down, column + right) for down in range(cell.rowspan) for right in range(cell.colspan)
            )
            column += cell.colspan
        grid.append(cells)
    return grid, max((column for _, column in taken), default=-1) + 1


def _cell(element: Tag, column: int, rows_left: int, styles: dict[str, dict[str, str]], content_of: Reader) -> Cell:
    style = dict(styles.get(str(element.get("id", "")), {}))
    style.update(_declarations(str(element.get("style", ""))))
    fill = hex_colour(style.get("background-color") or style.get("background", ""))
    ink = readable_ink(fill, hex_colour(style.get("color", ""))) if fill else hex_colour(style.get("color", ""))
    content = stripped(content_of(element))
    return Cell(
        content=content,
        text=WHITE.sub(" ", text_of(content)).strip(" "),
        is_header=element.name == "th",
        column=column,
        colspan=_span(element, "colspan", MOST_SPAN),
        rowspan=_span(element, "rowspan", rows_left),
        fill=fill,
        ink=ink,
        bold=style.get("font-weight", "") in {"bold", "bolder", "600", "700", "800", "900"},
        to_the_right=style.get("text-align") == "right",
    )


def _span(element: Tag, name: str, most: int) -> int:
    return min(whole_number(element.get(name)) or 1, most)


def _identifier_styles(sheets: Iterable[Tag]) -> dict[str, dict[str, str]]:
    """Styler keeps the colours of cells in a style sheet with one rule per group of identifiers."""
    styles: dict[str, dict[str, str]] = {}
    for sheet in sheets:
        for selectors, body in RULE.findall(sheet.get_text()):
            declarations = dict(_declarations(body))
            for selector in selectors.split(","):
                if re.fullmatch(r"#[\w-]+", selector.strip()):
                    styles.setdefault(selector.strip()[1:], {}).update(declarations)
    return styles


def _declarations(style: str) -> Iterator[tuple[str, str]]:
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            yield name.strip().lower(), value.replace("!important", "").strip().lower()


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


def _alignment(body: list[list[Cell]], column: int) -> str:
    cells = [cell for row in body for cell in row if cell.column == column and cell.colspan == 1]
    values = [cell for cell in cells if not NO_VALUE.match(cell.text)]
    numbers = sum(1 for cell in values if cell.to_the_right or NUMBER.match(cell.text.replace(NO_BREAK_SPACE, " ")))
    return "right" if numbers and numbers >= 0.8 * len(values) else "left"
