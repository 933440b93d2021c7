"""Notebooks that know nothing of this project: tables of several libraries, charts, formulas."""

import json
from pathlib import Path

import mistune
import nbformat
import pytest
from bs4 import BeautifulSoup
from nbconvert import get_exporter

from carsi_analysis.exhibits.prose import as_markdown
from carsi_analysis.export.html import write_html
from carsi_analysis.export.lint import ExportError
from carsi_analysis.export.pdf import write_pdf
from carsi_analysis.export.read import read
from carsi_analysis.export.text import write_text
from tests.export.conftest import notebook_of, output_cell, svg
from tests.judges import axe, verapdf

FOLDER = Path(__file__).with_name("notebooks")
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def export(path: Path, name: str, **options) -> str | bytes:
    output, _ = get_exporter(name)(**options).from_notebook_node(
        nbformat.read(path, as_version=4), resources={"metadata": {"name": path.stem}}
    )
    return output


@pytest.mark.judge
def test_all_are_valid_as_pdf(tmp_path):
    files = [tmp_path / f"{path.stem}.pdf" for path in NOTEBOOKS]
    for path, file in zip(NOTEBOOKS, files, strict=True):
        file.write_bytes(export(path, "briefing-pdf"))
    valid, said = verapdf.judge(*files)
    assert valid, said


@pytest.mark.judge
@each_notebook
def test_axe_finds_nothing_but_the_missing_words(path, tmp_path):
    (tmp_path / "page.html").write_text(export(path, "briefing-html"), encoding="utf-8")
    found, requested = axe.judge(tmp_path / "page.html", "light")
    assert [one["id"] for one in found] == []
    assert requested == []


def test_tables_of_three_libraries_keep_their_headers():
    soup = BeautifulSoup(export(FOLDER / "penguin_table_tour.ipynb", "briefing-html"), "html.parser")
    tables = soup.find_all("table")
    assert len(tables) >= 6
    for table in tables:
        assert table.find("th", scope="col"), table
        assert not table.find("style")
    assert "Five birds" in soup.get_text()
    assert soup.find(role="doc-endnotes") or "made up for this notebook" in soup.get_text()


def test_formulas_become_mathml_with_their_source():
    soup = BeautifulSoup(export(FOLDER / "formulas.ipynb", "briefing-html"), "html.parser")
    assert len(soup.find_all("math")) >= 8
    assert all(formula.get("alttext") for formula in soup.find_all("math"))
    assert r"$\hat\beta" in export(FOLDER / "formulas.ipynb", "briefing-text")


def test_strict_names_the_chart_that_says_nothing():
    with pytest.raises(ExportError, match=r"many_charts, cell \d+: a figure has no alternative text"):
        export(FOLDER / "many_charts.ipynb", "briefing-html", strict=True)


def test_lines_for_exporters_are_not_shown_to_readers():
    page = export(FOLDER / "many_charts.ipynb", "briefing-html")
    assert "plt.show()" in page
    assert "#|" not in page


@each_notebook
def test_the_text_form_holds_the_headings_and_no_markup(path):
    text = export(path, "briefing-text")
    notebook = nbformat.read(path, as_version=4)
    headings = [
        line.lstrip("# ")
        for cell in notebook.cells
        if cell.cell_type == "markdown"
        for line in cell.source.splitlines()
        if line.startswith("#")
    ]
    assert [heading for heading in headings if heading not in text] == []
    assert "<div" not in text
    assert "<svg" not in text


LIVE = "<img src=x onerror=alert(1)>"
HIDDEN = "&lt;img src=x onerror=alert(1)&gt;"


@pytest.mark.parametrize(
    "source",
    [
        f"# {HIDDEN}\n\n{HIDDEN} and \\\\{HIDDEN}, *{HIDDEN}*, `{LIVE}`, ` `{LIVE}",
        f"![{HIDDEN}](data:image/png;base64,x)\n\n[{HIDDEN}](https://example.org/{HIDDEN})\n\n> - {HIDDEN}",
        f"| {HIDDEN} | b |\n| --- | --- |\n| `{LIVE}` | \\{HIDDEN} |",
        f"```\n{LIVE}\n````\n{LIVE}\n```\n\n    {LIVE}\n\n$a<b {LIVE}$",
    ],
)
def test_the_text_form_holds_no_live_html(source):
    """Judged by what shows Markdown: it takes markup in the text form for markup."""
    cells = [
        nbformat.v4.new_markdown_cell(source),
        nbformat.v4.new_code_cell(
            "x",
            outputs=[
                nbformat.v4.new_output("display_data", {"text/html": f"<table><tr><td>{HIDDEN}</td></tr></table>"}),
                nbformat.v4.new_output("display_data", {"text/plain": LIVE}),
                nbformat.v4.new_output("stream", name="stdout", text=f"````\n{LIVE}\n"),
                nbformat.v4.new_output("error", ename=LIVE, evalue=LIVE, traceback=[LIVE]),
            ],
        ),
    ]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"title": LIVE, "authors": [{"name": LIVE}]})
    text, _ = get_exporter("briefing-text")().from_notebook_node(notebook)
    assert "onerror" in text
    page = BeautifulSoup(mistune.create_markdown(escape=False, plugins=["table"])(text), "html.parser")
    assert page.find_all("img", onerror=True) == []


