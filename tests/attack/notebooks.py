"""Notebooks of strangers, put together at random from what breaks exporters: none may crash or run anything."""

import logging
import random
from collections.abc import Callable

import nbformat
from bs4 import BeautifulSoup
from nbconvert import get_exporter
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from carsi_analysis.errors import CarsiError
from tests.attack.found import Result, begun

FORMS = ("briefing-html", "briefing-pdf", "briefing-text", "briefing-notebook")
OBEYED = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202eevil\u2066\x85\x08\u200f\u2028"
"""What a terminal obeys: titles, clearings, colours, and letters that turn the direction of a line."""
TEXTS = (
    OBEYED,
    "", "plain words", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "]]>", "\x1b[2J\x07", "\u202eabc",
    "$a<b$ and \\$5", "{{ 7*7 }}", "#let x = 1; #panic()", "`" * 7, "|a|b|", "\ud83d\ude00 na\u00efve", "&amp;lt;b&gt;",
    "javascript:alert(1)", "=cmd()", "\u0000x", "very" * 900, "[x](javascript:alert(1))", "a\nb\r\nc",
    "@import url(//x)",
)  # fmt: skip


def attack_notebooks(count: int, seed: int) -> Result:
    """Export random notebooks in every form."""
    result = begun("notebooks put together at random, in four forms", count)
    for number in range(count):
        notebook = random_notebook(random.Random(f"notebook {seed} {number}"))
        result.note(not (told := faults(notebook)), f"notebook {number}: {told}")
    return result


def faults(notebook: NotebookNode, forms: tuple[str, ...] = FORMS) -> str:
    """What goes wrong when a notebook is exported; empty where nothing does."""
    for form in forms:
        exporter, said = get_exporter(form)(), _Said()
        exporter.log.addHandler(said)
        try:
            output, _ = exporter.from_notebook_node(nbformat.from_dict(notebook))
        except CarsiError:
            return ""  # told in a sentence
        except Exception as error:  # the very thing that is looked for
            return f"{form}: {type(error).__name__}: {str(error)[:200]}"
        finally:
            exporter.log.removeHandler(said)
        if obeyed := [line for line in said.lines if not line.isprintable()]:
            return f"{form}: a terminal would obey {obeyed[0]!r}"
        if form == "briefing-html" and (live := _live(output)):
            return f"{form}: {live}"
    return ""


