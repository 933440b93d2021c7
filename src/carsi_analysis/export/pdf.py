"""PDF by Typst: tagged and archival in one file, the same bytes for the same notebook."""

import atexit
import io
import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pikepdf
import typst
from pikepdf import Array, Dictionary, Name

from carsi_analysis.export import typefaces
from carsi_analysis.export.characters import whole_number
from carsi_analysis.export.document import Document
from carsi_analysis.export.lint import ExportError
from carsi_analysis.export.paper import PAPERS
from carsi_analysis.export.typst import Source, theme_tokens, write_typst

NO_DATE = "2000-01-01"
"""Stands in the metadata of a document that states no date; the clock never does."""


def write_pdf(document: Document, paper: str = "us-letter") -> bytes:
    """Write a document as PDF/UA-1 and PDF/A-2a.

    Args:
        paper: ``us-letter`` or ``a4``.

    Raises:
        ExportError: Typst could not set the document.
    """
    source = write_typst(document, PAPERS[paper])
    return _polish(_compile(source, _timestamp(document.meta.edition_date), document.notebook), source.row_headers)


def _timestamp(edition_date: str | None) -> int:
    """Give seconds since 1970: SOURCE_DATE_EPOCH, else noon of the edition date, else a fixed day."""
    stated = whole_number(os.environ.get("SOURCE_DATE_EPOCH"), digits=10)
    if stated is not None:
        return stated
    day = date.fromisoformat(edition_date or NO_DATE)
    return int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())


@cache
def _fonts(folder: str) -> typst.Fonts:
    """Load only faces that came with the package; what the machine has installed must not matter."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[str(typefaces.font_folder()), folder],
    )


@cache
def _fallback_folder() -> tempfile.TemporaryDirectory[str]:
    """Link the fallback faces into a folder of their own: Typst reads whole folders, matplotlib's holds more."""
    folder = tempfile.TemporaryDirectory(prefix="briefing-fonts-")
    atexit.register(folder.cleanup)  # without it the interpreter does so at its end, but with a warning
    for path in typefaces.fallback_files():
        (Path(folder.name) / path.name).write_bytes(path.read_bytes())
    return folder


def _compile(source: Source, timestamp: int, notebook: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="briefing-") as name:
        folder = Path(name)
        (folder / "main.typ").write_text(source.text, encoding="utf-8")
        (folder / "tokens.typ").write_text(theme_tokens(source.compact), encoding="utf-8")
        (folder / "briefing.typ").write_bytes(_theme())
        for file, content in source.files.items():
            (folder / file).write_bytes(content)
        compiler = typst.Compiler(folder / "main.typ", root=folder, font_paths=_fonts(_fallback_folder().name))
        try:
            compiled, _ = compiler.compile_with_warnings(
                format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=timestamp
            )
        except typst.TypstError as error:
            raise ExportError(f"{notebook}: the PDF could not be set: {error}") from error
    if not isinstance(compiled, bytes):
        raise ExportError(f"{notebook}: Typst gave no PDF; report this with the notebook")
    return compiled


@cache
def _theme() -> bytes:
    return (files("carsi_analysis.export") / "templates" / "briefing.typ").read_bytes()


def _polish(content: bytes, row_headers: list[list[int]]) -> bytes:
    """Mark row headers, which Typst's Python wheel cannot, and pack small objects together."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for table, counts in zip(_tables(pdf.Root.StructTreeRoot.K), row_headers, strict=True):
            if counts:  # else the table is nothing but a head
                for row, headers in zip(_body_rows(table), counts, strict=True):
                    for cell in _kids(row)[:headers]:
                        _make_row_header(cell)
        packed = io.BytesIO()
        pdf.save(packed, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return packed.getvalue()


def _body_rows(table: Dictionary) -> list[Any]:
    """Give the body rows; without a head Typst puts them straight into the table."""
    rows = [row for section in _kids(table) if section.get("/S") == Name.TBody for row in _kids(section)]
    return rows or [row for row in _kids(table) if row.get("/S") == Name.TR]


def _tables(element: Any) -> Iterator[Dictionary]:
    """Give the table elements of the structure tree in reading order."""
    if isinstance(element, Array):
        for child in element:
            yield from _tables(child)
    elif isinstance(element, Dictionary) and "/S" in element:
        if Name.Table == element.S:
            yield element
        elif "/K" in element:
            yield from _tables(element.K)


def _kids(element: Dictionary) -> list[Any]:
    kids = element.get("/K", Array())
    return [kid for kid in (kids if isinstance(kids, Array) else [kids]) if isinstance(kid, Dictionary)]


def _make_row_header(cell: Dictionary) -> None:
    scope = Dictionary(O=Name.Table, Scope=Name.Row)
    cell.S = Name.TH
    if "/A" not in cell:
        cell.A = scope
    else:
        cell.A = Array([*cell.A, scope]) if isinstance(cell.A, Array) else Array([cell.A, scope])
