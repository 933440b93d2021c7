"""The link chart: which goal answers which threat, and which kind of aid serves which goal."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks.sheet import Drawing, Says, Sheet
from carsi_analysis.exhibits.marks.text import LINE_HEIGHT_IN, SMALL, text_width, wrapped
from carsi_analysis.house.tokens import EMPHASIS, LIGHT, TYPE

COLUMNS = {"threat": (0.0, 0.25), "goal": (0.385, 0.625), "area": (0.76, 1.0)}
"""Left and right edge of the boxes of each kind, as shares of the width."""

WEIGHTS = {"threat": 400, "goal": 600, "area": 400}

HEAD_IN, BOX_IN, BETWEEN_IN = 0.28, 0.25, 0.06
"""Heights of the columns' heads, of a box of two lines, and the distance of boxes in the fullest column."""

STEPS = np.linspace(0, 1, 25)
"""Points that a curve is drawn through."""


def threats_goals_areas(nodes: pd.DataFrame, links: pd.DataFrame, *, locale: Locale) -> Chart:
    """Link threats to goals and goals to funding areas; stated links are solid, judged ones dashed.

    Args:
        nodes: ``node_id``, ``kind`` (``threat``, ``goal``, ``area``), ``sort_order``, ``label_en``, ``label_es`` and
            provenance.
        links: ``from_id``, ``to_id``, ``basis`` (``stated``, ``judged``), ``locator`` and provenance; threats and areas
            both link to goals.
        locale: the language.
    """
    say = locale.exhibit("threats-goals-areas")
    names = nodes.set_index("node_id")[locale.named("label")]
    pairs = links.assign(
        source_name=links["from_id"].map(names),
        target_name=links["to_id"].map(names),
        basis_name=[say(f"labels.{basis}") for basis in links["basis"]],
    )
    stated = pairs[pairs["basis"] == "stated"]
    return Chart(
        **say.head(
            count=len(links),
            stated=len(stated),
            judged=len(links) - len(stated),
            told="; ".join(stated["source_name"] + " – " + stated["target_name"]),
        ),
        data=pairs,
        columns=say.columns("source_name", "target_name", "basis_name", "locator"),
        evidence=pd.concat([nodes, links]),
        draw=_Links(
            nodes.assign(name=nodes[locale.named("label")]), pairs, {kind: say(f"labels.{kind}") for kind in COLUMNS}
        ),
    )


@dataclass(frozen=True)
class _Links(Drawing):
    """Boxes in three columns and the curves between them.

    Attributes:
        nodes: one row a box: ``node_id``, ``kind``, ``sort_order``, ``name``.
        links: one row a curve: ``from_id``, ``to_id``, ``basis`` and its names.
        heads: the name of each kind.
    """

    nodes: pd.DataFrame
    links: pd.DataFrame
    heads: dict[str, str]

    def layout(self, width: float) -> Sheet:
        most = int(self.nodes["kind"].value_counts().max())
        lines = max(len(self._lines(node, width)) for node in self.nodes.to_dict("records"))
        high = BOX_IN + LINE_HEIGHT_IN * max(lines - 2, 0)
        sheet = Sheet(width, HEAD_IN + most * (high + BETWEEN_IN) + 0.02)
        middles = self._middles(sheet.height - HEAD_IN)
        kinds = self.nodes.set_index("node_id")["kind"]
        for kind, (left, _) in COLUMNS.items():
            head = self.heads[kind]
            x = min(left * width, width - text_width(head, TYPE.chart, 600))
            sheet.text(x, sheet.height - 0.1, head, weight=600, colour=LIGHT.accent, size=TYPE.chart)
        for link in self.links.to_dict("records"):
            start, end = ((*COLUMNS[kinds[node]], middles[node]) for node in (link["from_id"], link["to_id"]))
            self._draw_link(sheet, start, end, link)
        for node in self.nodes.to_dict("records"):
            self._draw_box(sheet, node, middles[node["node_id"]], high)
        return sheet

    def _middles(self, high: float) -> dict[str, float]:
        """Spread the boxes of each kind evenly over a height, in their order."""
        places: dict[str, float] = {}
        for _, members in self.nodes.sort_values("sort_order", kind="stable").groupby("kind", sort=False):
            each = high / len(members)
            places |= {node: high - each * (place + 0.5) for place, node in enumerate(members["node_id"])}
        return places

    def _lines(self, node: dict[Any, Any], width: float) -> list[str]:
        left, right = COLUMNS[node["kind"]]
        return wrapped(node["name"], (right - left) * width - 0.08, SMALL, WEIGHTS[node["kind"]])

    def _draw_box(self, sheet: Sheet, node: dict[Any, Any], middle: float, high: float) -> None:
        left, right = (edge * sheet.width for edge in COLUMNS[node["kind"]])
        says = Says(node["name"], self.heads[node["kind"]], tuple(node["rows"]))
        sheet.box(left, middle - high / 2, right - left, high, "white", says, edge=LIGHT.rule, line=0.8, z=1.5)
        words = "\n".join(self._lines(node, sheet.width))
        sheet.text((left + right) / 2, middle, words, ha="center", weight=WEIGHTS[node["kind"]])

    def _draw_link(
        self, sheet: Sheet, start: tuple[float, float, float], end: tuple[float, float, float], link: dict[Any, Any]
    ) -> None:
        """Draw one link as a curve from the edge of one box to the edge of the other."""
        forward = start[0] < end[0]
        x0, x1 = (start[1], end[0]) if forward else (start[0], end[1])
        turn = STEPS**2 * (3 - 2 * STEPS)
        across = (x0 + (x1 - x0) * (1.5 * STEPS * (1 - STEPS) + STEPS**3)) * sheet.width
        upward = start[2] + (end[2] - start[2]) * turn
        says = Says(f"{link['source_name']} – {link['target_name']}", link["basis_name"], tuple(link["rows"]))
        stated = link["basis"] == "stated"
        colour, line, dash = (LIGHT.accent, 1.4, None) if stated else (EMPHASIS, 1.0, (4.0, 2.5))
        sheet.line(np.column_stack([across, upward]), colour, line, says, dash=dash, z=1)
