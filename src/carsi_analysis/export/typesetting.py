"""Runs Typst on a document's source and says of which cell it complains."""

import atexit
import json
import re
import tempfile
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import typst

from carsi_analysis.export import named_fonts, typefaces
from carsi_analysis.export.page_filling import Listed, Stand
from carsi_analysis.export.typst import Source, theme_tokens
from carsi_analysis.files import temporary_files

PLACE = re.compile(r"main\.typ:(\d+):")
"""Where a message of Typst shows the line that it speaks of."""

LONGEST_MEMORY = 10
"""Typst throws away, whenever it sets something, what it has not used for so many settings."""


@dataclass(frozen=True)
class Complaint:
    """What Typst says of a document; ``cell`` is None where it names no line of one."""

    cell: int | None
    message: str


class NotSetError(Exception):
    """Typst could not set a document."""

    def __init__(self, complaint: Complaint):
        super().__init__(complaint.message)
        self.complaint = complaint


@dataclass(frozen=True)
class Typeset:
    """A file, what Typst warns of it, each once, and where what was asked for came to stand.

    Attributes:
        places: table, row and page of rows.
        exhibits: where exhibits that do not break came to stand, in the order of the text.
        lists: the lists in two columns, likewise.
    """

    content: bytes
    complaints: list[Complaint]
    places: list[tuple[int, int, int]]
    exhibits: list[Stand]
    lists: list[Listed]


def typeset(source: Source, timestamp: int) -> Typeset:
    """Set a document as PDF/UA-1 and PDF/A-2a.

    Raises:
        NotSetError: Typst could not set the document.
    """
    with temporary_files(), tempfile.TemporaryDirectory(prefix="briefing-") as name:
        folder = Path(name)
        (folder / "main.typ").write_text(source.text, encoding="utf-8")
        (folder / "tokens.typ").write_text(theme_tokens(source.compact), encoding="utf-8")
        (folder / "briefing.typ").write_bytes(_theme())
        for file, content in source.files.items():
            (folder / file).write_bytes(content)
        compiler = typst.Compiler(folder / "main.typ", root=folder, font_paths=house_fonts())
        try:
            compiled, warnings = compiler.compile_with_warnings(
                format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=timestamp
            )
        except typst.TypstError as error:
            raise NotSetError(_complaint(error, source)) from None  # it quotes the source, which nobody wrote
        rows, reached, shown, lists = (
            json.loads(compiler.query(f"<{name}>", field="value"))
            for name in ("row-place", "reached", "shown", "list-place")
        )
    if not isinstance(compiled, bytes):
        raise NotSetError(Complaint(None, "Typst gave no file"))
    complaints = list(dict.fromkeys(_complaint(warning, source) for warning in warnings))
    places = {name: (page, height) for name, page, height in shown}
    return Typeset(
        compiled,
        complaints,
        [(table, row, page) for table, row, page in rows],
        [Stand(name, page, left, *places[name]) for name, page, left in reached if name in places],
        [Listed(*told) for told in lists],
    )


def make_room(source: Source) -> None:
    """Let Typst throw away what it remembers of documents, some 18 MB each, unless the next one is like the last.

    Documents that show a picture twice, such as one report of several spans of years, have much else in common, too.
    The wheel has no call for throwing away, but nothing is quickly set.
    """
    global _shown
    before, _shown = _shown, frozenset(source.files.values())
    if before is not None and before.isdisjoint(_shown):
        for _ in range(LONGEST_MEMORY + 1):
            typst.Compiler(b"", root=typefaces.font_folder(), font_paths=house_fonts()).compile(format="svg")


_shown: frozenset[bytes] | None = None
"""The pictures of the document that was set last."""


def _complaint(said: typst.TypstError | typst.TypstWarning, source: Source) -> Complaint:
    place = PLACE.search(said.diagnostic)
    return Complaint(source.cells[int(place[1]) - 1] if place else None, said.message)


def house_fonts() -> typst.Fonts:
    """Give the faces that came with the package, and those that the build names, but no others."""
    return _fonts(_fallback_folder(named_fonts.current().files).name)


@cache
def _fonts(folder: str) -> typst.Fonts:
    """Load only faces that came with the package or were named; what the machine has installed must not matter."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[str(typefaces.font_folder()), folder],
    )


@cache
def _fallback_folder(named: tuple[str, ...]) -> tempfile.TemporaryDirectory[str]:
    """Copy fallback and named faces into a folder of their own: Typst reads whole folders, which hold more."""
    with temporary_files():
        folder = tempfile.TemporaryDirectory(prefix="briefing-fonts-")
        atexit.register(folder.cleanup)  # without it the interpreter does so at its end, but with a warning
        for place, path in enumerate([*typefaces.fallback_files(), *map(Path, named)]):
            (Path(folder.name) / f"{place}{path.suffix}").write_bytes(path.read_bytes())
    return folder


@cache
def _theme() -> bytes:
    return (files("carsi_analysis.export") / "templates" / "briefing.typ").read_bytes()
