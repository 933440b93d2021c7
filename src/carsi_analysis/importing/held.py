"""The rows that the package holds of one series, as an incoming file is laid beside them."""

from collections.abc import Iterable

from carsi_analysis.data.csv_text import TableText
from carsi_analysis.importing.refused import ImportRefused
from carsi_analysis.importing.text import decimals

Key = tuple[str, ...]
SERIES_COLUMN = {"observations": "indicator_id", "deflators": "deflator_id"}
"""Column that names the series in tables that hold several; any other table is one series."""
YEAR_COLUMNS = ("year", "fiscal_year", "end_fiscal_year")
"""Columns that hold the year of a row; a table has one of them."""


class HeldSeries:
    """One series of a table: its main variant, and of a table with editions the latest one.

    Attributes:
        table, series: Where it is.
        rows: Position of each row by its key, which is the primary key without the edition.
        key_columns: Columns of that key.
        countries: The countries that it has; an empty text where the table has none.
        first_year: The first year that it has.
        places: The most decimals that one of its values is written with.
        whole: Its values are whole numbers by their type.
        has_editions: Its table keeps the years that were still being reported, edition by edition.
        amounts: Other columns of numbers beside the figure, such as constant dollars.
    """

    def __init__(self, text: TableText, series: str, file: str) -> None:
        """Find the rows that a file is laid beside.

        Raises:
            ImportRefused: there are none.
        """
        self.table, self.series = text.table.name, series
        self._text = text
        self._value_column = text.table.value_column or ""
        self.year_column = next(column for column in YEAR_COLUMNS if column in text.columns)
        self.key_columns = tuple(column for column in text.table.primary_key if column != "edition")
        self.rows = self._find()
        if not self.rows:
            seen = f"the package holds no value of {series}"
            raise ImportRefused(file, seen, "a series that it holds; add the first values by hand")
        self.places = max(decimals(self.value(row)) for row in self.rows.values())
        self.whole = text.table.field(self._value_column).type == "integer"
        self.has_editions = "partial_year" in text.columns
        self.amounts = [name for name in text.columns if name.startswith("amount_") and name != self._value_column]
        self.countries = {self.country(row) for row in self.rows.values()}
        self.first_year = min(filter(None, map(self.year, self.rows.values())), default=0)

    def _find(self) -> dict[Key, int]:
        columns = self._text.columns
        rows: Iterable[int] = range(len(self._text.lines))
        if self.table in SERIES_COLUMN:
            names = columns[SERIES_COLUMN[self.table]]
            rows = [row for row in rows if names[row] == self.series]
        if "variant" in columns:
            rows = [row for row in rows if columns["variant"][row] == "main"]
        if "edition" in columns:
            latest = max(columns["edition"])
            rows = [row for row in rows if columns["edition"][row] == latest]
        if self.table == "population":
            rows = [row for row in rows if columns["basis"][row] == "seen"]
        return {tuple(columns[column][row] for column in self.key_columns): row for row in rows}

    def resting_on(self, earlier: tuple[str, ...]) -> dict[Key, int]:
        """Rows that rest on a source whose identifier begins as told."""
        return {key: row for key, row in self.rows.items() if self.source(row).startswith(earlier)}

    def identifier(self, row: int) -> str:
        """The primary key of a row, as the package writes it."""
        return "/".join(self.cell(column, row) for column in self._text.table.primary_key)

    def cell(self, column: str, row: int) -> str:
        """One cell."""
        return self._text.columns[column][row]

    def value(self, row: int) -> str:
        """The figure of a row; empty where the publisher hides it."""
        return self.cell(self._value_column, row)

    def figure(self, key: Key) -> float | None:
        """The figure under a key; None where there is none."""
        value = self.value(self.rows[key]) if key in self.rows else ""
        return float(value) if value else None

    def source(self, row: int) -> str:
        """The source of a row."""
        return self.cell("source_id", row)

    def country(self, row: int) -> str:
        """The country of a row; empty where the table has none."""
        return self.cell("country_iso3", row) if "country_iso3" in self._text.columns else ""

    def year(self, row: int) -> int:
        """The year of a row; 0 where money has no year."""
        return int(self.cell(self.year_column, row) or 0)
