"""JupyterLab in a real browser: the start page, notebooks by Run All, the token, and nothing asked of anybody."""

from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import nbformat
import psutil
import pytest
from playwright.sync_api import Page, expect

from tests.lab.notebook_page import NotebookPage
from tests.lab.server import OWN_NOTEBOOK, LabServer

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.judge


def stored_figures(name: str) -> int:
    notebook = nbformat.read(ROOT / "notebooks" / name, as_version=4)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return sum("image/svg+xml" in output.get("data", {}) for output in outputs)


def test_the_start_page_explains_the_notebooks_and_opens_them(lab: LabServer, page: Page) -> None:
    page.goto(f"{lab.address}/?token={lab.token}")
    expect(page.get_by_role("heading", name="CARSI Analysis, en español")).to_be_visible()
    page.get_by_role("link", name="US security assistance to Central America").click()
    expect(page.get_by_role("tab", name="regional_briefing.ipynb")).to_be_visible()


def test_the_start_page_opens_a_notebook_of_ones_own(lab: LabServer, page: Page) -> None:
    page.goto(f"{lab.address}/lab/tree/start_here.md?reset")
    page.get_by_role("link", name="my notes [draft] (1)").first.click()
    expect(page.get_by_role("tab", name=OWN_NOTEBOOK)).to_be_visible()


def test_a_notebook_runs_from_top_to_bottom(lab: LabServer, page: Page) -> None:
    """The one with most amounts of dollars; three others are run by tests of other things."""
    check_run(NotebookPage(page, lab, "funding.ipynb"), "funding.ipynb")


def check_run(notebook: NotebookPage, name: str) -> None:
    """Run a notebook and hold it to what its readers expect to see."""
    notebook.run_all()
    assert notebook.complaints() == []
    expect(notebook.charts()).to_have_count(stored_figures(name))
    expect(notebook.page.locator("mjx-container")).to_have_count(0)  # amounts of dollars are no formulas
    for chart in notebook.charts().all():
        box = chart.bounding_box()
        assert box is not None and box["width"] > 300 and box["height"] > 60, f"a chart of {name} cannot be seen: {box}"


def test_changing_the_language_in_the_first_cell_changes_the_report(lab: LabServer, page: Page) -> None:
    notebook = NotebookPage(page, lab, "regional_briefing.ipynb")
    page.locator(".jp-CodeCell .cm-line", has_text='language = "en"').click()
    page.keyboard.press("Home")
    page.keyboard.press("Shift+End")
    page.keyboard.insert_text('language = "es"')
    check_run(notebook, "regional_briefing.ipynb")
    expect(page.get_by_role("heading", name="Fuentes", exact=True)).to_be_attached()
    expect(page.get_by_role("heading", name="Sources", exact=True)).to_have_count(0)


def test_the_lab_asks_for_its_token(lab: LabServer) -> None:
    with pytest.raises(HTTPError) as refused:
        urlopen(f"{lab.address}/api/contents", timeout=10)
    refused.value.close()
    assert refused.value.code == 403


def test_the_lab_listens_on_this_machine_only(lab: LabServer) -> None:
    process = psutil.Process(lab.pid)
    listening = [one.laddr for one in process.net_connections("tcp") if one.status == psutil.CONN_LISTEN]
    assert lab.port in {address.port for address in listening}
    assert {address.ip for address in listening} <= {"127.0.0.1", "::1"}


def test_a_report_opens_as_its_readers_read_it(lab: LabServer, page: Page) -> None:
    """Before anything is run: charts are there, code is folded, one click shows it, and parameters are open."""
    notebook = NotebookPage(page, lab, "regional_briefing.ipynb")
    expect(notebook.charts()).to_have_count(stored_figures("regional_briefing.ipynb"))
    assert all(box and box["height"] > 60 for box in (chart.bounding_box() for chart in notebook.charts().all()))
    codes = page.locator(".jp-CodeCell")
    folded = codes.locator(".jp-InputPlaceholder")
    expect(folded).to_have_count(codes.count() - 1)
    expect(page.locator(".jp-CodeCell .cm-line", has_text='language = "en"')).to_be_visible()
    code = page.locator(".jp-CodeCell .cm-line", has_text="import carsi_analysis as carsi")
    expect(code).to_be_hidden()
    folded.first.click()
    expect(code).to_be_visible()


def test_a_changed_notebook_waits_for_the_users_trust(lab: LabServer, page: Page) -> None:
    name = "changed by others.ipynb"
    text = (lab.folder / "goals.ipynb").read_text(encoding="utf-8")
    (lab.folder / name).write_text(text.replace('"Run all cells', '"Now run all cells'), encoding="utf-8")
    notebook = NotebookPage(page, lab, name)
    expect(page.locator(".jp-OutputArea-output").first).to_be_visible()
    expect(notebook.charts()).to_have_count(0)


def test_the_marks_of_a_report_answer_to_pointer_touch_and_keyboard(lab: LabServer, page: Page) -> None:
    check_run(NotebookPage(page, lab, "goals.ipynb"), "goals.ipynb")
    chart = page.locator(".carsi-chart").first
    answers = chart.locator(".carsi-answer:visible")
    expect(answers).to_have_count(0)
    chart.locator("input").nth(2).hover()
    expect(answers).to_have_count(1)
    page.mouse.move(5, 5)
    expect(answers).to_have_count(0)
    chart.locator("input").first.focus()
    page.keyboard.press("ArrowRight")
    first = answers.inner_text()
    page.keyboard.press("ArrowRight")
    expect(answers).to_have_count(1)
    assert answers.inner_text() != first
    selected = page.locator(".jp-Cell.jp-mod-selected").count()
    page.keyboard.press("Enter")  # a form that is sent would load the lab anew
    assert page.locator(".jp-Cell.jp-mod-selected").count() == selected
    expect(answers).to_have_count(1)


def test_the_pages_asked_nobody_else_for_anything(lab: LabServer, page: Page) -> None:
    assert lab.requested, "no request was seen at all"
    local = (f"{lab.address}/", f"{lab.address.replace('http', 'ws')}/", "data:", "blob:")
    assert [url for url in lab.requested if not url.startswith(local)] == []
