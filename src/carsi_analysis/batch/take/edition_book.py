"""The exhibits of an edition as a workbook: cover, contents, notes and sources in each language, then a sheet each."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from carsi_analysis.batch.edition.data_files import AUTHOR, QUALIFIER, citation
from carsi_analysis.batch.take.whole import Entry, whole_edition
from carsi_analysis.blocks import Block, DataColumn, Figure, Limits, References, Table, Value, text_of
from carsi_analysis.dates import written_date
from carsi_analysis.errors import UsageError
from carsi_analysis.export.contract import blocks_of
from carsi_analysis.export.workbook import (
    GAP,
    NOT_APPLICABLE,
    Column,
    Lead,
    Sheet,
    sheet_name,
    unique_headers,
    words_for,
    write_workbook,
)
from carsi_analysis.words import Words, words_of
from carsi_analysis.words import languages as all_languages


@dataclass(frozen=True)
class _Numbered:
    """Texts of one language, each with a number and the sheets that refer to it."""

    sheets: dict[tuple[str, ...], list[str]] = field(default_factory=dict)

    def refer(self, texts: Iterable[tuple[str, ...]], sheet: str) -> list[int]:
        """Note that a sheet refers to texts; give their numbers."""
        for text in texts:
            self.sheets.setdefault(text, []).append(sheet)
        order = list(self.sheets)
        return [order.index(text) + 1 for text in texts]

    def rows(self) -> list[list[Value]]:
        """Give number, text and sheets of each."""
        return [
            [number, *(part or None for part in text), ", ".join(dict.fromkeys(sheets))]
            for number, (text, sheets) in enumerate(self.sheets.items(), 1)
        ]


@dataclass
class _Part:
    """What a workbook holds in one language."""

    language: str
    names: dict[str, str]
    notes: _Numbered = field(default_factory=_Numbered)
    sources: _Numbered = field(default_factory=_Numbered)
    contents: list[list[Value]] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)

    @property
    def words(self) -> Words:
        return words_for(self.language)


def edition_book(edition: Path, languages: Sequence[str] = ()) -> tuple[bytes, list[str]]:
    """Write the exhibits of an edition as a workbook.

    Args:
        edition: folder or zip file of an edition.
        languages: those wanted; all that the edition has when none is named.

    Returns:
        The file, and a line for each thing that is not in it, which the workbook says, too.

    Raises:
        NotWholeError: a file of the edition is missing or changed.
        UsageError: it is no edition, or has no document in a language.
    """
    with whole_edition(edition) as (manifest, documents):
        there = list(dict.fromkeys(entry["language"] for entry in manifest["documents"]))
        for language in languages:
            if language not in there:
                raise UsageError(f"{edition} has no report in '{language}'; it has {', '.join(there) or 'none'}")
        taken: list[str] = []
        parts = {language: _part(language, taken) for language in there if not languages or language in languages}
        left_out: list[str] = []
        for entry, notebook in documents:
            if entry["language"] in parts:
                left_out += _take_document(parts[entry["language"]], entry, blocks_of(notebook), taken, len(parts) > 1)
    fronts = [list(_fronts(part, manifest, list(parts.values()))) for part in parts.values()]
    in_order = [sheet for kind in zip(*fronts, strict=True) for sheet in kind]
    exhibits = [sheet for part in parts.values() for sheet in part.sheets]
    title = _title(manifest, next(iter(parts), "en"))
    content, cut = write_workbook([*in_order, *exhibits], title, AUTHOR, _day(manifest))
    return content, [*left_out, *cut]


def _part(language: str, taken: list[str]) -> _Part:
    """Name the sheets that stand first; none of the exhibits may take their names."""
    words, names = words_for(language), {}
    for key in ("cover", "contents", "notes", "sources"):
        names[key] = sheet_name(words(f"sheets.{key}"), taken)
        taken.append(names[key])
    return _Part(language, names)


def _title(manifest: Mapping[str, Any], language: str) -> str:
    titles = manifest["title"]
    return str(titles.get(language) or next(iter(titles.values()), manifest["edition"]))


def _day(manifest: Mapping[str, Any]) -> date:
    return date.fromisoformat(manifest["data"]["created"][:10])


# The exhibits of a document


def _take_document(
    part: _Part, entry: Entry, blocks: Sequence[Block], taken: list[str], several: bool
) -> Iterator[str]:
    """Add the exhibits of a document to a part; name those that have no table."""
    limits = {limit.number: limit.text for block in blocks if isinstance(block, Limits) for limit in block.entries}
    cited = {
        one.source_id: (one.text, one.url) for block in blocks if isinstance(block, References) for one in block.entries
    }
    for block in blocks:
        if not isinstance(block, Figure | Table):
            continue
        what = part.words("kinds.chart" if isinstance(block, Figure) else "kinds.table")
        said: list[Value] = [entry["title"] or entry["document_id"], what, block.title, block.subtitle or None]
        columns, rows = _table(block)
        if not columns:
            part.contents.append([None, *said, None])
            yield f"left out, since it holds no table: {entry['document_id']}, {block.title}"
            continue
        name = sheet_name(f"{block.id or 'exhibit'}-{part.language}" if several else block.id or "exhibit", taken)
        taken.append(name)
        part.contents.append([name, *said, len(rows)])
        notes = [(text,) for text in [*block.notes, *(limits[one] for one in block.limits if one in limits)]]
        sources = [cited[one] for one in block.sources if one in cited]
        numbers = part.notes.refer(notes, name), part.sources.refer(sources, name)
        lines = _lines(part, block, columns, rows, *numbers)
        whole = f"{entry['document_id']}, {block.id}"
        part.sheets.append(Sheet(name, block.title, part.language, lines, columns, rows, whole))


def _table(exhibit: Figure | Table) -> tuple[tuple[Column, ...], list[list[Value]]]:
    """Give the numbers behind an exhibit; of a table that has none, what readers see."""
    if exhibit.data:
        return _columns(exhibit.data.columns), exhibit.data.rows
    if isinstance(exhibit, Table):
        shown = [DataColumn(str(place), column.title) for place, column in enumerate(exhibit.grid.columns, 1)]
        rows: list[list[Value]] = [
            [cell or None for cell in row] for group in exhibit.grid.groups for row in group.rows
        ]
        return _columns(shown), rows
    return (), []


def _columns(columns: Sequence[DataColumn]) -> tuple[Column, ...]:
    years = _units_of_years()
    wanted = [(_header(column, years), column.name) for column in columns]
    return tuple(
        Column(header, years=column.unit in years, gap=NOT_APPLICABLE if column.name == QUALIFIER else GAP)
        for header, column in zip(unique_headers(wanted), columns, strict=True)
    )


def _header(column: DataColumn, years: Collection[str]) -> str:
    title = column.title or column.name
    return f"{title} ({column.unit})" if column.unit and column.unit not in years else title


def _units_of_years() -> Collection[str]:
    return {words_of(language)(f"units.{key}") for language in all_languages() for key in ("year", "fiscal_year")}


def _lines(
    part: _Part,
    exhibit: Figure | Table,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Value]],
    notes: Sequence[int],
    sources: Sequence[int],
) -> tuple[str | Lead, ...]:
    words = part.words
    told = [words("one_table", rows=len(rows), columns=len(columns))]
    refers = {"notes": notes, "sources": sources}
    told += [
        words(f"refers.{kind}", marks=_marks(words, kind, numbers), sheet=part.names[kind])
        for kind, numbers in refers.items()
        if numbers
    ]
    stated = [exhibit.subtitle, text_of(exhibit.source_line), " ".join(told)]
    return (*filter(None, stated), Lead(part.names["contents"], part.names["contents"]))


def _marks(words: Words, kind: str, numbers: Iterable[int]) -> str:
    return " ".join(words(f"marks.{kind}", number=number) for number in numbers)


# What stands first


def _fronts(part: _Part, manifest: Mapping[str, Any], parts: Sequence[_Part]) -> Iterator[Sheet]:
    words, names, title = part.words, part.names, _title(manifest, part.language)
    contents = Lead(names["contents"], names["contents"])
    yield Sheet(names["cover"], title, part.language, tuple(_cover(part, manifest, parts)))
    listed = ("sheet", "report", "kind", "title", "shows", "rows")
    yield _front(part, "contents", listed, part.contents, words("contents_told"))
    yield _front(part, "notes", ("note", "text", "used_in"), _marked(part.notes, words, "notes"), contents)
    cited = ("source", "text", "address", "used_in")
    yield _front(part, "sources", cited, _marked(part.sources, words, "sources"), contents)


def _marked(numbered: _Numbered, words: Words, kind: str) -> list[list[Value]]:
    return [[words(f"marks.{kind}", number=number), *rest] for number, *rest in numbered.rows()]


def _front(part: _Part, key: str, columns: Sequence[str], rows: list[list[Value]], line: str | Lead) -> Sheet:
    headers = [part.words(f"headers.{column}") for column in columns]
    leads: dict[str, Any] = {"sheet": "sheet", "address": "web"}
    described = tuple(Column(header, leads=leads.get(name, "")) for name, header in zip(columns, headers, strict=True))
    return Sheet(part.names[key], part.names[key], part.language, (line,), described, rows)


def _cover(part: _Part, manifest: Mapping[str, Any], parts: Sequence[_Part]) -> Iterator[str | Lead]:
    words, data = part.words, manifest["data"]
    spoken = words.language
    dated = {**data, "created": written_date(data["created"], spoken)}
    files = words_of(spoken).part("data_files")
    yield words("what")
    yield words_of(spoken)("index.built_from", **dated)
    if data.get("draft"):
        yield words_of(spoken)("index.draft")
    yield from (Lead(part.names[key], part.names[key]) for key in ("contents", "notes", "sources"))
    yield from (Lead(_title(manifest, other.language), other.names["cover"]) for other in parts if other is not part)
    yield words("read")
    yield words("gap")
    yield words("reserves_nothing")
    yield files("qualifier")
    if licence := data.get("licence"):
        yield files("licence", licence=licence)
    yield files("cite", citation=citation(manifest["title"], data, spoken))
