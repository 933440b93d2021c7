"""The layouts in which the World Bank publishes series, of its indicators and of its governance indicators alike.

Its own CSV has one column a year. DataBank exports either that, or one column for each series, named
``Population, total [SP.POP.TOTL]``; both mark missing values with ``..`` and give the date below the data. Tidy copies
have one row a value, or one column for each series under a short name.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from carsi_analysis.importing.grids import Layout, Row, Table
from carsi_analysis.importing.incoming import Request
from carsi_analysis.importing.publishers.series import Series
from carsi_analysis.importing.publishers.shared import Reader
from carsi_analysis.importing.refused import ImportRefused
from carsi_analysis.importing.text import column_name, year

PLACE = {
    "code": ("Country Code", "Economy (code)", "iso3", "iso3c", "code", "WBCode", "REF_AREA"),
    "name": ("Country Name", "Economy (name)", "country", "countryname", "Country/Territory", "REF_AREA_LABEL"),
}
WHAT = {
    "indicator": ("Indicator Code", "Series Code", "INDICATOR"),
    "label": ("Indicator Name", "Series Name", "INDICATOR_LABEL"),
}
WHEN = {"year": ("Year", "Time", "date", "TIME_PERIOD")}
_IN_BRACKETS = re.compile(r".*\[([^\[\]]+)\]\s*$", re.DOTALL)


def year_columns(header: Sequence[str], _: Sequence[str]) -> dict[int, str]:
    """Columns that are years: ``2020`` or ``2020 [YR2020]``."""
    return {place: text for place, name in enumerate(header) if year(text := column_name(name).split("_")[0] or "-")}


@dataclass(frozen=True)
class Bank:
    """The series that a file is searched for.

    Attributes:
        series: Them, by each of their codes as columns are compared.
    """

    series: Mapping[str, Series]

    @classmethod
    def of(cls, declared: Sequence[Series]) -> "Bank":
        """Index the series by their codes."""
        return cls({column_name(code): each for each in declared for code in each.codes})

    @property
    def codes(self) -> str:
        """The first code of each series, in words."""
        return ", ".join(dict.fromkeys(each.codes[0] for each in self.series.values()))

    @property
    def layouts(self) -> tuple[Layout, ...]:
        """The layouts that both kinds of indicators come in."""
        return (
            Layout(PLACE | WHAT | WHEN | {"value": ("Value", "OBS_VALUE")}, ("code", "year", "value")),
            Layout(PLACE | WHEN, ("code", "year"), spread=self._series_columns),
            Layout(PLACE | WHAT, ("code", "indicator"), spread=year_columns),
        )

    def _series_columns(self, header: Sequence[str], _: Sequence[str]) -> dict[int, str]:
        """Columns that are series: ``Population, total [SP.POP.TOTL]``, or a code alone."""
        found = {place: match[1] for place, name in enumerate(header) if (match := _IN_BRACKETS.match(name))}
        return found or {place: name for place, name in enumerate(header) if column_name(name) in self.series}

    def read(self, request: Request, table: Table, code: str = "") -> "Found":
        """Every value of the series in a table.

        Args:
            code: The series of the whole table, where its rows do not say.

        Raises:
            ImportRefused: a cell is not what it should be, or a name no longer speaks of our unit.
        """
        found = Found(Reader(request, table), {}, set())
        for cell in _cells(table):
            named = cell.code or code or request.indicator
            if not named:
                seen = "the file does not say which indicator it holds"
                raise ImportRefused(table.name, seen, f"--indicator with one of {self.codes}")
            series = self.series.get(column_name(named)) or self._by_our_name(named)
            if series is None:
                found.strangers.add(named)
                request.left_aside["indicators that the package does not hold"] += 1
                continue
            found.series[series.codes[0]] = series
            if cell.label and not series.fits_unit(cell.label):
                seen = f"{named} is now called {cell.label!r}"
                expected = f"a name with {series.unit_words[0]!r}: the unit may have changed"
                raise ImportRefused(table.name, seen, expected, line=cell.line)
            found.take(series, cell)
        return found

    def _by_our_name(self, name: str) -> Series | None:
        return next((each for each in self.series.values() if name in (each.indicator, each.table)), None)


@dataclass(frozen=True)
class _Cell:
    """A cell with a value, whatever the layout: where it stands, what it is of, and its text."""

    line: int
    column: str
    row: Row
    code: str
    label: str
    year: str
    text: str


@dataclass
class Found:
    """What was found in a table: the values, the series that they are of, and codes of series that are not ours."""

    reader: Reader
    series: dict[str, Series]
    strangers: set[str]

    def take(self, series: Series, cell: _Cell) -> None:
        """Take one value in."""
        reader, row = self.reader, cell.row
        country = reader.country(cell.line, row["code"], row["name"])
        if country is None or not cell.text.strip():
            return
        stated = reader.year(cell.line, cell.year, reader.table.title("year"))
        cells = {"locator": f"{series.codes[0]}, {country}, {stated}"}
        if series.table == "population":
            cells["basis"] = "seen"
        before = len(reader.values)
        reader.observe(series.indicator, country, stated, cell.text, cell.line, cell.column, cells, table=series.table)
        for value in reader.values[before:]:
            if not series.lowest <= float(value.value or 0) <= series.highest:
                expected = f"a value from {series.lowest:g} to {series.highest:g}: the unit may have changed"
                raise ImportRefused(
                    reader.table.name, f"{value.value} is far off", expected, line=cell.line, column=cell.column
                )


def _cells(table: Table) -> Iterator[_Cell]:
    for line, cells in table.raw_rows():
        row = table.row(line, cells)
        if not table.spread:
            column = table.title("value")
            yield _Cell(line, column, row, row["indicator"], row["label"], row["year"], row["value"])
        for place, of in table.spread.items():
            column = table.header[place]
            if "year" in table.columns:  # the columns are series
                label = "" if column_name(column) == column_name(of) else column.rpartition("[")[0].strip()
                yield _Cell(line, column, row, of, label, row["year"], cells[place])
            else:
                yield _Cell(line, column, row, row["indicator"], row["label"], of, cells[place])
