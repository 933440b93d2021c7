"""The kinds of picture on invented frames: where things land, what finds room, and which rows each mark stands for."""

import re
from types import SimpleNamespace

import pandas as pd
import pytest

from carsi_analysis.exhibits.drawing import svg_of
from carsi_analysis.exhibits.marks import (
    ASKED,
    PART,
    Band,
    Bars,
    Break,
    Cells,
    Dots,
    Entry,
    Events,
    Head,
    Lines,
    Para,
    Points,
    Stacks,
    Tally,
    Tiles,
    Unknown,
    Years,
)
from carsi_analysis.exhibits.marks.key import key_lines
from carsi_analysis.exhibits.marks.sheet import Box, Says, Sheet, Words
from carsi_analysis.exhibits.marks.text import widest, wrapped
from carsi_analysis.exhibits.shading import pale
from carsi_analysis.house.tokens import CHART_WIDTH_IN
from tests.exhibits.drawn import OneSheet, check_sheet

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
    ids = re.findall(r'<path id="(mark-\d+)" d=', picture(drawing))
    assert ids == [mark.mark_id for mark in drawing.marks]
    assert "<a " not in picture(drawing)


def test_the_only_mark_of_its_look_is_named_too():
    sheet = Sheet(CHART_WIDTH_IN, 1)
    sheet.dot(1, 0.5, "dot", "#1b4f72", Says("a", "1"))
    sheet.line([(0, 0), (1, 1)], "#1b4f72", says=Says("b", "2"))
    svg = picture(OneSheet(sheet))
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


def test_a_bar_of_money_asked_for_stands_open_with_words_that_can_be_read():
    drawing = bars(amounts(asked=[True, False, True]), inside="said", hollow="asked")
    words = shown(drawing.on_page)
    assert words["40"].colour == "#1d2530"
    assert picture(drawing).count("fill: #ffffff; stroke: #1b4f72") == 2


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
    """Give texts by their words, on however many lines; what the scale repeats comes later and is left out."""
    return {" ".join(words.text.split("\n")): words for words in reversed(sheet.words)}


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


@pytest.mark.parametrize("width", [PHONE_IN, CHART_WIDTH_IN])
@pytest.mark.parametrize(
    "roles",
    [
        {"key": [Entry("cell", "#0f3350", "a meaning", "1"), Entry("hatch", "#0f3350", "another")]},
        {"hatch": "hatch", "group": "group"},
        {
            "group": "group", "heads": {2001: "A", 2002: "Some place", 2004: LONG},
            "name_detail": "group", "detail": "group", "step": 0.255,
        },
    ],
)  # fmt: skip
def test_cells_fit_a_phone_and_a_page(width, roles):
    frame = strip(group=["g"] * 3 + ["h"] * 2, hatch=[None, "////"] * 2 + [None])
    check_inside(cells(frame, **roles).layout(width))


def test_tiles_touch_where_places_do_and_say_their_values():
    frame = strip(x=[1.0, 0.0, 1.0, 0.5, 1.5], y=[0, 1, 1, 2, 2], detail="2022")
    drawing = Tiles(frame, "x", "y", "name", "count", "detail", "face", scale=[("#0f3350", "5")], scale_head="darker")
    north, _, below, *_ = drawing.marks
    assert north.box.left == below.box.left and 0 < north.box.bottom - below.box.top < 0.1
    assert (north.label, north.value) == ("One", "1 (2022)")
    for width in (PHONE_IN, CHART_WIDTH_IN):
        check_inside(drawing.layout(width))


def by_year(**columns):
    frame = pd.DataFrame({"year": [2001, 2002, 2003, 2005, 2006, 2009], "value": [10.0, 30.0, 20.0, 15.0, 12.0, 11.0]})
    frame = frame.assign(colour="#1b4f72", said=[f"{value:.0f} there" for value in frame["value"]])
    frame["rows"] = [(f"data/{year}",) for year in frame["year"]]
    return frame.assign(**columns)


def years(*layers, **roles):
    return Years(layers, write="{0:.{1}f}".format, **roles)


def middle(mark):
    return (mark.box.left + mark.box.right) / 2


def test_a_line_is_divided_by_gaps_and_answers_for_each_year():
    drawing = years(Lines(frame=by_year(), text="said"))
    assert [(mark.label, mark.value, mark.rows) for mark in drawing.marks[:2]] == [
        ("2001", "10 there", ("data/2001",)),
        ("2002", "30 there", ("data/2002",)),
    ]
    assert len(drawing.marks) == 6
    drawn = [
        points for (_, colour, *_), lines in drawing.on_page.lines.items() if colour == "#1b4f72" for points, _ in lines
    ]
    assert [len(points) for points in drawn] == [3, 2]


