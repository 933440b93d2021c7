"""axe-core, from the npm registry, run in the system's Chromium."""

import json
import shutil
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from tests.conftest import require
from tests.once import folder_once

Done = TypeVar("Done")

AXE = "axe-core@4.14.1"
CHROMIUM_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@cache
def _axe_source() -> str:
    folder = folder_once("axe", _fetch)
    return (folder / "package" / "axe.min.js").read_text(encoding="utf-8")


def _fetch(folder: Path) -> None:
    require(shutil.which("npm"), "axe-core comes from the npm registry, and npm is not installed")
    done = subprocess.run(["npm", "pack", "--silent", AXE], cwd=folder, capture_output=True, text=True)
    require(done.returncode == 0, f"axe-core could not be fetched: {done.stderr[-300:]}")
    subprocess.run(["tar", "xzf", done.stdout.strip().splitlines()[-1]], cwd=folder, check=True)


def chromium() -> str:
    """Find the system's Chromium."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    require(found, "no Chromium is installed")
    return str(found)


_THREAD = ThreadPoolExecutor(1, "browser")
"""Playwright keeps an event loop running in its thread, where no test could run one of its own."""

_OPEN: list[Any] = []
"""Playwright and its browser, once they were needed."""


def in_browser(work: Callable[[Any], Done]) -> Done:
    """Do something in the browser that the tests of a file share, in its thread."""
    return _THREAD.submit(lambda: work(_browser())).result()


def _browser() -> Any:
    if not _OPEN:
        from playwright.sync_api import sync_playwright

        executable = chromium()
        _OPEN.append(sync_playwright().start())
        _OPEN.append(_OPEN[0].chromium.launch(executable_path=executable, args=CHROMIUM_OPTIONS))
    return _OPEN[1]


def close() -> None:
    """Close it."""
    if _OPEN:
        _THREAD.submit(lambda: (_OPEN[1].close(), _OPEN[0].stop())).result()
        _OPEN.clear()


def judge(page_file: Path, scheme: str) -> tuple[list[dict[str, Any]], list[str]]:
    """Open a page from the file system and let axe-core look at it.

    Args:
        page_file: the HTML file.
        scheme: ``light`` or ``dark``.

    Returns:
        axe's findings, and every address that the page asked for besides itself.
    """
    return in_browser(lambda browser: judge_in(browser, page_file, scheme))


def judge_in(browser: Any, page_file: Path, scheme: str, width: int = 1280) -> tuple[list[dict[str, Any]], list[str]]:
    """Do the same in a browser that is open already, on a screen of some width."""
    source = _axe_source()
    requested: list[str] = []
    context = browser.new_context(color_scheme=scheme, bypass_csp=True, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.on("request", lambda request: requested.append(request.url))
    page.goto(page_file.as_uri())
    page.add_script_tag(content=source)
    found = json.loads(page.evaluate("async () => JSON.stringify((await axe.run()).violations)"))
    context.close()
    outside = [url for url in requested if not url.startswith(("file:", "data:"))]
    return found, outside


def judge_region(page: Any, selector: str) -> list[dict[str, Any]]:
    """Let axe-core look at one part of a page that is open already."""
    page.evaluate(_axe_source())
    found = page.evaluate("async (part) => JSON.stringify((await axe.run(part)).violations)", selector)
    violations: list[dict[str, Any]] = json.loads(found)
    return violations
