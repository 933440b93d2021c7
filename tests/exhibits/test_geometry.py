from itertools import pairwise
from types import SimpleNamespace

import pytest

from carsi_analysis.exhibits.marks.geometry import Panel, log_ticks, spread, value_ticks, year_ticks
from carsi_analysis.exhibits.marks.sheet import Sheet
from carsi_analysis.exhibits.marks.text import SMALL, text_width
from tests.exhibits.drawn import OneSheet, labels_of

PANEL = Panel(1.0, 2.0, 4.0, 1.0, (2000, 2020), (0, 100))


def test_years_and_values_land_where_the_scale_says():
    assert (float(PANEL.x(2000)), float(PANEL.x(2010)), float(PANEL.x(2020))) == (1.0, 3.0, 5.0)
    assert (float(PANEL.y(0)), float(PANEL.y(50)), float(PANEL.y(100))) == (2.0, 2.5, 3.0)


def test_a_logarithmic_panel_gives_each_tenfold_the_same_room_and_zero_the_foot():
    panel = Panel(0, 0, 1, 4.0, (2000, 2001), (1, 10_000), logarithmic=True)
    assert [round(float(panel.y(value)), 6) for value in (1, 10, 100, 10_000)] == [0, 1, 2, 4]
    assert float(panel.y(0)) == 0.0


def test_labels_are_moved_apart_in_order_and_stay_inside():
    placed = spread([1.0, 1.01, 0.99, 3.0], 0.2, 0.0, 3.0)
    ordered = sorted(placed)
    assert all(b - a >= 0.2 - 1e-6 for a, b in pairwise(ordered))
    assert placed[2] < placed[0] < placed[1] < placed[3]
    assert min(placed) >= 0 and max(placed) <= 3


def test_labels_that_stand_apart_are_left_alone():
    assert spread([0.5, 1.5], 0.2, 0, 3) == [0.5, 1.5]


def test_crowded_labels_at_an_edge_are_pushed_inward():
    assert spread([0.0, 0.0, 0.0], 0.2, 0.0, 3.0) == pytest.approx([0.0, 0.2, 0.4])


@pytest.mark.parametrize("room", [0.5, 1.3, 4.0])
def test_years_fit_side_by_side(room):
    years = year_ticks(2000, 2024, room)
    assert years
    assert len(years) * text_width("2000", SMALL) <= room * 1.1


def test_round_values_lie_inside_the_scale():
    assert value_ticks(0, 107) == [0, 50, 100]
    assert log_ticks(2.5, 30_000) == [10, 100, 1000, 10_000]


@pytest.mark.parametrize("weight", [400, 600])
@pytest.mark.parametrize("text", ["Honduras", "1,234.5", "−62 %", "Violencia y expansión de las pandillas"])
def test_a_text_is_as_wide_as_it_is_drawn(text, weight):
    sheet = Sheet(6.7, 2)
    sheet.text(1, 1, text, size=8, weight=weight)
    (label,) = labels_of(SimpleNamespace(draw=OneSheet(sheet), height_in=2))
    assert text_width(text, 8, weight) == pytest.approx(label.right - label.left, abs=0.04)
