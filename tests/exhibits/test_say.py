"""``%%say``: what an analyst writes wrong is told with its line and name, and what is left out is not asked for."""

from collections.abc import Mapping
from typing import get_args

import pandas as pd
import pytest

from carsi_analysis.blocks import Role
from carsi_analysis.exhibits import fact
from carsi_analysis.exhibits.column import ExhibitError
from carsi_analysis.exhibits.fact import Said
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.prose import fill
from carsi_analysis.exhibits.references import References
from carsi_analysis.exhibits.say import Prose
from carsi_analysis.words import languages

ROW = pd.DataFrame([{"value": 4.0, "label_en": "x", "label_es": "x", "sources": ("s",), "rows": ("t/1",)}])


class Notebook:
    """A notebook without a kernel: it keeps what its passages show."""

    def __init__(self, language: str = "en") -> None:
        self.shown: list[str] = []
        self.roles: list[Role] = []
        self.locale = Locale(language)
        self.prose = Prose(self.locale, self.show)
        self.say = self.prose.facts

    def show(self, text: str, facts: Mapping[str, Said], role: Role) -> None:
        self.shown.append(fill(text, facts, self.locale, References(), "p1")[0].markdown())
        self.roles.append(role)

    def write(self, cell: str, line: str = "", **names: object) -> list[str]:
        self.prose.passage(line, cell, names)
        return self.shown


def both(english: str, spanish: str) -> str:
    return f"[en]\n{english}\n\n[es]\n{spanish}\n"


@pytest.mark.parametrize(("language", "shown"), [("en", "## Short\n\nIt is so."), ("es", "## Breve\n\nEs así.")])
def test_a_cell_holds_both_languages_and_shows_the_one_of_the_report(language, shown):
    assert Notebook(language).write(both("## Short\n\nIt is so.", "## Breve\n\nEs así.")) == [shown]


