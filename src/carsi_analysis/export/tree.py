"""The text of a document as a tree: what a writer turns into HTML, Typst or Markdown, and none of them parses again.

Elements have the names and attributes of HTML, and only those that ``foreign.sanitise`` lets through.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, TypeAlias


@dataclass
class Element:
    """An element, such as a paragraph, a link, a picture or a part of a formula."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "Content" = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """Its identifier, by which links find it."""
        return self.get("id")

    def get(self, attribute: str) -> str:
        """Give an attribute, or nothing."""
        return self.attributes.get(attribute, "")

    def elements(self, name: str = "") -> "list[Element]":
        """Give the children that are elements, or those of a name."""
        return [child for child in self.children if isinstance(child, Element) and name in ("", child.name)]


@dataclass
class Cell:
    """A cell at its grid column.

    Attributes:
        fill, ink: ``#rrggbb`` or None.
        bar: a colour that fills it from one per cent of its width to another, or None.
        align: the side that its library states, or nothing.
    """

    content: "Content"
    text: str
    is_header: bool
    column: int
    colspan: int = 1
    rowspan: int = 1
    fill: str | None = None
    ink: str | None = None
    bar: tuple[str, float, float] | None = None
    bold: bool = False
    italic: bool = False
    align: str = ""


@dataclass
class Table:
    """Rows of cells, without the positions that a span from elsewhere covers.

    Attributes:
        head: header rows, topmost first.
        body: all other rows.
        alignments: ``left``, ``right`` or ``center`` for each column.
        anchor: its identifier, where it stands in running text.
    """

    head: list[list[Cell]]
    body: list[list[Cell]]
    alignments: list[str]
    anchor: str = ""

    def row_headers(self) -> list[int]:
        """Give for each body row how many of its leading cells are headers."""
        counts = []
        for row in self.body:
            data = (index for index, cell in enumerate(row) if not (cell.is_header and cell.text))
            counts.append(next(data, len(row)))
        return counts


Node: TypeAlias = str | Element | Table
Content: TypeAlias = list[Node]


def parts_of(item: Any) -> Iterator[Element | Table]:
    """Give all elements and tables of a block or a piece of content, down to the cells of its tables, in order."""
    if isinstance(item, str):
        return
    if isinstance(item, Element):
        yield item
        yield from parts_of(item.children)
    elif isinstance(item, list):
        for part in item:
            yield from parts_of(part)
    elif isinstance(item, Table):
        yield item
        for row in (*item.head, *item.body):
            for cell in row:
                for part in cell.content:
                    if not isinstance(part, str):
                        yield from parts_of(part)
    elif is_dataclass(item):
        for each in fields(item):
            yield from parts_of(getattr(item, each.name))


def text_of(content: Iterable[Node]) -> str:
    """Give all letters of some content, white space as it stands."""
    pieces = []
    for node in content:
        if isinstance(node, str):
            pieces.append(node)
        elif isinstance(node, Element):
            pieces.append(text_of(node.children))
        else:
            pieces.extend(text_of(cell.content) for row in (*node.head, *node.body) for cell in row)
    return "".join(pieces)


def plain(content: Iterable[Node]) -> str:
    """Give the words of some content with single spaces."""
    return re.sub(r"\s+", " ", text_of(content)).strip()


def stripped(content: Content) -> Content:
    """Drop white space at both ends."""
    content = list(content)
    while content and isinstance(content[0], str) and not content[0].strip():
        del content[0]
    while content and isinstance(content[-1], str) and not content[-1].strip():
        del content[-1]
    if content and isinstance(content[0], str):
        content[0] = content[0].lstrip()
    if content and isinstance(content[-1], str):
        content[-1] = content[-1].rstrip()
    return content


def is_blank(content: Content) -> bool:
    """Tell whether some content shows nothing."""
    return not any(
        node.strip() if isinstance(node, str) else isinstance(node, Table) or _shows(node) for node in content
    )


def _shows(element: Element) -> bool:
    return element.name in {"img", "math", "hr"} or not is_blank(element.children)
