"""What is built again, and what is not."""

from dataclasses import replace

import pytest

from carsi_analysis.batch.build import build, plan_tasks
from carsi_analysis.batch.folder.inputs import surroundings
from carsi_analysis.batch.folder.output import OutputFolder
from carsi_analysis.batch.plan import make_document

READS_FUNDING = """
import sys, types
loading = types.ModuleType("carsi_analysis.data.loading")
loading.tables_read = lambda: frozenset({"funding"})
sys.modules["carsi_analysis.data.loading"] = loading
"""


@pytest.fixture
def built(make_report, settings, tmp_path, data_package):
    """A built document that read one table of the data package, and a way to ask why it would be built again."""
    report = make_report("r", READS_FUNDING)
    document, out = make_document(report, {}), tmp_path / "out"
    build([document], out, settings)

    def reasons(document=document):
        (task,) = plan_tasks([document], OutputFolder(out), settings, surroundings())
        return list(task.reasons)

    return document, out, reasons


def test_an_unchanged_document_is_left_alone(built, settings):
    document, out, reasons = built
    assert reasons() == []
    before = (out / "r-en.html").stat().st_ino
    summary = build([document], out, settings)
    assert summary.line() == "1 unchanged"
    assert [path.name for path in summary.shown_paths()] == ["r-en.html", "r-en.pdf"]
    assert (out / "r-en.html").stat().st_ino == before
    assert build([document], out, replace(settings, force=True)).line() == "1 built"


def test_a_table_that_was_read_counts_and_another_does_not(built, data_package):
    _, _, reasons = built
    (data_package / "events.csv").write_text("a\n2\n")
    assert reasons() == []
    (data_package / "funding.csv").write_text("a\n2\n")
    assert reasons() == ["table funding changed"]


def test_a_table_that_was_read_and_is_gone_counts(built, data_package):
    _, _, reasons = built
    text = (data_package / "datapackage.json").read_text()
    (data_package / "datapackage.json").write_text(text.replace("funding", "spending"))
    (data_package / "funding.csv").rename(data_package / "spending.csv")
    assert "table funding changed" in reasons()


def test_without_the_loader_every_table_counts(make_report, settings, tmp_path, data_package):
    document, out = make_document(make_report("r", "1"), {}), tmp_path / "out"
    build([document], out, settings)
    (data_package / "events.csv").write_text("a\n2\n")
    (task,) = plan_tasks([document], OutputFolder(out), settings, surroundings())
    assert task.explanation() == "r-en: table events changed"


def test_a_changed_cell_counts_and_a_stored_output_does_not(built, make_report, notebooks):
    _, out, reasons = built
    (notebooks / "r.ipynb").write_bytes((out / "r-en.ipynb").read_bytes())
    assert reasons() == ["notebook changed"]  # the injected cell is new
    make_report("r", READS_FUNDING)
    text = (notebooks / "r.ipynb").read_text().replace('"outputs": []', '"outputs": [{"output_type": "stream"}]')
    (notebooks / "r.ipynb").write_text(text)
    assert reasons() == []


def test_parameters_and_libraries_count(built, monkeypatch):
    document, _, reasons = built
    changed = replace(document, parameters={**document.parameters, "start_year": 2008})
    assert reasons(changed) == ["parameters changed"]
    monkeypatch.setattr("carsi_analysis.batch.folder.inputs.library_versions", lambda: {"matplotlib": "0"})
    assert reasons() == ["libraries changed"]


@pytest.mark.parametrize(("damage", "reason"), [(None, "is missing"), (b"edited by hand", "was changed")])
def test_damaged_files_are_built_again(built, settings, damage, reason):
    document, out, reasons = built
    path = out / "r-en.pdf"
    good = path.read_bytes()
    path.unlink() if damage is None else path.write_bytes(damage)
    assert reasons() == [f"file r-en.pdf {reason}"]
    build([document], out, settings)
    assert path.read_bytes() == good


@pytest.mark.parametrize("text", ["{ half", "", "null", "[1]", '{"inputs": {}, "files": [1]}', "[" * 100_000, "\udcff"])
def test_a_record_that_cannot_be_read_is_no_record(built, text):
    _, out, reasons = built
    (out / ".carsi/records/r-en.json").write_bytes(text.encode(errors="surrogateescape"))
    assert reasons() == ["not built yet"]


def test_a_format_asked_for_later_is_added_and_the_others_are_renewed(make_report, settings, tmp_path):
    out = tmp_path / "out"
    only_page = make_document(make_report("r", "print('old')"), {}, ["html"])
    build([only_page], out, settings)
    assert not (out / "r-en.pdf").exists()
    build([make_document(make_report("r", "print('new')"), {}, ["pdf"])], out, settings)
    assert (out / "r-en.pdf").exists()
    assert "new" in (out / "r-en.html").read_text()


def test_a_jumping_clock_changes_nothing(built, settings, monkeypatch):
    _, out, reasons = built
    for path in out.rglob("*"):
        import os

        os.utime(path, (0, 0))
    monkeypatch.setattr("time.time", lambda: 4e9)
    assert reasons() == []
