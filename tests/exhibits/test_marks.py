"""The kinds of picture on invented frames: where things land, what finds room, and which rows each mark stands for."""

import re
from types import SimpleNamespace

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.figure import Figure

from carsi_analysis.exhibits.drawing import svg_of
from carsi_analysis.exhibits.marks import Bars, Cells, Dots, Entry, Para, Tiles
from carsi_analysis.exhibits.marks.sheet import Box, Says, Sheet, Words
from carsi_analysis.exhibits.marks.text import widest, wrapped
from carsi_analysis.house.tokens import CHART_WIDTH_IN
from tests.exhibits.drawn import check_sheet

PHONE_IN = 3.5


def picture(drawing):
    return svg_of(SimpleNamespace(draw=drawing, height_in=drawing.height_in, alt="alt"))


def amounts(**columns):
    frame = pd.DataFrame({"name": ["One", "Two", "Three"], "x": [40.0, 10.0, -5.0], "colour": "#1b4f72"})
    frame["said"] = [f"{x:.0f}" for x in frame["x"]]
    frame["rows"] = [(f"funding/{name.lower()}",) for name in frame["name"]]
    return frame.assign(**columns)


def bars(frame, **roles):
    return Bars(frame, **({"row": "name", "x": "x", "colour": "colour", "text": "said"} | roles))


def test_what_is_drawn_names_its_rows_and_its_element():
    drawing = bars(amounts())
    assert [(mark.label, mark.value, mark.rows) for mark in drawing.marks] == [
        ("One", "40", ("funding/one",)),
        ("Two", "10", ("funding/two",)),
        ("Three", "-5", ("funding/three",)),
    ]
    ids = re.findall(r'<g id="(mark-\d+)">', picture(drawing))
    assert ids == [mark.mark_id for mark in drawing.marks]
    assert "<a " not in picture(drawing)


def test_the_only_mark_of_its_look_is_named_too():
    sheet = Sheet(CHART_WIDTH_IN, 1)
    sheet.dot(1, 0.5, "dot", "#1b4f72", Says("a", "1"))
    sheet.line([(0, 0), (1, 1)], "#1b4f72", says=Says("b", "2"))
    svg = svg_of(SimpleNamespace(draw=sheet.draw, height_in=1, alt="alt"))
    assert 'id="mark-1"' in svg and 'id="mark-2"' in svg


def test_bars_of_one_scale_are_as_long_as_their_amounts():
    one, two, below = bars(amounts()).marks
    assert one.box.right - one.box.left == pytest.approx(4 * (two.box.right - two.box.left))
    assert below.box.right - below.box.left < 0.01


def test_stacked_parts_stand_end_to_end_and_others_lie_over_each_other():
    parts = amounts(name="One", x=[40.0, 10.0, 5.0], part=["a", "b", "c"])
    stacked = bars(parts, part="part").marks
    assert [mark.box.left for mark in stacked[1:]] == pytest.approx([mark.box.right for mark in stacked[:-1]])
    assert stacked[1].label == "One, b"
    assert len({mark.box.left for mark in bars(parts, part="part", stacked=False).marks}) == 1


def test_panels_share_a_scale_unless_told():
    both = pd.concat([amounts(panel="p"), amounts(panel="q", x=[4.0, 1.0, 0.5])])
    shared = bars(both, panel="panel").marks
    assert shared[0].box.right - shared[0].box.left == pytest.approx(10 * (shared[3].box.right - shared[3].box.left))
    own = bars(both, panel="panel", own_scale=True).marks
    assert own[3].box.right - own[3].box.left > 4 * (shared[3].box.right - shared[3].box.left)


LONG = "A recipient with quite a long name, and its regional programs"


@pytest.mark.parametrize("width", [PHONE_IN, CHART_WIDTH_IN])
@pytest.mark.parametrize("roles", [{}, {"panel": "panel"}, {"panel": "panel", "own_scale": True}])
def test_bars_fit_a_phone_and_a_page(width, roles):
    both = pd.concat([amounts(panel="First head"), amounts(panel="Second head", name=["One", LONG, "Four"])])
    check_inside(bars(both, **roles).layout(width))


def check_inside(sheet):
    check_sheet(sheet)
    for box in [*(mark.box for mark in sheet.marks), *(words.box for words in sheet.words)]:
        assert box.left >= -0.01 and box.right <= sheet.width + 0.01
        assert box.bottom >= -0.01 and box.top <= sheet.height + 0.01
    for words in sheet.words:
        assert not [other.text for other in sheet.words if other is not words and other.box.meets(words.box, 0.02)]


