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


def places() -> tuple[Path, ...]:
    """Where a data package is looked for: ``CARSI_DATA`` alone if it is set, else the repository and the wheel."""
    chosen = os.environ.get(LOCATION_VARIABLE)
    return (Path(chosen),) if chosen else (REPOSITORY_DATA, WHEEL_DATA)


def set_aside(folder: Path) -> Path:
    """Where an import keeps the package of a folder while it puts the new one in its place."""
    folder = folder.resolve()
    return folder.parent / f".{folder.name}-before-import"


def data_folder() -> Path:
    """The folder of the data package: ``CARSI_DATA``, else ``data/`` of the repository, else the wheel's copy.

    Raises:
        CarsiError: none of them holds a package; the message says what to do.
    """
    for folder in places():
        if (folder / DESCRIPTOR_FILE).is_file():
            return folder
        kept = set_aside(folder)
        if (kept / DESCRIPTOR_FILE).is_file():
            raise CarsiError(
                f"an import was stopped while it replaced the data package in {folder}, which lies whole in {kept}; "
                f"run the import again, which puts it back first, or rename it yourself"
            )
    chosen = os.environ.get(LOCATION_VARIABLE)
    if chosen:
        raise CarsiError(
            f"{LOCATION_VARIABLE} is '{chosen}', and no {DESCRIPTOR_FILE} is there; "
            f"set it to a folder that holds one, or unset it to use the data that came with CARSI Analysis"
        )
    raise CarsiError(
        f"no data package found: {DESCRIPTOR_FILE} is neither in the repository's data folder nor in the "
        f"installed package; install CARSI Analysis again, or set {LOCATION_VARIABLE} to a folder that holds it"
    )
