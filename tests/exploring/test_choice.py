"""What a reader may pick: every indicator that has values, money, and nothing that cannot be shown."""

import pytest

from carsi_analysis.catalogue import INDICATOR, ParameterError
from carsi_analysis.data import load
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exploring.choice import choose
from carsi_analysis.exploring.subjects import APPROPRIATIONS, OBLIGATIONS, subjects


def test_every_indicator_with_a_value_of_the_seven_is_offered():
    package = load()
    seven = set(package.countries.loc[package.countries["kind"] == "country", "country_iso3"])
    observed = package.observations.dropna(subset="value")
    wanted = {row.indicator_id for row in observed.itertuples() if row.country_iso3 in seven}
    assert set(subjects(package)) == wanted | {"tip_tier", APPROPRIATIONS, OBLIGATIONS}


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_two_choices_have_the_same_name(language):
    offered = subjects(load()).values()
    assert len({one.label(Locale(language)) for one in offered}) == len(offered)


def test_what_is_left_out_has_its_default():
    package = load()
    choice = choose(package)
    assert choice.subject.subject_id == "hom_rate_unodc"
    last = max(package.observations["year"].max(), package.funding["end_fiscal_year"].max())
    assert (len(choice.countries), choice.study.start_year, choice.study.end_year) == (7, 2000, last)
    assert not choice.study.dollars.constant


@pytest.mark.parametrize("given", ["HND,GTM", "gtm, hnd", "GTM,HND,GTM"])
def test_countries_come_in_their_own_order_and_once(given):
    assert choose(load(), countries=given).countries == ("GTM", "HND")


@pytest.mark.parametrize("given", ["all", "HND,all", "BLZ,CRI,SLV,GTM,HND,NIC,PAN"])
def test_all_seven_may_be_told_in_several_ways(given):
    assert len(choose(load(), countries=given).countries) == 7


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"indicator": "hom_rate_unod"}, "did you mean hom_rate_unodc"),
        ({"indicator": "pop_total"}, r"is not one of \d+ names; `carsi list` says where to find them"),
        ({"countries": "HDN"}, "did you mean hnd"),
        ({"countries": "HND,MEX"}, "'MEX' is not one of all, BLZ"),
        ({"countries": ""}, "is not one of all"),
        ({"start_year": 2015, "end_year": 2010}, "2015 is after end_year 2010"),
        ({"start_year": 1990}, "whole number from 2000"),
        ({"dollars": "real"}, "nominal, constant"),
        ({"colour": "red"}, "no parameter 'colour'"),
    ],
)
def test_what_cannot_be_is_refused_with_what_could(given, told):
    with pytest.raises(ParameterError, match=told) as refused:
        choose(load(), **given)
    assert len(str(refused.value)) < 200


def test_the_help_names_what_is_no_indicator_of_the_data():
    money = {name for name in subjects(load()) if name not in set(load().indicators["indicator_id"])}
    assert money
    assert all(name in told for name in money for told in INDICATOR.help.values())
