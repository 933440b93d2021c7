"""Says in fewer letters what a picture looks like: a chart's marks repeat colour and width hundreds of times.

What most texts have in common is stated by the picture, and what parts that follow each other have by a group. Lines
that nothing tells apart are one, and all are drawn from point to point instead of from the picture's corner. A page
with two drawings of each chart loses a tenth of its size.
"""

import re
from collections import Counter
from itertools import groupby, pairwise

from lxml import etree

LOOKS = (
    "fill", "fill-opacity", "stroke", "stroke-width", "stroke-linecap", "stroke-dasharray", "stroke-dashoffset",
    "font-weight", "font-style", "text-anchor",
)  # fmt: skip
"""What a part inherits from its group."""

PARTS = frozenset({"path", "use", "text"})
FEWEST = 3
"""Parts that look alike for which a group pays."""

STRAIGHT = re.compile(r"M(-?[\d.]+) (-?[\d.]+)((?:L-?[\d.]+ -?[\d.]+)*)(z?)")
"""A line of straight parts, as ``svg.parse`` leaves it."""


def shorten(root: etree._Element) -> None:
    """Shorten a clean picture in place; nothing looks otherwise on a page, whose style names the typeface."""
    for said in ("version", "font-family"):
        root.attrib.pop(said, None)
    _size_texts_once(root)
    for group in [root, *root.iter("{*}g")]:
        _unwrap(group)
        _gather(group)
    for path in (element for element in root.iter(etree.Element) if _name(element) == "path"):
        path.set("d", STRAIGHT.sub(_from_point_to_point, path.get("d", "")))


def _size_texts_once(root: etree._Element) -> None:
    """State the size of most texts once; that a text begins at its place needs no word."""
    texts = [text for text in root.iter("{*}text") if not _inherits(text, "font-size", "text-anchor")]
    sizes = Counter(text.get("font-size") for text in root.iter("{*}text"))
    if not texts or None in sizes:
        return
    most = sizes.most_common(1)[0][0]
    root.set("font-size", str(most))
    for text in texts:
        for name, needless in (("font-size", most), ("text-anchor", "start")):
            if text.get(name) == needless:
                del text.attrib[name]


def _inherits(part: etree._Element, *names: str) -> bool:
    return any(around.get(name) for around in part.iterancestors() for name in names)


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


def _gather(group: etree._Element) -> None:
    """Put parts that follow each other and look alike into a group that says so."""
    for looks, run in groupby(list(group), key=_looks):
        parts = list(run)
        if looks and len(parts) >= FEWEST:
            alike = etree.Element(etree.QName(group, "g"), dict(looks))
            parts[0].addprevious(alike)
            for part in parts:
                for name, _ in looks:
                    del part.attrib[name]
                alike.append(part)
            if alike.get("fill") == "none":
                _join(parts)


def _join(parts: list[etree._Element]) -> None:
    """Draw lines of one look as one, unless something is said of one of them, or it stands over a part between."""
    for bare, run in groupby(parts, key=lambda part: _name(part) == "path" and part.keys() == ["d"] and not len(part)):
        first, *others = run
        if bare:
            first.set("d", "".join(part.get("d", "") for part in (first, *others)))
            for part in others:
                part.getparent().remove(part)


def _looks(part: etree._Element) -> tuple[tuple[str, str], ...]:
    """Give what a part says of its look; nothing of what is no part of a drawing."""
    if _name(part) not in PARTS:
        return ()
    return tuple((name, value) for name in LOOKS if (value := part.get(name)) is not None)


def _unwrap(group: etree._Element) -> None:
    """Put the parts of a group in the place of groups that hold one part and say nothing of it."""
    for part in group:
        if _name(part) == "g" and not part.attrib and len(part) == 1 and _name(part[0]) in PARTS:
            group.replace(part, part[0])


def _name(element: etree._Element) -> str:
    return str(etree.QName(element).localname)
