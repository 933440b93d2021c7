"""Dates as readers of English and Latin American Spanish write them, from what is known of them."""

import re
from collections.abc import Iterable
from datetime import date

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton

from carsi_analysis.words import languages, words_of

PARTIAL_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def first_day(text: str) -> date | None:
    """The first day that ``2013``, ``2013-06`` or ``2013-06-30`` can mean; None where the calendar has no such date."""
    found = PARTIAL_DATE.fullmatch(text)
    try:
        return date(*(int(part or 1) for part in found.groups())) if found else None
    except ValueError:
        return None


def is_day(text: str) -> bool:
    """Whether ``text`` is a day of the calendar written YYYY-MM-DD."""
    return len(text) == len("2013-06-30") and first_day(text) is not None


def as_spans(years: Iterable[int]) -> list[tuple[int, int]]:
    """Join consecutive years: ``[2013, 2015, 2016]`` becomes ``[(2013, 2013), (2015, 2016)]``."""
    spans: list[tuple[int, int]] = []
    for year in sorted(years):
        if spans and year == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], year)
        else:
            spans.append((year, year))
    return spans


def written_date(text: str, language: str) -> str:
    """Write an ISO date that may lack day or month: ``2013-06`` as ``June 2013``, ``junio de 2013``.

    Text that is no such date stays as it is, and so does a date that the calendar does not have. Spanish is Latin
    American; a language that Babel does not know is written as English.
    """
    first = first_day(text)
    if first is None or len(text) == len("2013"):
        return text
    locale = _locale(language)
    if len(text) == len("2013-06-30"):
        return str(format_date(first, "long", locale))
    return str(format_skeleton("yMMMM", first, locale=locale))


def within_year(text: str, language: str) -> str:
    """Write what an ISO date says besides its year: ``2013-06-30`` as ``June 30``, ``2013-06`` as ``June``."""
    first = first_day(text)
    if first is None or len(text) == len("2013"):
        return ""
    if len(text) == len("2013-06"):
        return str(format_date(first, "LLLL", _locale(language)))
    return str(format_skeleton("MMMMd", first, locale=_locale(language)))


def _locale(language: str) -> Locale:
    spoken = words_of(language)("language.babel") if language in languages() else language.replace("-", "_")
    try:
        return Locale.parse(spoken)
    except (UnknownLocaleError, ValueError):
        return Locale("en")
