import pandas as pd
import pytest

from carsi_analysis.exhibits import prose
from carsi_analysis.exhibits.exhibit import ExhibitError
from carsi_analysis.exhibits.fact import (
    Absent,
    Cited,
    cite,
    compared,
    count,
    counted,
    extent,
    money,
    mostly,
    moved,
    name,
    names,
    number,
)
from carsi_analysis.exhibits.inline import markdown_of
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.references import References

EN, ES = Locale("en"), Locale("es")


def fill(*arguments) -> tuple[str, list[prose.ShownFact]]:
    """Fill a text and write it as JupyterLab shows it."""
    written, shown = prose.fill(*arguments)
    return written.markdown(), shown


def row(value: float, source: str = "plan") -> pd.Series:
    return pd.Series({"amount_usd": value, "value": value, "sources": (source,), "rows": (f"funding/{value}",)})


def test_both_languages_show_the_same_fact_each_in_its_own_words():
    facts = {"total": money(row(165e6))}
    english, shown = fill("It was {total}.", facts, EN, References(), "p1")
    spanish, _ = fill("Fueron {total}.", facts, ES, References(), "p1")
    assert english == "It was [\\$165\u00a0million](#fact-p1-total)<sup>[[1](#ref-plan)]</sup>."
    assert "165\u00a0millones de dólares" in spanish
    assert shown[0].fact.value == 165e6
    assert shown[0].fact.rows == ("funding/165000000.0",)


def test_the_reservation_of_a_source_stands_before_its_amount():
    amount = row(495e6).to_frame().T.assign(qualifier="almost", lowest_usd=1e6)
    text, _ = fill("{a}, {b}.", {"a": money(amount), "b": money(amount, "lowest_usd")}, ES, References(), "p1")
    assert text.startswith("[casi 495\u00a0millones de dólares](#fact-p1-a), [1\u00a0millón de dólares]")


def test_neighbouring_facts_of_one_source_share_a_mark():
    facts = {"a": number(row(1)), "b": number(row(2)), "c": number(row(3, "other"))}
    text, _ = fill("{a} and {b}, then {c}.", facts, EN, References(), "p1")
    assert text.count("<sup>") == 2
    assert text.index("(#ref-plan)") > text.index("#fact-p1-b")


def test_a_paragraph_does_not_borrow_the_mark_of_the_next():
    facts = {"a": number(row(1)), "b": number(row(2))}
    text, _ = fill("{a}.\n\n{b}.", facts, EN, References(), "p1")
    assert text.count("(#ref-plan)") == 2


def test_a_heading_shows_its_number_without_a_mark():
    text, shown = fill(
        "Text.\n\n### What {a} is\n\nIt is {b}.", {"a": number(row(1)), "b": number(row(1))}, EN, References(), "p1"
    )
    assert "### What [1](#fact-p1-a) is\n" in text
    assert text.count("(#ref-plan)") == 1
    assert len(shown) == 2


def test_numbers_of_references_follow_first_use():
    references = References()
    assert markdown_of([references.mark(["b"])]) == "<sup>[[1](#ref-b)]</sup>"
    assert markdown_of([references.mark(["a", "b"])]) == "<sup>[[1](#ref-b), [2](#ref-a)]</sup>"
    assert references.in_order() == [(1, "b", True), (2, "a", True)]


def test_what_an_annex_alone_cites_has_a_number_and_is_not_printed():
    references = References()
    references.mark(["a"], printed=False)
    references.mark(["b"])
    assert references.in_order() == [(1, "a", False), (2, "b", True)]
    references.mark(["a"])
    assert references.in_order()[0] == (1, "a", True)


def test_a_fact_needs_one_row_with_a_source_and_a_value():
    two = pd.DataFrame([row(1), row(2)])
    with pytest.raises(ExhibitError, match="exactly one row, but 2"):
        money(two)
    with pytest.raises(ExhibitError, match="names its sources"):
        money(pd.Series({"amount_usd": 1, "sources": (), "rows": ()}))
    with pytest.raises(ExhibitError, match="is missing"):
        money(row(float("nan")))


def test_a_citation_shows_a_mark_and_no_number():
    text, shown = fill("GAO says so{gao}.", {"gao": cite(row(1, "gao"))}, EN, References(), "p1")
    assert text == "GAO says so<sup>[[1](#ref-gao)]</sup>."
    assert shown == []
    assert Cited(("gao",)) == cite(row(1, "gao"))


def test_a_fact_with_markup_is_shown_as_text():
    hostile = pd.Series({"label_en": "a](x) <b>", "label_es": "a", "sources": ("s",), "rows": ("r",)})
    text, _ = fill("{who}", {"who": name(hostile)}, EN, References(), "p1")
    assert text.startswith(r"[a\](x) \<b\>](#fact-p1-who)")


