"""Reads the cells and outputs that others wrote into blocks of the document, and notes what a reader would miss."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from nbformat import NotebookNode

from carsi_analysis.export.builder import Builder
from carsi_analysis.export.characters import short, slug, without_controls
from carsi_analysis.export.contract import raw_kind, shows_code
from carsi_analysis.export.document import Code, Figure, Footnote, Notice, Stream, TableBlock
from carsi_analysis.export.foreign import pictures, tabular
from carsi_analysis.export.foreign.alike_rows import Texts, cut_alike, stand_in_place
from carsi_analysis.export.foreign.colours import unread_colours
from carsi_analysis.export.foreign.elements import content_of
from carsi_analysis.export.foreign.forms import WIDGET, draws_by_script, forms_of, title_of, unshown
from carsi_analysis.export.foreign.hidden import EMBEDDED, set_inline, take_out_embedded, take_out_hidden
from carsi_analysis.export.foreign.markdown import Context
from carsi_analysis.export.foreign.options import cell_options, without_options
from carsi_analysis.export.foreign.sanitise import clean_tree
from carsi_analysis.export.foreign.tables import beside_table, put_before, read_table
from carsi_analysis.export.foreign.terminal import is_table, names_drawing, plain_text, without_progress
from carsi_analysis.export.foreign.walk import around, within
from carsi_analysis.export.foreign.widgets import stored_widget
from carsi_analysis.export.pictures import Picture, PictureError, from_svg
from carsi_analysis.export.tree import Content, Element, is_blank, plain, stripped

FORMULA = re.compile(r"\$|\\[(\[]")
EMBEDDING = re.compile(rf"<(?:{'|'.join(EMBEDDED)})\b", re.IGNORECASE)
VERBATIM = frozenset({"pre", "code", "kbd", "samp", "script", "style", "svg", "math", "textarea"})
"""Elements whose words are no formulas."""

HEADINGS = {f"h{level}": level for level in range(1, 7)}


class ForeignReader:
    """Reads what the project did not make itself: Markdown cells and outputs of any library.

    Args:
        builder: the document that receives the blocks.
        sources: all Markdown of the notebook, which shares footnotes and link definitions.
        folder: where the notebook lies, to find pictures that its Markdown names.
        lettered_notes: mark notes by letters, for a document whose references have the numbers.
        metadata: the notebook's, which hold the state of its widgets.
    """

    def __init__(
        self, builder: Builder, sources: list[str], folder: Path | None, lettered_notes: bool, metadata: dict[str, Any]
    ):
        self.builder, self.labels, self.folder = builder, builder.labels, folder
        self.context = Context(sources, builder.labels, lettered_notes)
        self.metadata = metadata
        self.cell = NotebookNode()
        self.options: dict[str, str] = {}
        self.unfilled: list[str] = []
        self.hidden = False

    def start(self, cell: NotebookNode) -> None:
        """Begin a cell: show its Markdown, or its code where it asks for that."""
        self.cell = cell
        if cell.metadata.get("slideshow", {}).get("slide_type") == "skip":
            self.builder.find("slides skip the cell and this document shows it", "tag it remove-cell to leave it out")
        if cell.cell_type == "markdown":
            self._markdown(cell.source)
        elif cell.cell_type == "raw":
            self._raw(cell)
        elif cell.cell_type == "code":
            self.options = cell_options(cell.source)
            if shows_code(cell) and cell.source.strip():
                self.builder.blocks.append(Code(self.builder.cell, plain_text(without_options(cell.source))))

    def output(self, output: NotebookNode) -> None:
        """Show one output of the cell begun last."""
        if output.output_type == "stream":
            self._stream(output)
        elif output.output_type == "error":
            self._error(output)
        else:
            self._rich(output)

    def _raw(self, cell: NotebookNode) -> None:
        """Take in what is written for pages, and plain words as they stand; other formats' commands are told."""
        kind = raw_kind(cell)
        if kind == "text/html":
            self._html(cell.source)
        elif kind == "text/markdown":
            self._markdown(cell.source)
        elif not kind and cell.source.strip():
            self.builder.blocks.append(Stream(self.builder.cell, plain_text(cell.source)))
        elif cell.source.strip():
            self.builder.notice(
                self.labels("raw", kind=kind),
                f"a raw cell of type {kind} is left out: {short(cell.source)!r}",
                "write it as Markdown, or tag the cell remove-cell",
            )

    def footnotes(self) -> list[Footnote]:
        """Give the notes that the Markdown referred to."""
        return [Footnote(mark, f"fn-{mark}", self._content(html)) for mark, html in self.context.footnotes()]

    # Outputs

    def _stream(self, output: NotebookNode) -> None:
        if output.name == "stderr":
            if text := without_progress(output.text):
                self.builder.leave_out(text)
        elif self.options.get("output") == "asis":
            self._markdown(output.text)
        elif text := plain_text(output.text):
            self.builder.blocks.append(Stream(self.builder.cell, text))

    def _error(self, output: NotebookNode) -> None:
        detail = plain_text(f"{output.ename}: {output.evalue}")
        self.builder.find(f"the cell failed with {detail}", "mend the cell and run the notebook again")
        self.builder.blocks.append(Notice(self.builder.cell, self.labels("failed"), detail))

    def _rich(self, output: NotebookNode) -> None:
        """Show the first form of an output that shows something; say so where a reader would miss all of it."""
        if WIDGET in output.data:
            return self._widget(output.data)
        self.unfilled = []
        for kind in forms_of(output.data):
            if kind == "text/plain" and "text/html" in output.data and not self._stands_for_html(output.data[kind]):
                break
            if self._form(kind, output):
                if kind in {"text/html", "text/plain"}:  # a picture shows what a script would
                    self._miss_interactive(self.unfilled)
                return None
        self._miss(output.data)
        return None

    def _stands_for_html(self, text: str) -> bool:
        """Tell it of a table in print; else it is a program's word for what its script draws, loads or styles."""
        return is_table(text) or (self.hidden and not self.unfilled)

    def _form(self, kind: str, output: NotebookNode) -> bool:
        """Show one form of an output; False where it shows nothing."""
        content = output.data[kind]
        match kind:
            case "text/html":
                return self._html(content)
            case "text/latex" if table := tabular.in_html(content):
                return self._html(table)
            case "text/markdown" | "text/latex":
                return self._markdown(content)
            case "application/json":
                return self._plain(json.dumps(content, indent=2, ensure_ascii=False))
            case "text/plain":
                return self._plain(content)
        picture = self._picture(output)
        if picture:
            self._figure(picture)
        return picture is not None

    def _plain(self, text: str) -> bool:
        if plain_text(text) and not names_drawing(text, self.cell):
            self.builder.blocks.append(Stream(self.builder.cell, plain_text(text)))
        return bool(text.strip())

    def _widget(self, data: dict[str, Any]) -> None:
        stored = stored_widget(self.metadata, data[WIDGET].get("model_id", ""))
        told = data.get("text/plain", "")
        if stored.loads or "Progress(" in told or (told and not without_progress(told)):
            return
        for output in stored.outputs:
            self.output(output)
        if stored.controls or not stored.outputs:
            told = ", ".join(filter(None, stored.controls))
            self.builder.notice(
                " ".join(filter(None, [self.labels("widget"), told])),
                f"an interactive control cannot be shown{f': {told}' if told else ''}",
                "show its result as a table",
            )

    def _miss(self, data: dict[str, Any]) -> None:
        """Tell of an output that no page can hold; what only loads or styles something is not missed."""
        if self.unfilled or draws_by_script(data):
            self._miss_interactive(self.unfilled[:1] or [title_of(data)])
        elif kinds := unshown(data):
            told = ", ".join(kinds)
            self.builder.notice(
                self.labels("script_only"), f"an output of type {told} cannot be shown", "add a picture of it"
            )

    def _miss_interactive(self, titles: list[str]) -> None:
        for title in dict.fromkeys(titles):
            told = f" “{title}”" if title else ""
            self.builder.notice(
                self.labels("interactive", title=title) if title else self.labels("script_only"),
                f"an interactive output{told} cannot be shown",
                "show a picture or a table of it as well",
            )

    # Prose

    def _markdown(self, source: str) -> bool:
        """Show Markdown, and tell of the films, sounds and frames in it."""
        html = self.context.html(source)
        titles: list[str] = []
        if EMBEDDING.search(html):
            soup = BeautifulSoup(html, "html.parser")
            titles = [title_of({"text/html": str(element)}) for element in take_out_embedded(soup)]
            html = str(soup)
        shown = self._prose(html)
        self._miss_interactive(titles)
        return shown or bool(titles)

    def _prose(self, html: str) -> bool:
        """Split a fragment into headings and what stands between them; False where it shows nothing."""
        before = len(self.builder.blocks)
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
        return len(self.builder.blocks) > before

    def _flush(self, run: Content) -> None:
        self.builder.prose(stripped(run))

    def _heading(self, element: Element) -> None:
        if not is_blank(element.children):
            self.builder.heading(element.children, HEADINGS[element.name], element.anchor)

    # Figures and tables

    def _figure(self, picture: Picture, alt: str = "") -> None:
        words = self._caption("figure", self.options.pop("fig-cap", ""))
        alt = without_controls(self.options.pop("fig-alt", alt)).strip()
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

    def _html(self, html: str) -> bool:
        """Show the HTML of an output: its table or picture where it is nothing else, else all that is visible."""
        for colour in unread_colours(html):
            self.builder.find(f"the colour {short(colour)} is left out", "state it as #rrggbb")
        rest, cut = cut_alike(html)
        if cut and self._lone_table(self._seen(rest), cut):
            return True
        soup = self._seen(html)
        return self._lone_table(soup, []) or self._lone_picture(soup) or self._prose(str(soup))

    def _seen(self, html: str) -> BeautifulSoup:
        """Give the tree of what a reader sees of the HTML of an output."""
        soup = BeautifulSoup(html, "html.parser")
        self.hidden = take_out_hidden(soup)
        set_inline(soup)
        for table in within(soup, "table"):
            put_before(table)
        self._set_formulas(soup)
        self.unfilled = [title_of({"text/html": f"{element} {html}"}) for element in take_out_embedded(soup)]
        return soup

    def _set_formulas(self, soup: BeautifulSoup) -> None:
        """Typeset the formulas in the words of an output, as JupyterLab does."""
        texts = [text for text in soup.descendants if type(text) is NavigableString and FORMULA.search(text)]
        for text in texts:
            if not around(text, VERBATIM) and "<" in (html := self.context.text_html(text)):
                text.replace_with(BeautifulSoup(html, "html.parser"))

    def _lone_table(self, soup: BeautifulSoup, cut: list[Texts]) -> bool:
        sizes = beside_table(soup)
        if sizes is None or not stand_in_place(soup, cut):
            return False
        element = soup.find("table")
        found = read_table(element, self._of_cell, within(soup, "style"), cut) if element else None
        if found is not None:
            words = self._caption("table", self.options.pop("tbl-cap", ""), found.caption)
            words["notes"] = [*found.notes, *sizes]
            self.builder.blocks.append(TableBlock(self.builder.cell, table=found.table, **words))
        return found is not None

    def _lone_picture(self, soup: BeautifulSoup) -> bool:
        """A picture that is all of an output is a figure, and takes the caption of its cell."""
        images = within(soup, "img", "svg")
        if len(images) != 1 or clean_tree(str(soup)).get_text(strip=True):
            return False
        try:
            picture = self._found_picture(images[0])
        except (OSError, ValueError):
            return False  # as prose it is told what is amiss
        self._figure(picture, str(images[0].get("alt") or images[0].get("aria-label") or ""))
        return True

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
        """Give the picture of an output: its drawing, or pixels where that is huge, damaged or not whole."""
        data = output.data
        kinds = [kind for kind in forms_of(data) if kind.startswith("image/")]
        if kinds[0] == "image/svg+xml" and len(kinds) > 1 and len(data[kinds[0]]) > pictures.LARGEST_SVG:
            kinds = kinds[1:]
        for kind in kinds:
            shown = output.get("metadata", {}).get(kind, {})
            try:
                picture = pictures.of_output(kind, data[kind], shown.get("width") if isinstance(shown, dict) else None)
            except PictureError as error:
                self.builder.notice(self.labels("image_missing"), str(error), "draw it again")
                continue
            if not picture.elsewhere or kind == kinds[-1]:
                self._report_elsewhere(picture)
                return picture
        return None

    def _report_elsewhere(self, picture: Picture) -> None:
        for address in picture.elsewhere:
            self.builder.notice(
                self.labels("image_missing"),
                f"a drawing shows the picture {short(address)!r}, which lies on another server",
                "draw it with the picture inside",
            )

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
            picture = self._found_picture(image)
        except (OSError, ValueError) as error:  # a name may be too long for a file, or hold a null character
            self.builder.find(f"the picture {short(source)!r} is not included: {error}", _cure(source))
            image.replace_with(NavigableString(f"[{self.labels('picture')}: {alt or short(source)}]"))
            return
        self._report_elsewhere(picture)
        if not alt:
            self.builder.find(
                f"the picture {short(source)!r} has no alternative text", "write it between the brackets: ![…]"
            )
        image.attrs = {
            "src": picture.data_uri,
            "alt": alt or self.labels("no_alt", label=self.labels("picture")),
            **({"id": image["id"]} if image.get("id") else {}),
            "width": f"{picture.width / 0.75:.0f}",
            "height": f"{picture.height / 0.75:.0f}",
        }

    def _found_picture(self, image: Tag) -> Picture:
        """Give the picture of an ``img`` or ``svg`` element, as wide as it states.

        Raises:
            PictureError, OSError, ValueError: it cannot be found or shown.
        """
        style = str(image.get("style", ""))
        if image.name == "svg":
            return pictures.as_stated(from_svg(str(image)), style=style)
        picture = self._linked_picture(str(image.get("src", "")))
        return pictures.as_stated(picture, image.get("width"), image.get("height"), style)

    def _linked_picture(self, source: str) -> Picture:
        if source.startswith("data:"):
            return pictures.from_data_uri(source)
        if source.startswith("attachment:"):
            stored = self.cell.get("attachments", {}).get(unquote(source[len("attachment:") :]), {})
            for kind, content in stored.items():
                return pictures.of_output(kind, content)
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


def _cure(source: str) -> str:
    """Say what to do about a picture that cannot be shown."""
    if source.startswith(("data:", "attachment:")):
        return "put it into the cell again, as PNG, JPEG or SVG"
    return "store it beside the notebook"
