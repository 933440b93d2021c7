"""The preview as Chromium shows it: it follows the news, keeps the place, and lets the document run nothing."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from carsi_analysis.batch.preview.server import serving
from carsi_analysis.batch.preview.shown import Board, Problem, Shown
from tests.judges.axe import CHROMIUM_OPTIONS, chromium

pytestmark = pytest.mark.judge


def document(words: str) -> bytes:
    policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    tall = f"<p>{words}</p><div style='height:5000px'></div><script>document.body.textContent = 'ran'</script>"
    return f"<!DOCTYPE html><html><head>{policy}</head><body>{tall}</body></html>".encode()


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    executable = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_OPTIONS)
        yield browser.new_page()
        browser.close()


def test_it_follows_the_news_and_keeps_the_place(page):
    board = Board()
    with serving(board, "report-en", "html") as address:
        page.goto(address)
        expect(page.get_by_role("status")).to_have_text("building …")
        board.put(Shown().after(document("one"), 1.25))
        frame = page.frame_locator("iframe")
        expect(frame.locator("p")).to_have_text("one")
        expect(page.get_by_role("status")).to_have_text("built in 1.2 s")
        scroll = "document.querySelector('iframe').contentWindow"
        page.evaluate(f"{scroll}.scrollTo(0, 1200)")
        board.put(board.shown.after(document("two"), 1.0))
        expect(frame.locator("p")).to_have_text("two")
        page.wait_for_function(f"{scroll}.scrollY === 1200")
        board.put(board.shown.after(Problem("wrong <b>here</b>", 7, "x = <1>"), 0.1))
        expect(page.get_by_role("alert")).to_contain_text("What is wrong in cell [7]")
        expect(page.get_by_role("alert")).to_contain_text("wrong <b>here</b>")
        expect(frame.locator("p")).to_have_text("two")
        board.put(board.shown.after(document("three"), 1.0))
        expect(page.get_by_role("alert")).to_be_hidden()
        expect(frame.locator("p")).to_have_text("three")
    expect(page.get_by_role("status")).to_contain_text("carsi preview has ended")
