"""LaTeX formulas of a whole notebook as MathML: a macro or a number of one cell is known in all others.

``math_core`` reads what LaTeX would; what MathJax takes beyond that, and notebooks use, is rewritten before.
"""

import re
from collections.abc import Iterator
from html import escape, unescape
from itertools import count

from math_core import LatexToMathML

from carsi_analysis.export.foreign import chemistry

Snippet = tuple[str, bool]
"""LaTeX, and whether it stands by itself."""

MACROS = {
    "mbox": r"\text{#1}", "hbox": r"\text{#1}", "textnormal": r"\text{#1}", "ensuremath": "#1", "smash": "#1",
    "substack": r"\begin{matrix}#1\end{matrix}", "ref": r"\eqref{#1}",
    "llap": "#1", "rlap": "#1", "mathllap": "#1", "mathrlap": "#1", "mathclap": "#1", "hphantom": r"\phantom{#1}",
    "vphantom": "{}", "href": "#2", "mit": "", "textdegree": "^{\\circ}", "degree": "^{\\circ}",
    "intertext": r"\\ \text{#1} \\", "shortintertext": r"\\ \text{#1} \\", "hfill": r"\quad", "displaylimits": "",
    "pu": r"\text{#1}",
}  # fmt: skip
"""What ``math_core`` does not know, by what it does."""

GROUP = r"\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}"
"""What stands in braces, down to the third level."""

ONE = r"(?:(?!\\begin\{equation)[\s\S])*?"
NUMBERED = "align|alignat|flalign|gather|multline|equation|eqnarray"
REWRITTEN = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (
            r"\\require\s*\{[^{}]*\}|\\(?:nonumber|notag)(?![a-zA-Z])|\\(?:tiny|small|normalsize|large|Large|LARGE|huge|Huge)(?![a-zA-Z])",
            "",
        ),
        (r"(?<!\\)((?:\\\\)*)\\\\\s*\[\s*-?[\d.]+\s*(?:pt|em|ex|mm|cm|in|mu|px)\s*\]", r"\1\\\\"),
        (r"(?<!\\)((?:\\\\)*)\\(?:\s+|$)", r"\1\\ "),  # a backslash before the end of a line is a space too
        # One equation is all of the formula; its number and name may stand before or after its end.
        (rf"^\s*\\begin\{{equation\*?\}}({ONE})\\end\{{equation\*?\}}({ONE})$", r"\1\2"),
        # Notebooks define the same macro in one cell after the other, which MathJax lets them do.
        (r"\\(?:re|provide)?newcommand\*?\s*\{?\s*(\\[a-zA-Z]+)\s*\}?\s*(?=\{)", r"\\def\1"),
        (r"\\(?:re|provide)?newcommand\*?\s*\{?\s*(\\[a-zA-Z]+)\s*\}?\s*\[1\]\s*(?=\{)", r"\\def\1#1"),
        (r"\\(?:re|provide)?newcommand\*?\s*\{?\s*(\\[a-zA-Z]+)\s*\}?\s*\[2\]\s*(?=\{)", r"\\def\1#1#2"),
        (r"\\(?:re|provide)?newcommand\*?\s*\{?\s*(\\[a-zA-Z]+)\s*\}?\s*\[3\]\s*(?=\{)", r"\\def\1#1#2#3"),
        (rf"\\DeclareMathOperator(\*?)\s*\{{?\s*(\\[a-zA-Z]+)\s*\}}?\s*{GROUP}", r"\\def\2{\\operatorname\1{\3}}"),
        (r"\\begin\{(?:x?x?alignat|alignedat)\*?\}\s*\{\d+\}", r"\\begin{align}"),
        (r"\\(begin|end)\{(?:x?x?alignat|alignedat)\*?\}", r"\\\1{align}"),
        (r"&\s*(=|\\[a-zA-Z]+|[<>])\s*&(?=(?:(?!\\begin)[\s\S])*\\end\{eqnarray\*?\})", r"&\1 "),
        (r"\\(begin|end)\{(?:flalign|eqnarray)\*?\}", r"\\\1{align}"),
        (r"\\(begin|end)\{split\}", r"\\\1{aligned}"),
        (r"\\(begin|end)\{smallmatrix\}", r"\\\1{matrix}"),
        (r"\\(begin|end)\{subequations\}", ""),
        (rf"\\(p?matrix|cases)\s*{GROUP}", r"\\begin{\1}\2\\end{\1}"),
        (r"\\cr(?![a-zA-Z])", r"\\\\"),
        (rf"\\(begin|end)\{{({NUMBERED})\}}", r"\\\1{\2*}"),
    )
)
CHEMISTRY = re.compile(rf"\\ce\s*{GROUP}")
IN_TEXT = re.compile(rf"\\(?:text|textrm|mbox|hbox|textbf|textit)\s*{GROUP}")
LABEL = re.compile(r"\\label\s*\{([^{}]*)\}")
TAG = re.compile(r"\\tag\*?\s*\{")
STATED_NUMBER = re.compile(r"\\tag\*?\s*\{\s*(\d+)\s*\}")
STARRED = re.compile(rf"\\begin\{{(?:{NUMBERED})\*\}}")
DEFINITION = re.compile(r"\\(?:def|let|(?:re|provide)?newcommand|DeclareMathOperator)(?![a-zA-Z])")
NAME = re.compile(r"\\(label|(?:eq)?ref)\s*\{([^{}]*)\}")
REFERENCE = re.compile(r"\\(eq)?ref\s*\{([^{}]*)\}")
NUMBER = re.compile(r'id="([^"]*)"[^>]*><mtext>\(?(.*?)\)?</mtext>')
LOOKS = {
    "width: 100%": "numbered", "width: 50%": "side", "width: 7.5%": "side", "border-right": "rule-right",
    "border-left": "rule-left", "border-top": "rule-above", "border-bottom": "rule-below", "padding-left: 0": "after",
    "padding-right: 0": "before",
}  # fmt: skip
"""The class for each part of a style that ``math_core`` writes."""

