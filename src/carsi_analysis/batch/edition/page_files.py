"""The pages that stand beside the reports: their style, their script, and the house's typeface in them."""

from importlib.resources import files

from carsi_analysis.house.page import page


def page_file(name: str) -> str:
    """Give the text of ``pages.css``, of another style beside it, or of ``index.js``."""
    return (files("carsi_analysis.batch.edition") / name).read_text(encoding="utf-8")


def dressed_page(language: str, title: str, body: str, css: str, script: str = "", head: str = "") -> str:
    """Write a page in the house's typeface and the style of all pages beside the reports; see ``house.page``."""
    from carsi_analysis.export.html import font_faces

    style = f"{font_faces(body)}\n{page_file('pages.css')}{css}"
    return page(language, title, body, style, script, may="img-src data:; font-src data:", head=head)
