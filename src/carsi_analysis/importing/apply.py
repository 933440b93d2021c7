"""Applying a reviewed import: a complete copy beside, checked, then put in the package's place; or nothing at all."""

import shutil
import tempfile
from pathlib import Path

from carsi_analysis.data.dictionary import DICTIONARY_FILE, dictionary
from carsi_analysis.data.loading import load
from carsi_analysis.data.place import WHEEL_DATA, data_folder, places, recover, replace
from carsi_analysis.data.problems import DataError, Problem
from carsi_analysis.data.reading import read_files
from carsi_analysis.errors import CarsiError
from carsi_analysis.files import write_atomically
from carsi_analysis.importing.changes import CHANGES_FILE, with_entry
from carsi_analysis.importing.review import Review

MOST_PROBLEMS_SHOWN = 10


class ImportUndone(CarsiError):
    """The import was not carried out; the package is as it was, to the byte."""


def apply(folder: Path, review: Review, accessed: str) -> None:
    """Write what was reviewed into the package in ``folder``.

    Raises:
        ImportUndone: something speaks against it, the checks fail, or the package changed since the review.
    """
    folder = folder.resolve()
    _check_allowed(folder, review, accessed)
    copy = Path(tempfile.mkdtemp(prefix=f".{folder.name}-import-", dir=folder.parent))
    try:
        _write_copy(folder, copy / folder.name, review, accessed)
        if read_files(folder).sha256 != review.base:
            raise ImportUndone("the data package changed while it was reviewed; import the file again")
        replace(folder, copy / folder.name)
    except DataError as error:
        raise _failed(error.problems, "") from None
    except OSError as error:
        raise ImportUndone(f"{folder} cannot be written ({error.strerror}); nothing was changed") from None
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def recovered_folder() -> Path:
    """The folder of the data package, after what a stopped import left has been put right.

    Raises:
        CarsiError: there is no package; the message says what to do.
    """
    for folder in places():
        recover(folder)
    return data_folder()


def _check_allowed(folder: Path, review: Review, accessed: str) -> None:
    if folder == WHEEL_DATA:
        raise ImportUndone("the data that came with the installed package are not changed; set CARSI_DATA to a copy")
    if not accessed:
        raise ImportUndone("--apply needs --accessed YYYY-MM-DD: the day on which the file was fetched")
    if review.obstacles:
        raise ImportUndone("; ".join(review.obstacles) + "; nothing was changed")
    if review.problems:
        raise _failed(review.problems, review.advice)


def _failed(problems: list[Problem], advice: str) -> ImportUndone:
    shown = [f"  {problem.message}" for problem in problems[:MOST_PROBLEMS_SHOWN]]
    if len(problems) > MOST_PROBLEMS_SHOWN:
        shown.append(f"  … and {len(problems) - MOST_PROBLEMS_SHOWN} more")
    head = "the package would not pass its checks, so nothing was changed:"
    return ImportUndone("\n".join([head, *shown, *filter(None, [advice])]))


def _write_copy(folder: Path, copy: Path, review: Review, accessed: str) -> None:
    """Copy the whole package, write what changes, check it, and bring dictionary and log up to date."""
    shutil.copytree(folder, copy, symlinks=True)
    for path, content in review.contents.items():
        write_atomically(copy / path, content)
    package = load(copy)
    if (copy / DICTIONARY_FILE).is_file():
        write_atomically(copy / DICTIONARY_FILE, dictionary(package))
    changes = copy / CHANGES_FILE
    before = changes.read_text(encoding="utf-8") if changes.is_file() else "# Editions of the data\n"
    write_atomically(changes, with_entry(before, review, accessed, package.edition_date))
