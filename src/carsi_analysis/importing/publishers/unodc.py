"""United Nations Office on Drugs and Crime: the workbooks of its data portal.

Most are one long sheet with the date of the release above the header, written day/month/year: ``Iso3_code``,
``Indicator``, ``Dimension``, ``Category``, ``Sex``, ``Age``, ``Year``, ``Unit of measurement``, ``VALUE`` or
``txtVALUE``, ``Source``. The workbook of the Sustainable Development Goals names the indicator by its number. Counts
below five are hidden as ``<5``; ``txtVALUE`` is text and groups the thousands of counts with commas.
"""

import re
from collections import Counter
from collections.abc import Iterable

from carsi_analysis.importing.grids import Layout, Row, Table, find_table
from carsi_analysis.importing.incoming import Incoming, Publication, Request
from carsi_analysis.importing.publishers.series import Series, declared, pages
from carsi_analysis.importing.publishers.shared import Reader, no_series
from carsi_analysis.importing.refused import ImportRefused
from carsi_analysis.importing.text import folded, plain

FILES = "the workbook of the page as it is, such as data_cts_intentional_homicide.xlsx or sdg_dataset.xlsx"
SERIES = declared("unodc")
RENEWS = pages(SERIES)
HIDDEN = re.compile(r"<\s*5")
THOUSANDS = re.compile(r"[0-9]{1,3}(,[0-9]{3})+")
COUNTS = "counts"
TOTAL = "total"
NOT_BROKEN_DOWN = (TOTAL, "", "na", "n a", "all", "all ages", "both sexes")
"""Texts of a cell that stand for the total, folded; ``na`` where there is nothing to break down."""

_PLACE = {"code": ("Iso3_code",), "name": ("Country", "Geo"), "year": ("Year",), "source": ("Source",)}
_BROKEN_DOWN = {"sex": ("Sex",), "age": ("Age",), "crime": ("Crime",)}
LONG = Layout(
    _PLACE
    | _BROKEN_DOWN
    | {
        "indicator": ("Indicator",),
        "dimension": ("Dimension",),
        "category": ("Category",),
        "unit": ("Unit of measurement",),
        "value": ("VALUE", "txtVALUE"),
    },
    ("code", "name", "indicator", "category", "year", "unit", "value"),
)
SDG = Layout(
    _PLACE
    | _BROKEN_DOWN
    | {
        "goal": ("Goal",),
        "target": ("Target",),
        "indicator": ("Indicator",),
        "series": ("Series",),
        "value": ("Value",),
    },
    ("code", "name", "goal", "indicator", "year", "value"),
)
_GOAL_NUMBER = re.compile(r"(?<![0-9.])16\.[0-9]{1,2}\.[0-9]{1,2}(?![0-9.])")


def read(request: Request) -> Incoming:
    """Read a workbook of the portal.

    Raises:
        ImportRefused: it is another publisher's, broken, or holds nothing that the package holds.
    """
    with find_table(request.path, (LONG, SDG), "the UNODC data portal") as table:
        return _read(request, table)


def _read(request: Request, table: Table) -> Incoming:
    """Values of every row that one of our indicators speaks of."""
    reader = Reader(request, table, day_first=True)
    stated = reader.date()
    release = request.release or stated
    of_goals = [each for each in SERIES if ("goal" in each.says) == (table.layout is SDG)]
    candidates = [each for each in of_goals if each.release_year in ("", release[:4])]
    used: dict[str, Publication] = {}
    met: Counter[str] = Counter()
    for row in table.rows():
        found = _series_of(row, candidates)
        for series in found:
            used[series.publication.stem] = series.publication
            _take(reader, row, series)
        if not found:
            met[_words(table, row)] += 1
    request.left_aside["rows of other indicators or of parts of the population"] += met.total()
    if not used:
        raise no_series(table.name, _seen(met), ", ".join(sorted({each.indicator for each in candidates})))
    if len(used) > 1:
        raise ImportRefused(table.name, f"rows of {' and '.join(sorted(used))} stand in it", "one workbook of UNODC")
    (publication,) = used.values()
    return reader.incoming(publication, stated)


def _series_of(row: Row, candidates: Iterable[Series]) -> list[Series]:
    """The first of our indicators in each workbook that a row speaks of; rate and count are told apart by the unit."""
    found: dict[str, Series] = {}
    for series in candidates:
        if all(_says(row, name, wanted) for name, wanted in series.says.items()):
            found.setdefault(series.publication.stem, series)
    return list(found.values())


def _says(row: Row, name: str, wanted: str) -> bool:
    if name == "goal":
        stated = _GOAL_NUMBER.search(f"{row['indicator']} {row['series']} {row['target']}")
        return stated is not None and stated[0] == wanted
    text = folded(row[name])
    return text == wanted or (wanted == TOTAL and text in NOT_BROKEN_DOWN)


def _words(table: Table, row: Row) -> str:
    """What a row is of, in the file's own words."""
    names = ("dimension", "category", "sex", "age", "unit")
    cells = (f"{table.title(name)} {plain(row[name])!r}" for name in names if name in table.columns)
    return f"{plain(row['indicator'])} ({', '.join(cells)})"


def _seen(met: Counter[str]) -> str:
    """The commonest kinds of rows of an indicator that we hold, else of any."""
    ours = {series.says.get("indicator") for series in SERIES}
    of_ours = [words for words, _ in met.most_common() if folded(words.partition(" (")[0]) in ours]
    if of_ours:
        return f"no row is of a total that we hold; there are {'; '.join(of_ours[:3])}"
    names = sorted({words.partition(" (")[0] for words in met})
    return f"its indicators are {', '.join(names[:4])}"


def _take(reader: Reader, row: Row, series: Series) -> None:
    country = reader.country(row.line, row["code"], row["name"])
    if country is None:
        return
    stated = reader.year(row.line, row["year"], reader.table.title("year"))
    text: str | None = row["value"]
    cells = {"origin": plain(row["source"]), "locator": f"{_locator(row)}; {plain(row['name'])}, {stated}"}
    if HIDDEN.fullmatch(row["value"]):
        text, cells["status"] = None, "suppressed"
    elif folded(row["unit"]) == COUNTS and THOUSANDS.fullmatch(row["value"]):
        text = row["value"].replace(",", "")
    reader.observe(series.indicator, country, stated, text, row.line, reader.table.title("value"), cells)


def _locator(row: Row) -> str:
    names = ("indicator", "category", "sex", "unit")
    return ", ".join(plain(row[name]) for name in names if folded(row[name]) not in NOT_BROKEN_DOWN) or "total"
