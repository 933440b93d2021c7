"""The page of what moved between two editions in a browser: accessible, nothing fetched, no wider than a phone."""

import pytest

from carsi_analysis.batch.edition.diff import compare
from carsi_analysis.batch.edition.diff_page import difference_page
from carsi_analysis.batch.edition.diff_told import tell
from tests.batch.take.small_edition import MOVED, blocks, write_edition
from tests.judges.axe import judge_in

pytestmark = pytest.mark.judge


@pytest.fixture(scope="module")
def moved(tmp_path_factory):
    folder = tmp_path_factory.mktemp("moved")
    shown = blocks(rate="90.0", rates=MOVED)
    old = write_edition(folder / "old", {"brief-en": blocks(), "brief-es": blocks("es")})
    new = write_edition(folder / "new", {"brief-en": shown, "brief-es": [shown[0], *shown[2:]]}, version="2")
    difference = compare(old, new)
    (folder / "moved.html").write_text(difference_page(difference, "old", "new", tell(old, new, difference)))
    return folder / "moved.html"


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_axe_finds_nothing_and_nothing_is_asked_of_anybody(browser, moved, width, scheme):
    findings, outside = judge_in(browser, moved, scheme, width)
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in findings] == []
    assert outside == []


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_it_fits_the_screen_and_charts_stand_side_by_side_where_there_is_room(opened, moved, width):
    page = opened(moved, width)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    before, now = (page.locator(".pair figure").nth(place).bounding_box() for place in (0, 1))
    assert (now["y"] == before["y"]) == (width == 1280)
    page.locator("summary").first.click()
    assert page.locator("details[open] table").first.is_visible()


def test_in_forced_colours_pictures_keep_their_paper(opened, moved):
    page = opened(moved, color_scheme="dark", forced_colors="active")
    look = page.locator(".card svg").first.evaluate("one => getComputedStyle(one).filter")
    assert look == "none"
