"""Markdown for a mail or a plain-text editor, from the same document as HTML and PDF."""

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
from carsi_analysis.export.text_flow import code, flow, grid, inert, inline, item
from carsi_analysis.export.tree import plain
from carsi_analysis.words import Words


def write_text(document: Document) -> str:
    """Write a document as Markdown: words, tables and the text of charts; a chart is told by its alt text."""
    labels = labels_of(document.meta.language)
    parts = [f"# {document.meta.title}", document.meta.subtitle, ", ".join(document.meta.authors)]
    parts = [inert(part) for part in parts]
    if document.meta.edition_date:
        parts.append(labels("edition", date=written_date(document.meta.edition_date or "", document.meta.language)))
    parts += [text_of_block(block, labels) for block in document.blocks]
    if document.footnotes:
        parts.append(f"## {labels('notes')}")
        parts.append("\n".join(item(f"{note.mark}. ", note.content) for note in document.footnotes))
    return "\n\n".join(part for part in parts if part) + "\n"


def text_of_block(block: Block, labels: Words) -> str:
    """Write one block as Markdown."""
    match block:
        case Heading():
            return f"{'#' * (block.level + 1)} {inert(plain(block.content))}"
        case Prose():
            return flow(block.content)
        case Figure():
            return _exhibit(block, labels("figure"), inert(block.alt))
        case TableBlock():
            return _exhibit(block, labels("table"), grid(block.table))
        case Code():
            return code(block.source)
        case Stream():
            return code(block.text)
        case Notice():
            return inert(f"[{' '.join(filter(None, [block.text, block.detail]))}]")
        case Limits():
            return "\n".join(f"{number}. {inline(content)}" for number, _, content in block.entries)
        case References():
            return "\n".join(f"{entry.number}. {inline(entry.content)}" for entry in block.entries)
    raise TypeError(f"{type(block).__name__} has no text form")


def _exhibit(exhibit: Exhibit, word: str, content: str) -> str:
    number = f"{word} {exhibit.number}. " if exhibit.number else ""
    head = f"**{number}{inert(plain(exhibit.title))}**" if exhibit.title else ""
    lines = [head, inert(plain(exhibit.subtitle)), content, *map(inline, exhibit.notes), inline(exhibit.source_line)]
    return "\n\n".join(line for line in lines if line)
