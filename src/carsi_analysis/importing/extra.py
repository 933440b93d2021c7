"""Libraries of the optional extra ``import``."""

import importlib
from types import ModuleType

from carsi_analysis.errors import CarsiError


def needs(library: str, why: str) -> ModuleType:
    """Import a library of the extra.

    Raises:
        CarsiError: it is not installed; the message says what to install.
    """
    try:
        return importlib.import_module(library)
    except ImportError:
        raise CarsiError(
            f"{why}, and the library {library} that reads it is not installed; "
            f"install the extra: pip install 'carsi-analysis[import]'"
        ) from None
