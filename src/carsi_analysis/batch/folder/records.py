"""What is known of each built document: from what it was made, and the files it consists of.

A record is written after the document's files are in place, so a document without a record, or with files that do
not match it, is simply built again.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from carsi_analysis.batch.folder.inputs import changes
from carsi_analysis.batch.folder.output import OutputFolder, explained, noted, sha256
from carsi_analysis.batch.formats import FORMATS, file_name
from carsi_analysis.files import write_atomically

Record = dict[str, Any]


class Records:
    """The records of an output folder, one JSON file for each document."""

    def __init__(self, folder: OutputFolder) -> None:
        """Look at the records of ``folder``."""
        self._output = folder
        self._folder = folder.state / "records"

    def read(self, document_id: str) -> Record | None:
        """Return the record of a document, or None where there is none that can be read."""
        return noted(self._path(document_id), inputs=dict, files=dict)

    def write(self, document_id: str, record: Record) -> None:
        """Store the record of a document whose files are in place.

        Raises:
            OutputError: the folder is full or read-only.
        """
        with explained(self._output.path):
            write_atomically(self._path(document_id), to_json(record))

    def files(self) -> set[str]:
        """Name the files of every document of the folder."""
        records = (self.read(path.stem) for path in self._folder.glob("*.json"))
        return {name for record in records if record is not None for name in record["files"]}

    def drop_others(self, document_ids: Iterable[str]) -> None:
        """Remove the documents that are not among ``document_ids``, with their files."""
        kept = set(document_ids)
        for path in sorted(self._folder.glob("*.json")):
            if path.stem not in kept:
                self.drop(path.stem)

    def drop(self, document_id: str) -> None:
        """Remove a document: its record first, so that a stop halfway leaves nothing that counts as built."""
        record = self.read(document_id)
        self._path(document_id).unlink(missing_ok=True)
        if record is not None:
            self._output.remove(record["files"])

    def reasons_to_build(self, document_id: str, inputs: Mapping[str, str], formats: Iterable[str]) -> list[str]:
        """Say why a document must be built, in words; an empty list when what is there is up to date.

        Args:
            document_id: the document.
            inputs: its inputs now.
            formats: the formats that are wanted.
        """
        record = self.read(document_id)
        if record is None:
            return ["not built yet"]
        reasons = [f"{name} changed" for name in changes(record["inputs"], inputs)]
        reasons += [f"{name} not built yet" for name in formats if file_name(document_id, name) not in record["files"]]
        for name, entry in record["files"].items():
            reasons += self._file_problem(name, entry)
        return reasons

    def _file_problem(self, name: str, entry: Mapping[str, Any]) -> list[str]:
        path = self._output.inside(name)
        if not path.is_file():
            return [f"file {name} is missing"]
        if sha256(path.read_bytes()) != entry["sha256"]:
            return [f"file {name} was changed"]
        return []

    def _path(self, document_id: str) -> Path:
        return self._folder / f"{document_id}.json"


def built_formats(record: Record | None, document_id: str) -> tuple[str, ...]:
    """Return the formats that a record's document exists in."""
    files = record["files"] if record else {}
    return tuple(name for name in FORMATS if file_name(document_id, name) in files)


def describe_files(files: Mapping[str, bytes]) -> dict[str, dict[str, Any]]:
    """Return SHA-256 and size of files by name."""
    return {name: {"sha256": sha256(content), "bytes": len(content)} for name, content in sorted(files.items())}


def to_json(value: Any) -> str:
    """Write JSON the one way used here: sorted keys, two spaces of indent, a newline at the end."""
    return json.dumps(value, sort_keys=True, indent=2, ensure_ascii=False) + "\n"
