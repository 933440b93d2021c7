"""Which sentences, charts and tables of the reports rest on rows that a release changes.

The notebooks are stored executed, and every fact, chart and table in them names its rows. So the review can quote the
sentences that may move before anything is built again.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import nbformat

from carsi_analysis.export.contract import briefing_of, visible_cells

_FACT_LINK = re.compile(r"\[([^\]]*)\]\(#fact-([A-Za-z0-9_-]+)\)")
_MARK = re.compile(r"<sup>.*?</sup>")
_EMPHASIS = re.compile(r"\*\*|^[-*#>]+ ")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True)
class Finding:
    """Something in a report that rests on touched rows.

    Attributes:
        notebook: File name of the notebook.
        kind: ``fact``, ``figure`` or ``table``.
        name: Identifier in the notebook; of several facts in one sentence, all of them.
        says: The sentence, or the title.
        rows: The touched rows that it rests on.
    """

    notebook: str
    kind: str
    name: str
    says: str
    rows: tuple[str, ...]


def findings(folder: Path | None, touched: Collection[str]) -> list[Finding]:
    """Sentences, charts and tables of the stored notebooks that rest on ``touched`` rows."""
    if folder is None or not folder.is_dir() or not touched:
        return []
    found: list[Finding] = []
    for path in sorted(folder.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        outputs = [output for _, cell in visible_cells(notebook) for output in cell.get("outputs", [])]
        for output in outputs:
            found += _of_output(path.name, output, frozenset(touched))
    return _by_sentence(found)


def _by_sentence(found: Iterable[Finding]) -> list[Finding]:
    """One finding for each sentence, with the names and rows of all its facts."""
    joined: dict[tuple[str, str, str], Finding] = {}
    for each in found:
        key = (each.notebook, each.kind, each.says if each.kind == "fact" else each.name)
        earlier = joined.get(key)
        if earlier is not None:
            names = dict.fromkeys((*earlier.name.split(", "), each.name))
            each = replace(earlier, name=", ".join(names), rows=tuple(sorted({*earlier.rows, *each.rows})))
        joined[key] = each
    return list(joined.values())


def _of_output(notebook: str, output: Any, touched: frozenset[str]) -> Iterable[Finding]:
    stated = briefing_of(output)
    kind = stated.get("kind")
    if kind in ("figure", "table"):
        rows = _touched(stated, touched)
        if rows:
            yield Finding(notebook, kind, str(stated.get("id", "")), str(stated.get("title", "")), rows)
    elif kind == "prose":
        sentences = _sentences(output)
        for fact in stated.get("facts", []):
            rows = _touched(fact, touched)
            if rows:
                name = str(fact.get("fact_id", ""))
                yield Finding(notebook, "fact", name, sentences.get(name, str(fact.get("text", ""))), rows)


def _touched(stated: dict[str, Any], touched: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(touched & set(stated.get("rows") or ())))


def _sentences(output: Any) -> dict[str, str]:
    """The sentence around each fact of a prose output, without its links and marks."""
    text = output.get("data", {}).get("text/markdown", "")
    text = text if isinstance(text, str) else "".join(text)
    found = {}
    for sentence in _SENTENCE_END.split(_MARK.sub("", text)):
        words = _EMPHASIS.sub("", " ".join(_FACT_LINK.sub(r"\1", sentence).split()))
        for _, name in _FACT_LINK.findall(sentence):
            found[name] = words
    return found
