"""The database of an edition: findings, exhibits with their numbers, and the sources of both."""

import contextlib
import sqlite3

import pytest

from carsi_analysis.batch.take.edition_database import edition_database
from tests.batch.take.small_edition import blocks, data, write_edition


@pytest.fixture
def small(tmp_path):
    odd = data(
        [("a", "A", ""), ("A", "Other", ""), ('q"; DROP TABLE reports; --', "Q", "")],
        [[1, "=1", 10**20], [2.5, None, True]],
    )
    return write_edition(tmp_path / "trial", {"brief-en": blocks(more=odd), "brief-es": blocks("es")})


@pytest.fixture
def database(small, tmp_path):
    content, missing = edition_database(small)
    assert missing == [
        f"no table of numbers: brief-{code}, {title}"
        for code in ("en", "es")
        for title in ("A drawing", "What is seen")
    ]
    (tmp_path / "trial.sqlite").write_bytes(content)
    with contextlib.closing(sqlite3.connect(tmp_path / "trial.sqlite")) as opened:
        yield opened


def test_a_finding_is_there_with_its_sources(database):
    row = database.execute(
        "SELECT document_id, fact_id, text, value, unit, source_url FROM findings_sourced"
    ).fetchone()
    assert row == ("brief-en", "rate", "86.5", 86.5, "per 100,000", "https://example.org/a?b=1&c=2")


def test_every_exhibit_is_named_and_its_numbers_are_a_table(database):
    exhibits = database.execute("SELECT exhibit_id, table_name FROM exhibits WHERE document_id = 'brief-en'").fetchall()
    assert exhibits == [("rates", "brief_en__rates"), ("drawing", None), ("seen", None), ("more", "brief_en__more")]
    assert database.execute("SELECT * FROM brief_en__rates").fetchall() == [
        (2011, 86.5, None),
        (2012, None, "at_least"),
    ]
    columns = database.execute("SELECT name, title, unit, type FROM columns WHERE table_name = 'brief_es__rates'")
    assert columns.fetchall()[1] == ("rate", "Rate", "per 100,000", "REAL")


def test_names_that_sql_would_mix_up_or_run_are_only_names(database):
    held = database.execute("SELECT * FROM brief_en__more").fetchall()
    assert held == [(1.0, "=1", str(10**20)), (2.5, None, "1")]
    names = [name for _, name, *_ in database.execute("PRAGMA table_info(brief_en__more)")]
    assert names == ["a", "A_2", 'q"; DROP TABLE reports; --']


def test_keys_hold_and_it_says_what_it_is(database):
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    told = dict(database.execute("SELECT name, value FROM metadata"))
    assert told["title_es"] == "Edición de prueba" and "24 de noviembre de 2026" in told["citation_es"]
    assert told["licence"].startswith("https://creativecommons.org/")


def test_bytes_repeat(small):
    assert edition_database(small) == edition_database(small)
