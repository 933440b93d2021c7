"""Does once what every report does, for a process whose reports share what is found: typefaces, formats, results."""

import string

import pandas as pd

from carsi_analysis.analysis.study import Study
from carsi_analysis.data import load
from carsi_analysis.exhibits.briefing import Briefing
from carsi_analysis.exhibits.drawing import svg_of
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks import Drawing, Sheet
from carsi_analysis.exhibits.marks.sheet import Words
from carsi_analysis.house.tokens import LIGHT
from carsi_analysis.words import languages

LETTERS = string.ascii_letters + string.digits + "áéíóúñüÁÉÍÓÚÑ¿«».,;:–−%()/ "
"""What reports write; the advances of these letters are looked up ahead."""


def rehearse() -> None:
    """Find the typefaces, learn how wide their letters are, and read the formats of both languages."""
    for language in languages():
        locale = Locale(language)
        locale.number(1)
        locale.items(["a", "b"])
        locale.partial_date("2001-01-01")
        svg_of(_specimen(locale))


def begin() -> None:
    """Begin a report: its choices are held against the data, which are read for that.

    Raises:
        CarsiError: the data package is faulty, or there is none.
    """
    with load().noting():
        Briefing.for_exploring(next(iter(languages())))


def compute() -> None:
    """Compute what reports show of the default data package, and of the usual years; none has read by that."""
    with load().noting():
        Study(load()).make_ready()


class _Specimen(Drawing):
    """A line, a dot and all letters in the weights of the house."""

    def layout(self, width: float) -> Sheet:
        sheet = Sheet(width, 1.0)
        sheet.line([(0, 0), (1, 1)])
        sheet.dot(0.5, 0.5, "dot", LIGHT.ink)
        for weight in (400, 600):
            sheet.place([Words(0, 0.5, LETTERS, weight=weight)], required=LETTERS)
        return sheet


def _specimen(locale: Locale) -> Chart:
    """Make a chart of nothing."""
    frame = pd.DataFrame({"letters": [LETTERS], "sources": [()], "rows": [()]})
    return Chart(
        exhibit_id="specimen",
        locale=locale,
        title=LETTERS,
        measure=LETTERS,
        unit=LETTERS,
        data=frame,
        columns=(Column("letters", LETTERS),),
        evidence=frame,
        alt=LETTERS,
        of_package=True,
        draw=_Specimen(),
    )
