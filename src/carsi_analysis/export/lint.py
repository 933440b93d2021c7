"""What a reader would miss, named by notebook and cell, with what to do about it."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from nbconvert.utils.exceptions import ConversionException

from carsi_analysis.blocks import Data
from carsi_analysis.errors import CarsiError
from carsi_analysis.export import svg, typefaces
from carsi_analysis.export.document import Document, Finding, Heading, Stream
from carsi_analysis.export.listing import loses_columns
from carsi_analysis.export.pictures import Picture
from carsi_analysis.export.tree import Element, Table, plain

MOST_NAMED = 6
"""Characters that one message names."""


class ExportError(CarsiError, ConversionException):
    """The document could not be made, or a strict export found faults in it."""


def lint(document: Document) -> list[Finding]:
    """Give all findings of a document in the order of its cells."""
    findings = [*document.findings, *_skipped_levels(document)]
    return sorted(findings, key=lambda finding: finding.cell or 0)


def lint_print(document: Document) -> list[Finding]:
    """Give by cell what print shows in another form: characters that its fonts lack, lines too long for paper."""
    findings = []
    for block in document.blocks:
        if isinstance(block, Stream) and (letters := loses_columns(block.text)):
            message = f"printed lines of up to {letters} characters are folded on paper: their columns do not line up"
            findings.append(Finding(block.cell, message, "show a table, or fewer columns"))
    meta = document.meta
    printed: list[tuple[int | None, Any]] = [(None, [meta.title, meta.subtitle, *meta.authors])]
    printed += [*((block.cell, block) for block in document.blocks), *((None, note) for note in document.footnotes)]
    for cell, item in printed:
        if missing := typefaces.unshowable("".join(texts_of(item))):
            told = ", ".join(f"{character} (U+{ord(character):04X})" for character in missing[:MOST_NAMED])
            rest = f" and {len(missing) - MOST_NAMED} more" if len(missing) > MOST_NAMED else ""
            findings.append(
                Finding(
                    cell,
                    f"the PDF's fonts have no glyph for {told}{rest}; it shows the name of a sign or an empty box",
                    "name a font that has one: --BriefingPDFExporter.fonts=FILE, or a family such as 'Noto Sans'",
                )
            )
    return findings


def describe(document: Document, finding: Finding) -> str:
    """Give a finding as one line: where, what, and what to do."""
    where = f"{document.notebook}, cell {finding.cell}" if finding.cell else document.notebook
    return f"{where}: {finding.message}; {finding.advice}"


def texts_of(item: Any) -> Iterator[str]:
    """Give all text that a block prints, whatever its fields; formulas have a font of their own."""
    if isinstance(item, str):
        yield item
    elif isinstance(item, Element):
        if item.name != "math":
            yield item.get("alt")
            yield from texts_of(item.children)
    elif isinstance(item, list | tuple):
        for part in item:
            yield from texts_of(part)
    elif isinstance(item, Table):
        for row in (*item.head, *item.body):
            for cell in row:
                for part in cell.content:
                    yield from [part] if isinstance(part, str) else texts_of(part)
    elif isinstance(item, Picture):
        yield from svg.texts(item.content.decode()) if item.kind == "svg" else ()
    elif is_dataclass(item) and not isinstance(item, Data):
        for field in fields(item):
            yield from texts_of(getattr(item, field.name))


def _skipped_levels(document: Document) -> list[Finding]:
    findings = []
    last: int | None = None
    for heading in (block for block in document.blocks if isinstance(block, Heading)):
        if last is not None and heading.stated_level > last + 1:
            findings.append(
                Finding(
                    heading.cell,
                    f"the heading {plain(heading.content)!r} skips from level {last} to {heading.stated_level}",
                    f"write it with {'#' * (last + 1)}",
                )
            )
        last = heading.stated_level
    return findings
