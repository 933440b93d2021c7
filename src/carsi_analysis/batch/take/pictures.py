"""Pictures of every chart of a built edition, in a folder of their own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from carsi_analysis.batch.folder.records import to_json
from carsi_analysis.batch.take.whole import whole_edition
from carsi_analysis.files import write_atomically

LISTED = "pictures.json"


def take_pictures(edition: Path, out: Path) -> Iterator[str]:
    """Write ``out/<document>/<exhibit>.png`` and ``.svg`` for each chart, and ``out/pictures.json`` with alt texts.

    Args:
        edition: folder or zip file of an edition.
        out: the folder, made where it is missing.

    Yields:
        The name of each document whose pictures are there.

    Raises:
        NotWholeError: a file of the edition is missing or changed.
        UsageError, ManifestError: it is no edition.
    """
    from carsi_analysis.export.cards import cards_of

    listed: list[dict[str, Any]] = []
    with whole_edition(edition) as (manifest, documents):
        licence = manifest["data"].get("licence", "")
        for entry, notebook in documents:
            name = entry["document_id"]
            for card in cards_of(notebook, licence):
                for suffix, picture in (("png", card.png), ("svg", card.svg)):
                    write_atomically(out / name / f"{card.name}.{suffix}", picture)
                listed.append({"picture": f"{name}/{card.name}", "title": card.title, "alt": card.alt})
            yield name
    write_atomically(out / LISTED, to_json(listed))
