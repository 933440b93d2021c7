"""Writing files so that a reader never meets half of one."""

import base64
import errno
import os
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from carsi_analysis.errors import CarsiError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

RESTS_ON = "rests_on"
"""Name of what a stored notebook keeps of a block, in an output's metadata."""

DRAWN_CHARTS = "CARSI_DRAWN_CHARTS"
"""Environment variable that names the folder in which the kernels of one build share the charts they draw."""

CUT_FACES = "CARSI_CUT_FACES"
"""Environment variable that names the folder in which the workers of one build share the typefaces they cut."""

OWN_FOLDERS = "carsi-"
"""Begins the names of the folders for temporary files that builds, workers and runs make for themselves."""

PACKED = "zlib:"
"""Begins the text of many rows."""


def rows_as_text(rows: Sequence[str]) -> str:
    """Write identifiers of rows one below the other, packed where that is shorter.

    Thousands of rows of one table begin alike: written whole, they were most of the stored notebooks.
    """
    plain = "\n".join(rows)
    packed = PACKED + base64.b64encode(zlib.compress(plain.encode(), 9)).decode()
    return min(plain, packed, key=len)


def rows_of_text(text: str) -> list[str]:
    """Read what ``rows_as_text`` writes."""
    if text.startswith(PACKED):
        text = zlib.decompress(base64.b64decode(text.removeprefix(PACKED))).decode()
    return text.split("\n")


_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}  # Windows knows no quota


def cure(error: OSError, place: str | Path, elsewhere: str) -> str:
    """Say what to do where a disk, or a user's share of it, is full or a file too large; empty for all other errors.

    Args:
        error: what the system said.
        place: what is full.
        elsewhere: what to do instead of making room there.
    """
    if error.errno == errno.EFBIG:
        return "no file may be that large here; `ulimit -f unlimited` allows it"
    return f"free some space in {place}, or {elsewhere}" if error.errno in _FULL else ""


class TemporaryFilesError(CarsiError):
    """Temporary files cannot be written; what to do names a place, which is for whoever runs this and no reader."""

    def __init__(self, told: str, cure: str) -> None:
        """Take what is wrong and what to do about it."""
        super().__init__(f"{told}; {cure}")
        self.told, self.cure = told, cure


@contextmanager
def temporary_files() -> Iterator[None]:
    """Name the cure where there is no room for temporary files.

    Raises:
        TemporaryFilesError: there is no place for them, or none that takes what is written.
    """
    try:
        place = Path(tempfile.gettempdir())
    except FileNotFoundError as error:
        told = "no folder for temporary files can be written"
        raise TemporaryFilesError(told, "set TMPDIR to one that can and has room") from error
    try:
        yield
    except OSError as error:
        if not (advice := cure(error, _place_to_change(place), "set TMPDIR to a folder that has some")):
            raise
        raise TemporaryFilesError(f"temporary files cannot be written to {place}: {error.strerror}", advice) from error


def _place_to_change(folder: Path) -> Path:
    """The folder for temporary files that whoever runs this has chosen: workers have a folder of their own in it."""
    return folder.parent if folder.name.startswith(OWN_FOLDERS) else folder


def write_atomically(path: Path, content: bytes | str) -> None:
    """Write ``content`` beside ``path`` and rename it into place; text is written as UTF-8.

    The folder is created when missing. An interrupted or failed write leaves the earlier file untouched.

    Raises:
        OSError: the folder cannot be created or written; it names ``path``.
    """
    try:
        _write_beside(path, content)
    except OSError as error:
        # The file that is written beside has a name that nobody has heard of.
        raise OSError(error.errno, error.strerror, str(path)) from error


def _write_beside(path: Path, content: bytes | str) -> None:
    data = content.encode("utf-8") if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def held(path: Path) -> Iterator[str]:
    """Hold a lock file; gives the process that holds it instead, and nothing where it is ours.

    The operating system drops the lock when its holder ends, however it ends, so a file left behind by a
    killed process blocks nobody.
    """
    with path.open("a+", encoding="ascii") as stream:
        if not _take(stream):
            stream.seek(0)
            yield stream.read().strip() or "unknown"
            return
        stream.truncate(0)
        stream.write(f"{os.getpid()}\n")
        stream.flush()
        yield ""


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
