"""The PDF: tagged, archival, repeatable, complete."""

import io
import re
import shutil
import subprocess
from itertools import pairwise

import nbformat
import pikepdf
import pytest
from nbconvert import get_exporter
from pypdf import PdfReader

from carsi_analysis.blocks import Entry, References, Title
from carsi_analysis.dates import as_spans
from carsi_analysis.export import exhibits_of
from tests.conftest import require
from tests.export.conftest import PROFILE, block_cell, blocks, briefing, exported, notebook_of, output_cell
from tests.judges import verapdf


@pytest.mark.judge
def test_the_judge_refuses_a_pdf_without_its_tags(tmp_path):
    """Whole reports, which are valid, are judged in tests/notebooks/test_printed.py."""
    tagged, _ = get_exporter("briefing-pdf")().from_notebook_node(
        notebook_of(nbformat.v4.new_markdown_cell("# T\n\nt"))
    )
    with pikepdf.open(io.BytesIO(tagged)) as document:
        del document.Root.StructTreeRoot
        document.save(tmp_path / "untagged.pdf")
    valid, said = verapdf.judge(tmp_path / "untagged.pdf")
    assert not valid
    assert "FAIL ua1" in said


def test_the_same_notebook_gives_the_same_bytes(pdf):
    again, _ = get_exporter("briefing-pdf")().from_notebook_node(briefing())
    assert again == pdf


def test_title_language_and_date_come_from_the_notebook(pdf):
    reader = PdfReader(io.BytesIO(pdf))
    (stated,) = blocks("title")
    assert reader.metadata is not None
    assert reader.metadata.title == stated.title
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date().isoformat() == stated.edition_date


def test_every_chart_carries_its_alt_text(pdf):
    alts = [figure["alt"] for figure in blocks("figure") if not figure.get("annex")]
    with pikepdf.open(io.BytesIO(pdf)) as document:
        told = [str(item.Alt) for item in document.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item]
    assert len(alts) >= 2
    assert [alt for alt in alts if alt not in told] == []


def test_tables_have_column_and_row_headers():
    with pikepdf.open(io.BytesIO(exported("briefing-pdf", PROFILE))) as document:
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
    done = subprocess.run(["pdftotext", "-raw", tmp_path / "briefing.pdf", "-"], capture_output=True, text=True)
    text = re.sub(r"\s+", " ", done.stdout)
    facts = [fact["text"].replace("\u00a0", " ") for prose in blocks("prose") for fact in prose["facts"]]
    assert len(facts) > 20
    assert [fact for fact in facts if fact not in text] == []
    assert "Mérida" in text


def test_a_mark_that_is_copied_with_a_figure_does_not_become_a_digit_of_it(pdf):
    copied = "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)
    passages = [line for prose in blocks("prose") for passage in prose["content"] for line in lines_of(passage)]
    pairs = [(one, mark) for line in passages for one, mark in pairwise(line) if types_of(one, mark) == FIGURE_AND_MARK]
    assert len(pairs) >= 3
    for figure, mark in pairs:
        spans = as_spans(source["number"] for source in mark["sources"])
        numbers = ",".join(_span(*span) for span in spans)
        assert f"{''.join(figure['text'].split())}[{numbers}]" in copied


def _span(first, last):
    between = "" if first == last else "," if last == first + 1 else "\u2013"
    return f"{first}{between}{last if between else ''}"


FIGURE_AND_MARK = ["fact", "reference"]


def lines_of(passage: dict) -> list[list]:
    return passage["items"] if passage["type"] == "list" else [passage["content"]]


def types_of(*parts: str | dict) -> list[str]:
    return ["" if isinstance(part, str) else part["type"] for part in parts]


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


