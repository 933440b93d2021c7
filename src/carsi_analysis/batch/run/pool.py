"""Run jobs over any ``concurrent.futures`` executor, and outlive workers that are killed.

Only as many jobs as there are workers are handed out at a time, so that a worker's death names its suspects:
those run again one by one in a fresh pool, and only a job that kills its worker when alone is given up.
"""

import atexit
import gc
import importlib
import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NoReturn

import psutil

from carsi_analysis.batch.run.job import Failure, Job, Outcome
from carsi_analysis.batch.run.machine import make_ready
from carsi_analysis.batch.run.report import run_report
from carsi_analysis.batch.warm.client import branch_from, cool_down, see_off, warm_up
from carsi_analysis.batch.warm.shared import shared_warm_process
from carsi_analysis.files import CUT_FACES, DRAWN_CHARTS, OWN_FOLDERS

_TERMINATED = 128 + signal.SIGTERM
_END_SIGNALS = {signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)}  # Windows knows no SIGHUP
_THREADS = "RAYON_NUM_THREADS"

MANY = 2
"""With more reports a worker it pays to compute ahead what they share."""

NEEDED = tuple(f"carsi_analysis.{name}" for name in (
    "batch.run.execute", "batch.run.contents", "batch.run.render", "export.pdf", "export.on_paper",
))  # fmt: skip
"""What a worker imports before its first report, while the warm process imports what reports need."""

YOUNG = 10_000
"""New objects after which a worker looks for circles among them: a document has many times Python's usual 700."""

_PATIENCE = 10  # seconds that a worker has to end its kernels


@dataclass(frozen=True)
class Crew:
    """An executor, and how many jobs it runs at once."""

    executor: Executor
    size: int


CrewFactory = Callable[[int], AbstractContextManager[Crew]]
"""Makes a crew for so many jobs at most, as a context manager that ends it."""


def run_jobs(jobs: Sequence[Job], hire: CrewFactory) -> Generator[Outcome, None, None]:
    """Run jobs and yield each outcome as it comes.

    Args:
        jobs: what to run.
        hire: makes the crew, and a fresh one when a worker was killed.
    """
    waiting, suspects = deque(jobs), deque[Job]()
    while waiting:
        yield from _run_until_broken(waiting, suspects, hire)
    while suspects:
        alone = deque([suspects.popleft()])
        killers = deque[Job]()
        yield from _run_until_broken(alone, killers, hire)
        for job in killers:
            yield Outcome(job.document_id, failure=Failure("the worker process was killed, twice"))


def _run_until_broken(waiting: deque[Job], suspects: deque[Job], hire: CrewFactory) -> Iterator[Outcome]:
    """Take jobs from ``waiting``; when the pool breaks, put those that were running into ``suspects``."""
    running: dict[Future[Outcome], Job] = {}
    with hire(len(waiting)) as crew:
        while waiting or running:
            try:
                while waiting and len(running) < crew.size:
                    running[crew.executor.submit(run_report, waiting[0])] = waiting[0]
                    waiting.popleft()
            except BrokenExecutor:
                if not running:
                    return
                # otherwise those that broke it say so below
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                job = running.pop(future)
                error = future.exception()
                if error is None:
                    yield future.result()
                elif isinstance(error, BrokenExecutor):
                    suspects.append(job)
                else:
                    failure = Failure(f"its worker failed: {type(error).__name__}", detail=str(error))
                    yield Outcome(job.document_id, failure=failure)
            if suspects:
                suspects.extend(running.values())
                return


