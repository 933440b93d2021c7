"""The first page of a report as a document of its own: its finding, its sources, and the way to the rest.

Numbers of limits lead nowhere on a page without them, so they are left out; the page says where the whole report is.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from carsi_analysis.blocks import Title
from carsi_analysis.dates import written_date
from carsi_analysis.export.document import Block, Document, Exhibit, Prose, Reference, References
from carsi_analysis.export.labels import labels_of
from carsi_analysis.export.lint import ExportError
from carsi_analysis.export.tree import Content, Element, parts_of
from carsi_analysis.export.typst import with_short_addresses

FORMAT_ENDING = ".highlights.pdf"


def highlights_of(document: Document) -> Document:
    """Give a document of the first page alone.

    Raises:
        ExportError: the document has no first page.
    """
    last = max((place for place, block in enumerate(document.blocks) if block.role), default=None)
    if last is None:
        raise ExportError(f"{document.notebook} has no first page to hand out: none of its passages has a place on one")
    front = [_without_limits(block) for block in document.blocks[: last + 1]]
    entries = [entry for block in document.blocks if isinstance(block, References) for entry in block.entries]
    return replace(document, blocks=[*front, _foot(document, front, entries)], footnotes=[])


def dense(document: Document) -> Document:
    """Ask for a dense print."""
    return replace(document, meta=replace(document.meta, compact=True))


def _without_limits(block: Block) -> Block:
    if not isinstance(block, Exhibit):
        return block
    line = block.source_line
    first = next((place for place, node in enumerate(line) if _leads(node, "#limit-")), None)
    return block if first is None else replace(block, source_line=line[: first - 1])  # before it stands their name


def _foot(document: Document, front: Iterable[Block], entries: Iterable[Reference]) -> Prose:
    """Write the foot of the page: the sources that it cites, as the report numbers them, how to cite it, the report."""
    labels = labels_of(document.meta.language)
    links = [node for block in front for node in parts_of(block) if isinstance(node, Element)]
    cited = {link.get("href")[1:] for link in links if _leads(link, "#ref-")}
    sentences = 2 if len(cited) <= MANY_SOURCES else 1
    sources: Content = [Element("strong", {}, [labels("fact_sources")])]
    for entry in entries:
        if entry.anchor in cited:
            text = [f"\u2002{entry.number}.\u00a0", *_briefly(with_short_addresses(entry.content), sentences)]
            sources.append(Element("span", {"id": entry.anchor}, text))
    before, after = labels("whole_report", file="\n").split("\n")
    whole = Element("a", {"href": f"{document.notebook}.pdf"}, [f"{document.notebook}.pdf"])
    cite: Content = [labels("cite_report", citation=_citation(document.meta)), " ", before, whole, after]
    lines = [Element("p", {}, [Element("small", {}, line)]) for line in (sources, cite)]
    return Prose(max(block.cell for block in front), [*lines])


MANY_SOURCES = 12
"""More leave room for who says it and where, and not for titles."""

SENTENCE_ENDS = re.compile(r"(?:(?<=\w{3})|(?<=\w\))|(?<=EE\.\sUU))\. ")
"""Ends of sentences, and not of initials."""


def _briefly(entry: Content, sentences: int) -> Content:
    """Leave out of an entry what follows its first sentences but for its link: the report has it whole."""
    words = "".join(node for node in entry if isinstance(node, str))
    kept = ". ".join(SENTENCE_ENDS.split(words)[:sentences]).rstrip(". ") + ". "
    return [kept, *(node for node in entry if isinstance(node, Element))]


def _citation(meta: Title) -> str:
    date = written_date(meta.edition_date or "", meta.language)
    edition = labels_of(meta.language)("edition", date=date) if date else ""
    who = "; ".join(meta.authors) or meta.house
    return " ".join(f"{part}." for part in (who, meta.title, meta.parameters_line, edition) if part)


def _leads(node: object, where: str) -> bool:
    return isinstance(node, Element) and node.get("href").startswith(where)
