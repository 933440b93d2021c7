"""Pictures of every chart of a built edition, in a folder of their own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from carsi_analysis.batch.folder.records import to_json
from carsi_analysis.batch.take.whole import whole_edition
from carsi_analysis.files import write_atomically

LISTED = "pictures.json"


def take_pictures(edition: Path, out: Path) -> Iterator[str]:
    """Write ``out/<document>/<exhibit>`` as .png, .svg and .html for each chart, and ``out/pictures.json``: alt texts.

    Args:
        edition: folder or zip file of an edition.
        out: the folder, made where it is missing.

    Yields:
        The name of each document whose pictures are there.

    Raises:
        NotWholeError: a file of the edition is missing or changed.
        UsageError, ManifestError: it is no edition.
    """
    from carsi_analysis.export.charts import chart_files

    listed: list[dict[str, Any]] = []
    with whole_edition(edition) as (_, documents):
        for entry, notebook in documents:
            name = entry["document_id"]
            for file, drawn in chart_files(notebook, name):
                write_atomically(out / name / file, drawn)
            listed += [
                {
                    "picture": f"{name}/{exhibit.get('name', exhibit['id'])}",
                    "title": exhibit["title"],
                    "alt": exhibit["alt"],
                }
                for exhibit in entry["exhibits"]
                if exhibit.get("kind") == "figure"
            ]
            yield name
    write_atomically(out / LISTED, to_json(listed))
