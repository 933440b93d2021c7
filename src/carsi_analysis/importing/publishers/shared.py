"""What the importers of several publishers do alike."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from carsi_analysis.dates import first_day
from carsi_analysis.importing.grids import Table
from carsi_analysis.importing.incoming import Incoming, Publication, Request, Value
from carsi_analysis.importing.refused import ImportRefused
from carsi_analysis.importing.text import date_in, number, plain
from carsi_analysis.importing.text import year as year_in

_STROKES = re.compile(r"(?<![0-9/])([0-9]{1,2})/([0-9]{1,2})/((?:19|20)[0-9]{2})(?![0-9])")
TRANSITION_QUARTER = ("1976tq", "1976.9")
"""July to September 1976, when the fiscal year of the United States moved, as its publishers write it."""


@dataclass
class Reader:
    """Turns rows of a table into values of ours; what is not for us is counted by reason and never read further.

    Attributes:
        day_first: The publisher writes dates with strokes as day/month/year; Americans write month/day/year.
    """

    request: Request
    table: Table
    day_first: bool = False
    values: list[Value] = field(default_factory=list)

    def country(self, line: int | None, code: str, name: str) -> str | None:
        """Our code of the country in a row; None, and the row is left aside, where the package does not hold it.

        Raises:
            ImportRefused: code and name speak of two countries.
        """
        found = self.request.countries.find(code, name, self.table.name, line)
        if found is None:
            self.request.left_aside["countries that the package does not hold"] += 1
        return found

    def year(self, line: int | None, text: str, column: str) -> int:
        """The year in a cell.

        Raises:
            ImportRefused: there is none.
        """
        found = year_in(text)
        if found is None:
            raise ImportRefused(self.table.name, f"{plain(text)[:40]!r} is no year", "a year", line=line, column=column)
        return found

    def fiscal_year(self, line: int | None, text: str, column: str) -> int | None:
        """The fiscal year of the United States in a cell; None for the quarter between two of them, in 1976.

        Raises:
            ImportRefused: it is something else.
        """
        if plain(text) in TRANSITION_QUARTER:
            self.request.left_aside["the transition quarter of 1976"] += 1
            return None
        return self.year(line, text, column)

    def number(self, line: int | None, text: str, column: str) -> str | None:
        """A number as the package writes it, None where it is missing.

        Raises:
            ImportRefused: it is something else.
        """
        return file_value(text, self.table.name, line, column)

    def wants(self, table: str, series: str, country: str, year: int) -> bool:
        """Whether a series has this country and has begun by this year; a value that it does not want is left aside.

        Raises:
            ImportRefused: the package does not hold the series at all.
        """
        held = self.request.held(table, series)
        if country not in held.countries:
            self.request.left_aside["countries that the series does not have"] += 1
        elif year < held.first_year:
            self.request.left_aside["years before the series begins"] += 1
        else:
            return True
        return False

    def add(self, value: Value, text: str | None, line: int | None, column: str) -> None:
        """Take a value in, if its series wants it.

        Args:
            value: All of it but the number.
            text: The cell with the number; None where the publisher hides it.

        Raises:
            ImportRefused: the cell is no number, or the package does not hold the series at all.
        """
        if self.wants(value.table, value.series, value.country, value.year):
            number = None if text is None else self.number(line, text, column)
            if text is None or number is not None:
                self.values.append(replace(value, value=number))

    def observe(
        self,
        indicator: str,
        country: str,
        year: int,
        text: str | None,
        line: int,
        column: str,
        cells: Mapping[str, str],
        table: str = "observations",
    ) -> None:
        """The same for a series of observations, or for population, which is one series."""
        key = {"country_iso3": country, "year": str(year)}
        if table == "observations":
            key |= {"indicator_id": indicator, "variant": "main"}
            cells = {"status": "final"} | dict(cells)
        self.add(Value(table, key, None, dict(cells), f"line {line}"), text, line, column)

    def incoming(self, publication: Publication, release: str = "") -> Incoming:
        """Close the reading; the date of the release is ``release`` or stands around the table."""
        if self.table.grid.note:
            self.request.notes.append(self.table.grid.note)
        return self.request.incoming(publication, release or self.date(), self.values)

    def date(self) -> str:
        """The date that stands above or below the data, else in the name of the file; empty where there is none.

        Raises:
            ImportRefused: a date with strokes is none in the publisher's order, and the user states no other.
        """
        for text in (*self.table.before, *self.table.footers):
            strokes = _STROKES.search(text)
            if strokes:
                return self._date_with_strokes(strokes)
            if date_in(text):
                return date_in(text)
        return date_in(self.request.path.name)

    def _date_with_strokes(self, found: re.Match[str]) -> str:
        first, second, year = found.groups()
        day, month = (first, second) if self.day_first else (second, first)
        date = f"{year}-{int(month):02d}-{int(day):02d}"
        if first_day(date) is None and self.request.release:
            return ""
        if first_day(date) is None:
            order = "day/month/year" if self.day_first else "month/day/year"
            seen = f"{found[0]!r} is no date written {order}"
            raise ImportRefused(self.table.name, seen, "its date as --release YYYY-MM-DD")
        return date


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


def whole(number: str) -> str:
    """Whole dollars, as the package holds them."""
    return str(round(float(number))) if "." in number else number


def no_series(file: str, seen: str, held: str) -> ImportRefused:
    """The refusal of a file of the right publisher that holds nothing we hold."""
    return ImportRefused(file, seen, f"something that the package holds: {held}")