def test_parts_of_a_line_and_values_that_must_not_be_joined_stay_apart():
    stretches = by_year(part=["a", "a", "b", "b", "b", "b"])
    for layer in (Lines(frame=stretches, part="part"), Lines(frame=by_year(), joined=False)):
        sheet = years(layer).on_page
        drawn = [points for (_, colour, *_), lines in sheet.lines.items() if colour == "#1b4f72" for points, _ in lines]
        assert [len(points) for points in drawn] == ([2, 2] if layer.part else [])


def test_stretches_of_a_line_are_not_joined_and_labelled_as_one():
    stretches = by_year(part=["a", "a", "b", "b", "b", "b"])
    sheet = years(Lines(frame=stretches, stretch="part", text="said", label_at=("last", "peak"))).on_page
    drawn = [points for (_, colour, *_), lines in sheet.lines.items() if colour == "#1b4f72" for points, _ in lines]
    assert [len(points) for points in drawn] == [2, 2]
    assert [words.text for words in sheet.words if "there" in words.text] == ["11 there", "30 there"]


@pytest.mark.parametrize(("value", "labels"), [(11.0, ["11 there"]), (14.0, ["11 there", "14 there"])])
def test_a_later_value_is_labelled_unless_it_repeats_the_line_beside_it(value, labels):
    later = by_year().tail(1).assign(year=2010, value=value, said=f"{value:.0f} there")
    line = Lines(frame=by_year(), text="said", label_at=("last",))
    sheet = years(line, Points(frame=later, look="diamond", text="said", label_at=("last",))).on_page
    assert [words.text for words in sheet.words if "there" in words.text] == labels
    check_sheet(sheet)


def test_a_later_value_has_one_dot_its_label_right_of_it_and_that_of_the_line_over_its_end():
    later = by_year().tail(1).assign(year=2010, value=14.0, said="14 there")
    line = Lines(frame=by_year(), text="said", label_at=("over",))
    sheet = years(line, Points(frame=later, look="diamond", text="said", label_at=("last",))).on_page
    words, (end, at) = shown(sheet), [mark for mark in sheet.marks if mark.label in ("2009", "2010")]
    assert [len(dots) for (_, marker, *_), dots in sheet.dots.items() if marker == "D"] == [1]
    assert words["14 there"].box.left > at.box.right
    assert words["11 there"].box.bottom > end.box.top
    check_sheet(sheet)


def test_a_new_scale_is_named_at_its_break():
    change = pd.DataFrame({"year": [2004], "end": ["100"]})
    sheet = years(Lines(frame=by_year()), Break(frame=change, text="end"), ticks=(0, 30)).on_page
    named = next(words for words in sheet.words if words.text == "100")
    at = next(mark for mark in years(Lines(frame=by_year(), text="said")).marks if mark.label == "2005")
    assert named.box.left < middle(at) and named.ha == "left"


def test_a_key_in_a_free_cell_is_broken_into_lines_and_adds_no_height():
    both = pd.concat([by_year(place=key) for key in "abcdefg"])
    heads = [Head(key, key) for key in "abcdefg"]
    plain, keyed = (
        years(Lines(frame=both, panel="place"), panels=heads, key=key).on_page
        for key in ((), [Entry("line", "#1b4f72", "a meaning that is longer than a cell is wide")])
    )
    assert keyed.height == plain.height
    assert any("\n" in words.text for words in keyed.words)
    check_sheet(keyed)


def test_the_last_value_is_labelled_beside_it_and_the_peak_above_it():
    drawing = years(Lines(frame=by_year(), text="said", label_at=("last", "peak")))
    words, marks = shown(drawing.on_page), {mark.value: mark for mark in drawing.marks}
    assert words["11 there"].box.left > marks["11 there"].box.right
    assert words["30 there"].box.bottom > marks["30 there"].box.top
    check_inside(drawing.on_page)


def test_names_right_of_the_panel_stand_apart_and_in_the_order_of_the_lines():
    frames = [by_year(name=f"Line {place}").assign(value=lambda f, p=place: f["value"] + p * 0.1) for place in range(8)]
    both = pd.concat(frames)
    for width in (PHONE_IN, CHART_WIDTH_IN):
        sheet = years(Lines(frame=both, part="name", name="name")).layout(width)
        check_inside(sheet)
        heights = [shown(sheet)[f"Line {place}"].y for place in range(8)]
        assert heights == sorted(heights)


