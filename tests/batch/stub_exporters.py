"""Exporters that show what they were given, so that tests of the batch do not depend on the real ones."""

from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter


class StubHTML(Exporter):
    """Lists the cells' outputs as text."""

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[Any, Any]:
        texts = [str(o.get("text", "")) for c in nb.cells for o in c.get("outputs", [])]
        return f"<title>{resources['metadata']['name']}</title>" + "".join(texts), resources


class StubPDF(Exporter):
    """Bytes instead of text."""

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[Any, Any]:
        return b"%PDF-stub " + resources["metadata"]["name"].encode(), resources


class Broken(Exporter):
    """An exporter that fails."""

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[Any, Any]:
        raise ValueError(f"no such template in {Path.home()}/mine")
