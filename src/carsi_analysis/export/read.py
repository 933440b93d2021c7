"""Reads an executed notebook into a ``Document``: hides, numbers, names, and notes what a reader would miss."""

import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from markupsafe import escape
from nbformat import NotebookNode

from carsi_analysis.export import pictures
from carsi_analysis.export.contract import (
    SHOW_CODE_TAG,
    briefing_of,
    cell_options,
    faults_of,
    language_of,
    tags,
    visible_cells,
    without_options,
)
from carsi_analysis.export.document import (
    Block,
    Code,
    Data,
    Document,
    Fact,
    Figure,
    Finding,
    Footnote,
    Heading,
    Html,
    Meta,
    Notice,
    Prose,
    Reference,
    References,
    Stream,
    TableBlock,
    plain,
)
from carsi_analysis.export.labels import labels_of
from carsi_analysis.export.links import mend_links
from carsi_analysis.export.markdown import Context
from carsi_analysis.export.pictures import Picture, PictureError
from carsi_analysis.export.sanitise import clean, clean_tree, is_blank, whole_number, without_controls
from carsi_analysis.export.tables import has_only_tables, read_table
from carsi_analysis.export.terminal import is_representation, plain_text

WIDGET = "application/vnd.jupyter.widget-view+json"
RASTERS = ("image/png", "image/jpeg", "image/gif", "image/webp")
PICTURES = {"image/svg+xml", *RASTERS}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
PAGE_ANCHORS = frozenset({"main", "contents-title", "notes-title", "figures-cited"})
"""Identifiers that the page itself needs, in ``templates/body.html.j2``."""

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


def read(nb: NotebookNode, name: str = "notebook", folder: Path | None = None) -> Document:
    """Read an executed notebook.

    Args:
        nb: an executed notebook of format 4; it is not changed.
        name: names the notebook in messages, and the document when nothing else does.
        folder: where the notebook lies, to find pictures that its Markdown names.
    """
    reader = _Reader(nb, name, folder)
    document = reader.document()
    mend_links(document)
    return document


