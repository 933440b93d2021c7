"""The door: quick to import, documented by examples that run, and three lines in an empty notebook that plot."""

import doctest
import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient

import carsi_analysis as carsi
from carsi_analysis.analysis import study as study_module
from carsi_analysis.catalogue import END_YEAR
from carsi_analysis.data import load
from carsi_analysis.errors import UsageError
from carsi_analysis.exhibits.gallery import NothingToShow
from tests.forked import forking

ROOT = Path(__file__).resolve().parents[2]


def cells_of_the_readme() -> list[str]:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.findall(r"^```python\n(.*?)^```$", readme, re.DOTALL | re.MULTILINE)


def test_nothing_heavy_is_imported_before_it_is_used():
    code = "import json, sys; before = set(sys.modules); import carsi_analysis; "
    code += "print(json.dumps(sorted(set(sys.modules) - before)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(run.stdout) == ["__future__", "carsi_analysis"]


@pytest.mark.parametrize("module", [carsi, study_module], ids=lambda module: module.__name__)
def test_the_examples_of_the_docstrings_run(module):
    tried = doctest.testmod(module)
    assert tried.attempted
    assert tried.failed == 0


def test_types_are_told_to_checkers():
    assert (Path(carsi.__file__).parent / "py.typed").is_file()


def test_the_readme_plots_a_frame_in_three_lines_and_shows_a_chart_in_a_fourth():
    first, fourth = cells_of_the_readme()
    assert len([line for line in first.splitlines() if line]) == 3
    assert len(fourth.splitlines()) == 1
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in (first, fourth)])
    NotebookClient(notebook, kernel_name="python3").execute()
    plotted, shown = notebook.cells
    assert any("image/png" in output.get("data", {}) for output in plotted.outputs)
    assert any("image/svg+xml" in output.get("data", {}) for output in shown.outputs)
    assert "Source" in str(shown.outputs[-1].data)


def test_printing_the_package_lists_its_tables():
    told = repr(carsi.load())
    assert all(f"  {name}: {len(load().table(name))} rows" in told for name in load().tables)


def test_every_frame_is_ones_own_and_keeps_its_sources():
    study = carsi.study(start_year=2010, end_year=2012)
    del study.measured["value"]
    amounts = study.by_account
    amounts["amount_usd"] = 0
    assert "value" in study.measured
    assert study.by_account["amount_usd"].sum() > 0
    for name in ("by_account", "appropriations", "homicide", "booked", "latest", "effects", "events"):
        frame = getattr(study, name)
        assert frame["sources"].map(bool).all(), name
        assert not frame.empty


def test_what_years_do_not_touch_is_computed_once_a_package():
    one, other = carsi.study(start_year=2010), carsi.study(start_year=2015, dollars="constant")
    one.editions, one.measured  # noqa: B018
    assert other.kept == {}
    shared = study_module._everything_of(load())
    kept = shared.kept["editions"]
    assert isinstance(other.editions, pd.DataFrame)
    assert shared.kept["editions"] is kept
    assert set(one.measured["year"]) != set(other.measured["year"])


def test_the_dollars_and_years_of_a_study_are_those_of_its_exhibits():
    study = carsi.study(start_year=2009, end_year=2011, dollars="constant")
    chart = carsi.exhibit("funding-by-account", study, language="es")
    assert chart.data["fiscal_year"].tolist() == [2009, 2010, 2011]
    assert "constantes" in chart.unit
    assert carsi.exhibit("scorecard", carsi.study(country="PAN")).exhibit_id == "scorecard-pan"


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: carsi.exhibit("homicide-trend"), "did you mean homicide-trends"),
        (lambda: carsi.study(country="HDN"), "did you mean hnd"),
        (lambda: carsi.study(country="Gua te"), "'Gua te' is not one of"),
        (lambda: carsi.study(country="HO"), "'HO' is not one of"),
        (lambda: carsi.study(start_year=1990), "whole number from 2000"),
        (lambda: carsi.study(start_year="two thousand"), "'two thousand' is not a whole number from 2000"),
        (lambda: carsi.study(start_year=2008.0), "2008.0 is not a whole number from 2000"),
        (lambda: carsi.study(start_year=2015, end_year=2010), "2015 is after end_year 2010"),
        (lambda: carsi.study().scorecard, r"carsi\.study\(country='HND'\)"),
        (lambda: carsi.report("fundin"), "did you mean 'funding'|did you mean funding"),
    ],
)
def test_what_is_wrong_is_told_with_a_cure(call, told):
    with pytest.raises(UsageError, match=told):
        call()


