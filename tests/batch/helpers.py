"""What tests of the batch share besides fixtures: notebooks, exporters, processes, and looking at a folder."""

import os
import sys
import textwrap
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from carsi_analysis.batch.run.pool import Crew
from carsi_analysis.batch.warm import client

PATIENCE = 300
"""Seconds that a test waits for another process before it fails: on a busy machine all take ten times as long."""

EXPORTERS = {"html": "tests.batch.stub_exporters.StubHTML", "pdf": "tests.batch.stub_exporters.StubPDF"}

SHOW = """
from IPython.display import display

def show(kind, **stated):
    data = {"text/markdown": stated.get("title", "…"), "text/plain": "…"}
    display(data, raw=True, metadata={"briefing": {"version": 2, "kind": kind, **stated}})

def fact(fact_id, text, value, *sources):
    return {"fact_id": fact_id, "text": text, "value": value, "unit": "USD", "rows": ["funding/a"],
            "sources": list(sources)}

def chart(chart_id, rows, *sources):
    columns = [{"name": "country", "title": "Country", "unit": ""}, {"name": "rate", "title": "Rate", "unit": "%"}]
    data = {"columns": columns, "rows": rows}
    show("figure", id=chart_id, title=chart_id.title(), alt="A chart.", sources=list(sources), data=data)
"""
"""A first cell for notebooks whose outputs carry the metadata of exhibits and facts."""


def notebook_text(*cells: str) -> str:
    """Write a notebook with the usual parameters and the given code cells."""
    parameters = new_code_cell(
        "language = 'en'\nstart_year = 2000\nend_year = 2025", id="parameters", metadata={"tags": ["parameters"]}
    )
    code = [new_code_cell(textwrap.dedent(source).strip(), id=f"code-{index}") for index, source in enumerate(cells)]
    return nbformat.writes(new_notebook(cells=[parameters, *code]))


HEAR_SIGNALS = """import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
"""
"""For scripts that are sent signals: a shell's background ignores Ctrl-C, and ``nohup`` the end of the terminal."""


def environment(**more: str) -> dict[str, str]:
    """Give the environment of a process that imports what this one does, the tests among it."""
    root = str(Path(__file__).parents[2])
    return os.environ | {"PYTHONPATH": os.pathsep.join([root, *filter(None, sys.path)])} | more


LIGHT = "tests.batch.light_server"
"""What to start instead of a warm process where a test is about how processes live and end."""


def start_light(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the warm processes that a test starts be light ones."""
    monkeypatch.setattr(client, "SERVER", LIGHT)
    monkeypatch.setenv("PYTHONPATH", environment()["PYTHONPATH"])


def names(folder: Path) -> list[str]:
    """List the files of an output folder, without the build's own notes."""
    files = (path for path in folder.rglob("*") if path.is_file() and ".carsi" not in path.parts)
    return sorted(path.relative_to(folder).as_posix() for path in files)


class _Here(Executor):
    """Does each job at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


@contextmanager
def this_process(_jobs: int) -> Iterator[Crew]:
    """Hire no workers: a worker takes a second to import papermill and nbconvert, which are loaded here."""
    yield Crew(_Here(), 1)
