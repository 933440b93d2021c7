"""Hostile text in the data is shown as text: in pictures, tables and sentences, as HTML, PDF and SVG."""

import io
import re
from xml.etree import ElementTree

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from nbconvert import get_exporter
from nbformat import NotebookNode
from pypdf import PdfReader

from carsi_analysis.exhibits import Briefing, briefing, fact
from carsi_analysis.exhibits.drawing import svg_of
from carsi_analysis.exhibits.exhibit import Chart, Column, Table
from carsi_analysis.exhibits.locale import Locale
from tests.export.conftest import notebook_of, output_cell

HOSTILE = {
    "markup": "<script>alert(1)</script><img src=x onerror=alert(2)>&amp;",
    "typst": '#panic("run") #import "/etc/passwd" @ref = heading',
    "markdown": "[a](javascript:alert(1)) **b** `c` <!-- d -->",
    "formula": "$x_1$ of $y^2$",
    "sheet": "=HYPERLINK(1)",
    "long word": "Supercali" * 40,
    "right to left": "\u202eabc \u05e2\u05d1\u05e8\u05d9\u05ea",
    "emoji": "\U0001f642 \U0001f1ed\U0001f1f3",
    "control": "bell \x07 end",
}
each_text = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)


def frame_of(text: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": [text, "Honduras"],
            "label_en": [text, "Honduras"],
            "label_es": [text, "Honduras"],
            "amount": [12.5, 7.0],
            "sources": [("voa-editorial",), ("voa-editorial",)],
            "rows": [("funding/fy2008-esf-spend-plan",), ("funding/fy2008-esf-spend-plan",)],
        }
    )


def fields(text: str) -> dict:
    return {
        "locale": Locale("en"),
        "title": f"{text} got most: 12.5",
        "measure": f"Amounts of {text}",
        "unit": "millions",
        "data": frame_of(text),
        "columns": (Column("name", f"Country {text}"), Column("amount", "Amount", 1)),
        "evidence": frame_of(text),
        "notes": (),
    }


def chart_of(text: str) -> Chart:
    def draw(figure) -> None:
        figure.add_axes((0.3, 0.2, 0.6, 0.7)).barh([text, "Honduras"], [12.5, 7.0])

    return Chart(exhibit_id="picture", alt=f"{text}: 12.5, Honduras 7.0.", draw=draw, **fields(text))


def plain(text: str) -> str:
    """Give the letters and digits of a text, whatever stands between them."""
    return re.sub(r"[^\w]+", "", text)


@pytest.fixture
def shown(monkeypatch):
    """Collect what a briefing shows as a notebook."""
    cells = []
    monkeypatch.setattr(
        briefing, "display", lambda data, raw, metadata: cells.append(output_cell(dict(data), dict(metadata)))
    )
    return cells


def notebook_with(text: str, shown: list) -> NotebookNode:
    report = Briefing.for_exploring("en")
    report.title()
    report.say.who = fact.name(frame_of(text).iloc[0])
    report.prose.passage("", "[en]\nIt is {who}.\n[es]\nEs {who}.\n", {})
    report.display(chart_of(text))
    report.display(Table(exhibit_id="table", **fields(text)))
    report.display(Table(exhibit_id="groups", grouped=True, row_headers=1, **fields(text)))
    report.references()
    return notebook_of(*shown)


@each_text
def test_a_picture_is_sound_xml_and_shows_the_text(text):
    svg = svg_of(chart_of(text))
    root = ElementTree.fromstring(svg)
    words = [
        re.sub(r"\s+", " ", "".join(element.itertext())).strip() for element in root.iter() if "text" in element.tag
    ]
    assert re.sub("\x07", "\ufffd", text) in words
    assert root.attrib["aria-label"].startswith(re.sub("\x07", "\ufffd", text))
    assert not any(element.tag.endswith(("script", "img", "image")) for element in root.iter())


@each_text
def test_a_page_shows_it_as_text_and_runs_nothing(text, shown):
    html, _ = get_exporter("briefing-html")().from_notebook_node(notebook_with(text, shown))
    page = BeautifulSoup(html, "html.parser")
    assert not any("alert" in script.get_text() for script in page.find_all("script"))
    assert not page.find_all(attrs={"onerror": True})
    assert not [link for link in page.find_all("a") if str(link.get("href", "")).startswith("javascript")]
    shown_text = page.get_text()
    assert plain(shown_text).count(plain(text)) >= 8, "title, words, axis, data, header, cells, sentence"


@each_text
def test_a_print_shows_it_as_text(text, shown):
    content, _ = get_exporter("briefing-pdf")().from_notebook_node(notebook_with(text, shown))
    words = plain("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))
    for word in re.findall(r"[a-zA-Z]{3,}", text[:60]):
        backwards = word[::-1]  # as the text itself asks, where it overrides the direction
        assert max(words.count(word), words.count(backwards)) >= 5
