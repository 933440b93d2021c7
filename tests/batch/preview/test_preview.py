"""``carsi preview`` as an author meets it: each save is on the page, errors tell what to do, and nothing is left."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from urllib.request import urlopen

import pikepdf
import psutil
import pytest

from carsi_analysis.cli import main
from tests.batch.helpers import this_process
from tests.ran import drawing_once

ROOT = Path(__file__).resolve().parents[3]
REPORT, NOTEBOOK = "regional-briefing", "regional_briefing.ipynb"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent to a process as Unix does")


class Author:
    """Somebody who edits a copy of the repository and looks at the preview of it."""

    def __init__(self, folder: Path, report: str = REPORT, *, shorten: bool = False) -> None:
        self.folder, self.temporary = folder / "repository", folder / "tmp"
        for part in ("src", "data", "notebooks"):  # bytecode too, which each process would compile again
            shutil.copytree(ROOT / part, self.folder / part)
        shutil.copyfile(ROOT / "pyproject.toml", self.folder / "pyproject.toml")
        if shorten:
            notebook = self.folder / "notebooks" / NOTEBOOK
            notebook.write_text(shortened(notebook.read_text(encoding="utf-8")), encoding="utf-8")
        self.temporary.mkdir()
        settings = {"PYTHONPATH": str(self.folder / "src"), "TMPDIR": str(self.temporary)}
        kept = {name: value for name, value in os.environ.items() if name != "CARSI_DATA"}
        command = [sys.executable, "-m", "carsi_analysis", "preview", report, "--no-browser"]
        self.process = subprocess.Popen(command, env=kept | settings, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()
        self.news = urlopen(f"{self.address}news")
        self.told = self.wait()

    def wait(self) -> dict:
        """Read the news until a build is over."""
        for line in self.news:
            told = json.loads(line[6:]) if line.startswith(b"data: ") else {}
            if told.get("status") in ("ready", "failed"):
                return told
        raise AssertionError("the preview has ended")

    def save(self, name: str, edit: Callable[[str], str]) -> dict:
        """Edit a file as an editor does: beside it, and renamed into its place."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        edited = edit(text)
        assert edited != text
        path.with_suffix(".part").write_text(edited, encoding="utf-8")
        path.with_suffix(".part").replace(path)
        return self.wait()

    def leave(self) -> None:
        """End the preview, however it stands."""
        self.process.terminate()
        self.process.wait(30)
        self.news.close()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def page(self) -> str:
        return urlopen(f"{self.address}{REPORT}-en.html").read().decode("utf-8")


@pytest.fixture(scope="module")
def author(tmp_path_factory):
    author = Author(tmp_path_factory.mktemp("author"), shorten=True)
    yield author
    author.leave()


KEPT = ("language =", "import carsi_analysis", "charts.carsi_over_time", "report.limits(", "report.references(")
"""What the cells say that set the briefing up, draw one of its charts and list limits and sources."""


def shortened(text: str) -> str:
    """Leave these cells alone: what is edited here is in them, and each build takes a third."""
    notebook = json.loads(text)
    sources = ["".join(cell["source"]) for cell in notebook["cells"]]
    cells = [next(place for place, source in enumerate(sources) if kept in source) for kept in KEPT]
    return json.dumps(notebook | {"cells": [notebook["cells"][place] for place in cells]})


def appended(source: str, kind: str = "code") -> Callable[[str], str]:
    def edit(text: str) -> str:
        notebook = json.loads(text)
        cell = {"cell_type": kind, "metadata": {}, "source": source, "id": f"added-{len(notebook['cells'])}"}
        notebook["cells"].append(cell | ({"outputs": [], "execution_count": None} if kind == "code" else {}))
        return json.dumps(notebook)

    return edit


def without_the_last(text: str) -> str:
    notebook = json.loads(text)
    notebook["cells"].pop()
    return json.dumps(notebook)


def test_the_first_page_is_the_one_that_a_build_makes(author):
    assert (author.told["status"], author.told["version"]) == ("ready", 1)
    assert author.page().startswith("<!DOCTYPE html>") and "EventSource" not in author.page()


