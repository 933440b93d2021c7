"""The nbconvert exporters; each is found by name: ``jupyter nbconvert --to briefing-pdf notebook.ipynb``."""

import gc
import hashlib
import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import pikepdf
from nbconvert.exporters.exporter import Exporter, FilenameExtension
from nbformat import NotebookNode, ValidationError
from traitlets import Bool, Enum, Int, List, Unicode
from traitlets.config import Config

from carsi_analysis.errors import CarsiError
from carsi_analysis.export import account, named_fonts
from carsi_analysis.export.document import Document, Finding
from carsi_analysis.export.highlights import FORMAT_ENDING, dense, highlights_of
from carsi_analysis.export.html import write_html
from carsi_analysis.export.kept import Kept
from carsi_analysis.export.lint import ExportError, describe, lint, lint_print
from carsi_analysis.export.read import read
from carsi_analysis.export.scrubbed import write_notebook
from carsi_analysis.export.shortened import shortened
from carsi_analysis.export.text import write_text
from carsi_analysis.files import TemporaryFilesError
from carsi_analysis.printable import fit_for_terminal

MOST_TOLD = 120
"""Letters of what a library says of a file."""

_last_read: tuple[str, Kept | None] = ("", None)


def identity_of(nb: NotebookNode, name: str) -> str:
    """Give what tells a notebook from all others: a hash of all that it holds."""
    return hashlib.sha256(json.dumps([name, nb]).encode()).hexdigest()


def read_once(nb: NotebookNode, name: str, identity: str | None = None) -> Document:
    """Read a notebook, or copy what was read of it last: a page, a PDF and charts of it are written one by one.

    Reading is half of the work of a PDF and most of that of a page. Only for notebooks that lie in no folder, so
    that what is read depends on nothing but the notebook. Key and document change in one step: threads share them.

    Args:
        nb: an executed notebook.
        name: of its document.
        identity: its ``identity_of``, where that is known.
    """
    global _last_read
    key = identity or identity_of(nb, name)
    last_key, kept = _last_read
    if kept and key == last_key:
        return kept.copy()
    document = read(nb, name)
    _last_read = key, Kept(document)
    return document


