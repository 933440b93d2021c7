"""The test suites of papermill and nbclient, with our kernels in the place of Jupyter's."""

import importlib.metadata
import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path

from carsi_analysis.batch.warm.provisioner import NAME
from tests.attack.found import Result

SUITES = {"nbclient": "tests", "papermill": "papermill/tests"}
NEEDS = ("xmltodict", "testpath", "flaky", "pytest-asyncio")
"""What these suites import besides what we install; the parts that need clouds are not collected."""
_COUNTS = re.compile(r"(\d+) (passed|failed|errors?)\b")


def attack_suites(room: Path) -> Result:
    """Fetch the source distributions of the installed versions, and run their tests with ordinary kernels and ours.

    A test that fails with ordinary kernels too says nothing of ours.
    """
    result = Result()
    needs = room / "needs"
    _pip(["install", "--target", str(needs), *NEEDS])
    for name, tests in SUITES.items():
        folder = _unpacked(name, room)
        if folder is None:
            result.skipped.append(f"{name}: its source distribution could not be fetched")
            continue
        usual, ours = (_failures(folder, tests, needs, kernel) for kernel in ("local-provisioner", NAME))
        if not ours[0]:
            result.skipped.append(f"{name}: its tests do not start here")
        result.tried += ours[0]
        result.found += [f"{name}: {line}" for line in sorted(ours[1] - usual[1])]
        result.skipped += [f"{name}: {line} with ordinary kernels too" for line in sorted(ours[1] & usual[1])]
    return result


def _failures(folder: Path, tests: str, needs: Path, kernel: str) -> tuple[int, set[str]]:
    """How many tests ran, and which failed or could not be collected."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--color=no", "-rfE"]
    run = subprocess.run(
        [*command, "--continue-on-collection-errors", tests],
        cwd=folder,
        env=os.environ | {"JUPYTER_DEFAULT_PROVISIONER_NAME": kernel, "PYTHONPATH": f"{folder}{os.pathsep}{needs}"},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = run.stdout.splitlines()
    failed = {line.partition(" - ")[0] for line in lines if line.startswith(("FAILED ", "ERROR "))}
    return sum(int(number) for number, _ in _COUNTS.findall(lines[-1] if lines else "")), failed


def _unpacked(name: str, room: Path) -> Path | None:
    version = importlib.metadata.version(name)
    _pip(["download", "--no-deps", "--no-binary", name, "--dest", str(room), f"{name}=={version}"])
    archive = next(room.glob(f"{name}-*.tar.gz"), None)
    if archive is None:
        return None
    with tarfile.open(archive) as opened:
        opened.extractall(room, filter="data")
    return room / f"{name}-{version}"


def _pip(arguments: list[str]) -> None:
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*command, *arguments], capture_output=True, check=False)
