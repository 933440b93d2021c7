"""The folder that a build writes: final names only ever hold whole files.

What a document consists of is first written beside, then renamed into place. The build's own notes (lock, staged
files, a record of each document, durations) lie in the hidden folder ``.carsi``, apart from what is handed out.
"""

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from carsi_analysis.batch.folder.lock import locked
from carsi_analysis.errors import CarsiError
from carsi_analysis.files import cure

STATE = ".carsi"


class OutputError(CarsiError):
    """The output folder cannot be written."""


class OutputFolder:
    """A folder of built documents."""

    def __init__(self, path: Path) -> None:
        """Name the folder; nothing is created yet."""
        self.path = path.resolve()
        self.state = self.path / STATE
        self._staging = self.state / "staging"

    @contextmanager
    def open(self) -> Iterator[None]:
        """Create the folder, hold it for this build, and clear away what a killed build left half-written.

        Raises:
            OutputError: the folder cannot be created or written.
            FolderInUse: another build holds it.
        """
        with explained(self.path):
            self.state.mkdir(parents=True, exist_ok=True)
            probe = self.state / "probe"
            probe.write_bytes(b"can this folder be written?")
            probe.unlink()
        with locked(self.state):
            shutil.rmtree(self._staging, ignore_errors=True)
            yield
            shutil.rmtree(self._staging, ignore_errors=True)

    def publish(self, files: Mapping[str, bytes]) -> list[Path]:
        """Write files whole: all are staged before the first is renamed into place.

        Args:
            files: content by name, relative to the folder and with forward slashes.

        Returns:
            The paths written, in the order given.

        Raises:
            OutputError: a name would leave the folder, or the folder is full or read-only.
        """
        targets = {name: self.inside(name) for name in files}
        with explained(self.path):
            try:
                for name, content in files.items():
                    staged = self._staging / name
                    staged.parent.mkdir(parents=True, exist_ok=True)
                    with explained(targets[name]):
                        staged.write_bytes(content)
                for name, target in targets.items():
                    target.parent.mkdir(parents=True, exist_ok=True)
                    (self._staging / name).replace(target)
            finally:
                shutil.rmtree(self._staging, ignore_errors=True)
        return list(targets.values())

    def remove(self, names: Iterable[str]) -> None:
        """Delete files that no longer belong here, and folders left empty by that."""
        for name in names:
            path = self.inside(name)
            path.unlink(missing_ok=True)
            if path.parent != self.path and path.parent.is_dir() and not any(path.parent.iterdir()):
                path.parent.rmdir()

    def inside(self, name: str) -> Path:
        """Return the path of a file of this folder.

        Raises:
            OutputError: the name is absolute, climbs out, or leads out through a link.
        """
        parts = PurePosixPath(name).parts
        path = self.path.joinpath(*parts)
        unsafe = not parts or ".." in parts or PurePosixPath(name).is_absolute() or "\\" in name or ":" in name
        if unsafe or not path.parent.resolve().is_relative_to(self.path):
            raise OutputError(f"the file name {name!r} would leave {self.path}")
        return path


def sha256(content: bytes) -> str:
    """Return the SHA-256 of some bytes in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def noted(path: Path, **shapes: type) -> dict[str, Any] | None:
    """What a build noted in a file of its own; None where it was cut short, or is not of these parts and types."""
    try:
        note = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    fits = isinstance(note, dict) and all(isinstance(note.get(name), shape) for name, shape in shapes.items())
    return note if fits else None


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn an error of the file system over a file or folder into one that says what to do.

    Raises:
        OutputError: instead of the OSError.
    """
    try:
        yield
    except OSError as error:
        advice = cure(error, path.parent, "choose another --out") or "choose another --out"
        raise OutputError(f"cannot write to {path}: {error.strerror or error}; {advice}") from error
