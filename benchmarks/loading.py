"""How long the data package takes to load checked, beside reading the same files with pandas unchecked.

    python benchmarks/loading.py

Prints the median of several runs, each of which reads and checks anew, and the ratio.
"""

import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from carsi_analysis.data import data_folder, load
from carsi_analysis.data.checks import checked
from carsi_analysis.data.reading import read_files

RUNS = 15


def main() -> None:
    """Time the package that ``carsi validate`` would check."""
    folder = data_folder()
    package = load(folder)
    paths = [folder / table.path for table in package.descriptor.tables]
    rows = sum(len(package.table(name)) for name in package.tables)
    size = sum(path.stat().st_size for path in paths)
    print(f"{len(paths)} tables, {rows:,} rows, {size / 1e6:.1f} MB; median of {RUNS} runs")
    plain = _median_seconds(lambda: _read_plainly(folder, paths))
    checked = _median_seconds(lambda: _load_anew(folder))
    again = _median_seconds(lambda: load(folder))
    print(f"pandas.read_csv, no check    {plain * 1000:7.1f} ms    1.0")
    print(f"load, checked, all frames    {checked * 1000:7.1f} ms  {checked / plain:5.1f}")
    print(f"load again, same bytes       {again * 1000:7.1f} ms  {again / plain:5.1f}")


def _read_plainly(folder: Path, paths: list[Path]) -> None:
    json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for path in paths:
        pd.read_csv(path)


def _load_anew(folder: Path) -> None:
    package, _ = checked(read_files(folder))
    assert package is not None  # it was loaded before
    for name in package.tables:
        package.table(name)


def _median_seconds(work: Callable[[], object]) -> float:
    seconds = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


if __name__ == "__main__":
    main()
