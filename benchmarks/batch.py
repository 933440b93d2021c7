"""Sixteen briefings to notebook, HTML and PDF, four ways, as ratios of one run.

python benchmarks/batch.py             # prints a table; about eight minutes on two cores
python benchmarks/batch.py --long      # the edition countries as well: is time linear, memory flat, nothing left?
"""

import argparse
import json
import multiprocessing
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, redirect_stdout
from dataclasses import replace
from functools import partial
from io import StringIO
from itertools import product
from pathlib import Path
from types import ModuleType

import nbformat
import psutil
from IPython.core.interactiveshell import InteractiveShell

from carsi_analysis.batch.build import Settings
from carsi_analysis.batch.edition.definition import Edition, read_edition
from carsi_analysis.batch.edition.publish import build_edition
from carsi_analysis.batch.formats import EXPORTERS
from carsi_analysis.batch.locate import room
from carsi_analysis.batch.plan import Document, make_document
from carsi_analysis.batch.run.pool import local_processes
from carsi_analysis.batch.run.render import render
from carsi_analysis.catalogue import find_report

REPORT = find_report("regional-briefing")
NOTEBOOK = room("notebooks") / REPORT.notebook
WORKERS = os.cpu_count() or 1
ROUNDS = 4


def documents(start_years: range, end_years: range) -> list[Document]:
    """List briefings in both languages for several spans of years."""
    spans = product(("en", "es"), start_years, end_years)
    return [
        make_document(REPORT, {"language": language, "start_year": start, "end_year": end})
        for language, start, end in spans
    ]


SIXTEEN = documents(range(2000, 2001), range(2018, 2026))


def command_loop(folder: Path) -> None:
    """A: what a shell script does; three processes a document, one document after the other."""
    for document in SIXTEEN:
        notebook, page = folder / f"{document.document_id}.ipynb", folder / f"{document.document_id}.html"
        parameters = [part for name, value in document.parameters.items() for part in ("-p", name, str(value))]
        run("-m", "papermill", str(NOTEBOOK), str(notebook), *parameters)
        run("-m", "nbconvert", "--to", "html", "--output", page.name, str(notebook))
        print_page(page)


def print_page(page: Path) -> None:
    """Print a page to PDF with a browser started for it, as nbconvert's webpdf does."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or "chromium"
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    target = f"--print-to-pdf={page.with_suffix('.pdf')}"
    subprocess.run([chromium, *options, target, page.as_uri()], check=True, capture_output=True)


def run(*arguments: str) -> None:
    """Run a Python command without a word."""
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)


def papermill_pool(folder: Path) -> None:
    """C: papermill in a pool of processes, an ordinary kernel a document, our exporters kept loaded."""
    with processes() as pool:
        list(pool.map(papermill_one, SIXTEEN, [folder] * len(SIXTEEN)))


def papermill_one(document: Document, folder: Path) -> None:
    """Run one document with stock papermill, then export it."""
    import papermill

    target = folder / f"{document.document_id}.ipynb"
    notebook = papermill.execute_notebook(NOTEBOOK, target, document.parameters, progress_bar=False)
    for name, content in render(notebook, document.document_id, EXPORTERS).items():
        (folder / name).write_bytes(content)


def plain_python(folder: Path, executed: Path) -> None:
    """The limit: the same cells in loaded processes without a kernel, and the export of notebooks already run."""
    with processes() as pool:
        list(pool.map(plain_one, SIXTEEN, [folder] * len(SIXTEEN), [executed] * len(SIXTEEN)))


def plain_one(document: Document, folder: Path, executed: Path) -> None:
    """Run the cells of one document in this process, then export the notebook that an earlier run left."""
    # Without a kernel there are no messages, and nothing is stored; its module is not that of the pool.
    shell = InteractiveShell.instance(user_module=ModuleType("cells"))
    shell.reset(new_session=False)
    with redirect_stdout(StringIO()):
        for cell in nbformat.read(NOTEBOOK, as_version=4).cells:
            if cell.cell_type == "code":
                shell.run_cell(cell.source, store_history=False).raise_error()
            if "parameters" in cell.metadata.get("tags", []):
                shell.user_ns.update(document.parameters)
    notebook = nbformat.read(executed / f"{document.document_id}.ipynb", as_version=4)
    for name, content in render(notebook, document.document_id, EXPORTERS).items():
        (folder / name).write_bytes(content)


@contextmanager
def processes() -> Iterator[ProcessPoolExecutor]:
    """Make a pool of as many processes as ours."""
    with ProcessPoolExecutor(WORKERS, multiprocessing.get_context("spawn"), initializer=load_modules) as pool:
        yield pool


def load_modules() -> None:
    """Import in a process of the pool what its documents need."""
    import papermill  # noqa: F401

    import carsi_analysis.exhibits  # noqa: F401


def ours(folder: Path) -> None:
    """carsi build: kernels forked from a warm process, exporters kept loaded; with manifest, index and zip."""
    build(SIXTEEN, folder)


def build(wanted: list[Document], folder: Path) -> None:
    """Build documents as an edition."""
    edition = Edition("bench", {"en": "Benchmark", "es": "Prueba"}, tuple(wanted))
    summary = build_edition(edition, folder, replace(Settings(), hire=local_processes(WORKERS)))
    if summary.failed:
        sys.exit("\n".join(map(str, summary.failed)))


def timed(way: Callable[[Path], None], folder: Path) -> tuple[float, float]:
    """Return how many seconds a way takes, on the clock and of all processors together."""
    folder.mkdir(exist_ok=True)
    before, worked = time.perf_counter(), processor_seconds()
    way(folder)
    return time.perf_counter() - before, processor_seconds() - worked


def processor_seconds() -> float:
    """Sum what this process and its ended children have used; other programs on the machine hardly disturb it."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def compare(folder: Path) -> None:
    """Time the four ways and an unchanged edition, and print them against A and the limit.

    Ours and the limit are near each other, and the speed of a machine wanders: they take turns, and the least counts.
    """
    took: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for turn in range(ROUNDS):
        executed = folder / f"ours-{turn}"
        took["ours"].append(timed(ours, executed))
        took["limit"].append(timed(partial(plain_python, executed=executed / "bench"), folder / f"limit-{turn}"))
    unchanged, _ = timed(ours, folder / "ours-0")
    took["papermill pool"] = [timed(papermill_pool, folder / "papermill-pool")]
    took["command loop"] = [timed(command_loop, folder / "command-loop")]

    least = {way: (min(clock for clock, _ in times), min(cores for _, cores in times)) for way, times in took.items()}
    (loop, _), (limit, limit_cores) = least["command loop"], least["limit"]
    print("| way | seconds | of all cores | times faster than the loop | times the limit | of all cores |")
    print("|---|---|---|---|---|---|")
    for way in ("command loop", "papermill pool", "ours", "limit"):
        clock, cores = least[way]
        ratios = f"{loop / clock:.1f} | {clock / limit:.2f} | {cores / limit_cores:.2f}"
        print(f"| {way} | {clock:.1f} | {cores:.1f} | {ratios} |")
    for way in ("ours", "limit"):
        print(f"\nSeconds by the clock of each turn, {way}: {', '.join(f'{clock:.1f}' for clock, _ in took[way])}")
    print(f"\nThe same edition again, unchanged: {unchanged:.2f} s")


