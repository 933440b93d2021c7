"""Tables of any library on paper: every row and column, no number in two lines, names again overleaf, colours."""

import base64
import io
import itertools
import re

import pikepdf
import pypdfium2
import pytest
from bs4 import BeautifulSoup
from nbconvert import get_exporter
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from PIL import Image
from pypdf import PdfReader
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from carsi_analysis.export.foreign.colours import ENOUGH, background, hex_colour, pale
from carsi_analysis.export.foreign.elements import content_of
from carsi_analysis.export.foreign.sanitise import clean_tree
from carsi_analysis.export.lint import ExportError
from carsi_analysis.export.table_layout import plan
from carsi_analysis.export.table_pages import page_starts, split_spans
from carsi_analysis.export.tree import Cell, Table, parts_of
from carsi_analysis.house.contrast import contrast
from tests.export.conftest import notebook_of, output_cell
from tests.judges import verapdf


def pdf_of(*cells: NotebookNode) -> bytes:
    """Export cells; ``strict`` fails where anything of them cannot be seen on the paper."""
    content, _ = get_exporter("briefing-pdf")(strict=True).from_notebook_node(notebook_of(*cells))
    return content


def pdf_without_complaint(html: str) -> bytes:
    """Export an output of which signs may lack in the fonts."""
    content, _ = get_exporter("briefing-pdf")().from_notebook_node(notebook_of(output_cell({"text/html": html})))
    return content


def words(content: bytes) -> list[str]:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split()


def shapes(content: bytes) -> list[tuple[int, int]]:
    """Give rows and columns of each table by the tags of a PDF."""
    found = []

    def walk(element):
        if isinstance(element, pikepdf.Array):
            for one in element:
                walk(one)
        elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
            if element.S == "/Table":
                rows = [one for one in below(element) if one.S == "/TR"]
                found.append((len(rows), len([one for one in kids(rows[0]) if one.S in ("/TH", "/TD")])))
            elif "/K" in element:
                walk(element.K)

    with pikepdf.open(io.BytesIO(content)) as pdf:
        walk(pdf.Root.StructTreeRoot.K)
    return found


def kids(element):
    own = element.get("/K", pikepdf.Array())
    own = own if isinstance(own, pikepdf.Array) else [own]
    return [one for one in own if isinstance(one, pikepdf.Dictionary) and "/S" in one]


def below(element):
    for one in kids(element):
        yield one
        yield from below(one)


def html_table(columns: int, rows: int, name: str = "variable_{:03}") -> str:
    head = "".join(f"<th>{name.format(column)}</th>" for column in range(columns))
    body = "".join(
        f"<tr><th>row {row}</th>{''.join(f'<td>{row * 1000 + column}.125</td>' for column in range(columns))}</tr>"
        for row in range(rows)
    )
    return f"<table><thead><tr><th></th>{head}</tr></thead><tbody>{body}</tbody></table>"


def grouped(*sizes: int) -> str:
    body = ""
    for group, size in enumerate(sizes):
        for row in range(size):
            name = f'<th rowspan="{size}">Group{group}</th>' if row == 0 else ""
            body += f"<tr>{name}<th>town{group}x{row}</th><td>{row}.5</td></tr>"
    return f"<table><thead><tr><th>region</th><th>town</th><th>value</th></tr></thead><tbody>{body}</tbody></table>"


def parsed(html: str) -> Table:
    (table,) = (node for node in content_of(clean_tree(html)) if isinstance(node, Table))
    return table


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in (*table.head, *table.body)]


@pytest.mark.parametrize("beside", ["", "<p>words beside it</p>"])
def test_groups_of_rows_go_on_overleaf_and_say_their_name_again(beside):
    content = pdf_of(new_markdown_cell("# T"), output_cell({"text/html": beside + grouped(90, 3, 70)}))
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    assert len(pages) > 2
    for group in range(3):
        on = [page for page in pages if f"town{group}x" in page]
        assert on and all(f"Group{group}" in page for page in on)
    assert [text for text in words(content) if re.match(r"town\d", text)] == [
        f"town{group}x{row}" for group, size in enumerate((90, 3, 70)) for row in range(size)
    ]
    assert shapes(content) == [(164, 3)]


