"""What moved between two editions: reports, findings, the values of charts and tables, and sources.

The comparison rests on the manifests and on the exhibits' CSV files, never on how pages look, so a new typeface
changes nothing and a changed number cannot hide.
"""

import csv
import io
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from carsi_analysis.batch.edition.collection import Collection, open_collection, read_limited
from carsi_analysis.batch.edition.verify import read_manifest
from carsi_analysis.blocks import ORIGIN
from carsi_analysis.errors import CarsiError
from carsi_analysis.printable import printable

_LONGEST_TABLE = 100_000_000
_REORDERED = "the order of its rows changed"
_Key = TypeVar("_Key")
_Column = tuple[str, int]
"""The name of a column, and which of those of that name it is."""


@dataclass(frozen=True)
class Change:
    """One thing that moved: what it is, and what was and is said; either is empty where there is nothing.

    ``of`` names the finding, chart or table that it belongs to: its kind and its identifier.
    """

    what: str
    old: str = ""
    new: str = ""
    of: tuple[str, str] = ("", "")

    def __str__(self) -> str:
        if self.old and self.new:
            return f"{self.what}: {self.old} → {self.new}"
        if self.new:
            return f"{self.what}: new, {self.new}"
        return f"{self.what}: dropped, was {self.old}" if self.old else self.what


@dataclass(frozen=True)
class Difference:
    """All that moved between two editions: reports added, dropped and failed, and the changes within each report.

    ``data`` names the data of each edition, and ``compared`` is the number of reports that both have.
    """

    added: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    failed: list[Change] = field(default_factory=list)
    edition: list[Change] = field(default_factory=list)
    documents: dict[str, list[Change]] = field(default_factory=dict)
    data: tuple[str, str] = ("", "")
    compared: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.dropped or self.failed or self.edition or self.documents)

    def lines(self) -> list[str]:
        """Say it in words, a line each and fit for a terminal; no line when nothing moved."""
        lines = [f"report added: {name}" for name in self.added]
        lines += [f"report dropped: {name}" for name in self.dropped]
        lines += [f"report failed: {change.what} ({change.new})" for change in self.failed]
        lines += [str(change) for change in self.edition]
        for name, changes in self.documents.items():
            lines += [name, *(f"  {change}" for change in changes)]
        return list(map(printable, lines))


def compare(old: Path, new: Path) -> Difference:
    """Compare two editions, each a folder or a zip file.

    Raises:
        CarsiError: one of them is no edition, or a table in it cannot be read.
    """
    with open_collection(old) as old_files, open_collection(new) as new_files:
        before, after = _Edition(old_files, old), _Edition(new_files, new)
        documents = {name: _document(name, before, after) for name in after.documents if name in before.documents}
        return Difference(
            added=[name for name in after.documents if name not in before.documents],
            dropped=[name for name in before.documents if name not in after.documents | after.failed],
            failed=_failed(before, after),
            edition=_edition(before, after),
            documents={name: changes for name, changes in documents.items() if changes},
            data=(_data_label(before.manifest["data"]), _data_label(after.manifest["data"])),
            compared=len(documents),
        )


class _Edition:
    """One of the two editions: its manifest, and the tables of its exhibits."""

    def __init__(self, files: Collection, path: Path) -> None:
        self._files, self._path, self._names = files, path, frozenset(files.names())
        self.manifest = read_manifest(files, path)
        self.documents = {each["document_id"]: each for each in self.manifest["documents"]}
        self.failed = {name: str(reason) for name, reason in self.manifest["failed"].items()}

    def table(self, exhibit: Mapping[str, Any]) -> list[list[str]]:
        """Read the table of an exhibit, header first; empty where it has none or the file is gone.

        Raises:
            CarsiError: it is no table; the message names the file.
        """
        name = exhibit.get("data")
        if name not in self._names:
            return []
        try:
            text = b"".join(read_limited(self._files, name, _LONGEST_TABLE)).decode("utf-8")
            return list(csv.reader(io.StringIO(text, newline="")))
        except (OSError, ValueError, csv.Error) as error:
            raise CarsiError(
                f"{self._path}: {printable(name)} cannot be read as a table: {error}; "
                f"carsi verify says whether the edition is damaged"
            ) from error


