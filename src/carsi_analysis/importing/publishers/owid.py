"""Our World in Data: the CSV of a chart, with its metadata JSON beside it.

The metadata says which chart it is, the unit of each column and when the data were last updated; without it the
chart is known by the name of the file alone, and the unit is not checked.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from carsi_analysis.importing.grids import Layout, Table, find_table
from carsi_analysis.importing.incoming import Incoming, Publication, Request, Value
from carsi_analysis.importing.publishers.shared import file_value, no_series
from carsi_analysis.importing.refused import ImportRefused
from carsi_analysis.importing.text import column_name, date_in, folded, plain, year

FILES = "the CSV of a chart; keep its .metadata.json beside it"
PAGE = "https://ourworldindata.org/grapher/"
LARGEST_METADATA = 5_000_000


@dataclass(frozen=True)
class Chart:
    """One chart: our indicator, words that its unit must hold, and how it is cited."""

    indicator_id: str
    unit_words: str
    publication: Publication


def _vdem(slug: str, title: str) -> Publication:
    return Publication(
        "owid-vdem",
        title,
        "V-Dem, processed by Our World in Data",
        PAGE + slug,
        "OWID CC BY 4.0; V-Dem CC BY-SA 4.0",
        "V-Dem via Our World in Data",
        "V-Dem vía Our World in Data",
    )


CHARTS = {
    "homicide-rate-unodc": Chart(
        "hom_rate_unodc",
        "per 100,000",
        Publication(
            "owid-unodc-hom",
            "Homicide rate data package (UNODC intentional homicide, UN population)",
            "Our World in Data, from UNODC and UN WPP",
            PAGE + "homicide-rate-unodc",
            "OWID processing: CC BY 4.0; underlying UNODC data under UNODC terms (third party)",
            "UNODC via Our World in Data",
            "UNODC vía Our World in Data",
        ),
    ),
    "rule-of-law-index": Chart("vdem_rule_of_law", "", _vdem("rule-of-law-index", "Rule of law index")),
    "political-corruption-index": Chart(
        "vdem_corruption", "", _vdem("political-corruption-index", "Political corruption index")
    ),
}


def _pages() -> dict[str, str]:
    """Pages of the charts; several charts may belong to one source."""
    pages: dict[str, list[str]] = {}
    for chart in CHARTS.values():
        for start, page in chart.publication.pages.items():
            pages.setdefault(start, []).append(page)
    return {start: " and ".join(each) for start, each in pages.items()}


RENEWS = _pages()
LAYOUT = Layout(
    {"name": ("Entity",), "code": ("Code",), "year": ("Year",)},
    ("name", "year"),
)
NOT_DATA = ("world_regions_according_to_owid", "owid_region", "time", "annotations")


def read(request: Request) -> Incoming:
    """Read the CSV of a chart.

    Raises:
        ImportRefused: it is another publisher's, broken, or a chart that the package does not hold.
    """
    with find_table(request.path, (LAYOUT,), "Our World in Data") as table:
        return _read(request, table)


def _read(request: Request, table: Table) -> Incoming:
    """Values of the one column of data."""
    metadata = _metadata(request.path)
    slug = _slug(request, metadata)
    if slug not in CHARTS:
        raise no_series(request.file, f"this is the chart {slug!r}", ", ".join(CHARTS))
    chart = CHARTS[slug]
    place = _data_column(table)
    described = _described(metadata, table.header[place])
    _check_unit(request, chart, described)
    values = []
    for line, cells in table.raw_rows():
        row = {name: cells[at].strip() for name, at in table.columns.items()}
        country = request.countries.find(row.get("code", ""), row["name"], table.name, line)
        if country is None:
            request.left_aside["countries that the package does not hold"] += 1
            continue
        stated = year(row["year"])
        if stated is None:
            raise ImportRefused(table.name, f"{row['year']!r} is no year", "a year", line=line, column="Year")
        value = file_value(cells[place], table.name, line, table.header[place])
        if value is not None:
            key = {"indicator_id": chart.indicator_id, "country_iso3": country, "year": str(stated), "variant": "main"}
            locator = f"{slug}.csv, {plain(row['name'])}, {stated}"
            values.append(Value("observations", key, value, {"status": "final", "locator": locator}, f"line {line}"))
    return request.incoming(chart.publication, _updated(described) or date_in(request.path.name), values)


def _metadata(path: Path) -> dict[str, Any]:
    """The metadata beside the CSV; empty where there is none."""
    beside = path.with_name(path.name.removesuffix(".csv") + ".metadata.json")
    if not beside.is_file():
        return {}
    if beside.stat().st_size > LARGEST_METADATA:
        raise ImportRefused(plain(beside.name), "it is larger than metadata are", "the metadata of the chart")
    try:
        found = json.loads(beside.read_bytes())
    except (ValueError, RecursionError):
        raise ImportRefused(plain(beside.name), "it is no JSON", "the metadata of the chart") from None
    return found if isinstance(found, dict) else {}


def _slug(request: Request, metadata: dict[str, Any]) -> str:
    chart = metadata.get("chart")
    address = str(chart.get("originalChartUrl", "")) if isinstance(chart, dict) else ""
    named = address.partition("/grapher/")[2].partition("?")[0] or request.path.name
    return plain(named).removesuffix(".csv").partition(".")[0].partition(" ")[0]


def _data_column(table: Table) -> int:
    """The column that is neither place, time nor region."""
    known = set(table.columns.values())
    data = [
        place for place, name in enumerate(table.header) if place not in known and column_name(name) not in NOT_DATA
    ]
    if len(data) != 1:
        listed = ", ".join(repr(table.header[place]) for place in data[:4]) or "none"
        raise ImportRefused(table.name, f"columns of data: {listed}", "one, as in the full download of the chart")
    return data[0]


def _described(metadata: dict[str, Any], column: str) -> dict[str, Any]:
    """What the metadata say of the column, by its title or short name."""
    columns = metadata.get("columns")
    for title, each in columns.items() if isinstance(columns, dict) else ():
        if isinstance(each, dict) and column in (title, each.get("shortName"), each.get("titleShort")):
            return each
    return {}


def _check_unit(request: Request, chart: Chart, described: dict[str, Any]) -> None:
    if not described:
        request.notes.append("no metadata beside the file: its unit was not checked and no release date is stated")
        return
    unit = plain(str(described.get("unit", "")))
    if folded(chart.unit_words) not in folded(unit):
        expected = f"a unit with {chart.unit_words!r}, which {chart.indicator_id} is held in"
        raise ImportRefused(request.file, f"the unit is now {unit!r}", expected)


def _updated(described: dict[str, Any]) -> str:
    return date_in(str(described.get("lastUpdated", "")))
