"""One HTML file that asks for nothing from anywhere: fonts and charts inside, and one script that answers for marks."""

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup

from carsi_analysis.blocks import Data, Title
from carsi_analysis.dates import written_date
from carsi_analysis.export import svg, typefaces
from carsi_analysis.export.characters import is_number, runs_from_the_right
from carsi_analysis.export.document import (
    Block,
    Code,
    Document,
    Figure,
    Heading,
    Limits,
    Notice,
    Prose,
    References,
    Stream,
    TableBlock,
    View,
)
from carsi_analysis.export.labels import labels_of
from carsi_analysis.export.pictures import Picture
from carsi_analysis.export.places import Places
from carsi_analysis.export.table_layout import SHORT_NAME
from carsi_analysis.export.take_links import take_links
from carsi_analysis.export.tree import Cell, Content, Node, Table, plain
from carsi_analysis.house import tokens
from carsi_analysis.words import Words, words_of

PACKAGE = "carsi_analysis.export"
TEMPLATES = files(PACKAGE) / "templates"
NARROWEST_PT = 360
"""Points to which a picture of one drawing may shrink on a phone; below it scrolls, so that its text stays readable."""

FOLDED_FROM = 30
"""Rows of an annex that a page shows at once."""

CONTENTS_FROM = 3
"""Headings from which a table of contents helps."""

VOID = frozenset({"br", "hr", "img", "wbr"})
MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
QUOTE = MARKUP | {ord('"'): "&quot;"}

KINDS: dict[type[Block], str] = {
    Heading: "heading",
    Prose: "prose",
    Figure: "figure",
    TableBlock: "table",
    Code: "code",
    Stream: "code",
    Notice: "notice",
    Limits: "limits",
    References: "references",
}


def write_html(document: Document) -> str:
    """Write a document as one self-contained HTML page."""
    writer, pictures = Writer(), Pictures(Places(document))
    labels = labels_of(document.meta.language)
    body = _template().render(
        document=document,
        meta=document.meta,
        beside=document.beside,
        language_name=lambda code: words_of(code)("language.name"),
        labels=labels,
        date=written_date(document.meta.edition_date or "", document.meta.language),
        contents=_contents(document),
        kind_of=lambda block: KINDS[type(block)],
        pictures=pictures.of,
        view=pictures.view,
        unit=usual_unit,
        narrowest=NARROWEST_PT,
        places=pictures.places,
        caption=lambda block: Markup(_caption(block, labels, writer)),
        is_folded=_is_folded,
        table_html=lambda block: writer.table(
            block.table, "" if _is_folded(block) else _caption(block, labels, writer)
        ),
        html=writer.html,
        **take_links(document.beside or {}),
        data_rows=_data_rows,
        text_columns=_text_columns,
        plain=plain,
    )
    figures = [block for block in document.blocks if isinstance(block, Figure)]
    return whole_page(document.meta, body, writer.css(), figures)


def whole_page(meta: Title, body: str, colours: str, figures: Sequence[Figure], kind: str = "") -> str:
    """Write what stands around the body of a page, and allow it to do no more than it does."""
    style, script = _style(body, colours), _script(figures)
    return str(
        _page().render(
            meta=meta,
            kind=kind,
            style=Markup(style),
            script=Markup(script),
            labels=labels_of(meta.language),
            policy=_policy(style, script),
            body=Markup(body),
        )
    )


@cache
def environment(package: str) -> jinja2.Environment:
    """Give the templates that lie in a package of ours."""
    folder = files(package)
    loader = jinja2.FunctionLoader(lambda name: (folder / name).read_text(encoding="utf-8"))
    return jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)


def _template() -> jinja2.Template:
    return environment(PACKAGE).get_template("templates/body.html.j2")


def _page() -> jinja2.Template:
    return environment(PACKAGE).get_template("templates/page.html.j2")


# Exhibits


