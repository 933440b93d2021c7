"""Markdown for a mail or a plain-text editor, from the same document as HTML and PDF."""

import re

from carsi_analysis.dates import written_date
from carsi_analysis.export.document import (
    Block,
    Code,
    Document,
    Exhibit,
    Figure,
    Heading,
    Limits,
    Notice,
    Prose,
    References,
    Stream,
    TableBlock,
)
from carsi_analysis.export.labels import labels_of
from carsi_analysis.export.tree import Cell, Content, Element, Table, plain
from carsi_analysis.words import Words

MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`"}


def write_text(document: Document) -> str:
    """Write a document as Markdown: words, tables and the text of charts; a chart is told by its alt text."""
    labels = labels_of(document.meta.language)
    parts = [f"# {document.meta.title}", document.meta.subtitle]
    if document.meta.edition_date:
        parts.append(labels("edition", date=written_date(document.meta.edition_date or "", document.meta.language)))
    parts += [text_of_block(block, labels) for block in document.blocks]
    if document.footnotes:
        parts.append(f"## {labels('notes')}")
        parts.append("\n".join(f"{note.mark}. {_inline(note.content)}" for note in document.footnotes))
    return "\n\n".join(part for part in parts if part) + "\n"


def text_of_block(block: Block, labels: Words) -> str:
    """Write one block as Markdown."""
    match block:
        case Heading():
            return f"{'#' * (block.level + 1)} {plain(block.content)}"
        case Prose():
            return _flow(block.content)
        case Figure():
            return _exhibit(block, labels("figure"), block.alt)
        case TableBlock():
            return _exhibit(
                block, labels("table"), _grid([*block.table.head, *block.table.body], len(block.table.head))
            )
        case Code():
            return f"```\n{block.source}\n```"
        case Stream():
            return f"```\n{block.text}\n```"
        case Notice():
            return f"[{block.text}]"
        case Limits():
            return "\n".join(f"{number}. {_inline(content)}" for number, _, content in block.entries)
        case References():
            return "\n".join(f"{entry.number}. {_inline(entry.content)}" for entry in block.entries)
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


def _inline(content: Content) -> str:
    return re.sub(r"\s+", " ", _words(content)).strip()


def _flow(content: Content) -> str:
    """Write paragraphs and lists, one after the other."""
    parts = []
    for node in content:
        if isinstance(node, Element) and node.name in ("ul", "ol"):
            parts.append(_list(node))
        elif isinstance(node, Element) and node.name in ("div", "section", "blockquote"):
            parts.append(_flow(node.children))
        elif text := _inline([node]):
            parts.append(text)
    return "\n\n".join(parts)


def _list(element: Element) -> str:
    items = element.elements("li")
    marks = [f"{number}." if element.name == "ol" else "-" for number in range(1, len(items) + 1)]
    return "\n".join(f"{mark} {_inline(item.children)}" for mark, item in zip(marks, items, strict=True))


def _words(content: Content) -> str:
    words = []
    for node in content:
        if isinstance(node, str):
            words.append(node)
        elif isinstance(node, Table):
            words.extend(_words(cell.content) for row in (*node.head, *node.body) for cell in row)
        elif node.name == "math" and node.get("alttext"):
            words.append(f"${node.get('alttext')}$")
        else:
            inner, mark = _words(node.children), MARKS.get(node.name, "")
            if node.name == "sup":
                inner = f" {inner}" if inner.startswith("[") else f"^{inner}"
            words.append(f"{mark}{inner}{mark}")
    return "".join(words)
