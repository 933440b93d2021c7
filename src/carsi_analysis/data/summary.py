"""What a package holds, table by table: rows, years, countries and sources."""

from dataclasses import dataclass

import pandas as pd

from carsi_analysis.data.descriptor import Table
from carsi_analysis.data.package import Package
from carsi_analysis.printable import aligned


@dataclass(frozen=True)
class TableSummary:
    """Counts of one table.

    Attributes:
        name: The table.
        rows: Number of rows.
        years: First and last year of all its year columns; None where it has none.
        countries: Number of distinct countries and groups of countries that its rows name.
        source_ids: The sources that its rows cite, sorted.
    """

    name: str
    rows: int
    years: tuple[int, int] | None
    countries: int
    source_ids: tuple[str, ...]

    @property
    def years_text(self) -> str:
        """``2008–2012``, one year alone, or an empty text."""
        if self.years is None:
            return ""
        first, last = self.years
        return str(first) if first == last else f"{first}–{last}"

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """Rows, years, countries and sources as they are written; empty where there are none."""
        return f"{self.rows:,}", self.years_text, str(self.countries or ""), str(len(self.source_ids) or "")


def summarise(package: Package) -> list[TableSummary]:
    """One summary for each table, in the order of the descriptor."""
    return [summary_of(package, table) for table in package.descriptor.tables]


def summary_of(package: Package, table: Table) -> TableSummary:
    """Count rows, years, countries and sources of one table."""
    frame = package.table(table.name)
    return TableSummary(
        name=table.name,
        rows=len(frame),
        years=_years(frame, table),
        countries=len(_distinct(frame, _columns_to(table, "countries"))),
        source_ids=tuple(sorted(_distinct(frame, _columns_to(table, "sources")))),
    )


def _years(frame: pd.DataFrame, table: Table) -> tuple[int, int] | None:
    columns = [field.name for field in table.fields if field.type == "year" or field.name.endswith("year")]
    numeric = [column for column in columns if pd.api.types.is_integer_dtype(frame[column])]
    values = [int(value) for column in numeric for value in frame[column].dropna()]
    return (min(values), max(values)) if values else None


def _columns_to(table: Table, target: str) -> list[str]:
    """Columns of a table that point to another table by a key of one column."""
    return [key.columns[0] for key in table.foreign_keys if key.table == target and len(key.columns) == 1]


def _distinct(frame: pd.DataFrame, columns: list[str]) -> set[str]:
    return {value for column in columns for value in frame[column].dropna().unique()}


def summary_text(package: Package) -> str:
    """The summaries as a table in plain text, with a last line that counts tables and rows."""
    summaries = summarise(package)
    rows = [("table", "rows", "years", "countries", "sources"), *((each.name, *each.cells) for each in summaries)]
    total = sum(summary.rows for summary in summaries)
    compared = f"; all {package.comparisons} comparisons of its reconciliations hold" if package.comparisons else ""
    return "\n".join([*aligned(rows, "<>>>>"), "", f"{len(summaries)} tables, {total:,} rows{compared}"])
