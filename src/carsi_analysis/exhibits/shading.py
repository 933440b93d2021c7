"""Shades from light to dark for values, and the text colour that stays readable on each."""

import numpy as np
from matplotlib.colors import to_rgb

from carsi_analysis.house.contrast import contrast
from carsi_analysis.house.tokens import LIGHT

LIGHTEST, DARKEST = "#eef3f7", "#0f3350"
"""Ends of the one scale of shades; its lightness falls steadily, so that it survives greyscale print."""

PALE_SHARE = 0.3
"""Part of a colour that is left in its tint."""

DARK_TEXT, LIGHT_TEXT = "#000000", "#ffffff"
"""Pure black and white: one of the two reaches a contrast of 4.5 on any colour, which softer inks do not."""


def shade(share: float) -> str:
    """Give the shade at a place between lightest (0) and darkest (1), as ``#rrggbb``."""
    light, dark = (np.array(to_rgb(colour)) for colour in (LIGHTEST, DARKEST))
    mixed = light + (dark - light) * min(max(share, 0.0), 1.0)
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in mixed)


def pale(colour: str) -> str:
    """Give a light tint of a colour, for what stands for less than the colour itself."""
    own = np.array(to_rgb(colour))
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in 1 - PALE_SHARE * (1 - own))


def text_on(background: str) -> str:
    """Choose the text colour that stands out more on a background; the house ink where that is enough."""
    if contrast(LIGHT.ink, background) >= 7:
        return LIGHT.ink
    return max((DARK_TEXT, LIGHT_TEXT), key=lambda text: contrast(text, background))


def quiet_on(background: str | None) -> str:
    """Choose the colour of quieter text on a background, or on paper: muted where it stays readable."""
    if background is None or contrast(LIGHT.muted, background) >= 4.5:
        return LIGHT.muted
    return text_on(background)
