"""The files of an edition, read the same way from its folder or from its zip file, and never trusted.

Nothing is unpacked: an entry is read as a stream and no further than it may be long.
"""

import lzma
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from carsi_analysis.batch.edition.manifest import MANIFEST
from carsi_analysis.batch.folder.output import STATE
from carsi_analysis.errors import UsageError

_CHUNK = 1 << 20
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    RuntimeError,  # NotImplementedError among them: a version, packing or encryption that zipfile does not know
    ValueError,  # UnicodeDecodeError among them
    OverflowError,
)
"""What zipfile and its decoders raise over bytes that no program has written so."""


class Collection(Protocol):
    """Files by name, relative to the edition's folder."""

    def names(self) -> list[str]:
        """List the files, sorted."""

    def unsafe(self) -> dict[str, str]:
        """Name the entries that must not be read, with the reason."""

    def unlisted(self) -> list[str]:
        """Say what is there besides files and folders."""

    def open(self, name: str) -> IO[bytes]:
        """Open a file for reading.

        Raises:
            OSError: it cannot be read.
        """


@contextmanager
def open_collection(path: Path) -> Iterator[Collection]:
    """Open the folder or zip file of an edition.

    Raises:
        UsageError: it is neither, or a zip file whose list of entries is damaged.
    """
    if path.is_dir():
        yield FolderCollection(path)
    elif path.is_file() and zipfile.is_zipfile(path):  # a pipe would be waited for
        with _open_zip(path) as archive:
            yield ZipCollection(archive)
    else:
        raise UsageError(f"{path} is neither a folder nor a zip file")


