"""Conditions on the rows of a table that stand in the data: ``column=value|value & column=value``."""

from carsi_analysis.data.csv_text import TableText
from carsi_analysis.data.descriptor import near_miss
from carsi_analysis.data.problems import Unusable


def matching(text: TableText, condition: str) -> list[int]:
    """The rows (from 0) that fulfil a condition; all of them for an empty one.

    Raises:
        Unusable: it names a column that the table lacks, or a value that no row holds.
    """
    rows = list(range(len(text.lines)))
    for part in condition.split("&") if condition else ():
        column, equals, wanted = part.strip().partition("=")
        if not equals or column not in text.columns:
            expected = f"column=value with a column of {text.table.name}" + near_miss(column, text.columns)
            raise Unusable(f"cannot be read at '{part}'", expected)
        values, cells = set(wanted.split("|")), text.columns[column]
        missing = sorted(values - set(cells))
        if missing:
            expected = "values that occur" + near_miss(missing[0], set(cells))
            raise Unusable(f"asks for '{missing[0]}' in {column}, where it is not", expected)
        rows = [row for row in rows if cells[row] in values]
    return rows
