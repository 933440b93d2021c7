"""What an output says of itself: ``output.metadata["briefing"]``, or Quarto's ``#|`` lines in the cell."""

import re
from typing import Any

from nbformat import NotebookNode

KINDS = frozenset({"title", "prose", "figure", "table", "references", "screen-only"})
HIDDEN_TAGS = frozenset({"remove-cell", "parameters", "injected-parameters"})
SHOW_CODE_TAG = "show-code"
LANGUAGE_TAG = re.compile(r"lang-([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)$")
OPTION = re.compile(r"^#\|\s*(fig-cap|fig-alt|tbl-cap|label)\s*:\s*(.+?)\s*$", re.MULTILINE)


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
    """Give the metadata of an output that follows the contract; empty where there is none or its kind is unknown."""
    stated = output.get("metadata", {}).get("briefing", {})
    if isinstance(stated, dict) and stated.get("kind") in KINDS:
        return dict(stated)
    return {}


def cell_options(source: str) -> dict[str, str]:
    """Give the caption options in a cell's source, such as ``#| fig-cap: Homicide rates``."""
    return {name: value.strip("\"'") for name, value in OPTION.findall(source)}


def without_options(source: str) -> str:
    """Give a cell's source as readers should see it, without the lines that only speak to exporters."""
    return OPTION.sub("", source).lstrip("\n")


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
