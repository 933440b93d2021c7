"""Every text in the files of words is one that readers can meet: a text that nothing asks for any more is refused."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from carsi_analysis.analysis import contents
from carsi_analysis.analysis.study import Study
from carsi_analysis.blocks import ORIGIN
from carsi_analysis.data import load
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.marks import Drawing
from carsi_analysis.exhibits.tables import data_book
from carsi_analysis.words import Words, texts_in, words_of
from tests.exhibits.drawn import drawn
from tests.exhibits.variants import every_case

SOURCE = Path(__file__).resolve().parents[2] / "src" / "carsi_analysis"

PLACES = {
    "answers": "exhibits/answers.py",
    "briefing": "exhibits/*.py",
    "citation": "data/sources.py",
    "count": "words/__init__.py",
    "data_files": "batch/edition/*",
    "date": "exhibits/locale.py",
    "document": "export/**/*",
    "explore": "exploring/*.py",
    "index": "batch/edition/*",
    "indicators": "exhibits/**/*.py",
    "language": "**/*.py",
    "list": "exhibits/locale.py",
    "lab": "batch/lab.py",
    "money": "**/*.py",
    "moved": "batch/edition/diff*.py",
    "number": "exhibits/*.py",
    "parameter": "catalogue.*",
    "qualifier": "exhibits/money.py",
    "report": "catalogue.*",
    "say": "exhibits/*.py",
    "unit": "exhibits/*.py",
    "workbook": "**/*book.py",
}
"""The files that ask for the texts of each part; those of exhibits, columns, notes and scales are asked for below."""

OTHER_DATA = """
country-homicide.notes.above
beside-others.title.most beside-others.title.none beside-others.title.one
cocaine-seizures.title.fell cocaine-seizures.title.leads cocaine-seizures.title.most cocaine-seizures.title.rose_inside
corruption-perceptions.title.all corruption-perceptions.title.level corruption-perceptions.title.moved
country-homicide.alt.highest country-homicide.alt.record country-homicide.alt.rising country-homicide.alt.single
country-homicide.alt.unreliable country-homicide.key.unreliable country-homicide.notes.no_marks
country-homicide.title.highest
country-homicide.title.record country-homicide.title.rising country-homicide.title.single
country-homicide.title.unreliable
editions-compared.title.higher editions-compared.title.lower editions-compared.title.same
events.measure.latest events.unit.none

