"""Text that was written for a terminal, made fit for a page."""

import re

from carsi_analysis.export.characters import without_controls

ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
REPRESENTATION = re.compile(r"^\s*(?:\[?<[\w.]+[^\n]*>|Text\(|\(?array\(\[<|Axes\()", re.DOTALL)


def plain_text(text: str) -> str:
    """Drop colours and control characters; of a line that a progress bar overwrote keep the last state."""
    lines = [line.rstrip("\r").rsplit("\r", 1)[-1] for line in ANSI.sub("", text).split("\n")]
    return without_controls("\n".join(lines)).expandtabs(8).rstrip()


def is_representation(text: str) -> bool:
    """Tell whether a result is only Python's word for a drawing, such as ``<Axes: title=…>``."""
    return bool(REPRESENTATION.match(text))
