"""Any HTML table (pandas, Styler, great_tables, Markdown) read into the exporters' one model."""

import re
from collections.abc import Callable, Iterator

from bs4 import BeautifulSoup, Tag
from markupsafe import Markup

from carsi_analysis.export.characters import whole_number
from carsi_analysis.export.foreign.colours import hex_colour, readable_ink
from carsi_analysis.export.tables import Cell, Table

Cleaner = Callable[[str], Markup]

NUMBER = re.compile(
    r"^[\s(]*(?:US\$|[€$£¥])?\s*[+\-−–]?\s*(?:US\$|[€$£¥])?\s*\d[\d.,  ' ]*(?:e[+\-]?\d+)?"
    r"\s*(?:%|[a-zA-Zµ°]{1,3}\b\.?)?[\s)*†‡]*$"
)
NO_VALUE = re.compile(r"^(?:|n/?a|n\.?d\.?|nan|none|nat|<na>|s/?d|[.…–—\-−]+)$", re.IGNORECASE)
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
MOST_SPAN = 1000
NO_BREAK_SPACE = "\u00a0"
HELD_SPACE = "\ue000"
"""Stands for a no-break space while other white space is folded; of Unicode's private use."""


def read_table(html: str, clean: Cleaner) -> Table | None:
    """Read the first table of an HTML output.

    Args:
        html: what a library made: may hold style sheets, wrappers, random identifiers.
        clean: makes the content of a cell safe.

    Returns:
        None when there is no table, or one without cells.
    """
    soup = BeautifulSoup(html, "html.parser")
    element = soup.find("table")
    if not isinstance(element, Tag):
        return None
    styles = _identifier_styles(soup)
    head_rows, body_rows, foot_rows = _sections(element)
    head, head_columns = _grid(head_rows, styles, clean)
    body, body_columns = _grid(body_rows, styles, clean)
    columns = max(head_columns, body_columns)
    if not body and not head:
        return None
    caption = element.find("caption")
    table = Table(head, body, columns, [], clean(caption.decode_contents().strip()) if caption else Markup(""))
    _take_title_rows(table)
    _fold_index_names(table)
    _stretch_names_over_empty_cells(table)
    table.notes = [note for row in foot_rows for note in _note(row, clean)]
    table.alignments = [_alignment(table, column) for column in range(columns)]
    return table


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


def _grid(rows: list[Tag], styles: dict[str, dict[str, str]], clean: Cleaner) -> tuple[list[list[Cell]], int]:
    grid: list[list[Cell]] = []
    taken: set[tuple[int, int]] = set()
    for row_number, row in enumerate(rows):
        cells: list[Cell] = []
        column = 0
        for element in _cells(row):
            while (row_number, column) in taken:
                column += 1
            cell = _cell(element, column, len(rows) - row_number, styles, clean)
            cells.append(cell)
            taken.update(
                (row_number + down, column + right) for down in range(cell.rowspan) for right in range(cell.colspan)
            )
            column += cell.colspan
        grid.append(cells)
    return grid, max((column for _, column in taken), default=-1) + 1


def _cell(element: Tag, column: int, rows_left: int, styles: dict[str, dict[str, str]], clean: Cleaner) -> Cell:
    style = dict(styles.get(str(element.get("id", "")), {}))
    style.update(_declarations(str(element.get("style", ""))))
    fill = hex_colour(style.get("background-color") or style.get("background", ""))
    ink = readable_ink(fill, hex_colour(style.get("color", ""))) if fill else hex_colour(style.get("color", ""))
    html = clean(element.decode_contents().strip())
    return Cell(
        html=html,
        text=_text_of(html),
        is_header=element.name == "th",
        column=column,
        colspan=_span(element, "colspan", MOST_SPAN),
        rowspan=_span(element, "rowspan", rows_left),
        fill=fill,
        ink=ink,
        bold=style.get("font-weight", "") in {"bold", "bolder", "600", "700", "800", "900"},
        to_the_right=style.get("text-align") == "right",
    )


def _text_of(html: Markup) -> str:
    """Give the words of a cell; no-break spaces stay, since a column must be as wide as what they hold together."""
    held = Markup(str(html).replace(NO_BREAK_SPACE, HELD_SPACE)).striptags()
    return held.strip().replace(HELD_SPACE, NO_BREAK_SPACE)


def _span(element: Tag, name: str, most: int) -> int:
    return min(whole_number(element.get(name)) or 1, most)


def _identifier_styles(soup: BeautifulSoup) -> dict[str, dict[str, str]]:
    """Styler keeps the colours of cells in a style sheet with one rule per group of identifiers."""
    styles: dict[str, dict[str, str]] = {}
    for sheet in soup.find_all("style"):
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


def _take_title_rows(table: Table) -> None:
    """great_tables keeps title and subtitle in header rows across all columns: they are the caption."""
    titles: list[Markup] = []
    while len(table.head) > 1 and len(table.head[0]) == 1 and table.head[0][0].colspan == table.columns > 1:
        titles.append(table.head.pop(0)[0].html)
    if titles and not table.caption:
        table.caption = Markup(" — ").join(title for title in titles if title)


def _fold_index_names(table: Table) -> None:
    """pandas puts the names of an index into a header row of their own: fold it into the row above."""
    if len(table.head) < 2:
        return
    last, above = table.head[-1], table.head[-2]
    named = {cell.column: cell for cell in last if cell.text}
    free = {cell.column for cell in above if not cell.text and cell.colspan == 1}
    if not named or not set(named) <= free or any(cell.fill for cell in last):
        return
    for cell in above:
        if cell.column in named:
            cell.html, cell.text = named[cell.column].html, named[cell.column].text
    table.head.pop()


def _stretch_names_over_empty_cells(table: Table) -> None:
    """An empty header cell above a named one becomes one tall cell, which screen readers can announce."""
    for upper, lower in zip(reversed(table.head[:-1]), reversed(table.head[1:]), strict=True):
        for cell in upper:
            below = next((other for other in lower if other.column == cell.column), None)
            if below and not cell.text and cell.colspan == below.colspan == cell.rowspan == 1:
                cell.html, cell.text, cell.rowspan = below.html, below.text, 1 + below.rowspan
                lower.remove(below)


def _note(row: Tag, clean: Cleaner) -> Iterator[Markup]:
    note = Markup(" ").join(clean(cell.decode_contents().strip()) for cell in _cells(row))
    if note.striptags().strip():
        yield note


def _alignment(table: Table, column: int) -> str:
    cells = [cell for row in table.body for cell in row if cell.column == column and cell.colspan == 1]
    values = [cell for cell in cells if not NO_VALUE.match(cell.text)]
    numbers = sum(1 for cell in values if cell.to_the_right or NUMBER.match(cell.text.replace(NO_BREAK_SPACE, " ")))
    return "right" if numbers and numbers >= 0.8 * len(values) else "left"