def _open_zip(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (OSError, *_DAMAGE) as error:
        raise UsageError(f"{path} is a damaged zip file ({error}); fetch or build it again") from error


def read_limited(collection: Collection, name: str, limit: int) -> Iterator[bytes]:
    """Yield a file's content in pieces.

    Raises:
        ValueError: it is longer than ``limit`` bytes.
        OSError: it cannot be read, or is damaged.
    """
    left = limit
    try:
        with collection.open(name) as stream:
            while left >= 0 and (piece := stream.read(min(_CHUNK, left + 1))):
                left -= len(piece)
                if left >= 0:
                    yield piece
    except _DAMAGE as error:
        raise OSError(str(error)) from error
    if left < 0:
        raise ValueError(f"longer than {limit} bytes")


class FolderCollection:
    """The folder of an edition; the build's own notes do not belong to it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> list[str]:
        """List the files, sorted."""
        return sorted(name for name, path in self._entries() if path.is_file() and not path.is_symlink())

    def unsafe(self) -> dict[str, str]:
        """Name the links, since what they point to may lie anywhere, and what is neither a file nor a folder."""
        links = {name: "is a link" for name, path in self._entries() if path.is_symlink()}
        others = (name for name, path in self._entries() if not (path.is_file() or path.is_dir()))
        return dict.fromkeys(others, "is neither a file nor a folder") | links

    def unlisted(self) -> list[str]:
        """Say what is there besides files; a folder holds nothing else."""
        return []

    def open(self, name: str) -> IO[bytes]:
        """Open a file for reading."""
        return (self._folder / name).open("rb")

    def _entries(self) -> Iterator[tuple[str, Path]]:
        for path in self._folder.rglob("*"):
            name = path.relative_to(self._folder)
            if name.parts[0] != STATE or (self._folder / STATE).is_symlink():
                yield name.as_posix(), path


class ZipCollection:
    """The zip file of an edition; its entries lie in one folder, which the names leave out.

    Entries of folders do not belong to it, but must be as safe as all others. A build packs no notes of its own.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._unsafe: dict[str, str] = {}
        self._entries: dict[str, zipfile.ZipInfo] = {}
        own_top = _top(archive)
        for entry in archive.infolist():
            # zipfile itself cuts a name at a NUL; the name as stored tells what was meant.
            stored = entry.orig_filename
            top, _, name = stored.partition("/")
            reason = unsafe_name(stored) or _unsafe_kind(entry) or _unsafe_ratio(entry)
            if not reason and (top != own_top or not (name or entry.is_dir())):
                reason = "lies outside the edition's folder"
            if not reason and name in self._entries:
                reason = "is there twice"
            if reason:
                self._unsafe[stored] = reason
            elif not entry.is_dir():
                self._entries[name] = entry

    def names(self) -> list[str]:
        """List the entries that are safe, sorted."""
        return sorted(self._entries)

    def unsafe(self) -> dict[str, str]:
        """Name the entries that an unpacking program might write elsewhere, or never finish."""
        return dict(self._unsafe)

    def unlisted(self) -> list[str]:
        """Say what the file holds besides the entries of its list, where an unpacking program may find more."""
        found = ["a comment in the zip file"] if self._archive.comment else []
        if between := sum(_gaps(self._archive)):
            found.append(f"{between} bytes between the entries of the zip file")
        return found

    def open(self, name: str) -> IO[bytes]:
        """Open an entry for reading."""
        return self._archive.open(self._entries[name])


def _top(archive: zipfile.ZipFile) -> str | None:
    """Find the folder that holds the manifest; None where there is none, so that every entry lies outside it."""
    for entry in archive.infolist():
        top, _, name = entry.orig_filename.partition("/")
        if name == MANIFEST and not unsafe_name(entry.orig_filename):
            return top
    return None


_LOCAL_HEADER = 30  # bytes, before the name and the extra field of an entry
_DESCRIPTOR = 24  # bytes at most, behind the content of an entry that was packed as a stream


def _gaps(archive: zipfile.ZipFile) -> Iterator[int]:
    """How many bytes lie before the first entry and behind each entry, beyond what belongs to it.

    A zip that was packed as a stream has a few bytes behind each entry.
    """
    end = 0
    for entry in sorted(archive.infolist(), key=lambda each: each.header_offset):
        yield max(0, entry.header_offset - end)
        name, extra = _lengths(archive, entry)
        end = entry.header_offset + _LOCAL_HEADER + name + extra + entry.compress_size
        end += _DESCRIPTOR if entry.flag_bits & 8 else 0
    yield max(0, archive.start_dir - end)


def _lengths(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> tuple[int, int]:
    """Lengths of the name and of the extra field, as the entry itself says."""
    assert archive.fp is not None  # the archive is open
    archive.fp.seek(entry.header_offset)
    header = archive.fp.read(_LOCAL_HEADER)
    if len(header) < _LOCAL_HEADER or not header.startswith(b"PK\x03\x04"):
        return 0, 0
    return int.from_bytes(header[26:28], "little"), int.from_bytes(header[28:30], "little")


_BIGGEST_RATIO = 200
"""Text of reports packs to a tenth; what packs to less than a two-hundredth is made to fill a disk."""


def unsafe_name(name: str) -> str:
    """Say what is wrong with the name of an entry, or nothing if it stays where it is unpacked."""
    parts = PurePosixPath(name).parts
    if not name or "\0" in name or any(ord(character) < 32 for character in name):
        return "has a control character in its name"
    if "\\" in name or ":" in name:
        return "has a backslash or colon in its name"
    if name.startswith("/") or ".." in parts:
        return "would be unpacked outside the folder"
    return ""


def _unsafe_kind(entry: zipfile.ZipInfo) -> str:
    mode = entry.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFDIR if entry.is_dir() else stat.S_IFREG):
        return "is not a plain file"
    if entry.is_dir() and entry.file_size:
        return "is a folder and a file at once"
    return "is encrypted" if entry.flag_bits & 1 else ""


def _unsafe_ratio(entry: zipfile.ZipInfo) -> str:
    if entry.file_size > _BIGGEST_RATIO * max(entry.compress_size, 1):
        return f"would unpack to {entry.file_size} bytes from {entry.compress_size} (a zip bomb)"
    return ""
