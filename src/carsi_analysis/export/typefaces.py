"""What the house's fonts can show, how wide it is, and small copies of them for pages."""

import hashlib
import io
import os
import unicodedata
from contextlib import suppress
from functools import cache, lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont

from carsi_analysis.export import named_fonts
from carsi_analysis.files import CUT_FACES, write_atomically
from carsi_analysis.house import fonts, tokens

LETTERS = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("ÁÉÍÑÓÚÜáéíñóúü\xa0¿¡«»ªº°·×–—‘’“”…•‑−≈≤≥→↩")
"""Characters of English and Spanish, which every page's font holds, so that the pages of a batch share one subset."""

USUAL = tuple(
    (weight, style, LETTERS | extra)
    for weight, style in ((400, "normal"), (600, "normal"), (400, "italic"))
    for extra in (frozenset[str](), frozenset("←"))
)
"""The faces of nearly all pages, which ``python -m carsi_analysis.export.typefaces`` cuts into ``export/faces``."""

FALLBACK_FAMILY = "DejaVu Sans"
FALLBACK_FILES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
"""Without the oblique face, which lacks Hebrew and Arabic: slanted text falls back to upright letters."""

FORMULA_CHARACTERS = frozenset(
    code
    for first, last in ((0x2100, 0x2185), (0x2190, 0x23FF), (0x27C0, 0x27EF), (0x2900, 0x2BFF), (0x1D400, 0x1D7FF))
    for code in range(first, last + 1)
)
"""Blocks of letters, arrows and operators that Typst's New Computer Modern Math covers."""

INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f\n\t")


def font_folder() -> Path:
    """Give the folder of the house's typeface."""
    return fonts.font_files()[(400, "normal")].parent


def fallback_files() -> list[Path]:
    """Give the DejaVu faces that matplotlib brings; they cover Greek, Cyrillic, Hebrew, Arabic and symbols."""
    package = find_spec("matplotlib")  # found, not imported: that would take longer than a whole export
    if package is None or package.origin is None:
        raise FileNotFoundError("the fallback fonts come with matplotlib; run `make setup` again")
    folder = Path(package.origin).parent / "mpl-data" / "fonts" / "ttf"
    return [folder / name for name in FALLBACK_FILES]


@cache
def _house_characters() -> frozenset[int]:
    return _common_characters(list(fonts.font_files().values()))


@cache
def _fallback_characters() -> frozenset[int]:
    return _common_characters(fallback_files())


def _common_characters(paths: list[Path]) -> frozenset[int]:
    """Give what all faces of a family have, so that bold and slanted text shows as much as plain text."""
    tables = []
    for path in paths:
        with TTFont(path, lazy=True) as font:
            tables.append(frozenset(font.getBestCmap()))
    return frozenset.intersection(*tables)


def can_show(character: str) -> bool:
    """Tell whether the embedded fonts of a PDF have a glyph for a character, or need none.

    PDF/A forbids characters of private use, whatever a font draws for them.
    """
    if character in LETTERS or character in INVISIBLE:
        return True
    if unicodedata.category(character) in {"Co", "Cn", "Cs"}:
        return False
    code = ord(character)
    return code in _house_characters() or code in _fallback_characters() or code in named_fonts.current().characters


def unshowable(text: str) -> list[str]:
    """Give the characters of a text that a PDF cannot show, sorted."""
    return sorted(character for character in set(text) if not can_show(character))


def showable(text: str) -> str:
    """Replace what a PDF cannot show: a symbol by its name in brackets, any other sign by an empty box."""
    if text.isascii() or all(map(can_show, text)):
        return text
    return "".join(character if can_show(character) else _stand_in(character) for character in text)


def showable_in_formula(text: str) -> str:
    """Replace what neither the mathematical font nor the text fonts can show."""
    return "".join(
        character if ord(character) in FORMULA_CHARACTERS or can_show(character) else _stand_in(character)
        for character in text
    )


def _stand_in(character: str) -> str:
    kind = unicodedata.category(character)
    if kind[0] == "M" or kind in {
        "Cc",
        "Cf",
        "Sk",
    }:  # accents, joiners and skin tones of a sign that is itself replaced
        return ""
    name = unicodedata.name(character, "")
    return f"[{name.lower()}]" if kind == "So" and name else "□"


@lru_cache(maxsize=64)
def web_font(weight: int, style: str, characters: frozenset[str]) -> bytes:
    """Give a face as woff2 with only the glyphs of ``characters``, their kerning and tabular figures.

    Those that nearly all pages have came with the package; the workers of a build cut each other one once, since that
    takes as long as all else of a page.
    """
    name = face_name(weight, style, characters)
    ready = files("carsi_analysis.export") / "faces" / name
    if ready.is_file():
        return ready.read_bytes()
    if not (folder := os.environ.get(CUT_FACES)):
        return _cut(weight, style, characters)
    place = Path(folder, name)
    with suppress(OSError):
        return place.read_bytes()
    face = _cut(weight, style, characters)
    with suppress(OSError):  # a full disk is told where a report is written
        write_atomically(place, face)
    return face


def face_name(weight: int, style: str, characters: frozenset[str]) -> str:
    """Name the file of a face after all that it is cut from, so that one of another typeface is never taken for it."""
    made_of = _hash_of_face(weight, style), sorted(characters)
    return hashlib.sha256(repr(made_of).encode()).hexdigest()[:16] + ".woff2"


@cache
def _hash_of_face(weight: int, style: str) -> str:
    return hashlib.sha256(fonts.font_files()[weight, style].read_bytes()).hexdigest()


def _cut(weight: int, style: str, characters: frozenset[str]) -> bytes:
    from fontTools import subset  # imported here, since print needs none of it
    from fontTools.ttLib import newTable

    options = subset.Options()
    options.flavor = "woff2"
    options.hinting = False
    options.layout_features = ["kern", "tnum"]
    options.layout_scripts = ["latn.dflt"]
    options.drop_tables = [*options.drop_tables, "name"]  # pruning it takes longer than all the rest
    options.notdef_outline = True
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=sorted(map(ord, characters)))
    buffer = io.BytesIO()
    with subset.load_font(str(fonts.font_files()[(weight, style)]), options) as font:
        subsetter.subset(font)
        # The name table that browsers expect, with the family's name alone.
        font["name"] = newTable("name")
        font["name"].names = []
        font["name"].setName(f"{tokens.FONT_FAMILY} {weight} {style}", 1, 3, 1, 0x409)
        subset.save_font(font, buffer, options)
    return buffer.getvalue()


def characters_for(text: str) -> frozenset[str]:
    """Give the characters that a page's font should hold: those of all pages and what else of it the house face has."""
    extra = frozenset(character for character in set(text) - LETTERS if ord(character) in _house_characters())
    return LETTERS | extra


def main() -> None:
    """Cut the usual faces anew."""
    folder = Path(__file__).with_name("faces")
    for old in folder.glob("*.woff2"):
        old.unlink()
    for face in USUAL:
        write_atomically(folder / face_name(*face), _cut(*face))


if __name__ == "__main__":
    main()
