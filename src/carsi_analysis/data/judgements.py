"""Judgements that stand in the data: corrections, conflicts and links must still fit the rows they speak of.

``corrections``  the row holds the value that the correction says is used, and its guard (a reconciliation) holds;
``conflicts``    the preferred row exists and belongs to the conflict;
``countries``    each of the kind ``country`` has a place of its own on the tile map;
``links``        a link of the kind ``area_goal`` begins at a funding area, of the kind ``threat_goal`` at a threat.

A column whose name ends in ``_row_id`` holds the identifier of a row of another table, which must exist.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from carsi_analysis.data.csv_text import TableText
from carsi_analysis.data.descriptor import NUMERIC_TYPES, near_miss
from carsi_analysis.data.formulas import Values
from carsi_analysis.data.problems import Problem, Unusable
from carsi_analysis.data.reconcile import TERMS, Outcome
from carsi_analysis.data.values import is_number

LINK_ORIGINS = {"area_goal": ("funding_areas", "area_id"), "threat_goal": ("threats", "threat_id")}


def judgement_problems(
    tables: Mapping[str, TableText], values: Values, outcomes: Sequence[Outcome]
) -> Iterator[Problem]:
    """Check the tables named above where the package has them; ``outcomes`` are those of its reconciliations."""
    yield from _row_reference_problems(tables, values)
    if _has(tables, "corrections", "table", "row", "column", "value_used", "guard"):
        yield from _correction_problems(tables, values, outcomes)
    if _has(tables, "conflicts", "conflict_id", "preferred_table", "preferred_row"):
        yield from _conflict_problems(tables, values)
    if _has(tables, "countries", "kind", "tile_column", "tile_row"):
        yield from _tile_problems(tables["countries"])
    if _has(tables, "links", "kind", "from_id"):
        yield from _link_problems(tables)


def _has(tables: Mapping[str, TableText], name: str, *columns: str) -> bool:
    """Whether a package has this table in our form; a stranger's table may share no more than the name."""
    return name in tables and set(columns) <= set(tables[name].columns)


def _row_reference_problems(tables: Mapping[str, TableText], values: Values) -> Iterator[Problem]:
    for name, text in tables.items():
        # The terms of reconciliations have been looked up when they were added.
        columns = [column for column in text.columns if column.endswith("_row_id") and name != TERMS]
        for column in columns:
            faults: dict[str, tuple[str, str]] = {}
            for row_id in set(text.columns[column]) - {""}:
                try:
                    values.place(row_id)
                except Unusable as error:
                    faults[row_id] = (error.wrong, error.expected)
            yield from text.problems_with(column, faults)


# Corrections


def _correction_problems(
    tables: Mapping[str, TableText], values: Values, outcomes: Sequence[Outcome]
) -> Iterator[Problem]:
    text = tables["corrections"]
    holds: dict[str, bool] = {}
    for outcome in outcomes:
        holds[outcome.reconciliation_id] = holds.get(outcome.reconciliation_id, True) and outcome.ok
    for row, guard in enumerate(text.columns["guard"]):
        yield from _value_used_problem(text, row, tables, values)
        if guard and guard not in holds:
            expected = "a reconciliation, or nothing" + near_miss(guard, holds)
            yield text.problem_at([row], "guard", guard, "is no reconciliation of this package", expected)
        elif guard and not holds[guard]:
            wrong = "no longer holds, and this correction rests on it"
            expected = "a review: either the figures are wrong, or the correction is no longer needed"
            yield text.problem_at([row], "guard", guard, wrong, expected)


def _value_used_problem(
    text: TableText, row: int, tables: Mapping[str, TableText], values: Values
) -> Iterator[Problem]:
    """The corrected cell must hold what the correction says; once the source is mended, the correction must go."""
    table, key, column, used = (text.columns[name][row] for name in ("table", "row", "column", "value_used"))
    try:
        name, position = values.place(f"{table}/{key}")
    except Unusable as error:
        yield text.problem_at([row], "row", key, error.wrong, error.expected)
        return
    target = tables[name]
    if column not in target.columns:
        expected = f"a column of {name}" + near_miss(column, target.columns)
        yield text.problem_at([row], "column", column, f"is no column of {name}", expected)
        return
    held = target.columns[column][position]
    if not _same(held, used, numeric=target.table.field(column).type in NUMERIC_TYPES):
        wrong = f"is said to be used, but {target.table.path} holds {held!r} on line {target.lines[position]}"
        expected = "the same in both; if the source was mended, remove the correction"
        yield text.problem_at([row], "value_used", used, wrong, expected)


def _same(held: str, used: str, numeric: bool) -> bool:
    if numeric and is_number(held) and is_number(used):
        return Fraction(held) == Fraction(used)
    return held == used


# Countries, conflicts and links


def _tile_problems(text: TableText) -> Iterator[Problem]:
    taken: dict[tuple[str, str], int] = {}
    for row, (kind, *place) in enumerate(text.tuples(("kind", "tile_column", "tile_row"))):
        if not all(place) and (kind == "country" or any(place)):
            empty = "tile_row" if place[0] else "tile_column"
            yield text.problem_at([row], empty, "", "is empty", "a place on the tile map: every country has one")
        elif all(place):
            first = taken.setdefault((place[0], place[1]), row)
            if first != row:
                wrong = f"in row {place[1]} is the place of line {text.lines[first]}"
                yield text.problem_at([row], "tile_column", place[0], wrong, "a place of its own on the tile map")


def _conflict_problems(tables: Mapping[str, TableText], values: Values) -> Iterator[Problem]:
    text = tables["conflicts"]
    for row, (conflict, table, key) in enumerate(text.tuples(("conflict_id", "preferred_table", "preferred_row"))):
        if not table and not key:
            continue
        try:
            name, position = values.place(f"{table}/{key}")
        except Unusable as error:
            yield text.problem_at([row], "preferred_row", key, error.wrong, error.expected)
            continue
        group = tables[name].columns.get("conflict_id")
        if group is not None and group[position] != conflict:
            wrong = f"belongs to {group[position]!r} in {tables[name].table.path}, line {tables[name].lines[position]}"
            yield text.problem_at([row], "preferred_row", key, wrong, f"a row of the conflict {conflict!r}")


def _link_problems(tables: Mapping[str, TableText]) -> Iterator[Problem]:
    text = tables["links"]
    for row, (kind, origin) in enumerate(text.tuples(("kind", "from_id"))):
        table, column = LINK_ORIGINS.get(kind, ("", ""))
        known = tables[table].columns[column] if table in tables else []
        if origin not in known:
            expected = f"a {column} of {tables[table].table.path}" if known else "a link of a known kind"
            wrong = f"is not where a link of the kind {kind!r} can begin"
            yield text.problem_at([row], "from_id", origin, wrong, expected + near_miss(origin, known))
