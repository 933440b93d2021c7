"""Charts that a build draws once: its kernels share their pictures through a folder that ends with the build.

Reports of one edition show some charts with the same inputs. What a chart is made from is known before it is drawn:
the function of the catalogue and what it receives. These, written out, are the key. A function of the catalogue draws
nothing else; inputs that are equal but written differently only cost a second drawing.
"""

import hashlib
import io
import os
import pickle
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd

from carsi_analysis.exhibits.drawing import narrow_svg_of, svg_of
from carsi_analysis.exhibits.exhibit import Chart
from carsi_analysis.files import DRAWN_CHARTS, write_atomically

_CATALOGUE = f"{__package__}."


def svg_once(chart: Chart, make: Callable[..., Any], inputs: Any, *, narrow: bool = False) -> str:
    """Draw a chart as ``drawing.svg_of`` does, or take the picture that another report of this build drew.

    Args:
        chart: what ``make`` made of the inputs.
        make: the function that made it; what a notebook defines itself is always drawn.
        inputs: everything that it received.
        narrow: whether to draw it as ``drawing.narrow_svg_of`` does.
    """
    draw = narrow_svg_of if narrow else svg_of
    place = _place(make, (inputs, narrow))
    if place is None:
        return draw(chart)
    with suppress(OSError):
        return place.read_text(encoding="utf-8")
    svg = draw(chart)
    with suppress(OSError):  # a full disk is told where a report is written
        write_atomically(place, svg)
    return svg


def _place(make: Callable[..., Any], inputs: Any) -> Path | None:
    """Say where the picture is kept; nowhere outside a build, or if the inputs cannot be written out."""
    folder = os.environ.get(DRAWN_CHARTS)
    if not folder or not make.__module__.startswith(_CATALOGUE):
        return None
    written = io.BytesIO()
    try:
        _Writer(written).dump((make, inputs))
    except (pickle.PicklingError, TypeError, AttributeError):
        return None
    return Path(folder, hashlib.sha256(written.getvalue()).hexdigest() + ".svg")


class _Writer(pickle.Pickler):
    """Pickles a frame as what it holds: equal frames may lie in memory, and be pickled, in different ways."""

    def reducer_override(self, value: Any) -> Any:
        if not isinstance(value, pd.DataFrame):
            return NotImplemented
        columns = [(name, str(column.dtype), list(column)) for name, column in value.items()]
        return str, (repr((list(value.index), columns)),)
