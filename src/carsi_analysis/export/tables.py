"""The one model of a table that every format writes."""

from dataclasses import dataclass, field

from markupsafe import Markup


@dataclass
class Cell:
    """A cell at its grid column; ``fill`` and ``ink`` are ``#rrggbb`` or None."""

    html: Markup
    text: str
    is_header: bool
    column: int
    colspan: int = 1
    rowspan: int = 1
    fill: str | None = None
    ink: str | None = None
    bold: bool = False
    to_the_right: bool = False


@dataclass
class Table:
    """Rows of cells, without the positions that a span from elsewhere covers.

    Attributes:
        head: header rows, topmost first.
        body: all other rows.
        alignments: ``left`` or ``right`` for each column: numbers stand right.
        caption: from the table itself.
        notes: lines below it, from the table itself.
    """

    head: list[list[Cell]]
    body: list[list[Cell]]
    columns: int
    alignments: list[str]
    caption: Markup = field(default_factory=Markup)
    notes: list[Markup] = field(default_factory=list)

    def row_headers(self) -> list[int]:
        """Give for each body row how many of its leading cells are headers."""
        counts = []
        for row in self.body:
            data = (index for index, cell in enumerate(row) if not (cell.is_header and cell.text))
            counts.append(next(data, len(row)))
        return counts