def test_a_head_taller_than_a_page_breaks_and_stands_there_once():
    lines = [f"line{number}" for number in range(150)]
    head = f"<tr><th>a</th><th>{'<br>'.join(lines)}</th><th>c</th></tr><tr><th>d</th><th>e</th><th>f</th></tr>"
    rows = "".join(f"<tr><td>a{row}</td><td>b{row}</td><td>c{row}</td></tr>" for row in range(30))
    content = pdf_of(output_cell({"text/html": f"<table><thead>{head}</thead>{rows}</table>"}))
    assert [word for word in words(content) if word.startswith("line")] == lines
    with pikepdf.open(io.BytesIO(content)) as pdf:
        rows_of_tags = [one for one in below(pdf.Root.StructTreeRoot) if one.S == "/TR"]
        headers = [[cell for cell in kids(row) if cell.S == "/TH"] for row in rows_of_tags]
        assert [len(row) for row in headers] == [3, 3] + [0] * 30
        assert {str(cell.A.Scope if isinstance(cell.A, pikepdf.Dictionary) else cell.A[-1].Scope)
                for row in headers for cell in row} == {"/Column"}  # fmt: skip


def test_a_tall_cell_breaks():
    lines = [f"line{number}" for number in range(150)]
    cell = "<br>".join(lines)
    content = pdf_of(
        new_markdown_cell("# T"), output_cell({"text/html": f"<table><tr><td>a</td><td>{cell}</td></tr></table>"})
    )
    assert [word for word in words(content) if word.startswith("line")] == lines


@pytest.mark.parametrize("columns", [16, 40, 90])
@pytest.mark.parametrize("rows", [3, 30])
@pytest.mark.parametrize("where", ["{}", "<p>words</p>{}", "<ul><li>words {}</li></ul>"])
def test_no_number_of_a_wide_table_breaks(columns, rows, where):
    html = where.format(html_table(columns, rows))
    content = pdf_of(new_markdown_cell("# T"), output_cell({"text/html": html}))
    numbers = [word for word in words(content) if word.endswith(".125")]
    assert sorted(numbers) == sorted(f"{row * 1000 + column}.125" for row in range(rows) for column in range(columns))
    parts = shapes(content)
    assert {height for height, _ in parts} == {rows + 1}
    assert sum(width - 1 for _, width in parts) == columns, "each part has the names of the rows"
    if len(parts) > 1:
        assert words(content).count("29") == (len(parts) if rows == 30 else 0)


def test_units_and_dates_stay_beside_their_number():
    table = parsed(
        "<table><tr><td>12 %</td><td>1 234 567</td><td>2024-05-06</td><td>US$ 5</td><td>"
        + "words " * 90
        + "</td></tr></table>"
    )
    (layout,) = plan(table, 480).parts
    cells = "<td>12 %</td><td>1 234 567</td><td>2024-05-06</td>"
    content = pdf_of(output_cell({"text/html": f"<table><tr>{cells}<td>{'words ' * 90}</td></tr></table>"}))
    text = PdfReader(io.BytesIO(content)).pages[0].extract_text().replace("\u00a0", " ")
    assert "12 %" in text and "1 234 567" in text and "2024-05-06" in text
    assert layout.widths[0] < layout.widths[4]


def test_a_heading_stands_on_the_page_of_its_wide_table():
    content = pdf_of(
        new_markdown_cell("# T\n\nWords.\n\n## Its heading"),
        output_cell({"text/html": html_table(14, 20, "v{:02}")}),
        new_markdown_cell("After it."),
    )
    turned = [page for page in PdfReader(io.BytesIO(content)).pages if page.mediabox.width > page.mediabox.height]
    assert turned and "Its heading" in turned[0].extract_text()


