"""Formulas over other rows, and derived values held against them."""

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from carsi_analysis.data import check
from carsi_analysis.data.formulas import Values, compute, references
from carsi_analysis.data.problems import Unusable
from carsi_analysis.data.reading import read_files, read_tables

Edit = Callable[[str, str, str], None]


@pytest.fixture
def with_formulas(package: Path) -> Path:
    """The small package, its ledger with formulas: the row of 2012 is the row of 2010 and 6,500,000 more."""
    file = package / "datapackage.json"
    described: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    ledger = described["resources"][3]
    ledger["value_column"] = "amount_usd"
    ledger["schema"]["fields"][-1:-1] = [
        {"name": "formula", "type": "string", "formula": True},
        {"name": "formula_tolerance", "type": "number"},
    ]
    file.write_text(json.dumps(described), encoding="utf-8")
    rows = (package / "ledger.csv").read_text(encoding="utf-8").splitlines()
    added = [",formula,formula_tolerance,", ",,,", ",[ledger/été-2010] + 6500000,,", ",,,"]
    changed = [middle.join(row.rsplit(",", 1)) for row, middle in zip(rows, added, strict=True)]
    (package / "ledger.csv").write_text("\n".join(changed) + "\n", encoding="utf-8")
    return package


@pytest.fixture
def values(with_formulas: Path) -> Values:
    texts, problems = read_tables(read_files(with_formulas))
    assert problems == []
    return Values(texts)


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("1 + 2 * 3", Fraction(7)),
        ("(1 + 2) * 3", Fraction(9)),
        ("-(4 - 6) / 4", Fraction(1, 2)),
        ("0.1 + 0.2", Fraction(3, 10)),
        ("[ledger/été-2010] * 0.16", Fraction(4_000_000)),
        ("[ledger/sum-2012] - [ledger/été-2010]", Fraction(6_500_000)),
        (" [ledger/sum-2011] ", Fraction(-5)),
    ],
)
def test_formula_is_computed_exactly(values: Values, formula: str, result: Fraction) -> None:
    assert compute(formula, values) == result


@pytest.mark.parametrize(
    "formula",
    ["", "1 +", "2 ** 9", "7 // 2", "len([])", "row0", "'a'", "True", "0x10", "1e999999999", "1_000", "1 if 1 else 2",
     "[ledger/sum-2011]()", "[ledger/sum-2011", "__import__('os')", "(" * 5000, "1" * 5000,
     "0." + "1" * 5000, "+".join("1" * 1200), "*".join(["9" * 40] * 200)],
)  # fmt: skip
def test_what_is_no_formula_is_refused(values: Values, formula: str) -> None:
    with pytest.raises(Unusable):
        compute(formula, values)


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("[ledger/sum-2013]", "names 'ledger/sum-2013', which does not exist; expected a row of ledger, perhaps"),
        ("[caveats/rounded]", "names 'caveats/rounded', which has no value; expected a row of a table with values"),
        (
            "[legder/sum-2011]",
            "names 'legder/sum-2011', whose table does not exist; expected table/primary key, perhaps 'ledger'",
        ),
        ("1 / (2 - 2)", "divides by zero; expected a divisor that is not 0"),
    ],
)
def test_reference_that_points_nowhere_is_named(values: Values, formula: str, message: str) -> None:
    with pytest.raises(Unusable) as caught:
        compute(formula, values)
    assert str(caught.value).startswith(message)


def test_references_are_listed_in_order() -> None:
    assert references("[a/1] + 2 * [b/x/y 2]") == ["a/1", "b/x/y 2"]


# Derived values in a package


def test_value_that_fits_its_formula_is_sound(with_formulas: Path) -> None:
    assert check(with_formulas) == []


def test_changing_a_term_names_the_derived_row(with_formulas: Path, replace: Edit) -> None:
    replace("ledger.csv", "25000000", "25000001")
    assert [problem.message for problem in check(with_formulas)] == [
        "ledger.csv, line 3, column amount_usd: '31500000' is not what its formula gives, "
        "[ledger/été-2010] + 6500000; expected 31500001 (row cites ledger-2012)"
    ]


def test_tolerance_of_the_row_is_kept_to_the_unit(with_formulas: Path, replace: Edit) -> None:
    replace("ledger.csv", "6500000,,", "6500003,3,")
    assert check(with_formulas) == []
    replace("ledger.csv", "6500003,3,", "6500004,3,")
    assert [problem.expected for problem in check(with_formulas)] == ["31500004 (within 3)"]


def test_formula_that_names_no_row_is_a_problem_of_its_cell(with_formulas: Path, replace: Edit) -> None:
    replace("ledger.csv", "[ledger/été-2010]", "[ledger/ete-2010]")
    (problem,) = check(with_formulas)
    assert (problem.line, problem.column) == (3, "formula")
    assert problem.wrong == "names 'ledger/ete-2010', which does not exist"


def test_value_column_that_is_no_column(with_formulas: Path, replace: Edit) -> None:
    replace("datapackage.json", '"value_column": "amount_usd"', '"value_column": "amount"')
    (problem,) = check(with_formulas)
    assert "'amount' is not a field of 'ledger'" in problem.message


def test_caveat_of_a_table_that_does_not_exist(package: Path, replace: Edit) -> None:
    replace("datapackage.json", '"name": "ledger",', '"name": "ledger", "caveats": ["rounded", "series-brake"],')
    assert [problem.message for problem in check(package)] == [
        "datapackage.json: 'series-brake' among the caveats of 'ledger' is not in caveats.csv; "
        "expected a caveat_id of caveats.csv, perhaps 'series-break'"
    ]
