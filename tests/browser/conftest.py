"""One browser for the tests of a module; the index pages of a trial edition, and a report of it, in a folder."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from nbconvert import get_exporter
from playwright.sync_api import Browser, Page, sync_playwright

from carsi_analysis.batch.edition.index import index_pages
from tests.browser.trial_edition import AROUND, BESIDE, EDITION, FAILED, FRONTS, RECORDS
from tests.export.conftest import briefing
from tests.judges.axe import CHROMIUM_OPTIONS, chromium

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("edition")
    for name, content in index_pages(EDITION, AROUND, RECORDS, FAILED, FRONTS).items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture(scope="session")
def report(folder) -> Path:
    """Write the regional briefing as the page of an edition."""
    content, _ = get_exporter("briefing-html")().from_notebook_node(briefing(), {"beside": BESIDE})
    (folder / "regional-briefing-en.html").write_text(content, encoding="utf-8")
    return folder / "regional-briefing-en.html"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Open a browser for a module: while it is open, no other can be, and judges elsewhere open one of their own."""
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
