"""The link chart: which goal answers which threat, and which kind of aid serves which goal."""

import textwrap

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from carsi_analysis.exhibits.drawing import axes_in_inches
from carsi_analysis.exhibits.exhibit import Chart, Column
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.house.tokens import EMPHASIS, LIGHT, TYPE

COLUMN_EDGES = ((0.0, 0.25), (0.385, 0.625), (0.76, 1.0))
"""Left and right edge of the boxes of threats, goals and areas, as shares of the width."""
WRAP_AT = 28


def threats_goals_areas(nodes: pd.DataFrame, links: pd.DataFrame, *, locale: Locale) -> Chart:
    """Link threats to goals and goals to funding areas; stated links are solid, judged ones dashed.

    Args:
        nodes: ``node_id``, ``kind`` (``threat``, ``goal``, ``area``), ``sort_order``, ``label_en``, ``label_es`` and
            provenance.
        links: ``from_id``, ``to_id``, ``basis`` (``stated``, ``judged``), ``locator`` and provenance; threats and areas
            both link to goals.
        locale: the language.
    """
    label = f"label_{locale.language}"
    names = nodes.set_index("node_id")[label]
    places = _places(nodes)
    stated, judged = (links[links["basis"] == basis] for basis in ("stated", "judged"))
    basis_words = {"stated": locale(en="stated", es="declarado"), "judged": locale(en="judged", es="a juicio nuestro")}

    def draw(figure: Figure) -> None:
        axes = axes_in_inches(figure, left=0.02, right=0.02, top=0.28, bottom=0.02)
        axes.set_axis_off()
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1)
        heads = (
            locale(en="Threats", es="Amenazas"),
            locale(en="Goals", es="Objetivos"),
            locale(en="Funding areas", es="Áreas de ayuda"),
        )
        for (left, _), head in zip(COLUMN_EDGES, heads, strict=True):
            axes.text(left, 1.02, head, weight=600, color=LIGHT.accent, va="bottom", size=TYPE.chart + 0.5)
        for link in links.itertuples():
            _draw_link(axes, places[link.from_id], places[link.to_id], link.basis)
        for node, (column, height) in places.items():
            left, right = COLUMN_EDGES[column]
            axes.text(
                (left + right) / 2,
                height,
                textwrap.fill(names[node], WRAP_AT),
                ha="center",
                va="center",
                size=TYPE.chart - 1,
                weight=600 if column == 1 else 400,
                linespacing=1.0,
            )
            half = min(0.046, 0.42 / sum(where[0] == column for where in places.values()))
            outline = [height - half, height + half, height + half, height - half, height - half]
            axes.plot([left, left, right, right, left], outline, color=LIGHT.rule, linewidth=0.8, zorder=0)

    pairs = links.assign(
        source_name=links["from_id"].map(names),
        target_name=links["to_id"].map(names),
        basis_name=links["basis"].map(basis_words),
    )
    told = "; ".join(f"{r.source_name} – {r.target_name}" for r in pairs[pairs["basis"] == "stated"].itertuples())
    return Chart(
        exhibit_id="threats-goals-areas",
        locale=locale,
        title=locale(
            en=f"The editorial states {len(stated)} of the {len(links)} links between threats, goals and aid; "
            f"{len(judged)} are our judgement",
            es=f"El editorial declara {len(stated)} de los {len(links)} vínculos entre amenazas, objetivos y ayuda; "
            f"{len(judged)} son juicio nuestro",
        ),
        measure=locale(
            en="Links that the text states (solid) and that we judge (dashed)",
            es="Vínculos que el texto declara (línea continua) y que son juicio nuestro (línea discontinua)",
        ),
        unit=locale(en="one line a link", es="una línea por vínculo"),
        alt=locale(
            en=f"Three columns of boxes joined by lines. Stated: {told}.",
            es=f"Tres columnas de recuadros unidos por líneas. Declarados: {told}.",
        ),
        data=pairs,
        columns=(
            Column("source_name", locale(en="Threat or area", es="Amenaza o área")),
            Column("target_name", locale(en="Goal", es="Objetivo")),
            Column("basis_name", locale(en="Basis", es="Fundamento")),
            Column("locator", locale(en="Where stated", es="Dónde consta")),
        ),
        evidence=pd.concat([nodes, links]),
        draw=draw,
        height_in=3.05,
    )


def _places(nodes: pd.DataFrame) -> dict[str, tuple[int, float]]:
    """Spread the nodes of each column evenly over the height, in their order."""
    places: dict[str, tuple[int, float]] = {}
    for column, kind in enumerate(("threat", "goal", "area")):
        members = nodes[nodes["kind"] == kind].sort_values("sort_order")["node_id"].tolist()
        for position, node in enumerate(members):
            places[node] = (column, 1 - (position + 0.5) / len(members))
    return places


def _draw_link(axes, start: tuple[int, float], end: tuple[int, float], basis: str) -> None:
    """Draw one link as a curve from the edge of one box to the edge of the other."""
    (from_column, y0), (to_column, y1) = start, end
    forward = from_column < to_column
    x0 = COLUMN_EDGES[from_column][1 if forward else 0]
    x1 = COLUMN_EDGES[to_column][0 if forward else 1]
    middle = (x0 + x1) / 2
    curve = Path([(x0, y0), (middle, y0), (middle, y1), (x1, y1)], [Path.MOVETO, *[Path.CURVE4] * 3])
    stated = basis == "stated"
    axes.add_patch(
        PathPatch(
            curve,
            facecolor="none",
            edgecolor=LIGHT.accent if stated else EMPHASIS,
            linewidth=1.4 if stated else 1.0,
            linestyle="solid" if stated else (0, (4, 2.5)),
            zorder=1,
        )
    )
