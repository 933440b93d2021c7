"""Time and size of the exporters beside stock nbconvert HTML and a PDF printed by Chromium, as ratios of one run.

python benchmarks/export.py            # prints a table
"""

import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbconvert import get_exporter

NOTEBOOK = Path(__file__).resolve().parents[1] / "notebooks" / "regional_briefing.ipynb"
RUNS = 5


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
    before = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    seconds = time.perf_counter() - before
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
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


def chromium_print(page: Path, folder: Path) -> tuple[float, int]:
    """Print a page to PDF with a browser started for it: seconds, bytes."""
    pdf = folder / "chromium.pdf"
    command = [
        shutil.which("chromium") or "",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
    ]
    before = time.perf_counter()
    subprocess.run(
        [*command, f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={pdf}", page.as_uri()],
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - before, pdf.stat().st_size


def main() -> None:
    """Measure and print; ratios are to stock HTML."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = []
        for to in ("html", "briefing-html", "briefing-pdf", "briefing-text"):
            seconds, peak, size = cold(to, folder)
            rows.append((to, seconds, warm(to), size, peak))
        if shutil.which("chromium"):
            seconds, size = chromium_print(folder / "html.html", folder)
            rows.append(("html + Chromium PDF", rows[0][1] + seconds, rows[0][2] + seconds, size, float("nan")))
        base = rows[0]
        print(f"{'exporter':22}{'cold s':>8}{'×':>6}{'warm s':>8}{'×':>6}{'KB':>8}{'×':>6}{'peak MB, so far':>17}")
        for to, seconds, again, size, peak in rows:
            print(
                f"{to:22}{seconds:8.2f}{seconds / base[1]:6.2f}{again:8.3f}{again / base[2]:6.2f}"
                f"{size / 1000:8.0f}{size / base[3]:6.2f}{peak:17.0f}"
            )


if __name__ == "__main__":
    main()
