"""Worldwide Governance Indicators of the World Bank, in the three forms in which they go round.

The newer workbook is long: ``code``, ``year``, ``indicator``, ``estimate``. In the older one each indicator has a
sheet, with the years in one header row above ``Estimate``, ``StdErr`` and so on in the next. Statistical packages give
one column for each indicator (``CC.EST``).
"""

from collections.abc import Iterator
from contextlib import closing

from carsi_analysis.importing.grids import Grid, Layout, Table, find_table, grids
from carsi_analysis.importing.incoming import Incoming, Publication, Request, Value
from carsi_analysis.importing.publishers.shared import date_around, file_value, no_series
from carsi_analysis.importing.refused import ImportRefused
from carsi_analysis.importing.text import column_name, date_in, year

FILES = "the workbook or its CSV, long or one sheet an indicator, or a CSV with columns such as CC.EST"
PUBLICATION = Publication(
    "wb-wgi",
    "Worldwide Governance Indicators",
    "World Bank",
    "https://www.worldbank.org/en/publication/worldwide-governance-indicators",
    "CC BY 4.0",
    "World Bank Governance Indicators",
    "Indicadores de Gobernanza del Banco Mundial",
)
RENEWS = PUBLICATION.pages
SERIES = {"cc": "wgi_corruption", "rl": "wgi_rule_of_law", "ge": "wgi_gov_effect", "pv": "wgi_stability"}
SHEETS = {
    "controlofcorruption": "cc",
    "ruleoflaw": "rl",
    "governmenteffectiveness": "ge",
    "political_stabilitynoviolence": "pv",
}
LOWEST, HIGHEST = -5.0, 5.0
"""Estimates are standard scores; anything beyond this range is another unit, such as the percentile rank."""

_WHERE = {
    "code": ("code", "Country Code", "WBCode", "iso3c"),
    "name": ("countryname", "Country Name", "Country/Territory", "country", "Economy (name)"),
    "year": ("year",),
}
LONG = Layout(
    _WHERE | {"indicator": ("indicator",), "estimate": ("estimate",)}, ("code", "year", "indicator", "estimate")
)
COLUMNS = Layout(_WHERE | {code: (f"{code.upper()}.EST",) for code in SERIES}, ("code", "year", "cc"))
SHEET = Layout(_WHERE, ("code", "name"))


def read(request: Request) -> Incoming:
    """Read a file of the indicators.

    Raises:
        ImportRefused: it is another publisher's, broken, or its values are no estimates.
    """
    sheets = _sheets(request)
    if sheets:
        return request.incoming(PUBLICATION, date_in(request.path.name), sheets)
    with find_table(request.path, (LONG, COLUMNS), "the Worldwide Governance Indicators") as table:
        return _read(request, table)


def _read(request: Request, table: Table) -> Incoming:
    """Values of a table in one of the two long forms."""
    values = list(_long(request, table) if table.layout is LONG else _columns(request, table))
    if not values:
        raise no_series(table.name, "no row holds an indicator and a country of ours", ", ".join(SERIES))
    return request.incoming(PUBLICATION, date_around(request, table), values)


def _long(request: Request, table: Table) -> Iterator[Value]:
    for row in table.rows():
        code = row["indicator"].casefold().removesuffix(".est")
        if code not in SERIES:
            request.left_aside["indicators that the package does not hold"] += 1
            continue
        yield from _value(request, table.name, row.line, code, row["code"], row["name"], row["year"], row["estimate"])


def _columns(request: Request, table: Table) -> Iterator[Value]:
    for row in table.rows():
        for code in SERIES:
            if code in table.columns:
                yield from _value(request, table.name, row.line, code, row["code"], row["name"], row["year"], row[code])


def _sheets(request: Request) -> list[Value]:
    """Values of the older workbook; none where the file is not it."""
    values: list[Value] = []
    with closing(grids(request.path)) as opened:
        for grid in opened:
            code = SHEETS.get(column_name(grid.name.rpartition("sheet ")[2]))
            if code is not None:
                values += _sheet(request, grid, code)
    return values


def _sheet(request: Request, grid: Grid, code: str) -> list[Value]:
    """A sheet with two header rows: years, merged over several columns each, and what the columns hold."""
    above: list[str] = []
    for _, cells in grid.rows:
        where = SHEET.match(cells)
        if where is not None:
            break
        above = cells
    else:
        raise ImportRefused(grid.name, "no line holds Country/Territory and Code", "the header of the indicators")
    years: dict[int, int] = {}
    stated = None
    for place, name in enumerate(cells):
        # A merged cell keeps its text in the first column alone.
        stated = year(above[place]) if place < len(above) and above[place].strip() else stated
        if column_name(name) == "estimate" and stated is not None:
            years[place] = stated
    if not years:
        raise ImportRefused(grid.name, "no column is an Estimate below a year", "both header rows")
    values: list[Value] = []
    for line, row in grid.rows:
        if not any(cell.strip() for cell in row):
            continue
        for place, each in years.items():
            text = row[place] if place < len(row) else ""
            values += _value(request, grid.name, line, code, row[where["code"]], row[where["name"]], str(each), text)
    return values


def _value(
    request: Request, file: str, line: int, code: str, country_code: str, name: str, when: str, text: str
) -> Iterator[Value]:
    country = request.countries.find(country_code, name, file, line)
    if country is None:
        request.left_aside["countries that the package does not hold"] += 1
        return
    stated = year(when)
    if stated is None:
        raise ImportRefused(file, f"{when!r} is no year", "a year", line=line, column="year")
    value = file_value(text, file, line, f"{code.upper()}.EST")
    if value is None:
        return
    if not LOWEST <= float(value) <= HIGHEST:
        expected = "an estimate, a standard score between about -2.5 and 2.5: the unit may have changed"
        raise ImportRefused(file, f"{value} is far off", expected, line=line, column=f"{code.upper()}.EST")
    key = {"indicator_id": SERIES[code], "country_iso3": country, "year": str(stated), "variant": "main"}
    cells = {"status": "final", "locator": f"{code.upper()}.EST, {country}, {stated}"}
    yield Value("observations", key, value, cells, f"line {line}")
