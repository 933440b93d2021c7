"""The controls without a browser: names and bounds from the catalogue, one drawing a move, and the plain call."""

import asyncio

import pytest

from carsi_analysis.catalogue import END_YEAR, START_YEAR
from carsi_analysis.data import load
from carsi_analysis.exploring import calling, controls, explore
from carsi_analysis.exploring.choice import choose
from carsi_analysis.exploring.controls import Controls, NoCountry

DEFAULTS = {"indicator": "hom_rate_unodc", "countries": "all", "start_year": 2000, "language": "en"}


@pytest.fixture
def drawn(monkeypatch):
    """Collect what is drawn, as each choice and view is begun."""
    choices = []
    make = controls.panels_of

    def noted(wanted, view):
        choices.append((wanted, view))
        return make(wanted, view)

    monkeypatch.setattr(controls, "panels_of", noted)
    return choices


def moved(board, *moves):
    """Make moves quickly one after the other, and wait until all is drawn.

    Returns:
        What is shown: right after each move, and at the end.
    """

    async def act():
        seen = []
        for move in moves:
            move(board)
            seen.append(board.shown.value)
            await asyncio.sleep(0.02)
        await board._task
        return [*seen, board.shown.value]

    return asyncio.run(act())


def test_the_controls_stand_at_the_choice_they_begin_with():
    given = {"indicator": "ti_cpi", "countries": "GTM,HND", "start_year": 2012, "end_year": 2018, "language": "es"}
    choice = choose(load(), **given)
    assert Controls(choice).picked() == [choice]
    money = choose(load(), indicator="appropriations_by_account", dollars="constant")
    assert Controls(money).picked() == [money]


def test_bounds_are_those_of_the_catalogue():
    for box in Controls(choose(load())).years:
        assert (box.min, box.max) == (START_YEAR.minimum, END_YEAR.highest)


def test_years_are_meant_from_the_earlier_to_the_later_in_whichever_order_they_are_picked(drawn):
    board = Controls(choose(load(), indicator="ti_cpi", start_year=2012, end_year=2016))
    moved(board, lambda board: setattr(board.years[0], "value", 2020))
    (((choice,), _),) = drawn
    assert (choice.study.start_year, choice.study.end_year) == (2016, 2020)


def test_the_old_chart_is_gone_as_soon_as_something_else_is_picked(drawn):
    board = Controls(choose(load(), indicator="ti_cpi"))
    board.display()
    assert "Corruption" in board.shown.value and "data:image/png" in board.taken.value

    def pick(board):
        board.first.list.value = "hom_rate_unodc"
        assert board.taken.value == ""

    at_once, at_last = moved(board, pick)
    assert "<svg" not in at_once and "Corruption" not in at_once and "Drawing" in at_once
    assert "Homicide rate" in at_last and "Corruption" not in at_last
    assert "hom-rate-unodc-trend.csv" in board.taken.value and "ti-cpi" not in board.taken.value


def test_what_is_picked_quickly_is_drawn_once_and_it_is_the_last(drawn):
    board = Controls(choose(load()))

    def untick(iso):
        return lambda board: setattr(board.countries[iso], "value", False)

    seen = moved(board, *map(untick, ("BLZ", "CRI", "SLV", "NIC")))
    (((choice,), view),) = drawn
    assert (choice.countries, view) == (("GTM", "HND", "PAN"), "chart")
    assert not any("<svg" in one for one in seen[:-1])
    assert "Belize, " not in seen[-1] and "Guatemala, " in seen[-1]


def test_a_drawing_that_is_overtaken_is_never_shown(monkeypatch):
    board, make, shown = Controls(choose(load(), indicator="ti_cpi")), controls.panels_of, []
    board.shown.observe(lambda change: shown.append(change["new"]), names="value")

    def overtaken_once(wanted, view):
        panels = make(wanted, view)
        if wanted[0].subject.subject_id == "prison_rate":
            board.first.list.value = "hom_rate_unodc"
        return panels

    async def act():
        board.first.list.value = "prison_rate"
        overtaken = board._task
        await overtaken
        await board._task
        return overtaken is not board._task

    monkeypatch.setattr(controls, "panels_of", overtaken_once)
    assert asyncio.run(act())
    pages = [one for one in shown if "<svg" in one]
    assert len(pages) == 1 and "Homicide rate" in pages[0]


