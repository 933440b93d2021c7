"""The regional briefing and a profile, run and exported once for all tests of this room; and notebooks of cells."""

from functools import cache
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from carsi_analysis import blocks as contract
from carsi_analysis.batch.formats import EXPORTERS
from tests import ran

ROOT = Path(__file__).resolve().parents[2]
BRIEFING = "regional-briefing"
PROFILE = "country-profile"
"""It holds tables; the briefing holds charts alone."""


@cache
def briefing(language: str = "en", report_id: str = BRIEFING) -> NotebookNode:
    """Run the regional briefing, or another report, once in a language."""
    return ran.ran(report_id, language=language).notebook


@cache
def exported(name: str, report_id: str = BRIEFING, language: str = "en") -> str | bytes:
    """Export the regional briefing, or another report, once."""
    (form,) = [form for form, exporter in EXPORTERS.items() if exporter == name]
    return ran.exported(form, report_id, language=language)


def blocks(kind: str) -> list[dict]:
    """Give the blocks of a kind that the regional briefing states."""
    outputs = [output for cell in briefing().cells for output in cell.get("outputs", [])]
    stated = [output.metadata.get("briefing", {}) for output in outputs]
    return [block for block in stated if block.get("kind") == kind]


@pytest.fixture
def page() -> str:
    """Give the stored briefing as HTML."""
    html = exported("briefing-html")
    assert isinstance(html, str)
    return html


@pytest.fixture
def pdf() -> bytes:
    """Give the stored briefing as PDF."""
    content = exported("briefing-pdf")
    assert isinstance(content, bytes)
    return content


def notebook_of(*cells: NotebookNode) -> NotebookNode:
    """Make a notebook of cells."""
    return nbformat.v4.new_notebook(cells=list(cells))


def svg(content: str, attributes: str = 'width="10" height="10"') -> str:
    """Make a picture."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{content}</svg>'


def block_cell(block: contract.Block, data: dict[str, str] | None = None) -> NotebookNode:
    """Make a code cell whose output states a block."""
    return output_cell(data or {"text/plain": "shown"}, contract.metadata_of(block))


def output_cell(data: dict[str, str], metadata: dict | None = None, source: str = "") -> NotebookNode:
    """Make a code cell with one output."""
    output = nbformat.v4.new_output("display_data", data=data, metadata=metadata or {})
    return nbformat.v4.new_code_cell(source, outputs=[output])
