"""pyproject, lock, environment.yml, Makefile and README agree, and nothing of a machine is in them."""

import re
import subprocess
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def normal(requirement: str) -> str:
    return re.split(r"[<>=!~;\[ ]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def test_every_dependency_is_locked_with_a_hash():
    locked = {normal(line) for line in LOCK.splitlines() if re.match(r"[a-z0-9]", line)}
    wanted = [*PROJECT["dependencies"], *(r for extra in PROJECT["optional-dependencies"].values() for r in extra)]
    assert {normal(one) for one in wanted} - {"carsi-analysis"} <= locked
    entries = re.split(r"\n(?=[a-z0-9])", LOCK)
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_lock_names_no_index():
    assert "http://" not in LOCK
    assert "https://" not in LOCK
    assert "--index" not in LOCK


def test_conda_users_get_the_same_environment():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    pip = next(item["pip"] for item in environment["dependencies"] if isinstance(item, dict))
    assert pip == ["--requirement requirements.lock", "--no-deps --editable ."]
    python = next(item for item in environment["dependencies"] if str(item).startswith("python"))
    assert PROJECT["requires-python"] in python.replace(" ", "")


def test_the_readme_names_commands_that_exist():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    commands = [line for block in re.findall(r"```console\n(.*?)```", readme, re.DOTALL) for line in block.splitlines()]
    assert {"make report", "make test"} <= set(commands)
    for command in commands:
        if command.startswith("make "):
            assert re.search(rf"^{command.split()[1]}:", makefile, re.MULTILINE), command
        elif command.startswith(".venv/bin/carsi "):
            help_text = subprocess.run(
                [ROOT / ".venv/bin/carsi", command.split()[1], "--help"], capture_output=True, text=True
            )
            assert help_text.returncode == 0, command


def test_links_of_the_readme_arrive():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = [target for target in re.findall(r"\]\(([^)]+)\)", readme) if not target.startswith("http")]
    assert [target for target in targets if not (ROOT / target).is_file()] == []


def test_no_tracked_text_names_this_machine():
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if tracked.returncode != 0:
        return
    home = str(Path.home())
    for name in filter(None, tracked.stdout.split("\0")):
        content = (ROOT / name).read_bytes()
        assert home.encode() + b"/" not in content, name
        assert str(ROOT).encode() + b"/" not in content, name
