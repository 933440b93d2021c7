"""Every statement of one quantity agrees with every other, in sentence, tile, title and alt text, over all reports."""

import re
from collections import defaultdict
from typing import Any

import pytest

from tests.judges.words import MOST_WORDS, words_in
from tests.notebooks.changed import exhibits
from tests.ran import run_shows

REPORTS = ("regional-briefing", "threats", "goals", "funding", "results", "data-book")
COUNTRIES = ("BLZ", "CRI", "SLV", "GTM", "HND", "NIC", "PAN")

LINK = re.compile(r"\[([^\]\[]*)\]\(#[^)]*\)")
"""A number of a sentence, which leads to its fact."""

ENDS = {
    "en": re.compile(r"([A-Z][A-Za-zÁÉÍÓÚáéíóúñü. ]*?) from ([−\d.,]+) \(\d{4}\) to ([−\d.,]+) \(\d{4}\)"),
    "es": re.compile(r"([A-ZÁÉÍÓÚ][A-Za-zÁÉÍÓÚáéíóúñü. ]*?) de ([−\d.,]+) \(\d{4}\) a ([−\d.,]+) \(\d{4}\)"),
}
"""How an alt text tells the first and the last value of a country."""

TURNS = {
    "en": {
        "fell": re.compile(r"\bfell (?:most )?in (?!all|every)([^,;:]+)"),
        "rose": re.compile(r"\brose (?:most )?in ([^,;:]+)"),
    },
    "es": {
        "fell": re.compile(r"(?:mayor baja, |bajó en )([^,;:]+)"),
        "rose": re.compile(r"(?:mayor alza, |subió en )([^,;:]+)"),
    },
}
"""How a title says which way a country moved."""


@pytest.fixture(scope="module", params=["en", "es"])
def documents(request: pytest.FixtureRequest) -> dict[str, list[dict[str, Any]]]:
    """What every report shows in one language, the profile of each country among them."""
    told = {name: run_shows(name, language=request.param) for name in REPORTS}
    return told | {name: run_shows("country-profile", language=request.param, country=name) for name in COUNTRIES}


def test_titles_and_headlines_have_at_most_twelve_words(documents):
    told = [exhibit["title"] for shown in documents.values() for exhibit in exhibits(shown).values()]
    headlines = [one["text"] for shown in documents.values() for one in shown if one.get("role") == "headline"]
    assert len(headlines) == len(documents)
    told += [LINK.sub(r"\1", one) for one in headlines]
    assert {one: count for one in told if (count := words_in(one)) > MOST_WORDS} == {}


def language_of(documents: dict[str, list[dict[str, Any]]]) -> str:
    return next(one["language"] for one in documents["threats"] if one["kind"] == "title")


def facts(shown: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for part in shown for one in part.get("facts", [])]


def test_one_quantity_is_written_in_one_way(documents):
    written: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for shown in documents.values():
        for one in facts(shown):
            if one["unit"] not in ("name", "count"):
                # The figure of a tile leaves its currency to the words under it.
                text = one["text"].casefold().removesuffix(" de dólares")
                written[one["unit"], tuple(one["rows"]), one["value"]].add(text)
    several = {key: texts for key, texts in written.items() if len({text.lstrip("+−-") for text in texts}) > 1}
    assert len(written) > 60
    assert not several


def test_a_percentage_in_a_title_is_that_of_the_sentences_on_the_same_rows(documents):
    compared = 0
    for name, shown in documents.items():
        shares = [one for one in facts(shown) if one["unit"] == "share"]
        for exhibit in exhibits(shown).values():
            titled = re.findall(r"(\d+)\s?%", exhibit["title"].replace("\u00a0", " "))
            told = {re.sub(r"\D", "", one["text"]) for one in shares if set(one["rows"]) <= set(exhibit["rows"])}
            if titled and told:
                compared += 1
                assert set(titled) & told, f"{name}: {exhibit['title']} against {told}"
    assert compared >= 2


def test_a_country_moves_in_the_title_as_it_does_in_the_alt_text(documents):
    language, compared = language_of(documents), 0
    for name, shown in documents.items():
        for exhibit in exhibits(shown).values():
            ends = {
                place.strip(): (number(first), number(last))
                for place, first, last in ENDS[language].findall(exhibit.get("alt") or "")
            }
            for way, pattern in TURNS[language].items():
                for places in pattern.findall(exhibit["title"]):
                    for place in [place for place in ends if place in places]:
                        first, last = ends[place]
                        compared += 1
                        assert (last < first) == (way == "fell"), (
                            f"{name}: {exhibit['title']}, {place} {first} to {last}"
                        )
    assert compared >= 4


def number(text: str) -> float:
    return float(text.replace("−", "-").replace(",", ""))
