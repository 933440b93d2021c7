"""From the text of a CSV file to columns of cells, with every structural fault and its line.

One row is one line: a quoted value may hold commas, never a line break. With that rule a stray quotation mark
cannot swallow the rows after it, and the line of a row is its position in the file.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from carsi_analysis.data.descriptor import Table, near_miss
from carsi_analysis.data.plain_text import lines_of
from carsi_analysis.data.problems import Problem
from carsi_analysis.data.values import is_number

LONGEST_LINE = 131_072  # characters; a longer value is no text of a cell. It is the csv module's, which libraries raise
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}


@dataclass(frozen=True)
class TableText:
    """The cells of one table as text, column by column.

    Attributes:
        table: Its description.
        columns: Text of every column that the file and the description share.
        lines: Line in the file of every row.
        whole: False where a fault kept rows or columns out; other tables' keys are then not looked up here.
    """

    table: Table
    columns: dict[str, list[str]]
    lines: Sequence[int]
    whole: bool = True

    @cached_property
    def row_ids(self) -> list[str]:
        """``<table>/<primary key joined with />`` of every row; the row's number where there is no key in it."""
        name, key = self.table.name, self.table.primary_key
        if not key or not self.columns.keys() >= set(key):
            return [f"{name}/{number}" for number in range(1, len(self.lines) + 1)]
        return ["/".join((name, *parts)) for parts in self.tuples(key)]

    @cached_property
    def places(self) -> dict[str, int]:
        """Position (from 0) of every row by its identifier."""
        return {row_id: row for row, row_id in enumerate(self.row_ids)}

    def tuples(self, columns: Sequence[str]) -> Iterator[tuple[str, ...]]:
        """The cells of some columns, row by row."""
        return zip(*(self.columns[column] for column in columns), strict=True)

    def grouped(self, columns: Sequence[str], rows: Iterable[int] | None = None) -> dict[tuple[str, ...], list[int]]:
        """Rows, or all of them, by what some columns hold."""
        cells = [self.columns[column] for column in columns]
        groups: dict[tuple[str, ...], list[int]] = {}
        for row in range(len(self.lines)) if rows is None else rows:
            groups.setdefault(tuple(column[row] for column in cells), []).append(row)
        return groups

    def numbers(self, column: str, rows: Iterable[int]) -> dict[int, float]:
        """Those of these rows whose cell is a number; others are empty, or reported by the checks of values."""
        cells = self.columns[column]
        return {row: float(cells[row]) for row in rows if cells[row] and is_number(cells[row])}

    def problems_with(self, column: str, faults: Mapping[str, tuple[str, str]]) -> Iterator[Problem]:
        """One problem for each faulty value of a column, at its first line, with the further lines noted.

        ``faults`` holds (what is wrong, what is expected) for each faulty value.
        """
        if not faults:
            return
        rows: dict[str, list[int]] = {}
        for row, value in enumerate(self.columns[column]):
            if value in faults:
                rows.setdefault(value, []).append(row)
        for value, places in rows.items():
            yield self.problem_at(places, column, value, *faults[value])

    def problem_at(
        self, rows: Sequence[int], column: str | None, value: str | None, wrong: str, expected: str
    ) -> Problem:
        """The problem of one or more rows (counted from 0) of this table."""
        first, *more = [self.lines[row] for row in rows]
        return Problem(
            self.table.path,
            wrong,
            expected,
            line=first,
            column=column,
            value=value,
            source_id=self.columns["source_id"][rows[0]] or None if "source_id" in self.columns else None,
            more_lines=tuple(more),
            position=self.table.columns.index(column) + 1 if column else 0,
        )


def read_table(text: str, table: Table) -> tuple[TableText, list[Problem]]:
    """Cut the text of a table into columns; rows with structural faults are left out and reported."""
    lines, problems = lines_of(text, table.path)
    too_long = list(_long_lines(lines, table.path))
    problems += too_long
    if not lines or too_long:
        return TableText(table, {}, (), whole=False), problems
    header = next(csv.reader(lines[:1]), [])
    faults = list(_header_problems(header, table))
    problems += faults
    if not set(header) & set(table.columns):
        return TableText(table, {}, (), whole=False), problems
    rows, numbers, row_problems = _rows(lines, header, table.path)
    problems += row_problems
    cells = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in header]
    columns = {name: column for name, column in zip(header, cells, strict=True) if name in table.columns}
    return TableText(table, columns, numbers, whole=not problems), problems


