"""One zip file of an edition to hand out: the same files give the same bytes."""

import os
import zipfile
import zlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first date that a zip file can hold; dates of files say nothing here
_AT_ONCE = 64
"""Files that are held in memory at a time."""

_PACKED = (".html", ".ipynb", ".svg", ".csv", ".json", ".toml", ".txt")


def write_bundle(folder: Path, names: Iterable[str], target: Path) -> None:
    """Pack files of ``folder`` into the zip ``target``, under a folder of the target's name.

    Names are sorted, dates and permissions fixed; what is already compressed is stored as it is. The zip is
    written beside and renamed into place.

    Raises:
        OSError: the folder cannot be written.
    """
    staged = target.with_name(f".{target.name}.part")
    try:
        ordered = sorted(names)
        with zipfile.ZipFile(staged, "w") as archive, ThreadPoolExecutor(os.cpu_count()) as packers:
            for first in range(0, len(ordered), _AT_ONCE):
                some = ordered[first : first + _AT_ONCE]
                for name, content, packed in packers.map(lambda one: _read(folder, one), some):
                    _add(archive, f"{target.stem}/{name}", content, packed)
        staged.replace(target)
    finally:
        staged.unlink(missing_ok=True)


class _Packed:
    """Stands for zipfile's packer of an entry: another thread has packed the content, while Python did other things."""

    def __init__(self, packed: bytes) -> None:
        self._packed = packed

    def compress(self, _content: bytes) -> bytes:
        return self._packed

    def flush(self) -> bytes:
        return b""


def _read(folder: Path, name: str) -> tuple[str, bytes, bytes | None]:
    """Read a file, and pack it as zipfile would; None where it is stored as it is."""
    content = (folder / name).read_bytes()
    if not name.endswith(_PACKED):
        return name, content, None
    packer = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    return name, content, packer.compress(content) + packer.flush()


def _add(archive: zipfile.ZipFile, name: str, content: bytes, packed: bytes | None) -> None:
    entry = zipfile.ZipInfo(name, date_time=_EARLIEST)
    entry.create_system = 3  # Unix, on whatever system it is made
    entry.external_attr = 0o100644 << 16
    entry.compress_type = zipfile.ZIP_STORED if packed is None else zipfile.ZIP_DEFLATED
    entry.file_size = len(content)
    with archive.open(entry, "w") as written:
        if packed is not None:
            written._compressor = _Packed(packed)  # type: ignore[attr-defined]  # else it packs again, to the same
        written.write(content)
