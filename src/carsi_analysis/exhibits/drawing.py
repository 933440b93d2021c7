"""Drawing in the house style: a figure of known size in, SVG text with real words out.

Pictures are laid out in inches (``marks``) and not by matplotlib (``tight_layout``, ``bbox_inches="tight"``), whose
measuring costs a quarter to a half of the drawing time; a fixed frame also keeps the charts of a report aligned.
"""

import io
import re
import warnings
from collections.abc import Callable
from functools import cache, partial
from html import escape
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.backends.backend_mixed import MixedModeRenderer
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.marks.paint import paint
from carsi_analysis.exhibits.marks.sheet import MARK_LINK, Drawing, Sheet
from carsi_analysis.exhibits.marks.text import WEIGHT_NAMES
from carsi_analysis.house.fonts import font_files, line_extent, text_width
from carsi_analysis.house.tokens import CHART_WIDTH_IN, FONT_FAMILY, LIGHT, NARROW_WIDTH_IN, TYPE

FALLBACKS = "'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans Condensed', sans-serif"


MARK_LINKS = re.compile(rf'<a xlink:href="{re.escape(MARK_LINK)}(\d+)" target="_blank">\s*<(path|use)([^>]*/>)\s*</a>')
"""What matplotlib makes of a mark: its one element inside a link."""

NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML forbids, such as a bell: one of them would make the whole picture unreadable."""


@cache
def _style() -> Any:
    """Give matplotlib's settings of the house style, and make the house typeface known to it."""
    for path in font_files().values():
        font_manager.fontManager.addfont(path)
    return {
        "font.family": FONT_FAMILY,
        "font.size": TYPE.chart,
        "text.color": LIGHT.ink,
        "text.parse_math": False,  # two dollar signs in a label are money, not a formula
        "figure.facecolor": LIGHT.paper,  # JupyterLab's dark theme would show dark ink on black
        "axes.facecolor": "none",
        "axes.edgecolor": LIGHT.muted,
        "axes.labelcolor": LIGHT.muted,
        "axes.linewidth": 0.6,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.spines.left": False,
        "axes.grid": True,
        "axes.grid.axis": "y",
        "axes.axisbelow": True,
        "axes.titlesize": TYPE.chart,
        "axes.titleweight": WEIGHT_NAMES[600],
        "axes.titlelocation": "left",
        "axes.unicode_minus": True,
        "grid.color": LIGHT.rule,
        "grid.linewidth": 0.6,
        "xtick.color": LIGHT.muted,
        "ytick.color": LIGHT.muted,
        "xtick.labelcolor": LIGHT.ink,
        "ytick.labelcolor": LIGHT.ink,
        "xtick.major.size": 3,
        "ytick.major.size": 0,
        "xtick.major.width": 0.6,
        "lines.linewidth": 1.6,
        "lines.solid_capstyle": "round",
        "hatch.linewidth": 0.6,
        "svg.fonttype": "none",
        "svg.hashsalt": "carsi-analysis",
        "figure.dpi": 72,
        "path.simplify": True,
    }


def svg_of(chart: Chart) -> str:
    """Draw a chart as SVG with its alt text inside; the same chart gives the same text every time."""
    if isinstance(chart.draw, Drawing):
        return _of_sheet(chart.draw.on_page, chart.alt)
    return _svg(partial(_draw_figure, chart.draw), (CHART_WIDTH_IN, chart.height_in), chart.alt)


def narrow_svg_of(chart: Chart) -> str:
    """Draw a chart for a narrow column; nothing where it cannot lay itself out so that all its words find room."""
    if not isinstance(chart.draw, Drawing):
        return ""
    sheet = chart.draw.layout(NARROW_WIDTH_IN)
    return "" if sheet.left_out else _of_sheet(sheet, chart.alt)


def _of_sheet(sheet: Sheet, alt: str) -> str:
    return _svg(partial(paint, sheet), (sheet.width, sheet.height), alt)


def _svg(write: Callable[[RendererSVG], None], size: tuple[float, float], alt: str) -> str:
    stream = io.StringIO()
    unnamed = {"Date": None, "Creator": None, "Format": None, "Type": None}
    with mpl.rc_context(_style()):
        renderer = _QuickRenderer(size[0] * 72, size[1] * 72, stream, image_dpi=72, metadata=unnamed)
        write(renderer)
        renderer.finalize()
    return NO_XML.sub("\ufffd", _labelled(_marked(stream.getvalue()), alt))


def _draw_figure(draw: Callable[[Figure], None], renderer: RendererSVG) -> None:
    """Let a function of an analyst draw on a figure, and write it as matplotlib's own canvas does."""
    size = (renderer.width / 72, renderer.height / 72)
    figure = Figure(figsize=size)
    draw(figure)
    with warnings.catch_warnings():
        # Text stays text: a letter that the house typeface lacks is shown in the reader's own.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font", category=UserWarning)
        figure.draw(MixedModeRenderer(figure, *size, 72, renderer))  # type: ignore[arg-type]  # it stands for one


def _marked(svg: str) -> str:
    """Turn each link that names a mark into the id of the element in it."""
    return MARK_LINKS.sub(r'<\2 id="mark-\1"\3', svg)


class _QuickRenderer(RendererSVG):
    """Measures a text by the advances of its letters.

    Shaping every text to learn its width took half of the drawing's time, and in a picture whose text stays text
    the reader's program shapes it again from the place where it is anchored.
    """

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> tuple[float, float, float]:
        size, weight = float(prop.get_size_in_points()), 600 if prop.get_weight() == WEIGHT_NAMES[600] else 400
        height, descent = line_extent(weight)
        return text_width(s, size, weight), height * size, descent * size


def _labelled(svg: str, alt: str) -> str:
    """Keep the ``svg`` element alone and give it role and label, so that it speaks wherever it lands.

    The typeface is named once, with others to fall back on: JupyterLab shows a picture of its own, in which the
    exporters' embedded typeface is not there.
    """
    body = svg[svg.index("<svg ") :]
    body = re.sub(r"<metadata>.*?</metadata>\s*", "", body, flags=re.DOTALL)
    body = body.replace(f"font-family: '{FONT_FAMILY}'; ", "")
    head = f'<svg role="img" aria-label="{escape(alt, quote=True)}" font-family="\'{FONT_FAMILY}\', {FALLBACKS}" '
    return body.replace("<svg ", head, 1).strip()
