"""What an output says of itself: ``output.metadata["briefing"]``, and what the tags of a cell ask for."""

import re
from collections.abc import Callable
from typing import Any

from nbformat import NotebookNode

KINDS = frozenset({"title", "prose", "figure", "table", "references", "screen-only"})
HIDDEN_TAGS = frozenset({"remove-cell", "parameters", "injected-parameters"})
SHOW_CODE_TAG = "show-code"
LANGUAGE_TAG = re.compile(r"lang-([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)$")


def tags(cell: NotebookNode) -> set[str]:
    """Give the tags of a cell."""
    return set(cell.metadata.get("tags", []))


def visible_cells(nb: NotebookNode) -> list[tuple[int, NotebookNode]]:
    """Give the cells that a reader may see, each with its number in the notebook, counted from 1."""
    return [(number, cell) for number, cell in enumerate(nb.cells, 1) if not HIDDEN_TAGS & tags(cell)]


def language_of(cell: NotebookNode) -> str | None:
    """Give the language that a tag such as ``lang-es`` states."""
    matches = (LANGUAGE_TAG.match(tag) for tag in sorted(tags(cell)))
    return next((match[1] for match in matches if match), None)


def briefing_of(output: NotebookNode) -> dict[str, Any]:
    """Give the metadata of an output that follows the contract; empty where there is none or its kind is unknown.

    A field of another shape than the contract's is left out; ``faults_of`` names it.
    """
    return {name: value for name, value in _stated(output).items() if _fits(name, value)}


def faults_of(output: NotebookNode) -> list[tuple[str, str]]:
    """Give each field of an output's metadata that has another shape than the contract's, and what was expected."""
    stated = _stated(output).items()
    return [(name, SHAPES[name][1]) for name, value in stated if value is not None and not _fits(name, value)]


def _stated(output: NotebookNode) -> dict[str, Any]:
    stated = output.get("metadata", {}).get("briefing")
    if not isinstance(stated, dict):
        return {}
    kind = stated.get("kind")
    return dict(stated) if isinstance(kind, str) and kind in KINDS else {}


def _fits(name: str, value: Any) -> bool:
    return name not in SHAPES or SHAPES[name][0](value)


def _are_facts(value: Any) -> bool:
    return _are_objects(value) and all(
        _is_identifier(fact.get("fact_id")) and all(_is_list(fact.get(name, [])) for name in ("rows", "sources"))
        for fact in value
    )


def _are_entries(value: Any) -> bool:
    return _are_objects(value) and all(
        isinstance(entry.get("number"), int) and _is_identifier(entry.get("source_id")) for entry in value
    )


def _is_data(value: Any) -> bool:
    if not isinstance(value, dict) or not _are_objects(value.get("columns")) or not _is_list(value.get("rows", [])):
        return False
    width = len(value["columns"])
    named = all(isinstance(column.get("name"), str) for column in value["columns"])
    return named and all(_is_list(row) and len(row) == width for row in value.get("rows", []))


def _are_objects(value: Any) -> bool:
    return _is_list(value) and all(isinstance(item, dict) for item in value)


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)


def _is_identifier(value: Any) -> bool:
    return isinstance(value, str) and value != "" and value.isprintable()


SHAPES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "facts": (_are_facts, "a list of objects, each with a fact_id, and its rows and sources as lists"),
    "entries": (_are_entries, "a list of objects, each with a number and a source_id"),
    "data": (_is_data, "an object with columns, each with a name, and rows with as many values"),
    "notes": (_is_list, "a list of texts"),
}
"""The fields whose shape matters: how to tell it, and what to call it."""


def exhibits_of(nb: NotebookNode) -> list[dict[str, Any]]:
    """Give the metadata of each figure, table and fact of an executed notebook, in order.

    Figures and tables keep their ``kind``; each fact of a prose output comes as a dict of kind ``fact``.
    Cells that exporters hide are left out.
    """
    found: list[dict[str, Any]] = []
    for _, cell in visible_cells(nb):
        for output in cell.get("outputs", []):
            stated = briefing_of(output)
            if stated.get("kind") in {"figure", "table"}:
                found.append(stated)
            elif stated.get("kind") == "prose":
                found.extend({"kind": "fact", **fact} for fact in stated.get("facts", []))
    return found
