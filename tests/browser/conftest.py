"""One browser for the tests of this room; the index pages of a trial edition, and a report of it, in a folder."""

import copy
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from nbconvert import get_exporter
from nbformat import NotebookNode
from playwright.sync_api import Browser, Page, sync_playwright

from carsi_analysis.batch.edition.index import index_pages
from carsi_analysis.batch.run.contents import contents_of
from carsi_analysis.export.charts import chart_files
from carsi_analysis.export.contract import blocks_of
from tests.browser.trial_edition import AROUND, BESIDE, EDITION, FAILED, FRONTS, RECORDS
from tests.export.conftest import briefing
from tests.judges.axe import CHROMIUM_OPTIONS, chromium

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("edition")
    for name, content in index_pages(EDITION, AROUND, RECORDS, FAILED, FRONTS, {}).items():
        (folder / name).write_bytes(content)
    return folder


def write_page(folder: Path, name: str, notebook: NotebookNode) -> Path:
    """Write the page of an executed notebook as an edition with pictures holds it, with its tables and charts."""
    beside = {**BESIDE, "data": f"data/{name}", "charts": f"charts/{name}"}
    resources = {"metadata": {"name": name}, "beside": beside}
    content, _ = get_exporter("briefing-html")().from_notebook_node(notebook, resources)
    charts = {f"charts/{name}/{file}": drawn for file, drawn in chart_files(notebook, name)}
    for file, written in {
        f"{name}.html": content.encode(),
        **contents_of(blocks_of(notebook), name)[1],
        **charts,
    }.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(written)
    return folder / f"{name}.html"


@pytest.fixture(scope="session")
def report(folder) -> Path:
    """Write the regional briefing as the page of an edition, its charts without their maps."""
    notebook = copy.deepcopy(briefing())
    for output in [output for cell in notebook.cells for output in cell.get("outputs", [])]:
        output.metadata.get("briefing", {}).pop("map", None)
    return write_page(folder, "regional-briefing-en", notebook)


@pytest.fixture(scope="session")
def with_map(folder) -> Path:
    """Write the same page as it is: its chart of countries has their map."""
    return write_page(folder, "with-map-en", briefing())


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Open a browser for this room: while it is open, no other can be, and judges elsewhere open one of their own."""
    executable = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def opened(browser) -> Iterator[Open]:
    """Open a page from the file system; it may complain of nothing and ask nobody for anything."""
    contexts, complaints = [], []

    def open_page(file: Path, width: int = 1280, **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: asked(request.url))
        page.goto(file.as_uri())
        return page

    def asked(address: str) -> None:
        if not address.startswith(("file:", "data:")):
            complaints.append(address)

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
