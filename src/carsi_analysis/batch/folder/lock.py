"""One build at a time in a folder."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from carsi_analysis.errors import CarsiError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


class FolderInUse(CarsiError):
    """Another build works in the folder."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder for one build.

    The operating system drops the lock when its holder ends, however it ends, so a file left behind by a
    killed build blocks nobody.

    Raises:
        FolderInUse: another build holds the folder.
    """
    path = folder / "lock"
    with path.open("a+", encoding="ascii") as stream:
        if not _take(stream):
            stream.seek(0)
            holder = stream.read().strip() or "unknown"
            raise FolderInUse(
                f"another build (process {holder}) is writing to {folder.parent}; wait for it or use --out"
            )
        stream.truncate(0)
        stream.write(f"{os.getpid()}\n")
        stream.flush()
        yield


def _take(stream: IO[str]) -> bool:
    if fcntl is None:
        import msvcrt

        try:
            stream.seek(1 << 20)  # Windows locks bytes, and a locked byte cannot be read: take one far away
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
