"""``carsi validate``, ``cite`` and ``dictionary`` as a person meets them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from carsi_analysis.cli import main
from carsi_analysis.data import load
from carsi_analysis.data.dictionary import dictionary

Edit = Callable[[str, str, str], None]


def test_validate_prints_the_counts_of_a_sound_package(package: Path) -> None:
    result = CliRunner().invoke(main, ["validate", str(package)])
    assert result.exit_code == 0
    assert "ledger           3  2010–2012          2        2" in result.stdout


def test_validate_lists_every_problem_and_exits_with_1(package: Path, replace: Edit) -> None:
    replace("ledger.csv", "31500000", '"31,500,000"')
    replace("observations.csv", "40.7", "forty")
    result = CliRunner().invoke(main, ["validate", str(package)])
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "ledger.csv, line 3, column amount_usd",
        "observations.csv, line 3, column value",
    ]
    assert result.stderr == f"carsi: 2 problems in {package}\n"


def test_validate_of_a_folder_without_package_is_one_line(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["validate", str(tmp_path)])
    assert result.exit_code == 1
    assert result.stdout == "datapackage.json: the file is missing; expected the description of a data package\n"
    assert result.stderr == f"carsi: 1 problem in {tmp_path}\n"


@pytest.mark.parametrize(
    ("name", "said"), [("nothere", "there is no folder {path}"), ("README.md", "{path} is a file")]
)
def test_validate_of_what_is_no_folder_says_so(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "README.md").write_text("Read me\n", encoding="utf-8")
    path = tmp_path / name
    result = CliRunner().invoke(main, ["validate", str(path)])
    assert result.exit_code == 1
    expected = "a folder that holds the description of a data package"
    assert result.stdout == f"datapackage.json: {said.format(path=path)}; expected {expected}\n"


def test_cite_uses_the_package_of_the_environment(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARSI_DATA", str(package))
    result = CliRunner().invoke(main, ["cite", "ledger"])
    assert result.exit_code == 0
    assert result.stdout.startswith("Ñandú Society. Table “Ledger” (ledger.csv), in: The ñandú ledger.")


def test_cite_of_an_unknown_table_is_wrong_usage(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARSI_DATA", str(package))
    result = CliRunner().invoke(main, ["cite", "legder"])
    assert result.exit_code == 2
    assert result.stderr == "carsi: the data package has no table 'legder', perhaps 'ledger'\n"


def test_dictionary_is_printed_or_written_beside_the_data(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARSI_DATA", str(package))
    printed = CliRunner().invoke(main, ["dictionary"])
    assert printed.stdout == dictionary(load(package))
    assert not (package / "README.md").exists()
    written = CliRunner().invoke(main, ["dictionary", "--write"])
    assert written.stdout == f"{package / 'README.md'}\n{package / 'croissant.json'}\n"
    assert (package / "README.md").read_text(encoding="utf-8") == printed.stdout


def test_nothing_of_a_foreign_package_reaches_the_terminal_as_a_command(package: Path, replace: Edit) -> None:
    replace("ledger.csv", "entry_id,", "entry\x1b]0;owned\x07,")
    replace("datapackage.json", '"name": "status"', '"name": "sta\\u001b[2Jtus"')
    result = CliRunner().invoke(main, ["validate", str(package)])
    assert result.exit_code == 1
    assert r"entry\x1b]0;owned\x07" in result.stdout and r"sta\x1b[2Jtus" in result.stdout
    assert all(line.isprintable() for line in result.output.splitlines())
