"""What is handed to a worker, and what it hands back: plain values that travel between processes and machines."""

from dataclasses import dataclass, field
from typing import Any

from carsi_analysis.batch.run.front import Front


@dataclass(frozen=True)
class Limits:
    """What a report may use: seconds for a cell, seconds for the whole run, bytes of memory for its kernel."""

    cell_seconds: float = 300
    run_seconds: float = 900
    memory_bytes: int | None = None


@dataclass(frozen=True)
class Job:
    """Everything that a report needs to be made, on whatever machine.

    ``required`` holds the hashes of the data, code and libraries that the machine must have; empty means any.
    ``beside`` is what the page of a document leads to in its edition.
    """

    document_id: str
    notebook: str
    parameters: dict[str, str | int]
    exporters: dict[str, str]
    limits: Limits = field(default_factory=Limits)
    warm: bool = True
    required: dict[str, str] = field(default_factory=dict)
    beside: dict[str, Any] | None = None


@dataclass(frozen=True)
class Failure:
    """What went wrong, in a line for people; ``cell`` is the number that Jupyter shows beside the cell.

    As text it stands in an edition that is handed out. ``detail`` is for whoever builds: the machine, the words of
    a cluster.
    """

    message: str
    cell: int | None = None
    detail: str = ""

    def __str__(self) -> str:
        return self.message if self.cell is None else f"cell [{self.cell}]: {self.message}"

    def in_full(self) -> str:
        """Say it with the detail."""
        return f"{self} ({self.detail})" if self.detail else str(self)


@dataclass(frozen=True)
class Outcome:
    """What a job gave: files by name and what they contain, or a failure and the notebook as far as it got.

    ``tables_read`` names the tables of the data package that the run read; None when it read none by our
    loader, and may have read any by other means. ``front`` is its front page, where it is part of an edition.
    """

    document_id: str
    files: dict[str, bytes] = field(default_factory=dict)
    contents: dict[str, Any] = field(default_factory=dict)
    tables_read: tuple[str, ...] | None = None
    front: Front | None = None
    failure: Failure | None = None
    failed_notebook: bytes | None = None
    seconds: dict[str, float] = field(default_factory=dict)
