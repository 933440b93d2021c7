"""What the data of an exhibit have besides what a reader is shown: values behind words, and the source's digits.

A table says «at least 1.5»; who takes its data away needs the number, the reservation and the unit in columns of their
own. Analysis keeps them under the names of the data package, and so do the files.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from carsi_analysis.analysis.dollars import is_constant
from carsi_analysis.exhibits.column import Column
from carsi_analysis.exhibits.locale import Locale

MOST_DECIMALS = 6
"""Decimals of a value of ``data/`` at most, also of a whole amount in millions; what has more was computed."""

_NEARLY = 1e-12
"""What binary arithmetic adds at most to a number that a source prints, as a share of the number."""

_AMOUNTS = ("amount_usd", "ratio")
"""Numbers that a table writes out in words of a ``figure`` column."""

_BESIDE = (
    "start_fiscal_year",
    "end_fiscal_year",
    "date",
    "date_precision",
    "as_of",
    "output_value",
    "first_value",
    "last_low",
    "last_high",
    "qualifier",
)
"""What is added wherever the rows shown hold it, in this order; the unit of row by row follows."""

_OF_EACH_ROW = {"output_value", "first_value", "last_low", "last_high"}


def columns_behind(
    shown: tuple[Column, ...], data: pd.DataFrame, evidence: pd.DataFrame, locale: Locale
) -> tuple[Column, ...]:
    """Describe the columns of ``data`` that hold values behind the words shown; none that is shown or empty.

    Args:
        shown: the columns that a reader sees.
        data, evidence: those of the exhibit.
        locale: the language of the titles; names are those of the data package.
    """
    names = [column.name for column in shown]
    numbers = any(column.digits is not None and holds_numbers(data[column.name]) for column in shown)
    in_words = any(column.figure for column in shown) and not numbers and not is_constant(evidence)
    wanted = [*(_AMOUNTS if in_words else ()), *_BESIDE]
    found = [name for name in wanted if name in data and name not in names and data[name].notna().any()]
    units = [name for name in ("unit", locale.named("unit")) if name in data]
    if _OF_EACH_ROW & {*found} and units and not {*units} & {*names}:
        found.append(units[0])
    return tuple(_described(name, locale, "unit" if name in units else name) for name in found)


def _described(name: str, locale: Locale, key: str) -> Column:
    words = locale.words
    told = words(f"units.{key}") if words.has(f"units.{key}") else ""
    return Column(name, words(f"columns.{key}"), unit=told)


def names_in_files(columns: Sequence[Column], locale: Locale) -> list[str]:
    """Name the columns of a file the same in every language: ``label`` for ``label_es``, unless that is another's."""
    names = [column.name for column in columns]
    stems = [name.removesuffix(locale.named("")) for name in names]
    return [f"{stem}_name" if stem != name and stem in names else stem for stem, name in zip(stems, names, strict=True)]


def holds_numbers(values: pd.Series) -> bool:
    """Tell whether a column holds numbers, whatever its type."""
    if pd.api.types.is_bool_dtype(values):
        return False
    return pd.api.types.is_numeric_dtype(values) or any(
        isinstance(value, int | float) and not isinstance(value, bool) and value == value for value in values
    )


def written(values: pd.Series, digits: int | None) -> list[Any]:
    """Give a column as plain Python has it: numbers with the digits of their source, gaps as ``None``.

    Args:
        values: of a frame.
        digits: the decimals that a reader is shown; a column with numbers that no source prints is rounded to them.
    """
    plain = list(map(_plain, values))
    printed = all(_is_printed(value) for value in plain if isinstance(value, float))
    decimals = MOST_DECIMALS if printed or digits is None else digits
    return [_rounded(value, decimals, whole=not digits) if isinstance(value, float) else value for value in plain]


def _plain(value: Any) -> Any:
    if value is None or (not isinstance(value, str | tuple | list) and pd.isna(value)):
        return None
    return value.item() if hasattr(value, "item") else value


def _is_printed(value: float) -> bool:
    return abs(round(value, MOST_DECIMALS) - value) <= _NEARLY * abs(value)


def _rounded(value: float, decimals: int, *, whole: bool) -> int | float:
    near = round(value, decimals) + 0.0  # no negative zero
    return int(near) if whole and near.is_integer() else near
