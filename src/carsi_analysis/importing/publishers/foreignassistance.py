"""ForeignAssistance.gov: totals by country, and the complete file of transactions, which has millions of rows.

Both give the same thing: dollars by country, kind of transaction and fiscal year. The complete file is added up by
DuckDB, which streams it in bounded memory. The workbook of Overseas Loans and Grants, published on the same page, is
handed to its own importer.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from carsi_analysis.importing.grids import Layout, Table, find_table
from carsi_analysis.importing.incoming import Incoming, Publication, Request, Value
from carsi_analysis.importing.publishers import greenbook
from carsi_analysis.importing.publishers.shared import date_around, file_value, no_series
from carsi_analysis.importing.refused import ImportRefused
from carsi_analysis.importing.streaming import Grouped, add_up
from carsi_analysis.importing.text import plain, year

FILES = "the country totals or the complete transactions, CSV or zip, or the Overseas Loans and Grants workbook"
PUBLICATION = Publication(
    "foreignassistance",
    "Foreign assistance by country, transaction type and fiscal year",
    "ForeignAssistance.gov",
    "https://foreignassistance.gov/data",
    "U.S. government work, public domain in the United States",
    "ForeignAssistance.gov",
    "ForeignAssistance.gov",
)
RENEWS = PUBLICATION.pages
MEASURES = {
    "President's Budget Requests": "requested",
    "Appropriated and Planned": "budgeted",
    "Initial Allocations": "allocated",
    "Obligations": "obligated",
    "Disbursements": "disbursed",
}
_COLUMNS = {
    "code": ("Country Code",),
    "name": ("Country Name",),
    "measure": ("Transaction Type Name",),
    "year": ("Fiscal Year",),
    "nominal": ("Current Dollar Amount", "current_amount"),
    "constant": ("Constant Dollar Amount", "constant_amount"),
}
_REQUIRED = ("code", "name", "measure", "year", "nominal", "constant")
TRANSACTIONS = Layout(
    _COLUMNS | {"detail": ("Activity ID", "Activity Name", "Award Transaction ID", "Funding Account ID")},
    (*_REQUIRED, "detail"),
)
TOTALS = Layout(_COLUMNS, _REQUIRED)


@dataclass(frozen=True)
class _Total:
    """Dollars of one country, kind of transaction and year: texts by field, and where they stand."""

    texts: dict[str, str]
    place: str
    line: int | None

    def __getitem__(self, name: str) -> str:
        return self.texts[name]


def read(request: Request) -> Incoming:
    """Read a file of ForeignAssistance.gov.

    Raises:
        ImportRefused: it is another publisher's, broken, or counts a country and year twice.
    """
    layouts = (TRANSACTIONS, TOTALS, greenbook.LAYOUT)
    with find_table(request.path, layouts, "ForeignAssistance.gov") as table:
        return _read(request, table)


def _read(request: Request, table: Table) -> Incoming:
    """Values of either file, or those of the workbook on the same page."""
    if table.layout is greenbook.LAYOUT:
        return greenbook.read(request)
    totals = _transactions(request, table) if table.layout is TRANSACTIONS else _rows(table)
    values = [value for total in totals for value in _value(request, table.name, total)]
    if not values:
        raise no_series(table.name, "no row is of a country and kind that we hold", ", ".join(MEASURES))
    return request.incoming(PUBLICATION, date_around(request, table), values)


def _rows(table: Table) -> Iterable[_Total]:
    for row in table.rows():
        texts = {name: row[name] for name in _REQUIRED}
        yield _Total(texts, place=f"line {row.line}", line=row.line)


def _transactions(request: Request, table: Table) -> Iterable[_Total]:
    """Every country and year of the complete file, added up."""
    names = {field: table.header[table.columns[field]] for field in _REQUIRED}
    groups = [names[field] for field in ("code", "name", "measure", "year")]
    grouped = Grouped(table.header, groups, [names["nominal"], names["constant"]])
    for group in add_up(request.path, grouped, table.member):
        texts = dict(zip(_REQUIRED, (*group.keys, *group.sums), strict=True))
        yield _Total(texts, place=f"the sum of {group.rows:,} transactions", line=None)


def _value(request: Request, file: str, total: _Total) -> list[Value]:
    country = request.countries.find(total["code"], total["name"], file, total.line)
    stated = year(total["year"])
    measure = MEASURES.get(plain(total["measure"]))
    if measure is None:
        listed = ", ".join(MEASURES)
        raise ImportRefused(file, f"{plain(total['measure'])!r} is no kind of transaction that we know", listed)
    if country is None or stated is None:
        reason = "countries that the package does not hold" if country is None else "the transition quarter of 1976"
        request.left_aside[reason] += 1
        return []
    key = {"fiscal_year": str(stated), "country_iso3": country, "measure_id": measure}
    kind = f"Transaction Type Name = {plain(total['measure'])}"
    cells = {
        "amount_constant_usd": _dollars(total["constant"], file, total.line, "constant amount") or "0",
        "locator": f"rows with Country Name = {plain(total['name'])}, Fiscal Year = {stated}, {kind}",
    }
    nominal = _dollars(total["nominal"], file, total.line, "current amount")
    return [Value("official_totals", key, nominal, cells, total.place)] if nominal is not None else []


def _dollars(text: str, file: str, line: int | None, column: str) -> str | None:
    """Whole dollars, as the package holds them."""
    value = file_value(text, file, line, column)
    return None if value is None else str(round(float(value))) if "." in value else value
