"""Attack everything that is promised, in bounded time, and print what was found: ``tests/attack/run``."""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.attack import browser, data, editions, imports, kills, notebooks, suites
from tests.attack.found import Result

PARTS = ("data", "imports", "editions", "notebooks", "browser", "suites")
MOST_MISSED = 0.02


def main() -> int:
    """Run the parts asked for; fail when any of them found something."""
    parser = argparse.ArgumentParser(prog="tests/attack/run", description=__doc__)
    parser.add_argument("parts", nargs="*", help="parts to run; all when none is named")
    parser.add_argument("--seed", type=int, default=data.SEED, help="where chance begins; the same finds the same")
    asked = parser.parse_args()
    found = False
    print(f"seed {asked.seed}\n\n| what | tries | found | seconds |\n| --- | ---: | ---: | ---: |", flush=True)
    with tempfile.TemporaryDirectory(prefix="carsi-attack-") as folder:
        for part in asked.parts or PARTS:
            for name, attack in _attacks(part, Path(folder), asked.seed):
                started = time.monotonic()
                result = attack()
                seconds = time.monotonic() - started
                print(f"| {name} | {result.tried} | {len(result.found)} | {seconds:.0f} |", flush=True)
                for line in (*result.found, *result.skipped):
                    print(f"  {line}", file=sys.stderr, flush=True)
                found = found or bool(result.found)
    return 1 if found else 0


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
