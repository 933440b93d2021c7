"""Charts as pictures to take away: the words are in the picture, and the same chart gives the same bytes."""

import struct

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from carsi_analysis.blocks import Figure, Title, metadata_of
from carsi_analysis.export.cards import PIXELS_PER_INCH, cards_of
from carsi_analysis.house.tokens import CHART_WIDTH_IN

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200"><rect width="90" height="90" fill="#c00"/></svg>'
)
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def shown(block, **data):
    return new_code_cell(
        "x", outputs=[new_output("display_data", {"text/plain": "…", **data}, metadata=metadata_of(block))]
    )


def notebook(title="Homicide fell", source=("Source: UNODC",), drawing=SVG, **report):
    said = {"title": "Brief", "language": "en", "house": "House", "edition_date": "2026-01-01", **report}
    figure = Figure(id="rates", title=title, subtitle="Rate, per 100,000", alt="A line.", source_line=list(source))
    return new_notebook(cells=[shown(Title(**said)), shown(figure, **({"image/svg+xml": drawing} if drawing else {}))])


def one(*args, licence=LICENCE, **said):
    (card,) = cards_of(notebook(*args, **said), licence)
    return card


def test_a_card_is_a_picture_for_slides_and_one_that_scales():
    card = one()
    assert (card.name, card.title, card.alt) == ("rates", "Homicide fell", "A line.")
    assert card.png.startswith(b"\x89PNG") and card.svg.startswith(b"<svg")
    width, height = struct.unpack(">II", card.png[16:24])
    assert width >= CHART_WIDTH_IN * PIXELS_PER_INCH and height > width * 0.5


def test_the_same_chart_gives_the_same_bytes():
    assert one() == one()


@pytest.mark.parametrize(
    "said",
    [
        {"title": "Homicide rose"},
        {"source": ("Source: PNC",)},
        {"licence": ""},
        {"edition_date": "2026-01-02"},
        {"language": "es"},
        {"drawing": SVG.replace("#c00", "#0c0")},
    ],
)
def test_each_of_its_words_is_in_the_picture(said):
    assert one(**said).png != one().png and one(**said).svg != one().svg


def test_text_that_typst_would_run_is_set_as_it_is():
    assert one('#import "x.typ" $ \\ <a> [').png != one().png


def test_a_figure_without_a_drawing_gives_no_card():
    assert list(cards_of(notebook(drawing=None))) == []
