"""Every chart and table by its name, called with a study.

One list for all who need an exhibit by name or each of them once: the door of the package, the gallery notebook, the
tests that draw everything, and the benchmark.
"""

from carsi_analysis.exhibits.gallery.examples import (
    CHAPTERS,
    Example,
    NothingToShow,
    call_of,
    every_example,
    exhibit_call,
    map_call,
)

__all__ = ["CHAPTERS", "Example", "NothingToShow", "call_of", "every_example", "exhibit_call", "map_call"]
