"""Loading the data package checked."""

from pathlib import Path

from carsi_analysis.data.checks import checked
from carsi_analysis.data.package import Package
from carsi_analysis.data.place import data_folder
from carsi_analysis.data.problems import DataError
from carsi_analysis.data.reading import Files, read_files

_loaded: dict[str, Package] = {}


def load(path: Path | None = None) -> Package:
    """Load the data package in the folder ``path``, or in the usual place (see ``data_folder``), checked.

    A package whose bytes have been seen in this process is not checked again.

    Raises:
        DataError: something is wrong with the package; the message lists it.
        CarsiError: there is no package.
    """
    folder = data_folder() if path is None else path
    return loaded(folder, read_files(folder))


def loaded(folder: Path, files: Files) -> Package:
    """Do the same with the files of a package that are read already.

    Raises:
        DataError: something is wrong with the package; the message lists it.
    """
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