class _Reader:
    def __init__(self, nb: NotebookNode, name: str, folder: Path | None):
        self.nb, self.name, self.folder = nb, name, folder
        self.cells = visible_cells(nb)
        self.stated = _stated_meta(nb, self.cells)
        self.labels = labels_of(_language(self.stated.get("language")))
        self.context = Context(_markdown_sources(self.cells), lettered_notes=_has_references(self.cells))
        self.anchors = set(PAGE_ANCHORS)
        self.levels: list[int] = []
        self.numbers = {"figure": 0, "table": 0}
        self.blocks: list[Block] = []
        self.facts: dict[str, Fact] = {}
        self.findings: list[Finding] = []
        self.cell: NotebookNode = NotebookNode()
        self.cell_number = 0

    def document(self) -> Document:
        for number, cell in self.cells:
            self.cell_number, self.cell = number, cell
            before = len(self.blocks)
            self._read_cell()
            for block in self.blocks[before:]:
                block.language = language_of(self.cell)
        meta = self._meta()
        footnotes = [Footnote(mark, f"fn-{mark}", self._fragment(html)) for mark, html in self.context.footnotes()]
        facts = list(self.facts.values())
        lettered = self.context.lettered_notes
        return Document(self.name, meta, self.blocks, footnotes, facts, self.findings, lettered)

    # Cells

    def _read_cell(self) -> None:
        if self.cell.cell_type == "markdown":
            self._prose(self.context.html(self.cell.source))
        elif self.cell.cell_type == "code":
            if SHOW_CODE_TAG in tags(self.cell) and self.cell.source.strip():
                self.blocks.append(Code(self.cell_number, plain_text(without_options(self.cell.source))))
            options = cell_options(self.cell.source)
            for output in self.cell.outputs:
                self._read_output(output, options)

    def _read_output(self, output: NotebookNode, options: dict[str, str]) -> None:
        if output.output_type == "stream":
            self._stream(output)
        elif output.output_type == "error":
            self._error(output)
        else:
            for field, expected in faults_of(output):
                self._find(
                    f"the briefing metadata of an output states {field!r} in an unknown form", f"give {expected}"
                )
            self._rich(output, briefing_of(output), options)

    def _stream(self, output: NotebookNode) -> None:
        text = plain_text(output.text)
        if output.name == "stdout" and text:
            self.blocks.append(Stream(self.cell_number, text))

    def _error(self, output: NotebookNode) -> None:
        detail = plain_text(f"{output.ename}: {output.evalue}")
        self._find(f"the cell failed with {detail}", "mend the cell and run the notebook again")
        self.blocks.append(Notice(self.cell_number, self.labels.failed, detail))

    def _rich(self, output: NotebookNode, stated: dict[str, Any], options: dict[str, str]) -> None:
        kind, data = stated.get("kind"), output.data
        if kind in {"title", "screen-only"}:
            return
        if kind == "prose":
            self._facts(stated)
            self._prose(self.context.html(data.get("text/markdown", "")))
        elif kind == "references":
            self._references(stated)
        elif picture := self._picture(output):
            self._figure(picture, stated, options)
        elif WIDGET in data:
            self._notice(self.labels.widget, "an interactive control cannot be shown", "show its result as a table")
        elif "text/markdown" in data:
            self._prose(self.context.html(data["text/markdown"]))
        elif "text/html" in data:
            self._html(data["text/html"], stated, options)
        elif "text/latex" in data:
            self._prose(self.context.html(data["text/latex"]))
        elif others := set(data) - {"text/plain"} - PICTURES:
            self._other(others, data.get("text/plain", ""))
        elif "text/plain" in data:
            self._plain(data["text/plain"])

    # Prose

    def _prose(self, html: str) -> None:
        """Split a fragment into headings and what stands between them."""
        self._report_formulas()
        run: list[str] = []
        for node in self._tree(html).contents:
            if isinstance(node, Tag) and node.name in HEADINGS:
                self._flush(run)
                self._heading(node)
            else:
                run.append(node.decode(formatter="minimal") if isinstance(node, Tag) else str(escape(node)))
        self._flush(run)

    def _flush(self, run: list[str]) -> None:
        html = "".join(run).strip()
        run.clear()
        if is_blank(html):
            return
        before = self.blocks[-1] if self.blocks else None
        if isinstance(before, Prose) and before.cell == self.cell_number and _goes_on(before.html, html):
            before.html = before.html.removesuffix("</ul>") + Html(html.removeprefix("<ul>"))
        else:
            self.blocks.append(Prose(self.cell_number, Html(html)))

    def _heading(self, element: Tag) -> None:
        stated = HEADINGS[element.name]
        html = Html(element.decode_contents(formatter="minimal"))
        if is_blank(html):
            return
        first = not any(isinstance(block, Heading) for block in self.blocks)
        if stated == 1 and first and not self.stated.get("title"):
            self.stated["title"] = plain(html)
            return
        anchor = str(element.get("id") or self._anchor(slug(plain(html)) or "section"))
        self.blocks.append(Heading(self.cell_number, self._level(stated), stated, anchor, html))

    def _level(self, stated: int) -> int:
        """Count only the levels that are there, so that the outline never skips one."""
        while self.levels and self.levels[-1] >= stated:
            self.levels.pop()
        self.levels.append(stated)
        return len(self.levels)

    def _facts(self, stated: dict[str, Any]) -> None:
        for fact in stated.get("facts", []):
            anchor = f"fact-{fact['fact_id']}"
            self.facts.setdefault(
                anchor,
                Fact(
                    anchor=anchor,
                    text=_shown(fact.get("text")),
                    value=_shown(fact.get("value")),
                    unit=_shown(fact.get("unit")),
                    rows=tuple(map(_shown, fact.get("rows", ()))),
                    sources=tuple(map(_shown, fact.get("sources", ()))),
                    locator=_shown(fact.get("locator")),
                ),
            )

    def _references(self, stated: dict[str, Any]) -> None:
        if not (self.blocks and isinstance(self.blocks[-1], Heading)):
            anchor = self._anchor("references")
            level = self._level(2)
            title = Html(escape(self.labels.references))
            self.blocks.append(Heading(self.cell_number, level, 2, anchor, title))
        entries = []
        for entry in stated.get("entries", []):
            html, url = self._inline(str(entry.get("text", ""))), str(entry.get("url") or "")
            if url and url not in html:
                html += Html(' <a href="{0}">{0}</a>').format(url)
                html = clean(html)
            annex = bool(entry.get("annex"))
            entries.append(Reference(entry["number"], f"ref-{entry['source_id']}", html, annex))
        self.blocks.append(References(self.cell_number, entries, compact=bool(stated.get("compact"))))

    # Exhibits

    def _figure(self, picture: Picture, stated: dict[str, Any], options: dict[str, str]) -> None:
        words = self._caption("figure", stated, options.pop("fig-cap", ""), options)
        alt = without_controls(str(stated.get("alt") or options.pop("fig-alt", ""))).strip()
        if not alt:
            self._find(
                "a figure has no alternative text",
                "say in one sentence what it shows: a line `#| fig-alt: …` at the top of the cell",
            )
        label = f"{self.labels.figure} {words['number']}" if words["number"] else self.labels.picture
        self.blocks.append(
            Figure(
                self.cell_number,
                picture=picture,
                alt=alt or plain(words["title"]) or self.labels.no_alt.format(label=label),
                description=without_controls(str(stated.get("description") or "")),
                **words,
            )
        )

    def _html(self, html: str, stated: dict[str, Any], options: dict[str, str]) -> None:
        if stated.get("kind") == "table" or has_only_tables(html):
            table = read_table(html, self._cell_html)
            if table is not None:
                words = self._caption("table", stated, options.pop("tbl-cap", ""), options, table.caption)
                words["notes"] = [*words["notes"], *table.notes]
                annex = bool(stated.get("annex"))
                self.blocks.append(TableBlock(self.cell_number, table=table, annex=annex, **words))
                return
        before = len(self.blocks)
        self._prose(html)
        if len(self.blocks) == before and html.strip():
            self._notice(
                self.labels.script_only,
                "an output needs a script to be seen",
                "show a picture or a table of it as well",
            )

    def _caption(
        self, kind: str, stated: dict[str, Any], caption: str, options: dict[str, str], own: str = ""
    ) -> dict[str, Any]:
        """Give the fields that figures and tables share."""
        title = Html(escape(without_controls(str(stated.get("title") or ""))))
        title = title or (self._inline(caption) if caption else Html(own))
        number = None
        if title:
            self.numbers[kind] += 1
            number = self.numbers[kind]
        prefix = {"figure": "fig", "table": "tbl"}[kind]
        label = slug(str(stated.get("id") or options.pop("label", "") or number or len(self.blocks) + 1))
        return {
            "anchor": self._anchor(label if label.startswith(f"{prefix}-") else f"{prefix}-{label or 'x'}"),
            "number": number,
            "title": title,
            "subtitle": Html(escape(without_controls(str(stated.get("subtitle") or "")))),
            "notes": [self._inline(str(note)) for note in stated.get("notes") or []],
            "source_line": self._inline(str(stated.get("source_line") or "")),
            "data": _data(stated.get("data")),
        }

    def _picture(self, output: NotebookNode) -> Picture | None:
        data = output.data
        vector, raster = data.get("image/svg+xml"), next((kind for kind in RASTERS if kind in data), None)
        if vector and not (raster and len(vector) > pictures.LARGEST_SVG):
            try:
                return pictures.from_svg(vector)
            except PictureError as error:
                self._damaged(error)
        if raster:
            width = output.get("metadata", {}).get(raster, {}).get("width")
            try:
                return pictures.from_base64(data[raster], width if isinstance(width, int | float) else None)
            except PictureError as error:
                self._damaged(error)
        return None

    def _damaged(self, error: PictureError) -> None:
        self._notice(self.labels.image_missing, str(error), "draw it again")

    def _plain(self, text: str) -> None:
        drawn = any(PICTURES & set(output.get("data", {})) for output in self.cell.outputs)
        if text.strip() and not (drawn and is_representation(text)):
            self.blocks.append(Stream(self.cell_number, plain_text(text)))

    def _other(self, kinds: set[str], text: str) -> None:
        """Of an output for scripts, such as JSON or a map, show the words that come with it."""
        if text and not is_representation(text):
            self._plain(text)
        else:
            told = ", ".join(sorted(kinds))
            self._notice(self.labels.script_only, f"an output of type {told} cannot be shown", "add a picture of it")

    # Fragments

    def _tree(self, html: str) -> BeautifulSoup:
        return clean_tree(html, self._mend_image, self._stated_anchor)

    def _fragment(self, html: str) -> Html:
        return Html(self._tree(html).decode(formatter="minimal").strip())

    def _cell_html(self, html: str) -> Html:
        if "<" not in html and "&" not in html:
            return clean(html)
        return Html(clean_tree(html, self._mend_image).decode(formatter="minimal"))

    def _inline(self, markdown: str) -> Html:
        html = self._fragment(self.context.inline_html(markdown)) if markdown.strip() else Html("")
        self._report_formulas()
        return html

    def _mend_image(self, image: Tag) -> None:
        source, alt = str(image.get("src", "")), str(image.get("alt", "")).strip()
        try:
            picture = self._linked_picture(source)
        except (OSError, ValueError) as error:  # a name may be too long for a file, or hold a null character
            self._find(f"the picture {_short(source)!r} is not included: {error}", "store it beside the notebook")
            image.replace_with(NavigableString(f"[{self.labels.picture}: {alt or _short(source)}]"))
            return
        if not alt:
            self._find(f"the picture {_short(source)!r} has no alternative text", "write it between the brackets: ![…]")
        width = whole_number(image.get("width"))
        scale = min(1.0, width * 0.75 / picture.width) if width else 1.0
        image.attrs = {
            "src": picture.data_uri,
            "alt": alt or self.labels.no_alt.format(label=self.labels.picture),
            "width": f"{picture.width * scale / 0.75:.0f}",
            "height": f"{picture.height * scale / 0.75:.0f}",
        }

    def _linked_picture(self, source: str) -> Picture:
        if source.startswith("data:"):
            return pictures.from_data_uri(source)
        if source.startswith("attachment:"):
            stored = self.cell.get("attachments", {}).get(unquote(source[len("attachment:") :]), {})
            for content in stored.values():
                return pictures.from_base64(content)
            raise PictureError("the cell has no such attachment")
        if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//", source):
            raise PictureError("it lies on another server")
        if self.folder is None:
            raise PictureError("the notebook's folder is not known")
        path = (self.folder / unquote(source)).resolve()
        if not path.is_relative_to(self.folder.resolve()):
            raise PictureError("it lies outside the notebook's folder")
        if not path.is_file():
            raise PictureError("there is no such file")
        return pictures.from_bytes(path.read_bytes())

    def _stated_anchor(self, identifier: str) -> str | None:
        return self._anchor(slug(identifier)) if slug(identifier) else None

    def _anchor(self, wanted: str) -> str:
        anchor, count = wanted, 1
        while anchor in self.anchors:
            count += 1
            anchor = f"{wanted}-{count}"
        self.anchors.add(anchor)
        return anchor

    # Findings

    def _find(self, message: str, advice: str) -> None:
        self.findings.append(Finding(self.cell_number, message, advice))

    def _notice(self, text: str, message: str, advice: str) -> None:
        self._find(message, advice)
        self.blocks.append(Notice(self.cell_number, text))

    def _report_formulas(self) -> None:
        for latex in self.context.unreadable:
            self._find(
                f"the formula {_short(latex)!r} could not be read and is shown as it was written",
                "check its braces and commands",
            )
        self.context.unreadable.clear()

    def _meta(self) -> Meta:
        stated = self.stated
        edition_date = _date(stated.get("edition_date"))
        if stated.get("edition_date") and edition_date is None:
            self.findings.append(
                Finding(None, f"{_short(_line(stated['edition_date']))!r} is no date", "write it as 2024-06-30")
            )
        return Meta(
            title=_line(stated.get("title")) or self.name.replace("_", " ").replace("-", " ").strip() or "Notebook",
            language=_language(stated.get("language")),
            kicker=_line(stated.get("kicker")),
            subtitle=_line(stated.get("subtitle")),
            edition_date=edition_date,
            authors=_lines(stated.get("authors")),
            keywords=_lines(stated.get("keywords")),
            description=_line(stated.get("description")),
            parameters_line=_line(stated.get("parameters_line")),
            report_id=_line(stated.get("report_id")),
            compact=bool(stated.get("compact")),
        )


