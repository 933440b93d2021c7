"""The same builds by an earlier commit and by this one, in turns of one run: is it faster than it was, and by how much?

python benchmarks/before.py            # against 88e716c; about ten minutes on two cores
python benchmarks/before.py COMMIT     # against another commit
"""

import argparse
import importlib.metadata
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EARLIER = "88e716c"
ROUNDS = 2
PIN = re.compile(r"^(([\w.-]+)==[^\\\n]+)", re.MULTILINE)
"""A line of a lock that names a library, and says for which Pythons and systems."""

SIXTEEN = """
title.en = "Benchmark"
title.es = "Prueba"
[[documents]]
report = "regional-briefing"
languages = ["en", "es"]
parameters.end_year = [2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025]
"""

ONE_REPORT = """
import json, os, sys, time
from pathlib import Path
import nbformat
from carsi_analysis.batch.locate import room
try:
    from carsi_analysis.batch.run.execute import execute
    from carsi_analysis.batch.run.job import Limits
    from carsi_analysis.batch.run.render import render
except ImportError:  # in an earlier commit
    from carsi_analysis.batch.execute import execute
    from carsi_analysis.batch.jobs import Limits
    from carsi_analysis.batch.render import render

source = (room("notebooks") / "regional_briefing.ipynb").read_text(encoding="utf-8")

def ran(language, emptied):
    notebook = nbformat.reads(source, as_version=4)
    for cell in notebook.cells:
        if emptied and cell.cell_type == "code":
            cell.source = "" if "parameters" not in cell.metadata.get("tags", []) else cell.source
    notebook.cells.append(nbformat.v4.new_code_cell("import time; print(time.process_time())"))
    run = execute(nbformat.writes(notebook), {"language": language}, Limits())
    assert run.failure is None, run.failure
    return run.notebook, float(run.notebook.cells[-1].outputs[0].text)

def exported(notebook, suffix):
    before = time.process_time()
    render(notebook, "briefing", {suffix: f"briefing-{suffix}"})
    return time.process_time() - before

for _ in range(2):
    ran("en", False)
time.sleep(3)  # for what the warm process does for those that follow
whole = [ran(language, False) for language in ("en", "es", "en", "es")]
told = {"cells": min(seconds for _, seconds in whole) - min(ran("en", True)[1] for _ in range(2))}
for suffix in ("html", "pdf"):
    exported(whole[0][0], suffix)
    told[suffix] = exported(whole[1][0], suffix)  # another document: an exporter remembers the last one
print(json.dumps(told))
"""
"""Processor seconds of a briefing in loaded processes: its cells without the kernel's start, and each export."""


@contextmanager
def checked_out(commit: str) -> Iterator[Path]:
    """Give the files of a commit, in a folder of their own."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name) / "checkout"
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--quiet", "--detach", str(folder), commit], check=True)
        try:
            yield folder
        finally:
            subprocess.run([*git, "remove", "--force", str(folder)], check=True)


def lend(checkout: Path) -> None:
    """Install what a checkout's lock names and this environment lacks, in a folder that ends with the checkout."""
    here = {_plain(one.metadata["Name"]) for one in importlib.metadata.distributions()}
    pins = PIN.findall((checkout / "requirements.lock").read_text(encoding="utf-8"))
    lacking = [pin for pin, name in pins if _plain(name) not in here]
    folder = checkout.with_name("lent")
    if lacking:
        pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(folder), *lacking]
        subprocess.run(pip, check=True)


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def python(checkout: Path, *arguments: str) -> str:
    """Run this Python on the package of a checkout, with the libraries that are installed and lent; what it prints."""
    places = [checkout / "src", checkout.with_name("lent")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, places))}
    done = subprocess.run([sys.executable, *arguments], cwd=checkout, env=environment, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{checkout}: {done.stderr[-2000:]}")
    return done.stdout


def timed(checkout: Path, *arguments: str) -> tuple[float, float]:
    """Run ``carsi`` with arguments; its seconds on the clock and of all processors together."""
    began, worked = time.perf_counter(), children_seconds()
    python(checkout, "-m", "carsi_analysis", *arguments)
    return time.perf_counter() - began, children_seconds() - worked


def children_seconds() -> float:
    """Sum what ended children have used."""
    times = os.times()
    return times.children_user + times.children_system


def one_round(checkout: Path, folder: Path) -> dict[str, tuple[float, float]]:
    """Build what is compared, and time each."""
    (folder / "sixteen.toml").write_text(SIXTEEN, encoding="utf-8")
    alone = ("build", "regional-briefing", "--format", "pdf", "--quiet", "--out")
    full = ("build", "--edition", "full", "--quiet", "--out", str(folder / "full"))
    took = {
        "one briefing alone to PDF": timed(checkout, *alone, str(folder / "one")),
        "16 briefings": timed(
            checkout, "build", "--edition", str(folder / "sixteen.toml"), "--quiet", "--out", str(folder / "sixteen")
        ),
        "full": timed(checkout, *full),
        "full, unchanged": timed(checkout, *full),
    }
    for name, seconds in json.loads(python(checkout, "-c", ONE_REPORT)).items():
        took[f"of one briefing, loaded: {name}"] = (seconds, seconds)
    return took


def main() -> None:
    """Take turns, and print the least of each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("commit", nargs="?", default=EARLIER)
    commit = parser.parse_args().commit
    took: dict[str, dict[str, list[tuple[float, float]]]] = defaultdict(lambda: defaultdict(list))
    machine = {"cores": os.cpu_count(), "load": os.getloadavg()[0], "python": platform.python_version()}
    print(json.dumps(machine))
    with checked_out(commit) as earlier:
        lend(earlier)
        for _ in range(ROUNDS):
            for way, checkout in (("before", earlier), ("now", ROOT)):
                # As pip does with what it installs; a checkout that was never used has no bytecode.
                subprocess.run([sys.executable, "-m", "compileall", "-q", "src"], cwd=checkout, check=True)
                with tempfile.TemporaryDirectory(prefix="bench-") as folder:
                    for name, seconds in one_round(checkout, Path(folder)).items():
                        took[name][way].append(seconds)
    print(f"| | {commit}, s | now, s | ratio | {commit}, of all cores | now | ratio |\n|---|---|---|---|---|---|---|")
    for name, ways in took.items():
        least = {way: [min(column) for column in zip(*times, strict=True)] for way, times in ways.items()}
        columns = [(least["before"][place], least["now"][place]) for place in (0, 1)]
        print(f"| {name} | " + " | ".join(f"{old:.2f} | {new:.2f} | {old / new:.1f}" for old, new in columns) + " |")


if __name__ == "__main__":
    main()
