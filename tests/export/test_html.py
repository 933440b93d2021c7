"""The HTML page: one file, no request, accessible, every number traceable."""

import base64
import re
import urllib.parse

import html5lib
import nbformat
import pytest
from bs4 import BeautifulSoup
from nbconvert import get_exporter

from carsi_analysis.data import load
from carsi_analysis.export.lint import ExportError
from tests.export.conftest import BRIEFING, PROFILE, exported, notebook_of, output_cell, svg
from tests.judges import axe


@pytest.fixture(scope="module")
def soup() -> BeautifulSoup:
    return BeautifulSoup(exported("briefing-html"), "html.parser")


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_is_small(language):
    assert len(exported("briefing-html", language=language).encode()) < 400_000


def test_the_page_asks_for_nothing(page, soup):
    loaded = [tag.get("src") or tag.get("href") for tag in soup.find_all(["img", "script", "link", "iframe"])]
    assert [address for address in loaded if address and not address.startswith("data:")] == []
    assert "@import" not in page
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
    assert policy is not None
    assert "default-src 'none'" in policy["content"]


def test_the_page_is_well_formed(page):
    html5lib.HTMLParser(strict=True).parse(page)


def test_identifiers_are_unique_and_internal_links_arrive(soup):
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    targets = {link["href"][1:] for link in soup.find_all("a", href=re.compile("^#.")) if link["href"] != "#"}
    assert targets - set(ids) == set()


def test_every_number_leads_to_its_source_and_data_row(soup):
    numbers = soup.find_all("a", href=re.compile("^#fact-"))
    assert len(numbers) > 20
    for number in numbers:
        entry = soup.find(id=number["href"][1:])
        assert entry is not None
        said, told = number.get_text(strip=True), entry.get_text(" ", strip=True)
        assert " ".join(said.split()) in " ".join(told.split())  # a tile may break where a sentence may not
        listed = [soup.find(id=link["href"][1:]) for link in entry.select("a[href^='#row.']")]
        assert listed and None not in listed, entry.get_text(" ")
        assert [link["href"] for link in entry.select("a[href^='#ref-']")], entry.get_text(" ")
        for row in listed:
            assert row.find_previous("h3").find("a")["href"].startswith("#ref-"), row.get_text(" ")
            name = row.find("code").get_text()
            assert all(load().row(row_id) for row_id in name.split("; ")) or "… (" in name


@pytest.mark.parametrize(("notebook", "fewest"), [(BRIEFING, 4), (PROFILE, 4)])
def test_every_exhibit_offers_its_data(notebook, fewest):
    soup = BeautifulSoup(exported("briefing-html", notebook), "html.parser")
    stored = soup.find_all("a", download=True)
    exhibits = soup.select(".exhibit, figure")
    assert len(stored) == len(exhibits) >= fewest
    for link in stored:
        address = link["href"]
        body = address.split(",", 1)[1]
        csv = base64.b64decode(body).decode() if ";base64," in address else urllib.parse.unquote(body)
        assert csv.count("\n") >= 2


def test_charts_have_a_role_and_a_label(soup):
    charts = soup.select("figure svg")
    assert len(charts) >= 4
    for chart in charts:
        assert chart.get("role") == "img"
        assert chart.get("aria-label")


@pytest.mark.judge
def test_axe_finds_nothing(page, tmp_path):
    """In dark, axe judges the page of an edition: tests/browser/test_axe.py."""
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    found, requested = axe.judge(tmp_path / "page.html", "light")
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
    assert requested == []


