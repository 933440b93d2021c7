"""What exporters and runs say of a stranger's notebook: a terminal shows it and obeys none of it."""

import logging
import subprocess
import sys

import nbformat
import pytest
from nbconvert import get_exporter
from nbconvert.nbconvertapp import NbConvertApp
from nbconvert.writers import FilesWriter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from tests.batch.helpers import environment
from tests.export.conftest import notebook_of, output_cell

OBEYED = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202eevil\u2066\x85\x08\u200f\u2028"
FORMS = ("briefing-html", "briefing-pdf", "briefing-text", "briefing-notebook", "briefing-highlights")


def hostile() -> nbformat.NotebookNode:
    """A notebook with letters that a terminal obeys wherever a message might quote it."""
    error = new_output("error", ename="E" + OBEYED, evalue=OBEYED, traceback=[OBEYED])
    outputs = [
        {f"application/{OBEYED}": OBEYED},
        {"text/html": f"<img src='{OBEYED}'><iframe src='{OBEYED}'></iframe>"},
    ]
    outputs += [{"text/latex": f"$\\bad{{{OBEYED}}}$"}, {"image/png": "AAAA" + OBEYED}, {"image/png": "é"}]
    outputs += [{"image/svg+xml": f"<svg>{OBEYED}"}]
    notebook = notebook_of(
        new_markdown_cell(f"# T {OBEYED}\n\n![]({OBEYED}.png) ![a](b{OBEYED}.png) [l](#x{OBEYED}) $\\frac{{{OBEYED}$"),
        *map(output_cell, outputs),
        new_code_cell(OBEYED, outputs=[error]),
    )
    notebook.metadata.update(title=OBEYED, authors=[{"name": OBEYED}], language_info={"name": OBEYED}, date=OBEYED)
    return notebook


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("form", FORMS)
def test_what_nbconvert_prints_of_a_notebook_is_seen_and_never_obeyed(form, strict, tmp_path, caplog):
    caplog.set_level(logging.INFO)
    path = tmp_path / f"n{OBEYED}.ipynb"
    nbformat.write(hostile(), path)
    app = NbConvertApp(export_format=form, log=logging.getLogger("nbconvert of a test"))
    app.config.DocumentExporter.strict = strict
    app.exporter = get_exporter(form)(parent=app)
    app.writer = FilesWriter(parent=app)
    try:
        app.convert_single_notebook(str(path))
    except SystemExit:
        assert strict or form == "briefing-highlights"
    told = [line for record in caplog.records for line in record.getMessage().split("\n")]
    assert [line for line in told if not line.isprintable()] == []
    assert told and not any(record.exc_info for record in caplog.records)


RUN = """
import sys
from carsi_analysis.batch.run.execute import execute
from carsi_analysis.batch.run.job import Limits
print(execute(sys.stdin.read(), {"language": "en"}, Limits(), warm=False).failure)
"""


def test_what_papermill_says_of_the_parameters_is_seen_and_never_obeyed():
    cell = new_code_cell(f"a = b = '{OBEYED[:-1]}'", metadata={"tags": ["parameters"]})
    told = subprocess.run(
        [sys.executable, "-c", RUN],
        input=nbformat.writes(notebook_of(cell)),
        env=environment(),
        capture_output=True,
        encoding="utf-8",
    )
    assert told.stdout == "None\n", told.stderr
    assert "Unable to parse line 1" in told.stderr
    assert all(line.isprintable() for line in told.stderr.split("\n")), told.stderr
