"""Run the notebooks of the repository again with their defaults and store their outputs: ``make notebooks``.

The stored outputs are what nbval compares; a refresh says in words what they now say differently. Notebooks open as
their readers read them: code folded, text and pictures there, save in the largest. One keeps what the exporters read of
it, too, for those who look at the repository.
"""

import difflib
import re
import sys
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from carsi_analysis.batch import locate
from carsi_analysis.batch.run.execute import execute
from carsi_analysis.batch.run.job import Limits
from carsi_analysis.batch.run.notebook_json import to_bytes
from carsi_analysis.files import RESTS_ON, rows_as_text, write_atomically

KEPT_WHOLE = "regional_briefing.ipynb"

RESTS = ("kind", "id", "title", "content", "facts", "rows")
"""What the other notebooks keep of a block: enough for the review of a release to quote what rests on which rows."""

OF_A_FACT = ("fact_id", "text", "rows")

GALLERY = "gallery.ipynb"

NOT_QUOTED = (GALLERY, "data_book.ipynb")
"""They show what the reports show, and all that there is: no review quotes them."""

NO_PICTURE = {
    "image/svg+xml": (
        '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="20">'
        '<text y="15" font-size="13">Run the notebook to draw this chart.</text></svg>'
    )
}
"""Stands where a picture was: nbval compares that there is one."""

LEFT_OUT = {GALLERY: NO_PICTURE, "funding.ipynb": NO_PICTURE, "threats.ipynb": NO_PICTURE}
"""What the largest notebooks do without, so that all together stay small."""

COORDINATES = re.compile(r'(?<= )(?:d|x|y|transform)="[^"]*"')
MORE_DECIMALS = re.compile(r"(\d\.\d\d)\d+")
"""What a coordinate has beyond hundredths of a point, which nobody sees."""


def refresh(path: Path) -> list[str]:
    """Run one notebook and store it; the earlier file stays when a cell fails.

    Returns:
        The lines in which its outputs changed, marked ``-`` and ``+``.

    Raises:
        RuntimeError: a cell failed; the message names it.
    """
    before = path.read_text(encoding="utf-8")
    run = execute(before, {}, Limits())
    if run.failure:
        raise RuntimeError(f"{path.name} was not stored: {run.failure}")
    run.notebook.metadata.pop("papermill", None)
    fold_code(run.notebook)
    if path.name == KEPT_WHOLE:
        _drop_page_parts(run.notebook)
    else:
        _keep_text(run.notebook, RESTS if path.name not in NOT_QUOTED else ())
    _make_small(run.notebook, LEFT_OUT.get(path.name, {}))
    write_atomically(path, to_bytes(run.notebook))
    return changes(nbformat.reads(before, as_version=4), run.notebook)


def fold_code(notebook: NotebookNode) -> None:
    """Fold the code of a notebook away, one click from being seen, so that it opens as its readers read it.

    The cell of the parameters stays open, since readers change them.
    """
    for cell in notebook.cells:
        if cell.cell_type == "code" and "parameters" not in cell.metadata.get("tags", []):
            cell.metadata["jupyter"] = {**cell.metadata.get("jupyter", {}), "source_hidden": True}


def _drop_page_parts(notebook: NotebookNode) -> None:
    """Leave out what only a page needs and any run makes again: drawings for a phone, marks and their data rows."""
    for output in (output for cell in notebook.cells for output in cell.get("outputs", [])):
        stated = output.get("metadata", {}).get("briefing", {})
        dropped = {"figure": ("narrow", "marks", "map"), "references": ("rows",)}.get(stated.get("kind", ""), ())
        for name in dropped:
            stated.pop(name, None)


def _keep_text(notebook: NotebookNode, fields: Collection[str]) -> None:
    for output in (output for cell in notebook.cells for output in cell.get("outputs", [])):
        stated = output.get("metadata", {}).get("briefing", {})
        # The references tell of every row where it comes from, which nobody quotes.
        wanted = set(fields) - ({"rows"} if stated.get("kind") == "references" else set())
        kept = _rows_as_text({name: stated[name] for name in fields if name in wanted and stated.get(name)})
        if "facts" in kept:
            kept["facts"] = [
                _rows_as_text({name: fact[name] for name in OF_A_FACT if name in fact}) for fact in kept["facts"]
            ]
        output.metadata = {RESTS_ON: kept} if kept else {}


def _make_small(notebook: NotebookNode, instead: Mapping[str, str]) -> None:
    """Write pictures on one line and without decimals that nobody sees; or what stands instead of an exhibit."""
    for output in (output for cell in notebook.cells for output in cell.get("outputs", [])):
        data = output.get("data", {})
        data.update({kind: text for kind, text in instead.items() if kind in data})
        if picture := data.get("image/svg+xml"):
            line = " ".join(picture.split()).replace("> <", "><")
            data["image/svg+xml"] = COORDINATES.sub(lambda one: MORE_DECIMALS.sub(r"\1", one[0]), line)


def _rows_as_text(stated: dict[str, Any]) -> dict[str, Any]:
    """The same with its rows as one text: a list would take a line of the file for each."""
    return {**stated, "rows": rows_as_text(stated["rows"])} if stated.get("rows") else stated


def changes(before: NotebookNode, after: NotebookNode) -> list[str]:
    """List the lines of the notebooks' text outputs that differ."""
    compared = difflib.unified_diff(_text_of(before), _text_of(after), lineterm="", n=0)
    return [line for line in compared if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def _text_of(notebook: NotebookNode) -> list[str]:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    texts = [output.get("data", {}).get("text/plain", "") or output.get("text", "") for output in outputs]
    return [line for text in texts for line in text.splitlines()]


def main() -> None:
    """Refresh the notebooks named on the command line, or all of them."""
    paths = [Path(name) for name in sys.argv[1:]] or sorted(locate.room("notebooks").glob("*.ipynb"))
    for path in paths:
        changed = refresh(path)
        print(f"{path.name}: {len(changed)} lines changed" if changed else f"{path.name}: as it was")
        print("\n".join(f"  {line}" for line in changed))


if __name__ == "__main__":
    main()
