"""What an executed notebook must not tell."""

import getpass
import json
import sys
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook, new_output

from carsi_analysis.batch.run.notebook_json import to_bytes
from carsi_analysis.batch.run.scrub import read_notebook, scrub


def executed(**parts):
    notebook = new_notebook(cells=[new_code_cell("1", id="a", outputs=[new_output(**parts)])])
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"name": "my-own-kernel", "display_name": f"{getpass.getuser()}'s"},
            "language_info": {"name": "python", "version": "3.11.7"},
            "papermill": {"input_path": "/home/ana/x.ipynb", "start_time": "2026-11-24T08:00:00", "duration": 1.2},
            "authors": [{"name": "Kept"}],
        }
    )
    notebook.cells[0].metadata = nbformat.from_dict(
        {"papermill": {"duration": 1.0}, "execution": {"iopub.status.busy": "2026"}, "tags": [], "kept": 1}
    )
    return notebook


def scrubbed(*hidden, **parts):
    notebook = executed(**parts)
    scrub(notebook, {"language": "es"}, *hidden)
    return notebook


def test_times_paths_and_the_kernels_name_go_and_parameters_stay():
    notebook = scrubbed(output_type="stream", name="stdout", text="fine")
    assert notebook.metadata.papermill == {"parameters": {"language": "es"}}
    assert notebook.metadata.kernelspec.name == "python3"
    assert "version" not in notebook.metadata.language_info
    assert notebook.metadata.authors == [{"name": "Kept"}]
    assert notebook.cells[0].metadata == {"kept": 1}
    text = to_bytes(notebook).decode()
    assert "2026" not in text and "/home/ana" not in text
    nbformat.validate(notebook)


def test_folders_of_this_machine_are_named_by_what_they_are(tmp_path):
    text = f'File "{sys.prefix}/lib/x.py" in {Path.home()}/notes, {tmp_path}/work:\n{Path.home()}'
    notebook = scrubbed(tmp_path, output_type="stream", name="stderr", text=text)
    assert notebook.cells[0].outputs[0].text == 'File "<environment>/lib/x.py" in ~/notes, <tmp>/work:\n~'


def test_what_an_export_takes_out_is_not_in_the_built_notebook_either():
    text = "<Axes at 0x7f3a2c1b4d90> of /home/somebody-else/notes"
    notebook = scrubbed(output_type="stream", name="stdout", text=text)
    assert notebook.cells[0].outputs[0].text == "<Axes at 0x…> of ~/notes"


def test_a_traceback_and_a_table_are_cleaned_too():
    home = str(Path.home())
    error = scrubbed(output_type="error", ename="E", evalue=f"{home}/x", traceback=[f"at {home}/x"])
    assert (error.cells[0].outputs[0].evalue, error.cells[0].outputs[0].traceback) == ("~/x", ["at ~/x"])
    shown = scrubbed(output_type="display_data", data={"text/html": f"<p>{home}/x</p>", "application/json": {"a": 1}})
    assert shown.cells[0].outputs[0].data == {"text/html": "<p>~/x</p>", "application/json": {"a": 1}}


def test_words_that_only_look_like_a_path_stay():
    """The superuser's home is /root: a report may well speak of the roots of violence."""
    words = f"the roots of violence, {Path.home()}d, and/or tmp"
    assert scrubbed(output_type="stream", name="stdout", text=words).cells[0].outputs[0].text == words


def test_pictures_are_left_alone():
    picture = f"iVBOR{Path.home()}/x"
    notebook = scrubbed(output_type="display_data", data={"image/png": picture})
    assert notebook.cells[0].outputs[0].data["image/png"] == picture


def test_a_notebook_of_an_older_format_gets_the_same_cell_ids_every_time():
    old = json.dumps(
        {
            "cells": [{"cell_type": "markdown", "metadata": {}, "source": ["a"]}],
            "metadata": {},
            "nbformat": 4,
            "nbformat_minor": 4,
        }
    )
    first, second = read_notebook(old), read_notebook(old)
    assert first.cells[0].id == second.cells[0].id
    nbformat.validate(first)
