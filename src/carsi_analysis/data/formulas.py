"""Formulas that stand in the data: sums, differences and ratios of other rows.

A formula holds numbers, ``+ - * /``, parentheses and references such as ``[funding/fy2008-esf-spend-plan]``: a
table and its primary key joined with ``/``, standing for the value column of that table. It is computed with
exact fractions, so that ``0.16 * 655000000`` is what a person with a pencil would get.
"""

import ast
import operator
import re
from collections.abc import Callable, Mapping
from fractions import Fraction

from carsi_analysis.data.csv_text import TableText
from carsi_analysis.data.descriptor import near_miss
from carsi_analysis.data.problems import Unusable

_REFERENCE = re.compile(r"\[([^\[\]]+)\]")
_NUMBER = re.compile(r"[0-9]{1,40}(?:\.[0-9]{1,40})?")
LARGEST_RESULT = 10**40
_OPERATIONS: Mapping[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


class Values:
    """The rows of a package by their identifiers, and the value of those that have one."""

    def __init__(self, tables: Mapping[str, TableText]) -> None:
        self._tables = tables

    def of(self, row_id: str) -> Fraction:
        """The number in the value column of a row.

        Raises:
            Unusable: there is no such table or row, or its value is empty.
        """
        name, row = self.place(row_id)
        text = self._tables[name]
        if text.table.value_column is None:
            raise Unusable(f"names '{row_id}', which has no value", "a row of a table with values")
        cell = text.columns[text.table.value_column][row]
        if not cell:
            raise Unusable(f"names '{row_id}', whose value is empty", "a row with a value")
        return Fraction(cell)

    def place(self, row_id: str) -> tuple[str, int]:
        """Table and position (from 0) of a row.

        Raises:
            Unusable: there is no such table or row.
        """
        name = row_id.partition("/")[0]
        if name not in self._tables:
            tables = near_miss(name, self._tables)
            raise Unusable(f"names '{row_id}', whose table does not exist", f"table/primary key{tables}")
        rows = self._tables[name].places
        if row_id not in rows:
            raise Unusable(f"names '{row_id}', which does not exist", f"a row of {name}" + near_miss(row_id, rows))
        return name, rows[row_id]


def references(formula: str) -> list[str]:
    """The rows that a formula names, in its order."""
    return _REFERENCE.findall(formula)


def compute(formula: str, values: Values) -> Fraction:
    """The exact result of a formula.

    Raises:
        Unusable: it is no formula or too long a one, a row is not there, it divides by zero, or its result is no
            figure that a column can hold.
    """
    rows = references(formula)
    names = iter(range(len(rows)))
    text = _REFERENCE.sub(lambda _: f"row{next(names)}", formula)
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise _no_formula() from None
    try:
        result = _result(tree.body, text, {f"row{number}": row for number, row in enumerate(rows)}, values)
    except RecursionError:
        raise Unusable("has too many terms to be computed", "fewer terms") from None
    if abs(result) > LARGEST_RESULT:
        raise Unusable("gives too large a number", f"a result of at most {float(LARGEST_RESULT):g}")
    return result


def _result(node: ast.expr, text: str, rows: Mapping[str, str], values: Values) -> Fraction:
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATIONS:
        left = _result(node.left, text, rows, values)
        right = _result(node.right, text, rows, values)
        if isinstance(node.op, ast.Div) and right == 0:
            raise Unusable("divides by zero", "a divisor that is not 0")
        return _OPERATIONS[type(node.op)](left, right)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_result(node.operand, text, rows, values)
    if isinstance(node, ast.Constant):
        # From its text: the float that Python has made of 0.16 is not 0.16.
        number = ast.get_source_segment(text, node) or ""
        if _NUMBER.fullmatch(number):
            return Fraction(number)
    if isinstance(node, ast.Name) and node.id in rows:
        return values.of(rows[node.id])
    raise _no_formula()


def _no_formula() -> Unusable:
    return Unusable("is not a formula", "numbers, + - * /, parentheses, and rows such as [funding/fy2008-total]")


def written(number: Fraction) -> str:
    """A fraction as a decimal number: whole, or with at most six decimals."""
    return str(number.numerator) if number.denominator == 1 else f"{float(number):.6f}".rstrip("0")
