"""The command: what it prints, what it writes, and how it exits."""

import subprocess
import sys

import pytest

from tests.importing.conftest import ACCESSED, fingerprint


def test_the_default_prints_the_review_and_writes_nothing(carsi, bank_file, folder, tmp_path):
    path = bank_file({("SLV", 2023): "2.4"})
    before = fingerprint(folder)
    result = carsi("import", "worldbank", path, "--html", tmp_path / "review.html")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "hom_rate_wdi: 1 added, 0 revised, 0 no longer given" in result.stdout
    assert fingerprint(folder) == before
    page = (tmp_path / "review.html").read_text(encoding="utf-8")
    assert "Review of API_VC.zip" in page
    again = carsi("import", "worldbank", path, "--dry-run", "--html", tmp_path / "again.html")
    assert again.stdout == result.stdout
    assert (tmp_path / "again.html").read_text(encoding="utf-8") == page


@pytest.mark.parametrize("linked", [False, True])
def test_a_run_stopped_between_the_renames_is_put_right_by_the_next(carsi, bank_file, folder, monkeypatch, linked):
    path, before = bank_file({("SLV", 2023): "2.4"}), fingerprint(folder)
    if linked:
        link = folder.parent / "elsewhere" / "link"
        link.parent.mkdir()
        link.symlink_to(folder)
        monkeypatch.setenv("CARSI_DATA", str(link))
    kept = folder.rename(folder.parent / ".data-set-aside")
    status = carsi("data", "status")
    assert status.exit_code == 1 and f"and lies whole in {kept}; run the command that" in status.stderr
    assert carsi("import", "worldbank", path).exit_code == 0
    assert fingerprint(folder) == before and not kept.exists()


def test_apply_says_what_to_do_next(carsi, bank_file, folder):
    result = carsi("import", "worldbank", bank_file({("PAN", 2023): "12.469837"}), "--apply", "--accessed", ACCESSED)
    assert result.exit_code == 0
    assert "wb-wdi-hom-2027-02-14 is in the package, version 2027.03.0" in result.stderr
    assert "read again whether the words still hold of: homicide-panama-2023" in result.stderr
    assert carsi("validate").exit_code == 0
    second = carsi("import", "worldbank", bank_file({("PAN", 2023): "12.469837"}), "--apply", "--accessed", ACCESSED)
    assert (second.exit_code, second.stderr) == (0, "carsi: nothing to change\n")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["worldbnk", "{file}"], 2, "there is no importer 'worldbnk', perhaps 'worldbank'"),
        (["worldbank", "{folder}/nothing.zip"], 1, "there is no such file"),
        (["owid", "."], 1, "carsi: .: this is a folder; expected a file"),
        (["worldbank", "{folder}/sources.csv"], 1, "carsi: sources.csv: it begins with 'source_id "),
        (["owid", "{file}"], 1, "expected a file of Our World in Data"),
        (["worldbank", "{file}", "--apply"], 2, "--apply needs --accessed"),
        (["worldbank", "{file}", "--apply", "--dry-run"], 2, "contradict each other"),
        (["worldbank", "{file}", "--accessed", "1 March"], 2, "--accessed 1 March: expected a day as YYYY-MM-DD"),
        (["worldbank", "{file}", "--accessed", "2027-03-02"], 2, "--accessed 2027-03-02 lies after today, 2027-03-01"),
        (["worldbank", "{file}", "--release", "2027-13"], 2, "--release 2027-13: expected"),
        (["worldbank", "{file}", "--release", "2026-02-31"], 2, "--release 2026-02-31: expected"),
        (["worldbank", "{file}", "--accessed", "2026-01-01", "--release", "2027-01"], 2, "lies before --release"),
        (["worldbank", "{file}", "--accept", "homicide-copy"], 2, "no such reconciliation"),
    ],
)
def test_wrong_requests_and_wrong_files_exit_with_one_line_and_change_nothing(
    carsi, bank_file, folder, arguments, code, said
):
    path = bank_file({("SLV", 2023): "2.4"})
    before = fingerprint(folder)
    result = carsi("import", *[each.format(file=path, folder=folder) for each in arguments])
    assert result.exit_code == code
    assert said in result.stderr and result.stderr.startswith("carsi: ") and result.stderr.count("\n") == 1
    assert fingerprint(folder) == before


def test_status_is_printed(carsi):
    result = carsi("data", "status")
    assert result.exit_code == 0
    assert result.stdout.startswith("Renewed by an importer (")


def test_a_release_cannot_lie_after_the_day_of_the_import(carsi, bank_file, folder):
    path, before = bank_file({("SLV", 2023): "2.4"}, updated="2027-05-01"), fingerprint(folder)
    result = carsi("import", "worldbank", path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert (
        "by its date the release is of 2027-05-01, which lies after 2027-03-01; expected its date as" in result.stderr
    )
    earlier = carsi("import", "worldbank", bank_file({}, updated="2027-02-10"), "--accessed", "2027-02-09")
    assert "by its date the release is of 2027-02-10, which lies after 2027-02-09" in earlier.stderr
    assert carsi("import", "worldbank", path, "--release", "2027-02-10").exit_code == 0
    assert fingerprint(folder) == before


def test_what_is_cheap_to_check_is_told_before_the_package_is_read(carsi, folder, tmp_path):
    (folder / "observations.csv").write_text("indicator_id\n", encoding="utf-8")
    (tmp_path / "page.csv").write_text("<!DOCTYPE html>", encoding="utf-8")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    for name, said in (("page.csv", "this is a web page"), ("other.csv", "expected a file of the World Bank")):
        assert said in carsi("import", "worldbank", tmp_path / name).stderr
    assert "observations.csv" in carsi("validate").output


def test_an_import_does_not_load_what_only_reports_need():
    slow = ("nbformat", "nbconvert", "papermill", "matplotlib", "openpyxl", "duckdb")
    code = f"import sys, carsi_analysis.importing.command; print(sorted(set(sys.modules) & {set(slow)!r}))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"
