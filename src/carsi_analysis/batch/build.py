"""Build documents into a folder: run what is needed, write what came out, and say how it went."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from carsi_analysis.batch.jobs import Failure, Job, Limits, Outcome
from carsi_analysis.batch.locate import notebook_path, room
from carsi_analysis.batch.output import OutputFolder
from carsi_analysis.batch.plan import EXPORTERS, Document
from carsi_analysis.batch.pool import ExecutorFactory, local_processes, run_jobs
from carsi_analysis.batch.progress import Progress, Silent

_READABLE = (".html", ".pdf")


@dataclass(frozen=True)
class Settings:
    """How to build: how many at once, with what limits, and whether finished work counts."""

    workers: int = field(default_factory=lambda: os.cpu_count() or 1)
    limits: Limits = field(default_factory=Limits)
    force: bool = False
    warm: bool = True
    executor: ExecutorFactory = local_processes
    notebooks: Path = field(default_factory=lambda: room("notebooks"))
    exporters: Mapping[str, str] = field(default_factory=lambda: EXPORTERS)


@dataclass(frozen=True)
class Failed:
    """A document that could not be built, why, and the notebook to open."""

    document_id: str
    failure: Failure
    notebook: Path | None

    def __str__(self) -> str:
        where = f"; see {self.notebook}" if self.notebook else ""
        return f"{self.document_id}: {self.failure}{where}"


@dataclass
class Summary:
    """What a build did: paths written, documents left as they were, and failures."""

    paths: dict[str, list[Path]] = field(default_factory=dict)
    unchanged: list[str] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)

    def in_order(self, names: Sequence[str]) -> "Summary":
        """Return the same in the order of the plan, not in that of completion."""
        place = {name: index for index, name in enumerate(names)}
        return Summary(
            dict(sorted(self.paths.items(), key=lambda item: place[item[0]])),
            sorted(self.unchanged, key=place.__getitem__),
            sorted(self.failed, key=lambda failed: place[failed.document_id]),
        )

    def shown_paths(self) -> list[Path]:
        """Paths for a reader: the documents themselves, without the notebooks behind them."""
        return [path for paths in self.paths.values() for path in paths if path.suffix in _READABLE]

    def line(self) -> str:
        """Say in one line how it went."""
        counts = {"built": len(self.paths), "unchanged": len(self.unchanged), "failed": len(self.failed)}
        told = [f"{count} {what}" for what, count in counts.items() if count]
        return ", ".join(told) or "nothing to build"


def build(documents: Sequence[Document], out: Path, settings: Settings, progress: Progress | None = None) -> Summary:
    """Build documents into the folder ``out``.

    A document that fails leaves the others standing; its notebook, as far as it got, is saved as
    ``<document>.failed.ipynb``, and what an earlier build made of it stays.

    Raises:
        CarsiError: the folder cannot be written, or another build is writing to it.
    """
    progress = progress or Silent()
    summary = Summary()
    folder = OutputFolder(out)
    jobs = [_job(document, settings) for document in documents]
    with folder.open():
        progress.start(len(jobs))
        try:
            for outcome in run_jobs(jobs, min(settings.workers, len(jobs) or 1), settings.executor):
                _keep(outcome, folder, summary)
                problem = str(outcome.failure) if outcome.failure else None
                progress.done(outcome.document_id, sum(outcome.seconds.values()), problem)
        finally:
            progress.close()
    return summary.in_order([document.document_id for document in documents])


def _job(document: Document, settings: Settings) -> Job:
    return Job(
        document_id=document.document_id,
        notebook=notebook_path(settings.notebooks, document.report.notebook).read_text(encoding="utf-8"),
        parameters=document.parameters,
        exporters={name: settings.exporters[name] for name in document.formats},
        limits=settings.limits,
        warm=settings.warm,
    )


def _keep(outcome: Outcome, folder: OutputFolder, summary: Summary) -> None:
    """Write what an outcome holds under its final names."""
    saved = f"{outcome.document_id}.failed.ipynb"
    if outcome.failure is None:
        summary.paths[outcome.document_id] = folder.publish(outcome.files)
        folder.remove([saved])
        return
    notebook = None
    if outcome.failed_notebook is not None:
        (notebook,) = folder.publish({saved: outcome.failed_notebook})
    summary.failed.append(Failed(outcome.document_id, outcome.failure, notebook))
