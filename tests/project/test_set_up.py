"""pyproject, lock, environment.yml, Makefile and README agree, and nothing of a machine is in them."""

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

from carsi_analysis import __version__

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
EXTRAS = PROJECT["optional-dependencies"]
LOCKS = {
    "requirements.lock": [*PROJECT["dependencies"], *(one for extra in EXTRAS.values() for one in extra)],
    "requirements-docs.lock": PYPROJECT["dependency-groups"]["docs"],
}
"""Each lock and what it is made of; the tools of the documentation site have one of their own."""

each_lock = pytest.mark.parametrize("name", LOCKS)


def normal(requirement: str) -> str:
    return re.split(r"[<>=!~;\[ ]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def entries(name: str) -> list[str]:
    return re.split(r"\n(?=[a-z0-9])", (ROOT / name).read_text(encoding="utf-8"))


@each_lock
def test_every_dependency_is_locked_with_a_hash(name):
    locked = {normal(entry): entry for entry in entries(name)}
    assert {normal(one) for one in LOCKS[name]} - {"carsi-analysis"} <= set(locked)
    assert [package for package, entry in locked.items() if "--hash=sha256:" not in entry] == []


@each_lock
def test_the_locked_versions_are_those_that_the_project_asks_for(name):
    locked = {normal(entry): entry.split()[0].partition("==")[2] for entry in entries(name)}
    for wanted in map(Requirement, LOCKS[name]):
        if wanted.name != "carsi-analysis":
            assert wanted.specifier.contains(locked[normal(wanted.name)]), f"{name}: {wanted}"


def test_the_two_locks_agree():
    pinned = [{entry.split()[0] for entry in entries(name)} for name in LOCKS]
    known = {normal(one) for one in pinned[0]}
    assert {one for one in pinned[1] if normal(one) in known} <= pinned[0]


@each_lock
def test_the_lock_names_no_index(name):
    lock = (ROOT / name).read_text(encoding="utf-8")
    assert "http://" not in lock
    assert "https://" not in lock
    assert "--index" not in lock


def conda_requirements() -> list[str]:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    return next(item["pip"] for item in environment["dependencies"] if isinstance(item, dict))


def test_conda_users_get_the_same_environment():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert conda_requirements() == ["--requirement requirements.lock"]
    python = next(item for item in environment["dependencies"] if str(item).startswith("python"))
    assert PROJECT["requires-python"] in python.replace(" ", "")


def test_pip_takes_the_file_that_conda_hands_it():
    """Conda writes the pip part of environment.yml into a file of its own beside it, one entry a line."""
    with tempfile.NamedTemporaryFile("w", dir=ROOT, prefix="condaenv.", suffix=".requirements.txt") as written:
        written.write("\n".join(conda_requirements()) + "\n")
        written.flush()
        options = ["--dry-run", "--no-index", "--no-deps", "--disable-pip-version-check", "--quiet"]
        command = [sys.executable, "-m", "pip", "install", *options, "--requirement", written.name]
        done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_pythons_named_are_those_that_run_it():
    named = {each.rpartition(" ")[2] for each in PROJECT["classifiers"] if re.search(r"Python :: 3\.\d+$", each)}
    assert named == {"3.11", "3.12", "3.13", "3.14"}
    environment = (ROOT / "environment.yml").read_text(encoding="utf-8")
    assert "<3.15" in environment


def test_both_names_of_the_command_start_it():
    assert PROJECT["scripts"]["carsi-analysis"] == PROJECT["scripts"]["carsi"]


def test_the_readme_asks_for_the_python_and_the_targets_that_exist():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert f"Python {PROJECT['requires-python'].removeprefix('>=')} or newer" in readme
    assert "sys.version_info >= (" + PROJECT["requires-python"].removeprefix(">=").replace(".", ", ") + ")" in makefile
    for target in set(re.findall(r"\bmake ([a-z]+)\b", readme)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"the Makefile has no target {target}"


def test_the_lock_is_made_of_every_extra():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert set(re.findall(r"--group (\w+)", makefile)) == set(PYPROJECT["dependency-groups"])
    locked = set(re.findall(r"--extra (\w+)", makefile))
    drawn_in = {
        extra
        for wanted in EXTRAS.values()
        for requirement in wanted
        if requirement.startswith("carsi-analysis[")
        for extra in re.findall(r"\w+", requirement.split("[")[1])
    }
    assert set(EXTRAS) == locked | drawn_in


def test_the_version_stands_in_one_place():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert PROJECT["dynamic"] == ["version"]
    assert str(citation["version"]) == __version__
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", changes, re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert all(re.fullmatch(r"\d+\.\d+\.\d+ \(\d{4}-\d{2}-\d{2}\)", heading) for heading in headings[1:])


def test_the_citation_says_what_the_data_say_of_themselves():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    described = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    assert citation["abstract"] == described["description"]
    assert citation["keywords"] == described["keywords"][: len(citation["keywords"])]


def test_the_licences_are_there():
    assert "MIT License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "CC BY 4.0" in (ROOT / "LICENSE-DATA").read_text(encoding="utf-8")
    assert PROJECT["license"] == "MIT AND CC-BY-4.0"


def test_the_hooks_for_committing_run_what_make_check_runs():
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    assert [repo["repo"] for repo in hooks] == ["local"], "a hook from elsewhere would leave the lock"
    entries = {hook["entry"].split(" --force-exclude")[0].removeprefix(".venv/bin/") for hook in hooks[0]["hooks"]}
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipe = re.search(r"^check:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    assert recipe is not None
    checked = {line.strip().removeprefix("@$(BIN)/").removesuffix(" .") for line in recipe[1].splitlines()}
    assert checked <= entries


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode != 0:
        pytest.skip("this is no git repository, so nothing is tracked")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_tracked_file_names_this_machine():
    places = [f"{place}/".encode() for place in (Path.home(), ROOT)]
    for path in tracked_files():
        content = path.read_bytes()
        assert not any(place in content for place in places), path.relative_to(ROOT)


def test_no_tracked_file_names_where_packages_come_from():
    hosts = re.compile(
        rb"://(?:files\.)?py(?:pi|thonhosted)\.org/simple|--(?:extra-)?index-url|registry\.npmjs|://deb\.debian"
    )
    here = Path(__file__).resolve()
    assert [path for path in tracked_files() if path != here and hosts.search(path.read_bytes())] == []