def slug(text: str) -> str:
    """Give an identifier that reads like the text: ``Índice de precios`` becomes ``indice-de-precios``."""
    plain_letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain_letters).strip("-")


def _goes_on(before: str, html: str) -> bool:
    """Tell whether a list that one output ends with is what the next one begins with: readers see one list."""
    return before.endswith("</ul>") and html.startswith("<ul>")


def _stated_meta(nb: NotebookNode, cells: list[tuple[int, NotebookNode]]) -> dict[str, Any]:
    """Join what the notebook says of itself: its title output before its metadata."""
    metadata = nb.metadata
    meta: dict[str, Any] = {
        "title": metadata.get("title"),
        "subtitle": metadata.get("subtitle"),
        "language": metadata.get("language"),
        "authors": [a.get("name") if isinstance(a, dict) else a for a in _items(metadata.get("authors"))],
        "edition_date": metadata.get("date"),
    }
    if isinstance(metadata.get("briefing"), dict):
        meta.update({name: value for name, value in metadata["briefing"].items() if value})
    for _, cell in cells:
        for output in cell.get("outputs", []):
            if briefing_of(output).get("kind") == "title":
                meta.update({name: value for name, value in briefing_of(output).items() if value})
                return meta
    return meta


def _has_references(cells: list[tuple[int, NotebookNode]]) -> bool:
    outputs = (output for _, cell in cells for output in cell.get("outputs", []))
    return any(briefing_of(output).get("kind") == "references" for output in outputs)


