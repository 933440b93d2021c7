"""The stored notebooks: clean, free of typed figures, equal in both languages, and quick to notice a changed datum."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

from carsi_analysis.batch.stored import KEPT_WHOLE
from carsi_analysis.catalogue import LANGUAGES, REPORTS
from carsi_analysis.exhibits.column import ExhibitError
from carsi_analysis.exhibits.say import Passage, read_passage
from carsi_analysis.export import exhibits_of
from carsi_analysis.files import rows_as_text, rows_of_text
from tests.notebooks.changed import exhibits, shown_by, told_after
from tests.ran import ran

ROOT = Path(__file__).resolve().parents[2]
REPORT_NOTEBOOKS = sorted({ROOT / "notebooks" / report.notebook for report in REPORTS.values()})
EVERY_NOTEBOOK = sorted((ROOT / "notebooks").glob("*.ipynb"))

each_notebook = pytest.mark.parametrize("path", EVERY_NOTEBOOK, ids=lambda path: path.stem)
each_report = pytest.mark.parametrize("path", REPORT_NOTEBOOKS, ids=lambda path: path.stem)


def cells_of(path: Path, kind: str) -> list[str]:
    """List the sources of a notebook's cells: ``markdown``, ``say`` or ``code``."""
    cells = nbformat.read(path, as_version=4).cells
    kinds = [("say" if cell.source.startswith("%%say") else cell.cell_type, cell.source) for cell in cells]
    return [source for one, source in kinds if one == kind]


def passages_of(path: Path) -> list[Passage]:
    """Read the prose of a notebook, which refuses figures, and words that follow from figures, typed into it."""
    return [read_passage(line.removeprefix("%%say"), text) for line, _, text in parted(cells_of(path, "say"))]


def parted(cells: list[str]) -> list[tuple[str, str, str]]:
    return [cell.partition("\n") for cell in cells]


@each_notebook
def test_prose_is_in_every_language_and_holds_no_figure(path):
    for passage in passages_of(path):
        assert tuple(passage.texts) == LANGUAGES, passage.texts
    for text in cells_of(path, "markdown"):
        assert not re.search(r"\d", text), f"a typed figure in: {text[:200]}"


@each_report
@pytest.mark.parametrize(
    ("language", "word"),
    [
        *(("en", word) for word in ("2009", "four", "most", "rose")),
        *(("es", word) for word in ("12", "cuatro", "la mayoría", "subió")),
    ],
)
def test_a_figure_or_a_word_of_figures_that_is_typed_is_found(path, language, word):
    line, _, text = parted(cells_of(path, "say"))[-1]
    wrong = text.replace(f"[{language}]\n", f"[{language}]\nIt {word} in\n\n")
    with pytest.raises(ExhibitError, match=rf"\[{language}\]: “{word}” is typed"):
        read_passage(line.removeprefix("%%say"), wrong)


@each_notebook
def test_quoted_words_hold_no_figure_of_the_data(path):
    quoted = re.findall(r'\{"([^"]*)"\}', "\n".join(cells_of(path, "say")))
    assert not [words for words in quoted if re.search(r"\d", words)]


@each_notebook
def test_every_fact_is_named_by_a_passage_after_it(path):
    waiting: dict[str, str] = {}
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.source.startswith("%%say"):
            line, _, text = cell.source.partition("\n")
            for name in read_passage(line.removeprefix("%%say"), text).facts:
                waiting.pop(name, None)
        elif cell.cell_type == "code":
            for name in facts_set(cell.source):
                assert name not in waiting, f"{cell.id} sets {name} again, which {waiting[name]} set for nothing"
                waiting[name] = cell.id
    assert waiting == {}


def facts_set(source: str) -> list[str]:
    targets = [
        target for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Assign) for target in node.targets
    ]
    return [one.attr for one in targets if isinstance(one, ast.Attribute) and getattr(one.value, "id", "") == "say"]


def test_the_stored_notebooks_are_small():
    assert sum(path.stat().st_size for path in EVERY_NOTEBOOK) < 3_000_000


