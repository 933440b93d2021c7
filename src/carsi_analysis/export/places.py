"""The data rows of a page, numbered: what facts and marks lead to, and how they name it in few letters."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from carsi_analysis.blocks import DataRows
from carsi_analysis.export.document import Document, Reference, References


@dataclass(frozen=True)
class SourceRows:
    """The rows of one source: its entry in the list of references, where there is one, and numbered rows."""

    reference: Reference | None
    rows: list[tuple[int, DataRows]]


class Places:
    """The data rows that a document lists with its references, numbered in the order of their sources.

    Attributes:
        sources: the rows of each source.
    """

    def __init__(self, document: Document) -> None:
        lists = [block for block in document.blocks if isinstance(block, References)]
        self._entries = entries = {entry.anchor: entry for block in lists for entry in block.entries}
        numbered = list(enumerate((rows for block in lists for rows in block.rows), start=1))
        self._numbers = {row_id: number for number, rows in numbered for row_id in rows.rows}
        self.sources = [
            SourceRows(entries.get(f"ref-{source_id}"), list(own))
            for source_id, own in groupby(numbered, key=lambda one: one[1].source_id)
        ]

    def spans(self, row_ids: Iterable[str]) -> list[tuple[int, int]]:
        """Give the numbers of rows as spans; rows that are not listed have none."""
        numbers = sorted({self._numbers[row_id] for row_id in row_ids if row_id in self._numbers})
        spans: list[tuple[int, int]] = []
        for number in numbers:
            if spans and spans[-1][1] == number - 1:
                spans[-1] = (spans[-1][0], number)
            else:
                spans.append((number, number))
        return spans

    def references(self, source_ids: Iterable[str]) -> list[Reference]:
        """Give the entries of sources in the list of references."""
        return [entry for source_id in source_ids if (entry := self._entries.get(f"ref-{source_id}"))]

    def written(self, row_ids: Iterable[str]) -> str:
        """Write the numbers of rows as the page's script reads them: ``3 7-12``."""
        return " ".join(str(first) if first == last else f"{first}-{last}" for first, last in self.spans(row_ids))
