"""Text that was written for a terminal, made fit for a page."""

import re

from nbformat import NotebookNode

from carsi_analysis.export.characters import without_controls

ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
OBJECT = re.compile(r"^\s*(?:\[?<[\w.]+[^\n]*>|Text\(|\(?array\(\[<|Axes\()", re.DOTALL)
"""A result that is Python's word for one object."""

DRAWN = re.compile(
    r"<(?:matplotlib|mpl_toolkits|seaborn|plotnine|cartopy)\.[\w.]+|<(?:\w*Axes\w*|Figure)[:> ]|<\w*Container object"
    r"|<a list of \d+ |\bText\(-?[\d.]+, |\bAxes\(\d|<IPython\.core\.display|<ggplot: "
)
"""Python's word for something that it drew or displayed, wherever it stands in a result."""

TABULAR = re.compile(r"^(?: {2,}\S|shape: \(|[┌╭])[^\n]*\n")
"""How tables of pandas and polars begin in print."""

BOUNDING = re.compile(r"(?:^|[.\s])(?:set_)?(?:axis|[xyz]lim|[xyz]bound|extent)\([^\n]*\)\s*$")
BOUNDS = re.compile(r"\((?:(?:np\.float\d+\()?-?[\d.e+-]+\)?,?\s*)+\)\s*$")
"""A last line that sets the bounds of a drawing, and what it gives back."""

PROGRESS = re.compile(r"^.*(?:\d+%\s?\||\d+(?:\.\d+)?(?:it/s|s/it)).*$", re.MULTILINE)


def plain_text(text: str) -> str:
    """Drop colours and control characters; of a line that a progress bar overwrote keep the last state."""
    lines = [line.rstrip("\r").rsplit("\r", 1)[-1] for line in ANSI.sub("", text).split("\n")]
    return without_controls("\n".join(lines)).expandtabs(8).rstrip()


def without_progress(text: str) -> str:
    """Drop progress bars, which say nothing once the work is done."""
    return PROGRESS.sub("", plain_text(text)).strip()


def names_drawing(text: str, cell: NotebookNode) -> bool:
    """Tell whether a result of a cell is only what drawing gives back: ``<Axes: title=…>``, or bounds.

    Beside a picture any object is taken for one; alone only what drawing libraries give back.
    """
    if DRAWN.search(text) and text.lstrip()[:1] in "<[({aTA":
        return True
    drawn = any(kind.startswith("image/") for output in cell.outputs for kind in output.get("data", {}))
    bounds = BOUNDING.search(cell.source) and BOUNDS.match(text.strip())
    return drawn and bool(OBJECT.match(text) or bounds)


def is_table(text: str) -> bool:
    """Tell whether a result in print is the table that a page would show."""
    return bool(TABULAR.match(text))


def joined_streams(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Join what a cell printed in one go: lines between which nothing but warnings came."""
    joined: list[NotebookNode] = []
    printed: NotebookNode | None = None
    for output in outputs:
        if output.output_type != "stream":
            printed = None
        elif output.name != "stderr":
            if printed is not None:
                printed.text += output.text
                continue
            printed = output = NotebookNode(output)
        joined.append(output)
    return joined
