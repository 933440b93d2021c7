"""Check the folder or zip file of an edition against its manifest and checksums, file by file."""

import hashlib
import json
from pathlib import Path
from typing import Any

from carsi_analysis.batch.collection import Collection, open_collection, read_limited, unsafe_name
from carsi_analysis.batch.manifest import CHECKSUMS, FORMAT, MANIFEST
from carsi_analysis.errors import CarsiError

_LONGEST_LISTING = 200_000_000
_PARTS: dict[str, type] = {"data": dict, "documents": list, "failed": dict, "files": dict}


class ManifestError(CarsiError):
    """An edition has no manifest that can be read."""


def verify(path: Path) -> list[str]:
    """Check an edition.

    Args:
        path: its folder or zip file.

    Returns:
        What is wrong, sorted, a line each: files that are missing, extra, changed or unsafe, documents that were
        not built. An empty list means that every file is what the manifest says.

    Raises:
        UsageError: ``path`` is neither a folder nor a zip file.
        ManifestError: there is no manifest to check against.
    """
    with open_collection(path) as collection:
        problems = [f"unsafe: {name!r} {reason}" for name, reason in collection.unsafe().items()]
        manifest = read_manifest(collection, path)
        files: dict[str, Any] = manifest["files"]
        there, listed = set(collection.names()), {MANIFEST, CHECKSUMS, *files}
        problems += [f"missing: {name}" for name in listed - there]
        problems += [f"extra: {name if name.isprintable() else repr(name)}" for name in there - listed]
        problems += [f"unsafe: the manifest names {name!r}" for name in files if unsafe_name(name)]
        for name in sorted(there & set(files)):
            problems += _compare(collection, name, files[name])
        if CHECKSUMS in there:
            problems += _check_listing(collection, files)
        problems += [f"not built: {name} ({reason})" for name, reason in manifest["failed"].items()]
    return sorted(problems)


def read_manifest(collection: Collection, path: Path) -> dict[str, Any]:
    """Read the manifest of an edition.

    Raises:
        ManifestError: it is missing, damaged, or of another kind.
    """
    if MANIFEST not in collection.names():
        raise ManifestError(f"{path} has no {MANIFEST}: it is no edition, or its build did not finish; build it again")
    try:
        manifest = json.loads(b"".join(read_limited(collection, MANIFEST, _LONGEST_LISTING)))
    except (OSError, ValueError) as error:
        raise ManifestError(f"{path}: {MANIFEST} cannot be read: {error}") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ManifestError(f"{path}: {MANIFEST} is not of the format {FORMAT!r}")
    for name, kind in _PARTS.items():
        if not isinstance(manifest.get(name), kind):
            raise ManifestError(f"{path}: {MANIFEST} has no {name!r} as a {kind.__name__}")
    return manifest


def _compare(collection: Collection, name: str, entry: Any) -> list[str]:
    """Compare a file with its entry; it is read no further than its stated length."""
    if not isinstance(entry, dict) or not isinstance(entry.get("bytes"), int) or "sha256" not in entry:
        return [f"changed: the entry of {name} in {MANIFEST} is damaged"]
    digest, length = hashlib.sha256(), 0
    try:
        for piece in read_limited(collection, name, entry["bytes"]):
            digest.update(piece)
            length += len(piece)
    except ValueError as error:
        return [f"changed: {name} is {error}, its length in the manifest"]
    except OSError as error:
        return [f"changed: {name} cannot be read: {error}"]
    if length != entry["bytes"]:
        return [f"changed: {name} has {length} bytes instead of {entry['bytes']}"]
    return [] if digest.hexdigest() == entry["sha256"] else [f"changed: {name}"]


def _check_listing(collection: Collection, files: dict[str, Any]) -> list[str]:
    """Compare SHA256SUMS with the manifest: two lists that differ mean that one was tampered with."""
    try:
        text = b"".join(read_limited(collection, CHECKSUMS, _LONGEST_LISTING)).decode("utf-8")
        listed = {name: digest for digest, _, name in (line.partition("  ") for line in text.splitlines())}
        own = hashlib.sha256(b"".join(read_limited(collection, MANIFEST, _LONGEST_LISTING))).hexdigest()
    except (OSError, ValueError) as error:
        return [f"changed: {CHECKSUMS} cannot be read: {error}"]
    entries = {name: entry for name, entry in files.items() if isinstance(entry, dict)}
    expected = {name: entry.get("sha256") for name, entry in entries.items()} | {MANIFEST: own}
    return [
        f"changed: {CHECKSUMS} and {MANIFEST} differ on {name}"
        for name in sorted(listed.keys() | expected.keys())
        if listed.get(name) != expected.get(name)
    ]