def test_a_sentence_of_the_notebook_is_on_the_page(author):
    told = author.save(f"notebooks/{NOTEBOOK}", appended("A sentence of an author.", "markdown"))
    assert told["status"] == "ready" and "A sentence of an author." in author.page()


def test_a_number_of_the_data_is_on_the_page(author):
    count = "import carsi_analysis as c\nprint(len(c.load().caveats), 'caveats')"
    author.save(f"notebooks/{NOTEBOOK}", appended(count))
    caveats = (author.folder / "data" / "caveats.csv").read_text(encoding="utf-8").splitlines()
    assert f"{len(caveats) - 1} caveats" in author.page()
    another = caveats[-1].replace(caveats[-1].partition(",")[0], "zz-another", 1)
    author.save("data/caveats.csv", lambda text: f"{text}{another}\n")
    assert f"{len(caveats)} caveats" in author.page()


def test_words_of_pictures_of_the_page_and_of_the_catalogue_are_on_it(author):
    words = {"nothing found": "no total at all", "US security assistance to Central America": "Aid in short"}

    def edit(text):
        for old, new in words.items():
            assert old in text
            text = text.replace(f'"{old}"', f'"{new}"')
        return text

    told = author.save("src/carsi_analysis/words/en.toml", edit)
    assert told["status"] == "ready"
    assert re.search(r"<text[^>]*>no total at all</text>", author.page())
    assert "<h1>Aid in short" in author.page()


def test_an_error_names_cell_and_cure_and_the_last_page_stays(author):
    before = author.page()
    told = author.save(f"notebooks/{NOTEBOOK}", appended("%%say\n[en]\nIt rose by 5.\n\n[es]\nSubió 5."))
    problem = told["problem"]
    assert told["status"] == "failed"
    assert author.page() == before
    assert problem["where"].startswith("What is wrong in cell [")
    assert "“rose” is typed; name a fact that follows the data" in problem["message"]
    assert "It rose by 5." in problem["source"]
    told = author.save(f"notebooks/{NOTEBOOK}", lambda text: without_the_last(text).replace("{", "", 1))
    assert "not a notebook" in told["problem"]["message"]
    told = author.save(f"notebooks/{NOTEBOOK}", lambda text: "{" + text)
    assert told["status"] == "ready" and "problem" not in told


def test_an_error_of_a_library_is_named_by_its_kind_and_one_of_the_data_by_its_line(author):
    told = author.save(f"notebooks/{NOTEBOOK}", appended("{}['absent']"))
    assert told["problem"]["message"] == "KeyError: 'absent'"
    told = author.save("data/countries.csv", lambda text: text.replace("HND", "XXX", 1))
    assert "countries.csv" in told["problem"]["message"] or "XXX" in told["problem"]["message"]
    told = author.save("data/countries.csv", lambda text: text.replace("XXX", "HND", 1))
    assert told["problem"]["message"] == "KeyError: 'absent'"
    assert author.save(f"notebooks/{NOTEBOOK}", without_the_last)["status"] == "ready"


def test_the_page_that_is_handed_out_is_shown_alone(monkeypatch):
    """Without processes of its own, whose coming and going the author sees."""
    told, pages = [], []

    def say(line, **_):
        told.append(line)
        if len(told) == 2:  # the address, and that the page is built
            pages.append(urlopen(f"{told[0]}{REPORT}-en.highlights.pdf").read())
            raise KeyboardInterrupt

    monkeypatch.setattr("carsi_analysis.batch.preview.builds.local_processes", lambda workers: this_process)
    monkeypatch.setattr("carsi_analysis.cli.say", say)
    with drawing_once():
        main(["preview", REPORT, "--format", "highlights", "--no-browser"], standalone_mode=False)
    assert told[2:] == ["carsi: the preview has ended"]
    with pikepdf.open(BytesIO(pages[0])) as pdf:
        assert len(pdf.pages) == 1


def test_ctrl_c_ends_it_and_leaves_no_process_and_no_folder(author):
    started = psutil.Process(author.process.pid).children(recursive=True)
    assert started and any(author.temporary.iterdir())
    author.process.send_signal(signal.SIGINT)
    assert author.process.wait(30) == 0
    assert psutil.wait_procs(started, timeout=10)[1] == []
    assert list(author.temporary.iterdir()) == []
