"""The stored notebooks: clean, free of typed figures, equal in both languages, and quick to notice a changed datum."""

import ast
import re
import shutil
from pathlib import Path

import nbformat
import pytest

from carsi_analysis.batch.run.execute import execute
from carsi_analysis.batch.run.job import Limits
from carsi_analysis.batch.stored import changes
from carsi_analysis.catalogue import REPORTS
from carsi_analysis.export import exhibits_of

ROOT = Path(__file__).resolve().parents[2]
REPORT_NOTEBOOKS = sorted({ROOT / "notebooks" / report.notebook for report in REPORTS.values()})
PROSE_CALLS = {"prose", "heading"}
UNITS_WITH_A_NUMBER = re.compile(r"100,000")
FACT = re.compile(r"\{\w+\}")

each_report = pytest.mark.parametrize("path", REPORT_NOTEBOOKS, ids=lambda path: path.stem)


def prose_of(path: Path) -> list[str]:
    """List every text that a notebook itself holds: its Markdown and the texts of its prose and heading calls."""
    notebook = nbformat.read(path, as_version=4)
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in PROSE_CALLS:
                values = [keyword.value for keyword in node.keywords if keyword.arg in ("en", "es")]
                assert all(isinstance(value, ast.Constant) for value in values), "a text of prose is not a plain string"
                texts += [value.value for value in values]
    return texts


@each_report
def test_no_figure_is_typed_into_prose(path):
    for text in prose_of(path):
        bare = UNITS_WITH_A_NUMBER.sub("", FACT.sub("", text))
        assert not re.search(r"\d", bare), f"a typed figure in: {text.strip()[:200]}"


@each_report
def test_stored_outputs_are_there_and_name_no_machine(path):
    text = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(text, as_version=4)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            assert output.output_type == "display_data", f"{path.name} stores {output.output_type}: {output}"
    assert exhibits_of(notebook), "no exhibit is stored"
    for folder in (Path.home(), ROOT):
        # A slug of the data such as events/root-causes is no path: a path begins where no word goes on before it.
        assert not re.search(rf"(?<!\w){re.escape(str(folder))}(?![\w-])", text)


@each_report
def test_both_languages_show_the_same_numbers(path):
    shown = {}
    for language in ("en", "es"):
        run = execute(path.read_text(encoding="utf-8"), {"language": language}, Limits())
        assert run.failure is None, run.failure
        shown[language] = exhibits_of(run.notebook)
    english, spanish = shown["en"], shown["es"]
    assert [one.get("fact_id") or one["id"] for one in english] == [one.get("fact_id") or one["id"] for one in spanish]
    for ours, theirs in zip(english, spanish, strict=True):
        if ours["kind"] == "fact" and ours["unit"] != "name":
            assert ours["value"] == theirs["value"]
        assert ours["sources"] == theirs["sources"]
        if ours["kind"] in ("figure", "table"):
            assert ours["title"] != theirs["title"], f"{ours['id']} has no Spanish title"
            assert numbers_in(ours["data"]["rows"]) == numbers_in(theirs["data"]["rows"])


@pytest.mark.parametrize(("start", "end"), [(2000, 2005), (2010, 2015), (2022, 2022), (2024, 2025)])
def test_every_span_that_the_parameters_allow_gives_a_briefing(start, end):
    source = (ROOT / "notebooks" / "regional_briefing.ipynb").read_text(encoding="utf-8")
    run = execute(source, {"start_year": start, "end_year": end}, Limits())
    assert run.failure is None, run.failure
    shown = {one["id"]: one for one in exhibits_of(run.notebook) if one["kind"] == "figure"}
    for exhibit_id, column in (("funding-by-account", "fiscal_year"), ("homicide-trends", "year")):
        if exhibit_id in shown:
            data = shown[exhibit_id]["data"]
            place = [one["name"] for one in data["columns"]].index(column)
            years = [row[place] for row in data["rows"]]
            assert start <= min(years)
            assert max(years) <= end
    assert ("funding-by-account" in shown) is (start <= 2012 and end >= 2008)
    assert ("homicide-change" in shown) is (end > start and start < 2023)


def test_constant_dollars_change_the_chart_and_say_so():
    source = (ROOT / "notebooks" / "regional_briefing.ipynb").read_text(encoding="utf-8")
    charts = {}
    for dollars in ("nominal", "constant"):
        run = execute(source, {"dollars": dollars}, Limits())
        assert run.failure is None, run.failure
        (charts[dollars],) = [one for one in exhibits_of(run.notebook) if one.get("id", "").startswith("funding-by")]
    assert "constant FY" in charts["constant"]["subtitle"]
    assert "nominal" in charts["nominal"]["subtitle"]
    nominal, constant = (numbers_in(charts[dollars]["data"]["rows"]) for dollars in ("nominal", "constant"))
    assert sum(constant) > sum(nominal), "dollars of a later year are more of them"


def numbers_in(rows: list[list[object]]) -> list[float]:
    return sorted(float(cell) for row in rows for cell in row if isinstance(cell, int | float))


def test_a_changed_datum_is_told_in_words(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    table = tmp_path / "data" / "observations.csv"
    text = table.read_text(encoding="utf-8")
    changed = text.replace(
        "hom_rate_unodc_2026,PAN,2024,main,,12.77799,", "hom_rate_unodc_2026,PAN,2024,main,,12.97799,"
    )
    assert changed != text
    table.write_text(changed, encoding="utf-8", newline="")
    monkeypatch.setenv("CARSI_DATA", str(tmp_path / "data"))
    source = (ROOT / "notebooks" / "regional_briefing.ipynb").read_text(encoding="utf-8")
    run = execute(source, {}, Limits())
    assert run.failure is None, run.failure
    told = changes(nbformat.reads(source, as_version=4), run.notebook)
    assert any(line.startswith("+") and "13.0" in line for line in told)
