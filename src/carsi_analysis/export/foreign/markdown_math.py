"""Where Markdown holds formulas and references to them, as JupyterLab finds them; sums of money are none."""

import re
from collections.abc import Iterator
from typing import Any

import mistune

BLOCK = (
    r"^ {0,3}(?:\$\$(?P<dollar_math>[\s\S]+?)\$\$|\\\\\[(?P<bracket_math>[\s\S]+?)\\\\\]"
    # One backslash also keeps a bracket a bracket: of a formula it is where space follows, or what looks like LaTeX.
    r"|\\\[(?P<likely_math>(?=\s|[^\]]*?(?:(?<!\\)\\[a-zA-Z]|\w[=^_]))[\s\S]+?)\\\]"
    r"|(?P<environment_math>\\begin\{(?P<environment>[a-zA-Z]*\*?)\}[\s\S]+?\\end\{(?P=environment)\}))"
    r"[ \t]*(?:\{#(?P<math_label>eq[\w:.-]*)[^}\n]*\}[ \t]*)?$"
)
INLINE = (
    r"\$\$(?P<display_text>(?:\\.|[^$\\])+?)\$\$"
    r"|\$(?P<dollar_text>(?:\\[\s\S]|[^$\\])+?)\$"
    r"|\\\\\((?P<paren_text>[\s\S]+?)\\\\\)"
    r"|\\\((?P<likely_text>[^\n]+?)\\\)"
    r"|\\\\\[(?P<bracket_text>[\s\S]+?)\\\\\]"
    r"|\\\[(?P<likely_bracket_text>[\s\S]+?)\\\]"
    r"|(?P<environment_text>\\begin\{(?P<inner_environment>[a-zA-Z]*\*?)\}[\s\S]+?\\end\{(?P=inner_environment)\})"
    r"|(?P<reference_text>\\(?:eq)?ref\s*\{[^{}\n]+\})"
    r"|(?<![\w@])@(?P<cross_reference>eq-[\w-]*\w)"
)
IN_HTML = re.compile(
    r"\$\$(?P<dollars>[\s\S]+?)\$\$|\\\[(?P<bracket>[\s\S]+?)\\\]|\\\((?P<paren>[\s\S]+?)\\\)"
    r"|\$(?P<dollar>(?:\\.|[^$\\])+?)\$"
)
"""How the text of an HTML output holds formulas."""

LATEX = re.compile(r"(?<!\\)\\[a-zA-Z{}|,;!]|[\w)\]}'][_^][\w({\\*+−-]|\d\s*\\[$%]\s*$")
SUM = re.compile(r"\d[\d.,]*[a-zA-Z]{0,2}(?:[;:,.]\s|\s+(?:[^\W\d_]{2,}|\d))")
"""A number as in prose: a formula has an operator or one letter after it."""

PROGRAM = re.compile(r"\{?(?:[A-Z][A-Z\d_]+\b[\s\S]*[\s/:@=,;-]|[A-Za-z_]\w+\b[\s\S]*[/:@])$")
"""A name and what joins it to the next one, as between the dollars of two variables of a shell."""

LIKELY = {"likely_text": re.compile(r"\w{1,2}$|.*[=<>]"), "likely_bracket_text": re.compile(r"\s")}
"""What makes a formula of brackets with one backslash, which also keep a bracket from being a link."""

BRACKETS = {")": "(", "]": "[", "}": "{"}


def is_formula(text: str, before: str, after: str) -> bool:
    """Tell whether what stands between two dollars is a formula, by that and the character on each side of them.

    JupyterLab takes anything for one. Here it must look like LaTeX, or be as Pandoc asks: no space inside the
    dollars, no digit after them; and no letter before them, brackets that close, and no sum of money inside. Names of
    a shell such as ``$HOME/bin:$PATH`` are none.
    """
    if "\\" not in text and (after.isalpha() or after in tuple("_{")) and PROGRAM.match(text):
        return False
    if LATEX.search(text):
        return "\\" in text or not (SUM.match(text) and after.isdigit())
    money = before.isalnum() or after.isdigit() or text.startswith("/") or SUM.match(text)
    return text == text.strip() and not money and _closes(text)


def formulas_in(text: str) -> Iterator[re.Match[str]]:
    """Give the formulas in a text of HTML, one after the other."""
    place = 0
    while match := IN_HTML.search(text, place):
        before, after = text[max(match.start() - 1, 0) : match.start()], text[match.end() :][:1]
        if match["dollar"] is None or is_formula(match["dollar"], before, after):
            yield match
            place = match.end()
        else:
            place = match.start() + 1


def _closes(text: str) -> bool:
    opened: list[str] = []
    for character in text:
        if character in BRACKETS.values():
            opened.append(character)
        elif character in BRACKETS and (not opened or opened.pop() not in "([{"):
            return False
    return not opened


def read_formulas(markdown: mistune.Markdown) -> None:
    """Let a parser find formulas, also in lists and quotations."""
    markdown.block.register("block_math", BLOCK, _parse_block, before="list")
    for rules in (markdown.block.list_rules, markdown.block.block_quote_rules):
        markdown.block.insert_rule(rules, "block_math", before="list")
    # Under a name of ours, since mistune looks for its own "inline_math" at dollars alone.
    markdown.inline.register("formula", INLINE, _parse_inline, before="escape")


def _parse_block(_block: Any, match: re.Match[str], state: Any) -> int:
    text = match["dollar_math"] or match["bracket_math"] or match["likely_math"] or match["environment_math"]
    label = f"\\label{{{match['math_label']}}}" if match["math_label"] else ""
    state.append_token({"type": "block_math", "raw": text.strip() + label})
    return match.end() + 1


def _parse_inline(_inline: Any, match: re.Match[str], state: Any) -> int | None:
    found = {name: text for name, text in match.groupdict().items() if text and name.endswith(("_text", "_reference"))}
    kind, text = next(iter(found.items()))
    before, after = match.string[max(match.start() - 1, 0) : match.start()], match.string[match.end() :][:1]
    if kind == "dollar_text" and not is_formula(text, before, after):
        return None
    if kind in LIKELY and not (LATEX.search(text) or LIKELY[kind].match(text)):
        state.append_token({"type": "text", "raw": match[0][1]})  # an escaped bracket is a bracket
        return match.start() + 2
    if kind == "cross_reference":
        text = f"\\ref{{{text}}}"
    display = kind in {"display_text", "bracket_text", "likely_bracket_text", "environment_text"}
    state.append_token({"type": "display_math" if display else "inline_math", "raw": text})
    return match.end()
