"""The manifest of an edition: every file with its hash, every document with what it was made from and says."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from carsi_analysis import __version__
from carsi_analysis.batch.edition.definition import Edition
from carsi_analysis.batch.folder.inputs import Surroundings
from carsi_analysis.batch.folder.records import Record

MANIFEST = "manifest.json"
CHECKSUMS = "SHA256SUMS"
FORMAT = "carsi-edition/1"


def make_manifest(
    edition: Edition,
    around: Surroundings,
    records: Sequence[Record],
    failed: Mapping[str, str],
    other_files: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    """Describe an edition.

    Args:
        edition: name and title.
        around: data, code and libraries that it was made from.
        records: the documents that were built, in the edition's order.
        failed: the documents that were not, with the reason.
        other_files: hash and size of files that belong to no document, such as the index page.

    Returns:
        Plain values, the same for the same inputs: no clock, machine or user is in them.
    """
    files = {name: dict(entry) for record in records for name, entry in record["files"].items()}
    return {
        "format": FORMAT,
        "edition": edition.name,
        "title": edition.title,
        "data": {**around.data_package, **_of_data(around)},
        "code": {"version": __version__, "sha256": around.code},
        "python": around.python,
        "libraries": around.libraries,
        "documents": [_document(record) for record in records],
        "failed": dict(failed),
        "files": {**files, **{name: dict(entry) for name, entry in other_files.items()}},
    }


def _of_data(around: Surroundings) -> dict[str, Any]:
    licence = {"licence": around.licence} if around.licence else {}
    return {"sha256": around.data_sha256, "draft": list(around.draft), **licence}


def _document(record: Record) -> dict[str, Any]:
    """Take the part of a record that readers of the manifest need."""
    names = ("document_id", "report_id", "title", "language", "parameters", "facts", "exhibits", "sources")
    tables = [name.removeprefix("table ") for name in record["inputs"] if name.startswith("table ")]
    return {**{name: record[name] for name in names}, "files": sorted(record["files"]), "tables_read": tables}


def checksums(files: Mapping[str, Mapping[str, Any]]) -> str:
    """Write SHA256SUMS as ``sha256sum --check`` reads it."""
    stream = io.StringIO()
    for name in sorted(files):
        stream.write(f"{files[name]['sha256']}  {name}\n")
    return stream.getvalue()
