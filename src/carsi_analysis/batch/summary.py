"""What a build tells of how it went."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from carsi_analysis.batch.formats import ENDINGS
from carsi_analysis.batch.run.front import Front
from carsi_analysis.batch.run.job import Failure

FAILED_SUFFIX = ".failed.ipynb"
"""Ends the name of the notebook of a document that could not be built."""
_READABLE = tuple(f".{ending}" for ending in ENDINGS.values())


@dataclass(frozen=True)
class Failed:
    """A document that could not be built, why, and the notebook to open."""

    document_id: str
    failure: Failure
    notebook: Path | None

    def __str__(self) -> str:
        return f"{self.document_id}: {self.failure.in_full()}{self._where()}"

    def once_told(self) -> str:
        """Say it to whoever has been told why."""
        return f"{self.document_id} failed{self._where()}"

    def _where(self) -> str:
        return f"; see {self.notebook}" if self.notebook else ""


@dataclass
class Summary:
    """What a build did: the paths of each document, which of them were left as they were, and failures.

    ``edition`` says where an edition's ``index`` and its ``zip`` are; a build of single reports has neither. ``fronts``
    are the front pages of what was built for one.
    """

    paths: dict[str, list[Path]] = field(default_factory=dict)
    edition: dict[str, Path] = field(default_factory=dict)
    unchanged: list[str] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)
    seconds: dict[str, dict[str, float]] = field(default_factory=dict)
    fronts: dict[str, Front] = field(default_factory=dict)

    def shown_paths(self) -> list[Path]:
        """Paths for a reader: the documents, without notebooks, tables and charts of theirs, and the edition's own."""
        documents = [
            path for name, paths in self.paths.items() for path in paths if path.name.removeprefix(name) in _READABLE
        ]
        return [*documents, *self.edition.values()]

    def line(self) -> str:
        """Say in one line how it went."""
        built = len(self.paths) - len(self.unchanged)
        counts = {"built": built, "unchanged": len(self.unchanged), "failed": len(self.failed)}
        return ", ".join(f"{count} {what}" for what, count in counts.items() if count) or "nothing to build"

    def as_values(self) -> dict[str, Any]:
        """Give the same as plain values, for ``--json``."""
        return {
            "built": sorted(self.paths.keys() - set(self.unchanged)),
            "unchanged": self.unchanged,
            "failed": {failed.document_id: str(failed) for failed in self.failed},
            "paths": {name: [str(path) for path in paths] for name, paths in self.paths.items()},
            "edition": {name: str(path) for name, path in self.edition.items()},
        }

    def sort(self, names: Sequence[str]) -> None:
        """Put everything in the order of the plan instead of that of completion."""
        place = {name: index for index, name in enumerate(names)}
        self.paths = dict(sorted(self.paths.items(), key=lambda item: place[item[0]]))
        self.unchanged.sort(key=place.__getitem__)
        self.failed.sort(key=lambda failed: place[failed.document_id])
