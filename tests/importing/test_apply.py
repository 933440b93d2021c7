"""Applied whole and checked, or not at all."""

import contextlib
import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from carsi_analysis.data import check, load
from carsi_analysis.data.croissant import croissant
from carsi_analysis.data.dictionary import dictionary
from carsi_analysis.data.place import recover, rewritten
from carsi_analysis.data.reading import read_files
from carsi_analysis.data.seal import seal_problems
from carsi_analysis.data.sealing import seal
from carsi_analysis.errors import CarsiError, UsageError
from carsi_analysis.importing import apply as applying
from carsi_analysis.importing.apply import ImportUndone, apply
from carsi_analysis.importing.incoming import Request, sha256_of
from carsi_analysis.importing.publishers import table
from carsi_analysis.importing.review import review
from tests.importing.conftest import ACCESSED, fingerprint, held, write_csv

NEW = {("SLV", 2023): "2.4", ("CRI", 2001): None, ("PAN", 2023): "12.469837"}


def row(package, key):
    return package.row(f"observations/hom_rate_wdi/{key[0]}/{key[1]}/main")


def test_values_cite_the_new_release_and_the_old_ones_are_kept(applied, bank_file, folder, package):
    before = held(package, "hom_rate_wdi")
    path = bank_file(NEW)
    review = applied("worldbank", path)
    after = load(folder)
    assert check(folder) == []
    expected = {key: value for key, value in (before | NEW).items() if value is not None}
    assert held(after, "hom_rate_wdi") == expected
    mine = after.observations[after.observations["indicator_id"] == "hom_rate_wdi"]
    assert set(mine["source_id"]) == {"wb-wdi-hom-2027-02-14"}
    source = after.source("wb-wdi-hom-2027-02-14")
    assert source.short_label("es") == "Banco Mundial (IDM), febrero de 2027"
    assert sha256_of(path) in source.note and f"accessed {ACCESSED}" in source.note
    kept = after.superseded_values.sort_values("row").to_dict("records")
    assert [(each["row"], format(each["value"], "g"), each["change"], each["source_id"]) for each in kept] == [
        ("hom_rate_wdi/CRI/2001/main", format(float(before["CRI", 2001]), "g"), "vanished", "wb-wdi-hom-2025"),
        ("hom_rate_wdi/PAN/2023/main", format(float(before["PAN", 2023]), "g"), "revised", "wb-wdi-hom-2025"),
    ]
    assert review.version == after.version


def test_version_dates_dictionary_and_log_go_with_it(applied, bank_file, folder):
    before = (folder / "CHANGES.md").read_text(encoding="utf-8")
    applied("worldbank", bank_file(NEW))
    after = load(folder)
    assert (after.version, after.edition_date) == ("2027.03.0", ACCESSED)
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert [each["title"] for each in described["sources"]] == after.sources["title"].tolist()
    assert (folder / "README.md").read_text(encoding="utf-8") == dictionary(after)
    assert (folder / "croissant.json").read_text(encoding="utf-8") == croissant(after)
    log = (folder / "CHANGES.md").read_text(encoding="utf-8")
    head, entry, rest = re.split(r"(?m)^(?=## )", log, maxsplit=2)
    assert (head + rest).split() == before.split()
    assert entry.startswith(f"## 2027.03.0 ({ACCESSED})")
    assert "`hom_rate_wdi`: 1 added, 1 revised, 1 vanished" in entry
    assert "`observations/hom_rate_wdi/PAN/2023/main`: 11.707293 → 12.469837 (+6.5 %)" in entry
    assert "`world-bank-panama-2023`" in entry


def test_only_files_that_change_are_written_otherwise(applied, bank_file, folder):
    before = fingerprint(folder)
    applied("worldbank", bank_file(NEW))
    changed = {name for name, digest in fingerprint(folder).items() if before.get(name) != digest}
    assert changed == {
        "CHANGES.md",
        "README.md",
        "corrections.csv",
        "croissant.json",
        "datapackage.json",
        "observations.csv",
        "reconciliations.csv",
        "sealed.zip",
        "sources.csv",
        "superseded_values.csv",
    }
    assert fingerprint(folder).keys() == before.keys()
    assert [path.name for path in folder.parent.iterdir() if path.name.startswith(".")] == []


def test_importing_twice_changes_nothing(applied, reviewed, bank_file, folder):
    path = bank_file(NEW)
    applied("worldbank", path)
    before = fingerprint(folder)
    again = reviewed("worldbank", path)
    assert not again.renews and again.changes == [] and again.known_as == "wb-wdi-hom-2027-02-14"
    assert again.contents == {} and fingerprint(folder) == before


