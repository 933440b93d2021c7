"""How many pages the reports print on, also with parameters that make them longer."""

from io import BytesIO

import pikepdf
import pytest
from nbconvert.exporters import get_exporter

from tests.ran import ran


@pytest.mark.parametrize(
    ("report_id", "parameters", "fewest", "most"),
    [
        ("regional-briefing", {"dollars": "constant", "language": "en"}, 4, 4),
        ("regional-briefing", {"dollars": "constant"}, 4, 4),
        ("threats", {}, 5, 6),
        ("threats", {"start_year": 2008}, 5, 6),
        ("threats", {"threat": "human_trafficking"}, 2, 4),
        ("threats", {"threat": "gang_violence"}, 2, 4),
        ("goals", {}, 3, 4),
        ("goals", {"goal": "accountable_governments"}, 2, 4),
        ("funding", {}, 6, 7),
        ("funding", {"account": "incle", "dollars": "constant"}, 6, 8),
        ("results", {}, 5, 7),
    ],
)
def test_the_pages_are_few(report_id, parameters, fewest, most):
    run = ran(report_id, **{"language": "es", **parameters})
    pages, _ = get_exporter("briefing-pdf")().from_notebook_node(run.notebook)
    with pikepdf.open(BytesIO(pages)) as pdf:
        assert fewest <= len(pdf.pages) <= most
