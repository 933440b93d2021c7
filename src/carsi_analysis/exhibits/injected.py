"""Parameters that papermill wrote into the running notebook, of which only it knows whether they were meant.

Papermill takes any name: with ``-p langage es`` a report would be built in English, and nobody told.
"""

import ast
from collections.abc import Iterable, Iterator

from IPython.core.getipython import get_ipython

from carsi_analysis.catalogue import Report

HEAD = "# Parameters\n"
"""How papermill begins the cell that it writes."""


def check_injected(report: Report) -> None:
    """Refuse a parameter that papermill wrote into this notebook and the report does not take.

    Raises:
        ParameterError: there is one; the message suggests the nearest name.
    """
    shell = get_ipython()
    for name in _assigned(shell.user_ns.get("In", ()) if shell is not None else ()):
        report.parameter(name)


def _assigned(cells: Iterable[str]) -> Iterator[str]:
    """The names that cells of papermill's form give a value."""
    for cell in cells:
        if cell.startswith(HEAD):
            given = [each for each in ast.parse(cell).body if isinstance(each, ast.Assign)]
            yield from (ast.unparse(target) for each in given for target in each.targets)