class Pictures:
    """Writes the pictures of a page, each with identifiers of its own."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self._drawn = 0

    def of(self, figure: Figure) -> Markup:
        """Write a picture; a chart that is drawn for a phone too comes twice, and the style chooses."""
        if figure.narrow is not None:
            drawings = {"page": figure.picture, "phone": figure.narrow}
            return Markup("\n".join(self._drawing(figure, drawn, kind) for kind, drawn in drawings.items()))
        if figure.picture.kind == "svg":
            return Markup(self._drawing(figure, figure.picture, "wide" if figure.picture.width > NARROWEST_PT else ""))
        size = {"width": f"{figure.picture.width / 0.75:.0f}", "height": f"{figure.picture.height / 0.75:.0f}"}
        return Markup('<img src="{}" alt="{}" width="{}" height="{}">').format(
            figure.picture.data_uri, figure.alt, size["width"], size["height"]
        )

    def view(self, view: View) -> Markup:
        """Write another view of a figure."""
        return Markup(self._drawing(view, view.picture, ""))

    def _drawing(self, figure: Figure | View, picture: Picture, kind: str) -> str:
        usual = usual_unit(figure)
        notes = {
            mark.mark_id: svg.MarkNote(
                f"{_one_line(mark.label)}\n{_one_line(mark.value)}",
                self.places.written(mark.rows),
                mark.unit if mark.unit != usual else None,
            )
            for mark in figure.marks
        }
        self._drawn += 1
        return svg.inline(picture.content.decode(), f"d{self._drawn}", figure.alt, kind, notes)


def _one_line(text: str) -> str:
    """Leave spaces that hold words together."""
    return re.sub(r"[ \n]+", " ", text)


def usual_unit(figure: Figure | View) -> str:
    """Give the unit of most marks; the others name theirs."""
    units = Counter(mark.unit for mark in figure.marks)
    return units.most_common(1)[0][0] if units else ""


def _is_folded(block: TableBlock) -> bool:
    """Tell whether a table is one that few read and that would fill many screens: its rows show when asked for."""
    return block.annex and bool(block.title) and len(block.table.body) > FOLDED_FROM


def _caption(block: TableBlock, labels: Words, writer: "Writer") -> str:
    if not block.title:
        return ""
    subtitle = f'<span class="subtitle">{writer.html(block.subtitle)}</span>' if block.subtitle else ""
    return f'<span class="number">{labels("table")} {block.number}.</span> {writer.html(block.title)}{subtitle}'


class Writer:
    """Writes content and tables; collects the colours of cells as classes, as a strict policy forbids ``style``."""

    def __init__(self) -> None:
        self.looks: dict[tuple[Any, ...], str] = {}

    def html(self, content: Content) -> Markup:
        """Write text and elements; every word is escaped."""
        return Markup("".join(map(self._node, content)))

    def _node(self, node: Node) -> str:
        if isinstance(node, str):
            return node.translate(MARKUP)
        if isinstance(node, Table):
            anchor = f' id="{node.anchor}"' if node.anchor else ""
            return f'<div class="scroll" role="group" tabindex="0"{anchor}>{self.table(node)}</div>'
        if node.name == "span" and not node.attributes:
            return self.html(node.children)
        stated = "".join(f' {name}="{value.translate(QUOTE)}"' for name, value in sorted(node.attributes.items()))
        if node.name in VOID:
            return f"<{node.name}{stated}/>"
        if node.name == "pre":
            stated += ' tabindex="0"'  # its lines may be longer than the page, which a keyboard must reach, too
        return f"<{node.name}{stated}>{self.html(node.children)}</{node.name}>"

    def table(self, table: Table, caption: str = "") -> Markup:
        """Write a table with scoped headers and no styles of its own."""
        parts = ["<table>"]
        if caption:
            parts.append(f"<caption><div>{caption}</div></caption>")
        for rows, section, scope in ((table.head, "thead", "col"), (table.body, "tbody", "row")):
            if rows:
                written = "\n".join(self._row(table, row, scope) for row in rows)
                parts.append(f"<{section}>{written}</{section}>")
        return Markup("\n".join(parts) + "</table>")

    def _row(self, table: Table, cells: list[Cell], scope: str) -> str:
        return "<tr>" + "".join(self._cell(table, cell, scope) for cell in cells) + "</tr>"

    def _cell(self, table: Table, cell: Cell, scope: str) -> str:
        is_header = (cell.is_header or scope == "col") and bool(cell.text)
        side = table.alignments[cell.column] if cell.colspan == 1 else cell.align
        classes = [self._look(cell)]
        if (cell.colspan > 1 and scope == "col") or side == "center":
            classes.append("mid")
        elif side == "right":
            classes.append("num")
        marks = {"strong": cell.bold, "slanted": cell.italic, "whole": " " in cell.text and _is_whole(cell)}
        classes += [name for name, wanted in marks.items() if wanted]
        attributes: dict[str, Any] = {}
        if is_header:
            spans = (cell.rowspan > 1 and scope == "row") or cell.colspan > 1
            attributes["scope"] = scope + ("group" if spans else "")
        attributes["dir"] = "rtl" if runs_from_the_right(cell.text) else ""
        attributes["class"] = " ".join(name for name in classes if name)
        attributes["colspan"] = cell.colspan if cell.colspan > 1 else ""
        attributes["rowspan"] = cell.rowspan if cell.rowspan > 1 else ""
        stated = "".join(f' {name}="{value}"' for name, value in attributes.items() if value)
        element = "th" if is_header else "td"
        return f"<{element}{stated}>{self.html(cell.content)}</{element}>"

    def _look(self, cell: Cell) -> str:
        if not cell.fill and not cell.ink and not cell.bar:
            return ""
        return self.looks.setdefault((cell.fill, cell.ink, cell.bar), f"c{len(self.looks) + 1}")

    def css(self) -> str:
        """Give the rules of the colours and bars met so far."""
        rules = []
        for (fill, ink, bar), name in self.looks.items():
            if bar:
                colour, start, end = bar[0], f"{bar[1]:g}%", f"{bar[2]:g}%"
                stops = f"{fill} {start},{colour} {start},{colour} {end},{fill} {end}"
                rules.append(f".{name}{{background:linear-gradient(90deg,{stops});color:{ink}}}")
            elif fill:
                rules.append(f".{name}{{background:{fill};color:{ink}}}")
            else:  # coloured text was chosen for white paper
                rules.append(f"@media print,(prefers-color-scheme:light){{.{name}{{color:{ink}}}}}")
        return "\n".join(rules)


def _is_whole(cell: Cell) -> bool:
    """Tell whether the text of a cell stays on one line: a number with its unit, the short name of a row."""
    return is_number(cell.text) or (cell.is_header and len(cell.text) <= SHORT_NAME)


# Data of an exhibit


def _data_rows(data: Data) -> list[list[str]]:
    return [["–" if value is None else str(value) for value in row] for row in data.rows]


def _text_columns(data: Data) -> list[bool]:
    """Tell which columns hold words, or nothing at all; numbers stand to the right."""
    return [
        any(isinstance(row[place], str) for row in data.rows) or all(row[place] is None for row in data.rows)
        for place in range(len(data.columns))
    ]


def _contents(document: Document) -> list[tuple[Heading, list[Heading]]]:
    """Give the headings of the first level, each with those of the second below it."""
    tree: list[tuple[Heading, list[Heading]]] = []
    for heading in document.headings(2):
        if heading.level == 1:
            tree.append((heading, []))
        elif tree:
            tree[-1][1].append(heading)
    return tree if len(tree) >= CONTENTS_FROM else []


# Style


def _style(body: str, fills: str) -> str:
    return "\n".join([font_faces(body), _palettes(), _sheet(), fills]).strip() + "\n"


def font_faces(body: str) -> str:
    """Write the house's faces with the letters that a page shows."""
    characters = typefaces.characters_for(Markup(body).unescape())
    faces = [(400, "normal"), (600, "normal")]
    if "<em>" in body or "<i>" in body or "font-style=" in body or "slanted" in body:
        faces.append((400, "italic"))
    return "\n".join(_font_face(weight, style, characters) for weight, style in faces)


