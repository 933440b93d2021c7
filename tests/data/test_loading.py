"""Loading: where the package is, what a frame holds, and that nobody can spoil it for others."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from carsi_analysis.data import DataError, data_folder, load
from carsi_analysis.errors import CarsiError, UsageError
from tests.data.conftest import write_package

Edit = Callable[[str, str, str], None]


def test_frame_has_the_dtypes_of_the_description_and_row_ids(package: Path) -> None:
    ledger = load(package).ledger
    assert {name: str(dtype) for name, dtype in ledger.dtypes.items()} == {
        "entry_id": "str",
        "fiscal_year": "int64",
        "country_iso3": "str",
        "status": "str",
        "amount_usd": "int64",
        "as_of": "datetime64[s]",
        "audited": "bool",
        "caveats": "str",
        "source_id": "str",
        "row_id": "str",
    }
    assert list(ledger["row_id"]) == ["ledger/sum-2011", "ledger/sum-2012", "ledger/été-2010"]
    assert list(ledger["amount_usd"]) == [-5, 31_500_000, 25_000_000]
    assert list(ledger["audited"]) == [False, True, True]
    assert ledger["country_iso3"].isna().tolist() == [True, False, False]
    assert ledger["as_of"].iloc[1] == pd.Timestamp("2012-02-29")


def test_optional_numbers_stay_whole_and_may_be_missing(package: Path, replace: Edit) -> None:
    replace("ledger.csv", "allocated,-5,", "allocated,,")
    descriptor = (package / "datapackage.json").read_text(encoding="utf-8")
    mark = descriptor.index('"minimum": -1000')
    required = descriptor.index('"required": true', mark)
    changed = descriptor[:required] + descriptor[required:].replace("true", "false", 1)
    (package / "datapackage.json").write_text(changed, encoding="utf-8")
    amounts = load(package).ledger["amount_usd"]
    assert str(amounts.dtype) == "Int64"
    assert amounts.tolist() == [pd.NA, 31_500_000, 25_000_000]


def test_compound_key_makes_the_row_id(package: Path) -> None:
    row = load(package).row("observations/hom-rate/GTM/2011")
    assert (row["value"], row["year"]) == (38.4, 2011)
    assert (row["file"], row["line"]) == ("observations.csv", 4)


def test_row_gives_none_for_an_empty_cell(package: Path) -> None:
    row = load(package).row("ledger/sum-2011")
    assert row["country_iso3"] is None
    assert row["as_of"] is None
    assert row["line"] == 2


def test_changing_a_frame_reaches_nobody_else(package: Path) -> None:
    frame = load(package).ledger
    frame.loc[0, "amount_usd"] = 1
    frame["status"] = "spoilt"
    frame.insert(0, "entry", range(3))
    again = load(package).ledger
    assert list(again["amount_usd"]) == [-5, 31_500_000, 25_000_000]
    assert "spoilt" not in set(again["status"])
    assert "entry" not in again.columns


def test_same_bytes_are_checked_once_and_changed_bytes_again(package: Path, replace: Edit) -> None:
    first = load(package)
    assert load(package) is first
    replace("ledger.csv", "31500000", "31500001")
    second = load(package)
    assert second.sha256 != first.sha256
    assert second.row("ledger/sum-2012")["amount_usd"] == 31_500_001
    assert first.row("ledger/sum-2012")["amount_usd"] == 31_500_000


def test_hash_covers_the_described_files_only(package: Path) -> None:
    before = load(package).sha256
    (package / "README.md").write_text("generated")
    assert load(package).sha256 == before
    assert len(before) == 64


def test_hash_does_not_depend_on_the_folder(package: Path, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere"
    copy.mkdir()
    for file in package.iterdir():
        (copy / file.name).write_bytes(file.read_bytes())
    assert load(copy).sha256 == load(package).sha256


def test_edition_and_version_are_those_of_the_description(package: Path) -> None:
    loaded = load(package)
    assert (loaded.version, loaded.edition_date) == ("0.9.0", "2012-04-01")
    assert loaded.tables == ("countries", "sources", "caveats", "ledger", "indicators", "observations")


def test_unknown_table_row_and_source_suggest_the_near_miss(package: Path) -> None:
    loaded = load(package)
    with pytest.raises(UsageError, match=r"no table 'legder', perhaps 'ledger'"):
        loaded.table("legder")
    with pytest.raises(AttributeError, match=r"no table 'observation', perhaps 'observations'"):
        _ = loaded.observation
    with pytest.raises(UsageError, match=r"no row 'ledger/sum-2013', perhaps 'ledger/sum-201"):
        loaded.row("ledger/sum-2013")
    with pytest.raises(UsageError, match=r"no source 'ledger-2021', perhaps 'ledger-2012'"):
        loaded.source("ledger-2021")


def test_error_lists_the_problems_and_names_the_folder(package: Path, replace: Edit) -> None:
    replace("ledger.csv", "31500000", '"31,500,000"')
    with pytest.raises(DataError) as caught:
        load(package)
    assert str(caught.value) == (
        f"the data package in {package} has 1 problem:\n"
        "  ledger.csv, line 3, column amount_usd: '31,500,000' is not an integer; expected digits only, "
        "such as 31500000 (row cites ledger-2012)"
    )
    assert caught.value.problems[0].line == 3


def test_error_counts_what_it_does_not_list(package: Path) -> None:
    rows = "".join(f"e{number:03},2012,CRI,planned,x{number},,true,,ledger-2012\n" for number in range(30))
    header = (package / "ledger.csv").read_text(encoding="utf-8").split("\n", 1)[0]
    (package / "ledger.csv").write_text(f"{header}\n{rows}", encoding="utf-8")
    with pytest.raises(DataError, match=r"… and 10 more: `carsi validate` lists all"):
        load(package)


# Where the package is


def test_environment_points_elsewhere(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARSI_DATA", str(package))
    assert data_folder() == package
    assert load().descriptor.name == "ñandú-ledger"


def test_environment_that_points_nowhere_is_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARSI_DATA", str(tmp_path))
    with pytest.raises(CarsiError, match=r"CARSI_DATA is '.*', and no datapackage\.json is there; set it"):
        load()


def test_without_any_package_the_error_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CARSI_DATA", raising=False)
    monkeypatch.setattr("carsi_analysis.data.place.REPOSITORY_DATA", tmp_path / "a")
    monkeypatch.setattr("carsi_analysis.data.place.WHEEL_DATA", tmp_path / "b")
    with pytest.raises(CarsiError, match=r"install CARSI Analysis again, or set CARSI_DATA"):
        load()


@pytest.mark.parametrize("by_environment", [True, False])
def test_package_that_was_being_replaced_is_named(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by_environment: bool
) -> None:
    kept = package.rename(package.parent / f".{package.name}-set-aside")
    monkeypatch.delenv("CARSI_DATA", raising=False)
    if by_environment:
        monkeypatch.setenv("CARSI_DATA", str(package))
    monkeypatch.setattr("carsi_analysis.data.place.REPOSITORY_DATA", package)
    monkeypatch.setattr("carsi_analysis.data.place.WHEEL_DATA", write_package(tmp_path / "wheel"))
    with pytest.raises(CarsiError, match=r"being replaced when that was stopped.*which puts it back first") as caught:
        load()
    assert f"and lies whole in {kept};" in str(caught.value)


def test_copy_in_the_wheel_is_found_without_the_repository(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CARSI_DATA", raising=False)
    monkeypatch.setattr("carsi_analysis.data.place.REPOSITORY_DATA", tmp_path / "a")
    monkeypatch.setattr("carsi_analysis.data.place.WHEEL_DATA", package)
    assert data_folder() == package
