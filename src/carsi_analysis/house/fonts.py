"""The house typeface: Fira Sans under the Open Font License, as packaged by ``fontpkg-fira-sans``, and its measures."""

from functools import cache, lru_cache
from pathlib import Path
from unicodedata import east_asian_width

import fontpkg_fira_sans
from fontTools.ttLib import TTFont

FACES = {
    (400, "normal"): "FiraSans-Regular.ttf",
    (400, "italic"): "FiraSans-Italic.ttf",
    (600, "normal"): "FiraSans-SemiBold.ttf",
    (600, "italic"): "FiraSans-SemiBoldItalic.ttf",
}
"""The faces that reports use: (weight, style) to file name."""


@cache
def font_files() -> dict[tuple[int, str], Path]:
    """Give the file of each face, keyed by weight and style.

    Raises:
        FileNotFoundError: the font package does not hold a face that the house style uses.
    """
    folder = Path(fontpkg_fira_sans.ROOT) / "files"
    files = {face: folder / name for face, name in FACES.items()}
    for path in files.values():
        if not path.is_file():
            raise FileNotFoundError(f"the package fontpkg-fira-sans has no face {path.name}; run `make setup` again")
    return files


def text_width(text: str, size: float, weight: int = 400, tabular: bool = False) -> float:
    """Give the width of a line of text in the unit of its size, without kerning; texts are broken by trying widths.

    Args:
        tabular: whether figures, and signs such as that of per cent, are as wide as each other.
    """
    return size * _ems(text, weight, tabular)


@lru_cache(maxsize=32_768)
def _ems(text: str, weight: int, tabular: bool) -> float:
    """Give the width of a text in ems: a table is measured at one size and set at another."""
    return sum(map(_advances(weight, tabular).__getitem__, map(ord, text)))


@cache
def line_extent(weight: int) -> tuple[float, float]:
    """Give the height of a line from its highest letter to its lowest, and what of it hangs below, in ems."""
    with TTFont(font_files()[weight, "normal"], lazy=True) as font:
        units, glyphs = font["head"].unitsPerEm, font["glyf"]
        top, foot = glyphs["l"].yMax / units, glyphs["p"].yMin / units
        return top - foot, -foot


@cache
def _advances(weight: int, tabular: bool) -> "_Advances":
    """Give the advance of each letter in ems, and that of the empty box for one that the typeface lacks."""
    with TTFont(font_files()[weight, "normal"], lazy=True) as font:
        units, widths = font["head"].unitsPerEm, font["hmtx"]
        stands_for = _tabular_glyphs(font) if tabular else {}
        advances = {code: widths[stands_for.get(name, name)][0] / units for code, name in font.getBestCmap().items()}
        return _Advances(advances, widths[".notdef"][0] / units)


class _Advances(dict[int, float]):
    """Advances in ems, by code; one that the typeface lacks is as wide as its empty box, or square as in Chinese."""

    def __init__(self, known: dict[int, float], other: float):
        super().__init__(known)
        self.other = other

    def __missing__(self, code: int) -> float:
        return 1.0 if east_asian_width(chr(code)) in "WF" else self.other


def _tabular_glyphs(font: TTFont) -> dict[str, str]:
    """Give for each glyph the one that tables set in its place."""
    rules = font["GSUB"].table
    features = (one.Feature for one in rules.FeatureList.FeatureRecord if one.FeatureTag == "tnum")
    lookups = (rules.LookupList.Lookup[place] for feature in features for place in feature.LookupListIndex)
    subtables = (getattr(table, "ExtSubTable", table) for lookup in lookups for table in lookup.SubTable)
    return {old: new for table in subtables for old, new in getattr(table, "mapping", {}).items()}
