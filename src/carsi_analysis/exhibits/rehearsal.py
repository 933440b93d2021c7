"""Does once what every report does first, for a process whose reports share what is found: typefaces and formats."""

import string

import pandas as pd
from matplotlib.figure import Figure

from carsi_analysis.exhibits.drawing import axes_in_inches, svg_of
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.house.tokens import TYPE
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


def _specimen(locale: Locale) -> Chart:
    """Make a chart of nothing: all letters in the weights of the house, between axes."""
    frame = pd.DataFrame({"letters": [LETTERS], "sources": [()], "rows": [()]})

    def draw(figure: Figure) -> None:
        axes = axes_in_inches(figure)
        axes.plot([0, 1], [0, 1])
        axes.set_title(LETTERS)
        for weight in (400, 600):
            axes.text(0, 0, LETTERS, weight=weight, size=TYPE.chart)

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
        draw=draw,
    )
