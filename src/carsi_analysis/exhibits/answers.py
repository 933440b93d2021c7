"""Charts in JupyterLab: the picture, and over each mark a radio button that shows what the mark stands for.

Outputs of a notebook run no script where it is not trusted, and controls never run one. A group of radio buttons needs
none: pointing at one, touching it, or going from one to the next by the arrow keys is the browser's own doing, and a
style shows the answer of the one that is meant.
"""

import os
from collections.abc import Sequence
from html import escape

from carsi_analysis.blocks import ChartMark
from carsi_analysis.data import Package
from carsi_analysis.exhibits.data_rows import data_rows
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.marks.sheet import Box
from carsi_analysis.house.tokens import CHART_WIDTH_IN, LIGHT

MOST_PLACES = 3
"""Places of sources that an answer names; a sum of many rows counts the others."""

REACH_IN, TALL_REACH_IN = 0.12, 0.3
"""How far beside and above a mark a finger may miss it."""

STYLE = f"""<style>
.carsi-chart {{ position: relative; max-width: 47em; min-height: 14em; margin: 0.4em 0; background: {LIGHT.paper};
  color: {LIGHT.ink}; font-size: 14px; line-height: 1.35; }}
.carsi-chart > svg {{ display: block; width: 100%; height: auto; }}
.carsi-chart input {{ appearance: none; position: absolute; margin: 0; border: 0; border-radius: 3px;
  cursor: pointer; }}
.carsi-chart input:is(:hover, :focus-visible, :checked) {{ outline: 2px solid {LIGHT.focus}; }}
.carsi-chart:not(:focus-within) input:checked:not(:hover) {{ outline: none; }}
.carsi-answer {{ display: none; position: absolute; z-index: 9; box-sizing: border-box; width: max-content;
  max-width: min(24em, 96%); padding: 0.5em 2em 0.5em 0.7em; background: {LIGHT.paper};
  border: 1px solid {LIGHT.muted}; border-radius: 4px; box-shadow: 0 2px 8px #0004; overflow-wrap: anywhere; }}
.carsi-chart input:is(:hover, :focus-visible) + .carsi-answer,
.carsi-chart:focus-within input:checked + .carsi-answer {{ display: block; }}
.carsi-chart:has(input:hover):not(:has(input:focus-visible)) input:not(:hover) + .carsi-answer,
.carsi-chart:has(input:focus-visible) input:not(:focus-visible) + .carsi-answer {{ display: none; }}
.carsi-answer p {{ margin: 0; }}
.carsi-answer strong {{ font-weight: 600; font-size: 1.15em; }}
.carsi-answer small {{ font-size: 0.85em; color: {LIGHT.muted}; }}
.carsi-answer a, .carsi-answer a:visited {{ color: {LIGHT.link} !important; text-decoration: underline; }}
.carsi-answer button {{ position: absolute; top: 0; right: 0; width: 2em; height: 2em; border: 0; cursor: pointer;
  background: none; color: {LIGHT.ink}; font: inherit; }}
</style>"""


OWN_KEYS = 'data-lm-suppress-shortcuts="true"'
"""Keeps the keys of an element from JupyterLab, which asks the focused element first and only then those around it."""


def is_looked_at() -> bool:
    """Tell whether a person sits in front of this kernel.

    Jupyter's server tells the kernels of a notebook that is open in it which one that is; programs that run a notebook
    start their kernels themselves and do not.
    """
    return "JPY_SESSION_NAME" in os.environ


