"""Applying a reviewed import: a complete copy beside, checked, then put in the package's place; or nothing at all."""

from pathlib import Path

from carsi_analysis.data.described import renew_descriptions
from carsi_analysis.data.loading import load
from carsi_analysis.data.place import rewritten
from carsi_analysis.data.problems import DataError, Problem
from carsi_analysis.data.reading import Files, read_files
from carsi_analysis.data.seal import draft_tables
from carsi_analysis.data.sealing import CHANGES_FILE, NO_CHANGES, write_seal
from carsi_analysis.errors import CarsiError
from carsi_analysis.files import write_atomically
from carsi_analysis.importing.changes import with_entry
from carsi_analysis.importing.review import Review
from carsi_analysis.printable import first_lines

MOST_PROBLEMS_SHOWN = 10


class ImportUndone(CarsiError):
    """The import was not carried out; the package is as it was, to the byte."""


def apply(folder: Path, review: Review, accessed: str) -> None:
    """Write what was reviewed into the package in ``folder``.

    Raises:
        ImportUndone: something speaks against it, the checks fail, or the package changed since the review.
    """
    _check_allowed(folder, review, accessed)
    try:
        with rewritten(folder) as copy:
            _write_copy(copy, review, accessed)
            _check_base(read_files(folder), review)
    except DataError as error:
        raise _failed(error.problems, "") from None
    except OSError as error:
        raise ImportUndone(f"{folder} cannot be written ({error.strerror}); nothing was changed") from None


def _check_allowed(folder: Path, review: Review, accessed: str) -> None:
    if not accessed:
        raise ImportUndone("--apply needs --accessed YYYY-MM-DD: the day on which the file was fetched")
    if review.obstacles or review.doubts:
        raise ImportUndone("; ".join((*review.obstacles, *review.doubts)) + "; nothing was changed")
    if review.problems:
        raise _failed(review.problems, review.advice)


def _check_base(files: Files, review: Review) -> None:
    """The package must be what was reviewed, and what somebody has accepted: the import would seal the rest too."""
    if files.sha256 != review.base:
        raise ImportUndone("the data package changed while it was reviewed; import the file again")
    if draft := draft_tables(files):
        seen = f"the package holds changes that nobody has sealed, in {', '.join(draft)}"
        cure = "`carsi validate` names them, and `carsi data seal` accepts them"
        raise ImportUndone(f"{seen}; {cure}; nothing was changed")


def _failed(problems: list[Problem], advice: str) -> ImportUndone:
    shown = first_lines([f"  {problem.message}" for problem in problems], MOST_PROBLEMS_SHOWN, "  … and {count} more")
    head = "the package would not pass its checks, so nothing was changed:"
    return ImportUndone("\n".join([head, *shown, *filter(None, [advice])]))


def _write_copy(copy: Path, review: Review, accessed: str) -> None:
    """Write what changes into a copy of the package, seal and check it, and bring dictionary and log up to date."""
    for path, content in review.contents.items():
        write_atomically(copy / path, content)
    write_seal(copy, read_files(copy))
    package = load(copy)
    renew_descriptions(copy, package)
    changes = copy / CHANGES_FILE
    before = changes.read_text(encoding="utf-8") if changes.is_file() else NO_CHANGES
    write_atomically(changes, with_entry(before, review, accessed, package.edition_date))
