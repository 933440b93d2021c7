"""Editions from end to end: what the folder and the zip hold, and that they repeat."""

import hashlib
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from carsi_analysis.batch.build import build, plan_tasks
from carsi_analysis.batch.edition.beside import with_links
from carsi_analysis.batch.edition.publish import build_edition
from carsi_analysis.batch.edition.verify import verify
from carsi_analysis.batch.folder.inputs import surroundings
from carsi_analysis.batch.folder.output import OutputFolder
from carsi_analysis.batch.plan import make_document
from carsi_analysis.batch.progress import Progress
from carsi_analysis.catalogue import COUNTRY, LANGUAGE
from carsi_analysis.data.sealing import seal
from tests.batch.helpers import SHOW, names

CELLS = (
    SHOW,
    "show('title', title='A title in ' + language)",
    "show('prose', content=[], facts=[fact('total', '$165 million', 165e6, 'gao')])",
    "chart('rates', [['HND', 84.3]], 'unodc')",
    "show('references', entries=[{'number': 1, 'source_id': 'gao', 'text': 'GAO (2013).', 'url': 'https://gao.gov'}])",
)

DRAWN = """display(
    {"image/svg+xml": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect/></svg>', "text/plain": "…"},
    raw=True,
    metadata={"briefing": {"version": 2, "kind": "figure", "id": "rates", "title": "Rates", "alt": "A chart."}},
)"""
"""A cell that shows a chart with its picture."""


@pytest.fixture
def edition(make_report, make_edition):
    return make_edition(make_report("brief", *CELLS))


def test_an_edition_holds_reports_tables_index_manifest_and_checksums(
    edition, settings, two_workers, tmp_path, data_package
):
    summary = build_edition(edition, tmp_path, two_workers)
    assert summary.line() == "2 built"
    build_edition(edition, tmp_path / "without workers", settings)
    assert (tmp_path / "without workers/trial.zip").read_bytes() == (tmp_path / "trial.zip").read_bytes()
    assert names(tmp_path / "trial") == [
        "SHA256SUMS",
        "brief-en.html",
        "brief-en.ipynb",
        "brief-en.pdf",
        "brief-es.html",
        "brief-es.ipynb",
        "brief-es.pdf",
        "data/README.txt",
        "data/brief-en/rates.csv",
        "data/brief-es/rates.csv",
        "data/datapackage.json",
        "index.html",
        "indice.html",
        "manifest.json",
    ]
    manifest = json.loads((tmp_path / "trial/manifest.json").read_text())
    assert [document["title"] for document in manifest["documents"]] == ["A title in en", "A title in es"]
    assert manifest["documents"][0]["facts"][0]["value"] == 165e6
    assert manifest["documents"][0]["sources"][0]["source_id"] == "gao"
    assert manifest["data"]["version"] == "1.0.0"
    page = (tmp_path / "trial/brief-es.html").read_bytes()
    assert manifest["files"]["brief-es.html"] == {"bytes": len(page), "sha256": hashlib.sha256(page).hexdigest()}
    assert verify(tmp_path / "trial") == verify(tmp_path / "trial.zip") == []


def test_the_tables_of_an_edition_explain_themselves(edition, settings, tmp_path, data_package):
    build_edition(edition, tmp_path, settings)
    described = json.loads((tmp_path / "trial/data/datapackage.json").read_text())
    first = described["resources"][0]
    assert first["path"] == "brief-en/rates.csv" and first["title"] == "Rates"
    assert first["schema"]["fields"][:2] == [
        {"name": "country", "title": "Country", "type": "string"},
        {"name": "rate", "title": "Rate", "type": "number", "unit": "%"},
    ]
    assert {"name": "table_units", "title": "Units", "type": "string"} in first["schema"]["fields"]
    assert described["version"] == "1.0.0" and "Edición de prueba" in described["citation_es"]
    assert described["citation_es"] in (tmp_path / "trial/data/README.txt").read_text()


