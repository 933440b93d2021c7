"""World Bank: an indicator's CSV or zip, the files of its DataBank, and tidy copies of either.

The Bank's CSV has the source and the date of the last update above the header and one column a year; DataBank marks
missing values with ``..`` and writes the date below the data; both may be long, with one row a value.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from carsi_analysis.importing.grids import Layout, Table, find_table
from carsi_analysis.importing.incoming import Incoming, Publication, Request, Value
from carsi_analysis.importing.publishers.shared import date_around, file_value
from carsi_analysis.importing.refused import ImportRefused
from carsi_analysis.importing.text import column_name, folded, year

FILES = "an indicator's CSV or zip, the WDI or DataBank CSV, wide or long"
LICENCE = "CC BY 4.0"


@dataclass(frozen=True)
class Series:
    """One indicator of the Bank: our table, the key that names the series there, and the words of its unit."""

    table: str
    key: dict[str, str]
    unit_words: str
    cells: dict[str, str]
    publication: Publication


HOMICIDE = Publication(
    "wb-wdi-hom",
    "World Development Indicators VC.IHR.PSRC.P5, intentional homicides per 100,000 people",
    "World Bank (data from UNODC)",
    "https://data.worldbank.org/indicator/VC.IHR.PSRC.P5",
    LICENCE,
    "World Bank WDI",
    "Banco Mundial (IDM)",
)
POPULATION = Publication(
    "wb-wdi-pop",
    "World Development Indicators SP.POP.TOTL, population, total",
    "World Bank",
    "https://data.worldbank.org/indicator/SP.POP.TOTL",
    LICENCE,
    "World Bank WDI population",
    "Banco Mundial (IDM), población",
    ("wb-population",),
)
RENEWS = HOMICIDE.pages | POPULATION.pages
SERIES = {
    "VC.IHR.PSRC.P5": Series(
        "observations",
        {"indicator_id": "hom_rate_wdi", "variant": "main"},
        "per 100,000",
        {"status": "final"},
        HOMICIDE,
    ),
    "SP.POP.TOTL": Series("population", {}, "total", {"basis": "seen"}, POPULATION),
}
TIDY_COLUMNS = {"rate_per_100k": "VC.IHR.PSRC.P5", "population": "SP.POP.TOTL"}
"""Names under which tidy copies keep the values, besides the Bank's own codes."""

_PLACE = {
    "code": ("Country Code", "iso3", "iso3c", "code", "REF_AREA"),
    "name": ("Country Name", "country", "countryname", "REF_AREA_LABEL"),
}
_WHAT = {
    "indicator": ("Indicator Code", "Series Code", "INDICATOR"),
    "label": ("Indicator Name", "Series Name", "INDICATOR_LABEL"),
}
_WHEN = {"year": ("Year", "Time", "date", "TIME_PERIOD")}
_TIDY = {code: (code, *(name for name, each in TIDY_COLUMNS.items() if each == code)) for code in SERIES}
LONG = Layout(_PLACE | _WHAT | _WHEN | {"value": ("Value", "OBS_VALUE")}, ("code", "year", "value"))
TIDY = tuple(Layout(_PLACE | _WHEN | {code: names}, ("code", "year", code)) for code, names in _TIDY.items())
WIDE = Layout(_PLACE | _WHAT, ("code", "indicator"))


def read(request: Request) -> Incoming:
    """Read a file of the World Bank.

    Raises:
        ImportRefused: it is another publisher's, broken, or holds no indicator that the package holds.
    """
    with find_table(request.path, (LONG, *TIDY, WIDE), "the World Bank") as table:
        return _read(request, table)


def _read(request: Request, table: Table) -> Incoming:
    """Values of every indicator in the table that the package holds."""
    values: list[Value] = []
    found: set[str] = set()
    strangers: set[str] = set()
    for line, column, country, code, years, text in _cells(request, table):
        series = SERIES.get(code)
        if series is None:
            strangers.add(code)
            request.left_aside["indicators that the package does not hold"] += 1
            continue
        found.add(code)
        if country is None:
            request.left_aside["countries that the package does not hold"] += 1
            continue
        value = file_value(text, table.name, line, column)
        if value is not None:
            key = series.key | {"country_iso3": country, "year": str(years)}
            cells = series.cells | {"locator": f"{code}, {country}, {years}"}
            values.append(Value(series.table, key, value, cells, f"line {line}"))
    if not found:
        seen = f"it holds {', '.join(sorted(strangers)[:5]) or 'no rows'}"
        raise ImportRefused(table.name, seen, f"an indicator that the package holds: {', '.join(SERIES)}")
    publications = [SERIES[code].publication for code in sorted(found)]
    return request.incoming(_publication(publications), date_around(request, table), values)


def _publication(found: list[Publication]) -> Publication:
    if len(found) == 1:
        return found[0]
    replaces = tuple(start for each in found for start in each.earlier)
    title = "World Development Indicators: " + "; ".join(each.title.partition(" Indicators ")[2] for each in found)
    return Publication(
        "wb-wdi",
        title,
        "World Bank",
        "https://databank.worldbank.org/source/world-development-indicators",
        LICENCE,
        "World Bank WDI",
        "Banco Mundial (IDM)",
        replaces,
    )


def _cells(request: Request, table: Table) -> Iterator[tuple[int, str, str | None, str, int, str]]:
    """Line, column, our country, indicator code, year and text of every cell with a value, whatever the form."""
    columns = _year_columns(table) if table.layout is WIDE else {}
    for line, cells in table.raw_rows():
        row = {name: cells[place].strip() for name, place in table.columns.items()}
        code = _indicator(request, table, row, line)
        country = request.countries.find(row["code"], row.get("name", ""), table.name, line)
        if table.layout is WIDE:
            for place, years in columns.items():
                if cells[place].strip():
                    yield line, table.header[place], country, code, years, cells[place]
            continue
        years_text = row["year"]
        stated = year(years_text)
        if stated is None:
            raise ImportRefused(table.name, f"{years_text!r} is no year", "a year", line=line, column="year")
        field = "value" if table.layout is LONG else code
        yield line, table.header[table.columns[field]], country, code, stated, row[field]


def _indicator(request: Request, table: Table, row: dict[str, str], line: int) -> str:
    """The Bank's code of what a row measures; its name must still speak of the unit that we hold."""
    if table.layout not in (LONG, WIDE):
        return next(code for code in SERIES if code in table.columns)
    code = row.get("indicator") or _stated(request)
    if not code:
        seen = "the file does not say which indicator it holds"
        raise ImportRefused(table.name, seen, f"--indicator with one of {', '.join(SERIES)}")
    words = SERIES[code].unit_words if code in SERIES else ""
    label = row.get("label", "")
    if label and words and folded(words) not in folded(label):
        seen = f"{code} is now called {label!r}"
        raise ImportRefused(table.name, seen, f"a name with {words!r}: the unit may have changed", line=line)
    return code


def _stated(request: Request) -> str:
    """``--indicator`` as the Bank's code; our own names do as well."""
    for code, series in SERIES.items():
        if request.indicator in (code, series.key.get("indicator_id", series.table)):
            return code
    return request.indicator


def _year_columns(table: Table) -> dict[int, int]:
    """Place and year of the columns that are years: ``2020`` or ``2020 [YR2020]``."""
    found = {}
    for place, name in enumerate(table.header):
        stated = year(column_name(name).split("_")[0]) if name.strip() else None
        if stated is not None:
            found[place] = stated
    if not found:
        raise ImportRefused(table.name, f"the header is {', '.join(table.header)[:120]!r}", "a column for each year")
    return found
