"""What a reader takes of a chart, and its other views, in a real browser."""

import io
import re

import pandas as pd
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.judge

FIGURE = "#fig-homicide-trends"


def taken(page: Page, kind: str) -> str:
    return page.locator(f"{FIGURE} .take").get_by_role("link", name=kind).get_attribute("href")


def test_every_link_under_a_chart_leads_to_a_file_of_the_edition(opened, folder, report):
    page = opened(report)
    links = page.locator(".take a").evaluate_all("nodes => nodes.map(node => node.getAttribute('href'))")
    assert len(links) >= 4 * 4
    assert [link for link in links if not (folder / link).is_file()] == []
    picture = Image.open(folder / taken(page, "PNG"))
    assert picture.width > 1200 and len(picture.convert("L").getcolors(256)) > 20
    table = pd.read_csv(folder / taken(page, "CSV"))
    assert table.loc[table["year"] == 2000, "SLV"].tolist() == [59.747288]
    assert set(table["table_units"]) == {"homicides per 100,000 residents"}


def test_what_is_taken_is_saved_under_a_name_that_says_what_it_is(opened, report):
    page = opened(report)
    with page.expect_download() as saved:
        page.locator(f"{FIGURE} .take").get_by_role("link", name="CSV").click()
    assert saved.value.suggested_filename == "homicide-trends.csv"


def test_the_keyboard_opens_the_citation_and_one_press_selects_it(opened, report):
    page = opened(report, 390)
    cite = page.locator(f"{FIGURE} .take").get_by_text("Cite", exact=True)
    cite.focus()
    page.keyboard.press("Enter")
    told = page.locator(f"{FIGURE} details[open]")
    expect(told.locator("p")).to_contain_text("Edition of")
    expect(told.locator("code")).to_contain_text("@misc{regional-briefing-homicide-trends-")
    assert told.locator("pre").bounding_box()["width"] <= 390
    told.locator("code").click()
    assert page.evaluate("getSelection().toString()").startswith("@misc{")


@pytest.fixture
def foreign(opened, folder, report):
    """Open a page of somebody else that shows a chart by the line that the report gives for it."""

    def open_page(width: int, **options: object) -> Page:
        page = opened(report)
        page.locator(f"{FIGURE} .take").get_by_text("Embed", exact=True).click()
        line = page.locator(f"{FIGURE} details[open] code").inner_text()
        assert re.fullmatch(r"<iframe src=.* loading=.lazy.></iframe>", line)
        policy = "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; frame-src *\">"
        written = (
            f"<!DOCTYPE html><html lang=en><head>{policy}<title>Elsewhere</title></head><body>{line}</body></html>"
        )
        (folder / "foreign.html").write_text(written, encoding="utf-8")
        return opened(folder / "foreign.html", width, **options)

    return open_page


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (390, "dark"), (768, "dark"), (1280, "light")])
def test_a_chart_on_another_page_fits_its_frame_and_answers(foreign, width, scheme):
    page = foreign(width, color_scheme=scheme, has_touch=width < 500)
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", level=1)).to_have_text(
        "Homicide fell most in El Salvador, rose most in Costa Rica"
    )
    for said in ("Intentional homicide rate", "UNODC", "Edition of", "Licence"):
        expect(frame.locator("figure")).to_contain_text(said)
    inner = page.frames[1]
    assert inner.evaluate("document.documentElement.scrollWidth") <= width
    chart = frame.locator("svg:visible")
    shown = chart.evaluate(
        "node => Math.min(node.clientWidth / node.viewBox.baseVal.width,"
        " node.clientHeight / node.viewBox.baseVal.height)"
        " * Math.min(...[...node.querySelectorAll('text')].map(text => parseFloat(getComputedStyle(text).fontSize)))"
    )
    assert shown >= 8, "the words of the chart are too small to read"
    mark = frame.locator("svg:visible [data-r]").first
    mark.tap(force=True) if width < 500 else mark.hover(force=True)
    expect(frame.locator(".answer .value")).to_have_text("59.7 homicides per 100,000 residents")
    frame.locator(".answer a").click()
    row = frame.locator(f"[id='{inner.evaluate('location.hash.slice(1)')}']")
    expect(row).to_be_visible()
    expect(row).to_contain_text("observations/hom_rate_unodc/SLV/2000/main")


def test_chart_map_and_table_are_views_that_the_keyboard_walks(opened, with_map):
    page = opened(with_map, 768)
    tabs = page.locator(f"{FIGURE} [role=tab]")
    assert tabs.all_inner_texts() == ["Chart", "Map", "Table"]
    panels = page.locator(f"{FIGURE} [role=tabpanel]")
    assert [panel.is_visible() for panel in panels.all()] == [True, False, False]
    tabs.first.focus()
    page.keyboard.press("ArrowRight")
    expect(tabs.nth(1)).to_be_focused()
    expect(panels.nth(1)).to_contain_text("highest, Honduras (31.4)")
    panels.nth(1).locator(".card").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".answer .value")).to_contain_text("homicides or victims per 100,000 people")
    tabs.nth(1).focus()
    page.keyboard.press("End")
    assert [panel.is_visible() for panel in panels.all()] == [False, False, True]
    expect(page.locator(".answer")).to_be_hidden()
    expect(panels.nth(2)).to_contain_text("59.747288")
    page.keyboard.press("ArrowRight")
    expect(tabs.first).to_have_attribute("aria-selected", "true")
    tabs.nth(1).click()
    page.emulate_media(media="print")
    assert [panel.is_visible() for panel in panels.all()] == [True, False, False]


def test_without_script_the_map_stands_below_the_chart_and_is_not_printed(opened, with_map):
    page = opened(with_map, 390, java_script_enabled=False)
    chart, on_map = page.locator(f"{FIGURE} .view").all()
    assert chart.bounding_box()["y"] + chart.bounding_box()["height"] <= on_map.bounding_box()["y"]
    assert on_map.locator("[data-r] > title").count() == 7
    expect(page.locator(f"{FIGURE} details.table summary")).to_be_visible()
    page.emulate_media(media="print")
    expect(chart).to_be_visible()
    expect(on_map).to_be_hidden()


def test_a_map_answers_to_a_finger(opened, with_map):
    page = opened(with_map, 390, has_touch=True)
    page.get_by_role("tab", name="Map").tap()
    on_map = page.locator(f"{FIGURE} .map")
    on_map.locator("[data-r]").first.tap(force=True)
    expect(page.locator(".answer .label")).to_have_text("Belize")
    shot = Image.open(io.BytesIO(on_map.screenshot()))
    assert shot.width <= 390
