"""The work of one report as one function, and running many of them over any ``concurrent.futures`` executor.

``run_report`` reads and writes nothing outside its kernel: a job goes in, the bytes of the files come out.
So it runs unchanged in this process, in a pool of processes and on the machines of a Dask cluster.
"""

import time
from dataclasses import dataclass, field

from carsi_analysis.batch.execute import Limits, execute
from carsi_analysis.batch.render import render
from carsi_analysis.batch.scrub import to_bytes


@dataclass(frozen=True)
class Job:
    """Everything that a report needs to be made, on whatever machine."""

    document_id: str
    notebook: str
    parameters: dict[str, str | int]
    exporters: dict[str, str]
    limits: Limits = field(default_factory=Limits)
    warm: bool = True


@dataclass(frozen=True)
class Failure:
    """What went wrong, in a line for people; ``cell`` is the number that Jupyter shows beside the cell."""

    message: str
    cell: int | None = None

    def __str__(self) -> str:
        return self.message if self.cell is None else f"cell [{self.cell}]: {self.message}"


@dataclass(frozen=True)
class Outcome:
    """What a job gave: files by name, or a failure and the notebook as far as it got."""

    document_id: str
    files: dict[str, bytes] = field(default_factory=dict)
    failure: Failure | None = None
    failed_notebook: bytes | None = None
    seconds: dict[str, float] = field(default_factory=dict)


def run_report(job: Job) -> Outcome:
    """Run one report and export it; every error becomes part of the outcome."""
    execution = execute(job.notebook, job.parameters, job.limits, warm=job.warm)
    notebook = to_bytes(execution.notebook)
    seconds = {"execute": execution.seconds}
    if execution.error is not None:
        failure = Failure(execution.error.message, execution.error.cell)
        return Outcome(job.document_id, failure=failure, failed_notebook=notebook, seconds=seconds)
    began = time.monotonic()
    try:
        files = render(execution.notebook, job.document_id, job.exporters)
    except Exception as error:
        failure = Failure(f"export failed: {type(error).__name__}: {error}")
        return Outcome(job.document_id, failure=failure, failed_notebook=notebook, seconds=seconds)
    seconds["export"] = time.monotonic() - began
    return Outcome(job.document_id, {f"{job.document_id}.ipynb": notebook, **files}, seconds=seconds)
