"""What an edition says as a SQLite database: reports, findings, exhibits with the numbers behind each, and sources."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from carsi_analysis.batch.edition.data_files import citation
from carsi_analysis.batch.take.whole import Entry, whole_edition
from carsi_analysis.blocks import Block, Data, Figure, Prose, References, text_of
from carsi_analysis.blocks import Table as TableBlock
from carsi_analysis.export.characters import slug
from carsi_analysis.export.contract import blocks_of
from carsi_analysis.export.database import Key, Table, free_names, type_of, write_database
from carsi_analysis.words import languages

_REPORT = Key(("document_id",), "reports", ("document_id",))
_EXHIBIT = Key(("exhibit",), "exhibits", ("exhibit",))
_SOURCE = Key(("document_id", "source_id"), "sources", ("document_id", "source_id"))

VIEWS = {
    "findings_sourced": "SELECT f.*, s.number AS source_number, s.source_id, s.text AS source, s.url AS source_url"
    " FROM findings f LEFT JOIN finding_sources USING (document_id, fact_id)"
    " LEFT JOIN sources s USING (document_id, source_id)",
    "exhibits_sourced": "SELECT e.*, s.number AS source_number, s.source_id, s.text AS source, s.url AS source_url"
    " FROM exhibits e LEFT JOIN exhibit_sources USING (exhibit)"
    " LEFT JOIN sources s ON s.document_id = e.document_id AND s.source_id = exhibit_sources.source_id",
}


class _Rows:
    """The rows of the tables that describe an edition, and the numbers behind its exhibits."""

    def __init__(self) -> None:
        self.of: dict[str, list[list[Any]]] = {name: [] for name in DESCRIBING}
        self.numbers: list[Table] = []

    def tables(self) -> list[Table]:
        described = [Table(name, types, self.of[name], key, keys) for name, (types, key, keys) in DESCRIBING.items()]
        return [*described, *self.numbers]


def _typed(texts: str, **others: str) -> dict[str, str]:
    return {**dict.fromkeys(texts.split(), "TEXT"), **others}


DESCRIBING: dict[str, tuple[Mapping[str, str], tuple[str, ...], tuple[Key, ...]]] = {
    "metadata": (_typed("name value"), ("name",), ()),
    "reports": (_typed("document_id report_id title language parameters"), ("document_id",), ()),
    "sources": (
        _typed("document_id source_id text url", number="INTEGER"),
        ("document_id", "source_id"),
        (_REPORT,),
    ),
    "findings": (
        _typed("document_id fact_id text unit locator", value="NUMERIC"),
        ("document_id", "fact_id"),
        (_REPORT,),
    ),
    "finding_sources": (
        _typed("document_id fact_id source_id"),
        ("document_id", "fact_id", "source_id"),
        (Key(("document_id", "fact_id"), "findings", ("document_id", "fact_id")), _SOURCE),
    ),
    "exhibits": (
        _typed("exhibit document_id exhibit_id kind title subtitle alt notes source_line table_name"),
        ("exhibit",),
        (_REPORT,),
    ),
    "exhibit_sources": (
        _typed("exhibit document_id source_id"),
        ("exhibit", "source_id"),
        (_EXHIBIT, _SOURCE),
    ),
    "columns": (
        _typed("table_name column_name name title unit type"),
        ("table_name", "column_name"),
        (),
    ),
}
"""Types, primary key and foreign keys of the tables that describe an edition."""


def edition_database(edition: Path) -> tuple[bytes, list[str]]:
    """Write an edition as a database; each exhibit's numbers are a table.

    Returns:
        The file, and a line for each exhibit that holds no numbers; the table ``exhibits`` names it all the same.

    Raises:
        NotWholeError: a file of the edition is missing or changed.
        UsageError, ManifestError: it is no edition.
    """
    rows, missing = _Rows(), list[str]()
    with whole_edition(edition) as (manifest, documents):
        rows.of["metadata"] = [list(pair) for pair in _metadata(manifest).items()]
        for entry, notebook in documents:
            missing += _take_document(rows, entry, blocks_of(notebook))
    return write_database(rows.tables(), VIEWS), missing


def _metadata(manifest: Mapping[str, Any]) -> dict[str, str]:
    data, titles = manifest["data"], manifest["title"]
    return {
        "edition": manifest["edition"],
        **{f"title_{code}": title for code, title in titles.items()},
        "data": f"{data['name']} {data['version']}",
        "edition_date": data["created"][:10],
        "licence": data.get("licence", ""),
        **{f"citation_{code}": citation(titles, data, code) for code in languages()},
        "draft": ", ".join(data.get("draft", [])),
        "data_sha256": data.get("sha256", ""),
    }


def _take_document(rows: _Rows, entry: Entry, blocks: Sequence[Block]) -> Iterator[str]:
    name = entry["document_id"]
    parameters = json.dumps(entry["parameters"], sort_keys=True, ensure_ascii=False)
    rows.of["reports"].append([name, entry["report_id"], entry["title"], entry["language"], parameters])
    cited = {one.source_id: one for block in blocks if isinstance(block, References) for one in block.entries}
    rows.of["sources"] += [[name, one.source_id, one.text, one.url or None, one.number] for one in cited.values()]
    facts = [fact for block in blocks if isinstance(block, Prose) for fact in block.facts]
    for fact_id, fact in zip(free_names([fact.fact_id for fact in facts]), facts, strict=True):
        rows.of["findings"].append([name, fact_id, fact.text, fact.unit, fact.locator or None, fact.value])
        rows.of["finding_sources"] += [[name, fact_id, one] for one in dict.fromkeys(fact.sources) if one in cited]
    for block in blocks:
        if isinstance(block, Figure | TableBlock):
            exhibit = _take_exhibit(rows, name, block)
            rows.of["exhibit_sources"] += [[exhibit, name, one] for one in dict.fromkeys(block.sources) if one in cited]
            if not block.data:
                yield f"no table of numbers: {name}, {block.title}"


def _take_exhibit(rows: _Rows, document: str, block: Figure | TableBlock) -> str:
    taken = [*DESCRIBING, *VIEWS, *(row[0] for row in rows.of["exhibits"])]
    (exhibit,) = free_names([f"{document}__{slug(block.id) or 'exhibit'}".replace("-", "_")], taken)
    stated = [block.title, block.subtitle, getattr(block, "alt", None), "\n".join(block.notes) or None]
    table = exhibit if block.data else None
    rows.of["exhibits"].append([exhibit, document, block.id, block.kind, *stated, text_of(block.source_line), table])
    if block.data:
        _take_numbers(rows, exhibit, block.data)
    return exhibit


def _take_numbers(rows: _Rows, table: str, data: Data) -> None:
    names = free_names([column.name or "column" for column in data.columns])
    types = {name: type_of(row[place] for row in data.rows) for place, name in enumerate(names)}
    rows.numbers.append(Table(table, types, data.rows))
    for name, column in zip(names, data.columns, strict=True):
        rows.of["columns"].append([table, name, column.name, column.title, column.unit or None, types[name]])