@pytest.mark.judge
@pytest.mark.parametrize("width", [390, 900])
def test_the_source_of_a_number_can_be_read(page, tmp_path, width):
    (tmp_path / "page.html").write_text(page, encoding="utf-8")

    def measure(browser):
        with browser.new_page(viewport={"width": width, "height": 900}) as opened:
            opened.goto((tmp_path / "page.html").as_uri())
            opened.evaluate(
                "document.querySelectorAll('.facts details, .rows details').forEach(part => part.open = true)"
            )
            narrowest = opened.evaluate(
                "Math.min(...[...document.querySelectorAll('.facts li, .rows li')].map(item =>"
                " item.scrollWidth > item.clientWidth ? 0 : item.clientWidth))"
            )
            root = "document.documentElement"
            return narrowest, opened.evaluate(f"{root}.scrollWidth > {root}.clientWidth")

    narrowest, sideways = axe.in_browser(measure)
    assert narrowest > 120, "an entry of the figures cited is squeezed or cut"
    assert not sideways


@pytest.mark.judge
def test_axe_finds_a_violation(tmp_path):
    (tmp_path / "bad.html").write_text("<!DOCTYPE html><html><body><img src='x'>grey</body></html>", encoding="utf-8")
    found, _ = axe.judge(tmp_path / "bad.html", "light")
    assert {"image-alt", "html-has-lang", "document-title"} <= {one["id"] for one in found}


def test_notebook_text_cannot_become_script():
    nb = notebook_of(
        nbformat.v4.new_markdown_cell(
            "# T\n\n<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>"
        ),
        output_cell({"text/html": "<table><tr><td onclick=alert(1)>a<script>alert(1)</script></td></tr></table>"}),
        output_cell({"image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"}),
    )
    page, _ = get_exporter("briefing-html")().from_notebook_node(nb)
    soup = BeautifulSoup(page, "html.parser")
    assert soup.find_all("script") == []
    assert [tag for tag in soup.find_all(True) if any(name.startswith("on") for name in tag.attrs)] == []
    assert [link for link in soup.find_all("a") if "javascript:" in link.get("href", "")] == []


@pytest.mark.parametrize(
    "hostile",
    [
        '<meta http-equiv="refresh" content="0;url=https://example.org/"/>',
        '<img src="https://example.org/t.png"/>',
        '<form action="https://example.org/"><input name="a"/></form>',
        '<link rel="dns-prefetch" href="//example.org"/>',
        "<SCRIPT>alert(1)</SCRIPT>",
        '<path STYLE="fill:red" d="M0 0"/>',
        '<path ONCLICK="alert(1)" d="M0 0"/>',
        '<path fill="url(#a) url(https://example.org/a.svg#b)" d="M0 0"/>',
        '<path style="mask:URL(https://example.org/a.svg#b)" d="M0 0"/>',
        '<path mask="\\75 rl(https://example.org/a.svg#b)" d="M0 0"/>',
        '<use href="data:image/svg+xml,%3Csvg/%3E#a"/>',
    ],
)
def test_a_picture_holds_nothing_but_what_draws(hostile):
    content = f'{hostile}<path d="M1 1L5 5" fill="url(#a)"/><linearGradient id="a"/>'
    page, _ = get_exporter("briefing-html")().from_notebook_node(
        notebook_of(output_cell({"image/svg+xml": svg(content)}))
    )
    (chart,) = html5lib.parse(page, namespaceHTMLElements=False).iter("{http://www.w3.org/2000/svg}svg")
    elements = [element for element in chart.iter() if element is not chart]
    assert {element.tag.split("}")[1] for element in elements} <= {"path", "use", "text", "linearGradient"}
    assert {name for element in elements for name in element.attrib} <= {"id", "d", "fill"}
    assert "example.org" not in page
    assert elements[-2].attrib == {"d": "M1 1L5 5", "fill": "url(#d1.1)"}


def test_words_of_a_picture_are_no_markup():
    content = '<text>a xmlns="</text><text fill="red">b</text>'
    page, _ = get_exporter("briefing-html")().from_notebook_node(
        notebook_of(output_cell({"image/svg+xml": svg(content)}))
    )
    assert [text.get_text() for text in BeautifulSoup(page, "html.parser").find_all("text")] == ['a xmlns="', "b"]


