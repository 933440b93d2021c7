"""What stands in a notebook where no reader of its document would look for it: told by its own cell, or shown."""

import json
import re

import nbformat
import pytest
from nbconvert import get_exporter

from carsi_analysis.export.foreign.forms import title_of
from carsi_analysis.export.foreign.meta import title_of as stated_by
from carsi_analysis.export.lint import ExportError
from carsi_analysis.export.read import read
from carsi_analysis.export.tree import Element, parts_of
from tests.export.conftest import notebook_of, output_cell
from tests.export.test_account import code, markdown, printed, text_of
from tests.export.test_strangers import PIXEL
from tests.export.test_tables import html_table, pdf_of, words


@pytest.mark.parametrize("name", ["audio", "video", "iframe"])
def test_a_film_or_sound_in_markdown_is_told_once_by_its_cell(name):
    source = f'# T\n\nBefore.\n\n<{name} src="a">stand-in</{name}>\n\nAfter.'
    with pytest.raises(ExportError) as failed:
        text_of(markdown("# T"), markdown(source), strict=True)
    (told,) = str(failed.value).splitlines()
    assert "cell 2: an interactive output cannot be shown" in told
    shown = text_of(markdown(source))
    assert "Before." in shown and "After." in shown and "stand-in" not in shown


def test_words_that_another_cell_says_too_are_missed_in_theirs():
    lost = "[^1]: Orphaned remark."
    document = read(notebook_of(markdown("# T\n\nAn orphaned remark stands here."), markdown(f"Words.\n\n{lost}")), "n")
    assert [(one.cell, one.message) for one in document.findings] == [
        (2, "the words “orphaned remark” cannot be seen in the file")
    ]


def test_a_cell_of_which_something_else_is_told_is_looked_through_as_well():
    document = read(notebook_of(markdown("# T\n\n[a](b.txt) ![c](d.png)\n\n[^1]: Orphaned remark.")), "n")
    assert any("orphaned remark" in finding.message for finding in document.findings)


def test_what_stands_in_a_table_outside_of_its_cells_is_shown_before_it():
    rows = "<tr><th>a</th></tr>{}<tr><td>1</td></tr>"
    stray = f"<table><tbody>{rows.format('<p>Stray <b>words</b></p>')}</tbody></table>"
    for cell in (output_cell({"text/html": stray}), markdown(stray)):
        shown = text_of(cell, strict=True)
        assert shown.index("Stray **words**") < shown.index("| 1 |")
    sizes = "10 rows × 5 columns (omitted printing of 2 columns)"
    (block,) = read(
        notebook_of(output_cell({"text/html": f"<table>{rows.format(f'<p>{sizes}</p>')}</table>"})), "n"
    ).blocks
    assert block.notes == [[sizes]]


def test_what_a_form_holds_is_shown():
    assert "| 1 |" in text_of(
        output_cell({"text/html": "<form><table><tr><td>1</td></tr></table></form> a"}), strict=True
    )


PLOTLY = {"legend": {"title": {"text": "country"}}, "xaxis": {"title": {"text": "Year"}}}
VEGA = {"encoding": {"x": {"title": "Year"}}, "mark": "bar"}


@pytest.mark.parametrize(
    ("data", "title"),
    [
        ({"application/vnd.plotly.v1+json": {"data": [], "layout": PLOTLY}}, ""),
        ({"application/vnd.plotly.v1+json": {"layout": {**PLOTLY, "title": {"text": "<b>Rain</b>"}}}}, "Rain"),
        ({"text/html": f'<script>Plotly.newPlot("a", [{{"x": [1]}}], {json.dumps(PLOTLY)}, {{}})</script>'}, ""),
        ({"text/html": f'<script>draw("a", {json.dumps({**PLOTLY, "title": "Rain"})})</script>'}, "Rain"),
        ({"application/vnd.vegalite.v5+json": VEGA}, ""),
        ({"application/vnd.vegalite.v5+json": {**VEGA, "title": ["Rain", "in May"]}}, "Rain in May"),
        ({"text/html": "<iframe srcdoc='&lt;title&gt;Rain&lt;/title&gt;'></iframe>"}, "Rain"),
    ],
)
def test_the_title_of_a_chart_is_none_of_its_axes(data, title):
    assert title_of(data) == title


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("2024-03-05T10:00", "2024-03-05"),
        ("June 16, 2018", "2018-06-16"),
        ("16 June 2018", "2018-06-16"),
        ("03/05/2024", None),
    ],
)
def test_a_date_is_read_where_its_order_is_known_and_else_told(stated, day):
    notebook = notebook_of(markdown("# T"))
    notebook.metadata["date"] = stated
    title, findings = stated_by(notebook)
    assert title.edition_date == day and bool(findings) == (day is None)


