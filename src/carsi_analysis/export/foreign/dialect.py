"""Markdown that GitHub, MyST, Quarto and Jupyter Book write beyond the common one, rewritten into the common one."""

import hashlib
import re
from collections.abc import Callable
from html import escape
from itertools import takewhile

from carsi_analysis.words import Words

FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})(?!\s*\{)")
DIRECTIVE = re.compile(
    r"^ {0,3}(?P<mark>:{3,}|`{3,}|~{3,})\s*(?:\{(?P<name>[\w:-]+)\}|\{\.(?P<quarto>[\w-]+)(?P<stated>[^}]*)\}"
    r"|(?P<plain>note|tip|info|important|warning|caution|danger))[ \t]*(?P<title>.*)$"
)
OPTION = re.compile(r"^[ \t]*:([\w-]+):[ \t]*(.*)$", re.MULTILINE)
GITHUB = re.compile(r"^(\s{0,3}>\s*)\[!(\w+)\]\s*$")
TASK = re.compile(r"^(\s*(?:>\s*)*(?:[-*+]|\d{1,9}[.)])\s+)\[([ xX])\](?=\s)")
LABEL = re.compile(r"^\(([\w:.-]+)\)=\s*$")
HEADING = re.compile(r"^( {0,3}#{1,6}\s.*?)\s*\{(?:#([\w:.-]+))?[^}]*\}\s*$")
ADMONITIONS = {
    "note",
    "tip",
    "hint",
    "important",
    "warning",
    "caution",
    "danger",
    "attention",
    "error",
    "seealso",
    "info",
}
CODES = {"code", "code-block", "code-cell", "sourcecode", "ipython", "literalinclude"}
INLINE = re.compile(
    r"\{(?P<role>[\w:-]+)\}`(?P<content>[^`]+)`"
    r"|(?P<kept>(`+)(?!`).+?(?<!`)\4(?!`)|\$[^$\n]+\$)"
    r"|(?P<image>!\[(?P<alt>[^\]]*)\]\((?P<source>[^)\s]+)\)\{(?P<attributes>[^}\n]*)\})"
    r"|(?P<spaced>\]\((?P<attachment>attachment:[^)\n\"<]*[ ][^)\n\"<]*)\))"
    r"|\^\[(?P<note>(?:[^\[\]]|\[[^\[\]]*\])+)\]"
    r"|(?<![\w\\@/.])@(?P<label>(?:fig|tbl|sec|lst)-[\w-]+)"
)


def common(source: str, labels: Words) -> str:
    """Rewrite the Markdown of a cell; code and formulas stay as they are."""
    notes: list[str] = []
    written = _lines(source.split("\n"), labels, notes)
    return "\n".join([*written, *(["", *notes] if notes else [])])


def _lines(lines: list[str], labels: Words, notes: list[str]) -> list[str]:
    written: list[str] = []
    place = 0
    while place < len(lines):
        line = lines[place]
        if fence := FENCE.match(line):
            end = _end(lines, place, fence[1])
            written += lines[place : end + 1]
        elif directive := DIRECTIVE.match(line):
            end = _end(lines, place, directive["mark"])
            written += _directive(directive, lines[place + 1 : end], lines[place : end + 1], labels, notes)
        else:
            end = place
            written += _line(line, labels, notes)
        place = end + 1
    return written


def _end(lines: list[str], start: int, mark: str) -> int:
    """Give the line that closes a fence, or the last one."""
    depth = 0
    for place in range(start + 1, len(lines)):
        stripped = lines[place].strip()
        if set(stripped) == {mark[0]} and len(stripped) >= len(mark):
            if depth == 0:
                return place
            depth -= 1
        elif mark[0] == ":" and stripped.startswith(mark) and DIRECTIVE.match(lines[place]):
            depth += 1
    return len(lines) - 1


def _directive(stated: re.Match[str], body: list[str], whole: list[str], labels: Words, notes: list[str]) -> list[str]:
    name = (stated["name"] or stated["quarto"] or stated["plain"]).lower().removeprefix("callout-")
    title = stated["title"].strip(' "') or _attribute(stated["stated"] or "", "title")
    stated_lines = list(takewhile(OPTION.match, body))
    options = {name: value for name, value in OPTION.findall("\n".join(stated_lines))}
    body = body[len(stated_lines) :]
    if name in ADMONITIONS or name in {"admonition", "dropdown", "topic"}:
        named = labels(f"admonitions.{name}") if name in ADMONITIONS else title
        head = f"**{named}**" + (f" {title}" if title and named != title else "")
        return ["", *(f"> {line}" for line in [head, "", *_lines(body, labels, notes)]), ""]
    if name in {"figure", "image"}:
        caption = " ".join(body).strip()
        alt = escape(options.get("alt", caption))
        width = f' width="{escape(options["width"])}"' if "width" in options else ""
        return ["", f'<img src="{escape(title)}" alt="{alt}"{width}>', "", *_lines(body, labels, notes), ""]
    if name == "math":
        return ["", "$$", *body, "$$", ""]
    if name in CODES:
        return ["```", *body, "```"]
    if stated["mark"][0] == ":" and not stated["name"]:  # a box of Quarto that only styles
        return ["", *_lines(body, labels, notes), ""]
    return whole if stated["mark"][0] != ":" else ["", f"**{name}** {title}", "", *_lines(body, labels, notes), ""]


def _line(line: str, labels: Words, notes: list[str]) -> list[str]:
    if github := GITHUB.match(line):
        name = github[2].lower()
        return [f"{github[1]}**{labels(f'admonitions.{name}') if name in ADMONITIONS else github[2]}**", github[1]]
    if label := LABEL.match(line):
        return [f'<a id="{label[1]}"></a>', ""]
    if heading := HEADING.match(line):
        line = heading[1] + (f' <a id="{heading[2]}"></a>' if heading[2] else "")
    line = TASK.sub(lambda box: f"{box[1]}{'☐' if box[2] == ' ' else '☑'}", line)
    return [INLINE.sub(_inline(notes), line)]


def _inline(notes: list[str]) -> Callable[[re.Match[str]], str]:
    def rewritten(found: re.Match[str]) -> str:
        if found["role"]:
            return _role(found["role"], found["content"])
        if found["image"]:
            return _picture(found)
        if found["spaced"]:
            return f"]({found['attachment'].replace(' ', '%20')})"
        if found["note"]:
            key = f"note-{hashlib.sha256(found['note'].encode()).hexdigest()[:8]}"
            notes.append(f"[^{key}]: {found['note']}")
            return f"[^{key}]"
        return f"[@{found['label']}](#{found['label']})" if found["label"] else found["kept"]

    return rewritten


def _role(role: str, content: str) -> str:
    """Write a role of MyST: a link inside the document, a formula, or its words."""
    named = re.fullmatch(r"(.*?)\s*<([^<>]+)>", content)
    words, target = (named[1], named[2]) if named else (content, content)
    match role:
        case "eq":
            return f"$\\eqref{{{target}}}$"
        case "ref" | "numref" | "prf:ref":
            return f"[{words if named else '@' + words}](#{target})"
        case "math":
            return f"${content}$"
        case "sub" | "sup" | "kbd":
            return f"<{role}>{escape(content)}</{role}>"
    return f"[{words}]" if role.startswith("cite") else words


def _picture(found: re.Match[str]) -> str:
    alt = _attribute(found["attributes"], "fig-alt") or found["alt"]
    width = _attribute(found["attributes"], "width")
    label = re.search(r"#([\w:.-]+)", found["attributes"])
    stated = (f' width="{escape(width)}"' if width else "") + (f' id="{label[1]}"' if label else "")
    return f'<img src="{escape(found["source"])}" alt="{escape(alt)}"{stated}>'


def _attribute(attributes: str, name: str) -> str:
    found = re.search(rf"(?<![\w-]){name}\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|(\S+))", attributes)
    return next(filter(None, found.groups()), "") if found else ""
