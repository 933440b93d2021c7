"""Answers over the marks of a chart: each lies on its mark, none covers another, each says value, unit and source."""

import html
import re

import pytest

import carsi_analysis as carsi
from carsi_analysis.data import load
from carsi_analysis.exhibits.answers import REACH_IN, TALL_REACH_IN, rooms_of
from carsi_analysis.exhibits.briefing import Briefing
from carsi_analysis.exhibits.marks.sheet import Box
from carsi_analysis.house.tokens import CHART_WIDTH_IN

NAMES = ("homicide-trends", "funding-by-account", "homicide-change", "indicator-map", "obligations-by-country")


def answered(exhibit):
    shown = []
    put = lambda bundle, *, raw, metadata: shown.append(bundle)  # noqa: E731
    Briefing.for_exploring(exhibit.locale.language, put).display(exhibit)
    (page,) = [bundle["text/html"] for bundle in shown if "text/html" in bundle]
    return page


@pytest.fixture(scope="module", params=[name for name in NAMES if name in carsi.exhibit_names()])
def chart(request):
    return carsi.exhibit(request.param)


def test_each_mark_has_an_answer_that_lies_over_it(chart):
    page = answered(chart)
    lies = re.findall(r'<input [^>]*style="left:([\d.-]+)%;top:([\d.-]+)%;width:([\d.]+)%;height:([\d.]+)%"', page)
    assert len(lies) == len(chart.marks) > 3
    for mark, told in zip(chart.marks, lies, strict=True):
        left, top, width, height = map(float, told)
        x, y = (mark.box.left + mark.box.right) / 2, (mark.box.bottom + mark.box.top) / 2
        assert left - 0.01 <= 100 * x / CHART_WIDTH_IN <= left + width + 0.01
        assert top - 0.01 <= 100 * (chart.height_in - y) / chart.height_in <= top + height + 0.01


def test_each_answer_names_what_it_is_its_value_and_where_it_stands(chart):
    page = answered(chart)
    names = [html.unescape(one) for one in re.findall(r'<input [^>]*aria-label="([^"]*)"', page)]
    answers = re.findall(r'<div class="carsi-answer"[^>]*>(.*?)</div>', page)
    for mark, name, answer in zip(chart.marks, names, answers, strict=True):
        words = html.unescape(re.sub("<[^>]*>", " ", answer))
        assert name.startswith(f"{mark.label}: {mark.value}")
        assert mark.label in words and mark.value in words
        if len(mark.rows) == 1 and (source_id := load().row(mark.rows[0]).get("source_id")):
            source = load().source(source_id)
            assert f'href="{html.escape(source.url)}"' in answer
            assert mark.rows[0] in words


def test_a_value_that_has_the_charts_unit_says_it():
    chart = carsi.exhibit("homicide-trends")
    assert answered(chart).count(f"</strong> {html.escape(chart.unit)}</p>") == len(chart.marks) > 50


def test_no_script_and_nothing_that_sends():
    page = answered(carsi.exhibit("homicide-trends"))
    assert "<script" not in page and " on" not in re.findall(r"<form[^>]*>", page)[0]
    assert 'method="dialog"' in page  # Enter on a radio button would otherwise load the page anew


def boxes():
    dots = [Box(x / 10, 1.0, x / 10 + 0.07, 1.07) for x in range(8)]
    column = [Box(2.0, y / 5, 2.3, y / 5 + 0.1) for y in range(6)]
    return [*dots, *column, Box(4.0, 0.0, 4.5, 1.0), Box(4.5, 0.0, 5.0, 1.0), Box(4.1, 0.4, 4.2, 0.5)]


def test_rooms_of_marks_reach_out_and_do_not_meet():
    given = boxes()
    rooms = rooms_of(given)
    for box, room in zip(given, rooms, strict=True):
        assert room.left <= box.left and room.right >= box.right and room.bottom <= box.bottom and room.top >= box.top
        assert box.left - room.left < REACH_IN + 1e-9 and room.top - box.top < TALL_REACH_IN + 1e-9
    for place, one in enumerate(rooms):
        for far, other in enumerate(rooms[:place]):
            assert one.meets(other, 1e-9) == given[place].meets(given[far], 1e-9)
    assert rooms[0].top - given[0].top == pytest.approx(TALL_REACH_IN)
