"""Where the data package is, and loading it checked."""

import os
from pathlib import Path

from carsi_analysis.data.checks import checked
from carsi_analysis.data.descriptor import DESCRIPTOR_FILE
from carsi_analysis.data.package import Package
from carsi_analysis.data.problems import DataError
from carsi_analysis.data.reading import read_files
from carsi_analysis.errors import CarsiError

LOCATION_VARIABLE = "CARSI_DATA"

_HERE = Path(__file__).resolve()
REPOSITORY_DATA = _HERE.parents[3] / "data"
WHEEL_DATA = _HERE.parents[1] / "_package" / "data"

_loaded: dict[str, Package] = {}


def load(path: Path | None = None) -> Package:
    """Load the data package in the folder ``path``, or in the usual place (see ``data_folder``), checked.

    A package whose bytes have been seen in this process is not checked again.

    Raises:
        DataError: something is wrong with the package; the message lists it.
        CarsiError: there is no package.
    """
    folder = data_folder() if path is None else path
    files = read_files(folder)
    key = files.sha256
    if key not in _loaded:
        package, problems = checked(files)
        if package is None:
            raise DataError(str(folder), problems)
        _loaded[key] = package
    return _loaded[key]


def tables_read() -> frozenset[str]:
    """Names of the tables that this process has read: a report is built again only when one of them changes."""
    return frozenset().union(*(package.tables_read for package in _loaded.values()))


def forget() -> None:
    """Check every package again when it is next loaded."""
    _loaded.clear()


def data_folder() -> Path:
    """The folder of the data package: ``CARSI_DATA``, else ``data/`` of the repository, else the wheel's copy.

    Raises:
        CarsiError: none of them holds a package; the message says what to do.
    """
    chosen = os.environ.get(LOCATION_VARIABLE)
    if chosen:
        if not (Path(chosen) / DESCRIPTOR_FILE).is_file():
            raise CarsiError(
                f"{LOCATION_VARIABLE} is '{chosen}', and no {DESCRIPTOR_FILE} is there; "
                f"set it to a folder that holds one, or unset it to use the data that came with CARSI Analysis"
            )
        return Path(chosen)
    for folder in (REPOSITORY_DATA, WHEEL_DATA):
        if (folder / DESCRIPTOR_FILE).is_file():
            return folder
    raise CarsiError(
        f"no data package found: {DESCRIPTOR_FILE} is neither in the repository's data folder nor in the "
        f"installed package; install CARSI Analysis again, or set {LOCATION_VARIABLE} to a folder that holds it"
    )
