"""Content of a document as Markdown: paragraphs, nested lists, code, quotations and tables keep their shape."""

import re

from carsi_analysis.export.tree import Cell, Content, Element, Node, Table, is_blank, text_of

MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`", "kbd": "`", "samp": "`", "del": "~~", "s": "~~"}
PARAGRAPHS = {"p", "figcaption", "summary", "caption", "dt"}
CONTAINERS = {"div", "figure", "details", "section", "dd", "li"}
HEADINGS = {f"h{level}" for level in range(1, 7)}
_MARKUP = re.compile(r"<(?=[A-Za-z/!?])")
BLOCKS = PARAGRAPHS | CONTAINERS | HEADINGS | {"ul", "ol", "dl", "blockquote", "pre", "hr"}


def inert(text: str) -> str:
    """Keep what looks like markup from being it where a mail program or an editor shows Markdown.

    An entity is inert whatever stands before it; a backslash is not behind another backslash.
    """
    return _MARKUP.sub("&lt;", text)


def flow(content: Content) -> str:
    """Write blocks, one after the other; words between them become paragraphs."""
    parts: list[str] = []
    run: Content = []
    for node in [*content, None]:
        if node is not None and not _is_block(node):
            run.append(node)
            continue
        parts += [inline(run)] if not is_blank(run) else []
        run = []
        if node is not None and (written := _block(node)):
            parts.append(written)
    return "\n\n".join(parts)


def inline(content: Content) -> str:
    """Write content as one line, or as lines where it breaks them itself."""
    lines = _words(content).split("\n")
    return "  \n".join(re.sub(r"\s+", " ", line).strip() for line in lines).strip()


def grid(table: Table) -> str:
    """Write a table; what spans several places stands in the first of them, and heads of several rows in one."""
    columns = range(len(table.alignments))
    heads = [_named(table.head, place) for place in columns]
    rule = ["---:" if side == "right" else "---" for side in table.alignments]
    body = [{cell.column: _in_cell(cell) for cell in row} for row in table.body]
    rows = [heads, rule, *([row.get(place, "") for place in columns] for row in body)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _named(head: list[list[Cell]], place: int) -> str:
    """Name a column by the cells above it, from the widest down."""
    above = (cell for row in head for cell in row if cell.column <= place < cell.column + cell.colspan)
    return " / ".join(filter(None, map(_in_cell, above)))


def _in_cell(cell: Cell) -> str:
    return re.sub(r"\s*\n\s*", " / ", inline(cell.content)).replace("|", "\\|") if cell.content else inert(cell.text)


def _is_block(node: Node) -> bool:
    return isinstance(node, Table) or (
        isinstance(node, Element) and (node.name in BLOCKS or (node.name == "div" and node.get("class") == "math"))
    )


def _block(node: Node) -> str:
    if isinstance(node, str):
        return node
    if isinstance(node, Table):
        return grid(node)
    match node.name:
        case "ul" | "ol":
            return _list(node)
        case "dl":
            return "\n".join(map(_definition, node.elements()))
        case "blockquote":
            return _indented(flow(node.children), "> ", "> ").replace("> \n", ">\n")
        case "pre":
            return code(text_of(node.children).strip("\n"))
        case "hr":
            return "---"
        case name if name in HEADINGS:
            return f"**{inline(node.children)}**"
        case name if name in PARAGRAPHS:
            return inline(node.children)
    return flow(node.children)


def _definition(element: Element) -> str:
    return item(": ", element.children) if element.name == "dd" else inline(element.children)


def item(mark: str, content: Content) -> str:
    """Write an item after its mark; a list inside it follows its words at once."""
    return _indented(re.sub(r"\n\n(?=(?:- |\d+\. ))", "\n", flow(content)), mark, " " * len(mark))


def code(text: str) -> str:
    """Write code or what was printed, between more backticks than it holds itself."""
    longest = max((len(ticks) for ticks in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text}\n{fence}"


def _list(element: Element) -> str:
    start = int(element.get("start") or 1)
    items = element.elements("li")
    marks = [f"{start + place}. " if element.name == "ol" else "- " for place in range(len(items))]
    return "\n".join(item(mark, one.children) for mark, one in zip(marks, items, strict=True))


def _indented(text: str, first: str, rest: str) -> str:
    lines = text.split("\n")
    return "\n".join([first + lines[0], *(rest + line if line else rest.rstrip() for line in lines[1:])])


def _words(content: Content) -> str:
    return "".join(_word(node) for node in content)


def _word(node: Node) -> str:
    if isinstance(node, str):
        return inert(re.sub(r"\s+", " ", node))
    if isinstance(node, Table):
        return " ".join(_words(cell.content) for row in (*node.head, *node.body) for cell in row)
    if node.name == "math" and node.get("alttext"):
        return inert(f"${node.get('alttext')}$")
    if node.name == "br":
        return "\n"
    if node.name == "img":
        return inert(f"![{node.get('alt')}]")
    inner, mark = _words(node.children), MARKS.get(node.name, "")
    if node.name == "a":
        return _link(inner, node.get("href"))
    if node.name == "sup":
        return f" {inner}" if inner.startswith("[") else f"^{inner}"
    return f"{mark}{inner}{mark}" if inner.strip() else inner


def _link(words: str, address: str) -> str:
    """Keep an address that leads out; inside the document there is no place to jump to."""
    return words if address.startswith("#") or not address or words == address else f"[{words}]({inert(address)})"
