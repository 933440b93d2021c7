"""axe-core looks at the index pages, at reports and at a chart of its own, on a phone and on a wide screen."""

import pytest

from tests.judges.axe import judge_in

pytestmark = pytest.mark.judge


PHONE, WIDE = (390, "dark"), (1280, "light")
CHART = "charts/regional-briefing-en/homicide-trends.html"


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [
        ("index.html", *PHONE),
        ("indice.html", *WIDE),
        ("with-map-en.html", *PHONE),  # the page of a report and a map
        ("with-map-en.html", *WIDE),
        (CHART, *PHONE),
        (CHART, *WIDE),
    ],
)
def test_axe_finds_nothing_and_nothing_is_asked_of_anybody(browser, folder, report, with_map, name, width, scheme):
    findings, outside = judge_in(browser, folder / name, scheme, width)
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in findings] == []
    assert outside == []
