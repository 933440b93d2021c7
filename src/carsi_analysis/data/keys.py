"""Keys: rows that must be unique and in order, and values that must stand in another table."""

from collections.abc import Iterator, Mapping

from carsi_analysis.data.csv_text import TableText
from carsi_analysis.data.descriptor import NUMERIC_TYPES, Field, ForeignKey, near_miss
from carsi_analysis.data.place import DESCRIPTOR_FILE
from carsi_analysis.data.problems import Problem

MOST_NEAR_MISSES = 50  # comparing words is slow; a column that is wrong throughout needs no suggestion a row


def key_problems(tables: Mapping[str, TableText]) -> Iterator[Problem]:
    """Check the primary keys, unique columns, order, foreign keys and lists of identifiers of all tables."""
    for text in tables.values():
        yield from _primary_key_problems(text)
        yield from _table_caveat_problems(text, tables)
        for field in text.table.fields:
            if field.unique and (field.name,) != text.table.primary_key and field.name in text.columns:
                yield from _duplicates(text, (field.name,), "the column is unique")
            if field.references and field.name in text.columns:
                yield from _list_problems(text, field, tables)
        for key in text.table.foreign_keys:
            yield from _foreign_key_problems(text, key, tables)


# Keys of one table


def _primary_key_problems(text: TableText) -> Iterator[Problem]:
    key = text.table.primary_key
    if not key or not set(key) <= set(text.columns):
        return
    for column in key:
        if not text.table.field(column).required:
            fault = ("is empty", "a value: the column belongs to the primary key")
            yield from text.problems_with(column, {"": fault})
    if len(set(text.tuples(key))) < len(text.lines):
        yield from _duplicates(text, key, "the primary key is unique")
    else:
        yield from _order_problems(text, key)


def _duplicates(text: TableText, columns: tuple[str, ...], reason: str) -> Iterator[Problem]:
    for value, places in text.grouped(columns).items():
        if len(places) > 1 and any(value):
            first, *later = places
            wrong = f"stands already on line {text.lines[first]}"
            name = ", ".join(columns)
            yield text.problem_at(later, columns[0], ", ".join(value), wrong, f"{name} once: {reason}")


def _order_problems(text: TableText, key: tuple[str, ...]) -> Iterator[Problem]:
    """The first row that stands before the row above it, so that a difference of two editions stays small."""
    numeric = [text.table.field(column).type in NUMERIC_TYPES for column in key]
    try:
        keys = [
            tuple(float(cell) if as_number else cell for cell, as_number in zip(row, numeric, strict=True))
            for row in text.tuples(key)
        ]
    except ValueError:
        return  # a text in a numeric key is reported as such
    if keys == sorted(keys):
        return
    row = next(row for row in range(1, len(keys)) if keys[row] < keys[row - 1])
    cells = list(text.tuples(key))
    wrong = f"stands below {', '.join(cells[row - 1])!r}"
    yield text.problem_at([row], key[0], ", ".join(cells[row]), wrong, f"rows sorted by {', '.join(key)}")


# Keys between tables


def _foreign_key_problems(text: TableText, key: ForeignKey, tables: Mapping[str, TableText]) -> Iterator[Problem]:
    target = tables.get(key.table)
    if not _can_be_looked_up(target, key.target_columns) or not set(key.columns) <= set(text.columns):
        return
    assert target is not None
    if len(key.columns) == 1:
        known = set(target.columns[key.target_columns[0]])
        unknown = set(text.columns[key.columns[0]]) - known - {""}
        yield from text.problems_with(key.columns[0], _unknown(unknown, known, target, key.target_columns[0]))
        return
    known_rows = set(target.tuples(key.target_columns))
    for value, places in text.grouped(key.columns).items():
        if value in known_rows or not all(value):
            continue
        wrong = f"({', '.join(key.columns)}) has no row in {target.table.path}"
        expected = f"a row of {target.table.path} with this {', '.join(key.target_columns)}"
        yield text.problem_at(places, key.columns[0], ", ".join(value), wrong, expected)


def _list_problems(text: TableText, field: Field, tables: Mapping[str, TableText]) -> Iterator[Problem]:
    """A cell may hold several identifiers of one other table, each once and without blanks."""
    assert field.references is not None
    target_name, column = field.references
    target = tables.get(target_name)
    if not _can_be_looked_up(target, (column,)):
        return
    assert target is not None
    known = set(target.columns[column])
    faults: dict[str, tuple[str, str]] = {}
    for cell in set(text.columns[field.name]) - {""}:
        items = cell.split(field.list_separator) if field.list_separator else [cell]
        unknown = [item for item in items if item not in known]
        if unknown:
            wrong, expected = _unknown({unknown[0]}, known, target, column)[unknown[0]]
            faults[cell] = (wrong if unknown == [cell] else f"holds {unknown[0]!r}, which {wrong}", expected)
        elif len(set(items)) < len(items):
            faults[cell] = ("holds an identifier more than once", "each identifier once")
    yield from text.problems_with(field.name, faults)


def _table_caveat_problems(text: TableText, tables: Mapping[str, TableText]) -> Iterator[Problem]:
    """The caveats that the description gives a whole table."""
    target = tables.get("caveats")
    if not text.table.caveats or target is None or not _can_be_looked_up(target, ("caveat_id",)):
        return
    known = set(target.columns["caveat_id"])
    for caveat, (wrong, expected) in _unknown(set(text.table.caveats) - known, known, target, "caveat_id").items():
        yield Problem(DESCRIPTOR_FILE, f"among the caveats of '{text.table.name}' {wrong}", expected, value=caveat)


def _can_be_looked_up(target: TableText | None, columns: tuple[str, ...]) -> bool:
    """A table that lost rows is reported itself; looking keys up in it would only repeat that many times."""
    return target is not None and target.whole and set(columns) <= set(target.columns)


def _unknown(unknown: set[str], known: set[str], target: TableText, column: str) -> dict[str, tuple[str, str]]:
    suggest = len(unknown) <= MOST_NEAR_MISSES
    where = f"{'an' if column[:1] in 'aeio' else 'a'} {column} of {target.table.path}"
    return {
        value: (f"is not in {target.table.path}", where + (near_miss(value, known) if suggest else ""))
        for value in unknown
    }
