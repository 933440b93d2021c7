"""Rates of several countries together: weighted by residents, gaps shown, a later release never joined."""

import pytest

from carsi_analysis.analysis import profile, region
from carsi_analysis.analysis.study import Study
from carsi_analysis.data import load


@pytest.fixture(scope="module")
def study() -> Study:
    return Study(load())


def test_where_a_country_lacks_years_the_others_are_shown_for_these_and_the_years_beside_them(study):
    rate, whole = study.region_homicide, study.region_without_gaps
    missing = set(range(rate["year"].min(), rate["year"].max())) - set(rate["year"])
    assert missing == {2015, 2016}
    assert set(whole.loc[whole["bridges"].astype(bool), "year"]) == {2014, 2015, 2016, 2017}
    assert len(whole) == rate["year"].max() - rate["year"].min() + 1
    assert whole["without_en"].iloc[0] == ("Guatemala",) and whole["countries"].iloc[0] == rate["countries"].iloc[0] - 1
    own = study.homicide.query("year == 2015").set_index("country_iso3")["value"]
    people = study.data.population.query("year == 2015").set_index("country_iso3")["persons"]
    held = [iso for iso in region.shared_countries(study.homicide) if iso != "GTM"]
    expected = (own[held] * people[held]).sum() / people[held].sum()
    assert whole.set_index("year").loc[2015, "value"] == pytest.approx(expected)


def test_a_rate_without_gaps_or_that_would_lose_many_countries_shows_no_others(study):
    series, people = study.homicide, study.data.population
    early = series[series["year"] <= 2014]
    assert region.without_gaps(early, people, region.region_rate(early, people, region.shared_countries(early))).empty
    torn = series[~((series["year"] == 2010) & series["country_iso3"].isin(["BLZ", "HND", "PAN"]))]
    torn_rate = region.region_rate(torn, people, region.shared_countries(torn))
    assert region.without_gaps(torn, people, torn_rate).empty


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
