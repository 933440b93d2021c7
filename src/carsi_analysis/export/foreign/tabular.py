"""Tables in LaTeX, as outputs of statistics programs hold them, written as HTML; MathJax shows none of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from carsi_analysis.export.characters import whole_number
from carsi_analysis.export.foreign.formulas import GROUP

TABULAR = re.compile(
    rf"\\begin\{{(?P<name>tabular[x*]?|longtable|tabulary)\}}(?P<stated>(?:\[[^\]]*\]|\s*{GROUP})*)"
    r"(?P<rows>[\s\S]*?)\\end\{(?P=name)\}"
)
AGAIN = re.compile(r"\\endfirsthead[\s\S]*?\\endhead|\\endhead[\s\S]*?\\end(?:last)?foot")
"""What a table of several pages prints again on each of them."""

AROUND = re.compile(
    rf"\\(?:begin|end)\{{(?:table\*?|center|threeparttable|adjustbox|document)\}}(?:\[[^\]]*\])?|\\label{GROUP}"
    rf"|\\(?:centering|small|footnotesize|scriptsize|tiny|begingroup|endgroup|par|noindent|bigskip|medskip)(?![a-zA-Z])"
)
CAPTION = re.compile(rf"\\caption\*?(?:\[[^\]]*\])?\s*{GROUP}")
RULE = re.compile(
    r"\\(?:hline|toprule|bottomrule|midrule|addlinespace|endhead|endfoot|endlastfoot|endfirsthead)(?:\[[^\]]*\])?"
    r"|\\(?:cline|cmidrule)(?:\([^)]*\))?(?:\[[^\]]*\])?\{[^{}]*\}"
)
HEAD_ENDS = re.compile(r"\\midrule|\\endfirsthead|\\endhead")
NEXT_CELL = re.compile(r"(?<!\\)&")
ROW_ENDS = re.compile(r"\\\\(?:\s*\[[^\]]*\])?|\\tabularnewline")
SPAN = re.compile(rf"^\s*\\multicolumn\s*\{{(\d+)\}}\s*{GROUP}\s*{GROUP}\s*$")
TALL = re.compile(rf"\\multirow(?:\[[^\]]*\])?\s*\{{(?P<rows>[^{{}}]*)\}}\s*(?:\{{[^{{}}]*\}}|\*)\s*{GROUP}")
LOOKS = {"textbf": "strong", "textit": "em", "emph": "em", "texttt": "code", "underline": "u", "textsuperscript": "sup"}
LOOK = re.compile(rf"\\({'|'.join(LOOKS)})\s*{GROUP}")
SIGNS = {"~": "\u00a0", "---": "—", "--": "–", r"\textbackslash": "\\", r"\ldots": "…", r"\dots": "…", r"\ ": " "}
SIGN = re.compile(r"\$(?:\\.|[^$\\])+\$|\\([_&%$#{}])|(" + "|".join(map(re.escape, SIGNS)) + r")(?:\{\})?")


def in_html(latex: str) -> str | None:
    """Write LaTeX around tables as HTML; None where it holds no table. Formulas keep their dollars."""
    if not TABULAR.search(latex):
        return None
    pieces, place = [], 0
    outside, captions = CAPTION.sub("", latex), CAPTION.findall(latex)
    for found in TABULAR.finditer(outside):
        caption = f"<caption>{_words(captions.pop(0))}</caption>" if captions else ""
        pieces += [_beside(outside[place : found.start()]), f"<table>{caption}{_rows(found['rows'])}</table>"]
        place = found.end()
    return "".join([*pieces, _beside(outside[place:])])


def _beside(latex: str) -> str:
    words = _words(AROUND.sub(" ", latex))
    return f"<p>{words}</p>" if words else ""


def _rows(latex: str) -> str:
    latex = AGAIN.sub(r"\\endhead", CAPTION.sub("", latex))
    head_ends = HEAD_ENDS.search(latex) or (re.compile(r"\\hline").search(latex, _first_row(latex)))
    end = head_ends.start() if head_ends else 0
    parts = (("thead", "th", latex[:end]), ("tbody", "td", latex[end:]))
    return "".join(f"<{part}>{_section(rows, cell)}</{part}>" for part, cell, rows in parts)


def _first_row(latex: str) -> int:
    end = ROW_ENDS.search(latex)
    return end.end() if end else len(latex)


def _split(latex: str) -> Iterator[str]:
    rows = (RULE.sub(" ", row) for row in ROW_ENDS.split(latex))
    return (row for row in rows if row.strip())


@dataclass
class _Cell:
    """A cell at its column; ``rows`` is how many it asks to span."""

    words: str
    column: int
    columns: int
    rows: int


def _section(latex: str, name: str) -> str:
    rows = [list(_row(row)) for row in _split(latex)]
    for number, row in enumerate(rows):
        for cell in row:
            cell.rows = 1 + _take_empty(rows[number + 1 : number + cell.rows], cell.column)
    return "".join(f"<tr>{''.join(_written(cell, name) for cell in row)}</tr>" for row in rows)


def _take_empty(rows: list[list[_Cell]], column: int) -> int:
    """Take the cells of a column that a taller one covers, as far as they are empty, and count them."""
    for taken, row in enumerate(rows):
        below = next((cell for cell in row if cell.column == column), None)
        if below is None or below.words:
            return taken
        row.remove(below)
    return len(rows)


def _row(row: str) -> Iterator[_Cell]:
    column = 0
    for cell in NEXT_CELL.split(row):
        span = SPAN.match(cell)
        columns, words = (int(span[1]), span[3]) if span else (1, cell)
        tall = TALL.search(words)
        rows = whole_number(tall["rows"]) if tall else None
        yield _Cell(_words(TALL.sub(lambda found: found[2], words)), column, columns, rows or 1)
        column += columns


def _written(cell: _Cell, name: str) -> str:
    columns = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    rows = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    return f"<{name}{columns}{rows}>{cell.words}</{name}>"


def _words(latex: str) -> str:
    """Write words of a cell with their looks; formulas stay."""
    words = SIGN.sub(lambda sign: sign[1] or (SIGNS[sign[2]] if sign[2] else sign[0]), escape(latex, quote=False))
    words = words.replace("\\&amp;", "&amp;")
    while LOOK.search(words):
        words = LOOK.sub(lambda look: f"<{LOOKS[look[1]]}>{look[2]}</{LOOKS[look[1]]}>", words)
    return re.sub(r"\s+", " ", words).strip(" ")
