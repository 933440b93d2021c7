"""How many pages the reports print on, also with parameters that make them longer."""

from io import BytesIO

import pikepdf
import pytest
from nbconvert.exporters import get_exporter

from carsi_analysis.batch.run.execute import execute
from carsi_analysis.batch.run.job import Limits
from tests.notebooks.changed import source_of


@pytest.mark.parametrize(
    ("notebook", "parameters", "fewest", "most"),
    [
        ("regional_briefing.ipynb", {"dollars": "constant", "language": "en"}, 4, 4),
        ("regional_briefing.ipynb", {"dollars": "constant"}, 4, 4),
        ("threats.ipynb", {}, 5, 6),
        ("threats.ipynb", {"start_year": 2008}, 5, 6),
        ("threats.ipynb", {"threat": "human_trafficking"}, 2, 4),
        ("threats.ipynb", {"threat": "gang_violence"}, 2, 4),
        ("goals.ipynb", {}, 3, 4),
        ("goals.ipynb", {"goal": "accountable_governments"}, 2, 4),
        ("funding.ipynb", {}, 6, 7),
        ("funding.ipynb", {"account": "incle", "dollars": "constant"}, 6, 8),
        ("results.ipynb", {}, 5, 7),
    ],
)
def test_the_pages_are_few(notebook, parameters, fewest, most):
    run = execute(source_of(notebook), {"language": "es", **parameters}, Limits())
    assert run.failure is None, run.failure
    pages, _ = get_exporter("briefing-pdf")().from_notebook_node(run.notebook)
    with pikepdf.open(BytesIO(pages)) as pdf:
        assert fewest <= len(pdf.pages) <= most
