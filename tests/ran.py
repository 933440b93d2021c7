"""Reports that are run once for all tests, in whichever process these are: the same run is asked for in many rooms.

Their charts are drawn once as well, through the folder in which the reports of an edition share theirs.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from nbconvert.exporters import get_exporter

from carsi_analysis.batch.formats import EXPORTERS
from carsi_analysis.batch.locate import room
from carsi_analysis.batch.run.execute import Execution, execute
from carsi_analysis.batch.run.job import Limits
from carsi_analysis.catalogue import REPORTS, check_parameters
from carsi_analysis.files import DRAWN_CHARTS
from tests.once import once, shared_folder


def ran(report_id: str, **parameters: Any) -> Execution:
    """Run a report on the data of the checkout in a forked kernel, or take what another test had run; it succeeds."""
    assert "CARSI_DATA" not in os.environ, "a test that changes the data runs its report itself"
    report = REPORTS[report_id]
    source = (room("notebooks") / report.notebook).read_text(encoding="utf-8")
    chosen = check_parameters(report, parameters)
    name = hashlib.sha256(json.dumps([source, chosen], sort_keys=True).encode()).hexdigest()
    with drawing_once():
        execution: Execution = once(name, lambda: execute(source, chosen, Limits()))
    assert execution.failure is None, execution.failure
    return execution


def exported(form: str, report_id: str, **parameters: Any) -> str | bytes:
    """Export a run in one of the formats of a build, once for all tests too; whatever cannot be shown is an error."""
    chosen = check_parameters(REPORTS[report_id], parameters)
    name = hashlib.sha256(json.dumps([form, report_id, chosen], sort_keys=True).encode()).hexdigest()
    exporter = get_exporter(EXPORTERS[form])(strict=True)
    content: str | bytes = once(name, lambda: exporter.from_notebook_node(ran(report_id, **parameters).notebook)[0])
    return content


@contextmanager
def drawing_once() -> Iterator[None]:
    """Take a chart that a run of these tests has drawn of the same inputs, as the reports of an edition do."""
    with patch.dict(os.environ, {DRAWN_CHARTS: str(shared_folder() / "charts")}):
        yield


def run_shows(report_id: str, **parameters: Any) -> list[dict[str, Any]]:
    """Give what a run shows, each block with its text; a warning would be an output of another kind."""
    outputs = [output for cell in ran(report_id, **parameters).notebook.cells for output in cell.get("outputs", [])]
    assert {output["output_type"] for output in outputs} == {"display_data"}, "something was printed or warned of"
    return [{**output["metadata"]["briefing"], "text": output["data"]["text/plain"]} for output in outputs]
