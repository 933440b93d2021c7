"""What is made once for all processes of one run of the tests, by whichever of them needs it first."""

import os
import pickle
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

SHARED = "CARSI_TESTS_RAN"
"""Names the folder that the processes of one run share; ``tests.conftest`` makes and removes it."""


def once(name: str, make: Callable[[], Any]) -> Any:
    """Give what is made under a name."""
    place = shared_folder() / name
    with alone(place):
        if not place.is_file():
            place.write_bytes(pickle.dumps(make()))
    return pickle.loads(place.read_bytes())


def folder_once(name: str, fill: Callable[[Path], None]) -> Path:
    """Give the folder that is filled under a name."""
    place = shared_folder() / name
    with alone(place):
        if not place.is_dir():
            with tempfile.TemporaryDirectory(dir=shared_folder()) as begun:
                fill(Path(begun))
                Path(begun).rename(place)
                Path(begun).mkdir()  # which its context removes
    return place


def shared_folder() -> Path:
    """Give the folder that the processes of this run share."""
    return Path(os.environ[SHARED])


@contextmanager
def alone(place: Path) -> Iterator[None]:
    """Keep the other processes from making the same meanwhile."""
    with place.with_suffix(".lock").open("w") as lock:
        with suppress(ImportError):  # Windows has no such lock: two processes may make the same there
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
