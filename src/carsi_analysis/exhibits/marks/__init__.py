"""Marks: the few kinds of picture that the charts are made of, in inches and roles.

A kind takes a frame and the names of the columns that play its roles (``x``, ``y``, ``row``, ``part``, ``colour``,
``text`` …), finds margins, scales and places for labels itself, and says of everything drawn which data rows it stands
for. It knows nothing of the subject, of languages or of files: texts come written.
"""

from carsi_analysis.exhibits.marks.bars import Bars
from carsi_analysis.exhibits.marks.beside import Beside
from carsi_analysis.exhibits.marks.cells import Cells, Tiles
from carsi_analysis.exhibits.marks.dots import Dots, Para
from carsi_analysis.exhibits.marks.events import Events
from carsi_analysis.exhibits.marks.key import ASKED, LINES, PART, Entry
from carsi_analysis.exhibits.marks.layers import Band, Break, Lines, Points
from carsi_analysis.exhibits.marks.scatter import Scatter
from carsi_analysis.exhibits.marks.sheet import Drawing, Mark, Sheet
from carsi_analysis.exhibits.marks.stacks import Stacks, Unknown
from carsi_analysis.exhibits.marks.tally import Tally
from carsi_analysis.exhibits.marks.years import Head, Years

__all__ = [
    "ASKED",
    "LINES",
    "PART",
    "Band",
    "Bars",
    "Beside",
    "Break",
    "Cells",
    "Dots",
    "Drawing",
    "Entry",
    "Events",
    "Head",
    "Lines",
    "Mark",
    "Para",
    "Points",
    "Scatter",
    "Sheet",
    "Stacks",
    "Tally",
    "Tiles",
    "Unknown",
    "Years",
]
