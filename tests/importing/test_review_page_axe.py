"""The page of a review in a browser: accessible in light and dark, nothing fetched, no wider than a telephone."""

import pytest

from carsi_analysis.batch.edition.diff import Change, Difference
from carsi_analysis.importing.outlook import Moved, Outlook
from carsi_analysis.importing.review_html import review_page
from tests.judges.axe import in_browser, judge

pytestmark = pytest.mark.judge
LONG = "observations/" + "a-very-long-name-without-a-blank-" * 4


@pytest.fixture
def page_file(reviewed, chart_file, tmp_path):
    """A review with every kind of section, reports that were run and problems that stop it."""
    review = reviewed("owid", chart_file({("CRI", 2023): "20", ("PAN", 2023): "9", ("CRI", 2001): None}))
    assert review.problems and review.conflicts and review.of_kind("vanished")
    changes = [Change("chart homicide-trends, 2023 / series, CRI", "17.7", "20"), Change(LONG, "", "1")]
    difference = Difference(edition=[Change("data package", "1", "2")], documents={"regional-briefing-en": changes})
    review.outlook = Outlook(1, difference, [Moved("regional-briefing-en", "It was 17.7.", "It was 20.")], ["x: y"])
    path = tmp_path / "review.html"
    path.write_text(review_page(review), encoding="utf-8")
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_fetched(page_file, scheme):
    violations, outside = judge(page_file, scheme)
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in violations] == []
    assert outside == []


def test_on_a_telephone_only_tables_scroll_sideways(page_file):
    def measure(browser):
        with browser.new_page(viewport={"width": 320, "height": 640}) as page:
            page.goto(page_file.as_uri())
            return page.evaluate(
                "[document.documentElement.scrollWidth, document.querySelectorAll('.wide > table').length]"
            )

    width, tables = in_browser(measure)
    assert width == 320
    assert tables == page_file.read_text(encoding="utf-8").count("<table")