@each_report
def test_stored_outputs_are_there_and_name_no_machine(path):
    text = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(text, as_version=4)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            assert output.output_type == "display_data", f"{path.name} stores {output.output_type}: {output}"
    assert (
        sum("text/plain" in output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", [])) > 5
    )
    if path.name == KEPT_WHOLE:
        assert exhibits_of(notebook), "no exhibit is stored"
    for folder in (Path.home(), ROOT):
        # A slug of the data such as events/root-causes is no path: a path begins where no word goes on before it.
        assert not re.search(rf"(?<!\w){re.escape(str(folder))}(?![\w-])", text)


@pytest.mark.parametrize("report_id", [one for one in REPORTS if one != "gallery"])
def test_both_languages_show_the_same_numbers(report_id):
    """Those of the gallery are compared one by one in tests/exhibits/test_gallery.py."""
    english, spanish = (exhibits_of(ran(report_id, language=language).notebook) for language in ("en", "es"))
    # A sentence may name its figures in another order in the other language.
    english, spanish = (sorted(told, key=lambda one: one.get("fact_id") or one["id"]) for told in (english, spanish))
    assert [one.get("fact_id") or one["id"] for one in english] == [one.get("fact_id") or one["id"] for one in spanish]
    for ours, theirs in zip(english, spanish, strict=True):
        if ours["kind"] == "fact" and ours["unit"] != "name":
            assert ours["value"] == theirs["value"]
        assert ours["sources"] == theirs["sources"]
        if ours["kind"] in ("figure", "table"):
            assert ours["title"] != theirs["title"], f"{ours['id']} has no Spanish title"
            assert numbers_in(ours["data"]["rows"]) == numbers_in(theirs["data"]["rows"])


@pytest.mark.parametrize(("start", "end"), [(2000, 2005), (2010, 2015), (2022, 2022), (2024, 2025)])
def test_every_span_that_the_parameters_allow_gives_a_briefing(start, end, monkeypatch):
    shown = exhibits(shown_by("regional_briefing.ipynb", monkeypatch, start_year=start, end_year=end))
    for exhibit_id, column in (("homicide-trends", "year"), ("violence-and-money", "year")):
        if exhibit_id in shown:
            data = shown[exhibit_id]["data"]
            place = [one["name"] for one in data["columns"]].index(column)
            years = [row[place] for row in data["rows"]]
            assert start <= min(years)
            assert max(years) <= end
    assert ("homicide-trends" in shown) is (start < 2024)
    assert ("violence-and-money" in shown) is (end > start and start < 2023)
    assert "carsi-over-time" in shown, "what is known of the money is told whole, whatever years are chosen"


def test_constant_dollars_change_the_chart_and_say_so(monkeypatch):
    charts = {}
    for dollars in ("nominal", "constant"):
        shown = exhibits(shown_by("funding.ipynb", monkeypatch, dollars=dollars))
        (charts[dollars],) = [one for name, one in shown.items() if name.startswith("funding-by")]
    assert "constant FY" in charts["constant"]["subtitle"]
    assert "nominal" in charts["nominal"]["subtitle"]
    nominal, constant = (numbers_in(charts[dollars]["data"]["rows"]) for dollars in ("nominal", "constant"))
    assert sum(constant) > sum(nominal), "dollars of a later year are more of them"


def numbers_in(rows: list[list[object]]) -> list[float]:
    return sorted(float(cell) for row in rows for cell in row if isinstance(cell, int | float))


def test_a_changed_datum_is_told_in_words(tmp_path, monkeypatch):
    told = told_after(
        "regional_briefing.ipynb",
        "observations.csv",
        "^hom_rate_unodc_2026,PAN,2024,main,,12.77799,",
        "hom_rate_unodc_2026,PAN,2024,main,,12.97799,",
        tmp_path,
        monkeypatch,
    )
    assert any(line.startswith("+") and "13.0" in line for line in told)


@pytest.mark.parametrize("rows", [["a/1"], ["a/1", "a/12", "a/1", "b"], ["10/x", "1/y", "", "é/1", "é/2"]])
def test_rows_of_a_stored_block_are_read_as_they_were(rows):
    assert rows_of_text(rows_as_text(rows)) == rows
    assert rows_of_text("\n".join(rows)) == rows, "rows written whole, as earlier editions have them"