def local_processes(workers: int) -> CrewFactory:
    """Use processes on this machine, at most ``workers`` of them, that leave nothing behind however the build ends.

    Raises:
        MachineError: when hired: the machine does not allow what reports need.
    """

    @contextmanager
    def hire(jobs: int) -> Iterator[Crew]:
        make_ready()
        size = max(1, min(workers, jobs))
        context = multiprocessing.get_context("spawn")
        # The build owns the folder of its workers' temporary files: a worker that is killed cannot clear up.
        with tempfile.TemporaryDirectory(prefix=OWN_FOLDERS, ignore_cleanup_errors=True) as folder:
            environment = _environment(folder, size)
            with _warm_for(size, jobs, folder, environment) as address:
                arguments = (folder, environment, address)
                pool = ProcessPoolExecutor(size, context, initializer=_prepare_worker, initargs=arguments)
                try:
                    yield Crew(pool, size)
                    pool.shutdown()
                except BaseException:
                    _stop(pool)
                    raise

    return hire


def _environment(folder: str, size: int) -> dict[str, str]:
    """Say what workers and kernels have in their environment, for charts and typefaces that they make once.

    Typst divides its work among threads, which costs more than it gains where all cores have work.
    """
    threads = str(max(1, (os.cpu_count() or 1) // size))
    environment = {
        DRAWN_CHARTS: str(Path(folder, "charts")),
        CUT_FACES: str(Path(folder, "faces")),
        _THREADS: os.environ.get(_THREADS, threads),
    }
    if not _home_can_be_written():  # or matplotlib would make a folder of its own in every process, and say so
        environment["MPLCONFIGDIR"] = os.environ.get("MPLCONFIGDIR", str(Path(folder, "matplotlib")))
    return environment


def _warm_for(size: int, jobs: int, folder: str, environment: dict[str, str]) -> AbstractContextManager[str]:
    """Give the address of a warm process that workers share; a single one starts its own."""
    if size == 1:
        return nullcontext("")
    return shared_warm_process(Path(folder), environment, many=jobs > MANY * size)


def _stop(pool: ProcessPoolExecutor) -> None:
    """End the workers now: each ends its kernel on SIGTERM, and is killed if that takes too long."""
    processes = list((pool._processes or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(_PATIENCE)
        if process.is_alive():
            process.kill()


def _prepare_worker(folder: str, environment: dict[str, str], address: str) -> None:
    """In a worker: leave Ctrl-C to the build, end cleanly when told to, and never outlive the build."""
    atexit.register(_leave)
    tempfile.tempdir = folder
    os.environ.update(environment)
    branch_from(address)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in _END_SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as ``nohup`` has the end of the terminal ignored
            signal.signal(number, partial(_end, folder))
    threading.Thread(target=_end_with_parent, daemon=True, name="watch-parent").start()
    warm_up()
    _import_ahead()


def _import_ahead() -> None:
    """In a worker: import what every report needs; what cannot be imported is told by the report that needs it.

    Python looks no more for circles among it, which took a twentieth of a worker's time.
    """
    with suppress(Exception):
        for name in NEEDED:
            importlib.import_module(name)
    gc.freeze()
    gc.set_threshold(YOUNG)


def _home_can_be_written() -> bool:
    try:
        return os.access(Path.home(), os.W_OK)
    except RuntimeError:  # a user without any, as in a container
        return False


def _leave() -> None:
    """In a worker that is no longer needed: end its warm process, and go.

    Taking apart all that is loaded would take half a second; the temporary files are the build's to remove.
    """
    cool_down()
    os._exit(0)


def _end(folder: str, _signal: int, _frame: object) -> NoReturn:
    """In a worker that is told to end: kill its kernels, then remove the temporary files.

    It unwinds nothing. An exception raised here could be swallowed by the code that it interrupts, and a second
    signal would cut its clean-up short: when the first worker ends, ``concurrent.futures`` terminates the others.
    """
    for number in _END_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    kernels = psutil.Process().children(recursive=True)
    for kernel in kernels:
        with suppress(psutil.NoSuchProcess):
            kernel.kill()
    psutil.wait_procs(kernels, timeout=_PATIENCE / 2)
    see_off(_PATIENCE / 2)
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(_TERMINATED)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
