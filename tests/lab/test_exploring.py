"""Looking around in a real JupyterLab: finding, comparing, taking away, and nothing on screen that was not picked."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import carsi_analysis as carsi
from carsi_analysis.data import load
from carsi_analysis.exploring.subjects import subjects
from tests.judges.axe import judge_region
from tests.lab.notebook_page import NotebookPage
from tests.lab.server import LabServer

pytestmark = pytest.mark.judge


@pytest.fixture(scope="module")
def explorer(lab: LabServer, page: Page) -> Page:
    """Open the notebook for looking around and run it."""
    notebook = NotebookPage(page, lab, "explore.ipynb")
    notebook.run_all()
    expect(shown(page, "hom_rate_unodc")).to_be_visible()
    assert notebook.complaints() == []
    return page


def shown(page: Page, indicator_id: str, language: str = "en") -> Locator:
    """The chart, table or map of an indicator, by the name that the data give it: titles change with the values."""
    name = load().indicators.set_index("indicator_id").loc[indicator_id, f"label_{language}"]
    return page.locator(".carsi-page section", has_text=name)


def series(page: Page) -> Locator:
    return page.get_by_label(re.compile("^(Series|Serie)$"))


def find(page: Page, words: str) -> Locator:
    """Look for words in the first list, and wait until it is narrowed."""
    page.get_by_label(re.compile("^(Find|Buscar)$")).first.fill(words)
    options = series(page).locator("option")
    expect(options).not_to_have_count(len(subjects(load())))
    return options


def tick(page: Page, *countries: str) -> None:
    """Tick boxes of countries, or take the ticks away, faster than a hand could."""
    page.get_by_role("checkbox", name=re.compile("|".join(countries))).evaluate_all(
        "(boxes) => boxes.forEach((box) => box.click())"
    )


def marks_of(page: Page, country: str) -> Locator:
    """The marks of a country in the chart."""
    return page.locator(f".carsi-chart input[aria-label^='{country}']")


def saved(page: Page, words: str) -> bytes:
    """Click a link that saves a file and read what the browser wrote."""
    with page.expect_download() as download:
        page.get_by_role("link", name=words).click()
    return Path(download.value.path()).read_bytes()


def test_a_theme_a_threat_and_words_of_either_language_find_a_series(explorer: Page) -> None:
    listed = subjects(load()).values()
    of_homicide = sum("homicide" in [group.group_id for group in subject.groups] for subject in listed)
    groups = explorer.get_by_label("Group").first
    expect(groups).to_have_value(f"All {len(listed)} series")
    groups.select_option(label=f"Theme: Homicide ({of_homicide})")
    expect(series(explorer).locator("option")).to_have_count(of_homicide)
    groups.select_option(index=0)
    expect(find(explorer, "corrupcion percibida").first).to_have_text("Governance · Perceived corruption")
    expect(shown(explorer, "hom_rate_unodc")).to_be_visible()  # nothing is picked yet


def test_the_list_answers_to_the_keyboard_and_not_the_lab(explorer: Page) -> None:
    explorer.get_by_label(re.compile("^Find$")).first.fill("")
    expect(series(explorer).locator("option")).to_have_count(len(subjects(load())))
    series(explorer).focus()
    before = series(explorer).input_value()
    explorer.keyboard.press("ArrowDown")
    expect(series(explorer)).not_to_have_value(before)
    explorer.keyboard.press("ArrowUp")
    expect(series(explorer)).to_have_value(before)
    expect(series(explorer)).to_be_focused()
    expect(shown(explorer, "hom_rate_unodc")).to_be_visible()
    find(explorer, "corrupcion percibida")


def test_no_control_leaves_its_keys_to_the_lab(explorer: Page) -> None:
    """An arrow would leave the control, B would add a cell, and X would cut the one that holds the controls."""
    cells = explorer.locator(".jp-Cell")
    before = cells.count()
    box = explorer.get_by_role("checkbox", name="Panama")
    link = explorer.get_by_role("link", name="Values (CSV)")
    for control in (explorer.get_by_label("Group").first, box, link, explorer.locator(".carsi-code")):
        control.focus()
        for key in ("b", "ArrowDown", "ArrowUp"):
            explorer.keyboard.press(key)
        expect(control).to_be_focused()
        expect(cells).to_have_count(before)


def test_the_old_chart_goes_at_once_and_quick_choices_are_drawn_once(explorer: Page) -> None:
    explorer.evaluate(
        """() => {
          window.seen = [];
          const record = () => {
            const title = document.querySelector(".carsi-page section > p")?.textContent;
            if (title && title !== window.seen.at(-1)) window.seen.push(title);
          };
          const board = document.querySelector(".carsi-explore");
          new MutationObserver(record).observe(board, {childList: true, subtree: true});
        }"""
    )
    series(explorer).select_option(label="Governance · Perceived corruption")
    expect(shown(explorer, "hom_rate_unodc")).to_have_count(0)
    tick(explorer, "Belize", "Costa Rica", "El Salvador", "Nicaragua", "Panama")
    expect(marks_of(explorer, "Panama")).to_have_count(0)
    expect(marks_of(explorer, "Guatemala")).not_to_have_count(0)
    expect(shown(explorer, "ti_cpi")).to_be_visible()
    expect(explorer.get_by_role("link", name="Picture (PNG)")).to_be_visible()  # the last that a drawing brings
    assert len(explorer.evaluate("window.seen")) <= 2, "each tick was drawn"


def test_no_country_says_so(explorer: Page) -> None:
    tick(explorer, "Guatemala", "Honduras")
    expect(explorer.get_by_text("No country is picked")).to_be_visible()
    expect(explorer.locator(".carsi-page svg")).to_have_count(0)
    expect(explorer.get_by_role("link", name="Values (CSV)")).to_have_count(0)
    tick(explorer, "Guatemala", "Honduras", "Panama")
    expect(marks_of(explorer, "Panama")).not_to_have_count(0)
    expect(explorer.locator(".carsi-page svg")).to_have_count(1)


def test_files_are_saved_without_asking_the_server(explorer: Page, lab: LabServer) -> None:
    expect(explorer.get_by_role("link", name="Picture (PNG)")).to_be_visible()
    asked = len([url for url in lab.requested if not url.startswith("data:")])
    lines = saved(explorer, "Values (CSV)").decode("utf-8").splitlines()
    assert lines[0].startswith("indicator_id,country_iso3,country,year,") and lines[0].endswith(",licence,cite_as")
    assert {line.split(",")[1] for line in lines[1:]} == {"GTM", "HND", "PAN"}
    assert saved(explorer, "Picture (PNG)").startswith(b"\x89PNG")
    assert b"<svg" in saved(explorer, "Picture (SVG)")[:300]
    new = [url for url in lab.requested if not url.startswith("data:")][asked:]
    assert not [url for url in new if "/files/" in url or "/nbconvert/" in url]


def test_the_line_of_code_is_selected_by_one_click_and_runs(explorer: Page) -> None:
    explorer.locator(".carsi-code").click()
    line = explorer.evaluate("window.getSelection().toString()").strip()
    known: dict[str, object] = {}
    exec(f"{line.partition('; ')[0]}; frame = {line.partition('; ')[2]}", known)
    frame = known["frame"]
    assert set(frame["country_iso3"]) == {"GTM", "HND", "PAN"}  # type: ignore[index]
    assert frame["rows"].tolist() == (  # type: ignore[index]
        carsi.study().series("ti_cpi").query("country_iso3 in ['GTM', 'HND', 'PAN']")["rows"].tolist()
    )


def test_a_mark_answers_to_pointer_and_keyboard_and_the_lab_keeps_its_keys(explorer: Page) -> None:
    marks = explorer.locator(".carsi-chart input")
    answer = explorer.locator(".carsi-answer:visible")
    named = marks.nth(3).get_attribute("aria-label") or ""
    marks.nth(3).hover()
    expect(answer).to_have_count(1)
    label, _, value = named.partition(": ")
    expect(answer).to_contain_text(label)
    expect(answer).to_contain_text(value)
    expect(answer.get_by_role("link")).to_have_attribute("href", re.compile("^https://"))
    explorer.mouse.move(2, 2)
    expect(answer).to_have_count(0)
    marks.nth(3).click()
    for _ in range(2):
        explorer.keyboard.press("ArrowRight")
    expect(answer).to_have_count(1)
    expect(answer).to_contain_text((marks.nth(5).get_attribute("aria-label") or "").partition(": ")[0])
    expect(explorer.locator(".jp-Cell.jp-mod-selected .carsi-chart")).to_have_count(1)  # the cell is the same still
    explorer.keyboard.press("d")
    explorer.keyboard.press("d")
    expect(explorer.locator(".carsi-chart")).to_have_count(1)  # and is not deleted by the lab's shortcut
    answer.get_by_role("button", name="Close").click()
    explorer.mouse.move(2, 2)
    expect(answer).to_have_count(0)


def test_table_map_and_second_series(explorer: Page) -> None:
    explorer.get_by_label("Show as").select_option(label="table")
    table = explorer.locator(".carsi-scroll table")
    expect(table.get_by_role("columnheader", name="Honduras")).to_be_visible()
    expect(explorer.locator(".carsi-page svg")).to_have_count(0)
    explorer.get_by_label("Show as").select_option(label="map")
    expect(explorer.locator(".carsi-chart input")).to_have_count(7)
    expect(explorer.get_by_role("checkbox", name="Honduras")).to_be_disabled()
    explorer.get_by_label("Show as").select_option(label="chart")
    explorer.get_by_label("Compare with").select_option(label="Money · US obligations by country, all purposes")
    expect(explorer.locator(".carsi-page svg")).to_have_count(2)
    explorer.get_by_label("Dollars", exact=True).select_option(label="constant dollars")
    expect(explorer.get_by_text("millions of constant").first).to_be_visible()
    expect(explorer.locator(".carsi-code")).to_have_count(2)


def test_everything_changes_its_language_at_once(explorer: Page) -> None:
    explorer.get_by_label("Language", exact=True).select_option(label="Español")
    expect(shown(explorer, "ti_cpi", "es")).to_be_visible()
    expect(explorer.get_by_role("checkbox", name="Panamá")).to_be_visible()
    expect(explorer.get_by_label("Comparar con")).to_be_visible()
    expect(explorer.get_by_role("link", name="Imagen (PNG)")).to_have_count(2)


@pytest.fixture
def dark(explorer: Page) -> Iterator[Page]:
    """Choose the lab's dark theme, and afterwards the light one."""
    choose_theme(explorer, "JupyterLab Dark", "false")
    yield explorer
    choose_theme(explorer, "JupyterLab Light", "true")


