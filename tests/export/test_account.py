"""The account of a file: what a notebook shows is seen in it, or the file and its maker are told."""

import base64
import io
import re
import shutil
import subprocess
from dataclasses import replace

import nbformat
import pytest
from nbconvert import get_exporter
from PIL import Image

from carsi_analysis.export import account, on_paper
from carsi_analysis.export.counts import Count, words_in
from carsi_analysis.export.document import Figure, Notice, Prose, Stream
from carsi_analysis.export.exporters import BriefingPDFExporter
from carsi_analysis.export.lint import ExportError
from carsi_analysis.export.pdf import write_pdf
from carsi_analysis.export.pictures import Picture
from carsi_analysis.export.read import read
from carsi_analysis.export.text import write_text
from carsi_analysis.export.tree import Element, parts_of
from tests.conftest import require
from tests.export.conftest import notebook_of, output_cell
from tests.export.test_strangers import NOTEBOOKS, PIXEL

KINDS = ("briefing-html", "briefing-pdf", "briefing-text")


def markdown(source, **metadata):
    return nbformat.v4.new_markdown_cell(source, metadata=metadata)


def code(source, *outputs, **metadata):
    return nbformat.v4.new_code_cell(source, outputs=list(outputs), metadata=metadata)


def printed(text, name="stdout"):
    return nbformat.v4.new_output("stream", name=name, text=text)


def text_of(*cells, **options):
    return get_exporter("briefing-text")(**options).from_notebook_node(notebook_of(*cells))[0]


def words_on_paper(content, folder):
    require(shutil.which("pdftotext"), "pdftotext comes with poppler-utils")
    (folder / "a.pdf").write_bytes(content)
    done = subprocess.run(["pdftotext", "-raw", folder / "a.pdf", "-"], capture_output=True, text=True)
    return "".join(done.stdout.split())


@pytest.mark.judge
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_paper_shows_the_words_and_pictures_of_the_notebook(path, tmp_path):
    notebook = nbformat.read(path, as_version=4)
    document = read(notebook, path.stem)
    content, told = write_pdf(document)
    assert told == [] and on_paper.losses(document, content) == []
    shown = words_on_paper(content, tmp_path)
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and "$" not in cell.source and "|" not in cell.source:
            plain = re.sub(r"\]\([^)]*\)|\[\^[^\]]*\]:?|<[^>]+>", " ", cell.source)
            assert [word for word in re.findall(r"[A-Za-z]{4,}", plain) if word not in shown] == []


def test_what_a_pdf_lacks_is_told_by_cell():
    whole = read(
        notebook_of(markdown("# T\n\nkept"), markdown(f"lost words ![a fish](data:image/png;base64,{PIXEL}) $x^2$")),
        "n",
    )
    content, _ = write_pdf(replace(whole, blocks=whole.blocks[:1]))
    (loss,) = on_paper.losses(whole, content)
    assert (loss.cell, set(loss.words.split()), loss.pictures, loss.formulas) == (2, {"lost", "words"}, 1, 1)


def test_what_the_text_version_lacks_is_told_by_cell():
    lost = f"lost words $y^2$ ![a fish](data:image/png;base64,{PIXEL})\n\n| head |\n|---|\n| 417 |"
    whole = read(notebook_of(markdown("# T\n\nkept"), markdown(lost)), "n")
    (loss,) = account.of_text(whole, write_text(replace(whole, blocks=whole.blocks[:1])))
    assert (loss.cell, set(loss.words.split())) == (2, {"lost", "words", "y", "2", "a", "fish", "head", "417"})
    assert account.of_text(whole, write_text(whole)) == []


def test_rows_beyond_the_paper_are_missing_though_the_file_holds_them():
    rows = "\n".join(f"row {number:03d}" for number in range(200))
    document = read(notebook_of(output_cell({"text/plain": rows})), "n")
    source = write_pdf(document)[0]
    assert on_paper.losses(document, source) == []
    import pikepdf

    with pikepdf.open(io.BytesIO(source)) as pdf:
        for page in pdf.pages:
            page.mediabox = [0, 400, 612, 792]
        cut = io.BytesIO()
        pdf.save(cut)
    assert [loss.cell for loss in on_paper.losses(document, cut.getvalue())] == [1]


