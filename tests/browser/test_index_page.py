"""The index page of an edition in a real browser, opened from the file system as its reader opens it."""

import re

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.trial_edition import COUNTRIES, RECORDS
from tests.judges.axe import CHROMIUM_OPTIONS, chromium

pytestmark = pytest.mark.judge


@pytest.fixture(scope="module")
def browser():
    executable = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser, folder):
    context = browser.new_context(viewport={"width": 1100, "height": 900})
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto((folder / "index.html").as_uri())
    yield page
    assert page.complaints == []
    context.close()


def titles(page: Page) -> list[str]:
    rows = page.locator("tbody tr:visible th > span:first-child")
    return rows.all_inner_texts()


def test_the_date_of_the_data_is_written_as_readers_write_it(folder):
    assert "edition of November 24, 2026" in (folder / "index.html").read_text(encoding="utf-8")
    assert "edición del 24 de noviembre de 2026" in (folder / "indice.html").read_text(encoding="utf-8")


def test_all_documents_are_shown_at_first(page):
    assert len(titles(page)) == len(RECORDS)
    expect(page.get_by_text("a cell failed: the series is empty")).to_be_visible()


def test_filters_by_country_and_language_narrow_the_list_together(page):
    page.get_by_role("combobox", name=re.compile("^Country")).select_option("Honduras")
    assert titles(page) == ["Profile of HND, en", "Profile of HND, es"]
    page.get_by_role("combobox", name=re.compile("^Language")).select_option("Español")
    assert titles(page) == ["Profile of HND, es"]
    expect(page.get_by_role("status")).to_have_text("1 document shown")
    expect(page.get_by_role("heading", name="US security assistance to Central America")).to_be_hidden()
    page.get_by_role("combobox", name=re.compile("^Country")).select_option("All")
    assert titles(page) == [f"{title}, es" for title in ("Regional briefing", *(f"Profile of {c}" for c in COUNTRIES))]


def test_a_reload_shows_what_the_filters_say(page):
    page.get_by_role("combobox", name=re.compile("^Country")).select_option("Nicaragua")
    page.reload()
    chosen = page.get_by_role("combobox", name=re.compile("^Country")).input_value()
    assert len(titles(page)) == (2 if chosen else len(RECORDS))


def test_back_shows_what_the_filters_say(page):
    page.get_by_role("combobox", name=re.compile("^Country")).select_option("Honduras")
    page.get_by_role("link", name="Español", exact=True).click()
    expect(page.get_by_role("heading", name="Una edición de prueba")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text(f"{len(RECORDS)} documentos a la vista")
    page.go_back()
    chosen = page.get_by_role("combobox", name=re.compile("^Country")).input_value()
    assert (chosen, titles(page)) == ("HND", ["Profile of HND, en", "Profile of HND, es"])
    expect(page.get_by_role("status")).to_have_text("2 documents shown")


def test_the_keyboard_alone_filters_and_reaches_a_report(page):
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Español", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("combobox", name=re.compile("^Report"))).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("Honduras")
    assert titles(page) == ["Profile of HND, en", "Profile of HND, es"]
    for _ in range(8):
        page.keyboard.press("Tab")
        focused = page.evaluate("() => document.activeElement.getAttribute('href') ?? ''")
        if focused == "country-profile-hnd-en.html":
            break
    assert focused == "country-profile-hnd-en.html"
    outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid", "the focus cannot be seen"


def test_a_narrow_phone_scrolls_no_page_sideways(browser, folder):
    context = browser.new_context(viewport={"width": 320, "height": 640}, has_touch=True)
    page = context.new_page()
    page.goto((folder / "index.html").as_uri())
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    for select in page.locator("select").all():
        box = select.bounding_box()
        assert box is not None and box["height"] >= 44 and box["x"] >= 0 and box["x"] + box["width"] <= 320
    context.close()


def test_print_leaves_the_controls_out_and_keeps_every_document(page):
    page.emulate_media(media="print")
    expect(page.locator("#filters")).to_be_hidden()
    assert len(titles(page)) == len(RECORDS)


def test_without_script_the_whole_list_is_there_and_no_dead_control(browser, folder):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "index.html").as_uri())
    expect(page.locator("#filters")).to_be_hidden()
    expect(page.locator("tbody tr")).to_have_count(len(RECORDS))
    context.close()


def test_the_two_languages_of_the_page_lead_to_each_other(page):
    page.get_by_role("link", name="Español", exact=True).click()
    expect(page.get_by_role("heading", name="Una edición de prueba")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "es"
    page.get_by_role("link", name="English", exact=True).click()
    expect(page.get_by_role("heading", name="A trial edition")).to_be_visible()
