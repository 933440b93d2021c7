"""The contract between what this project shows and how it is exported: blocks, as JSON in an output's metadata.

``output.metadata["briefing"]`` of a notebook holds one block. An exhibit or a passage writes it where everything is
known, and the exporters read it and nothing else of that output but its picture; what JupyterLab shows of the same
output is for JupyterLab. A field of another shape is refused by its name, and a block of another version as a whole.
"""

import json
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter, ValidationError, model_validator
from pydantic.dataclasses import dataclass

VERSION = 2
LANGUAGE = r"^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*$"
STRICT = ConfigDict(strict=True, extra="forbid")

T = TypeVar("T")
Value = str | int | float | bool | None
"""A value of the data; a gap is None."""


# Running text: plain strings, and what is more than a string


@dataclass(frozen=True, config=STRICT)
class Strong:
    """Words that stand out."""

    content: "list[Inline]"
    type: Literal["strong"] = "strong"


@dataclass(frozen=True, config=STRICT)
class Emphasis:
    """Words said with emphasis, or the title of a work."""

    content: "list[Inline]"
    type: Literal["emphasis"] = "emphasis"


@dataclass(frozen=True, config=STRICT)
class Link:
    """Words that lead to a web address."""

    url: str
    content: "list[Inline]"
    type: Literal["link"] = "link"


@dataclass(frozen=True, config=STRICT)
class FactMark:
    """A number of the text: where the fact of this identifier stands in it, as it is written there."""

    fact_id: str
    text: str
    type: Literal["fact"] = "fact"


@dataclass(frozen=True, config=STRICT)
class Source:
    """A source by its number in the list of references."""

    number: int
    source_id: str


@dataclass(frozen=True, config=STRICT)
class ReferenceMark:
    """The raised numbers of the sources that the words before it rest on."""

    sources: list[Source]
    type: Literal["reference"] = "reference"


Inline = str | Annotated[Strong | Emphasis | Link | FactMark | ReferenceMark, Field(discriminator="type")]


def text_of(inline: list[Inline]) -> str:
    """Give the words of running text, without the numbers of its sources, which stand in a list elsewhere."""
    told = ""
    for one in inline:
        if isinstance(one, str):
            told += one
        elif one.type == "fact":
            told += one.text
        elif one.type != "reference":
            told += text_of(one.content)
    return told


@dataclass(frozen=True, config=STRICT)
class Paragraph:
    """A paragraph."""

    content: list[Inline]
    type: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, config=STRICT)
class List:
    """A list of points; ``ordered`` ones have numbers."""

    items: list[list[Inline]]
    ordered: bool = False
    type: Literal["list"] = "list"


@dataclass(frozen=True, config=STRICT)
class Heading:
    """A heading; a report's title is level 1."""

    level: int
    content: list[Inline]
    type: Literal["heading"] = "heading"


Passage = Annotated[Paragraph | List | Heading, Field(discriminator="type")]


# What an output is


def _day(text: str) -> str:
    date.fromisoformat(text)
    return text


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Title:
    """What a report says of itself.

    Attributes:
        edition_date: ``YYYY-MM-DD`` or None: never the clock.
        house: the name that stands over its first page.
        imprint: who that is, in a few words beside it.
        licence: the address of the licence of its data.
        compact: asks for a dense print, as a hand-out of few pages needs it: small type, little space between blocks,
            references in two columns.
    """

    kind: Literal["title"] = "title"
    title: str
    subtitle: str = ""
    language: Annotated[str, Field(pattern=LANGUAGE)] = "en"
    edition_date: Annotated[str, AfterValidator(_day)] | None = None
    authors: list[str] = Field(default_factory=list)
    keywords: list[str] = Field(default_factory=list)
    description: str = ""
    report_id: str = ""
    parameters_line: str = ""
    house: str = ""
    imprint: str = ""
    licence: str = ""
    compact: bool = False


