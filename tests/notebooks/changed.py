"""Running a notebook with other parameters, or with one datum of a copy of the data package changed."""

import re
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest

from carsi_analysis.batch.run.execute import execute
from carsi_analysis.batch.run.job import Limits
from carsi_analysis.batch.stored import changes
from carsi_analysis.data import Package
from carsi_analysis.exhibits import briefing as briefing_module
from tests.ran import drawing_once

ROOT = Path(__file__).resolve().parents[2]


def source_of(notebook: str) -> str:
    """Give a notebook of the repository as text."""
    return (ROOT / "notebooks" / notebook).read_text(encoding="utf-8")


def shown_by(
    notebook: str, monkeypatch: pytest.MonkeyPatch, package: Any = None, *, drawn: bool = True, **parameters: Any
) -> list[dict[str, Any]]:
    """Run a notebook's cells here, where any warning is an error, perhaps with other data, and give what it showed.

    Args:
        drawn: whether charts are drawn, which takes most of the time; a test that reads the words alone needs none.
    """
    shown: list[dict[str, Any]] = []

    def keep(bundle: dict[str, str], *, raw: bool, metadata: dict[str, Any]) -> None:
        shown.append({**metadata["briefing"], "text": bundle["text/plain"]})

    monkeypatch.setattr(briefing_module, "display", keep)
    if not drawn:
        monkeypatch.setattr(briefing_module, "svg_once", lambda *_, **__: "<svg/>")
    if package is not None:
        monkeypatch.setattr(briefing_module, "load", lambda: package)
    names: dict[str, Any] = {}
    with drawing_once():
        for cell in nbformat.reads(source_of(notebook), as_version=4).cells:
            if cell.source.startswith("%%say"):
                head, _, text = cell.source.partition("\n")
                names["report"].prose.passage(head.removeprefix("%%say"), text, names)
            elif cell.cell_type == "code":
                exec(compile(cell.source, f"{notebook}, {cell.id}", "exec"), names)
            if "parameters" in cell.metadata.get("tags", []):
                names.update(parameters)
    return shown


def exhibits(shown: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Give the charts and tables of what was shown, by identifier."""
    return {one["id"]: one for one in shown if one["kind"] in ("figure", "table")}


def prose(shown: list[dict[str, Any]]) -> str:
    """Give the prose of what was shown as one text."""
    return "\n".join(one["text"] for one in shown if one["kind"] == "prose")


class Altered:
    """A data package in which some tables are others.

    Args:
        package: the package.
        frames: the other tables by name.
    """

    def __init__(self, package: Package, **frames: pd.DataFrame) -> None:
        self._package, self._frames = package, frames

    def table(self, name: str) -> pd.DataFrame:
        """Give a table."""
        return self._frames[name].copy() if name in self._frames else self._package.table(name)

    def __getattr__(self, name: str) -> Any:
        return self.table(name) if name in self._frames else getattr(self._package, name)


def told_after(
    notebook: str, table: str, pattern: str, replacement: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """Change a datum of a copy of the data and give the lines in which the notebook then differs from its stored self.

    Args:
        notebook, table: file names in ``notebooks`` and ``data``.
        pattern, replacement: what to change in the table, as ``re.sub`` takes it; lines are matched one by one.
        folder: an empty folder for the copy.
        monkeypatch: points the loader at the copy.
    """
    shutil.copytree(ROOT / "data", folder / "data")
    path = folder / "data" / table
    text = path.read_text(encoding="utf-8")
    changed = re.sub(f"(?m){pattern}", replacement, text)
    assert changed != text
    path.write_text(changed, encoding="utf-8", newline="")
    monkeypatch.setenv("CARSI_DATA", str(folder / "data"))
    with drawing_once():
        run = execute(source_of(notebook), {}, Limits())
    assert run.failure is None, run.failure
    return changes(nbformat.reads(source_of(notebook), as_version=4), run.notebook)


def notes_of(exhibit: dict[str, Any], shown: list[dict[str, Any]]) -> list[str]:
    """Give the notes under an exhibit and the limits that it names by number."""
    told = {one["number"]: one["text"] for part in shown if part["kind"] == "limits" for one in part["entries"]}
    return [*exhibit["notes"], *(told[number] for number in exhibit["limits"])]
