"""Tables of Markdown as GitHub and JupyterLab show them, ragged rows and all; formulas in cells may hold bars."""

import re
from itertools import zip_longest
from typing import Any

import mistune
from mistune.plugins.table import table

from carsi_analysis.export.foreign.markdown_math import is_formula

PATTERN = (
    r"^ {0,3}(?P<table_head>[^\n]*\S[^\n]*)\n {0,3}"
    r"(?P<table_rule>(?=[^\n]*\|)\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?)[ \t]*(?:\n|$)"
    r"(?P<table_rows>(?:(?! {0,3}(?:>|#{1,6} |```|~~~|[-+*] |(?:\*[ \t]*){3,}$)|[ \t]*$)[^\n]+(?:\n|$))*)"
)
PART = re.compile(r"\\.|\$(?:\\.|[^$\\\n])+\$|\||[^\\$|]+|.")


def read_tables(markdown: mistune.Markdown) -> None:
    """Let a parser find tables, also in lists and quotations."""
    table(markdown)  # how they are written
    block = markdown.block
    block.rules.remove("nptable")
    block.register("table", PATTERN, _parse, before="paragraph")
    for rules in (block.list_rules, block.block_quote_rules):
        block.insert_rule(rules, "table", before="paragraph")


def _parse(_block: Any, match: re.Match[str], state: Any) -> int | None:
    head, rule = _cells(match["table_head"]), _cells(match["table_rule"])
    if len(head) != len(rule):
        return None
    sides = [_side(dashes) for dashes in rule]
    rows = [_row(line, sides) for line in match["table_rows"].splitlines()]
    children: list[dict[str, Any]] = [{"type": "table_head", "children": _row_cells(head, sides, True)}]
    if rows:
        children.append({"type": "table_body", "children": rows})
    state.append_token({"type": "table", "children": children})
    return match.end()


def _row(line: str, sides: list[str | None]) -> dict[str, Any]:
    """A row of fewer cells gets empty ones; cells beyond the head are not shown, as on GitHub."""
    return {"type": "table_row", "children": _row_cells(_cells(line)[: len(sides)], sides, False)}


def _row_cells(cells: list[str], sides: list[str | None], head: bool) -> list[dict[str, Any]]:
    return [
        {"type": "table_cell", "text": text, "attrs": {"align": side, "head": head}}
        for text, side in zip_longest(cells, sides, fillvalue="")
    ]


def _side(dashes: str) -> str | None:
    left, right = dashes.startswith(":"), dashes.endswith(":")
    return "center" if left and right else "right" if right else "left" if left else None


def _cells(line: str) -> list[str]:
    """Divide a row at its bars, but for those in a formula and those after a backslash."""
    cells = [""]
    parts = [part for part in PART.findall(line.strip())]
    while parts:
        part = parts.pop(0)
        if len(part) > 1 and part.startswith("$") and not is_formula(part[1:-1], cells[-1][-1:], "".join(parts)[:1]):
            parts = PART.findall(part[1:] + "".join(parts))
            part = "$"
        if part == "|":
            cells.append("")
        else:
            cells[-1] += "|" if part == r"\|" else part
    cells = [cell.strip() for cell in cells]
    if line.strip().startswith("|"):
        cells = cells[1:]
    return cells[:-1] if len(cells) > 1 and not cells[-1] else cells
