"""Build an edition: its documents, and around them the index page, the manifest, the checksums and the zip."""

from pathlib import Path

from carsi_analysis.batch.build import Settings, plan_tasks, run_tasks
from carsi_analysis.batch.edition.beside import index_name
from carsi_analysis.batch.edition.bundle import write_bundle
from carsi_analysis.batch.edition.data_files import DESCRIBED, README, data_files
from carsi_analysis.batch.edition.definition import Edition
from carsi_analysis.batch.edition.front import covers_of, fronts_of
from carsi_analysis.batch.edition.index import index_pages
from carsi_analysis.batch.edition.manifest import CHECKSUMS, MANIFEST, checksums, make_manifest
from carsi_analysis.batch.folder.inputs import Surroundings, surroundings
from carsi_analysis.batch.folder.output import STATE, OutputFolder, explained, noted, sha256
from carsi_analysis.batch.folder.records import Records, describe_files, to_json
from carsi_analysis.batch.progress import Progress
from carsi_analysis.batch.summary import FAILED_SUFFIX, Summary
from carsi_analysis.files import write_atomically
from carsi_analysis.words import languages, words_of

DESCRIPTION = "described.json"
"""Notes of what the files around the documents were made, and what came of it."""


def build_edition(edition: Edition, out: Path, settings: Settings, progress: Progress | None = None) -> Summary:
    """Build an edition into ``out/<name>`` and, when nothing failed, pack it as ``out/<name>.zip``.

    The folder then holds the edition's documents and nothing else. While documents are being written it has no
    manifest, so that an interrupted edition cannot be taken for a whole one; a zip that differs from the folder is
    removed with it.

    Raises:
        CarsiError: the folder cannot be written, or another build is writing to it.
    """
    folder, around = OutputFolder(out / edition.name), surroundings()
    with folder.open():
        Records(folder).drop_others(document.document_id for document in edition.documents)
        tasks = plan_tasks(edition.documents, folder, settings, around)
        if any(task.reasons for task in tasks):
            folder.remove([MANIFEST, CHECKSUMS])
            with explained(out):
                folder.path.with_suffix(".zip").unlink(missing_ok=True)
        summary = run_tasks(tasks, folder, settings, progress or Progress())
        _drop_failed(folder, summary)
        _describe(edition, folder, around, summary)
        summary.edition["index"] = folder.inside(index_name("en"))
        if not summary.failed:
            summary.edition["zip"] = _pack(folder)
    return summary


def foreign_files(edition: Edition, out: Path) -> list[str]:
    """Name what lies in the folder that an edition would be built into and no build has put there, sorted."""
    folder = OutputFolder(out / edition.name)
    if not folder.path.is_dir():
        return []
    own = {MANIFEST, CHECKSUMS, DESCRIBED, README, *map(index_name, languages())} | Records(folder).files()
    own |= {words_of(language)("index.cover") for language in languages()}
    names = {path.relative_to(folder.path) for path in folder.path.rglob("*") if path.is_symlink() or not path.is_dir()}
    return sorted(
        name.as_posix()
        for name in names
        if name.parts[0] != STATE and name.as_posix() not in own and not name.name.endswith(FAILED_SUFFIX)
    )


def _drop_failed(folder: OutputFolder, summary: Summary) -> None:
    """Take out what earlier builds left of documents that failed now: an edition holds one state of the data."""
    failed = {failed.document_id for failed in summary.failed}
    for document_id in failed:
        Records(folder).drop(document_id)
    saved = {path.name for path in folder.path.glob(f"*{FAILED_SUFFIX}")}
    folder.remove(sorted(saved - {document_id + FAILED_SUFFIX for document_id in failed}))


def _describe(edition: Edition, folder: OutputFolder, around: Surroundings, summary: Summary) -> None:
    """Write the index pages, what describes the data, the manifest and the checksums."""
    stored = (Records(folder).read(document_id) for document_id in summary.paths)
    records = [record for record in stored if record is not None]
    failed = {failed.document_id: str(failed.failure) for failed in summary.failed}
    made_of = sha256(repr((edition, around, records, failed)).encode("utf-8"))
    if _is_described(folder, made_of):
        return
    fronts = fronts_of(folder, records, around.code, summary.fronts)
    pages = index_pages(edition, around, records, failed, fronts, covers_of(folder, records, fronts))
    around_them = {**pages, **data_files(edition, around, records)}
    manifest = make_manifest(edition, around, records, failed, describe_files(around_them))
    described = to_json(manifest).encode("utf-8")
    listed = manifest["files"] | {MANIFEST: {"sha256": sha256(described)}}
    folder.remove({DESCRIBED, README} - around_them.keys())
    written = {**around_them, MANIFEST: described, CHECKSUMS: checksums(listed).encode("utf-8")}
    folder.publish(written)
    note = {"made_of": made_of, "files": describe_files(written)}
    with explained(folder.path):
        write_atomically(folder.state / DESCRIPTION, to_json(note))


def _is_described(folder: OutputFolder, made_of: str) -> bool:
    """Tell whether the files around the documents are those that were made of the same: making them takes a second."""
    note = noted(folder.state / DESCRIPTION, made_of=str, files=dict)
    if note is None:
        return False
    try:
        files = {name: (folder.path / name).read_bytes() for name in note["files"]}
    except (OSError, ValueError):
        return False
    return bool(note["made_of"] == made_of and note["files"] == describe_files(files))


def _pack(folder: OutputFolder) -> Path:
    """Make the zip, unless the one that is there was made of the same files; give its path."""
    target, note = folder.path.with_suffix(".zip"), folder.state / "bundle.json"
    listing = (folder.path / CHECKSUMS).read_text(encoding="utf-8")
    made_of = sha256(listing.encode("utf-8"))
    with explained(folder.path.parent):
        if target.is_file() and noted(note) == {"made_of": made_of, "sha256": sha256(target.read_bytes())}:
            return target
        names = [line.split("  ", 1)[1] for line in listing.splitlines()]
        write_bundle(folder.path, [*names, CHECKSUMS], target)
        write_atomically(note, to_json({"made_of": made_of, "sha256": sha256(target.read_bytes())}))
    return target
