"""Commands that are killed at any moment: what they had written is whole, and the next run goes on from there."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from carsi_analysis.batch.edition.manifest import MANIFEST
from carsi_analysis.batch.edition.verify import verify
from carsi_analysis.data.checks import check
from carsi_analysis.data.loading import load
from carsi_analysis.data.place import REPOSITORY_DATA, recover
from tests.attack.found import Result, begun

CARSI = [sys.executable, "-m", "carsi_analysis"]
MARK = "CARSI_ATTACK"
LINGERS = 10.0  # seconds that children of a killed process may take to notice and end


def attack_builds(edition: Path, count: int, seed: int) -> Result:
    """Kill builds of the edition ``sample`` into its folder; a last build leaves it whole."""
    result, dice = begun("`carsi build --edition sample` killed", count + 3), random.Random(f"builds {seed}")
    room = edition.parent
    build = [*CARSI, "build", "--edition", edition.name, "--out", str(room), "--workers", "2", "--quiet", "--force"]
    started = time.monotonic()
    result.note(_whole_run(build), "a build that nobody disturbs fails")
    lasts = time.monotonic() - started
    for number in range(count):
        moment = dice.uniform(0.05, 0.95) * lasts
        left = _killed(build, moment, room / "marks" / str(number))
        broken = _broken_files(edition)
        result.note(not broken and not left, f"build {number}, killed after {moment:.1f} s: {broken} {left}")
    result.note(_whole_run(build), "the build after the kills fails")
    result.note(verify(edition) == [], "the edition after the kills is not whole")
    return result


def attack_seals(room: Path, count: int, seed: int) -> Result:
    """Kill ``carsi data seal``: the package is the one before or the one after, or lies whole beside."""
    result, dice = begun("`carsi data seal` killed", count + 2), random.Random(f"seals {seed}")
    data = Path(shutil.copytree(REPOSITORY_DATA, room / "seals" / "data"))
    command = [*CARSI, "data", "seal"]
    os.environ["CARSI_DATA"] = str(data)
    try:
        _change(data)
        started = time.monotonic()
        result.note(_whole_run(command), "a seal that nobody disturbs fails")
        lasts = time.monotonic() - started
        for number in range(count):
            _change(data)
            moment = dice.uniform(0.5, 1.0) * lasts
            left = _killed(command, moment, room / "marks" / f"seal-{number}")
            recover(data)
            left += _others(data.parent, data.name)
            result.note(check(data) == [] and not left, f"seal {number}, killed after {moment:.1f} s: {left}")
        result.note(_whole_run(command) and not load(data).draft, "the seal after the kills fails")
    finally:
        del os.environ["CARSI_DATA"]
    return result


def _change(data: Path) -> None:
    """Change a cell in a way that no check minds, there and back."""
    path = data / "units.csv"
    content = path.read_bytes()
    one, other = b"percent of", b"per cent of"
    path.write_bytes(content.replace(one, other, 1) if one in content else content.replace(other, one, 1))


def _whole_run(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _killed(command: list[str], moment: float, mark: Path) -> str:
    """Run a command and kill it; what of it still runs or lies about a while later."""
    mark.mkdir(parents=True)
    process = subprocess.Popen(
        command,
        env=os.environ | {MARK: str(mark), "TMPDIR": str(mark)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(moment)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    until = time.monotonic() + LINGERS
    while (running := _marked(mark)) and time.monotonic() < until:
        time.sleep(0.2)
    for pid in running:
        os.kill(pid, signal.SIGKILL)
    return (f"{len(running)} processes go on " if running else "") + _others(mark)


def _others(folder: Path, *known: str) -> str:
    """What lies in a folder besides what is known there."""
    left = sorted(path.name for path in folder.iterdir() if path.name not in known)
    return f"{', '.join(left)} left " if left else ""


def _marked(mark: Path) -> list[int]:
    """The processes that descend from the command, known by a variable of their environment."""
    wanted, found = f"{MARK}={mark}\0".encode(), []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if wanted in (folder / "environ").read_bytes() + b"\0":
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def _broken_files(edition: Path) -> list[str]:
    """Files under their final names that are not whole, and a manifest of what is not there."""
    broken = []
    for path in edition.rglob("*"):
        if path.is_dir() or ".carsi" in path.parts:
            continue
        content = path.read_bytes()
        whole = {
            ".html": lambda text: text.rstrip().endswith(b"</html>"),
            ".pdf": lambda text: text.rstrip().endswith(b"%%EOF"),
            ".ipynb": _is_json,
            ".json": _is_json,
        }.get(path.suffix, bool)
        if not whole(content):
            broken.append(path.name)
    return broken + (verify(edition) if (edition / MANIFEST).is_file() else [])


def _is_json(content: bytes) -> bool:
    try:
        return bool(json.loads(content))
    except ValueError:
        return False
