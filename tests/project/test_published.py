"""The published briefings are what the repository builds today, and the README's picture is a page of theirs."""

import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageStat

from carsi_analysis.batch.formats import EXPORTERS
from carsi_analysis.batch.run.render import render
from tests.conftest import require
from tests.ran import ran

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = ROOT / "reports" / "published"
PICTURE = ROOT / "docs" / "images" / "regional-briefing-page.png"


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_new_build_gives_the_published_bytes(language):
    name = f"regional-briefing-{language}"
    built = render(ran("regional-briefing", language=language).notebook, name, {"pdf": EXPORTERS["pdf"]})
    same = built[f"{name}.pdf"] == (PUBLISHED / f"{name}.pdf").read_bytes()
    assert same, f"reports/published/{name}.pdf is not what is built today; look at the new one and run make publish"


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_briefing_is_four_pages(language):
    with pikepdf.open(PUBLISHED / f"regional-briefing-{language}.pdf") as pdf:
        assert len(pdf.pages) == 4


def test_nothing_else_is_published():
    assert sorted(path.name for path in PUBLISHED.iterdir()) == ["regional-briefing-en.pdf", "regional-briefing-es.pdf"]


@pytest.mark.judge
def test_the_picture_of_the_readme_is_a_page_of_the_published_briefing(tmp_path):
    require(shutil.which("pdftoppm"), "pdftoppm of poppler-utils draws the page")
    assert PICTURE.stat().st_size < 200_000
    drawn = tmp_path / "page"
    briefing = PUBLISHED / "regional-briefing-en.pdf"
    subprocess.run(["pdftoppm", "-r", "90", "-f", "1", "-singlefile", "-png", briefing, drawn], check=True)
    with Image.open(drawn.with_suffix(".png")) as page, Image.open(PICTURE) as picture:
        assert page.size == picture.size
        difference = ImageStat.Stat(ImageChops.difference(page.convert("L"), picture.convert("L"))).mean[0]
    assert difference < 1, "the README shows another page than the published one; run make picture"
