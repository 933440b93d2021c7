"""Any table, with a small mapping file that says which column is what, the unit, and the source.

The mapping is TOML; ``docs/recipes/importer.md`` shows one. It names the table and series of the values, the columns
that hold country, year and value, rows to keep, and how rows of one country and year are put together.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from carsi_analysis.data.descriptor import near_miss
from carsi_analysis.errors import UsageError
from carsi_analysis.importing.grids import Layout, Row, Table, find_table
from carsi_analysis.importing.incoming import SERIES_COLUMN, Incoming, Publication, Request, Value
from carsi_analysis.importing.publishers.shared import date_around, file_value, no_series
from carsi_analysis.importing.refused import ImportRefused
from carsi_analysis.importing.text import date_in, folded, plain, rounded, written, year

FILES = "any CSV or workbook, with --mapping FILE"
TABLES = ("observations", "population", "deflators")
SOURCE_KEYS = ("id", "title", "publisher", "licence", "label_en", "label_es")
KNOWN = {
    "": ("table", "indicator", "unit", "source", "columns", "keep", "combine", "cells", "names"),
    "source": (*SOURCE_KEYS, "url", "author", "replaces"),
    "columns": ("country", "code", "year", "value", "origin"),
    "combine": ("how", "of", "years", "decimals"),
}
HOW = ("sum", "mean")


@dataclass(frozen=True)
class TableMapping:
    """A mapping file, checked.

    Attributes:
        table, indicator: Where the values belong.
        publication: How the source is cited.
        layout: The columns wanted.
        keep: Column and the texts of it that are kept.
        how: ``sum`` or ``mean`` of the rows of one country and year; empty where each has one row.
        of: How many rows a whole year has; years with another number are left out.
        fiscal: The year is the U.S. fiscal year of the date in the column.
        decimals: Decimals that a mean is rounded to.
        cells: Further cells of every row.
        country: Our code where the file is about one country and does not say so.
        names: Publisher's names of countries, to ours.
    """

    table: str
    indicator: str
    publication: Publication
    layout: Layout
    keep: Mapping[str, Sequence[str]]
    how: str
    of: int | None
    fiscal: bool
    decimals: int
    cells: Mapping[str, str]
    country: str
    names: Mapping[str, str]


@dataclass
class _Group:
    values: list[Decimal] = field(default_factory=list)
    line: int = 0
    origin: str = ""
    partial: bool = False


def read(request: Request) -> Incoming:
    """Read a table by its mapping.

    Raises:
        UsageError: there is no mapping, or it cannot be used.
        ImportRefused: the file does not have the columns, or a cell is not what it should be.
    """
    mapping = read_mapping(request)
    with find_table(request.path, (mapping.layout,), mapping.publication.publisher) as table:
        return _read(request, mapping, table)


def _read(request: Request, mapping: TableMapping, table: Table) -> Incoming:
    """Values of the rows kept, put together by country and year."""
    groups: dict[tuple[str, int], _Group] = {}
    for row in table.rows():
        if any(row[f"keep {column}"] not in kept for column, kept in mapping.keep.items()):
            request.left_aside["rows that the mapping does not keep"] += 1
            continue
        country = _country(request, mapping, table.name, row)
        if country is None:
            request.left_aside["countries that the package does not hold"] += 1
            continue
        stated, partial = _year(mapping, table.name, row)
        value = file_value(row["value"], table.name, row.line, mapping.layout.fields["value"][0])
        if value is None:
            continue
        group = groups.setdefault((country, stated), _Group(line=row.line, origin=row["origin"]))
        if group.values and not mapping.how:
            seen = f"{country} {stated} stands already on line {group.line}"
            raise ImportRefused(table.name, seen, "one row, or [combine] in the mapping", line=row.line)
        group.values.append(Decimal(value))
        group.partial = group.partial or partial
    values = [_value(mapping, *key, group) for key, group in groups.items() if _whole(request, mapping, group)]
    if not values:
        raise no_series(table.name, "no row is left", "rows of a country that the package holds")
    return request.incoming(mapping.publication, date_around(request, table), values)


def _country(request: Request, mapping: TableMapping, file: str, row: Row) -> str | None:
    if mapping.country:
        return mapping.country
    name = mapping.names.get(plain(row["country"]), row["country"])
    if len(name) == 3 and name.isupper():
        return request.countries.find(name, "", file, row.line)
    return request.countries.find(row["code"], name, file, row.line)


def _year(mapping: TableMapping, file: str, row: Row) -> tuple[int, bool]:
    """The year of a row, and whether the publisher calls it incomplete: ``2025 (FYTD)``."""
    text = plain(row["year"])
    head, _, mark = text.partition(" ")
    stated = year(head)
    if stated is None:
        expected = "a year or a date YYYY-MM-DD"
        raise ImportRefused(
            file, f"{text[:40]!r} is no year", expected, line=row.line, column=mapping.layout.fields["year"][0]
        )
    if mapping.fiscal:
        month = date_in(text)[5:7]
        if not month:
            raise ImportRefused(
                file, f"{text!r} has no month", "a date: the mapping asks for fiscal years", line=row.line
            )
        stated += int(month) >= 10
    return stated, "ytd" in folded(mark).replace("fytd", "ytd")


def _whole(request: Request, mapping: TableMapping, group: _Group) -> bool:
    if mapping.of is not None and len(group.values) != mapping.of:
        request.left_aside[f"years with other than {mapping.of} rows"] += 1
        return False
    return True


def _value(mapping: TableMapping, country: str, stated: int, group: _Group) -> Value:
    total = sum(group.values, Decimal(0))
    text = written(total)
    if mapping.how == "mean":
        text = rounded(str(total / len(group.values)), mapping.decimals)
    series = SERIES_COLUMN.get(mapping.table)
    key = {series: mapping.indicator} if series else {}
    key |= {"year": str(stated)} | ({} if mapping.table == "deflators" else {"country_iso3": country})
    cells = dict(mapping.cells)
    if mapping.table == "observations":
        key["variant"] = "main"
        cells = {"status": "partial" if group.partial else "final", "origin": plain(group.origin)} | cells
    place = mapping.layout.fields["value"][0]
    rows = f", {mapping.how} of {len(group.values)} rows" if mapping.how else f", line {group.line}"
    cells.setdefault("locator", f"column {plain(place)}; {country}, {stated}{rows}")
    return Value(mapping.table, key, text, cells, f"line {group.line}")


# The mapping file


def read_mapping(request: Request) -> TableMapping:
    """Read and check the mapping file.

    Raises:
        UsageError: it is missing or wrong; the message names the key.
    """
    if request.mapping is None:
        raise UsageError("the importer 'table' needs --mapping FILE, which says which column is what")
    name = plain(request.mapping.name)
    try:
        raw = tomllib.loads(request.mapping.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"the mapping {name} cannot be read ({error.strerror})") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"the mapping {name} is not TOML: {error}") from None
    source, columns, combine = (_section(raw, key, name) for key in ("source", "columns", "combine"))
    _only_known(raw, "", name)
    table = _one_of(raw.get("table", "observations"), TABLES, "table", name)
    indicator = _indicator(request, raw, table, name)
    _check_unit(request, raw, indicator, name)
    for key in SOURCE_KEYS:
        if not source.get(key):
            raise UsageError(f"{name}: [source] has no '{key}'")
    for key in ("year", "value"):
        if not columns.get(key):
            raise UsageError(f"{name}: [columns] has no '{key}': the name of the column in the file")
    keep = {str(column): _texts(kept) for column, kept in _section(raw, "keep", name).items()}
    country = str(raw.get("country", "USA" if table == "deflators" else ""))
    if not (country or columns.get("country") or columns.get("code")):
        raise UsageError(f"{name}: [columns] has neither 'country' nor 'code'")
    fields = {key: (str(column),) for key, column in columns.items()} | {f"keep {each}": (each,) for each in keep}
    how = _one_of(combine["how"], HOW, "combine.how", name) if "how" in combine else ""
    return TableMapping(
        table=table,
        indicator=indicator,
        publication=_publication(source),
        layout=Layout(fields, tuple(fields)),
        keep=keep,
        how=how,
        of=int(combine["of"]) if "of" in combine else None,
        fiscal=combine.get("years") == "fiscal",
        decimals=int(combine.get("decimals", 6)),
        cells={key: str(value) for key, value in _section(raw, "cells", name).items()},
        country=country,
        names={str(key): str(value) for key, value in _section(raw, "names", name).items()},
    )


def _publication(source: Mapping[str, Any]) -> Publication:
    stem = str(source["id"])
    return Publication(
        stem=stem,
        title=str(source["title"]),
        publisher=str(source["publisher"]),
        url=str(source.get("url", "")),
        licence=str(source["licence"]),
        label_en=str(source["label_en"]),
        label_es=str(source["label_es"]),
        replaces=tuple(_texts(source.get("replaces", [stem]))),
        author=str(source.get("author", "")),
    )


def _indicator(request: Request, raw: Mapping[str, Any], table: str, name: str) -> str:
    indicator = request.indicator or str(raw.get("indicator", ""))
    if table == "population":
        return "pop_total"
    known = request.package.indicators
    held = known.loc[known["held_in"] == table, "indicator_id"].tolist()
    if indicator not in held:
        expected = f"an indicator held in {table}{near_miss(indicator, held)}"
        raise UsageError(f"{name}: 'indicator' is {indicator!r}; expected {expected}")
    return indicator


def _check_unit(request: Request, raw: Mapping[str, Any], indicator: str, name: str) -> None:
    known = request.package.indicators.set_index("indicator_id")["unit_id"]
    if raw.get("unit") != known[indicator]:
        seen = f"'unit' is {raw.get('unit')!r}" if "unit" in raw else "there is no 'unit'"
        raise UsageError(
            f"{name}: {seen}; {indicator} is held in {known[indicator]!r}: convert the file, or correct it"
        )


def _section(raw: Mapping[str, Any], key: str, name: str) -> dict[str, Any]:
    section = raw.get(key, {})
    if not isinstance(section, dict):
        raise UsageError(f"{name}: '{key}' is {section!r}; expected a section [{key}]")
    _only_known(section, key, name)
    return section


def _only_known(section: Mapping[str, Any], key: str, name: str) -> None:
    known = KNOWN.get(key)
    for each in section:
        if known is not None and each not in (*known, "country"):
            where = f"[{key}]" if key else "the mapping"
            raise UsageError(
                f"{name}: {where} has '{each}'; expected one of {', '.join(known)}{near_miss(each, known)}"
            )


def _one_of(value: Any, choices: Sequence[str], key: str, name: str) -> str:
    if value not in choices:
        listed = ", ".join(choices)
        raise UsageError(f"{name}: '{key}' is {value!r}; expected one of {listed}{near_miss(str(value), choices)}")
    return str(value)


def _texts(value: Any) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]
