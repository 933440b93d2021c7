import csv
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from carsi_analysis.analysis import goals
from carsi_analysis.data import load

DATA = Path(__file__).resolve().parents[2] / "data"


def printed(table: str) -> list[dict[str, str]]:
    with (DATA / f"{table}.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def reasons() -> pd.DataFrame:
    package = load()
    return goals.link_reasons(
        goals.nodes(package.threats, package.goals, package.funding_areas), goals.links(package.links)
    )


def test_wordings_stand_under_their_own_version_and_in_the_order_of_the_goals():
    package = load()
    frame = goals.wordings(package.goal_wordings, package.goals)
    assert frame["number"].tolist() == sorted(int(row["number"]) for row in printed("goals"))
    for row in printed("goal_wordings"):
        own = frame.set_index("goal_id").loc[row["goal_id"]]
        assert own[f"wording_{row['version']}_es"] == row["wording_es"]
        assert row["source_id"] in own["sources"]
        assert f"goal_wordings/{row['goal_id']}/{row['version']}" in own["rows"]
    assert "Services were added" in frame.set_index("goal_id").loc["state_presence", "changed_en"]
    assert pd.isna(frame.set_index("goal_id").loc["accountable_governments", "changed_en"])


def test_every_link_is_listed_once_under_its_goal_with_its_basis():
    listed = Counter((row.goal_id, row.kind, row.basis) for row in reasons().itertuples())
    assert listed == Counter((row["to_id"], row["kind"], row["basis"]) for row in printed("links"))
    for _, own in reasons().groupby("goal_id"):
        assert own["kind"].tolist() == sorted(own["kind"], reverse=True), "threats stand before areas"
    assert reasons()["goal_id"].drop_duplicates().tolist()[0] == "safe_streets"


@pytest.mark.parametrize("goal_id", [None, "safe_streets", "disrupt_movement"])
def test_links_are_counted_by_basis_and_kind(goal_id):
    own = [row for row in printed("links") if goal_id in (None, row["to_id"])]
    frame = reasons()
    counted = goals.link_counts(frame if goal_id is None else frame[frame["goal_id"] == goal_id]).iloc[0]
    assert counted["links"] == len(own) == counted["stated"] + counted["judged"]
    assert counted["stated"] == sum(row["basis"] == "stated" for row in own)
    assert counted["threats"] == len({row["from_id"] for row in own if row["kind"] == "threat_goal"})
    assert counted["areas"] == len({row["from_id"] for row in own if row["kind"] == "area_goal"})
    assert len(counted["rows"]) == len(own)


def test_the_overview_lists_the_aid_of_each_goal_and_what_is_missing():
    listed, package = reasons(), load()
    board = pd.DataFrame(
        {
            "goal_id": package.goals["goal_id"],
            "short_label_en": "A measure",
            "short_label_es": "Un indicador",
            "verdict": ["stand_in", *["better"] * (len(package.goals) - 1)],
        }
    )
    overview = goals.overview(listed, package.goals, board)
    assert overview["goal_id"].tolist() == listed["goal_id"].drop_duplicates().tolist()
    aid = [row for row in printed("links") if row["kind"] == "area_goal"]
    assert overview["ties"].sum() == sum(map(len, overview["aid_en"])) == len(aid)
    assert overview["judged"].sum() == sum(row["basis"] == "judged" for row in aid)
    assert overview.loc[overview["stand_in"], "goal_id"].tolist() == [package.goals["goal_id"].iloc[0]]
    assert overview["missing_es"].tolist() == package.goals.sort_values("number")["missing_es"].tolist()
    for goal in overview.itertuples():
        own = goals.aid_of(listed, goal.goal_id)
        assert {f"goals/{goal.goal_id}"} | {row for rows in own["rows"] for row in rows} == set(goal.rows)


def test_indicators_of_a_goal_begin_with_those_shown_first():
    package = load()
    frame = goals.indicators_of_goals(package.goals, package.indicator_goals, package.indicators, package.units)
    assert len(frame) == len(printed("indicator_goals"))
    leads = goals.lead_indicators(frame)
    expected = [(row["goal_id"], row["indicator_id"]) for row in printed("indicator_goals") if row["lead_order"]]
    assert sorted(zip(leads["goal_id"], leads["indicator_id"], strict=True)) == sorted(expected)
    for _, own in frame.groupby("goal_id", sort=False):
        shown_first = own["lead_order"].notna().tolist()
        assert shown_first == sorted(shown_first, reverse=True)
    assert frame.loc[frame["indicator_id"] == "hom_rate_unodc", "unit_short_en"].tolist() == ["per 100,000"]
