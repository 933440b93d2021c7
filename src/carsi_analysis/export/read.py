"""Reads an executed notebook into a ``Document``: which cells, in what order, and who reads each output."""

from dataclasses import replace
from pathlib import Path

from nbformat import NotebookNode

from carsi_analysis.blocks import Block, BlockError, References, Title
from carsi_analysis.export.account import with_notices
from carsi_analysis.export.builder import Builder
from carsi_analysis.export.contract import language_of, own_block, visible_cells, visible_outputs
from carsi_analysis.export.document import Document
from carsi_analysis.export.foreign.meta import title_of, with_front_matter
from carsi_analysis.export.foreign.reader import ForeignReader
from carsi_analysis.export.foreign.terminal import joined_streams
from carsi_analysis.export.foreign.unread import unread
from carsi_analysis.export.labels import labels_of
from carsi_analysis.export.links import mend_links
from carsi_analysis.export.own import read_block


def read(nb: NotebookNode, name: str = "notebook", folder: Path | None = None) -> Document:
    """Read an executed notebook.

    Args:
        nb: an executed notebook of format 4; it is not changed.
        name: names the notebook in messages, and the document when nothing else does.
        folder: where the notebook lies, to find pictures that its Markdown names.
    """
    nb = with_front_matter(nb)
    document = _Reader(nb, name, folder).document()
    mend_links(document)
    losses = unread(nb, document)
    document.findings.extend(loss.finding() for loss in losses)
    return with_notices(document, losses)


class _Reader:
    def __init__(self, nb: NotebookNode, name: str, folder: Path | None):
        self.name = name
        self.cells = [(number, cell, _with_blocks(cell)) for number, cell in visible_cells(nb)]
        outputs = [pair for _, _, pairs in self.cells for pair in pairs]
        own = next((block for _, block in outputs if isinstance(block, Title)), None)
        self.title, self.findings = (own, []) if own else title_of(nb)
        self.builder = Builder(labels_of(self.title.language), self.title)
        self.lettered_notes = any(isinstance(block, References) for _, block in outputs)
        written = [cell.source for _, cell, _ in self.cells if cell.cell_type in ("markdown", "raw")]
        foreign = [output for output, block in outputs if not isinstance(block, Block)]
        data = [output.get("data", {}) for output in foreign]
        written += [one.get("text/markdown") or one.get("text/latex", "") for one in data]
        self.foreign = ForeignReader(self.builder, written, folder, self.lettered_notes, nb.metadata)

    def document(self) -> Document:
        builder = self.builder
        for number, cell, outputs in self.cells:
            builder.cell = number
            before = len(builder.blocks)
            self.foreign.start(cell)
            for output, block in outputs:
                self._read_output(output, block)
            for written in builder.blocks[before:]:
                written.language = language_of(cell)
        builder.tell_left_out()
        builder.settle_headings()
        footnotes = self.foreign.footnotes()
        title = builder.title or self.name.replace("_", " ").replace("-", " ").strip() or "Notebook"
        meta = replace(self.title, title=title)
        facts, findings = list(builder.facts.values()), [*builder.findings, *self.findings]
        return Document(self.name, meta, builder.blocks, footnotes, facts, findings, self.lettered_notes)

    def _read_output(self, output: NotebookNode, block: Block | BlockError | None) -> None:
        if isinstance(block, BlockError):
            self.builder.find(f"the briefing metadata of an output are refused, {block}", "run the notebook again")
        if isinstance(block, Block):
            read_block(block, output, self.builder)
        else:
            self.foreign.output(output)


def _with_blocks(cell: NotebookNode) -> list[tuple[NotebookNode, Block | BlockError | None]]:
    """Pair the outputs of a cell with the blocks that they state."""
    pairs: list[tuple[NotebookNode, Block | BlockError | None]] = []
    for output in joined_streams(visible_outputs(cell)):
        try:
            pairs.append((output, own_block(output)))
        except BlockError as error:
            pairs.append((output, error))
    return pairs
