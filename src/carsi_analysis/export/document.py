"""The document that every output format is written from: what is said, in order, free of notebook and format.

Its text is a tree of clean elements. Formats differ in how they show a block, never in which blocks there are, how
they are numbered or what they say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate, groupby
from typing import Any

from carsi_analysis.blocks import ChartMark, Data, DataRows, Role, Title
from carsi_analysis.export.pictures import Picture
from carsi_analysis.export.tree import Content, Table


@dataclass(frozen=True)
class Finding:
    """Something a reader of the output would miss; it fails a strict export.

    Attributes:
        cell: number of the cell, counted from 1; None when it concerns the whole notebook.
        message: what is wrong.
        advice: what to do in the notebook.
    """

    cell: int | None
    message: str
    advice: str


@dataclass
class Block:
    """One piece of the document; ``cell`` is where it came from, ``language`` differs from the document's.

    ``role`` is its place on the first page, where it has one.
    """

    cell: int
    role: Role = field(default="", kw_only=True)
    language: str | None = field(default=None, kw_only=True)


@dataclass
class Heading(Block):
    """``level`` counts from 1 below the title and never skips; ``stated_level`` is the notebook's."""

    level: int
    stated_level: int
    anchor: str
    content: Content


@dataclass
class Prose(Block):
    """Paragraphs, lists, quotations, formulas and plain tables."""

    content: Content


@dataclass
class Exhibit(Block):
    """What figures and tables share. Without a title there is no number.

    ``name`` is that of its files to take, ``taken`` the table in one of them, ``cited`` its sources by name. Print only
    names one of the ``annex``, at the end.
    """

    anchor: str
    number: int | None
    title: Content
    subtitle: Content = field(default_factory=list, kw_only=True)
    notes: list[Content] = field(default_factory=list, kw_only=True)
    source_line: Content = field(default_factory=list, kw_only=True)
    data: Data | None = field(default=None, kw_only=True)
    taken: Data | None = field(default=None, kw_only=True)
    cited: str = field(default="", kw_only=True)
    name: str = field(default="", kw_only=True)
    annex: bool = field(default=False, kw_only=True)


@dataclass
class View:
    """The values of a figure seen another way."""

    title: str
    subtitle: str
    alt: str
    picture: Picture
    marks: list[ChartMark]


@dataclass
class Figure(Exhibit):
    """A picture with its words: ``alt`` is short and required, ``description`` long and optional.

    ``narrow`` is the same drawn for a phone; ``marks`` say what the parts of both stand for. ``map`` shows its last
    values by country.
    """

    picture: Picture
    alt: str
    description: str = ""
    narrow: Picture | None = None
    marks: list[ChartMark] = field(default_factory=list)
    map: View | None = None


@dataclass
class TableBlock(Exhibit):
    """A table of any library, read into one model."""

    table: Table


@dataclass
class Code(Block):
    """Source of a cell that asks to be shown."""

    source: str


@dataclass
class Stream(Block):
    """Plain text that a cell printed."""

    text: str


@dataclass
class Notice(Block):
    """Says in the document that something could not be shown, or that a cell failed."""

    text: str
    detail: str = ""


@dataclass
class Reference:
    """An entry of the reference list; ``marks`` are the anchors of the marks that cite it.

    Nothing that is printed cites an entry of the ``annex``, and print leaves it out.
    """

    number: int
    anchor: str
    content: Content
    annex: bool = False
    marks: list[str] = field(default_factory=list)


@dataclass
class References(Block):
    """The numbered list of sources; ``compact`` prints it small in two columns.

    ``rows`` are the data rows that facts and marks lead to on a page, in the order of their sources.
    """

    entries: list[Reference]
    compact: bool = False
    rows: list[DataRows] = field(default_factory=list)


@dataclass
class Limits(Block):
    """What readers of exhibits must know of their data: numbers, anchors and texts.

    Nothing that is printed names a number that is ``annexed``, and print leaves it out.
    """

    entries: list[tuple[int, str, Content]]
    annexed: frozenset[int] = frozenset()

    @property
    def printed(self) -> list[tuple[int, str, Content]]:
        """The entries that print shows."""
        return [entry for entry in self.entries if entry[0] not in self.annexed]


@dataclass
class Footnote:
    """A note; ``mark`` is its number or letter, ``marks`` are the anchors of the places that point to it."""

    mark: str
    anchor: str
    content: Content
    marks: list[str] = field(default_factory=list)


@dataclass
class Fact:
    """A number of the prose and what it rests on; ``marks`` are the anchors of the places that state it."""

    anchor: str
    text: str
    in_full: str
    rows: tuple[str, ...]
    sources: tuple[str, ...]
    locator: str
    marks: list[str] = field(default_factory=list)


@dataclass
class Document:
    """A whole document; ``beside`` is what its page leads to in the edition that it is part of."""

    notebook: str
    meta: Title
    blocks: list[Block]
    footnotes: list[Footnote]
    facts: list[Fact]
    findings: list[Finding]
    lettered_notes: bool = False
    beside: Mapping[str, Any] | None = None

    def headings(self, deepest: int) -> list[Heading]:
        """Give the headings down to level ``deepest``, in order, without those of the first page's columns."""
        headings = [block for block in self.blocks if isinstance(block, Heading) and not block.role]
        return [heading for heading in headings if heading.level <= deepest]

    def parts(self) -> list[tuple[Role, list[list[Block]]]]:
        """Give the blocks by role: those of one role that follow each other together, divided by their cells.

        A column of the first page goes on through cells without a heading, which may depend on the data.
        """
        parts: list[tuple[Role, list[list[Block]]]] = []
        for role, same in groupby(self.blocks, key=lambda block: block.role):
            cells = [list(cell) for _, cell in groupby(same, key=lambda block: block.cell)]
            starts = [role != "column" or isinstance(cell[0], Heading) for cell in cells]
            numbers = accumulate(starts)
            numbered = groupby(zip(numbers, cells, strict=True), key=lambda pair: pair[0])
            parts.append((role, [[block for _, cell in own for block in cell] for _, own in numbered]))
        return parts
