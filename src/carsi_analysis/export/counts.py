"""Counts the words, pictures and formulas that a block of a document is to show in a format."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from carsi_analysis.export.characters import SHAPED, folded
from carsi_analysis.export.document import (
    Block,
    Code,
    Exhibit,
    Figure,
    Limits,
    Notice,
    References,
    Stream,
    TableBlock,
)
from carsi_analysis.export.tree import Content, Element, Node, Table, text_of

WORD = re.compile(r"\d+|[^\W\d_]+")
PICTURE, FORMULA = "[picture] ", "[formula]"
"""What stands for things in the count: words hold no brackets."""

Count = Counter[str]


def words_in(text: str) -> Count:
    """Count the words of a text, whatever its letter case and white space; joined scripts have no words to compare."""
    text = folded(text)
    words = WORD.findall(text)
    return Counter(word for word in words if not SHAPED.search(word)) if SHAPED.search(text) else Counter(words)


def total(counts: Iterable[Count]) -> Count:
    """Add up counts; ``sum`` would build a new one for each."""
    added = Count()
    for count in counts:
        added.update(count)
    return added


class Shown:
    """Counts what a page is to show of a block."""

    def of(self, block: Block) -> Count:
        match block:
            case References():
                return self.all_of(entry.content for entry in block.entries)
            case Limits():
                return self.all_of(content for _, _, content in block.entries)
            case Code():
                return words_in(self.letters(self.lines(block.source)))
            case Stream():
                return words_in(self.letters(self.lines(block.text)))
            case Notice():
                return words_in(self.letters(f"{block.text} {block.detail}"))
            case Exhibit():
                return self._exhibit(block)
        return self.content(getattr(block, "content", []))

    def _exhibit(self, block: Exhibit) -> Count:
        count = self.all_of([block.title, block.subtitle, *block.notes, block.source_line])
        if isinstance(block, TableBlock):
            count += self.content([block.table])
        elif isinstance(block, Figure):
            count += self.picture(block.alt)
        return count

    def all_of(self, parts: Iterable[Content]) -> Count:
        return total(map(self.content, parts))

    def content(self, content: Content) -> Count:
        things = Count()
        text = "".join(self._text(content, things))
        return words_in(self.letters(text)) + things

    def _text(self, content: Content, things: Count) -> Iterator[str]:
        for node in content:
            yield from self._node(node, things)

    def _node(self, node: Node, things: Count) -> Iterator[str]:
        if isinstance(node, str):
            yield node
        elif isinstance(node, Table):
            for row in (*node.head, *node.body):
                for cell in row:
                    yield " "
                    for part in cell.content:
                        yield from [part] if isinstance(part, str) else self._node(part, things)
                    yield " "
        elif node.name == "math":
            things.update(self.formula(node))
            yield " "
        elif node.name == "img":
            things.update(self.picture(node.get("alt")))
            yield " "
        elif node.name == "pre":
            yield from (" ", self.lines(text_of(node.children).strip("\n")), " ")
        else:
            space = " " if self.stands_apart(node) else ""
            yield from (space, *self._text(self.children(node), things), space)

    def children(self, element: Element) -> Content:
        """Give what an element is to show."""
        return element.children

    def stands_apart(self, _element: Element) -> bool:
        """Tell whether the words of an element do not join those beside it in the file's text."""
        return True

    def letters(self, text: str) -> str:
        return text

    def lines(self, text: str) -> str:
        """Give code and printed lines as the file breaks them."""
        return text

    def formula(self, _formula: Element) -> Count:
        return Count([FORMULA])

    def picture(self, alt: str) -> Count:
        return Count([PICTURE + alt])


class Written(Shown):
    """Counts what Markdown is to hold of a block: a picture is told by its words, a formula by its LaTeX."""

    def formula(self, formula: Element) -> Count:
        return words_in(formula.get("alttext"))

    def picture(self, alt: str) -> Count:
        return words_in(alt)
