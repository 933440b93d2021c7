"""What stands where in a drawn chart: its texts with their boxes in inches."""

from dataclasses import dataclass

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from carsi_analysis.exhibits.drawing import _style
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.house.tokens import CHART_WIDTH_IN


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
        chart.draw(figure)
        figure.canvas.draw()
    return figure


def labels_of(chart: Chart) -> list[Label]:
    """List the visible texts of a chart with the boxes they fill."""
    figure = drawn(chart)
    renderer = figure.canvas.get_renderer()
    found = []
    for text in figure.findobj(Text):
        if not text.get_text().strip() or not text.get_visible():
            continue
        box = text.get_window_extent(renderer)
        edges = [edge / figure.dpi for edge in (box.x0, box.y0, box.x1, box.y1)]
        found.append(Label(text.get_text(), float(text.get_size()), *edges))
    return found
