"""Colours, type sizes and measures of the house style.

Text colours reach a contrast of at least 4.5 on their paper (WCAG 2.2 AA; a test computes it). Data colours
stay apart for the common kinds of colour blindness and, where they touch, in greyscale print.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """Colours of one colour scheme as ``#rrggbb``."""

    ink: str
    muted: str
    accent: str
    rule: str
    tint: str
    paper: str
    link: str
    focus: str


LIGHT = Palette(
    ink="#1d2530",
    muted="#56606b",
    accent="#1b4f72",
    rule="#d5dbe1",
    tint="#f3f6f9",
    paper="#ffffff",
    link="#14557f",
    focus="#b3471d",
)
DARK = Palette(
    ink="#e8edf2",
    muted="#a9b4bf",
    accent="#8cc1e6",
    rule="#3a4450",
    tint="#1e2630",
    paper="#12171d",
    link="#9ccbec",
    focus="#ffb27a",
)


@dataclass(frozen=True)
class TypeScale:
    """Type sizes in points, for print; the screen scales them up together."""

    title: float = 22
    heading: float = 14
    subheading: float = 11.5
    body: float = 10
    caption: float = 10
    table: float = 8.75
    chart: float = 8.5
    label: float = 8
    source: float = 8
    small: float = 8


TYPE = TypeScale()
COMPACT_TYPE = TypeScale(title=18, heading=12.5, subheading=10.5, body=9.5, caption=9.5)
"""For hand-outs of few pages; charts, tables, notes and the running head keep their size, which is the smallest."""

COMPACT_SPACING = 0.5
"""Space between the blocks of a hand-out, as a part of the usual space."""

FONT_FAMILY = "Fira Sans"
MONO_FAMILY = "DejaVu Sans Mono"

CHART_WIDTH_IN = 6.7
"""Width of a chart in inches: the text width of a letter page with the house margins."""

NARROW_WIDTH_IN = 3.5
"""Width of the same chart in a narrow column, such as a phone's."""

REST = "#c9ced4"
"""What is not told apart: the other agencies of a stack."""

PALE, WARM = "#9cc3d9", "#e8c39b"
"""Beside the accent: the second and the third part of a whole."""

HIGHER_FACES = ("#fdf1e8", "#f9dcc4", "#f0bd94", "#d98d5a", "#8a3d1b")
"""Steps of a map whose higher values are worse, from the lowest; of the hue of cells that moved for the worse."""

WORSE_FACE, BETTER_FACE, UNCOMPARED_FACE = "#f7d3bd", "#c9e0f1", "#e3e3e3"
"""Faces of cells that moved for the worse, for the better, or that nothing is compared in; ink on all reaches 7."""

WORSE_STRONG, BETTER_STRONG = "#eda87f", "#8fbde2"
"""The same where a cell moved further than most of its row; each stands apart from the paler one in greyscale too."""

EMPHASIS = "#b3471d"
"""The one mark in a chart that the title speaks of."""

ELSEWHERE = ("#8a6d3b", "#b3471d", "#7b6a9b", "#56606b")
"""Lines of comparators, which are none of the countries."""

CONTEXT = "#9aa5b1"
"""Marks that give context and carry no text."""

CONTEXT_BAND = "#e4e9ee"
"""The range of the region behind a country's line."""