@pytest.mark.parametrize("kind", KINDS)
def test_a_note_that_nothing_refers_to_is_told_and_fails_a_strict_export(kind):
    notebook = notebook_of(markdown("# T\n\nWords.\n\n[^1]: Orphaned remark."))
    (notice,) = [block for block in read(notebook, "n").blocks if isinstance(block, Notice)]
    assert "orphaned" in notice.detail
    with pytest.raises(ExportError, match=r"cell 1: .*orphaned remark"):
        get_exporter(kind)(strict=True).from_notebook_node(notebook)


def test_a_picture_in_every_place_of_markdown_is_on_paper():
    picture = f"![p](data:image/png;base64,{PIXEL})"
    source = (
        f"# T\n\n{picture}\n\nwords {picture} words\n\n- {picture}\n\n> {picture}\n\n[{picture} linked](https://e.org)"
    )
    BriefingPDFExporter(strict=True).from_notebook_node(
        notebook_of(markdown(f"{source}\n\n| a |\n|---|\n| {picture} |"))
    )


def test_a_block_that_print_cannot_set_stands_as_words_and_names_its_cell():
    document = read(notebook_of(markdown("# T\n\nBefore."), markdown("After.")), "n")
    broken = Figure(2, "fig-1", 1, ["A caption"], picture=Picture("png", b"no picture", 10, 10), alt="A red fish")
    content, told = write_pdf(replace(document, blocks=[*document.blocks, broken]))
    assert [finding.cell for finding in told] == [2]
    assert "main.typ" not in told[0].message and "#" not in told[0].message
    assert (
        on_paper.losses(replace(document, blocks=[*document.blocks, Stream(2, "A red fish A caption")]), content) == []
    )


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<style>.x{color:red}</style>", ""),
        ("<script>load()</script>", ""),
        ("<ol class=list-inline><li>12</li><li>13</li></ol>", "12 · 13"),
        ("<p hidden>secret</p><p>open</p>", "open"),
        ("<style>.f{display:none}</style><p class='f'>secret</p><p>open</p>", "open"),
        ('<div id=\'a1\'></div><script>draw(\'a1\', {"title": {"text": "Rainfall"}})</script>', "“Rainfall”"),
        ("<div><span>Make this Notebook Trusted to load map</span><iframe src='x'></iframe></div>", "interactive"),
    ],
)
def test_an_output_shows_what_is_meant_for_readers(html, shown):
    text = text_of(markdown("# T"), output_cell({"text/html": html, "text/plain": "<object>"}))
    assert (shown in text) if shown else text == "# T\n"
    assert "secret" not in text and "Trusted" not in text and "<object>" not in text


def test_the_static_form_of_a_chart_is_shown_instead_of_a_notice():
    data = {
        "application/vnd.plotly.v1+json": {"layout": {}},
        "text/html": "<div id='a'></div><script>a</script>",
        "image/png": PIXEL,
    }
    (figure,) = read(notebook_of(output_cell(data)), "n").blocks
    assert isinstance(figure, Figure)


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "ICO", "GIF", "WEBP"])
def test_pictures_of_any_format_take_the_width_that_their_cell_states(kind):
    import base64

    buffer = io.BytesIO()
    Image.new("RGB", (64, 32), "navy").save(buffer, kind)
    address = f"data:image/x;base64,{base64.b64encode(buffer.getvalue()).decode()}"
    (prose,) = read(notebook_of(markdown(f"words <img alt='a' src='{address}' style='width: 50%'>")), "n").blocks
    (image,) = [part for part in parts_of(prose) if isinstance(part, Element) and part.name == "img"]
    assert (
        int(image.get("width")) == pytest.approx(2 * int(image.get("height")), abs=1) and int(image.get("width")) > 250
    )


@pytest.mark.parametrize(
    "cell",
    [
        *(
            code("x", printed("secret"), tags=[tag])
            for tag in ("remove-output", "hide_output", "hide-cell", "remove_cell")
        ),
        code("#| output: false\nx", printed("secret")),
        code("#| include: false\nx", printed("secret")),
        code("x", printed("secret"), jupyter={"outputs_hidden": True}),
    ],
)
def test_what_an_author_hides_is_not_shown(cell):
    assert "secret" not in text_of(markdown("# T"), cell)


