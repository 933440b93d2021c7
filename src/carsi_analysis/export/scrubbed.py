"""The executed notebook without what tells where, when and by whom it was run."""

import copy
import re
from collections.abc import Callable

import nbformat
from nbformat import NotebookNode

KEPT = ("kernelspec", "title", "subtitle", "authors", "language", "date")
RUN_TRACES = ("papermill", "execution", "ExecuteTime", "collapsed", "scrolled")
INJECTED = "injected-parameters"
HOME = re.compile(r"(?:/(?:home|Users)/|[A-Za-z]:[/\\]+Users[/\\]+)[^/\\\s\"'<>]+(?=[/\\])")
ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,16}\b")


def write_notebook(notebook: NotebookNode) -> str:
    """Write a notebook that repeats byte for byte and names nobody.

    Run times, the runner's paths, interpreter versions, home folders and memory addresses go; the cell that a
    runner added gets a fixed identifier instead of a random one. Cells, outputs and their metadata stay.
    """
    clean = copy.deepcopy(notebook)
    language = clean.metadata.get("language_info", {}).get("name", "python")
    kept = {key: clean.metadata[key] for key in KEPT if key in clean.metadata}
    clean.metadata = nbformat.from_dict({**kept, "language_info": {"name": language}})
    clean.nbformat, clean.nbformat_minor = 4, 5
    for number, cell in enumerate(clean.cells, 1):
        cell["id"] = INJECTED if INJECTED in cell.metadata.get("tags", []) else cell.get("id") or f"cell-{number}"
        for key in RUN_TRACES:
            cell.metadata.pop(key, None)
        for output in cell.get("outputs", []):
            scrub_output(output, scrub_text)
    return nbformat.writes(clean).rstrip("\n") + "\n"


def scrub_output(output: NotebookNode, scrub: Callable[[str], str]) -> None:
    """Scrub the words of an output, in place and by a function; pictures and data keep every byte."""
    if output.output_type == "stream":
        output.text = scrub(output.text)
    elif output.output_type == "error":
        output.evalue = scrub(output.evalue)
        output.traceback = [scrub(line) for line in output.traceback]
    else:
        for kind, content in output.data.items():
            if kind.startswith("text/") and isinstance(content, str):
                output.data[kind] = scrub(content)


def scrub_text(text: str) -> str:
    """Take out home folders and memory addresses, whoever's they are."""
    return ADDRESS.sub("at 0x…", HOME.sub("~", text))