@pytest.mark.parametrize(
    "element",
    [
        "<p id='abc'>x</p>",
        "<p id='abc'></p>",
        "<p><a name='abc'></a>x</p>",
        "<p><code id='abc'>x</code></p>",
        "<p><q id='abc'>x</q></p>",
        "<p><span id='abc'><math><mi>x</mi></math></span></p>",
        "<ul id='abc'><li>x</li></ul>",
        "<ul><li id='abc'>x</li></ul>",
        "<ol><li id='abc'><p>x</p></li></ol>",
        "<dl><dt id='abc'>x</dt><dd>y</dd></dl>",
        "<dl><dt>x</dt><dd id='abc'>y</dd></dl>",
        "<pre id='abc'>x</pre>",
        "<blockquote id='abc'><p>x</p></blockquote>",
        "<hr id='abc'>",
        "<table id='abc'><tr><td>x</td></tr></table>",
        "<div><h3 id='abc'>x</h3></div>",
        "<div class='math' id='abc'><math><mi>x</mi></math></div>",
        "<table><tr><td><ul id='abc'><li>x</li></ul></td></tr></table>",
    ],
)
def test_whatever_has_an_identifier_can_be_linked_to(element):
    notebook = notebook_of(nbformat.v4.new_markdown_cell(f"# T\n\n{element}\n\n[see](#abc)"))
    content, _ = get_exporter("briefing-pdf")(strict=True).from_notebook_node(notebook)
    assert len(PdfReader(io.BytesIO(content)).pages[0].get("/Annots", [])) == 1
    page, _ = get_exporter("briefing-html")().from_notebook_node(notebook)
    assert 'id="abc"' in page


@pytest.mark.parametrize(
    "source",
    [
        "<pre>a <span id='abc'>b</span></pre>",
        "<ul><p id='abc'>not in an item</p></ul>",
        "<table><thead><tr><th><i id='abc'>a head that every page repeats</i></th></tr></thead>"
        + "<tr><td>x</td></tr>" * 120
        + "</table>",
    ],
)
def test_a_link_to_what_print_cannot_name_stays_text(source):
    reader = pdf_of(nbformat.v4.new_markdown_cell(f"# T\n\n{source}\n\n[see](#abc)"))
    assert "see" in reader.pages[-1].extract_text()
    assert "/Annots" not in reader.pages[-1]


def table_of(columns: int, rows: int) -> str:
    head = "".join(f"<th>Column {number} name</th>" for number in range(columns))
    body = "".join(f"<tr>{''.join(f'<td>value {row}-{n}</td>' for n in range(columns))}</tr>" for row in range(rows))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def pdf_of(*cells) -> PdfReader:
    content, _ = get_exporter("briefing-pdf")().from_notebook_node(notebook_of(*cells))
    return PdfReader(io.BytesIO(content))


def test_a_long_table_repeats_its_header_on_every_page():
    reader = pdf_of(nbformat.v4.new_markdown_cell("# T"), output_cell({"text/html": table_of(3, 120)}))
    assert len(reader.pages) > 2
    assert all("Column 1 name" in page.extract_text() for page in reader.pages)


def test_a_wide_table_turns_its_page():
    reader = pdf_of(nbformat.v4.new_markdown_cell("# T"), output_cell({"text/html": table_of(20, 6)}))
    shapes = {page.mediabox.width > page.mediabox.height for page in reader.pages}
    assert True in shapes


def test_paper_is_a_choice():
    sizes = []
    for paper in ("us-letter", "a4"):
        nb = notebook_of(nbformat.v4.new_markdown_cell("# T\n\nText."))
        content, _ = get_exporter("briefing-pdf")(paper=paper).from_notebook_node(nb)
        page = PdfReader(io.BytesIO(content)).pages[0]
        sizes.append((round(float(page.mediabox.width)), round(float(page.mediabox.height))))
    assert sizes == [(612, 792), (595, 842)]


def test_a_footnote_stands_on_the_page_of_its_mark():
    paragraphs = "\n\n".join("Words that fill the page. " * 40 for _ in range(12))
    reader = pdf_of(nbformat.v4.new_markdown_cell(f"# T\n\nA claim.[^1]\n\n{paragraphs}\n\n[^1]: The footnote text."))
    assert len(reader.pages) > 1
    assert "The footnote text." in reader.pages[0].extract_text()
    assert "A claim.[1]" in reader.pages[0].extract_text()


