"""The work of one report as one function: a job goes in, the bytes of the files come out.

``run_report`` reads and writes nothing outside its kernel, so it runs unchanged in this process, in a pool of
processes and on the machines of a Dask cluster.
"""

import socket
import time
from collections.abc import Collection
from typing import Any

from carsi_analysis.batch.run.front import front_of
from carsi_analysis.batch.run.job import Failure, Job, Outcome
from carsi_analysis.batch.warm.client import warm_up
from carsi_analysis.errors import CarsiError
from carsi_analysis.files import TemporaryFilesError


def run_report(job: Job) -> Outcome:
    """Run one report and export it; every error becomes part of the outcome."""
    other = _other_surroundings(job)
    if other is not None:
        return Outcome(job.document_id, failure=other)
    if job.warm:
        warm_up()  # it imports while this process does
    # Imported here, so that a build which only hands out jobs does not wait for papermill and nbconvert.
    from carsi_analysis.batch.run.contents import contents_of
    from carsi_analysis.batch.run.execute import execute
    from carsi_analysis.batch.run.notebook_json import to_bytes
    from carsi_analysis.batch.run.render import render
    from carsi_analysis.batch.run.scrub import place_hider
    from carsi_analysis.export.contract import blocks_of

    began = time.monotonic()
    execution = execute(job.notebook, job.parameters, job.limits, warm=job.warm)
    notebook = to_bytes(execution.notebook)
    seconds = {"execute": time.monotonic() - began}
    if execution.failure is not None:
        return Outcome(job.document_id, failure=execution.failure, failed_notebook=notebook, seconds=seconds)
    began = time.monotonic()
    try:
        blocks = blocks_of(execution.notebook)
        contents, tables = contents_of(blocks, job.document_id)
        files = render(execution.notebook, job.document_id, job.exporters, job.beside)
        _name_pictures(contents["exhibits"], files, job)
        printed = files.get(f"{job.document_id}.pdf")
        front = None if job.beside is None else front_of(blocks, job.document_id, printed)
    except Exception as error:
        told, advice = f"{type(error).__name__}: {error}", ""
        if isinstance(error, TemporaryFilesError):
            told, advice = error.told, error.cure
        failure = Failure(place_hider()(f"export failed: {told}"), detail=advice)
        return Outcome(job.document_id, failure=failure, failed_notebook=notebook, seconds=seconds)
    seconds["export"] = time.monotonic() - began
    return Outcome(
        job.document_id,
        files={f"{job.document_id}.ipynb": notebook, **files, **tables},
        contents=contents,
        tables_read=execution.tables_read,
        front=front,
        seconds=seconds,
    )


def _name_pictures(exhibits: list[dict[str, Any]], files: Collection[str], job: Job) -> None:
    """Say of each exhibit which of the files is its picture, if any is."""
    folder = (job.beside or {}).get("charts")
    for exhibit in exhibits:
        if (picture := f"{folder}/{exhibit['name']}.png") in files:
            exhibit["picture"] = picture


def _other_surroundings(job: Job) -> Failure | None:
    """Say what this machine has otherwise than the one that plans the build; None if all is the same."""
    if not job.required:
        return None
    # Imported here, so that a worker of this machine, which is asked nothing, starts its warm process at once.
    from carsi_analysis.batch.folder.inputs import surroundings

    try:
        here = surroundings().identity()
    except CarsiError as error:
        return Failure("a machine has no data that can be read", detail=f"{socket.gethostname()}: {error}")
    other = [name for name, value in job.required.items() if here[name] != value]
    if not other:
        return None
    return Failure(
        f"a machine has other versions of {', '.join(other)}; install the same on every machine",
        detail=socket.gethostname(),
    )
