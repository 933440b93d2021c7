"""A wheel in an environment without the repository builds a briefing, lists the reports and lends its notebooks."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.stock import WITHOUT_GRAMMAR

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built without leaving the locked environment."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--no-deps", "--no-build-isolation", "--quiet", "--disable-pip-version-check"]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", folder, ROOT], check=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def carsi(wheel, tmp_path_factory):
    """The command ``carsi`` of an environment that holds the wheel and borrows the locked dependencies.

    Borrowing through a path file spares a minute of installing; the editable installation is not borrowed, since
    Python does not follow path files of folders added that way. ``tests/fresh`` installs everything for real.
    """
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    binaries = folder / ("Scripts" if sys.platform == "win32" else "bin")
    paths = sysconfig.get_paths(scheme="venv", vars={"base": str(folder), "platbase": str(folder)})
    site = Path(paths["purelib"])
    (site / "locked.pth").write_text(f"{sysconfig.get_paths()['purelib']}\n{WITHOUT_GRAMMAR}\n", encoding="utf-8")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    return [str(binaries / "python"), "-m", "carsi_analysis"]


def run(command, *arguments, cwd):
    of_the_wheel = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run([*command, *arguments], cwd=cwd, env=of_the_wheel, capture_output=True, text=True)


def test_a_briefing_is_built_outside_the_repository(carsi, tmp_path):
    done = run(carsi, "build", "regional-briefing", "--language", "es", "--quiet", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    built = tmp_path / "reports" / "build"
    assert (built / "regional-briefing-es.html").is_file()
    published = ROOT / "reports" / "published" / "regional-briefing-es.pdf"
    assert (built / "regional-briefing-es.pdf").read_bytes() == published.read_bytes()


def test_the_data_and_the_reports_come_along(carsi, tmp_path):
    for arguments in (["validate"], ["list"], ["cite", "funding"]):
        done = run(carsi, *arguments, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert done.stdout.strip()


def test_the_notebooks_are_lent_and_can_be_explored(carsi, tmp_path):
    lend = "from carsi_analysis.batch.lab import working_folder; working_folder()"
    lent = run(carsi[:1], "-c", lend, cwd=tmp_path)
    assert lent.returncode == 0, lent.stderr
    notebooks = {path.name for path in (tmp_path / "carsi-notebooks").iterdir()}
    assert notebooks == {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}
    explore = ["carsi-notebooks/explore.ipynb", "seen.ipynb", "-p", "countries", "HND", "-p", "language", "es"]
    done = run(carsi[:1], "-m", "papermill", *explore, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Homicidios, Honduras" in (tmp_path / "seen.ipynb").read_text(encoding="utf-8")


def test_the_wheel_holds_every_notebook_and_no_test(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for notebook in (ROOT / "notebooks").glob("*.ipynb"):
        assert f"carsi_analysis/_package/notebooks/{notebook.name}" in names
    assert "carsi_analysis/batch/lab_settings/labconfig/default_setting_overrides.json" in names
    assert [name for name in names if name.startswith("tests/") or "__pycache__" in name] == []
