"""The account of a file: whether each word, picture and formula of the document can be seen in it.

It reads the finished file with other eyes than those that wrote it, so that what a format drops in silence is told.
"""

from dataclasses import dataclass, replace
from itertools import groupby

from lxml import html as lxml_html

from carsi_analysis.export.characters import folded
from carsi_analysis.export.counts import FORMULA, PICTURE, Count, Shown, Written, total, words_in
from carsi_analysis.export.document import Block, Document, Finding, Notice
from carsi_analysis.export.labels import labels_of
from carsi_analysis.words import Words

LONG_NUMBER = 7
"""Digits from which a number may stand broken in a file; other words are looked for across line breaks too."""

Piece = tuple[int | None, Count]
MOST_NAMED = 12
"""Words that one message names."""


@dataclass(frozen=True)
class Loss:
    """What of a cell cannot be seen in a file: some words of it, and how many of its pictures and formulas."""

    cell: int | None
    words: str
    pictures: int
    formulas: int

    def finding(self) -> Finding:
        """Tell it to who made the notebook."""
        told = [f"{self.pictures} of its pictures"] if self.pictures else []
        told += [f"{self.formulas} of its formulas"] if self.formulas else []
        told += [f"the words “{self.words}”"] if self.words else []
        return Finding(self.cell, f"{', '.join(told)} cannot be seen in the file", "show it in another form")

    def notice(self, cell: int, labels: Words) -> Notice:
        """Tell it, after a cell, to who reads the document."""
        told = [labels("lost_pictures", count=self.pictures)] if self.pictures else []
        told += [labels("lost_formulas", count=self.formulas)] if self.formulas else []
        place = labels("lost", number=self.cell) if self.cell else labels("lost_notes")
        return Notice(cell, " ".join([place, *told]), self.words)


def of_html(document: Document, page: str) -> list[Loss]:
    """Give what of a document cannot be seen on its page, by cell."""
    root = lxml_html.fromstring(page)
    text = " ".join(root.itertext())
    seen = words_in(text)
    seen[FORMULA] = len(root.findall(".//math"))
    named = [*root.findall(".//img"), *root.findall(".//svg")]
    seen.update(PICTURE + (one.get("alt") or one.get("aria-label") or "") for one in named)
    return missing(pieces_of(document, Shown()), seen, text)


def of_text(document: Document, text: str) -> list[Loss]:
    """Give what of a document its Markdown does not hold, by cell."""
    return missing(pieces_of(document, Written()), words_in(text), text)


def with_notices(document: Document, losses: list[Loss]) -> Document:
    """Give a document that says after each cell what of it cannot be seen."""
    labels = labels_of(document.meta.language)
    blocks: list[Block] = []
    for cell, same in groupby(document.blocks, key=lambda block: block.cell):
        blocks += [*same, *(loss.notice(cell, labels) for loss in losses if loss.cell == cell)]
    last = document.blocks[-1].cell if document.blocks else 1
    blocks += [loss.notice(last, labels) for loss in losses if loss.cell is None]
    return replace(document, blocks=blocks)


def pieces_of(document: Document, counter: Shown) -> list[Piece]:
    """Count by block, each with its cell, what a document is to show in a format; notes come last."""
    pieces: list[Piece] = [(block.cell, counter.of(block)) for block in document.blocks]
    return [*pieces, *((None, counter.content(note.content)) for note in document.footnotes)]


def missing(pieces: list[Piece], seen: Count, text: str) -> list[Loss]:
    """Give by cell what is to be shown and a file does not.

    Args:
        seen: what can be seen in the file.
        text: its words as they follow each other.
    """
    wanted = total(count for _, count in pieces)
    fewer = {item: count for item, count in wanted.items() if seen[item] < count}
    joined = "".join(folded(text).split()) if fewer else ""
    lacking = Count({item: count - seen[item] for item, count in fewer.items() if not _broken(item, count, joined)})
    if not lacking:
        return []
    lacking -= _glued(seen - wanted, lacking, wanted)
    lost: dict[int | None, Count] = {}
    while lacking:  # who lacks most lost them: other cells may hold the same words
        place = max(range(len(pieces)), key=lambda place: (pieces[place][1] & lacking).total())
        cell, own = pieces[place]
        part = own & lacking
        lacking -= part
        pieces = [*pieces[:place], (cell, own - part), *pieces[place + 1 :]]
        lost[cell] = lost.get(cell, Count()) + part
    return [_loss(cell, count) for cell, count in lost.items()]


def _glued(left_over: Count, lacking: Count, wanted: Count) -> Count:
    """Give the numbers that stand in the file as one with the number beside them, as in narrow columns of a table."""
    found = Count()
    for item, count in left_over.items():
        for place in range(1, len(item) if item.isdigit() else 0):
            parts = Count([item[:place], item[place:]])
            if all(part in wanted for part in parts) and parts & lacking:
                found.update({part: count * times for part, times in parts.items()})
                break
    return found


def _broken(item: str, count: int, joined: str) -> bool:
    """Tell whether a word stands in the file so often, perhaps across line breaks."""
    return not item.startswith("[") and not (item.isdigit() and len(item) < LONG_NUMBER) and joined.count(item) >= count


def _loss(cell: int | None, lost: Count) -> Loss:
    words = [item for item in lost if not item.startswith("[")]
    named = " ".join(words[:MOST_NAMED]) + (" …" if len(words) > MOST_NAMED else "")
    return Loss(cell, named, sum(count for item, count in lost.items() if item.startswith(PICTURE)), lost[FORMULA])
