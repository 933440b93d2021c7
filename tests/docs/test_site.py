"""The documentation site builds without a warning, asks nobody for anything, and holds what was written elsewhere."""

import importlib.util
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.conftest import require

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.judge


class Fetched(HTMLParser):
    """Collect the addresses that a browser would fetch by itself when it opens a page."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "link" and named.get("rel") in {"canonical", "next", "prev"}:
            return
        if tag in {"script", "img", "iframe", "source", "link"}:
            self.addresses += [named[key] or "" for key in ("src", "href") if key in named]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    require(importlib.util.find_spec("zensical"), "zensical comes with `make docs`, from a lock of its own")
    folder = tmp_path_factory.mktemp("site")
    for name in ("docs", "data", "src"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.csv"))
    for name in ("mkdocs.yml", "CONTRIBUTING.md", "CHANGELOG.md"):
        shutil.copyfile(ROOT / name, folder / name)
    for command in (["docs/site_pages.py", "build/docs"], ["-m", "zensical", "build", "--strict"]):
        done = subprocess.run([sys.executable, *command], cwd=folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


def test_no_page_asks_anybody_for_anything(site):
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 10
    for page in pages:
        parser = Fetched()
        parser.feed(page.read_text(encoding="utf-8"))
        assert parser.addresses, page.name
        outside = [one for one in parser.addresses if re.match(r"(https?:)?//", one)]
        assert outside == [], f"{page.relative_to(site)} fetches {outside}"


def test_the_dictionary_and_the_docstrings_are_on_the_site(site):
    dictionary = (site / "dictionary.html").read_text(encoding="utf-8")
    assert "funding_by_country" in dictionary
    analysis = (site / "reference" / "analysis.html").read_text(encoding="utf-8")
    assert "carsi_analysis.analysis.funding.appropriations_by_account" in analysis
    assert "carsi_analysis.exhibits.exhibit.Chart" in (site / "reference" / "exhibits.html").read_text(encoding="utf-8")


def test_the_site_names_no_machine_and_carries_no_code_of_its_builder(site):
    assert not list(site.rglob("*.py"))
    for page in site.rglob("*.html"):
        assert str(ROOT) not in page.read_text(encoding="utf-8"), page.name