TALL = r"""\begin{tabular}{ll}
\toprule a & b \\ \midrule
\multirow[t]{3}{*}{\textbf{x}} & 1 \\
 & 2 \\
filled & 3 \\
\multirow{2}{2cm}{y} & 4 \\ \cline{1-2}
 & 5 \\
\bottomrule
\end{tabular}"""


def test_a_cell_of_latex_spans_the_empty_ones_below_it_and_no_others():
    (block,) = read(notebook_of(output_cell({"text/latex": TALL})), "n").blocks
    assert [[(cell.text, cell.rowspan) for cell in row] for row in block.table.body] == [
        [("x", 2), ("1", 1)],
        [("2", 1)],
        [("filled", 1), ("3", 1)],
        [("y", 2), ("4", 1)],
        [("5", 1)],
    ]


FOLDED = """<style>
.parts > input {{ display: none }}
.details, .data {{ display: none }}
.switch:checked ~ .details {{ display: contents }}
.box {{ display: block !important }}
</style>
<div class="box" style="display: none"><div class="parts"><input class="switch" type="checkbox" {state}>
<label>Attributes:</label><div class="details">units m</div></div></div>"""


@pytest.mark.parametrize(("state", "seen"), [("checked", True), ("", False)])
def test_what_a_switch_of_a_style_sheet_unfolds_is_seen_and_what_it_folds_is_not(state, seen):
    shown = text_of(output_cell({"text/html": FOLDED.format(state=state), "text/plain": "<xarray>"}), strict=True)
    assert "Attributes:" in shown and ("units m" in shown) == seen and "<xarray>" not in shown


@pytest.mark.parametrize(
    ("sheet", "style", "seen"),
    [
        (".a {display: none} .a {display: block}", "", True),
        (".a {display: block} .a {display: none}", "", False),
        ("#i {display: block} .a {display: none}", "", True),
        (".a {display: none}", "display: block", True),
        (".a {display: none !important}", "display: block", False),
        (".a {visibility: hidden; display: block}", "", False),
    ],
)
def test_of_two_styles_that_say_whether_something_is_seen_the_stronger_decides(sheet, style, seen):
    page = f'<style>{sheet}</style><p>open</p><p class="a" id="i" style="{style}">words</p>'
    assert ("words" in text_of(output_cell({"text/html": page}), strict=True)) == seen


LOADING = """<table id="t1"><thead><tr><th>town</th></tr></thead><tbody><tr><td>Loading ITables v2 from the internet...
(need <a href="https://e.org">help</a>?)</td></tr></tbody></table><script>show("#t1", [["Ica"]])</script>"""


def test_a_table_that_a_script_fills_is_told_and_shown_as_the_notebook_prints_it():
    printed = "   town\n0  Ica\n\n[1 rows x 1 columns]"
    shown = text_of(output_cell({"text/html": LOADING, "text/plain": printed}))
    assert printed in shown and "interactive" in shown and "Loading" not in shown
    with pytest.raises(ExportError, match="cell 1: an interactive output cannot be shown"):
        text_of(output_cell({"text/html": LOADING, "text/plain": "<itables.Table>"}), strict=True)


def test_outputs_without_a_name_keep_their_order_on_paper():
    tables = [output_cell({"text/html": html_table(3, 12, f"t{place}" + "_{}")}) for place in range(9)]
    between = [code("x", printed(f"after{place}")) for place in range(9)]
    cells = [cell for pair in zip(tables, between, strict=True) for cell in pair]
    seen = [word for word in words(pdf_of(markdown("# T"), *cells)) if word.startswith("after") or word.endswith("_0")]
    once = list(dict.fromkeys(seen))  # a table that goes on overleaf says its head again
    assert once == [word for place in range(9) for word in (f"t{place}_0", f"after{place}")]


ROWLESS = "<table><thead><th>a</th><th>b</th></thead><tbody><tr><td>1</td><td>2</td></tr><td>3<td>4</tbody></table>"


def test_cells_without_a_row_make_one_as_in_browsers():
    for cell in (output_cell({"text/html": ROWLESS}), markdown(ROWLESS)):
        shown = text_of(cell, strict=True)
        assert "| a | b |" in shown and "| 1 | 2 |" in shown and "| 3 | 4 |" in shown


ICON = '<svg viewBox="0 0 500 400" style="height:1em;width:1.25em" aria-label="house"><path d="M0 0h500v400z"/></svg>'


