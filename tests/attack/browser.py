"""Hostile notebooks and hostile cells of data in a real browser: no script runs, and nothing is asked of anywhere."""

import csv
import io
import os
import random
import shutil
from collections.abc import Iterator
from contextlib import suppress
from itertools import count, islice
from pathlib import Path

from nbconvert import get_exporter
from nbformat import NotebookNode
from playwright.sync_api import Dialog, Page, sync_playwright

from carsi_analysis.batch.run.execute import execute
from carsi_analysis.batch.run.job import Limits
from carsi_analysis.data.place import REPOSITORY_DATA
from carsi_analysis.data.sealing import seal
from carsi_analysis.errors import CarsiError
from tests.attack.found import Result, begun
from tests.attack.notebooks import random_notebook
from tests.judges import axe

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = "<img src=https://example.org/x onerror=\"window.ran='yes'\"><script>window.ran='yes'</script>"
CELLS = (
    ("countries", "HND", "label_en"),
    ("accounts", "esf", "label_en"),
    ("sources", "owid-unodc-hom-2025", "short_label_en"),
)
"""Table, key and column of cells that a country profile shows."""


def attack_browser(room: Path, many: int, seed: int) -> Result:
    """Open what was made of hostile notebooks, and of a report on hostile data, as a reader would."""
    result = begun("hostile notebooks and hostile cells of data in Chromium", many + 2)
    pages = dict(islice(_pages(seed), many))
    pages["hostile cells of data"] = _page(_report_on(_hostile_data(room)))
    result.note(HOSTILE.partition(" ")[0][1:] in pages["hostile cells of data"], "the hostile cells are not shown")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=axe.chromium(), args=axe.CHROMIUM_OPTIONS)
        for name, html in pages.items():
            path = room / f"{name}.html"
            path.write_text(html, encoding="utf-8")
            told = _told(browser.new_page(), path.as_uri())
            result.note(not told, f"{name}: {told}")
        browser.close()
    return result


def _pages(seed: int) -> Iterator[tuple[str, str]]:
    """Random notebooks as pages, without those that are refused in a sentence."""
    for number in count():
        with suppress(CarsiError):
            yield f"notebook {number}", _page(random_notebook(random.Random(f"browser {seed} {number}")))


def _told(page: Page, address: str) -> list[str]:
    """What a page does, when it is opened, that no page may do."""
    asked: list[str] = []
    dialogs: list[Dialog] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (dialogs.append(dialog), dialog.dismiss()))
    page.goto(address)
    told = [f"it asks for {url}" for url in asked if url != address and not url.startswith("data:")]
    told += ["a dialog opens"] * bool(dialogs) + ["a script runs"] * bool(page.evaluate("window.ran"))
    page.close()
    return told


def _page(notebook: NotebookNode) -> str:
    html, _ = get_exporter("briefing-html")().from_notebook_node(notebook)
    return str(html)


def _hostile_data(room: Path) -> Path:
    """A copy of the package, sealed, in which what reports show is markup that would act."""
    data = Path(shutil.copytree(REPOSITORY_DATA, room / "hostile-data"))
    for table, key, column in CELLS:
        path = data / f"{table}.csv"
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
        for row in rows:
            if next(iter(row.values())) == key:
                row[column] = f"{row[column]} {HOSTILE}"
        stream = io.StringIO()
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        path.write_text(stream.getvalue(), encoding="utf-8")
    seal(data)
    return data


def _report_on(data: Path) -> NotebookNode:
    before = os.environ.get("CARSI_DATA")
    os.environ["CARSI_DATA"] = str(data)
    try:
        source = (ROOT / "notebooks" / "country_profile.ipynb").read_text(encoding="utf-8")
        run = execute(source, {"language": "en", "country": "HND"}, Limits())
    finally:
        os.environ.pop("CARSI_DATA")
        if before is not None:
            os.environ["CARSI_DATA"] = before
    assert run.failure is None, run.failure
    return run.notebook
