"""Makes every link inside a document lead somewhere, and every mark a place to come back to."""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag
from markupsafe import Markup

from carsi_analysis.export.document import (
    Document,
    Exhibit,
    Finding,
    Heading,
    References,
    plain,
)
from carsi_analysis.export.labels import labels_of

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
        mender.cell = block.cell
        _map_html(block, mender.mend)
    mender.cell = None
    for footnote in document.footnotes:
        _map_html(footnote, mender.mend)
    mender.hand_out_marks()


class _Mender:
    def __init__(self, document: Document):
        self.document = document
        self.labels = labels_of(document.meta.language)
        self.cell: int | None = None
        self.marks: dict[str, list[str]] = defaultdict(list)
        self.targets = _targets(document)
        headings = [(plain(block.html), block.anchor) for block in document.blocks if isinstance(block, Heading)]
        named = [*((target, target) for target in self.targets), *headings]
        self.by_folded_name = {_folded(name): target for name, target in reversed(named)}

    def mend(self, html: Markup) -> Markup:
        if "<a" not in html:
            return html
        soup = BeautifulSoup(html, "html.parser")
        for link in soup.find_all("a"):
            self._mend_link(link)
        return Markup(soup.decode(formatter="minimal"))

    def hand_out_marks(self) -> None:
        marked: list[Any] = [*self.document.footnotes, *self.document.facts]
        for block in self.document.blocks:
            if isinstance(block, References):
                marked.extend(block.entries)
        for item in marked:
            item.marks.extend(self.marks[item.anchor])

    def _mend_link(self, link: Tag) -> None:
        href = str(link.get("href", ""))
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
        link["href"] = f"#{target}"
        if target.startswith(("fn-", "ref-", "fact-")):
            self._mark(link, target)

    def _mark(self, link: Tag, target: str) -> None:
        number = len(self.marks[target]) + 1
        link["id"] = link.get("id") or f"mark-{target}-{number}"
        self.marks[target].append(str(link["id"]))
        if target.startswith("ref-"):
            link["aria-label"] = self.labels.reference.format(number=link.get_text(strip=True))

    def _target(self, name: str) -> str | None:
        return name if name in self.targets else self.by_folded_name.get(_folded(name))

    def _unlink(self, link: Tag) -> None:
        if link.get("id"):
            link.name = "span"
            link.attrs = {"id": link["id"]}
        else:
            link.unwrap()

    def _find(self, message: str, advice: str) -> None:
        self.document.findings.append(Finding(self.cell, message, advice))


def _targets(document: Document) -> dict[str, None]:
    """Give all anchors in document order."""
    targets: dict[str, None] = {}

    def collect(html: Markup) -> Markup:
        targets.update(dict.fromkeys(re.findall(r'<[a-z0-9]+[^>]*\bid="([^"]+)"', html)))
        return html

    for block in document.blocks:
        if isinstance(block, Heading | Exhibit):
            targets[block.anchor] = None
        if isinstance(block, References):
            targets.update(dict.fromkeys(entry.anchor for entry in block.entries))
        _map_html(block, collect)
    targets.update(dict.fromkeys(note.anchor for note in document.footnotes))
    targets.update(dict.fromkeys(fact.anchor for fact in document.facts))
    return targets


def _folded(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _map_html(item: Any, change: Callable[[Markup], Markup]) -> None:
    """Apply ``change`` to every piece of clean HTML in a block, down to the cells of its tables."""
    if isinstance(item, list):
        for index, value in enumerate(item):
            if isinstance(value, Markup):
                item[index] = change(value)
            else:
                _map_html(value, change)
    elif is_dataclass(item):
        for field in fields(item):
            value = getattr(item, field.name)
            if isinstance(value, Markup):
                if value:
                    setattr(item, field.name, change(value))
            elif isinstance(value, list) or is_dataclass(value):
                _map_html(value, change)
