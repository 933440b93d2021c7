"""Run a notebook with papermill in a kernel of its own, within time limits, and keep what it did.

papermill injects and records the parameters and stops at the first failing cell, as always. This engine adds
a limit for the whole run, says which limit was passed, and turns a dead or endless kernel into an error
output of the cell that was running, so that the saved notebook tells what happened.
"""

import ast
import logging
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines
from papermill.exceptions import PapermillExecutionError, strip_color
from traitlets import Instance

from carsi_analysis.batch.run.job import Failure, Limits
from carsi_analysis.batch.run.kernels import (
    KERNEL_NAME,
    QUIET,
    IsolatedKernelManager,
    KernelStartError,
    kernel_options,
)
from carsi_analysis.batch.run.scrub import place_hider, read_notebook, scrub
from carsi_analysis.files import OWN_FOLDERS
from carsi_analysis.printable import fit_for_terminal

ENGINE = "carsi"
_START_ATTEMPTS = 2
_TABLES_READ = (
    "(lambda loading: loading and tuple(sorted(loading.tables_read())) or None)"
    "(__import__('sys').modules.get('carsi_analysis.data.loading'))"
)


@dataclass
class Execution:
    """What came of a run: the notebook as far as it got, and what stopped it, if anything did."""

    notebook: NotebookNode
    failure: Failure | None = None
    tables_read: tuple[str, ...] | None = None


@dataclass
class _Run:
    """What the engine needs beyond papermill's own arguments."""

    folder: Path
    limits: Limits
    warm: bool
    notebook: NotebookNode = field(default_factory=nbformat.v4.new_notebook)
    tables_read: tuple[str, ...] | None = None


def execute(source: str, parameters: Mapping[str, Any], limits: Limits, *, warm: bool = True) -> Execution:
    """Run a notebook and scrub the result.

    Args:
        source: the notebook as text.
        parameters: checked parameters.
        limits: time and memory that the kernel may use.
        warm: fork the kernel from a warm process where that is safe.

    Returns:
        The executed notebook; a failing cell, a dead kernel and a passed limit are told in its ``failure``.
    """
    for attempt in range(1, _START_ATTEMPTS + 1):
        with tempfile.TemporaryDirectory(prefix=OWN_FOLDERS, ignore_cleanup_errors=True) as name:
            run = _Run(Path(name), limits, warm)
            try:
                failure = _run(source, parameters, run)
            except KernelStartError as error:
                if attempt < _START_ATTEMPTS:
                    continue
                failure = Failure(_no_start(error, limits))
            scrub(run.notebook, parameters, run.folder)
            if failure is not None:
                failure = replace(failure, message=place_hider(run.folder)(failure.message))
            return Execution(run.notebook, failure, run.tables_read)
    raise AssertionError("unreachable")


def _run(source: str, parameters: Mapping[str, Any], run: _Run) -> Failure | None:
    try:
        papermill.execute_notebook(
            read_notebook(source),
            None,
            dict(parameters),
            engine_name=ENGINE,
            kernel_name=KERNEL_NAME,
            language="python",
            progress_bar=False,
            autosave_cell_every=0,
            run=run,
        )
    except PapermillExecutionError as error:
        return Failure(_one_line(error.ename, error.evalue), error.exec_count)
    return None


def _no_start(error: KernelStartError, limits: Limits) -> str:
    if limits.memory_bytes is None:
        return str(error)
    return f"{error}; its memory limit of {limits.memory_bytes / 1e6:g} MB may be too low"


def _one_line(name: str, value: str) -> str:
    """Give the first line of an error, and the one after it where the first only announces it."""
    lines = [line.strip() for line in strip_color(value).strip().splitlines()]
    told = lines[:2] if lines and lines[0].endswith(":") else lines[:1]
    return f"{name}: {' '.join(told)}" if told else name