@dataclass(frozen=True, config=STRICT)
class Fact:
    """A number of the prose and what it rests on.

    Attributes:
        value: unrounded.
        rows, sources: identifiers of data rows and sources.
        locator: where in the sources it stands.
        in_full: the value as readers are told it without rounding, with its unit; empty where ``text`` says all.
    """

    fact_id: str
    text: str
    value: str | int | float
    unit: str
    rows: list[str]
    sources: list[str]
    locator: str = ""
    in_full: str = ""


Role = Literal["", "headline", "unknown", "tile", "column", "limit"]
"""What a passage is on a report's first page, where it has a place of its own: the finding, what is not known beside
it, a figure with a few words, a column with a heading, and the one line on limits."""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Prose:
    """A passage of a report and the facts that it states."""

    kind: Literal["prose"] = "prose"
    role: Role = ""
    content: list[Passage]
    facts: list[Fact] = Field(default_factory=list)


@dataclass(frozen=True, config=STRICT)
class DataColumn:
    """A column of the numbers behind an exhibit: its stable name, its title in the report's language and its unit."""

    name: str
    title: str = ""
    unit: str = ""


ORIGIN = ("table_about", "table_units", "table_source", "table_licence", "table_edition")
"""Columns that say in every row what a table is, in which units, whose numbers, under which licence, of which day;
they are added where a table leaves its page."""


@dataclass(frozen=True, config=STRICT)
class Data:
    """The numbers behind an exhibit, unformatted."""

    columns: list[DataColumn]
    rows: list[list[Value]]

    @model_validator(mode="after")
    def _rows_fit(self) -> Self:
        return _fitting(self, self.rows, self.columns)


@dataclass(frozen=True, config=STRICT)
class ChartMark:
    """One thing drawn in a chart and the data rows that it stands for.

    Attributes:
        mark_id: identifier of its element in the picture.
        label: what it is, such as a country and a year.
        value: its value as a reader is told.
        rows: identifiers of its data rows.
        unit, qualifier: of the value, where they differ from the chart's.
    """

    mark_id: str
    label: str
    value: str
    rows: list[str]
    unit: str = ""
    qualifier: str = ""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Exhibit:
    """What charts and tables share.

    Attributes:
        subtitle: what is measured, and the unit of what is shown.
        measure: what is measured, without the unit: that of the data may differ.
        limits: the numbers of the limits that concern it.
        annex: whether print only names it, at the end.
    """

    id: str
    title: str
    subtitle: str = ""
    measure: str = ""
    notes: list[str] = Field(default_factory=list)
    source_line: list[Inline] = Field(default_factory=list)
    sources: list[str] = Field(default_factory=list)
    rows: list[str] = Field(default_factory=list)
    limits: list[int] = Field(default_factory=list)
    data: Data | None = None
    annex: bool = False


@dataclass(frozen=True, kw_only=True, config=STRICT)
class View:
    """The values of a figure seen another way, as on a map; pages offer it, print shows the figure alone.

    Attributes:
        picture: SVG, drawn for a phone, which is wide enough on any screen.
    """

    title: str
    subtitle: str
    alt: str
    picture: str
    marks: list[ChartMark] = Field(default_factory=list)


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Figure(Exhibit):
    """A chart; its picture is the ``image/svg+xml`` of the same output.

    Attributes:
        alt: short, for who does not see the picture.
        description: long, where a picture needs it.
        narrow: the same drawn for a phone, as SVG; its marks are those of the picture, in the same order.
        marks: what a reader of the web page can point at.
        map: its last values by country on a map, where that helps.
    """

    kind: Literal["figure"] = "figure"
    alt: str
    description: str = ""
    narrow: str = ""
    marks: list[ChartMark] = Field(default_factory=list)
    map: View | None = None


@dataclass(frozen=True, config=STRICT)
class GridColumn:
    """A column of a table as it is set; ``header`` columns name the row."""

    title: str
    align: Literal["left", "right"] = "left"
    header: bool = False


