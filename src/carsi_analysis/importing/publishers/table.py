"""Any table, with a small mapping file that says which column is what, the unit, and the source."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from carsi_analysis.importing.grids import Row, Table, find_table
from carsi_analysis.importing.held import SERIES_COLUMN, YEAR_COLUMNS
from carsi_analysis.importing.incoming import Incoming, Request, Value
from carsi_analysis.importing.publishers.mapping import TableMapping, read_mapping
from carsi_analysis.importing.publishers.shared import Reader, no_series
from carsi_analysis.importing.refused import ImportRefused
from carsi_analysis.importing.text import date_in, folded, plain, rounded, written

FILES = "any CSV or workbook, with --mapping and the name of a mapping or its file"
RENEWS: dict[str, str] = {}
"""What our mappings renew, they say themselves."""


@dataclass
class _Group:
    """Rows of one country and year.

    Attributes:
        line, column: The first row, and the column of its value.
        origin: What it says of the origin.
        values, per: Their values, and what these are divided by in an index.
        partial: The publisher calls the year incomplete.
    """

    line: int
    column: str
    origin: str
    values: list[Decimal] = field(default_factory=list)
    per: list[Decimal] = field(default_factory=list)
    partial: bool = False


def read(request: Request) -> Incoming:
    """Read a table by its mapping.

    Raises:
        UsageError: there is no mapping, or it cannot be used.
        ImportRefused: the file does not have the columns, or a cell is not what it should be.
    """
    mapping = read_mapping(request)
    with find_table(request.path, (mapping.layout,), mapping.source.publisher) as table:
        reader = Reader(request, table)
        (_read_series if mapping.is_series else _read_rows)(reader, mapping)
        if not reader.values:
            aside = "; ".join(f"{count:,} rows are {reason}" for reason, count in sorted(request.left_aside.items()))
            raise no_series(table.name, f"no row is left ({aside})", "rows of a country and year, as the mapping asks")
        return reader.incoming(mapping.source.publication)


def _kept(reader: Reader, mapping: TableMapping) -> Iterator[tuple[Row, list[str]]]:
    """Rows that the mapping keeps, by field and as cells."""
    for line, cells in reader.table.raw_rows():
        row = reader.table.row(line, cells)
        if all(row[f"keep {column}"] in kept for column, kept in mapping.keep.items()):
            yield row, cells
        else:
            reader.request.left_aside["rows that the mapping does not keep"] += 1


# Tables of money


def _read_rows(reader: Reader, mapping: TableMapping) -> None:
    """Values of a table of money, one a row."""
    column = reader.table.title("value")
    ours = [name for name in mapping.columns if name != "value"]
    row_key = mapping.row_key(reader.request.package)
    for row, _ in _kept(reader, mapping):
        locator = {"locator": f"line {row.line}, column {column}"}
        texts = locator | dict(mapping.cells) | {name: _ours(mapping, row[name]) for name in ours}
        if "country_iso3" in texts:
            country = _country_named(reader, row, "", texts["country_iso3"])
            if country is None:
                continue
            texts["country_iso3"] = country
        year_column = next(name for name in YEAR_COLUMNS if name in texts)
        texts[year_column] = str(reader.year(row.line, texts[year_column], reader.table.title(year_column)))
        key = {name: texts.pop(name) for name in row_key}
        reader.add(Value(mapping.table, key, None, texts, f"line {row.line}"), row["value"], row.line, column)


def _ours(mapping: TableMapping, text: str) -> str:
    return mapping.names.get(plain(text), plain(text))


def _country_named(reader: Reader, row: Row, code: str, name: str) -> str | None:
    """Our code of a country; three capitals in the place of a name are a code."""
    if len(name) == 3 and name.isupper():
        return reader.country(row.line, name, "")
    return reader.country(row.line, code, name)


# Tables of series


def _read_series(reader: Reader, mapping: TableMapping) -> None:
    """Values of a series, put together by country and year."""
    groups: dict[tuple[str, int], _Group] = {}
    for row, cells in _kept(reader, mapping):
        country = mapping.place or _country_named(reader, row, row["code"], _ours(mapping, row["country"]))
        if country is not None:
            for column, when, text in _dated(reader.table, mapping, row, cells):
                _take(reader, mapping, groups, row, country, column, when, text)
    for (country, stated), group in groups.items():
        if mapping.combine.of and len(group.values) not in mapping.combine.of:
            wanted = " or ".join(map(str, mapping.combine.of))
            reader.request.left_aside[f"years with other than {wanted} rows"] += 1
        else:
            value, text = _value(mapping, country, stated, group)
            reader.add(value, text, group.line, group.column)


def _dated(table: Table, mapping: TableMapping, row: Row, cells: list[str]) -> Iterator[tuple[str, str, str]]:
    """Column, year and text of each value of a row."""
    if not table.spread:
        yield table.title("value"), mapping.cells.get("year") or row["year"], row["value"]
    for place, when in table.spread.items():
        yield plain(table.header[place]), when, cells[place]


def _take(
    reader: Reader,
    mapping: TableMapping,
    groups: dict[tuple[str, int], _Group],
    row: Row,
    country: str,
    column: str,
    when: str,
    text: str,
) -> None:
    stated, partial = _year(reader, mapping, row, when)
    if mapping.until is not None and stated > mapping.until:
        reader.request.left_aside[f"years after {mapping.until}, which the mapping leaves out"] += 1
        return
    if not reader.wants(mapping.table, mapping.series, "" if mapping.table == "deflators" else country, stated):
        return
    value = reader.number(row.line, text, column)
    per = _per(reader, mapping, row)
    if value is None or per is None:
        return
    group = groups.setdefault((country, stated), _Group(row.line, column, plain(row["origin"])))
    if group.values and not mapping.combine.how:
        seen = f"{country} {stated} stands already on line {group.line}"
        raise ImportRefused(reader.table.name, seen, "one row, or [combine] in the mapping", line=row.line)
    group.values.append(Decimal(value))
    group.per.append(per)
    group.partial = group.partial or partial


def _year(reader: Reader, mapping: TableMapping, row: Row, when: str) -> tuple[int, bool]:
    """The year of a value, and whether the publisher calls it incomplete: ``2025 (FYTD)``."""
    head, _, mark = plain(when).partition(" ")
    column, partial = reader.table.title("year"), "ytd" in folded(mark).replace("fytd", "ytd")
    stated = reader.year(row.line, head if partial else when, column)
    if mapping.combine.years == "fiscal":
        month = date_in(when)[5:7]
        if not month:
            expected = "a date: the mapping asks for fiscal years"
            raise ImportRefused(
                reader.table.name, f"{plain(when)!r} has no month", expected, line=row.line, column=column
            )
        stated += int(month) >= 10
    return stated, partial


def _per(reader: Reader, mapping: TableMapping, row: Row) -> Decimal | None:
    """What the value is divided by in an index, None where it is missing; 1 where the mapping has no such column."""
    if "per" not in mapping.columns:
        return Decimal(1)
    column = reader.table.title("per")
    value = reader.number(row.line, row["per"], column)
    if value is not None and Decimal(value) <= 0:
        seen = f"{value} stands below the line"
        raise ImportRefused(reader.table.name, seen, "a number above 0", line=row.line, column=column)
    return None if value is None else Decimal(value)


def _value(mapping: TableMapping, country: str, stated: int, group: _Group) -> tuple[Value, str]:
    """A value without its number, and the number."""
    total, how = sum(group.values, Decimal(0)), mapping.combine.how
    text = written(total)
    if how == "mean":
        text = rounded(str(total / len(group.values)), mapping.combine.decimals)
    elif how == "index":
        text = rounded(str(100 * total / sum(group.per)), mapping.combine.decimals)
    series = SERIES_COLUMN.get(mapping.table)
    key = {series: mapping.indicator} if series else {}
    key |= {"year": str(stated)} | ({} if mapping.table == "deflators" else {"country_iso3": country})
    cells = mapping.further_cells
    if mapping.table == "observations":
        key["variant"] = "main"
        cells = {"status": "partial" if group.partial else "final", "origin": group.origin} | cells
    rows = f", {how} of {len(group.values)} rows" if how else f", line {group.line}"
    cells.setdefault("locator", f"column {group.column}; {country}, {stated}{rows}")
    return Value(mapping.table, key, None, cells, f"line {group.line}"), text