class BriefingExporter(Exporter):
    """What all formats share: they write an executed notebook as one file."""

    # nbconvert would validate the notebook after each of its preprocessors, and once is enough.
    optimistic_validation = Bool(True).tag(config=True)

    def __init__(self, config: Config | None = None, **kwargs: Any) -> None:
        """Have nbconvert's log say nothing that a terminal would obey."""
        super().__init__(config=config, **kwargs)
        for each in (_without_traceback, fit_for_terminal):
            self.log.addFilter(each)

    def from_file(  # type: ignore[override]
        self, file_stream: Any, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[str | bytes, dict[str, Any]]:
        """Convert the notebook in a file, which nbconvert has opened.

        Raises:
            ExportError: it is no notebook, or there is no room for temporary files.
        """
        try:
            notebook = nbformat.read(file_stream, as_version=4)
        # nbformat trips over foreign JSON in many ways; jsonschema's error is no ValueError.
        except (ValueError, AttributeError, TypeError, LookupError, RecursionError, ValidationError) as error:
            name = getattr(file_stream, "name", "the input")
            seen = "JSON too deep to read" if isinstance(error, RecursionError) else f"no notebook ({_briefly(error)})"
            expected = "expected is a Jupyter notebook: JSON in UTF-8 with “nbformat” and “cells”"
            raise ExportError(f"{name}: {seen}; {expected}; save it anew from JupyterLab") from None
        try:
            return self.from_notebook_node(notebook, resources, **kwargs)
        except TemporaryFilesError as error:
            raise ExportError(str(error)) from None

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[str | bytes, dict[str, Any]]:
        """Convert an executed notebook.

        Raises:
            ExportError: something in it is not as nbformat has it.
        """
        try:
            nb, resources = super().from_notebook_node(nb, resources, **kwargs)
        except ValidationError as error:
            place = ".".join(map(str, error.absolute_path)) or "the notebook"
            raise ExportError(f"{place}: {_briefly(error)}; correct it, or save the notebook anew") from None
        with _uncollected():
            return self.written(nb, resources), resources

    def written(self, nb: NotebookNode, resources: dict[str, Any]) -> str | bytes:
        """Give the content of the file."""
        raise NotImplementedError


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep Python from looking for circles while a document is made.

    It would go through all cells of a long table again and again, a tenth of the time; what a document leaves is
    collected after it.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _without_traceback(record: logging.LogRecord) -> bool:
    """Leave of an error that is written for people its sentence; nbconvert logs every error with its traceback."""
    if record.exc_info and isinstance(record.exc_info[1], CarsiError):
        record.msg, record.args, record.exc_info = str(record.exc_info[1]), (), None
    return True


def _briefly(error: Exception) -> str:
    """Quote the first line of what a library says; as Python writes it, since a terminal would obey parts of a file."""
    first = (str(error).splitlines() or [""])[0]
    return repr(first if len(first) <= MOST_TOLD else first[:MOST_TOLD] + "…")


class DocumentExporter(BriefingExporter):
    """What the formats for readers share: one document, one set of checks."""

    strict = Bool(False, help="Fail when a reader would miss something: no alt text, dead links, errors.").tag(
        config=True
    )

    longest_output = Int(
        0, help="Lines of print, and rows of a table, after which an output is shortened, and told. 0 keeps all."
    ).tag(config=True)

    def written(self, nb: NotebookNode, resources: dict[str, Any]) -> str | bytes:
        """Give the file; what a reader of it would miss stands in it and is logged.

        Raises:
            ExportError: ``strict`` is on and there are findings, or the file cannot be made.
        """
        document = self._read(nb, resources)
        cut: list[Finding] = []
        if self.longest_output > 0:
            outputs = {number for number, cell in enumerate(nb.cells, 1) if cell.cell_type == "code"}
            document, cut = shortened(document, self.longest_output, outputs)
        content, findings = self.write(document)
        if losses := self.losses(document, content):
            content, _ = self.write(account.with_notices(document, losses))
        findings = [*self.lint(document), *cut, *findings, *(loss.finding() for loss in losses)]
        told = [describe(document, finding) for finding in sorted(findings, key=lambda finding: finding.cell or 0)]
        if told and self.strict:
            raise ExportError("\n".join(told))
        for line in told:
            self.log.warning("%s", line)
        return content

    def _read(self, nb: NotebookNode, resources: dict[str, Any]) -> Document:
        metadata = resources.get("metadata", {})
        path = metadata.get("path")
        name = metadata.get("name") or "notebook"
        document = read_once(nb, name, resources.get("identity")) if path is None else read(nb, name, Path(path))
        document.beside = resources.get("beside")
        return document

    def write(self, document: Document) -> tuple[str | bytes, list[Finding]]:
        """Write the file; gives it with what this format could not hold."""
        raise NotImplementedError

    def losses(self, document: Document, content: Any) -> list[account.Loss]:
        """Give what of the document cannot be seen in the file."""
        raise NotImplementedError

    def lint(self, document: Document) -> list[Finding]:
        """Give what a reader of this format would miss for want of care in the notebook."""
        return lint(document)


class BriefingHTMLExporter(DocumentExporter):
    """One HTML file with everything inside."""

    export_from_notebook = "Briefing (HTML)"
    output_mimetype = "text/html"
    file_extension = FilenameExtension(".html").tag(config=True)

    def write(self, document: Document) -> tuple[str, list[Finding]]:
        """Write the page."""
        return write_html(document), []

    def losses(self, document: Document, content: str) -> list[account.Loss]:
        """Give what cannot be seen on the page."""
        return account.of_html(document, content)


class BriefingPDFExporter(DocumentExporter):
    """A tagged, archival PDF (PDF/UA-1 and PDF/A-2a)."""

    export_from_notebook = "Briefing (PDF)"
    output_mimetype = "application/pdf"
    file_extension = FilenameExtension(".pdf").tag(config=True)
    paper = Enum(("us-letter", "a4"), "us-letter", help="Paper size.").tag(config=True)
    fonts = List(
        Unicode(), help="Fonts for scripts that the house's lack: files, folders, or families of this machine."
    ).tag(config=True)

    def written(self, nb: NotebookNode, resources: dict[str, Any]) -> str | bytes:
        """Give the file, with the fonts that were named."""
        with named_fonts.named(self.fonts):
            return super().written(nb, resources)

    def lint(self, document: Document) -> list[Finding]:
        """Give what a reader would miss, and what the fonts lack."""
        return [*lint(document), *lint_print(document)]

    def write(self, document: Document) -> tuple[bytes, list[Finding]]:
        """Write the PDF."""
        from carsi_analysis.export.pdf import write_pdf

        return write_pdf(document, self.paper)

    def losses(self, document: Document, content: bytes) -> list[account.Loss]:
        """Give what cannot be seen on the paper."""
        from carsi_analysis.export import on_paper

        return on_paper.losses(document, content)


class BriefingHighlightsExporter(BriefingPDFExporter):
    """The first page of a report alone as a PDF: one page that stands by itself and leads to the whole."""

    export_from_notebook = "Briefing (one page)"
    file_extension = FilenameExtension(FORMAT_ENDING).tag(config=True)

    def _read(self, nb: NotebookNode, resources: dict[str, Any]) -> Document:
        return highlights_of(super()._read(nb, resources))

    def write(self, document: Document) -> tuple[bytes, list[Finding]]:
        """Write the page, densely where it would be two.

        Raises:
            ExportError: it is more than one page even so.
        """
        for tried in (document, dense(document)):
            content, findings = super().write(tried)
            with pikepdf.open(io.BytesIO(content)) as pdf:
                pages = len(pdf.pages)
            if pages == 1:
                return content, findings
        raise ExportError(f"{document.notebook}: the first page and its sources take {pages} pages; shorten its text")


class BriefingTextExporter(DocumentExporter):
    """Markdown to paste into a mail."""

    export_from_notebook = "Briefing (text)"
    output_mimetype = "text/markdown"
    file_extension = FilenameExtension(".md").tag(config=True)

    def write(self, document: Document) -> tuple[str, list[Finding]]:
        """Write the Markdown."""
        return write_text(document), []

    def losses(self, document: Document, content: str) -> list[account.Loss]:
        """Give what the Markdown does not hold."""
        return account.of_text(document, content)


class BriefingNotebookExporter(BriefingExporter):
    """The executed notebook, scrubbed."""

    export_from_notebook = "Briefing (notebook)"
    output_mimetype = "application/x-ipynb+json"
    file_extension = FilenameExtension(".ipynb").tag(config=True)

    def written(self, nb: NotebookNode, resources: dict[str, Any]) -> str:
        """Give the notebook."""
        return write_notebook(nb)
