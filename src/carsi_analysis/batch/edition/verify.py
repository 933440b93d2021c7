"""Check the folder or zip file of an edition against its manifest and checksums, file by file."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from carsi_analysis.batch.edition.collection import Collection, open_collection, read_limited, unsafe_name
from carsi_analysis.batch.edition.manifest import CHECKSUMS, FORMAT, MANIFEST
from carsi_analysis.errors import CarsiError
from carsi_analysis.printable import printable

_LONGEST_LISTING = 200_000_000
_JSON_NAMES: dict[type, str] = {dict: "an object", list: "a list", str: "a text"}
_PARTS: dict[str, type] = {"data": dict, "documents": list, "failed": dict, "files": dict}
_PARTS_OF_A_DOCUMENT: dict[str, type] = {
    "document_id": str,
    "title": str,
    "facts": list,
    "exhibits": list,
    "sources": list,
}
_PARTS_OF_AN_ITEM: dict[str, type] = {"sources": list, "data": str}
_PARTS_LEFT_OUT: dict[str, Any] = {"sources": [], "data": ""}
"""What a fact, an exhibit or a source of a document need not say."""


class ManifestError(CarsiError):
    """An edition has no manifest that can be read."""


def verify(path: Path) -> list[str]:
    """Check an edition.

    Args:
        path: its folder or zip file.

    Returns:
        What is wrong, sorted, a line each and fit for a terminal: files that are missing, extra, changed or unsafe,
        documents that were not built. An empty list means that every file is what the manifest says.

    Raises:
        UsageError: ``path`` is neither a folder nor a zip file, or a damaged one.
        ManifestError: there is no manifest to check against.
    """
    with open_collection(path) as collection:
        problems = [f"unsafe: {name!r} {reason}" for name, reason in collection.unsafe().items()]
        manifest = read_manifest(collection, path)
        files: dict[str, Any] = manifest["files"]
        there, listed = set(collection.names()), {MANIFEST, CHECKSUMS, *files}
        problems += [f"extra: {what}" for what in collection.unlisted()]
        problems += [f"missing: {name}" for name in listed - there]
        problems += [f"extra: {name}" for name in there - listed]
        problems += [f"unsafe: the manifest names {name!r}" for name in files if unsafe_name(name)]
        for name in sorted(there & set(files)):
            problems += _compare(collection, name, files[name])
        if CHECKSUMS in there:
            problems += _check_listing(collection, files)
        problems += [f"not built: {name} ({reason})" for name, reason in manifest["failed"].items()]
    return sorted(map(printable, problems))


def read_manifest(collection: Collection, path: Path) -> dict[str, Any]:
    """Read the manifest of an edition.

    Raises:
        ManifestError: it is missing, damaged, or of another kind.
    """
    if MANIFEST not in collection.names():
        raise ManifestError(f"{path} has no {MANIFEST}: it is no edition, or its build did not finish; build it again")
    try:
        manifest = json.loads(b"".join(read_limited(collection, MANIFEST, _LONGEST_LISTING)))
    except (OSError, ValueError, RecursionError) as error:
        raise ManifestError(f"{path}: {MANIFEST} cannot be read: {error}") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ManifestError(f"{path}: {MANIFEST} is not of the format {FORMAT!r}")
    _check_shape(manifest, f"{path}: {MANIFEST}")
    return manifest


def _check_shape(manifest: Any, where: str) -> None:
    """Check that a manifest is built as ours are, as far as anything relies on it."""
    _check_parts(manifest, _PARTS, where)
    for number, document in enumerate(manifest["documents"], 1):
        place = f"{where}, document {number}"
        _check_parts(document, _PARTS_OF_A_DOCUMENT, place)
        for name in ("facts", "exhibits", "sources"):
            for item in document[name]:
                _check_parts(item, {}, f"{place}, one of its {name}")
                _check_parts({**_PARTS_LEFT_OUT, **item}, _PARTS_OF_AN_ITEM, f"{place}, one of its {name}")
    names = [document["document_id"] for document in manifest["documents"]]
    if len(set(names)) < len(names):
        raise ManifestError(f"{where} lists a document twice; build the edition again")


def _check_parts(value: Any, parts: Mapping[str, type], where: str) -> None:
    if not isinstance(value, dict):
        raise ManifestError(f"{where} is not {_JSON_NAMES[dict]}; build the edition again")
    for name, kind in parts.items():
        if not isinstance(value.get(name), kind):
            raise ManifestError(f"{where} has no {name!r} that is {_JSON_NAMES[kind]}; build the edition again")


def _compare(collection: Collection, name: str, entry: Any) -> list[str]:
    """Compare a file with its entry; it is read no further than its stated length."""
    if not isinstance(entry, dict) or not _is_length(entry.get("bytes")) or "sha256" not in entry:
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


def _is_length(value: Any) -> bool:
    """A negative length would let a whole file be read; JSON's true counts as 1 in Python."""
    return type(value) is int and value >= 0


def _check_listing(collection: Collection, files: dict[str, Any]) -> list[str]:
    """Compare SHA256SUMS with the manifest: two lists that differ mean that one was tampered with."""
    try:
        text = b"".join(read_limited(collection, CHECKSUMS, _LONGEST_LISTING)).decode("utf-8")
        own = hashlib.sha256(b"".join(read_limited(collection, MANIFEST, _LONGEST_LISTING))).hexdigest()
    except (OSError, ValueError) as error:
        return [f"changed: {CHECKSUMS} cannot be read: {error}"]
    entries = {name: str(entry.get("sha256")) for name, entry in files.items() if isinstance(entry, dict)}
    expected = {f"{digest}  {name}": name for name, digest in {**entries, MANIFEST: own}.items()}
    # Line by line: of two lines for one file, programs that read the list believe the false one, too.
    lines = Counter(text.removesuffix("\n").split("\n"))
    differing = {name for line, name in expected.items() if not lines[line]}
    differing |= {line.partition("  ")[2] or line for line in lines - Counter(list(expected))}
    return [f"changed: {CHECKSUMS} and {MANIFEST} differ on {name}" for name in sorted(differing)]


def digest_of(path: Path) -> str:
    """One line that stands for a whole edition: the SHA-256 of its SHA256SUMS, as ``sha256sum`` prints it.

    Raises:
        UsageError: ``path`` is neither a folder nor a zip file, or a damaged one.
        ManifestError: it has no checksums.
    """
    with open_collection(path) as collection:
        if CHECKSUMS not in collection.names():
            raise ManifestError(f"{path} has no {CHECKSUMS}; build the edition again")
        return hashlib.sha256(b"".join(read_limited(collection, CHECKSUMS, _LONGEST_LISTING))).hexdigest()
