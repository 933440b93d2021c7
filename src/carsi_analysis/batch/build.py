"""Build documents into a folder: run what is needed, write what came out, and say how it went."""

import os
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from carsi_analysis.batch.folder.inputs import Surroundings, fingerprint, only_read, surroundings
from carsi_analysis.batch.folder.output import OutputFolder
from carsi_analysis.batch.folder.records import Records, built_formats, describe_files, to_json
from carsi_analysis.batch.formats import ENDINGS, EXPORTERS, FORMATS
from carsi_analysis.batch.locate import notebook_path, read_source, room
from carsi_analysis.batch.plan import Document
from carsi_analysis.batch.progress import Progress
from carsi_analysis.batch.run.job import Job, Limits, Outcome
from carsi_analysis.batch.run.pool import CrewFactory, local_processes, run_jobs
from carsi_analysis.batch.summary import FAILED_SUFFIX, Failed, Summary
from carsi_analysis.files import write_atomically


@dataclass(frozen=True)
class Settings:
    """How to build: by whom, with what limits, and whether finished work counts.

    ``check_workers`` makes workers compare their data, code and libraries with ours, which other machines must.
    """

    limits: Limits = field(default_factory=Limits)
    force: bool = False
    warm: bool = True
    hire: CrewFactory = field(default_factory=lambda: local_processes(os.cpu_count() or 1))
    check_workers: bool = False
    notebooks: Path = field(default_factory=lambda: room("notebooks"))
    exporters: Mapping[str, str] = field(default_factory=lambda: EXPORTERS)


@dataclass(frozen=True)
class Task:
    """A document with the hashes of its inputs and the reasons why it must be built; none if it need not be."""

    document: Document
    notebook: str
    inputs: dict[str, str]
    reasons: tuple[str, ...]

    def explanation(self) -> str:
        """Say whether and why the document will be built."""
        return f"{self.document.document_id}: {'; '.join(self.reasons) or 'up to date'}"


def build(documents: Sequence[Document], out: Path, settings: Settings, progress: Progress | None = None) -> Summary:
    """Build documents into the folder ``out``, except those that are there and up to date.

    A document that fails leaves the others standing; its notebook, as far as it got, is saved as
    ``<document>.failed.ipynb``, and what an earlier build made of it stays.

    Raises:
        CarsiError: the folder cannot be written, or another build is writing to it.
    """
    folder = OutputFolder(out)
    with folder.open():
        tasks = plan_tasks(documents, folder, settings, surroundings())
        return run_tasks(tasks, folder, settings, progress or Progress())


def plan_tasks(
    documents: Sequence[Document], folder: OutputFolder, settings: Settings, around: Surroundings
) -> list[Task]:
    """Compare each document with what the folder holds, and say why it must be built, if it must."""
    records = Records(folder)
    tasks = []
    for document in documents:
        notebook = read_source(notebook_path(settings.notebooks, document.report.notebook))
        inputs = fingerprint(notebook, document.parameters, around, document.beside)
        reasons = ["asked for with --force"] if settings.force else []
        reasons += records.reasons_to_build(document.document_id, inputs, document.formats)
        tasks.append(Task(_with_built_formats(document, records), notebook, inputs, tuple(reasons)))
    return tasks


def run_tasks(tasks: Sequence[Task], folder: OutputFolder, settings: Settings, progress: Progress) -> Summary:
    """Build the documents that need it in a folder that this build holds; each is written as it is finished."""
    summary, records = Summary(), Records(folder)
    by_name = {task.document.document_id: task for task in tasks}
    for name, task in by_name.items():
        if not task.reasons:
            summary.unchanged.append(name)
            summary.paths[name] = _recorded_paths(folder, records, name)
    required = surroundings().identity() if settings.check_workers else {}
    # Those of one language follow each other: a worker that set the last one has half of the next one's words in mind.
    wanted = sorted((task for task in tasks if task.reasons), key=lambda task: task.document.language)
    jobs = [_job(task, settings, required) for task in wanted]
    progress.start(len(jobs))
    try:
        # Closed whatever happens, so that a stop between two outcomes ends the workers, too.
        with closing(run_jobs(jobs, settings.hire)) as outcomes:
            for outcome in outcomes:
                _keep(outcome, by_name[outcome.document_id], folder, summary)
                problem = outcome.failure.in_full() if outcome.failure else None
                progress.done(outcome.document_id, sum(outcome.seconds.values()), problem)
    finally:
        progress.close()
        _note_durations(folder, summary)
    summary.sort(list(by_name))
    return summary


def _with_built_formats(document: Document, records: Records) -> Document:
    """Renew the formats that are there along with those asked for, so that none falls behind the others."""
    there = built_formats(records.read(document.document_id), document.document_id)
    return replace(document, formats=tuple(f for f in FORMATS if f in document.formats or f in there))


def _job(task: Task, settings: Settings, required: dict[str, str]) -> Job:
    document = task.document
    return Job(
        document_id=document.document_id,
        notebook=task.notebook,
        parameters=document.parameters,
        exporters={ENDINGS[name]: settings.exporters[name] for name in document.formats},
        limits=settings.limits,
        warm=settings.warm,
        required=required,
        beside=document.beside,
    )


def _keep(outcome: Outcome, task: Task, folder: OutputFolder, summary: Summary) -> None:
    """Write what an outcome holds under its final names, then record it."""
    name = outcome.document_id
    summary.seconds[name] = outcome.seconds
    saved = name + FAILED_SUFFIX
    if outcome.failure is not None:
        notebook = None
        if outcome.failed_notebook is not None:
            (notebook,) = folder.publish({saved: outcome.failed_notebook})
        summary.failed.append(Failed(name, outcome.failure, notebook))
        return
    records = Records(folder)
    earlier = records.read(name)
    summary.paths[name] = folder.publish(outcome.files)
    if outcome.front is not None:
        summary.fronts[name] = outcome.front
    folder.remove([saved, *(set(earlier["files"]) - set(outcome.files) if earlier else ())])
    records.write(name, _record(outcome, task))


def _record(outcome: Outcome, task: Task) -> dict[str, Any]:
    document, report = task.document, task.document.report
    tables = outcome.tables_read
    return {
        "document_id": document.document_id,
        "report_id": report.report_id,
        "language": document.language,
        "parameters": document.parameters,
        "inputs": task.inputs if tables is None else only_read(task.inputs, tables),
        "files": describe_files(outcome.files),
        **outcome.contents,
        "title": outcome.contents.get("title") or report.title.get(document.language, report.report_id),
    }


def _recorded_paths(folder: OutputFolder, records: Records, document_id: str) -> list[Path]:
    record = records.read(document_id)
    return [folder.inside(name) for name in record["files"]] if record else []


def _note_durations(folder: OutputFolder, summary: Summary) -> None:
    """Keep how long each document took, apart from everything that repeats byte for byte."""
    rounded = {
        name: {step: round(seconds, 3) for step, seconds in steps.items()} for name, steps in summary.seconds.items()
    }
    if rounded:
        # On a full disk there is worse to tell, and it is being told.
        with suppress(OSError):
            write_atomically(folder.state / "durations.json", to_json(rounded))