class ReportClient(PapermillNotebookClient):
    """papermill's client with our kernel and a limit for the whole run."""

    run = Instance(_Run)

    def create_kernel_manager(self) -> IsolatedKernelManager:
        """Make the manager of this run's kernel."""
        self.km = IsolatedKernelManager(self.run.folder, self.run.limits.memory_bytes, warm=self.run.warm)
        return self.km

    def execute(self, **kwargs: Any) -> NotebookNode:
        """Run the cells. Unlike papermill's, this asks nothing of a kernel that has failed."""
        self.reset_execution_trackers()
        with self.setup_kernel(**kernel_options(self.run.folder)):
            self._deadline = time.monotonic() + self.run.limits.run_seconds
            self.papermill_execute_cells()
            self.set_widgets_metadata()
            if not self.nb.metadata.papermill.get("exception"):
                self.run.tables_read = self._ask_tables_read()
        return self.nb

    def _ask_tables_read(self) -> tuple[str, ...] | None:
        """Ask the kernel which tables of the data package it read; None when it read none by our loader."""
        assert self.kc is not None
        request = self.kc.execute("", silent=True, user_expressions={"tables": _TABLES_READ})
        reply = self.wait_for_reply(request)
        answer = reply["content"].get("user_expressions", {}).get("tables", {}) if reply else {}
        if answer.get("status") != "ok":
            return None
        tables: tuple[str, ...] | None = ast.literal_eval(answer["data"]["text/plain"])
        return tables

    def seconds_left(self, _cell: NotebookNode) -> float:
        """Return how long a cell may run: the limit of a cell, or what is left of the whole run's."""
        left = self._deadline - time.monotonic()
        return max(0.001, min(self.run.limits.cell_seconds, left))

    def execute_cell(self, cell: NotebookNode, index: int, **kwargs: Any) -> NotebookNode:
        """Run one cell; a passed limit or a dead kernel becomes an error output of that cell."""
        try:
            return super().execute_cell(cell, index, **kwargs)
        except CellTimeoutError:
            name, value = "TimeoutError", self._passed_limit()
        except DeadKernelError:
            name, value = "DeadKernelError", "the kernel died (killed, out of memory or crashed)"
        # What the kernel said of being stopped may have come first: the cell fails for one reason.
        cell.outputs[:] = [output for output in cell.outputs if output.output_type != "error"]
        cell.outputs.append(nbformat.v4.new_output("error", ename=name, evalue=value, traceback=[value]))
        cell["execution_count"] = self.code_cells_executed
        raise CellExecutionError(value, name, value)

    def _passed_limit(self) -> str:
        limits = self.run.limits
        if time.monotonic() >= self._deadline:
            return f"the report was stopped after its limit of {limits.run_seconds:g} s"
        return f"the cell was stopped after its limit of {limits.cell_seconds:g} s"


class ReportEngine(Engine):
    """papermill's engine for reports; it leaves the notebook in the run, whatever happens."""

    @classmethod
    def execute_notebook(cls, nb: NotebookNode, *arguments: Any, **options: Any) -> NotebookNode:
        """Run a notebook; one that did not fail is kept from papermill, which would write it out for nobody."""
        executed = super().execute_notebook(nb, *arguments, **options)
        failed = executed.metadata.papermill.get("exception")
        return executed if failed else nbformat.v4.new_notebook()

    @classmethod
    def execute_managed_notebook(cls, nb_man: NotebookExecutionManager, kernel_name: str, **options: Any) -> None:
        """Run the cells of ``nb_man`` in a kernel of their own."""
        run: _Run = options["run"]
        run.notebook = nb_man.nb
        client = ReportClient(
            nb_man,
            run=run,
            kernel_name=kernel_name,
            startup_timeout=60,
            iopub_timeout=30,
            record_timing=False,
            shutdown_kernel="immediate",
            log=QUIET,
        )
        client.timeout_func = client.seconds_left
        client.execute()


papermill_engines.register(ENGINE, ReportEngine)
if logging.lastResort is not None:  # papermill, which has no handler of its own, quotes lines of a notebook
    logging.lastResort.addFilter(fit_for_terminal)
