"""What figures may plausibly be, declared in the table ``plausibility``: bounds that a mistyped cell breaks.

A rule concerns the cells of ``column`` in the rows of ``table`` that match its ``filter``; empty cells are left out.
Its kind says what must lie between ``at_least`` and ``at_most``, both included, either of them optional:

``range``   the value;
``spread``  the value as a multiple of the median of its group of ``by``, from three values on; zeros are left out;
``step``    the value as a multiple of the one before it, by ``along`` within each group of ``by``; zeros are left out;
``change``  the value less the one before it, in the same order;
``ratio``   the value as a multiple of the cell in ``against``; with ``by``, as a multiple of the median of its group;
``unit``    the value as a multiple of ``at_least``, which must be whole: a table in thousands;
``named``   nothing: the value must stand, as written, in the text of the cell in ``against``;
``rank``    nothing: the values of each group of ``by`` must be 1, 2, 3 and so on, each once;
``only``    nothing: the column must be filled in the rows that match the filter, and in no other; with ``against``,
            in the rows where that column is filled.

A row of ``plausibility_exceptions`` says that one value is right although it breaks a rule, while it is that value.
"""

import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from carsi_analysis.data.csv_text import TableText
from carsi_analysis.data.descriptor import near_miss
from carsi_analysis.data.filters import matching
from carsi_analysis.data.problems import Problem, Unusable
from carsi_analysis.data.values import is_number

RULES = "plausibility"
EXCEPTIONS = "plausibility_exceptions"
COLUMNS = ("rule_id", "table", "column", "kind", "filter", "by", "along", "against", "at_least", "at_most", "note")
NEEDED = {"step": "along", "change": "along", "ratio": "against", "named": "against"}
"""The column that a kind cannot do without."""
FEWEST_IN_GROUP = 3  # two values say nothing of which is the odd one

_Broken = tuple[int, str, str]  # the row, what is wrong with its value, what is expected


def bounds_problems(tables: Mapping[str, TableText]) -> Iterator[Problem]:
    """A problem for each value outside its bounds, each rule that cannot be applied, each exception without a row."""
    rules, faults = _rules(tables)
    yield from faults
    yield from (alarm.problem for alarm in _alarms(tables, rules))
    if EXCEPTIONS in tables:
        yield from _exception_problems(tables[EXCEPTIONS], rules)


@dataclass(frozen=True)
class Alarm:
    """A value outside its bounds that is no exception: the identifier of its row, with the table, and its text."""

    rule: str
    row_id: str
    value: str
    problem: Problem


def alarms(tables: Mapping[str, TableText]) -> list[Alarm]:
    """Every value outside its bounds that is no exception."""
    return list(_alarms(tables, _rules(tables)[0]))


def _alarms(tables: Mapping[str, TableText], rules: Mapping[str, "_Rule"]) -> Iterator[Alarm]:
    exceptions = _exceptions(tables.get(EXCEPTIONS))
    for name, rule in rules.items():
        excepted = exceptions.get(name, {})
        for row, wrong, expected in rule.broken():
            if excepted.get(rule.key(row)) != rule.cell(row):
                problem = rule.problem(row, wrong, expected)
                yield Alarm(name, rule.identifiers[row], rule.cell(row), problem)


def _rules(tables: Mapping[str, TableText]) -> tuple[dict[str, "_Rule"], list[Problem]]:
    """The rules that can be applied, by name, and what is wrong with the others."""
    declared = tables.get(RULES)
    if declared is None or not set(COLUMNS) <= set(declared.columns):
        return {}, []
    rules, faults = {}, []
    for row in range(len(declared.lines)):
        cells = {column: declared.columns[column][row] for column in COLUMNS}
        try:
            rules[cells["rule_id"]] = _rule(cells, tables)
        except Unusable as fault:
            faults.append(declared.problem_at([row], fault.column, cells[fault.column], fault.wrong, fault.expected))
    return rules, faults


