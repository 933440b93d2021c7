from carsi_analysis.batch import lab, locate


def test_the_lab_listens_on_loopback_and_keeps_its_token(tmp_path):
    command = lab.lab_command(tmp_path)
    assert "--ServerApp.ip=127.0.0.1" in command
    assert not any("token" in part or "password" in part for part in command)


def test_a_copy_of_the_wheels_notebooks_never_overwrites_edits(tmp_path, monkeypatch):
    packaged = tmp_path / "packaged"
    packaged.mkdir()
    (packaged / "one.ipynb").write_text("new")
    (packaged / "two.ipynb").write_text("new")
    work = tmp_path / "work"
    (work / "carsi-notebooks").mkdir(parents=True)
    (work / "carsi-notebooks" / "one.ipynb").write_text("edited")
    monkeypatch.chdir(work)
    monkeypatch.setattr(locate, "repository", lambda: None)
    monkeypatch.setattr(locate, "room", lambda name: packaged)
    folder = lab.notebooks_folder()
    assert (folder / "one.ipynb").read_text() == "edited"
    assert (folder / "two.ipynb").read_text() == "new"
