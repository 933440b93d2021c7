"""Scripts that the house's faces lack: shown by a font that is named, told exactly without one."""

import io
from pathlib import Path

import pypdfium2
import pytest
from bs4 import BeautifulSoup
from nbconvert import get_exporter
from nbformat.v4 import new_markdown_cell
from pypdf import PdfReader

from carsi_analysis.export.lint import ExportError
from carsi_analysis.export.named_fonts import FontError
from carsi_analysis.export.table_layout import pieces
from tests.conftest import require
from tests.export.conftest import notebook_of, output_cell
from tests.judges import verapdf

NOTO = Path("/usr/share/fonts")
TEXTS = {
    "NotoSansCJK-Regular.ttc": "中文报告 データ 보고서",
    "NotoSansDevanagari-Regular.ttf": "हिन्दी रिपोर्ट",
    "NotoSansBengali-Regular.ttf": "বাংলা প্রতিবেদন",
    "NotoSansThai-Regular.ttf": "รายงานประจำปี",
    "NotoSansEthiopic-Regular.ttf": "ሪፖርት",
    "NotoColorEmoji.ttf": "🚀 👩‍💻 🇭🇳",
}


def font(name: str) -> str:
    path = next(iter(NOTO.rglob(name)) if NOTO.is_dir() else iter(()), None)
    require(path, f"{name} comes with Debian's fonts-noto-core, fonts-noto-cjk and fonts-noto-color-emoji")
    return str(path)


def pdf_of(*cells, **options) -> bytes:
    content, _ = get_exporter("briefing-pdf")(strict=True, **options).from_notebook_node(notebook_of(*cells))
    return content


def cells_of(text: str):
    table = f"<table><tr><th>{text}</th></tr><tr><td>{text}</td></tr></table>"
    return new_markdown_cell(f"# Scripts\n\n{text} **{text}** `{text}`"), output_cell({"text/html": table})


@pytest.mark.judge
@pytest.mark.parametrize("name", TEXTS)
def test_a_font_that_is_named_shows_its_script(name):
    text = TEXTS[name]
    with pytest.raises(ExportError, match=r"the PDF's fonts have no glyph for .*BriefingPDFExporter\.fonts"):
        pdf_of(*cells_of(text))
    content = pdf_of(*cells_of(text), fonts=[font(name)])
    assert "□" not in PdfReader(io.BytesIO(content)).pages[0].extract_text()


@pytest.mark.judge
def test_what_no_named_font_has_is_told_by_cell_and_sign():
    with pytest.raises(ExportError, match=r"cell 1: .*ሪ \(U\+122A\)"):
        pdf_of(new_markdown_cell("中 ሪ"), fonts=[font("NotoSansCJK-Regular.ttc")])


@pytest.mark.judge
def test_a_pdf_of_many_scripts_is_valid(tmp_path):
    text = " ".join([*TEXTS.values(), "السلام عليكم", "שלום עולם"])
    (tmp_path / "s.pdf").write_bytes(pdf_of(*cells_of(text), fonts=[font(name) for name in TEXTS]))
    valid, said = verapdf.judge(tmp_path / "s.pdf")
    assert valid, said


def test_a_font_that_the_machine_lacks_is_named():
    with pytest.raises(FontError, match=r"'No Such Face' is no font of this machine; name a file"):
        pdf_of(new_markdown_cell("# T"), fonts=["No Such Face"])


def test_fonts_of_one_export_are_not_those_of_the_next(tmp_path):
    with pytest.raises(FontError):
        pdf_of(new_markdown_cell("# T"), fonts=[str(tmp_path)])
    with pytest.raises(ExportError, match="no glyph for 中"):
        pdf_of(new_markdown_cell("# 中"))


def test_hebrew_and_arabic_run_from_the_right():
    cells = [new_markdown_cell("# T\n\nשלום עולם, 2024.\n\nLatin first שלום\n\n- السلام عليكم")]
    cells.append(output_cell({"text/html": "<table><tr><td>שלום</td><td>one</td></tr></table>"}))
    page, _ = get_exporter("briefing-html")().from_notebook_node(notebook_of(*cells))
    main = BeautifulSoup(page, "html.parser").find("main")
    assert [element.name for element in main.select("[dir=rtl]")] == ["p", "ul", "li", "td"]
    with pypdfium2.PdfDocument(pdf_of(*cells)) as pdf:
        text = pdf[0].get_textpage()
        place, _ = text.search("2024").get_next()
        assert text.get_charbox(place)[0] > 300


def test_a_long_word_breaks_between_letters_and_not_inside_one():
    assert all(not piece.startswith("\u094d") for piece in pieces("हिन्दीरिपोर्टहिन्दीरिपोर्टहिन्दीरिपोर्ट", 5))
    assert "".join(pieces("สวัสดีครับผมชื่อสมชาย", 5)) == "สวัสดีครับผมชื่อสมชาย"
