"""What stands out about one country: medians of the same years, worst of all, disputed values and amounts."""

import numpy as np
import pandas as pd
import pytest

from carsi_analysis.analysis import country_money, profile, threats, timeline
from carsi_analysis.analysis.names import Names
from carsi_analysis.analysis.study import Study
from carsi_analysis.data import load
from tests.observed import observed

SEVEN = ("BLZ", "CRI", "SLV", "GTM", "HND", "NIC", "PAN")


def homicide(start: int = 2000, end: int = 2025) -> pd.DataFrame:
    package = load()
    return threats.indicator_series(observed(package), package.countries, threats.HOMICIDE_RATE, start, end)


def score(indicator_id: str, iso: str, year: int) -> float:
    """Read a value by another route than the analysis."""
    table = load().observations.query("variant == 'main'")
    held = table[(table["indicator_id"] == indicator_id) & (table["country_iso3"] == iso) & (table["year"] == year)]
    return float(held["value"].iloc[0])


def rate(iso: str, year: int) -> float:
    return score("hom_rate_unodc", iso, year)


def made_up(values: dict[str, dict[int, float]], doubtful: tuple[tuple[str, int], ...] = ()) -> pd.DataFrame:
    rows = [
        {
            "indicator_id": "x",
            "country_iso3": iso,
            "label_en": iso,
            "label_es": iso,
            "sort_order": 1,
            "colour": "#1d2530",
            "year": year,
            "value": value,
            "doubtful": (iso, year) in doubtful,
            "sources": ("s",),
            "rows": (f"t/{iso}/{year}",),
        }
        for iso, years in values.items()
        for year, value in years.items()
    ]
    return pd.DataFrame(rows)


def test_honduras_stands_beside_the_median_of_those_with_the_same_years():
    found = profile.beside_region(homicide(), "HND", 2008).iloc[0]
    others = ("BLZ", "CRI", "GTM", "PAN", "SLV")
    assert (found["first_year"], found["last_year"], found["latest_year"]) == (2008, 2022, 2023)
    assert found["latest_value"] == rate("HND", 2023)
    assert found["others"] == len(others)
    assert found["others_last"] == pytest.approx(np.median([rate(iso, 2022) for iso in others]))
    assert found["others_first"] == pytest.approx(np.median([rate(iso, 2008) for iso in others]))


def test_unreliable_values_of_nicaragua_are_neither_its_last_nor_in_a_median():
    found = profile.beside_region(homicide(), "NIC", 2008).iloc[0]
    assert found["latest_year"] == 2018
    beside = profile.beside_region(homicide(), "CRI", 2008).iloc[0]
    assert not any("/NIC/" in row for row in beside["rows"])
    assert profile.beside_region(homicide(2019, 2025), "NIC", 2019).empty


def test_countries_without_both_years_do_not_enter_the_median():
    values = {iso: {2008: 10.0, 2020: 20.0} for iso in "ABCDE"} | {"F": {2020: 999.0}, "G": {2008: 0.0}}
    found = profile.beside_region(made_up(values), "A", 2008).iloc[0]
    assert (found["others"], found["others_first"], found["others_last"]) == (4, 10.0, 20.0)


def test_a_comparison_needs_four_others_and_goes_back_to_the_year_that_has_them():
    values = {iso: {2008: 1.0, 2019: 2.0} for iso in "ABCDE"}
    values["A"] |= {2023: 9.0}
    found = profile.beside_region(made_up(values), "A", 2008).iloc[0]
    assert (found["last_year"], found["latest_year"], found["latest_value"]) == (2019, 2023, 9.0)
    alone = profile.beside_region(made_up({"A": {2008: 1.0, 2019: 2.0}}), "A", 2008).iloc[0]
    assert alone["last_year"] is None
    assert alone["latest_value"] == 2.0


@pytest.mark.parametrize("iso", SEVEN)
def test_the_threats_of_a_country_are_judged_by_the_indicators_of_the_scoreboard(iso):
    study = Study(load(), country=iso)
    card, board = study.scorecard, study.scoreboard
    assert card["threat_id"].tolist() == load().threats.sort_values("sort_order")["threat_id"].tolist()
    assert card["indicator_id"].tolist() == board.drop_duplicates("threat_id")["indicator_id"].tolist()
    assert threats.HOMICIDE_RATE in set(card["indicator_id"])
    own = board[board["country_iso3"] == iso].set_index("threat_id")
    assert set(card.loc[card["last_year"].isna(), "threat_id"]) == set(card["threat_id"]) - set(own.index)
    held = card.dropna(subset="last_year").set_index("threat_id")
    assert held["last_value"].equals(own["last_value"]) and held["tendency"].equals(own["tendency"])


