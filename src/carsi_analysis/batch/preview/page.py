"""The page around a previewed document: what is being done, what is wrong, and the document in a frame.

The document keeps its own content security policy and comes as it would be handed out, byte for byte. The one script is
this page's; it listens for news and loads the frame again.
"""

from html import escape
from importlib.resources import files

from carsi_analysis.house.page import page

MAY = "connect-src 'self'; frame-src 'self'"
"""Listen for news, and frame the document: both from this address alone."""


def frame_page(document_id: str, file_name: str) -> str:
    """Write the page.

    Args:
        document_id: names the document.
        file_name: what the document is called at this address.
    """
    title = escape(document_id)
    body = f"""<header><h1>{title}</h1><p id="told" role="status">building …</p></header>
<section id="problem" role="alert" hidden><h2></h2><pre id="message"></pre><details><summary>The cell</summary>
<pre id="source"></pre></details><p>Mend it and save: the page builds itself again. Below is the last one that could be
built.</p></section>
<iframe title="{title}" data-file="{escape(file_name, quote=True)}"></iframe>"""
    return page("en", f"Preview: {document_id}", body, _file("preview.css"), _file("preview.js"), MAY)


def _file(name: str) -> str:
    return (files("carsi_analysis.batch.preview") / name).read_text(encoding="utf-8")