def test_a_picture_of_another_namespace_is_none():
    picture = '<svg xmlns="https://example.org/" onload="alert(1)"/>'
    page, _ = get_exporter("briefing-html")().from_notebook_node(notebook_of(output_cell({"image/svg+xml": picture})))
    assert "onload" not in page
    assert "A picture of the notebook could not be included." in page


def test_headings_leave_the_identifiers_of_the_page_alone():
    names = ["Main", "Contents title", "Notes title", "Figures cited"]
    source = "\n\n".join(["# T", *(f"## {name}" for name in names), "[a](#Main) b[^1]", "[^1]: c"])
    page, _ = get_exporter("briefing-html")(strict=True).from_notebook_node(
        notebook_of(nbformat.v4.new_markdown_cell(source))
    )
    soup = BeautifulSoup(page, "html.parser")
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    (link,) = soup.find_all("a", string="a")
    assert link["href"] == "#" + soup.find("h2", string="Main")["id"]


def test_strict_names_the_cell_of_a_chart_without_alt_text():
    svg = "<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'><path d='M0 0L1 1'/></svg>"
    nb = notebook_of(nbformat.v4.new_markdown_cell("# T"), output_cell({"image/svg+xml": svg}))
    exporter = get_exporter("briefing-html")(strict=True)
    with pytest.raises(ExportError, match=r"cell 2: .*alt"):
        exporter.from_notebook_node(nb)


def test_a_list_that_two_outputs_write_is_one_list():
    first, second = ("- one\n- two", "- three\n\nAfter.")
    cell = output_cell({"text/markdown": first})
    cell.outputs.append(nbformat.v4.new_output("display_data", data={"text/markdown": second}))
    apart = output_cell({"text/markdown": "- four"})
    html, _ = get_exporter("briefing-html")().from_notebook_node(notebook_of(cell, apart))
    lists = BeautifulSoup(html, "html.parser").select("main ul")
    assert [[item.get_text(strip=True) for item in each("li")] for each in lists] == [["one", "two", "three"], ["four"]]


def test_parameters_and_code_are_hidden_unless_asked_for():
    tagged = nbformat.v4.new_code_cell("shown = 1", metadata={"tags": ["show-code"]})
    parameters = nbformat.v4.new_code_cell("secret = 2", metadata={"tags": ["parameters"]})
    nb = notebook_of(
        nbformat.v4.new_markdown_cell("# T"), tagged, parameters, nbformat.v4.new_code_cell("not_for_readers = 3")
    )
    page, _ = get_exporter("briefing-html")().from_notebook_node(nb)
    assert "shown = 1" in page
    assert "secret" not in page
    assert "not_for_readers" not in page


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("# T\n\n## One\n\n#### Four", r"cell 1: the heading 'Four' skips"),
        ("# T\n\n[nowhere](#not-there)", r"cell 1: .*not-there"),
        ("# T\n\n<table><tr><td id='cell'>a</td></tr></table>\n\n[a cell](#cell)", r"cell 1: .*'#cell' leads nowhere"),
        ("# T\n\n[long](https://example.org/" + "a" * 8000 + ")", r"cell 1: .*too long for a PDF"),
    ],
)
def test_strict_names_what_a_reader_would_miss(source, message):
    with pytest.raises(ExportError, match=message):
        get_exporter("briefing-html")(strict=True).from_notebook_node(
            notebook_of(nbformat.v4.new_markdown_cell(source))
        )


def test_errors_and_widgets_leave_a_plain_notice():
    error = nbformat.v4.new_output("error", ename="ValueError", evalue="no such year", traceback=["ValueError"])
    widget = nbformat.v4.new_output(
        "display_data",
        data={"application/vnd.jupyter.widget-view+json": {"model_id": "x"}, "text/plain": "slider"},
    )
    cell = nbformat.v4.new_code_cell("1 / 0", outputs=[error, widget])
    page, _ = get_exporter("briefing-html")().from_notebook_node(
        notebook_of(nbformat.v4.new_markdown_cell("# T"), cell)
    )
    assert "This cell of the notebook stopped with an error." in page
    assert "An interactive control of the notebook is left out here." in page
