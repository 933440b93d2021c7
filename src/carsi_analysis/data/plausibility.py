"""Values that a column may hold and that are still most likely mistakes."""

from collections.abc import Iterator, Mapping

from carsi_analysis.data.csv_text import TableText
from carsi_analysis.data.problems import Problem


def plausibility_problems(tables: Mapping[str, TableText]) -> Iterator[Problem]:
    """Percentages that were written as shares between 0 and 1."""
    yield from ()