@dataclass(frozen=True)
class _Rule:
    """One row of ``plausibility``, with the rows of its table that match, and the numbers that these hold."""

    text: TableText
    cells: Mapping[str, str]
    rows: Sequence[int]
    values: Mapping[int, float]
    identifiers: Sequence[str]

    def broken(self) -> Iterator[_Broken]:
        """The rows whose value is outside its bounds."""
        kind = self.cells["kind"]
        return self._outside(_MEASURED[kind](self)) if kind in _MEASURED else _JUDGED[kind](self)

    def key(self, row: int) -> str:
        """The primary key of a row, as an exception names it."""
        return self.identifiers[row].partition("/")[2]

    def cell(self, row: int) -> str:
        """The text of the value."""
        return self.text.columns[self.cells["column"]][row]

    def problem(self, row: int, wrong: str, expected: str) -> Problem:
        """What is wrong, what the rule expects and why, and how a right value is let through."""
        name = self.cells["rule_id"]
        why = f"{expected} (rule {name}: {self.cells['note']})"
        cure = f"if its source says so, add {name},{self.key(row)},{self.cell(row)} to {EXCEPTIONS}.csv"
        return self.text.problem_at([row], self.cells["column"], self.cell(row), wrong, f"{why}; {cure}")

    # Kinds

    def _outside(self, measured: Iterator[tuple[int, float, str]]) -> Iterator[_Broken]:
        least, most = self._bound("at_least"), self._bound("at_most")
        bounds = [f"at least {least:.10g}"] if least is not None else []
        bounds += [f"at most {most:.10g}"] if most is not None else []
        for row, measure, words in measured:
            if (least is not None and measure < least) or (most is not None and measure > most):
                yield row, words, " and ".join(bounds)

    def _plain(self) -> Iterator[tuple[int, float, str]]:
        return ((row, value, "is not plausible") for row, value in self.values.items())

    def _ratios(self) -> Iterator[tuple[int, float, str]]:
        against = self.cells["against"]
        others = self.text.numbers(against, self.values)
        pairs = [(row, value, others[row]) for row, value in self.values.items() if row in others]
        for row, value, other in pairs:
            if (value == 0) != (other == 0):
                yield row, float("inf"), f"stands beside {other:g} in {against}"
        ratios = {row: value / other for row, value, other in pairs if value and other}
        for group in self._groups(ratios):
            usual = statistics.median(ratios[row] for row in group) if self.cells["by"] else 1.0
            beside = f"the usual {usual:.4g} times" if self.cells["by"] else "times"
            for row in group:
                measure = ratios[row] / usual
                yield row, measure, f"is {measure:.4g} {beside} the {others[row]:.10g} in {against}"

    def _spread(self) -> Iterator[tuple[int, float, str]]:
        for group in self._groups([row for row, value in self.values.items() if value]):
            if len(group) < FEWEST_IN_GROUP:
                continue
            middle = statistics.median(self.values[row] for row in group)
            for row in group:
                measure = self.values[row] / middle
                yield row, measure, f"is {measure:.4g} times {middle:.10g}, the middle of the {len(group)} of its kind"

    def _steps(self) -> Iterator[tuple[int, float, str]]:
        multiples = self.cells["kind"] == "step"
        places = self.text.columns[self.cells["along"]]
        rows = [row for row, value in self.values.items() if (value or not multiples) and is_number(places[row])]
        for group in self._groups(rows):
            ordered = sorted(group, key=lambda row: float(places[row]))
            for before, row in pairwise(ordered):
                last, value = self.values[before], self.values[row]
                measure = value / last if multiples else value - last
                said = f"{measure:.4g} times" if multiples else f"{measure:+.6g} from"
                yield row, measure, f"is {said} the {last:.10g} before it, on line {self.text.lines[before]}"

    def _no_multiples(self) -> Iterator[_Broken]:
        unit = self._bound("at_least") or 1.0
        for row, value in self.values.items():
            if value % unit:
                yield row, "is not plausible", f"a multiple of {unit:g}"

    def _not_named(self) -> Iterator[_Broken]:
        others = self.text.columns[self.cells["against"]]
        for row in self.values:
            if self.cell(row) not in others[row]:
                yield row, f"does not stand in {self.cells['against']}, {others[row]!r}", "the same in both"

    def _out_of_rank(self) -> Iterator[_Broken]:
        for group in self._groups(self.values):
            ranks = Counter(self.values[row] for row in group)
            for row in group:
                if not 1 <= self.values[row] <= len(group) or ranks[self.values[row]] > 1:
                    yield row, "is not plausible", f"each number from 1 to {len(group)} once"

    def _elsewhere(self) -> Iterator[_Broken]:
        against, wanted = self.cells["against"], set(self.rows)
        there = f"{against} is filled" if against else self.cells["filter"]
        for row, cell in enumerate(self.text.columns[self.cells["column"]]):
            due = bool(self.text.columns[against][row]) if against else row in wanted
            if cell and not due:
                yield row, "stands elsewhere", f"a value only where {there}"
            elif due and not cell:
                yield row, "is empty", f"a value where {there}"

    # Parts

    def _bound(self, name: str) -> float | None:
        return float(self.cells[name]) if self.cells[name] else None

    def _groups(self, rows: Iterable[int]) -> Iterable[list[int]]:
        return self.text.grouped([name for name in self.cells["by"].split(";") if name], rows).values()


