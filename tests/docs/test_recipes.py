"""The recipes are run as they stand: their Python, the rows of data they add, and the places they name."""

import csv
import io
import re
import shutil
import tomllib
from pathlib import Path

import pytest

from carsi_analysis import catalogue
from carsi_analysis.analysis.threats import last_of
from carsi_analysis.data import check, data_folder, load
from carsi_analysis.exhibits import briefing as briefing_module
from carsi_analysis.exhibits import charts
from carsi_analysis.exhibits import locale as locale_module
from carsi_analysis.exhibits.drawing import svg_of
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.words import Words, words_of
from carsi_analysis.words.check import differences

ROOT = Path(__file__).resolve().parents[2]
RECIPES = ROOT / "docs" / "recipes"
PLACEHOLDERS = {"UNIT": "per_100k", "FAMILY": "homicide", "CAVEAT": "no-causal"}


def blocks(recipe: str, language: str) -> list[tuple[str, str]]:
    """List the code blocks of a recipe in one language: the title after the language, and the code."""
    text = (RECIPES / recipe).read_text(encoding="utf-8")
    found = re.findall(rf'^```{language}(?: title="([^"]*)")?\n(.*?)^```$', text, re.DOTALL | re.MULTILINE)
    assert found, f"{recipe} holds no {language}"
    return found


def run(recipe: str, **names: object) -> dict[str, object]:
    """Run the Python of a recipe from top to bottom in one namespace."""
    namespace: dict[str, object] = dict(names)
    for title, code in blocks(recipe, "python"):
        exec(compile(code, f"{recipe} {title}", "exec"), namespace)
    return namespace


@pytest.fixture
def shown(monkeypatch):
    """Collect what a briefing shows instead of displaying it."""
    collected = []
    monkeypatch.setattr(
        briefing_module, "display", lambda bundle, raw, metadata: collected.append((metadata["briefing"], bundle))
    )
    return collected


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_recipe_of_a_chart_draws_it_with_its_numbers_and_sources(shown, monkeypatch, language):
    words = words_with("chart.md")
    assert list(differences(words["en"], words["es"])) == []
    monkeypatch.setattr(locale_module, "words_of", words.get)
    made = run("chart.md")
    data = load()
    counted = made["values_by_family"](data.observations, data.indicators)
    assert counted["values"].sum() == len(data.observations)
    chart = made["values_of_each_family"](counted, locale=Locale(language))
    assert chart.sources == tuple(sorted(set(data.observations["source_id"])))
    picture = svg_of(chart)
    assert all(f">{Locale(language).number(value)}<" in picture for value in counted["values"])
    assert [described["kind"] for described, _ in shown] == ["screen-only", "figure", "screen-only"]


def test_the_recipe_of_an_analysis_ends_at_a_line_of_a_file():
    made = run("analysis.md")
    assert made["where"].endswith(f"observations.csv line {made['line']['line']}")
    assert made["chart"].exhibit_id == "country-money-hnd-constant"
    assert set(made["tiers"]["indicator_id"]) == {"tip_tier"}
    assert list(made["by_year"].columns) == sorted(made["package"].countries.query("kind == 'country'")["country_iso3"])


def declared_in(recipe: str, report_id: str) -> catalogue.Report:
    """Read the catalogue and the words as they are once a recipe has been followed."""
    file = ROOT / "src" / "carsi_analysis" / catalogue.FILE
    return catalogue.read_catalogue(with_added(file, recipe), words_with(recipe)).reports[report_id]


def words_with(recipe: str) -> dict[str, Words]:
    """Read the files of words with what a recipe adds to them."""
    files = (ROOT / "src" / "carsi_analysis" / "words").glob("*.toml")
    return {file.stem: Words(file.stem, "", tomllib.loads(with_added(file, recipe))) for file in files}


