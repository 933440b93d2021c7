"""Pictures of every chart of a built edition, in a folder of their own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from carsi_analysis.batch.edition.collection import open_collection, read_limited
from carsi_analysis.batch.edition.verify import read_manifest, verify
from carsi_analysis.batch.folder.records import to_json
from carsi_analysis.errors import CarsiError
from carsi_analysis.files import write_atomically

LISTED = "pictures.json"
LONGEST_NOTEBOOK = 200_000_000


class NotWholeError(CarsiError):
    """An edition is not what its manifest says, so nothing is taken from it."""


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
    import nbformat

    from carsi_analysis.export.cards import cards_of

    if problems := verify(edition):
        raise NotWholeError(f"{edition}: {problems[0]}; build it again")
    listed: list[dict[str, Any]] = []
    with open_collection(edition) as collection:
        manifest = read_manifest(collection, edition)
        licence = manifest["data"].get("licence", "")
        for document in manifest["documents"]:
            name = document["document_id"]
            content = b"".join(read_limited(collection, f"{name}.ipynb", LONGEST_NOTEBOOK))
            for card in cards_of(nbformat.reads(content.decode("utf-8"), as_version=4), licence):
                for suffix, picture in (("png", card.png), ("svg", card.svg)):
                    write_atomically(out / name / f"{card.name}.{suffix}", picture)
                listed.append({"picture": f"{name}/{card.name}", "title": card.title, "alt": card.alt})
            yield name
    write_atomically(out / LISTED, to_json(listed))
