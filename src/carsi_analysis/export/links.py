"""Makes every link inside a document lead somewhere, and every mark a place to come back to."""

import re
from collections import defaultdict
from typing import Any
from urllib.parse import unquote

from carsi_analysis.export.document import Document, Exhibit, Figure, Finding, Heading, Limits, References
from carsi_analysis.export.labels import labels_of
from carsi_analysis.export.tree import Element, parts_of, plain, text_of

OUTSIDE = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
LONGEST_ADDRESS = 8000
"""Bytes of an address that Typst still takes."""


def mend_links(document: Document) -> None:
    """Mend all links of a document in place.

    Marks of notes, references and facts get an anchor, and the thing they mark lists it. A link to another
    heading is found as JupyterLab would find it. What leads nowhere becomes plain text and a finding.
    """
    mender = _Mender(document)
    for block in document.blocks:
        mender.mend(block, block.cell)
    mender.mend(document.footnotes, None)
    mender.hand_out_marks()


class _Mender:
    def __init__(self, document: Document):
        self.document = document
        self.labels = labels_of(document.meta.language)
        self.cell: int | None = None
        self.marks: dict[str, list[str]] = defaultdict(list)
        self.targets = _targets(document)
        headings = [(plain(block.content), block.anchor) for block in document.blocks if isinstance(block, Heading)]
        named = [*((target, target) for target in self.targets), *headings]
        self.by_folded_name = {_folded(name): target for name, target in reversed(named)}

    def mend(self, item: Any, cell: int | None) -> None:
        """Mend the links of a block or of notes."""
        self.cell = cell
        for part in parts_of(item):
            if isinstance(part, Element) and part.name == "a":
                self._mend_link(part)

    def hand_out_marks(self) -> None:
        marked: list[Any] = [*self.document.footnotes, *self.document.facts]
        for block in self.document.blocks:
            if isinstance(block, References):
                marked.extend(block.entries)
        for item in marked:
            item.marks.extend(self.marks[item.anchor])

    def _mend_link(self, link: Element) -> None:
        href = link.get("href")
        if OUTSIDE.match(href):
            if len(href.encode()) > LONGEST_ADDRESS:
                self._find(f"the address {href[:60] + '…'!r} is too long for a PDF", "link to a shorter one")
                self._unlink(link)
            return
        if not href.startswith("#"):
            if href:
                self._find(f"the link to {href!r} leads to a file that readers do not have", "link to a web address")
            self._unlink(link)
            return
        target = self._target(unquote(href[1:]))
        if target is None:
            self._find(f"the link to {href!r} leads nowhere", "name a heading, figure, table or reference that exists")
            self._unlink(link)
            return
        link.attributes["href"] = f"#{target}"
        if text_of(link.children).startswith("@"):
            link.children = [self._name_of(target)]
        if target.startswith(("fn-", "ref-", "fact-")):
            self._mark(link, target)

    def _name_of(self, target: str) -> str:
        """Name a place that is referred to by its label: the number of an exhibit, the words of a heading."""
        for block in self.document.blocks:
            if isinstance(block, Exhibit) and block.anchor == target and block.number:
                kind = "figure" if isinstance(block, Figure) else "table"
                return f"{self.labels(kind)} {block.number}"
            if isinstance(block, Heading) and block.anchor == target:
                return plain(block.content)
        return target

    def _mark(self, link: Element, target: str) -> None:
        number = len(self.marks[target]) + 1
        link.attributes["id"] = link.anchor or f"mark-{target}-{number}"
        self.marks[target].append(link.anchor)
        if target.startswith("ref-"):
            link.attributes["aria-label"] = self.labels("reference", number=plain(link.children))

    def _target(self, name: str) -> str | None:
        return name if name in self.targets else self.by_folded_name.get(_folded(name))

    def _unlink(self, link: Element) -> None:
        link.name = "span"
        link.attributes = {"id": link.anchor} if link.anchor else {}

    def _find(self, message: str, advice: str) -> None:
        self.document.findings.append(Finding(self.cell, message, advice))


def _targets(document: Document) -> dict[str, None]:
    """Give all anchors in document order."""
    targets: dict[str, None] = {}
    for block in document.blocks:
        if isinstance(block, Heading | Exhibit):
            targets[block.anchor] = None
        if isinstance(block, Limits):
            targets.update(dict.fromkeys(anchor for _, anchor, _ in block.entries))
        if isinstance(block, References):
            targets.update(dict.fromkeys(entry.anchor for entry in block.entries))
        targets.update(dict.fromkeys(part.anchor for part in parts_of(block) if part.anchor))
    targets.update(dict.fromkeys(note.anchor for note in document.footnotes))
    targets.update(dict.fromkeys(fact.anchor for fact in document.facts))
    return targets


def _folded(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
