"""Time and size of the exporters beside stock nbconvert HTML and a PDF printed by Chromium, as ratios of one run.

python benchmarks/export.py            # prints a table, and two of long outputs
python benchmarks/export.py --long     # the latter alone
"""

import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import pandas as pd
from nbconvert import get_exporter
from nbformat import NotebookNode, v4

NOTEBOOK = Path(__file__).resolve().parents[1] / "notebooks" / "regional_briefing.ipynb"
RUNS = 5
ROWS, LINES = 3_000, 20_000
COLD = ("html", "briefing-html", "briefing-pdf")


def long_outputs() -> dict[str, NotebookNode]:
    """Give notebooks without an output, with a table of many rows as pandas writes it, and with many printed lines."""
    dice = random.Random(1)
    frame = pd.DataFrame({
        "date": pd.date_range("2001-01-01", periods=ROWS).strftime("%Y-%m-%d"),
        "country": dice.choices(["Honduras", "El Salvador", "Guatemala", "Costa Rica"], k=ROWS),
        "value": [dice.random() * 10_000 for _ in range(ROWS)],
        "rate": [dice.random() for _ in range(ROWS)],
        "count": [dice.randrange(1_000_000) for _ in range(ROWS)],
    })  # fmt: skip
    with pd.option_context("display.max_rows", None):
        table = {"text/html": frame.to_html(notebook=True), "text/plain": repr(frame)}
    lines = "".join(f"step {line} loss {line / 3:.5f}\n" for line in range(LINES))
    outputs = {
        "nothing": [],
        f"{ROWS:,} rows": [v4.new_output("display_data", table)],
        f"{LINES:,} printed lines": [v4.new_output("stream", name="stdout", text=lines)],
    }
    return {
        name: v4.new_notebook(cells=[v4.new_markdown_cell("# Long"), v4.new_code_cell("x", outputs=shown)])
        for name, shown in outputs.items()
    }


def processor_seconds(to: str, notebook: Path) -> float:
    """Run one nbconvert process: seconds of all cores, the least of three, which a busy machine disturbs least."""
    command = [sys.executable, "-m", "nbconvert", "--to", to, "--output", "long", str(notebook)]
    times = []
    for _ in range(3):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        times.append(usage.ru_utime + usage.ru_stime)
    return min(times)


def print_long_outputs(folder: Path) -> None:
    """Print what long outputs cost; ratios are to stock HTML of the same notebook."""
    print(f"\n{'processor seconds of':22}" + "".join(f"{to:>16}{'×':>6}" for to in COLD))
    for name, notebook in long_outputs().items():
        path = folder / "long.ipynb"
        nbformat.write(notebook, path)
        seconds = [processor_seconds(to, path) for to in COLD]
        print(f"{name:22}" + "".join(f"{each:16.2f}{each / seconds[0]:6.2f}" for each in seconds))


def print_long_outputs_once_started() -> None:
    """Print what long outputs cost in this process, once it has exported something: the first time, and again."""
    print(f"\n{'in a started process':22}" + "".join(f"{to:>16}{'again':>8}" for to in COLD))
    exporters = [get_exporter(to)() for to in COLD]
    for name, notebook in long_outputs().items():
        seconds = []
        for exporter in exporters:
            exporter.from_notebook_node(v4.new_notebook(cells=[v4.new_markdown_cell(f"# Before {name}")]))
            for _ in range(2):
                before = time.process_time()
                exporter.from_notebook_node(notebook)
                seconds.append(time.process_time() - before)
        pairs = zip(seconds[::2], seconds[1::2], strict=True)
        print(f"{name:22}" + "".join(f"{first:16.2f}{again:8.2f}" for first, again in pairs))


def timed(command: list[str]) -> tuple[float, float]:
    """Run a command to its end: seconds, and the peak megabytes of that process alone."""
    before = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return time.perf_counter() - before, usage.ru_maxrss / 1024


def cold(to: str, folder: Path) -> tuple[float, float, int]:
    """Run one nbconvert process: seconds, peak megabytes of its largest process, bytes written."""
    command = [
        sys.executable,
        "-m",
        "nbconvert",
        "--to",
        to,
        "--output-dir",
        str(folder),
        "--output",
        to,
        str(NOTEBOOK),
    ]
    seconds, peak = timed(command)
    return seconds, peak, next(folder.glob(f"{to}.*")).stat().st_size


def warm(to: str) -> float:
    """Convert again and again in this process: seconds, the median."""
    exporter, notebook = get_exporter(to)(), nbformat.read(NOTEBOOK, as_version=4)
    exporter.from_notebook_node(notebook)
    times = []
    for _ in range(RUNS):
        before = time.perf_counter()
        exporter.from_notebook_node(notebook)
        times.append(time.perf_counter() - before)
    return statistics.median(times)


def chromium_print(page: Path, folder: Path) -> tuple[float, float, int]:
    """Print a page to PDF with a browser started for it: seconds, megabytes of its first process, bytes."""
    pdf = folder / "chromium.pdf"
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    options += [f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={pdf}"]
    seconds, peak = timed([str(shutil.which("chromium")), *options, page.as_uri()])
    return seconds, peak, pdf.stat().st_size


def main() -> None:
    """Measure and print; ratios are to stock HTML."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "--long" in sys.argv[1:]:
            print_long_outputs_once_started()
            return print_long_outputs(folder)
        rows = []
        for to in ("html", "briefing-html", "briefing-pdf", "briefing-text"):
            seconds, peak, size = cold(to, folder)
            rows.append((to, seconds, warm(to), size, peak))
        if shutil.which("chromium"):
            seconds, peak, size = chromium_print(folder / "html.html", folder)
            rows.append(("html + Chromium PDF", rows[0][1] + seconds, rows[0][2] + seconds, size, peak))
        base = rows[0]
        print(f"{'exporter':22}{'cold s':>8}{'×':>6}{'warm s':>8}{'×':>6}{'KB':>8}{'×':>6}{'peak MB':>9}")
        for to, seconds, again, size, peak in rows:
            print(
                f"{to:22}{seconds:8.2f}{seconds / base[1]:6.2f}{again:8.3f}{again / base[2]:6.2f}"
                f"{size / 1000:8.0f}{size / base[3]:6.2f}{peak:9.0f}"
            )
        print_long_outputs_once_started()
        print_long_outputs(folder)


if __name__ == "__main__":
    main()
