"""Charts as pictures to take away: each with title, unit, sources, licence and edition drawn in, as PNG and as SVG.

A picture that leaves its page leaves its words behind, so they are part of it. Typst sets them, as it sets the PDF: the
same typefaces on every machine, and the same bytes.
"""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import typst
from nbformat import NotebookNode

from carsi_analysis.blocks import Figure, Title, text_of
from carsi_analysis.dates import written_date
from carsi_analysis.export.characters import slug
from carsi_analysis.export.contract import own_block, visible_cells, visible_outputs
from carsi_analysis.export.labels import labels_of
from carsi_analysis.export.pictures import from_svg
from carsi_analysis.export.typesetting import house_fonts
from carsi_analysis.export.typst import theme_tokens

PIXELS_PER_INCH = 192
"""Twice what a screen has: sharp on a slide."""


@dataclass(frozen=True)
class Card:
    """A chart with its words as a picture.

    Attributes:
        name: of its files, without suffix; the identifier of the exhibit.
        title: what the chart says.
        alt: what it shows, for who does not see it.
        png, svg: the files.
    """

    name: str
    title: str
    alt: str
    png: bytes
    svg: bytes


def cards_of(notebook: NotebookNode, licence: str = "") -> Iterator[Card]:
    """Draw every chart of an executed notebook that readers see, in order.

    Args:
        notebook: outputs without a block of a figure, or without its drawing, give no card.
        licence: the address of the data's licence.

    Raises:
        PictureError: the drawing of a chart is no SVG.
    """
    report = Title(title="")
    for _, cell in visible_cells(notebook):
        for output in visible_outputs(cell):
            block = own_block(output)
            if isinstance(block, Title):
                report = block
            elif isinstance(block, Figure) and (drawing := output["data"].get("image/svg+xml")):
                yield _card(block, drawing, report, licence)


def _card(figure: Figure, drawing: str, report: Title, licence: str) -> Card:
    labels = labels_of(report.language)
    dated = labels("edition", date=written_date(report.edition_date, report.language)) if report.edition_date else ""
    words = {
        "language": report.language.split("-")[0],
        "title": figure.title,
        "subtitle": figure.subtitle,
        "lines": [*figure.notes, text_of(figure.source_line)],
        "foot": " · ".join(filter(None, [report.house, report.title, dated, _short(licence)])),
    }
    with tempfile.TemporaryDirectory(prefix="briefing-card-") as name:
        folder = Path(name)
        (folder / "card.json").write_text(json.dumps(words), encoding="utf-8")
        (folder / "chart.svg").write_bytes(from_svg(drawing).content)
        (folder / "tokens.typ").write_text(theme_tokens(False), encoding="utf-8")
        (folder / "card.typ").write_bytes((files("carsi_analysis.export") / "templates" / "card.typ").read_bytes())
        compiler = typst.Compiler(folder / "card.typ", root=folder, font_paths=house_fonts())
        png, svg = compiler.compile(format="png", ppi=PIXELS_PER_INCH), compiler.compile(format="svg")
    assert isinstance(png, bytes) and isinstance(svg, bytes)  # a page as high as what it holds is one page
    return Card(slug(figure.id) or "chart", figure.title, figure.alt, png, svg)


def _short(address: str) -> str:
    return address.removeprefix("https://").removesuffix("/")
