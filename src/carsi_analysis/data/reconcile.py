"""What should equal what: printed totals, parts and wholes, copies of one series, rates and counts.

The checks themselves are data, in the tables ``reconciliations`` and ``reconciliation_terms``. Three kinds:

``terms``   the signed rows of the left side add to those of the right side;
``groups``  within each group of ``group_by``, the rows of ``left_filter`` add to those of ``right_filter``;
``rate``    a rate per 100,000 (left) times the population over 100,000 equals the count (right), by country and year.

Numbers are compared as exact fractions of what the cells say. A package without these tables has nothing to reconcile.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from carsi_analysis.data.csv_text import TableText
from carsi_analysis.data.descriptor import near_miss
from carsi_analysis.data.filters import matching
from carsi_analysis.data.formulas import Values, written
from carsi_analysis.data.problems import Problem, Unusable

RECONCILIATIONS = "reconciliations"
TERMS = "reconciliation_terms"
POPULATION = "population"
COLUMNS = (
    "reconciliation_id",
    "kind",
    "table",
    "left_filter",
    "right_filter",
    "group_by",
    "tolerance",
    "tolerance_kind",
    "exceptions",
    "note_en",
)
RATE_BASE = 100_000

_Row = tuple[str, int]  # table and position (from 0)


@dataclass(frozen=True)
class Outcome:
    """One comparison: a reconciliation, or one group of it.

    Attributes:
        reconciliation_id: Its row in ``reconciliations``.
        group: Key of the group joined with ``/``; empty for ``terms``.
        left, right: The two sums.
        tolerance: Largest difference allowed, in the unit of the values.
        excepted: The group is listed among the exceptions: it must go on differing.
        words: What is checked, in English.
        left_rows, right_rows: The rows that make up each side.
    """

    reconciliation_id: str
    group: str
    left: Fraction
    right: Fraction
    tolerance: Fraction
    excepted: bool
    words: str
    left_rows: tuple[_Row, ...]
    right_rows: tuple[_Row, ...]

    @property
    def difference(self) -> Fraction:
        """Left less right."""
        return self.left - self.right

    @property
    def agrees(self) -> bool:
        """Whether the sides are equal within the tolerance."""
        return abs(self.difference) <= self.tolerance

    @property
    def ok(self) -> bool:
        """Whether all is as declared: equal, or still different where an exception says so."""
        return self.agrees is not self.excepted


def reconcile(tables: Mapping[str, TableText], values: Values) -> tuple[list[Outcome], list[Problem]]:
    """Every comparison that the package declares, and a problem for each that does not hold or cannot be made."""
    declared = tables.get(RECONCILIATIONS)
    if declared is None or not set(COLUMNS) <= set(declared.columns):
        return [], []
    outcomes: list[Outcome] = []
    problems: list[Problem] = []
    reconciler = _Reconciler(tables, values)
    for row in range(len(declared.lines)):
        try:
            found = list(reconciler.outcomes(row))
        except Unusable as fault:
            cell = declared.columns[fault.column][row]
            problems.append(declared.problem_at([row], fault.column, cell, fault.wrong, fault.expected))
            continue
        outcomes += found
        problems += [reconciler.problem(outcome) for outcome in found if not outcome.ok]
    return outcomes, problems


class _Reconciler:
    def __init__(self, tables: Mapping[str, TableText], values: Values) -> None:
        self.tables = tables
        self.values = values
        self.cells = tables[RECONCILIATIONS].columns
        self.terms = _terms_by_reconciliation(tables.get(TERMS))

    def outcomes(self, row: int) -> Iterator[Outcome]:
        """The comparisons of one row of ``reconciliations``."""
        cells = {column: values[row] for column, values in self.cells.items()}
        kind = cells["kind"]
        if kind == "terms":
            yield self._outcome_of_terms(cells)
        elif kind == "groups":
            yield from self._outcomes_of_groups(cells)
        elif kind == "rate":
            yield from self._outcomes_of_rates(cells)
        else:
            raise Unusable("is no kind of reconciliation", "terms, groups or rate", "kind")

    # Kinds

    def _outcome_of_terms(self, cells: Mapping[str, str]) -> Outcome:
        sums = {"left": Fraction(0), "right": Fraction(0)}
        rows: dict[str, list[_Row]] = {"left": [], "right": []}
        for side, row_id, sign in self.terms.get(cells["reconciliation_id"], []):
            try:
                sums[side] += sign * self.values.of(row_id)
            except Unusable as error:
                raise Unusable(error.wrong, error.expected, "reconciliation_id") from None
            rows[side].append(self.values.place(row_id))
        if not rows["left"] or not rows["right"]:
            expected = f"rows of {TERMS} on the left and on the right"
            raise Unusable("has no terms on one side", expected, "reconciliation_id")
        return self._outcome(cells, "", (sums["left"], rows["left"]), (sums["right"], rows["right"]))

    def _outcomes_of_groups(self, cells: Mapping[str, str]) -> Iterator[Outcome]:
        text = self._table(cells)
        columns = cells["group_by"].split(";")
        for column in columns:
            if column not in text.columns:
                expected = f"columns of {text.table.name}" + near_miss(column, text.columns)
                raise Unusable(f"names '{column}'", expected, "group_by")
        left = self._grouped(text, self._matching(text, cells, "left_filter"), columns)
        right = self._grouped(text, self._matching(text, cells, "right_filter"), columns)
        for group in self._common(cells, left, right):
            yield self._outcome(cells, group, self._sum(text, left[group]), self._sum(text, right[group]))

    def _outcomes_of_rates(self, cells: Mapping[str, str]) -> Iterator[Outcome]:
        text, people = self._table(cells), self.tables.get(POPULATION)
        if people is None:
            raise Unusable("needs a population", f"a table {POPULATION}", "kind")
        columns = ["country_iso3", "year"]
        rates = self._grouped(text, self._matching(text, cells, "left_filter"), columns)
        counts = self._grouped(text, self._matching(text, cells, "right_filter"), columns)
        persons = self._grouped(people, None, columns)
        for group in self._common(cells, {key: rates[key] for key in rates if key in persons}, counts):
            rate, rate_rows = self._sum(text, rates[group])
            population, _ = self._sum(people, persons[group])
            left = rate * population / RATE_BASE, rate_rows
            yield self._outcome(cells, group, left, self._sum(text, counts[group]))

    # Parts

    def _table(self, cells: Mapping[str, str]) -> TableText:
        text = self.tables.get(cells["table"])
        if text is None or text.table.value_column is None:
            known = [name for name, each in self.tables.items() if each.table.value_column]
            expected = "a table with values" + near_miss(cells["table"], known)
            raise Unusable("has no values", expected, "table")
        return text

    def _matching(self, text: TableText, cells: Mapping[str, str], side: str) -> list[int]:
        try:
            return matching(text, cells[side])
        except Unusable as error:
            raise Unusable(error.wrong, error.expected, side) from None

    @staticmethod
    def _grouped(text: TableText, rows: list[int] | None, columns: list[str]) -> dict[str, list[int]]:
        """Rows by their group; a group with an unknown value is left out, since its sum is not known."""
        cells = text.columns[text.table.value_column or ""]
        groups = text.grouped(columns, rows).items()
        return {"/".join(group): members for group, members in groups if all(cells[row] for row in members)}

    @staticmethod
    def _common(cells: Mapping[str, str], left: Mapping[str, object], right: Mapping[str, object]) -> list[str]:
        groups = [group for group in left if group in right]
        if not groups:
            raise Unusable("has no group in common with the right side", "one", "left_filter")
        for exception in filter(None, cells["exceptions"].split(";")):
            if exception not in groups:
                expected = "groups that are on both sides" + near_miss(exception, groups)
                raise Unusable(f"names '{exception}'", expected, "exceptions")
        return groups

    @staticmethod
    def _sum(text: TableText, rows: list[int]) -> tuple[Fraction, list[_Row]]:
        cells = text.columns[text.table.value_column or ""]
        return sum((Fraction(cells[row]) for row in rows), Fraction(0)), [(text.table.name, row) for row in rows]

    @staticmethod
    def _outcome(
        cells: Mapping[str, str],
        group: str,
        left: tuple[Fraction, list[_Row]],
        right: tuple[Fraction, list[_Row]],
    ) -> Outcome:
        tolerance = Fraction(cells["tolerance"])
        if cells["tolerance_kind"] == "relative":
            tolerance *= abs(right[0])
        return Outcome(
            reconciliation_id=cells["reconciliation_id"],
            group=group,
            left=left[0],
            right=right[0],
            tolerance=tolerance,
            excepted=group in filter(None, cells["exceptions"].split(";")),
            words=cells["note_en"],
            left_rows=tuple(left[1]),
            right_rows=tuple(right[1]),
        )

    # Words

    def problem(self, outcome: Outcome) -> Problem:
        """A comparison that does not hold, at the first row of its right side, with the lines of all others."""
        name, row = outcome.right_rows[0]
        text = self.tables[name]
        column = text.table.value_column or ""
        which = f"reconciliation {outcome.reconciliation_id}" + (f", {outcome.group}" if outcome.group else "")
        if outcome.agrees:
            wrong = f"agrees with {self._lines(outcome.left_rows)} ({which}) although it is listed as an exception"
            expected = "no exception: the source was corrected, so remove it from reconciliations.csv"
            return text.problem_at([row], column, text.columns[column][row], wrong, expected)
        others = outcome.right_rows[1:]
        right = f"with {self._lines(others)} makes {written(outcome.right)}, which is" if others else "is"
        wrong = (
            f"{right} {written(abs(outcome.difference))} {'less' if outcome.difference > 0 else 'more'} than "
            f"{written(outcome.left)}, computed from {self._lines(outcome.left_rows)} ({which}: {outcome.words})"
        )
        expected = f"a difference of at most {written(outcome.tolerance)}; the mistake may be on either side"
        return text.problem_at([row], column, text.columns[column][row], wrong, expected)

    def _lines(self, rows: tuple[_Row, ...]) -> str:
        """``funding.csv line 4 + 7 + 9``."""
        parts = []
        for name in dict.fromkeys(name for name, _ in rows):
            text = self.tables[name]
            lines = " + ".join(str(text.lines[row]) for table, row in rows if table == name)
            parts.append(f"{text.table.path} line {lines}")
        return " and ".join(parts)


def _terms_by_reconciliation(terms: TableText | None) -> dict[str, list[tuple[str, str, int]]]:
    """Side, row and sign of every term, by reconciliation."""
    found: dict[str, list[tuple[str, str, int]]] = {}
    if terms is None:
        return found
    columns = ("reconciliation_id", "side", "term_row_id", "sign")
    for identifier, side, row_id, sign in terms.tuples(columns):
        found.setdefault(identifier, []).append((side, row_id, int(sign)))
    return found
