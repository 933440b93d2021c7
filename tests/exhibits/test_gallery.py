"""Every chart and table from the real data in both languages: made, drawn, and held to the page."""

from functools import cache

import pytest

from carsi_analysis.analysis.study import Study
from carsi_analysis.data import load
from carsi_analysis.exhibits import charts, tables
from carsi_analysis.exhibits.behind import names_in_files
from carsi_analysis.exhibits.drawing import narrow_svg_of, svg_of
from carsi_analysis.exhibits.exhibit import Chart, Exhibit
from carsi_analysis.exhibits.gallery import CHAPTERS, call_of
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.table_html import grid_of, html_of
from carsi_analysis.house.tokens import NARROW_WIDTH_IN
from tests.exhibits.drawn import check_fits
from tests.exhibits.variants import VARIANTS, every_case
from tests.judges.words import MOST_WORDS, words_in

EXAMPLES = every_case(Study(load()))
EN, ES = Locale("en"), Locale("es")
OTHERS = [name for name in EXAMPLES if not name.endswith("-trend")]
"""The many trends are alike in build: they are drawn once, in Spanish, which is longer."""

SHOWN = [name for name in OTHERS if name not in VARIANTS]
"""What the gallery shows; variants of it are drawn by the same code, and once, in Spanish."""


@pytest.fixture(scope="module")
def made(study):
    """Give an example in a language, made once."""
    return cache(lambda name, locale: EXAMPLES[name](study)(locale=locale))


def drawn_text(exhibit: Exhibit) -> str:
    return svg_of(exhibit) if isinstance(exhibit, Chart) else html_of(grid_of(exhibit))


def test_the_gallery_shows_every_chart_and_table(study):
    shown = {call_of(example(study)) for chapter in CHAPTERS.values() for example in chapter.values()}
    there = {f"charts.{name}" for name in charts.__all__} | {f"tables.{name}" for name in tables.__all__}
    assert shown == there, "give the new exhibit an example in carsi_analysis/exhibits/gallery/examples.py"


@pytest.mark.parametrize("name", EXAMPLES)
def test_it_is_made_drawn_and_fits_in_spanish(name, made):
    check_fits(made(name, ES))


@pytest.mark.parametrize("name", EXAMPLES)
def test_both_languages_show_the_same_numbers_in_different_words(name, made):
    english, spanish = made(name, EN), made(name, ES)
    assert max(words_in(english.title), words_in(spanish.title)) <= MOST_WORDS
    assert english.exhibit_id == spanish.exhibit_id
    assert english.rows == spanish.rows
    assert english.measure != spanish.measure
    assert english.title != spanish.title
    assert len(english.cells()) == len(spanish.cells())


@pytest.mark.parametrize("name", OTHERS)
def test_data_to_take_say_the_unit_of_every_number_and_hold_no_binary_noise(name, made):
    for locale in (EN, ES):
        exhibit = made(name, locale)
        columns = exhibit.data_columns
        for column, values in zip(columns, zip(*exhibit.cells(columns), strict=True), strict=True):
            numbers = [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
            assert bool(column.unit) == bool(numbers), column
            assert [value for value in numbers if round(value, 6) != value] == []
        names = names_in_files(columns, locale)
        assert len({*names}) == len(names) and names == names_in_files(made(name, EN).data_columns, EN)


@pytest.mark.parametrize("name", SHOWN)
def test_it_fits_in_english_and_is_made_twice_with_the_same_bytes(name, made, study):
    one, other = made(name, EN), EXAMPLES[name](study)(locale=EN)
    check_fits(one)
    assert one.in_words() == other.in_words()
    assert drawn_text(one) == drawn_text(other)


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_drawn_says_what_it_is_and_names_rows_of_the_exhibit(name, made):
    chart = made(name, EN)
    marks = chart.marks if isinstance(chart, Chart) else ()
    assert [mark for mark in marks if not mark.label.strip() or not mark.value.strip() or "nan" in mark.value] == []
    assert {row for mark in marks for row in mark.rows} <= set(chart.rows)


SCROLLS = {"scoreboard", "goals-scoreboard"}
"""Matrices whose words need the width of a page: a phone scrolls them within their frame."""


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name not in SCROLLS])
def test_on_a_phone_it_says_the_same_within_the_screen(name, made):
    chart = made(name, ES)
    if not isinstance(chart, Chart):
        return
    sheet = chart.draw.layout(NARROW_WIDTH_IN)
    assert not sheet.left_out
    assert [(mark.label, mark.value) for mark in sheet.marks] == [(mark.label, mark.value) for mark in chart.marks]
    edges = [box for one in (*sheet.marks, *sheet.words) for box in [one.box]]
    assert min(box.left for box in edges) > -0.02 and max(box.right for box in edges) < sheet.width + 0.02


@pytest.mark.parametrize("name", sorted(SCROLLS))
def test_what_does_not_fit_a_phone_is_not_drawn_for_one(name, made):
    assert narrow_svg_of(made(name, ES)) == ""
