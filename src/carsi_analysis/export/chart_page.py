"""A chart as a page of its own, for a frame of another page: its words, its answers, its sources."""

from dataclasses import replace

from carsi_analysis.export.document import Document, Figure, References
from carsi_analysis.export.html import PACKAGE, Pictures, Writer, environment, usual_unit, whole_page
from carsi_analysis.export.labels import labels_of
from carsi_analysis.export.places import Places
from carsi_analysis.export.taken import foot_of
from carsi_analysis.export.tree import Content, Element, parts_of, plain

OPENS_APART = {"target": "_blank", "rel": "noopener"}
"""A frame is too small for another site, and many refuse to stand in one."""


def chart_page(figure: Figure, document: Document) -> str:
    """Write a chart of a document as a page."""
    meta = document.meta
    lists = [_of_figure(block, figure) for block in document.blocks if isinstance(block, References)]
    alone = replace(document, meta=replace(meta, title=plain(figure.title)), blocks=[figure, *lists])
    writer, pictures = Writer(), Pictures(Places(alone))
    body = (
        environment(PACKAGE)
        .get_template("templates/chart.html.j2")
        .render(
            figure=figure,
            lists=lists,
            licence=meta.licence,
            labels=labels_of(meta.language),
            foot=foot_of(meta),
            pictures=pictures.of,
            unit=usual_unit,
            places=pictures.places,
            html=writer.html,
            plain=plain,
        )
    )
    return whole_page(alone.meta, body, writer.css(), [replace(figure, map=None)], kind="alone")


def _of_figure(listed: References, figure: Figure) -> References:
    """Give of a list of references what one figure rests on; nothing on its page marks them any more."""
    drawn = {row_id for mark in figure.marks for row_id in mark.rows}
    rows = [row for row in listed.rows if drawn & set(row.rows)]
    links = {part.get("href") for part in parts_of(figure.source_line) if isinstance(part, Element)}
    named = {link.removeprefix("#") for link in links} | {f"ref-{row.source_id}" for row in rows}
    entries = [replace(one, marks=[], content=_apart(one.content)) for one in listed.entries if one.anchor in named]
    return replace(listed, entries=entries, rows=rows)


def _apart(content: Content) -> Content:
    return [
        replace(node, attributes={**node.attributes, **OPENS_APART})
        if isinstance(node, Element) and node.name == "a"
        else node
        for node in content
    ]
