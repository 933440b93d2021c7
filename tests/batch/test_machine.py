"""Machines that allow little: each ends a command in a line that names the cure, and nothing is left behind."""

import ctypes
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from carsi_analysis.batch.run.machine import OPEN_FILES
from tests.batch.helpers import PATIENCE, environment
from tests.stock import NBCONVERT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="sets limits as Linux does")
ROOT = Path(__file__).resolve().parents[2]
READY = "from carsi_analysis.batch.run.machine import make_ready; make_ready()"
LITTLE = 60_000_000
"""Bytes in which Python starts and the libraries of the data find no place."""
_DROP_FROM_BOUNDS, _MAY_EXCEED_LIMITS = 24, 24  # PR_CAPBSET_DROP of prctl(2), CAP_SYS_RESOURCE


def allowed(least: int, at_most: int, what: int = resource.RLIMIT_NOFILE) -> Callable[[], None]:
    """Set how many files a child may hold open, or another limit; the superuser loses the right to take more."""

    def limit() -> None:
        ctypes.CDLL(None).prctl(_DROP_FROM_BOUNDS, _MAY_EXCEED_LIMITS)
        resource.setrlimit(what, (least, at_most))

    return limit


def told_with_files_of(size: int, *command: str, **more: str) -> str:
    """What a command says that may write no file larger than so many bytes, and fails."""
    told = subprocess.run(
        command,
        env=environment(**more),
        preexec_fn=allowed(size, size, resource.RLIMIT_FSIZE),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert told.returncode == 1, told.stderr
    return told.stderr


def test_a_file_larger_than_the_machine_allows_is_named_with_the_cure(tmp_path: Path) -> None:
    out = tmp_path / "data.sqlite"
    told = told_with_files_of(20_000, sys.executable, "-m", "carsi_analysis", "export", "sqlite", "--out", str(out))
    assert told == f"carsi: {out}: File too large; no file may be that large here; `ulimit -f unlimited` allows it\n"
    assert list(tmp_path.iterdir()) == []


def test_temporary_files_larger_than_the_machine_allows_are_told_with_the_cure(tmp_path: Path) -> None:
    notebook, temporary = tmp_path / "n.ipynb", tmp_path / "tmp"
    nbformat.write(new_notebook(cells=[new_markdown_cell("# T")]), notebook)
    temporary.mkdir()
    convert = [*NBCONVERT, "--log-level=WARN", "--to", "briefing-pdf", str(notebook)]
    told = told_with_files_of(20_000, *convert, TMPDIR=str(temporary))
    wrong = f"temporary files cannot be written to {temporary}: File too large"
    assert told == f"[NbConvertApp] ERROR | {wrong}; no file may be that large here; `ulimit -f unlimited` allows it\n"
    assert list(temporary.iterdir()) == []


def test_memory_that_does_not_do_is_told_with_the_cure() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "carsi_analysis", "validate"],
        env=environment(),
        preexec_fn=allowed(LITTLE, LITTLE, resource.RLIMIT_AS),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    cure = "carsi: the memory that may be used here does not do; `ulimit -v unlimited` allows more\n"
    assert (told.returncode, told.stderr) == (1, cure)


def test_too_few_open_files_are_told_with_the_cure_before_anything_runs(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "carsi_analysis", "build", "goals", "--quiet", "--out", str(tmp_path / "out")],
        env=environment(TMPDIR=str(tmp_path)),
        preexec_fn=allowed(64, 64),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert told.returncode == 1
    assert told.stderr.startswith("carsi: 64 files may be open at once"), told.stderr
    assert (told.stderr.count("\n"), "`ulimit -n 256`" in told.stderr) == (1, True)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_low_limit_is_raised_where_it_may_be() -> None:
    code = f"{READY}; import resource; print(resource.getrlimit(resource.RLIMIT_NOFILE)[0])"
    told = subprocess.run(
        [sys.executable, "-c", code], env=environment(), preexec_fn=allowed(64, 1024), capture_output=True, text=True
    )
    assert (told.stdout, told.stderr) == (f"{OPEN_FILES}\n", "")


@pytest.mark.skipif(ROOT.is_relative_to("/tmp"), reason="the test hides /tmp, in which this checkout lies")
def test_without_any_temporary_folder_the_cure_is_named() -> None:
    code = f"try:\n import carsi_analysis.batch.run.machine\n {READY}\nexcept Exception as error:\n print(error)"
    alone = 'mount -t tmpfs -o ro tmpfs /tmp && mount -t tmpfs -o ro tmpfs /var/tmp && exec "$@"'
    told = subprocess.run(
        ["unshare", "--mount", "sh", "-c", alone, "sh", sys.executable, "-c", code],
        env=environment(TMPDIR="/proc"),
        cwd="/proc",
        capture_output=True,
        text=True,
    )
    if "unshare:" in told.stderr or "mount:" in told.stderr:
        pytest.skip("mounting a folder that cannot be written needs the superuser")
    assert told.stdout == "no folder for temporary files can be written; set TMPDIR to one that can and has room\n"
