"""Says in fewer letters what a picture looks like: a chart's marks repeat colour and width hundreds of times.

What parts of a group have in common is stated by the group, and lines are drawn from point to point instead of from
the picture's corner. A page with two drawings of each chart loses a tenth of its size.
"""

import re
from collections import Counter
from itertools import pairwise

from lxml import etree

OF_LINES = ("fill", "fill-opacity", "stroke", "stroke-width", "stroke-linecap", "stroke-dasharray", "stroke-dashoffset")
OF_TEXT = ("font-weight", "font-style", "text-anchor")
"""Attributes that parts inherit from their group, and of these the ones that say nothing to a line."""

PLAIN = frozenset({"g", "path", "use", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text"})
"""What a group may hold: of anything else, such as a pattern, what it inherits is not decided by where it is used."""

STRAIGHT = re.compile(r"M(-?[\d.]+) (-?[\d.]+)((?:L-?[\d.]+ -?[\d.]+)*)(z?)")
"""A line of straight parts, as ``svg.parse`` leaves it."""


def shorten(root: etree._Element) -> None:
    """Shorten a clean picture in place; nothing looks otherwise."""
    share_looks(root)
    for path in (element for element in root.iter(etree.Element) if _name(element) == "path"):
        path.set("d", STRAIGHT.sub(_from_point_to_point, path.get("d", "")))


def _from_point_to_point(line: re.Match[str]) -> str:
    """Write a line with steps, counted in hundredths so that no rounding adds up."""
    points = [(line[1], line[2]), *(tuple(point.split(" ")) for point in line[3].split("L")[1:])]
    steps = [(_hundredths(x), _hundredths(y)) for x, y in points]
    written = [
        f"{_decimal(x - from_x)}{_decimal(y - from_y, after=True)}" for (from_x, from_y), (x, y) in pairwise(steps)
    ]
    told = "".join(step if number == 0 or step[0] == "-" else f" {step}" for number, step in enumerate(written))
    return f"M{line[1]} {line[2]}{'l' if told else ''}{told}{line[4]}"


def _hundredths(text: str) -> int:
    return round(float(text) * 100)


def _decimal(hundredths: int, *, after: bool = False) -> str:
    """Write a number without what SVG does not need: zeros, and a space before a sign."""
    text = f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")
    text = re.sub(r"^(-?)0\.", r"\1.", text)
    return f" {text}" if after and text[0] != "-" else text


def share_looks(root: etree._Element) -> None:
    """Move what parts of a group have in common to the group, from the innermost outwards; nothing looks otherwise."""
    for group in reversed([element for element in root.iter(etree.Element) if _name(element) == "g"]):
        _unwrap(group)
        parts = [part for part in group if not _is_store_of_paths(part)]
        if len(parts) > 1 and {_name(part) for part in parts} <= PLAIN:
            for attribute in OF_LINES:
                _share(group, parts, attribute)
            for attribute in OF_TEXT:
                _share(group, [part for part in parts if _name(part) in ("g", "text")], attribute)


def _share(group: etree._Element, parts: list[etree._Element], attribute: str) -> None:
    """Let a group state the usual value of its parts, which must all state one: none may inherit what it did not."""
    values = [part.get(attribute) for part in parts]
    if len(parts) < 2 or None in values:
        return
    usual, count = Counter(values).most_common(1)[0]
    if count > 1:
        group.set(attribute, usual)
        for part in parts:
            if part.get(attribute) == usual:
                del part.attrib[attribute]


def _unwrap(group: etree._Element) -> None:
    """Put the parts of a group in the place of groups that hold one part and say nothing of it."""
    for part in group:
        if _name(part) == "g" and not part.attrib and len(part) == 1 and _name(part[0]) in PLAIN:
            group.replace(part, part[0])


def _is_store_of_paths(part: etree._Element) -> bool:
    """Tell whether a part only keeps lines for others to use, which bring their own looks."""
    return _name(part) == "defs" and all(_name(kept) == "path" for kept in part)


def _name(element: etree._Element) -> str:
    return str(etree.QName(element).localname)
