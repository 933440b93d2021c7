"""Threats, goals and funding areas as the editorial names them, and the links between them."""

import pandas as pd

from carsi_analysis.analysis.provenance import union, with_provenance


def nodes(threats: pd.DataFrame, goals: pd.DataFrame, funding_areas: pd.DataFrame) -> pd.DataFrame:
    """List everything that links join, in the order of the text.

    Returns:
        ``node_id``, ``kind`` (``threat``, ``goal``, ``area``), ``sort_order``, ``label_en``, ``label_es``, provenance.
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
    """Give the links with provenance: ``kind``, ``from_id``, ``to_id``, ``basis``, ``locator``, reasons, provenance."""
    return with_provenance(table)


def answers(threats: pd.DataFrame, goals: pd.DataFrame, link_table: pd.DataFrame) -> pd.DataFrame:
    """Say for each threat which goals answer it, and whether the text states it.

    Returns:
        One row a threat: ``threat_id``, ``label_en``, ``label_es``, ``description_en``, ``description_es``,
        ``goals_en``, ``goals_es`` (names joined by a semicolon, an asterisk where the link is a judgement), provenance
        of the threat and its links.
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
                    for lang in ("en", "es")
                },
                "sources": union([threat.sources, *own["sources"]]),
                "rows": union([threat.rows, *own["rows"]]),
            }
        )
    return pd.DataFrame(rows)
