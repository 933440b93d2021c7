"""What the page of a document leads to in its edition: index, other languages, PDF, other reports, data and charts.

All addresses are relative, and lead to nothing but what the edition lists.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from carsi_analysis.batch.plan import Document
from carsi_analysis.data.offered import named
from carsi_analysis.words import languages, words_of


def with_links(documents: Sequence[Document], *, pictures: bool = False) -> tuple[Document, ...]:
    """Give the documents of an edition, each with what its page leads to, charts among it if they are files."""
    return tuple(replace(document, beside=_beside(document, documents, pictures)) for document in documents)


def index_name(language: str) -> str:
    """Name the index page in a language; browsers open ``index.html``."""
    return words_of(language if language in languages() else "en")("index.file")


def title_of(document: Document) -> str:
    """Name a document in its language: its report, and what the whole of it is about."""
    language, report = document.language, document.report
    chosen = [
        named(parameter.table, str(value), words_of(language).named("label"))
        for parameter in report.parameters
        if parameter.subject and parameter.table and (value := document.parameters[parameter.name]) != parameter.usual
    ]
    return ": ".join([report.title[language], *chosen])


def _beside(document: Document, documents: Sequence[Document], pictures: bool) -> dict[str, Any]:
    pages = [other for other in documents if "html" in other.formats and other.document_id != document.document_id]
    same = [other for other in pages if _but_language(other) == _but_language(document)]
    others = [other for other in pages if other.language == document.language]
    return {
        "index": index_name(document.language),
        "pdf": f"{document.document_id}.pdf" if "pdf" in document.formats else "",
        "languages": [[other.language, f"{other.document_id}.html"] for other in same],
        "data": f"data/{document.document_id}",
        "charts": f"charts/{document.document_id}" if pictures else "",
        "others": [[title_of(other), f"{other.document_id}.html"] for other in others],
    }


def _but_language(document: Document) -> tuple[str, dict[str, str | int]]:
    kept = {name: value for name, value in document.parameters.items() if name != "language"}
    return document.report.report_id, kept