def endure(folder: Path) -> None:
    """Build the edition ``countries``, and print seconds a document and memory by quarters, and what is left over."""
    wanted = list(read_edition("countries").documents)
    watch = Watch(folder / "bench")
    with watch:
        build(wanted, folder)
    print("\n| documents | seconds each | memory of all processes, MB |\n|---|---|---|")
    quarter = len(wanted) // 4
    for number in range(4):
        began, ended = watch.reached(number * quarter), watch.reached((number + 1) * quarter)
        print(f"| to {(number + 1) * quarter} | {(ended - began) / quarter:.2f} | {watch.memory(began, ended):.0f} |")
    print(f"\nMost memory of all processes at once: {watch.most():.0f} MB")
    left = psutil.Process().children(recursive=True)
    print(
        f"\nProcesses left over: {[' '.join(p.cmdline()) for p in left if 'resource_tracker' not in str(p.cmdline())]}"
    )


class Watch:
    """Looks at a build from a thread, twice a second: how many documents are there, how much memory is in use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: list[tuple[float, int, float]] = [(time.perf_counter(), 0, 0.0)]
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self._seen.append((time.perf_counter(), 10**9, self._seen[-1][2]))

    def _look(self) -> None:
        while not self._stop.wait(0.5):
            there = len(list((self._folder / ".carsi" / "records").glob("*.json")))
            self._seen.append((time.perf_counter(), there, memory_in_use()))

    def reached(self, count: int) -> float:
        """Return when so many documents were there."""
        return next(moment for moment, there, _ in self._seen if there >= count)

    def memory(self, began: float, ended: float) -> float:
        """Return the mean memory between two moments, in megabytes."""
        values = [memory for moment, _, memory in self._seen if began < moment <= ended]
        return sum(values) / len(values)

    def most(self) -> float:
        """Return the most memory that was seen, in megabytes."""
        return max(memory for _, _, memory in self._seen)


def memory_in_use() -> float:
    """Sum the memory of this process and all below it in megabytes, what they share counted once."""
    total = 0.0
    for process in [psutil.Process(), *psutil.Process().children(recursive=True)]:
        try:
            total += process.memory_full_info().pss / 1e6
        except psutil.Error:
            continue  # it has just ended
    return total


def main() -> None:
    """Run the benchmarks asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--long", action="store_true", help="build the edition countries as well")
    arguments = parser.parse_args()
    machine = {"cores": os.cpu_count(), "load": os.getloadavg()[0], "python": platform.python_version()}
    print(json.dumps(machine))
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        compare(Path(name))
        if arguments.long:
            endure(Path(name) / "long")


if __name__ == "__main__":
    main()
