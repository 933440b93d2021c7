"""Where the data package is, and putting another in its place. Nothing here reads a table, so that it loads at once."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from carsi_analysis.errors import CarsiError
from carsi_analysis.files import held

DESCRIPTOR_FILE = "datapackage.json"
LOCATION_VARIABLE = "CARSI_DATA"

_HERE = Path(__file__).resolve()
REPOSITORY_DATA = _HERE.parents[3] / "data"
WHEEL_DATA = _HERE.parents[1] / "_package" / "data"


def places() -> tuple[Path, ...]:
    """Where a data package is looked for: ``CARSI_DATA`` alone if it is set, else the repository and the wheel."""
    chosen = os.environ.get(LOCATION_VARIABLE)
    return (Path(chosen),) if chosen else (REPOSITORY_DATA, WHEEL_DATA)


def data_folder() -> Path:
    """The folder of the data package: ``CARSI_DATA``, else ``data/`` of the repository, else the wheel's copy.

    Raises:
        CarsiError: none of them holds a package; the message says what to do.
    """
    for folder in places():
        if (folder / DESCRIPTOR_FILE).is_file():
            return folder
        kept = _set_aside(folder)
        if (kept / DESCRIPTOR_FILE).is_file():
            raise CarsiError(
                f"the data package in {folder} was being replaced when that was stopped, and lies whole in {kept}; "
                f"run the command that replaced it again, which puts it back first, or rename it yourself"
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


@contextmanager
def rewritten(folder: Path) -> Iterator[Path]:
    """A whole copy of a package to write into; it takes the package's place when all went well, and else vanishes.

    Raises:
        CarsiError: the folder is that of the installed package, or another command is writing it.
        OSError: something cannot be written; the package is as it was.
    """
    folder = folder.resolve()
    if folder == WHEEL_DATA:
        raise CarsiError(
            f"the data that came with the installed package are not changed; set {LOCATION_VARIABLE} to a copy"
        )
    room = _copy_room(folder)
    room.mkdir(exist_ok=True)
    with held(room / "lock") as holder:
        if holder:
            raise CarsiError(f"another command (process {holder}) is writing the data package in {folder}; wait for it")
        try:
            copy = room / folder.name
            shutil.rmtree(copy, ignore_errors=True)  # of a command that was killed
            shutil.copytree(folder, copy, symlinks=True)
            yield copy
            replace(folder, copy)
        finally:
            shutil.rmtree(room, ignore_errors=True)


def replace(folder: Path, copy: Path) -> None:
    """Put a copy in a package's place; when the second rename fails, the first is taken back.

    Raises:
        OSError: a folder cannot be renamed; the package is as it was.
    """
    kept = _set_aside(folder)
    folder.rename(kept)
    try:
        copy.rename(folder)
    except BaseException:
        kept.rename(folder)
        raise
    shutil.rmtree(kept, ignore_errors=True)


def recover(folder: Path) -> None:
    """Put a package back that ``replace`` was stopped in between its renames; after both, remove the old one.

    The copy that a killed command was writing goes, too.

    Raises:
        CarsiError: it cannot be put back.
    """
    folder, kept = folder.resolve(), _set_aside(folder)
    if (folder / DESCRIPTOR_FILE).is_file():
        shutil.rmtree(kept, ignore_errors=True)
    elif kept.is_dir():
        try:
            kept.rename(folder)
        except OSError as error:
            wrong = f"the data package lies in {kept} and cannot be renamed to {folder} ({error.strerror})"
            raise CarsiError(f"{wrong}; move away what stands there") from None
    _forget_copy(folder)


def recovered_folder() -> Path:
    """The folder of the data package, after what a stopped import or seal left has been put right.

    Raises:
        CarsiError: there is no package; the message says what to do.
    """
    for folder in places():
        recover(folder)
    return data_folder()


def _set_aside(folder: Path) -> Path:
    """Where a package lies while another is put in its place."""
    folder = folder.resolve()
    return folder.parent / f".{folder.name}-set-aside"


def _copy_room(folder: Path) -> Path:
    """Where the copy of a package is written that will take its place."""
    return folder.parent / f".{folder.name}-copy"


def _forget_copy(folder: Path) -> None:
    room = _copy_room(folder)
    if room.is_dir():
        with suppress(OSError), held(room / "lock") as holder:
            if not holder:
                shutil.rmtree(room)