def _failed(before: _Edition, after: _Edition) -> list[Change]:
    """Name the reports that failed, unless they failed in the same way before."""
    was = {**dict.fromkeys(before.documents, "built"), **before.failed}
    return [Change(name, was.get(name, ""), why) for name, why in after.failed.items() if was.get(name) != why]


def _edition(before: _Edition, after: _Edition) -> list[Change]:
    """Compare what holds for all documents: the version of the data."""
    old, new = (edition.manifest["data"] for edition in (before, after))
    return list(_moved("data package", _data_label(old), _data_label(new)))


def _data_label(data: Mapping[str, Any]) -> str:
    version, created = str(data.get("version", "")), str(data.get("created", ""))[:10]
    return f"{version} ({created})" if created else version


def _document(name: str, before: _Edition, after: _Edition) -> list[Change]:
    old, new = before.documents[name], after.documents[name]
    return [
        *_moved("title", old["title"], new["title"]),
        *_facts(old["facts"], new["facts"]),
        *_exhibits(old["exhibits"], new["exhibits"], before, after),
        *_sources(old["sources"], new["sources"]),
    ]


def _facts(old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> Iterator[Change]:
    """Compare findings by their identifier: the number as readers see it, and the sources it rests on."""
    before, after = _by(old, "fact_id"), _by(new, "fact_id")
    for name in _both(before, after):
        was, now = before.get(name), after.get(name)
        of = ("finding", name)
        yield from _moved(f"finding {name}", _fact_text(was), _fact_text(now), of)
        if was and now:
            yield from _moved(f"sources of finding {name}", _joined(was), _joined(now), of)


def _fact_text(fact: Mapping[str, Any] | None) -> str:
    """Give the number as shown, with its exact value where rounding would hide a change."""
    if fact is None:
        return ""
    value, text = fact.get("value"), str(fact.get("text", ""))
    return text if value is None or str(value) in text else f"{text} ({value})"


def _exhibits(
    old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]], before: _Edition, after: _Edition
) -> Iterator[Change]:
    """Compare charts and tables by their identifier: title, sources and every value."""
    was, now = _by(old, "id"), _by(new, "id")
    for name in _both(was, now):
        one, two = was.get(name), now.get(name)
        kind = "chart" if (two or one or {}).get("kind") == "figure" else "table"
        of, was_called, called = (kind, name), _title(one), _title(two)
        if one is None or two is None:
            yield from _moved(f"{kind} {name}", was_called, called, of)
            continue
        yield from _moved(f"title of {kind} {name}", was_called, called, of)
        yield from _moved(f"sources of {kind} {name}", _joined(one), _joined(two), of)
        for change in _values(f"{kind} {name}", before.table(one), after.table(two)):
            yield replace(change, of=of)


def _title(exhibit: Mapping[str, Any] | None) -> str:
    return str((exhibit or {}).get("title", ""))


def _values(what: str, old: list[list[str]], new: list[list[str]]) -> Iterator[Change]:
    """Compare two tables cell by cell, in the columns that both have, wherever they stand."""
    before, after = _columns(old, new), _columns(new, old)
    if before.keys() != after.keys():
        yield Change(f"columns of {what}", _listed(old[:1]), _listed(new[:1]))
    shared = [column for column in after if column in before]
    if shared:
        header = [name for name, _ in shared]
        yield from _rows(what, header, _picked(old, before, shared), _picked(new, after, shared))


def _columns(table: list[list[str]], other: list[list[str]]) -> dict[_Column, int]:
    """Find the place of each column; cells beyond the header, in either table, stand in columns without a name."""
    header = table[0] if table else []
    beyond = max((len(row) - len(each[0]) for each in (table, other) for row in each), default=0)
    seen, places = Counter[str](), dict[_Column, int]()
    for place, name in enumerate([*header, *[""] * beyond]):
        seen[name] += 1
        places[name, seen[name]] = place
    # Where a table comes from stands in each of its rows, and is compared once, with the exhibit and the edition.
    return {column: place for column, place in places.items() if column[0] not in ORIGIN}


