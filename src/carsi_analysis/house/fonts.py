"""The house typeface: Fira Sans under the Open Font License, as packaged by ``fontpkg-fira-sans``."""

from functools import cache
from pathlib import Path

import fontpkg_fira_sans

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
