"""Which sentences, charts and tables of the reports rest on rows that a release changes.

The notebook of each report is stored executed with the report's defaults, and every fact, chart and table in it names
its rows. So the review quotes at once, without running anything, what may move; ``outlook`` runs the reports.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from carsi_analysis.batch.edition.sentences import sentences_in
from carsi_analysis.catalogue import REPORTS
from carsi_analysis.files import RESTS_ON, rows_of_text
from carsi_analysis.importing.compare import Change


@dataclass(frozen=True)
class Finding:
    """Something in a report that rests on touched rows.

    Attributes:
        report: Identifier of the report.
        kind: ``fact``, ``figure`` or ``table``.
        name: Identifier in the notebook; of several facts in one sentence, all of them.
        says: The sentence, or the title.
        rows: The touched rows that it rests on.
    """

    report: str
    kind: str
    name: str
    says: str
    rows: tuple[str, ...]


def findings(folder: Path | None, touched: Collection[str]) -> list[Finding]:
    """Sentences, charts and tables of the reports' stored notebooks in ``folder`` that rest on ``touched`` rows."""
    if folder is None or not folder.is_dir() or not touched:
        return []
    found: list[Finding] = []
    for report in REPORTS.values():
        path = folder / report.notebook
        if path.is_file():
            for output in _outputs(path):
                found += _of_output(report.report_id, output, frozenset(touched))
    return _by_sentence(found)


def growing(
    folder: Path | None, added: Iterable[Change], years: Mapping[str, int], moved: Iterable[Finding]
) -> list[Finding]:
    """Charts and tables of the series that gain values, and sentences that stop before the year gained.

    Args:
        folder: Of the stored notebooks.
        added: Values that the release adds.
        years: Year of every row held of the series that the file speaks of.
        moved: Findings that are known to move already.
    """
    gains: dict[tuple[str, str, str], int] = {}
    for change in added:
        key = (change.table, change.series, change.country)
        gains[key] = max(gains.get(key, 0), change.year)
    gained = {row_id: gain for row_id in years if (gain := _gain(row_id, gains))}
    known = {(each.report, each.kind, each.says) for each in moved}
    return [
        each
        for each in findings(folder, gained.keys())
        if (each.report, each.kind, each.says) not in known
        and (each.kind != "fact" or max(years[row] for row in each.rows) < max(gained[row] for row in each.rows))
    ]


def _gain(row_id: str, gains: Mapping[tuple[str, str, str], int]) -> int:
    """The latest year that the series of a row gains for its country; 0 where it gains none."""
    table, *key = row_id.split("/")
    fitting = [
        year
        for (name, series, country), year in gains.items()
        if name == table and country in key and (series in key or series == table)
    ]
    return max(fitting, default=0)


def sentences_of(notebook: Path) -> dict[str, str]:
    """The sentence around each fact of an executed notebook, by the fact's identifier."""
    return {name: says for block in map(_stated, _outputs(notebook)) for name, says in sentences_in(block).items()}


def _outputs(notebook: Path) -> Iterable[dict[str, Any]]:
    """Outputs of a notebook that a reader sees; read as JSON, because nbformat takes longer to load than an import."""
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if "remove-cell" not in cell.get("metadata", {}).get("tags", []):
            yield from cell.get("outputs", [])


def _stated(output: dict[str, Any]) -> dict[str, Any]:
    """What an output states of itself: whole, or what a stored notebook keeps of it."""
    metadata = output.get("metadata", {})
    stated: dict[str, Any] = metadata.get("briefing") or metadata.get(RESTS_ON) or {}
    return stated


def _by_sentence(found: Iterable[Finding]) -> list[Finding]:
    """One finding for each sentence, with the names and rows of all its facts."""
    joined: dict[tuple[str, str, str], Finding] = {}
    for each in found:
        key = (each.report, each.kind, each.says if each.kind == "fact" else each.name)
        earlier = joined.get(key)
        if earlier is not None:
            names = dict.fromkeys((*earlier.name.split(", "), each.name))
            each = replace(earlier, name=", ".join(names), rows=tuple(sorted({*earlier.rows, *each.rows})))
        joined[key] = each
    return list(joined.values())


def _of_output(report: str, output: Any, touched: frozenset[str]) -> Iterable[Finding]:
    stated = _stated(output)
    kind = stated.get("kind")
    if kind in ("figure", "table"):
        rows = _touched(stated, touched)
        if rows:
            yield Finding(report, kind, str(stated.get("id", "")), str(stated.get("title", "")), rows)
    elif kind == "prose":
        sentences = sentences_in(stated)
        for fact in stated.get("facts", []):
            rows = _touched(fact, touched)
            if rows:
                name = str(fact.get("fact_id", ""))
                yield Finding(report, "fact", name, sentences.get(name, str(fact.get("text", ""))), rows)


def _touched(stated: dict[str, Any], touched: frozenset[str]) -> tuple[str, ...]:
    rows = stated.get("rows") or ()
    return tuple(sorted(touched & set(rows_of_text(rows) if isinstance(rows, str) else rows)))
