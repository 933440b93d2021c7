"""Rates of several countries together: weighted by residents, gaps shown, a later release never joined."""

import pytest

from carsi_analysis.analysis import profile, region
from carsi_analysis.analysis.study import Study
from carsi_analysis.data import load


@pytest.fixture(scope="module")
def study() -> Study:
    return Study(load())


def test_a_later_release_counts_where_all_countries_but_one_have_its_year(study):
    rate, later = study.region_homicide, study.region_later
    assert later["year"].tolist() == [2024] and later["year"].min() > rate["year"].max()
    assert later["without_en"].iloc[0] == ("Belize",)
    fewer = study.homicide_later[~study.homicide_later["country_iso3"].isin(["GTM", "HND"])]
    assert region.later_rate(fewer, study.homicide, study.data.population, rate).empty
    doubtful = study.homicide_later.assign(doubtful=True)
    assert region.later_rate(doubtful, study.homicide, study.data.population, rate).empty


def test_two_bodies_are_set_side_by_side_only_where_their_scores_clearly_part(study):
    said = {iso: study.replace(country=iso).own_scores_apart for iso in ("SLV", "HND", "CRI", "BLZ")}
    assert [len(rows) for rows in said.values()] == [2, 0, 0, 0]
    law, bank = said["SLV"].itertuples()
    assert law.last_value < law.first_value and bank.last_value > bank.first_value
    assert law.first_year == bank.first_year == law.last_year - profile.RECENT_YEARS


def test_an_official_count_is_told_only_where_it_is_newer_than_the_rate_and_of_the_main_body(study):
    counts = study.official_counts.set_index("country_iso3")
    assert set(counts["variant"]) == {"main"}, "El Salvador's police records and Costa Rica's earlier count stay out"
    ends = study.homicide.groupby("country_iso3")["year"].max()
    assert (counts["year"] > ends[counts.index]).all()
    early = study.series("hom_count_official").assign(year=2000)
    assert region.newer_counts(early, study.homicide).empty
