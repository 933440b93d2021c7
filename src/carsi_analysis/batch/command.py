"""What ``carsi build`` does, between the command line and the builds."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from carsi_analysis.batch import progress
from carsi_analysis.batch.build import Settings, plan_tasks
from carsi_analysis.batch.build import build as build_documents
from carsi_analysis.batch.edition.publish import build_edition, foreign_files
from carsi_analysis.batch.folder.inputs import surroundings
from carsi_analysis.batch.folder.output import OutputFolder
from carsi_analysis.batch.request import Request
from carsi_analysis.batch.run.cluster import dask_cluster
from carsi_analysis.batch.run.job import Limits
from carsi_analysis.batch.run.pool import local_processes
from carsi_analysis.batch.summary import Summary
from carsi_analysis.errors import UsageError

_MEGABYTE = 1_000_000
MOST_LISTED = 5


def warning(request: Request) -> str:
    """Say, before an edition is built, what lies in its folder and belongs to no build; empty where nothing does.

    Raises:
        UsageError: the request is wrong.
    """
    edition = request.read_edition()
    foreign = foreign_files(edition, request.folder()) if edition else []
    if edition is None or not foreign:
        return ""
    listed = ", ".join(foreign[:MOST_LISTED]) + (
        f" and {len(foreign) - MOST_LISTED} more" * (len(foreign) > MOST_LISTED)
    )
    return (
        f"{request.folder() / edition.name} holds what no build has put there: {listed}; it stays, and `carsi verify` "
        f"will name it: move it, or choose another --out"
    )


def make_settings(
    *,
    workers: int | None,
    scheduler: str | None,
    force: bool,
    time_limit: float,
    cell_limit: float,
    memory_limit: int | None,
) -> Settings:
    """Turn options into settings; ``memory_limit`` is in megabytes.

    Raises:
        UsageError: an option that this machine cannot honour.
    """
    if memory_limit is not None and sys.platform != "linux":
        raise UsageError("--memory-limit works on Linux only")
    memory = None if memory_limit is None else memory_limit * _MEGABYTE
    limits = Limits(cell_seconds=cell_limit, run_seconds=time_limit, memory_bytes=memory)
    if scheduler is not None:
        return Settings(limits, force, hire=dask_cluster(scheduler), check_workers=True)
    return Settings(limits, force, hire=local_processes(workers or os.cpu_count() or 1))


def build(request: Request, settings: Settings, *, quiet: bool) -> Summary:
    """Build what is asked for.

    Raises:
        CarsiError: the request is wrong, or the folder cannot be written.
        KeyboardInterrupt: the user, or a signal, ended the build.
    """
    edition, told = request.read_edition(), progress.choose(quiet=quiet)
    with ended_as_by_ctrl_c():
        if edition is not None:
            return build_edition(edition, request.folder(), settings, told)
        return build_documents(request.documents(), request.folder(), settings, told)


@contextmanager
def ended_as_by_ctrl_c() -> Iterator[None]:
    """Let a build that is told to end clear up as one that is interrupted."""
    earlier = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, earlier)


def explain(request: Request, settings: Settings) -> list[str]:
    """Say for each document whether it would be built, and why; nothing is written.

    Raises:
        CarsiError: the request is wrong.
    """
    edition = request.read_edition()
    folder = request.folder() / edition.name if edition else request.folder()
    documents = edition.documents if edition else request.documents()
    tasks = plan_tasks(documents, OutputFolder(folder), settings, surroundings())
    return [task.explanation() for task in tasks]
