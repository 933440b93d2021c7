"""What moved between two editions as a reader would tell it: the sentences, by how much, and the charts side by side.

The comparison itself rests on manifests and tables (``diff``); this only reads the words and pictures around what it
found from the executed notebooks of both editions. Where one cannot be read, the lists of the comparison stand alone.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from carsi_analysis.batch.edition.collection import Collection, open_collection
from carsi_analysis.batch.edition.diff import Change, Difference, counted
from carsi_analysis.batch.edition.sentences import sentences_in
from carsi_analysis.batch.edition.verify import read_manifest
from carsi_analysis.words import Words, words_of

MINUS = "\u2212"


@dataclass(frozen=True)
class Moved:
    """A sentence with findings that moved; either side is empty where it stands on one side alone.

    ``findings`` says of each what it was, what it is and by how much it moved.
    """

    before: str
    now: str
    findings: tuple[str, ...]


@dataclass(frozen=True)
class Drawn:
    """A chart of one edition: its title, and its picture as an element of a page with the alt text in it."""

    title: str
    picture: str


@dataclass(frozen=True)
class Told:
    """What moved in one report.

    Attributes:
        title, language: of the report.
        sentences: those with findings that moved.
        charts: those that moved, as they were and are; None where it was not there or is gone.
        same_as: the report of another language that tells the same; its pictures stand there.
    """

    title: str
    language: str
    sentences: tuple[Moved, ...] = ()
    charts: tuple[tuple[Drawn | None, Drawn | None], ...] = ()
    same_as: str = ""


@dataclass
class _Said:
    """What one edition's notebook of a report says: sentence and fact of each finding, and its charts."""

    sentences: dict[str, str] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    charts: dict[str, tuple[Any, str]] = field(default_factory=dict)


def tell(old: Path, new: Path, difference: Difference) -> dict[str, Told]:
    """Tell what moved in each report that differs, by its name.

    Args:
        old, new: the two editions, each a folder or a zip file.
        difference: of the two; what is told is told in its language.
    """
    told: dict[str, Told] = {}
    first: dict[str, str] = {}
    words = words_of(difference.language).part("moved.told")
    with open_collection(old) as before, open_collection(new) as now:
        entries = {each["document_id"]: each for each in read_manifest(now, new)["documents"]}
        for name, changes in difference.documents.items():
            same_as = first.setdefault(_apart_from_language(entries[name]), name)
            told[name] = _told(words, entries[name], changes, _said(before, name), _said(now, name), same_as)
    return told


def _apart_from_language(entry: Mapping[str, Any]) -> str:
    """Name what is the same of a report in each language."""
    parameters = {name: value for name, value in entry.get("parameters", {}).items() if name != "language"}
    return json.dumps([entry.get("report_id", entry["document_id"]), parameters], sort_keys=True)


def _said(files: Collection, name: str) -> _Said:
    from carsi_analysis.batch.take.whole import notebook_of
    from carsi_analysis.blocks import BlockError, Figure, Prose
    from carsi_analysis.export.contract import own_block, visible_cells, visible_outputs

    said = _Said()
    if f"{name}.ipynb" not in files.names():
        return said
    try:
        notebook = notebook_of(files, {"document_id": name})
        outputs = [output for _, cell in visible_cells(notebook) for output in visible_outputs(cell)]
        blocks = [(own_block(output), output) for output in outputs]
    except (OSError, ValueError, KeyError, AttributeError, BlockError):  # it is no notebook of ours
        return said
    for block, output in blocks:
        if isinstance(block, Prose):
            said.sentences |= sentences_in(output["metadata"]["briefing"])
            said.facts |= {fact.fact_id: fact for fact in block.facts}
        elif isinstance(block, Figure):
            said.charts[block.id] = (block, output.get("data", {}).get("image/svg+xml", ""))
    return said


def _told(
    words: Words, entry: Mapping[str, Any], changes: Iterable[Change], before: _Said, now: _Said, same_as: str
) -> Told:
    moved = dict.fromkeys(change.of for change in changes)
    name = entry["document_id"]
    charts = [one for kind, one in moved if kind == "chart"] if same_as == name else []
    return Told(
        str(entry["title"] or name),
        str(entry.get("language", "en")),
        tuple(_sentences(words, [one for kind, one in moved if kind == "finding"], before, now)),
        tuple(pair for chart in charts if (pair := _pair(f"{name}.{chart}", chart, before, now)) != (None, None)),
        same_as if same_as != name else "",
    )


# Sentences


def _sentences(words: Words, findings: Iterable[str], before: _Said, now: _Said) -> Iterator[Moved]:
    """Give each sentence once, with all of its findings that moved; those of both editions first."""
    found: dict[tuple[str, str], list[str]] = {}
    for name in findings:
        pair = before.sentences.get(name, ""), now.sentences.get(name, "")
        if pair != ("", ""):
            found.setdefault(pair, []).append(_finding(words, name, before.facts.get(name), now.facts.get(name)))
    for (was, is_now), told in sorted(found.items(), key=lambda each: not (each[0][0] and each[0][1])):
        yield Moved(was, is_now, tuple(told))


def _finding(words: Words, name: str, was: Any, now: Any) -> str:
    if was is None or now is None:
        return words("new" if was is None else "dropped", name=name, value=(now or was).text)
    if was.text == now.text and was.value == now.value:
        return words("other_sources", name=name, value=now.text)
    by = moved_by(words, was, now)
    return f"{name}: {was.text} → {now.text}" + (f" ({by})" if by else "")


def moved_by(words: Words, was: Any, now: Any) -> str:
    """Say how far a finding moved: a share in percentage points, a year in years, others in percent of what it was."""
    old, new = _size(was), _size(now)
    if old is None or new is None or old == new:
        return ""
    if now.unit == "share":
        return words("points", by=f"{100 * (new - old):+.1f}".replace("-", MINUS))
    if now.unit.endswith("year"):
        return counted(words.part("later" if new > old else "earlier"), int(abs(new - old)))
    return f"{100 * (new - old) / abs(old):+.1f} %".replace("-", MINUS) if old else ""


def _size(fact: Any) -> float | None:
    """Give the number that a reader sees: a fall of half says 50%, though its value is below zero."""
    if isinstance(fact.value, str):
        return None
    return fact.value if any(sign in fact.text for sign in f"{MINUS}-") else abs(fact.value)


# Charts


def _pair(place: str, chart: str, before: _Said, now: _Said) -> tuple[Drawn | None, Drawn | None]:
    """Draw a chart as it was and is, both alike; neither where both are the same to see."""
    was, is_now = before.charts.get(chart), now.charts.get(chart)
    if was and is_now and (was[1], was[0].narrow) == (is_now[1], is_now[0].narrow):
        return None, None
    narrow = all(one[0].narrow for one in (was, is_now) if one)
    return _drawn(f"{place}.before", was, narrow), _drawn(f"{place}.now", is_now, narrow)


def _drawn(place: str, chart: tuple[Any, str] | None, narrow: bool) -> Drawn | None:
    from carsi_analysis.export import svg
    from carsi_analysis.export.characters import slug
    from carsi_analysis.export.pictures import PictureError, from_svg

    if chart is None:
        return None
    try:
        drawing = from_svg(chart[0].narrow if narrow else chart[1]).content.decode()
    except PictureError:
        return None
    return Drawn(chart[0].title, svg.inline(drawing, slug(place), chart[0].alt))