def test_a_series_of_releases_keeps_every_earlier_value(applied, bank_file, folder):
    applied("worldbank", bank_file({("SLV", 2023): "2.4"}))
    applied("worldbank", bank_file({("SLV", 2023): "2.5"}, updated="2027-08-01"))
    applied("worldbank", bank_file({("SLV", 2023): "2.6"}, updated="2028-01-01"))
    after = load(folder)
    assert row(after, ("SLV", 2023))["value"] == 2.6
    kept = after.superseded_values
    assert dict(zip(kept["source_id"], kept["value"], strict=True)) == {
        "wb-wdi-hom-2027-02-14": 2.4,
        "wb-wdi-hom-2027-08-01": 2.5,
    }
    assert "wb-wdi-hom-2028-01-01" in set(after.sources["source_id"])


def test_a_second_file_of_one_date_gets_a_name_of_its_own(applied, bank_file, folder):
    applied("worldbank", bank_file({("SLV", 2023): "2.4"}))
    review = applied("worldbank", bank_file({("SLV", 2023): "2.5"}))
    assert review.source_id == "wb-wdi-hom-2027-02-14-2"
    assert check(folder) == []


def test_a_series_that_lost_a_doubtful_value_is_final_again(applied, bank_file, folder, package):
    note = package.row("observations/hom_rate_wdi/PAN/2023/main")["note"]
    applied("worldbank", bank_file(NEW))
    after = row(load(folder), ("PAN", 2023))
    assert note is not None or after["note"] is None
    assert (after["status"], after["note"], after["locator"]) == ("final", None, "VC.IHR.PSRC.P5, PAN, 2023")


def test_what_one_series_of_a_table_loses_moves_no_row_of_the_next(applied, folder, package, tmp_path):
    frame = package.observations[package.observations["indicator_id"].str.startswith("wgi_")]
    codes = {
        "wgi_corruption": "CC.EST",
        "wgi_gov_effect": "GE.EST",
        "wgi_rule_of_law": "RL.EST",
        "wgi_stability": "PV.EST",
    }
    rows: list[list[object]] = [["Country Code", "Indicator Code", "Year", "Value"]]
    expected = {}
    for each in frame.itertuples():
        if each.year == 2023:
            continue  # the last year of every series is gone
        value = round(each.value + 0.5, 6) if each.year == 2022 else each.value
        rows.append([each.country_iso3, codes[each.indicator_id], each.year, value])
        expected[each.indicator_id, each.country_iso3, each.year] = value
    applied("wgi", write_csv(tmp_path / "wgi.csv", rows), release="2027-01-01", accepted=list(codes))
    after = load(folder).observations
    found = after[after["indicator_id"].str.startswith("wgi_")]
    assert {(each.indicator_id, each.country_iso3, each.year): each.value for each in found.itertuples()} == expected
    others = [frame[~frame["indicator_id"].str.startswith("wgi_")] for frame in (package.observations, after)]
    pd.testing.assert_frame_equal(*(each.reset_index(drop=True) for each in others))


# Refusals


@pytest.mark.parametrize(
    ("changes", "options", "accessed", "said"),
    [
        ({("HND", 2022): "36.5"}, {}, ACCESSED, "would not pass its checks.*--accept"),
        ({("SLV", 2023): "2.4"}, {"updated": "2024-01-01"}, ACCESSED, "older than that of 2025-10-07"),
        ({("SLV", 2023): "2.4"}, {}, "", "--apply needs --accessed"),
    ],
)
def test_what_may_not_be_applied_leaves_the_package_to_the_byte(
    reviewed, bank_file, folder, changes, options, accessed, said
):
    review = reviewed("worldbank", bank_file(changes, **options))
    before = fingerprint(folder)
    with pytest.raises(ImportUndone, match=f"(?s){said}"):
        apply(folder, review, accessed)
    assert fingerprint(folder) == before
    assert [path.name for path in folder.parent.iterdir() if path.name.startswith(".")] == []


def test_an_import_seals_what_was_reviewed_and_nothing_that_nobody_sealed(reviewed, bank_file, folder):
    path = folder / "units.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("percent of", "per cent of", 1), encoding="utf-8")
    before, review = fingerprint(folder), reviewed("worldbank", bank_file(NEW))
    with pytest.raises(ImportUndone, match="changes that nobody has sealed, in units"):
        apply(folder, review, ACCESSED)
    assert fingerprint(folder) == before
    seal(folder)
    apply(folder, reviewed("worldbank", bank_file(NEW)), ACCESSED)
    assert seal_problems(read_files(folder), folder) == []


def test_a_package_that_changed_since_the_review_is_not_overwritten(reviewed, bank_file, folder):
    review = reviewed("worldbank", bank_file(NEW))
    path = folder / "units.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("percent of", "per cent of", 1), encoding="utf-8")
    before = fingerprint(folder)
    with pytest.raises(ImportUndone, match="changed while it was reviewed"):
        apply(folder, review, ACCESSED)
    assert fingerprint(folder) == before


