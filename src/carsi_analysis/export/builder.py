"""A document as far as it is read: gives blocks their numbers, anchors and levels in the order of the cells."""

from carsi_analysis.blocks import Role, Title
from carsi_analysis.export.characters import short, slug
from carsi_analysis.export.document import Block, Fact, Finding, Heading, Notice, Prose
from carsi_analysis.export.taken import FileNames
from carsi_analysis.export.tree import Content, Element, is_blank, plain
from carsi_analysis.words import Words

PAGE_ANCHORS = frozenset({"main", "contents-title", "notes-title", "figures-cited", "data-rows", "other-reports"})
"""Identifiers that the page itself needs, in ``templates/body.html.j2``."""


class Builder:
    """Takes what is read of one cell after the other.

    Attributes:
        cell: number of the cell that is being read, counted from 1.
        role: the place on the first page of what is being read.
        report: what the document says of itself.
        title: of the document; the only heading of level 1 gives it where nothing else does.
        file_names: of what readers take.
    """

    def __init__(self, labels: Words, report: Title):
        self.labels, self.report, self.title = labels, report, report.title
        self.file_names = FileNames()
        self.cell = 0
        self.role: Role = ""
        self.blocks: list[Block] = []
        self.facts: dict[str, Fact] = {}
        self.findings: list[Finding] = []
        self._anchors = set(PAGE_ANCHORS)
        self._left_out: dict[int, None] = {}
        self._numbers = {"figure": 0, "table": 0}

    def prose(self, content: Content) -> None:
        """Add paragraphs; a list goes on where the output before it in the same cell ended with one."""
        if is_blank(content):
            return
        before = self.blocks[-1] if self.blocks else None
        if isinstance(before, Prose) and before.cell == self.cell:
            last, first = before.content[-1], content[0]
            if isinstance(last, Element) and isinstance(first, Element) and last.name == first.name == "ul":
                more = first.children
                last.children += more[1:] if more[:1] == ["\n"] else more
                before.content += content[1:]
                return
        self.blocks.append(Prose(self.cell, content, role=self.role))

    def heading(self, content: Content, stated: int, identifier: str = "") -> None:
        """Add a heading, of the level that the notebook states; ``settle_headings`` counts the levels."""
        anchor = identifier or self.anchor(slug(plain(content)) or "section")
        self.blocks.append(Heading(self.cell, 1, stated, anchor, content, role=self.role))

    def settle_headings(self) -> None:
        """Take the title from the only heading of level 1, and count the levels of the others without gaps.

        Where several headings are of level 1, all are sections: one of them says nothing of the others.
        """
        headings = [block for block in self.blocks if isinstance(block, Heading) and not block.role]
        tops = [heading for heading in headings if heading.stated_level == 1]
        if headings and tops and headings[0] is tops[0]:
            words = plain(tops[0].content)
            if words == self.title or (not self.title and len(tops) == 1):
                self.title = words
                self.blocks = [block for block in self.blocks if block is not tops[0]]
                headings = headings[1:]
        levels: list[int] = []
        for heading in headings:
            while levels and levels[-1] >= heading.stated_level:
                levels.pop()
            levels.append(heading.stated_level)
            heading.level = len(levels)

    def number(self, kind: str) -> int:
        """Give the next figure or table of the document its number."""
        self._numbers[kind] += 1
        return self._numbers[kind]

    def exhibit_anchor(self, kind: str, label: str, number: int | None) -> str:
        """Give the anchor of a figure or table that calls itself ``label``."""
        prefix = {"figure": "fig", "table": "tbl"}[kind]
        label = slug(label or str(number or len(self.blocks) + 1))
        return self.anchor(label if label.startswith(f"{prefix}-") else f"{prefix}-{label or 'x'}")

    def anchor(self, wanted: str) -> str:
        """Give an identifier that no other place of the document has."""
        anchor, count = wanted, 1
        while anchor in self._anchors:
            count += 1
            anchor = f"{wanted}-{count}"
        self._anchors.add(anchor)
        return anchor

    def find(self, message: str, advice: str) -> None:
        """Note what a reader would miss of this cell."""
        self.findings.append(Finding(self.cell, message, advice))

    def leave_out(self, text: str) -> None:
        """Note that this cell wrote to the error stream, which documents leave out."""
        self.find(f"messages on its error stream are left out: {short(text)!r}", "print what readers need")
        self._left_out.setdefault(self.cell, None)

    def tell_left_out(self) -> None:
        """Say at the end of the document which cells wrote to the error stream."""
        if self._left_out:
            told = self.labels("errors_left_out", cells=", ".join(map(str, self._left_out)))
            self.blocks.append(Notice(self.cell, told))

    def notice(self, text: str, message: str, advice: str) -> None:
        """Say in the document, and among the findings, that something of this cell could not be shown."""
        self.find(message, advice)
        self.blocks.append(Notice(self.cell, text))
