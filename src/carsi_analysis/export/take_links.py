"""Where a page leads to for what a reader takes of an exhibit: pictures, table, citation, a chart for another page."""

import re
from collections.abc import Mapping
from math import ceil
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from carsi_analysis.export.document import Exhibit, Figure
from carsi_analysis.export.taken import cited, cited_in_bibtex, csv_of
from carsi_analysis.export.tree import plain

PHONE_PX, LINE_PX, LETTERS, AROUND_PX = 358, 21, 40, 130
"""On a phone: the width of a chart, the height of a line, the letters in it, and what stands around title and chart."""

QUOTED = re.compile(r"[^\w\u00a0-\U0010fffd,:/()'*!$@;.~-]")
"""What a link cannot hold as it is."""


def take_links(beside: Mapping[str, Any]) -> dict[str, Any]:
    """Give what templates ask for it: in an edition its files, which ``beside`` names.

    A page that stands alone holds its tables in the links themselves, and has no pictures to offer.
    """
    data, charts = beside.get("data"), beside.get("charts")

    def csv_link(block: Exhibit) -> str:
        if data:
            return f"{data}/{block.name}.csv"
        table = csv_of(block.taken) if block.taken else ""
        return "data:text/csv;charset=utf-8," + QUOTED.sub(lambda found: quote(found[0]), table)

    def chart_link(block: Exhibit) -> str:
        return f"{charts}/{block.name}" if charts and isinstance(block, Figure) else ""

    return {
        "csv_link": csv_link,
        "chart_link": chart_link,
        "embed_line": lambda block: _embed_line(block, f"{chart_link(block)}.html"),
        "cited": cited,
        "cited_in_bibtex": cited_in_bibtex,
    }


def _embed_line(figure: Figure, address: str) -> str:
    """Write the element that shows a chart's own page on another one, as high as it is on a phone."""
    drawn = figure.narrow or figure.picture
    lines = sum(ceil(len(said) / LETTERS) for said in (plain(figure.title), plain(figure.subtitle), figure.cited))
    high = round(PHONE_PX * drawn.height / drawn.width + lines * LINE_PX + AROUND_PX, -1)
    frame = '<iframe src="{}" title="{}" width="100%" height="{:.0f}" loading="lazy"></iframe>'
    return str(Markup(frame).format(address, plain(figure.title), high))
