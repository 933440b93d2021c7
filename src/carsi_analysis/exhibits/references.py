"""Reference marks: sources are numbered in the order in which a report first cites them."""

from collections.abc import Iterable

from carsi_analysis.blocks import ReferenceMark, Source


class References:
    """The numbering of one report; showing the same cells again keeps the numbers."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._printed: set[str] = set()

    def number(self, source_id: str, *, printed: bool = True) -> int:
        """Give the number of a source, the next one at its first use; ``printed`` where print shows what cites it."""
        if printed:
            self._printed.add(source_id)
        return self._numbers.setdefault(source_id, len(self._numbers) + 1)

    def mark(self, sources: Iterable[str], *, printed: bool = True) -> ReferenceMark:
        """Give the mark of sources, in the order of their numbers."""
        numbered = sorted((self.number(source, printed=printed), source) for source in sources)
        return ReferenceMark([Source(number, source) for number, source in numbered])

    def in_order(self) -> list[tuple[int, str, bool]]:
        """List the sources cited so far: number, source, and whether anything printed cites it."""
        return sorted((number, source, source in self._printed) for source, number in self._numbers.items())
