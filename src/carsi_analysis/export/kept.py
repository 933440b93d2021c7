"""Keeps a document that was read, to give copies of it."""

import io
import pickle
from typing import Any

from carsi_analysis.export.document import Document
from carsi_analysis.export.tree import Table


class Kept:
    """A document as it was; all copies share its tables.

    No writer changes a table, and to copy one of 20,000 cells takes as long as to write it.
    """

    def __init__(self, document: Document) -> None:
        self._tables: list[Table] = []
        buffer = io.BytesIO()
        _Pickler(buffer, self._tables).dump(document)
        self._rest = buffer.getvalue()

    def copy(self) -> Document:
        """Give a copy."""
        document: Document = _Unpickler(io.BytesIO(self._rest), self._tables).load()
        return document


class _Pickler(pickle.Pickler):
    def __init__(self, file: io.BytesIO, tables: list[Table]) -> None:
        super().__init__(file)
        self._tables = tables

    def persistent_id(self, item: Any) -> int | None:
        if not isinstance(item, Table):
            return None
        self._tables.append(item)
        return len(self._tables) - 1


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, tables: list[Table]) -> None:
        super().__init__(file)
        self._tables = tables

    def persistent_load(self, number: int) -> Table:
        return self._tables[number]
