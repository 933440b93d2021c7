"""The style and the script of the pages that stand beside the reports."""

from importlib.resources import files


def page_file(name: str) -> str:
    """Give the text of ``pages.css``, ``index.css`` or ``index.js``."""
    return (files("carsi_analysis.batch.edition") / name).read_text(encoding="utf-8")
