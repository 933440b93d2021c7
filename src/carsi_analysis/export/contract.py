"""Which cells of a notebook readers see, what their tags ask for, and the blocks that their outputs state."""

import re
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from nbformat import NotebookNode

from carsi_analysis.blocks import Block, BlockError, Figure, Prose, Table, block_of
from carsi_analysis.export.characters import without_controls
from carsi_analysis.export.foreign.options import cell_options

HIDDEN_TAGS = frozenset({"remove-cell", "hide-cell", "parameters", "injected-parameters"})
HIDDEN_OUTPUT_TAGS = frozenset({"remove-output", "hide-output", "remove-outputs", "remove-all-output",
                                "remove-all-outputs"})  # fmt: skip
HIDDEN_CODE_TAGS = frozenset({"remove-input", "hide-input", "remove-code", "hide-code"})
SHOW_CODE_TAG = "show-code"
HIDING_LINE = re.compile(r"^#\s?(?:\|\s*)?hide\s*$", re.MULTILINE)
"""How nbdev hides a cell."""

LANGUAGE_TAG = re.compile(r"lang-([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)$")


def tags(cell: NotebookNode) -> set[str]:
    """Give the tags of a cell; ``remove_cell`` is ``remove-cell``."""
    return {str(tag).replace("_", "-") for tag in cell.metadata.get("tags", [])}


def visible_cells(nb: NotebookNode) -> list[tuple[int, NotebookNode]]:
    """Give the cells that a reader may see, each with its number in the notebook, counted from 1."""
    return [(number, cell) for number, cell in enumerate(nb.cells, 1) if not _is_hidden(cell)]


def visible_outputs(cell: NotebookNode) -> list[NotebookNode]:
    """Give the outputs of a cell that a reader may see; none where its author hides them by tag, option or a click."""
    found = tags(cell)
    folded = cell.metadata.get("jupyter", {}).get("outputs_hidden") or cell.metadata.get("collapsed")
    if folded or HIDDEN_OUTPUT_TAGS & found or cell_options(cell.source).get("output") == "false":
        return []
    unwanted = {name for name in ("stdout", "stderr") if f"remove-{name}" in found}
    return [output for output in cell.get("outputs", []) if output.get("name") not in unwanted]


def shows_code(cell: NotebookNode) -> bool:
    """Tell whether a cell asks for its code to be shown."""
    found, echo = tags(cell), cell_options(cell.source).get("echo")
    asked = SHOW_CODE_TAG in found or echo in {"true", "fenced"}
    return asked and echo != "false" and not HIDDEN_CODE_TAGS & found


def _is_hidden(cell: NotebookNode) -> bool:
    if HIDDEN_TAGS & tags(cell) or cell.metadata.get("nbsphinx") == "hidden":
        return True
    if cell.cell_type != "code":
        return False
    return cell_options(cell.source).get("include") == "false" or bool(HIDING_LINE.match(cell.source))


def raw_kind(cell: NotebookNode) -> str:
    """Give the format that a raw cell states, or nothing."""
    return str(cell.metadata.get("raw_mimetype") or cell.metadata.get("format") or "")


def language_of(cell: NotebookNode) -> str | None:
    """Give the language that a tag such as ``lang-es`` states."""
    matches = (LANGUAGE_TAG.match(tag) for tag in sorted(tags(cell)))
    return next((match[1] for match in matches if match), None)


def own_block(output: NotebookNode) -> Block | None:
    """Read the block of an output, without characters that no page can hold; None where it states none.

    Raises:
        BlockError: what it states does not follow the contract.
    """
    stated = output.get("metadata", {}).get("briefing")
    return None if stated is None else block_of(_printable(stated))


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return without_controls(value)
    if isinstance(value, dict):
        return {name: _printable(inner) for name, inner in value.items()}
    return [_printable(inner) for inner in value] if isinstance(value, list | tuple) else value


def blocks_of(nb: NotebookNode) -> list[Block]:
    """Give the blocks of the outputs that readers see, in order; what does not follow the contract is left out."""
    found: list[Block | None] = []
    for _, cell in visible_cells(nb):
        for output in visible_outputs(cell):
            with suppress(BlockError):
                found.append(own_block(output))
    return [block for block in found if block]


def exhibits_of(nb: NotebookNode) -> list[dict[str, Any]]:
    """Give each figure, table and fact of an executed notebook as plain values, in order.

    Figures and tables keep their ``kind``; each fact of a passage comes as a dict of kind ``fact``.
    """
    found: list[dict[str, Any]] = []
    for block in blocks_of(nb):
        if isinstance(block, Figure | Table):
            found.append(asdict(block))
        elif isinstance(block, Prose):
            found.extend({"kind": "fact", **asdict(fact)} for fact in block.facts)
    return found
