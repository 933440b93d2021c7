"""A number in a sentence: its value, unit and the data rows it rests on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from carsi_analysis.analysis.provenance import union
from carsi_analysis.exhibits.exhibit import ExhibitError
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.money import qualified


@dataclass(frozen=True)
class Fact:
    """One value that a sentence may show.

    Attributes:
        value: the value itself, unrounded.
        unit: what the value counts: ``usd``, ``share``, ``per_100k`` and so on; goes into the manifest.
        sources, rows: what it rests on, from the row it was taken from.
        write: how a locale writes it.
    """

    value: float | int | str
    unit: str
    sources: tuple[str, ...]
    rows: tuple[str, ...]
    write: Callable[[Locale], str]


@dataclass(frozen=True)
class Cited:
    """A reference mark without a number: the sentence says something that these sources say."""

    sources: tuple[str, ...]


@dataclass(frozen=True)
class Chosen:
    """The name of what the reader chose, such as a country: it claims nothing, so it needs no source."""

    text: str


def money(row: Any, column: str = "amount_usd", digits: int = 1) -> Fact:
    """Take an amount of US dollars from a result row, written as ``$165 million``.

    The source's own reservation stands before the row's ``amount_usd`` (``almost $495 million``).
    """
    value, one = _number(row, column), _one(row)
    if column != "amount_usd":
        return _fact(one, value, "usd", lambda locale: locale.money(value, digits))
    return _fact(one, value, "usd", lambda locale: qualified(one, locale.money(value, digits), locale))


def number(row: Any, column: str = "value", digits: int = 0, unit: str = "count") -> Fact:
    """Take a plain number from a result row; the sentence names its unit."""
    value = _number(row, column)
    return _fact(row, value, unit, lambda locale: locale.number(value, digits))


def percent(row: Any, column: str = "share", digits: int = 0) -> Fact:
    """Take a share between 0 and 1 from a result row, written as percent."""
    value = _number(row, column)
    return _fact(row, value, "share", lambda locale: locale.percent(value, digits))


def year(row: Any, column: str = "year") -> Fact:
    """Take a calendar year from a result row."""
    value = int(_number(row, column))
    return _fact(row, value, "year", lambda locale: str(value))


def fiscal_year(row: Any, column: str = "fiscal_year") -> Fact:
    """Take a US fiscal year from a result row, written ``FY2008`` or ``AF2008``."""
    value = int(_number(row, column))
    return _fact(row, value, "fiscal_year", lambda locale: locale.fiscal_year(value))


def fiscal_years(row: Any) -> Fact:
    """Take the span of US fiscal years of a result row (``start_fiscal_year``, ``end_fiscal_year``) as one."""
    start, end = (int(_number(row, column)) for column in ("start_fiscal_year", "end_fiscal_year"))
    return _fact(row, f"{start}–{end}", "fiscal_years", lambda locale: locale.fiscal_years(start, end))


def day(row: Any, column: str = "as_of") -> Fact:
    """Take a date, or what is known of it, from a result row: ``June 2013``, ``junio de 2013``."""
    text = str(_one(row)[column])
    return _fact(row, text, "date", lambda locale: locale.partial_date(text))


def name(row: Any, column: str = "label") -> Fact:
    """Take a label that the data hold in both languages (``label_en``, ``label_es``)."""
    one = _one(row)
    return _fact(one, str(one[f"{column}_en"]), "name", lambda locale: str(one[locale.named(column)]))


def names(rows: pd.DataFrame, column: str = "label") -> Fact:
    """Take the labels of several rows, written as a list with «and»; it rests on all of them.

    Raises:
        ExhibitError: there are no rows, or they name no source.
    """
    together = pd.Series({"sources": union(rows["sources"]), "rows": union(rows["rows"])})
    english = "; ".join(rows[f"{column}_en"].astype(str))
    return _fact(
        together, english, "name", lambda locale: locale.items(rows[locale.named(column)].astype(str).tolist())
    )


def _fact(row: Any, value: float | int | str, unit: str, write: Callable[[Locale], str]) -> Fact:
    one = _one(row)
    return Fact(value, unit, tuple(one["sources"]), tuple(one["rows"]), write)


def _one(row: Any) -> pd.Series:
    """Accept a row or a frame of exactly one row.

    Raises:
        ExhibitError: the frame holds none or several rows, or the row has no provenance.
    """
    if isinstance(row, pd.DataFrame):
        if len(row) != 1:
            raise ExhibitError(f"a fact needs exactly one row, but {len(row)} were given")
        row = row.iloc[0]
    if not row.get("sources"):
        raise ExhibitError("a fact needs a row that names its sources")
    return row


def _number(row: Any, column: str) -> float | int:
    value = _one(row)[column]
    if pd.isna(value):
        raise ExhibitError(f"a fact needs a value, but {column} of {', '.join(_one(row)['rows'])} is missing")
    return value.item() if hasattr(value, "item") else value


def counted(rows: pd.DataFrame) -> Fact:
    """Count the rows of a table that describes the data package itself, which is then its own source."""
    return Fact(len(rows), "rows", (), (), lambda locale: locale.number(len(rows)))


def cite(*rows: Any) -> Cited:
    """Cite the sources of result rows in a sentence that shows no number of theirs."""
    found = union(tuple(_one(row)["sources"]) for row in rows)
    return Cited(found)
