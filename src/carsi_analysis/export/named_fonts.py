"""Fonts of the machine that a PDF may use for scripts which the house's faces lack; nothing but a name brings them in.

A context keeps them while one export runs: what a font can show is asked deep inside formulas and pictures.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont
from nbconvert.utils.exceptions import ConversionException

from carsi_analysis.errors import CarsiError

WEIGHTS = (400, 700)


class FontError(CarsiError, ConversionException):
    """A font was named that the machine does not have."""


@dataclass(frozen=True)
class NamedFonts:
    """Families for Typst in the order in which they are asked for a sign, their files, and what they can show."""

    families: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    characters: frozenset[int] = frozenset()


_current: ContextVar[NamedFonts | None] = ContextVar("named_fonts", default=None)


def current() -> NamedFonts:
    """Give the fonts that were named for the export that runs."""
    return _current.get() or NamedFonts()


@contextmanager
def named(names: Iterable[str]) -> Iterator[None]:
    """Let what runs inside use fonts: files, folders, or families that the machine has.

    Raises:
        FontError: the machine has no such font.
    """
    token = _current.set(_found(tuple(names)))
    try:
        yield
    finally:
        _current.reset(token)


@cache
def _found(names: tuple[str, ...]) -> NamedFonts:
    faces = [face for name in names for face in _faces(name)]
    families = tuple(dict.fromkeys(face.family for face in faces))
    files = tuple(dict.fromkeys(face.path for face in faces))
    shown = (_characters(face.path, face.index) for face in faces if face.weight == min(WEIGHTS))
    return NamedFonts(families, files, frozenset().union(*shown))


def _faces(name: str) -> list[Any]:
    """Give the upright faces of plain and bold weight, or what a font has in their place."""
    import typst  # a page needs it not, and asks here too what can be shown

    path = Path(name)
    if path.exists():
        folder = path if path.is_dir() else path.parent
        found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]).fonts()
        found = [face for face in found if path.is_dir() or (face.path and Path(face.path) == path)]
    else:
        wanted = name.casefold()
        families = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False).fonts()
        found = [face for face in families if face.path and f"{face.family.casefold()} ".startswith(f"{wanted} ")]
    upright = [face for face in found if face.style == "normal"]
    chosen = [face for face in upright if face.weight in WEIGHTS]
    if not (chosen or upright):
        raise FontError(
            f"BriefingPDFExporter.fonts: {name!r} is no font of this machine; "
            "name a file, a folder, or a family as `fc-list : family` lists them"
        )
    return sorted(chosen or upright, key=lambda face: (not face.family.endswith(" SC"), face.family, face.weight))


@cache
def _characters(path: str, index: int) -> frozenset[int]:
    with TTFont(path, fontNumber=index, lazy=True) as font:
        return frozenset(font.getBestCmap() or ())
