"""Imports run one way, as docs/architecture.md says."""

import ast
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "carsi_analysis"
LEAVES = {
    "bibtex",
    "blocks",
    "dates",
    "declared",
    "errors",
    "extras",
    "files",
    "house",
    "printable",
    "catalogue",
    "words",
}
ALLOWED = {
    "data": set(),
    "analysis": {"data"},
    "exhibits": {"analysis", "data"},
    "exploring": {"exhibits", "analysis", "data", "export"},
    "export": set(),
    "importing": {"batch", "data"},
    "batch": {"export", "data"},
    "cli": {"batch", "data", "importing"},
    "house": set(),
    "words": set(),
    "catalogue": {"data"},  # which countries, threats and years there are
    "bibtex": set(),
    "blocks": set(),
    "dates": set(),
    "declared": set(),
    "errors": set(),
    "extras": set(),
    "files": set(),
    "printable": set(),
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


NAMED_IN_STRINGS = {
    ("batch/run/execute.py", "data"): "asks a kernel what it read, and needs no pandas itself",
    ("batch/warm/server.py", "exhibits"): "imports ahead what every report needs, in a process of its own",
}
"""Where code reaches another room by a name in a string, which no import shows, and why it must."""


def imports_of(path: Path, known: set[str]) -> set[str]:
    """Name the files of the house that a file imports when it runs, by their dotted names."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    found = set()
    for node in (node for node in ast.walk(tree) if id(node) not in typing_only):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = {alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in known else node.module for name in names.values()}
    return found & known


def dotted(path: Path) -> str:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def circle_in(wanted: dict[str, set[str]]) -> set[str]:
    """Take away whatever needs nothing that is left, and whatever nothing needs: circles stay."""
    while free := {one for one, others in wanted.items() if not others & wanted.keys()}:
        wanted = {one: others for one, others in wanted.items() if one not in free}
    while free := wanted.keys() - {other for others in wanted.values() for other in others}:
        wanted = {one: others for one, others in wanted.items() if one not in free}
    return set(wanted)


def strings_in(path: Path) -> list[str]:
    """List the strings of a file's code, docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in told]
    return [node.value for node in constants if isinstance(node.value, str)]


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
    together = LEAVES | {"data"}  # which the catalogue asks
    wanted = {leaf: {room for path in files_of(leaf) for room in rooms_imported(path)} - {leaf} for leaf in together}
    assert circle_in(wanted) == set()


def test_no_files_import_one_another_in_a_circle():
    files = {dotted(path): path for path in SOURCE.rglob("*.py")}
    assert circle_in({name: imports_of(path, set(files)) - {name} for name, path in files.items()}) == set()


def test_a_circle_of_files_is_seen(tmp_path):
    (tmp_path / "a.py").write_text("def f():\n    from house import b\n")
    (tmp_path / "b.py").write_text("import house.a\n")
    (tmp_path / "c.py").write_text("from house.a import f\n")
    known = {"house.a", "house.b", "house.c"}
    wanted = {name: imports_of(tmp_path / f"{name[-1]}.py", known) for name in known}
    assert circle_in(wanted) == {"house.a", "house.b"}


def test_no_room_is_reached_by_a_name_in_a_string_but_those_told():
    found = set()
    for room in ROOMS:
        for path in files_of(room):
            named = {name for text in strings_in(path) for name in re.findall(r"\bcarsi_analysis\.(\w+)", text)}
            found |= {(path.relative_to(SOURCE).as_posix(), other) for other in named & set(ALLOWED) - {room}}
    assert found == set(NAMED_IN_STRINGS)


@pytest.mark.parametrize("room", [room for room in ROOMS if room not in LEAVES])
def test_the_picture_of_the_rooms_shows_the_imports_and_no_others(room):
    real = {(room, other) for path in files_of(room) for other in rooms_imported(path) - LEAVES - {room}}
    drawn = {arrow for arrow in drawn_arrows() if arrow[0] == room}
    assert real == drawn, f"docs/images/rooms.svg lacks {real - drawn} and shows {drawn - real}"


def test_the_picture_shows_no_forbidden_import():
    allowed = {(room, other) for room, others in ALLOWED.items() for other in others}
    of_notebooks = {("notebooks", "exhibits"), ("notebooks", "analysis"), ("notebooks", "exploring")}
    assert drawn_arrows() <= allowed | of_notebooks
