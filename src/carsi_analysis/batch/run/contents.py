"""What an executed notebook says it contains: its title, findings, exhibits, sources, and the data of each chart."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from carsi_analysis.blocks import Block, Data, DataColumn, Figure, Prose, References, Table, Title
from carsi_analysis.export.taken import FileNames, as_taken, csv_of

_FACT_FIELDS = ("fact_id", "text", "value", "unit", "rows", "sources", "locator")
_EXHIBIT_FIELDS = ("id", "kind", "title", "subtitle", "alt", "sources")
_SOURCE_FIELDS = ("source_id", "number", "text", "url")


def contents_of(blocks: Sequence[Block], document_id: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Read what a document contains.

    Args:
        blocks: what the outputs of an executed notebook state.
        document_id: names the folder of its data.

    Returns:
        A description (``title``, ``facts``, ``exhibits``, ``sources``) of plain values for the manifest, and the
        CSV of each exhibit by file name, ``data/<document>/<exhibit>.csv``.
    """
    report = next((block for block in blocks if isinstance(block, Title) and block.title), Title(title=""))
    facts = [asdict(fact) for block in blocks if isinstance(block, Prose) for fact in block.facts]
    entries = [asdict(entry) for block in blocks if isinstance(block, References) for entry in block.entries]
    exhibits: list[dict[str, Any]] = []
    files: dict[str, bytes] = {}
    names = FileNames()
    for block in blocks:
        if isinstance(block, Figure | Table):
            stated = {name: getattr(block, name, None) for name in _EXHIBIT_FIELDS}
            exhibit = {**_pick(stated, _EXHIBIT_FIELDS), "name": names.of(block.id)}
            if taken := as_taken(block, report):
                exhibit["data"] = f"data/{document_id}/{exhibit['name']}.csv"
                exhibit["columns"] = list(map(_column, taken.columns, _down(taken)))
                files[exhibit["data"]] = csv_of(taken).encode("utf-8")
            exhibits.append(exhibit)
    described = {
        "title": report.title or None,
        "facts": [_pick(fact, _FACT_FIELDS) for fact in facts],
        "exhibits": exhibits,
        "sources": [_pick(entry, _SOURCE_FIELDS) for entry in entries],
    }
    return described, files


def _down(data: Data) -> list[list[Any]]:
    """Turn rows into the values of each column, without gaps."""
    return [[row[place] for row in data.rows if row[place] is not None] for place in range(len(data.columns))]


def _column(column: DataColumn, values: list[Any]) -> dict[str, Any]:
    """Describe a column of a CSV, with the type that Data Package has for its values."""
    kinds = {type(value) for value in values}
    of_numbers = "integer" if kinds == {int} else "number" if kinds <= {int, float} else "string"
    stated = {name: text for name, text in asdict(column).items() if text}
    return {**stated, "type": of_numbers if kinds else "string"}


def _pick(item: Mapping[str, Any], fields: tuple[str, ...]) -> dict[str, Any]:
    return {name: item[name] for name in fields if item.get(name) is not None}
