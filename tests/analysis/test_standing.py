import pandas as pd
import pytest

from carsi_analysis.analysis import goals, standing, threats
from carsi_analysis.analysis.study import Study
from carsi_analysis.data import load
from tests.observed import observed

INDICATORS = pd.DataFrame(
    [
        ("hom_rate_unodc", "higher_is_worse", "main", 1, None, None),
        ("ti_cpi", "higher_is_better", "main", 0, None, None),
        ("wgi_corruption", "higher_is_better", "main", 2, 0.2, None),
        ("arms_seized", "context", "main", 0, None, None),
        ("gang_members", "higher_is_worse", "points", 0, None, None),
        ("vic_latinobarometro", "higher_is_worse", "main", 1, 1.0, None),
        ("oci_criminality", "higher_is_worse", "main", 2, 0.1, 2023),
    ],
    columns=["indicator_id", "direction", "role", "decimals", "least_change", "comparable_from"],
)


def values(indicator_id: str, *rows: tuple, country: str = "HND", **columns) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["year", "value"])
    frame["rows"] = [(f"observations/{indicator_id}/{country}/{year}",) for year in frame["year"]]
    return frame.assign(
        indicator_id=indicator_id,
        country_iso3=country,
        label_en=country,
        label_es=country,
        sort_order=1,
        colour="#1d2530",
        stretch=columns.get("stretch", 0),
        doubtful=columns.get("doubtful", False),
        sources=[("unodc",)] * len(frame),
    )


def only(frame: pd.DataFrame, base_year: int = 2008) -> pd.Series:
    return standing.latest_values(frame, INDICATORS, base_year).iloc[0]


@pytest.mark.parametrize(
    ("indicator_id", "first", "last", "movement", "tendency"),
    [
        ("hom_rate_unodc", 50.0, 30.0, "down", "better"),
        ("hom_rate_unodc", 30.0, 50.0, "up", "worse"),
        ("ti_cpi", 30, 22, "down", "worse"),
        ("ti_cpi", 22, 30, "up", "better"),
        ("arms_seized", 10, 20, "up", "context"),
        ("hom_rate_unodc", 30.01, 30.04, "steady", "steady"),
        ("wgi_corruption", -0.90, -1.09, "steady", "steady"),
        ("wgi_corruption", -0.90, -1.11, "down", "worse"),
        ("wgi_corruption", 0.1, 0.3, "up", "better"),
        ("vic_latinobarometro", 14.0, 14.9, "steady", "steady"),
        ("vic_latinobarometro", 14.0, 15.1, "up", "worse"),
    ],
)
def test_a_movement_is_judged_by_the_direction_of_the_indicator(indicator_id, first, last, movement, tendency):
    row = only(values(indicator_id, (2008, first), (2020, last)))
    assert (row["movement"], row["tendency"]) == (movement, tendency)


def test_an_edition_of_another_scope_is_not_compared():
    grown = only(values("oci_criminality", (2021, 5.0), (2023, 7.0), (2025, 7.05)))
    assert (grown["first_year"], grown["tendency"]) == (2023, "steady")
    tenth = only(values("oci_criminality", (2023, 5.8), (2025, 5.9)))
    assert tenth["tendency"] == "worse", "a change of the smallest size counts, whatever its binary form"
    alone = only(values("oci_criminality", (2021, 5.0), (2023, 7.0)))
    assert pd.isna(alone["first_year"])


def test_it_is_compared_with_the_base_year_and_not_with_the_first_or_the_peak():
    row = only(values("hom_rate_unodc", (2000, 10.0), (2008, 40.0), (2012, 90.0), (2020, 30.0)))
    assert (row["first_year"], row["first_value"], row["movement"]) == (2008, 40.0, "down")
    assert set(row["rows"]) == {"observations/hom_rate_unodc/HND/2008", "observations/hom_rate_unodc/HND/2020"}


def test_estimates_of_several_bodies_are_a_span_without_rank_or_arrow():
    row = only(values("gang_members", (2011, 4281.0), (2015, 5500.0), (2015, 36000.0)))
    assert (row["last_low"], row["last_high"]) == (5500.0, 36000.0)
    assert pd.isna(row["last_value"]) and pd.isna(row["worse_elsewhere"]) and pd.isna(row["first_year"])
    assert row["movement"] is None


def test_isolated_estimates_are_never_compared_over_time():
    assert only(values("gang_members", (2008, 12500.0), (2016, 70000.0)))["movement"] is None


def test_nothing_is_compared_across_a_change_of_method():
    frame = values("vic_latinobarometro", (2016, 37.7), (2018, 17.2), stretch=[0, 1])
    row = only(frame)
    assert row["last_value"] == 17.2
    assert row["movement"] is None


def test_unreliable_values_are_neither_compared_nor_compared_with():
    late = only(values("hom_rate_unodc", (2008, 13.2), (2021, 11.3), doubtful=[False, True]))
    assert late["doubtful"] and late["movement"] is None
    early = only(values("hom_rate_unodc", (2008, 16.2), (2009, 28.4), (2019, 40.0), doubtful=[True, False, False]))
    assert (early["first_year"], early["doubtful"]) == (2009, False)


