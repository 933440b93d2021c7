"""What moved between two editions, in sentences and pictures: on the page of ``carsi diff``."""

import pytest
from bs4 import BeautifulSoup

from carsi_analysis.batch.edition.diff import compare
from carsi_analysis.batch.edition.diff_page import difference_page
from carsi_analysis.batch.edition.diff_told import moved_by, tell
from carsi_analysis.blocks import Fact
from carsi_analysis.words import words_of
from tests.batch.take.small_edition import MOVED, blocks, write_edition


@pytest.fixture
def two(tmp_path):
    old = write_edition(tmp_path / "old", {"brief-en": blocks(), "brief-es": blocks("es")})
    moved = {"brief-en": blocks(rate="90.0", rates=MOVED), "brief-es": blocks("es", rate="90.0", rates=MOVED)}
    return old, write_edition(tmp_path / "new", moved, version="2026.12.0")


def page_of(old, new, language="en"):
    difference = compare(old, new, language)
    return BeautifulSoup(difference_page(difference, "old", "new", tell(old, new, difference)), "html.parser")


def test_it_begins_with_what_moved_and_since_which_data(two):
    leads = [lead.get_text() for lead in page_of(*two).select("p.lead")]
    assert leads == [
        "The data were 2026.11.0 (2026-11-24) and are 2026.12.0 (2026-11-24).",
        "In 2 reports of 2: 2 findings and 2 charts moved.",
    ]


def test_a_sentence_is_quoted_before_and_now_with_how_far_its_finding_moved(two):
    english, spanish = page_of(*two).select("section:has(details)")
    said = english.select_one(".moved li")
    assert said.select_one(".now").get_text() == "Now The rate was 90.0 in that year."
    assert said.select_one(".before").get_text() == "Before The rate was 86.5 in that year."
    assert said.select_one(".detail").get_text() == "rate: 86.5 → 90.0 (+4.0 %)"
    assert english.index(said.parent) < english.index(english.details), "before the lists"
    assert "The same moved as in brief-en" in spanish.get_text()
    assert spanish.details.select_one(".now span")["lang"] == "es"


def test_a_chart_stands_as_it_was_beside_what_it_is(two):
    page = page_of(*two)
    pictures = page.select(".pair svg")
    assert [picture["aria-label"] for picture in pictures] == ["It was 86.5.", "It was 90.0."]
    assert [picture.get_text(strip=True) for picture in pictures] == ["86.5", "90.0"], "drawn for a narrow column"
    assert not page.select("script") and "<img" not in str(page)


def test_what_is_new_or_gone_says_so(tmp_path):
    shown = blocks()
    old = write_edition(tmp_path / "old", {"brief-en": shown})
    new = write_edition(tmp_path / "new", {"brief-en": [shown[0], *shown[3:]]})
    gone, new_again = page_of(old, new), page_of(new, old)
    assert "This chart is gone." in gone.select_one(".pair .none").get_text()
    assert gone.select_one(".moved").get_text() == "Gone The rate was 86.5 in that year."
    assert "This chart is new." in new_again.select_one(".pair .none").get_text()
    assert new_again.select_one(".moved").get_text() == "New The rate was 86.5 in that year."


def test_the_page_is_written_in_spanish_and_quotes_each_report_in_its_own_language(two):
    page = page_of(*two, "es")
    assert page.html["lang"] == "es" and page.h1.get_text() == "Qué cambió de old a new"
    assert [lead.get_text() for lead in page.select("p.lead")] == [
        "Los datos eran los de 2026.11.0 (2026-11-24) y son los de 2026.12.0 (2026-11-24).",
        "Cambios en 2 informes de 2: 2 hallazgos y 2 gráficos.",
    ]
    english, spanish = page.select("section:has(details)")
    assert english.select_one(".moved .before").get_text() == "Antes The rate was 86.5 in that year."
    assert english.select_one(".moved .before span")["lang"] == "en"
    assert not spanish.details.select_one(".before span").has_attr("lang")
    assert "Cambió lo mismo que en brief-en" in spanish.get_text()
    assert english.select_one("tbody th").get_text() == "hallazgo rate"
    assert [head.get_text() for head in english.select("thead th")] == ["Qué", "Antes", "Ahora"]


def test_an_edition_whose_notebooks_cannot_be_read_is_told_by_its_lists(two):
    old, new = two
    (old / "brief-en.ipynb").write_text("[]")
    (new / "brief-en.ipynb").unlink()
    english = page_of(old, new).select("section:has(details)")[0]
    assert not english.select(".moved") and "86.5" in english.details.get_text()


@pytest.mark.parametrize(
    ("old", "new", "unit", "said"),
    [
        (("50%", -0.5), ("56%", -0.56), "share", "+6.0 percentage points"),
        (("−50%", -0.5), ("−56%", -0.56), "share", "−6.0 percentage points"),
        (("2011", 2011), ("2012", 2012), "year", "1 year later"),
        (("FY2012", 2012), ("FY2010", 2010), "US fiscal year", "2 years earlier"),
        (("$80", 80), ("$60", 60), "USD", "−25.0 %"),
        (("$0", 0), ("$4", 4), "USD", ""),
        (("yes", "yes"), ("4", 4), "USD", ""),
    ],
)
def test_how_far_a_number_moved_is_said_as_readers_see_it(old, new, unit, said):
    was, now = (Fact("one", *stated, unit, [], []) for stated in (old, new))
    assert moved_by(words_of("en").part("moved.told"), was, now) == said