@each_notebook
def test_the_scrubbed_notebook_keeps_outputs_and_tells_nothing_of_the_run(path):
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata["papermill"] = {"input_path": "/somewhere/in.ipynb", "duration": 1.5}
    notebook.cells[1].metadata["execution"] = {"iopub.execute_input": "2026-01-01T00:00:00Z"}
    clean, _ = get_exporter("briefing-notebook")().from_notebook_node(notebook)
    assert "/somewhere/" not in clean
    assert "iopub" not in clean
    stored = json.loads(clean)
    assert [len(cell.get("outputs", [])) for cell in stored["cells"]] == [
        len(cell.get("outputs", [])) for cell in notebook.cells
    ]


def test_text_in_a_csv_never_becomes_a_formula():
    from carsi_analysis.export.csv_text import csv_text

    text = csv_text(["name", "value"], [["=HYPERLINK(1)", -3.5], ["@sum", None], ["plain", 2]])
    assert text == "name,value\n'=HYPERLINK(1),-3.5\n'@sum,\nplain,2\n"


def markdown(source: str, **metadata) -> nbformat.NotebookNode:
    notebook = notebook_of(nbformat.v4.new_markdown_cell(source))
    notebook.metadata.update(metadata)
    return notebook


def stating(**briefing) -> nbformat.NotebookNode:
    return notebook_of(
        output_cell({"text/plain": "shown", "image/svg+xml": svg("")}, {"briefing": {"version": 2, **briefing}})
    )


COLUMNS = [{"name": "a"}, {"name": "b"}]
FIGURE = {"kind": "figure", "id": "f", "title": "T", "alt": "A"}
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@pytest.mark.parametrize(
    "notebook",
    [
        *(
            notebook_of(output_cell({"image/svg+xml": svg("", size)}))
            for size in (
                'width="1.2.3" height="9"',
                'viewBox="0 0 1.2.3 4"',
                'width="-5" height="0"',
                'viewBox="0 0 0 4"',
            )
        ),
        notebook_of(output_cell({"text/html": "<table><tr><td colspan='²' rowspan='٣'>a</td></tr></table>"})),
        markdown("<ol start='²'><li>a</li></ol>"),
        markdown(f"<img width='²' alt='a' src='data:image/png;base64,{PIXEL}'>"),
        markdown("![a](a%00b.png)"),
        markdown("<p lang='x-kl'>a</p><p lang='1'>b</p>"),
        markdown("a", language="R"),
        markdown("a", language=["es"]),
        markdown("a", authors=None),
        markdown("a", authors=5, briefing=["x"]),
        markdown("a", date="2024-13-45"),
        stating(kind=["figure"]),
        stating(kind="references", entries=[{"text": "x"}]),
        stating(kind="references", entries=None),
        stating(kind="prose", content=[], facts=["x"]),
        stating(version=1, kind="title", title="T"),
        notebook_of(output_cell({"text/plain": "shown"}, {"briefing": ["x"]})),
        stating(**FIGURE, data={"columns": COLUMNS, "rows": [[1]]}),
        stating(**FIGURE, data={"columns": [{"name": "a\ud800"}], "rows": [["b\ud800"]]}),
        stating(**FIGURE, notes=5),
        stating(
            kind="references", compact=True, entries=[{"number": 1, "source_id": "a", "text": "x", "url": "https://[x"}]
        ),
        markdown("[a](https://example.org/" + "a" * 8000 + ")"),
    ],
)
def test_what_is_odd_in_a_notebook_does_not_stop_its_export(notebook, tmp_path):
    assert write_html(read(notebook, "odd", tmp_path)).encode()
    assert write_pdf(read(notebook, "odd", tmp_path))
    assert write_text(read(notebook, "odd", tmp_path)).encode()


@pytest.mark.parametrize(
    ("notebook", "message"),
    [
        (
            stating(**FIGURE, data={"columns": COLUMNS, "rows": [[1]]}),
            r"cell 1: .*refused, data: each row should have 2 cells, one for each column; run the notebook again",
        ),
        (stating(kind="references", entries=[{"text": "x"}]), r"cell 1: .*refused, entries.0.number: Field required"),
        (stating(version=1, kind="title", title="T"), r"cell 1: .*refused, version: it should be 2, not 1"),
        (markdown("# T\n\na", date="2024-13-45"), r"'2024-13-45' is no date; write it as 2024-06-30"),
    ],
)
def test_strict_names_what_is_left_out_of_an_odd_notebook(notebook, message):
    with pytest.raises(ExportError, match=message):
        get_exporter("briefing-html")(strict=True).from_notebook_node(notebook)


@pytest.mark.parametrize("text", ["[^1]", "[sic]", "[a] and [b]", "[\\alpha]", "[a_b]"])
def test_text_in_brackets_is_no_formula(text):
    page, _ = get_exporter("briefing-html")().from_notebook_node(markdown(as_markdown(text)))
    assert BeautifulSoup(page, "html.parser").find("main").get_text().strip() == text


@pytest.mark.parametrize("latex", [r"\[ x \]", "\\[\nx\n\\]", r"\[\alpha\]", r"\[x^2 = y\]", r"\\[x\\]"])
def test_brackets_of_latex_are_a_formula(latex):
    page, _ = get_exporter("briefing-html")().from_notebook_node(markdown(latex))
    assert BeautifulSoup(page, "html.parser").find("math", display="block")
