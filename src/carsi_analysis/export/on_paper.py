"""What can be seen on the paper of a PDF: rows that run off a page are not, whatever the file holds of them."""

import io
from dataclasses import replace

import pikepdf
import pypdfium2

from carsi_analysis.export import account, typefaces
from carsi_analysis.export.counts import FORMULA, PICTURE, Count, Shown, words_in
from carsi_analysis.export.document import Block, Document, Exhibit, Limits, References
from carsi_analysis.export.listing import listed
from carsi_analysis.export.tree import Content, Element
from carsi_analysis.export.typst import with_short_addresses, with_spans, without_heads_of_annexes

APART = frozenset({"br", "dd", "div", "dt", "figcaption", "hr", "li", "p", "pre", "sub", "summary", "sup", "td", "th"})


def losses(document: Document, content: bytes) -> list[account.Loss]:
    """Give what of a document cannot be seen on the paper of its PDF, by cell."""
    with pypdfium2.PdfDocument(content) as pdf:
        text = "\n".join(page.get_textpage().get_text_bounded() for page in pdf)
    seen = words_in(text)
    printed = replace(document, blocks=without_heads_of_annexes(document.blocks))
    pieces = account.pieces_of(printed, _Printed(document.meta.compact))
    if any(item.startswith("[") for _, wanted in pieces for item in wanted):
        seen += _tagged(content)
    return account.missing(pieces, seen, text)


def _tagged(content: bytes) -> Count:
    """Count the pictures and formulas of a PDF by the words that stand for them."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        found = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item]
        return Count(FORMULA if item.get("/S") == "/Formula" else PICTURE + str(item.Alt) for item in found)


class _Printed(Shown):
    """Counts what print is to show of a block: signs that its fonts have, marks as spans, short addresses."""

    def __init__(self, compact: bool):
        self.compact = compact

    def of(self, block: Block) -> Count:
        if isinstance(block, References):
            printed = [entry.content for entry in block.entries if not entry.annex]
            short = self.compact or block.compact
            return self.all_of(map(with_short_addresses, printed) if short else printed)
        if isinstance(block, Limits):
            return super().of(replace(block, entries=block.printed))
        if isinstance(block, Exhibit) and block.annex:
            return self.all_of([block.title])
        return super().of(block)

    def lines(self, text: str) -> str:
        return "\n".join(listed(text)[1])

    def children(self, element: Element) -> Content:
        return with_spans(element.children) if element.name == "sup" else element.children

    def stands_apart(self, element: Element) -> bool:
        return element.name in APART

    def letters(self, text: str) -> str:
        return typefaces.showable(text)

    def picture(self, alt: str) -> Count:
        return super().picture(typefaces.showable(alt))
