"""Dates as readers of English and Latin American Spanish write them, from what is known of them."""

import re
from datetime import date

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date

PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def written_date(text: str, language: str) -> str:
    """Write an ISO date that may lack day or month: ``2013-06`` as ``June 2013``, ``junio de 2013``.

    Text that is no such date stays as it is. Spanish is Latin American; a language that Babel does not know is
    written as English.
    """
    found = PARTIAL_DATE.fullmatch(text)
    if not found or found[2] is None:
        return text
    year, month, day = (int(part or 1) for part in found.groups())
    locale = _locale(language)
    month_and_year = "MMMM 'de' y" if locale.language == "es" else "MMMM y"
    return str(format_date(date(year, month, day), "long" if found[3] else month_and_year, locale))


def _locale(language: str) -> Locale:
    try:
        return Locale.parse("es_419" if language == "es" else language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")
