"""Text and numbers from strangers: what they say is kept as data, and nothing in it can act."""

import re
import unicodedata
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache

from carsi_analysis.dates import first_day

MISSING = frozenset({"", "..", "...", "…", "null", "na", "n/a", "#n/a", "nan", "none", "-", "–", "—"})
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
_FOUR_DIGITS = re.compile(r"([12][0-9]{3})(?:\.0|-[0-9]{2}-[0-9]{2}.*)?")
_COMMA = re.compile(r"[+-]?[0-9]{1,3}(?:[.,\s]?[0-9]{3})*,[0-9]+")
_DATE = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})-([0-9]{2})(?:-([0-9]{2}))?(?![0-9])")

LARGEST = Decimal(10) ** 18
"""No figure is as large; the package holds no larger integers."""
MOST_DECIMALS = 30
_WIDE = Context(prec=200)
"""Room for any number within these limits, rounded to as many decimals as a cell of the package can have."""


def plain(text: str) -> str:
    """One line of visible text: blanks collapsed, characters that cannot be seen (escape codes among them) dropped.

    Letters, accents, signs such as ``=`` and ``<`` stay: they are data.
    """
    spaced = " ".join(text.split())
    return "".join(each for each in spaced if unicodedata.category(each) not in ("Cc", "Cf", "Co", "Cs"))


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """A name without accents, capitals and punctuation: ``Côte d'Ivoire`` becomes ``cote d ivoire``."""
    letters = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return " ".join(re.findall(r"[a-z0-9]+", letters.casefold()))


def column_name(text: str) -> str:
    """A publisher's column name in one spelling: ``Country Code``, ``country_code`` and ``COUNTRY CODE`` are one."""
    return "_".join(folded(text).split())


def number(text: str) -> str | None:
    """A number as the package writes it: plain digits, no exponent, no zeros at the end. None where it is missing.

    Raises:
        ValueError: it is neither a number nor a mark for a missing one, or too large or long; the message says which.
    """
    stripped = text.strip()
    if stripped.casefold() in MISSING:
        return None
    if not _NUMBER.fullmatch(stripped):
        raise ValueError(_why_no_number(stripped))
    value = Decimal(stripped)
    if abs(value) >= LARGEST or decimals(written(value)) > MOST_DECIMALS:
        raise ValueError("is too large or too long to be a figure")
    return written(value)


def _why_no_number(text: str) -> str:
    if text.startswith("="):
        return "is a formula without a stored value: open the workbook, let it compute, and save it"
    if _COMMA.fullmatch(text):
        return "has a comma, which may be a decimal comma or group thousands: save the file with decimal points"
    return "is no number"


def written(value: Decimal) -> str:
    """A decimal number in plain digits, without zeros at the end of its decimals."""
    digits = format(value, "f")
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return "0" if digits in ("-0", "") else digits


def decimals(text: str) -> int:
    """How many decimals a number is written with."""
    return len(text.partition(".")[2])


def rounded(text: str, places: int) -> str:
    """A number rounded to so many decimals, half to even."""
    return written(Decimal(text).quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN, _WIDE))


def year(text: str) -> int | None:
    """The year of ``2023``, ``2023.0`` or of a date; None for anything else (``1976tq`` is a quarter, not a year)."""
    found = _FOUR_DIGITS.fullmatch(text.strip())
    return int(found[1]) if found else None


def date_in(text: str) -> str:
    """The first ``YYYY-MM-DD`` or ``YYYY-MM`` of the calendar in a text; empty where there is none."""
    return next((found[0] for found in _DATE.finditer(text) if first_day(found[0])), "")
