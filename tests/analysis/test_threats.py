import pandas as pd
import pytest

from carsi_analysis.analysis import threats
from carsi_analysis.analysis.study import Study
from carsi_analysis.data import load
from tests.observed import judged, observed

COUNTRIES = pd.DataFrame(
    {
        "country_iso3": ["HND", "NIC", "CA7"],
        "label_en": ["Honduras", "Nicaragua", "Central America"],
        "label_es": ["Honduras", "Nicaragua", "Centroamérica"],
        "kind": ["country", "country", "regional"],
        "sort_order": [5, 6, 8],
        "colour": ["#99224f", "#8a5a00", "#1d2530"],
        "tile_column": [1.0, 1.5, None],
        "tile_row": [1, 2, None],
    }
)


def observations(*rows: tuple, indicator_id: str = "hom_rate_unodc") -> pd.DataFrame:
    """Rows of (country, year, value) or (country, year, value, status, variant, source)."""
    filled = [(*row, *("final", "main", "unodc")[len(row) - 3 :]) for row in rows]
    frame = pd.DataFrame(filled, columns=["country_iso3", "year", "value", "status", "variant", "source_id"])
    frame["row_id"] = [f"observations/{indicator_id}/{r.country_iso3}/{r.year}/{r.variant}" for r in frame.itertuples()]
    made = frame.assign(
        indicator_id=indicator_id,
        period_start_year=pd.array([pd.NA] * len(frame), dtype="Int64"),
        qualifier=None,
        locator="p. 1",
        note=None,
        note_es=None,
    )
    return judged(made)


def test_a_series_is_the_csv_itself():
    package = load()
    series = threats.indicator_series(observed(package), package.countries, threats.HOMICIDE_RATE, 2000, 2025)
    seven = package.countries.loc[package.countries["kind"] == "country", "country_iso3"]
    table = package.observations
    expected = table[(table["indicator_id"] == "hom_rate_unodc") & table["country_iso3"].isin(seven)]
    assert series["value"].sum() == pytest.approx(expected["value"].sum())
    peak = series.loc[series["value"].idxmax()]
    assert (peak["country_iso3"], peak["year"], round(peak["value"], 1)) == ("SLV", 2015, 107.6)
    assert package.row(peak["rows"][0])["value"] == peak["value"]


def test_suppressed_values_are_absent_and_regions_are_not_countries():
    table = observations(("HND", 2010, None, "suppressed"), ("HND", 2011, 5.0), ("CA7", 2011, 9.0))
    assert threats.measured(table, COUNTRIES)[["country_iso3", "value"]].to_numpy().tolist() == [["HND", 5.0]]
    both = threats.measured(table, COUNTRIES, kinds=("country", "regional"))
    assert set(both["country_iso3"]) == {"HND", "CA7"}


def test_late_values_of_nicaragua_and_suspect_cells_are_doubtful():
    table = observations(("NIC", 2018, 10.0), ("NIC", 2019, 8.0), ("HND", 2019, 40.0), ("HND", 2020, 41.0, "suspect"))
    marked = threats.measured(table, COUNTRIES)
    doubtful = marked[marked["doubtful"]]
    assert list(zip(doubtful["country_iso3"], doubtful["year"], strict=True)) == [("HND", 2020), ("NIC", 2019)]


def test_a_change_of_method_divides_a_series_and_is_not_compared():
    table = observations(("HND", 2016, 37.7), ("HND", 2017, 19.4), indicator_id="vic_latinobarometro")
    series = threats.measured(table, COUNTRIES)
    assert series["stretch"].tolist() == [0, 1]
    assert threats.two_years(series, 2016, 2017).empty


def test_tiers_join_the_observations_with_their_own_rows_and_status():
    package = load()
    full = observed(package)
    tiers = threats.indicator_series(full, package.countries, threats.TIER, 2001, 2025)
    assert len(tiers) == len(package.tip_tiers)
    assert set(tiers["value"]) <= {1.0, 2.0, 2.5, 3.0}
    assert all(rows[0].startswith("tip_tiers/") for rows in tiers["rows"])
    assert {"stated", "by_exclusion"} <= set(tiers["status"])


def test_an_estimate_names_its_body_or_else_its_source():
    package = load()
    found = threats.estimates(
        observed(package), package.countries, package.sources, package.bodies, "gang_members", 2000, 2025
    ).set_index(["country_iso3", "year", "variant"])
    assert found.loc[("HND", 2012, "usaid"), "body_es"] == "USAID"
    assert found.loc[("GTM", 2011, "main"), "body_en"] == "Diálogo Américas, July 2011"
    assert set(found.loc["HND"].loc[2012]["value"]) == {4728.0, 12000.0, 35000.0}


def test_every_body_named_stands_behind_a_value():
    variants = load().observations.query("indicator_id == 'gang_members'")["variant"]
    assert set(load().bodies["variant"]) <= set(variants)


def test_two_years_keep_only_countries_with_both_and_both_rows():
    series = threats.measured(observations(("HND", 2008, 50.0), ("HND", 2020, 30.0), ("NIC", 2008, 13.0)), COUNTRIES)
    pairs = threats.two_years(series, 2008, 2020)
    assert pairs[["country_iso3", "first_value", "last_value", "change"]].to_numpy().tolist() == [
        ["HND", 50.0, 30.0, -20.0]
    ]
    assert len(pairs["rows"].iloc[0]) == 2


