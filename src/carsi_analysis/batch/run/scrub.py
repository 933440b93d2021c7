"""Take out of an executed notebook what says where, when and by whom it was run.

What stays is what a reader needs: the cells, their outputs, and the parameters. Two runs of the same inputs
then give the same bytes.
"""

import hashlib
import json
import re
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from carsi_analysis.batch import locate
from carsi_analysis.export.scrubbed import INJECTED, scrub_output, scrub_text

KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
LANGUAGE_INFO = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}
_KERNEL_TEMPORARY_FILE = re.compile(r"ipykernel_\d+")


def scrub(notebook: NotebookNode, parameters: Mapping[str, Any], *hidden: Path) -> None:
    """Make an executed notebook repeatable and impersonal, in place.

    Args:
        notebook: the executed notebook.
        parameters: the parameters it was run with, which it keeps.
        hidden: further folders whose paths must not show, such as the folder it ran in.
    """
    notebook.metadata = _notebook_metadata(notebook.metadata, parameters)
    hide = place_hider(*hidden)
    for index, cell in enumerate(notebook.cells):
        cell["id"] = _cell_id(cell, index)
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        if not cell.metadata.get("tags"):
            cell.metadata.pop("tags", None)
        for output in cell.get("outputs", []):
            scrub_output(output, hide)


def _notebook_metadata(metadata: NotebookNode, parameters: Mapping[str, Any]) -> NotebookNode:
    kept = {k: v for k, v in metadata.items() if k not in ("papermill", "kernelspec", "language_info")}
    kept["kernelspec"] = KERNELSPEC
    kept["language_info"] = LANGUAGE_INFO
    kept["papermill"] = {"parameters": dict(parameters)}
    return nbformat.from_dict(kept)  # type: ignore[no-any-return]


def _cell_id(cell: NotebookNode, index: int) -> str:
    """Keep the author's cell ids; papermill and nbformat draw random ones for cells that they add."""
    tags = cell.metadata.get("tags", [])
    if INJECTED in tags:
        return INJECTED
    if "papermill-error-cell-tag" in tags:
        return f"error-{index}"
    return str(cell.get("id") or f"cell-{index}")


def read_notebook(text: str) -> NotebookNode:
    """Parse a notebook to be run: without stored outputs, which papermill would write and read again first.

    Cells of an older format, which have no ids, get ids that depend on nothing but them.

    Raises:
        ValueError: the text is not a notebook.
    """
    notebook: NotebookNode = nbformat.reads(text, as_version=4)
    for index, cell in enumerate(notebook.cells):
        if "id" not in cell:
            digest = hashlib.sha256(json.dumps([index, cell.source]).encode()).hexdigest()
            cell["id"] = digest[:12]
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return notebook


def place_hider(*hidden: Path) -> Callable[[str], str]:
    """Make a function that replaces folders of this machine in a text, and whatever exporting would take out later.

    Args:
        hidden: further folders whose paths must not show, such as the folder that a notebook ran in.
    """
    replacements = _path_replacements(hidden)

    def hide(text: str) -> str:
        for path, replacement in replacements:
            text = re.sub(re.escape(path) + r"(?=[/\\:\"'\s]|$)", replacement, text)
        return scrub_text(_KERNEL_TEMPORARY_FILE.sub("ipykernel", text))

    return hide


def _path_replacements(hidden: tuple[Path, ...]) -> list[tuple[str, str]]:
    """Pair absolute folders with what is shown instead, the longest (most specific) first."""
    named = {
        Path(tempfile.gettempdir()): "<tmp>",
        Path(sys.prefix): "<environment>",
        Path(sys.base_prefix): "<python>",
        Path.home(): "~",
        **{folder: "<tmp>" for folder in hidden},
    }
    root = locate.repository()
    if root is not None:
        named[root] = "<repository>"
    pairs = {str(form): shown for path, shown in named.items() for form in (path, path.resolve())}
    return sorted(((p, shown) for p, shown in pairs.items() if len(p) > 1), key=lambda pair: -len(pair[0]))
