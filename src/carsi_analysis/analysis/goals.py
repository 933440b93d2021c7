"""Threats, goals and funding areas as the editorial names them, and the links between them."""

import pandas as pd

from carsi_analysis.analysis.names import IN_DATA
from carsi_analysis.analysis.provenance import union, with_provenance
from carsi_analysis.analysis.threats import described_indicators


def nodes(threats: pd.DataFrame, goals: pd.DataFrame, funding_areas: pd.DataFrame) -> pd.DataFrame:
    """List everything that links join, in the order of the text.

    Returns:
        ``node_id``, ``kind`` (``threat``, ``goal``, ``area``), ``sort_order``, ``label_en/es``, provenance.
    """
    parts = []
    for kind, table, key in (
        ("threat", threats, "threat_id"),
        ("goal", goals, "goal_id"),
        ("area", funding_areas, "area_id"),
    ):
        frame = with_provenance(table).rename(columns={key: "node_id"})
        frame["kind"] = kind
        frame["sort_order"] = frame["number"] if kind == "goal" else frame["sort_order"]
        parts.append(frame[["node_id", "kind", "sort_order", "label_en", "label_es", "sources", "rows"]])
    return pd.concat(parts, ignore_index=True)


def links(table: pd.DataFrame) -> pd.DataFrame:
    """Give ``kind``, ``from_id``, ``to_id``, ``basis``, ``paragraph``, ``locator``, ``reason_en/es``, provenance."""
    return with_provenance(table)


def answers(threats: pd.DataFrame, goals: pd.DataFrame, link_table: pd.DataFrame) -> pd.DataFrame:
    """Say for each threat which goals answer it, and whether the text states it.

    Returns:
        One row a threat: ``threat_id``, ``label_en/es``, ``description_en/es``, ``goals_en/es`` (names joined by a
        semicolon, an asterisk where the link is a judgement), provenance of the threat and its links.
    """
    to_goals = with_provenance(link_table[link_table["kind"] == "threat_goal"])
    named = to_goals.merge(goals[["goal_id", "label_en", "label_es"]], left_on="to_id", right_on="goal_id")
    rows = []
    for threat in with_provenance(threats).sort_values("sort_order").itertuples():
        own = named[named["from_id"] == threat.threat_id]
        marks = ["" if basis == "stated" else "*" for basis in own["basis"]]
        rows.append(
            {
                "threat_id": threat.threat_id,
                "label_en": threat.label_en,
                "label_es": threat.label_es,
                "description_en": threat.description_en,
                "description_es": threat.description_es,
                **{
                    f"goals_{lang}": "; ".join(
                        name + mark for name, mark in zip(own[f"label_{lang}"], marks, strict=True)
                    )
                    for lang in IN_DATA
                },
                "sources": union([threat.sources, *own["sources"]]),
                "rows": union([threat.rows, *own["rows"]]),
            }
        )
    return pd.DataFrame(rows)


def wordings(goal_wordings: pd.DataFrame, goals: pd.DataFrame) -> pd.DataFrame:
    """Set the wordings of each goal side by side.

    Args:
        goal_wordings, goals: the tables of these names; a goal has one wording a version.

    Returns:
        One row a goal, by number: ``goal_id``, ``number``, ``label_en/es``, ``wording_<version>_en`` and
        ``wording_<version>_es`` for each version, ``changed_en/es`` (what the last version changed, as its note says),
        provenance of all wordings.
    """
    versions = sorted(goal_wordings["version"].unique())
    rows = []
    for goal in goals.sort_values("number").itertuples():
        own = with_provenance(goal_wordings[goal_wordings["goal_id"] == goal.goal_id]).set_index("version")
        rows.append(
            {
                **{name: getattr(goal, name) for name in ("goal_id", "number", "label_en", "label_es")},
                **{
                    f"wording_{version}_{lang}": own.loc[version, f"wording_{lang}"]
                    for version in versions
                    for lang in IN_DATA
                },
                "changed_en": own.loc[versions[-1], "note"],
                "changed_es": own.loc[versions[-1], "note_es"],
                "sources": union(own["sources"]),
                "rows": union(own["rows"]),
            }
        )
    return pd.DataFrame(rows)


def link_reasons(node_list: pd.DataFrame, link_list: pd.DataFrame) -> pd.DataFrame:
    """List what each goal answers and what serves it, with the basis and the reason of each link.

    Args:
        node_list: as ``nodes`` gives it.
        link_list: as ``links`` gives it.

    Returns:
        One row a link, by goal and threats before areas: ``goal_id``, ``goal_en/es``, ``kind`` (``threat_goal``,
        ``area_goal``), ``other_en/es`` (the threat or area), ``basis``, ``locator``, ``reason_en/es``, provenance of
        the link.
    """
    names = node_list.set_index("node_id")
    frame = link_list.rename(columns={"to_id": "goal_id"})
    frame = frame.assign(
        **{f"goal_{lang}": frame["goal_id"].map(names[f"label_{lang}"]) for lang in IN_DATA},
        **{f"other_{lang}": frame["from_id"].map(names[f"label_{lang}"]) for lang in IN_DATA},
        goal_order=frame["goal_id"].map(names["sort_order"]),
        area=frame["kind"] == "area_goal",
        other_order=frame["from_id"].map(names["sort_order"]),
    )
    columns = ["goal_id", "goal_en", "goal_es", "kind", "other_en", "other_es", "basis", "locator"]
    ordered = frame.sort_values(["goal_order", "area", "other_order"], ignore_index=True)
    return ordered[[*columns, "reason_en", "reason_es", "sources", "rows"]]


