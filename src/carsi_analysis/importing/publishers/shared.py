"""What the importers of several publishers do alike."""

import re

from carsi_analysis.dates import first_day
from carsi_analysis.importing.grids import Table
from carsi_analysis.importing.incoming import Request
from carsi_analysis.importing.refused import ImportRefused
from carsi_analysis.importing.text import date_in, number, plain

_AMERICAN_DATE = re.compile(r"(?<![0-9/])([0-9]{1,2})/([0-9]{1,2})/((?:19|20)[0-9]{2})(?![0-9])")


def file_value(text: str, file: str, line: int | None, column: str) -> str | None:
    """A number of a file, None where it is missing.

    Raises:
        ImportRefused: it is something else.
    """
    try:
        return number(text)
    except ValueError as error:
        expected = "a number in plain digits, or an empty cell"
        raise ImportRefused(file, f"{plain(text)[:60]!r} {error}", expected, line=line, column=column) from None


def date_around(request: Request, table: Table) -> str:
    """The date that stands above or below the data, else in the name of the file; empty where there is none.

    What the user states goes before all of them.

    Raises:
        ImportRefused: a date is written with strokes and is not month/day/year, as Americans write it.
    """
    if request.release:
        return request.release
    for text in (*table.before, *table.footers):
        american = _AMERICAN_DATE.search(text)
        if american:
            return _american(american, table.name)
        if date_in(text):
            return date_in(text)
    return date_in(request.path.name)


def _american(found: re.Match[str], file: str) -> str:
    month, day, year = found.groups()
    date = f"{year}-{int(month):02d}-{int(day):02d}"
    if first_day(date) is None:
        raise ImportRefused(file, f"{found[0]!r} is no date written month/day/year", "its date as --release YYYY-MM-DD")
    return date


def no_series(file: str, seen: str, held: str) -> ImportRefused:
    """The refusal of a file of the right publisher that holds nothing we hold."""
    return ImportRefused(file, seen, f"something that the package holds: {held}")
