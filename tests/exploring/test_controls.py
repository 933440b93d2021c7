"""The controls without a browser: names and bounds from the catalogue, one drawing a move, and the plain call."""

import pytest

from carsi_analysis.catalogue import END_YEAR, START_YEAR
from carsi_analysis.data import load
from carsi_analysis.exploring import calling, controls, explore
from carsi_analysis.exploring.choice import choose
from carsi_analysis.exploring.controls import Controls

DEFAULTS = {"indicator": "hom_rate_unodc", "countries": "all", "start_year": 2000, "language": "en"}


@pytest.fixture
def drawn(monkeypatch):
    """Collect what is drawn instead of displaying it."""
    choices = []
    monkeypatch.setattr(controls, "show", lambda choice: choices.append(choice))
    return choices


def test_the_controls_stand_at_the_choice_they_begin_with():
    given = {"indicator": "ti_cpi", "countries": "GTM,HND", "start_year": 2012, "end_year": 2018, "language": "es"}
    choice = choose(load(), **given)
    assert Controls(choice).picked() == choice
    money = choose(load(), indicator="appropriations_by_account", dollars="constant")
    assert Controls(money).picked() == money


def test_bounds_are_those_of_the_catalogue():
    years = Controls(choose(load())).years
    assert (years.min, years.max) == (START_YEAR.minimum, END_YEAR.highest)


def test_a_move_draws_once_and_so_does_a_change_of_language(drawn):
    board = Controls(choose(load()))
    board.countries["BLZ"].value = False
    assert len(drawn) == 1
    assert "BLZ" not in drawn[-1].countries
    board.language.value = "es"
    assert len(drawn) == 2
    assert drawn[-1].locale.language == "es"
    assert drawn[-1].subject == drawn[0].subject


def test_the_language_names_every_control(drawn):
    board = Controls(choose(load()))
    board.language.value = "es"
    named = [board.language, board.indicator, board.years, board.dollars]
    assert [one.description for one in named] == ["Idioma", "Indicador", "Años", "Dólares"]
    assert board.countries["PAN"].description == "Panamá"
    assert "Tasa de homicidios" in [label for label, _ in board.indicator.options]
    assert board.dollars.options[1] == ("dólares constantes", "constant")


def test_no_country_picked_is_all_of_them(drawn):
    board = Controls(choose(load(), countries="HND"))
    board.countries["HND"].value = False
    assert len(drawn[-1].countries) == 7


def test_controls_that_do_not_matter_are_out_of_the_way(drawn):
    board = Controls(choose(load()))
    board.years.value = (2001, 2020)
    assert board.dollars.layout.display == "none"
    board.indicator.value = "appropriations_by_account"
    assert board.dollars.layout.display != "none"
    assert all(box.disabled for box in board.countries.values())
    board.indicator.value = "obligations_by_country"
    assert not any(box.disabled for box in board.countries.values())


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
    monkeypatch.setattr(Controls, "display", lambda board: shown.append(board.picked()))
    explore(**DEFAULTS)
    assert [choice.subject.subject_id for choice in shown] == ["hom_rate_unodc"]
