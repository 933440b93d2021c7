"""What stands where in a drawn chart: its texts with their boxes in inches."""

import re
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
from fontTools.ttLib import TTFont
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.text import Text

from carsi_analysis.exhibits.drawing import _style
from carsi_analysis.exhibits.exhibit import Chart, Exhibit
from carsi_analysis.exhibits.marks import Drawing, Sheet
from carsi_analysis.exhibits.marks.sheet import Words
from carsi_analysis.exhibits.marks.text import LINE_SPACING, WEIGHT_NAMES
from carsi_analysis.exhibits.table_html import grid_of, html_of
from carsi_analysis.export.paper import PAPERS
from carsi_analysis.house.fonts import font_files, line_extent
from carsi_analysis.house.tokens import CHART_WIDTH_IN


@dataclass(frozen=True)
class OneSheet(Drawing):
    """A picture of one sheet, whatever its width."""

    sheet: Sheet

    def layout(self, width: float) -> Sheet:
        return self.sheet


@dataclass(frozen=True)
class Label:
    """One text of a chart; edges in inches from the lower left corner."""

    text: str
    size: float
    left: float
    bottom: float
    right: float
    top: float

    def overlap(self, other: "Label") -> float:
        """Give the smaller side of the area that both cover, in inches; zero when they stand apart."""
        across = min(self.right, other.right) - max(self.left, other.left)
        upward = min(self.top, other.top) - max(self.bottom, other.bottom)
        return max(min(across, upward), 0.0)


def drawn(chart: Chart) -> Figure:
    """Draw a chart on a canvas that can measure."""
    with mpl.rc_context(_style()):
        figure = Figure(figsize=(CHART_WIDTH_IN, chart.height_in))
        FigureCanvasAgg(figure)
        draw_artists(chart.draw.on_page, figure)
        figure.canvas.draw()
    return figure


def draw_artists(sheet: Sheet, figure: Figure) -> None:
    """Draw a sheet by matplotlib's own artists, which find their places themselves: they judge ``paint``.

    Their texts can be measured, and their shapes asked for their looks.
    """
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, sheet.width), ylim=(0, sheet.height), autoscale_on=False)
    axes.set_axis_off()
    for (z, edge, line, hatch), fills in sheet.fills.items():
        corners, faces, names = zip(*fills, strict=True)
        look = {"facecolors": faces, "edgecolors": edge, "linewidths": line, "hatch": hatch, "zorder": z}
        add(axes, PolyCollection(corners, **look), names)
    for (z, colour, width, dash), lines in sheet.lines.items():
        points, names = zip(*lines, strict=True)
        style = "solid" if dash is None else (0, dash)
        cap = "round" if width > 1.2 and dash is None else "butt"
        look = {"colors": colour, "linewidths": width, "linestyles": [style], "capstyle": cap, "zorder": z}
        add(axes, LineCollection(points, **look), names)
    for (z, marker, is_filled, size), dots in sheet.dots.items():
        x, y, colours, names = zip(*dots, strict=True)
        look = {"s": size, "marker": marker, "c": list(colours) if is_filled else "white", "linewidths": 1.2}
        edges = {} if marker == "x" else {"edgecolors": colours}
        name(axes.scatter(x, y, zorder=z, clip_on=False, **look, **edges), names)
    for words in sheet.words:
        axes.text(words.x, words.y, words.text, **look_of(words))


def look_of(words: Words) -> dict[str, Any]:
    """Give what a text looks like, as matplotlib takes it."""
    look = {"size": words.size, "weight": WEIGHT_NAMES[words.weight], "color": words.colour, "zorder": 5}
    return {
        **look,
        "ha": words.ha,
        "va": words.va,
        "linespacing": LINE_SPACING * line_extent(words.weight)[0] / line_gauge(words.weight),
    }


def add(axes, collection, names) -> None:
    collection.set_clip_on(False)
    axes.add_collection(collection, autolim=False)
    name(collection, names)


def name(collection, names) -> None:
    """Name the shapes of a collection; matplotlib forgets the name of a single one, hence the second."""
    if any(names):
        collection.set_urls([*names, None] if len(names) == 1 else list(names))


def labels_of(chart: Chart) -> list[Label]:
    """List the visible texts of a chart with the boxes they fill; nothing else is drawn to measure them."""
    found = []
    with mpl.rc_context(_style()):
        figure = Figure(figsize=(CHART_WIDTH_IN, chart.height_in))
        renderer = FigureCanvasAgg(figure).get_renderer()
        for words in chart.draw.on_page.words:
            if not words.text.strip():
                continue
            text = Text(words.x, words.y, words.text, transform=figure.dpi_scale_trans, **look_of(words))
            text.set_figure(figure)
            box = text.get_window_extent(renderer)
            edges = [edge / figure.dpi for edge in (box.x0, box.y0, box.x1, box.y1)]
            found.append(Label(words.text, float(text.get_size()), *edges))
    return found


CLOSE_IN = 0.08
"""Boxes of labels hold the room of accents and descenders: closer than this, letters of 8 points touch."""


def check_fits(exhibit: Exhibit) -> None:
    """Hold an exhibit to the page: a title of its length, no stray NaN, no label small, clipped or covered."""
    assert len(exhibit.title) <= 110, exhibit.title
    assert not {"nan", "<na>"} & set(re.findall(r"[\w<>]+", exhibit.in_words().lower()))
    if not isinstance(exhibit, Chart):
        html = html_of(grid_of(exhibit))
        assert html.count("<tr>") == len(exhibit.data) + 1 + html.count('scope="rowgroup"')
        return
    assert exhibit.height_in <= PAPERS["us-letter"].picture_height / 72, "a page would show it smaller than it is drawn"
    labels = labels_of(exhibit)
    for label in labels:
        assert label.size >= 8, label
        assert label.left > -0.02 and label.right < CHART_WIDTH_IN + 0.02, f"clipped at the side: {label}"
        assert label.bottom > -0.02 and label.top < exhibit.height_in + 0.02, f"clipped above or below: {label}"
    clashes = [
        (one.text, other.text)
        for position, one in enumerate(labels)
        for other in labels[position + 1 :]
        if one.overlap(other) > CLOSE_IN
    ]
    assert not clashes
    check_sheet(exhibit.draw.on_page)


def check_sheet(sheet: Sheet) -> None:
    """Hold a measured sheet to what its own arithmetic promises: every label is written, none over a dot or a rule."""
    assert not sheet.left_out, "these labels found no room"
    covered = [words.text for words in sheet.words for dot in sheet.taken if words.box.meets(dot, 0.02)]
    assert not covered


def line_gauge(weight: int) -> float:
    """Give the height that the typeface's makers keep for a line, in ems: what matplotlib multiplies."""
    with TTFont(font_files()[weight, "normal"], lazy=True) as font:
        room = font["OS/2"]
        return float(room.sTypoAscender - room.sTypoDescender) / font["head"].unitsPerEm
