"""The regional briefing as stored, exported once for all tests of this room."""

from functools import cache
from pathlib import Path

import nbformat
import pytest
from nbconvert import get_exporter
from nbformat import NotebookNode

ROOT = Path(__file__).resolve().parents[2]
STORED = ROOT / "notebooks" / "regional_briefing.ipynb"


@cache
def exported(name: str) -> str | bytes:
    """Export the stored regional briefing once."""
    output, _ = get_exporter(name)().from_notebook_node(nbformat.read(STORED, as_version=4))
    return output


@pytest.fixture(scope="session")
def judges_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder where judges may unpack what they need."""
    return tmp_path_factory.mktemp("judges")


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


def output_cell(data: dict[str, str], metadata: dict | None = None, source: str = "") -> NotebookNode:
    """Make a code cell with one output."""
    output = nbformat.v4.new_output("display_data", data=data, metadata=metadata or {})
    return nbformat.v4.new_code_cell(source, outputs=[output])
