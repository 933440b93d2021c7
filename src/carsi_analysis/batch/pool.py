"""Run jobs over any ``concurrent.futures`` executor, and outlive workers that are killed.

Only as many jobs as there are workers are handed out at a time, so that a worker's death names its suspects:
those run again one by one in a fresh pool, and only a job that kills its worker when alone is given up.
"""

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from carsi_analysis.batch.jobs import Failure, Job, Outcome
from carsi_analysis.batch.run import run_report
from carsi_analysis.batch.warm.client import cool_down

_TERMINATED = 128 + signal.SIGTERM


@dataclass(frozen=True)
class Crew:
    """An executor, how many jobs it runs at once, and the function that it runs."""

    executor: Executor
    size: int
    work: Callable[[Job], Outcome] = run_report


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
                    running[crew.executor.submit(crew.work, waiting[0])] = waiting[0]
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
                    yield Outcome(job.document_id, failure=Failure(f"{type(error).__name__}: {error}"))
            if suspects:
                suspects.extend(running.values())
                return


def local_processes(workers: int) -> CrewFactory:
    """Use processes on this machine, at most ``workers`` of them, that leave nothing behind however the build ends."""

    @contextmanager
    def hire(jobs: int) -> Iterator[Crew]:
        size = max(1, min(workers, jobs))
        pool = ProcessPoolExecutor(size, multiprocessing.get_context("spawn"), initializer=_prepare_worker)
        try:
            yield Crew(pool, size, _work)
            pool.shutdown()
        except BaseException:
            _stop(pool)
            raise

    return hire


def _stop(pool: ProcessPoolExecutor) -> None:
    """End the workers now: each ends its kernel on SIGTERM, and is killed if that takes too long."""
    processes = list((pool._processes or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(5)
        if process.is_alive():
            process.kill()


def _prepare_worker() -> None:
    """In a worker: leave Ctrl-C to the build, end cleanly when told to, and never outlive the build."""
    # jsonschema, which nbformat imports, takes more than a second to compile this optional grammar of URLs;
    # no notebook needs it, and without it jsonschema leaves that one check out.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end)
    threading.Thread(target=_end_with_parent, daemon=True, name="watch-parent").start()


def _work(job: Job) -> Outcome:
    """In a worker: run a job; when told to end in the middle of it, end once its kernel and folder are gone."""
    try:
        return run_report(job)
    except SystemExit:
        cool_down()
        os._exit(_TERMINATED)


def _end(_signal: int, _frame: object) -> None:
    raise SystemExit(_TERMINATED)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
