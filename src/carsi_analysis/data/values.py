"""Whether the text of one cell is what its column declares; the words for what is wrong with it."""

import math
import re
from collections.abc import Callable, Iterable

from carsi_analysis.data.descriptor import NUMERIC_TYPES, Field, near_miss
from carsi_analysis.dates import is_day

Fault = tuple[str, str]  # what is wrong, what is expected

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:([,.  ' ])[0-9]{3})(?:\1[0-9]{3})*")
_DECIMAL_COMMA = re.compile(r"-?[0-9]+,[0-9]+")
_ZEROS_IN_FRONT = re.compile(r"(-?)0+(?=[0-9])")
_YEAR_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LARGEST_INTEGER = 2**63 - 1
_LONGEST_NUMBER = 100  # characters; thousands of digits are no figure, and Python refuses to compute with them


def faults(field: Field, values: Iterable[str]) -> dict[str, Fault]:
    """What is wrong with each of the distinct ``values`` of a column; good values are left out.

    An empty cell means "not known" and is a fault only in a required column.
    """
    judge = _JUDGES[field.type]
    found: dict[str, Fault] = {}
    for value in values:
        fault = judge(value) if value else _empty(field)
        fault = fault or (_against_constraints(field, value) if value else None)
        if fault:
            found[value] = fault
    return found


def _empty(field: Field) -> Fault | None:
    return ("is empty", f"a value of type {field.type}: the column is required") if field.required else None


# Types


def _string(value: str) -> Fault | None:
    if value != value.strip():
        return "has blanks at its edge", repr(value.strip())
    return None


def _integer(value: str) -> Fault | None:
    if _INTEGER.fullmatch(value):
        too_large = len(value) > _LONGEST_NUMBER or abs(int(value)) > _LARGEST_INTEGER
        return ("is too large", "an integer of 64 bits") if too_large else None
    return _zeros_in_front(value, _INTEGER) or ("is not an integer", _plain_number(value, "digits only", whole=True))


def _number(value: str) -> Fault | None:
    if len(value) > _LONGEST_NUMBER:
        return "is too long", f"a number of at most {_LONGEST_NUMBER} characters"
    if _NUMBER.fullmatch(value):
        return None if math.isfinite(float(value)) else ("is not finite", "a number that a computer can hold")
    if value.lstrip("+-").casefold() in ("nan", "inf", "infinity"):
        return "is not a finite number", "a number, or an empty cell where the figure is not known"
    rule = "digits and at most one decimal point"
    return _zeros_in_front(value, _NUMBER) or ("is not a number", _plain_number(value, rule, whole=False))


def is_number(value: str) -> bool:
    """Whether a text is a number as the package writes it."""
    return _number(value) is None


def _zeros_in_front(value: str, pattern: re.Pattern[str]) -> Fault | None:
    """What is wrong with a number that is one but for zeros in front of it."""
    bare = _ZEROS_IN_FRONT.sub(r"\1", value, count=1)
    padded = _ZEROS_IN_FRONT.match(value) and pattern.fullmatch(bare)
    return ("has zeros in front", f"the number without them, {bare}") if padded else None


def _plain_number(value: str, rule: str, whole: bool) -> str:
    """The rule, and the value rewritten to keep it where that is not a guess."""
    bare = value.strip().strip("$%").removeprefix("US$").removeprefix("USD").strip()
    grouped = _GROUPED.fullmatch(bare)
    if grouped and (whole or grouped[1] != "."):
        bare = bare.replace(grouped[1], "")
    elif not whole and _DECIMAL_COMMA.fullmatch(bare):
        bare = bare.replace(",", ".")
    elif whole and re.fullmatch(r"-?[0-9]+\.0+", bare):
        bare = bare.split(".", 1)[0]
    pattern = _INTEGER if whole else _NUMBER
    if pattern.fullmatch(bare) and bare != value:
        return f"{rule}, such as {bare}"
    return f"{rule}, or an empty cell where the figure is not known"


def _boolean(value: str) -> Fault | None:
    return None if value in ("true", "false") else ("is neither true nor false", "true or false")


def _date(value: str) -> Fault | None:
    return None if is_day(value) else ("is not a date", "a day of the calendar as YYYY-MM-DD")


def _year(value: str) -> Fault | None:
    good = len(value) == 4 and value.isdigit() and value.isascii()
    return None if good else ("is not a year", "four digits, such as 2012")


def _year_month(value: str) -> Fault | None:
    return None if _YEAR_MONTH.fullmatch(value) else ("is not a month", "YYYY-MM, such as 2012-07")


_JUDGES: dict[str, Callable[[str], Fault | None]] = {
    "string": _string,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "year": _year,
    "yearmonth": _year_month,
}


# Constraints


def _against_constraints(field: Field, value: str) -> Fault | None:
    if field.enum and value not in field.enum:
        return "is not allowed", "one of " + ", ".join(field.enum) + near_miss(value, field.enum)
    if field.minimum is not None and _order(field, value) < _order(field, field.minimum):
        wrong = "is negative" if field.minimum == "0" else "is too small"
        return wrong, f"at least {field.minimum}"
    if field.maximum is not None and _order(field, value) > _order(field, field.maximum):
        return "is too large", f"at most {field.maximum}"
    if field.pattern is not None and not re.fullmatch(field.pattern, value):
        return "does not fit its pattern", f"a text like {field.pattern}"
    if field.pattern is not None and _DAY.fullmatch(value) and not re.fullmatch(field.pattern, "2012-13-29"):
        return _date(value)  # a pattern that refuses month 13 is one of dates, and cannot count the days of a month
    return None


def _order(field: Field, value: str) -> tuple[float, str]:
    """Numbers are compared as numbers, dates and months as texts."""
    return (float(value), "") if field.type in NUMERIC_TYPES else (0.0, value)
