"""A number in a sentence: its value, unit and the data rows it rests on; and the words that follow from numbers.

What is taken from an empty frame is ``Absent``: a passage that is left out where there is no value needs no condition
around its facts, and one that is shown nevertheless is refused.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import pandas as pd

from carsi_analysis.analysis.provenance import union
from carsi_analysis.exhibits.exhibit import ExhibitError
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.money import qualified
from carsi_analysis.exhibits.turns import turned as turned_in_words


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
class Word:
    """A word that follows the data or the reader's choice, as ``rose``, ``four`` or the name of a country.

    It needs no source: the figures that it follows stand beside it with theirs, and a choice claims nothing.
    """

    write: Callable[[Locale], str]


@dataclass(frozen=True)
class Absent:
    """A fact of a row that is not there; only a passage that is left out may name it."""

    reason: str


Said = Fact | Cited | Word | Absent
"""What may stand in a sentence under a name."""


class NoRow(ExhibitError):
    """A fact needs a row, and there is none."""


def _of_a_row(take: Callable[..., Said]) -> Callable[..., Any]:
    """Let a fact of an empty frame be absent."""

    @wraps(take)
    def taken(*args: Any, **options: Any) -> Said:
        try:
            return take(*args, **options)
        except NoRow as reason:
            return Absent(str(reason))

    return taken


@_of_a_row
def money(row: Any, column: str = "amount_usd", digits: int = 1, *, before: str = "", figure: bool = False) -> Fact:
    """Take an amount of US dollars from a result row, written as ``$165 million``.

    The source's own reservation stands before the row's ``amount_usd`` (``almost $495 million``).

    Args:
        row: a result row.
        column: the amount.
        digits: decimals of a million.
        before: the column of an amount that the sentence names next; some languages write a common unit once.
        figure: whether it is the figure of a tile, whose text goes on with the currency where it stands last.
    """
    value, one = _number(row, column), _one(row)
    if before:
        other = _number(row, before)
        return _fact(one, value, "usd", lambda locale: locale.money_pair(value, other)[0])
    if figure:
        return _fact(one, value, "usd", lambda locale: qualified(one, locale.money_without_currency(value), locale))
    if column != "amount_usd":
        return _fact(one, value, "usd", lambda locale: locale.money(value, digits))
    return _fact(one, value, "usd", lambda locale: qualified(one, locale.money(value, digits), locale))


@_of_a_row
def number(row: Any, column: str = "value", digits: int = 0, unit: str = "count") -> Fact:
    """Take a plain number from a result row; the sentence names its unit."""
    value = _number(row, column)
    return _fact(row, value, unit, lambda locale: locale.number(value, digits))


@_of_a_row
def count(row: Any, column: str = "value", digits: int = 0) -> Fact:
    """Take a count from a result row for running text: one digit as a word, none as ``none``, more in digits.

    What is no whole number at its decimals is written in digits, too.
    """
    value = _number(row, column)

    def write(locale: Locale) -> str:
        rounded = round(value, digits)
        if rounded != int(rounded):
            return locale.number(value, digits)
        return locale.in_words(int(rounded)) if rounded else locale.words("say.extent.zero")

    return _fact(row, value, "count", write)


@_of_a_row
def percent(row: Any, column: str = "share", digits: int = 0) -> Fact:
    """Take a share between 0 and 1 from a result row, written as percent."""
    value = _number(row, column)
    return _fact(row, value, "share", lambda locale: locale.percent(value, digits))


@_of_a_row
def drop(row: Any, column: str = "change_share", *, percent: bool = False) -> Fact:
    """Take the size of a change, written as percent without a sign: the sentence says which way it went.

    Args:
        row: a result row.
        column: a share of one, or, with ``percent``, a number of percent.
        percent: whether it is a number of percent.
    """
    value = _number(row, column) / (100 if percent else 1)
    return _fact(row, value, "share", lambda locale: locale.percent(abs(value)))


@_of_a_row
def year(row: Any, column: str = "year") -> Fact:
    """Take a calendar year from a result row."""
    value = int(_number(row, column))
    return _fact(row, value, "year", lambda locale: str(value))


@_of_a_row
def fiscal_year(row: Any, column: str = "fiscal_year") -> Fact:
    """Take a US fiscal year from a result row, written ``FY2008`` or ``AF2008``."""
    value = int(_number(row, column))
    return _fact(row, value, "fiscal_year", lambda locale: locale.fiscal_year(value))


@_of_a_row
def fiscal_years(row: Any) -> Fact:
    """Take the span of US fiscal years of a result row (``start_fiscal_year``, ``end_fiscal_year``) as one."""
    start, end = (int(_number(row, column)) for column in ("start_fiscal_year", "end_fiscal_year"))
    return _fact(row, f"{start}–{end}", "fiscal_years", lambda locale: locale.fiscal_years(start, end))


@_of_a_row
def day(row: Any, column: str = "as_of") -> Fact:
    """Take a date, or what is known of it, from a result row: ``June 2013``, ``junio de 2013``."""
    text = str(_one(row)[column])
    return _fact(row, text, "date", lambda locale: locale.partial_date(text))


@_of_a_row
def name(row: Any, column: str = "label") -> Fact:
    """Take a label that the data hold in both languages (``label_en``, ``label_es``)."""
    one = _one(row)
    return _fact(one, str(one[f"{column}_en"]), "name", lambda locale: str(one[locale.named(column)]))


@_of_a_row
def names(rows: pd.DataFrame, column: str = "label", *, inside: bool = False, commas: bool = False) -> Fact:
    """Take the labels of several rows, written as a list with «and»; it rests on all of them.

    Args:
        rows: result rows.
        column: the name of the labels.
        inside: whether labels of things, no proper names, begin small, as inside a sentence.
        commas: whether commas alone part them, as in a headline, which has no room for «and».

    Raises:
        ExhibitError: they name no source.
    """
    if rows.empty:
        raise NoRow("a list of names needs rows, but there are none")
    together = pd.Series({"sources": union(rows["sources"]), "rows": union(rows["rows"])})

    def write(locale: Locale) -> str:
        listed = rows[locale.named(column)].astype(str)
        written = [locale.inside(name) if inside else name for name in listed]
        return ", ".join(written) if commas else locale.items(written)

    return _fact(together, "; ".join(rows[f"{column}_en"].astype(str)), "name", write)


def labels(rows: pd.DataFrame) -> Word | Absent:
    """List what the rows are called, begun small as inside a sentence, where it is our own words and cites nothing."""
    if rows.empty:
        return Absent("a list of names needs rows, but there are none")
    return Word(lambda locale: locale.items([locale.inside(str(name)) for name in rows[locale.named("label")]]))


def _fact(row: Any, value: float | int | str, unit: str, write: Callable[[Locale], str]) -> Fact:
    one = _one(row)
    return Fact(value, unit, tuple(one["sources"]), tuple(one["rows"]), write)


def _one(row: Any) -> pd.Series:
    """Accept a row or a frame of exactly one row.

    Raises:
        ExhibitError: the frame holds several rows, or the row has no provenance.
    """
    if isinstance(row, pd.DataFrame):
        if row.empty:
            raise NoRow("a fact needs a row, but the frame that it was taken from is empty")
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


def size(rows: pd.DataFrame, column: str | None = None) -> Fact:
    """Count the rows of a table that describes the data package itself, which is then its own source.

    Args:
        rows: the table.
        column: a count to add up instead, such as the rows of the tables that it lists.
    """
    count = len(rows) if column is None else int(rows[column].sum())
    return Fact(count, "rows", (), (), lambda locale: locale.number(count))


@_of_a_row
def stated(rows: pd.DataFrame, column: str, *, inside: bool = False) -> Fact:
    """Take a text of the first row of a table that describes the data package itself, which is then its own source.

    Args:
        rows: rows of the table.
        column: the column, which may stand in one language or in both (``closes_en``, ``closes_es``).
        inside: whether it begins small, as inside a sentence.
    """
    if rows.empty:
        raise NoRow("a text of the data package needs a row, but the frame that it was taken from is empty")
    first = rows.iloc[0]
    both = column not in rows.columns
    english = str(first[f"{column}_en"] if both else first[column])
    rests_on = (str(first["row_id"]),)

    def write(locale: Locale) -> str:
        text = str(first[locale.named(column)]) if both else english
        return locale.inside(text) if inside else text

    return Fact(english, "name", (), rests_on, write)


@_of_a_row
def cite(*rows: Any) -> Cited:
    """Cite the sources of result rows in a sentence that shows no number of theirs."""
    found = union(tuple(_one(row)["sources"]) for row in rows)
    return Cited(found)


def moved(first: Said, last: Said) -> Word | Absent:
    """Say whether a figure rose, fell or stayed between two facts, as far as their written forms tell."""
    absent = next((one for one in (first, last) if isinstance(one, Absent)), None)
    if absent is not None:
        return absent
    if not (isinstance(first, Fact) and isinstance(last, Fact)):
        raise ExhibitError("only two figures can be said to have risen or fallen")
    change = float(last.value) - float(first.value)

    def write(locale: Locale) -> str:
        same = first.write(locale) == last.write(locale)
        return locale.words(f"say.moved.{'stayed' if same else 'rose' if change > 0 else 'fell'}")

    return Word(write)


def turned(board: pd.DataFrame) -> Word:
    """Say which indicators of a scoreboard moved which way in most countries: ``homicide fell; …``."""
    return Word(lambda locale: turned_in_words(board, locale))


def counted(count: int) -> Word:
    """Write a count as a word: ``four``; a large one in digits."""
    return Word(lambda locale: locale.in_words(count))


def extent(part: int, whole: int) -> Word:
    """Say how many of a known number: ``all seven``, ``four of the seven``, ``none of the seven``."""
    key = "all" if part == whole else "some" if part else "none"
    return Word(
        lambda locale: locale.words(f"say.extent.{key}", part=locale.in_words(part), whole=locale.in_words(whole))
    )


def mostly(part: int, whole: int) -> Word:
    """Say what part without a number: ``all``, ``most``, ``some``, ``no``."""
    key = "all" if part == whole else "most" if part > whole / 2 else "some" if part else "none"
    return Word(lambda locale: locale.words(f"say.mostly.{key}"))


def compared(rows: pd.DataFrame, column: str = "value") -> Word:
    """Say whether differences mean more, less, or both: ``less`` where all are below zero."""
    values = rows[column]
    key = "less" if (values < 0).all() else "more" if (values > 0).all() else "mixed"
    return Word(lambda locale: locale.words(f"say.compared.{key}"))
