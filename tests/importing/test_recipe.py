"""The recipe of an importer runs as it stands: its mapping, its module and the commands that it names."""

import re

import pytest

from carsi_analysis.cli import main
from carsi_analysis.data.place import REPOSITORY_DATA
from carsi_analysis.importing.incoming import Request
from carsi_analysis.importing.publishers import table
from carsi_analysis.importing.review import review
from tests.importing.conftest import held, write_csv

RECIPE = (REPOSITORY_DATA.parent / "docs" / "recipes" / "importer.md").read_text(encoding="utf-8")


def block(language, title=""):
    (code,) = re.findall(rf"^```{language}{title}\n(.*?)^```$", RECIPE, re.DOTALL | re.MULTILINE)
    return code


@pytest.fixture
def scores(package):
    """What the package holds of the index that the recipe takes as its example."""
    frame = package.observations
    mine = frame[(frame["indicator_id"] == "ti_cpi") & frame["source_id"].str.startswith("ti-cpi-")]
    return {(row.country_iso3, row.year): row.value for row in mine.itertuples()} | {("CRI", 2023): 53.0}


def test_its_mapping_is_used_as_it_is_printed(reviewed, package, folder, tmp_path, scores):
    (tmp_path / "mapping.toml").write_text(block("toml", ' title="mapping.toml"'), encoding="utf-8")
    rows = [["Nation", "Year", "Score", "Version"]]
    rows += [[code, year, value, "final"] for (code, year), value in scores.items()]
    rows += [["CRI", 2024, 99, "draft"]]
    request = Request(write_csv(tmp_path / "scores.csv", rows), folder, "2026-12", mapping=tmp_path / "mapping.toml")
    result = review(request.package, table.read(request), accessed="2026-12-02")
    assert [(each.country, each.year, each.new) for each in result.of_kind("revised")] == [("CRI", 2023, "53")]
    assert result.source_id == "example-scores-2026-12" and result.problems == []


def test_its_mapping_of_money_is_used_as_it_is_printed(package, folder, tmp_path):
    (tmp_path / "money.toml").write_text(block("toml", ' title="money.toml"'), encoding="utf-8")
    rows = [["Our identifier", "Country", "Account", "Dollars"], ["hnd-fy2024-example", "Honduras", "INCLE", 7000000]]
    path = write_csv(tmp_path / "money.csv", rows)
    request = Request(path, folder, "2026-12", mapping=tmp_path / "money.toml")
    result = review(request.package, table.read(request), accessed="2026-12-02")
    assert [(each.row_id, each.new) for each in result.of_kind("added")] == [
        ("funding_by_country/hnd-fy2024-example", "7000000")
    ]
    assert result.problems == [] and result.obstacles == []


def test_its_module_reads_a_file(package, folder, tmp_path, scores):
    names: dict[str, object] = {}
    exec(compile(block("python"), "importer.md", "exec"), names)
    rows = [["iso3", "Year", "Index value"], *([code, year, value] for (code, year), value in scores.items())]
    request = Request(write_csv(tmp_path / "index_2026-12-01.csv", rows), folder)
    result = review(request.package, names["read"](request), accessed="2026-12-02")  # type: ignore[operator]
    assert [(each.country, each.year) for each in result.of_kind("revised")] == [("CRI", 2023)]
    assert result.source_id == "example-index-2026-12-01" and result.problems == []
    assert held(package, "ti_cpi")["CRI", 2023] != "53"


def test_commands_and_options_that_it_names_exist():
    for line in re.findall(r"^carsi (.*?)(?:\s+#.*)?$", RECIPE, re.MULTILINE):
        command = main
        words = line.split()
        while words and hasattr(command, "commands"):
            command = command.commands[words.pop(0)]
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= known, line