def test_panels_share_a_scale_unless_each_has_its_own():
    both = pd.concat([by_year(place="a"), by_year(place="b").assign(value=lambda f: f["value"] / 10)])
    heads = [Head("a", "A"), Head("b", "B")]
    lines = Lines(frame=both, panel="place")
    shared = years(lines, panels=heads).marks
    own = years(lines, panels=heads, own_scale=True).marks
    rise = [[marks[at + 1].box.bottom - marks[at].box.bottom for at in (0, 6)] for marks in (shared, own)]
    assert rise[0][0] == pytest.approx(10 * rise[0][1])
    assert rise[1][0] == pytest.approx(rise[1][1], rel=0.01)
    assert shared[0].label == "A, 2001"


def test_panels_stand_below_each_other_on_a_phone():
    both = pd.concat([by_year(place=key) for key in "abcd"])
    drawing = years(Lines(frame=both, panel="place"), panels=[Head(key, key) for key in "abcd"])
    assert drawing.layout(PHONE_IN).height > 1.8 * drawing.on_page.height


def test_stacks_hang_below_zero_and_name_their_parts():
    parts = pd.concat([by_year(part="a"), by_year(part="b").assign(value=-5.0, colour="#d9822b")])
    drawing = years(Stacks(frame=parts, part="part", text="said", top="said"))
    above, below = drawing.marks[0], drawing.marks[1]
    assert below.box.top == pytest.approx(above.box.bottom)
    assert (above.label, below.label) == ("a, 2001", "b, 2001")


def test_what_is_known_in_part_is_pale_and_what_was_only_asked_for_is_white_and_dashed():
    drawing = years(
        Stacks(frame=by_year().assign(look=[None, PART, ASKED, None, None, None]), look="look"),
        key=[Entry(PART, "#1b4f72", "in part"), Entry(ASKED, "#1b4f72", "asked for")],
    )
    sheet = drawing.on_page
    bars = {mark: (colour, edge) for (_, edge, *_), fills in sheet.fills.items() for _, colour, mark in fills if mark}
    faces = [bars[f"#{mark.mark_id}"] for mark in drawing.marks[:4]]
    full, part, asked = faces[0], faces[1], faces[2]
    assert full == faces[3] and full[0] == "#1b4f72"
    assert part == (pale("#1b4f72"), "#1b4f72") and asked == ("white", "none")
    dashed = [dash for (_, colour, _, dash) in sheet.lines if dash and colour == "#1b4f72"]
    assert dashed, "an edge of dashes goes around it"


def test_a_part_without_a_bar_in_the_last_year_is_named_beside_its_largest():
    parts = pd.concat([by_year(part="whole"), by_year(part="early").query("year < 2003")])
    drawing = years(Stacks(frame=parts.assign(top=""), part="part", name="part"))
    words = shown(drawing.on_page)
    last = max(mark.box.right for mark in drawing.marks)
    assert words["whole"].box.left > last > words["early"].box.right


def test_parts_whose_names_find_no_room_on_a_phone_are_named_in_the_key():
    thin = by_year(part="thin", value=1.0).query("year < 2003")
    parts = pd.concat([by_year(part="whole"), thin, by_year(part="last")]).assign(top="")
    drawing = years(Stacks(frame=parts, part="part", name="part", width=0.98))
    for width in (PHONE_IN, CHART_WIDTH_IN):
        sheet = drawing.layout(width)
        check_inside(sheet)
        assert {"whole", "thin", "last"} <= set(shown(sheet))


def test_room_for_what_is_not_known_is_hatched_inside_the_years_or_beyond_them():
    for start in (2008, 2012):
        drawing = years(
            Stacks(frame=by_year().query("year < 2008 or @start == 2008")), unknown=[Unknown(start, "not known")]
        )
        check_inside(drawing.on_page)
        hatched = [fill for (_, _, _, hatch), fills in drawing.on_page.fills.items() if hatch for fill in fills]
        assert len(hatched) == 1


def test_hatched_years_between_known_ones_end_there_and_their_words_keep_off_dots():
    known = by_year(value=16.0).query("year not in (2003, 2005)")
    for width in (PHONE_IN, CHART_WIDTH_IN):
        gap = Unknown(2003, "not\nknown", end=2005)
        sheet = years(Stacks(frame=known), Points(frame=by_year(value=9.0)[2:4]), unknown=[gap]).layout(width)
        (hatched,) = [points for (*_, hatch), fills in sheet.fills.items() if hatch for points, *_ in fills]
        after = next(mark for mark in sheet.marks if mark.label == "2006")
        assert hatched.max(axis=0)[0] < after.box.left
        check_inside(sheet)
    assert Unknown(2003).text == ""


