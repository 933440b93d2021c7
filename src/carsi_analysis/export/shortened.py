"""Long outputs cut to their beginning, where an option asks for it; document and findings say what is missing."""

from collections.abc import Collection
from dataclasses import replace

from carsi_analysis.export.document import Block, Document, Finding, Notice, Prose, Stream, TableBlock
from carsi_analysis.export.labels import labels_of
from carsi_analysis.export.tree import Content, Element, Node, Table

ADVICE = "raise --longest-output, or print less"


def shortened(document: Document, most: int, outputs: Collection[int]) -> tuple[Document, list[Finding]]:
    """Give a document that shows so many lines of each printed output and rows of each table, and what it leaves out.

    Args:
        outputs: the cells that have outputs; what authors write themselves stays whole.
    """
    labels = labels_of(document.meta.language)
    blocks: list[Block] = []
    findings: list[Finding] = []
    for block in document.blocks:
        shown, unit, count = _cut(block, most) if block.cell in outputs else (block, "", 0)
        blocks.append(shown)
        if count:
            blocks.append(Notice(block.cell, labels(f"shortened_{unit}", count=count), role=block.role))
            findings.append(Finding(block.cell, f"{count} {unit} of its output are left out, as asked for", ADVICE))
    return replace(document, blocks=blocks), findings


def _cut(block: Block, most: int) -> tuple[Block, str, int]:
    """Give the beginning of a block, the unit that it is counted in, and how many it loses."""
    if isinstance(block, Stream):
        lines = block.text.split("\n")
        return replace(block, text="\n".join(lines[:most])), "lines", max(0, len(lines) - most)
    if isinstance(block, TableBlock):
        table, lost = _beginning(block.table, most)
        return replace(block, table=table), "rows", lost
    if isinstance(block, Prose):
        content, lost = _content(block.content, most)
        return replace(block, content=content), "rows", lost
    return block, "", 0


def _content(content: Content, most: int) -> tuple[Content, int]:
    pairs = [_node(node, most) for node in content]
    return [node for node, _ in pairs], sum(lost for _, lost in pairs)


def _node(node: Node, most: int) -> tuple[Node, int]:
    if isinstance(node, Table):
        return _beginning(node, most)
    if isinstance(node, Element):
        children, lost = _content(node.children, most)
        return replace(node, children=children), lost
    return node, 0


def _beginning(table: Table, most: int) -> tuple[Table, int]:
    """Give the first rows of a table; what spans further ones ends with the last of them."""
    rows = [
        [replace(cell, rowspan=min(cell.rowspan, most - number)) for cell in row]
        for number, row in enumerate(table.body[:most])
    ]
    return replace(table, body=rows), max(0, len(table.body) - most)
