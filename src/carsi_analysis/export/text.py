"""Markdown for a mail or a plain-text editor, from the same document as HTML and PDF."""

import re
from collections.abc import Iterable

from bs4 import BeautifulSoup, NavigableString, Tag

from carsi_analysis.dates import written_date
from carsi_analysis.export.document import (
    Block,
    Code,
    Document,
    Exhibit,
    Figure,
    Heading,
    Notice,
    Prose,
    References,
    Stream,
    TableBlock,
    plain,
)
from carsi_analysis.export.labels import Labels, labels_of
from carsi_analysis.export.tables import Cell

MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`"}


def write_text(document: Document) -> str:
    """Write a document as Markdown: words, tables and the text of charts; a chart is told by its alt text."""
    labels = labels_of(document.meta.language)
    parts = [f"# {document.meta.title}", document.meta.subtitle]
    if document.meta.edition_date:
        parts.append(labels.edition.format(date=written_date(document.meta.edition_date or "", document.meta.language)))
    parts += [_block(block, labels) for block in document.blocks]
    if document.footnotes:
        parts.append(f"## {labels.notes}")
        parts.append("\n".join(f"{note.mark}. {_inline(note.html)}" for note in document.footnotes))
    return "\n\n".join(part for part in parts if part) + "\n"


def _block(block: Block, labels: Labels) -> str:
    match block:
        case Heading():
            return f"{'#' * (block.level + 1)} {plain(block.html)}"
        case Prose():
            return _flow(BeautifulSoup(block.html, "html.parser"))
        case Figure():
            return _exhibit(block, labels.figure, block.alt)
        case TableBlock():
            return _exhibit(block, labels.table, _grid([*block.table.head, *block.table.body], len(block.table.head)))
        case Code():
            return f"```\n{block.source}\n```"
        case Stream():
            return f"```\n{block.text}\n```"
        case Notice():
            return f"[{block.text}]"
        case References():
            return "\n".join(f"{entry.number}. {_inline(entry.html)}" for entry in block.entries)
    raise TypeError(f"{type(block).__name__} has no text form")


def _exhibit(exhibit: Exhibit, word: str, content: str) -> str:
    number = f"{word} {exhibit.number}. " if exhibit.number else ""
    head = f"**{number}{plain(exhibit.title)}**" if exhibit.title else ""
    lines = [head, plain(exhibit.subtitle), content, *map(_inline, exhibit.notes), _inline(exhibit.source_line)]
    return "\n\n".join(line for line in lines if line)


def _grid(rows: list[list[Cell]], head_rows: int) -> str:
    lines = [f"| {' | '.join(cell.text.replace('|', '/') for cell in row)} |" for row in rows]
    if head_rows and rows:
        lines.insert(head_rows, f"|{' --- |' * max(len(row) for row in rows)}")
    return "\n".join(lines)


def _inline(html: str) -> str:
    return re.sub(r"\s+", " ", _words(BeautifulSoup(html, "html.parser").children)).strip()


def _flow(element: Tag) -> str:
    """Write paragraphs and lists, one after the other."""
    parts = []
    for child in element.children:
        if isinstance(child, Tag) and child.name in ("ul", "ol"):
            parts.append(_list(child))
        elif isinstance(child, Tag) and child.name in ("div", "section", "blockquote"):
            parts.append(_flow(child))
        elif text := re.sub(r"\s+", " ", _words([child])).strip():
            parts.append(text)
    return "\n\n".join(parts)


def _list(element: Tag) -> str:
    items = element.find_all("li", recursive=False)
    marks = [f"{number}." if element.name == "ol" else "-" for number in range(1, len(items) + 1)]
    return "\n".join(f"{mark} {_inline(item.decode_contents())}" for mark, item in zip(marks, items, strict=True))


def _words(children: Iterable[object]) -> str:
    words = []
    for child in children:
        if isinstance(child, NavigableString):
            words.append(str(child))
        elif isinstance(child, Tag) and child.name == "math" and child.get("alttext"):
            words.append(f"${child['alttext']}$")
        elif isinstance(child, Tag):
            inner, mark = _words(child.children), MARKS.get(child.name, "")
            if child.name == "sup":
                inner = f" {inner}" if inner.startswith("[") else f"^{inner}"
            words.append(f"{mark}{inner}{mark}")
    return "".join(words)