@pytest.mark.parametrize("fails_at", ["copytree", "write", "second rename"])
def test_a_failure_at_any_step_is_undone(reviewed, bank_file, folder, monkeypatch, fails_at):
    review = reviewed("worldbank", bank_file(NEW))
    before = fingerprint(folder)

    def fail(*arguments, **options):
        raise OSError(28, "No space left on device")

    if fails_at == "copytree":
        monkeypatch.setattr(shutil, "copytree", fail)
    elif fails_at == "write":
        monkeypatch.setattr(applying, "write_atomically", fail)
    else:
        rename = Path.rename

        def fail_at_the_copy(self, target):
            if Path(target) == folder and "-copy" in str(self):
                fail()
            return rename(self, target)

        monkeypatch.setattr(Path, "rename", fail_at_the_copy)
    with pytest.raises(ImportUndone, match="No space left on device"):
        apply(folder, review, ACCESSED)
    monkeypatch.undo()
    assert fingerprint(folder) == before
    assert [path.name for path in folder.parent.iterdir() if path.name.startswith(".")] == []


def test_a_run_stopped_between_the_renames_is_put_right_at_the_next(folder):
    before = fingerprint(folder)
    folder.rename(folder.parent / ".data-set-aside")
    recover(folder)
    assert fingerprint(folder) == before
    shutil.copytree(folder, folder.parent / ".data-set-aside")
    recover(folder)
    assert fingerprint(folder) == before and not (folder.parent / ".data-set-aside").exists()


def test_the_copy_that_a_killed_command_was_writing_goes_at_the_next_and_not_while_it_writes(folder):
    before, room = fingerprint(folder), folder.parent / ".data-copy"
    with contextlib.suppress(KeyError), rewritten(folder):
        recover(folder)
        assert (room / "data").is_dir()
        with pytest.raises(CarsiError, match=r"another command \(process \d+\) is writing the data package"):
            rewritten(folder).__enter__()
        shutil.copytree(room, folder.parent / "kept")
        raise KeyError
    assert not room.exists()
    (folder.parent / "kept").rename(room)
    with contextlib.suppress(KeyError), rewritten(folder) as copy:
        assert fingerprint(copy) == before
        raise KeyError
    room.mkdir()
    (room / "lock").touch()
    recover(folder)
    assert fingerprint(folder) == before and not room.exists()


def test_a_package_is_not_put_back_over_what_stands_in_its_place_and_not_removed(folder):
    kept = folder.rename(folder.parent / ".data-set-aside")
    before = fingerprint(kept)
    folder.mkdir()
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(CarsiError, match=rf"lies in {kept} and cannot be renamed to .*; move away what stands there"):
        recover(folder)
    assert fingerprint(kept) == before
    (folder / "notes.txt").unlink()
    recover(folder)
    assert fingerprint(folder) == before


# Editions


def test_a_later_edition_of_official_totals_keeps_what_differs_of_the_earlier(applied, tmp_path, folder, package):
    frame = package.official_totals
    frame = frame[frame["edition"] == frame["edition"].max()]
    names = {"requested": "President's Budget Requests", "budgeted": "Appropriated and Planned"}
    names |= {"allocated": "Initial Allocations", "obligated": "Obligations", "disbursed": "Disbursements"}
    header = [
        "Country Code",
        "Country Name",
        "Transaction Type Name",
        "Fiscal Year",
        "current_amount",
        "constant_amount",
    ]
    rows = [header]
    for each in frame.itertuples():
        revised = (each.country_iso3, each.fiscal_year, each.measure_id) == ("HND", 2023, "obligated")
        code = {"CAR": "CNA"}.get(each.country_iso3, each.country_iso3)
        country = {"CAR": "Central America Region"}.get(each.country_iso3, "")
        amount = each.amount_usd + 1000 if revised else each.amount_usd
        rows.append([code, country, names[each.measure_id], each.fiscal_year, amount, each.amount_constant_usd])
    rows.append(["HND", "Honduras", "Obligations", 2026, 5, 5])
    cited, terms = "official_totals/2012/CAR/obligated/2025-11", folder / "reconciliation_terms.csv"
    text = terms.read_text(encoding="utf-8")
    assert text.count(cited.replace("2025-11", "2024-12")) == 1  # the same amount in both editions
    terms.write_text(text.replace(cited.replace("2025-11", "2024-12"), cited), encoding="utf-8")
    seal(folder)
    applied("foreignassistance", write_csv(tmp_path / "country.csv", rows), release="2027-02-01")
    after = load(folder).official_totals
    latest, earlier = (after[after["edition"] == edition] for edition in ("2027-02", "2025-11"))
    assert len(latest) == len(frame) + 1
    assert set(latest["source_id"]) == {"foreignassistance-2027-02-01"}
    assert latest.loc[latest["fiscal_year"] == 2026, "partial_year"].tolist() == [True]
    assert set(earlier["row_id"]) == {"official_totals/2023/HND/obligated/2025-11", cited}
    assert check(folder) == []
    for edition in ("2023-10", "2024-12"):
        pd.testing.assert_frame_equal(
            after[after["edition"] == edition].reset_index(drop=True),
            package.official_totals[package.official_totals["edition"] == edition].reset_index(drop=True),
        )