def test_facts_of_the_cell_before_stand_in_the_text():
    notebook = Notebook()
    notebook.say.total = fact.number(ROW, unit="persons")
    assert notebook.write(both("There are {total}.", "Hay {total}."))[0].startswith("There are [4](#fact-p1-total)")


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (both("A {totl}.", "Un {totl}."), r"line 3, \[en\]: no fact is called totl; .*\(there are total\)"),
        (both("A {total}.", "Uno."), r"\[es\] leaves out {total}, which \[en\] names"),
        (both("One.", "Un {total}."), r"\[en\] leaves out {total}, which \[es\] names"),
        (both("Not 12 million.", "No."), r"line 3, \[en\]: “12” is typed; name a fact"),
        (both("So.\n\n**500 million**.", "Así."), r"line 5, \[en\]: “500” is typed"),
        (both("So.", "Subió."), r"line 6, \[es\]: “Subió” is typed"),
        (both("The rate rose.", "La tasa."), r"line 3, \[en\]: “rose” is typed"),
        (both("It is\nalmost\nall of it.", "Es."), r"line 4, \[en\]: “almost all” is typed"),
        (both("All five years.", "Todos."), r"“five” is typed"),
        (both("So.", "En la mayoría de los años."), r"“la mayoría” is typed"),
        (both("A {total.", "Un {total."), "a brace stands alone"),
        ("It is so.\n", r"line 2: write \[en\] above the text"),
        ("[en]\nIt is so.\n[fr]\nC’est ainsi.\n", r"line 4: \[fr\] is no language; there are en, es"),
        ("[es]\nEs así.\n", r"there is no \[en\]"),
        ("[en]\n\n[es]\nEs así.\n", r"nothing stands below \[en\]"),
        ("[en]\nA.\n[en]\nB.\n", r"line 4: \[en\] stands twice"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_name(cell, told):
    notebook = Notebook()
    notebook.say.total = fact.number(ROW)
    with pytest.raises(ExhibitError, match=told):
        notebook.write(cell)
    assert notebook.shown == []


def test_what_no_figure_can_change_is_quoted():
    notebook = Notebook()
    notebook.write(both('{"Two"} agencies, since {"1961"}: {"almost all"} of it.', '{"Dos"} agencias, desde {"1961"}.'))
    assert notebook.shown == ["Two agencies, since 1961: almost all of it."]


def test_units_lists_and_addresses_hold_digits():
    notebook = Notebook()
    text = "1. A rate per 100,000.\n2. [Here](https://example.org/2012/) and <br2>."
    assert notebook.write(both(text, text)) == [text]


@pytest.mark.parametrize(
    ("line", "value", "shown"),
    [
        ("if moved", True, True),
        ("if moved", False, False),
        ("unless moved", True, False),
        ("unless moved", False, True),
        ("if moved", ROW, True),
        ("if moved", ROW.head(0), False),
        ("unless moved", ROW.head(0), True),
    ],
)
def test_a_passage_is_shown_by_a_plain_name_of_the_notebook(line, value, shown):
    assert bool(Notebook().write(both("So.", "Así."), line, moved=value)) is shown


@pytest.mark.parametrize("role", [role for role in get_args(Role) if role])
def test_a_passage_takes_the_place_that_its_head_gives_it_with_or_without_a_condition(role):
    notebook = Notebook()
    for line in ("", f"as {role}", f"as {role} if moved", f"as {role} unless moved"):
        notebook.write(both("So.", "Así."), line, moved=True)
    assert notebook.roles == ["", role, role]


def test_a_passage_that_is_left_out_needs_no_values_but_is_read_all_the_same():
    notebook = Notebook()
    notebook.say.total = fact.number(ROW.head(0))
    assert notebook.write(both("A {total}.", "Un {total}."), "if rows", rows=ROW.head(0)) == []
    notebook.say.check_all_used()
    with pytest.raises(ExhibitError, match=r"\{total\} has no value here"):
        notebook.write(both("A {total}.", "Un {total}."))
    with pytest.raises(ExhibitError, match="“rose” is typed"):
        notebook.write(both("It rose.", "Así."), "if rows", rows=ROW.head(0))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("if", "“if name” or “unless name” with one plain name, may follow"),
        ("if not moved", "“if name” or “unless name” with one plain name, may follow"),
        ("when moved", "“if name” or “unless name” with one plain name, may follow"),
        ("if moved as headline", "“as role”, and “if name” or “unless name”"),
        ("as", "“as role”, and “if name” or “unless name”"),
        ("as heading", "%%say as heading: a passage of the first page is one of headline,"),
        ("if missing", "the notebook has no name missing"),
    ],
)
def test_a_condition_that_is_no_plain_name_is_refused(line, told):
    with pytest.raises(ExhibitError, match=told):
        Notebook().write(both("So.", "Así."), line, moved=True)


def test_a_fact_that_no_passage_names_is_told_at_the_end():
    notebook = Notebook()
    notebook.say.total = fact.number(ROW)
    notebook.say.other = fact.number(ROW)
    notebook.write(both("A {total}.", "Un {total}."))
    with pytest.raises(ExhibitError, match="no passage names the fact other"):
        notebook.say.check_all_used()


@pytest.mark.parametrize("value", [4, "four", ROW])
def test_only_facts_can_be_named(value):
    with pytest.raises(ExhibitError, match=r"say\.total is .*take it from a row"):
        Notebook().say.total = value


def test_english_stands_in_where_a_language_is_missing_and_says_so():
    notebook = Notebook("es")
    notebook.say.total = fact.number(ROW, unit="persons")
    (text,) = notebook.write("[en]\nThere are {total}.\n")
    assert text.startswith("There are [4]")
    assert text.endswith("\n\n*(Este pasaje no está traducido.)*")


@pytest.mark.parametrize("language", languages())
def test_every_language_lists_the_words_that_follow_from_figures(language):
    locale = Locale(language)
    computed = [
        *(locale.in_words(count) for count in (2, 7, 9)),
        *(locale.words(f"say.moved.{key}") for key in ("rose", "fell")),
    ]
    for word in computed:
        with pytest.raises(ExhibitError, match="is typed"):
            Notebook().write(f"[en]\n{word}.\n" if language == "en" else f"[en]\nSo.\n[{language}]\n{word}.\n")
