"""Files in TOML that people edit: a fault is told with its line, key, value and what should stand there."""

import pytest
from pydantic import BaseModel

from carsi_analysis import catalogue
from carsi_analysis.catalogue import read_catalogue
from carsi_analysis.declared import line_of, read_toml
from carsi_analysis.errors import UsageError

TEXT = """\
title.en = "A"
[[documents]]
report = "one"
# a comment
[[documents]]
report = "two"
[documents.parameters]
country = "HND"
"""


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("title", "en"), 1),
        (("documents", 0, "report"), 3),
        (("documents", 1, "report"), 6),
        (("documents", 1, "parameters", "country"), 8),
        (("documents", 1, "languages"), 5),
        (("absent",), 1),
    ],
)
def test_a_key_is_found_in_the_entry_that_it_belongs_to(place, line):
    assert line_of(TEXT, place) == line


def test_brackets_that_are_too_deep_to_read_are_told():
    with pytest.raises(UsageError, match=r"deep\.toml: brackets within brackets, too deep to read"):
        read_toml("a = " + "[" * 100_000, BaseModel, "deep.toml")


DECLARED = """\
[parameters.language]
type = "text"
languages = true
[reports.one]
notebook = "one.ipynb"
parameters = ["language"]
[explore.two]
notebook = "two.ipynb"
parameters = []
"""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('type = "text"', 'type = "word"', "catalogue.toml, line 2, parameters.language.type: 'word' is not allowed"),
        ("languages = true", "langages = true", "line 3, parameters.language.langages: unknown entry 'langages'; did"),
        ('"one.ipynb"', '"../one.ipynb"', "line 5, reports.one.notebook: '../one.ipynb' is not allowed"),
        ('["language"]', '["lang"]', "report one takes lang, which is none of the parameters declared"),
        ('notebook = "one.ipynb"\n', "", "line 4, reports.one.notebook: is missing"),
        ("[reports.one]", "[reports.one", "catalogue.toml: "),
    ],
)
def test_a_wrong_catalogue_is_explained(old, new, message):
    with pytest.raises(UsageError) as error:
        read_catalogue(DECLARED.replace(old, new), {})
    assert message in str(error.value)


def test_every_fault_is_told_at_once():
    with pytest.raises(UsageError) as error:
        read_catalogue(DECLARED.replace("languages", "x").replace('"two.ipynb"', "3"), {})
    assert len(str(error.value).splitlines()) == 2


def test_the_words_of_a_report_are_needed_in_every_language():
    assert {"en", "es"} <= set(catalogue.LANGUAGES)
    for report in (*catalogue.REPORTS.values(), catalogue.EXPLORE):
        assert set(report.title) == set(report.description) == set(catalogue.LANGUAGES)