@pytest.mark.parametrize(
    "country", ["HND", "hnd\n", "HON", "Honduras", "honduras ", "HONDÚRAS", "Republic  of\u00a0Honduras"]
)
def test_a_country_goes_by_its_code_and_by_its_names(country):
    assert carsi.study(country=country).country == "HND"
    assert carsi.report("country-profile", country=country).parameters["country"] == "HND"


def test_a_country_goes_by_its_name_without_the_accent_of_a_keyboard():
    assert [carsi.study(country=name).country for name in ("Panamá", "panama", "Belice", "Salvador")] == [
        "PAN", "PAN", "BLZ", "SLV"
    ]  # fmt: skip


@pytest.mark.parametrize("given", ["2008", 2008])
def test_a_year_given_as_text_is_that_year_everywhere(given):
    briefing = carsi.report("funding", start_year=given)
    assert (briefing.parameters["start_year"], briefing.study.start_year) == (2008, 2008)
    assert repr(carsi.study(start_year=given).replace(end_year="2010")) == "<Study 2008–2010, nominal dollars>"


def test_an_exhibit_of_years_without_values_is_refused_in_words():
    last = END_YEAR.usual
    told = f"homicide-trends has nothing to show for {last}–{last}; choose other years"
    with pytest.raises(NothingToShow, match=told):
        carsi.exhibit("homicide-trends", carsi.study(start_year=last))


def test_a_wrong_sentence_is_told_without_a_traceback():
    cells = [
        "import carsi_analysis as carsi\nreport = carsi.report('funding', language='en')",
        "%%say\n[en]\nIt rose.\n\n[es]\nSubió.",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    with forking():
        NotebookClient(notebook, kernel_name="python3", allow_errors=True).execute()
    (error,) = notebook.cells[1].outputs
    assert error.traceback == [error.evalue]
    assert error.evalue.startswith("cell [2]: line 3, [en]: “rose” is typed; name a fact that follows the data")


@pytest.mark.parametrize(
    ("injected", "called", "told"),
    [
        ("langage = 'es'", "report('funding', language='en')", "has no parameter 'langage'; did you mean language?"),
        ("contry = 'GTM'", "explore()", "has no parameter 'contry'; did you mean countries?"),
        ("start_year = 1990", "report('funding', start_year=start_year)", "start_year: 1990 is not a whole number"),
    ],
)
def test_a_wrong_parameter_is_one_sentence_where_the_notebook_begins(injected, called, told):
    cells = [f"# Parameters\n{injected}\n", f"import carsi_analysis as carsi\ncarsi.{called}"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    with forking():
        NotebookClient(notebook, kernel_name="python3", allow_errors=True).execute()
    (output,) = notebook.cells[1].outputs
    assert output.output_type == "error" and told in output.evalue
    assert output.traceback == [output.evalue], "a traceback would stand where the reader is"


def test_a_result_counts_its_tables_as_read_whoever_computed_it():
    one, other = carsi.study(), carsi.study(end_year=2015)
    for study in (one, other):
        with load().noting() as tables:
            assert not study.printed_totals.empty
        assert tables == {"funding", "accounts", "measures", "sources"}


def test_what_is_left_to_the_few_that_show_it_is_there():
    assert set(study_module.SHOWN_BY_FEW) <= set(vars(study_module.Everything))


def test_studies_of_the_same_years_share_what_no_country_touches(monkeypatch):
    package = load()
    one, other = (study_module.Study(package, 2009, 2014, country=country) for country in ("HND", "GTM"))
    assert not one.scorecard.equals(other.scorecard)
    monkeypatch.setattr(study_module.Span.measured, "make", lambda study: pytest.fail("it is computed again"))
    assert other.replace(country="NIC").measured.equals(one.measured)
    constant = study_module.Study(package, 2009, 2014, "constant")
    assert not constant.appropriations["amount_usd"].equals(one.appropriations["amount_usd"])


def test_what_many_show_of_their_years_is_there():
    assert set(study_module.SHOWN_BY_MANY) <= set(vars(study_module.Span))
