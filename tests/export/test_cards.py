"""Charts as pictures to take away: the words are in the picture, and the same chart gives the same bytes."""

import io
import struct

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_notebook, new_output
from PIL import Image

from carsi_analysis.blocks import Figure, Title, metadata_of
from carsi_analysis.export.cards import PIXELS_PER_INCH
from carsi_analysis.export.charts import chart_files
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
    said = {
        "title": "Brief",
        "language": "en",
        "house": "House",
        "edition_date": "2026-01-01",
        "licence": LICENCE,
        **report,
    }
    figure = Figure(id="rates", title=title, subtitle="Rate, per 100,000", alt="A line.", source_line=list(source))
    return new_notebook(cells=[shown(Title(**said)), shown(figure, **({"image/svg+xml": drawing} if drawing else {}))])


def files(*args, **said):
    return dict(chart_files(notebook(*args, **said), "brief"))


def pictures(**said):
    found = files(**said)
    return found["rates.png"], found["rates.svg"]


def test_a_chart_is_a_picture_for_slides_one_that_scales_and_a_page_for_frames():
    found = files()
    assert list(found) == ["rates.png", "rates.svg", "rates.html"]
    assert found["rates.png"].startswith(b"\x89PNG") and found["rates.svg"].startswith(b"<svg")
    width, height = struct.unpack(">II", found["rates.png"][16:24])
    assert width >= CHART_WIDTH_IN * PIXELS_PER_INCH and height > width * 0.5


def test_the_same_chart_gives_the_same_bytes():
    assert files() == files()


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
    assert not set(pictures(**said)) & set(pictures())


def test_text_that_typst_would_run_is_set_as_it_is():
    assert pictures(title='#import "x.typ" $ \\ <a> [')[0] != pictures()[0]


def test_a_mark_keeps_its_exact_colour_however_many_colours_a_chart_has():
    rays = "".join(f'<circle cx="{x}" cy="99" r="40" fill="hsl({x}, 90%, 50%)" opacity=".4"/>' for x in range(99, 400))
    drawn = Image.open(io.BytesIO(pictures(drawing=SVG.replace("</svg>", f"{rays}</svg>"))[0]))
    assert drawn.mode == "P"
    assert {(204, 0, 0), (255, 255, 255)} <= {colour for _, colour in drawn.convert("RGB").getcolors(1 << 24)}


def test_a_figure_without_a_drawing_gives_no_files():
    assert files(drawing=None) == {}


def test_the_page_of_a_chart_says_all_that_the_report_says_of_it_and_asks_nobody():
    page = BeautifulSoup(files(source=("Sources: UNODC",))["rates.html"], "html.parser")
    assert page.find("h1").get_text() == page.find("title").get_text() == "Homicide fell"
    assert page.find("svg")["aria-label"] == "A line."
    words = page.get_text(" ", strip=True)
    for said in ("Rate, per 100,000", "Sources: UNODC", "House · Brief · Edition of January 1, 2026"):
        assert said in words
    assert page.find("a", rel="license")["href"] == LICENCE
    assert "default-src 'none'" in page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert page.find_all(["iframe", "link", "img", "object"]) == []
