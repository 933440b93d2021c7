"""The exporters share what they read of a notebook, and nothing else."""

import logging
import sys

import nbconvert
import nbformat
import pytest
from nbconvert.nbconvertapp import NbConvertApp

from carsi_analysis.export import exporters
from carsi_analysis.export.read import read
from carsi_analysis.export.tree import parts_of
from tests.export.conftest import notebook_of, output_cell, svg


def export(notebook, kind, name="report"):
    return nbconvert.get_exporter(kind)().from_notebook_node(notebook, {"metadata": {"name": name}})[0]


def table(number):
    return notebook_of(output_cell({"text/html": f"<table><tr><th>a</th></tr><tr><td>{number}</td></tr></table>"}))


def forget():
    exporters._last_read = ("", None)


@pytest.fixture
def reads(monkeypatch):
    """Begin with nothing read, and note each notebook that is."""
    forget()
    names = []
    read = exporters.read
    monkeypatch.setattr(exporters, "read", lambda nb, name, *folder: names.append(name) or read(nb, name, *folder))
    return names


def test_a_notebook_isread_once_for_all_its_formats(reads):
    notebook = table(42)
    fresh = {}
    for kind in ("briefing-html", "briefing-pdf", "briefing-text"):
        forget()
        fresh[kind] = export(notebook, kind)
    reads.clear()
    forget()
    for kind in ("briefing-pdf", "briefing-html", "briefing-text", "briefing-html", "briefing-pdf"):
        assert export(notebook, kind) == fresh[kind]
    assert reads == ["report"]


def test_another_notebook_or_name_is_read_anew(reads):
    assert ">42</td>" in export(table(42), "briefing-html")
    changed = export(table(43), "briefing-html")
    assert ">43</td>" in changed and ">42</td>" not in changed
    export(table(43), "briefing-html", "other")
    assert reads == ["report", "report", "other"]


@pytest.mark.parametrize("step", range(1, 5))
def test_another_thread_may_read_another_notebook_before_any_step(reads, step):
    ours, others = table(42), table(43)
    expected = exporters.read_once(ours, "report")
    steps = 0

    def interrupt(frame, event, _):
        nonlocal steps
        if event == "line" and frame.f_code is exporters.read_once.__code__:
            steps += 1
            if steps == step:
                exporters.read_once(others, "other")
        return interrupt

    sys.settrace(interrupt)
    try:
        assert exporters.read_once(ours, "report") == expected
    finally:
        sys.settrace(None)
    assert "other" in reads


def test_a_notebook_in_a_folder_is_read_every_time_since_its_pictures_may_change(reads, tmp_path):
    path = tmp_path / "n.ipynb"
    nbformat.write(table(1), path)
    for _ in range(2):
        nbconvert.get_exporter("briefing-html")().from_filename(str(path))
    assert reads == ["n", "n"]


@pytest.mark.parametrize("address", ["{folder}/private.svg", "../private.svg", "inside/../../private.svg", "link.svg"])
def test_a_picture_outside_the_folder_of_the_notebook_is_not_shown(address, tmp_path):
    (tmp_path / "private.svg").write_text(svg("<text>of a neighbor</text>"))
    folder = tmp_path / "notebook"
    (folder / "inside").mkdir(parents=True)
    (folder / "link.svg").symlink_to(tmp_path / "private.svg")
    (folder / "inside" / "own.svg").write_text(svg("<text>own</text>"))
    source = f"# T\n\n![a]({address.format(folder=tmp_path)}) ![b](inside/own.svg)"
    document = read(notebook_of(nbformat.v4.new_markdown_cell(source)), "n", folder)
    (prose,) = document.blocks
    assert sum(getattr(part, "name", "") == "img" for part in parts_of(prose)) == 1
    assert [finding.message.rsplit(": ", 1)[1] for finding in document.findings] == [
        "it lies outside the notebook's folder"
    ]


@pytest.mark.parametrize("content", [b"null", b"[3]", b"\xff\xfe{}", b"[" * 100_000, b'{"nbformat": 4, "cells": 3}'])
def test_a_file_that_is_no_notebook_is_told_in_one_line(content, tmp_path, caplog):
    (tmp_path / "n.ipynb").write_bytes(content)
    app = NbConvertApp(export_format="briefing-text", notebooks=[str(tmp_path / "n.ipynb")], log=logging.getLogger("t"))
    app.exporter = nbconvert.get_exporter("briefing-text")(parent=app)
    with pytest.raises(SystemExit):
        app.convert_single_notebook(str(tmp_path / "n.ipynb"))
    (told,) = (record for record in caplog.records if record.levelname == "ERROR")
    assert told.exc_info is None and "\n" not in told.getMessage()
    assert "n.ipynb: " in told.getMessage() and "expected is a Jupyter notebook" in told.getMessage()
