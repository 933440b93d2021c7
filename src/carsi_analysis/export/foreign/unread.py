"""What a notebook shows and its document does not: found in the notebook itself, by other eyes than the readers'.

The words are taken from the cells as they are written, without their markup; what a reader of the notebook was told to
be left out is not missed twice.
"""

import re

from lxml import html as lxml_html
from nbformat import NotebookNode

from carsi_analysis.export.account import Loss, Piece, missing
from carsi_analysis.export.contract import visible_cells, visible_outputs
from carsi_analysis.export.counts import Count, words_in
from carsi_analysis.export.document import Document
from carsi_analysis.export.foreign.hidden import STAND_IN
from carsi_analysis.export.foreign.terminal import plain_text
from carsi_analysis.export.lint import texts_of

MARKUP = re.compile(
    r"<!--.*?-->|<(script|style)\b.*?</\1>|</?[a-zA-Z][^<>]*>|!\[[^\]]*\]\([^)]*\)|\]\((?:[^()]|\([^)]*\))*\)"
    r"|^ {0,3}\[[^\]^]+\]:[^\n]*$|^[ \t>]*(?:[*+-][ \t]+|\d+[.)][ \t]+)?(?:`{3,}|~{3,}|:{3,})[^\n]*$|^\s*:[\w-]+:.*$"
    r"|\[\^[^\]]+\]|\[![A-Za-z]+\]|\{[\w:-]+\}(?=`)|\{(?:[#.]|\w+=)[^}\n]*\}|^\([\w:.-]+\)=|\]\[[^\]]*\]"
    r"|@(?:fig|tbl|sec|eq|lst)-[\w-]+|&[a-zA-Z#0-9]+;|^[\s>]*\d{1,9}[.)]\s",
    re.DOTALL | re.MULTILINE,
)
"""What of Markdown is no word to be read: tags, addresses, definitions, fences, labels, numbers of lists."""

STYLE = re.compile(r"<style\b.*?</style>", re.DOTALL | re.IGNORECASE)
CHANGED = re.compile(r"<(?:script|iframe|svg|object|math|audio|video|canvas)|hidden|display|\$|\\[(\[]", re.IGNORECASE)
FORMULA = re.compile(
    r"<math\b.*?</math>|\\(?:eq)?ref\{[^}]*\}|\$\$.*?\$\$|\$(?:\\.|[^$\n\\])+\$|\\begin\{(\w+\*?)\}.*?\\end\{\1\}|\\\\?\[.*?\\\\?\]|\\\\?\(.*?\\\\?\)",
    re.DOTALL,
)


def unread(nb: NotebookNode, document: Document) -> list[Loss]:
    """Give by cell the words of a notebook that its document does not hold.

    A cell of which something is told is left to what is told.
    """
    told = {finding.cell for finding in document.findings}
    pieces: list[Piece] = [(number, _words(cell)) for number, cell in visible_cells(nb) if number not in told]
    text = " ".join(texts_of([document.blocks, document.footnotes, document.meta]))
    return missing(pieces, words_in(text), text)


def _words(cell: NotebookNode) -> Count:
    if cell.cell_type == "code":
        return sum((words_in(_shown(output)) for output in visible_outputs(cell)), Count())
    return words_in(MARKUP.sub(" ", FORMULA.sub(" ", cell.source)))


def _shown(output: NotebookNode) -> str:
    """Give the words of an output that says all in words; what scripts or styles change is not judged here."""
    if output.output_type == "stream" and output.name == "stdout":
        return plain_text(output.text)
    data = output.get("data", {})
    if output.get("metadata", {}).get("briefing") is not None:
        return ""
    page = data.get("text/html", "")
    if page.strip() and not CHANGED.search(page):
        words = " ".join(lxml_html.fromstring(f"<div>{STYLE.sub('', page)}</div>").itertext())
        return "" if STAND_IN.match(words) else words
    return plain_text(data["text/plain"]) if list(data) == ["text/plain"] and "<" not in data["text/plain"] else ""
