"""Any table, with a small mapping file that says which column is what, the unit, and the source."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from carsi_analysis.importing.grids import Row, Table, find_table
from carsi_analysis.importing.incoming import SERIES_COLUMN, YEAR_COLUMNS, Incoming, Request, Value
from carsi_analysis.importing.publishers.mapping import TableMapping, read_mapping
from carsi_analysis.importing.publishers.shared import date_around, file_value, no_series
from carsi_analysis.importing.refused import ImportRefused
from carsi_analysis.importing.text import date_in, folded, plain, rounded, written, year

FILES = "any CSV or workbook, with --mapping and the name of a mapping or its file"


@dataclass
class _Group:
    """Rows of one country and year.

    Attributes:
        values, per: Their values, and what these are divided by in an index.
        line: The first row.
        origin: What it says of the origin.
        partial: The publisher calls the year incomplete.
    """

    values: list[Decimal] = field(default_factory=list)
    per: list[Decimal] = field(default_factory=list)
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
        values = list(_rows(request, mapping, table) if mapping.key else _series(request, mapping, table))
        if not values:
            aside = "; ".join(f"{count:,} rows are {reason}" for reason, count in sorted(request.left_aside.items()))
            raise no_series(table.name, f"no row is left ({aside})", "rows of a country and year, as the mapping asks")
        return request.incoming(mapping.publication, date_around(request, table), values)


def _kept(request: Request, mapping: TableMapping, table: Table) -> Iterator[Row]:
    """Rows that the mapping keeps."""
    for row in table.rows():
        if all(row[f"keep {column}"] in kept for column, kept in mapping.keep.items()):
            yield row
        else:
            request.left_aside["rows that the mapping does not keep"] += 1


def _rows(request: Request, mapping: TableMapping, table: Table) -> Iterator[Value]:
    """Values of a table of money, one a row."""
    ours = [name for name in mapping.layout.fields if name != "value" and not name.startswith("keep ")]
    for row in _kept(request, mapping, table):
        value = _number(mapping, table.name, row, "value")
        if value is None:
            continue
        locator = {"locator": f"line {row.line}, column {plain(mapping.layout.fields['value'][0])}"}
        texts = locator | dict(mapping.cells) | {name: _ours(mapping, row[name]) for name in ours}
        year_column = next(name for name in YEAR_COLUMNS if name in texts)
        stated = year(texts[year_column])
        if stated is None:
            column = mapping.layout.fields.get(year_column, (year_column,))[0]
            seen = f"{texts[year_column][:40]!r} is no year"
            raise ImportRefused(table.name, seen, "a year", line=row.line, column=column)
        texts[year_column] = str(stated)
        if "country_iso3" in texts:
            country = _country_named(request, table.name, row.line, "", texts["country_iso3"])
            if country is None:
                request.left_aside["countries that the package does not hold"] += 1
                continue
            texts["country_iso3"] = country
        key = {name: texts.pop(name) for name in mapping.key}
        yield Value(mapping.table, key, written(value), texts, f"line {row.line}")


def _ours(mapping: TableMapping, text: str) -> str:
    return mapping.names.get(plain(text), plain(text))


def _series(request: Request, mapping: TableMapping, table: Table) -> Iterator[Value]:
    """Values of a series, put together by country and year."""
    groups: dict[tuple[str, int], _Group] = {}
    for row in _kept(request, mapping, table):
        country = _country(request, mapping, table.name, row)
        if country is None:
            request.left_aside["countries that the package does not hold"] += 1
            continue
        stated, partial = _year(mapping, table.name, row)
        if mapping.until is not None and stated > mapping.until:
            request.left_aside[f"years after {mapping.until}, which the mapping leaves out"] += 1
            continue
        value, per = (_number(mapping, table.name, row, name) for name in ("value", "per"))
        if value is None or per is None:
            continue
        group = groups.setdefault((country, stated), _Group(line=row.line, origin=row["origin"]))
        if group.values and not mapping.how:
            seen = f"{country} {stated} stands already on line {group.line}"
            raise ImportRefused(table.name, seen, "one row, or [combine] in the mapping", line=row.line)
        group.values.append(value)
        group.per.append(per)
        group.partial = group.partial or partial
    return (_value(mapping, *key, group) for key, group in groups.items() if _whole(request, mapping, group))


def _country(request: Request, mapping: TableMapping, file: str, row: Row) -> str | None:
    if mapping.country:
        return mapping.country
    return _country_named(request, file, row.line, row["code"], _ours(mapping, row["country"]))


def _country_named(request: Request, file: str, line: int, code: str, name: str) -> str | None:
    """Our code of a country; three capitals in the place of a name are a code."""
    if len(name) == 3 and name.isupper():
        return request.countries.find(name, "", file, line)
    return request.countries.find(code, name, file, line)


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
    if mapping.of and len(group.values) not in mapping.of:
        request.left_aside[f"years with other than {' or '.join(map(str, mapping.of))} rows"] += 1
        return False
    return True


def _number(mapping: TableMapping, file: str, row: Row, name: str) -> Decimal | None:
    """A number of a row, None where it is missing; 1 where the mapping has no such column."""
    if name not in mapping.layout.fields:
        return Decimal(1)
    column = mapping.layout.fields[name][0]
    value = file_value(row[name], file, row.line, column)
    if name == "per" and value is not None and Decimal(value) <= 0:
        raise ImportRefused(file, f"{value} stands below the line", "a number above 0", line=row.line, column=column)
    return None if value is None else Decimal(value)


def _value(mapping: TableMapping, country: str, stated: int, group: _Group) -> Value:
    total = sum(group.values, Decimal(0))
    text = written(total)
    if mapping.how == "mean":
        text = rounded(str(total / len(group.values)), mapping.decimals)
    elif mapping.how == "index":
        text = rounded(str(100 * total / sum(group.per)), mapping.decimals)
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
