"""Sources as they are cited in running text."""

import re

import pytest

from carsi_analysis.data import load
from carsi_analysis.data.sources import Source
from carsi_analysis.dates import written_date


def source(**changes: str) -> Source:
    empty = dict.fromkeys(Source.__dataclass_fields__, "")
    return Source(**(empty | {"source_id": "s", "title": "Fiscal Year 2012", "publisher": "Ledger Office"} | changes))


@pytest.mark.parametrize(
    ("date", "english", "spanish"),
    [
        ("2013-01-30", "January 30, 2013", "30 de enero de 2013"),
        ("2012-03-09", "March 9, 2012", "9 de marzo de 2012"),
        ("2009-12", "December 2009", "diciembre de 2009"),
        ("2009", "2009", "2009"),
        ("2011–2013", "2011–2013", "2011–2013"),
        ("2013-13", "2013-13", "2013-13"),
        ("2013-02-30", "2013-02-30", "2013-02-30"),
        ("0000-01", "0000-01", "0000-01"),
    ],
)
def test_dates_are_written_out(date: str, english: str, spanish: str) -> None:
    assert (written_date(date, "en"), written_date(date, "es")) == (english, spanish)


def test_citation_names_author_title_publisher_date_and_address() -> None:
    full = source(author="A. Writer", release_date="2012-03-09", url="https://example.org")
    assert full.citation("en") == ("A. Writer. Fiscal Year 2012. Ledger Office, March 9, 2012. https://example.org")
    assert "9 de marzo de 2012" in full.citation("es")


def test_publisher_stands_in_for_the_author_and_is_not_repeated() -> None:
    assert source(release_date="2012").citation("en") == "Ledger Office. Fiscal Year 2012. 2012."
    same = source(author="Ledger Office", release_date="2012")
    assert same.citation("en") == "Ledger Office. Fiscal Year 2012. 2012."


def test_title_that_ends_with_a_mark_gets_no_second_one() -> None:
    assert source(title="Who paid?").citation("es") == "Ledger Office. Who paid? s.\u00a0f."


def test_what_a_source_is_about_can_be_left_out_where_there_is_little_room() -> None:
    told = source(title="Spend Plan", about_es="plan de gastos", release_date="2012")
    assert told.citation("es") == "Ledger Office. Spend Plan [plan de gastos]. 2012."
    assert told.citation("es", described=False) == "Ledger Office. Spend Plan. 2012."


def test_short_label_falls_back_to_the_title() -> None:
    labelled = source(short_label_en="Spend plan", short_label_es="Plan de gastos")
    assert (labelled.short_label("en"), labelled.short_label("es")) == ("Spend plan", "Plan de gastos")
    assert source().short_label("es") == "Fiscal Year 2012"


def test_a_source_without_a_date_says_so_and_a_date_may_begin_a_sentence() -> None:
    assert "n.d." in source().citation("en")
    assert "s.\u00a0f." in source().citation("es")
    assert "Fiscal Year 2012. Diciembre de 2009." in source(release_date="2009-12").citation("es")


def test_a_reader_meets_the_publisher_first_whom_it_quotes_and_where_the_copy_is() -> None:
    held = source(release_date="2012", copy_at="yumpu.com", quotes="the police", quotes_es="la policía")
    told = "Ledger Office, citing the police. Fiscal Year 2012. 2012. Archived copy at yumpu.com."
    assert held.citation("en") == told
    assert held.citation("es") == "Ledger Office, según la policía. Fiscal Year 2012. 2012. Copia en yumpu.com."


def test_spanish_takes_its_own_words_and_keeps_a_documents_title() -> None:
    told = source(title_es="Año fiscal 2012", publisher_es="Oficina del Libro", about_es="gastos del año")
    assert told.citation("es") == "Oficina del Libro. Año fiscal 2012 [gastos del año]. s.\u00a0f."
    assert told.citation("en") == "Ledger Office. Fiscal Year 2012. n.d."


def test_no_word_of_ours_in_a_source_is_english_in_spanish() -> None:
    """Titles of documents stay; what we say of them, of copies and of whom they quote does not."""
    ours = re.compile(r"\b(citing|copy|copied|quotes|quoted|packaged|excerpt|pages?|as introduced|Article on)\b")
    data = load()
    told = [data.source(each).citation("es") for each in data.table("sources")["source_id"]]
    assert [text for text in told if ours.search(text.partition(" http")[0])] == []