def _picked(table: list[list[str]], places: Mapping[_Column, int], columns: Sequence[_Column]) -> list[list[str]]:
    """Take the given columns of a table's rows; a cell that a short row lacks is empty."""
    chosen = [places[column] for column in columns]
    return [[row[place] if place < len(row) else "" for place in chosen] for row in table[1:]]


def _rows(what: str, header: list[str], old: list[list[str]], new: list[list[str]]) -> Iterator[Change]:
    """Compare rows of the same columns, paired by the leading columns that tell them apart, if any do."""
    if old == new:
        return
    width = _key_width(old, new)
    if width is None:
        yield from _counted(what, old, new)
        return
    before = {tuple(row[:width]): row for row in old}
    after = {tuple(row[:width]): row for row in new}
    for key in _both(before, after):
        was, now = before.get(key), after.get(key)
        place = f"{what}, {' / '.join(key)}"
        if was is None or now is None:
            yield from _moved(place, _listed([was[width:]] if was else []), _listed([now[width:]] if now else []))
            continue
        for column, one, two in zip(header, was, now, strict=True):
            yield from _moved(f"{place}, {column}", one or _gap(two), two or _gap(one))
    if before == after:
        yield Change(f"{what}: {_REORDERED}")


def _counted(what: str, old: list[list[str]], new: list[list[str]]) -> Iterator[Change]:
    """Compare rows that only their last column tells apart, or none, by how often each is there."""
    before, after = Counter(map(tuple, old)), Counter(map(tuple, new))
    for row in _both(before, after):
        yield from _moved(f"{what}, {' / '.join(row)}", _times(before[row]), _times(after[row]))
    if before == after:
        yield Change(f"{what}: {_REORDERED}")


def _times(count: int) -> str:
    return f"{count} row{'s' * (count > 1)}" if count else ""


def _gap(other: str) -> str:
    """Name an empty cell, unless its counterpart is empty too."""
    return "no value" if other else ""


def _key_width(*tables: list[list[str]]) -> int | None:
    """Find how many leading columns tell the rows of both tables apart; None if all are needed, or not enough."""
    widest = max((len(row) for rows in tables for row in rows), default=0)
    for width in range(1, widest):
        if all(len({tuple(row[:width]) for row in rows}) == len(rows) for rows in tables):
            return width
    return None


def _sources(old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> Iterator[Change]:
    before, after = _by(old, "source_id"), _by(new, "source_id")
    for name in _both(before, after):
        was, now = (str(each.get(name, {}).get("text", "")) for each in (before, after))
        yield from _moved(f"source {name}", was, now)


def _moved(what: str, old: str, new: str, of: tuple[str, str] = ("", "")) -> Iterator[Change]:
    if old != new:
        yield Change(what, old, new, of)


def _by(items: Iterable[Mapping[str, Any]], key: str) -> dict[str, Mapping[str, Any]]:
    """Name items by their identifier; one that says something else than an earlier of the same name gets a number."""
    named: dict[str, Mapping[str, Any]] = {}
    for item in items:
        if key in item:
            numbered = (f"{item[key]} ({number})" for number in itertools.count(2))
            names = itertools.chain([str(item[key])], numbered)
            named[next(name for name in names if named.get(name, item) == item)] = item
    return named


def _both(before: Mapping[_Key, Any], after: Mapping[_Key, Any]) -> list[_Key]:
    """List the keys of both in the order of the newer one, then those that are gone."""
    return [*after, *(key for key in before if key not in after)]


def _joined(item: Mapping[str, Any]) -> str:
    return ", ".join(map(str, item.get("sources", []))) or "none"


def _listed(rows: list[list[str]]) -> str:
    return ", ".join(rows[0]) if rows else ""