@pytest.mark.parametrize(
    ("html", "cells"),
    [
        ("<tr><td>a</tr><tr><td>b<td>c<td>d</tr>", [["a", "", ""], ["b", "c", "d"]]),
        ("<tr><td>1<td>2<tr><td>3<td>4", [["1", "2"], ["3", "4"]]),
        ("<thead><tr><th>a</th></tr></thead><tr><td>1</td><td>2</td></tr>", [["a", ""], ["1", "2"]]),
        ("<tr><td rowspan=9>a</td><td>b</td></tr><tr></tr><tr><td>c</td></tr>", [["a", "b"], [""], ["c"]]),
        ("<tr><td rowspan=2>a</td><td rowspan=2>b</td></tr><tr></tr><tr><td>c</td></tr>", [["a", "b"], ["c", ""]]),
        (
            "<tr><td>a</td><td rowspan=2>b</td></tr><tr><td colspan=2>c</td><td>d</td></tr>",
            [["a", "b", ""], ["c", "d"]],
        ),
        ("<tr><td colspan=9>a</td></tr><tr><td>b</td><td>c</td></tr>", [["a"], ["b", "c"]]),
        (
            "<tbody><tr><td rowspan=99>a</td><td>b</td></tr></tbody><tbody><tr><td>c</td></tr></tbody>",
            [["a", "b"], ["c", ""]],
        ),
        ("<tr><td>a</td></tr><tfoot><tr><td>sum</td><td>5</td></tr></tfoot>", [["a", ""], ["sum", "5"]]),
    ],
)
def test_ragged_tables_keep_every_cell(html, cells):
    assert texts(parsed(f"<table>{html}</table>")) == cells
    pdf_of(output_cell({"text/html": f"<table>{html}</table>"}))


@pytest.mark.parametrize(
    ("markdown", "cells"),
    [
        ("| a | b | c |\n|---|---|---|\n| 1 |\n| 1 | 2 | 3 | 4 |", [["a", "b", "c"], ["1", "", ""], ["1", "2", "3"]]),
        ("a | b\n--|:-:\n1 | 2\nwords", [["a", "b"], ["1", "2"], ["words", ""]]),
        ("- x\n\n  | a | b |\n  |---|---|\n  | 1 | 2", [["a", "b"], ["1", "2"]]),
        ("> | a \\| b |\n> |---|\n> | `c` |", [["a | b"], ["c"]]),
        ("| a |\n|---|", [["a"]]),
    ],
)
def test_tables_of_markdown_are_those_of_github(markdown, cells):
    content, _ = get_exporter("briefing-html")().from_notebook_node(notebook_of(new_markdown_cell(markdown)))
    rows = BeautifulSoup(content, "html.parser").find("table").find_all("tr")
    assert [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in rows] == cells
    if "| 4 |" not in markdown:
        pdf_of(new_markdown_cell(markdown))


def test_a_cell_beyond_the_head_of_its_table_is_told():
    with pytest.raises(ExportError, match="the words “four” cannot be seen"):
        pdf_of(new_markdown_cell("| a |\n|---|\n| 1 | four |"))


@pytest.mark.parametrize("text", ["a | b\n\n--|--", "a | b\n--|--|--\n1 | 2", "words\n---"])
def test_what_github_takes_for_no_table_is_none(text):
    content, _ = get_exporter("briefing-html")().from_notebook_node(notebook_of(new_markdown_cell(text)))
    assert BeautifulSoup(content, "html.parser").find("table") is None


STYLED = """<style>
#T_a th { background-color: #036; color: white } #T_a .col1 { background: rgba(0, 0, 0, .06); font-style: italic }
#T_a tbody tr:nth-child(2) td { background-color: var(--none, hsl(60 100% 80%)) } td { color: #bbb }
#T_a_row0_col0, #T_x { background: linear-gradient(90deg, transparent 20%, navy 20%, navy 70.5%, transparent 70.5%) }
</style><table id="T_a"><caption>Its caption</caption><thead><tr><th>A</th><th class="col1">B</th></tr></thead><tbody>
<tr><td id="T_a_row0_col0">1</td><td class="col1">2</td></tr><tr><td>3</td><td class="col1">4</td></tr>
<tr style="color: rebeccapurple"><td>5</td><td style="text-align: center">6</td></tr></tbody></table>"""


