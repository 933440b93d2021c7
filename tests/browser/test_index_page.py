"""The index page of an edition in a real browser, opened from the file system as its reader opens it."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.trial_edition import COUNTRIES

pytestmark = pytest.mark.judge


@pytest.fixture
def page(opened, folder) -> Page:
    return opened(folder / "index.html")


def shown(page: Page) -> list[str]:
    """List the documents that can be seen, each once, by the address that they lead to."""
    links = page.locator("[data-find]:visible").evaluate_all(
        "nodes => nodes.map(node => node.querySelector('a').getAttribute('href'))"
    )
    return list(dict.fromkeys(links))


def find(page: Page, words: str) -> None:
    page.get_by_role("searchbox").fill(words)


ALL = ["regional-briefing-en.html", *(f"country-profile-{code.lower()}-en.html" for code in COUNTRIES)]


def test_the_date_of_the_data_is_written_as_readers_write_it(folder):
    assert "edition of November 24, 2026" in (folder / "index.html").read_text(encoding="utf-8")
    assert "edición del 24 de noviembre de 2026" in (folder / "indice.html").read_text(encoding="utf-8")


def test_it_leads_with_the_finding_and_keeps_languages_apart(page):
    expect(page.get_by_role("heading", name="Nobody knows <why>")).to_be_visible()
    expect(page.locator(".tiles")).to_contain_text("56%")
    assert shown(page) == ALL
    expect(page.get_by_text("a cell failed: the series is empty")).to_be_visible()


def test_words_find_findings_countries_and_reports_in_any_case_and_accent(page):
    find(page, "hónduras")
    assert shown(page) == ["country-profile-hnd-en.html"]
    find(page, "HOMICÍDE hnd")
    assert shown(page) == ["country-profile-hnd-en.html"]
    expect(page.get_by_role("status")).to_have_text("1 place holds these words.")
    expect(page.get_by_role("link", name="Homicide, Profile of HND, en", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Reports")).to_be_hidden()
    find(page, "nothing holds this")
    assert shown(page) == []
    expect(page.get_by_role("status")).to_have_text("Nothing holds all these words.")
    find(page, "")
    assert shown(page) == ALL
    expect(page.get_by_role("status")).to_have_text("")


def test_what_was_found_can_be_shared_and_comes_back(page):
    find(page, "honduras")
    expect(page.get_by_role("status")).to_have_text("1 place holds these words.")
    assert page.url.endswith("#find=honduras")
    page.reload()
    assert shown(page) == ["country-profile-hnd-en.html"]
    page.get_by_role("link", name="Español", exact=True).click()
    expect(page.get_by_role("heading", name="Una edición de prueba")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("status")).to_have_text("1 place holds these words.")
    assert shown(page) == ["country-profile-hnd-en.html"]


def test_the_map_leads_to_the_countries(page):
    places = {link.inner_text().split("\n")[0]: link.bounding_box() for link in page.locator(".map a").all()}
    assert list(places) == ["Belize", "Honduras", "Nicaragua"]
    assert places["Belize"]["y"] < places["Honduras"]["y"] < places["Nicaragua"]["y"]
    assert places["Belize"]["x"] == places["Honduras"]["x"] < places["Nicaragua"]["x"]
    page.locator(".map a").nth(1).focus()
    assert page.evaluate("document.activeElement.getAttribute('href')") == "country-profile-hnd-en.html"


def test_the_keyboard_alone_finds_and_reaches_a_report(page):
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Español", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("honduras")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "country-profile-hnd-en.html"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid", "focus cannot be seen"


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_is_cut_on_any_screen(opened, folder, width):
    page = opened(folder / "index.html", width, has_touch=width < 500)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    cut = page.locator("main *:visible").evaluate_all(
        "(nodes, width) => nodes.filter(node => node.getBoundingClientRect().right > width + 1).map(n => n.outerHTML)",
        width,
    )
    assert cut == []
    assert page.get_by_role("searchbox").bounding_box()["height"] >= 44


def test_print_leaves_the_controls_out_and_keeps_every_document(page):
    page.emulate_media(media="print")
    expect(page.locator("#find")).to_be_hidden()
    assert shown(page) == ALL


def test_without_script_everything_is_there_and_no_dead_control(opened, folder):
    page = opened(folder / "index.html", java_script_enabled=False)
    expect(page.locator("#find")).to_be_hidden()
    assert page.locator("[data-find]:visible").count() == page.locator("[data-find]").count()


def test_the_two_languages_of_the_page_lead_to_each_other(page):
    page.get_by_role("link", name="Español", exact=True).click()
    expect(page.get_by_role("heading", name="Una edición de prueba")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "es"
    page.get_by_role("link", name="English", exact=True).click()
    expect(page.get_by_role("heading", name="A trial edition")).to_be_visible()


def test_what_machines_are_told_is_the_edition(page):
    told = json.loads(page.locator("script[type='application/ld+json']").text_content())
    assert (told["@type"], told["name"], told["version"]) == ("Dataset", "A trial edition", "2026.11.0")
    assert {one["contentUrl"] for one in told["distribution"]} == {
        f"data/{address.removesuffix('.html')}/rates.csv" for address in ALL
    }
    assert page.locator("meta[property='og:description']").get_attribute("content") == "Nobody knows <why>"
