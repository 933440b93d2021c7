"""From what was asked for to the list of documents: every check that can be made before a kernel starts."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from carsi_analysis.batch.formats import FORMATS, HIGHLIGHTS, USUAL_FORMATS
from carsi_analysis.catalogue import REPORTS, Report, check_parameters, document_id, find_report
from carsi_analysis.errors import UsageError

_SAFE_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,150}")


@dataclass(frozen=True)
class Document:
    """One report with all its parameters set, and the formats it is wanted in besides the notebook.

    ``beside`` is what its page leads to, where it is part of an edition (``edition.beside``).
    """

    document_id: str
    report: Report
    parameters: dict[str, str | int]
    formats: tuple[str, ...] = USUAL_FORMATS
    beside: dict[str, Any] | None = None

    @property
    def language(self) -> str:
        """Language of the document."""
        return str(self.parameters.get("language", "en"))


def parse_assignments(assignments: Iterable[str]) -> dict[str, str]:
    """Read ``NAME=VALUE`` as given on the command line.

    Raises:
        UsageError: there is no equals sign, or a name is given twice.
    """
    values: dict[str, str] = {}
    for assignment in assignments:
        name, equals, value = assignment.partition("=")
        if not equals or not name.strip():
            raise UsageError(f"-p {assignment!r} is not NAME=VALUE, such as -p language=es")
        if name.strip() in values:
            raise UsageError(f"parameter {name.strip()!r} is given twice")
        values[name.strip()] = value.strip()
    return values


def plan_reports(
    report_ids: Iterable[str],
    given: Mapping[str, Any],
    languages: Sequence[str] = (),
    formats: Sequence[str] = USUAL_FORMATS,
) -> list[Document]:
    """List the documents that some reports make, one for each language.

    Args:
        report_ids: reports of the catalogue.
        given: parameter values that all of them receive, as the user gave them.
        languages: languages wanted; none means the one in ``given`` or the report's default.
        formats: formats wanted besides the notebook.

    Raises:
        UsageError: an unknown report, parameter or value, with the nearest name.
    """
    if languages and "language" in given:
        raise UsageError("the language is given twice; use either --language or -p language=…")
    wanted = [{**given, "language": language} for language in languages] or [dict(given)]
    documents = [
        make_document(find_report(report_id), values, formats) for report_id in report_ids for values in wanted
    ]
    return without_repeats(documents)


def make_document(report: Report, given: Mapping[str, Any], formats: Sequence[str] = USUAL_FORMATS) -> Document:
    """Check the parameters of one document and name it.

    Raises:
        UsageError: a parameter, format or the resulting name is wrong.
    """
    for name in formats:
        if name not in FORMATS:
            raise UsageError(f"format {name!r} is not one of {', '.join(FORMATS)}")
    if HIGHLIGHTS in formats:
        if not report.first_page:
            having = ", ".join(one.report_id for one in REPORTS.values() if one.first_page)
            raise UsageError(f"report {report.report_id!r} has no first page to hand out; these have one: {having}")
        formats = (*formats, "pdf")  # the page leads to it
    parameters = check_parameters(report, given)
    name = document_id(report, parameters)
    if not _SAFE_NAME.fullmatch(name):
        raise UsageError(
            f"report {report.report_id!r} would be written as {name!r}; names are made of a-z, 0-9, dot and hyphen"
        )
    return Document(name, report, parameters, tuple(f for f in FORMATS if f in formats))


def without_repeats(documents: Iterable[Document]) -> list[Document]:
    """Drop documents asked for twice; their formats are joined.

    Raises:
        UsageError: two different documents would be written under one name.
    """
    by_name: dict[str, Document] = {}
    for document in documents:
        earlier = by_name.get(document.document_id)
        if earlier is None:
            by_name[document.document_id] = document
            continue
        if (earlier.report.report_id, earlier.parameters) != (document.report.report_id, document.parameters):
            raise UsageError(f"two documents would be called {document.document_id!r}; their parameters differ")
        formats = tuple(f for f in FORMATS if f in earlier.formats + document.formats)
        by_name[document.document_id] = Document(document.document_id, document.report, document.parameters, formats)
    return list(by_name.values())
