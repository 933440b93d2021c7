"""The front pages of an edition's documents: workers read them, and they are kept beside the documents."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from carsi_analysis.batch.folder.output import OutputFolder, explained, noted
from carsi_analysis.batch.folder.records import Record, to_json
from carsi_analysis.batch.run.front import Front, front_of, picture_of
from carsi_analysis.files import write_atomically

COVER_PX = (1200, 630)
"""Size of a picture of page one for shared links."""


def fronts_of(
    folder: OutputFolder, records: Iterable[Record], code: str, read: Mapping[str, Front]
) -> dict[str, Front]:
    """Give the front pages of built documents, by name; those that did not change since are kept from the last time.

    Args:
        folder: where the documents are.
        records: of which documents.
        code: the hash of this package, which decides how fronts are read.
        read: those of documents that were built now.
    """
    return {record["document_id"]: _kept_or_read(folder, record, code, read) for record in records}


def covers_of(folder: OutputFolder, records: Iterable[Record], fronts: Mapping[str, Front]) -> dict[str, bytes]:
    """Draw for links that are shared, by language, the upper part of the first page that can stand for an edition."""
    first: dict[str, str] = {}
    for record in records:
        if fronts[record["document_id"]].covers:
            first.setdefault(record["language"], record["document_id"])
    pages = {language: folder.inside(f"{name}.pdf").read_bytes() for language, name in first.items()}
    return {language: picture_of(page, *COVER_PX) for language, page in pages.items()}


def _kept_or_read(folder: OutputFolder, record: Record, code: str, read: Mapping[str, Front]) -> Front:
    name = record["document_id"]
    files = {suffix: record["files"].get(f"{name}.{suffix}", {}).get("sha256") for suffix in ("ipynb", "pdf")}
    made_of = {**files, "code": code}
    place = folder.state / "fronts" / f"{name}.json"
    kept = noted(place, front=dict)
    with suppress(KeyError, TypeError):
        if kept and kept["made_of"] == made_of:
            return Front(**{**kept["front"], "tiles": tuple(map(tuple, kept["front"]["tiles"]))})
    front = read[name] if name in read else _read(folder, name, printed=bool(files["pdf"]))
    with explained(folder.path):
        write_atomically(place, to_json({"made_of": made_of, "front": asdict(front)}))
    return front


def _read(folder: OutputFolder, name: str, *, printed: bool) -> Front:
    """Read the front page of a document that an earlier build has made."""
    # Imported here, so that a build which has nothing to say does not wait for nbformat.
    from nbformat import v4

    from carsi_analysis.export.contract import blocks_of

    written: Path = folder.inside(f"{name}.ipynb")
    notebook = v4.reads(written.read_text(encoding="utf-8"))  # it was validated when it was written
    return front_of(blocks_of(notebook), name, folder.inside(f"{name}.pdf").read_bytes() if printed else None)
