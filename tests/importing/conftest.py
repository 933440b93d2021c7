"""A copy of the data package to import into, and small files in the publishers' shapes."""

import csv
import datetime
import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from unittest.mock import patch

import pytest
from click.testing import CliRunner, Result

from carsi_analysis.cli import main
from carsi_analysis.data import Package, load, reading
from carsi_analysis.data.csv_text import TableText, read_table
from carsi_analysis.data.descriptor import Table
from carsi_analysis.data.place import REPOSITORY_DATA
from carsi_analysis.data.problems import Problem
from carsi_analysis.importing import draft
from carsi_analysis.importing.apply import apply
from carsi_analysis.importing.incoming import Incoming, Request
from carsi_analysis.importing.publishers import IMPORTERS
from carsi_analysis.importing.review import Review, review

_BESIDE = [folder / "shared" / "facts" for folder in REPOSITORY_DATA.parents]
SHARED = next((folder for folder in _BESIDE if folder.is_dir()), _BESIDE[0])
"""Where the publishers' files lie, beside this checkout or a folder above it; it may not exist."""
SEVEN = {
    "BLZ": "Belize",
    "CRI": "Costa Rica",
    "SLV": "El Salvador",
    "GTM": "Guatemala",
    "HND": "Honduras",
    "NIC": "Nicaragua",
    "PAN": "Panama",
}
COMPARATORS = {"COL": "Colombia", "ECU": "Ecuador", "MEX": "Mexico"}
BANK_PLACES = SEVEN | COMPARATORS | {"LCN": "Latin America & Caribbean"}
"""Places whose homicide rate the package holds of the World Bank, in the Bank's names."""
CHART_PLACES = SEVEN | COMPARATORS | {"WLD": "World"}
"""Those whose rate it holds of Our World in Data, in the names of its charts."""
CHART_CODES = {"WLD": "OWID_WRL"}
"""Codes of its charts that are not ours."""
ACCESSED = "2027-03-01"
Key = tuple[str, int]


_cut = lru_cache(maxsize=256)(read_table)


def cut_once(text: str, table: Table) -> tuple[TableText, list[Problem]]:
    """Cut a text into columns, or copy what came of the same text: most tables are those of the repository."""
    found, problems = _cut(text, table)
    return replace(found, columns={name: [*cells] for name, cells in found.columns.items()}), [*problems]


@pytest.fixture(scope="module", autouse=True)
def same_tables_are_cut_once() -> Iterator[None]:
    """Each review reads the whole package several times, of which it changes a table or two."""
    with patch.object(reading, "read_table", cut_once), patch.object(draft, "read_table", cut_once):
        yield


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands run on the day on which the files were fetched."""
    monkeypatch.setattr("carsi_analysis.cli.today", lambda: datetime.date.fromisoformat(ACCESSED))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the repository's data package, with everything that lies in its folder."""
    target = tmp_path / "data"
    target.mkdir()
    for path in REPOSITORY_DATA.iterdir():
        if path.is_file():
            (target / path.name).write_bytes(path.read_bytes())
    return target


@pytest.fixture
def package(folder: Path) -> Package:
    """The copy, loaded."""
    return load(folder)


@pytest.fixture
def read(folder: Path) -> Callable[..., Incoming]:
    """``read(importer, path, **options)`` reads a file for the package."""

    def reading(importer: str, path: Path, **options: object) -> Incoming:
        return IMPORTERS[importer].read(Request(path, folder, **options))  # type: ignore[arg-type]

    return reading


@pytest.fixture
def reviewed(folder: Path) -> Callable[..., Review]:
    """``reviewed(importer, path, ...)`` reads a file and compares it with the package as it is then."""

    def reviewing(
        importer: str,
        path: Path,
        release: str = "",
        indicator: str = "",
        mapping: Path | None = None,
        **options: object,
    ) -> Review:
        request = Request(path, folder, release, indicator, mapping)
        options = {"accessed": ACCESSED} | options
        return review(request.package, IMPORTERS[importer].read(request), **options)  # type: ignore[arg-type]

    return reviewing


@pytest.fixture
def applied(folder: Path, reviewed: Callable[..., Review]) -> Callable[..., Review]:
    """Like ``reviewed``, and applies it."""

    def applying(*arguments: object, **options: object) -> Review:
        result = reviewed(*arguments, **options)
        apply(folder, result, ACCESSED)
        return result

    return applying


