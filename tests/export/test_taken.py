"""What a reader takes of an exhibit says itself what it is, whose numbers it holds and how to cite it."""

import io
from urllib.parse import unquote

import pandas as pd
from bs4 import BeautifulSoup

from carsi_analysis.blocks import ORIGIN, Data, DataColumn, Figure, ReferenceMark, Source, Title
from carsi_analysis.export.taken import YEARS, FileNames, as_taken, cited, cited_in_bibtex, csv_of
from tests.export.conftest import exported

REPORT = Title(
    title="Brief",
    authors=["House & Co"],
    edition_date="2026-01-02",
    licence="https://l/",
    report_id="brief",
)


def exhibit(*units: str) -> Figure:
    columns = [DataColumn("country"), *(DataColumn(f"n{place}", "", unit) for place, unit in enumerate(units))]
    data = Data(columns, [["Honduras", *range(len(units))], ["=1+1", *[None] * len(units)]])
    said = ["Sources: UNODC, 2025", ReferenceMark([Source(3, "unodc")]), "; OWID: homicide", "."]
    return Figure(id="r", title="It fell", alt="A.", subtitle="Rate, in %", measure="Rate", source_line=said, data=data)


def frame(*units: str, report: Title = REPORT) -> pd.DataFrame:
    return pd.read_csv(io.StringIO(csv_of(as_taken(exhibit(*units), report))))


def test_programs_read_a_table_without_being_told_how_and_each_row_says_where_it_is_from():
    table = frame("percent")
    assert list(table.columns) == ["country", "n0", *ORIGIN]
    assert table["country"].tolist() == ["Honduras", "'=1+1"]
    assert table["n0"].tolist()[0] == 0 and table["n0"].isna().tolist() == [False, True]
    for row in table.itertuples():
        assert (row.table_about, row.table_units) == ("Rate", "percent")
        assert row.table_source == "UNODC, 2025; OWID: homicide"
        assert (row.table_licence, row.table_edition) == ("https://l/", "2026-01-02")


def test_several_units_are_told_by_column():
    assert frame("percent", "kg", "percent")["table_units"][0] == "n0, n2: percent; n1: kg"


def test_what_nobody_stated_is_a_gap():
    assert frame("percent", report=Title(title="x"))[["table_licence", "table_edition"]].isna().all().all()


def test_no_number_of_a_report_is_taken_without_its_unit():
    page = BeautifulSoup(exported("briefing-html"), "html.parser")
    tables = [link["href"].partition(",")[2] for link in page.select("a[href^='data:text/csv']")]
    assert len(tables) >= 4
    for text in tables:
        table = pd.read_csv(io.StringIO(unquote(text)))
        numbers = set(table.select_dtypes("number").columns) - set(YEARS)
        assert not numbers or table["table_units"].notna().all(), list(table.columns)
        assert table[["table_about", "table_source", "table_licence", "table_edition"]].notna().all().all()


def test_a_citation_names_the_whole_the_edition_the_sources_and_the_licence():
    assert cited("It fell", "Source: UNODC.", REPORT) == (
        "House & Co. “It fell”, in: Brief. Edition of January 2, 2026. Source: UNODC. Licence: https://l/"
    )
    assert cited("", "", Title(title="Brief")) == "Brief."
    entry = cited_in_bibtex("r", "50% {fell}", "Source: A_B.", REPORT)
    assert entry.startswith("@misc{brief-r-2026-01-02,\n  author = {{House \\& Co}},\n  title = {{50\\% \\{fell\\}}},")
    assert "howpublished = {In: Brief, Edition of January 2, 2026}" in entry
    assert "note = {Source: A\\_B. Licence: https://l/}" in entry


def test_files_of_one_identifier_are_told_apart():
    names = FileNames()
    assert [names.of(one) for one in ("a", "a", "a-2", "", "Índice de precios")] == [
        "a", "a-2", "a-2-2", "exhibit", "indice-de-precios",
    ]  # fmt: skip
