import re
import string

import pytest

from carsi_analysis.data import load
from carsi_analysis.words import Words, WordsError, languages, texts_in, words_of
from carsi_analysis.words.check import differences, problems


def words(language, **texts):
    return Words(language, "", texts)


def test_the_languages_of_the_house_say_the_same_things_with_the_same_facts():
    assert languages()[:2] == ("en", "es")
    assert problems() == []


@pytest.mark.parametrize(
    ("english", "spanish", "problem"),
    [
        ({"a": "one {x}"}, {}, "words/es.toml: a is missing; words/en.toml has it"),
        ({}, {"a": "one {x}"}, "words/en.toml: a is missing; words/es.toml has it"),
        ({"a": {"rose": "up"}}, {"a": {"fell": "down"}}, "words/en.toml: a.fell is missing"),
        ({"a": "{x} of {y}"}, {"a": "{x}"}, "the facts of a differ: x, y against x"),
        ({"a": ["{x}", "no"]}, {"a": ["{x}"]}, "the facts of a differ"),
        ({"a": "whole"}, {"a": " "}, "words/es.toml: a is empty"),
        ({"a": "whole"}, {"a": "an open {brace"}, "words/es.toml: a is badly written"),
    ],
)
def test_a_missing_or_unequal_text_is_named_with_file_and_key(english, spanish, problem):
    found = list(differences(words("en", **english), words("es", **spanish)))
    assert any(problem in one for one in found), found


def test_an_unknown_text_or_fact_is_named():
    with pytest.raises(WordsError, match=r"words/en\.toml has no text exhibit\.nothing\.title"):
        words_of("en").part("exhibit.nothing")("title")
    with pytest.raises(WordsError, match=r"words/en\.toml, a: the text names \{low\}; the facts given are high"):
        words("en", a="from {low}")("a", high=1)
    with pytest.raises(WordsError, match="the languages are en, es"):
        words_of("xx")


def test_a_fact_is_no_format():
    assert words("en", a="{x}")("a", x="{y}") == "{y}"


@pytest.mark.parametrize("language", languages())
def test_no_figure_is_typed_into_words(language):
    """A year or an amount in a text would stay when the data move; ordinals of the layout and units may be written."""
    texts = texts_in(words_of(language).texts)
    held = {key: text for key, text in texts if not key.startswith(("language.", "scale.unit."))}
    typed = [key for key, text in held.items() for one in [text] if re.search(r"(?:19|20)\d\d", str(one))]
    assert typed == []


def test_no_text_formats_its_facts():
    for language in languages():
        for key, text in texts_in(words_of(language).texts):
            for one in [text] if isinstance(text, str) else text:
                for _, name, spec, conversion in string.Formatter().parse(one):
                    assert name is None or (name.isidentifier() and not spec and not conversion), key


SCALES = {
    "basis": ("links", "basis"),
    "correction": ("corrections", "status"),
    "direction": ("indicators", "direction"),
    "event": ("events", "kind"),
    "omission": ("omissions", "kind"),
    "progress": ("indicators", "direction"),
    "role": ("indicators", "role"),
    "state": ("conflicts", "state"),
    "verdict": ("evaluations", "verdict"),
}
"""The column whose values each scale puts into words."""


@pytest.mark.parametrize("scale", SCALES)
def test_every_value_that_a_column_may_hold_has_a_word(scale):
    table, column = SCALES[scale]
    allowed = set(load().descriptor.table(table).field(column).enum)
    assert set(words_of("en").part(f"scale.{scale}").texts) == allowed


def test_every_type_and_unit_of_the_data_description_has_a_word():
    fields = [field for table in load().descriptor.tables for field in table.fields]
    assert {field.type for field in fields} <= set(words_of("es").part("scale.type").texts)
    assert {field.unit for field in fields if field.unit} == set(words_of("es").part("scale.unit").texts)


def test_a_shared_column_title_is_that_of_the_data_description():
    """A column has one name for readers, whether they open the CSV, the dictionary or a chart."""
    told: dict[str, set[tuple[str, str]]] = {}
    for table in load().descriptor.tables:
        for field in table.fields:
            told.setdefault(field.name, set()).add((field.title, field.title_es))
    shared = {
        name: tuple(words_of(language)(f"columns.{name}") for language in ("en", "es"))
        for name in words_of("en").part("columns").texts
    }
    assert {name: titles for name, titles in shared.items() if name in told and titles not in told[name]} == {}
