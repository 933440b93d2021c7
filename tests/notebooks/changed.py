"""Running a notebook with other parameters, or with one datum of a copy of the data package changed."""

import re
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest

from carsi_analysis.batch.run.execute import execute
from carsi_analysis.batch.run.job import Limits
from carsi_analysis.batch.stored import changes
from carsi_analysis.export import exhibits_of

ROOT = Path(__file__).resolve().parents[2]


def source_of(notebook: str) -> str:
    """Give a notebook of the repository as text."""
    return (ROOT / "notebooks" / notebook).read_text(encoding="utf-8")


def exhibits_with(notebook: str, **parameters: Any) -> dict[str, dict[str, Any]]:
    """Run a notebook and give its charts and tables by identifier."""
    run = execute(source_of(notebook), parameters, Limits())
    assert run.failure is None, run.failure
    return {one["id"]: one for one in exhibits_of(run.notebook) if one["kind"] in ("figure", "table")}


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
    run = execute(source_of(notebook), {}, Limits())
    assert run.failure is None, run.failure
    return changes(nbformat.reads(source_of(notebook), as_version=4), run.notebook)