@pytest.mark.judge
def test_the_spanish_edition_can_be_searched_with_its_accents(tmp_path):
    require(shutil.which("pdftotext"), "pdftotext comes with poppler-utils")
    notebook = briefing("es")
    content, _ = get_exporter("briefing-pdf")().from_notebook_node(notebook)
    (tmp_path / "es.pdf").write_bytes(content)
    done = subprocess.run(["pdftotext", "-raw", tmp_path / "es.pdf", "-"], capture_output=True, text=True)
    text = re.sub(r"\s+", " ", done.stdout)
    facts = [one["text"].replace("\u00a0", " ") for one in exhibits_of(notebook) if one["kind"] == "fact"]
    assert len(facts) > 20
    assert [fact for fact in facts if fact not in text] == []
    assert {"año", "página", "Panamá", "halló"} <= set(re.findall(r"\w+", text))
    assert PdfReader(io.BytesIO(content)).trailer["/Root"]["/Lang"] == "es"


def references_of(compact: bool, count: int = 12) -> bytes:
    """Export a list of sources alone."""
    entries = [
        Entry(
            number,
            f"source-{number}",
            f"Body {number}. Title of some length, printed in {number} volumes.",
            f"https://www.example.org/a/long/address/of/source/{number}",
        )
        for number in range(1, count + 1)
    ]
    title = Title(title="A hand-out", language="en", compact=compact)
    notebook = notebook_of(block_cell(title), block_cell(References(entries=entries)))
    content, _ = get_exporter("briefing-pdf")().from_notebook_node(notebook)
    assert isinstance(content, bytes)
    return content


@pytest.mark.judge
def test_compact_references_are_valid_too(tmp_path):
    files = [tmp_path / f"{count}.pdf" for count in (12, 200)]
    for file in files:
        file.write_bytes(references_of(compact=True, count=int(file.stem)))
    valid, said = verapdf.judge(*files)
    assert valid, said


def test_compact_references_stand_in_two_columns_and_still_lead_to_the_whole_address():
    reader = PdfReader(io.BytesIO(references_of(compact=True)))
    text = reader.pages[0].extract_text()
    assert "example.org" in text
    assert "https://" not in text
    targets = {str(note.get_object()["/A"]["/URI"]) for note in reader.pages[0]["/Annots"]}
    assert {f"https://www.example.org/a/long/address/of/source/{number}" for number in range(1, 13)} <= targets
    boxes = [[float(edge) for edge in note.get_object()["/Rect"]] for note in reader.pages[0]["/Annots"]]
    middle = float(reader.pages[0].mediabox.width) / 2
    left, right = ([box for box in boxes if (box[0] < middle) is side] for side in (True, False))
    assert abs(len(left) - len(right)) <= 2
    assert "https://www.example.org/a/long/address/of/source/12" in PdfReader(
        io.BytesIO(references_of(compact=False))
    ).pages[0].extract_text().replace("\n", "").replace("\u200b", "")


def test_compact_references_that_go_on_overleaf_keep_their_order():
    pages = PdfReader(io.BytesIO(references_of(compact=True, count=200))).pages
    text = "".join(page.extract_text() for page in pages)
    assert len(pages) > 1
    assert [int(number) for number in re.findall(r"Body (\d+)\.", text)] == list(range(1, 201))


@pytest.mark.parametrize(
    "heading", ["[Goal](#goal)", "*[Goal](#goal)* and", "See [docs](https://e.org)", "Goal^[a note]"]
)
def test_a_link_or_a_note_in_a_heading_prints_where_the_heading_runs_at_the_head_of_pages(heading):
    cells = [nbformat.v4.new_markdown_cell(f"# T\n\n## Goal\n\nx\n\n## {heading}\n\n{'Words go on. ' * 900}")]
    content, _ = get_exporter("briefing-pdf")(strict=True).from_notebook_node(notebook_of(*cells))
    assert len(PdfReader(io.BytesIO(content)).pages) > 2