def choose_theme(page: Page, name: str, light: str) -> None:
    page.get_by_role("menuitem", name="Settings", exact=True).click()
    page.get_by_text("Theme", exact=True).hover()
    page.get_by_text(name, exact=True).click()
    page.wait_for_function(f"document.body.dataset.jpThemeLight === '{light}'")


def test_axe_finds_nothing_in_the_light_theme(explorer: Page) -> None:
    found = judge_region(explorer, ".carsi-explore")
    assert [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found] == []


def test_axe_finds_nothing_in_the_dark_theme(dark: Page) -> None:
    found = judge_region(dark, ".carsi-explore")
    assert [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found] == []


def test_chart_text_stands_on_paper_in_the_dark_theme(dark: Page) -> None:
    """Not what the style says but what the screen shows: the picture of the chart is mostly light."""
    brightness = dark.locator(".carsi-chart > svg").first.evaluate(
        """async (svg) => {
          const image = new Image();
          const text = new XMLSerializer().serializeToString(svg);
          image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
          await image.decode();
          const canvas = Object.assign(document.createElement("canvas"), {width: 300, height: 150});
          const context = canvas.getContext("2d");
          context.drawImage(image, 0, 0, 300, 150);
          const pixels = context.getImageData(0, 0, 300, 150).data;
          let light = 0;
          for (let at = 0; at < pixels.length; at += 4) light += pixels[at + 3] === 255 && pixels[at] > 200;
          return light / (pixels.length / 4);
        }"""
    )
    assert brightness > 0.5


