"""Dates as readers of a language write them."""

from datetime import date

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date


def long_date(iso: str | None, language: str) -> str:
    """Give ``2025-03-01`` as ``March 1, 2025`` or ``1 de marzo de 2025``; empty without a date."""
    if not iso:
        return ""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    return str(format_date(day, format="long", locale=locale))
