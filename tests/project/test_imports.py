"""Imports run one way, as docs/architecture.md says."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "carsi_analysis"
LEAVES = {"errors", "files", "house", "catalogue"}
ALLOWED = {
    "data": set(),
    "analysis": {"data"},
    "exhibits": {"analysis", "data"},
    "export": set(),
    "batch": {"export", "data"},
    "cli": {"batch", "data"},
    "house": set(),
    "catalogue": set(),
    "errors": set(),
    "files": set(),
}


def rooms_imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module == "carsi_analysis":
            names = [f"carsi_analysis.{alias.name}" for alias in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("carsi_analysis.")}
    return found & set(ALLOWED)


@pytest.mark.parametrize("room", sorted(ALLOWED))
def test_a_room_imports_only_what_it_may_know(room):
    files = sorted((SOURCE / room).rglob("*.py")) or [SOURCE / f"{room}.py"]
    assert all(path.is_file() for path in files)
    for path in files:
        wrong = rooms_imported(path) - ALLOWED[room] - LEAVES - {room}
        assert not wrong, f"{path.relative_to(ROOT)} imports {', '.join(sorted(wrong))}"


def test_every_room_is_held_to_the_rule():
    rooms = {path.name for path in SOURCE.iterdir() if path.is_dir() and (path / "__init__.py").is_file()}
    assert rooms <= set(ALLOWED)