def test_rules_that_name_what_is_around_a_table_reach_it_and_no_other():
    sheet = "<style>.outer .a { background: #ff0 } table.a { color: #060 } div > .b td { font-style: italic }</style>"
    one, other = ('<table class="a"><tr><td>1</td></tr></table>', '<table class="b"><tr><td>2</td></tr></table>')
    html = f'{sheet}<div class="outer">{one}</div><p>x</p>{one}<div>{other}</div>'
    tables = [part for part in parts_of(content_of(clean_tree(html))) if isinstance(part, Table)]
    first, second, third = (table.body[0][0] for table in tables)
    assert (first.fill, first.ink) == ("#ffff00", "#006600")
    assert (second.fill, second.ink) == (None, "#006600")
    assert third.italic and third.fill is None and not second.italic


@pytest.mark.parametrize("beside", ["", "<p>words</p>"])
def test_the_looks_of_a_styled_table_are_kept_wherever_it_stands(beside):
    table = parsed(beside + STYLED)
    (head, shaded), (bar, light), (row, _), (plain, middle) = (*table.head, *table.body)
    assert (head.fill, head.ink) == ("#003366", "#ffffff")
    assert light.fill == "#f0f0f0" and light.italic and shaded.fill == "#f0f0f0"
    assert bar.bar == (pale("#000080"), 20, 70.5)
    assert row.fill == "#ffff99" and plain.fill is None and middle.align == "center"
    for cell in (head, shaded, bar, light, row):
        assert contrast(cell.fill, cell.ink) >= ENOUGH
    assert contrast(bar.bar[0], bar.ink) >= ENOUGH
    assert contrast("#ffffff", plain.ink) >= ENOUGH
    page, _ = get_exporter("briefing-html")().from_notebook_node(
        notebook_of(output_cell({"text/html": beside + STYLED}))
    )
    assert "linear-gradient(90deg" in page and "#f0f0f0" in page and "Its caption" in page
    pdf_of(new_markdown_cell("# T"), output_cell({"text/html": beside + STYLED}))


@pytest.mark.parametrize(
    ("css", "colour"),
    [
        ("rgba(0,0,0,.06)", "#f0f0f0"), ("#f008", "#ff7777"), ("RebeccaPurple", "#663399"), ("transparent", None),
        ("rgb(10% 20% 30% / 50%)", "#8c99a6"), ("hsl(120deg, 100%, 25%)", "#008000"), ("currentcolor", "#123456"),
        ("inherit", None), ("no colour", None), ("oklch(0.628 0.2577 29.23)", "#ff0000"), ("lab(100 0 0)", "#ffffff"),
        ("lch(54.29 106.85 40.85)", "#ff0000"), ("oklab(0 0 0)", "#000000"), ("color(xyz .9505 1 1.089)", "#ffffff"),
        ("color(rec2020 1 0 0)", None), ("color-mix(in srgb, red 30%, white)", "#ffb2b2"),
        ("color-mix(in srgb, red, white)", "#ff8080"), ("color-mix(in srgb, 50% currentcolor, rgb(0 0 0))", "#091a2b"),
        ("color-mix(in srgb, blue, white 80%)", "#ccccff"), ("color-mix(in srgb, red 20%, red 20%)", "#ff9999"),
        ("color-mix(in srgb, red, transparent)", "#ff8080"), ("color-mix(in srgb, red 0%, blue 0%)", None),
        ("color-mix(in oklab, red, blue)", None), ("color-mix(in srgb, red 130%, blue)", None),
        ("color-mix(in srgb, red)", None), ("color-mix(in srgb, color-mix(in srgb, red, blue), white)", "#bf80bf"),
    ],
)  # fmt: skip
def test_colours_are_those_of_css(css, colour):
    assert hex_colour(css, "#123456") == colour


