"""The source row of a release."""

import re
from collections.abc import Iterable

from carsi_analysis.dates import written_date
from carsi_analysis.importing.draft import Draft
from carsi_analysis.importing.incoming import Incoming

_CITING = ("source_id", "replaced_by")
"""Columns that hold sources."""
_HASH = re.compile(r"SHA-256 ([0-9a-f]{64})")


def known_release(draft: Draft, sha256: str) -> str:
    """The source that this very file was taken in as; empty where it is new."""
    for source_id, note in draft.tuples("sources", "source_id", "note"):
        found = _HASH.search(note)
        if found and found[1] == sha256:
            return source_id
    return ""


def source_id_of(draft: Draft, incoming: Incoming) -> str:
    """Identifier of the release: its stem and date, and a number where a second file bears the same date."""
    taken = set(draft.column("sources", "source_id"))
    plain = f"{incoming.publication.stem}-{incoming.release}"
    names = [plain, *(f"{plain}-{number}" for number in range(2, 100))]
    return next(name for name in names if name not in taken)


def add_source(draft: Draft, incoming: Incoming, source_id: str, accessed: str) -> None:
    """Add the release to ``sources``, with the file's hash and the day on which it was fetched."""
    publication, release = incoming.publication, incoming.release
    row = {
        "source_id": source_id,
        "title": publication.title,
        "author": publication.author,
        "publisher": publication.publisher,
        "release_date": release,
        "release_note": "Date of the release, as the file or whoever imported it states it.",
        "url": publication.url,
        "licence": publication.licence,
        "how_read": "Full file of the publisher, read by an importer",
        "short_label_en": f"{publication.label_en}, {written_date(release[:7], 'en')}",
        "short_label_es": f"{publication.label_es}, {written_date(release[:7], 'es')}",
        "note": f"File {incoming.file}, accessed {accessed}, SHA-256 {incoming.sha256}",
    }
    draft.rows("sources").append(draft.empty_row("sources") | row)


def drop_unused_sources(draft: Draft, replaced: Iterable[str]) -> list[str]:
    """Take out earlier releases that no row rests on or speaks of any more: the new one confirmed all their values."""
    tables = [resource["name"] for resource in draft.description["resources"] if resource["name"] != "sources"]
    used = {source for name in tables for column in _CITING for source in draft.column(name, column)}
    dropped = sorted(set(replaced) - used)
    sources = draft.rows("sources")
    sources[:] = [row for row in sources if row["source_id"] not in dropped]
    return dropped


def describe_sources(draft: Draft) -> None:
    """Write the list of sources in the descriptor again, in the order of their identifiers."""
    if "sources" in draft.description:
        rows = sorted(draft.rows("sources"), key=lambda row: row["source_id"])
        draft.description["sources"] = [
            {"title": row["title"]} | ({"path": row["url"]} if row["url"] else {}) for row in rows
        ]
