"""The mapping file of the importer ``table``: which column is what, the unit, and the source.

It is TOML; ``docs/recipes/importer.md`` shows one. Those in the folder ``mappings`` belong to sources of the package.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from carsi_analysis.data.descriptor import near_miss
from carsi_analysis.declared import place_of, read_toml
from carsi_analysis.errors import UsageError
from carsi_analysis.importing.draft import Draft
from carsi_analysis.importing.grids import Layout, Spread
from carsi_analysis.importing.held import SERIES_COLUMN, YEAR_COLUMNS
from carsi_analysis.importing.incoming import Publication, Request
from carsi_analysis.importing.text import column_name, plain, year

SeriesTable = Literal["observations", "population", "deflators"]
"""Tables of series: a value has a country and a year."""
RowTable = Literal[
    "state_budgets",
    "official_obligations",
    "official_totals",
    "funding",
    "funding_by_country",
    "funding_by_objective",
    "related_funding",
]
"""Tables of money: a row of the file is a row of the table, and columns go by the names that they have there."""
COLUMNS = ("country", "code", "year", "value", "per", "origin")
"""What the columns of a table of series may be."""
FOLDER = Path(__file__).parent / "mappings"
"""Mappings of sources that the package holds."""

Text = Annotated[str, BeforeValidator(str)]
Texts = Annotated[list[Text], BeforeValidator(lambda value: value if isinstance(value, list) else [value])]
Number = Annotated[int, Field(strict=True)]
Numbers = Annotated[list[Number], BeforeValidator(lambda value: value if isinstance(value, list) else [value])]
Faults = Iterator[tuple[str, str]]
"""Each fault of a mapping: the entry or section, and what is wrong and expected."""
Needed = Annotated[str, Field(min_length=1, description="a text")]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Section):
    """How the source is cited, and where its next release is: the page, and which file to take there."""

    id: Needed
    title: Needed
    publisher: Needed
    licence: Needed
    label_en: Needed
    label_es: Needed
    url: str = ""
    author: str = ""
    replaces: Texts = []
    page: str = ""
    file: str = ""

    @property
    def publication(self) -> Publication:
        """How its releases are cited."""
        cited = self.model_dump(exclude={"id", "replaces", "page", "file"})
        return Publication(stem=self.id, replaces=tuple(self.replaces or [self.id]), **cited)


class Combine(_Section):
    """How the rows of one country and year are put together.

    ``index`` is 100 times the sum of the column ``value`` over that of the column ``per``; ``of`` says how many rows a
    whole year may have; fiscal ``years`` are those of the United States, from dates.
    """

    how: Literal["sum", "mean", "index"] | None = Field(default=None, description="'sum', 'mean' or 'index'")
    of: Numbers = Field(default=[], description="a whole number, or a list of them")
    years: Literal["fiscal", "calendar"] = "calendar"
    decimals: Number = Field(default=6, ge=0, le=12, description="a number from 0 to 12")


class TableMapping(_Section):
    """A mapping file. ``country`` is our code where the file is about one country and does not say so."""

    table: SeriesTable | RowTable = Field(default="observations", description="a table of series or of money")
    indicator: str = ""
    unit: str | None = None
    country: str = ""
    until: Number | None = Field(default=None, description="a whole number: the last year to take")
    source: Source
    columns: dict[str, Texts] = {}
    keep: dict[str, Texts] = {}
    combine: Combine = Combine()
    cells: dict[str, Text] = {}
    names: dict[str, Text] = {}

    @property
    def is_series(self) -> bool:
        """Whether the values belong to a series of a country and year."""
        return self.table in get_args(SeriesTable)

    @property
    def series(self) -> str:
        """The indicator, or the table where it is one series."""
        return self.indicator if self.table in SERIES_COLUMN else self.table

    @property
    def place(self) -> str:
        """Our code of the country that the whole file is about; empty where its rows say."""
        return self.country or ("USA" if self.table == "deflators" else "")

    @property
    def further_cells(self) -> dict[str, str]:
        """Cells of every row, besides the year of a file that is of one."""
        return {name: text for name, text in self.cells.items() if not (self.is_series and name == "year")}

    @property
    def layout(self) -> Layout:
        """The columns wanted."""
        spread = self.side_by_side
        fields = {key: (names[0],) for key, names in self.columns.items() if not (spread and key == "value")}
        fields |= {f"keep {each}": (each,) for each in self.keep}
        return Layout(fields, tuple(fields), spread=spread)

    @property
    def side_by_side(self) -> Spread | None:
        """Finds the columns of ``value = "Score {year}"``, or a list of such; None where the value has one column."""
        patterns = self.columns.get("value", [])
        if not any("{year}" in each for each in patterns):
            return None
        names = [column_name(each.replace("{year}", "9999")).replace("9999", "([0-9]{4})") for each in patterns]

        def found(header: Sequence[str], _: Sequence[str]) -> dict[int, str]:
            cells = enumerate(map(column_name, header))
            matches = ((place, re.fullmatch(name, cell)) for place, cell in cells for name in names)
            return {place: match[1] for place, match in matches if match and year(match[1])}

        return found

    def row_key(self, package: Draft) -> tuple[str, ...]:
        """Columns that tell the rows of a table of money apart."""
        return tuple(column for column in package.held[self.table].table.primary_key if column != "edition")


def read_mapping(request: Request) -> TableMapping:
    """Read and check the mapping file, which may be named as one of ours.

    Raises:
        UsageError: it is missing or wrong; the message names line and key.
    """
    if request.mapping is None:
        listed = ", ".join(shipped())
        raise UsageError(
            f"the importer 'table' needs --mapping with a file that says which column is what, or {listed}"
        )
    path, name = _path(request.mapping), plain(request.mapping.name)
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"the mapping {name} cannot be read ({error.strerror})") from None
    except UnicodeDecodeError as error:
        raise UsageError(f"the mapping {name} is not UTF-8: {error}") from None
    mapping = read_toml(text, TableMapping, name)
    if request.indicator or mapping.table == "population":
        mapping = mapping.model_copy(update={"indicator": request.indicator or "pop_total"})
    faults = _series_faults if mapping.is_series else _row_faults
    for key, fault in faults(mapping, request.package):
        raise UsageError(f"{place_of(text, (key,), name)}: {fault}")
    return mapping


def _series_faults(mapping: TableMapping, package: Draft) -> Faults:
    columns, place = mapping.columns, mapping.table
    held = [each for each, table in package.column_by_key("indicators", "held_in").items() if table == place]
    if mapping.indicator not in held:
        expected = f"an indicator held in {place}{near_miss(mapping.indicator, held)}"
        yield "indicator", f"{mapping.indicator!r} is not allowed; expected {expected}"
        return
    yield from _unit_fault(
        mapping, mapping.indicator, package.column_by_key("indicators", "unit_id")[mapping.indicator]
    )
    for key in columns:
        if key not in COLUMNS:
            yield "columns", f"unknown entry {key!r}; expected one of {', '.join(COLUMNS)}{near_miss(key, COLUMNS)}"
    if not columns.get("value"):
        yield "columns", "'value' is missing; expected the name of the column in the file"
    elif len(columns["value"]) > 1 and mapping.side_by_side is None:
        yield "columns", "'value' is a list; expected one name, or names with {year}"
    years = (columns.get("year"), mapping.cells.get("year"), mapping.side_by_side)
    if sum(map(bool, years)) != 1:
        seen = "the year of a value is said twice" if any(years) else "the year of a value is said nowhere"
        expected = "year in [columns], year in [cells] where the file is of one year, or value = 'Score {year}'"
        yield "columns", f"{seen}; expected one of: {expected}"
    if mapping.cells.get("year") and year(mapping.cells["year"]) is None:
        yield "cells", f"'year' is {mapping.cells['year']!r}; expected a year"
    if not (mapping.place or columns.get("country") or columns.get("code")):
        yield "columns", "there is neither 'country' nor 'code'; expected the column of either"
    if (mapping.combine.how == "index") != ("per" in columns):
        yield "combine", "how = 'index' and 'per' in [columns] go together; expected both or neither"


def _row_faults(mapping: TableMapping, package: Draft) -> Faults:
    described = package.held[mapping.table].table
    value_column = described.value_column or ""
    yield from _unit_fault(mapping, mapping.table, described.field(value_column).unit)
    known = ("value", *(column for column in described.columns if column not in (value_column, "source_id")))
    for section, given in (("columns", mapping.columns), ("cells", mapping.cells)):
        for key in given:
            if key not in known:
                yield section, f"{mapping.table} has no column '{key}' to fill{near_miss(key, known)}"
    year_column = next(column for column in YEAR_COLUMNS if column in described.columns)
    for key in dict.fromkeys(("value", *mapping.row_key(package), year_column)):
        if key not in mapping.columns and (key == "value" or key not in mapping.cells):
            yield "columns", f"neither [columns] nor [cells] gives '{key}', which a row of {mapping.table} must have"


def _unit_fault(mapping: TableMapping, what: str, unit: str | None) -> Faults:
    if mapping.unit != unit:
        seen = "there is none" if mapping.unit is None else f"it is {mapping.unit!r}"
        yield "unit", f"{seen}; {what} is held in {unit!r}: convert the file, or correct it"


# Mappings of ours


@cache
def shipped() -> dict[str, Source]:
    """The mappings that come with the package: name, and what each says of its source."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.toml"))}
    return {name: read_toml(text, TableMapping, f"{name}.toml").source for name, text in texts.items()}


def mappings_of(source_id: str) -> dict[str, Source]:
    """Our mappings that renew a source."""
    return {name: each for name, each in shipped().items() if source_id.startswith(each.publication.earlier)}


def _path(given: Path) -> Path:
    """The mapping file that a user means: a file of theirs, or one of ours by its name."""
    ours = FOLDER / f"{given.name}.toml"
    return ours if len(given.parts) == 1 and not given.is_file() and ours.is_file() else given
