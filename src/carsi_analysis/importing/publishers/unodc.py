"""United Nations Office on Drugs and Crime: the workbooks of its data portal.

Most are one long sheet with the date of the release above the header: ``Iso3_code``, ``Indicator``, ``Dimension``,
``Category``, ``Sex``, ``Age``, ``Year``, ``Unit of measurement``, ``VALUE`` or ``txtVALUE``, ``Source``. The workbook
of the Sustainable Development Goals names the indicator by its number. Counts below five are hidden as ``<5``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from carsi_analysis.importing.grids import Layout, Row, Table, find_table
from carsi_analysis.importing.incoming import Incoming, Publication, Request, Value
from carsi_analysis.importing.publishers.shared import date_around, file_value, no_series
from carsi_analysis.importing.refused import ImportRefused
from carsi_analysis.importing.text import folded, plain, year

FILES = "the workbooks of homicide, violent crime, trafficking in persons, firearms, and Sustainable Development Goals"
LICENCE = "UNODC terms of use: reproduction for non-profit and educational use with acknowledgement"
PORTAL = "https://dataunodc.un.org/"
HIDDEN = re.compile(r"<\s*5")
TOTAL = "total"


@dataclass(frozen=True)
class Series:
    """One of our indicators: what the cells of a row must say for it.

    Attributes:
        cells: Field and the folded text that it must hold; ``total`` also stands for an empty cell.
        release_year: Year of the only release that the indicator is named after; None for any.
    """

    indicator_id: str
    cells: Mapping[str, str]
    release_year: str | None = None


@dataclass(frozen=True)
class Workbook:
    """One workbook: how it is cited, and our indicators in it."""

    publication: Publication
    series: tuple[Series, ...]


def _publication(stem: str, title: str, page: str, label_en: str, label_es: str, *more: str) -> Publication:
    publisher = "United Nations Office on Drugs and Crime"
    return Publication(stem, title, publisher, PORTAL + page, LICENCE, label_en, label_es, more)


_ALL = {"dimension": TOTAL, "category": TOTAL, "sex": TOTAL, "age": TOTAL}
_VICTIMS = {"indicator": "victims of intentional homicide"}
_RATE, _COUNT = {"unit": "rate per 100 000 population"}, {"unit": "counts"}

HOMICIDE = Workbook(
    _publication(
        "unodc-cts",
        "UNODC intentional homicide dataset",
        "dp-intentional-homicide-victims",
        "UNODC homicide data",
        "Datos de homicidio de la UNODC",
        "owid-unodc-hom-",
    ),
    (
        Series("hom_rate_unodc_2026", _VICTIMS | _ALL | _RATE, release_year="2026"),
        Series("hom_count_unodc_2026", _VICTIMS | _ALL | _COUNT, release_year="2026"),
        Series("hom_rate_unodc", _VICTIMS | _ALL | _RATE),
    ),
)
VIOLENCE = Workbook(
    _publication(
        "unodc-vsc",
        "UNODC violent and sexual crime dataset",
        "dp-crime-violent-offences",
        "UNODC violent crime data",
        "Datos de delitos violentos de la UNODC",
    ),
    (
        Series("kidnap_count", {"indicator": "violent offences", "category": "kidnapping"} | _COUNT),
        Series("kidnap_rate", {"indicator": "violent offences", "category": "kidnapping"} | _RATE),
    ),
)
TRAFFICKING = Workbook(
    _publication(
        "unodc-glotip",
        "UNODC trafficking in persons dataset (GLOTIP)",
        "dp-trafficking-persons",
        "UNODC trafficking in persons data",
        "Datos de trata de personas de la UNODC",
    ),
    (
        Series("tip_victims_detected", {"indicator": "detected trafficking victims"} | _ALL),
        Series("tip_offences", {"indicator": "offences of trafficking in persons"} | _ALL),
        Series("tip_prosecuted", {"indicator": "persons prosecuted"} | _ALL),
        Series("tip_convicted", {"indicator": "persons convicted"} | _ALL),
    ),
)
FIREARMS = Workbook(
    _publication(
        "unodc-iafq",
        "UNODC illicit arms flows questionnaire dataset",
        "dp-firearms-trafficking",
        "UNODC illicit arms flows data",
        "Datos de flujos ilícitos de armas de la UNODC",
    ),
    (Series("arms_seized", {"indicator": "arms seized"} | _ALL),),
)
GOALS = Workbook(
    _publication(
        "unodc-sdg",
        "UNODC SDG dataset (targets 16.1.1, 16.1.3, 16.1.4, 16.2.2, 16.3.2, 16.4.2, 16.5.2)",
        "",
        "UNODC SDG data",
        "Datos ODS de la UNODC",
    ),
    (
        Series("hom_rate_sdg", {"number": "16.1.1", "sex": TOTAL, "age": TOTAL}),
        Series("hom_rate_male", {"number": "16.1.1", "sex": "male", "age": TOTAL}),
        Series("hom_rate_female", {"number": "16.1.1", "sex": "female", "age": TOTAL}),
        Series("robbery_prevalence", {"number": "16.1.3", "sex": TOTAL, "age": TOTAL, "crime": "robbery"}),
        Series("feel_safe", {"number": "16.1.4", "sex": TOTAL, "age": TOTAL}),
        Series("unsentenced_share", {"number": "16.3.2", "sex": TOTAL, "age": TOTAL}),
        Series("bribery_prevalence", {"number": "16.5.2", "sex": TOTAL, "age": TOTAL}),
    ),
)
WORKBOOKS = (HOMICIDE, VIOLENCE, TRAFFICKING, FIREARMS)
RENEWS = {start: page for book in (*WORKBOOKS, GOALS) for start, page in book.publication.pages.items()}

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
    release = request.release or date_around(request, table)
    candidates = (GOALS,) if table.layout is SDG else WORKBOOKS
    values: list[Value] = []
    used: dict[str, Workbook] = {}
    indicators: set[str] = set()
    for row in table.rows():
        indicators.add(plain(row["indicator"]))
        found = _series_of(row, candidates, release)
        for workbook, series in found:
            used[workbook.publication.stem] = workbook
            values += _value(request, table, row, series)
        if not found:
            request.left_aside["rows of other indicators or of parts of the population"] += 1
    if not used:
        seen = f"its indicators are {', '.join(sorted(indicators)[:4])}"
        raise no_series(table.name, seen, ", ".join(sorted({s.indicator_id for w in candidates for s in w.series})))
    if len(used) > 1:
        raise ImportRefused(table.name, f"rows of {' and '.join(sorted(used))} stand in it", "one workbook of UNODC")
    (workbook,) = used.values()
    return request.incoming(workbook.publication, release, values)


def _series_of(row: Row, candidates: tuple[Workbook, ...], release: str) -> list[tuple[Workbook, Series]]:
    """The first of our indicators in each workbook that a row speaks of; rate and count are told apart by the unit."""
    found = []
    for workbook in candidates:
        for series in workbook.series:
            if series.release_year not in (None, release[:4]):
                continue
            if all(_says(row, name, wanted) for name, wanted in series.cells.items()):
                found.append((workbook, series))
                break
    return found


def _says(row: Row, name: str, wanted: str) -> bool:
    if name == "number":
        stated = _GOAL_NUMBER.search(f"{row['indicator']} {row['series']} {row['target']}")
        return stated is not None and stated[0] == wanted
    text = folded(row[name])
    return text == wanted or (wanted == TOTAL and text in ("", "all ages", "both sexes", "all"))


def _value(request: Request, table: Table, row: Row, series: Series) -> list[Value]:
    country = request.countries.find(row["code"], row["name"], table.name, row.line)
    if country is None:
        request.left_aside["countries that the package does not hold"] += 1
        return []
    stated = year(row["year"])
    if stated is None:
        raise ImportRefused(table.name, f"{row['year']!r} is no year", "a year", line=row.line, column="Year")
    hidden = HIDDEN.fullmatch(row["value"]) is not None
    value = None if hidden else file_value(row["value"], table.name, row.line, "VALUE")
    if value is None and not hidden:
        return []
    key = {"indicator_id": series.indicator_id, "country_iso3": country, "year": str(stated), "variant": "main"}
    cells = {
        "status": "suppressed" if hidden else "final",
        "origin": plain(row["source"]),
        "locator": f"{_locator(row)}; {plain(row['name'])}, {stated}",
    }
    return [Value("observations", key, value, cells, f"line {row.line}")]


def _locator(row: Row) -> str:
    names = ("indicator", "category", "sex", "unit")
    return ", ".join(plain(row[name]) for name in names if row[name] and folded(row[name]) != TOTAL) or "total"
