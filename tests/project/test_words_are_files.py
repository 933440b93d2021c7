"""No text of a reader stands twice in Python, once a language: it stands in the files of words."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "carsi_analysis"
LANGUAGES = {"en", "es"}
ALLOWED = {"analysis/names.py": 1, "words/__init__.py": 1}
"""The languages that the data hold, named once, and English, which stands in where notebooks lack another."""


def names_both(node: ast.AST) -> bool:
    """Tell whether a piece of code gives one thing once a language, or decides by language."""
    match node:
        case ast.Call():
            return {keyword.arg for keyword in node.keywords} >= LANGUAGES
        case ast.arguments():
            return {argument.arg for argument in [*node.args, *node.kwonlyargs]} >= LANGUAGES
        case ast.Dict():
            return {getattr(key, "value", None) for key in node.keys} >= LANGUAGES
        case ast.Tuple() | ast.List() | ast.Set():
            return {getattr(one, "value", None) for one in node.elts} >= LANGUAGES
        case ast.Compare():
            return any(getattr(one, "value", None) in LANGUAGES for one in [node.left, *node.comparators])
        case ast.MatchValue():
            return getattr(node.value, "value", None) in LANGUAGES
    return False


def pairs_in(code: str) -> int:
    return sum(map(names_both, ast.walk(ast.parse(code))))


def test_what_stands_once_a_language_in_python_is_on_a_short_list():
    found = {path.relative_to(SOURCE).as_posix(): pairs_in(path.read_text("utf-8")) for path in SOURCE.rglob("*.py")}
    assert {path: count for path, count in found.items() if count} == ALLOWED


@pytest.mark.parametrize(
    "code",
    [
        'title(en="Total", es="Suma")',
        'WORDS = {"en": "Total", "es": "Suma"}',
        'for language in ("en", "es"): pass',
        'word = "Suma" if language == "es" else "Total"',
        'word = "Suma" if "es" == language else "Total"',
        'match language:\n    case "es": pass',
        "def text(*, en, es): pass",
    ],
)
def test_a_pair_is_seen_in_whatever_form(code):
    assert pairs_in(code) == 1
