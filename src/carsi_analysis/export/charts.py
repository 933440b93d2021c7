"""The charts of a document as files to take away: as PNG, as SVG, and as a page for a frame of another page."""

from collections.abc import Iterator

from nbformat import NotebookNode

from carsi_analysis.export.cards import Card, card_of
from carsi_analysis.export.chart_page import chart_page
from carsi_analysis.export.document import Document, Figure
from carsi_analysis.export.exporters import read_once


def chart_files(notebook: NotebookNode, name: str, identity: str | None = None) -> Iterator[tuple[str, bytes]]:
    """Draw every chart of an executed notebook that states one.

    Args:
        notebook: an executed notebook.
        name: of its document.
        identity: ``exporters.identity_of`` of both, where that is known.

    Yields:
        Name and content of ``<exhibit>.png``, ``<exhibit>.svg`` and ``<exhibit>.html`` for each, in order.
    """
    document = read_once(notebook, name, identity)
    for figure in _charts(document):
        card = card_of(figure, document.meta)
        yield f"{figure.name}.png", card.png
        yield f"{figure.name}.svg", card.svg
        yield f"{figure.name}.html", chart_page(figure, document).encode("utf-8")


def cards_of(notebook: NotebookNode, name: str) -> list[Card]:
    """Draw them as pictures alone."""
    document = read_once(notebook, name)
    return [card_of(figure, document.meta) for figure in _charts(document)]


def _charts(document: Document) -> list[Figure]:
    return [block for block in document.blocks if isinstance(block, Figure) and block.name]