def dots(frame, **roles):
    write = "{0:.{1}f}".format
    known = {"row": "name", "x": "x", "colour": "colour", "look": "look", "text": "said", "write": write}
    return Dots(frame, **(known | roles))


def values(**columns):
    return amounts(look="dot").assign(**columns)


def shown(sheet):
    """Give texts by their words; what the scale repeats comes later and is left out."""
    return {words.text: words for words in reversed(sheet.words)}


def test_a_dot_stands_where_its_value_is_and_names_its_rows():
    one, two, three = dots(values()).marks
    assert (one.label, one.value, one.rows) == ("One", "40", ("funding/one",))
    middles = [(mark.box.left + mark.box.right) / 2 for mark in (one, two, three)]
    assert (middles[0] - middles[1]) / (middles[1] - middles[2]) == pytest.approx(2)


def test_a_value_alone_stands_right_of_its_dot_and_left_of_a_negative_one():
    drawing = dots(values())
    words = shown(drawing.on_page)
    one, _, three = drawing.marks
    assert words["40"].box.left > one.box.right
    assert words["-5"].box.right < three.box.left


def test_two_values_of_a_row_stand_outward_whichever_comes_first():
    pair = values(name="One", x=[40.0, 10.0, 20.0], look=["open", "dot", "peak"], said=["40", "10", ""])
    for frame in (pair, pair.iloc[::-1]):
        drawing = dots(frame, join=2.0)
        words, boxes = shown(drawing.on_page), {mark.value: mark.box for mark in drawing.marks}
        assert words["10"].box.right < boxes["10"].left < boxes["40"].right < words["40"].box.left


def test_words_at_the_end_of_an_interval_are_inside_the_picture():
    frame = values(low=[30.0, 5.0, -90.0], high=[300.0, 15.0, 0.0], said="quite some words beside it")
    sheet = dots(frame, low="low", high="high").layout(PHONE_IN)
    assert all(words.box.left >= 0 and words.box.right <= PHONE_IN for words in sheet.words)


def test_a_logarithmic_scale_gives_each_tenfold_the_same_room():
    one, two, three = dots(values(x=[1.0, 10.0, 100.0]), logarithmic=True).marks
    assert two.box.left - one.box.left == pytest.approx(three.box.left - two.box.left)


GROUPS = {"group": ["g", "g", "h"]}


@pytest.mark.parametrize("width", [PHONE_IN, CHART_WIDTH_IN])
@pytest.mark.parametrize(
    "roles",
    [
        {},
        {"group": "group"},
        {"group": "group", "own_scale": True, "heads": {"g": (Para(LONG * 3), Para("more", 600))}},
        {"group": "group", "beside": True, "names_right": True, "scale_above": True, "step": 0.168},
        {"columns": (("said", "a head"), ("group", "another")), "zero": False},
        {"key": (Entry("dot", "#1b4f72", LONG), Entry("open", "#1b4f72", LONG))},
    ],
)
def test_dots_fit_a_phone_and_a_page(width, roles):
    sheet = dots(values(name=["One", LONG, "Four"], **GROUPS), **roles).layout(width)
    check_inside(sheet)


def test_rows_of_one_name_in_two_groups_stay_two_rows():
    first, _, third = dots(values(name=["same", "other", "same"], **GROUPS), group="group").marks
    assert first.box.bottom > third.box.top
    assert first.label == "g: same" and third.label == "h: same"


def strip(**columns):
    frame = pd.DataFrame({"name": ["One"] * 3 + ["Two"] * 2, "year": [2001, 2002, 2004, 2001, 2004]})
    frame = frame.assign(face="#0f3350", said=["1", "", "3", "4", "5"], count=["1", "2", "3", "4", "5"])
    frame["rows"] = [(f"data/{row}",) for row in range(5)]
    return frame.assign(**columns)


def cells(frame, **roles):
    return Cells(frame, **({"row": "name", "column": "year", "face": "face", "text": "said", "value": "count"} | roles))


def test_a_cell_stands_in_its_year_and_says_its_value_even_without_words():
    first, second, fourth, *_ = cells(strip()).marks
    assert (second.label, second.value, second.rows) == ("One, 2002", "2", ("data/1",))
    assert second.box.left == pytest.approx(first.box.right)
    assert fourth.box.left - second.box.right == pytest.approx(second.box.right - second.box.left)


