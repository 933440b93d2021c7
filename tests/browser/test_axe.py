"""axe-core looks at the index pages, at reports and at a chart of its own, on a phone and on a wide screen."""

import pytest

from tests.judges.axe import judge_in

pytestmark = pytest.mark.judge


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
@pytest.mark.parametrize(
    "name",
    [
        "index.html",
        "indice.html",
        "regional-briefing-en.html",
        "with-map-en.html",
        "charts/regional-briefing-en/homicide-trends.html",
    ],
)
def test_axe_finds_nothing_and_nothing_is_asked_of_anybody(browser, folder, report, with_map, name, width, scheme):
    findings, outside = judge_in(browser, folder / name, scheme, width)
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in findings] == []
    assert outside == []
