"""Reads the cells and outputs that others wrote into blocks of the document, and notes what a reader would miss."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from nbformat import NotebookNode

from carsi_analysis.export.builder import Builder
from carsi_analysis.export.characters import short, slug, whole_number, without_controls
from carsi_analysis.export.contract import SHOW_CODE_TAG, tags
from carsi_analysis.export.document import Code, Figure, Footnote, Notice, Stream, TableBlock
from carsi_analysis.export.foreign import pictures
from carsi_analysis.export.foreign.elements import content_of
from carsi_analysis.export.foreign.markdown import Context
from carsi_analysis.export.foreign.options import cell_options, without_options
from carsi_analysis.export.foreign.sanitise import clean_tree
from carsi_analysis.export.foreign.tables import has_only_tables, read_table
from carsi_analysis.export.foreign.terminal import is_representation, plain_text
from carsi_analysis.export.pictures import Picture, PictureError, from_svg
from carsi_analysis.export.tree import Content, Element, is_blank, plain, stripped

WIDGET = "application/vnd.jupyter.widget-view+json"
RASTERS = ("image/png", "image/jpeg", "image/gif", "image/webp")
PICTURES = {"image/svg+xml", *RASTERS}
HEADINGS = {f"h{level}": level for level in range(1, 7)}


class ForeignReader:
    """Reads what the project did not make itself: Markdown cells and outputs of any library.

    Args:
        builder: the document that receives the blocks.
        sources: all Markdown of the notebook, which shares footnotes and link definitions.
        folder: where the notebook lies, to find pictures that its Markdown names.
        lettered_notes: mark notes by letters, for a document whose references have the numbers.
    """

    def __init__(self, builder: Builder, sources: list[str], folder: Path | None, lettered_notes: bool):
        self.builder, self.labels, self.folder = builder, builder.labels, folder
        self.context = Context(sources, lettered_notes)
        self.cell = NotebookNode()
        self.options: dict[str, str] = {}

    def start(self, cell: NotebookNode) -> None:
        """Begin a cell: show its Markdown, or its code where it asks for that."""
        self.cell = cell
        if cell.cell_type == "markdown":
            self._prose(self.context.html(cell.source))
        elif cell.cell_type == "code":
            self.options = cell_options(cell.source)
            if SHOW_CODE_TAG in tags(cell) and cell.source.strip():
                self.builder.blocks.append(Code(self.builder.cell, plain_text(without_options(cell.source))))

    def output(self, output: NotebookNode) -> None:
        """Show one output of the cell begun last."""
        if output.output_type == "stream":
            self._stream(output)
        elif output.output_type == "error":
            self._error(output)
        else:
            self._rich(output)

    def footnotes(self) -> list[Footnote]:
        """Give the notes that the Markdown referred to."""
        return [Footnote(mark, f"fn-{mark}", self._content(html)) for mark, html in self.context.footnotes()]

    # Outputs

    def _stream(self, output: NotebookNode) -> None:
        text = plain_text(output.text)
        if output.name == "stdout" and text:
            self.builder.blocks.append(Stream(self.builder.cell, text))

    def _error(self, output: NotebookNode) -> None:
        detail = plain_text(f"{output.ename}: {output.evalue}")
        self.builder.find(f"the cell failed with {detail}", "mend the cell and run the notebook again")
        self.builder.blocks.append(Notice(self.builder.cell, self.labels("failed"), detail))

    def _rich(self, output: NotebookNode) -> None:
        data = output.data
        if picture := self._picture(output):
            self._figure(picture)
        elif WIDGET in data:
            self.builder.notice(
                self.labels("widget"), "an interactive control cannot be shown", "show its result as a table"
            )
        elif "text/markdown" in data:
            self._prose(self.context.html(data["text/markdown"]))
        elif "text/html" in data:
            self._html(data["text/html"])
        elif "text/latex" in data:
            self._prose(self.context.html(data["text/latex"]))
        elif others := set(data) - {"text/plain"} - PICTURES:
            self._other(others, data.get("text/plain", ""))
        elif "text/plain" in data:
            self._plain(data["text/plain"])

    def _plain(self, text: str) -> None:
        drawn = any(PICTURES & set(output.get("data", {})) for output in self.cell.outputs)
        if text.strip() and not (drawn and is_representation(text)):
            self.builder.blocks.append(Stream(self.builder.cell, plain_text(text)))

    def _other(self, kinds: set[str], text: str) -> None:
        """Of an output for scripts, such as JSON or a map, show the words that come with it."""
        if text and not is_representation(text):
            self._plain(text)
        else:
            told = ", ".join(sorted(kinds))
            self.builder.notice(
                self.labels("script_only"), f"an output of type {told} cannot be shown", "add a picture of it"
            )

    # Prose

    def _prose(self, html: str) -> None:
        """Split a fragment into headings and what stands between them."""
        self._report_formulas()
        run: Content = []
        for node in self._content(html):
            if isinstance(node, Element) and node.name in HEADINGS:
                self._flush(run)
                run = []
                self._heading(node)
            else:
                run.append(node)
        self._flush(run)

    def _flush(self, run: Content) -> None:
        self.builder.prose(stripped(run))

    def _heading(self, element: Element) -> None:
        if not is_blank(element.children):
            self.builder.heading(element.children, HEADINGS[element.name], element.anchor)

    # Figures and tables

    def _figure(self, picture: Picture) -> None:
        words = self._caption("figure", self.options.pop("fig-cap", ""))
        alt = without_controls(self.options.pop("fig-alt", "")).strip()
        if not alt:
            self.builder.find(
                "a figure has no alternative text",
                "say in one sentence what it shows: a line `#| fig-alt: …` at the top of the cell",
            )
        label = f"{self.labels('figure')} {words['number']}" if words["number"] else self.labels("picture")
        self.builder.blocks.append(
            Figure(
                self.builder.cell,
                picture=picture,
                alt=alt or plain(words["title"]) or self.labels("no_alt", label=label),
                **words,
            )
        )

    def _html(self, html: str) -> None:
        if has_only_tables(html):
            soup = BeautifulSoup(html, "html.parser")
            element = soup.find("table")
            found = read_table(element, self._of_cell, soup.find_all("style")) if element else None
            if found is not None:
                words = self._caption("table", self.options.pop("tbl-cap", ""), found.caption)
                words["notes"] = found.notes
                self.builder.blocks.append(TableBlock(self.builder.cell, table=found.table, **words))
                return
        before = len(self.builder.blocks)
        self._prose(html)
        if len(self.builder.blocks) == before and html.strip():
            self.builder.notice(
                self.labels("script_only"),
                "an output needs a script to be seen",
                "show a picture or a table of it as well",
            )

    def _caption(self, kind: str, caption: str, own: Content | None = None) -> dict[str, Any]:
        """Give the words of a figure or table: the caption that its cell states, or the one of its own."""
        title = self._content(self.context.inline_html(caption)) if caption else own or []
        self._report_formulas()
        number = self.builder.number(kind) if title else None
        return {
            "anchor": self.builder.exhibit_anchor(kind, self.options.pop("label", ""), number),
            "number": number,
            "title": title,
        }

    def _picture(self, output: NotebookNode) -> Picture | None:
        data = output.data
        vector, raster = data.get("image/svg+xml"), next((kind for kind in RASTERS if kind in data), None)
        if vector and not (raster and len(vector) > pictures.LARGEST_SVG):
            try:
                return from_svg(vector)
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
        self.builder.notice(self.labels("image_missing"), str(error), "draw it again")

    # Fragments

    def _content(self, html: str) -> Content:
        return stripped(content_of(clean_tree(html, self._mend_image, self._stated_anchor)))

    def _of_cell(self, cell: Tag) -> Content:
        if isinstance(cell.string, str) and type(cell.string) is NavigableString and len(cell.contents) == 1:
            return [without_controls(cell.string)]
        return content_of(clean_tree(cell.decode_contents(), self._mend_image))

    def _stated_anchor(self, identifier: str) -> str | None:
        return self.builder.anchor(slug(identifier)) if slug(identifier) else None

    def _mend_image(self, image: Tag) -> None:
        source, alt = str(image.get("src", "")), str(image.get("alt", "")).strip()
        try:
            picture = self._linked_picture(source)
        except (OSError, ValueError) as error:  # a name may be too long for a file, or hold a null character
            self.builder.find(f"the picture {short(source)!r} is not included: {error}", "store it beside the notebook")
            image.replace_with(NavigableString(f"[{self.labels('picture')}: {alt or short(source)}]"))
            return
        if not alt:
            self.builder.find(
                f"the picture {short(source)!r} has no alternative text", "write it between the brackets: ![…]"
            )
        width = whole_number(image.get("width"))
        scale = min(1.0, width * 0.75 / picture.width) if width else 1.0
        image.attrs = {
            "src": picture.data_uri,
            "alt": alt or self.labels("no_alt", label=self.labels("picture")),
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

    def _report_formulas(self) -> None:
        for latex in self.context.unreadable:
            self.builder.find(
                f"the formula {short(latex)!r} could not be read and is shown as it was written",
                "check its braces and commands",
            )
        self.context.unreadable.clear()
