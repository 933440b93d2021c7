"""Our World in Data: the download of a chart, a zip file with CSV, metadata and readme, or CSV and metadata unpacked.

The metadata say which chart it is, the unit of each column and when the data were last updated; without them the
chart is known by the name of the file alone, and the unit is not checked.
"""

import json
import zipfile
from pathlib import Path
from typing import Any

from carsi_analysis.importing.grids import Layout, Table, find_table
from carsi_analysis.importing.incoming import Incoming, Request
from carsi_analysis.importing.publishers.series import Series, declared, pages
from carsi_analysis.importing.publishers.shared import Reader, no_series
from carsi_analysis.importing.refused import ImportRefused
from carsi_analysis.importing.text import column_name, date_in, plain

FILES = "the zip under Download, Data, full data; or its CSV with the .metadata.json beside it"
SERIES = declared("owid")
RENEWS = pages(SERIES)
CHARTS = {code: each for each in SERIES for code in each.codes}
LARGEST_METADATA = 5_000_000
LAYOUT = Layout(
    {"name": ("Entity",), "code": ("Code",), "year": ("Year",)},
    ("name", "year"),
)
NOT_DATA = ("owid_region", "annotations")
REGION = "according_to_owid"
"""End of the name of the column that tells the region; how it begins changes."""


def read(request: Request) -> Incoming:
    """Read the download of a chart.

    Raises:
        ImportRefused: it is another publisher's, broken, or a chart that the package does not hold.
    """
    with find_table(request.path, (LAYOUT,), "Our World in Data") as table:
        return _read(request, table)


def _read(request: Request, table: Table) -> Incoming:
    """Values of the one column of data."""
    metadata = _metadata(request.path, table.grid.part)
    slug = _slug(table.grid.part or request.path.name, metadata)
    if slug not in CHARTS:
        raise no_series(request.file, f"this is the chart {slug!r}", ", ".join(CHARTS))
    chart = CHARTS[slug]
    place = _data_column(table)
    column = table.header[place]
    described = _described(metadata, column)
    _check_unit(request, chart, described)
    reader = Reader(request, table)
    for line, cells in table.raw_rows():
        row = table.row(line, cells)
        country = reader.country(line, row["code"], row["name"])
        if country is not None:
            stated = reader.year(line, row["year"], table.title("year"))
            locator = {"locator": f"{slug}.csv, {plain(row['name'])}, {stated}"}
            reader.observe(chart.indicator, country, stated, cells[place], line, column, locator)
    updated = date_in(str(described.get("lastUpdated", "")))
    return reader.incoming(chart.publication, updated or date_in(request.path.name))


def _metadata(path: Path, part: str) -> dict[str, Any]:
    """The metadata beside the CSV, which may be a ``part`` of a zip file; empty where there are none."""
    name = (part or path.name).removesuffix(".csv") + ".metadata.json"
    beside = zipfile.Path(path, name) if part else path.with_name(name)
    if not beside.is_file():
        return {}
    with beside.open("rb") as stream:
        raw = stream.read(LARGEST_METADATA + 1)
    if len(raw) > LARGEST_METADATA:
        raise ImportRefused(plain(name), "it is larger than metadata are", "the metadata of the chart")
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        raise ImportRefused(plain(name), "it is no JSON", "the metadata of the chart") from None
    return found if isinstance(found, dict) else {}


def _slug(file: str, metadata: dict[str, Any]) -> str:
    chart = metadata.get("chart")
    address = str(chart.get("originalChartUrl", "")) if isinstance(chart, dict) else ""
    named = address.partition("/grapher/")[2].partition("?")[0] or file.rpartition("/")[2]
    return plain(named).removesuffix(".csv").partition(".")[0].partition(" ")[0]


def _data_column(table: Table) -> int:
    """The column that is neither place, year nor region."""
    known = set(table.columns.values())
    names = {place: column_name(name) for place, name in enumerate(table.header) if place not in known}
    data = [place for place, name in names.items() if name not in NOT_DATA and not name.endswith(REGION)]
    if len(data) != 1:
        listed = ", ".join(repr(table.header[place]) for place in data[:4]) or "none"
        expected = "one, as in the full download of the chart; filtered ones give a map's values of other years"
        raise ImportRefused(table.name, f"columns of data: {listed}", expected)
    return data[0]


def _described(metadata: dict[str, Any], column: str) -> dict[str, Any]:
    """What the metadata say of the column, by its title or short name."""
    columns = metadata.get("columns")
    for title, each in columns.items() if isinstance(columns, dict) else ():
        if isinstance(each, dict) and column in (title, each.get("shortName"), each.get("titleShort")):
            return each
    return {}


def _check_unit(request: Request, chart: Series, described: dict[str, Any]) -> None:
    if not described:
        request.notes.append("no metadata beside the file: its unit was not checked and no release date is stated")
        return
    unit = plain(str(described.get("unit", "")))
    if not chart.fits_unit(unit):
        expected = f"a unit with {chart.unit_words[0]!r}, which {chart.indicator} is held in"
        raise ImportRefused(request.file, f"the unit is now {unit!r}", expected)
