"""Croissant beside the data package: every file and column as the description has it, and as mlcroissant reads it."""

import hashlib
import json
from pathlib import Path

import pytest

from carsi_analysis.data import load
from carsi_analysis.data.croissant import CROISSANT_FILE, croissant
from carsi_analysis.data.place import REPOSITORY_DATA
from tests.judges import croissant as croissant_judge


def described(folder: Path) -> dict:
    return json.loads(croissant(load(folder)))


def test_croissant_in_the_repository_is_current() -> None:
    committed = (REPOSITORY_DATA / CROISSANT_FILE).read_text(encoding="utf-8")
    assert committed == croissant(load(REPOSITORY_DATA)), "data/croissant.json is stale: run `make dictionary`"


def test_every_table_is_a_file_and_a_record_set_with_all_its_columns(package: Path) -> None:
    tables = load(package).descriptor.tables
    found = described(package)
    assert [file["@id"] for file in found["distribution"]] == [table.path for table in tables]
    for table, records in zip(tables, found["recordSet"], strict=True):
        assert [field["source"]["extract"]["column"] for field in records["field"]] == list(table.columns)
        assert [key["@id"] for key in records.get("key", [])] == [f"{table.name}/{one}" for one in table.primary_key]


def test_hashes_are_those_of_the_files() -> None:
    for file in described(REPOSITORY_DATA)["distribution"]:
        content = (REPOSITORY_DATA / file["contentUrl"]).read_bytes()
        assert (file["sha256"], file["contentSize"]) == (hashlib.sha256(content).hexdigest(), f"{len(content)} B")


def test_references_arrive_at_a_column_and_units_are_told() -> None:
    fields = {field["@id"]: field for records in described(REPOSITORY_DATA)["recordSet"] for field in records["field"]}
    targets = {field["references"]["field"]["@id"] for field in fields.values() if "references" in field}
    assert "countries/country_iso3" in targets and targets <= set(fields)
    assert "Unit: USD, nominal." in fields["funding/amount_usd"]["description"]
    assert fields["observations/value"]["dataType"] == "sc:Float"
    assert fields["observations/year"]["dataType"] == "sc:Integer"


def test_it_is_a_dataset_of_schema_org_that_can_be_cited() -> None:
    found = described(REPOSITORY_DATA)
    assert found["@context"]["@vocab"] == "https://schema.org/" and found["@type"] == "sc:Dataset"
    assert found["citeAs"].startswith("@misc{") and found["version"] in found["citeAs"]
    assert found["license"] == ["https://creativecommons.org/licenses/by/4.0/"]
    assert None not in found.values()


@pytest.mark.judge
def test_mlcroissant_finds_nothing_wrong_and_would_find_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert croissant_judge.judge(REPOSITORY_DATA / CROISSANT_FILE) == ""
    wrong = described(REPOSITORY_DATA)
    gone = wrong["distribution"].pop(0)["@id"]
    (tmp_path / "wrong.json").write_text(json.dumps(wrong), encoding="utf-8")
    assert gone in croissant_judge.judge(tmp_path / "wrong.json")