def _long_lines(lines: list[str], path: str) -> Iterator[Problem]:
    for number, line in enumerate(lines, start=1):
        if len(line) > LONGEST_LINE:
            wrong = f"the line has {len(line):,} characters"
            yield Problem(path, wrong, f"at most {LONGEST_LINE:,}; line feeds may have been lost", line=number)


def _header_problems(header: list[str], table: Table) -> Iterator[Problem]:
    expected_line = ",".join(table.columns)
    if len(header) == 1 and len(table.columns) > 1:
        used = next((word for mark, word in SEPARATORS.items() if mark in header[0]), None)
        if used:
            yield Problem(table.path, f"columns are separated by {used}", "commas", line=1)
            return
    if header == list(table.columns):
        return
    if not set(header) & set(table.columns):
        yield Problem(table.path, "the first line holds none of the columns", f"the header {expected_line}", line=1)
        return
    missing = [name for name in table.columns if name not in header]
    extra = [name for name in header if name not in table.columns]
    for name in missing:
        yield Problem(table.path, "the column is missing", f"the header {expected_line}", line=1, column=name)
    for name in extra:
        expected = "only the columns that datapackage.json describes" + near_miss(name, missing)
        yield Problem(table.path, "the column is not described", expected, line=1, column=name)
    for name in sorted({name for name in header if header.count(name) > 1} - set(extra)):
        yield Problem(table.path, "the column stands more than once", "each column once", line=1, column=name)
    if not missing and not extra and len(header) == len(table.columns):
        wrong = "the columns stand in another order"
        yield Problem(table.path, wrong, f"the order of datapackage.json: {expected_line}", line=1)


def _rows(lines: list[str], header: list[str], path: str) -> tuple[list[list[str]], Sequence[int], list[Problem]]:
    """Rows with as many cells as the header, the line of each, and the problems of the others."""
    try:
        rows = list(csv.reader(lines[1:], strict=True))
    except csv.Error:
        rows = []
    # One row per line, all of the right width: nothing is wrong and no line needs to be looked at alone.
    if len(rows) == len(lines) - 1 and set(map(len, rows)) <= {len(header)}:
        return rows, range(2, len(lines) + 1), []
    rows, numbers, problems = [], [], []
    swallowed = _swallowed(lines)
    for number, line in enumerate(lines[1:], start=2):
        row, problem = _row(line, number, header, path, swallowed)
        if problem is None and row is not None:
            rows.append(row)
            numbers.append(number)
        elif problem is not None:
            problems.append(problem)
    return rows, numbers, problems


def _swallowed(lines: list[str]) -> dict[int, int]:
    """For each line with an unbalanced quotation mark: the line that the value would run on to."""
    odd = [number for number, line in enumerate(lines, start=1) if line.count('"') % 2]
    ends = {first: second for first, second in zip(odd[::2], odd[1::2], strict=False)}
    return ends | ({odd[-1]: len(lines)} if len(odd) % 2 else {})


def _row(
    line: str, number: int, header: list[str], path: str, swallowed: dict[int, int]
) -> tuple[list[str] | None, Problem | None]:
    """One line as cells, or what is wrong with it; neither for the rest of a value that ran over a line."""
    if number in swallowed:
        wrong = "a quotation mark opens a value that does not end on this line"
        if swallowed[number] > number:
            wrong += f" (it would run on to line {swallowed[number]} and swallow the rows between)"
        return None, Problem(path, wrong, 'one row per line, and "" for a quotation mark', line=number)
    if line.count('"') % 2 or any(start < number < end for start, end in swallowed.items() if start != number):
        cells = next(csv.reader([line]), [])
        return (cells, None) if len(cells) == len(header) and line.count('"') % 2 == 0 else (None, None)
    if not line.strip():
        return None, Problem(path, "the line is empty", "a row", line=number)
    try:
        cells = next(csv.reader([line], strict=True))
    except csv.Error as error:
        wrong = f"a quotation mark stands where none may stand ({error})"
        return None, Problem(path, wrong, 'quotation marks around a whole value, "" inside it', line=number)
    if len(cells) == len(header):
        return cells, None
    return None, Problem(path, *_width_words(cells, header), line=number)


def _width_words(cells: list[str], header: list[str]) -> tuple[str, str]:
    count = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
    used = next((word for mark, word in SEPARATORS.items() if len(cells) == 1 and mark in cells[0]), None)
    if used:
        return f"columns are separated by {used}", "commas"
    expected = f"{len(header)}, one for each column"
    if len(cells) > len(header):
        expected += "; a value that holds a comma needs quotation marks around it"
    return f"the row has {count}", expected
