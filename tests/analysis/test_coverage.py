import pandas as pd

from carsi_analysis.analysis import coverage, threats
from carsi_analysis.data import load
from tests.observed import observed


def values(*rows: tuple) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["indicator_id", "country_iso3", "year", "source"])
    frame["sources"] = [(source,) for source in frame["source"]]
    return frame.assign(
        label_en=frame["country_iso3"],
        label_es=frame["country_iso3"],
        sort_order=1,
        colour="#1d2530",
        rows=[("r",)] * len(frame),
    )


GIVEN = values(
    ("a", "HND", 2001, "un"),
    ("a", "HND", 2004, "un"),
    ("a", "HND", 2004, "press"),
    ("a", "NIC", 2004, "un"),
    ("b", "NIC", 2010, "press"),
)


def test_years_are_counted_once_however_many_bodies_give_one():
    found = coverage.coverage(GIVEN).set_index(["indicator_id", "country_iso3"])
    assert found.loc[("a", "HND"), ["first_year", "last_year", "years"]].tolist() == [2001, 2004, 2]


def test_countries_are_counted_once_a_year():
    found = coverage.coverage_by_year(GIVEN).set_index(["indicator_id", "year"])
    assert found["countries"].to_dict() == {("a", 2001): 1, ("a", 2004): 2, ("b", 2010): 1}


def test_the_main_source_of_an_indicator_is_named_and_no_row():
    found = coverage.coverage(GIVEN)
    assert found["sources"].tolist() == [("un",), ("un",), ("press",)]
    assert set(found["rows"]) == {()}


def test_all_values_of_the_data_are_counted():
    package = load()
    full = observed(package)
    measured = threats.measured(full, package.countries)
    described = threats.described_indicators(package.indicators, package.units)
    extents = coverage.extent(described, coverage.coverage(measured)).set_index("indicator_id")
    seven = package.countries.loc[package.countries["kind"] == "country", "country_iso3"]
    table = package.observations
    homicide = table[(table["indicator_id"] == "hom_rate_unodc") & table["country_iso3"].isin(seven)]
    assert extents.loc["hom_rate_unodc", "values"] == homicide["value"].notna().sum()
    assert extents.loc["tip_tier", "values"] == len(package.tip_tiers)
    assert "coc_corridor_share" not in extents.index
    rows = coverage.threat_coverage(
        package.threats, package.indicator_threats, extents.reset_index(), "illicit_finance"
    )
    assert set(rows["threat_id"]) == {"illicit_finance"}
    assert rows["indicator_id"].iloc[0] == "cash_seized"
    assert rows["lead_order"].notna().to_numpy().tolist() == sorted(rows["lead_order"].notna(), reverse=True)
