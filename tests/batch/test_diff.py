"""What moved between two editions, in words and as a page."""

import copy
import json

import pytest
from bs4 import BeautifulSoup

from carsi_analysis.batch.diff import compare
from carsi_analysis.batch.diff_page import difference_page
from carsi_analysis.export.csv_text import csv_text

COLUMNS = [{"name": name} for name in ("country", "year", "rate")]
ROWS = [["HND", 2011, 86.5], ["HND", 2012, 85.5], ["PAN", 2012, None]]


def document(name="brief-en"):
    return {
        "document_id": name,
        "title": "Brief",
        "facts": [{"fact_id": "total", "text": "$165 million", "value": 165.0, "sources": ["gao"]}],
        "exhibits": [{"id": "rates", "kind": "figure", "title": "Rates", "sources": ["unodc"], "data": "rates.csv"}],
        "sources": [{"source_id": "gao", "text": "GAO (2013)."}],
    }


@pytest.fixture
def editions(tmp_path):
    """Write two editions, the second as a function leaves it, and compare them."""

    def difference(change=lambda manifest: None, rows=ROWS, columns=COLUMNS):
        manifest = {
            "format": "carsi-edition/1",
            "data": {"version": "1", "created": "2026-01-01"},
            "documents": [document(), document("brief-es")],
            "failed": {},
            "files": {},
        }
        changed = copy.deepcopy(manifest)
        change(changed)
        for name, each, table in (("old", manifest, (COLUMNS, ROWS)), ("new", changed, (columns, rows))):
            folder = tmp_path / name
            folder.mkdir()
            (folder / "manifest.json").write_text(json.dumps(each))
            (folder / "rates.csv").write_text(csv_text([column["name"] for column in table[0]], table[1]))
        return compare(tmp_path / "old", tmp_path / "new")

    return difference


def in_first(difference):
    return [str(change) for change in difference.documents["brief-en"]]


def test_nothing_is_said_when_nothing_moved(editions):
    difference = editions()
    assert not difference
    assert difference.lines() == []


def test_a_finding_that_moved(editions):
    def change(manifest):
        manifest["documents"][0]["facts"][0].update(text="$170 million", value=170.0, sources=["gao", "state"])

    difference = editions(change)
    assert difference.lines() == [
        "brief-en",
        "  finding total: $165 million (165.0) → $170 million (170.0)",
        "  sources of finding total: gao → gao, state",
    ]


def test_a_change_that_rounding_hides_is_told(editions):
    difference = editions(lambda m: m["documents"][0]["facts"][0].update(value=165.4))
    assert in_first(difference) == ["finding total: $165 million (165.0) → $165 million (165.4)"]


def test_values_of_a_chart_are_told_one_by_one(editions):
    difference = editions(rows=[["HND", 2012, 84.3], ["HND", 2013, 74.3], ["PAN", 2012, 17.5]])
    assert in_first(difference) == [
        "chart rates, HND / 2012, rate: 85.5 → 84.3",
        "chart rates, HND / 2013: new, 74.3",
        "chart rates, PAN / 2012, rate: no value → 17.5",
        "chart rates, HND / 2011: dropped, was 86.5",
    ]


def test_a_value_that_became_a_gap(editions):
    difference = editions(rows=[["HND", 2011, None], *ROWS[1:]])
    assert in_first(difference) == ["chart rates, HND / 2011, rate: 86.5 → no value"]


def test_rows_in_another_order(editions):
    assert in_first(editions(rows=ROWS[::-1])) == ["chart rates: the order of its rows changed"]


def test_a_row_that_is_there_twice_is_a_change(editions):
    assert in_first(editions(rows=[*ROWS, ROWS[0]]))


def test_other_columns(editions):
    difference = editions(columns=[*COLUMNS[:2], {"name": "per_100k"}])
    assert in_first(difference) == ["columns of chart rates: country, year, rate → country, year, per_100k"]


def test_reports_charts_and_sources_that_came_and_went(editions):
    def change(manifest):
        manifest["data"]["version"] = "2"
        manifest["documents"][1]["document_id"] = "goals-es"
        first = manifest["documents"][0]
        first["exhibits"][0]["id"] = "killings"
        first["sources"] = [{"source_id": "state", "text": "State (2012)."}]

    assert editions(change).lines() == [
        "report added: goals-es",
        "report dropped: brief-es",
        "data package: 1 (2026-01-01) → 2 (2026-01-01)",
        "brief-en",
        "  chart killings: new, Rates",
        "  chart rates: dropped, was Rates",
        "  source state: new, State (2012).",
        "  source gao: dropped, was GAO (2013).",
    ]


def test_the_page_says_the_same_and_lets_nothing_through(editions):
    def change(manifest):
        manifest["documents"][0]["facts"][0]["text"] = "<script>alert(1)</script>"

    page = difference_page(editions(change), "old", "new")
    soup = BeautifulSoup(page, "html.parser")
    assert soup.find("script") is None
    assert "<script>alert(1)</script>" in soup.find("table").get_text()
    assert "default-src 'none'" in soup.find("meta", attrs={"http-equiv": True})["content"]


def test_the_page_of_nothing(editions):
    assert "Nothing moved." in difference_page(editions(), "old", "new")
