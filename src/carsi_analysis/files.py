"""Writing files so that a reader never meets half of one."""

import os
import tempfile
from pathlib import Path

RESTS_ON = "rests_on"
"""Name of what a stored notebook keeps of a block, in an output's metadata."""

DRAWN_CHARTS = "CARSI_DRAWN_CHARTS"
"""Environment variable that names the folder in which the kernels of one build share the charts they draw."""


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
