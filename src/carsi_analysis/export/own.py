"""Blocks that this project wrote itself as blocks of a document: nothing is guessed, and nothing is parsed."""

from typing import Any

from nbformat import NotebookNode

from carsi_analysis import blocks
from carsi_analysis.dates import as_spans
from carsi_analysis.export.builder import Builder
from carsi_analysis.export.document import Fact, Figure, Heading, Limits, Reference, References, TableBlock, View
from carsi_analysis.export.pictures import PictureError, from_svg
from carsi_analysis.export.taken import as_taken, sources_of
from carsi_analysis.export.tree import Cell, Content, Element, Node, Table


def read_block(block: blocks.Block, output: NotebookNode, builder: Builder) -> None:
    """Add what a block says to the document; the picture of a figure is that of its output."""
    match block:
        case blocks.Prose():
            builder.role = block.role
            _prose(block, builder)
            builder.role = ""
        case blocks.Figure():
            _figure(block, output, builder)
        case blocks.Table():
            _table(block, builder)
        case blocks.Limits():
            annexed = frozenset(entry.number for entry in block.entries if entry.annex)
            builder.blocks.append(Limits(builder.cell, list(map(_limit, block.entries)), annexed))
        case blocks.References():
            _references(block, builder)


def _prose(block: blocks.Prose, builder: Builder) -> None:
    for fact in block.facts:
        anchor = f"fact-{fact.fact_id}"
        rows, sources = tuple(fact.rows), tuple(fact.sources)
        builder.facts.setdefault(anchor, Fact(anchor, fact.text, fact.in_full, rows, sources, fact.locator))
    run: Content = []
    for passage in block.content:
        if isinstance(passage, blocks.Heading):
            builder.prose(run)
            run = []
            builder.heading(_content(passage.content), passage.level)
        else:
            run += ["\n", _passage(passage)] if run else [_passage(passage)]
    builder.prose(run)


def _passage(passage: blocks.Paragraph | blocks.List) -> Element:
    if isinstance(passage, blocks.Paragraph):
        return Element("p", {}, _content(passage.content))
    items = [Element("li", {}, _content(item)) for item in passage.items]
    lines: Content = [node for item in items for node in ("\n", item)]
    return Element("ol" if passage.ordered else "ul", {}, [*lines, "\n"])


def _content(content: list[blocks.Inline]) -> Content:
    return [_node(inline) for inline in content]


def _node(inline: blocks.Inline) -> Node:
    match inline:
        case blocks.Strong():
            return Element("strong", {}, _content(inline.content))
        case blocks.Emphasis():
            return Element("em", {}, _content(inline.content))
        case blocks.Link():
            return Element("a", {"href": inline.url}, _content(inline.content))
        case blocks.FactMark():
            return Element("a", {"href": f"#fact-{inline.fact_id}"}, [inline.text])
        case blocks.ReferenceMark():
            marks = [Element("a", {"href": f"#ref-{one.source_id}"}, [str(one.number)]) for one in inline.sources]
            return Element("sup", {}, ["[", *[node for mark in marks for node in (", ", mark)][1:], "]"])
    return inline


def _figure(block: blocks.Figure, output: NotebookNode, builder: Builder) -> None:
    try:
        picture = from_svg(output.get("data", {}).get("image/svg+xml", ""))
        narrow = from_svg(block.narrow) if block.narrow else None
        on_map = _view(block.map) if block.map else None
    except PictureError as error:
        builder.notice(builder.labels("image_missing"), str(error), "draw it again")
        return
    words = _words(block, "figure", builder)
    drawn: dict[str, Any] = {"picture": picture, "narrow": narrow, "marks": block.marks, "map": on_map}
    builder.blocks.append(Figure(builder.cell, alt=block.alt, description=block.description, **drawn, **words))


def _view(view: blocks.View) -> View:
    return View(view.title, view.subtitle, view.alt, from_svg(view.picture), view.marks)


def _table(block: blocks.Table, builder: Builder) -> None:
    columns = block.grid.columns
    body: list[list[Cell]] = []
    for group in block.grid.groups:
        if group.name:
            body.append([Cell([group.name], group.name, True, 0, colspan=len(columns))])
        body += [
            [
                Cell([text], text, column.header, place)
                for place, (text, column) in enumerate(zip(row, columns, strict=True))
            ]
            for row in group.rows
        ]
    head = [[Cell([column.title], column.title, True, place) for place, column in enumerate(columns)]]
    table = Table(head, body, [column.align for column in columns])
    words = _words(block, "table", builder)
    builder.blocks.append(TableBlock(builder.cell, table=table, **words))


def _words(block: blocks.Exhibit, kind: str, builder: Builder) -> dict[str, Any]:
    """Give the fields that figures and tables share."""
    number = builder.number(kind)
    return {
        "anchor": builder.exhibit_anchor(kind, block.id, number),
        "number": number,
        "title": [block.title],
        "subtitle": [block.subtitle] if block.subtitle else [],
        "notes": [[note] for note in block.notes],
        "source_line": [*_content(block.source_line), *_limits(block.limits, builder)],
        "data": block.data,
        "taken": as_taken(block, builder.report),
        "cited": sources_of(block),
        "name": builder.file_names.of(block.id),
        "annex": block.annex,
    }


def _limit(limit: blocks.Limit) -> tuple[int, str, Content]:
    return limit.number, f"limit-{limit.number}", [limit.text]


def _limits(numbers: list[int], builder: Builder) -> Content:
    """Lead to the limits that concern an exhibit."""
    if not numbers:
        return []
    before, after = builder.labels("limits", numbers="\n").split("\n")
    told: Content = []
    for start, end in as_spans(numbers):
        told += [", ", _to_limit(start)]
        if end > start:
            told += ["–", _to_limit(end)]
    return [" ", before, *told[1:], after]


def _to_limit(number: int) -> Element:
    return Element("a", {"href": f"#limit-{number}"}, [str(number)])


def _references(block: blocks.References, builder: Builder) -> None:
    if not (builder.blocks and isinstance(builder.blocks[-1], Heading)):
        builder.heading([builder.labels("references")], 2, builder.anchor("references"))
    entries = [Reference(one.number, f"ref-{one.source_id}", _entry(one), one.annex) for one in block.entries]
    builder.blocks.append(References(builder.cell, entries, block.compact, block.rows))


def _entry(entry: blocks.Entry) -> Content:
    address: Content = [" ", Element("a", {"href": entry.url}, [entry.url])]
    return [entry.text, *(address if entry.url and entry.url not in entry.text else [])]
