"""The contract between what is shown and what is exported: written, read, refused by the name of a field."""

import io
import json
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from nbconvert import get_exporter
from pypdf import PdfReader

from carsi_analysis import blocks
from carsi_analysis.blocks import BlockError, block_of, metadata_of
from carsi_analysis.exhibits.column import ExhibitError
from carsi_analysis.exhibits.inline import Written
from tests.export.conftest import block_cell, notebook_of, svg

MARK = blocks.ReferenceMark([blocks.Source(1, "gao"), blocks.Source(2, "un")])
TABLE = blocks.Table(
    id="money",
    title="$1 & <b>more</b>",
    subtitle="millions",
    notes=["A note with *no* emphasis."],
    source_line=["Source: GAO", MARK, "."],
    grid=blocks.Grid(
        [blocks.GridColumn("Country", header=True), blocks.GridColumn("Amount", "right")],
        [blocks.Group([["Belize", "–"]]), blocks.Group([["Panama", "1.5"]], "By treaty")],
    ),
    data=blocks.Data([blocks.DataColumn("country", "Country"), blocks.DataColumn("amount")], [["Belize", None]]),
)
PROSE = blocks.Prose(
    content=[
        blocks.Heading(2, ["Money"]),
        blocks.Paragraph([blocks.Strong(["In all "]), blocks.FactMark("p1-total", "$5 million"), MARK, " for *two*."]),
        blocks.List([["one"], [blocks.Link("https://example.org/?a=1&b=2", ["two"])]], ordered=True),
    ],
    facts=[blocks.Fact("p1-total", "$5 million", 5e6, "usd", ["funding/x"], ["gao", "un"], "p. 3")],
)
REFERENCES = blocks.References(
    entries=[blocks.Entry(1, "gao", "GAO. A_title. 2013.", "https://gao.gov"), blocks.Entry(2, "un", "UN.")]
)
EVERY_KIND = [
    blocks.Title(title="T", authors=["A"], edition_date="2026-01-02"),
    PROSE,
    blocks.Figure(
        id="f", title="T", alt="A", marks=[blocks.ChartMark("m1", "Belize, 2020", "1.5", ["observations/x"])]
    ),
    TABLE,
    REFERENCES,
    blocks.ScreenOnly(),
]


@pytest.mark.parametrize("block", EVERY_KIND, ids=lambda block: block.kind)
def test_what_is_written_is_read_again(block):
    stored = json.loads(json.dumps(metadata_of(block)))["briefing"]
    assert stored["version"] == blocks.VERSION
    assert block_of(stored) == block


def changed(block: blocks.Block, place: str, value: object) -> dict:
    stored = metadata_of(block)["briefing"]
    *way, last = [int(step) if step.isdigit() else step for step in place.split(".")]
    part = stored
    for step in way:
        part = part[step]
    part[last] = value
    return stored


@pytest.mark.parametrize(
    ("block", "place", "value"),
    [
        (TABLE, "grid.groups.1.rows.0.1", 1.5),
        (TABLE, "grid.columns.0.align", "centre"),
        (TABLE, "data.columns.0.name", None),
        (TABLE, "annex", "yes"),
        (TABLE, "colour", "red"),
        (PROSE, "facts.0.rows", "funding/x"),
        (PROSE, "content.2.items.0.0", 5),
        (REFERENCES, "entries.0.number", "1"),
    ],
)
def test_a_field_of_another_shape_is_named(block, place, value):
    with pytest.raises(BlockError) as refused:
        block_of(changed(block, place, value))
    assert [step for step in place.split(".") if step not in str(refused.value)] == []


def test_a_row_without_a_cell_for_each_column_is_refused():
    with pytest.raises(BlockError, match="grid: each row should have 2 cells"):
        block_of(changed(TABLE, "grid.groups.0.rows.0", ["Belize"]))


def test_a_block_of_another_version_is_refused():
    with pytest.raises(BlockError, match="version: it should be 2, not 3"):
        block_of(changed(TABLE, "version", 3))


@pytest.fixture
def page() -> BeautifulSoup:
    notebook = notebook_of(block_cell(PROSE), block_cell(TABLE), block_cell(REFERENCES))
    html, _ = get_exporter("briefing-html")(strict=True).from_notebook_node(notebook)
    return BeautifulSoup(html, "html.parser")


def test_text_of_a_block_is_neither_markdown_nor_markup(page):
    assert "$1 & <b>more</b>" in page.find("caption").get_text()
    assert page.find("p", class_="note").get_text() == "A note with *no* emphasis."
    assert " for *two*." in page.find("main").get_text()


