"""What a reader would miss, named by notebook and cell, with what to do about it."""

from nbconvert.utils.exceptions import ConversionException

from carsi_analysis.errors import CarsiError
from carsi_analysis.export.document import Document, Finding, Heading


class ExportError(CarsiError, ConversionException):
    """The document could not be made, or a strict export found faults in it."""


def lint(document: Document) -> list[Finding]:
    """Give all findings of a document in the order of its cells."""
    findings = [*document.findings, *_skipped_levels(document)]
    return sorted(findings, key=lambda finding: finding.cell or 0)


def describe(document: Document, finding: Finding) -> str:
    """Give a finding as one line: where, what, and what to do."""
    where = f"{document.notebook}, cell {finding.cell}" if finding.cell else document.notebook
    return f"{where}: {finding.message}; {finding.advice}"


def _skipped_levels(document: Document) -> list[Finding]:
    findings = []
    last: int | None = None
    for heading in (block for block in document.blocks if isinstance(block, Heading)):
        if last is not None and heading.stated_level > last + 1:
            findings.append(
                Finding(
                    heading.cell,
                    f"the heading {heading.html.striptags()!r} skips from level {last} to {heading.stated_level}",
                    f"write it with {'#' * (last + 1)}",
                )
            )
        last = heading.stated_level
    return findings