@pytest.fixture
def carsi(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """``carsi(*arguments)`` runs the command on the copy of the package."""
    monkeypatch.setenv("CARSI_DATA", str(folder))
    return lambda *arguments: CliRunner().invoke(main, [str(each) for each in arguments])


def fingerprint(folder: Path) -> dict[str, str]:
    """Hash of every file of a folder, hidden ones too."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def held(package: Package, indicator: str) -> dict[Key, str]:
    """The main values of an indicator as the package writes them."""
    frame = package.observations
    frame = frame[(frame["indicator_id"] == indicator) & (frame["variant"] == "main")]
    return {
        (row.country_iso3, row.year): format(row.value, ".15g") for row in frame.itertuples() if row.value == row.value
    }


def csv_text(rows: Iterable[Sequence[object]], end: str = "\r\n", quoting: int = csv.QUOTE_MINIMAL) -> str:
    """Rows as a publisher's CSV."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator=end, quoting=quoting).writerows(rows)  # type: ignore[call-overload]
    return stream.getvalue()


def write_csv(path: Path, rows: Iterable[Sequence[object]], mark: str = "", **options: object) -> Path:
    """Write a CSV; ``mark`` is a byte-order mark."""
    path.write_bytes((mark + csv_text(rows, **options)).encode())  # type: ignore[arg-type]
    return path


def write_zip(path: Path, members: dict[str, str | bytes]) -> Path:
    """Write a zip file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def write_workbook(path: Path, sheets: dict[str, Iterable[Sequence[object]]], merged: Sequence[str] = ()) -> Path:
    """Write a workbook; ``merged`` names ranges to merge on every sheet."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for cells in merged:
            sheet.merge_cells(cells)
    book.save(path)
    return path


WORLD = {"ABW": "Aruba", "WLD": "World", "USA": "United States", "CEB": "Central Europe and the Baltics"}
HOMICIDES = "Intentional homicides (per 100,000 people)"


def bank_rows(values: dict[Key, str], updated: str = "2027-02-14", label: str = HOMICIDES) -> list[list[object]]:
    """The Bank's wide CSV: titles, date, header, one column a year, an empty cell at every end."""
    years = range(1998, 2026)
    rows: list[list[object]] = [
        ["Data Source", "World Development Indicators", ""],
        [],
        ["Last Updated Date", updated, ""],
        [],
        ["Country Name", "Country Code", "Indicator Name", "Indicator Code", *years, ""],
    ]
    for code, name in (WORLD | BANK_PLACES).items():
        cells = [values.get((code, year), "5.5" if code in WORLD else "") for year in years]
        rows.append([name, code, label, "VC.IHR.PSRC.P5", *cells, ""])
    return rows


@pytest.fixture
def bank_file(tmp_path: Path, package: Package) -> Callable[..., Path]:
    """``bank_file({(country, year): value})``: the Bank's zip with what the package holds, changed as told.

    A value of ``None`` takes the value out.
    """

    def make(changes: dict[Key, str | None] | None = None, name: str = "API_VC.zip", **options: str) -> Path:
        values = held(package, "hom_rate_wdi") | (changes or {})
        kept = {key: value for key, value in values.items() if value is not None}
        text = "\ufeff" + csv_text(bank_rows(kept, **options), quoting=csv.QUOTE_ALL)
        members = {
            "Metadata_Indicator_API_VC.csv": '\ufeff"INDICATOR_CODE","INDICATOR_NAME"\r\n"VC.IHR.PSRC.P5","x"\r\n',
            "Metadata_Country_API_VC.csv": '\ufeff"Country Code","Region"\r\n"BLZ","Latin America"\r\n',
            "API_VC.IHR.PSRC.P5_DS2_en_csv_v2.csv": text,
        }
        return write_zip(tmp_path / name, members)

    return make


@pytest.fixture
def chart_file(tmp_path: Path, package: Package) -> Callable[..., Path]:
    """``chart_file(changes)``: the CSV of Our World in Data's homicide chart with its metadata beside it."""

    def make(changes: dict[Key, str | None] | None = None, unit: str = "homicides per 100,000 population") -> Path:
        import json

        column = "Homicide rate per 100,000 population - sex: Total - age: Total"
        values = held(package, "hom_rate_unodc") | (changes or {})
        rows: list[list[object]] = [["Entity", "Code", "Year", column, "World regions according to OWID"]]
        rows += [["United States", "USA", 2022, "6.4", ""], ["Low-income countries", "", 2022, "7", ""]]
        rows += [
            [CHART_PLACES[code], CHART_CODES.get(code, code), year, value, "North America" if year == 2023 else ""]
            for (code, year), value in sorted(values.items())
            if value is not None
        ]
        path = write_csv(tmp_path / "homicide-rate-unodc.csv", rows, end="\n")
        metadata = {
            "chart": {
                "title": "Homicide rate",
                "originalChartUrl": "https://ourworldindata.org/grapher/homicide-rate-unodc?v=1&csvType=full",
            },
            "columns": {
                column: {"titleShort": "Homicide rate", "unit": unit, "lastUpdated": "2026-05-30"},
                "World regions according to OWID": {"unit": "", "lastUpdated": "2023-01-01"},
            },
        }
        path.with_name("homicide-rate-unodc.metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
        return path

    return make
