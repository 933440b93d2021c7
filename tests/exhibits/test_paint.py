"""What is painted is what matplotlib's own artists draw: every path, dot and text at its place, in its look."""

import re
from types import SimpleNamespace

import pytest

from carsi_analysis.exhibits.drawing import svg_of
from carsi_analysis.exhibits.marks.sheet import LOOKS, Says, Sheet
from carsi_analysis.export import svg
from carsi_analysis.house.tokens import CHART_WIDTH_IN
from tests.exhibits.drawn import OneSheet, draw_artists

NUMBER = re.compile(r"-?\d+\.?\d*")
LOOK = ("fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "fill-opacity", "stroke-opacity")


def everything() -> Sheet:
    """Make a sheet of every kind of shape, dot and text."""
    sheet = Sheet(CHART_WIDTH_IN, 3.0)
    sheet.box(0.1, 0.1, 1, 0.5, "#1b4f72", Says("a", "1"))
    sheet.box(1.2, 0.1, 1, 0.5, "none", edge="none", line=0, z=0.1)
    sheet.box(2.4, 0.1, 1, 0.5, "none", edge="#64748b", line=0.4, hatch="////", z=1)
    sheet.box(3.6, 0.1, 1, 0.5, "white", edge="#64748b", line=1, hatch="////")
    sheet.area([(4.8, 0.1), (5.8, 0.1), (5.3, 0.6)], "#e4e9ee", edge="#8a5a00", line=0.8, z=5.5)
    sheet.line([(0.1, 0.8), (3, 1), (5.9, 0.8)], "#8a5a00", 1.6, Says("b", "2"), z=3)
    sheet.line([(0.1, 0.9), (5.9, 0.9)], dash=(2, 1.5))
    sheet.line([(0.1, 1.0), (5.9, 1.0)], "#1b4f72", 1.6, dash=(4, 2), z=3)
    for place, look in enumerate(LOOKS):
        sheet.dot(0.2 + 0.4 * place, 1.3, look, "#1b4f72", Says(look, "3"))
        sheet.dot(0.2 + 0.4 * place, 1.5, look, "#8a5a00", area=40, z=2.5)
    for across, ha in enumerate(("left", "center", "right")):
        for up, va in enumerate(("bottom", "center", "top")):
            for weight in (400, 600):
                sheet.text(1 + 2 * across, 1.8 + 0.4 * up, f"{ha} {va} <&> {weight}", ha=ha, va=va, weight=weight)
            sheet.text(1 + 2 * across, 2 + 0.4 * up, "one\ntwo lines\n\nfour", ha=ha, va=va, colour="#64748b")
    return sheet


def shapes_of(picture: str) -> list[tuple]:
    """List what a picture shows in its order: points of each path and of each use of one, and how it looks."""
    root, _ = svg.parse(picture)
    named = {element.get("id"): element for element in root.iter() if element.get("id")}
    found = []
    for element in root.iter(f"{{{svg.SVG}}}path", f"{{{svg.SVG}}}use"):
        around = {parent.tag.rpartition("}")[2] for parent in element.iterancestors()}
        if "defs" in around and "pattern" not in around:
            continue
        drawn = named.get(element.get(f"{{{svg.XLINK}}}href", "")[1:], element)
        x, y = float(element.get("x", 0)), float(element.get("y", 0))
        numbers = [float(number) for number in NUMBER.findall(drawn.get("d"))]
        points = [(a + x, b + y) for a, b in zip(numbers[::2], numbers[1::2], strict=True)]
        look = [element.get(part) or drawn.get(part) for part in LOOK]
        if drawn.get("d").count("M") > 1 and "pattern" not in around:
            look[0] = "none"  # a cross has no inside
        look[0] = re.sub(r"url\(.*", "hatched", look[0] or "")
        mark = element.get("id") or ""
        found.append((points, look if look[1] else [look[0], look[5]], mark if mark.startswith("mark") else ""))
    return found


def texts_of(picture: str) -> list[tuple]:
    """List the texts, with their height and look; where matplotlib divides one into lines, it states no anchor."""
    found = []
    for text in svg.parse(picture)[0].iter(f"{{{svg.SVG}}}text"):
        if not text.text:
            continue
        moved = NUMBER.findall(text.get("transform", ""))
        y = float(moved[1] if moved else text.get("y"))
        place = None if moved else (round(float(text.get("x")), 1), text.get("text-anchor"))
        found.append((y, place, [text.text, text.get("font-size"), text.get("font-weight"), text.get("fill")]))
    return found


@pytest.fixture(scope="module")
def pictures() -> tuple[str, str]:
    sheet = everything()

    def by_artists(figure) -> None:
        draw_artists(sheet, figure)

    size = {"height_in": sheet.height, "alt": "alt"}
    painted, drawn = SimpleNamespace(draw=OneSheet(sheet), **size), SimpleNamespace(draw=by_artists, **size)
    return svg_of(painted), svg_of(drawn)


def test_shapes_are_those_of_matplotlibs_artists(pictures):
    painted, drawn = map(shapes_of, pictures)
    assert [look for _, *look in painted] == [look for _, *look in drawn]
    for ours, theirs in zip(painted, drawn, strict=True):
        assert ours[0] == [pytest.approx(point, abs=0.02) for point in theirs[0]]


def test_texts_are_those_of_matplotlibs_artists(pictures):
    painted, drawn = map(texts_of, pictures)
    assert [look for *_, look in painted] == [look for *_, look in drawn]
    for ours, theirs in zip(painted, drawn, strict=True):
        assert ours[0] == pytest.approx(theirs[0], abs=0.02)
        assert theirs[1] in (None, ours[1])
