"""What every chart and table carries: a title that says the finding, what is measured, its unit, data and sources.

An exhibit that lacks one of them cannot be made. Source lines, reference marks and caveats are derived later from
``evidence``, the rows that are shown, so that they cannot disagree with them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd

from carsi_analysis.analysis.provenance import rows_of, sources_of
from carsi_analysis.exhibits.behind import columns_behind, holds_numbers, written
from carsi_analysis.exhibits.column import Column, ExhibitError
from carsi_analysis.exhibits.locale import Locale

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from carsi_analysis.exhibits.marks.sheet import Drawing, Mark


@dataclass(frozen=True)
class Exhibit:
    """A chart or table ready to show in one language.

    Attributes:
        exhibit_id: slug that names its anchor and its CSV file.
        locale: the language it is written in.
        title: the finding, computed from the data.
        measure: what is measured, where and when.
        unit: unit of the numbers shown; for money also nominal or constant.
        data: the numbers shown, unformatted, one row a table row.
        columns: the columns of ``data`` in reading order.
        evidence: the rows shown with their provenance (``sources``, ``rows``); caveats come from it too.
        alt: for charts, the finding in a sentence or two with the numbers that carry it.
        notes: what a reader must know to read it rightly, besides the caveats of the data.
        of_package: it describes the data package itself and shows no publisher's figure; the package is its source.
    """

    exhibit_id: str
    locale: Locale
    title: str
    measure: str
    unit: str
    data: pd.DataFrame
    columns: tuple[Column, ...]
    evidence: pd.DataFrame
    alt: str = ""
    notes: tuple[str, ...] = ()
    of_package: bool = False

    shown_alone: ClassVar[Callable[["Exhibit"], None]]
    """Shows it where it stands outside a briefing; ``briefing`` provides it, since sources and caveats come from there.

    No formatter of IPython's is registered: a kernel that is forked warm imports this before it has a shell.
    """

    def __post_init__(self) -> None:
        for name in self.required():
            if not str(getattr(self, name)).strip():
                raise ExhibitError(f"exhibit {self.exhibit_id or '(no id)'}: {name} is missing")
        if self.data.empty:
            raise ExhibitError(
                f"exhibit {self.exhibit_id}: no data to show; check years and countries, or say the gap in prose"
            )
        named = [each for column in self.columns for each in (column, *column.parts)]
        lost = [column.name for column in named if column.name not in self.data.columns]
        if lost:
            raise ExhibitError(f"exhibit {self.exhibit_id}: its data has no column {', '.join(lost)}")
        if not {"sources", "rows"} <= set(self.evidence.columns) or not (self.sources or self.of_package):
            raise ExhibitError(f"exhibit {self.exhibit_id}: its rows name no source")
        object.__setattr__(self, "columns", tuple(map(self._with_unit, self.columns)))

    def _with_unit(self, column: Column) -> Column:
        """Give a column of numbers the exhibit's unit unless it has its own; years have no decimals and need one."""
        if not holds_numbers(self.data[column.name]):
            return replace(column, unit="")
        if column.unit:
            return column
        if column.digits is None:
            raise ExhibitError(
                f"exhibit {self.exhibit_id}: column {column.name} holds numbers without a unit; "
                f"state it under units.{column.name} in words/, or as Column(unit=…)"
            )
        return replace(column, unit=self.unit)

    def required(self) -> tuple[str, ...]:
        """Name the fields that must hold text."""
        return ("exhibit_id", "title", "measure", "unit")

    @property
    def subtitle(self) -> str:
        """What is measured, and the unit."""
        return f"{self.measure}, {self.unit}"

    @property
    def sources(self) -> tuple[str, ...]:
        """Identifiers of the sources that the rows shown rest on."""
        return sources_of(self.evidence)

    @property
    def rows(self) -> tuple[str, ...]:
        """Identifiers of the data rows shown."""
        return rows_of(self.evidence)

    @property
    def data_columns(self) -> tuple[Column, ...]:
        """The columns of the data to take away: those shown, and what the words shown stand for."""
        taken = tuple(part for column in self.columns for part in column.parts or (column,))
        return (*taken, *columns_behind(taken, self.data, self.evidence, self.locale))

    def cells(self, columns: Sequence[Column] | None = None) -> list[list[Any]]:
        """Give the data as plain values, by default of the columns shown; a gap is ``None``.

        Numbers have the digits of the source, computed ones those that readers are shown.
        """
        chosen = self.columns if columns is None else columns
        down = [written(self.data[column.name], column.digits) for column in chosen]
        return [list(row) for row in zip(*down, strict=True)]

    def formatted(self, value: Any, column: Column) -> str:
        """Write one value for readers; a gap is an en dash."""
        if value is None:
            return "–"
        if column.digits is None:
            return str(value)
        return self.locale.fixed(value, column.digits)

    def in_words(self) -> str:
        """Say title, unit, values and sources as compact text: what nbval compares and a terminal shows."""
        lines = [f"{self.title}", f"({self.subtitle})", " | ".join(c.title for c in self.columns)]
        for row in self.cells():
            lines.append(" | ".join(self.formatted(v, c) for v, c in zip(row, self.columns, strict=True)))
        if self.sources:
            lines += [self.locale.words("exhibit.sources", sources=", ".join(self.sources))]
        return "\n".join(lines)

    def _ipython_display_(self) -> None:
        self.shown_alone()


@dataclass(frozen=True)
class Chart(Exhibit):
    """An exhibit drawn by matplotlib.

    Attributes:
        draw: a ``marks.Drawing``, which knows its height and its marks itself; or a function that draws on an empty
            figure of the house width.
        height_in: height in inches, where ``draw`` does not know it.
        units_differ: whether the labels of marks name their units, since the chart has more than one.
    """

    draw: "Drawing | Callable[[Figure], None]" = field(kw_only=True)
    height_in: float = field(kw_only=True, default=0.0)
    units_differ: bool = field(kw_only=True, default=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.height_in:
            object.__setattr__(self, "height_in", getattr(self.draw, "height_in", 3.2))

    @property
    def marks(self) -> tuple["Mark", ...]:
        """What is drawn and the data rows that each thing stands for; ``mark_id`` is its element in the SVG."""
        return getattr(self.draw, "marks", ())

    def required(self) -> tuple[str, ...]:
        return (*super().required(), "alt")

    def in_words(self) -> str:
        return f"{super().in_words()}\n{self.alt}"


@dataclass(frozen=True)
class Table(Exhibit):
    """An exhibit shown as a table.

    Attributes:
        row_headers: the first columns, which name the row.
        grouped: whether rows that share the first column stand together under one line that names it.
    """

    row_headers: int = field(kw_only=True, default=1)
    grouped: bool = field(kw_only=True, default=False)
