"""Libraries that most reports do without, and how to get one that is missing."""

import importlib
from types import ModuleType

from carsi_analysis.errors import CarsiError

EXTRA_OF = {
    "distributed": "dask",
    "duckdb": "import",
    "ipywidgets": "lab",
    "jupyterlab.labapp": "lab",
    "openpyxl": "excel",
    "python_calamine": "excel",
    "xlsxwriter": "excel",
}
"""Which extra of ``pyproject.toml`` brings a library."""


def needs(library: str, why: str) -> ModuleType:
    """Import a library of an extra.

    Args:
        why: what is wanted of it, as the beginning of a sentence.

    Raises:
        CarsiError: it is not installed; the message says what to type.
    """
    try:
        return importlib.import_module(library)
    except ImportError:
        name = library.partition(".")[0]
        raise CarsiError(
            f"{why}, and the library {name} is not installed; type: pip install 'carsi-analysis[{EXTRA_OF[library]}]'"
        ) from None
