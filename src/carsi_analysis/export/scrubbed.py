"""The executed notebook without what tells where, when and by whom it was run."""

import copy

import nbformat
from nbformat import NotebookNode

KEPT = ("briefing", "kernelspec", "language_info", "title", "authors", "language")


def write_notebook(notebook: NotebookNode) -> str:
    """Write a notebook that repeats byte for byte: no run times, no paths of papermill, stable cell identifiers."""
    clean = copy.deepcopy(notebook)
    clean.metadata = nbformat.from_dict({key: clean.metadata[key] for key in KEPT if key in clean.metadata})
    clean.nbformat, clean.nbformat_minor = 4, 5
    for number, cell in enumerate(clean.cells, 1):
        cell["id"] = cell.get("id") or f"cell-{number}"
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
    return nbformat.writes(clean).rstrip("\n") + "\n"
