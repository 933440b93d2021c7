"""Reads an executed notebook into a ``Document``: which cells, in what order, and what this project made itself."""

from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from carsi_analysis.export.builder import Builder
from carsi_analysis.export.characters import without_controls
from carsi_analysis.export.contract import briefing_of, faults_of, language_of, visible_cells
from carsi_analysis.export.document import Document, Fact, Heading, Reference, References
from carsi_analysis.export.foreign.reader import ForeignReader
from carsi_analysis.export.labels import labels_of
from carsi_analysis.export.links import mend_links
from carsi_analysis.export.meta import language_tag, meta_of, stated_meta
from carsi_analysis.export.tree import Element, plain


def read(nb: NotebookNode, name: str = "notebook", folder: Path | None = None) -> Document:
    """Read an executed notebook.

    Args:
        nb: an executed notebook of format 4; it is not changed.
        name: names the notebook in messages, and the document when nothing else does.
        folder: where the notebook lies, to find pictures that its Markdown names.
    """
    document = _Reader(nb, name, folder).document()
    mend_links(document)
    return document


class _Reader:
    def __init__(self, nb: NotebookNode, name: str, folder: Path | None):
        self.name = name
        self.cells = visible_cells(nb)
        self.stated = stated_meta(nb, self.cells)
        labels = labels_of(language_tag(self.stated.get("language")))
        self.builder = Builder(labels, self.stated.get("title") or "")
        self.lettered_notes = _has_references(self.cells)
        self.foreign = ForeignReader(self.builder, self.cells, folder, self.lettered_notes)
        self.facts: dict[str, Fact] = {}

    def document(self) -> Document:
        for number, cell in self.cells:
            self.builder.cell = number
            before = len(self.builder.blocks)
            self._read_cell(cell)
            for block in self.builder.blocks[before:]:
                block.language = language_of(cell)
        blocks, facts = self.builder.blocks, list(self.facts.values())
        footnotes = self.foreign.footnotes()
        meta, findings = meta_of({**self.stated, "title": self.builder.title}, self.name)
        findings = [*self.builder.findings, *findings]
        return Document(self.name, meta, blocks, footnotes, facts, findings, self.lettered_notes)

    def _read_cell(self, cell: NotebookNode) -> None:
        self.foreign.start(cell)
        for output in cell.get("outputs", []):
            if output.output_type in ("display_data", "execute_result"):
                for field, expected in faults_of(output):
                    message = f"the briefing metadata of an output states {field!r} in an unknown form"
                    self.builder.find(message, f"give {expected}")
            self._read_output(output, briefing_of(output))

    def _read_output(self, output: NotebookNode, stated: dict[str, Any]) -> None:
        match stated.get("kind"):
            case "title" | "screen-only":
                pass
            case "prose":
                self._facts(stated)
                self.foreign.markdown(output.get("data", {}).get("text/markdown", ""))
            case "references":
                self._references(stated)
            case _:
                self.foreign.output(output, stated)

    def _facts(self, stated: dict[str, Any]) -> None:
        for fact in stated.get("facts", []):
            anchor = f"fact-{fact['fact_id']}"
            self.facts.setdefault(
                anchor,
                Fact(
                    anchor=anchor,
                    text=_shown(fact.get("text")),
                    value=_shown(fact.get("value")),
                    unit=_shown(fact.get("unit")),
                    rows=tuple(map(_shown, fact.get("rows", ()))),
                    sources=tuple(map(_shown, fact.get("sources", ()))),
                    locator=_shown(fact.get("locator")),
                ),
            )

    def _references(self, stated: dict[str, Any]) -> None:
        builder = self.builder
        if not (builder.blocks and isinstance(builder.blocks[-1], Heading)):
            builder.heading([builder.labels("references")], 2, builder.anchor("references"))
        entries = []
        for entry in stated.get("entries", []):
            content, url = self.foreign.inline(str(entry.get("text", ""))), str(entry.get("url") or "")
            if url and url not in plain(content):
                content += [" ", Element("a", {"href": url}, [url])]
            annex = bool(entry.get("annex"))
            entries.append(Reference(entry["number"], f"ref-{entry['source_id']}", content, annex))
        builder.blocks.append(References(builder.cell, entries, compact=bool(stated.get("compact"))))


def _has_references(cells: list[tuple[int, NotebookNode]]) -> bool:
    outputs = (output for _, cell in cells for output in cell.get("outputs", []))
    return any(briefing_of(output).get("kind") == "references" for output in outputs)


def _shown(value: Any) -> str:
    return "" if value is None else without_controls(str(value))
