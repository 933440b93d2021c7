"""Clean HTML, parsed once, as the tree that every format writes."""

from bs4 import Tag
from bs4.element import NavigableString, PageElement

from carsi_analysis.export.characters import runs_from_the_right
from carsi_analysis.export.foreign.tables import read_table
from carsi_analysis.export.tree import Content, Element, text_of

DEEPEST = 100
"""Levels of nesting below which only the words of an element stay; no page of people goes so deep."""


LINES = frozenset({"p", "ul", "ol", "dl", "li", "dt", "dd", "blockquote", "figcaption"})
"""Elements whose lines, and marks before them, run from the right where their first letter does."""


def content_of(tag: Tag, depth: int = 0) -> Content:
    """Give what stands inside an element that ``sanitise`` has cleaned."""
    content: Content = []
    for child in tag.children:
        for node in _nodes(child, depth + 1):
            if isinstance(node, str) and content and isinstance(content[-1], str):
                content[-1] += node  # cleaning leaves words in pieces
            else:
                content.append(node)
    return content


def _nodes(child: PageElement, depth: int) -> Content:
    if isinstance(child, NavigableString):
        return [str(child)]
    if not isinstance(child, Tag):
        return []
    if depth > DEEPEST:
        return [child.get_text(" ")]
    if child.name == "table":
        return _table(child)
    attributes = {name: _stated(value) for name, value in child.attrs.items()}
    content = content_of(child, depth)
    if child.name in LINES and "dir" not in attributes and runs_from_the_right(text_of(content)):
        attributes["dir"] = "rtl"
    return [Element(child.name, attributes, content)]


def _table(element: Tag) -> Content:
    found = read_table(element, content_of)
    if found is None:
        return []
    found.table.anchor = _stated(element.get("id") or "")
    caption: Content = [Element("p", {}, [Element("strong", {}, found.caption)])] if found.caption else []
    return [*caption, found.table, *(Element("p", {}, note) for note in found.notes)]


def _stated(value: object) -> str:
    return " ".join(value) if isinstance(value, list) else str(value)