def link_counts(reasons: pd.DataFrame) -> pd.DataFrame:
    """Count the links by basis and kind.

    Args:
        reasons: as ``link_reasons`` gives it, for one goal or several.

    Returns:
        One row: ``links``, ``stated``, ``judged``, ``threats`` and ``areas`` (different ones linked), provenance.
    """
    threats = reasons["kind"] == "threat_goal"
    return pd.DataFrame(
        {
            "links": [len(reasons)],
            **{basis: [int(reasons["basis"].eq(basis).sum())] for basis in ("stated", "judged")},
            "threats": [reasons.loc[threats, "other_en"].nunique()],
            "areas": [reasons.loc[~threats, "other_en"].nunique()],
            "sources": [union(reasons["sources"])],
            "rows": [union(reasons["rows"])],
        }
    )


def indicators_of_goals(
    goals: pd.DataFrame, indicator_goals: pd.DataFrame, indicators: pd.DataFrame, units: pd.DataFrame
) -> pd.DataFrame:
    """List the indicators that would show whether a goal comes nearer, those shown first at the head.

    Args:
        goals, indicator_goals, indicators, units: the tables of these names.

    Returns:
        One row a goal and indicator, by number of the goal: ``goal_id``, ``goal_en/es``, ``lead_order`` (missing where
        the indicator is not shown first), ``stand_in`` (whether it only stands in for the goal), then the columns of
        ``threats.described_indicators``.
    """
    named = goals.rename(columns={"label_en": "goal_en", "label_es": "goal_es"})
    frame = indicator_goals[["indicator_id", "goal_id", "lead_order", "stand_in"]].merge(
        named[["goal_id", "goal_en", "goal_es", "number"]], on="goal_id", validate="m:1"
    )
    frame = frame.merge(described_indicators(indicators, units), on="indicator_id", validate="m:1")
    order = ["number", "lead_order", "family", "indicator_id"]
    return frame.sort_values(order, ignore_index=True).drop(columns="number")


def measures_set(goals: pd.DataFrame, stated: pd.DataFrame, leads: pd.DataFrame) -> pd.DataFrame:
    """Count the goals for which a source that was read sets a measure, and those with nothing but stand-ins for one.

    Args:
        goals: the table.
        stated: the wording of the goals that was read for it, with provenance.
        leads: as ``lead_indicators`` gives it.

    Returns:
        One row: ``goals``, ``measured``, ``stand_ins`` (counts), provenance of the goals and of that wording.
    """
    read = pd.concat([with_provenance(goals), stated])
    return pd.DataFrame(
        {
            "goals": [len(goals)],
            "measured": [int(goals["measure_source_id"].notna().sum())],
            "stand_ins": [int(leads["stand_in"].eq(True).groupby(leads["goal_id"]).all().sum())],
            "sources": [union(read["sources"])],
            "rows": [union(read["rows"])],
        }
    )


def lead_indicators(listed: pd.DataFrame) -> pd.DataFrame:
    """Keep the indicators shown first for each goal, of ``indicators_of_goals``."""
    return listed[listed["lead_order"].notna()].reset_index(drop=True)


def aid_of(reasons: pd.DataFrame, goal_id: str) -> pd.DataFrame:
    """Take the links of kinds of aid to one goal, of ``link_reasons``."""
    return reasons[(reasons["goal_id"] == goal_id) & (reasons["kind"] == "area_goal")]


def overview(reasons: pd.DataFrame, goals: pd.DataFrame, board: pd.DataFrame) -> pd.DataFrame:
    """Put on one row for each goal the aid that serves it, the measure that comes nearest and what is not counted.

    Args:
        reasons: as ``link_reasons`` gives it.
        goals: the table.
        board: as ``standing.scoreboard`` gives it for goals; its indicator of a goal is the nearest measure.

    Returns:
        One row a goal, by number: ``goal_id``, ``goal_en/es``, ``aid_en/es`` (lists of names), ``ties`` (of aid to the
        goal) and ``judged`` (of these, counts), ``measure_en/es``, ``stand_in`` (whether it only stands in for the
        goal), ``missing_en/es``, provenance of the goal and of the links to aid.
    """
    shown = board.drop_duplicates("goal_id").set_index("goal_id")
    rows = []
    for goal in with_provenance(goals).sort_values("number").itertuples():
        own = aid_of(reasons, goal.goal_id)
        rows.append(
            {
                "goal_id": goal.goal_id,
                **{f"goal_{lang}": getattr(goal, f"label_{lang}") for lang in IN_DATA},
                **{f"aid_{lang}": own[f"other_{lang}"].tolist() for lang in IN_DATA},
                "ties": len(own),
                "judged": int(own["basis"].eq("judged").sum()),
                **{f"measure_{lang}": shown.loc[goal.goal_id, f"short_label_{lang}"] for lang in IN_DATA},
                "stand_in": shown.loc[goal.goal_id, "verdict"] == "stand_in",
                **{f"missing_{lang}": getattr(goal, f"missing_{lang}") for lang in IN_DATA},
                "sources": union([goal.sources, *own["sources"]]),
                "rows": union([goal.rows, *own["rows"]]),
            }
        )
    return pd.DataFrame(rows)
