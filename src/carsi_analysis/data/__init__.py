"""The curated data package: loading, checking, reconciling, documenting and citing it.

The names below are loaded when first asked for: who only looks up where the package is does not wait for pandas.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from carsi_analysis.data.checks import check
    from carsi_analysis.data.loading import load
    from carsi_analysis.data.package import Package
    from carsi_analysis.data.place import data_folder
    from carsi_analysis.data.problems import DataError, Problem
    from carsi_analysis.data.sources import Source

__all__ = ["DataError", "Package", "Problem", "Source", "check", "data_folder", "load"]

_MODULES = {
    "DataError": "problems",
    "Package": "package",
    "Problem": "problems",
    "Source": "sources",
    "check": "checks",
    "data_folder": "place",
    "load": "loading",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