_MEASURED: dict[str, Callable[[_Rule], Iterator[tuple[int, float, str]]]] = {
    "range": _Rule._plain,
    "spread": _Rule._spread,
    "step": _Rule._steps,
    "change": _Rule._steps,
    "ratio": _Rule._ratios,
}
"""Kinds that measure each value: by row, with what is said of it when the measure is out of bounds."""
_JUDGED: dict[str, Callable[[_Rule], Iterator[_Broken]]] = {
    "unit": _Rule._no_multiples,
    "named": _Rule._not_named,
    "rank": _Rule._out_of_rank,
    "only": _Rule._elsewhere,
}


def _rule(cells: Mapping[str, str], tables: Mapping[str, TableText]) -> _Rule:
    text = tables.get(cells["table"])
    if text is None:
        expected = "one of its tables" + near_miss(cells["table"], tables)
        raise Unusable("is no table of this package", expected, "table")
    kinds = (*_MEASURED, *_JUDGED)
    if cells["kind"] not in kinds:
        raise Unusable("is no kind of bounds", "one of " + ", ".join(kinds), "kind")
    needed = ("column", NEEDED.get(cells["kind"]))
    for part in ("column", "by", "along", "against"):
        for name in cells[part].split(";") if cells[part] or part in needed else ():
            if name not in text.columns:
                expected = f"columns of {cells['table']}" + near_miss(name, text.columns)
                raise Unusable(f"names '{name}'", expected, part)
    try:
        rows = matching(text, cells["filter"])
    except Unusable as error:
        raise Unusable(error.wrong, error.expected, "filter") from None
    return _Rule(text, cells, rows, text.numbers(cells["column"], rows), text.row_ids)


def _exceptions(text: TableText | None) -> dict[str, dict[str, str]]:
    """Value by row, by rule."""
    found: dict[str, dict[str, str]] = {}
    if text is not None:
        for rule, row, value in text.tuples(("rule_id", "row", "value")):
            found.setdefault(rule, {})[row] = value
    return found


def _exception_problems(text: TableText, rules: Mapping[str, _Rule]) -> Iterator[Problem]:
    """An exception must name a row that holds its value: the value was looked up once, and must not move unseen."""
    named = set(text.columns["rule_id"])
    held = {
        name: {rule.key(row): rule.cell(row) for row in rule.values} for name, rule in rules.items() if name in named
    }
    for position, rule in enumerate(text.columns["rule_id"]):
        row, value = text.columns["row"][position], text.columns["value"][position]
        if rule in held and row not in held[rule]:
            expected = "a row that it concerns" + near_miss(row, held[rule])
            yield text.problem_at([position], "row", row, f"is no row of the rule {rule}", expected)
        elif rule in held and held[rule][row] != value:
            wrong = f"is no longer the value of {row} in {rules[rule].text.table.path}, which is {held[rule][row]!r}"
            yield text.problem_at([position], "value", value, wrong, "the same in both, or no exception")
