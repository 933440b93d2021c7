"""A build that was answered before is answered again at once, and only while not a byte of what decides it differs."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from carsi_analysis.batch.answered import LastAnswer
from carsi_analysis.batch.request import Request
from tests.batch.helpers import environment

EDITION = """
title.en = "Trial"
title.es = "Prueba"
[[documents]]
report = "regional-briefing"
languages = ["en", "es"]
formats = "html"
"""


@pytest.fixture
def built(run, tmp_path):
    """An edition that was built by the command, and the request."""
    (tmp_path / "trial.toml").write_text(EDITION)
    arguments = ("build", "--edition", tmp_path / "trial.toml", "--out", tmp_path / "out")
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return Request(edition=str(tmp_path / "trial.toml"), out=tmp_path / "out"), lambda *more: run(*arguments, *more)


def one_byte_otherwise(path: Path) -> None:
    """Change a byte, and neither size nor time."""
    before, content = path.stat(), bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_an_answered_build_is_told_again_without_planning(built, monkeypatch):
    request, build = built
    first = LastAnswer(request).that_holds()

    def refuse(*args, **kwargs):
        raise AssertionError("it was planned")

    monkeypatch.setattr("carsi_analysis.batch.command.build", refuse)
    again = build()
    assert again.stderr == "2 unchanged\n"
    assert again.stdout.splitlines() == [str(path) for path in first.shown_paths()]
    assert [Path(path).name for path in again.stdout.splitlines()][-2:] == ["index.html", "trial.zip"]


@pytest.mark.parametrize(
    "name", ["out/trial/regional-briefing-en.html", "out/trial/manifest.json", "out/trial.zip", "trial.toml"]
)
def test_a_byte_of_edition_or_output_counts(built, tmp_path, name):
    request, _ = built
    one_byte_otherwise(tmp_path / name)
    assert LastAnswer(request).that_holds() is None


@pytest.mark.parametrize("text", ["[" * 100_000, '[{"made_of": 1}]', '{"made_of": {}, "files": [0], "front": []}'])
def test_notes_of_a_build_that_hold_something_else_are_none(built, tmp_path, text):
    _, build = built
    notes = list((tmp_path / "out").rglob(".carsi/**/*.json"))
    assert len(notes) > 5
    for path in notes:
        path.write_text(text)
    told = build()
    assert told.exit_code == 0 and told.stderr.endswith("\n2 built\n"), told.output


def test_a_byte_of_data_and_of_notebooks_counts(built, data_package, notebooks):
    request, _ = built
    for path in (data_package / "funding.csv", notebooks / "regional_briefing.ipynb"):
        assert LastAnswer(request).that_holds()
        one_byte_otherwise(path)
        assert LastAnswer(request).that_holds() is None
        one_byte_otherwise(path)


def test_what_is_lost_or_put_beside_counts(built, tmp_path):
    request, build = built
    (tmp_path / "out" / "trial" / "other").symlink_to(tmp_path)
    assert LastAnswer(request).that_holds() is None
    assert "holds what no build has put there: other" in build().stderr
    assert "holds what no build has put there: other" in build().stderr  # as long as it lies there
    (tmp_path / "out" / "trial" / "other").unlink()
    assert build().stderr == "2 unchanged\n"
    (tmp_path / "out" / "trial" / "regional-briefing-es.html").unlink()
    assert LastAnswer(request).that_holds() is None
    assert build().stderr.endswith("1 built, 1 unchanged\n")


def test_environment_place_and_other_requests_count(built, tmp_path, monkeypatch):
    request, build = built
    assert LastAnswer(Request(edition=request.edition, out=tmp_path / "other")).that_holds() is None
    shutil.move(tmp_path / "out", tmp_path / "moved")
    assert LastAnswer(Request(edition=request.edition, out=tmp_path / "moved")).that_holds() is None
    shutil.move(tmp_path / "moved", tmp_path / "out")
    assert LastAnswer(request).that_holds()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert LastAnswer(request).that_holds() is None
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    monkeypatch.setattr("carsi_analysis.batch.answered.library_versions", lambda: {"matplotlib": "0"})
    assert LastAnswer(request).that_holds() is None
    assert build("--force").stderr.endswith("2 built\n")


def test_a_failed_build_is_no_answer(run, notebooks, tmp_path):
    arguments = ("build", "regional-briefing", "--out", tmp_path / "out")
    run(*arguments)
    text = (notebooks / "regional_briefing.ipynb").read_text()
    (notebooks / "regional_briefing.ipynb").write_text(text.replace("print(language)", "1 / 0"))
    for _ in range(2):
        assert run(*arguments).stderr.endswith("1 failed\n")


def test_the_answer_waits_for_no_library_that_builds():
    heavy = {"pydantic", "pandas", "numpy", "nbformat", "nbconvert", "psutil", "tqdm"}
    code = f"import sys, carsi_analysis.batch.answered; print(sorted({heavy!r} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True)
    assert told.stdout == "[]\n"
