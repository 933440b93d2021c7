"""Files beside the tables that are written from them: the dictionary for people, Croissant for search engines."""

from pathlib import Path

from carsi_analysis.data.croissant import CROISSANT_FILE, croissant
from carsi_analysis.data.dictionary import DICTIONARY_FILE, dictionary
from carsi_analysis.data.package import Package
from carsi_analysis.files import write_atomically

_WRITERS = {DICTIONARY_FILE: dictionary, CROISSANT_FILE: croissant}


def write_descriptions(folder: Path, package: Package) -> list[Path]:
    """Write them all into the folder of the package.

    Returns:
        Their paths.

    Raises:
        OSError: the folder cannot be written.
    """
    for name, write in _WRITERS.items():
        write_atomically(folder / name, write(package))
    return [folder / name for name in _WRITERS]


def renew_descriptions(folder: Path, package: Package) -> None:
    """Write those again that the folder holds: a package of one's own may have none.

    Raises:
        OSError: the folder cannot be written.
    """
    for name, write in _WRITERS.items():
        if (folder / name).is_file():
            write_atomically(folder / name, write(package))
