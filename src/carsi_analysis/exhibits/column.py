"""A column of an exhibit as a reader sees it, and the error of an exhibit that lacks something."""

from dataclasses import dataclass

from carsi_analysis.errors import CarsiError


class ExhibitError(CarsiError):
    """An exhibit lacks something that a reader needs: a title, a unit, sources, alt text or data."""


@dataclass(frozen=True)
class Column:
    """One column of an exhibit's data as a reader sees it.

    ``digits`` is the number of decimals of a number, ``None`` for text and for years, which take no separators.
    ``unit`` is that of its numbers; an exhibit gives its own to those that state none. ``figure`` marks text that
    stands for a number, such as «at least 463»: tables keep it on one line and align it as they align numbers.
    ``parts`` are the columns that a cell of words puts together; who takes the data away gets them instead.
    """

    name: str
    title: str
    digits: int | None = None
    unit: str = ""
    figure: bool = False
    parts: tuple["Column", ...] = ()
