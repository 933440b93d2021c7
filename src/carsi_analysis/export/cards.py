"""Charts as pictures to take away: each with title, unit, sources, licence and edition drawn in, as PNG and as SVG.

A picture that leaves its page leaves its words behind, so they are part of it. Typst sets them, as it sets the PDF: the
same typefaces on every machine, and the same bytes.
"""

import io
import json
import tempfile
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import typst
from PIL import Image

from carsi_analysis.blocks import Title
from carsi_analysis.export.document import Figure
from carsi_analysis.export.taken import foot_of
from carsi_analysis.export.tree import plain
from carsi_analysis.export.typesetting import house_fonts
from carsi_analysis.export.typst import theme_tokens
from carsi_analysis.files import temporary_files

PIXELS_PER_INCH = 192
"""Twice what a screen has: sharp on a slide."""

COLOURS = 128


@dataclass(frozen=True)
class Card:
    """A chart with its words as a picture, as two files."""

    png: bytes
    svg: bytes


def card_of(figure: Figure, report: Title) -> Card:
    """Draw a chart with its words; its picture must be SVG."""
    words = {
        "language": report.language.split("-")[0],
        "title": plain(figure.title),
        "subtitle": plain(figure.subtitle),
        "lines": [*map(plain, figure.notes), figure.cited],
        "foot": foot_of(report, _short(report.licence)),
    }
    with temporary_files(), tempfile.TemporaryDirectory(prefix="briefing-card-") as name:
        folder = Path(name)
        (folder / "card.json").write_text(json.dumps(words), encoding="utf-8")
        (folder / "chart.svg").write_bytes(figure.picture.content)
        (folder / "tokens.typ").write_text(theme_tokens(False), encoding="utf-8")
        (folder / "card.typ").write_bytes((files("carsi_analysis.export") / "templates" / "card.typ").read_bytes())
        compiler = typst.Compiler(folder / "card.typ", root=folder, font_paths=house_fonts())
        png, svg = compiler.compile(format="png", ppi=PIXELS_PER_INCH), compiler.compile(format="svg")
    assert isinstance(png, bytes) and isinstance(svg, bytes)  # a page as high as what it holds is one page
    return Card(_of_few_colours(png), svg)


def _of_few_colours(png: bytes) -> bytes:
    """Write a picture with as many colours as the eye tells apart in it: two fifths of the bytes."""
    written = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(written, "PNG")
    return written.getvalue()


def _short(address: str) -> str:
    return address.removeprefix("https://").removesuffix("/")
