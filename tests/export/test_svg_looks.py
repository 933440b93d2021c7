"""Charts are written in fewer letters and look as they did: each part keeps its look, its place and its order."""

import re

import pytest
from lxml import etree

from carsi_analysis.export.svg_looks import LOOKS, shorten
from tests.export.conftest import svg


def shortened(content: str) -> etree._Element:
    root = etree.fromstring(svg(content))
    shorten(root)
    return root


def looks(part: etree._Element) -> dict[str, str]:
    """Give what a part looks like, inherited or its own."""
    names = (*LOOKS, *(["font-size"] if part.tag.endswith("text") else []))
    seen: dict[str, str] = {}
    for element in [part, *part.iterancestors()]:
        seen = {**{name: value for name, value in element.attrib.items() if name in names}, **seen}
    return {"text-anchor": "start", **seen}


def drawn(root: etree._Element) -> list[tuple[object, ...]]:
    """Give each line, dot and text in the order in which they are drawn, with its look; lines that are one apart."""
    return [
        (looks(part), part.get("x"), part.text, len(line))
        for part in root.iter("{*}path", "{*}use", "{*}text")
        for line in re.findall("M[^M]*", part.get("d", "")) or [""]
    ]


PARTS = (
    '<path d="M0 0L1 1" fill="none" stroke="#aaa"/><path d="M0 1L1 2" fill="none" stroke="#aaa"/>'
    '<g><path d="M0 2L1 3" fill="none" stroke="#aaa"/></g><path d="M0 3L1 4" fill="none"/>'
    '<g stroke="#bbb"><use x="1" fill="#c00"/><use x="2" fill="#c00"/><use x="3" fill="#c00"/></g>'
    '<path d="M0 4L1 5" fill="none" stroke="#aaa"/><path d="M0 5L1 6" fill="none" stroke="#aaa" data-r="1"/>'
    '<path d="M0 6L1 7" fill="none" stroke="#aaa"><title>one</title></path>'
    '<text font-size="8px" fill="#111">a</text><text font-size="8px" fill="#111" text-anchor="start">b</text>'
    '<text font-size="9px" fill="#111" text-anchor="end">c</text>'
    '<g text-anchor="end"><text font-size="8px" text-anchor="start">d</text></g>'
)


def test_every_part_keeps_its_look_and_its_order():
    before, after = etree.fromstring(svg(PARTS)), shortened(PARTS)
    assert drawn(after) == drawn(before)
    assert len(list(before.iter("{*}path"))) == len(list(after.iter("{*}path"))) + 2, "three lines are one"
    assert len(etree.tostring(after)) < len(etree.tostring(before))


@pytest.mark.parametrize(
    ("line", "steps"),
    [
        ("M15.38 133.56L461.8 133.56", "M15.38 133.56l446.42 0"),
        ("M1 2L3 4L2.5 4.05L-1 0z", "M1 2l2 2-.5 .05-3.5-4.05z"),
        ("M0 0L0.01 100.05L0 0zM5 5L6 7", "M0 0l.01 100.05-.01-100.05zM5 5l1 2"),
        ("M1 2", "M1 2"),
        ("M1 2C1 2 3 4 5 6L1 1", "M1 2C1 2 3 4 5 6L1 1"),
    ],
)
def test_a_line_goes_from_point_to_point(line, steps):
    (path,) = shortened(f'<path d="{line}"/>').iter("{*}path")
    assert path.get("d") == steps
