"""The data package as a workbook: cover, contents, notes and columns, then each table on a sheet of its own."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from carsi_analysis.batch.take.package import in_language, plain_rows
from carsi_analysis.blocks import Value
from carsi_analysis.data import Package
from carsi_analysis.data.cite import plain_citation
from carsi_analysis.data.descriptor import Field, Table
from carsi_analysis.dates import written_date
from carsi_analysis.errors import UsageError
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
from carsi_analysis.words import languages as all_languages
from carsi_analysis.words import words_of

ADDRESSES = ("sources", "url")
"""The one column of the data that holds addresses of the web."""


def data_book(package: Package, languages: Sequence[str] = ()) -> tuple[bytes, list[str]]:
    """Write the data package as a workbook in one language.

    Args:
        languages: one at most; English when none is named.

    Returns:
        The file, and a line for each thing that Excel cannot hold, which the workbook says, too.

    Raises:
        UsageError: several languages are named, or one that has no words.
    """
    language = languages[0] if languages else "en"
    if len(languages) > 1 or language not in all_languages():
        named = ", ".join(all_languages())
        raise UsageError(f"a workbook of the data has one --language, which may be {named}; export one for each")
    descriptor = package.descriptor
    names = _names(package, language)
    sheets = [
        *_fronts(package, language, names),
        *(_sheet(package, table, language, names) for table in descriptor.tables),
    ]
    author = "; ".join(each.get("title", "") for each in descriptor.contributors)
    title = in_language(descriptor, "title", language)
    return write_workbook(sheets, title, author, date.fromisoformat(descriptor.created))


def _names(package: Package, language: str) -> dict[str, str]:
    """Name every sheet: the first ones by a key that no table has, tables by their names."""
    words, taken = words_for(language), list[str]()
    wanted = {f"/{key}": words(f"sheets.{key}") for key in ("cover", "contents", "notes", "columns")}
    found = {}
    for key, name in [*wanted.items(), *((name, name) for name in package.tables)]:
        found[key] = sheet_name(name, taken)
        taken.append(found[key])
    return found


# One table


def _sheet(package: Package, table: Table, language: str, names: Mapping[str, str]) -> Sheet:
    rows = plain_rows(package, table)
    columns = _columns(table, language)
    lines: list[str | Lead] = [
        *_about(package, table, language, names, rows),
        Lead(names["/contents"], names["/contents"]),
    ]
    title = in_language(table, "title", language)
    return Sheet(names[table.name], title, language, tuple(lines), columns, rows, whole=table.path)


def _columns(table: Table, language: str) -> tuple[Column, ...]:
    headers = unique_headers([(_header(field, language), field.name) for field in table.fields])
    return tuple(
        Column(
            header,
            years=field.type == "year",
            leads="web" if (table.name, field.name) == ADDRESSES else "",
            gap=NOT_APPLICABLE if field.name == "qualifier" else GAP,
        )
        for header, field in zip(headers, table.fields, strict=True)
    )


def _header(field: Field, language: str) -> str:
    title = in_language(field, "title", language) or field.name
    return f"{title} ({field.unit})" if field.unit else title


def _about(
    package: Package, table: Table, language: str, names: Mapping[str, str], rows: Sequence[Sequence[object]]
) -> Iterator[str]:
    words = words_for(language)
    yield in_language(table, "description", language)
    told = [words("one_table", rows=len(rows), columns=len(table.fields))]
    titles = {field.name: in_language(field, "title", language) or field.name for field in table.fields}
    if table.primary_key:
        told.append(words("keys", columns=_listed(titles, table.primary_key)))
    for key in table.foreign_keys:
        told.append(words("leads_to", columns=_listed(titles, key.columns), sheet=names[key.table]))
    yield " ".join(told)


def _listed(titles: Mapping[str, str], columns: Sequence[str]) -> str:
    return ", ".join(titles[column] for column in columns)


# What stands first


def _fronts(package: Package, language: str, names: Mapping[str, str]) -> Iterator[Sheet]:
    words = words_for(language)
    contents = Lead(names["/contents"], names["/contents"])
    descriptor = package.descriptor
    title = in_language(descriptor, "title", language)
    yield Sheet(names["/cover"], title, language, tuple(_cover(package, language, names)))
    listed: list[list[Value]] = [
        [
            names[table.name],
            in_language(table, "title", language),
            in_language(table, "description", language),
            len(package.table(table.name)),
        ]
        for table in descriptor.tables
    ]
    told = words("contents_told")
    yield _front(language, names["/contents"], ("sheet", "title", "shows", "rows"), listed, told)
    notes: list[list[Value]] = [
        [names[table.name], package.row(f"caveats/{caveat}")[words_of(language).named("text")]]
        for table in descriptor.tables
        for caveat in table.caveats
    ]
    yield _front(language, names["/notes"], ("sheet", "text"), notes, contents)
    columns: list[list[Value]] = [
        [
            names[table.name],
            column.header,
            field.name,
            field.unit,
            field.type,
            in_language(field, "description", language) or None,
        ]
        for table in descriptor.tables
        for column, field in zip(_columns(table, language), table.fields, strict=True)
    ]
    headers = ("sheet", "header", "column", "unit", "type", "meaning")
    yield _front(language, names["/columns"], headers, columns, contents)


def _front(language: str, name: str, columns: Sequence[str], rows: list[list[Value]], line: str | Lead) -> Sheet:
    words = words_for(language)
    described = tuple(Column(words(f"headers.{key}"), leads="sheet" if key == "sheet" else "") for key in columns)
    return Sheet(name, name, language, (line,), described, rows)


def _cover(package: Package, language: str, names: Mapping[str, str]) -> Iterator[str | Lead]:
    words, files, index = (words_of(language).part(part) for part in ("workbook", "data_files", "index"))
    descriptor = package.descriptor
    dated = written_date(descriptor.created, language)
    yield words("what_data")
    yield in_language(descriptor, "description", language)
    yield index("built_from", name=descriptor.name, version=package.version, created=dated)
    if package.draft:
        yield index("draft")
    fronts = [names[key] for key in ("/contents", "/notes", "/columns")]
    yield from (Lead(name, name) for name in [*fronts, *(names[key] for key in ("sources", "units") if key in names)])
    yield words("read")
    yield words("gap")
    yield words("reserves_nothing")
    yield files("qualifier")
    for licence in descriptor.licences:
        yield files("licence", licence=licence.get("path") or licence.get("name", ""))
    yield files("cite", citation=plain_citation(package))
