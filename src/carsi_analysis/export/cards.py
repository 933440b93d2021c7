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

import numpy as np
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
    """Write a picture in its commonest colours, which the insides of all marks are: two fifths of the bytes.

    What is left are blends at edges, each drawn as the nearest of them. Runs of a colour are counted instead of dots,
    since a choice of colours that looks at every dot takes as long as drawing.
    """
    with Image.open(io.BytesIO(png)) as picture:
        size, dots = picture.size, np.frombuffer(picture.convert("RGB").tobytes("raw", "RGBX"), "<u4") & 0xFFFFFF
    starts = np.flatnonzero(np.concatenate([[True], dots[1:] != dots[:-1]]))
    lengths = np.diff(starts, append=dots.size)
    colours, run_colours = np.unique(dots[starts], return_inverse=True)
    parts = np.stack([colours & 255, colours >> 8 & 255, colours >> 16], axis=1).astype(np.int32)
    commonest = parts[np.argsort(-np.bincount(run_colours, lengths), kind="stable")[:COLOURS]]
    nearest = ((parts[:, None] - commonest) ** 2).sum(axis=2).argmin(axis=1).astype(np.uint8)
    drawn = Image.frombytes("P", size, np.repeat(nearest[run_colours], lengths).tobytes())
    drawn.putpalette(commonest.astype(np.uint8).tobytes())
    written = io.BytesIO()
    drawn.save(written, "PNG")
    return written.getvalue()


def _short(address: str) -> str:
    return address.removeprefix("https://").removesuffix("/")
