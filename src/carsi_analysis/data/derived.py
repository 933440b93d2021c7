"""Derived values against the formulas that stand beside them."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from carsi_analysis.data.csv_text import TableText
from carsi_analysis.data.formulas import Values, compute, written
from carsi_analysis.data.problems import Problem, Unusable


def derived_value_problems(tables: Mapping[str, TableText], values: Values) -> Iterator[Problem]:
    """Compute every formula and compare it with the value column of its row.

    A column of formulas is declared by ``"formula": true``; the difference allowed stands in the column of the
    same name with ``_tolerance`` (empty or absent: none). The cells must have passed the other checks.
    """
    for text in tables.values():
        for field in text.table.fields:
            if field.is_formula and text.table.value_column is not None:
                yield from _column_problems(text, field.name, text.table.value_column, values)


def _column_problems(text: TableText, formulas: str, value_column: str, values: Values) -> Iterator[Problem]:
    tolerances = text.columns.get(f"{formulas}_tolerance")
    for row, formula in enumerate(text.columns[formulas]):
        if not formula:
            continue
        try:
            result = compute(formula, values)
        except Unusable as error:
            yield text.problem_at([row], formulas, formula, error.wrong, error.expected)
            continue
        cell = text.columns[value_column][row]
        tolerance = Fraction(tolerances[row] or "0") if tolerances else Fraction(0)
        if not cell or abs(Fraction(cell) - result) > tolerance:
            wrong = f"is not what its formula gives, {formula}"
            expected = written(result) + (f" (within {written(tolerance)})" if tolerance else "")
            yield text.problem_at([row], value_column, cell, wrong, expected)