def test_marks_lead_to_facts_and_references_and_back(page):
    fact = page.find("a", string="$5 million")
    entry = page.find(id=fact["href"][1:])
    assert entry.find("a", href=f"#{fact['id']}")
    cited = [link["href"] for link in page.select("main p sup a")]
    assert cited == ["#ref-gao", "#ref-un", "#ref-gao", "#ref-un"]
    assert len(page.find(id="ref-gao").select("a.back")) == 2


def test_a_table_keeps_its_groups_headers_and_alignment(page):
    table = page.find("table")
    assert [cell["scope"] for cell in table.select("tbody th")] == ["row", "rowgroup", "row"]
    assert [cell.get("class") for cell in table.select("td")] == [["num"], ["num"]]


def test_a_reference_that_is_not_listed_is_told():
    notebook = notebook_of(block_cell(blocks.Prose(content=[blocks.Paragraph(["So it is", MARK])])))
    with pytest.raises(Exception, match="'#ref-gao' leads nowhere"):
        get_exporter("briefing-html")(strict=True).from_notebook_node(notebook)


def test_a_figure_without_its_picture_leaves_a_notice():
    figure = EVERY_KIND[2]
    page, _ = get_exporter("briefing-html")().from_notebook_node(notebook_of(block_cell(figure)))
    assert "A picture of the notebook could not be included." in page
    drawn = notebook_of(block_cell(figure, {"image/svg+xml": svg("<path d='M0 0L1 1'/>")}))
    page, _ = get_exporter("briefing-html")(strict=True).from_notebook_node(drawn)
    assert 'id="fig-f"' in page


# Passages, read from the Markdown that analysts write


def test_a_passage_becomes_headings_paragraphs_and_lists():
    mark = blocks.FactMark("p1-a", "*5*")
    written = Written(
        ("## Of ", mark, "\n\n**All** of *it*,\n", mark, ": \\*plain\\* & [this](https://x.org).\n\n- a\n- b")
    )
    assert written.passages() == [
        blocks.Heading(2, ["Of ", mark]),
        blocks.Paragraph(
            [
                blocks.Strong(["All"]),
                " of ",
                blocks.Emphasis(["it"]),
                ",\n",
                mark,
                ": *plain* & ",
                blocks.Link("https://x.org", ["this"]),
                ".",
            ]
        ),
        blocks.List([["a"], ["b"]]),
    ]
    assert "[\\*5\\*](#fact-p1-a)" in written.markdown()


def test_text_cannot_pass_for_a_mark():
    assert Written(("a \ue0000\ue001 b",)).passages() == [blocks.Paragraph(["a 0 b"])]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a `b`", "codespan"),
        ("| a | b |\n| - | - |\n| 1 | 2 |", "table"),
        ("a <b>c</b>", "inline html"),
        ("> a", "block quote"),
        ("![a](b.png)", "image"),
        ("- a\n  - b", "list of several levels"),
        ("    a", "block code"),
    ],
)
def test_what_a_passage_cannot_hold_is_refused(text, kind):
    with pytest.raises(ExhibitError, match=kind):
        Written((text,)).passages()


@pytest.mark.parametrize("end", [[PROSE, REFERENCES], [PROSE]], ids=["above the sources", "at the end"])
def test_print_names_each_annex_once_with_its_rows(end):
    annexes = [replace(TABLE, id=name, title=f"Table of {name}", annex=True) for name in ("arms", "money")]
    cells = [block_cell(block) for block in (EVERY_KIND[0], annexes[0], PROSE, annexes[1], *end)]
    content, _ = get_exporter("briefing-pdf")().from_notebook_node(notebook_of(*cells))
    text = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages)
    told = (
        "In the HTML version of this report only: Table 1. Table of arms (rows: 1); Table 2. Table of money (rows: 1)"
    )
    assert text.count("Table of") == 2 and "Belize" not in text
    assert text.rindex("2. two") < text.index(told)
    assert text.index(told) < text.index("A_title") if REFERENCES in end else "A_title" not in text


def test_print_names_a_chart_of_the_annex_by_its_title_alone():
    figure = blocks.Figure(id="one", title="Chart of arms", alt="One bar.", annex=True)
    cell = block_cell(figure, {"image/svg+xml": svg('<text y="9">drawn</text>')})
    notebook = notebook_of(block_cell(EVERY_KIND[0]), cell, block_cell(PROSE))
    content, _ = get_exporter("briefing-pdf")().from_notebook_node(notebook)
    text = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages)
    assert "In the HTML version of this report only: Figure 1. Chart of arms" in text
    assert text.count("Chart of arms") == 1 and "drawn" not in text and b"One bar." not in content
    page, _ = get_exporter("briefing-html")().from_notebook_node(notebook)
    assert page.count("drawn") and "One bar." in page