STYLE = re.compile(r'(<\w+)([^<>]*?) style="([^"]*)"')


class Formulas:
    """Converts the formulas of a notebook, once all are known."""

    def __init__(self) -> None:
        self._converter = LatexToMathML(
            macros=MACROS,
            continue_on_error=True,
            allow_unreliable_rendering=True,
            global_group=True,
            fancy_error=False,
        )
        self._met: dict[Snippet, None] = {}
        self._written: dict[Snippet, str | None] = {}
        self._numbers: dict[str, str] = {}
        self._definitions: list[Snippet] = []

    def note(self, latex: str, block: bool) -> None:
        """Keep a formula for ``settle``, in the order of the notebook."""
        self._met[latex, block] = None

    def settle(self) -> None:
        """Convert all that was noted: later cells know the macros and numbers of earlier ones, and the reverse."""
        snippets = list(self._met)
        taken = {number for latex, _ in snippets for number in STATED_NUMBER.findall(latex)}
        free = (str(number) for number in count(1) if str(number) not in taken)
        understood = [(_understood(latex, block, free), block) for latex, block in snippets]
        written = self._converter.convert_all(understood)
        self._written = {snippet: _usable(html) for snippet, html in zip(snippets, written, strict=True)}
        self._numbers = {unescape(label): number for html in written for label, number in NUMBER.findall(html)}
        self._definitions = [(latex, block) for latex, block in understood if DEFINITION.search(latex)]

    def mathml(self, latex: str, block: bool) -> str | None:
        """Give the MathML of a formula: nothing for one that only defines macros, None where it cannot be read."""
        if (latex, block) not in self._written:
            snippets = [*self._definitions, (_understood(latex, block, iter(())), block)]
            self._written[latex, block] = _usable(self._converter.convert_all(snippets)[-1])
        return self._written[latex, block]

    def link(self, latex: str) -> str | None:
        """Give the link for a reference to an equation, such as ``\\eqref{eq:a}``; None where it is none."""
        match = REFERENCE.fullmatch(latex)
        name = _named(match[2]) if match else ""
        number = self._numbers.get(name)
        if match is None or number is None:
            return None
        words = f"({number})" if match[1] else number
        return f'<a href="#{escape(name)}">{words}</a>'


def _named(name: str) -> str:
    """Give the name of an equation in signs that the converter takes for one."""
    return re.sub(r"[^A-Za-z0-9:.-]", "-", name.strip())


def _understood(latex: str, block: bool, free: Iterator[str]) -> str:
    """Rewrite what the converter does not know into what it does, and number what is referred to by a label."""
    latex = NAME.sub(lambda stated: f"\\{stated[1]}{{{_named(stated[2])}}}", latex)
    latex = CHEMISTRY.sub(lambda stated: chemistry.in_latex(stated[1]), latex)
    for pattern, replacement in REWRITTEN:
        latex = pattern.sub(replacement, latex)
    latex = IN_TEXT.sub(_apart, latex)
    if not block:
        return latex
    latex = "".join(_numbered(row, free) for row in re.split(r"(\\\\)", latex))
    if TAG.search(latex) and not STARRED.search(latex):
        latex = rf"\begin{{equation*}}{latex}\end{{equation*}}"
    return latex


def _numbered(row: str, free: Iterator[str]) -> str:
    """Give an equation that can be referred to a number, where its author gave none."""
    if not LABEL.search(row) or TAG.search(row):
        return row
    return LABEL.sub(lambda label: f"{label[0]}\\tag{{{next(free, '')}}}", row, count=1)


def _apart(text: re.Match[str]) -> str:
    """Take a formula inside ``\\text`` out of it; there, an underscore is one."""
    command, words = text[0].split("{", 1)
    pieces = re.split(r"(?<!\\)\$((?:\\.|[^$\\])+)\$", words)
    pieces[::2] = [re.sub(r"(?<!\\)_", r"\\_", piece) for piece in pieces[::2]]
    pieces[1::2] = [f"}}{{{formula}}}{command}{{" for formula in pieces[1::2]]
    return f"{command}{{{''.join(pieces)}"


def _usable(html: str) -> str | None:
    """Give converted MathML with its looks in attributes, as pages forbid styles; None where it is a message."""
    if not html.startswith("<math") or "(??)" in html:
        return None
    if not re.search(r"<m[a-z]+[ >]", html[5:]):
        return ""
    return STYLE.sub(lambda tag: tag[1] + tag[2] + "".join(_attributes(tag[3])), html)


def _attributes(style: str) -> Iterator[str]:
    classes = [name for looks, name in LOOKS.items() if looks in style]
    if classes:
        yield f' class="{" ".join(classes)}"'
    if side := re.search(r"text-align: (left|right)", style):
        yield f' columnalign="{side[1]}"'
    if colour := re.search(r"(?<![\w-])color: ?(#[0-9A-Fa-f]{6})", style):
        yield f' mathcolor="{colour[1].lower()}"'
