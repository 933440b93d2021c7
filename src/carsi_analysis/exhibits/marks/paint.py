"""Paints a sheet: its shapes go straight to matplotlib's SVG renderer, without figure, axes and artists.

Every place and look is known on a sheet. Making an artist of each shape, which measures itself and looks for its place
again, took three quarters of the time of a chart.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import Any

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import to_hex, to_rgba
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from carsi_analysis.exhibits.marks.sheet import Box, Sheet, Words
from carsi_analysis.exhibits.marks.text import LINE_SPACING
from carsi_analysis.house.fonts import line_extent
from carsi_analysis.house.tokens import LIGHT

PER_INCH = 72
POINTS = Affine2D().scale(PER_INCH)
ANCHORS = {"left": "start", "center": "middle", "right": "end"}
ABOVE = {"top": 0.0, "center": 0.5, "bottom": 1.0}
"""How much of a text stands above its place."""

PLATES_AT, TEXTS_AT = 4.5, 5
"""Texts stand above all shapes, and the paper behind some of them right below."""


def paint(sheet: Sheet, renderer: RendererSVG) -> None:
    """Draw the paper and all shapes of a sheet, the lowest first."""
    paper = np.array([(0, 0), (sheet.width, 0), (sheet.width, sheet.height), (0, sheet.height)])
    _fills(renderer, (LIGHT.paper, 0.0, None), [(paper, LIGHT.paper, None)])
    layers: list[tuple[float, Callable[[], None]]] = [
        *((z, partial(_fills, renderer, look, shapes)) for (z, *look), shapes in sheet.fills.items()),
        *((z, partial(_lines, renderer, look, shapes)) for (z, *look), shapes in sheet.lines.items()),
        *((z, partial(_dots, renderer, look, shapes)) for (z, *look), shapes in sheet.dots.items()),
        (PLATES_AT, partial(_fills, renderer, (LIGHT.paper, 0.0, None), [*map(_plate, sheet.plates)])),
        (TEXTS_AT, partial(_texts, renderer, sheet)),
    ]
    for _, layer in sorted(layers, key=lambda one: one[0]):
        layer()


def _fills(renderer: RendererSVG, look: Sequence[Any], shapes: Sequence[Any]) -> None:
    edge, width, hatch = look
    pen = _pen(edge, width)
    if hatch:
        pen.set_hatch(hatch)
        pen.set_hatch_color(to_rgba(edge))
    for corners, colour, name in shapes:
        pen.set_url(name)
        renderer.draw_path(pen, Path(np.vstack([corners, corners[:1]]), closed=True), POINTS, _face(colour))


def _plate(box: Box) -> tuple[np.ndarray, str, None]:
    left, bottom, right, top = box
    return np.array([(left, bottom), (right, bottom), (right, top), (left, top)]), LIGHT.paper, None


def _lines(renderer: RendererSVG, look: Sequence[Any], shapes: Sequence[Any]) -> None:
    colour, width, dash = look
    pen = _pen(colour, width)
    if dash is not None:
        pen.set_dashes(0, [part * width for part in dash])
    elif width > 1.2:
        pen.set_capstyle("round")
    for points, name in shapes:
        pen.set_url(name)
        renderer.draw_path(pen, Path(points), POINTS)


def _dots(renderer: RendererSVG, look: Sequence[Any], shapes: Sequence[Any]) -> None:
    marker, is_filled, area = look
    outline, size = _outline(marker), Affine2D().scale(np.sqrt(area))
    for x, y, colour, name in shapes:
        pen = _pen(colour, 1.2)
        pen.set_url(name)
        face = colour if is_filled else "white"
        renderer.draw_markers(pen, outline, size, Path([(x, y)]), POINTS, None if marker == "x" else _face(face))


def _texts(renderer: RendererSVG, sheet: Sheet) -> None:
    for words in sheet.words:
        style = _style(words.size, words.weight, words.ha, words.colour)
        for line, up in zip(words.text.split("\n"), _baselines(words), strict=True):
            if line:
                x, y = words.x * PER_INCH, renderer.height - up
                renderer.writer.element("text", line, attrib={"style": style, "x": f"{x:.6g}", "y": f"{y:.6g}"})


def _baselines(words: Words) -> Iterator[float]:
    """Say how far above the foot of the sheet each line of a text stands, in points."""
    tall, hangs = line_extent(words.weight)
    apart = LINE_SPACING * tall
    lines = words.text.count("\n") + 1
    first = ABOVE[words.va] * lines * apart - (apart + tall - 2 * hangs) / 2
    return (words.y * PER_INCH + (first - line * apart) * words.size for line in range(lines))


@cache
def _style(size: float, weight: int, ha: str, colour: str) -> str:
    bold = f"font-weight: {weight}; " if weight != 400 else ""
    return f"{bold}font-size: {size:g}px; text-anchor: {ANCHORS[ha]}; fill: {to_hex(colour)}"


def _pen(colour: str, width: float) -> GraphicsContextBase:
    """Give the pen of a colour; one that draws nothing has no width."""
    pen, shade = GraphicsContextBase(), to_rgba(colour)
    pen.set_foreground(shade, isRGBA=True)
    pen.set_linewidth(width if shade[3] else 0)
    return pen


def _face(colour: str) -> tuple[float, float, float, float] | None:
    shade = to_rgba(colour)
    return shade if shade[3] else None


@cache
def _outline(marker: str) -> Path:
    style = MarkerStyle(marker)
    return style.get_path().transformed(style.get_transform())
