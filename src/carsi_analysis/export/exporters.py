"""The nbconvert exporters; each is found by name: ``jupyter nbconvert --to briefing-pdf notebook.ipynb``."""

import hashlib
import json
import pickle
from pathlib import Path
from typing import Any

from nbconvert.exporters.exporter import Exporter, FilenameExtension
from nbformat import NotebookNode
from traitlets import Bool, Enum

from carsi_analysis.export.document import Document, Finding
from carsi_analysis.export.html import write_html
from carsi_analysis.export.lint import ExportError, describe, lint, lint_print
from carsi_analysis.export.read import read
from carsi_analysis.export.scrubbed import write_notebook
from carsi_analysis.export.text import write_text

_last_read: tuple[str, bytes] = ("", b"")


def _read_once(nb: NotebookNode, name: str) -> Document:
    """Read a notebook, or copy what was read of it last: a page and a PDF of it are usually written one by one.

    Reading is half of the work of a PDF and most of that of a page. Only for notebooks that lie in no folder, so
    that what is read depends on nothing but the notebook. Key and document change in one step: threads share them.
    """
    global _last_read
    key = hashlib.sha256(json.dumps([name, nb]).encode()).hexdigest()
    last_key, stored = _last_read
    if key == last_key:
        copy: Document = pickle.loads(stored)
        return copy
    document = read(nb, name)
    _last_read = key, pickle.dumps(document)
    return document


class BriefingExporter(Exporter):
    """What all formats share: they write an executed notebook as one file."""

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[str | bytes, dict[str, Any]]:
        """Convert an executed notebook."""
        nb, resources = super().from_notebook_node(nb, resources, **kwargs)
        return self.written(nb, resources), resources

    def written(self, nb: NotebookNode, resources: dict[str, Any]) -> str | bytes:
        """Give the content of the file."""
        raise NotImplementedError


class DocumentExporter(BriefingExporter):
    """What the formats for readers share: one document, one set of checks."""

    strict = Bool(False, help="Fail when a reader would miss something: no alt text, dead links, errors.").tag(
        config=True
    )

    def document(self, nb: NotebookNode, resources: dict[str, Any]) -> Document:
        """Read and check a notebook; each finding is logged.

        Raises:
            ExportError: ``strict`` is on and there are findings.
        """
        metadata = resources.get("metadata", {})
        path = metadata.get("path")
        name = metadata.get("name") or "notebook"
        document = _read_once(nb, name) if path is None else read(nb, name, Path(path))
        findings = [describe(document, finding) for finding in self.lint(document)]
        if findings and self.strict:
            raise ExportError("\n".join(findings))
        for finding in findings:
            self.log.warning("%s", finding)
        return document

    def lint(self, document: Document) -> list[Finding]:
        """Give what a reader of this format would miss."""
        return lint(document)


class BriefingHTMLExporter(DocumentExporter):
    """One HTML file with everything inside."""

    export_from_notebook = "Briefing (HTML)"
    output_mimetype = "text/html"
    file_extension = FilenameExtension(".html").tag(config=True)

    def written(self, nb: NotebookNode, resources: dict[str, Any]) -> str:
        """Give the page."""
        return write_html(self.document(nb, resources))


class BriefingPDFExporter(DocumentExporter):
    """A tagged, archival PDF (PDF/UA-1 and PDF/A-2a)."""

    export_from_notebook = "Briefing (PDF)"
    output_mimetype = "application/pdf"
    file_extension = FilenameExtension(".pdf").tag(config=True)
    paper = Enum(("us-letter", "a4"), "us-letter", help="Paper size.").tag(config=True)

    def lint(self, document: Document) -> list[Finding]:
        """Give what a reader would miss, and what the fonts lack."""
        return [*lint(document), *lint_print(document)]

    def written(self, nb: NotebookNode, resources: dict[str, Any]) -> bytes:
        """Give the PDF."""
        from carsi_analysis.export.pdf import write_pdf

        return write_pdf(self.document(nb, resources), self.paper)


class BriefingTextExporter(DocumentExporter):
    """Markdown to paste into a mail."""

    export_from_notebook = "Briefing (text)"
    output_mimetype = "text/markdown"
    file_extension = FilenameExtension(".md").tag(config=True)

    def written(self, nb: NotebookNode, resources: dict[str, Any]) -> str:
        """Give the Markdown."""
        return write_text(self.document(nb, resources))


class BriefingNotebookExporter(BriefingExporter):
    """The executed notebook, scrubbed."""

    export_from_notebook = "Briefing (notebook)"
    output_mimetype = "application/x-ipynb+json"
    file_extension = FilenameExtension(".ipynb").tag(config=True)

    def written(self, nb: NotebookNode, resources: dict[str, Any]) -> str:
        """Give the notebook."""
        return write_notebook(nb)
