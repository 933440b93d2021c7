"""Imports run one way, as docs/architecture.md says."""

import ast
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "carsi_analysis"
LEAVES = {"dates", "errors", "files", "house", "catalogue", "words"}
ALLOWED = {
    "data": set(),
    "analysis": {"data"},
    "exhibits": {"analysis", "data"},
    "exploring": {"exhibits", "analysis", "data", "export"},
    "export": set(),
    "importing": {"analysis", "batch", "data", "export"},
    "batch": {"export", "data"},
    "cli": {"batch", "data", "importing"},
    "house": set(),
    "words": set(),
    "catalogue": set(),
    "dates": set(),
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


def files_of(room: str) -> list[Path]:
    folder = SOURCE / room
    return sorted(folder.rglob("*.py")) if folder.is_dir() else [SOURCE / f"{room}.py"]


ROOMS = [room for room in sorted(ALLOWED) if all(path.is_file() for path in files_of(room))]


def drawn_arrows() -> set[tuple[str, str]]:
    picture = ElementTree.parse(ROOT / "docs" / "images" / "rooms.svg").iter("{http://www.w3.org/2000/svg}path")
    return {(path.get("data-from", ""), path.get("data-to", "")) for path in picture if path.get("data-from")}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_it_may_know(room):
    for path in files_of(room):
        wrong = rooms_imported(path) - ALLOWED[room] - LEAVES - {room}
        assert not wrong, f"{path.relative_to(ROOT)} imports {', '.join(sorted(wrong))}"


def test_every_module_is_held_to_the_rule():
    here = {path.stem for path in SOURCE.iterdir() if path.suffix == ".py" or any(path.glob("**/*.py"))}
    assert here - {"__init__", "__main__"} <= set(ALLOWED)


def test_the_leaves_import_one_another_without_a_circle():
    wanted = {leaf: {room for path in files_of(leaf) for room in rooms_imported(path)} - {leaf} for leaf in LEAVES}
    while free := {leaf for leaf, others in wanted.items() if not others}:
        wanted = {leaf: others - free for leaf, others in wanted.items() if leaf not in free}
    assert wanted == {}, f"these import one another in a circle: {wanted}"


@pytest.mark.parametrize("room", [room for room in ROOMS if room not in LEAVES])
def test_the_picture_of_the_rooms_shows_every_import(room):
    real = {(room, other) for path in files_of(room) for other in rooms_imported(path) - LEAVES - {room}}
    assert real <= drawn_arrows(), f"docs/images/rooms.svg lacks {real - drawn_arrows()}"


def test_the_picture_shows_no_forbidden_import():
    allowed = {(room, other) for room, others in ALLOWED.items() for other in others}
    of_notebooks = {("notebooks", "exhibits"), ("notebooks", "analysis"), ("notebooks", "exploring")}
    assert drawn_arrows() <= allowed | of_notebooks
