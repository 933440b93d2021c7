"""A document as Typst source: calls of the theme's functions with string literals, and nothing else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from urllib.parse import urlsplit

from carsi_analysis.blocks import Role
from carsi_analysis.dates import as_spans, written_date
from carsi_analysis.export import named_fonts, typefaces
from carsi_analysis.export.characters import is_number, runs_from_the_right, whole_number
from carsi_analysis.export.document import (
    Block,
    Code,
    Document,
    Exhibit,
    Figure,
    Footnote,
    Heading,
    Limits,
    Notice,
    Prose,
    References,
    Stream,
    TableBlock,
)
from carsi_analysis.export.expressions import Expression, array, call, join, points, string
from carsi_analysis.export.foreign import mathml, pictures
from carsi_analysis.export.labels import labels_of
from carsi_analysis.export.listing import listed
from carsi_analysis.export.page_filling import UNDECIDED, Filling
from carsi_analysis.export.paper import BOTTOM_MARGIN, COMPACT_GAIN, TOP_MARGIN, Paper
from carsi_analysis.export.pictures import Picture
from carsi_analysis.export.svg import replace_texts
from carsi_analysis.export.table_layout import LONGEST_WORD, Layout, Plan, part_of, pieces, plan
from carsi_analysis.export.table_pages import has_spans, has_tall_head, room, rows_of_a_line, split_spans, tall_rows
from carsi_analysis.export.tree import Cell, Content, Element, Node, Table, parts_of, stripped, text_of
from carsi_analysis.house import tokens
from carsi_analysis.words import Words

LONG_TABLE, SHORT_TABLE = 14, 8
"""Rows above which a table may break across pages, and up to which it never does."""

DEEPEST_NESTING = 24
NARROWEST = 120.0
"""Points that a table has at least, however deep its list."""

INDENTS = {"ul": 20.0, "ol": 24.0, "dl": 20.0, "blockquote": 10.0}
"""Points that a list or quotation takes from the width of what it holds."""

BREAKING = re.compile(r"[^\w.,+\-−%()$€£¥\u00a0]")
"""Signs of a number at which a line may break; those without need no box, and are set much faster."""

WHITE = re.compile(r"[ \t\r\n\f]+")
"""White space but no-break spaces, which stay what they are."""

BLANK = re.compile(r"[ \t\n]+")
BEFORE_PERCENT = re.compile(r"(?<=\d) (?=%)")

FEWEST_IN_SPAN = 3
"""Marks of references in a row that are written as a span."""

LONGEST_MARKS = 14
"""Letters of marks that stay on one line; more may break, or a narrow column would be torn open before them."""

SIDES = ("left", "right", "center")
WRAPPERS = {"strong": "strong", "b": "strong", "em": "emph", "i": "emph", "cite": "emph", "dfn": "emph",
            "var": "emph", "del": "strike", "s": "strike", "ins": "underline", "u": "underline", "sub": "sub",
            "sup": "super", "mark": "highlight", "small": "fine"}  # fmt: skip
PARAGRAPHS = {"p", "div", "figure", "figcaption", "summary", "details", "dd", "dt", "li", "caption"}
BLOCKS = PARAGRAPHS | {"ul", "ol", "dl", "blockquote", "pre", "hr", "h1", "h2", "h3", "h4", "h5", "h6"}


@dataclass(frozen=True)
class RowHeaders:
    """Which cells of the body of a table are headers.

    Attributes:
        counts: for each row, how many of its leading cells.
        rows_of_head: how many of the first rows are a head too tall to stand on each page.
    """

    counts: list[int]
    rows_of_head: int = 0


@dataclass
class Source:
    """Typst source with the files it names.

    Attributes:
        text: the main file.
        files: content of the picture files, by name.
        spanned: whether cells span rows, whose places must be known before they can go on overleaf.
        row_headers: for each table in order, which cells of its body are headers.
        compact: whether it asks for a dense print.
        cells: for each line of the text the number of the cell that it came from, or None.
    """

    text: str
    files: dict[str, bytes]
    row_headers: list[RowHeaders] = field(default_factory=list)
    compact: bool = False
    spanned: bool = False
    cells: list[int | None] = field(default_factory=list)


def write_typst(
    document: Document,
    paper: Paper,
    page_starts: dict[int, set[int]] | None = None,
    filling: Filling = UNDECIDED,
) -> Source:
    """Write a document as Typst source for the theme in ``templates/briefing.typ``.

    Args:
        page_starts: for tables, by their place in the document, the rows known to start a page.
        filling: what goes overleaf, and the columns of lists.
    """
    writer = _Writer(document, paper, page_starts or {}, filling)
    lines: list[tuple[int | None, str]] = [(None, '#import "briefing.typ": *'), (None, f"#show: {writer.frame()}")]
    for role, cells in document.parts():
        lines += [(cell, f"#{written}") for cell, written in writer.part(role, cells)]
    text = "".join(f"{line}\n\n" for _, line in lines)  # no expression has line breaks: literals escape them
    cells_of_lines = [each for cell, _ in lines for each in (cell, cell)]
    return Source(text, writer.files, writer.row_headers, document.meta.compact, writer.spanned, cells_of_lines)


class _Writer:
    def __init__(self, document: Document, paper: Paper, page_starts: dict[int, set[int]], filling: Filling):
        self.document, self.paper, self.page_starts, self.filling = document, paper, page_starts, filling
        self.labels: Words = labels_of(document.meta.language)
        self.files: dict[str, bytes] = {}
        self.row_headers: list[RowHeaders] = []
        self.footnotes: dict[str, Footnote] = {note.anchor: note for note in document.footnotes}
        self.written_notes: set[str] = set()
        self.spanned = False
        self.letters = LONGEST_WORD
        self.room_of_cell: float | None = None
        self.indent = 0.0
        self.below_mark = self.movable = False
        self.overleaf = ""
        self.over: Expression | None = None
        self.plans: dict[int, Plan] = {}

    def frame(self) -> Expression:
        meta, labels = self.document.meta, self.labels
        before, between, after = labels("page_of", page="\0", pages="\0").split("\0")
        date = written_date(meta.edition_date or "", meta.language)
        return call(
            "briefing.with",
            title=_shown(meta.title),
            subtitle=_shown(meta.subtitle),
            choices=_shown(meta.parameters_line),
            edition=_shown(labels("edition", date=date)) if date else None,
            authors=array(map(_shown, meta.authors)),
            keywords=array(map(_shown, meta.keywords)),
            description=_shown(meta.description) or None,
            language=_language(meta.language),
            paper=self.paper.name,
            page_words=array([string(before), string(between), string(after)]),
            contents_title=labels("contents"),
            front=any(block.role == "headline" for block in self.document.blocks),
            house=_shown(meta.house),
            imprint=_shown(meta.imprint),
            note_numbering="[a]" if self.document.lettered_notes else "[1]",
        )

    # Blocks

    def part(self, role: Role, cells: list[list[Block]]) -> list[tuple[int, Expression]]:
        """Write blocks that follow each other, each with its cell; those of a role on the first page stand together."""
        if role:
            parts = [join(map(self.block, blocks)) for blocks in cells]
            return [(cells[0][0].cell, call(f"front-{role}", *parts))]
        return list(self._pages([block for blocks in cells for block in blocks]))

    def _pages(self, blocks: list[Block]) -> Iterator[tuple[int, Expression]]:
        """Write blocks; wide tables that follow each other share a turned page, with the headings before each."""
        held: list[tuple[int, Expression]] = []
        turned: list[tuple[int, Expression]] = []
        blocks = _with_annexes_last(blocks)
        for number, (block, after) in enumerate(zip_longest(blocks, blocks[1:])):
            self.below_mark, self.over = not held, _what_follows(after)
            self.overleaf = self._overleaf(blocks[number + 1 :])
            self.movable = _is_named(block) and (not held or _fill_a_foot(blocks[number + 1 :]))
            written = (block.cell, self.block(block))
            if isinstance(block, Heading):
                held.append(written)
            elif isinstance(block, TableBlock) and self._plan(block).landscape:
                turned += [*held, written]
                held = []
            else:
                yield from [*_turned(turned), *self._marked(block, held), written]
                held, turned = [], []
        yield from [*_turned(turned), *held]

    def _overleaf(self, following: list[Block]) -> str:
        """Say which exhibits of those that follow right away stand on the next page; nothing where none does."""
        named = []
        for one in following:
            if not isinstance(one, Exhibit) or one.number is None or one.anchor not in self.filling.overleaf:
                break
            named.append(f"{self.labels('table' if isinstance(one, TableBlock) else 'figure')} {one.number}")
        return self.labels("next_page", exhibits=", ".join(named)) if named else ""

    def _marked(self, block: Block, headings: list[tuple[int, Expression]]) -> list[tuple[int, Expression]]:
        """Mark where an exhibit may leave a page empty: before it, and before the headings right above it."""
        if not isinstance(block, Figure | TableBlock):
            return headings
        if not headings:
            return [(block.cell, call("reached", string(block.anchor)))]
        if not self.movable and isinstance(block, Figure):
            return headings
        above = call("reached-above", string(block.anchor), join(written for _, written in headings))
        return [(headings[0][0], above)]

    def block(self, block: Block) -> Expression:
        written = self._block(block)
        if block.language and block.language != self.document.meta.language:
            return call("in-language", _language(block.language), written)
        return written

    def _block(self, block: Block) -> Expression:
        match block:
            case Heading():
                title = self.inline(_without_inner_links(block.content))
                return call("section", block.level, string(block.anchor), title, over=self.over)
            case Prose():
                return self._flow(_ending_in(block.content, self.overleaf))
            case Figure():
                return self._figure(block)
            case TableBlock():
                return self._table_block(block)
            case _Annexes():
                return self._annexes(block.exhibits)
            case Code():
                return self._code(block.source)
            case Stream():
                return self._code(block.text)
            case Notice():
                return call("notice", _text(block.text), _text(block.detail) if block.detail else None)
            case Limits():
                return self._limits(block)
            case References():
                return self._references(block)
        raise TypeError(f"no way to write a {type(block).__name__}")

    def _limits(self, block: Limits) -> Expression:
        told = self._left_out("annexed_limits", len(block.annexed))
        return told if told and not block.printed else self._numbered("limits", block.printed, told)

    def _left_out(self, label: str, count: int) -> Expression | None:
        """Say how many entries of a list print leaves out."""
        return call("words-below", _text(self.labels(label, count=count))) if count else None

    def _references(self, block: References) -> Expression:
        printed = [entry for entry in block.entries if not entry.annex]
        told = self._left_out("annexed_sources", len(block.entries) - len(printed))
        if block.compact or self.document.meta.compact:
            short = [(one.number, one.anchor, with_short_addresses(one.content)) for one in printed]
            return self._numbered("sources", short, told)
        items = [call("reference", one.number, string(one.anchor), self.inline(one.content)) for one in printed]
        return join([*([told] if told else []), call("references", *items)])

    def _numbered(self, name: str, entries: list[tuple[int, str, Content]], told: Expression | None) -> Expression:
        """Write numbered entries small, in two columns that end together."""
        items = [call("reference", number, string(anchor), self.inline(content)) for number, anchor, content in entries]
        columns = array(array(Expression(str(at)) for at in page) for page in self.filling.columns.get(name, ()))
        heights = array(Expression(repr(height)) for height in self.filling.heights.get(name, ()))
        return call("compact-references", string(name), array(items), columns=columns, heights=heights, told=told)

    def _figure(self, figure: Figure) -> Expression:
        picture = self._picture(figure.picture, figure.alt)
        caption = self._caption(figure, self.labels("figure"))
        return call("chart", string(figure.anchor), picture, caption, self._below(figure), **self._place(figure))

    def _place(self, block: Exhibit) -> dict[str, bool]:
        """Say where an exhibit stands that may not break."""
        moves = self.movable and block.anchor in self.filling.overleaf
        return {"overleaf": moves, "below_mark": self.below_mark}

    def _breaks(self, block: TableBlock) -> bool:
        """Tell whether a table breaks that would leave a page empty, and has no text after it to fill that.

        A short one stays whole: its head and a row or two alone at a foot help nobody.
        """
        is_short = len(block.table.body) <= SHORT_TABLE
        return not self.movable and not is_short and block.anchor in self.filling.overleaf

    def _table_block(self, block: TableBlock) -> Expression:
        layout = self._plan(block)
        return call(
            "data-table",
            string(block.anchor),
            self._parts(block.table, layout),
            self._caption(block, self.labels("table")),
            self._below(block),
            breakable=len(block.table.body) > LONG_TABLE or len(layout.parts) > 1 or self._breaks(block),
            **self._place(block),
        )

    def _annexes(self, exhibits: list[Exhibit]) -> Expression:
        """Name what print leaves to the web page, each with its number and title, a table with its number of rows."""
        told = []
        for block in exhibits:
            kind = "table" if isinstance(block, TableBlock) else "figure"
            name = string(f"{self.labels(kind)} {block.number}.") if block.number else None
            count = None
            if isinstance(block, TableBlock):  # its body may hold lines that name a group
                rows = block.data.rows if block.data else block.table.body
                count = self.labels("annexed_rows", count=len(rows))
            told.append(call("annexed", string(block.anchor), name, self.inline(block.title), count))
        return call("annexes", _text(self.labels("annexed_tables")), *told)

    def _caption(self, block: Exhibit, label: str) -> Expression | None:
        if not block.title:
            return None
        subtitle = self.inline(block.subtitle) if block.subtitle else None
        return call("words-above", string(f"{label} {block.number}."), self.inline(block.title), subtitle)

    def _below(self, block: Exhibit) -> Expression | None:
        notes = [call("run-on", *map(self.inline, block.notes))] if block.notes else []
        lines = [*notes, *([self.inline(block.source_line)] if block.source_line else [])]
        return call("words-below", *lines) if lines else None

    def _picture(self, picture: Picture, alt: str, width: float | None = None) -> Expression:
        """Write a picture as wide as it states, or as the page, list or cell has room for it."""
        name = f"picture-{len(self.files) + 1}.{picture.kind}"
        content = picture.content
        if picture.kind == "svg":
            content = replace_texts(content.decode(), typefaces.showable).encode()
        self.files[name] = content
        natural = width or picture.width
        highest = self.paper.picture_height * picture.width / picture.height
        shrink = min(1.0, self._available() / natural, highest / natural)
        return call("image", string(name), width=points(natural * shrink), alt=_shown(alt))

    def _available(self) -> float:
        """Give the width in points that what is written has."""
        return self.room_of_cell or max(self.paper.text_width - self.indent, NARROWEST)

    def _code(self, text: str) -> Expression:
        size, parts = listed(text)
        return call("listing", *map(_shown, parts), size=points(size))

    # Tables

    def _plan(self, block: TableBlock) -> Plan:
        if id(block) not in self.plans:
            turned = None if block.role else self.paper.text_height
            self.plans[id(block)] = plan(block.table, self.paper.text_width, turned)
        return self.plans[id(block)]

    def _parts(self, table: Table, layout: Plan) -> Expression:
        return call("parts", *(self._table(part_of(table, part.columns), part) for part in layout.parts))

    def _table(self, table: Table, layout: Layout) -> Expression:
        number = len(self.row_headers)
        rows_of_head = 0
        if has_tall_head(table, layout, self.paper.text_height):
            rows_of_head = len(table.head)
            table = replace(table, head=[], body=[*table.head, *table.body])
        table = split_spans(table, self.page_starts.get(number, ()))
        counts = [len(row) for row in table.body[:rows_of_head]] + table.row_headers()[rows_of_head:]
        self.row_headers.append(RowHeaders(counts, rows_of_head))
        spanned = has_spans(table)
        self.spanned |= spanned
        of_a_line = rows_of_a_line(table, layout)
        tall = tall_rows(table, layout, self.paper.text_height, of_a_line)
        head = [self._cell(cell, table, layout, True) for row in table.head for cell in row]
        body: list[Expression] = []
        for place, row in enumerate(table.body):
            for cell in row:
                mark = call("row-place", number, place) if spanned and cell is row[-1] else None
                whole = (spanned or bool(tall)) and cell.rowspan == 1 and place not in tall
                body.append(self._cell(cell, table, layout, place < rows_of_head, mark, whole))
        return call(
            "grid-table",
            size=points(layout.size),
            scale=Expression(f"{layout.scale * 100:.4g}%"),
            inset=points(layout.padding / 2),
            columns=array(map(points, layout.widths)),
            align=array(Expression(name) for name in table.alignments),
            whole_rows=not tall and not spanned,
            lines=_lines(table, of_a_line),
            head=array(head),
            again=not any(_leads_somewhere(cell.content) for row in table.head for cell in row),
            body=array(body),
        )

    def _cell(
        self,
        cell: Cell,
        table: Table,
        layout: Layout,
        in_head: bool,
        mark: Expression | None = None,
        whole: bool = False,
    ) -> Expression:
        self.letters, self.room_of_cell = layout.head_letters if in_head else layout.letters, room(cell, layout)
        body = self.inline(cell.content)
        self.letters, self.room_of_cell = LONGEST_WORD, None
        if BREAKING.search(cell.text) and is_number(cell.text):
            body = call("box", body)
        if runs_from_the_right(cell.text):
            body = call("text", body, dir=Expression("rtl"))
        if cell.ink:
            body = call("text", body, fill=call("rgb", string(cell.ink)))
        if cell.bold or (cell.is_header and cell.colspan > 1 and not in_head):
            body = call("strong", body)
        if cell.italic:
            body = call("emph", body)
        options: dict[str, object] = {}
        if cell.colspan > 1:
            options["colspan"] = cell.colspan
            options["align"] = Expression("center" if in_head else cell.align if cell.align in SIDES else "left")
        if cell.rowspan > 1:
            options["rowspan"] = cell.rowspan
        if fill := _fill(cell):
            options["fill"] = fill
        if whole:
            options["breakable"] = False
        body = join([mark, body]) if mark else body
        if not in_head and not options:
            return body  # much faster than a call, in a long table
        return call("head-cell" if in_head else "table.cell", body, **options)

    # Prose

    def inline(self, content: Content) -> Expression:
        """Write some content as running text, whatever blocks it holds."""
        return join(self._inline_nodes(stripped(content), 0))

    def _flow(self, content: Content, depth: int = 0) -> Expression:
        """Write blocks; runs of inline nodes between them become paragraphs."""
        blocks: list[Expression] = []
        run: Content = []
        for node in [*content, None]:
            if node is not None and not _is_block(node):
                run.append(node)
                continue
            if paragraph := _stripped(self._inline_nodes(run, depth)):
                small = len(run) == 1 and isinstance(run[0], Element) and run[0].name == "small"
                blocks.append(call("fine-par" if small else "par", join(paragraph)))
            run = []
            if isinstance(node, Table):
                blocks.append(self._prose_table(node))
            elif isinstance(node, Element):
                blocks.extend(self._block_element(node, depth + 1))
        return join(blocks)

    def _prose_table(self, table: Table) -> Expression:
        layout = plan(table, self._available())
        written = call("prose-table", self._parts(table, layout))
        return call("anchored", string(table.anchor), written) if table.anchor else written

    def _block_element(self, element: Element, depth: int) -> list[Expression]:
        self.indent += INDENTS.get(element.name, 0)
        inner = self._block_content(element, depth)
        self.indent -= INDENTS.get(element.name, 0)
        return [self._wrapped(element, inner)] if inner != "none" or element.anchor else []

    def _block_content(self, element: Element, depth: int) -> Expression:
        if depth > DEEPEST_NESTING:
            return call("par", _text(text_of(element.children)))
        match element.name:
            case "ul":
                return call("list", *self._items(element, depth))
            case "ol":
                return call("enum", *self._items(element, depth), start=_number(element, "start", 1))
            case "dl":
                return self._definitions(element, depth)
            case "blockquote":
                return call("quote", self._flow(element.children, depth), block=True)
            case "pre":
                return self._code(text_of(element.children).strip("\n"))
            case "hr":
                return call("thematic-break")
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                return call("par", call("strong", join(self._inline_parts(element, depth))))
        if _is_display_formula(element) and (formula := _formula(element)):
            return mathml.equation(formula, True, self.labels("formula"))
        return self._flow(element.children, depth)

    def _items(self, element: Element, depth: int) -> list[Expression]:
        return [self._item(item, depth) for item in element.elements("li")]

    def _item(self, item: Element, depth: int) -> Expression:
        if any(map(_is_block, item.children)):
            return self._wrapped(item, self._flow(item.children, depth + 1))
        return self._wrapped(item, join(_stripped(self._inline_parts(item, depth))))

    def _definitions(self, element: Element, depth: int) -> Expression:
        items, term = [], _text("")
        for child in element.elements():
            if child.name == "dt":
                term = self._wrapped(child, join(self._inline_parts(child, depth)))
            elif child.name == "dd":
                items.append(call("terms.item", term, self._wrapped(child, self._flow(child.children, depth))))
        return call("terms", *items) if items else join([])

    def _inline_parts(self, element: Element, depth: int) -> list[Expression]:
        parts = self._inline_nodes(element.children, depth + 1)
        return _stripped(parts) if element.name in BLOCKS else parts

    def _inline_nodes(self, content: Content, depth: int) -> list[Expression]:
        parts: list[Expression] = []
        after_break = False
        for node in content:
            if isinstance(node, str):
                text = WHITE.sub(" ", node)
                text = text.lstrip() if after_break else text
                text = BEFORE_PERCENT.sub("\u00a0", text) if self.room_of_cell else text
                parts += [_text(_breakable(text, self.letters))] if text else []
            elif isinstance(node, Table):
                cells = (cell.content for row in (*node.head, *node.body) for cell in row)
                parts += [part for cell in cells for part in [*self._inline_nodes(cell, depth), _text(" ")]]
            else:
                parts += self._inline_element(node, depth)
            after_break = isinstance(node, Element) and node.name == "br"
        return parts

    def _inline_element(self, node: Element, depth: int) -> list[Expression]:
        if depth > DEEPEST_NESTING:
            return [_text(text_of(node.children))]
        match node.name:
            case "br":
                return [call("linebreak")]
            case "img":
                return [self._inline_picture(node)]
            case "a":
                return [self._link(node, depth)]
            case "sup" if node.get("class") == "footnote-mark":
                return self._footnote(node)
            case "sup":
                node = replace(node, children=with_spans(node.children))
        inner = self._inline_content(node, depth)
        if inner == "none" and not node.anchor:
            return []
        return [self._wrapped(node, inner), *([_text(" ")] if node.name in BLOCKS else [])]

    def _inline_content(self, node: Element, depth: int) -> Expression:
        match node.name:
            case "math":
                return mathml.equation(node, False, self.labels("formula"))
            case "code" | "kbd" | "samp":
                return call("raw", _shown(_breakable(text_of(node.children), self.letters)))
            case "q":
                return join([_text("“"), *self._inline_parts(node, depth), _text("”")])
        inner = self._inline_parts(node, depth)
        return call(WRAPPERS[node.name], join(inner)) if node.name in WRAPPERS and inner else join(inner)

    def _wrapped(self, element: Element, inner: Expression) -> Expression:
        if element.get("lang"):
            inner = call("in-language", _language(element.get("lang")), inner)
        if element.get("dir") in {"rtl", "ltr"}:
            inner = call("text", inner, dir=Expression(element.get("dir")))
        if element.anchor:
            inner = call("anchored", string(element.anchor), inner)
        return inner

    def _link(self, link: Element, depth: int) -> Expression:
        inner, href = join(self._inline_parts(link, depth)), link.get("href")
        if not href:
            return self._wrapped(link, inner)
        if href.startswith(("#fact-", "#fn-")) or inner == "none":
            return inner
        if href.startswith("#"):
            return call("inner-link", string(href[1:]), inner)
        return call("outer-link", string(href), inner)

    def _footnote(self, mark: Element) -> list[Expression]:
        anchor = next((link.get("href")[1:] for link in mark.elements("a")), "")
        note = self.footnotes.get(anchor)
        if note is None:
            return []
        if anchor in self.written_notes:
            return [call("note-again", string(anchor))]
        self.written_notes.add(anchor)
        return [call("note", string(anchor), self.inline(note.content))]

    def _inline_picture(self, image: Element) -> Expression:
        picture = pictures.from_data_uri(image.get("src"))
        width = _number(image, "width", 0) * 0.75 or None
        return call("box", self._picture(picture, image.get("alt"), width))  # a paragraph drops what is no box


def with_spans(content: Content) -> Content:
    """Write three and more marks of references in a row as a span: ``[1, 2, 3, 6]`` becomes ``[1–3, 6]``.

    Its ends lead to their references; those between stand between them in the list. Few marks stay on one line.
    """
    links = [node for node in content if isinstance(node, Element)]
    if not links or not all(link.get("href").startswith("#ref-") for link in links):
        return content
    by_number = {int(text_of(link.children)): link for link in links}
    written: Content = []
    for first, last in as_spans(by_number):
        ends: Content = [by_number[first]] if first == last else [by_number[first], by_number[last]]
        is_span = last - first + 1 >= FEWEST_IN_SPAN
        written += [", "] if written else []
        written += ends if len(ends) == 1 else [ends[0], "\u2013" if is_span else ", ", ends[1]]
    if len(text_of(written)) <= LONGEST_MARKS:
        written = ["\u00a0".join(node.split(" ")) if isinstance(node, str) else node for node in written]
    return [content[0], *written, content[-1]]


def with_short_addresses(content: Content) -> Content:
    """Write links whose words are their address as the name of the site; they still lead to the whole address.

    A text that names the site already, as that of a copy, is the link itself instead of naming it twice.
    """
    short = [_with_short_address(node) if isinstance(node, Element) else node for node in content]
    match short:
        case [str(text), " ", Element(name="a") as link]:
            site, words = text_of(link.children), text.removesuffix(".")
            if words.split()[-1:] == [site]:
                return [words.removesuffix(site), link, *text[len(words) :]]
    return short


def _with_short_address(element: Element) -> Element:
    address = element.get("href")
    site = _site(address) if text_of(element.children) == address else None
    children: Content = [site.removeprefix("www.")] if site else with_short_addresses(element.children)
    return replace(element, children=children)


def _without_inner_links(content: Content) -> Content:
    """Write links inside the document as their words, which Typst must know of a heading before it knows the places."""
    kept: Content = []
    for node in content:
        if isinstance(node, Element):
            inner = _without_inner_links(node.children)
            is_mark = node.get("class") == "footnote-mark"
            leads_inside = node.name == "a" and node.get("href").startswith("#")
            kept += [node] if is_mark else inner if leads_inside else [replace(node, children=inner)]
        else:
            kept.append(node)
    return kept


def _site(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:  # such as http://[x
        return None


def _breakable(text: str, letters: int) -> str:
    """Let words that are longer than so many letters break, by invisible spaces inside them."""
    if len(text) <= letters:
        return text
    return re.sub(rf"[^\s&<>]{{{letters + 1},}}", lambda word: "\u200b".join(pieces(word[0], letters)), text)


@dataclass
class _Annexes(Block):
    """What print leaves to the web page."""

    exhibits: list[Exhibit]


def _with_annexes_last(blocks: list[Block]) -> list[Block]:
    """Take annexes from between the text, and name them all at its end, above the list of sources."""
    annexes = [block for block in blocks if isinstance(block, Exhibit) and block.annex]
    if not annexes:
        return blocks
    printed = [block for block in without_heads_of_annexes(blocks) if not _is_annex(block)]
    end = next((place for place, block in enumerate(printed) if isinstance(block, References)), len(printed))
    while end < len(printed) and end and isinstance(printed[end - 1], Heading):
        end -= 1
    return [*printed[:end], _Annexes(annexes[0].cell, annexes), *printed[end:]]


def without_heads_of_annexes(blocks: list[Block]) -> list[Block]:
    """Leave out the headings right above annexes: print would show nothing under them."""
    pairs = zip(blocks, [*blocks[1:], None], strict=False)
    return [block for block, after in pairs if not (isinstance(block, Heading) and _is_annex(after))]


def _is_annex(block: Block | None) -> bool:
    return isinstance(block, Exhibit) and block.annex


def _leads_somewhere(content: Content) -> bool:
    """Tell it of links and notes: PDF/UA refuses them in a head that stands again overleaf, where it is decoration."""
    return any(isinstance(part, Element) and part.name == "a" for part in parts_of(content))


def _is_named(block: Block) -> bool:
    """Tell whether a text can speak of an exhibit wherever it stands; an output without a name belongs where it is."""
    return isinstance(block, Exhibit) and block.number is not None


def _ending_in(content: Content, words: str) -> Content:
    """Add words to the end of a text: to its last paragraph, or to the last entry of a list."""
    *before, last = content
    if not words or not isinstance(last, Element) or last.name not in ("p", "ul", "ol", "li"):
        return content
    if last.name == "p":
        return [*before, replace(last, children=[*last.children, f" {words}"])]
    return [*before, replace(last, children=_ending_in(last.children, words))]


def _fill_a_foot(blocks: list[Block]) -> bool:
    """Tell whether blocks begin with text that may stand below a heading whose exhibit went overleaf."""
    first = blocks[0] if blocks else None
    if isinstance(first, TableBlock):
        return len(first.table.body) > LONG_TABLE
    return isinstance(first, Prose)


def _what_follows(block: Block | None) -> Expression | None:
    """Name what a heading needs more room over than Typst sees to."""
    return string("text") if isinstance(block, Prose) else None


def _turned(blocks: list[tuple[int, Expression]]) -> list[tuple[int, Expression]]:
    return [(blocks[0][0], call("turned-page", *(written for _, written in blocks)))] if blocks else []


def _fill(cell: Cell) -> Expression | None:
    fill = call("rgb", string(cell.fill)) if cell.fill else None
    if not cell.bar or not fill:
        return fill
    colour, start, end = call("rgb", string(cell.bar[0])), f"{cell.bar[1]:g}%", f"{cell.bar[2]:g}%"
    stops = [(fill, "0%"), (fill, start), (colour, start), (colour, end), (fill, end), (fill, "100%")]
    return call("gradient.linear", *(array([one, Expression(place)]) for one, place in stops))


def _is_block(node: Node) -> bool:
    return isinstance(node, Table) or (isinstance(node, Element) and (node.name in BLOCKS or _is_display_formula(node)))


def _is_display_formula(element: Element) -> bool:
    return element.get("class") == "math"


def _formula(element: Element) -> Element | None:
    parts = (part for part in parts_of(element) if isinstance(part, Element))
    return next((part for part in parts if part.name == "math"), None)


def _shown(text: str) -> Expression:
    return string(typefaces.showable(text))


def _lines(table: Table, of_a_line: set[int]) -> Expression:
    """Say of each row of a table whether it is one line high."""
    known = [False] * len(table.head) + [place in of_a_line for place in range(len(table.body))]
    return array(Expression("true" if one else "false") for one in known)


def _text(text: str) -> Expression:
    return string(typefaces.showable(BLANK.sub(" ", text)))


def _language(tag: str) -> str:
    """Give the two or three letters that Typst takes; English for a tag without them, such as ``x-klingon``."""
    code = re.split(r"[-_]", tag.lower())[0]
    return code if re.fullmatch(r"[a-z]{2,3}", code) else "en"


def _number(element: Element, name: str, otherwise: int) -> int:
    stated = whole_number(element.get(name))
    return otherwise if stated is None else stated


def _stripped(parts: list[Expression]) -> list[Expression]:
    """Drop spaces at both ends, where Typst would keep them."""
    while parts and parts[0] == '" "':
        parts = parts[1:]
    while parts and parts[-1] == '" "':
        parts = parts[:-1]
    if parts and parts[0].startswith('" '):
        parts = [Expression('"' + parts[0][2:]), *parts[1:]]
    if parts and parts[-1].startswith('"') and parts[-1].endswith(' "'):
        parts = [*parts[:-1], Expression(parts[-1][:-2] + '"')]
    return parts


def theme_tokens(compact: bool) -> str:
    """Give the house's colours, sizes, spacing and fonts as a Typst module for the theme."""
    colours = ", ".join(f"{name}: {call('rgb', string(colour))}" for name, colour in vars(tokens.LIGHT).items())
    sizes = ", ".join(
        f"{name}: {points(size)}" for name, size in vars(tokens.COMPACT_TYPE if compact else tokens.TYPE).items()
    )
    named = named_fonts.current().families
    values = {
        "palette": f"({colours})",
        "sizes": f"({sizes})",
        "spacing": str(tokens.COMPACT_SPACING if compact else 1),
        "sans": array([tokens.FONT_FAMILY, typefaces.FALLBACK_FAMILY, *named]),
        "mono": array([tokens.MONO_FAMILY, typefaces.FALLBACK_FAMILY, tokens.FONT_FAMILY, *named]),
        "text-width": f"{tokens.CHART_WIDTH_IN}in",
        "top-margin": points(TOP_MARGIN - (COMPACT_GAIN if compact else 0)),
        "bottom-margin": points(BOTTOM_MARGIN - (COMPACT_GAIN if compact else 0)),
    }
    return "".join(f"#let {name} = {value}\n" for name, value in values.items())
