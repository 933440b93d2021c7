"""Every chart and table with real data, called as a notebook would call it.

One list for all who need each exhibit once: the gallery notebook, the tests that draw everything, and the benchmark.
"""

from carsi_analysis.exhibits.gallery.examples import CHAPTERS, Example, call_of, every_example
from carsi_analysis.exhibits.gallery.prepared import Prepared

__all__ = ["CHAPTERS", "Example", "Prepared", "call_of", "every_example"]