@dataclass(frozen=True, config=STRICT)
class Group:
    """Rows of a table with as many cells as it has columns, written out; ``name`` stands in a line above them."""

    rows: list[list[str]]
    name: str = ""


@dataclass(frozen=True, config=STRICT)
class Grid:
    """A table as readers see it."""

    columns: list[GridColumn]
    groups: list[Group]

    @model_validator(mode="after")
    def _rows_fit(self) -> Self:
        return _fitting(self, [row for group in self.groups for row in group.rows], self.columns)


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Table(Exhibit):
    """A table."""

    kind: Literal["table"] = "table"
    grid: Grid


@dataclass(frozen=True, config=STRICT)
class Entry:
    """A source in the list of references; print leaves out one of the ``annex``, which nothing printed cites."""

    number: int
    source_id: str
    text: str
    url: str = ""
    annex: bool = False


@dataclass(frozen=True, config=STRICT)
class DataRows:
    """Rows of the data that one place of one source states; what facts and marks lead to on a web page.

    Attributes:
        name: the rows as readers are told them.
        rows: their identifiers.
        source_id, source, locator: the source, its short name and the place in it; empty where the data name none.
        value: as the row states it, with its unit.
        note: what the row says beside it.
    """

    name: str
    rows: list[str]
    source_id: str = ""
    source: str = ""
    locator: str = ""
    value: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class References:
    """The list of references, and the data rows that facts and marks rest on; ``compact`` prints it in two columns."""

    kind: Literal["references"] = "references"
    entries: list[Entry]
    compact: bool = False
    rows: list[DataRows] = Field(default_factory=list)


@dataclass(frozen=True, config=STRICT)
class Limit:
    """What a reader of some exhibits must know of their data; print leaves out what an ``annex`` alone names."""

    number: int
    text: str
    annex: bool = False


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Limits:
    """The limits of the data, each told once for all exhibits that name its number."""

    kind: Literal["limits"] = "limits"
    entries: list[Limit]


def _fitting(table: T, rows: list[Any], columns: list[Any]) -> T:
    if any(len(row) != len(columns) for row in rows):
        raise ValueError(f"each row should have {len(columns)} cells, one for each column")
    return table


@dataclass(frozen=True, kw_only=True, config=STRICT)
class ScreenOnly:
    """What JupyterLab shows around an exhibit; exporters write it themselves."""

    kind: Literal["screen-only"] = "screen-only"


Block = Title | Prose | Figure | Table | Limits | References | ScreenOnly


class BlockError(ValueError):
    """The metadata of an output do not follow the contract; the message names the field."""


def metadata_of(block: Block) -> dict[str, Any]:
    """Write a block as the metadata of the output that shows the same."""
    stated = _adapter().dump_python(block, mode="json", exclude_none=True)
    return {"briefing": {"version": VERSION, **stated}}


def block_of(stated: Any) -> Block:
    """Read what an output's metadata hold under ``briefing``.

    Raises:
        BlockError: it is of another version, or has a field of another shape.
    """
    version = stated.get("version") if isinstance(stated, dict) else None
    if version != VERSION:
        raise BlockError(f"version: it should be {VERSION}, not {version!r}")
    fields = {name: value for name, value in stated.items() if name != "version"}
    try:
        return _adapter().validate_json(json.dumps(fields))
    except ValidationError as error:
        raise BlockError(_deepest_fault(error)) from error


@cache
def _adapter() -> TypeAdapter[Block]:
    return TypeAdapter(Annotated[Block, Field(discriminator="kind")])


def _deepest_fault(error: ValidationError) -> str:
    """Name the field that is wrong; of a text that may be an object too, the deeper of both faults says more."""
    fault = max(error.errors(), key=lambda one: len(one["loc"]))
    place = ".".join(str(step) for step in fault["loc"][1:] if isinstance(step, int) or step.isidentifier())
    said = fault["msg"].removeprefix("Value error, ").replace("Input", "it", 1)
    return f"{place or 'kind'}: {said}"
