"""Small reports for the tests of the batch: notebooks of a few cells, and exporters that need nothing."""

import json
import multiprocessing
from collections.abc import Callable
from dataclasses import replace
from multiprocessing import forkserver
from pathlib import Path

import pytest
from click.testing import CliRunner

from carsi_analysis.batch.build import Settings
from carsi_analysis.batch.edition.definition import Edition
from carsi_analysis.batch.plan import make_document
from carsi_analysis.batch.run import pool
from carsi_analysis.batch.run.pool import local_processes
from carsi_analysis.batch.warm.client import warm_up
from carsi_analysis.catalogue import END_YEAR, LANGUAGE, START_YEAR, Report
from carsi_analysis.cli import main
from tests.batch.helpers import EXPORTERS, notebook_text, start_light, this_process


@pytest.fixture
def notebooks(tmp_path: Path) -> Path:
    """A folder for the notebooks of made-up reports."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    return folder


@pytest.fixture
def make_report(notebooks: Path) -> Callable[..., Report]:
    """Make a report whose notebook has the given cells."""

    def make(report_id: str, *cells: str) -> Report:
        (notebooks / f"{report_id}.ipynb").write_text(notebook_text(*cells), encoding="utf-8")
        titles = {"en": report_id.title(), "es": report_id.upper()}
        return Report(report_id, f"{report_id}.ipynb", titles, titles, (LANGUAGE, START_YEAR, END_YEAR))

    return make


@pytest.fixture
def make_edition() -> Callable[..., Edition]:
    """Make an edition of some reports in both languages."""

    def make(*reports: Report, languages: tuple[str, ...] = ("en", "es")) -> Edition:
        documents = [make_document(report, {"language": code}) for report in reports for code in languages]
        return Edition("trial", {"en": "Trial edition", "es": "Edición de prueba"}, tuple(documents))

    return make


@pytest.fixture
def settings(notebooks: Path) -> Settings:
    """Settings without workers, for what does not depend on who does the work, and the stub exporters."""
    return Settings(hire=this_process, notebooks=notebooks, exporters=EXPORTERS)


@pytest.fixture
def two_workers(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The same with two workers, and ordinary kernels: a worker of few reports is done before it could fork.

    The workers themselves are forked where the system can, from a process that has imported what each would import
    anew. Builds that a test starts as a process hire theirs as the product does.
    """
    if "forkserver" in multiprocessing.get_all_start_methods():
        forking = multiprocessing.get_context("forkserver")
        forking.set_forkserver_preload(["carsi_analysis.batch.run.report", "papermill", "nbconvert.exporters"])
        forkserver.ensure_running()  # before a test changes the environment, which it would keep
        monkeypatch.setattr(pool.multiprocessing, "get_context", lambda _: forking)
    start_light(monkeypatch)
    return replace(settings, warm=False, hire=local_processes(2))


@pytest.fixture
def data_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small data package that builds look at instead of the real one; kernels are forked from one that knows that."""
    warm_up()
    folder = tmp_path / "data"
    folder.mkdir()
    schema = {"fields": [{"name": "a", "type": "integer"}]}
    resources = [{"name": name, "path": f"{name}.csv", "schema": schema} for name in ("countries", "funding", "events")]
    years = {"fields": [{"name": "year", "type": "year"}]}
    resources.append({"name": "observations", "path": "observations.csv", "schema": years})
    described = {"name": "trial", "version": "1.0.0", "created": "2026-01-01", "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    for resource in resources:
        (folder / resource["path"]).write_text("a\n1\n", encoding="utf-8")
    (folder / "observations.csv").write_text("year\n2025\n", encoding="utf-8")
    monkeypatch.setenv("CARSI_DATA", str(folder))
    return folder


@pytest.fixture
def run(monkeypatch, notebooks, data_package):
    """Run a command on a made-up regional briefing, with the stub exporters and without workers."""
    (notebooks / "regional_briefing.ipynb").write_text(notebook_text("print(language)"))
    for module in ("build", "answered"):
        monkeypatch.setattr(f"carsi_analysis.batch.{module}.room", lambda name: notebooks)
    monkeypatch.setattr("carsi_analysis.batch.build.EXPORTERS", EXPORTERS)
    monkeypatch.setattr("carsi_analysis.batch.command.local_processes", lambda workers: this_process)
    return lambda *arguments: CliRunner().invoke(main, list(map(str, arguments)))
