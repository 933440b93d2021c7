"""Reports that are run once for all tests, in whichever process these are: the same run is asked for in many rooms."""

import hashlib
import json
import os
import pickle
from contextlib import suppress
from pathlib import Path
from typing import Any

from carsi_analysis.batch.locate import room
from carsi_analysis.batch.run.execute import Execution, execute
from carsi_analysis.batch.run.job import Limits
from carsi_analysis.catalogue import REPORTS, check_parameters
from tests.conftest import SHARED


def ran(report_id: str, **parameters: Any) -> Execution:
    """Run a report on the data of the checkout in a forked kernel, or take what another test had run; it succeeds."""
    assert "CARSI_DATA" not in os.environ, "a test that changes the data runs its report itself"
    report = REPORTS[report_id]
    source = (room("notebooks") / report.notebook).read_text(encoding="utf-8")
    chosen = check_parameters(report, parameters)
    name = hashlib.sha256(json.dumps([source, chosen], sort_keys=True).encode()).hexdigest()
    place = Path(os.environ[SHARED], name)
    with place.with_suffix(".lock").open("w") as lock:
        with suppress(ImportError):  # Windows has no such lock: two processes may run the same there
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.is_file():
            place.write_bytes(pickle.dumps(execute(source, chosen, Limits())))
    execution: Execution = pickle.loads(place.read_bytes())
    assert execution.failure is None, execution.failure
    return execution
