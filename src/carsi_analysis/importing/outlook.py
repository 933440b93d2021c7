"""What the reports would say: an edition built on the data as they are and as they would be, and what moves.

The stored notebooks show at once what rests on changed values, in one run of each report. This runs every document of
an edition twice, so it also sees other countries, sentences that take another turn, and reports that would break.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from carsi_analysis.batch.build import Settings
from carsi_analysis.batch.edition.definition import Edition, read_edition
from carsi_analysis.batch.edition.diff import compare
from carsi_analysis.batch.edition.diff_told import tell
from carsi_analysis.batch.edition.publish import build_edition
from carsi_analysis.batch.plan import Document
from carsi_analysis.batch.progress import Progress
from carsi_analysis.batch.summary import Summary
from carsi_analysis.data.place import LOCATION_VARIABLE
from carsi_analysis.files import write_atomically
from carsi_analysis.importing.findings import sentences_of
from carsi_analysis.importing.review import Moved, Outlook


class _OneOfTwo(Progress):
    """Tells how far one of the two runs is, with the name of the run beside each document."""

    def __init__(self, run: str, told: Progress) -> None:
        self._run, self._told = run, told

    def start(self, total: int) -> None:
        self._told.start(total)

    def done(self, document_id: str, seconds: float, problem: str | None) -> None:
        self._told.done(f"{document_id}, {self._run}", seconds, problem)

    def close(self) -> None:
        self._told.close()


def outlook(name: str, folder: Path, contents: Mapping[str, bytes], told: Callable[[], Progress]) -> Outlook:
    """Run the reports of an edition on the package in ``folder`` and on the same with ``contents`` written over it.

    Each document is run in one language: the figures are those of the others.

    Args:
        name: An edition that is shipped, or a TOML file.
        contents: Files that would change, by their path in the package.
        told: Makes what tells how far each of the two runs is.

    Raises:
        UsageError: there is no such edition.
    """
    edition = _in_one_language(read_edition(name))
    with tempfile.TemporaryDirectory(prefix="carsi-outlook-") as room:
        data, before, now = (Path(room) / each for each in ("data", "before", "now"))
        shutil.copytree(folder, data)
        _run(edition, data, before, _OneOfTwo("before", told()))
        for path, content in contents.items():
            write_atomically(data / path, content)
        summary = _run(edition, data, now, _OneOfTwo("after", told()))
        difference = compare(before / edition.name, now / edition.name)
        return Outlook(
            documents=len(edition.documents),
            difference=difference,
            sentences=_moved(edition, before / edition.name, now / edition.name),
            failed=[str(replace(failed, notebook=None)) for failed in summary.failed],
            told=tell(before / edition.name, now / edition.name, difference),
        )


def _in_one_language(edition: Edition) -> Edition:
    """Each report and set of parameters once, without pages."""
    first: dict[tuple[str, str], Document] = {}
    for document in edition.documents:
        others = {name: value for name, value in document.parameters.items() if name != "language"}
        first.setdefault((document.report.report_id, repr(others)), replace(document, formats=()))
    return replace(edition, documents=tuple(first.values()))


def _run(edition: Edition, data: Path, out: Path, progress: Progress) -> Summary:
    with _package_in(data):
        return build_edition(edition, out, Settings(), progress)


@contextmanager
def _package_in(folder: Path) -> Iterator[None]:
    """Let the kernels of a build read the package in ``folder``."""
    earlier = os.environ.get(LOCATION_VARIABLE)
    os.environ[LOCATION_VARIABLE] = str(folder)
    try:
        yield
    finally:
        if earlier is None:
            del os.environ[LOCATION_VARIABLE]
        else:
            os.environ[LOCATION_VARIABLE] = earlier


def _moved(edition: Edition, before: Path, now: Path) -> list[Moved]:
    found: dict[Moved, None] = {}
    for document in edition.documents:
        was, is_now = (_sentences(folder / f"{document.document_id}.ipynb") for folder in (before, now))
        if was and is_now:
            pairs = ((was.get(fact, ""), is_now.get(fact, "")) for fact in {**is_now, **was})
            found |= dict.fromkeys(Moved(document.document_id, *pair) for pair in pairs if pair[0] != pair[1])
    return list(found)


def _sentences(path: Path) -> dict[str, str]:
    """Sentence of each fact of a notebook that was run; empty where it failed."""
    return sentences_of(path) if path.is_file() else {}
