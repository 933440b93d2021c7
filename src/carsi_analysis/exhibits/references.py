"""Reference marks: sources are numbered in the order in which a report first cites them."""

from collections.abc import Iterable


class References:
    """The numbering of one report; showing the same cells again keeps the numbers."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, source_id: str) -> int:
        """Give the number of a source, the next one at its first use."""
        return self._numbers.setdefault(source_id, len(self._numbers) + 1)

    def mark(self, sources: Iterable[str]) -> str:
        """Write the superscript marks of sources, in Markdown, each a link to the list of references.

        Brackets keep a mark from being read, or copied, as a digit of the figure before it.
        """
        numbered = sorted((self.number(source), source) for source in sources)
        return f"<sup>[{', '.join(f'[{number}](#ref-{source})' for number, source in numbered)}]</sup>"

    def in_order(self) -> list[tuple[int, str]]:
        """List the sources cited so far with their numbers."""
        return sorted((number, source) for source, number in self._numbers.items())
