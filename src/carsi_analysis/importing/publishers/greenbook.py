"""U.S. Overseas Loans and Grants (the "Greenbook"): obligations by country, agency and account since 1946.

The workbook has a title above its header. Rows of one year, country, agency and account are added: they differ in
categories that the package does not keep.
"""

from dataclasses import dataclass, field

from carsi_analysis.importing.grids import Layout, Row, Table, find_table
from carsi_analysis.importing.incoming import Incoming, Publication, Request, Value
from carsi_analysis.importing.publishers.shared import Reader, whole
from carsi_analysis.importing.refused import ImportRefused
from carsi_analysis.importing.text import plain

FILES = "the workbook us_foreignaid_greenbook.xlsx, or a CSV of it"
PUBLICATION = Publication(
    "overseas-loans-grants",
    "U.S. Overseas Loans and Grants, obligations and loan authorizations",
    "ForeignAssistance.gov",
    "https://foreignassistance.gov/reports",
    "U.S. government work, public domain in the United States",
    "U.S. Overseas Loans and Grants",
    "Préstamos y donaciones de EE. UU. al exterior",
    author="USAID Data Services",
)
RENEWS = PUBLICATION.pages
TABLE = "official_obligations"
ACCOUNTS = {
    "International Narcotics Control and Law Enforcement": "incle",
    "Economic Support Fund": "esf",
    "Foreign Military Financing Program": "fmf",
    "International Military Education and Training": "imet",
    "Development Assistance": "da",
    "Nonproliferation, Anti-Terrorism, Demining and Related Programs": "nadr",
    "Drug Interdiction and Counter-Drug Activities, Defense": "dod_counter_drug",
    "Millennium Challenge Corporation": "mcc",
}
"""Accounts that the reports follow, by the name of the workbook."""

LAYOUT = Layout(
    {
        "year": ("Fiscal Year",),
        "name": ("Country",),
        "category": ("Assistance Category",),
        "agency": ("Funding Agency",),
        "account": ("Funding Account Name", "Funding Account"),
        "nominal": ("Obligations (Historical Dollars)", "obligations_current_usd", "Obligations (Current Dollars)"),
        "constant": ("Obligations (Constant Dollars)", "obligations_constant_2020_usd"),
    },
    ("year", "name", "agency", "account", "nominal", "constant"),
)
BASE_YEAR = 2020
"""The package holds constant dollars of this year."""


@dataclass
class _Sum:
    nominal: int = 0
    constant: int = 0
    rows: int = 0
    categories: set[str] = field(default_factory=set)
    name: str = ""
    line: int = 0


def read(request: Request) -> Incoming:
    """Read the workbook.

    Raises:
        ImportRefused: it is another publisher's, broken, or its constant dollars are those of another year.
    """
    with find_table(request.path, (LAYOUT,), "Overseas Loans and Grants") as table:
        return _read(request, table)


def _read(request: Request, table: Table) -> Incoming:
    """Sums by year, country, agency and account."""
    reader = Reader(request, table)
    sums: dict[tuple[int, str, str, str], _Sum] = {}
    for row in table.rows():
        country = reader.country(row.line, "", row["name"])
        if country is None:
            continue
        stated = reader.fiscal_year(row.line, row["year"], table.title("year"))
        if stated is None or not reader.wants(TABLE, TABLE, country, stated):
            continue
        key = (stated, country, plain(row["agency"]), plain(row["account"]))
        total = sums.setdefault(key, _Sum(name=plain(row["name"]), line=row.line))
        total.nominal += _dollars(reader, row, "nominal")
        total.constant += _dollars(reader, row, "constant")
        total.categories.add(plain(row["category"]))
        total.rows += 1
    for key, total in sums.items():
        reader.add(_value(key, total), str(total.nominal), total.line, table.title("nominal"))
    _check_base_year(request, reader.values)
    return reader.incoming(PUBLICATION)


def _dollars(reader: Reader, row: Row, name: str) -> int:
    return int(whole(reader.number(row.line, row[name], reader.table.title(name)) or "0"))


def _value(key: tuple[int, str, str, str], total: _Sum) -> Value:
    stated, country, agency, account = key
    added = f"; {total.rows} rows added" if total.rows > 1 else ""
    locator = f"rows with Country = {total.name}, Fiscal Year = {stated} and the agency and account named{added}"
    cells = {
        "account_id": ACCOUNTS.get(account, ""),
        "assistance_category": " and ".join(sorted(total.categories - {""})),
        "amount_2020_usd": str(total.constant),
        "locator": locator,
    }
    columns = ("fiscal_year", "country_iso3", "agency", "account_name")
    texts = dict(zip(columns, (str(stated), country, agency, account), strict=True))
    return Value(TABLE, texts, None, cells, f"line {total.line}")


def _check_base_year(request: Request, values: list[Value]) -> None:
    """In the base year nominal and constant dollars are nearly the same; in a later base they are not."""
    base = [value for value in values if value.year == BASE_YEAR]
    nominal = sum(int(value.value or 0) for value in base)
    constant = sum(int(value.cells["amount_2020_usd"]) for value in base)
    if base and nominal and abs(constant / nominal - 1) > 0.02:
        seen = f"constant dollars of {BASE_YEAR} are {constant / nominal:.3f} times the nominal ones"
        expected = f"1: the package holds dollars of {BASE_YEAR}, and this file those of another year"
        raise ImportRefused(request.file, seen, expected)
