"""The seal: what is changed in a sealed table is named to the cell, and accepted only on purpose."""

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from carsi_analysis.cli import main
from carsi_analysis.data import load
from carsi_analysis.data.place import REPOSITORY_DATA
from carsi_analysis.data.reading import read_files
from carsi_analysis.data.seal import SEALED_COPY, seal_problems
from carsi_analysis.data.sealing import CHANGES_FILE, seal

Edit = Callable[[str, str, str], None]


@pytest.fixture
def sealed(package: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small package, sealed, as the one that commands use."""
    monkeypatch.setenv("CARSI_DATA", str(package))
    seal(package)
    return package


def carsi(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_our_package_is_sealed_and_its_copy_is_that_of_the_tables() -> None:
    files = read_files(REPOSITORY_DATA)
    assert seal_problems(files, REPOSITORY_DATA) == []
    assert load(REPOSITORY_DATA).draft == ()
    with zipfile.ZipFile(REPOSITORY_DATA / SEALED_COPY) as archive:
        copies = {name: archive.read(name) for name in archive.namelist()}
    assert copies == {path: content for path, content in files.contents.items() if path.endswith(".csv")}


def test_a_package_that_was_never_sealed_is_a_draft_and_says_so(package: Path) -> None:
    result = carsi("validate", str(package))
    assert result.exit_code == 0
    assert "was never sealed" in result.stderr and "`carsi data seal`" in result.stderr
    assert load(package).draft == ("countries", "sources", "caveats", "ledger", "indicators", "observations")


def test_a_plausible_change_is_named_with_what_was_sealed(sealed: Path, replace: Edit) -> None:
    assert carsi("validate").exit_code == 0
    replace("ledger.csv", "31500000", "31500001")
    replace("observations.csv", "40.7", "40.8")
    result = carsi("validate")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "ledger.csv, line 3, column amount_usd: '31500001' is not as sealed; "
        "expected '31500000'; `carsi data seal` accepts it (row cites ledger-2012)",
        "observations.csv, line 3, column value: '40.8' is not as sealed; "
        "expected '40.7'; `carsi data seal` accepts it (row cites ledger-2012)",
    ]
    assert load().draft == ("ledger", "observations")


def test_rows_that_came_and_went_are_named_and_the_others_keep_their_cells(sealed: Path, replace: Edit) -> None:
    replace("observations.csv", "trust-police,CRI,2010,41.2,año-2009\n", "")
    replace("observations.csv", "hom-rate,GTM,2011", "hom-rate,GTM,2012")
    messages = carsi("validate").stdout.splitlines()
    assert [message.split(";")[0] for message in messages] == [
        "observations.csv: 'hom-rate/GTM/2011' is a sealed row that is gone",
        "observations.csv: 'trust-police/CRI/2010' is a sealed row that is gone",
        "observations.csv, line 4: 'hom-rate/GTM/2012' is a row that was not sealed",
    ]


def test_other_quotation_marks_are_no_cell_and_still_not_as_sealed(sealed: Path, replace: Edit) -> None:
    replace("ledger.csv", "sum-2011,", '"sum-2011",')
    assert "although no cell differs" in carsi("validate").stdout


def test_sealing_shows_the_change_and_writes_it_down(sealed: Path, replace: Edit) -> None:
    replace("ledger.csv", "31500000", "31500001")
    result = carsi("data", "seal")
    assert result.exit_code == 0, result.output
    shown = "- `ledger`: 1 cell changed\n  - `sum-2012`, amount_usd: 31500000 → 31500001\n"
    assert result.stdout == shown
    entries = (sealed / CHANGES_FILE).read_text(encoding="utf-8")
    assert entries.count("## 0.9.0 (2012-04-01)") == 1
    assert "6 tables sealed for the first time" in entries and entries.endswith(" and 1 more)\n" + shown)
    assert carsi("validate").exit_code == 0 and load().draft == ()
    before = state(sealed)
    assert carsi("data", "seal").stderr.endswith("was sealed already\n")
    assert state(sealed) == before


def test_what_fails_its_checks_is_not_sealed(sealed: Path, replace: Edit) -> None:
    replace("ledger.csv", "31500000", "-2000")
    before = state(sealed)
    result = carsi("data", "seal")
    assert result.exit_code == 1 and "'-2000' is too small" in result.stderr
    assert state(sealed) == before


@pytest.mark.parametrize("damage", ["missing", "no zip", "another table", "of another state"])
def test_a_copy_that_does_not_hold_what_was_sealed_is_not_believed(sealed: Path, replace: Edit, damage: str) -> None:
    copy = sealed / SEALED_COPY
    replace("ledger.csv", "31500000", "31500001")
    if damage == "missing":
        copy.unlink()
    elif damage == "no zip":
        copy.write_bytes(b"PK")
    else:
        name = "other.csv" if damage == "another table" else "ledger.csv"
        with zipfile.ZipFile(copy, "w") as archive:
            archive.writestr(name, (sealed / "ledger.csv").read_bytes())
    result = carsi("validate")
    assert result.exit_code == 1
    assert "ledger.csv: the table is not as sealed, and sealed.zip does not hold it as it was" in result.stdout
    assert carsi("data", "seal").exit_code == 0
    assert carsi("validate").exit_code == 0


def test_a_hash_taken_out_of_the_description_does_not_escape(sealed: Path) -> None:
    path = sealed / "datapackage.json"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    first = next(number for number, line in enumerate(lines) if '"hash"' in line)
    path.write_text("".join(lines[:first] + lines[first + 1 :]), encoding="utf-8")
    assert "countries.csv: the table was never sealed" in carsi("validate").stdout
    assert load().draft == ("countries",)


def test_a_full_disk_leaves_the_package_as_it_was(sealed: Path, replace: Edit, monkeypatch: pytest.MonkeyPatch) -> None:
    replace("ledger.csv", "31500000", "31500001")
    before = state(sealed)

    def full(*arguments: object, **options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copytree", full)
    result = carsi("data", "seal")
    assert result.exit_code == 1 and "No space left on device" in result.stderr
    assert state(sealed) == before and [path.name for path in sealed.parent.iterdir()] == [sealed.name]
