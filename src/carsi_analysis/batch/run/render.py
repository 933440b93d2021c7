"""Turn an executed notebook into HTML, PDF and pictures with exporters that stay loaded between documents."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import nbconvert
from nbconvert.exporters import Exporter
from nbformat import NotebookNode

from carsi_analysis.export.exporters import BriefingExporter, identity_of


def render(
    notebook: NotebookNode, name: str, exporters: Mapping[str, str], beside: Mapping[str, Any] | None = None
) -> dict[str, bytes]:
    """Export a notebook.

    Args:
        notebook: the executed notebook.
        name: the document's identifier, without suffix.
        exporters: nbconvert's name of the exporter for each suffix wanted.
        beside: what a page leads to in the edition that it is part of; ``charts`` is the folder of its charts, if they
            are files.

    Returns:
        File names with their content.
    """
    files = {}
    content: Any
    identity = identity_of(notebook, name)
    for suffix, exporter_name in exporters.items():
        resources = {"metadata": {"name": name}, "unique_key": name, "beside": beside, "identity": identity}
        exporter = _exporter(exporter_name)
        if isinstance(exporter, BriefingExporter):  # it changes nothing, and the notebook was validated when written
            content = exporter.written(notebook, resources)
        else:
            content = exporter.from_notebook_node(notebook, resources)[0]
        files[f"{name}.{suffix}"] = content.encode("utf-8") if isinstance(content, str) else content
    if beside and (folder := beside.get("charts")):
        from carsi_analysis.export.charts import chart_files

        files |= {f"{folder}/{file}": content for file, content in chart_files(notebook, name, identity)}
    return files


@cache
def _exporter(exporter_name: str) -> Exporter:
    """Load an exporter once per process: its first conversion costs many times what a later one does."""
    return nbconvert.get_exporter(exporter_name)()
