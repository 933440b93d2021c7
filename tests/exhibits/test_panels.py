from itertools import pairwise
from types import SimpleNamespace

import pandas as pd
import pytest
from matplotlib.figure import Figure

from carsi_analysis.exhibits import panels
from carsi_analysis.exhibits.panels import Panel
from tests.exhibits.drawn import labels_of

PANEL = Panel(1.0, 2.0, 4.0, 1.0, (2000, 2020), (0, 100))


def test_years_and_values_land_where_the_scale_says():
    assert (float(PANEL.x(2000)), float(PANEL.x(2010)), float(PANEL.x(2020))) == (1.0, 3.0, 5.0)
    assert (float(PANEL.y(0)), float(PANEL.y(50)), float(PANEL.y(100))) == (2.0, 2.5, 3.0)


def test_a_logarithmic_panel_gives_each_tenfold_the_same_room_and_zero_the_foot():
    panel = Panel(0, 0, 1, 4.0, (2000, 2001), (1, 10_000), logarithmic=True)
    assert [round(float(panel.y(value)), 6) for value in (1, 10, 100, 10_000)] == [0, 1, 2, 4]
    assert float(panel.y(0)) == 0.0


def test_a_gap_divides_a_line():
    column = pd.Series([1.0, 2.0, None, 4.0, 5.0, 7.0], index=[2000, 2001, 2002, 2003, 2004, 2006])
    assert [list(run.index) for run in panels.runs(column)] == [[2000, 2001], [2003, 2004], [2006]]


def test_a_year_that_is_absent_altogether_divides_a_line_too():
    assert [len(run) for run in panels.runs(pd.Series([1.0, 2.0], index=[2000, 2002]))] == [1, 1]
    assert panels.runs(pd.Series([], dtype=float)) == []


def test_single_years_are_dots_and_never_joined():
    figure = Figure(figsize=(6.7, 2))
    axes = panels.sheet(figure)
    panels.draw_runs(axes, PANEL, panels.runs(pd.Series([1.0, 5.0, 9.0], index=[2000, 2002, 2004])), "#000000")
    (dots,) = axes.collections
    assert len(dots.get_offsets()) == 3


def test_labels_are_moved_apart_in_order_and_stay_inside():
    placed = panels.spread([1.0, 1.01, 0.99, 3.0], 0.2, 0.0, 3.0)
    ordered = sorted(placed)
    assert all(b - a >= 0.2 - 1e-6 for a, b in pairwise(ordered))
    assert placed[2] < placed[0] < placed[1] < placed[3]
    assert min(placed) >= 0 and max(placed) <= 3


def test_labels_that_stand_apart_are_left_alone():
    assert panels.spread([0.5, 1.5], 0.2, 0, 3) == [0.5, 1.5]


def test_crowded_labels_at_an_edge_are_pushed_inward():
    assert panels.spread([0.0, 0.0, 0.0], 0.2, 0.0, 3.0) == pytest.approx([0.0, 0.2, 0.4])


@pytest.mark.parametrize("room", [0.5, 1.3, 4.0])
def test_years_fit_side_by_side(room):
    years = panels.year_ticks(2000, 2024, room)
    assert years
    assert len(years) * panels.text_width("2000", panels.SMALL) <= room * 1.1


def test_round_values_lie_inside_the_scale():
    assert panels.value_ticks(0, 107) == [0, 50, 100]
    assert panels.log_ticks(2.5, 30_000) == [10, 100, 1000, 10_000]


@pytest.mark.parametrize("weight", [400, 600])
@pytest.mark.parametrize("text", ["Honduras", "1,234.5", "−62 %", "Violencia y expansión de las pandillas"])
def test_a_text_is_as_wide_as_it_is_drawn(text, weight):
    def draw(figure: Figure) -> None:
        panels.sheet(figure).text(1, 1, text, size=8, weight=weight)

    chart = SimpleNamespace(draw=draw, height_in=2)
    (label,) = labels_of(chart)
    assert panels.text_width(text, 8, weight) == pytest.approx(label.right - label.left, abs=0.04)