def test_a_background_is_found_among_its_other_words():
    assert background("url(x.png) no-repeat #fff") == ("#ffffff", None)
    assert background("linear-gradient(90deg,#d65f5f 0% 40%,transparent 40%)") == (None, ("#d65f5f", 0, 40))
    mixed = "linear-gradient(90deg, color-mix(in srgb, rgb(1, 2, 3) 30%, white) 40%, transparent 40%)"
    assert background(mixed) == (None, ("#b3b3b3", 0, 40))


def test_only_mixes_that_are_not_computed_are_told(caplog):
    mixed, untold = "color-mix(in lab, red, blue)", "color-mix(in srgb, red, white)"
    html = f'<table><tr><td style="background:{untold}">1</td><td style="background:{mixed}">2</td></tr></table>'
    page, _ = get_exporter("briefing-html")().from_notebook_node(notebook_of(output_cell({"text/html": html})))
    assert "#ff8080" in page
    assert mixed in caplog.text and untold not in caplog.text


def test_rows_of_one_line_and_of_several_do_not_touch_each_other():
    """Rows that are surely one line high are set without being measured; here many are nearly or just too long."""
    texts = ["W" * count + " i" * (30 - count) for count in range(30)] + [
        "AVAVA To Yo. " * count for count in range(1, 9)
    ]
    texts += [
        "<b>bold words that are wider than plain ones</b>",
        "<i>slanted words beside</i>",
        "मान 一二三 <sup>2</sup>",
        "10–12",
    ]
    rows = "".join(f"<tr><td>row{place}</td><td>{text}</td></tr>" for place, text in enumerate(texts))
    content = pdf_without_complaint(f"<table><tr><th>a</th><th>b</th></tr>{rows}</table><p>beside</p>")
    with pypdfium2.PdfDocument(content) as pdf:
        for page in pdf:
            text = page.get_textpage()
            boxes = [text.get_rect(place) for place in range(text.count_rects())]
            for one, other in itertools.combinations(boxes, 2):
                across = min(one[2], other[2]) - max(one[0], other[0])
                down = min(one[3], other[3]) - max(one[1], other[1])
                assert across < 0.5 or down < 0.5, (text.get_text_bounded(*one), text.get_text_bounded(*other))


def test_a_row_of_one_line_is_as_high_as_if_it_were_measured():
    lone, mixed = ("<tr><td>one</td></tr>" * 3, "<tr><td>one</td></tr>" * 2 + "<tr><td><i>one</i></td></tr>")
    heights = []
    for rows in (lone, mixed):
        with pypdfium2.PdfDocument(pdf_without_complaint(f"<table>{rows}</table>")) as pdf:
            text = pdf[0].get_textpage()
            boxes = [text.get_rect(place) for place in range(text.count_rects())]
            tops = [box[1] for box in boxes if text.get_text_bounded(*box).strip() == "one"]
            heights.append(tops[0] - tops[2])
    assert heights[0] == pytest.approx(heights[1], abs=0.01)


def test_a_span_ends_where_a_page_does():
    cells = [[Cell(["a"], "a", True, 0, rowspan=4), Cell(["b"], "b", False, 1)], *[[Cell(["b"], "b", False, 1)]] * 3]
    table = split_spans(Table([], cells, ["left", "left"]), {1, 3})
    assert [[(cell.text, cell.rowspan) for cell in row] for row in table.body] == [
        [("a", 1), ("b", 1)], [("a", 2), ("b", 1)], [("b", 1)], [("a", 1), ("b", 1)],
    ]  # fmt: skip
    assert page_starts([(0, 0, 1), (0, 1, 2), (1, 0, 2), (0, 2, 2), (1, 1, 2)]) == {0: {1}}


