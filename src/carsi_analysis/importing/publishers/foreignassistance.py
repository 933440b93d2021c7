"""ForeignAssistance.gov: totals by country, and the complete file of transactions, which has millions of rows.

Both give the same thing: dollars by country, kind of transaction and fiscal year, in current dollars and in constant
ones of a year that changes with each edition. The complete file is added up by DuckDB, which streams it in bounded
memory. Neither says of which date it is; a year that is still being reported grows from edition to edition. The
workbook of Overseas Loans and Grants, published on the same page, is handed to its own importer.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from carsi_analysis.importing.grids import Layout, Table, find_table
from carsi_analysis.importing.incoming import Incoming, Publication, Request, Value
from carsi_analysis.importing.publishers import greenbook
from carsi_analysis.importing.publishers.shared import Reader, no_series, whole
from carsi_analysis.importing.refused import ImportRefused
from carsi_analysis.importing.streaming import add_up
from carsi_analysis.importing.text import plain
from carsi_analysis.printable import first_of

FILES = "us_foreign_aid_country.csv or us_foreign_aid_complete.csv, zipped or not"
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
TABLE = "official_totals"
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


STEADY = 0.01
"""In the base year of constant dollars these are the same as current ones, but for so much."""
SHRUNK = 0.9
"""A year still being reported that comes to less than this part of what is held speaks of an earlier edition."""


@dataclass(frozen=True)
class _Total:
    """Dollars of one country, kind of transaction and year: texts by field, and where they stand."""

    texts: Mapping[str, str]
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
    reader = Reader(request, table)
    for total in _transactions(request, table) if table.layout is TRANSACTIONS else _rows(table):
        _take(reader, total)
    if not reader.values:
        raise no_series(table.name, "no row is of a country and kind that we hold", ", ".join(MEASURES))
    request.notes += _other_base_year(request, reader.values)
    request.doubts |= _older_edition(request, reader.values)
    return reader.incoming(PUBLICATION)


def _rows(table: Table) -> Iterable[_Total]:
    for row in table.rows():
        yield _Total(row.cells, place=f"line {row.line}", line=row.line)


def _transactions(request: Request, table: Table) -> Iterable[_Total]:
    """Every country and year of the complete file, added up."""
    names = {field: table.header[table.columns[field]] for field in _REQUIRED}
    groups = [names[field] for field in ("code", "name", "measure", "year")]
    for group in add_up(request.path, table.header, groups, [names["nominal"], names["constant"]], table.grid.part):
        texts = dict(zip(_REQUIRED, (*group.keys, *group.sums), strict=True))
        yield _Total(texts, place=f"the sum of {group.rows:,} transactions", line=None)


def _take(reader: Reader, total: _Total) -> None:
    country = reader.country(total.line, total["code"], total["name"])
    if country is None:
        return
    measure = MEASURES.get(plain(total["measure"]))
    if measure is None:
        seen = f"{plain(total['measure'])!r} is no kind of transaction that we know"
        raise ImportRefused(reader.table.name, seen, ", ".join(MEASURES), line=total.line)
    stated = reader.fiscal_year(total.line, total["year"], reader.table.title("year"))
    if stated is None or not reader.wants(TABLE, TABLE, country, stated):
        return
    key = {"fiscal_year": str(stated), "country_iso3": country, "measure_id": measure}
    kind = f"Transaction Type Name = {plain(total['measure'])}"
    constant = reader.number(total.line, total["constant"], reader.table.title("constant"))
    cells = {
        "amount_constant_usd": whole(constant or "0"),
        "locator": f"rows with Country Name = {plain(total['name'])}, Fiscal Year = {stated}, {kind}",
    }
    nominal = reader.number(total.line, total["nominal"], reader.table.title("nominal"))
    if nominal is not None:
        value = Value(TABLE, key, None, cells, total.place)
        reader.add(value, whole(nominal), total.line, reader.table.title("nominal"))


def _other_base_year(request: Request, values: Iterable[Value]) -> Iterable[str]:
    """Say so where the constant dollars are those of another year than in the edition held."""
    given = base_year((value.year, int(value.value or 0), int(value.cells["amount_constant_usd"])) for value in values)
    held = request.held(TABLE, TABLE)
    before = base_year(
        (held.year(row), int(held.value(row)), int(held.cell("amount_constant_usd", row))) for row in held.rows.values()
    )
    if given and before and given != before:
        yield (
            f"its constant dollars are those of fiscal year {given}, and those of the edition held are of {before}: "
            f"another base year, not a revision"
        )


def base_year(amounts: Iterable[tuple[int, int, int]]) -> int | None:
    """The year whose constant dollars are its current ones, from year, current and constant amount; None if unclear."""
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for stated, nominal, constant in amounts:
        sums[stated][0] += abs(nominal)
        sums[stated][1] += abs(constant)
    off = {stated: abs(constant / nominal - 1) for stated, (nominal, constant) in sums.items() if nominal}
    nearest = min(off, key=lambda stated: off[stated], default=None)
    return nearest if nearest is not None and off[nearest] < STEADY else None


def _older_edition(request: Request, values: Iterable[Value]) -> dict[str, str]:
    """Doubt the series where the years that the edition held was still reporting are smaller in the file."""
    held = request.held(TABLE, TABLE)
    partial = {key: row for key, row in held.rows.items() if held.cell("partial_year", row) == "true"}
    given: dict[tuple[int, str], int] = defaultdict(int)
    before: dict[tuple[int, str], int] = defaultdict(int)
    for value in values:
        key = value.key_in(held.key_columns)
        if key in partial:
            given[value.year, value.key["measure_id"]] += int(value.value or 0)
    for row in partial.values():
        before[held.year(row), held.cell("measure_id", row)] += int(held.value(row))
    smaller = [
        f"{measure} of {stated}: {given[stated, measure]:,} where {amount:,} are held"
        for (stated, measure), amount in sorted(before.items())
        if amount > 0 and given[stated, measure] < SHRUNK * amount
    ]
    if not smaller:
        return {}
    listed = first_of(smaller, 3, "; ")
    return {TABLE: f"years that the edition held was still reporting are smaller, as in an earlier one ({listed})"}
