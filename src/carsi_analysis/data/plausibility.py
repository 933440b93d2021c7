"""Values that a column may hold and that are still most likely mistakes: percentages written as shares.

A rate of 41.2 % that was typed as 0.412 passes every check of type and range. It shows in its company: either all
values of the column or indicator are at most 1, or one value is at most 1 where its series has tens.
"""

import statistics
from collections.abc import Iterator, Mapping

from carsi_analysis.data.csv_text import TableText
from carsi_analysis.data.problems import Problem

PERCENT = "percent"
FEWEST_VALUES = 3  # one or two small percentages prove nothing
TENS = 10.0

_Values = Mapping[int, float]  # value by row


def plausibility_problems(tables: Mapping[str, TableText]) -> Iterator[Problem]:
    """Look at columns and indicators whose unit begins with ``percent``.

    An indicator is known by a table ``indicators`` with ``unit_id``; its values stand in the column ``value`` of
    any table with ``indicator_id`` (and ``country_iso3``, which parts them into series).
    """
    for text in tables.values():
        for field in text.table.fields:
            if (field.unit or "").startswith(PERCENT) and field.name in text.columns:
                yield from _shares(text, field.name, text.numbers(field.name, range(len(text.lines))))
    units = _indicator_units(tables.get("indicators"))
    for text in tables.values():
        if {"indicator_id", "value"} <= set(text.columns) and text.table.name != "indicators":
            yield from _indicator_problems(text, units)


def _indicator_units(indicators: TableText | None) -> dict[str, str]:
    if indicators is None or not {"indicator_id", "unit_id"} <= set(indicators.columns):
        return {}
    columns = indicators.columns
    return dict(zip(columns["indicator_id"], columns["unit_id"], strict=True))


def _indicator_problems(text: TableText, units: Mapping[str, str]) -> Iterator[Problem]:
    for (indicator,), rows in text.grouped(["indicator_id"]).items():
        if units.get(indicator, "").startswith(PERCENT):
            values = text.numbers("value", rows)
            faults = list(_shares(text, "value", values))
            yield from faults or _strays(text, values)


def _shares(text: TableText, column: str, values: _Values) -> Iterator[Problem]:
    """All values that are not 0 are at most 1."""
    nonzero = [(row, value) for row, value in values.items() if value]
    if len(nonzero) >= FEWEST_VALUES and all(abs(value) <= 1 for _, value in nonzero):
        row, value = nonzero[0]
        wrong = f"and all {len(nonzero)} values of its kind are at most 1, although the unit is percent"
        yield text.problem_at([row], column, text.columns[column][row], wrong, f"percentages: {value * 100:g}")


def _strays(text: TableText, values: _Values) -> Iterator[Problem]:
    """A value that is at most 1 in a series of tens."""
    country = ["country_iso3"] if "country_iso3" in text.columns else []
    for series in text.grouped(country, values).values():
        middle = statistics.median(values[row] for row in series)
        for row in series if len(series) >= FEWEST_VALUES and middle >= TENS else ():
            if 0 < (value := values[row]) <= 1:
                wrong = f"is at most 1 in a series of percentages around {middle:g}"
                cell = text.columns["value"][row]
                yield text.problem_at([row], "value", cell, wrong, f"a percentage: {value * 100:g}?")