def test_an_edition_with_pictures_holds_and_names_them_as_long_as_it_asks_for_them(
    make_report, make_edition, settings, tmp_path, data_package
):
    plain = make_edition(make_report("brief", SHOW, DRAWN), languages=("en",))
    folder = tmp_path / "trial"
    for pictures in (True, False):
        drawn = replace(plain, documents=with_links(plain.documents, pictures=pictures))
        summary = build_edition(drawn, tmp_path, settings)
        assert [path.name for path in summary.shown_paths()] == [
            "brief-en.html",
            "brief-en.pdf",
            "index.html",
            "trial.zip",
        ]
        charts = [name for name in names(folder) if name.startswith("charts/")]
        assert charts == [f"charts/brief-en/rates.{suffix}" for suffix in ("html", "png", "svg")] * pictures
        manifest = json.loads((folder / "manifest.json").read_text())
        assert set(charts) <= set(manifest["files"])
        (exhibit,) = manifest["documents"][0]["exhibits"]
        assert (exhibit["alt"], exhibit.get("picture")) == ("A chart.", charts[1] if pictures else None)
        assert verify(folder) == verify(tmp_path / "trial.zip") == []


def test_an_edition_without_tables_keeps_no_description_of_tables(make_report, make_edition, settings, tmp_path):
    for cells in (CELLS, CELLS[:2]):
        build_edition(make_edition(make_report("brief", *cells)), tmp_path, settings)
    assert "data/datapackage.json" not in names(tmp_path / "trial")
    assert verify(tmp_path / "trial") == []


def test_a_second_build_elsewhere_gives_the_same_bytes(edition, settings, tmp_path, data_package):
    for out in ("one", "a much longer name/two"):
        build_edition(edition, tmp_path / out, settings)
    one, two = tmp_path / "one", tmp_path / "a much longer name/two"
    assert names(one) == names(two)
    for name in names(one):
        assert (one / name).read_bytes() == (two / name).read_bytes(), name


def test_nothing_tells_the_machine_the_user_or_the_clock(edition, settings, tmp_path, data_package, monkeypatch):
    monkeypatch.setenv("CARSI_SECRET", "sesame-opens")
    build_edition(edition, tmp_path, settings)
    for name in names(tmp_path / "trial"):
        text = (tmp_path / "trial" / name).read_text(encoding="utf-8")
        assert str(tmp_path) not in text, name
        assert "sesame-opens" not in text, name
        assert not re.search(r"\d\d:\d\d:\d\d\.\d", text), name


def test_a_build_says_where_the_edition_is(edition, settings, tmp_path, data_package):
    told = {"index": tmp_path / "trial/index.html", "zip": tmp_path / "trial.zip"}
    for _ in ("built", "left as it is"):
        summary = build_edition(edition, tmp_path, settings)
        assert summary.edition == told
        assert summary.shown_paths()[-2:] == list(told.values())
        assert summary.as_values()["edition"] == {name: str(path) for name, path in told.items()}


def test_an_unchanged_edition_is_left_alone(edition, settings, tmp_path, data_package):
    build_edition(edition, tmp_path, settings)
    before = {name: (tmp_path / name).read_bytes() for name in names(tmp_path)}
    packed = (tmp_path / "trial.zip").stat().st_ino
    assert build_edition(edition, tmp_path, settings).line() == "2 unchanged"
    assert {name: (tmp_path / name).read_bytes() for name in names(tmp_path)} == before
    assert (tmp_path / "trial.zip").stat().st_ino == packed


@pytest.mark.parametrize("name", ["index.html", "SHA256SUMS", "data/README.txt"])
def test_what_was_changed_or_lost_around_unchanged_documents_is_written_again(
    name, edition, settings, tmp_path, data_package
):
    build_edition(edition, tmp_path, settings)
    file = tmp_path / "trial" / name
    before = file.read_bytes()
    for spoil in (lambda: file.write_bytes(before + b" "), file.unlink):
        spoil()
        assert build_edition(edition, tmp_path, settings).line() == "2 unchanged"
        assert file.read_bytes() == before
    assert verify(tmp_path / "trial") == []


def test_a_document_that_left_the_edition_leaves_the_folder(edition, settings, tmp_path, data_package):
    build_edition(edition, tmp_path, settings)
    smaller = replace(edition, documents=edition.documents[:1])
    assert build_edition(smaller, tmp_path, settings).line() == "1 unchanged"
    assert not [name for name in names(tmp_path / "trial") if "brief-es" in name]
    assert verify(tmp_path / "trial") == verify(tmp_path / "trial.zip") == []


