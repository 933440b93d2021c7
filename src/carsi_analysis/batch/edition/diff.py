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
from carsi_analysis.data.csv_text import LONGEST_LINE
from carsi_analysis.errors import CarsiError
from carsi_analysis.printable import printable
from carsi_analysis.words import Words, words_of

_LONGEST_TABLE = 100_000_000
_Key = TypeVar("_Key")
_Column = tuple[str, int]
"""The name of a column, and which of those of that name it is."""


@dataclass(frozen=True)
class Change:
    """One thing that moved: what it is, and what was and is said; either is empty where there is nothing.

    ``of`` names the finding, chart or table that it belongs to: its kind and its identifier. It is said in a language.
    """

    what: str
    old: str = ""
    new: str = ""
    of: tuple[str, str] = ("", "")
    language: str = "en"

    def __str__(self) -> str:
        if self.old and self.new:
            return f"{self.what}: {self.old} → {self.new}"
        words = words_of(self.language).part("moved.change")
        if self.new:
            return words("new", what=self.what, new=self.new)
        return words("dropped", what=self.what, old=self.old) if self.old else self.what


@dataclass(frozen=True)
class Difference:
    """All that moved between two editions: reports added, dropped and failed, and the changes within each report.

    ``data`` names the data of each edition, ``compared`` is the number of reports that both have, and ``language`` is
    the one in which all of it is said; what it quotes of reports keeps its own.
    """

    added: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    failed: list[Change] = field(default_factory=list)
    edition: list[Change] = field(default_factory=list)
    documents: dict[str, list[Change]] = field(default_factory=dict)
    data: tuple[str, str] = ("", "")
    compared: int = 0
    language: str = "en"

    def __bool__(self) -> bool:
        return bool(self.added or self.dropped or self.failed or self.edition or self.documents)

    def lines(self) -> list[str]:
        """Say it in words, a line each and fit for a terminal; no line when nothing moved."""
        words = words_of(self.language).part("moved.report")
        lines = [words("added", name=name) for name in self.added]
        lines += [words("dropped", name=name) for name in self.dropped]
        lines += [words("failed", name=change.what, why=change.new) for change in self.failed]
        lines += [str(change) for change in self.edition]
        for name, changes in self.documents.items():
            lines += [name, *(f"  {change}" for change in changes)]
        return list(map(printable, lines))


def compare(old: Path, new: Path, language: str = "en") -> Difference:
    """Compare two editions, each a folder or a zip file, and say in a language what moved.

    Raises:
        CarsiError: one of them is no edition, or a table in it cannot be read.
    """
    with open_collection(old) as old_files, open_collection(new) as new_files:
        before, after = _Edition(old_files, old), _Edition(new_files, new)
        words = words_of(language).part("moved.change")
        documents = {
            name: _document(words, name, before, after) for name in after.documents if name in before.documents
        }
        return Difference(
            added=[name for name in after.documents if name not in before.documents],
            dropped=[name for name in before.documents if name not in after.documents | after.failed],
            failed=_failed(words, before, after),
            edition=_edition(words, before, after),
            documents={name: changes for name, changes in documents.items() if changes},
            data=(_data_label(before.manifest["data"]), _data_label(after.manifest["data"])),
            compared=len(documents),
            language=language,
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
            rows = list(csv.reader(io.StringIO(text, newline="")))
            if any(len(cell) > LONGEST_LINE for row in rows for cell in row):  # the reader's own limit may be raised
                raise ValueError(f"a cell has more than {LONGEST_LINE:,} characters")
            return rows
        except (OSError, ValueError, csv.Error) as error:
            raise CarsiError(
                f"{self._path}: {printable(name)} cannot be read as a table: {error}; "
                f"carsi verify says whether the edition is damaged"
            ) from error


def _failed(words: Words, before: _Edition, after: _Edition) -> list[Change]:
    """Name the reports that failed, unless they failed in the same way before."""
    was = {**dict.fromkeys(before.documents, words("built")), **before.failed}
    return [
        Change(name, was.get(name, ""), why, language=words.language)
        for name, why in after.failed.items()
        if was.get(name) != why
    ]


def _edition(words: Words, before: _Edition, after: _Edition) -> list[Change]:
    """Compare what holds for all documents: the version of the data."""
    old, new = (edition.manifest["data"] for edition in (before, after))
    return list(_moved(words, words("data"), _data_label(old), _data_label(new)))


def _data_label(data: Mapping[str, Any]) -> str:
    version, created = str(data.get("version", "")), str(data.get("created", ""))[:10]
    return f"{version} ({created})" if created else version


def _document(words: Words, name: str, before: _Edition, after: _Edition) -> list[Change]:
    old, new = before.documents[name], after.documents[name]
    return [
        *_moved(words, words("title"), old["title"], new["title"]),
        *_facts(words, old["facts"], new["facts"]),
        *_exhibits(words, old["exhibits"], new["exhibits"], before, after),
        *_sources(words, old["sources"], new["sources"]),
    ]


def _facts(words: Words, old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> Iterator[Change]:
    """Compare findings by their identifier: the number as readers see it, and the sources it rests on."""
    before, after = _by(old, "fact_id"), _by(new, "fact_id")
    for name in _both(before, after):
        was, now = before.get(name), after.get(name)
        of, what = ("finding", name), words("finding", name=name)
        yield from _moved(words, what, _fact_text(was), _fact_text(now), of)
        if was and now:
            yield from _sources_of(words, what, was, now, of)


def _fact_text(fact: Mapping[str, Any] | None) -> str:
    """Give the number as shown, with its exact value where rounding would hide a change."""
    if fact is None:
        return ""
    value, text = fact.get("value"), str(fact.get("text", ""))
    return text if value is None or str(value) in text else f"{text} ({value})"


def _exhibits(
    words: Words, old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]], before: _Edition, after: _Edition
) -> Iterator[Change]:
    """Compare charts and tables by their identifier: title, sources and every value."""
    was, now = _by(old, "id"), _by(new, "id")
    for name in _both(was, now):
        one, two = was.get(name), now.get(name)
        kind = "chart" if (two or one or {}).get("kind") == "figure" else "table"
        of, what, titles = (kind, name), words(kind, name=name), (_title(one), _title(two))
        if one is None or two is None:
            yield from _moved(words, what, *titles, of)
            continue
        yield from _moved(words, words("title_of", what=what), *titles, of)
        yield from _sources_of(words, what, one, two, of)
        for change in _values(words, what, before.table(one), after.table(two)):
            yield replace(change, of=of)