def test_worst_is_who_stands_worse_than_no_other_of_five_or_more():
    def named(iso: str) -> set[str]:
        return set(Study(load(), country=iso).own_worst["indicator_id"])

    corruption = {iso: score("ti_cpi", iso, 2025) for iso in SEVEN}
    assert {iso for iso in SEVEN if "ti_cpi" in named(iso)} == {min(corruption, key=corruption.get)} == {"NIC"}
    cocaine = {iso: score("oci_cocaine", iso, 2025) for iso in SEVEN}
    tied = {iso for iso in SEVEN if cocaine[iso] == max(cocaine.values())}
    assert {iso for iso in SEVEN if "oci_cocaine" in named(iso)} == tied and len(tied) > 1
    study = Study(load(), country="NIC")
    assert profile.worst_of_all(study.scorecard.assign(ranked=4), study.homicide_places).empty


def test_an_older_rate_makes_no_country_the_worst_that_a_newer_one_overtakes():
    study = Study(load(), country="HND")
    older = study.scorecard.set_index("indicator_id").loc[threats.HOMICIDE_RATE]
    assert older["worse_elsewhere"] == 0, "the highest of the main release"
    newest = study.homicide_places.query("not doubtful").set_index("country_iso3")["value"]
    assert newest.idxmax() != "HND"
    assert threats.HOMICIDE_RATE not in set(study.own_worst["indicator_id"])
    alone = study.homicide_places.query("country_iso3 == 'HND'")
    assert threats.HOMICIDE_RATE in set(profile.worst_of_all(study.scorecard, alone)["indicator_id"])


@pytest.mark.parametrize(
    ("iso", "conflict", "year"),
    [
        ("NIC", "homicide-nicaragua", 2021),
        ("PAN", "homicide-panama", 2006),
        ("SLV", "homicide-el-salvador-counts", 2024),
    ],
)
def test_the_sharpest_doubt_of_a_country_comes_first(iso, conflict, year):
    found = disputed(iso).iloc[0]
    assert (found["conflict_id"], found["year"]) == (conflict, year)
    assert found["high"] / found["low"] >= profile.CLEAR_GAP
    assert found["reason_en"] and found["reason_es"] and found["unit_es"]


def disputed(iso: str, start: int = 2000, end: int = 2025) -> pd.DataFrame:
    package = load()
    described = threats.described_indicators(package.indicators, package.units)
    return profile.disputed_values(
        package.conflicts, package.conflict_series, observed(package), package.countries, described, iso, start, end
    )


def test_a_doubt_names_who_counted_and_not_a_series():
    sides = ["low_en", "low_es", "high_en", "high_es"]
    assert disputed("GTM").iloc[0][sides].tolist() == ["the police", "la policía", "UNODC", "la UNODC"]
    assert disputed("SLV").iloc[0][sides[:2]].tolist() == ["the national authorities", "las autoridades nacionales"]


def test_doubts_outside_the_years_asked_for_are_not_told():
    assert disputed("PAN", 2012, 2020).empty
    assert disputed("BLZ", 2000, 2003).empty


def test_amounts_in_dispute_count_only_those_of_the_years():
    package = load()
    args = (package.conflicts, package.funding_by_country, "BLZ")
    whole = profile.disputed_amounts(*args, 2000, 2025).iloc[0]
    assert (whole["amounts"], whole["lowest_usd"], whole["highest_usd"]) == (4, 16e6, 43e6)
    early = profile.disputed_amounts(*args, 2000, 2014).iloc[0]
    assert (early["amounts"], early["highest_usd"]) == (2, 20e6)
    assert profile.disputed_amounts(*args, 2016, 2020).empty


def test_the_largest_statement_is_of_carsi_and_not_the_audit():
    package = load()
    for iso, amount in (("HND", 30e6), ("BLZ", 43e6), ("CRI", 40e6), ("GTM", 10.5e6)):
        stated = country_money.amounts_stated(package.funding_by_country, Names.of(package), package.countries, iso)
        assert profile.largest_statements(stated)["amount_usd"].iloc[0] == amount
    audit = country_money.of_the_audit(stated)
    assert audit.sum() == 2
    assert profile.largest_statements(stated[audit]).empty


def test_amounts_within_a_span_leave_out_those_that_reach_beyond_it():
    package = load()
    stated = country_money.amounts_stated(package.funding_by_country, Names.of(package), package.countries, "BLZ")
    inside = country_money.within(stated, 2008, 2014)
    assert inside["end_fiscal_year"].max() == 2014
    assert inside["start_fiscal_year"].notna().all()
    assert country_money.within(stated, 2009, 2014)["start_fiscal_year"].min() == 2009