@pytest.mark.parametrize(
    ("picture", "width"),
    [
        (f"<table><tr><td>{ICON}</td><td>{'words ' * 30}</td></tr></table>", 15.0),
        (f"words {ICON}", 15.0),
        (f'words <img alt="p" style="max-width:100%" src="data:image/png;base64,{PIXEL}">', 0.75),
        (f'words <img alt="p" style="max-width:8px;width:40px" src="data:image/png;base64,{PIXEL}">', 6.0),
    ],
)
def test_a_picture_is_as_large_as_its_style_states(picture, width):
    (drawn,) = [
        element
        for block in read(notebook_of(output_cell({"text/html": picture})), "n").blocks
        for element in parts_of(block)
        if isinstance(element, Element) and element.name == "img"
    ]
    assert float(drawn.get("width")) == pytest.approx(width / 0.75, abs=0.6)
    assert drawn.get("alt") in {"house", "p"}


BOUNDS = {"data": {"text/plain": "(0.0, 10.0)"}}


@pytest.mark.parametrize(
    ("source", "pictures", "seen"),
    [("plt.plot(x)\nplt.xlim(0, 10)", 1, False), ("(mean, sd)", 1, True), ("ax.axis()", 0, True)],
)
def test_what_setting_the_bounds_of_a_drawing_gives_back_is_left_out_and_no_other_pair(source, pictures, seen):
    drawn = [nbformat.v4.new_output("display_data", data={"image/png": PIXEL})] * pictures
    cell = code(f"#| fig-alt: a\n{source}", nbformat.v4.new_output("display_data", **BOUNDS), *drawn)
    assert ("(0.0, 10.0)" in text_of(cell, strict=True)) == seen


def test_marks_of_a_list_stand_where_its_lines_begin():
    (block,) = read(notebook_of(markdown("- \u0628\u0646\u062f\n- \u062b\u0627\u0646")), "n").blocks
    assert block.content[0].get("dir") == "rtl"
    assert "dir" not in read(notebook_of(markdown("- one")), "n").blocks[0].content[0].attributes


def test_a_line_printed_in_pieces_and_the_target_of_a_role_are_not_missed():
    cells = [
        code("x", *(printed("0") for _ in range(4))),
        markdown("See {download}`this file <./notebook.ipynb>` now."),
    ]
    shown = text_of(*cells, strict=True)
    assert "0000" in shown and "this file now" in shown


@pytest.mark.parametrize(
    ("html", "seen"),
    [
        ("<ruby>漢字<rt>かんじ</rt></ruby>だ", "漢字(かんじ)だ"),
        ("<ruby>漢<rp>（</rp><rt>かん</rt><rp>）</rp>字<rp>（</rp><rt>じ</rt><rp>）</rp></ruby>", "漢(かん)字(じ)"),
        ("<ruby>漢<rp>(<rt>kan<rp>)</ruby> ends", "漢(kan) ends"),
        ("<ruby>漢<rt></rt></ruby>", "漢"),
        ("done <progress value='30' max='100'></progress>", "done 30 %"),
        ("<progress value='.5'></progress><progress value='.125'></progress>", "50 % 12.5 %"),
        ("<meter min='10' max='20' value='15'></meter>", "50 %"),
        ("<meter value='7' max='3'></meter>", "100 %"),
        ("<meter value='15' max='20'>15 of 20</meter>", "15 of 20"),
        ("<progress value='5' max='5'></progress> 100.00% [5/5 00:01]", "100.00% [5/5 00:01]"),
        ("waits <progress></progress><meter value='x'></meter><meter value='1' max='0'></meter>", "waits"),
    ],
)
def test_readings_and_bars_are_shown_in_words(html, seen):
    for shown in (f"<p>{html}</p>", f"<table><tr><td>{html}</td></tr></table>"):
        text, _ = get_exporter("briefing-text")(strict=True).from_notebook_node(
            notebook_of(output_cell({"text/html": shown}))
        )
        assert re.sub(r"\s+", " ", text.splitlines()[-1].strip("| ")) == seen


def test_a_stream_of_any_name_is_shown_but_that_of_errors():
    streams = [
        nbformat.v4.new_output("stream", name=name, text=f"{name} 1\n") for name in ("stdin", "stdout", "stderr")
    ]
    document = read(notebook_of(nbformat.v4.new_code_cell("input()", outputs=streams)))
    assert document.blocks[0].text == "stdin 1\nstdout 1"
    assert ["stderr 1" in finding.message for finding in document.findings] == [True]
