"""Editions written by hand, whole by their manifests, with exhibits that a build would hardly hold."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_notebook, new_output

from carsi_analysis.batch.edition.definition import Edition
from carsi_analysis.batch.edition.manifest import CHECKSUMS, MANIFEST, checksums, make_manifest
from carsi_analysis.batch.folder.inputs import Surroundings
from carsi_analysis.batch.folder.records import describe_files, to_json
from carsi_analysis.batch.run.contents import contents_of
from carsi_analysis.blocks import (
    Block,
    Data,
    DataColumn,
    Entry,
    Fact,
    FactMark,
    Figure,
    Grid,
    GridColumn,
    Group,
    Paragraph,
    Prose,
    References,
    Table,
    Title,
    metadata_of,
)
from carsi_analysis.export.contract import blocks_of

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="90pt" height="60pt"><text x="5" y="9">{}</text></svg>'
HOSTILE = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    '=HYPERLINK("http://x.org","y")',
    "http://x.org",
    "_x0041_",
    "<b>&",
    "'=1",
    "internal:'Cover'!A1",
)


def data(columns: Sequence[tuple[str, str, str]], rows: Sequence[Sequence[Any]]) -> Data:
    return Data([DataColumn(*column) for column in columns], [list(row) for row in rows])


RATES = data(
    [("year", "Year", "year"), ("rate", "Rate", "per 100,000"), ("qualifier", "Qualifier", "")],
    [[2011, 86.5, None], [2012, None, "at_least"]],
)
MOVED = data(
    [("year", "Year", "year"), ("rate", "Rate", "per 100,000"), ("qualifier", "Qualifier", "")], [[2011, 90.0, None]]
)


def blocks(language: str = "en", rate: str = "86.5", **more: Data) -> list[Block]:
    """Give what a small report shows: a sentence with a finding, two charts, two tables and its sources."""
    value = float(rate)
    words = [Paragraph(["The rate was ", FactMark("rate", rate), " in that year. Nothing else is known."])]
    grid = Grid([GridColumn("What", header=True), GridColumn("How much")], [Group([["All", "1,5"], ["None", ""]])])
    return [
        Title(title=f"Brief {language}", language=language),
        Prose(content=words, facts=[Fact("rate", rate, value, "per 100,000", ["rates/1"], ["unodc"])]),
        Figure(
            id="rates",
            title="Rates fell",
            subtitle="Homicides, per 100,000",
            alt=f"It was {rate}.",
            notes=["One note."],
            source_line=["Source: UNODC."],
            sources=["unodc"],
            data=more.get("rates", RATES),
            narrow=DRAWING.format(rate),
        ),
        Figure(id="drawing", title="A drawing", alt="A line."),
        Table(id="seen", title="What is seen", sources=["gao"], notes=["One note."], grid=grid),
        Table(id="more", title="More", grid=grid, data=more.get("more", RATES)),
        References(
            entries=[
                Entry(1, "unodc", "UNODC (2024).", "https://example.org/a?b=1&c=2"),
                Entry(2, "gao", "GAO (2013).", "javascript:alert(1)"),
            ]
        ),
    ]


def notebook(shown: Sequence[Block]) -> nbformat.NotebookNode:
    outputs = []
    for block in shown:
        picture = {"image/svg+xml": DRAWING.format("wide")} if isinstance(block, Figure) else {}
        outputs.append(new_output("display_data", {"text/plain": "…", **picture}, metadata=metadata_of(block)))
    return new_notebook(cells=[new_code_cell("show()", id="code-1", outputs=outputs)])


def write_edition(folder: Path, documents: Mapping[str, Sequence[Block]], **data_package: str) -> Path:
    """Write an edition whose documents are named as ``brief-en`` is: report, then language."""
    package = {"name": "carsi", "version": "2026.11.0", "created": "2026-11-24", **data_package}
    records, files = [], {}
    for name, shown in documents.items():
        written = notebook(shown)
        described, tables = contents_of(blocks_of(written), name)
        own = {**tables, f"{name}.ipynb": nbformat.writes(written).encode("utf-8")}
        report, _, language = name.rpartition("-")
        records.append(
            {
                "document_id": name,
                "report_id": report,
                "language": language,
                **described,
                "inputs": {},
                "parameters": {"language": language},
                "files": describe_files(own),
            }
        )
        files |= own
    edition = Edition("trial", {"en": "Trial edition", "es": "Edición de prueba"}, ())
    around = Surroundings(
        package, {}, {}, draft=(), description="", code="", libraries={}, python="", epoch="", licence=LICENCE
    )
    manifest = make_manifest(edition, around, records, {}, {})
    files[MANIFEST] = to_json(manifest).encode("utf-8")
    listed = json.loads(files[MANIFEST])["files"] | {MANIFEST: {"sha256": hashlib.sha256(files[MANIFEST]).hexdigest()}}
    files[CHECKSUMS] = checksums(listed).encode("utf-8")
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder
