"""The folder that the lab serves, its start page, and the arguments that keep it private."""

import json
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from carsi_analysis.batch import lab, locate
from carsi_analysis.catalogue import EXPLORE, REPORTS
from carsi_analysis.errors import CarsiError


@pytest.fixture
def packaged(tmp_path, monkeypatch):
    """The notebooks of an installed wheel, far from any repository; the current folder is ``tmp_path / "work"``."""
    folder = tmp_path / "packaged"
    folder.mkdir()
    (folder / "one.ipynb").write_text("new")
    (folder / "two.ipynb").write_text("new")
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setattr(locate, "repository", lambda: None)
    monkeypatch.setattr(locate, "room", lambda name: folder)
    return folder


def test_the_lab_listens_on_loopback_and_keeps_its_token(tmp_path):
    arguments = lab.lab_arguments(tmp_path)
    assert "--ServerApp.ip=127.0.0.1" in arguments
    assert not any("token" in part or "password" in part for part in arguments)


def test_a_copy_never_overwrites_edits(packaged, tmp_path):
    copy = tmp_path / "work" / lab.COPY_FOLDER
    copy.mkdir()
    (copy / "one.ipynb").write_text("edited")
    assert lab.working_folder() == copy
    assert (copy / "one.ipynb").read_text() == "edited"
    assert (copy / "two.ipynb").read_text() == "new"


def test_the_user_chooses_the_folder(packaged, tmp_path):
    chosen = lab.working_folder(Path("my") / "notes")
    assert chosen == tmp_path / "work" / "my" / "notes"
    assert (chosen / "one.ipynb").is_file()


def test_a_folder_that_is_a_file_is_refused_by_name(packaged, tmp_path):
    (tmp_path / "work" / "taken").write_text("")
    with pytest.raises(CarsiError, match=r"taken.*--folder"):
        lab.working_folder(Path("taken"))


def test_the_repository_serves_its_own_notebooks():
    assert lab.working_folder() == locate.room("notebooks")


def test_the_start_page_names_each_notebook_that_is_there_and_no_other(tmp_path):
    report = REPORTS["regional-briefing"]
    (tmp_path / report.notebook).write_text("{}")
    nbformat.write(new_notebook(cells=[new_markdown_cell("# Look around\n\nMore.")]), tmp_path / "extra.ipynb")
    page = lab.start_page(tmp_path)
    assert f"[{report.title['en']}]({report.notebook})" in page
    assert f"[{report.title['es']}]({report.notebook})" in page
    assert page.count("[Look around](extra.ipynb)") == 2
    assert page.count(".ipynb)") == 4


def test_the_start_page_begins_with_the_notebook_for_looking_around(tmp_path):
    for report in (EXPLORE, REPORTS["regional-briefing"]):
        (tmp_path / report.notebook).write_text("{}")
    page = lab.start_page(tmp_path)
    for language in ("en", "es"):
        links = [f"[{one.title[language]}]({one.notebook})" for one in (EXPLORE, REPORTS["regional-briefing"])]
        assert 0 < page.index(links[0]) < page.index(links[1])


def test_jupyter_is_told_to_fetch_no_news_and_to_show_the_page_read():
    settings = json.loads((lab.SETTINGS / "labconfig" / "default_setting_overrides.json").read_text(encoding="utf-8"))
    assert settings["@jupyterlab/apputils-extension:notification"] == {"checkForUpdates": False, "fetchNews": "false"}
    assert settings["@jupyterlab/notebook-extension:tracker"]["maxNumberOutputs"] >= 1000, "a long cell would be cut"


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"nbformat": 99, "cells": []}', None])
def test_what_is_no_notebook_is_listed_by_its_name(tmp_path, content):
    path = tmp_path / "Untitled.ipynb"
    path.mkdir() if content is None else path.write_text(content)
    assert lab.start_page(tmp_path).count("[Untitled](Untitled.ipynb)") == 2


def test_names_and_titles_cannot_break_a_link(tmp_path):
    (tmp_path / "my notebook (1).ipynb").write_text("")
    nbformat.write(new_notebook(cells=[new_markdown_cell("# A [draft] of *mine*")]), tmp_path / "b.ipynb")
    page = lab.start_page(tmp_path)
    assert "[my notebook (1)](my%20notebook%20%281%29.ipynb)" in page
    assert r"[A \[draft\] of \*mine\*](b.ipynb)" in page


@pytest.mark.parametrize(("user", "code", "kind"), [(0, 1, CarsiError), (0, 0, SystemExit), (1000, 1, SystemExit)])
def test_the_superuser_is_told_what_can_be_done_here(tmp_path, monkeypatch, user, code, kind):
    monkeypatch.setattr("os.geteuid", lambda: user)
    monkeypatch.setattr("jupyterlab.labapp.LabApp.launch_instance", lambda arguments: sys.exit(code))
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "")
    with pytest.raises(kind) as ended:
        lab.open_lab(tmp_path)
    assert kind is SystemExit or "start carsi lab as another user" in str(ended.value)


def test_a_start_page_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / lab.START_PAGE).mkdir()
    with pytest.raises(CarsiError, match=r"cannot write to .*; choose another folder with --folder"):
        lab.open_lab(tmp_path)
