"""A built edition as it is taken apart: checked as a whole first, then read document by document."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from nbformat import NotebookNode

from carsi_analysis.batch.edition.collection import Collection, open_collection, read_limited
from carsi_analysis.batch.edition.verify import read_manifest, verify
from carsi_analysis.errors import CarsiError

LONGEST_NOTEBOOK = 200_000_000

Entry: TypeAlias = Mapping[str, Any]
"""What the manifest says of a document."""


class NotWholeError(CarsiError):
    """An edition is not what its manifest says, so nothing is taken from it."""


@contextmanager
def whole_edition(edition: Path) -> Iterator[tuple[Mapping[str, Any], Iterator[tuple[Entry, NotebookNode]]]]:
    """Open an edition, a folder or a zip file, that is what its manifest says.

    Yields:
        Its manifest, and its documents in order: what the manifest says of each, and the executed notebook.

    Raises:
        NotWholeError: a file of the edition is missing or changed.
        UsageError, ManifestError: it is no edition.
    """
    if problems := verify(edition):
        raise NotWholeError(f"{edition}: {problems[0]}; build it again")
    with open_collection(edition) as collection:
        manifest = read_manifest(collection, edition)
        yield manifest, ((entry, notebook_of(collection, entry)) for entry in manifest["documents"])


def notebook_of(collection: Collection, entry: Entry) -> NotebookNode:
    """Read the executed notebook of a document.

    Raises:
        OSError, ValueError: it is not there, or no notebook.
    """
    import nbformat

    content = b"".join(read_limited(collection, f"{entry['document_id']}.ipynb", LONGEST_NOTEBOOK))
    return nbformat.reads(content.decode("utf-8"), as_version=4)
