"""Markdown of a whole notebook in one context, so that footnotes and link definitions work across cells."""

import re
from html import escape
from textwrap import dedent
from typing import Any

import mistune
from mistune.plugins.footnotes import footnotes

from carsi_analysis.export.foreign.dialect import common
from carsi_analysis.export.foreign.formulas import Formulas
from carsi_analysis.export.foreign.markdown_math import formulas_in, read_formulas
from carsi_analysis.export.foreign.markdown_tables import read_tables
from carsi_analysis.words import Words

PLUGINS = ("strikethrough", "url", "def_list")


class Context:
    """Renders pieces of Markdown that share footnotes and link definitions.

    Attributes:
        unreadable: formulas that could not be converted, as they were written.
        reading: whether all sources are known; before, formulas are only noted.
    """

    def __init__(self, sources: list[str], labels: Words, lettered_notes: bool = False):
        """Collect the definitions in all ``sources``; they may then be rendered in any order.

        Args:
            labels: name the boxes of notes and warnings.
            lettered_notes: mark notes by letters, for a document whose references have the numbers.
        """
        self.lettered_notes = lettered_notes
        self.labels = labels
        self.unreadable: list[str] = []
        self.formulas = Formulas()
        self.reading = False
        self._environment: dict[str, Any] = {"ref_links": {}}
        renderer = self._renderer = _Renderer(self)
        self._markdown = mistune.create_markdown(renderer=renderer, plugins=[*PLUGINS, footnotes])
        read_formulas(self._markdown)
        read_tables(self._markdown)
        renderer.add_rules()  # after the plugins, whose own rules they replace
        self._markdown.after_render_hooks.clear()  # notes are rendered once, at the end
        for source in sources:
            self.html(source)
        self.formulas.settle()
        self.reading = True
        for counted in ("footnotes", "footnote_indexes"):
            self._environment.pop(counted, None)
        self.unreadable.clear()

    def html(self, source: str) -> str:
        """Render to HTML that still needs ``sanitise.clean_tree``."""
        state = self._markdown.block.state_cls()
        state.env = self._environment
        return str(self._markdown.parse(common(source, self.labels), state)[0])

    def inline_html(self, source: str) -> str:
        """Render one line, such as a caption, without the paragraph around it."""
        return re.sub(r"^<p>(.*)</p>\s*$", r"\1", self.html(source).strip(), flags=re.S)

    def text_html(self, text: str) -> str:
        """Render the formulas in a text of an HTML output; all other signs stay what they are."""
        pieces, place = [], 0
        for match in formulas_in(text):
            latex = next(filter(None, match.groups()))
            kind = "display" if match["dollars"] or match["bracket"] else "inline"
            pieces += [escape(text[place : match.start()]), self._renderer.formula(latex, kind)]
            place = match.end()
        return "".join([*pieces, escape(text[place:])])

    def footnotes(self) -> list[tuple[str, str]]:
        """Give mark and HTML of each note that was referred to, in order of first mention."""
        notes: list[tuple[str, str]] = []
        while len(notes) < len(self._used):  # a note may mention a further note
            key = self._used[len(notes)]
            notes.append((self.mark(len(notes) + 1), self.html(_flush_left(self._environment["ref_footnotes"][key]))))
        return notes

    def mark(self, number: int) -> str:
        """Give the mark of a note: 1, 2, 3 or a, b, c."""
        if not self.lettered_notes:
            return str(number)
        letters = ""
        while number:
            number, letter = divmod(number - 1, 26)
            letters = chr(ord("a") + letter) + letters
        return letters

    @property
    def _used(self) -> list[str]:
        used: list[str] = self._environment.get("footnotes", [])
        return used


class _Renderer(mistune.HTMLRenderer):
    def __init__(self, context: Context):
        super().__init__(escape=False, allow_harmful_protocols=True)  # sanitise decides
        self.context = context

    def add_rules(self) -> None:
        """Render formulas and the marks of notes our way."""
        self.register("inline_math", lambda _renderer, text: self.formula(text, "inline"))
        self.register("block_math", lambda _renderer, text: self.formula(text, "block"))
        self.register("display_math", lambda _renderer, text: self.formula(text, "display"))
        self.register("footnote_ref", lambda _renderer, _key, index: self.footnote_mark(index))

    def formula(self, latex: str, display: str) -> str:
        """Convert LaTeX to MathML; what cannot be converted is shown as it was written."""
        latex, block = latex.strip(), display != "inline"
        formulas = self.context.formulas
        if not self.context.reading:
            formulas.note(latex, block)
            return ""
        if link := formulas.link(latex):
            return link
        mathml = formulas.mathml(latex, block)
        if mathml is None:
            self.context.unreadable.append(latex)
            return f"<pre>{escape(latex)}</pre>" if display == "block" else f"<code>{escape(latex)}</code>"
        mathml = mathml.replace("<math", f'<math alttext="{escape(latex)}"', 1)
        if not mathml or not block:
            return mathml
        element = "div" if display == "block" else "span"  # a paragraph cannot hold a div
        return f'<{element} class="math">{mathml}</{element}>\n'

    def footnote_mark(self, number: int) -> str:
        mark = self.context.mark(number)
        return f'<sup class="footnote-mark">[<a href="#fn-{mark}">{mark}</a>]</sup>'

    def block_code(self, code: str, info: str | None = None) -> str:
        if info and info.strip() == "{=html}":  # Quarto's way to write for pages
            return code
        return f"<pre>{escape(code.rstrip())}</pre>\n"


def _flush_left(note: str) -> str:
    """Take the indent from the later lines of a note, which would else be code."""
    first, _, rest = note.partition("\n")
    return f"{first}\n{dedent(rest)}"
