"""Pages compared as pictures with stored ones, small enough to forgive a hinting change and no more."""

import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest
from nbconvert import get_exporter
from PIL import Image, ImageChops, ImageStat

from tests.conftest import require

FOLDER = Path(__file__).parent
DOTS_PER_INCH = 40
MEAN_DIFFERENCE = 1.5
"""Of 255; a page that is shifted by a line differs by more than four."""


def first_page(notebook: Path, folder: Path) -> Image.Image:
    content, _ = get_exporter("briefing-pdf")().from_notebook_node(nbformat.read(notebook, as_version=4))
    (folder / "page.pdf").write_bytes(content)
    command = ["pdftoppm", "-r", str(DOTS_PER_INCH), "-l", "1", "-gray", "-png", "-singlefile", "page.pdf", "page"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return Image.open(folder / "page.png").convert("L")


def difference(one: Image.Image, other: Image.Image) -> float:
    return ImageStat.Stat(ImageChops.difference(one, other)).mean[0]


@pytest.mark.judge
@pytest.mark.parametrize("name", ["penguin_table_tour", "formulas"])
def test_the_first_page_looks_as_it_did(name, tmp_path):
    require(shutil.which("pdftoppm"), "pdftoppm comes with poppler-utils")
    page = first_page(FOLDER / "notebooks" / f"{name}.ipynb", tmp_path)
    stored = Image.open(FOLDER / "pages" / f"{name}.png").convert("L")
    assert page.size == stored.size
    assert difference(page, stored) < MEAN_DIFFERENCE


@pytest.mark.judge
def test_the_comparison_notices_a_shifted_line(tmp_path):
    require(shutil.which("pdftoppm"), "pdftoppm comes with poppler-utils")
    page = first_page(FOLDER / "notebooks" / "penguin_table_tour.ipynb", tmp_path)
    assert difference(page, ImageChops.offset(page, 0, 7)) > MEAN_DIFFERENCE