def _font_face(weight: int, style: str, characters: frozenset[str]) -> str:
    content = base64.b64encode(typefaces.web_font(weight, style, characters)).decode()
    weights = "100 500" if weight == 400 else "501 900"
    return (
        f'@font-face{{font-family:"{tokens.FONT_FAMILY}";font-weight:{weights};font-style:{style};'
        f"src:url(data:font/woff2;base64,{content}) format('woff2')}}"
    )


@cache
def _palettes() -> str:
    light, dark = (_variables(palette) for palette in (tokens.LIGHT, tokens.DARK))
    return f":root{{color-scheme:light dark;{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"


def _variables(palette: tokens.Palette) -> str:
    return "".join(f"--{name}:{value};" for name, value in vars(palette).items())


@cache
def _sheet() -> str:
    sizes = "".join(f"--{name}:{value}pt;" for name, value in vars(tokens.TYPE).items())
    families = f'--sans:"{tokens.FONT_FAMILY}";--mono:"{tokens.MONO_FAMILY}";--width:{tokens.CHART_WIDTH_IN}in;'
    sheet = _template_text("briefing.css")
    return f":root{{{sizes}{families}--card:{tokens.LIGHT.paper};--card-ink:{tokens.LIGHT.ink};--shade:#0003}}\n{sheet}"


def _script(figures: Sequence[Figure]) -> str:
    """Give what the figures of a page need, without the spaces that set its lines in."""
    wanted = {"marks.js": any(one.marks for one in figures), "views.js": any(one.map for one in figures)}
    lines = [line for name, is_wanted in wanted.items() if is_wanted for line in _template_text(name).splitlines()]
    return "\n".join(line.strip() for line in lines)


def _template_text(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    scripts = f"script-src {_digest(script)}; " if script else ""
    return (
        f"default-src 'none'; style-src {_digest(style)}; {scripts}img-src data:; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    """Name an inline style or script, as a content security policy allows it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
