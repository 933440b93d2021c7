"""What an executed notebook says it contains: its title, findings, exhibits, sources, and the data of each chart."""

import itertools
from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any

from nbformat import NotebookNode

from carsi_analysis.export.characters import slug
from carsi_analysis.export.contract import blocks_of, exhibits_of
from carsi_analysis.export.csv_text import csv_text

_FACT_FIELDS = ("fact_id", "text", "value", "unit", "rows", "sources", "locator")
_EXHIBIT_FIELDS = ("id", "kind", "title", "subtitle", "alt", "sources")
_SOURCE_FIELDS = ("source_id", "number", "text", "url")


def contents_of(notebook: NotebookNode, document_id: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Read what a document contains.

    Args:
        notebook: an executed notebook whose outputs carry the ``briefing`` metadata; others add nothing.
        document_id: names the folder of its data.

    Returns:
        A description (``title``, ``facts``, ``exhibits``, ``sources``) of plain values for the manifest, and the
        CSV of each exhibit by file name, ``data/<document>/<exhibit>.csv``.
    """
    facts: list[dict[str, Any]] = []
    exhibits: list[dict[str, Any]] = []
    files: dict[str, bytes] = {}
    for item in exhibits_of(notebook):
        if item["kind"] == "fact":
            facts.append(_pick(item, _FACT_FIELDS))
            continue
        exhibit = _pick(item, _EXHIBIT_FIELDS)
        if item.get("data") and item.get("id"):
            name = _free_name(f"data/{document_id}/{slug(item['id']) or 'exhibit'}", files)
            data = item["data"]
            files[name] = csv_text([column["name"] for column in data["columns"]], data["rows"]).encode("utf-8")
            exhibit["columns"] = [_column(*each) for each in zip(data["columns"], _down(data), strict=True)]
            exhibit["data"] = name
        exhibits.append(exhibit)
    described = {
        "title": _first_title(notebook),
        "facts": facts,
        "exhibits": exhibits,
        "sources": _sources(notebook),
    }
    return described, files


def _free_name(stem: str, taken: Collection[str]) -> str:
    """Number the files of exhibits that share an identifier."""
    numbered = (stem if number == 1 else f"{stem}-{number}" for number in itertools.count(1))
    return next(name for each in numbered if (name := f"{each}.csv") not in taken)


def _down(data: Mapping[str, Any]) -> list[list[Any]]:
    """Turn rows into the values of each column, without gaps."""
    return [[row[place] for row in data["rows"] if row[place] is not None] for place in range(len(data["columns"]))]


def _column(column: Mapping[str, Any], values: list[Any]) -> dict[str, Any]:
    """Describe a column of a CSV, with the type that Data Package has for its values."""
    kinds = {type(value) for value in values}
    of_numbers = "integer" if kinds == {int} else "number" if kinds <= {int, float} else "string"
    stated = {name: text for name, text in _pick(column, ("name", "title", "unit")).items() if text}
    return {**stated, "type": of_numbers if kinds else "string"}


def _pick(item: Mapping[str, Any], fields: tuple[str, ...]) -> dict[str, Any]:
    return {name: item[name] for name in fields if item.get(name) is not None}


def _stated(notebook: NotebookNode, kind: str) -> list[dict[str, Any]]:
    return [asdict(block) for block in blocks_of(notebook) if block.kind == kind]


def _first_title(notebook: NotebookNode) -> str | None:
    titles = [str(stated["title"]) for stated in _stated(notebook, "title") if stated.get("title")]
    return titles[0] if titles else None


def _sources(notebook: NotebookNode) -> list[dict[str, Any]]:
    entries = [entry for stated in _stated(notebook, "references") for entry in stated.get("entries", [])]
    return [_pick(entry, _SOURCE_FIELDS) for entry in entries]
