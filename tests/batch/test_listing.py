"""What ``carsi list`` prints: nothing wider than the terminal, and the same as plain values."""

import json
import os
import subprocess
import sys

import pytest

from carsi_analysis.batch.listing import describe_reports
from carsi_analysis.catalogue import COUNTRY, EXPLORE, REPORTS


@pytest.mark.parametrize("columns", [40, 64, 80, 200])
def test_no_line_is_wider_than_the_terminal_and_none_hard_to_read(columns):
    lines = describe_reports(columns).splitlines()
    assert max(map(len, lines)) <= min(columns, 100)
    assert [line for line in lines if line in REPORTS] == list(REPORTS)


def test_every_choice_is_whole_however_narrow_the_terminal():
    words = describe_reports(40).replace(",", " ").replace(")", " ").split()
    assert set(COUNTRY.allowed) <= set(words)
    assert {f"{parameter.name}=…" for parameter in EXPLORE.parameters} <= set(words)


def test_as_json_programs_read_what_a_build_takes():
    narrow = {**os.environ, "COLUMNS": "40"}
    command = [sys.executable, "-m", "carsi_analysis", "list", "--json"]
    told = json.loads(subprocess.run(command, env=narrow, capture_output=True, text=True, check=True).stdout)
    assert [report["report"] for report in told] == list(REPORTS)
    for report in told:
        declared = REPORTS[report["report"]]
        assert [one["name"] for one in report["parameters"]] == [one.name for one in declared.parameters]
        assert report["notebook"] == declared.notebook and set(report["title"]) == set(declared.title)
        for one in report["parameters"]:
            declared.parameter(one["name"]).parse(one["default"])
            for allowed in one.get("choices", [one.get("minimum"), one.get("maximum")]):
                assert declared.parameter(one["name"]).parse(allowed) == allowed