def answering(picture: str, chart: Chart, marks: Sequence[ChartMark], data: Package) -> str:
    """Lay answers over the picture of a chart.

    Args:
        picture: the chart as SVG, of the house's width.
        chart: what is drawn; its marks say where they lie.
        marks: what each of them stands for, in the same order.
        data: the package, for the places of the rows in their sources.
    """
    rooms = rooms_of([mark.box for mark in chart.marks])
    told = [_answer(mark, room, chart, data) for mark, room in zip(marks, rooms, strict=True)]
    label = escape(f"{chart.title}. {chart.locale.words('answers.hint')}")
    # A form of its own, so that the arrow keys stay within one chart; it is sent nowhere.
    return (
        f'{STYLE}<form class="carsi-chart mathjax_ignore" method="dialog">{picture}'
        f'<div role="radiogroup" aria-label="{label}">{"".join(told)}</div></form>'
    )


def _answer(mark: ChartMark, room: Box, chart: Chart, data: Package) -> str:
    wide, high = CHART_WIDTH_IN, chart.height_in
    unit = mark.unit and f" {mark.unit}"
    middle, level = (room.left + room.right) / 2, (room.bottom + room.top) / 2
    across = f"left:{_share(room.left, wide)}" if middle < wide / 2 else f"right:{_share(wide - room.right, wide)}"
    upward = f"bottom:{_share(room.top, high)}" if level < high / 2 else f"top:{_share(high - room.bottom, high)}"
    lies = (
        f"left:{_share(room.left, wide)};top:{_share(high - room.top, high)};"
        f"width:{_share(room.right - room.left, wide)};height:{_share(room.top - room.bottom, high)}"
    )
    close = escape(chart.locale.words("document.answer.close"))
    said = escape(f"{mark.label}: {mark.value}{unit}")
    return (
        f'<input type="radio" name="mark" {OWN_KEYS} aria-label="{said}" style="{lies}">'
        f'<div class="carsi-answer" tabindex="-1" style="{across};{upward}">'
        f"<p>{escape(mark.label)}</p><p><strong>{escape(mark.value)}</strong>{escape(unit)}</p>"
        f'{_places(mark, chart, data)}<button type="reset" {OWN_KEYS} aria-label="{close}">×</button></div>'
    )


def _places(mark: ChartMark, chart: Chart, data: Package) -> str:
    """Name the rows of a mark and where each stands in its source, which is linked."""
    listed = data_rows(data, mark.rows, (), chart.locale)
    told = []
    for row in listed[:MOST_PLACES]:
        source = escape(row.source)
        if row.source_id:
            url = escape(data.source(row.source_id).url)
            source = f'<a href="{url}" target="_blank" rel="noopener" {OWN_KEYS}>{source}</a>'
        place = " · ".join(filter(None, (row.locator, row.name)))
        told.append(f"<p><small>{source} {escape(place)} {escape(row.note)}</small></p>")
    if len(listed) > MOST_PLACES:
        more = chart.locale.words("briefing.more", count=len(listed) - MOST_PLACES)
        told.append(f"<p><small>{escape(more)}</small></p>")
    return "".join(told)


def _share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.2f}%"


def rooms_of(boxes: Sequence[Box]) -> list[Box]:
    """Widen marks so that they are easily met, each at most halfway to its neighbours: none covers another's place."""
    tall = [_reaching(box, boxes, upward=True, most=TALL_REACH_IN) for box in boxes]
    return [_reaching(box, tall, upward=False, most=REACH_IN) for box in tall]


def _reaching(box: Box, boxes: Sequence[Box], *, upward: bool, most: float) -> Box:
    """Widen one box in one direction to both sides."""
    low, high = ("bottom", "top") if upward else ("left", "right")
    start, end = ("left", "right") if upward else ("bottom", "top")
    before = after = 2 * most
    for other in boxes:
        beside = min(getattr(box, end), getattr(other, end)) > max(getattr(box, start), getattr(other, start))
        if other is box or not beside:
            continue
        below, above = getattr(box, low) - getattr(other, high), getattr(other, low) - getattr(box, high)
        if below >= 0:
            before = min(before, below)
        elif above >= 0:
            after = min(after, above)
        else:
            before = after = 0.0
    return box._replace(**{low: getattr(box, low) - before / 2, high: getattr(box, high) + after / 2})