def test_names_of_several_rows_are_a_list_that_cites_all_of_them():
    rows = pd.DataFrame(
        {
            "label_en": ["Kidnapping", "Impunity"],
            "label_es": ["Secuestro", "Impunidad"],
            "sources": [("b",), ("a",)],
            "rows": [("t/2",), ("t/1",)],
        }
    )
    english, shown = fill("{which}", {"which": names(rows)}, EN, References(), "p1")
    spanish, _ = fill("{which}", {"which": names(rows)}, ES, References(), "p1")
    assert "[Kidnapping and Impunity]" in english
    assert "[Secuestro e Impunidad]" in spanish
    assert shown[0].fact.sources == ("a", "b")
    assert shown[0].fact.rows == ("t/1", "t/2")
    assert isinstance(names(rows.iloc[:0]), Absent)


def written(text: str, locale: Locale, **facts: object) -> str:
    return fill(text, facts, locale, References(), "p1")[0]


def test_a_fact_of_no_row_is_absent_and_no_sentence_shows_it():
    nothing = pd.DataFrame([row(1)]).head(0)
    for absent in (money(nothing), number(nothing), cite(nothing), moved(money(nothing), money(row(1)))):
        assert isinstance(absent, Absent)
        with pytest.raises(ExhibitError, match=r"\{total\} has no value here: .* is empty"):
            written("{total}", EN, total=absent)


@pytest.mark.parametrize(
    ("first", "last", "english", "spanish"),
    [
        (60e6, 135e6, "rose from", "subió de"),
        (60e6, 20e6, "fell from", "bajó de"),
        (60e6, 60e6, "stayed the same, from", "se mantuvo igual, de"),
        (60e6, 60.01e6, "stayed the same, from", "se mantuvo igual, de"),
    ],
)
def test_the_word_of_a_movement_follows_the_figures_as_they_are_written(first, last, english, spanish):
    change = moved(money(row(first)), money(row(last)))
    assert written("It {went} from.", EN, went=change) == f"It {english}."
    assert written("Lo {went} de.", ES, went=change) == f"Lo {spanish}."


def test_counts_and_extents_are_words_in_both_languages():
    assert written("{Four} of {few}, {many}.", EN, four=counted(4), few=counted(2), many=counted(40)) == (
        "Four of two, 40."
    )
    for part, english, spanish in ((7, "all seven", "los siete"), (3, "three of the seven", "tres de los siete")):
        assert written("{all}", EN, all=extent(part, 7)) == english
        assert written("{all}", ES, all=extent(part, 7)) == spanish
    assert [written("{most}", EN, most=mostly(part, 4)) for part in (4, 3, 2, 0)] == ["all", "most", "some", "no"]
    assert written("{most} años", ES, most=mostly(3, 4)) == "la mayoría de los años"
    signs = {"less": [-5.0, -1.0], "more": [5.0], "both less and more": [-1.0, 1.0]}
    assert {written("{a}", EN, a=compared(pd.DataFrame({"value": one}))) for one in signs.values()} == set(signs)


def test_a_figure_that_begins_a_sentence_has_a_capital():
    place = pd.Series({"label_en": "the region", "label_es": "la región", "sources": ("s",), "rows": ("r",)})
    text, shown = fill("{Where} grew.", {"where": name(place)}, EN, References(), "p1")
    assert text.startswith("[The region](#fact-p1-where)")
    assert shown[0].fact_id == "p1-where"


@pytest.mark.parametrize(
    ("value", "digits", "english", "spanish"),
    [
        (0, 0, "none", "ninguno"),
        (4, 0, "four", "cuatro"),
        (9, 0, "nine", "nueve"),
        (10, 0, "10", "10"),
        (2.0, 1, "two", "dos"),
        (2.3, 1, "2.3", "2.3"),
    ],
)
def test_a_count_of_one_digit_is_a_word_with_its_source(value, digits, english, spanish):
    counts = pd.Series({"value": value, "sources": ("s",), "rows": ("t/1",)})
    said = count(counts, digits=digits)
    assert (said.write(EN), said.write(ES)) == (english, spanish)
    assert (said.value, said.rows) == (value, ("t/1",))


def test_two_amounts_side_by_side_name_a_common_unit_once_where_the_language_does():
    span = pd.Series({"low": 83e6, "high": 100e6, "sources": ("s",), "rows": ("t/1",)})
    said = money(span, "low", before="high")
    assert (said.write(EN), said.write(ES)) == ("$83\u00a0million", "83")
    assert said.value == 83e6
