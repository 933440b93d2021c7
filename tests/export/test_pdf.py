"""The PDF: tagged, archival, repeatable, complete."""

import io
import re
import shutil
import subprocess

import nbformat
import pikepdf
import pytest
from nbconvert import get_exporter
from pypdf import PdfReader

from tests.conftest import require
from tests.export.conftest import STORED, notebook_of
from tests.judges import verapdf


@pytest.mark.judge
def test_the_pdf_is_valid_as_pdf_ua_and_pdf_a(pdf, judges_folder, tmp_path):
    (tmp_path / "briefing.pdf").write_bytes(pdf)
    valid, said = verapdf.judge(judges_folder, tmp_path / "briefing.pdf")
    assert valid, said


@pytest.mark.judge
def test_the_judge_refuses_a_pdf_without_its_tags(pdf, judges_folder, tmp_path):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        del document.Root.StructTreeRoot
        document.save(tmp_path / "untagged.pdf")
    valid, said = verapdf.judge(judges_folder, tmp_path / "untagged.pdf")
    assert not valid
    assert "FAIL ua1" in said


def test_the_same_notebook_gives_the_same_bytes(pdf):
    again, _ = get_exporter("briefing-pdf")().from_notebook_node(nbformat.read(STORED, as_version=4))
    assert again == pdf


def test_title_language_and_date_come_from_the_notebook(pdf):
    reader = PdfReader(io.BytesIO(pdf))
    stated = next(
        output.metadata.briefing
        for cell in nbformat.read(STORED, as_version=4).cells
        for output in cell.get("outputs", [])
        if output.metadata.get("briefing", {}).get("kind") == "title"
    )
    assert reader.metadata is not None
    assert reader.metadata.title == stated.title
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date().isoformat() == stated.edition_date


def test_every_chart_carries_its_alt_text(pdf):
    stored = nbformat.read(STORED, as_version=4)
    alts = [
        output.metadata.briefing.alt
        for cell in stored.cells
        for output in cell.get("outputs", [])
        if output.metadata.get("briefing", {}).get("kind") == "figure"
    ]
    with pikepdf.open(io.BytesIO(pdf)) as document:
        told = [str(item.Alt) for item in document.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item]
    assert len(alts) >= 6
    assert [alt for alt in alts if alt not in told] == []


def test_tables_have_column_and_row_headers(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        scopes = re.findall(
            r"/Scope /(\w+)",
            "\n".join(
                repr(item).replace('"', "").replace(":", "")
                for item in document.objects
                if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/TH"
            ),
        )
    assert {"Row", "Column"} <= set(scopes)


@pytest.mark.judge
def test_every_figure_and_accent_can_be_searched(pdf, tmp_path):
    require(shutil.which("pdftotext"), "pdftotext comes with poppler-utils")
    (tmp_path / "briefing.pdf").write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", tmp_path / "briefing.pdf", "-"], capture_output=True, text=True)
    text = re.sub(r"\s+", " ", done.stdout)
    stored = nbformat.read(STORED, as_version=4)
    facts = [
        fact.text.replace("\u00a0", " ")
        for cell in stored.cells
        for output in cell.get("outputs", [])
        for fact in output.metadata.get("briefing", {}).get("facts", [])
    ]
    assert len(facts) > 20
    assert [fact for fact in facts if fact not in text] == []
    assert "Mérida" in text


def test_notebook_text_cannot_run_as_typst():
    hostile = '#panic("run") $x$ #import "/etc/passwd" \\ "quotes" `raw` = heading <label> @ref [x] {y}'
    nb = notebook_of(nbformat.v4.new_markdown_cell(f"# Title\n\n{hostile.replace('<label>', '&lt;label&gt;')}"))
    content, _ = get_exporter("briefing-pdf")().from_notebook_node(nb)
    assert '#panic("run")' in PdfReader(io.BytesIO(content)).pages[0].extract_text().replace("“", '"').replace("”", '"')


@pytest.mark.parametrize("text", ["🙂 中文 עברית", "a" * 3000, "bell \x07 and null-like \x01"])
def test_odd_characters_do_not_stop_the_build(text):
    nb = notebook_of(nbformat.v4.new_markdown_cell(f"# Title\n\n{text}"))
    content, _ = get_exporter("briefing-pdf")().from_notebook_node(nb)
    assert content.startswith(b"%PDF-")