def test_one_year_alone_is_no_comparison():
    assert only(values("hom_rate_unodc", (2020, 30.0)))["movement"] is None


def test_a_place_is_counted_by_which_way_is_worse_without_values_that_are_unreliable():
    def placed(indicator_id: str, **doubtful: bool) -> pd.DataFrame:
        frame = pd.concat(
            values(indicator_id, (2020, value), country=country, doubtful=doubtful.get(country, False))
            for country, value in (("CRI", 56), ("HND", 22), ("PAN", 22), ("NIC", 14))
        )
        latest = standing.latest_values(frame, INDICATORS, 2008).set_index("country_iso3")
        return latest[standing.PLACED]

    better_high = placed("ti_cpi")
    assert better_high["worse_elsewhere"].to_dict() == {"CRI": 3, "HND": 1, "PAN": 1, "NIC": 0}
    assert better_high["better_elsewhere"].to_dict() == {"CRI": 0, "HND": 1, "PAN": 1, "NIC": 3}
    worse_high = placed("hom_rate_unodc", NIC=True)
    assert worse_high["worse_elsewhere"].dropna().to_dict() == {"CRI": 0, "HND": 1, "PAN": 1}
    assert set(worse_high["ranked"]) == {3}
    assert placed("arms_seized")["worse_elsewhere"].isna().all()


def test_the_real_matrix_agrees_with_the_csv():
    package = load()
    measured = threats.measured(observed(package), package.countries)
    latest = standing.latest_values(measured, package.indicators, 2008).set_index(["indicator_id", "country_iso3"])
    table = package.observations.set_index(["indicator_id", "country_iso3", "year"])["value"]
    row = latest.loc[("ti_cpi", "NIC")]
    assert (row["first_year"], row["last_year"], row["tendency"]) == (2012, 2025, "worse")
    assert row["last_value"] == table.loc[[("ti_cpi", "NIC", 2025)]].item()
    assert pd.isna(latest.loc[("hom_rate_unodc", "NIC"), "movement"])


def test_what_only_stands_in_for_a_goal_gets_no_verdict_however_most_moved():
    study = Study(load())
    once = study.goals_scoreboard.drop_duplicates("goal_id").set_index("goal_id")
    assert set(once.index[once["verdict"] == "stand_in"]) == {"regional_coordination", "state_presence"}
    leads = goals.lead_indicators(study.goal_indicators)
    flipped = leads.assign(stand_in=~leads["stand_in"].astype(bool))
    board = standing.scoreboard(flipped, study.latest, study.moves, "goal").drop_duplicates("goal_id")
    verdicts = dict(zip(board["goal_id"], board["verdict"], strict=True))
    assert verdicts["safe_streets"] == "stand_in" != verdicts["state_presence"]
    streets = board[board["goal_id"] == "safe_streets"].iloc[0]
    assert streets["agree"] == 0 and streets["better"] + streets["worse"] + streets["steady"] == streets["compared"]


def test_a_scorecard_keeps_the_threats_that_lack_an_indicator_or_a_value():
    study = Study(load())
    card = standing.scorecard(study.scoreboard, "NIC").set_index("threat_id")
    assert card.index.tolist() == study.scoreboard["threat_id"].drop_duplicates().tolist()
    assert card.loc["firearms_availability", "verdict"] == "unmeasured"
    assert pd.isna(card.loc["firearms_availability", "last_year"])
    assert card.loc["gang_violence", "doubtful"] and pd.isna(card.loc["gang_violence", "worse_elsewhere"])
    elsewhere = standing.scorecard(study.scoreboard.query("country_iso3 != 'NIC'"), "NIC")
    assert elsewhere["last_year"].isna().all() and set(elsewhere["sources"]) == {()}


def test_moves_count_countries_compared_and_no_others():
    frame = pd.concat(
        [
            values("hom_rate_unodc", (2008, 50.0), (2020, 30.0), country="HND"),
            values("hom_rate_unodc", (2009, 10.0), (2021, 20.0), country="CRI"),
            values("hom_rate_unodc", (2010, 10.0), (2022, 10.0), country="PAN"),
            values("hom_rate_unodc", (2015, 99.0), country="SLV"),
            values("arms_seized", (2010, 5), (2012, 9), country="GTM"),
        ]
    )
    moves = standing.moves(standing.latest_values(frame, INDICATORS, 2008)).set_index("indicator_id")
    homicide, arms = moves.loc["hom_rate_unodc"], moves.loc["arms_seized"]
    assert (homicide["countries"], homicide["better"], homicide["worse"], homicide["steady"]) == (3, 1, 1, 1)
    assert (homicide["first_year"], homicide["last_year"]) == (2008, 2022)
    assert "observations/hom_rate_unodc/SLV/2015" not in homicide["rows"]
    assert len(homicide["rows"]) == 6
    assert (arms["up"], arms["down"], arms["better"], arms["worse"]) == (1, 0, 0, 0)


def test_no_values_give_no_moves_instead_of_an_error():
    latest = standing.latest_values(values("hom_rate_unodc"), INDICATORS, 2008)
    assert latest.empty
    assert standing.moves(latest).empty
    assert {"indicator_id", "worse", "sources"} <= set(standing.moves(latest).columns)