def test_numbers_in_narrow_columns_are_not_taken_for_one():
    rows = "".join(f"<tr><th>{row}</th><td>{row * 2}</td><td>text {row}</td></tr>" for row in range(30))
    content = pdf_of(output_cell({"text/html": f"<table>{rows}</table>"}))
    assert shapes(content) == [(30, 3)]


@pytest.mark.judge
def test_tables_are_valid_as_pdf(tmp_path):
    htmls = [grouped(90, 70), html_table(60, 4), STYLED, "<p>w</p>" + html_table(30, 3)]
    content = pdf_of(new_markdown_cell("# T"), *(output_cell({"text/html": html}) for html in htmls))
    (tmp_path / "t.pdf").write_bytes(content)
    valid, said = verapdf.judge(tmp_path / "t.pdf")
    assert valid, said


def picture(width: int, height: int) -> str:
    drawn = io.BytesIO()
    Image.new("RGB", (width, height), "#4477aa").save(drawn, "PNG")
    return f'<img alt="p" src="data:image/png;base64,{base64.b64encode(drawn.getvalue()).decode()}">'


def boxes_on_paper(content: bytes) -> tuple[list[tuple[float, ...]], list[tuple[float, ...]]]:
    """Give where the pictures and the letters of the first page stand: left, bottom, right, top."""
    with pypdfium2.PdfDocument(content) as pdf:
        page = pdf[0]
        text = page.get_textpage()
        letters = [text.get_charbox(place) for place in range(text.count_chars())]
        drawn = [one.get_bounds() for one in page.get_objects([FPDF_PAGEOBJ_IMAGE], max_depth=9)]
    return drawn, [box for box in letters if box[2] > box[0]]


@pytest.mark.parametrize(
    "html",
    [
        f"<table><tr><th>flag</th><th>name</th></tr><tr><td>{picture(300, 40)}</td><td>words</td></tr></table>",
        f"<table><tr><th>{picture(700, 40)}</th><th>name</th></tr><tr><td>1</td><td>{'words ' * 90}</td></tr></table>",
        "<table><tr>"
        + "".join(f"<td>{picture(150, 60)}</td><td>{column}</td>" for column in range(9))
        + "</tr></table>",
        f"<table><tr><td>{picture(18, 18) * 4}</td><td>{'words ' * 90}</td><td>{picture(500, 90)}</td></tr></table>",
        f"<ul><li>a<ul><li>{picture(900, 40)}<table><tr><td>{picture(900, 40)}</td><td>b</td></tr></table></ul></ul>",
    ],
)
def test_pictures_of_a_table_cover_no_other_cell_and_leave_no_page(html):
    content = pdf_of(output_cell({"text/html": html}))
    drawn, letters = boxes_on_paper(content)
    assert len(drawn) == html.count("<img")
    left, right = 612 / 2 - 241.5, 612 / 2 + 241.5
    assert [box for box in drawn if box[0] < left or box[2] > right] == []
    for box in drawn:
        others = [other for other in [*drawn, *letters] if other is not box]
        covered = [
            o for o in others if o[0] < box[2] - 1 and o[2] > box[0] + 1 and o[1] < box[3] - 1 and o[3] > box[1] + 1
        ]
        assert covered == []


def test_lines_that_a_cell_breaks_itself_are_measured_one_by_one():
    (table,) = content_of(clean_tree("<table><tr><td>United States<br>of America</td><td>1<br>2</td></tr></table>"))
    assert isinstance(table, Table)
    (layout,) = plan(table, 482).parts
    assert layout.widths[0] < 90 and layout.widths[1] < 20


@pytest.mark.parametrize("named", ["[town](https://e.org)", "town^[a note]"])
def test_a_link_or_a_note_in_the_head_of_a_long_table_is_printed(named):
    rows = "\n".join(f"| t{row} | {row} |" for row in range(90))
    content = pdf_of(new_markdown_cell(f"# T\n\n| {named} | value |\n|---|---|\n{rows}"))
    assert len(PdfReader(io.BytesIO(content)).pages) > 1 and "t89" in words(content)
