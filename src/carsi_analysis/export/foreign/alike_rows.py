"""Long runs of rows that differ in nothing but plain words: of thousands, a tree of three tells what is true of all.

Parsing and walking a tree of 20,000 cells is most of the work of a page. A run is cut to its first, second and last row
before the parser sees it, and the second stands for all between, whatever hides or colours it.
"""

import re
from collections.abc import Iterator
from html import unescape
from itertools import groupby

from bs4 import BeautifulSoup, Tag

from carsi_analysis.export.characters import CONTROL_CHARACTERS
from carsi_analysis.export.foreign.hidden import IN_STAND_INS
from carsi_analysis.export.foreign.walk import within

Texts = list[list[str]]
"""What the cells of some rows hold, row by row."""

FEWEST = 24
"""Rows of a run that is worth it."""

STANDS_FOR = "data-alike"
"""Says in the second row of a run which rows it stands for."""

CELL = re.compile(r"<(t[dh])>([^<]*)")
WORDS = r"[^<&$\\]*(?:&(?:amp|lt|gt|quot|nbsp);[^<&$\\]*)*"
ROW = re.compile(rf"<tr>\s*(?:<(t[dh])>{WORDS}(?:\${WORDS})?</\1>\s*)+</tr>\s*")
"""A row that states nothing but words; a formula would have a backslash or two signs of the dollar."""

BEFORE = re.compile(r"(?:<(?:tbody|table)[^<>]*>|</tr>|</thead>)\s*$")
LONGEST_TAG = 300
AFTER = re.compile(r"\s*<(?:/tbody|/table|tr|tfoot)\b")
"""Between what a run is a part of its table, and how far back the first is looked for."""

TAG = re.compile(r"<[/!?]?([a-zA-Z]*)")
KNOWN = frozenset({
    "b", "br", "caption", "div", "h3", "h4", "p", "small", "span", "strong", "style", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr",
})  # fmt: skip
"""Elements beside which rows are read as they stand: no script, comment or frame."""

SHEET = re.compile(r"<style\b.*?</style", re.DOTALL | re.IGNORECASE)
COUNTING = re.compile(r"nth-|:has|:empty|contains|[+~]", re.IGNORECASE)
"""Selectors that count rows or look into them."""

SPECIAL = ("rowspan", STANDS_FOR, *IN_STAND_INS)
"""Cells that reach into rows below, and words that are looked for one by one."""


def cut_alike(html: str) -> tuple[str, list[Texts]]:
    """Cut long runs of rows alike out of an output; gives what is left, and the rows cut out of each run.

    None are cut where an output holds anything by which one row could differ from the others.
    """
    small = html.lower()
    if html.count("<tr>") < FEWEST or any(word in small for word in SPECIAL) or CONTROL_CHARACTERS.search(html):
        return html, []
    pieces, cut, place = list[str](), list[Texts](), 0
    for run in _runs(html):
        start, end = run[0].start(), run[-1].end()
        if BEFORE.search(html[max(0, start - LONGEST_TAG) : start]) and AFTER.match(html, end):
            second = run[1][0].replace("<tr>", f'<tr {STANDS_FOR}="{len(cut)}">', 1)
            pieces += [html[place:start], run[0][0], second, run[-1][0]]
            cut.append([[unescape(text) for _, text in CELL.findall(row[0])] for row in run[2:-1]])
            place = end
    rest = "".join([*pieces, html[place:]])
    known = KNOWN.issuperset(name.lower() for name in TAG.findall(rest))
    return (rest, cut) if cut and known and not COUNTING.search("".join(SHEET.findall(rest))) else (html, [])


def _runs(html: str) -> Iterator[list[re.Match[str]]]:
    """Give runs of rows that follow each other and have the same cells."""
    number, end, shape = 0, 0, ""
    keyed = []
    for row in ROW.finditer(html):
        own = "".join(name for name, _ in CELL.findall(row[0]))
        number += row.start() != end or own != shape
        end, shape = row.end(), own
        keyed.append((number, row))
    for _, run in groupby(keyed, key=lambda pair: pair[0]):
        rows = [row for _, row in run]
        if len(rows) >= FEWEST:
            yield rows


def stand_in_place(soup: BeautifulSoup, cut: list[Texts]) -> bool:
    """Tell whether each row that stands for others came to stand in the body of a table, with all of its cells."""
    if not cut:
        return True
    found = [row for row in within(soup, "tr") if STANDS_FOR in row.attrs]
    return len(found) == len(cut) and all(_is_whole(row, len(rows[0])) for row, rows in zip(found, cut, strict=True))


def _is_whole(row: Tag, cells: int) -> bool:
    parent = row.parent.name if row.parent else ""
    return parent in {"tbody", "table"} and len(within(row, "td", "th")) == cells
