"""Colours that notebooks state in CSS, and ink that can be read on them."""

import re

from carsi_analysis.house.contrast import contrast

BLACK, WHITE = "#000000", "#ffffff"
ENOUGH = 4.5
"""Contrast that WCAG 2 asks of text (level AA)."""

NAMES = {
    "black": BLACK, "white": WHITE, "red": "#ff0000", "green": "#008000", "blue": "#0000ff",
    "yellow": "#ffff00", "orange": "#ffa500", "purple": "#800080", "gray": "#808080", "grey": "#808080",
    "lightgray": "#d3d3d3", "lightgrey": "#d3d3d3", "darkgray": "#a9a9a9", "lightgreen": "#90ee90",
    "lightblue": "#add8e6", "lightyellow": "#ffffe0", "pink": "#ffc0cb", "salmon": "#fa8072",
    "tomato": "#ff6347", "gold": "#ffd700", "navy": "#000080", "teal": "#008080", "maroon": "#800000",
    "darkgreen": "#006400", "darkred": "#8b0000", "darkblue": "#00008b", "crimson": "#dc143c",
    "steelblue": "#4682b4", "coral": "#ff7f50", "khaki": "#f0e68c", "beige": "#f5f5dc",
}  # fmt: skip


def hex_colour(css: str) -> str | None:
    """Give ``#rrggbb`` for a CSS colour; None for no colour, transparency or an unknown name."""
    css = css.strip().lower()
    if css in NAMES:
        return NAMES[css]
    if re.fullmatch(r"#[0-9a-f]{6}", css):
        return css
    if re.fullmatch(r"#[0-9a-f]{3}", css):
        return "#" + "".join(digit * 2 for digit in css[1:])
    match = re.fullmatch(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)(?:[\s,/]+([\d.]+%?))?\s*\)", css)
    if match and match[4] not in {"0", "0%", "0.0"}:
        return "#" + "".join(f"{min(int(value), 255):02x}" for value in match.groups()[:3])
    return None


def readable_ink(fill: str, wanted: str | None) -> str:
    """Keep the wanted ink where it can be read on the fill; else black or white, whichever reads better."""
    if wanted and contrast(fill, wanted) >= ENOUGH:
        return wanted
    return max((BLACK, WHITE), key=lambda ink: contrast(fill, ink))