class _Said(logging.Handler):
    """The lines that an exporter has a terminal show."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines += record.getMessage().split("\n")


def _live(html: str) -> str:
    page = BeautifulSoup(html, "html.parser")
    if page.find_all(["script", "iframe", "object", "embed", "form", "base"]):
        return "it holds an element that acts"
    for element in page.find_all(True):
        for name, value in element.attrs.items():
            leads = name in ("href", "src", "action", "formaction", "data", "xlink:href")
            if name.startswith("on") or (leads and "javascript:" in str(value).lower()):
                return f"<{element.name} {name}> acts"
    return ""


def random_notebook(dice: random.Random) -> NotebookNode:
    """A few cells of prose, tables, pictures, streams and errors; titles and metadata of any kind."""
    cells = [dice.choice(CELLS)(dice) for _ in range(dice.randint(1, 6))]
    notebook = new_notebook(cells=cells)
    notebook.metadata = nbformat.from_dict(_metadata(dice))  # which need not be as nbformat has them
    return notebook


def _metadata(dice: random.Random) -> dict[str, object]:
    """Metadata as other programs write it, or nothing that any of them would."""
    odd = dice.choice([_text(dice), 1, 2.5, True, None, [], {}, [_text(dice)], {"name": _text(dice)}])
    name = dice.choice(("title", "authors", "date", "language_info", "kernelspec", "papermill", "widgets", "tags"))
    known = ({"title": _text(dice)}, {"authors": [{"name": _text(dice)}]}, {"language_info": {"name": _text(dice)}})
    return dice.choice([{}, *known, {name: odd}])


def _text(dice: random.Random) -> str:
    return " ".join(dice.choice(TEXTS) for _ in range(dice.randint(1, 3)))


def prose(dice: random.Random) -> NotebookNode:
    heads = ("# ", "###### ", "> ", "- ", "1. ", "    ", "")
    return new_markdown_cell("\n\n".join(dice.choice(heads) + _text(dice) for _ in range(dice.randint(1, 5))))


def ragged_markdown(dice: random.Random) -> NotebookNode:
    rows = ["|" + "|".join(_text(dice).replace("\n", " ") for _ in range(dice.randint(1, 5))) for _ in range(4)]
    return new_markdown_cell("\n".join([rows[0], "| --- " * dice.randint(1, 5) + "|", *rows[1:]]))


def ragged_table(dice: random.Random) -> NotebookNode:
    rows = "".join(f"<tr>{_cells(dice)}</tr>" for _ in range(dice.randint(0, 6)))
    head = f"<thead><tr>{_cells(dice)}</tr></thead>" * dice.randint(0, 2)
    return _shown({"text/html": f"<div><style>td{{x:y}}</style><table>{head}<tbody>{rows}</tbody></table></div>"})


def _cells(dice: random.Random) -> str:
    spans = ("", "", "", ' colspan="3"', ' rowspan="2"', ' colspan="0"', ' rowspan="999"', ' colspan="x"')
    return "".join(f"<{(tag := dice.choice(['td', 'th']))}{dice.choice(spans)}>{_text(dice)}</{tag}>"
                   for _ in range(dice.randint(0, 5)))  # fmt: skip


def markup(dice: random.Random) -> NotebookNode:
    tags = ("div", "p", "svg", "math", "iframe", "form", "style", "b", "ul", "li", "details", "object")
    opened = [dice.choice(tags) for _ in range(dice.randint(1, 8))]
    inside = "".join(f'<{tag} onclick="alert(1)" style="color:red">{_text(dice)}' for tag in opened)
    return _shown({"text/html": inside + "".join(f"</{tag}>" for tag in reversed(opened[: dice.randint(0, 8)]))})


def picture(dice: random.Random) -> NotebookNode:
    kinds = {
        "image/png": dice.choice(["iVBORw0KGgo=", "no base64", "", "iVBORw0KGgoé", "ñ", "AAAA" + OBEYED]),
        "image/svg+xml": dice.choice(["<svg", "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", ""]),
        "image/jpeg": dice.choice(["/9j/4AAQ", "/9j/4Ñ==", OBEYED]),
        f"application/{dice.choice(['x', OBEYED])}": _text(dice),
        "text/latex": "$$" + _text(dice),
        "application/json": {"a": [_text(dice)]},
    }
    kind = dice.choice(sorted(kinds))
    return _shown({kind: kinds[kind]})


def failed(dice: random.Random) -> NotebookNode:
    error = new_output("error", ename=_text(dice), evalue=_text(dice), traceback=[_text(dice)])
    stream = new_output("stream", name=dice.choice(["stdout", "stderr"]), text=_text(dice))
    return new_code_cell(_text(dice), outputs=[error, stream])


def claimed(dice: random.Random) -> NotebookNode:
    """An output that claims to be one of ours, and is not quite."""
    kinds = ("title", "prose", "figure", "table", "references", "limits", "nothing")
    stated = {"version": dice.choice([1, 2, "2", None]), "kind": dice.choice(kinds), "title": _text(dice)}
    return _shown({"text/plain": _text(dice)}, {"briefing": dice.choice([stated, [], "x", None])})


def _shown(data: dict[str, object], metadata: dict[str, object] | None = None) -> NotebookNode:
    return new_code_cell("x", outputs=[new_output("display_data", data, metadata=metadata or {})])


CELLS: tuple[Callable[[random.Random], NotebookNode], ...] = (
    prose, ragged_markdown, ragged_table, markup, picture, failed, claimed,
)  # fmt: skip
