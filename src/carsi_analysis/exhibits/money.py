"""What charts and tables of money share: units, bars and the hatching of what is not known."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from carsi_analysis.analysis.dollars import Dollars, is_constant
from carsi_analysis.exhibits.exhibit import ExhibitError
from carsi_analysis.exhibits.locale import NO_BREAK_SPACE, Locale
from carsi_analysis.exhibits.panels import SMALL, Panel, text_width
from carsi_analysis.house.tokens import CONTEXT, LIGHT

SIGNS = {"about": "≈", "almost": "≈", "at_least": "≥", "at_most": "≤"}
"""A source's own reservation as a sign, where there is no room for words."""


def millions(amounts: pd.DataFrame, dollars: Dollars, locale: Locale) -> str:
    """Name the unit of amounts shown in millions.

    Raises:
        ExhibitError: the dollars named are not those of the amounts, whose provenance tells.
    """
    named = _dollars(amounts, dollars, locale)
    return locale.words("unit.millions", dollars=named)


def thousands(amounts: pd.DataFrame, dollars: Dollars, locale: Locale) -> str:
    """Name the unit of amounts shown in thousands; checks as ``millions`` does."""
    return locale.words("unit.thousands", dollars=_dollars(amounts, dollars, locale))


def _dollars(amounts: pd.DataFrame, dollars: Dollars, locale: Locale) -> str:
    if is_constant(amounts) != dollars.constant:
        found = "constant" if is_constant(amounts) else "nominal"
        raise ExhibitError(f"these amounts are in {found} dollars, but the exhibit was told {dollars}")
    return locale.dollars(dollars)


def dollars_per_head(amounts: pd.DataFrame, dollars: Dollars, locale: Locale) -> str:
    """Name the unit of dollars a resident and year; checks as ``millions`` does."""
    named = _dollars(amounts, dollars, locale)
    return locale.words("unit.per_head", dollars=named)


def suffix(dollars: Dollars) -> str:
    """Tell the identifier of an exhibit in constant dollars from that in nominal ones."""
    return "-constant" if dollars.constant else ""


def qualified(row: Any, text: str, locale: Locale) -> str:
    """Put a source's own reservation before an amount: ``about``, ``at least``."""
    qualifier = getattr(row, "qualifier", None)
    key = f"qualifier.{qualifier}"
    return locale.words(key, amount=text) if locale.words.has(key) else text


def signed(row: Any, text: str) -> str:
    """Put the source's reservation before an amount as a sign: ``≤ 222``."""
    sign = SIGNS.get(str(getattr(row, "qualifier", None)))
    return text if sign is None else f"{sign}{NO_BREAK_SPACE}{text}"


def fiscal_span(row: Any, locale: Locale) -> str:
    """Name the fiscal years of an amount; what the source does not state is left open."""
    start, end = row.start_fiscal_year, row.end_fiscal_year
    if pd.isna(start):
        return locale.words("number.undated")
    if pd.isna(end):
        return locale.words("number.since", year=locale.fiscal_year(int(start)))
    return locale.fiscal_years(int(start), int(end))


def draw_stacks(
    axes: Axes,
    panels: Mapping[Any, Panel],
    stacks: Mapping[Any, pd.DataFrame],
    colours: Mapping[str, str],
    width: float = 0.72,
) -> None:
    """Draw stacked bars by year on panels; negative amounts hang below the zero line.

    All bars of one colour are one path: hundreds of single ones would fill most of the picture's file.

    Args:
        axes: the sheet.
        panels: the panel of each key.
        stacks: for each key a table with years as index and one column a part, from the foot up; gaps are missing.
        colours: colour of each part.
        width: width of a bar in years.
    """
    bars: dict[str, list[list[tuple[float, float]]]] = {}
    for key, stack in stacks.items():
        panel = panels[key]
        given = stack.fillna(0.0).to_numpy(dtype=float)
        for sign in (1, -1):
            part = np.where(given * sign > 0, given, 0.0)
            tops = part.cumsum(axis=1)
            for position, name in enumerate(stack.columns):
                for row, year in enumerate(stack.index):
                    if part[row, position]:
                        foot = tops[row, position] - part[row, position]
                        x = panel.x([year - width / 2, year + width / 2])
                        y = panel.y([foot, tops[row, position]])
                        corners = [(x[0], y[0]), (x[1], y[0]), (x[1], y[1]), (x[0], y[1])]
                        bars.setdefault(colours[name], []).append(corners)
    for colour, boxes in bars.items():
        draw_alike(axes, boxes, colour)


def draw_alike(
    axes: Axes,
    corners: Sequence[Sequence[tuple[float, float]]],
    colour: str,
    edge: str = "white",
    linewidth: float = 0.3,
    hatch: str | None = None,
) -> None:
    """Fill boxes of one look, given by their four corners in inches, as one path."""
    if corners:
        path = Path.make_compound_path_from_polys(np.array(corners, dtype=float))
        axes.add_artist(PathPatch(path, facecolor=colour, edgecolor=edge, linewidth=linewidth, hatch=hatch, zorder=2))


def draw_boxes(axes: Axes, boxes: Sequence[tuple[float, float, float, float]], colours: Sequence[str] | str) -> None:
    """Fill boxes given by left, middle, width and height in inches, all with one call."""
    corners = [
        [(left, y - high / 2), (left + wide, y - high / 2), (left + wide, y + high / 2), (left, y + high / 2)]
        for left, y, wide, high in boxes
    ]
    axes.add_collection(
        PolyCollection(corners, facecolors=colours, edgecolors="white", linewidths=0.3, zorder=2), autolim=False
    )


def draw_unknown(axes: Axes, box: tuple[float, float, float, float], text: str) -> None:
    """Hatch the room where values are not known and say so: a gap is neither zero nor white space.

    Args:
        axes: the sheet.
        box: left, foot, width and height in inches.
        text: what is not known, already broken into lines.
    """
    left, foot, width, height = box
    axes.add_artist(
        Rectangle((left, foot), width, height, facecolor="none", edgecolor=CONTEXT, hatch="////", linewidth=0, zorder=1)
    )
    axes.text(
        left + width / 2,
        foot + height / 2,
        text,
        ha="center",
        va="center",
        size=SMALL,
        color=LIGHT.ink,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 2.5},
        zorder=3,
    )


def wrapped(text: str, room_in: float, size: float = SMALL, weight: int = 400) -> list[str]:
    """Break a text into lines that fit a width in inches; a longer word stands on a line of its own."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, weight) <= room_in:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def draw_key(
    axes: Axes, entries: Sequence[tuple[str, str]], left: float, y: float, size: float = SMALL, marker: str = "s"
) -> float:
    """Write a key of coloured squares and words on one line; gives the inches where it ends."""
    x = left
    for colour, word in entries:
        axes.scatter([x + 0.05], [y], s=26, marker=marker, color=colour, linewidth=0, zorder=3)
        axes.text(x + 0.14, y, word, va="center", size=size)
        x += 0.14 + text_width(word, size) + 0.18
    return x
