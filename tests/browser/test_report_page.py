"""A report in a real browser: marks answer to pointer, touch and keyboard, and no reader's chart is cut or dark."""

import io

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.judge

CHART = "#fig-homicide-trends .card"


def middle(page: Page, number: int) -> tuple[float, float]:
    """Give the middle of a mark of the homicide chart on the screen."""
    page.locator(CHART).scroll_into_view_if_needed()
    box = page.locator(f"{CHART} svg:visible [data-r]").nth(number).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def check_answer(page: Page) -> None:
    """Hold an answer to what a reader needs: country and year, value with unit, source and its place."""
    answer = page.locator(".answer")
    expect(answer.locator(".label")).to_have_text("El Salvador, 2000")
    expect(answer.locator(".value")).to_have_text("59.7 homicides per 100,000 residents")
    expect(answer.locator(".from a")).to_contain_text("UNODC")
    box = answer.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= page.viewport_size["width"]


def check_arrival(page: Page) -> None:
    """Hold where an answer leads to: the data row, seen, with source and place."""
    page.wait_for_function("location.hash.startsWith('#row.')")
    row = page.locator(f"[id='{page.evaluate('location.hash.slice(1)')}']")
    expect(row).to_be_in_viewport()
    expect(row).to_contain_text("observations/hom_rate_unodc/SLV/2000/main")
    assert row.locator("xpath=ancestor::section[1]//h3/a").get_attribute("href").startswith("#ref-")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pointing_at_a_mark_answers_and_leads_to_its_row(opened, report, scheme):
    page = opened(report, 1280, color_scheme=scheme)
    x, y = middle(page, 0)
    page.mouse.move(x - 2, y)
    page.mouse.move(x, y)
    check_answer(page)
    page.mouse.move(x, y + 4)
    page.locator(".answer").hover()
    page.wait_for_timeout(400)
    check_answer(page)
    page.locator(".answer a").click()
    check_arrival(page)
    page.go_back()
    expect(page.locator(CHART)).to_be_in_viewport()


def test_leaving_a_mark_closes_its_answer(opened, report):
    page = opened(report, 1280)
    x, y = middle(page, 0)
    page.mouse.move(x, y)
    expect(page.locator(".answer")).to_be_visible()
    page.mouse.move(5, 5)
    expect(page.locator(".answer")).to_be_hidden()


def test_touching_a_mark_answers_on_a_phone(opened, report):
    page = opened(report, 390, has_touch=True, color_scheme="dark")
    page.touchscreen.tap(*middle(page, 0))
    check_answer(page)
    page.get_by_role("button", name="Close").tap()
    expect(page.locator(".answer")).to_be_hidden()
    page.touchscreen.tap(*middle(page, 0))
    page.locator(".answer a").tap()
    check_arrival(page)


def test_the_keyboard_walks_a_chart_of_one_tab_stop(opened, report):
    page = opened(report, 768)
    card = page.locator(CHART)
    assert card.evaluate("node => node.querySelectorAll('[tabindex=\"0\"], a, button').length") == 0
    card.focus()
    page.keyboard.press("ArrowRight")
    check_answer(page)
    said = page.get_by_role("status")
    expect(said).to_contain_text("El Salvador, 2000")
    page.keyboard.press("ArrowRight")
    expect(said).to_contain_text("El Salvador, 2001")
    page.keyboard.press("End")
    expect(said).to_contain_text("Nicaragua")
    page.keyboard.press("ArrowUp")
    expect(said).not_to_contain_text("Nicaragua, 2023")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    check_answer(page)
    page.keyboard.press("Escape")
    expect(page.locator(".answer")).to_be_hidden()
    expect(card).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    check_arrival(page)


def test_without_script_titles_and_tables_answer(opened, report):
    page = opened(report, 1280, java_script_enabled=False)
    titles = page.locator(f"{CHART} svg.page [data-r] > title").all_text_contents()
    assert "El Salvador, 2000\n59.7" in titles and len(titles) > 150
    expect(page.locator(CHART)).not_to_have_attribute("role", "application")
    page.locator(".facts summary").click()
    page.locator(".facts li a[href^='#row.']").first.click()
    assert "#row." in page.url


@pytest.mark.parametrize("width", [320, 640, 1280])
def test_nothing_is_cut_on_any_screen(opened, report, width):
    page = opened(report, width)
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    cut = page.locator("main *:visible:not(.scroll *)").evaluate_all(
        "(nodes, width) => nodes.filter(node => node.getBoundingClientRect().right > width + 1)"
        ".map(node => node.outerHTML.slice(0, 80))",
        width,
    )
    assert cut == []
    for chart in page.locator(".card svg:visible").all():
        shown = chart.evaluate("node => node.getBoundingClientRect().width / node.viewBox.baseVal.width")
        smallest = chart.evaluate("node => Math.min(...[...node.querySelectorAll('text')].map(text =>"
                                  " parseFloat(getComputedStyle(text).fontSize)))")  # fmt: skip
        assert shown * smallest >= 8, "the words of a chart are too small to read"
    if width == 1280:
        assert page.locator(CHART).bounding_box()["width"] > 800, "the chart leaves its room empty"


@pytest.mark.parametrize(
    ("options", "light"), [({}, True), ({"color_scheme": "dark"}, False), ({"forced_colors": "active"}, True)]
)
def test_words_of_a_chart_stand_out_from_what_lies_behind(opened, report, options, light):
    page = opened(report, 1280, **options)
    picture = Image.open(io.BytesIO(page.locator(CHART).screenshot())).convert("L")
    behind = max(picture.getcolors(256))[1]
    shades = [shade for _, shade in picture.getcolors(256)]
    assert (behind > 200) == light
    assert (min(shades) < 60) if light else (max(shades) > 200)


def test_a_report_leads_to_its_edition_and_each_figure_to_itself(opened, report):
    page = opened(report, 1280)
    assert page.locator(".edition a").evaluate_all("nodes => nodes.map(node => node.getAttribute('href'))") == [
        "index.html",
        "regional-briefing-es.html",
        "regional-briefing-en.pdf",
    ]
    expect(page.get_by_role("navigation", name="Other reports")).to_contain_text("Country profile: Honduras")
    page.locator("#fig-homicide-trends a.number").click()
    assert page.url.endswith("#fig-homicide-trends")
    page.locator(".edition a").first.click()
    expect(page.get_by_role("heading", name="A trial edition")).to_be_visible()
