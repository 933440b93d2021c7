"""Small reports for the tests of the batch: notebooks of a few cells, and exporters that need nothing."""

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from carsi_analysis.batch.build import Settings
from carsi_analysis.catalogue import END_YEAR, LANGUAGE, START_YEAR, Report

EXPORTERS = {"html": "stub_exporters.StubHTML", "pdf": "stub_exporters.StubPDF"}


def notebook_text(*cells: str) -> str:
    """Write a notebook with the usual parameters and the given code cells."""
    parameters = new_code_cell(
        "language = 'en'\nstart_year = 2000\nend_year = 2025", id="parameters", metadata={"tags": ["parameters"]}
    )
    code = [new_code_cell(source, id=f"code-{index}") for index, source in enumerate(cells)]
    return nbformat.writes(new_notebook(cells=[parameters, *code]))


@pytest.fixture
def notebooks(tmp_path: Path) -> Path:
    """A folder for the notebooks of made-up reports."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    return folder


@pytest.fixture
def make_report(notebooks: Path) -> Callable[..., Report]:
    """Make a report whose notebook has the given cells."""

    def make(report_id: str, *cells: str) -> Report:
        (notebooks / f"{report_id}.ipynb").write_text(notebook_text(*cells), encoding="utf-8")
        titles = {"en": report_id.title(), "es": report_id.upper()}
        return Report(report_id, f"{report_id}.ipynb", titles, titles, (LANGUAGE, START_YEAR, END_YEAR))

    return make


@pytest.fixture
def settings(notebooks: Path) -> Settings:
    """Settings with one worker and the stub exporters."""
    return Settings(workers=1, notebooks=notebooks, exporters=EXPORTERS)
