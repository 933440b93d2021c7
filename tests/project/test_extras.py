"""The core builds every report without the libraries of the extras; whoever needs one is told what to type."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from carsi_analysis.extras import EXTRA_OF

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ABSENT = sorted({library.partition(".")[0] for library in EXTRA_OF} | {"jupyter_server", "scipy", "statsmodels"})


EVERY_EXHIBIT = """
import carsi_analysis as carsi
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.drawing import svg_of
from carsi_analysis.exhibits.gallery import CHAPTERS

study = carsi.study()
made = [carsi.exhibit(name, study) for chapter in CHAPTERS.values() for name in chapter]
print(sum(svg_of(one).startswith("<svg") for one in made if isinstance(one, Chart)))
"""
"""Makes what the gallery shows, and draws the charts."""


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=\[ ]", one)[0].replace("-", "_") for one in requirements}


@pytest.fixture(scope="module")
def core(tmp_path_factory) -> dict[str, str]:
    """The environment of processes that cannot import what the core does without; their kernels inherit it."""
    folder = tmp_path_factory.mktemp("absent")
    block = f"import sys\nsys.modules.update(dict.fromkeys({ABSENT!r}))\n"
    (folder / "sitecustomize.py").write_text(block, encoding="utf-8")
    return {**os.environ, "PYTHONPATH": str(folder)}


def run(core: dict[str, str], *arguments: object, code: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *(["-c", code] if code else ["-m", "carsi_analysis"]), *map(str, arguments)]
    return subprocess.run(command, env=core, capture_output=True, text=True)


def test_each_extra_brings_what_it_is_named_for_and_the_core_does_not():
    extras = PROJECT["optional-dependencies"]
    assert {"lab", "import", "excel", "dask"} <= set(extras)
    for library, extra in EXTRA_OF.items():
        assert library.partition(".")[0] in names(extras[extra])
    assert not names(PROJECT["dependencies"]) & set(ABSENT)


def test_reports_are_built_without_the_extras(core, tmp_path):
    done = run(core, "build", "results", "--format", "html", "--quiet", "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "results-en.html").is_file()


def test_every_exhibit_is_made_without_the_extras(core):
    told = run(core, code=EVERY_EXHIBIT)
    assert told.returncode == 0, told.stderr
    assert int(told.stdout) > 40


@pytest.mark.parametrize(
    ("arguments", "extra"),
    [
        (["lab", "--no-browser", "--folder", "{folder}/lab"], "lab"),
        (["import", "unodc", "{folder}/a.xlsx"], "excel"),
        (["build", "results", "--executor", "dask", "--scheduler", "tcp://127.0.0.1:8786"], "dask"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else value,
)
def test_a_missing_extra_is_told_in_one_line_with_what_to_type(core, tmp_path, arguments, extra):
    from tests.importing.conftest import write_workbook

    write_workbook(tmp_path / "a.xlsx", {"data": [["Iso3_code", "VALUE"], ["HND", 1]]})
    done = run(core, *(each.format(folder=tmp_path) for each in arguments))
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.endswith(f"is not installed; type: pip install 'carsi-analysis[{extra}]'")


def test_controls_that_cannot_be_shown_are_told_in_the_notebook(core):
    told = run({**core, "JPY_SESSION_NAME": "explore.ipynb"}, code="import carsi_analysis as c; c.explore()")
    assert told.stderr.splitlines()[-1].endswith("type: pip install 'carsi-analysis[lab]'")
