"""What the importers of several publishers do alike."""

import re

from carsi_analysis.importing.grids import Table
from carsi_analysis.importing.incoming import Request
from carsi_analysis.importing.refused import ImportRefused
from carsi_analysis.importing.text import date_in, number, plain

_AMERICAN_DATE = re.compile(r"([01]?[0-9])/([0-3]?[0-9])/((?:19|20)[0-9]{2})")


def file_value(text: str, file: str, line: int | None, column: str) -> str | None:
    """A number of a file, None where it is missing.

    Raises:
        ImportRefused: it is something else.
    """
    try:
        return number(text)
    except ValueError:
        expected = "a number in plain digits, or an empty cell"
        raise ImportRefused(file, f"{plain(text)[:60]!r} is no number", expected, line=line, column=column) from None


def date_around(request: Request, table: Table) -> str:
    """The date that stands above or below the data, else in the name of the file; empty where there is none."""
    for text in (*table.before, *table.footers):
        american = _AMERICAN_DATE.search(text)
        if american:
            month, day, year = american.groups()
            return f"{year}-{int(month):02d}-{int(day):02d}"
        if date_in(text):
            return date_in(text)
    return date_in(request.path.name)


def no_series(file: str, seen: str, held: str) -> ImportRefused:
    """The refusal of a file of the right publisher that holds nothing we hold."""
    return ImportRefused(file, seen, f"something that the package holds: {held}")
