"""The mapping file of the importer ``table``: which column is what, the unit, and the source.

It is TOML; ``docs/recipes/importer.md`` shows one. Those in the folder ``mappings`` belong to sources of the package.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from carsi_analysis.data.descriptor import near_miss
from carsi_analysis.errors import UsageError
from carsi_analysis.importing.grids import Layout, Spread
from carsi_analysis.importing.held import SERIES_COLUMN, YEAR_COLUMNS
from carsi_analysis.importing.incoming import Publication, Request
from carsi_analysis.importing.publishers.declared import publication_of
from carsi_analysis.importing.text import column_name, plain, year

SERIES_TABLES = ("observations", "population", "deflators")
"""Tables of series: a value has a country and a year."""
ROW_TABLES = (
    "state_budgets",
    "official_obligations",
    "official_totals",
    "funding",
    "funding_by_country",
    "funding_by_objective",
    "related_funding",
)
"""Tables of money: a row of the file is a row of the table, and columns go by the names that they have there."""
SOURCE_KEYS = ("id", "title", "publisher", "licence", "label_en", "label_es")
KNOWN = {
    "": ("table", "indicator", "unit", "country", "until", "source", "columns", "keep", "combine", "cells", "names"),
    "source": (*SOURCE_KEYS, "url", "author", "replaces"),
    "combine": ("how", "of", "years", "decimals"),
}
COLUMNS = ("country", "code", "year", "value", "per", "origin")
"""What the columns of a table of series may be."""
HOW = ("sum", "mean", "index")
MOST_DECIMALS = 12
"""So many decimals a mean or an index may have."""
FOLDER = Path(__file__).parent / "mappings"
"""Mappings of sources that the package holds."""


@dataclass(frozen=True)
class TableMapping:
    """A mapping file, checked.

    Attributes:
        table: Where the values belong.
        indicator: Its indicator, in a table of series.
        key: Columns that tell rows apart, in a table of money; empty in a table of series.
        publication: How the source is cited.
        layout: The columns wanted.
        keep: Column and the texts of it that are kept.
        until: The last year to take; None for all.
        how: ``sum`` or ``mean`` of the rows of one country and year, or ``index``: 100 times the sum of the column
            ``value`` over that of the column ``per``; empty where each has one row.
        of: How many rows a whole year may have; years with another number are left out. Empty for any number.
        year: The year of every row, where the file is of one year; empty where a column or the headers say it.
        fiscal: The year is the U.S. fiscal year of the date in the column.
        decimals: Decimals that a mean or an index is rounded to.
        cells: Further cells of every row.
        country: Our code where the file is about one country and does not say so.
        names: Publisher's names of countries, to ours; in a table of money, of anything.
    """

    table: str
    indicator: str
    key: tuple[str, ...]
    publication: Publication
    layout: Layout
    keep: Mapping[str, Sequence[str]]
    until: int | None
    how: str
    of: tuple[int, ...]
    year: str
    fiscal: bool
    decimals: int
    cells: Mapping[str, str]
    country: str
    names: Mapping[str, str]

    @property
    def series(self) -> str:
        """The indicator, or the table where it is one series."""
        return self.indicator if self.table in SERIES_COLUMN else self.table


def read_mapping(request: Request) -> TableMapping:
    """Read and check the mapping file, which may be named as one of ours.

    Raises:
        UsageError: it is missing or wrong; the message names the key.
    """
    if request.mapping is None:
        listed = ", ".join(shipped_mappings())
        raise UsageError(
            f"the importer 'table' needs --mapping with a file that says which column is what, or {listed}"
        )
    path, name = _path(request.mapping), plain(request.mapping.name)
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"the mapping {name} cannot be read ({error.strerror})") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"the mapping {name} is not TOML: {error}") from None
    _only_known(raw, "", name)
    source, columns, combine = (_section(raw, key, name) for key in ("source", "columns", "combine"))
    table = _one_of(raw.get("table", "observations"), (*SERIES_TABLES, *ROW_TABLES), "table", name)
    for key in SOURCE_KEYS:
        if not source.get(key):
            raise UsageError(f"{name}: [source] has no '{key}'")
    cells = {key: str(value) for key, value in _section(raw, "cells", name).items()}
    indicator, row_key = "", tuple[str, ...]()
    if table in ROW_TABLES:
        row_key = _row_key(request, raw, table, columns, cells, name)
    else:
        indicator = _indicator(request, raw, table, name)
        _check_series(raw, table, columns, cells, name)
        _check_unit(raw, indicator, request.package.column_by_key("indicators", "unit_id")[indicator], name)
    keep = {str(column): _texts(kept) for column, kept in _section(raw, "keep", name).items()}
    side_by_side = _side_by_side(columns, name)
    fields = {key: (str(column),) for key, column in columns.items() if not (side_by_side and key == "value")}
    fields |= {f"keep {each}": (each,) for each in keep}
    how = _one_of(combine["how"], HOW, "combine.how", name) if "how" in combine else ""
    if (how == "index") != ("per" in columns):
        raise UsageError(f"{name}: how = 'index' in [combine] and 'per' in [columns] go together")
    return TableMapping(
        table=table,
        indicator=indicator,
        key=row_key,
        publication=publication_of(source, replaces=[source["id"]]),
        layout=Layout(fields, tuple(fields), spread=side_by_side),
        keep=keep,
        until=_number(raw["until"], "until", name) if "until" in raw else None,
        how=how,
        of=tuple(_number(each, "combine.of", name) for each in _listed(combine.get("of", []))),
        year=cells.pop("year", "") if table in SERIES_TABLES else "",
        fiscal=combine.get("years") == "fiscal",
        decimals=_decimals(combine.get("decimals", 6), name),
        cells=cells,
        country=_only_country(raw, table),
        names={str(key): str(value) for key, value in _section(raw, "names", name).items()},
    )


def _side_by_side(columns: Mapping[str, Any], name: str) -> Spread | None:
    """Finds the columns of ``value = "Score {year}"``, or of a list of such; None where the value has one column."""
    patterns = _texts(columns.get("value", ""))
    if not any("{year}" in each for each in patterns):
        if len(patterns) > 1:
            raise UsageError(f"{name}: 'value' in [columns] is a list; expected one name, or names with {{year}}")
        return None
    if "year" in columns:
        raise UsageError(f"{name}: [columns] has 'year', and 'value' finds years in the headers; expected one of them")
    wanted = [
        re.compile(column_name(each.replace("{year}", "9999")).replace("9999", "([0-9]{4})")) for each in patterns
    ]

    def found(header: Sequence[str], _: Sequence[str]) -> dict[int, str]:
        matches = ((place, each.fullmatch(column_name(cell))) for place, cell in enumerate(header) for each in wanted)
        return {place: match[1] for place, match in matches if match and year(match[1])}

    return found


def _indicator(request: Request, raw: Mapping[str, Any], table: str, name: str) -> str:
    indicator = request.indicator or str(raw.get("indicator", ""))
    if table == "population":
        return "pop_total"
    held = [each for each, place in request.package.column_by_key("indicators", "held_in").items() if place == table]
    if indicator not in held:
        expected = f"an indicator held in {table}{near_miss(indicator, held)}"
        raise UsageError(f"{name}: 'indicator' is {indicator!r}; expected {expected}")
    return indicator


def _check_unit(raw: Mapping[str, Any], what: str, unit: str | None, name: str) -> None:
    if raw.get("unit") != unit:
        seen = f"'unit' is {raw.get('unit')!r}" if "unit" in raw else "there is no 'unit'"
        raise UsageError(f"{name}: {seen}; {what} is held in {unit!r}: convert the file, or correct it")


def _only_country(raw: Mapping[str, Any], table: str) -> str:
    return str(raw.get("country", "USA" if table == "deflators" else ""))


def _check_series(
    raw: Mapping[str, Any], table: str, columns: Mapping[str, Any], cells: Mapping[str, str], name: str
) -> None:
    for key in columns:
        if key not in COLUMNS:
            raise UsageError(
                f"{name}: [columns] has '{key}'; expected one of {', '.join(COLUMNS)}{near_miss(key, COLUMNS)}"
            )
    if not columns.get("value"):
        raise UsageError(f"{name}: [columns] has no 'value': the name of the column in the file")
    years = [columns.get("year"), cells.get("year"), _side_by_side(columns, name)]
    if sum(map(bool, years)) != 1:
        seen = "the year of a value is said nowhere" if not any(years) else "the year of a value is said twice"
        expected = "year in [columns], or in [cells] where the file is of one year, or value = 'Score {year}'"
        raise UsageError(f"{name}: {seen}; expected one of: {expected}")
    if cells.get("year") and year(cells["year"]) is None:
        raise UsageError(f"{name}: 'year' in [cells] is {cells['year']!r}; expected a year")
    if not (_only_country(raw, table) or columns.get("country") or columns.get("code")):
        raise UsageError(f"{name}: [columns] has neither 'country' nor 'code'")


def _row_key(
    request: Request,
    raw: Mapping[str, Any],
    table: str,
    columns: Mapping[str, Any],
    cells: Mapping[str, str],
    name: str,
) -> tuple[str, ...]:
    """Columns that tell the rows of a table of money apart; each must be given, as must year and value."""
    described = request.package.held[table].table
    value_column = described.value_column or ""
    _check_unit(raw, table, described.field(value_column).unit, name)
    known = ("value", *(column for column in described.columns if column not in (value_column, "source_id")))
    for key in (*columns, *cells):
        if key not in known:
            raise UsageError(f"{name}: {table} has no column '{key}' to fill{near_miss(key, known)}")
    row_key = tuple(column for column in described.primary_key if column != "edition")
    year_column = next(column for column in YEAR_COLUMNS if column in described.columns)
    for key in dict.fromkeys(("value", *row_key, year_column)):
        if key not in columns and (key == "value" or key not in cells):
            raise UsageError(f"{name}: neither [columns] nor [cells] gives '{key}', which a row of {table} must have")
    return row_key


def _section(raw: Mapping[str, Any], key: str, name: str) -> dict[str, Any]:
    section = raw.get(key, {})
    if not isinstance(section, dict):
        raise UsageError(f"{name}: '{key}' is {section!r}; expected a section [{key}]")
    _only_known(section, key, name)
    return section


def _only_known(section: Mapping[str, Any], key: str, name: str) -> None:
    known = KNOWN.get(key)
    for each in section:
        if known is not None and each not in known:
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
    return [str(each) for each in _listed(value)]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _number(value: Any, key: str, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise UsageError(f"{name}: '{key}' is {value!r}; expected a whole number")
    return value


def _decimals(value: Any, name: str) -> int:
    places = _number(value, "combine.decimals", name)
    if not 0 <= places <= MOST_DECIMALS:
        raise UsageError(f"{name}: 'combine.decimals' is {places}; expected a number from 0 to {MOST_DECIMALS}")
    return places


# Mappings of ours


def shipped_mappings() -> list[str]:
    """Names of the mappings that come with the package."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def mappings_of(source_id: str) -> list[str]:
    """Our mappings that renew a source."""
    found = []
    for name in shipped_mappings():
        source = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))["source"]
        if source_id.startswith(publication_of(source, replaces=[source["id"]]).earlier):
            found.append(name)
    return found


def _path(given: Path) -> Path:
    """The mapping file that a user means: a file of theirs, or one of ours by its name."""
    ours = FOLDER / f"{given.name}.toml"
    return ours if len(given.parts) == 1 and not given.is_file() and ours.is_file() else given