def test_words_of_a_filled_cell_stand_out_and_give_way_where_they_do_not_fit():
    sheet = cells(strip(said=["a", "", "a word too wide for any cell of a strip on a phone", "b", "c"])).layout(
        PHONE_IN
    )
    texts = shown(sheet)
    assert texts["a"].colour == "#ffffff"
    assert not [text for text in texts if text.startswith("a word")] and not sheet.left_out


def test_words_that_are_the_cell_are_told_where_they_do_not_fit():
    wide = strip(said="a word too wide for any cell of a matrix on a phone, whatever happens")
    heads = {2001: "p", 2002: "q", 2003: "r", 2004: "s"}
    assert cells(wide, face=None, heads=heads).layout(PHONE_IN).left_out


@pytest.mark.parametrize("width", [PHONE_IN, CHART_WIDTH_IN])
@pytest.mark.parametrize(
    "roles",
    [
        {"key": [Entry("cell", "#0f3350", "a meaning", "1"), Entry("hatch", "#0f3350", "another")]},
        {"hatch": "hatch", "group": "group"},
        {
            "face": None, "group": "group", "group_heads": True, "heads": {2001: "A", 2002: "Some place", 2004: LONG},
            "name_detail": "group", "detail": "group", "arrow": "arrow", "arrow_colour": "face", "step": 0.255,
        },
    ],
)  # fmt: skip
def test_cells_fit_a_phone_and_a_page(width, roles):
    frame = strip(
        group=["g"] * 3 + ["h"] * 2, hatch=[None, "////"] * 2 + [None], arrow=["up", None, "open down", None, "up"]
    )
    check_inside(cells(frame, **roles).layout(width))


def test_tiles_touch_where_places_do_and_say_their_values():
    frame = strip(x=[1.0, 0.0, 1.0, 0.5, 1.5], y=[0, 1, 1, 2, 2], detail="2022")
    drawing = Tiles(frame, "x", "y", "name", "count", "detail", "face", scale=[("#0f3350", "5")], scale_head="darker")
    north, _, below, *_ = drawing.marks
    assert north.box.left == below.box.left and 0 < north.box.bottom - below.box.top < 0.1
    assert (north.label, north.value) == ("One", "1 (2022)")
    for width in (PHONE_IN, CHART_WIDTH_IN):
        check_inside(drawing.layout(width))


def test_a_key_takes_as_many_lines_as_it_needs():
    entries = [Entry("bar", "#1b4f72", f"a meaning of some length {number}") for number in range(5)]
    wide, narrow = (bars(amounts(), key=entries).layout(width) for width in (CHART_WIDTH_IN, PHONE_IN))
    plain = bars(amounts()).layout(CHART_WIDTH_IN)
    assert plain.height < wide.height < narrow.height
    check_sheet(narrow)


def test_a_label_without_room_is_told_and_never_drawn_over_another():
    sheet = Sheet(1.0, 0.2)
    sheet.text(0.1, 0.1, "taken")
    assert sheet.place([Words(0.1, 0.1, "other"), Words(0.9, 0.1, "other")]) is None
    assert sheet.left_out == ["other"]
    assert sheet.place([Words(0.1, 0.1, "more")], required=False) is None
    assert sheet.left_out == ["other"]
    with pytest.raises(AssertionError):
        check_sheet(sheet)


def test_boxes_that_only_touch_do_not_meet():
    assert not Box(0, 0, 1, 1).meets(Box(1, 0, 2, 1))
    assert Box(0, 0, 1, 1).meets(Box(0.5, 0.5, 2, 2))


def test_text_is_broken_into_lines_about_equally_long():
    lines = wrapped(LONG, 1.6)
    assert " ".join(lines) == LONG
    assert widest(lines) <= 1.6
    assert len(lines) == 2 and len(lines[0]) > 20
    assert wrapped("unbreakable", 0.1) == ["unbreakable"]


def test_the_same_drawing_gives_the_same_bytes():
    assert picture(bars(amounts())) == picture(bars(amounts()))


def test_a_drawing_draws_on_any_figure():
    figure = Figure(figsize=(PHONE_IN, 2))
    with mpl.rc_context():
        bars(amounts())(figure)
    (axes,) = figure.axes
    assert axes.get_xlim() == (0, PHONE_IN)
