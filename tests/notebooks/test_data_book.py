"""The data book: whole, written from the data alone, and quick to notice a changed datum."""

import csv
import io
import json
import re
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from carsi_analysis.export import exhibits_of
from tests.notebooks.changed import told_after
from tests.ran import exported, ran

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def book() -> nbformat.NotebookNode:
    return ran("data-book").notebook


@pytest.fixture(scope="module")
def printed() -> list[str]:
    """The text of each page of the PDF."""
    content = exported("pdf", "data-book")
    assert isinstance(content, bytes)
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


@pytest.fixture(scope="module")
def exhibits(book) -> dict:
    return {one["id"]: one for one in exhibits_of(book) if one["kind"] != "fact"}


def test_it_holds_every_table_column_indicator_and_caveat(exhibits):
    described = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    expected = {
        "package-tables": len(described),
        "package-columns": sum(len(one["schema"]["fields"]) for one in described),
        "indicator-book": rows_in("indicators"),
        "caveats": rows_in("caveats"),
        "omissions": rows_in("omissions"),
    }
    assert {name: len(exhibits[name]["data"]["rows"]) for name in expected} == expected


def test_every_disagreement_of_the_data_is_in_one_of_its_tables(exhibits):
    rows = [row for name in ("conflict-reasons", "further-conflicts") for row in exhibits[name]["data"]["rows"]]
    shown = {cell for row in rows for cell in row}
    with (ROOT / "data" / "conflicts.csv").open(encoding="utf-8", newline="") as file:
        missing = [row["conflict_id"] for row in csv.DictReader(file) if row["question_en"] not in shown]
    assert missing == []


def test_all_sources_are_listed_once(book):
    entries = next(
        output.metadata.briefing.entries
        for cell in book.cells
        for output in cell.get("outputs", [])
        if output.metadata.get("briefing", {}).get("kind") == "references"
    )
    assert len(entries) == rows_in("sources")
    assert [entry["number"] for entry in entries] == list(range(1, len(entries) + 1))


def test_a_table_about_the_package_names_the_package_as_its_source(exhibits):
    assert exhibits["package-tables"]["sources"] == []
    assert "data package, version" in exhibits["package-tables"]["source_line"][0]
    assert exhibits["corrections"]["sources"]


def test_it_prints_on_nine_pages_and_says_what_only_the_web_page_holds(printed, exhibits):
    page = BeautifulSoup(exported("html", "data-book"), "html.parser")
    whole = " ".join(" ".join(printed).split())
    assert len(printed) <= 9
    annexes = [one for one in exhibits.values() if one.get("annex")]
    assert {one["id"] for one in annexes} >= {"indicator-book", "caveats", "corrections", "package-columns"}
    for one in annexes:
        rows = len(one["data"]["rows"])
        assert f"{one['title']} (rows: {rows})" in whole.partition("In the HTML version of this report only:")[2]
        table = page.find(id=f"tbl-{one['id']}").find("tbody")
        assert len(table.find_all("tr")) - len(table.find_all(scope="rowgroup")) == rows
    assert "Government transparency and accountability" not in whole, "a row of the annex was printed"


def test_print_lists_the_sources_that_it_cites_and_counts_the_others(printed, exhibits):
    whole = " ".join(" ".join(printed).split())
    cited = {source for one in exhibits.values() if not one.get("annex") for source in one["sources"]}
    assert f"also lists the {rows_in('sources') - len(cited)} sources that this print does not cite" in whole


def test_long_tables_repeat_their_heads_on_every_page(printed):
    coverage = [text for text in printed if len(re.findall(r"20\d\d–\d\d", text)) > 40]
    assert len(coverage) > 1
    assert all("Nicaragua" in text and "Guatemala" in text for text in coverage)


def test_a_changed_datum_is_told_in_words(tmp_path, monkeypatch):
    told = told_after(
        "data_book.ipynb",
        "caveats.csv",
        "Advocacy page; repeats figures",
        "Advocacy page that repeats figures",
        tmp_path,
        monkeypatch,
    )
    assert any(line.startswith("+") and "Advocacy page that repeats figures" in line for line in told)


def rows_in(name: str) -> int:
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.DictReader(file))
