"""Finding one of some hundred series: by words of either language, by theme, threat and goal, and nothing lost."""

import pytest

from carsi_analysis.data import load
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exploring.picker import Picker
from carsi_analysis.exploring.subjects import Group, subjects


@pytest.fixture
def moves():
    return []


@pytest.fixture
def picker(moves):
    return Picker(subjects(load()), "ti_cpi", Locale("en"), "series", lambda: moves.append(1))


def listed(picker):
    return [key for _, key in picker.list.options]


def test_every_series_is_in_the_list_and_under_a_theme(picker):
    assert set(listed(picker)) == set(subjects(load()))
    themes = [group for _, group in picker.group.options[1:] if group.kind == "theme"]
    by_theme = []
    for theme in themes:
        picker.group.value = theme
        by_theme += listed(picker)
    assert sorted(by_theme) == sorted(subjects(load()))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("words", ["perceived corruption", "CORRUPCION  percibida", "percib corru"])
def test_words_of_either_language_find_a_series_with_or_without_accents(picker, words, language):
    picker.name(Locale(language))
    picker.find.value = words
    assert "ti_cpi" in listed(picker)
    assert "hom_rate_unodc" not in listed(picker)


def test_a_series_whose_title_is_meant_stands_before_those_of_its_group(picker):
    picker.find.value = "corruption"
    found = listed(picker)
    titled = [subjects(load())[key].is_called("corruption", by_groups=False) for key in found]
    assert any(titled) and not all(titled)
    assert titled == sorted(titled, reverse=True)


@pytest.mark.parametrize("kind", ["threat", "goal"])
def test_groups_hold_what_the_data_link_to_them(picker, kind):
    links = load().table(f"indicator_{kind}s")
    groups = [group for _, group in picker.group.options[1:] if group.kind == kind]
    assert {group.group_id for group in groups} <= set(links[f"{kind}_id"])
    for group in groups:
        picker.group.value = group
        linked = set(links.loc[links[f"{kind}_id"] == group.group_id, "indicator_id"])
        assert set(listed(picker)) == linked & set(subjects(load()))


def test_every_theme_of_ours_has_a_name_and_one_of_an_analyst_its_identifier():
    themes = {subject.groups[0] for subject in subjects(load()).values()}
    assert len(themes) > 5
    for language in ("en", "es"):
        locale = Locale(language)
        assert all(locale.words.has(f"scale.theme.{theme.group_id}") for theme in themes)
        assert Group("theme", "land_use").label(locale) == "Land use"


def test_narrowing_picks_nothing_even_where_what_is_picked_is_not_listed(picker, moves):
    picker.find.value = "homicide"
    picker.find.value = "no such words"
    assert listed(picker) == [] and "0 of" in picker.told.value
    assert (picker.picked, moves) == ("ti_cpi", [])
    assert "Perceived corruption" in picker.told.value
    picker.find.value = ""
    assert picker.list.value == "ti_cpi" and moves == []


def test_picking_tells_once_and_defines_what_is_picked(picker, moves):
    picker.list.value = "hom_rate_unodc"
    assert (picker.picked, moves) == ("hom_rate_unodc", [1])
    assert "intentional homicide" in picker.told.value


def test_no_two_lines_are_the_same(picker):
    for language in ("en", "es"):
        picker.name(Locale(language))
        lines = [line for line, _ in picker.list.options]
        assert len(set(lines)) == len(lines)


def test_a_second_series_may_be_none(moves):
    picker = Picker(subjects(load()), None, Locale("en"), "second", lambda: moves.append(1), optional=True)
    assert picker.subject is None and picker.list.value == ""
    picker.list.value = "ti_cpi"
    picker.list.value = ""
    assert picker.subject is None and len(moves) == 2
