"""A language is a file: with a third one in a copy of the package, a report is built in it with no other edit."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from carsi_analysis.words import words_of

ROOT = Path(__file__).resolve().parents[2]
MARK = "¡"


def marked(texts: Any, section: str = "") -> Any:
    """Mark every text, so that one in another language shows; what says how a language is called and written stays."""
    if isinstance(texts, dict):
        return {name: marked(value, section or name) for name, value in texts.items()}
    if isinstance(texts, list):
        return [marked(one, section) for one in texts]
    return texts if section == "language" or not isinstance(texts, str) else MARK + texts


def toml(texts: dict[str, Any], prefix: str = "") -> str:
    """Write texts as the files of words hold them."""
    lines = [f"[{prefix}]"] if prefix else []
    lines += [f"{json.dumps(key)} = {json.dumps(value)}" for key, value in texts.items() if not isinstance(value, dict)]
    tables = [
        toml(value, f"{prefix}.{json.dumps(key)}" if prefix else json.dumps(key))
        for key, value in texts.items()
        if isinstance(value, dict)
    ]
    return "\n".join([*lines, *tables]) + "\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Copy the package beside the notebooks and data of the project, and give it a third file of words."""
    root = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "src", root / "src")  # bytecode too, which each process would compile again
    for name in ("notebooks", "data", "reports", "pyproject.toml"):
        (root / name).symlink_to(ROOT / name)
    texts = marked(dict(words_of("en").texts))
    texts["language"] |= {"name": "Third"}
    texts["index"]["file"] = "index-qq.html"
    (root / "src" / "carsi_analysis" / "words" / "qq.toml").write_text(toml(texts), encoding="utf-8")
    return root


def run(project: Path, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(project / "src")}
    done = subprocess.run(
        [sys.executable, "-P", *arguments], env=environment, cwd=project, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_third_file_passes_the_check(project):
    run(project, "-m", "carsi_analysis.words.check")


def test_a_report_is_built_in_the_third_language(project, tmp_path):
    build = ("-m", "carsi_analysis", "build", "regional-briefing", "--format", "html", "--out", str(tmp_path))
    run(project, *build, "--language", "qq")
    page = (tmp_path / "regional-briefing-qq.html").read_text(encoding="utf-8")
    assert '<html lang="qq">' in page
    assert f"{MARK}(This passage is not translated.)" in page, "English prose stands in, and says so"
    assert f"{MARK}Sources: " in page
    notebook = nbformat.read(tmp_path / "regional-briefing-qq.ipynb", as_version=4)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    told = [output.metadata["briefing"] for output in outputs if "briefing" in output.get("metadata", {})]
    exhibits = [one for one in told if one["kind"] in ("figure", "table")]
    assert len(exhibits) > 3
    for exhibit in exhibits:
        assert MARK in exhibit["title"] and MARK in exhibit["subtitle"], exhibit["id"]
        assert exhibit["kind"] == "table" or MARK in exhibit["alt"], exhibit["id"]
    text, found, _ = page.partition('class="references"')  # titles of sources keep their language
    assert found
    spanish = re.search(r">[^<]*\b(?:según|país|años|fuente)\b[^<]*<", text)
    assert spanish is None, spanish