def with_added(file: Path, recipe: str) -> str:
    return file.read_text(encoding="utf-8") + dict(blocks(recipe, "toml")).get(file.name, "")


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_recipe_of_a_report_shows_a_whole_report(shown, monkeypatch, language):
    cells = re.findall(r'^```(python|text) title="[^"]*"\n(.*?)^```$', text_of("report.md"), re.DOTALL | re.MULTILINE)
    report = declared_in("report.md", "evidence-base")
    monkeypatch.setitem(catalogue.REPORTS, report.report_id, report)
    names: dict[str, object] = {}
    for kind, code in cells:
        if kind == "text":
            head, _, text = code.partition("\n")
            names["report"].prose.passage(head.removeprefix("%%say"), text, names)
        else:
            exec(compile(code, "report.md", "exec"), names)
        names["language"] = language
    kinds = [described["kind"] for described, _ in shown if described["kind"] != "screen-only"]
    assert kinds == ["title", "prose", "figure", "prose", "limits", "prose", "references"]
    facts = shown[1][0]["facts"]
    assert [one["unit"] for one in facts] == ["usd", "fiscal_year", "usd", "fiscal_year", "usd"]
    assert all(one["sources"] and one["rows"] for one in facts)


def text_of(recipe: str) -> str:
    return (RECIPES / recipe).read_text(encoding="utf-8")


def test_the_recipe_of_a_report_names_parameters_that_fit_its_declaration():
    names: dict[str, object] = {}
    exec(dict(blocks("report.md", "python"))["parameters"], names)
    catalogue.LANGUAGE.parse(names["language"])


def followed(recipe: str, tmp_path: Path) -> Path:
    """A copy of the data with the rows that a recipe adds, which passes every check."""
    folder = tmp_path / "data"
    shutil.copytree(data_folder(), folder)
    for title, rows in blocks(recipe, "csv"):
        for placeholder, value in PLACEHOLDERS.items():
            rows = rows.replace(placeholder, value)
        _add_rows(tmp_path / title, list(csv.DictReader(io.StringIO(rows))), folder)
    assert [problem.message for problem in check(folder)] == []
    return folder


def test_the_recipe_of_a_year_moves_what_follows_from_it(tmp_path):
    run("year.md", data=load(followed("year.md", tmp_path)))


def test_the_recipe_of_a_country_gives_it_charts_a_tile_and_a_profile(tmp_path, monkeypatch):
    folder = followed("country.md", tmp_path)
    study = run("country.md", data=load(folder))["study"]
    monkeypatch.setenv("CARSI_DATA", str(folder))
    assert catalogue.COUNTRY.parse("xyz") == "XYZ"
    described = study.described("hom_rate_unodc")
    trend = charts.indicator_trend(study.homicide, described, locale=Locale("es"))
    tiles = charts.tile_map(last_of(study.homicide, study.data.countries), described, locale=Locale("en"))
    for chart, name in ((trend, "Atlántida"), (tiles, "Atlantis")):
        assert name in svg_of(chart)


def test_the_recipe_of_an_indicator_passes_every_check_and_yields_a_series(tmp_path):
    folder = followed("indicator.md", tmp_path)
    series = run("indicator.md", data=load(folder))["series"]
    assert dict(zip(series["country_iso3"], series["value"], strict=True)) == {"BLZ": 12.5, "HND": 14.1}


def test_the_recipe_of_a_language_holds():
    """A report in a third language is built by tests/words/test_third_language.py."""
    run("language.md")
    (told,) = [tomllib.loads(text) for _, text in blocks("language.md", "toml")]
    assert told["language"].keys() == words_of("en").texts["language"].keys()


@pytest.mark.parametrize("recipe", sorted(path.name for path in RECIPES.glob("*.md")))
def test_files_that_a_recipe_names_exist(recipe):
    text = (RECIPES / recipe).read_text(encoding="utf-8")
    named = re.findall(r"`((?:src|data|docs|tests|reports|notebooks)/[^`*\s]+)`", text)
    made_by_it = {"notebooks/evidence_base.ipynb"}
    assert [name for name in named if not (ROOT / name).exists() and name not in made_by_it] == []


def _add_rows(path: Path, rows: list[dict[str, str]], folder: Path) -> None:
    """Add rows to a table and sort it by its key, as the recipe asks."""
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        columns, lines = list(reader.fieldnames or []), list(reader)
    assert set(rows[0]) <= set(columns), f"{path.name} has no column {set(rows[0]) - set(columns)}"
    described = load(folder).descriptor.table(path.stem)
    key = list(described.primary_key)
    lines += [{column: row.get(column, "") for column in columns} for row in rows]
    lines.sort(key=lambda line: [line[column] for column in key])
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)
