"""What is wrong with a data package, said so that the person who edits it can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass

from carsi_analysis.errors import CarsiError
from carsi_analysis.printable import first_lines, first_of

LONGEST_VALUE_SHOWN = 80
MOST_LINES_SHOWN = 5
MOST_PROBLEMS_SHOWN = 20


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, with its place.

    Attributes:
        file: Path inside the package, such as ``funding.csv``.
        wrong: What is wrong, as a predicate of the value: ``is not an integer``.
        expected: What should stand there.
        line: Line of the file, counted from 1 (the header of a table is line 1); None for the whole file.
        column: Name of the table column; a character position in ``datapackage.json``; None for a whole line.
        value: The text found there; None when something is absent.
        source_id: The source that the row cites, where the row names one.
        more_lines: Further lines of the same column with the same wrong value.
        position: Place of the column in its table, for sorting.
    """

    file: str
    wrong: str
    expected: str
    line: int | None = None
    column: str | int | None = None
    value: str | None = None
    source_id: str | None = None
    more_lines: tuple[int, ...] = ()
    position: int = 0

    @property
    def message(self) -> str:
        """``funding.csv, line 14, column amount_usd: '25,000,000' is not an integer; expected …``."""
        place = self.file
        if self.line is not None:
            place += f", line {self.line}"
        if self.column is not None:
            place += f", column {self.column}"
        wrong = self.wrong if self.value is None else f"{_shown(self.value)} {self.wrong}"
        also = f"also line {first_of([str(line) for line in self.more_lines], MOST_LINES_SHOWN)}"
        remarks = [also] * bool(self.more_lines) + [f"row cites {self.source_id}"] * bool(self.source_id)
        return f"{place}: {wrong}; expected {self.expected}" + (f" ({'; '.join(remarks)})" if remarks else "")

    def __str__(self) -> str:
        return self.message


class Unusable(ValueError):
    """A formula, condition or rule that stands in the data cannot be applied.

    ``wrong`` says why, ``expected`` what would do, and ``column`` names the cell that says it, where that is known.
    """

    def __init__(self, wrong: str, expected: str, column: str = "") -> None:
        super().__init__(f"{wrong}; expected {expected}")
        self.wrong, self.expected, self.column = wrong, expected, column


class DataError(CarsiError):
    """The data package cannot be used; ``problems`` lists everything that is wrong with it."""

    def __init__(self, where: str, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        lines = [f"  {problem.message}" for problem in self.problems]
        shown = first_lines(lines, MOST_PROBLEMS_SHOWN, "  … and {count} more: `carsi validate` lists all")
        count = "1 problem" if len(self.problems) == 1 else f"{len(self.problems)} problems"
        super().__init__("\n".join([f"the data package in {where} has {count}:", *shown]))


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sort by file, line and column."""
    return sorted(problems, key=lambda each: (each.file, each.line or 0, each.position, each.message))


def _shown(value: str) -> str:
    short = value if len(value) <= LONGEST_VALUE_SHOWN else value[:LONGEST_VALUE_SHOWN] + "…"
    return repr(short)
