"""One build at a time in a folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from carsi_analysis.errors import CarsiError
from carsi_analysis.files import held


class FolderInUse(CarsiError):
    """Another build works in the folder."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder for one build.

    Raises:
        FolderInUse: another build holds the folder.
    """
    with held(folder / "lock") as holder:
        if holder:
            raise FolderInUse(
                f"another build (process {holder}) is writing to {folder.parent}; wait for it or use --out"
            )
        yield