GAO = """
table = "funding_by_country"
unit = "USD, nominal"
[source]
id = "gao-trial"
title = "Trial of a GAO table"
publisher = "U.S. Government Accountability Office"
licence = "U.S. government work (public domain)"
label_en = "GAO trial"
label_es = "Ensayo de la GAO"
replaces = ["gao-13-771"]
[columns]
country_funding_id = "Row"
country_iso3 = "Country"
end_fiscal_year = "To"
start_fiscal_year = "From"
account_id = "Account"
measure_id = "Stage"
value = "Dollars"
[cells]
scope_id = "carsi"
year_of = "period"
basis = "seen"
"""


def test_a_table_that_gao_prints_comes_in_by_a_mapping(folder, package, tmp_path):
    frame = package.funding_by_country
    held = frame[frame["source_id"] == "gao-13-295r-pages"].iloc[0]
    header = ["Row", "Country", "From", "To", "Account", "Stage", "Dollars"]
    new = ["hnd-fy2024-trial", "Honduras", 2024, 2024, "incle", "obligated", 5_000_000]
    other = [held["country_funding_id"], held["country_iso3"], 2008, 2011, "esf_state", "disbursed", 1]
    (tmp_path / "gao.toml").write_text(GAO.replace("gao-13-771", "no-such-source-"), encoding="utf-8")
    path = write_csv(tmp_path / "gao.csv", [header, new, other])
    request = Request(path, folder, release="2027-02-01", mapping=tmp_path / "gao.toml")
    reviewed = review(request.package, table.read(request), accessed=ACCESSED)
    assert [(each.row_id, each.country, each.year, each.new) for each in reviewed.of_kind("added")] == [
        ("funding_by_country/hnd-fy2024-trial", "HND", 2024, "5000000")
    ]
    assert [(each.detail, each.new) for each in reviewed.foreign] == [(held["country_funding_id"], "1")]
    apply(folder, reviewed, ACCESSED)
    assert check(folder) == []
    row = load(folder).row("funding_by_country/hnd-fy2024-trial")
    assert (row["amount_usd"], row["source_id"], row["locator"]) == (
        5_000_000,
        "gao-trial-2027-02-01",
        "line 2, column Dollars",
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('unit = "USD, nominal"', 'unit = "USD, thousands"', "funding_by_country is held in 'USD, nominal'"),
        ('country_funding_id = "Row"', "", r"neither \[columns\] nor \[cells\] gives 'country_funding_id'"),
        (
            'value = "Dollars"',
            'amount_usd = "Dollars"',
            "columns: funding_by_country has no column 'amount_usd' to fill",
        ),
        ('basis = "seen"', 'bases = "seen"', "has no column 'bases' to fill, perhaps 'basis'"),
    ],
)
def test_a_mapping_of_money_that_is_wrong_says_what_is(folder, package, tmp_path, old, new, said):
    (tmp_path / "gao.toml").write_text(GAO.replace(old, new), encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        table.read(Request(tmp_path / "gao.csv", folder, mapping=tmp_path / "gao.toml"))


def test_two_mappings_of_one_file_cite_one_source(folder, package, tmp_path):
    rows: list[list[object]] = [["Date", "Index"]]
    frame = package.deflators
    for each in frame[frame["deflator_id"] == "cpi_u_cy"].itertuples():
        rows += [[f"{each.year}-{month:02d}-01", each.index_value + 1] for month in range(1, 13)]
    path = write_csv(tmp_path / "cpi.csv", rows)
    for mapping in ("cpi-calendar", "cpi-fiscal"):
        request = Request(path, folder, release="2027-02", mapping=Path(mapping))
        reviewed = review(request.package, table.read(request), accessed=ACCESSED)
        assert reviewed.source_id == "bls-cpi-2027-02" and reviewed.of_kind("revised")
        apply(folder, reviewed, ACCESSED)
    assert check(folder) == []
    after = load(folder)
    mine = after.deflators[after.deflators["deflator_id"].isin(["cpi_u_cy", "cpi_u_fy"])]
    assert set(mine[mine["year"] > 2000]["source_id"]) == {"bls-cpi-2027-02"}
    assert sum(after.sources["source_id"].str.startswith("bls-cpi-2")) == 1
