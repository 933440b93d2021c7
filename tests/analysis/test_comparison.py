import math

import pandas as pd
import pytest

from carsi_analysis.analysis import comparison, threats
from carsi_analysis.data import load
from tests.observed import observed


def series(country: str, values: dict[int, float], **columns) -> pd.DataFrame:
    frame = pd.DataFrame({"year": list(values), "value": list(values.values())})
    return frame.assign(
        indicator_id="hom_rate_unodc",
        country_iso3=country,
        label_en=country,
        label_es=country,
        sort_order=1,
        colour="#1d2530",
        stretch=columns.get("stretch", 0),
        doubtful=False,
        sources=[("unodc",)] * len(frame),
        rows=[(f"observations/{country}/{year}",) for year in frame["year"]],
    )


HND = series("HND", {2005: 40.0, 2006: 50.0, 2010: 70.0, 2011: 80.0})
NIC = series("NIC", {2005: 13.0, 2006: 13.0, 2010: 12.0})


def test_means_are_of_the_years_that_have_a_value():
    found = comparison.difference_of_means(pd.concat([HND, NIC]), (2005, 2007), (2010, 2012)).set_index("country_iso3")
    assert found.loc["HND", ["before", "after", "difference"]].tolist() == [45.0, 75.0, 30.0]
    assert found.loc["HND", ["years_before", "years_after"]].tolist() == [2, 2]
    assert found.loc["NIC", "years_after"] == 1
    assert found.loc["HND", "log_change"] == pytest.approx(math.log(75 / 45))
    assert len(found.loc["HND", "rows"]) == 4


def test_a_country_without_one_of_the_spans_is_left_out_rather_than_zero():
    found = comparison.difference_of_means(pd.concat([HND, series("PAN", {2005: 10.0})]), (2005, 2006), (2010, 2011))
    assert found["country_iso3"].tolist() == ["HND"]


def test_overlapping_spans_and_a_change_of_method_are_refused():
    with pytest.raises(ValueError, match="overlap"):
        comparison.difference_of_means(HND, (2005, 2010), (2010, 2011))
    broken = series("HND", {2016: 37.7, 2017: 19.4}, stretch=[0, 1])
    with pytest.raises(ValueError, match="changes its method"):
        comparison.difference_of_means(broken, (2016, 2016), (2017, 2017))


def test_log_change_treats_doubling_and_halving_alike_and_knows_no_zero():
    assert comparison.log_change(10, 20) == pytest.approx(-comparison.log_change(20, 10))
    assert math.isnan(comparison.log_change(0, 5))


def test_difference_of_differences_weighs_countries_alike():
    three = pd.concat([HND, NIC, series("SLV", {2005: 60.0, 2010: 70.0})])
    means = comparison.difference_of_means(three, (2005, 2006), (2010, 2011))
    found = comparison.difference_between_groups(means, ("HND", "SLV"), ("NIC",)).iloc[0]
    assert (found["group_change"], found["others_change"]) == (20.0, -1.0)
    assert found["difference"] == 21.0
    with pytest.raises(ValueError, match="BLZ"):
        comparison.difference_between_groups(means, ("HND",), ("BLZ",))


def test_the_published_comparison_can_be_redone_from_our_data():
    package = load()
    homicide = threats.indicator_series(observed(package), package.countries, threats.HOMICIDE_RATE, 2000, 2011)
    means = comparison.difference_of_means(homicide, (2000, 2006), (2007, 2011))
    found = comparison.difference_between_groups(means, ("GTM", "HND", "SLV"), ("NIC",)).iloc[0]
    wide = homicide.pivot(index="year", columns="country_iso3", values="value")
    after, before = wide.loc[2007:2011].mean(), wide.loc[2000:2006].mean()
    by_hand = (after - before)[["GTM", "HND", "SLV"]].mean() - (after - before)["NIC"]
    assert found["difference"] == pytest.approx(by_hand)


def ranked(values: list[float]) -> pd.DataFrame:
    names = ["BLZ", "CRI", "GTM", "HND", "NIC", "PAN", "SLV"][: len(values)]
    return pd.DataFrame(
        {"country_iso3": names, "value": values, "sources": [("s",)] * len(names), "rows": [("r",)] * len(names)}
    )


def test_rank_correlation_matches_the_textbook_formula():
    one, other = [1.0, 2, 3, 4, 5, 6, 7], [2.0, 1, 4, 3, 7, 5, 6]
    found = comparison.rank_correlation(ranked(one), ranked(other)).iloc[0]
    squares = sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
    assert found["rho"] == pytest.approx(1 - 6 * squares / (7 * (49 - 1)))
    assert found["pairs"] == 7
    assert found["low"] < 0.2 < found["rho"] < found["high"] < 1
    ends = [math.tanh(math.atanh(found["rho"]) + sign * 1.959964 / math.sqrt(7 - 3)) for sign in (-1, 1)]
    assert [found["low"], found["high"]] == pytest.approx(ends, abs=1e-6)


def test_outliers_do_not_move_a_rank_correlation():
    plain = comparison.rank_correlation(ranked([1, 2, 3, 4, 5]), ranked([1, 3, 2, 5, 4]))
    far = comparison.rank_correlation(ranked([1, 2, 3, 4, 5000]), ranked([1, 3, 2, 5, 4]))
    assert plain["rho"].iloc[0] == far["rho"].iloc[0]


@pytest.mark.parametrize("pairs", [4, 5, 6, 7])
def test_ranks_that_agree_wholly_have_no_interval_however_floats_round(pairs):
    found = comparison.rank_correlation(ranked(range(pairs)), ranked(range(pairs, 2 * pairs))).iloc[0]
    assert (found["rho"], math.isnan(found["low"]), math.isnan(found["high"])) == (1, True, True)


def test_too_few_pairs_give_no_interval_or_are_refused():
    three = comparison.rank_correlation(ranked([1, 2, 3]), ranked([1, 3, 2])).iloc[0]
    assert math.isnan(three["low"]) and math.isnan(three["high"])
    with pytest.raises(ValueError, match="but 2 have both"):
        comparison.rank_correlation(ranked([1, 2]), ranked([2, 1]))
    with pytest.raises(ValueError, match="values differ"):
        comparison.rank_correlation(ranked([1, 2, 3]), ranked([5, 5, 5]))


def test_spans_around_a_year_are_those_that_hold_values():
    assert comparison.spans_around(HND, 2008) == ((2005, 2006), (2010, 2011))
    with pytest.raises(ValueError, match="both sides of 2000"):
        comparison.spans_around(HND, 2000)


def test_a_mean_that_stays_is_neither_a_rise_nor_a_fall():
    flat = series("PAN", {2005: 10.0, 2010: 10.0})
    means = comparison.difference_of_means(pd.concat([HND, NIC, flat]), (2005, 2006), (2010, 2011))
    assert comparison.directions(means)[["countries", "rose", "fell"]].iloc[0].tolist() == [3, 1, 1]