def test_a_head_of_a_key_begins_a_line():
    bar, head = Entry("bar", "#1b4f72", "one"), Entry("head", "#1d2530", "Others")
    assert key_lines([bar, head, bar], 5.0) == [[bar], [head, bar]]


def test_no_line_of_an_event_runs_through_words_of_another():
    happened = pd.DataFrame(
        {"year": [2004.0, 2005.5, 2007.0, 2008.9], "label": ["one thing", "another longer one", LONG, "x"]}
    )
    for width in (PHONE_IN * 1.4, CHART_WIDTH_IN):
        sheet = years(Lines(frame=by_year()), Events(frame=happened)).layout(width)
        check_inside(sheet)
        events = [shown(sheet)[text] for text in happened["label"]]
        ends = [(words.x + (-0.04 if words.ha == "left" else 0.04), words.box.top) for words in events]
        for words in events:
            crossed = [x for x, top in ends if words.box.left < x < words.box.right and top > words.box.bottom]
            assert not crossed, words.text


def test_words_of_events_stand_right_of_their_lines_unless_at_the_edge():
    happened = pd.DataFrame({"year": [2004.0, 2006.5, 2008.9], "label": ["one", "a second thing", "at-the-very-edge"]})
    events = shown(years(Lines(frame=by_year()), Events(frame=happened)).on_page)
    assert [events[text].ha for text in happened["label"]] == ["left", "left", "right"]


def test_words_of_events_lie_on_the_values_and_their_lines_end_at_them():
    happened = pd.DataFrame({"year": [2002.2, 2005.5], "label": ["in low years", "in high years"]})
    low_then_high = by_year(value=[5.0] * 3 + [40.0] * 3)
    line = Lines(frame=low_then_high, text="said", label_at=("first", "last"))
    sheet = years(line, Events(frame=happened), high=2.0).on_page
    low, high = (shown(sheet)[text] for text in happened["label"])
    assert high.y - low.y > 0.8, "the panel leaves room over low values"
    drawn = [points for (z, *_), lines in sheet.lines.items() if z == 1.5 for points, _ in lines]
    assert sorted(points[:, 1].max() for points in drawn) == pytest.approx([low.box.top, high.box.top])


def test_a_chart_takes_height_for_words_that_find_none_over_its_values():
    happened = pd.DataFrame({"year": [2004.0, 2004.6, 2005.2, 2005.8, 2006.4], "label": ["a word of them"] * 5})
    line = Lines(frame=by_year(value=30.0))
    plain, told = (years(line, Events(frame=frame)).on_page for frame in (happened.head(0), happened))
    assert told.height > plain.height
    check_inside(told)


def test_the_label_of_a_value_keeps_off_the_line_of_an_event_beside_it():
    happened = pd.DataFrame({"year": [2009.25], "label": ["one thing"]})
    for at in ("last", "over"):
        line = Lines(frame=by_year(), text="said", label_at=(at,))
        sheet = years(line, Events(frame=happened)).layout(CHART_WIDTH_IN)
        assert shown(sheet)["11 there"].box not in sheet.plates


def test_a_phone_and_a_page_hold_panels_with_everything_on_them():
    both = pd.concat([by_year(place=key) for key in "abc"])
    band = by_year(low=5.0, high=35.0)
    happened = pd.DataFrame({"year": [2004.0], "label": ["one thing"]})
    drawing = years(
        Band(frame=band, low="low", high="high"),
        Lines(frame=both, panel="place", text="said", label_at=("first", "peak", "last")),
        Points(frame=both[both["year"] == 2009], panel="place", look="diamond", text="said", label_at=("last",)),
        Break(frame=pd.DataFrame({"year": [2005]})),
        Events(frame=happened),
        panels=[Head(key, f"Country {key}", "#1b4f72", "a note") for key in "abc"],
        columns=2,
        key=[Entry("line", "#1b4f72", "the country"), Entry("band", "#e4e9ee", "from the lowest\nto the highest")],
    )
    for width in (PHONE_IN, CHART_WIDTH_IN):
        check_inside(drawing.layout(width))


def test_zeros_stand_at_the_foot_of_a_logarithmic_scale():
    drawing = years(Lines(frame=by_year(value=[0.0, 1.0, 10.0, 100.0, 1000.0, 10.0])), logarithmic=True)
    heights = [mark.box.bottom for mark in drawing.marks]
    assert heights[0] < heights[1]
    assert heights[2] - heights[1] == pytest.approx(heights[3] - heights[2])


