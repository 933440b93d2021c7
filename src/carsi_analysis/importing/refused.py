"""Why a file is not taken in."""

from carsi_analysis.errors import CarsiError


class ImportRefused(CarsiError):
    """The file is not what it should be, or may not be applied; the data package is as it was.

    Args:
        file: name of the file, or of a table in it.
        seen: what was found there.
        expected: what should stand there, or what to do.
        line: line or row, counted from 1.
        column: the publisher's name of the column.
    """

    def __init__(
        self, file: str, seen: str, expected: str, *, line: int | None = None, column: str | None = None
    ) -> None:
        place = file + (f", line {line}" if line is not None else "") + (f", column {column}" if column else "")
        super().__init__(f"{place}: {seen}; expected {expected}")
