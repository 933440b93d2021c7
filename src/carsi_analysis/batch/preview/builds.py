"""One document, built again and again by a worker that stays warm between builds."""

import json
import os
import shutil
from concurrent.futures import BrokenExecutor
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

from carsi_analysis import words
from carsi_analysis.batch.formats import ENDINGS, EXPORTERS
from carsi_analysis.batch.locate import read_source
from carsi_analysis.batch.plan import Document
from carsi_analysis.batch.preview.shown import Problem
from carsi_analysis.batch.run.job import Job, Outcome
from carsi_analysis.batch.run.pool import Crew, local_processes
from carsi_analysis.batch.run.report import run_report
from carsi_analysis.batch.warm.client import renew as renew_warm_process
from carsi_analysis.errors import CarsiError
from carsi_analysis.files import DRAWN_CHARTS


class Builder:
    """Builds a document from its notebook as it lies; as a context manager it ends its worker and all that it left."""

    def __init__(self, document: Document, notebook: Path, format: str) -> None:
        """Prepare, but hire nobody yet.

        Args:
            document: what is built.
            notebook: the file that is edited.
            format: one of the document's formats, the only one that is built.
        """
        self._document, self._notebook, self._format = document, notebook, format
        self._hired = ExitStack()
        self._crew: Crew | None = None

    def __enter__(self) -> "Builder":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        return self._hired.__exit__(kind, error, trace)

    def build(self) -> bytes | Problem:
        """Build the document; what goes wrong comes back and is never raised."""
        try:
            outcome = self._worker().executor.submit(run_report, self._job()).result()
        except CarsiError as error:
            return Problem(str(error))
        except OSError as error:
            return Problem(f"{self._notebook} cannot be read ({error.strerror}); save it there again")
        except BrokenExecutor:
            self.start_anew()
            return Problem("the worker process was killed, perhaps for want of memory; save again to try again")
        return _problem_of(outcome) or outcome.files[f"{self._document.document_id}.{ENDINGS[self._format]}"]

    def renew(self, *, draw_anew: bool) -> None:
        """After words or data were edited: keep the worker, and let it read them again.

        Args:
            draw_anew: forget the pictures, too; what a picture shows of the data is in its key, and its words are not.
        """
        try:
            self._worker().executor.submit(_renew, draw_anew).result()
        except BrokenExecutor:
            self.start_anew()

    def start_anew(self) -> None:
        """After code was edited: let the worker go; the next build hires another, which imports everything again."""
        self._crew = None
        self._hired.close()

    def _worker(self) -> Crew:
        if self._crew is None:
            self._crew = self._hired.enter_context(local_processes(1)(1))
        return self._crew

    def _job(self) -> Job:
        return Job(
            document_id=self._document.document_id,
            notebook=read_source(self._notebook),
            parameters=self._document.parameters,
            exporters={ENDINGS[self._format]: EXPORTERS[self._format]},
        )


def _renew(draw_anew: bool) -> None:
    """In the worker: let it and its kernels read again what was edited."""
    words.forget()
    renew_warm_process()
    if draw_anew:
        shutil.rmtree(os.environ[DRAWN_CHARTS], ignore_errors=True)


def _problem_of(outcome: Outcome) -> Problem | None:
    """Say what stopped a run, with all of its message and the text of the cell."""
    failure = outcome.failure
    if failure is None:
        return None
    cell, error = _failing_cell(outcome.failed_notebook)
    if not error:
        return Problem(failure.in_full(), failure.cell)
    told = error["evalue"] if error["traceback"] == [error["evalue"]] else f"{error['ename']}: {error['evalue']}"
    return Problem(told, failure.cell, "".join(cell["source"]))


def _failing_cell(notebook: bytes | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """Find the cell that ends in an error, and that error; an error of ours has its message for a traceback."""
    for cell in json.loads(notebook)["cells"] if notebook else ():
        for output in cell.get("outputs", ()):
            if output["output_type"] == "error":
                return cell, output
    return {}, {}