def _markdown_sources(cells: list[tuple[int, NotebookNode]]) -> list[str]:
    sources = []
    for _, cell in cells:
        if cell.cell_type == "markdown":
            sources.append(cell.source)
        for output in cell.get("outputs", []):
            stated = briefing_of(output)
            sources.append(output.get("data", {}).get("text/markdown", ""))
            sources.extend(str(note) for note in stated.get("notes") or [])
    return [source for source in sources if source]


def _data(stated: Any) -> Data | None:
    if not stated or not stated["columns"]:
        return None
    return Data(
        columns=tuple({key: _printable(value) for key, value in column.items()} for column in stated["columns"]),
        rows=tuple(tuple(map(_printable, row)) for row in stated.get("rows", ())),
    )


def _printable(value: Any) -> Any:
    return without_controls(value) if isinstance(value, str) else value


def _shown(value: Any) -> str:
    return "" if value is None else without_controls(str(value))


def _line(value: Any) -> str:
    return re.sub(r"\s+", " ", without_controls(str(value))).strip() if value else ""


def _lines(values: Any) -> tuple[str, ...]:
    return tuple(line for line in map(_line, _items(values)) if line)


def _items(stated: Any) -> list[Any]:
    """Give what is stated as a list, or as the one item of a list."""
    return list(stated) if isinstance(stated, list | tuple) else [stated]


def _language(stated: Any) -> str:
    """Give a language tag; English for what is none, such as the ``R`` of a kernel."""
    tag = _line(stated).replace("_", "-")
    return tag if LANGUAGE.fullmatch(tag) else "en"


def _date(value: Any) -> str | None:
    """Give the day that a text begins with, as ``2024-06-30``; None where it begins with none."""
    day = str(value or "")[:10]
    try:
        return day if date.fromisoformat(day).isoformat() == day else None
    except ValueError:
        return None


def _short(text: str) -> str:
    text = re.sub(r"\s+", " ", text)
    return text if len(text) <= 60 else text[:57] + "…"