def test_a_key_takes_as_many_lines_as_it_needs():
    entries = [Entry("bar", "#1b4f72", f"a meaning of some length {number}") for number in range(5)]
    wide, narrow = (bars(amounts(), key=entries).layout(width) for width in (CHART_WIDTH_IN, PHONE_IN))
    plain = bars(amounts()).layout(CHART_WIDTH_IN)
    assert plain.height < wide.height < narrow.height
    check_sheet(narrow)


def test_a_label_without_room_is_told_and_never_drawn_over_another():
    sheet = Sheet(1.0, 0.2)
    sheet.text(0.1, 0.1, "taken")
    assert sheet.place([Words(0.1, 0.1, "other"), Words(0.9, 0.1, "other")], "other") is None
    assert sheet.left_out == ["other"]
    assert sheet.place([Words(0.1, 0.1, "more")]) is None
    assert sheet.left_out == ["other"]
    with pytest.raises(AssertionError):
        check_sheet(sheet)


def test_boxes_that_only_touch_do_not_meet():
    assert not Box(0, 0, 1, 1).meets(Box(1, 0, 2, 1))
    assert Box(0, 0, 1, 1).meets(Box(0.5, 0.5, 2, 2))


def test_text_is_broken_into_lines_about_equally_long():
    room = 0.6 * widest([LONG])  # of the text itself, so that it takes two lines at whatever size labels have
    lines = wrapped(LONG, room)
    assert " ".join(lines) == LONG
    assert widest(lines) <= room
    assert len(lines) == 2 and len(lines[0]) > 20
    assert wrapped("unbreakable", 0.1) == ["unbreakable"]


def test_the_same_drawing_gives_the_same_bytes():
    assert picture(bars(amounts())) == picture(bars(amounts()))


def tally(width):
    things = pd.DataFrame(
        {
            "kind": ["Schools"] * 3 + ["Courts of the land and of its smaller towns"],
            "design": ["lots", "lots", "audit", None],
            "look": ["up", "down", "open", None],
            "colour": ["#1b4f72", "#b3471d", "#56606b", None],
            "name": ["First", "Second", "Third", None],
            "said": ["good", "bad", "unread", None],
            "rows": [("a/1",), ("a/2",), ("a/3",), ("b/1",)],
        }
    )
    return Tally(
        things,
        row="kind",
        column="design",
        look="look",
        colour="colour",
        name="name",
        value="said",
        heads={"lots": "Drew lots", "audit": "Audit"},
        totals={"Schools": "3"},
        total_head="All",
        none="none",
        sides=("tells more", "tells less"),
    ).layout(width)


@pytest.mark.parametrize("width", [PHONE_IN, CHART_WIDTH_IN])
def test_a_tally_has_one_dot_a_thing_and_names_a_row_without_any(width):
    sheet = tally(width)
    check_inside(sheet)
    assert [(mark.label, mark.value, mark.rows) for mark in sheet.marks] == [
        ("First (Schools, Drew lots)", "good", ("a/1",)),
        ("Second (Schools, Drew lots)", "bad", ("a/2",)),
        ("Third (Schools, Audit)", "unread", ("a/3",)),
        ("Courts of the land and of its smaller towns", "none", ("b/1",)),
    ]
    first, second, third, empty = (mark.box for mark in sheet.marks)
    assert first.right < second.left < second.right < third.left
    assert empty.right - empty.left > third.right - first.left and empty.top < third.bottom


def test_many_things_of_a_cell_stand_in_several_lines_and_the_row_grows():
    row = {"kind": "Schools", "look": "up", "colour": "#1b4f72", "name": "One", "said": "good", "rows": ("a/1",)}
    roles = {"row": "kind", "column": "design", "look": "look", "colour": "colour", "name": "name", "value": "said"}
    heads = {"lots": "Drew lots", "audit": "Audit", "other": "Other", "last": "Last"}
    sheets = [
        Tally(
            pd.DataFrame([row | {"design": "lots"}] * count), **roles, heads=heads, totals={}, total_head="", none=""
        ).layout(PHONE_IN)
        for count in (2, 30)
    ]
    lines = [len({round(mark.box.bottom, 3) for mark in sheet.marks}) for sheet in sheets]
    assert lines[0] == 1 and lines[1] > 2 and sheets[1].height > sheets[0].height
    check_inside(sheets[1])