@pytest.mark.parametrize(("iso", "own"), [("PAN", 2), ("BLZ", 3), ("HND", 18)])
def test_events_of_a_country_are_filled_up_with_laws_of_the_region(iso, own):
    package = load()
    happened = timeline.happened(package.events, [package.funding_by_country], 2000, 2025)
    found = timeline.concerning(happened, package.event_countries, iso)
    assert found["own"].sum() == own
    assert (found.loc[~found["own"], "kind"] == "law").all()
    assert (own >= 3) == found["own"].all()
    linked = package.event_countries.groupby("event_id")["country_iso3"].agg(set)
    for event in found.loc[~found["own"], "event_id"]:
        assert event not in linked.index, f"{event} concerns other countries"


def with_last(series: pd.DataFrame, country: str, value: float) -> pd.DataFrame:
    """Give the series with another last value of one country."""
    own = series[(series["country_iso3"] == country) & ~series["doubtful"]]
    return series.assign(value=series["value"].where(series.index != own["year"].idxmax(), value))


@pytest.mark.parametrize(
    ("country", "last", "kind"),
    [("CRI", 18.0, "record"), ("CRI", 9.0, "below"), ("GTM", 60.0, "record"), ("GTM", 18.0, "below"),
     ("SLV", 30.0, "rising"), ("SLV", 3.0, "below"), ("NIC", 9.0, "unreliable")],
)  # fmt: skip
def test_where_a_rate_stands_follows_its_values(country, last, kind):
    series = with_last(homicide(), country, last)
    (course,) = profile.rate_course(series, series, country).to_dict("records")
    assert course["kind"] == kind
    assert course["last_value"] == last
    assert course["below_peak"] == pytest.approx(1 - last / course["peak_value"])


def test_a_record_needs_every_year_and_one_year_is_no_course():
    ever = homicide()
    early = ever[ever["year"] <= 2011]
    assert profile.rate_course(early, ever, "HND")["kind"].tolist() == ["highest"]
    assert profile.rate_course(ever[ever["year"] == 2010], ever, "PAN")["kind"].tolist() == ["single"]
    assert profile.rate_course(ever[ever["year"] > 2021], ever, "NIC").empty


@pytest.fixture(scope="module")
def study():
    return Study(load())


def test_a_value_is_judged_beside_those_of_other_countries_in_its_year(study):
    own = study.replace(country="HND")
    women = own.own_recent("hom_rate_female")
    beside = own.others_beside(women)
    same = study.series("hom_rate_female").query("year == @women['year'].iloc[0] and country_iso3 != 'HND'")
    assert beside["value"].tolist() == sorted(same["value"])
    assert own.others_beside(women.head(0)).empty


def test_the_count_before_is_the_one_before_the_newest_of_the_same_series(study):
    for iso in study.countries:
        own = study.replace(country=iso)
        held = (
            study.series(threats.HOMICIDE_COUNT).query("country_iso3 == @iso and variant == 'main'").sort_values("year")
        )
        newest = held["year"].max() > own.own_series(threats.HOMICIDE_RATE)["year"].max() if len(held) else False
        assert own.own_counts["value"].tolist() == (held["value"].tolist()[-2:] if newest else [])


@pytest.mark.parametrize(("before", "most"), [(60.0, True), (50.0, False), (40.0, False)])
def test_most_of_a_fall_is_more_than_half_of_it(before, most):
    course = pd.DataFrame([{"peak_year": 2010, "peak_value": 100.0, "last_value": 0.0}])
    value = pd.DataFrame([{"year": 2015, "value": 100.0 - before}])
    assert profile.is_most_of_fall(course, value) is most
    assert not profile.is_most_of_fall(course, value.assign(year=2009)), "a year before the peak is no part of the fall"
    assert not profile.is_most_of_fall(course, value.head(0))


def test_the_median_names_whose_it_is(study):
    for iso in study.countries:
        median = study.replace(country=iso).others_rate
        named = study.data.countries.set_index("label_en")["country_iso3"]
        for names in median["others_en"]:
            own = study.homicide[study.homicide["country_iso3"].isin(named[list(names)])]
            assert iso not in set(named[list(names)])
        at_end = own[own["year"] == median["year"].iloc[-1]]
        assert at_end["value"].median() == pytest.approx(median["value"].iloc[-1])


def test_the_rate_before_an_event_is_of_a_year_before_it(study):
    own = study.replace(country="SLV")
    event = study.event("slv-state-exception-2022")
    before = own.homicide_before(event)
    assert before["year"].tolist() == [2021] and not before["doubtful"].any()
