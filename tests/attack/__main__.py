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
from tests.attack.found import Result

PARTS = ("suites", "editions", "notebooks", "imports", "data", "browser")
"""The longest first, since two run side by side."""
MOST_MISSED = 0.02


def main() -> int:
    """Run the parts asked for; fail when any of them found something."""
    parser = argparse.ArgumentParser(prog="tests/attack/run", description=__doc__)
    parser.add_argument("parts", nargs="*", help="parts to run; all when none is named")
    parser.add_argument("--seed", type=int, default=data.SEED, help="where chance begins; the same finds the same")
    parser.add_argument("--rows", action="store_true", help="print the rows of the table alone")
    asked = parser.parse_args()
    parts = asked.parts or PARTS
    if not asked.rows:
        print(f"seed {asked.seed}\n\n| what | tries | found | seconds | of all cores |", flush=True)
        print("| --- | ---: | ---: | ---: | ---: |", flush=True)
    if len(parts) == 1:
        return _run(parts[0], asked.seed)
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        return max(threads.map(lambda part: _run_beside(part, asked.seed), parts))


def _run_beside(part: str, seed: int) -> int:
    """Run a part in a process of its own; it prints what it finds as it finds it."""
    command = [sys.executable, "-m", "tests.attack", part, "--seed", str(seed), "--rows"]
    return subprocess.run(command, check=False).returncode


def _run(part: str, seed: int) -> int:
    found = False
    with tempfile.TemporaryDirectory(prefix="carsi-attack-") as folder:
        for name, attack in _attacks(part, Path(folder), seed):
            _tell(f"{name} …")
            began, worked = time.monotonic(), _processor_seconds()
            result = attack()
            seconds, cores = time.monotonic() - began, _processor_seconds() - worked
            print(f"| {name} | {result.tried} | {len(result.found)} | {seconds:.0f} | {cores:.0f} |", flush=True)
            for line in (*result.found, *result.skipped):
                _tell(f"  {line}")
            found = found or bool(result.found)
    return 1 if found else 0


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _processor_seconds() -> float:
    """What this process and its ended children have used; a busy machine hardly moves it."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def spoilt(count: int, seed: int) -> Result:
    """Spoil releases; that a few of them look like honest ones is known, and their kind is told."""
    result = Result()
    outcomes = imports.attack(count, seed)
    missed = [f"{one.file}, {one.kind}: {one.spoilt} would come in" for one in outcomes if not one.stopped]
    result.note(len(missed) <= MOST_MISSED * count, f"{len(missed)} of {count} would come in")
    result.tried, result.skipped = len(outcomes), missed
    return result


def honest(seed: int) -> Result:
    """Ask whether an honest release of each file comes in."""
    return Result(tried=len(imports.FILES), found=imports.false_holds(seed))


def _attacks(part: str, room: Path, seed: int) -> list[tuple[str, Callable[[], Result]]]:
    own = room / part
    own.mkdir()
    if part == "data":
        return [("cells of the data, the seal", lambda: data.attack_data(450, seed))]
    if part == "imports":
        return [("releases spoilt", lambda: spoilt(150, seed)), ("honest releases held", lambda: honest(seed))]
    if part == "notebooks":
        return [("notebooks of strangers, in four forms", lambda: notebooks.attack_notebooks(140, seed))]
    if part == "browser":
        return [("hostile notebooks and data in Chromium", lambda: browser.attack_browser(own, 12, seed))]
    if part == "suites":
        return [("tests of papermill and nbclient with our kernels", lambda: suites.attack_suites(own))]
    edition = own / "sample"
    return [
        ("builds killed", lambda: kills.attack_builds(edition, 20, seed)),
        ("seals killed", lambda: kills.attack_seals(own, 10, seed)),
        ("editions bent", lambda: editions.attack_editions(edition, own, 200, seed)),
    ]


if __name__ == "__main__":
    sys.exit(main())
