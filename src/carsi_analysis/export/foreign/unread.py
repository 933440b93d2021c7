"""What a notebook shows and its document does not: found in the notebook itself, by other eyes than the readers'.

The words are taken from the cells as they are written, without their markup.
"""

import re

from lxml import html as lxml_html
from nbformat import NotebookNode

from carsi_analysis.export.account import Loss, missing
from carsi_analysis.export.contract import raw_kind, visible_cells, visible_outputs
from carsi_analysis.export.counts import Count, total, words_in
from carsi_analysis.export.document import Block, Document
from carsi_analysis.export.foreign.hidden import STAND_IN
from carsi_analysis.export.foreign.terminal import joined_streams, names_drawing, plain_text
from carsi_analysis.export.lint import texts_of

MARKUP = re.compile(
    r"<!--.*?-->|<(script|style|audio|video|iframe|object|canvas)\b.*?</\1>|</?[a-zA-Z][^<>]*>|!\[[^\]]*\]\([^)]*\)|\]\((?:[^()]|\([^)]*\))*\)"
    r"|^ {0,3}\[[^\]^]+\]:[^\n]*$|^[ \t>]*(?:[*+-][ \t]+|\d+[.)][ \t]+)?(?:`{3,}|~{3,}|:{3,})[^\n]*$|^\s*:[\w-]+:.*$"
    r"|\[\^[^\]]+\]|\[![A-Za-z]+\]|^[\s>]*(?:[*+-]|\d+[.)])[ \t]+\[[xX]\]"
    r"|\{[\w:-]+\}(?=`)|\s<[^<>`\n]+>(?=`)|\{(?:[#.]|\w+=)[^}\n]*\}|^\([\w:.-]+\)=|\]\[[^\]]*\]"
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
    """Give by cell the words of a notebook that its document does not hold in the blocks of that cell or in its notes.

    Words of another cell are no stand-in: two cells may say the same.
    """
    anywhere = " ".join(texts_of([document.meta, document.footnotes]))
    shown: dict[int, list[Block]] = {}
    for block in document.blocks:
        shown.setdefault(block.cell, []).append(block)
    losses: list[Loss] = []
    for number, cell in visible_cells(nb):
        if words := _words(cell):  # most cells of ours say all in blocks
            text = " ".join([*texts_of(shown.get(number, [])), anywhere])
            losses += missing([(number, words)], words_in(text), text)
    return losses


def _words(cell: NotebookNode) -> Count:
    if cell.cell_type == "code":
        return total(words_in(_shown(output, cell)) for output in joined_streams(visible_outputs(cell)))
    if cell.cell_type == "raw" and raw_kind(cell) not in {"", "text/html", "text/markdown"}:
        return Count()  # it is told that all of it is left out
    return words_in(MARKUP.sub(" ", FORMULA.sub(" ", cell.source)))


def _shown(output: NotebookNode, cell: NotebookNode) -> str:
    """Give the words of an output that says all in words; what scripts or styles change is not judged here."""
    if output.output_type == "stream" and output.name != "stderr":
        return plain_text(output.text)
    data = output.get("data", {})
    if output.get("metadata", {}).get("briefing") is not None:
        return ""
    page = data.get("text/html", "")
    if page.strip() and not CHANGED.search(page):
        words = " ".join(lxml_html.fromstring(f"<div>{STYLE.sub('', page)}</div>").itertext())
        return "" if STAND_IN.match(words) else words
    text = data["text/plain"] if list(data) == ["text/plain"] else ""
    return "" if "<" in text or names_drawing(text, cell) else plain_text(text)
