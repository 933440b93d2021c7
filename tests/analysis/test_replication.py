"""The published comparison done again: against a regression, against the paper, and where a wrong choice would hide."""

import numpy as np
import pandas as pd
import pytest

from carsi_analysis.analysis import replication, threats
from carsi_analysis.data import load
from tests.observed import observed


@pytest.fixture(scope="module")
def homicide() -> pd.DataFrame:
    return threats.indicator_series(observed(), load().countries, threats.HOMICIDE_RATE, 1990, 2030)


@pytest.fixture(scope="module")
def variants(homicide) -> pd.DataFrame:
    return replication.variants(homicide, load().evaluation_results, load().countries, 2008)


def regression(homicide: pd.DataFrame, before: tuple[int, int], after: tuple[int, int]) -> tuple[float, float]:
    """Fit rate = a + b group + c after + d group × after by least squares; give d and its HC0 standard error."""
    rates = homicide.pivot(index="year", columns="country_iso3", values="value").loc[before[0] : after[1]]
    units = pd.DataFrame({1: rates[["GTM", "HND", "SLV"]].mean(axis="columns"), 0: rates["NIC"]}).stack().dropna()
    late = (units.index.get_level_values(0) >= after[0]).astype(float)
    group = units.index.get_level_values(1).to_numpy(dtype=float)
    design = np.column_stack([np.ones(len(units)), group, late, group * late])
    bread = np.linalg.inv(design.T @ design)
    estimate = bread @ design.T @ units.to_numpy()
    residuals = units.to_numpy() - design @ estimate
    meat = (design * residuals[:, None] ** 2).T @ design
    return float(estimate[3]), float(np.sqrt((bread @ meat @ bread)[3, 3]))


def test_the_estimate_and_its_error_are_those_of_the_regression_in_the_paper(homicide):
    found = replication.compared(homicide, (2000, 2006), (2007, 2011)).iloc[0]
    estimate, error = regression(homicide, (2000, 2006), (2007, 2011))
    assert found["value"] == pytest.approx(estimate)
    assert found["std_error"] == pytest.approx(error)


def test_years_that_lack_a_country_are_left_out_of_the_estimate_as_of_its_error(homicide):
    found = replication.compared(homicide, (2000, 2006), (2007, 2017)).iloc[0]
    assert found["left_out"] == (2015, 2016), "Guatemala has no value for these years"
    complete = homicide[~homicide["year"].isin(found["left_out"])]
    estimate, error = regression(complete, (2000, 2006), (2007, 2017))
    assert (found["value"], found["std_error"]) == (pytest.approx(estimate), pytest.approx(error))


def test_unreliable_values_are_not_compared(homicide, variants):
    doubtful = set(homicide.loc[homicide["doubtful"], "rows"].sum())
    assert any("/NIC/2021/" in row for row in doubtful)
    assert not doubtful & set(variants["rows"].sum())


def test_the_repetition_comes_close_to_what_the_paper_prints(homicide):
    again = replication.repeated(homicide, replication.design(load().evaluation_results)).iloc[0]
    printed = replication.published(load().evaluation_results, replication.SHORT).iloc[0]
    assert (printed["value"], printed["std_error"]) == (8.246, 2.912)
    assert again["value"] == pytest.approx(printed["value"], abs=0.2)
    assert again["std_error"] == pytest.approx(printed["std_error"], abs=0.1)
    assert (again["first_year"], again["last_year"]) == (2000, 2011), "years that are not held are not claimed"
    assert "evaluation_results/morales-first-year-after" in again["rows"]


def test_a_false_start_uses_no_year_in_which_there_was_money(variants):
    used = variants.loc[variants["choice"] == "no_money_yet", "rows"]
    years = {int(row.split("/")[3]) for rows in used for row in rows if row.startswith("observations/")}
    assert years and max(years) <= 2006
    assert len(used) == 4


def test_each_variant_changes_one_choice(variants):
    def countries(choice: str, **facts: object) -> set[str]:
        wanted = (variants[[*facts]] == pd.Series(facts)).all(axis=1) & (variants["choice"] == choice)
        rows = variants.loc[wanted, "rows"].iloc[0]
        return {row.split("/")[2] for row in rows if row.startswith("observations/")}

    three = {"GTM", "HND", "SLV"}
    assert countries("last_year", last_year=2017) == {*three, "NIC"}
    assert countries("country_compared", label_en="Panama", other_en="Nicaragua") == {*three, "PAN"}
    assert countries("country_treated", label_en="Honduras") == {"HND", "NIC"}


def test_ends_leave_out_the_paper_and_the_false_starts(variants):
    found = replication.ends(variants).iloc[0]
    assert found["estimates"] == len(variants) - 2 - 1 - 4
    assert found["low"] == variants.loc[variants["label_en"] == "Belize", "value"].iloc[0]
    assert found["high"] == variants.loc[variants["label_en"] == "Honduras", "value"].iloc[0]
    shifted = variants.assign(low=1.0, high=2.0)
    assert replication.ends(shifted)["covering_zero"].iloc[0] == 0
    assert replication.ends(shifted.assign(low=-1.0))["covering_zero"].iloc[0] == found["estimates"]


def test_the_largest_false_start_counts_whatever_its_sign(variants):
    turned = variants.assign(value=variants["value"].where(variants["first_year_after"] != 2005, -9.0))
    assert replication.false_start(turned)["value"].iloc[0] == -9.0


def test_a_country_without_a_value_in_a_span_is_refused(homicide):
    with pytest.raises(replication.NotHeldError, match="NIC"):
        replication.compared(homicide[homicide["country_iso3"] != "NIC"], (2000, 2006), (2007, 2011))
