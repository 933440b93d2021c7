"""Rows of a frame by the roles that its columns play, read at once: asking pandas row by row takes long."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pandas as pd


class Row(SimpleNamespace):
    """One row: a field for each role, None where no column plays it or the value is missing; ``rows`` as a tuple."""

    rows: tuple[str, ...]

    def __getattr__(self, role: str) -> Any:
        raise AttributeError(f"no role {role!r} was read")

    def words(self, role: str) -> str:
        """Write a role for readers; empty where there is nothing."""
        value = getattr(self, role)
        return "" if value is None else str(value)


def read_rows(frame: pd.DataFrame, drawing: object, roles: Sequence[str]) -> list[Row]:
    """Read the rows of a frame by roles, whose columns the fields of the drawing name.

    Raises:
        KeyError: the frame has no column of that name.
    """
    columns = {role: getattr(drawing, role) for role in roles} | {"rows": "rows" if "rows" in frame else None}
    absent = [None] * len(frame)
    values = {role: absent if column is None else _values(frame[column]) for role, column in columns.items()}
    values["rows"] = [tuple(rows) if rows else () for rows in values["rows"]]
    return [Row(**dict(zip(values, row, strict=True))) for row in zip(*values.values(), strict=True)]


def _values(column: pd.Series) -> list[Any]:
    """Give the values of a column; None where one is missing."""
    return [None if gone else value for value, gone in zip(column.tolist(), column.isna().tolist(), strict=True)]


def grouped(rows: Sequence[Row], role: str) -> dict[Any, list[Row]]:
    """Divide rows by a role, in the order in which its values first appear; one group where no column plays it."""
    groups: dict[Any, list[Row]] = {}
    for row in rows:
        groups.setdefault(getattr(row, role), []).append(row)
    return groups
