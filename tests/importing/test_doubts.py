"""A release that moves values as its series does not move is held until a person says so."""

from pathlib import Path

import pytest

from carsi_analysis.data import check, load
from tests.attack.imports import attack, false_holds
from tests.importing.conftest import ACCESSED, fingerprint, held, write_csv

APPLY = ("--apply", "--accessed", ACCESSED)


def test_nearly_every_wrong_release_is_stopped_and_no_honest_one():
    outcomes = list(attack(count=60))
    missed = [each for each in outcomes if not each.stopped]
    assert len(outcomes) == 60 and len(missed) <= 3, missed
    assert false_holds() == []


def exchanged(values, country, one, two):
    return {(country, one): values[country, two], (country, two): values[country, one]}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (lambda values: {("SLV", 2015): str(float(values["SLV", 2015]) * 10)}, "SLV 2015: "),
        (lambda values: {("GTM", 2024): "990.5"}, "GTM 2024: 990.5 after "),
        (
            lambda values: exchanged(values, "HND", 2010, 2020) | exchanged(values, "SLV", 2010, 2020),
            "4 of 4 values that move are those held of another year",
        ),
        (
            lambda values: {key: str(float(value) * 1.05) for key, value in values.items()},
            " values that were reported in full move by more than 2%",
        ),
        (
            lambda values: {
                (country, year): values.get((country, year - 1), value) for (country, year), value in values.items()
            },
            " values that move are those held of another year",
        ),
        (
            lambda values: {key: None for key in values if key[1] == 2023},
            "it ends in 2022 and the release held in 2023",
        ),
    ],
)
def test_a_held_release_says_why_in_one_sentence_and_changes_nothing(carsi, bank_file, folder, package, changes, said):
    values = held(package, "hom_rate_wdi")
    path, before = bank_file({key: value for key, value in changes(values).items()}), fingerprint(folder)
    result = carsi("import", "worldbank", path, *APPLY)
    assert result.exit_code == 1
    assert "hom_rate_wdi is held: " in result.stdout and said in result.stdout
    assert "look at the file, and --accept hom_rate_wdi takes it" in result.stderr
    assert fingerprint(folder) == before


def test_a_person_who_has_looked_takes_it_by_name_and_the_review_says_so(carsi, bank_file, folder):
    path = bank_file({("GTM", 2024): "230.5"})
    result = carsi("import", "worldbank", path, *APPLY, "--accept", "hom_rate_wdi")
    assert result.exit_code == 0
    assert (
        "Accepted all the same: hom_rate_wdi: values are out of step with their series (GTM 2024: 230.5"
        in result.stdout
    )
    assert check(folder) == []


def test_a_file_that_says_an_earlier_date_than_the_user_is_held(carsi, bank_file):
    path = bank_file({("SLV", 2023): "2.41"}, updated="2024-06-28")
    result = carsi("import", "worldbank", path, "--release", "2027-01-15", *APPLY)
    assert result.exit_code == 1
    assert "the file itself says 2024-06-28, and the package holds the release of 2025-10-07" in result.stdout


def slightly_more(package):
    """Changes of some values by less than two sources of them may differ."""
    values = held(package, "hom_rate_wdi")
    return {("SLV", year): format(float(values["SLV", year]) + 0.005, ".6f") for year in range(2005, 2010)}


def test_values_that_go_back_to_an_earlier_release_are_held(applied, reviewed, bank_file, package):
    applied("worldbank", bank_file(slightly_more(package)))
    (doubt,) = reviewed("worldbank", bank_file({}, updated="2027-02-20")).doubts
    assert "5 of 5 revised values are those of an earlier release" in doubt


def test_a_release_that_replaced_values_stays_a_source_after_the_next(applied, bank_file, folder, package):
    for day in ("2027-02-14", "2027-02-20"):
        applied("worldbank", bank_file(slightly_more(package), updated=day))
    after = load(folder)
    assert set(after.superseded_values["replaced_by"]) == {"wb-wdi-hom-2027-02-14"}
    assert {"wb-wdi-hom-2027-02-14", "wb-wdi-hom-2027-02-20"} <= set(after.sources["source_id"])


def test_columns_of_one_file_that_are_exchanged_are_told_by_the_series_that_they_are_of(reviewed, package, tmp_path):
    codes = {"wgi_corruption": "RL.EST", "wgi_rule_of_law": "CC.EST"}
    frame = package.observations[package.observations["indicator_id"].isin(list(codes))]
    rows = [["Country Code", "Indicator Code", "Year", "Value"]]
    rows += [[each.country_iso3, codes[each.indicator_id], each.year, each.value] for each in frame.itertuples()]
    doubts = reviewed("wgi", write_csv(tmp_path / "wgi.csv", rows), release="2027-01-01").doubts
    assert any("are those held of wgi_rule_of_law; look at the file" in each for each in doubts)
    assert any("are those held of wgi_corruption; look at the file" in each for each in doubts)


def _columns_exchanged(rows):
    return [[date, chained, current] for date, current, chained in rows]


def _some_cells_times_1000(rows):
    return [[date, current * (1000 if date == "2009-04-01" else 1), chained] for date, current, chained in rows]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda rows: rows, ""),
        (_columns_exchanged, "values that were reported in full move by more than 2%"),
        (_some_cells_times_1000, "values are out of step with their series (2009: "),
    ],
)
def test_a_spoilt_release_of_quarters_that_a_mapping_divides_is_held(reviewed, package, tmp_path, spoil, said):
    index = package.deflators[package.deflators["deflator_id"] == "gdp_deflator_cy"]
    rows = [
        [f"{year}-{month:02}-01", round(value * 200, 3), 20000]
        for year, value in zip(index["year"], index["index_value"], strict=True)
        for month in (1, 4, 7, 10)
    ]
    path = write_csv(tmp_path / "quarter.csv", [["date", "level-current", "level-chained"], *spoil(rows)])
    doubts = reviewed("table", path, release="2027-01-01", mapping=Path("gdp-deflator-calendar")).doubts
    assert [said in each for each in doubts] == [True] * bool(said), doubts
