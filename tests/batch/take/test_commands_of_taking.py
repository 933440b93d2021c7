"""``carsi export workbook`` and ``carsi export sqlite`` as a user types them."""

import sys

import pytest
from click.testing import CliRunner

from carsi_analysis.cli import main
from tests.batch.take.small_edition import blocks, write_edition


@pytest.fixture
def small(tmp_path):
    return write_edition(tmp_path / "trial", {"brief-en": blocks()})


def run(*arguments):
    return CliRunner().invoke(main, list(map(str, arguments)))


def test_each_prints_where_its_file_is_and_what_is_not_in_it(small, tmp_path):
    out = tmp_path / "new" / "trial.xlsx"
    written = run("export", "workbook", small, "--out", out, "--language", "en")
    assert (written.exit_code, written.stdout) == (0, f"{out}\n")
    assert written.stderr == "carsi: left out, since it holds no table: brief-en, A drawing\n"
    out = tmp_path / "trial.sqlite"
    written = run("export", "sqlite", small, "--out", out)
    assert (written.exit_code, written.stdout) == (0, f"{out}\n")
    assert out.read_bytes().startswith(b"SQLite format 3")


def test_what_cannot_be_done_is_refused_in_a_line_and_nothing_is_written(small, tmp_path, monkeypatch):
    refused = run("export", "workbook", small, "--out", tmp_path / "trial.csv")
    assert refused.exit_code == 2 and "does not end in .xlsx" in refused.stderr
    refused = run("export", "workbook", small, "--language", "fr", "--out", tmp_path / "trial.xlsx")
    assert refused.exit_code == 2 and "no report in 'fr'; it has en" in refused.stderr
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    refused = run("export", "workbook", small, "--out", tmp_path / "trial.xlsx")
    assert refused.exit_code == 1 and refused.stderr.count("\n") == 1
    assert "type: pip install 'carsi-analysis[excel]'" in refused.stderr
    (small / "brief-en.ipynb").write_text("{}")
    refused = run("export", "sqlite", small, "--out", tmp_path / "trial.sqlite")
    assert refused.exit_code == 1 and "build it again" in refused.stderr
    assert not list(tmp_path.glob("trial.*"))


@pytest.mark.parametrize("command", ["workbook", "sqlite"])
def test_the_help_has_examples(command):
    told = run("export", command, "--help").output
    assert f"carsi export {command} " in told and "Examples:" in told