def _title(exhibit: Mapping[str, Any] | None) -> str:
    return str((exhibit or {}).get("title", ""))


def _sources_of(
    words: Words, what: str, was: Mapping[str, Any], now: Mapping[str, Any], of: tuple[str, str]
) -> Iterator[Change]:
    old, new = (", ".join(map(str, item.get("sources", []))) or words("none") for item in (was, now))
    yield from _moved(words, words("sources_of", what=what), old, new, of)


def _values(words: Words, what: str, old: list[list[str]], new: list[list[str]]) -> Iterator[Change]:
    """Compare two tables cell by cell, in the columns that both have, wherever they stand."""
    before, after = _columns(old, new), _columns(new, old)
    if before.keys() != after.keys():
        yield from _moved(words, words("columns_of", what=what), _listed(old[:1]), _listed(new[:1]))
    shared = [column for column in after if column in before]
    if shared:
        header = [name for name, _ in shared]
        yield from _rows(words, what, header, _picked(old, before, shared), _picked(new, after, shared))


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


def _rows(words: Words, what: str, header: list[str], old: list[list[str]], new: list[list[str]]) -> Iterator[Change]:
    """Compare rows of the same columns, paired by the leading columns that tell them apart, if any do."""
    if old == new:
        return
    width = _key_width(old, new)
    if width is None:
        yield from _counted(words, what, old, new)
        return
    before = {tuple(row[:width]): row for row in old}
    after = {tuple(row[:width]): row for row in new}
    gap = words("no_value")  # a cell whose counterpart is empty too did not move
    for key in _both(before, after):
        was, now = before.get(key), after.get(key)
        place = f"{what}, {' / '.join(key)}"
        if was is None or now is None:
            old_cells, new_cells = (_listed([row[width:]] if row else []) for row in (was, now))
            yield from _moved(words, place, old_cells, new_cells)
            continue
        for column, one, two in zip(header, was, now, strict=True):
            yield from _moved(words, f"{place}, {column}", one or gap, two or gap)
    if before == after:
        yield Change(words("reordered", what=what), language=words.language)


def _counted(words: Words, what: str, old: list[list[str]], new: list[list[str]]) -> Iterator[Change]:
    """Compare rows that only their last column tells apart, or none, by how often each is there."""
    before, after = Counter(map(tuple, old)), Counter(map(tuple, new))
    for row in _both(before, after):
        was, now = (counted(words.part("rows"), each[row]) if each[row] else "" for each in (before, after))
        yield from _moved(words, f"{what}, {' / '.join(row)}", was, now)
    if before == after:
        yield Change(words("reordered", what=what), language=words.language)


def counted(words: Words, count: int) -> str:
    """Count something whose part of the words says ``one`` and ``many`` of it."""
    return words("one" if count == 1 else "many", count=count)


def _key_width(*tables: list[list[str]]) -> int | None:
    """Find how many leading columns tell the rows of both tables apart; None if all are needed, or not enough."""
    widest = max((len(row) for rows in tables for row in rows), default=0)
    for width in range(1, widest):
        if all(len({tuple(row[:width]) for row in rows}) == len(rows) for rows in tables):
            return width
    return None


def _sources(words: Words, old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> Iterator[Change]:
    before, after = _by(old, "source_id"), _by(new, "source_id")
    for name in _both(before, after):
        was, now = (str(each.get(name, {}).get("text", "")) for each in (before, after))
        yield from _moved(words, words("source", name=name), was, now)


def _moved(words: Words, what: str, old: str, new: str, of: tuple[str, str] = ("", "")) -> Iterator[Change]:
    if old != new:
        yield Change(what, old, new, of, words.language)


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


def _listed(rows: list[list[str]]) -> str:
    return ", ".join(rows[0]) if rows else ""
