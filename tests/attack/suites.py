"""The test suites of papermill and nbclient, with our kernels in the place of Jupyter's."""

import importlib.metadata
import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path

from carsi_analysis.batch.warm.provisioner import NAME
from tests.attack.found import Result, begun, tell

SUITES = {"nbclient": "tests", "papermill": "papermill/tests"}
USUAL = 640
"""So many tests these suites hold, more or less; for those who wait."""
NEEDS = ("xmltodict", "testpath", "flaky", "pytest-asyncio")
"""What these suites import besides what we install; the parts that need clouds are not collected."""
OPTIONS = ("-q", "-p", "no:cacheprovider", "--color=no", "-rfE", "-W", "default", "--continue-on-collection-errors")
ASYNCIO = ("-o", "asyncio_default_fixture_loop_scope=function")
"""Their warnings are not our matter, and newer versions of what they need warn."""
_COUNTS = re.compile(r"(\d+) (passed|failed|errors?)\b")


def attack_suites(room: Path) -> Result:
    """Fetch the source distributions of the installed versions, and run their tests with our kernels.

    Those that fail run again, with ours and with ordinary ones: some of them need a machine that is not busy, and what
    fails with ordinary kernels too says nothing of ours.
    """
    result = begun("tests of papermill and nbclient with our kernels", USUAL)
    needs = room / "needs"
    _pip(["install", "--no-deps", "--target", str(needs), *NEEDS])
    for name, tests in SUITES.items():
        folder = _unpacked(name, room)
        if folder is None:
            result.skipped.append(f"{name}: its source distribution could not be fetched")
            continue
        tried, failed = _failures(folder, [tests], needs, NAME)
        again, usual = (
            _failures(folder, sorted(failed), needs, kernel)[1] if failed else set[str]()
            for kernel in (NAME, "local-provisioner")
        )
        if not tried:
            result.skipped.append(f"{name}: its tests do not start here")
        result.tried += tried
        result.found += [f"{name}: {test}" for test in sorted(again - usual)]
        result.skipped += [f"{name}: {test} fails with ordinary kernels too" for test in sorted(usual)]
    return result


def _failures(folder: Path, tests: list[str], needs: Path, kernel: str) -> tuple[int, set[str]]:
    """How many tests ran, and which failed or could not be collected."""
    ours = {
        "JUPYTER_DEFAULT_PROVISIONER_NAME": kernel,
        "PYTHONPATH": f"{folder}{os.pathsep}{needs}",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",  # some start `jupyter`
    }
    lines: list[str] = []
    with subprocess.Popen(
        [sys.executable, "-m", "pytest", *OPTIONS, *ASYNCIO, *tests],
        cwd=folder,
        env=os.environ | ours,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as run:
        assert run.stdout is not None
        for line in run.stdout:
            lines.append(line.rstrip())
            if line.rstrip().endswith("%]"):
                tell(f"{folder.name} with {kernel}: {line[-7:].strip()}")
    said = (line.partition(" ") for line in lines)
    failed = {rest.partition(" - ")[0] for word, _, rest in said if word in ("FAILED", "ERROR")}
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