def test_front_matter_names_the_document_and_several_first_headings_are_sections():
    front = nbformat.v4.new_raw_cell("---\ntitle: Water\nauthor: [A. B., {name: C. D.}]\ndate: 2024-03-05\n---")
    document = read(notebook_of(front, markdown("# One\n\na"), markdown("# Two\n\nb")), "n")
    assert (document.meta.title, document.meta.authors, document.meta.edition_date) == (
        "Water",
        ["A. B.", "C. D."],
        "2024-03-05",
    )
    assert [heading.level for heading in document.headings(2)] == [1, 1]


@pytest.mark.parametrize("make", [nbformat.v4.new_raw_cell, markdown])
def test_an_author_whom_front_matter_names_without_a_list_is_named(make):
    cell = make("---\ntitle: Water\nauthor: A. Writer\n---\n\nText.")
    assert "A. Writer" in text_of(cell) and read(notebook_of(cell), "n").meta.authors == ["A. Writer"]


def test_the_text_version_keeps_lists_code_tables_quotations_and_links():
    source = "# T\n\n1. a\n   - b\n\n```\nx\n  y\n```\n\n> q\n\n| h | i |\n|---|---|\n| 1 | 2 |"
    text = text_of(markdown(f"{source}\n\n[l](https://e.org)\n\n- [x] done"))
    for kept in ("1. a\n   - b", "```\nx\n  y\n```", "> q", "| h | i |", "| 1 | 2 |", "[l](https://e.org)", "- ☑ done"):
        assert kept in text


def test_messages_on_the_error_stream_and_shortened_output_are_told():
    cell = code("x", printed("1\n2\n3\n"), printed("Warning: old\n", "stderr"), printed("4\n"))
    text = text_of(cell, longest_output=2)
    assert "1\n2\n```" in text and "2 lines" in text and "cells: 1" in text and "old" not in text
    assert [type(block) for block in read(notebook_of(cell), "n").blocks] == [Stream, Notice]


@pytest.mark.parametrize("words", ["", "<p>beside it</p>"])
def test_long_tables_of_outputs_are_shortened_and_told_while_written_ones_stay(words):
    rows = "</tr><tr>".join(f"<td>r{n}</td>" for n in range(9))
    page = f"<table><tr><td rowspan=9>group</td>{rows}</tr></table>{words}"
    cells = [code("x", nbformat.v4.new_output("display_data", data={"text/html": page}))]
    cells.append(markdown("# T\n\n|a|\n|-|\n" + "".join(f"|w{n}|\n" for n in range(9))))
    text = text_of(*cells, longest_output=3)
    assert "r1" in text and "r3" not in text and "w8" in text and "6 rows" in text
    with pytest.raises(ExportError, match="cell 1: 6 rows of its output are left out"):
        text_of(*cells, longest_output=3, strict=True)


def test_prose_of_notes_of_several_paragraphs_is_no_code():
    document = read(notebook_of(markdown("# T\n\nWords.[^1]\n\n[^1]: One.\n\n    Two.")), "n")
    assert isinstance(document.blocks[0], Prose)
    assert [part.name for part in parts_of(document.footnotes[0].content)] == ["p", "p"]


NESTED = "<table><tr><td><table><tr><td>inner</td></tr></table></td><td>side</td></tr></table>"
XARRAY = (
    "<style>.f{display:none} .w{display:block !important}</style>"
    "<svg style='width:0'><defs><symbol id='i'><path d='M0'/></symbol></defs></svg><pre class='f'>fallback</pre>"
    "<div class='w' style='display:none'>rich <svg><use href='#i'/></svg></div>"
)


@pytest.mark.parametrize(
    ("page", "shown", "times"),
    [(NESTED, "inner", 1), (XARRAY, "rich", 1), (XARRAY, "fallback", 0), ("<p>Loading BokehJS ...</p>", "Loading", 0)],
)
def test_each_visible_word_of_an_output_stands_once_and_no_stand_in(page, shown, times):
    cell = code("x", nbformat.v4.new_output("display_data", data={"text/html": page}))
    assert text_of(markdown("# T"), cell, strict=True).count(shown) == times


