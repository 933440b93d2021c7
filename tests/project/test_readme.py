"""Every command of the README is run, in its order, in a clean clone."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
from pathlib import Path

import click
import frictionless
import pytest

from carsi_analysis.batch.edition.verify import verify
from carsi_analysis.catalogue import REPORTS
from carsi_analysis.cli import main
from tests.stock import WITHOUT_GRAMMAR

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
RUN_ELSEWHERE = {
    "make test": "this is a test; tests/fresh/bare_debian.sh runs it in a clone",
    "make lab": "tests/lab opens the lab",
}


def commands() -> list[str]:
    found = re.findall(r"^```console\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    return [line for block in found for line in block.splitlines()]


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """A clean clone whose ``.venv`` borrows the locked dependencies, which spares the minutes of installing them."""
    folder = tmp_path_factory.mktemp("clone") / "carsi-analysis"
    cloned = subprocess.run(["git", "clone", "--quiet", ROOT, folder], capture_output=True, text=True)
    if cloned.returncode != 0:
        pytest.skip(f"this is no git repository: {cloned.stderr.strip()}")
    environment = folder / ".venv"
    venv.create(environment, with_pip=False)
    site = Path(
        sysconfig.get_paths(scheme="venv", vars={"base": str(environment), "platbase": str(environment)})["purelib"]
    )
    borrowed = [folder / "src", sysconfig.get_paths()["purelib"], WITHOUT_GRAMMAR]
    (site / "borrowed.pth").write_text("".join(f"{line}\n" for line in borrowed), encoding="utf-8")
    (environment / "share").symlink_to(Path(sys.prefix) / "share")
    for script in ("carsi", "papermill", "jupyter", "jupyter-nbconvert"):
        _borrow(Path(sysconfig.get_path("scripts")) / script, environment / "bin")
    (environment / ".installed").touch()
    return folder


def _borrow(script: Path, folder: Path) -> None:
    """Copy a console script and let the clone's Python run it."""
    lines = script.read_text(encoding="utf-8").splitlines(keepends=True)
    copied = folder / script.name
    copied.write_text("".join([f"#!{folder / 'python'}\n", *lines[1:]]), encoding="utf-8")
    shutil.copymode(script, copied)


@pytest.mark.skipif(sys.platform == "win32", reason="the README's commands are those of a Unix shell")
def test_the_commands_do_what_the_readme_says(clone):
    before = subprocess.run(["git", "status", "--porcelain"], cwd=clone, capture_output=True, text=True).stdout
    # With bytecode, as Python keeps it unless it is told not to: each of many processes would compile the clone.
    others = ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE")
    of_the_clone = {name: value for name, value in os.environ.items() if name not in others}
    for command in commands():
        if command in RUN_ELSEWHERE:
            continue
        options = {"cwd": clone, "env": of_the_clone, "stdin": subprocess.DEVNULL}
        done = subprocess.run(command, shell=True, capture_output=True, text=True, **options)
        assert done.returncode == 0, f"{command}\n{done.stdout[-1000:]}\n{done.stderr[-2000:]}"
    built = clone / "reports" / "build"
    for name in ("regional-briefing-en", "regional-briefing-es"):
        assert (built / f"{name}.html").is_file()
        assert (built / f"{name}.pdf").read_bytes().startswith(b"%PDF")
    assert (built / "mine.pdf").read_bytes().startswith(b"%PDF")
    check_sample(built / "sample")
    after = subprocess.run(["git", "status", "--porcelain"], cwd=clone, capture_output=True, text=True).stdout
    assert after == before, "a command changed tracked files or left others behind"


def check_sample(edition: Path) -> None:
    """Look into the edition that ``carsi verify`` has found whole: real reports, and tables that any tool can read."""
    manifest = (edition / "manifest.json").read_text(encoding="utf-8")
    documents = json.loads(manifest)["documents"]
    assert len(documents) == 2 and all(document["facts"] and document["sources"] for document in documents)
    assert frictionless.validate(str(edition / "data" / "datapackage.json")).valid, "the tables as a Data Package"
    assert "seconds" not in manifest and "seconds" not in (edition / "index.html").read_text(encoding="utf-8")
    assert verify(edition.with_suffix(".zip")) == []


def test_the_two_commands_come_first():
    assert commands()[:2] == ["make report", "make test"]


def test_what_is_run_elsewhere_is_still_in_the_readme():
    assert [command for command in RUN_ELSEWHERE if command not in README] == []


def test_every_report_is_named_with_its_parameters():
    rows = dict(re.findall(r"^\| `([\w-]+)` \| [^|]+ \| ([^|]+) \|$", README, re.MULTILINE))
    assert set(REPORTS) <= set(rows)
    for report_id, told in rows.items():
        if report_id in REPORTS:
            names = {parameter.name for parameter in REPORTS[report_id].parameters} - {"language"}
            spelt = set(re.findall(r"`(\w+)`", told)) | ({"start_year", "end_year"} if "years" in told else set())
            assert names == spelt, report_id


def test_links_arrive():
    targets = [target for target in re.findall(r"\]\(([^)]+)\)", README) if not target.startswith("http")]
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_every_picture_has_words():
    assert all(len(alt) > 40 for alt in re.findall(r"!\[([^\]]*)\]", README, re.DOTALL))
    assert "![" in README


WITHOUT_MAKE = README.partition("### Without make")[2].partition("\n## ")[0]


@pytest.mark.parametrize("line", re.findall(r"^(?:uvx|pipx) .*$", WITHOUT_MAKE, re.MULTILINE))
def test_what_uvx_and_pipx_are_told_is_a_command_of_a_name_that_the_project_has(line):
    """``tests/fresh/ways_without_make.sh`` runs them, which takes a package index and minutes."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    words = shlex.split(line)
    extras = [extra for word in words for extra in re.findall(r"\[(\w+)\]", word)]
    assert set(extras) <= set(project["optional-dependencies"])
    name, *arguments = words[next(place for place, word in enumerate(words) if word.startswith("carsi")) :]
    assert name in project["scripts"]
    context = click.Context(main, info_name=name)
    command, rest = main.resolve_command(context, arguments)[1:]
    command.make_parser(click.Context(command, info_name=name)).parse_args(rest)


def test_every_way_without_make_is_told():
    for way in ("python3 -m venv .venv", "py -m venv .venv", "conda env create", "uvx --from", "pipx run --spec"):
        assert way in WITHOUT_MAKE
