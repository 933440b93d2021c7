"""Notebooks are written byte for byte as nbformat writes them."""

import copy
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from carsi_analysis.batch.run.notebook_json import to_bytes

STORED = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))


def all_kinds():
    """A notebook of everything that JSON and nbformat know."""
    numbers = [1, 2.5, -1e300, True, float("inf")]
    values = {"z": None, "a": [*numbers, [], {}, ["x", 1], ["é\n", "\u2028😀"]], "": {"b": {}}}
    outputs = [
        new_output("stream", name="stderr", text="one\ntwo\r\nthree\x0b\n"),
        new_output("stream", text=""),
        new_output("error", ename="E", evalue="v", traceback=["\x1b[0m", "“”"]),
        new_output(
            "display_data", {"text/plain": "a\nb", "image/svg+xml": "<svg>\n</svg>", "application/json": values}
        ),
        new_output("execute_result", {"text/html": ["a", "b"]}, execution_count=3, metadata={"trusted": [values]}),
    ]
    cells = [
        new_code_cell("1\n2\n", id="a", outputs=outputs, metadata={"trusted": True, "kept": values}),
        new_markdown_cell("# é\n", id="b", attachments={"a.png": {"image/png": "AA==", "text/plain": "x\ny"}}),
        new_markdown_cell("", id="c"),
    ]
    return new_notebook(cells=cells, metadata={"signature": "x", "orig_nbformat": 3, "n": values})


def expected(notebook):
    return (nbformat.writes(notebook).rstrip("\n") + "\n").encode("utf-8")


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_a_stored_notebook_is_written_as_nbformat_does(path):
    notebook = nbformat.read(path, as_version=4)
    assert to_bytes(notebook) == expected(notebook)


def test_everything_that_json_knows_is_written_alike_and_the_notebook_stays_as_it_is():
    notebook = all_kinds()
    before = copy.deepcopy(notebook)
    assert to_bytes(notebook) == expected(notebook)
    assert notebook == before


def test_what_is_no_notebook_is_written_all_the_same(caplog):
    notebook = all_kinds()
    notebook.metadata, notebook.cells[0].outputs = nbformat.from_dict({}), [nbformat.from_dict({"output_type": "odd"})]
    assert to_bytes(notebook) == expected(notebook)
