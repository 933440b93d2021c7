"""The workflows and forms on GitHub say what the project itself says."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
FORMS = [path for path in sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml")) if path.stem != "config"]


def read(path: Path) -> dict:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_may_only_read_unless_it_releases_and_ends_in_time(path):
    workflow = read(path)
    assert workflow["permissions"] == {"contents": "read"}
    for name, job in workflow["jobs"].items():
        assert job["timeout-minutes"] <= 90
        assert "permissions" not in job or (path.stem, name) == ("release", "release")
        assert all("secrets." not in str(step) for step in job["steps"])


def test_ci_calls_the_script_that_every_machine_runs():
    steps = read(ROOT / ".github" / "workflows" / "ci.yml")["jobs"]["all"]["steps"]
    assert any(".ci/run" in step.get("run", "") for step in steps)


def test_the_smoke_runs_on_every_system_and_every_python_that_the_project_names():
    matrix = read(ROOT / ".github" / "workflows" / "smoke.yml")["jobs"]["briefing"]["strategy"]["matrix"]
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert set(matrix["python"]) == set(re.findall(r"Python :: (3\.\d+)", pyproject))
    assert {system.split("-")[0] for system in matrix["os"]} == {"ubuntu", "windows", "macos"}


def test_a_data_error_names_figure_source_and_page():
    required = {
        field["id"]
        for field in read(ROOT / ".github" / "ISSUE_TEMPLATE" / "data-error.yml")["body"]
        if field.get("validations", {}).get("required")
    }
    assert {"figure", "source", "place"} <= required


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_is_one(path):
    form = read(path)
    assert form["name"]
    assert form["description"]
    assert all(field["attributes"]["label"] for field in form["body"])


def test_the_ways_without_make_install_what_the_smoke_installs():
    """The README's other ways differ in how a program is called, not in what is installed; pip's run in the smoke."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    without_make = readme.partition("### Without make")[2].partition("\n## ")[0]
    steps = read(ROOT / ".github" / "workflows" / "smoke.yml")["jobs"]["briefing"]["steps"]
    installs = [step["run"].removeprefix("python -m ") for step in steps if "pip install" in step.get("run", "")]
    for way in re.findall(r"^```sh\n(.*?)^```$", without_make, re.DOTALL | re.MULTILINE):
        told = [line for line in way.splitlines() if "-m pip install" in line]
        assert [line.partition("-m ")[2] for line in told] in ([], installs[-1:], installs)
    assert installs[-1] in (ROOT / "environment.yml").read_text(encoding="utf-8")
