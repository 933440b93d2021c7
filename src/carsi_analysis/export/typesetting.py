"""Runs Typst on a document's source and says of which cell it complains."""

import atexit
import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

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
class Places:
    """Where what was asked for came to stand.

    Attributes:
        rows: table, row and page of rows.
        exhibits: those that do not break, in the order of the text.
        lists: the lists in two columns, likewise.
    """

    rows: list[tuple[int, int, int]]
    exhibits: list[Stand]
    lists: list[Listed]


@dataclass(frozen=True)
class Typeset:
    """A file, and what Typst warns of it, each once."""

    content: bytes
    complaints: list[Complaint]


class Setting:
    """A document that Typst sets: it lays it out once, whether it is asked for places, the file or both."""

    def __init__(self, source: Source, timestamp: int, folder: Path) -> None:
        self._source, self._timestamp = source, timestamp
        self._compiler = typst.Compiler(folder / "main.typ", root=folder, font_paths=house_fonts())

    def places(self) -> Places:
        """Give where everything stands, without writing a file.

        Raises:
            NotSetError: Typst could not set the document.
        """
        told: dict[str, list[Any]] = {"row-place": [], "reached": [], "shown": [], "list-place": []}
        asked, *others = (f"<{name}>" for name in told)
        try:
            answer = self._compiler.query(f"selector({asked})" + "".join(f".or({other})" for other in others))
        except RuntimeError:
            self.printed()  # it fails as well, and says where
            raise
        for one in json.loads(answer):
            told[one["label"].strip("<>")].append(one["value"])
        shown = {name: (page, height) for name, page, height in told["shown"]}
        return Places(
            [(table, row, page) for table, row, page in told["row-place"]],
            [Stand(name, page, left, *shown[name]) for name, page, left in told["reached"] if name in shown],
            [Listed(*one) for one in told["list-place"]],
        )

    def printed(self) -> Typeset:
        """Give the document as PDF/UA-1 and PDF/A-2a.

        Raises:
            NotSetError: Typst could not set the document.
        """
        try:
            compiled, warnings = self._compiler.compile_with_warnings(
                format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=self._timestamp
            )
        except typst.TypstError as error:
            raise NotSetError(_complaint(error, self._source)) from None  # it quotes the source, which nobody wrote
        if not isinstance(compiled, bytes):
            raise NotSetError(Complaint(None, "Typst gave no file"))
        return Typeset(compiled, list(dict.fromkeys(_complaint(warning, self._source) for warning in warnings)))


@contextmanager
def setting(source: Source, timestamp: int) -> Iterator[Setting]:
    """Give a document to set, made at some time; its files lie in a folder until it is done."""
    with temporary_files(), tempfile.TemporaryDirectory(prefix="briefing-") as name:
        folder = Path(name)
        (folder / "main.typ").write_text(source.text, encoding="utf-8")
        (folder / "tokens.typ").write_text(theme_tokens(source.compact), encoding="utf-8")
        (folder / "briefing.typ").write_bytes(_theme())
        for file, content in source.files.items():
            (folder / file).write_bytes(content)
        yield Setting(source, timestamp, folder)


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
