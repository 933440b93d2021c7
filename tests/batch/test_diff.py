"""What moved between two editions, in words and as a page."""

import copy
import json

import pytest
from bs4 import BeautifulSoup

from carsi_analysis.batch.edition.collection import FolderCollection
from carsi_analysis.batch.edition.diff import compare
from carsi_analysis.batch.edition.diff_page import difference_page
from carsi_analysis.batch.edition.verify import ManifestError
from carsi_analysis.errors import CarsiError
from carsi_analysis.export.csv_text import csv_text
from carsi_analysis.export.taken import ORIGIN

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
    assert in_first(editions(rows=[*ROWS, ROWS[0]])) == ["chart rates, HND / 2011 / 86.5: 1 row → 2 rows"]


def test_values_that_no_leading_column_tells_apart_cannot_hide(editions):
    difference = editions(rows=[["HND", 2011, 80.5], ["HND", 2011, 81.5], *ROWS[1:]])
    assert in_first(difference) == [
        "chart rates, HND / 2011 / 80.5: new, 1 row",
        "chart rates, HND / 2011 / 81.5: new, 1 row",
        "chart rates, HND / 2011 / 86.5: dropped, was 1 row",
    ]


def test_findings_that_share_a_name_cannot_hide_each_other(editions):
    def change(manifest):
        facts = manifest["documents"][0]["facts"]
        facts[:] = [{**facts[0], "text": "$170 million", "value": 170.0}, facts[0], facts[0]]

    assert in_first(editions(change)) == [
        "finding total: $165 million (165.0) → $170 million (170.0)",
        "finding total (2): new, $165 million (165.0)",
    ]


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("year", "country", "rate"), ["chart rates, 2011 / HND, rate: 86.5 → 99.5"]),
        (
            ("country", "rate", "year"),
            ["chart rates, HND / 99.5: new, 2011", "chart rates, HND / 86.5: dropped, was 2011"],
        ),
    ],
)
def test_a_value_cannot_hide_behind_columns_in_another_order(editions, names, told):
    def ordered(rows):
        return [[dict(zip(("country", "year", "rate"), row, strict=True))[name] for name in names] for row in rows]

    columns = [{"name": name} for name in names]
    difference = editions(columns=columns, rows=ordered([["HND", 2011, 99.5], *ROWS[1:]]))
    assert in_first(difference) == told


def test_columns_in_another_order_are_no_change(editions):
    assert not editions(columns=COLUMNS[::-1], rows=[row[::-1] for row in ROWS])


def test_values_beside_a_new_column_are_told_too(editions):
    rows = [["HND", 2011, "UNODC", 80.5], *([*row[:2], "UNODC", row[2]] for row in ROWS[1:])]
    difference = editions(columns=[*COLUMNS[:2], {"name": "source"}, COLUMNS[2]], rows=rows)
    assert in_first(difference) == [
        "columns of chart rates: country, year, rate → country, year, source, rate",
        "chart rates, HND / 2011, rate: 86.5 → 80.5",
    ]


def test_columns_that_share_a_name_cannot_hide_each_other(editions, tmp_path):
    editions()
    for name, last in (("old", "3"), ("new", "4")):
        (tmp_path / name / "rates.csv").write_text(f"year,rate,rate\n2011,1,{last}\n")
    assert in_first(compare(tmp_path / "old", tmp_path / "new")) == ["chart rates, 2011, rate: 3 → 4"]


def test_cells_beyond_the_header_cannot_hide(editions, tmp_path):
    editions()
    for name, cells in (("old", "2011,1\n"), ("new", "2011,1,7\n")):
        (tmp_path / name / "rates.csv").write_text(f"year,rate\n{cells}")
    assert in_first(compare(tmp_path / "old", tmp_path / "new")) == ["chart rates, 2011, : no value → 7"]


def test_a_table_that_is_gone(editions, tmp_path):
    editions()
    (tmp_path / "new/rates.csv").unlink()
    assert in_first(compare(tmp_path / "old", tmp_path / "new")) == [
        "columns of chart rates: dropped, was country, year, rate"
    ]


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


def test_a_report_that_failed_is_not_one_that_was_dropped(editions):
    def change(manifest):
        del manifest["documents"][1]
        manifest["failed"] = {"brief-es": "cell [3]: ZeroDivisionError", "goals-en": "no memory\x1b[2J"}

    difference = editions(change)
    assert difference.lines() == [
        "report failed: brief-es (cell [3]: ZeroDivisionError)",
        "report failed: goals-en (no memory\\x1b[2J)",
    ]
    assert "Reports that failed" in difference_page(difference, "old", "new")


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


def test_what_an_edition_says_cannot_act_on_the_terminal(editions):
    def change(manifest):
        manifest["documents"][0]["facts"][0]["text"] = "$165\u00a0million\x1b[2J\nreport dropped: brief-en\ud800"

    difference = editions(change)
    _, line, *_ = difference.lines()
    assert line.endswith("→ $165\u00a0million\\x1b[2J\\nreport dropped: brief-en\\ud800 (165.0)")
    assert difference_page(difference, "old", "new").encode("utf-8")


@pytest.mark.parametrize(
    ("documents", "complaint"),
    [
        ([1], "document 1 is not an object"),
        ([{}], "document 1 has no 'document_id' that is a text"),
        ([document(), {**document("b"), "facts": {}}], "document 2 has no 'facts' that is a list"),
        ([{**document(), "facts": [1]}], "document 1, one of its facts is not an object"),
        ([{**document(), "facts": [{"sources": 3}]}], "one of its facts has no 'sources' that is a list"),
        ([{**document(), "exhibits": [{"data": {}}]}], "one of its exhibits has no 'data' that is a text"),
        ([document(), document()], "lists a document twice"),
    ],
)
def test_a_manifest_of_another_shape_is_refused(editions, documents, complaint):
    with pytest.raises(ManifestError, match=complaint):
        editions(lambda manifest: manifest.update(documents=documents))


@pytest.mark.parametrize(
    "content", [b"a\n\xff\xfe\n", b'"' + b"x" * 200_000 + b'"\n', b"a\n" * 2_000], ids=["encoding", "cell", "length"]
)
def test_a_table_that_cannot_be_read_is_named(editions, tmp_path, monkeypatch, content):
    monkeypatch.setattr("carsi_analysis.batch.edition.diff._LONGEST_TABLE", 300_000 if b"x" in content else 3_000)
    editions()
    (tmp_path / "new/rates.csv").write_bytes(content)
    with pytest.raises(CarsiError, match=r"new: rates\.csv cannot be read as a table: "):
        compare(tmp_path / "old", tmp_path / "new")


def test_a_folder_is_listed_once(editions, tmp_path, monkeypatch):
    editions()
    listed = []
    names = FolderCollection.names
    monkeypatch.setattr(FolderCollection, "names", lambda self: listed.append(self) or names(self))
    compare(tmp_path / "old", tmp_path / "new")
    assert len(listed) == 4, "once for the manifest and once for all tables of each edition"


def test_what_stands_in_every_row_of_a_table_is_not_told_for_every_row(editions):
    origin = [{"name": name} for name in ORIGIN]
    rows = [[*row, "Rates", "percent", "GAO", "https://l/", "2026-11-28"] for row in ROWS]
    assert editions(rows=rows, columns=[*COLUMNS, *origin]).lines() == []