def test_the_house_typeface_is_there(explorer: Page) -> None:
    loaded = "[...document.fonts].some((one) => one.family.includes('Fira Sans') && one.status === 'loaded')"
    assert explorer.evaluate(loaded)
    family = explorer.locator(".carsi-chart text").first.evaluate("(text) => getComputedStyle(text).fontFamily")
    assert family.startswith(('"Fira Sans"', "'Fira Sans'"))


def test_touch_shows_an_answer(lab: LabServer, explorer: Page) -> None:
    """A finger on a chart, in a browser that has no mouse."""
    browser = explorer.context.browser
    assert isinstance(browser, Browser)
    context = browser.new_context(has_touch=True, viewport={"width": 800, "height": 1000})
    page = context.new_page()
    page.set_content(
        f"<!DOCTYPE html>{explorer.locator('.carsi-chart').first.evaluate('(form) => form.parentElement.innerHTML')}"
    )
    expect(page.locator(".carsi-answer:visible")).to_have_count(0)
    page.locator(".carsi-chart input").nth(4).tap()
    expect(page.locator(".carsi-answer:visible")).to_have_count(1)
    page.locator(".carsi-chart input").nth(9).tap()
    expect(page.locator(".carsi-answer:visible")).to_have_count(1)
    page.locator(".carsi-answer:visible button").tap()
    expect(page.locator(".carsi-answer:visible")).to_have_count(0)
    context.close()
