"""The commands list, build, verify and diff: exit codes, what goes to which stream, and refusing before running."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from carsi_analysis.batch.locate import default_output
from carsi_analysis.batch.run.pool import local_processes
from carsi_analysis.cli import main
from tests.batch.helpers import environment, notebook_text

NOTHING = {"format": "carsi-edition/1", "data": {}, "documents": [], "failed": {}, "files": {}}
"""The manifest of an edition without documents."""


@pytest.fixture
def no_process(monkeypatch):
    """Make any new process an error."""

    def refuse(*args, **kwargs):
        raise AssertionError(f"a process was started: {args}")

    monkeypatch.setattr(subprocess, "Popen", refuse)


def test_list_tells_reports_parameters_and_what_they_may_be(run):
    result = run("list")
    assert result.exit_code == 0
    assert "regional-briefing" in result.output
    assert "-p start_year=…  first year shown, a whole number from 2000 to" in result.output
    assert "one of en, es (default en)" in result.output


def test_list_tells_what_can_be_explored_too(run):
    output = " ".join(run("list").output.split())  # it breaks lines as wide as the terminal
    assert "explore (notebooks/explore.ipynb: carsi lab, or papermill)" in output
    assert "an identifier in data/indicators.csv (default " in output
    assert "appropriations_by_account, obligations_by_country" in output


def test_build_prints_the_documents_on_stdout_and_one_summary_line_on_stderr(run, tmp_path):
    out = tmp_path / "out"
    result = run("build", "regional-briefing", "--language", "en", "--language", "es", "--out", out)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        f"{out}/regional-briefing-{language}.{suffix}" for language in ("en", "es") for suffix in ("html", "pdf")
    ]
    lines = result.stderr.splitlines()
    assert [line.split("]")[0] for line in lines[:-1]] == ["building 2 documents", "[1/2", "[2/2"]
    assert lines[-1] == "2 built"
    again = run("build", "regional-briefing", "--language", "en", "--out", out)
    assert (again.stdout.splitlines(), again.stderr) == (result.stdout.splitlines()[:2], "1 unchanged\n")


def test_quiet_and_json(run, tmp_path):
    result = run("build", "regional-briefing", "--quiet", "--json", "--format", "pdf", "--out", tmp_path / "out")
    assert result.stderr == "1 built\n"
    told = json.loads(result.stdout)
    assert told["built"] == ["regional-briefing-en"]
    assert [path.rsplit(".", 1)[1] for path in told["paths"]["regional-briefing-en"]] == ["ipynb", "pdf"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["regional-briefing", "-p", "lanquage=es"], "did you mean language?"),
        (["regional-brefing"], "did you mean regional-briefing?"),
        (["regional-briefing", "-p", "start_year=abc"], "'abc' is not a whole number from 2000"),
        (["regional-briefing", "-p", "start_year=2020", "-p", "end_year=2010"], "start_year: 2020 is after end_year"),
        (["regional-briefing", "-p", "language"], "'language' is not NAME=VALUE"),
        (["regional-briefing", "-p", "language=es", "-p", "language=en"], "is given twice"),
        (["regional-briefing", "-p", "language=es", "--language", "en"], "the language is given twice"),
        (["regional-briefing", "--language", "fr"], "'fr' is not one of en, es"),
        (["regional-briefing", "--format", "docx"], "'docx' is not one of html, pdf"),
        ([], "name a report (see carsi list) or an edition"),
        (["--edition", "smple"], "did you mean sample?"),
        (["regional-briefing", "--edition", "sample"], "an edition says itself"),
        (["--edition", "sample", "--language", "es"], "an edition says itself"),
        (["regional-briefing", "--workers", "0"], "0 is not in the range"),
    ],
)
def test_a_wrong_request_is_refused_before_a_process_starts(run, no_process, tmp_path, arguments, message):
    result = run("build", *arguments, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.output
    assert not (tmp_path / "out").exists()


def test_a_failure_ends_with_1_and_names_cell_error_and_notebook(run, notebooks, tmp_path):
    (notebooks / "regional_briefing.ipynb").write_text(notebook_text("1 / 0"))
    result = run("build", "regional-briefing", "--quiet", "--out", tmp_path / "out")
    assert result.exit_code == 1
    saved = tmp_path / "out/regional-briefing-en.failed.ipynb"
    assert result.stderr.splitlines() == [
        f"carsi: regional-briefing-en: cell [3]: ZeroDivisionError: division by zero; see {saved}",
        "1 failed",
    ]
    assert saved.is_file()
    told = run("build", "regional-briefing", "--out", tmp_path / "out").stderr
    assert told.count("ZeroDivisionError") == 1, "why it failed stands where it failed, and once"
    assert told.endswith(f"carsi: regional-briefing-en failed; see {saved}\n1 failed\n")


def test_a_failure_that_is_announced_in_one_line_and_told_in_the_next_is_told(run, notebooks, tmp_path):
    wrong = "\n".join(["the data package in data has 2 problems:", "  a.csv, line 2: 'x' is wrong", "  b.csv: gone"])
    (notebooks / "regional_briefing.ipynb").write_text(notebook_text(f"raise ValueError({wrong!r})"))
    result = run("build", "regional-briefing", "--quiet", "--out", tmp_path / "out")
    assert "ValueError: the data package in data has 2 problems: a.csv, line 2: 'x' is wrong; see " in result.stderr


def carsi(*arguments, **more):
    """Run the command as a process, with streams of its own."""
    command = [sys.executable, "-m", "carsi_analysis", *map(str, arguments)]
    return subprocess.run(command, **{"capture_output": True, "text": True, "env": environment(), **more})


def test_a_file_that_cannot_be_written_is_named_in_a_line(run, tmp_path, data_package):
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").write_text(json.dumps(NOTHING))
    (tmp_path / "file").touch()
    for page in (tmp_path / "old", tmp_path / "file/d.html"):
        result = run("diff", tmp_path / "old", tmp_path / "new", "--html", page)
        assert result.exit_code == 1
        assert result.stderr.startswith("carsi: ") and str(page) in result.stderr and "Errno" not in result.stderr
        assert len(result.stderr.splitlines()) == 1
    with pytest.raises(OSError, match=r"d\.html"):
        CliRunner().invoke(
            main, ["--debug", "diff", *map(str, [tmp_path / "old"] * 2), "--html", str(page)], catch_exceptions=False
        )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("arguments", [("list",), ("--help",), ("list", "--help"), ("--version",)])
def test_a_full_disk_behind_stdout_is_told_in_a_line(arguments, unbuffered):
    env = environment(PYTHONUNBUFFERED=unbuffered)
    with open("/dev/full", "w") as full:  # noqa: PTH123 (a device, not a file)
        result = carsi(*arguments, capture_output=False, stdout=full, stderr=subprocess.PIPE, env=env)
    assert result.returncode == 1
    assert result.stderr == "carsi: the output: No space left on device (carsi --debug shows where)\n"


def test_what_an_encoding_lacks_is_a_question_mark(tmp_path):
    for name, version in (("old", "1"), ("new", "2")):
        (tmp_path / name).mkdir()
        manifest = {**NOTHING, "data": {"version": version}}
        (tmp_path / name / "manifest.json").write_text(json.dumps(manifest))
    result = carsi("diff", tmp_path / "old", tmp_path / "new", env=environment(PYTHONIOENCODING="cp1252"))
    assert (result.returncode, result.stdout, result.stderr) == (0, "data package: 1 ? 2\n", "")


@pytest.mark.skipif(os.name != "posix", reason="closes streams as a POSIX shell does")
def test_a_build_with_closed_streams_builds_and_tells_the_others(tmp_path):
    """All processes of the build have neither stream; whoever asks again, what is built already, has one of them."""
    build = [sys.executable, "-m", "carsi_analysis", "build", "goals", "--format", "html", "--out", str(tmp_path)]
    for closed, told in ((">&- 2>&-", ""), (">&-", "1 unchanged\n"), ("2>&-", "goals-en.html\n")):
        command = ["sh", "-c", f'exec "$@" {closed}', "sh", *build]
        result = subprocess.run(command, capture_output=True, text=True, env=environment())
        assert result.returncode == 0
        assert (tmp_path / "goals-en.html").is_file()
        assert (result.stdout + result.stderr).endswith(told)
        assert (result.stdout, result.stderr).count("") == 1 + (not told), "what was closed was told to the other"


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such signal")
def test_a_build_that_is_told_to_end_says_so_and_clears_up(run, notebooks, tmp_path):
    cell = "import os, signal, time; os.kill(int(os.environ['TO_END']), signal.SIGTERM); time.sleep(600)"
    (notebooks / "regional_briefing.ipynb").write_text(notebook_text(cell))
    before = signal.getsignal(signal.SIGTERM)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TO_END", str(os.getpid()))
        patch.setattr("carsi_analysis.batch.command.local_processes", local_processes)
        result = run("build", "regional-briefing", "--quiet", "--out", tmp_path / "out")
    assert (result.exit_code, result.stderr.split(";")[0]) == (130, "carsi: stopped")
    assert signal.getsignal(signal.SIGTERM) == before


def test_explain_says_why_and_builds_nothing(run, tmp_path, no_process):
    result = run("build", "regional-briefing", "--explain", "--out", tmp_path / "out")
    assert (result.exit_code, result.stdout) == (0, "regional-briefing-en: not built yet\n")
    assert not (tmp_path / "out").exists()


def test_an_edition_is_built_verified_and_compared(run, notebooks, tmp_path):
    assert run("build", "--edition", "sample", "--quiet", "--out", tmp_path / "old").exit_code == 0
    (notebooks / "regional_briefing.ipynb").write_text(notebook_text("print('other')"))
    assert run("build", "--edition", "sample", "--quiet", "--out", tmp_path / "new").exit_code == 0
    old, new = tmp_path / "old/sample.zip", tmp_path / "new/sample"
    verified = run("verify", old)
    assert verified.exit_code == 0 and re.fullmatch(r"sha256:[0-9a-f]{64}\n", verified.stdout)
    taken = run("export", "pictures", old, "--out", tmp_path / "pictures")
    assert taken.exit_code == 0 and (tmp_path / "pictures/pictures.json").read_text() == "[]\n"  # it has no chart
    compared = run("diff", old, new, "--html", tmp_path / "diff.html")
    assert (compared.exit_code, compared.stdout) == (0, "")  # no finding moved
    assert "Nothing moved" in (tmp_path / "diff.html").read_text()
    (new / "index.html").write_text("changed")
    verified = run("verify", new)
    assert verified.exit_code == 1
    assert verified.stdout.startswith("changed: index.html")
    assert verified.stderr == f"carsi: 1 problem in {new}\n"
    refused = run("export", "pictures", new, "--out", tmp_path / "none")
    assert refused.exit_code == 1 and "changed: index.html" in refused.stderr and "build it again" in refused.stderr
    assert not (tmp_path / "none").exists()


def test_a_build_says_before_it_starts_what_is_not_its_own(run, notebooks, tmp_path):
    (notebooks / "regional_briefing.ipynb").write_text(notebook_text("1 / 0"))
    folder = tmp_path / "sample"
    folder.mkdir()
    (folder / "notes\x1b[2J.txt").write_text("mine")
    (folder / "link").symlink_to("nowhere")
    built = run("build", "--edition", "sample", "--out", tmp_path)
    first, *_ = built.stderr.splitlines()
    assert first.startswith(f"carsi: {folder} holds what no build has put there: link, notes\\x1b[2J.txt; it stays")
    again = run("build", "--edition", "sample", "--out", tmp_path)
    assert again.stderr.splitlines()[0] == first, "what a build leaves of a failure is its own"
    assert (folder / "notes\x1b[2J.txt").read_text() == "mine"


def test_verify_and_diff_of_something_else(run, tmp_path):
    (tmp_path / "empty").mkdir()
    assert run("verify", tmp_path / "empty").exit_code == 1
    assert run("verify", tmp_path / "not there").exit_code == 2
    assert run("diff", tmp_path / "empty", tmp_path / "empty").exit_code == 1


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        (lambda data: (data / "datapackage.json").write_text('{"name": '), "datapackage.json, line 1, column 10"),
        (lambda data: (data / "events.csv").unlink(), "events.csv: the file is missing"),
        (lambda data: (data / "datapackage.json").unlink(), "no datapackage.json is there"),
    ],
    ids=["description", "missing table", "no package"],
)
@pytest.mark.parametrize("more", [[], ["--explain"]])
def test_a_faulty_data_package_is_told_before_a_process_starts(
    run, no_process, data_package, tmp_path, damage, complaint, more
):
    damage(data_package)
    result = run("build", "regional-briefing", *more, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert complaint in result.stderr


def test_documents_go_to_the_repository_unless_told_otherwise():
    assert default_output().parts[-2:] == ("reports", "build")