def test_what_cannot_be_drawn_says_why_instead_of_the_old_chart(monkeypatch):
    board = Controls(choose(load(), indicator="ti_cpi"))
    monkeypatch.setattr(controls, "panels_of", lambda wanted, view: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        moved(board, lambda board: setattr(board.first.list, "value", "prison_rate"))
    assert 'role="alert"' in board.shown.value and "ZeroDivisionError" in board.shown.value


def test_the_language_names_every_control_and_keeps_what_is_picked(drawn):
    board = Controls(choose(load(), indicator="ti_cpi"))
    board.second.picked = "prison_rate"
    moved(board, lambda board: setattr(board.language, "value", "es"))
    assert len(drawn) == 1
    assert [one.subject.subject_id for one in drawn[0][0]] == ["ti_cpi", "prison_rate"]
    assert {one.locale.language for one in drawn[0][0]} == {"es"}
    named = [board.language, board.first.list, board.second.list, *board.years, board.dollars, board.view]
    assert [one.description for one in named] == [
        "Idioma",
        "Serie",
        "Comparar con",
        "Primer año",
        "Último año",
        "Dólares",
        "Mostrar como",
    ]
    assert board.countries["PAN"].description == "Panamá"
    assert board.dollars.options[1] == ("dólares constantes", "constant")
    assert board.first.list.value == "ti_cpi"


def test_no_country_picked_says_so_and_draws_nothing(drawn):
    board = Controls(choose(load(), countries="HND"))
    _, at_last = moved(board, lambda board: setattr(board.countries["HND"], "value", False))
    assert "No country is picked" in at_last and "<svg" not in at_last
    assert drawn == [] and "csv" not in board.taken.value
    with pytest.raises(NoCountry):
        board.picked()
    board.first.picked = "appropriations_by_account"  # which no country changes
    assert len(board.picked()) == 1


def test_a_series_compared_with_itself_is_shown_once():
    board = Controls(choose(load(), indicator="ti_cpi"))
    board.second.picked = "ti_cpi"
    assert [one.subject.subject_id for one in board.picked()] == ["ti_cpi"]


def test_controls_that_do_not_matter_are_out_of_the_way(drawn):
    board = Controls(choose(load()))
    assert board.dollars.layout.display == "none"
    moved(board, lambda board: setattr(board.first.list, "value", "appropriations_by_account"))
    assert board.dollars.layout.display != "none"
    assert all(box.disabled for box in board.countries.values())
    moved(board, lambda board: setattr(board.first.list, "value", "obligations_by_country"))
    assert not any(box.disabled for box in board.countries.values())
    moved(board, lambda board: setattr(board.view, "value", "map"))
    assert all(box.disabled for box in board.countries.values())


def test_where_nobody_sits_the_call_shows_the_chart_alone(monkeypatch):
    shown = []
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    monkeypatch.setattr(calling, "show", lambda choice: shown.append(choice))
    monkeypatch.setattr(Controls, "display", lambda board: pytest.fail("there are controls and nobody to move them"))
    explore(**DEFAULTS)
    assert [choice.subject.subject_id for choice in shown] == ["hom_rate_unodc"]


def test_in_the_lab_the_call_shows_the_controls(monkeypatch):
    shown = []
    monkeypatch.setenv("JPY_SESSION_NAME", "explore.ipynb")
    monkeypatch.setattr(Controls, "display", lambda board: shown.extend(board.picked()))
    explore(**DEFAULTS)
    assert [choice.subject.subject_id for choice in shown] == ["hom_rate_unodc"]
