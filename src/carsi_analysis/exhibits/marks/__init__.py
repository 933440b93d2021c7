"""Marks: the few kinds of picture that the charts are made of, in inches and roles.

A kind takes a frame and the names of the columns that play its roles (``x``, ``y``, ``row``, ``part``, ``colour``,
``text`` …), finds margins, scales and places for labels itself, and says of everything drawn which data rows it stands
for. It knows nothing of the subject, of languages or of files: texts come written.
"""

from carsi_analysis.exhibits.marks.bars import Bars
from carsi_analysis.exhibits.marks.cells import Cells, Tiles
from carsi_analysis.exhibits.marks.dots import Dots, Para
from carsi_analysis.exhibits.marks.key import Entry
from carsi_analysis.exhibits.marks.sheet import Drawing, Mark, Sheet

__all__ = ["Bars", "Cells", "Dots", "Drawing", "Entry", "Mark", "Para", "Sheet", "Tiles"]
