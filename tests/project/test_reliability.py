"""What docs/reliability.md promises names tests that exist."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
PROMISES = TEXT.partition("## What is promised")[2].partition("\n## ")[0]
NAMED = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PROMISES)


def test_every_promise_names_a_test():
    lines = [line for line in PROMISES.splitlines() if line.startswith("| ")][2:]
    assert len(lines) > 10
    assert [line for line in lines if not re.search(r"`tests/[\w/]+\.py", line.split(" | ")[1])] == []


def test_every_named_test_exists():
    missing = [f"{file}::{test}" for file, test in NAMED if not holds(ROOT / file, test)]
    assert missing == []


def holds(file: Path, test: str) -> bool:
    """Whether a file of tests is there, and holds the test."""
    if not file.is_file():
        return False
    functions = {
        node.name for node in ast.parse(file.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)
    }
    return test in functions if test else any(name.startswith("test_") for name in functions)
