"""PDF by Typst: tagged and archival in one file, the same bytes for the same notebook."""

import io
import os
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from carsi_analysis.export.characters import whole_number
from carsi_analysis.export.document import Block, Document, Finding, Notice, Stream
from carsi_analysis.export.labels import labels_of
from carsi_analysis.export.lint import ExportError
from carsi_analysis.export.page_filling import UNDECIDED
from carsi_analysis.export.paper import PAPERS, Paper
from carsi_analysis.export.table_pages import page_starts
from carsi_analysis.export.text import text_of_block
from carsi_analysis.export.typesetting import Complaint, NotSetError, Typeset, make_room, setting
from carsi_analysis.export.typst import RowHeaders, Source, write_typst
from carsi_analysis.files import temporary_files

IN_HTML = "the HTML version holds it: --to briefing-html"

MOST_ROUNDS = 16
"""How often a document is set at most until everything stands where it should; few need more than five."""

NO_DATE = "2000-01-01"
"""Stands in the metadata of a document that states no date; the clock never does."""


def write_pdf(document: Document, paper: str = "us-letter") -> tuple[bytes, list[Finding]]:
    """Write a document as PDF/UA-1 and PDF/A-2a; gives the file and what a reader of it would miss.

    Args:
        paper: ``us-letter`` or ``a4``.

    Raises:
        ExportError: Typst could not set the document.
    """
    source, content, told = _set(document, PAPERS[paper])
    return _polish(content, source.row_headers), told


def _timestamp(edition_date: str | None) -> int:
    """Give seconds since 1970: SOURCE_DATE_EPOCH, else noon of the edition date, else a fixed day."""
    stated = whole_number(os.environ.get("SOURCE_DATE_EPOCH"), digits=10)
    if stated is not None:
        return stated
    day = date.fromisoformat(edition_date or NO_DATE)
    return int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())


def _set(document: Document, paper: Paper) -> tuple[Source, bytes, list[Finding]]:
    """Set a document; what Typst cannot set stands in it as plain words, and is told.

    Raises:
        ExportError: it cannot be set whatever block is left out.
    """
    timestamp = _timestamp(document.meta.edition_date)
    told: list[Finding] = []
    try:
        source, made = _with_pages_filled(document, paper, timestamp)
    except NotSetError:
        document, told = _without_what_fails(document, paper, timestamp)
        try:
            source, made = _with_pages_filled(document, paper, timestamp)
        except NotSetError as error:
            cell = error.complaint.cell
            where = f"{document.notebook}, cell {cell}" if cell else document.notebook
            raise ExportError(f"{where}: the PDF could not be set: {error}; {IN_HTML}") from None
    return source, made.content, told + [_finding(warning) for warning in made.complaints]


def _with_pages_filled(document: Document, paper: Paper, timestamp: int) -> tuple[Source, Typeset]:
    """Set a document until no exhibit leaves a foot empty, and names that span rows stand again where they go on."""
    starts: dict[int, set[int]] = {}
    filling, source = UNDECIDED, write_typst(document, paper)
    make_room(source)
    for _ in range(MOST_ROUNDS - 1):
        with setting(source, timestamp) as tried:
            places = tried.places()
            found = (page_starts(places.rows), filling.settled(places.exhibits, places.lists))
            if found == (starts, filling):
                return source, tried.printed()
        starts, filling = found
        source = write_typst(document, paper, starts, filling)
    with setting(source, timestamp) as last:
        return source, last.printed()


def _without_what_fails(document: Document, paper: Paper, timestamp: int) -> tuple[Document, list[Finding]]:
    """Set each block alone, and write those that fail as a notice and their words."""
    words, blocks, told = labels_of(document.meta.language), list[Block](), list[Finding]()
    for block in document.blocks:
        try:
            with setting(write_typst(replace(document, blocks=[block]), paper), timestamp) as alone:
                alone.printed()
        except NotSetError as error:
            told.append(Finding(block.cell, f"print cannot hold a part of it: {error}", IN_HTML))
            blocks += [Notice(block.cell, words("not_printed")), Stream(block.cell, text_of_block(block, words))]
        else:
            blocks.append(block)
    return replace(document, blocks=blocks), told


def _finding(warning: Complaint) -> Finding:
    return Finding(warning.cell, f"Typst warns of the PDF: {warning.message}", IN_HTML)


def _polish(content: bytes, row_headers: list[RowHeaders]) -> bytes:
    """Mark row headers, which Typst's Python wheel cannot, and pack small objects together.

    A file is read faster than a stream of Python's, from which each of 20,000 objects takes a call.
    """
    with temporary_files(), tempfile.TemporaryDirectory(prefix="briefing-") as folder:
        path = Path(folder) / "set.pdf"
        path.write_bytes(content)
        return _polished(path, row_headers)


def _polished(path: Path, row_headers: list[RowHeaders]) -> bytes:
    with pikepdf.open(path, access_mode=pikepdf.AccessMode.stream) as pdf:
        for table, headers in zip(_tables(pdf.Root.StructTreeRoot.K), row_headers, strict=True):
            if headers.counts:  # else the table is nothing but a head
                for place, (row, count) in enumerate(zip(_body_rows(table), headers.counts, strict=True)):
                    for cell in islice(_kids(row), count):
                        _make_header(cell, Name.Column if place < headers.rows_of_head else Name.Row)
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


def _kids(element: Dictionary) -> Iterator[Any]:
    """Give the elements inside another, one after the other: of a row only its headers need be read."""
    kids = element.get("/K", Array())
    return (kid for kid in (kids if isinstance(kids, Array) else [kids]) if isinstance(kid, Dictionary))


def _make_header(cell: Dictionary, of: Name) -> None:
    scope = Dictionary(O=Name.Table, Scope=of)
    cell.S = Name.TH
    if "/A" not in cell:
        cell.A = scope
    else:
        cell.A = Array([*cell.A, scope]) if isinstance(cell.A, Array) else Array([cell.A, scope])