def test_an_edition_with_a_failure_says_so_and_is_not_packed(edition, make_report, settings, tmp_path, data_package):
    build_edition(edition, tmp_path, settings)
    make_report("brief", *CELLS, "1 / (language == 'en')")
    summary = build_edition(edition, tmp_path, settings)
    assert summary.line() == "1 built, 1 failed"
    assert not (tmp_path / "trial.zip").exists()
    assert "brief-es.html" not in names(tmp_path / "trial"), "a page made from other inputs would mislead"
    assert verify(tmp_path / "trial") == [
        "extra: brief-es.failed.ipynb",
        "not built: brief-es (cell [8]: ZeroDivisionError: division by zero)",
    ]
    assert "ZeroDivisionError" in (tmp_path / "trial/index.html").read_text()
    make_report("brief", *CELLS)
    build_edition(edition, tmp_path, settings)
    assert verify(tmp_path / "trial.zip") == []


def test_an_interrupted_edition_is_no_edition_and_continues(edition, settings, tmp_path, data_package, make_report):
    build_edition(edition, tmp_path, settings)
    make_report("brief", *CELLS, "'changed'")

    class Interrupted(Progress):
        def done(self, document_id, seconds, problem):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_edition(edition, tmp_path, settings, Interrupted())
    assert not (tmp_path / "trial/manifest.json").exists()
    assert not (tmp_path / "trial.zip").exists(), "a zip of another state would be handed out"
    assert build_edition(edition, tmp_path, settings).line() == "1 built, 1 unchanged"
    assert verify(tmp_path / "trial") == []


def test_the_zip_names_no_time_and_no_machine(edition, settings, tmp_path, data_package):
    build_edition(edition, tmp_path, settings)
    with zipfile.ZipFile(tmp_path / "trial.zip") as archive:
        entries = archive.infolist()
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.create_system for entry in entries} == {3}
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert all(entry.filename.startswith("trial/") for entry in entries)


def test_a_plain_build_beside_an_edition_does_not_disturb_it(edition, settings, tmp_path, data_package):
    build_edition(edition, tmp_path, settings)
    build([make_document(edition.documents[0].report, {})], tmp_path, settings)
    assert verify(tmp_path / "trial") == []
    assert OutputFolder(tmp_path).inside("brief-en.html").exists()


def test_the_index_names_countries_as_the_data_package_does(
    make_report, make_edition, settings, tmp_path, data_package
):
    described = json.loads((data_package / "datapackage.json").read_text())
    columns = ["country_iso3", "label_en", "label_es", "kind"]
    fields = [{"name": name, "type": "string"} for name in columns]
    described["resources"][0]["schema"] = {"fields": fields}
    (data_package / "datapackage.json").write_text(json.dumps(described))
    (data_package / "countries.csv").write_text(",".join(columns) + "\nHND,Land of Depths,Las Honduras,country\n")
    report = replace(make_report("brief", "1"), parameters=(LANGUAGE, COUNTRY))
    build_edition(make_edition(report), tmp_path, settings)
    assert ">Land of Depths</a>" in (tmp_path / "trial/index.html").read_text()
    assert ">Las Honduras</a>" in (tmp_path / "trial/indice.html").read_text()


def test_an_edition_of_data_that_nobody_sealed_says_so_until_they_are(
    make_report, make_edition, settings, tmp_path, data_package
):
    edition = make_edition(make_report("brief", "1"), languages=("en",))
    build_edition(edition, tmp_path, settings)
    folder = tmp_path / "trial"
    tables = ["countries", "funding", "events", "observations"]
    assert json.loads((folder / "manifest.json").read_text())["data"]["draft"] == tables
    assert "Draft data: " in (folder / "index.html").read_text()
    assert "Datos en borrador: " in (folder / "indice.html").read_text()
    seal(data_package)
    plan = plan_tasks(edition.documents, OutputFolder(folder), settings, surroundings())
    assert [task.reasons for task in plan] == [("seal of the data changed",)]
    build_edition(edition, tmp_path, settings)
    assert json.loads((folder / "manifest.json").read_text())["data"]["draft"] == []
    assert "raft data" not in (folder / "index.html").read_text()


def test_a_failure_tells_no_folder_of_this_machine(make_report, make_edition, settings, tmp_path, data_package):
    cell = "import pathlib; open(pathlib.Path.home() / 'secret-project/x.csv')"
    edition = make_edition(make_report("brief", cell), languages=("en",))
    build_edition(edition, tmp_path, settings)
    for name in ("manifest.json", "index.html", "brief-en.failed.ipynb"):
        text = (tmp_path / "trial" / name).read_text()
        assert "No such file or directory: " in text and "~/secret-project/x.csv" in text
        assert str(Path.home() / "secret-project") not in text, name
