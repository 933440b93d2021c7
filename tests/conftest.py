"""What every room's tests share."""

import gc
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Generator
from typing import Any

import pytest

import carsi_analysis.batch  # noqa: F401  # before a test imports nbformat: it says there what that must not load
from carsi_analysis.files import CUT_FACES
from tests.once import SHARED

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell starts what runs in its background deaf to Ctrl-C, and children inherit that; some tests press it.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder that the processes of this run share, which those that xdist starts are told of.

    A face for the letters of a page is cut once, as the workers of a build do.
    """
    if not hasattr(config, "workerinput"):
        os.environ[SHARED] = tempfile.mkdtemp(prefix="carsi-ran-")
        os.environ[CUT_FACES] = f"{os.environ[SHARED]}/faces"
    config.pluginmanager.register(Notebooks())


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove it when the last of them has ended."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ[SHARED], ignore_errors=True)


def pytest_collection_finish() -> None:
    """Let the collector of cycles leave what is loaded alone, and come less often: it took a tenth of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Close the browser of the judges with the file that needed it: others count the processes that they started."""
    if "tests.judges.axe" in sys.modules and (nextitem is None or nextitem.path != item.path):
        sys.modules["tests.judges.axe"].close()


class Notebooks:
    """Cells of the notebooks as tests: in forked kernels, which take the charts that other tests had drawn.

    ``tests/batch/warm`` holds that reports are the same in ordinary kernels. This is no hook of this file because the
    notebooks lie in another folder.
    """

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Generator[None, None, None]:
        """Start the kernel, before the first cell of each notebook, in such a way."""
        if item.path.suffix != ".ipynb":
            return (yield)
        from tests.forked import forking
        from tests.ran import drawing_once

        with forking(), drawing_once():
            return (yield)


def require(condition: object, reason: str) -> None:
    """Skip where an outside judge is missing on a user's machine; fail where CI promised it."""
    if condition:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI must provide this judge: {reason}")
    pytest.skip(reason)


SHARING = ("tests/lab/", "tests/browser/")
"""Rooms with one browser: a JupyterLab is open in it, or the pages of one edition."""

LONGEST = (
    "tests/project",
    "tests/batch",
    "tests/lab",
    "notebooks",
    "tests/notebooks",
    "tests/browser",
    "tests/importing",
    "tests/export",
    "tests/exhibits",
    "tests/exploring",
    "tests/attack",
    "tests/words",
    "tests/data/test_croissant.py",
    "tests/data_package",
    "tests/docs",
)
"""Rooms whose tests start processes and run reports, those with the longest single test first; then long files."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no core waits for it at the end."""
    places = {room: place for place, room in enumerate(LONGEST)}
    items.sort(key=lambda item: next((places[room] for room in places if item.nodeid.startswith(room)), len(places)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Run one process more than there are cores: some tests wait for browsers or limits, others go on meanwhile."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep the tests of a file in one process, and all of a room whose files share a browser and what it shows."""
    from xdist.scheduler import LoadFileScheduling

    class Sharing(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return next((room for room in SHARING if nodeid.startswith(room)), str(super()._split_scope(nodeid)))

    return Sharing(config, log) if config.getvalue("dist") == "loadfile" else None