def test_changes_tell_peak_and_doubt():
    table = observations(
        ("HND", 2008, 55.6), ("HND", 2011, 83.2), ("HND", 2023, 31.4), ("NIC", 2008, 13.0), ("NIC", 2021, 11.3)
    )
    moved = threats.changes(threats.measured(table, COUNTRIES), 2008).set_index("country_iso3")
    assert moved.loc["HND", "peak_year"] == 2011
    assert moved.loc["HND", "change"] == pytest.approx(-24.2)
    assert moved["doubtful"].to_dict() == {"HND": False, "NIC": True}


def test_the_last_value_keeps_a_place_for_countries_without_one():
    series = threats.measured(observations(("HND", 2008, 50.0), ("HND", 2020, 30.0)), COUNTRIES)
    last = threats.last_of(series, COUNTRIES).set_index("country_iso3")
    assert last.loc["HND", "value"] == 30.0
    assert pd.isna(last.loc["NIC", "value"])
    assert last.loc["NIC", "sources"] == ()


def test_editions_are_compared_within_one_country_and_year():
    main = observations(("HND", 2003, 57.2), ("HND", 2004, 49.9), ("NIC", 2003, 12.0))
    other = observations(("HND", 2003, 33.6), ("NIC", 2004, 12.1), indicator_id="hom_rate_unodc_2012")
    package = load()
    sides = threats.editions(pd.concat([main, other]), COUNTRIES, package.indicators, 2000, 2025)
    apart = threats.disagreements(sides)
    assert apart[["country_iso3", "year", "low", "high"]].to_numpy().tolist() == [["HND", 2003, 33.6, 57.2]]
    assert apart["ratio"].iloc[0] == pytest.approx(57.2 / 33.6)
    assert apart["low_en"].iloc[0] == "Homicide rate, 2012 edition"


def seized(*rows: tuple) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["country_iso3", "year", "value"])
    return frame.assign(
        indicator_id="coc_seized_unodc",
        label_en=frame["country_iso3"],
        label_es=frame["country_iso3"],
        sort_order=1,
        colour="#1d2530",
        sources=[("unodc",)] * len(frame),
        rows=[(f"observations/{row.country_iso3}/{row.year}",) for row in frame.itertuples()],
    )


def test_the_leader_is_that_of_the_last_year_and_rests_on_all_its_values():
    frame = seized(("PAN", 2018, 900.0), ("PAN", 2019, 30.0), ("CRI", 2019, 60.0), ("HND", 2019, 10.0))
    row = threats.leader(frame).iloc[0]
    assert (row["country_iso3"], row["year"], row["total"], row["countries"]) == ("CRI", 2019, 100.0, 3)
    assert row["share"] == pytest.approx(0.6)
    assert row["rows"] == ("observations/CRI/2019", "observations/HND/2019", "observations/PAN/2019")


@pytest.mark.parametrize("frame", [seized(), seized(("BLZ", 2022, 0.0), ("NIC", 2022, 0.0))])
def test_nothing_has_no_leader(frame):
    assert threats.leader(frame).empty


def test_the_last_change_says_how_much_of_it_lies_outside_the_largest_country():
    frame = seized(("PAN", 2018, 50.0), ("CRI", 2018, 10.0), ("PAN", 2019, 55.0), ("CRI", 2019, 25.0))
    row = threats.last_change(frame).iloc[0]
    assert (row["country_iso3"], row["year"], row["previous_year"]) == ("PAN", 2019, 2018)
    assert (row["previous"], row["total"], row["change"]) == (60.0, 80.0, 20.0)
    assert row["outside"] == pytest.approx(0.75) and len(row["rows"]) == 4


def test_counts_of_two_bodies_that_lie_far_apart_are_found():
    ours = seized(("HND", 2023, 470.0), ("PAN", 2023, 100.0), ("CRI", 2023, 0.0), ("GTM", 2022, 1.0))
    theirs = seized(("HND", 2023, 6500.0), ("PAN", 2023, 150.0), ("CRI", 2023, 9.0), ("GTM", 2022, 9.0))
    row = threats.counted_otherwise(ours, theirs, 2023).iloc[0]
    assert (row["label_en"], row["value"], row["other"]) == (ours["label_en"].iloc[0], 470.0, 6500.0)
    assert threats.counted_otherwise(ours, theirs.iloc[1:2], 2023).empty, "half as much again is no sentence"
    assert threats.counted_otherwise(ours, theirs, 2021).empty


@pytest.mark.parametrize(
    "later",
    [
        (("PAN", 2020, 9.0),),  # a year is missing between
        (("PAN", 2019, 9.0), ("CRI", 2019, 9.0)),  # other countries
        (("PAN", 2019, 50.0),),  # nothing moved
    ],
)
def test_a_last_change_is_one_of_the_same_countries_since_the_year_before(later):
    assert threats.last_change(seized(("PAN", 2018, 50.0), *later)).empty


def test_the_share_of_the_leader_is_that_of_the_csv():
    package = load()
    series = threats.indicator_series(observed(package), package.countries, "coc_seized_unodc", 2000, 2025)
    own = package.observations.query("indicator_id == 'coc_seized_unodc' and year == 2019").set_index("country_iso3")
    row = threats.leader(series).iloc[0]
    assert row["country_iso3"] == "PAN"
    assert row["share"] == pytest.approx(77_960 / own["value"].sum())


def test_an_unknown_indicator_is_refused():
    study = Study(load())
    assert study.described("hom_rate_unodc")["unit_id"] == "per_100k"
    with pytest.raises(KeyError):
        study.described("hom_rate")
