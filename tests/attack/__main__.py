"""Attack everything that is promised, in bounded time, and print what was found: ``tests/attack/run``."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.attack import browser, data, editions, imports, kills, notebooks, suites
from tests.attack.found import Result, tell

PARTS = ("suites", "editions", "notebooks", "imports", "data", "browser")
"""The longest first, since two run side by side."""
SIDE_BY_SIDE = 2


def main() -> int:
    """Run the parts asked for; fail when any of them found something."""
    parser = argparse.ArgumentParser(prog="tests/attack/run", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], help="parts to run; all when none is named")
    parser.add_argument("--seed", type=int, default=data.SEED, help="where chance begins; the same finds the same")
    parser.add_argument("--rows", action="store_true", help="print the rows of the table alone")
    asked = parser.parse_args()
    parts = asked.parts or PARTS
    if asked.rows:
        return max(_run(part, asked.seed) for part in parts)
    print(f"seed {asked.seed}\n\n| what | tries | found | seconds | processor seconds |", flush=True)
    print("| --- | ---: | ---: | ---: | ---: |", flush=True)
    began = time.monotonic()
    with ThreadPoolExecutor(SIDE_BY_SIDE) as threads:
        failed = max(threads.map(lambda part: _run_beside(part, asked.seed), parts))
    print(f"| all | | | {time.monotonic() - began:.0f} | {_processor_seconds():.0f} |", flush=True)
    return failed


def _run_beside(part: str, seed: int) -> int:
    """Run a part in a process of its own; it prints what it finds as it finds it."""
    command = [sys.executable, "-m", "tests.attack", part, "--seed", str(seed), "--rows"]
    return subprocess.run(command, check=False).returncode


def _run(part: str, seed: int) -> int:
    found = False
    with tempfile.TemporaryDirectory(prefix="carsi-attack-") as folder:
        for attack in _attacks(part, Path(folder), seed):
            began, worked = time.monotonic(), _processor_seconds()
            result = attack()
            seconds, cores = time.monotonic() - began, _processor_seconds() - worked
            counts = f"{result.tried} | {len(result.found)} | {seconds:.0f} | {cores:.0f}"
            print(f"| {result.what} | {counts} |", flush=True)
            for line in result.skipped:
                tell(f"{result.what}: {line}")
            found = found or bool(result.found)
    return 1 if found else 0


def _processor_seconds() -> float:
    """What this process and its ended children have used; a busy machine hardly moves it."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _attacks(part: str, room: Path, seed: int) -> list[Callable[[], Result]]:
    own = room / part
    own.mkdir()
    if part == "data":
        return [lambda: data.attack_data(450, seed)]
    if part == "imports":
        return [lambda: imports.attack_imports(150, seed), lambda: imports.attack_honest(seed)]
    if part == "notebooks":
        return [lambda: notebooks.attack_notebooks(140, seed)]
    if part == "browser":
        return [lambda: browser.attack_browser(own, 12, seed)]
    if part == "suites":
        return [lambda: suites.attack_suites(own)]
    edition = own / "sample"
    return [
        lambda: kills.attack_builds(edition, 20, seed),
        lambda: kills.attack_seals(own, 10, seed),
        lambda: editions.attack_editions(edition, own, 200, seed),
    ]


if __name__ == "__main__":
    sys.exit(main())