def test_sound_and_colours_that_no_document_holds_are_told():
    page = "<audio controls>Your browser does not support the audio element.</audio>"
    sound = code("x", nbformat.v4.new_output("display_data", data={"text/html": page}))
    with pytest.raises(ExportError, match="cell 1: an interactive output cannot be shown"):
        text_of(sound, strict=True)
    coloured = code(
        "x", nbformat.v4.new_output("display_data", data={"text/html": '<p style="color: color(rec2020 1 0 0)">a</p>'})
    )
    with pytest.raises(ExportError, match=r"the colour color\(rec2020 1 0 0\) is left out"):
        text_of(coloured, strict=True)


REGRESSION = r"""\begin{table}[t]
\centering
\caption{Prices of \textbf{water}}
\label{tab:a}
\begin{tabular}{lrr}
\toprule
 & \multicolumn{2}{c}{year \& month} \\
\cmidrule(lr){2-3}
name & a\_b & b \\
\midrule
\multirow[t]{2}{*}{x} & 1.5 & $x^2$ \\
 & 2 & 50\% \\[2pt]
total & \$5 & 6--7 \\
\bottomrule
\end{tabular}
Notes: from A.
\end{table}"""


def test_a_table_of_latex_is_a_table():
    told = text_of(code("x", nbformat.v4.new_output("display_data", data={"text/latex": REGRESSION})), strict=True)
    for row in ("| x | 1.5 | $x^2$ |", "| total | $5 | 6–7 |", "Prices of", "Notes: from A."):
        assert row in told.replace("\\$", "$"), told
    assert "tabular" not in told and "label" not in told
    ruled = r"\begin{tabular}{r|l} a & b \\ \hline 1 & 2\\ \hline 3 & 4\\ \end{tabular}"
    told = text_of(code("x", nbformat.v4.new_output("display_data", data={"text/latex": ruled})), strict=True)
    assert "| 3 | 4 |" in told and "hline" not in told


def test_a_picture_whose_address_is_written_with_spaces_is_shown():
    html = f'<img alt="a fish" src="data: image/png; base64,{PIXEL}"> beside'
    shown = text_of(code("x", nbformat.v4.new_output("display_data", data={"text/html": html})), strict=True)
    assert "a fish" in shown


def test_html_that_quarto_takes_raw_is_shown_as_such():
    told = text_of(markdown("```{=html}\n<p>raw <strong>words</strong></p>\n```\n\nafter"), strict=True)
    assert "raw **words**" in told and "<p>" not in told and "=html" not in told


def test_lines_that_are_printed_as_markdown_are_read_as_such():
    assert "| 1 |" in text_of(code("#| output: asis\nx", printed("| a |\n|---|\n| 1 |\n")), strict=True)


def test_languages_of_code_and_widths_of_pictures_are_no_words_that_are_missed():
    source = f"- a\n\n  ```python\n  b\n  ```\n\n![c](data:image/png;base64,{PIXEL}){{width=40%}}"
    assert "python" not in text_of(markdown(source), strict=True)


def test_charts_without_words_have_regions_of_different_names():
    picture = Image.new("RGB", (1200, 80))
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    data = {"image/png": base64.b64encode(stream.getvalue()).decode()}
    cells = [code("x", nbformat.v4.new_output("display_data", data=data)) for _ in range(2)]
    page = get_exporter("briefing-html")().from_notebook_node(notebook_of(*cells))[0]
    names = re.findall(r'role="region"[^>]*aria-label="([^"]*)"', page)
    assert len(names) == len(set(names)) == len(cells)


def test_a_number_that_paper_folds_is_seen():
    document = read(notebook_of(code("x", printed("a" * 122 + " 3247b"))), "n")
    assert on_paper.losses(document, write_pdf(document)[0]) == []


def test_numbers_that_a_narrow_column_puts_side_by_side_are_seen_and_others_are_missed():
    pieces = [(1, Count({"13": 1, "1": 2, "1995": 1}))]
    told = [(loss.cell, loss.words) for loss in account.missing(pieces, words_in("13.11995 1 page 1"), "13.11995")]
    assert told == []
    (loss,) = account.missing(pieces, words_in("13.1 1 1996"), "13.1 1 1996")
    assert (loss.cell, loss.words) == (1, "1995")