scoreboard.count.0 scoreboard.title.turned scoreboard.title.counted_better scoreboard.title.none
scoreboard.title.stand_in scoreboard.reach.tier
accounts-by-year.title.few
amounts-stated.title.one
border-encounters.title.last
comparison-variants.notes.lacking comparison-variants.title.not_computed
conflict-reasons.title.all_used
conflict-values.title.none conflict-values.title.one
data-coverage.title.alone.many data-coverage.title.alone.one
editions-compared.title.one
estimates-by-body.title.apart.values estimates-by-body.title.single estimates-by-body.title.span.estimates
evaluation-effects.measure.no_errors evaluation-effects.title.effects evaluation-effects.title.survey
evaluation-effects.unit.one
evaluations.labels.counted_others evaluations.labels.others
evidence-gaps.title.none evidence-gaps.title.one
figures-of-years.title.none figures-of-years.title.one
homicide-beside-others.title.none
homicide-change.higher.many homicide-change.higher.none homicide-change.lower.none homicide-change.lower.one
homicide-change.measure.reliable homicide-change.title.all
homicide-trends.title.all_fell homicide-trends.title.level_of_one homicide-trends.title.none_fell
homicide-trends.title.one_did_not_fall homicide-trends.title.one_fell
indicator-map.absent indicator-map.title.empty indicator-map.title.equal
indicator-trend.alt.lines.latest indicator-trend.title.latest indicator-trend.title.level indicator-trend.title.same
timeline.title.plain timeline.title.turns
at-a-glance.title.rates violence-and-money.marked.part violence-and-money.marked.planned
link-reasons.title.one
money-gaps.labels.none
money-known.title.all money-known.title.none
obligations-by-country.title.alone obligations-by-country.title.two obligations-per-head.title.same
scorecard.labels.better.none scorecard.labels.better.one scorecard.labels.worse.none scorecard.labels.worse.one
scorecard.labels.place.alike scorecard.title.latest
stages-by-year.title.nothing
threat-indicators.title.one
threats-and-goals.title.unanswered
trafficking-tiers.held.watch_list.few trafficking-tiers.held.watch_list.many
carsi-over-time.measure.own carsi-over-time.notes.names carsi-over-time.title.known violence-and-money.absent
at-a-glance.title.reserved
violence-and-money.notes.none_held country-money.labels.later country-homicide.key.disputed
evaluation-effects.title.disputed
violence-and-money.alt.rate violence-and-money.measure.rate
official-totals.title.peak
violence-and-money.title.fell violence-and-money.title.peak
violence-and-money.title.record
"""
"""Variants that other data, or another choice of years and countries, would ask for."""


def book_of(study: Study, locale: Locale) -> None:
    """Make the tables of the data book, which stand in no gallery."""
    data = study.data
    data_book.package_tables(contents.tables_of(data), locale=locale)
    data_book.package_columns(contents.columns_of(data), locale=locale)
    data_book.indicator_book(contents.indicators_of(data, study.extents), locale=locale)
    data_book.caveat_list(contents.caveats_of(data), locale=locale)
    data_book.correction_list(contents.corrections_of(data.corrections), locale=locale)
    disputed = contents.further_conflicts(data.conflicts, data.conflict_series, data.indicators, told=set())
    data_book.further_conflicts(disputed, locale=locale)
    data_book.omission_list(data.omissions, locale=locale)


@pytest.fixture(scope="module")
def asked_for():
    """Make every exhibit in English and note which texts are looked up."""
    found: set[str] = set()
    look_up = Words._find

    def noted(words: Words, key: str) -> object:
        text = look_up(words, key)
        if text is not None:
            found.add(words._key(key))
        return text

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Words, "_find", noted)
        study, locale = Study(load()), Locale("en")
        for example in every_case(study).values():
            exhibit = example(study)(locale=locale)
            exhibit.in_words()
            assert exhibit.data_columns
            if isinstance(exhibit, Chart) and not isinstance(exhibit.draw, Drawing):
                drawn(exhibit)  # it writes its key while it draws
        book_of(study, locale)
    return found


@cache
def named_in(pattern: str) -> set[str]:
    """List the words that the strings of some files are made of; of templates and the catalogue, all words."""
    found: set[str] = set()
    for path in SOURCE.glob(pattern):
        if path.suffix == ".py":
            nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            texts = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        else:
            texts = [path.read_text(encoding="utf-8")] if path.suffix in (".j2", ".toml") else []
        found |= {word for text in texts for word in re.findall(r"[\w-]+", text)}
    return found


def is_named(key: str, words: set[str]) -> bool:
    """Tell whether each name of a key stands among the words, whole or put together of some (``up_worse``)."""
    return all(name in words or set(name.split("_")) <= words for name in key.split("."))


def held(part: str) -> list[str]:
    return [key for key, _ in texts_in(words_of("en").part(part).texts)]


def test_every_text_of_an_exhibit_is_shown_by_the_gallery_or_told_to_be_for_other_data(asked_for):
    idle = {key for key in held("exhibit") if f"exhibit.{key}" not in asked_for}
    assert idle - set(OTHER_DATA.split()) == set()


def test_the_variants_for_other_data_are_there_and_named_in_code():
    told = set(OTHER_DATA.split())
    assert told <= set(held("exhibit"))
    variants = [key.split(".", 2)[-1] for key in sorted(told)]
    named = named_in("exhibits/**/*.py") | named_in("analysis/profile.py")  # which says where a rate stands
    assert [key for key in variants if not is_named(key, named)] == []


@pytest.mark.parametrize("part", ["columns", "notes", "units"])
def test_what_exhibits_share_is_shown_by_one(asked_for, part):
    assert [key for key in held(part) if f"{part}.{key}" not in asked_for] == []


@pytest.mark.parametrize("part", PLACES)
def test_every_other_text_is_named_where_it_is_used(part):
    keys = [key for key in held(part) if not key.startswith("typed.")]  # lists that are read whole
    named = named_in(PLACES[part]) | {word for column in ORIGIN for word in column.split("_")}  # titled by their names
    assert [key for key in keys if not is_named(key, named)] == []


def test_no_part_is_left_out():
    assert set(words_of("en").texts) == {*PLACES, "exhibit", "columns", "notes", "scale", "units"}
