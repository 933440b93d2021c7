"""Colours that notebooks state in CSS, as paper shows them, and ink that can be read on them."""

import re

import tinycss2
from tinycss2.color4 import Color, parse_color

from carsi_analysis.house.contrast import contrast

BLACK, WHITE = "#000000", "#ffffff"
ENOUGH = 4.5
"""Contrast that WCAG 2 asks of text (level AA)."""

VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*((?:[^()]|\([^()]*\))*))?\)")
GRADIENT = re.compile(r"(?:repeating-)?linear-gradient\((.*)\)", re.DOTALL)


STATED = re.compile(r"<style\b.*?</style>|\sstyle=\"[^\"]*\"", re.DOTALL | re.IGNORECASE)
UNCOMMON = re.compile(r"(?<![\w-])(?:(?:ok)?(?:lab|lch)\([^()]*\)|color(?:-mix)?\((?:[^()]|\([^()]*\))*\))")
"""Notations of colours that no notebook's library writes, and ``tinycss2`` does not convert."""


def unread_colours(html: str) -> list[str]:
    """Give the colours that the styles of some HTML state and no document shows, each once."""
    stated = (colour for style in STATED.findall(html) for colour in UNCOMMON.findall(style))
    return [colour for colour in dict.fromkeys(stated) if hex_colour(colour) is None]


def hex_colour(css: str, current: str = BLACK) -> str | None:
    """Give ``#rrggbb`` for a CSS colour on white paper; None for no colour, or one that cannot be seen.

    Args:
        css: any notation: names, ``#rgb``, ``rgba()``, ````hsl()``.
        current: what ``currentcolor`` means.
    """
    colour = parse_color(css.strip())
    if colour == "currentcolor":
        return current
    if not isinstance(colour, Color) or not colour.alpha:
        return None
    try:
        red_green_blue = colour.to("srgb")[:3]
    except NotImplementedError:  # of the spaces that no notebook's library writes, such as Lab
        return None
    shares = (colour.alpha * min(max(share or 0, 0), 1) + 1 - colour.alpha for share in red_green_blue)
    return "#" + "".join(f"{round(share * 255):02x}" for share in shares)


def resolved(css: str, variables: dict[str, str]) -> str:
    """Put the values of custom properties, or what stands in for them, into a value."""
    for _ in range(4):  # one may rest on another
        css = VARIABLE.sub(lambda found: variables.get(found[1], found[2] or ""), css)
    return css


def background(css: str, current: str = BLACK) -> tuple[str | None, tuple[str, float, float] | None]:
    """Read a background: the colour of all of it, and a bar in it as colour, start and end in per cent."""
    gradient = GRADIENT.search(css)
    if gradient is None:
        words = tinycss2.parse_component_value_list(css)
        colours = (hex_colour(tinycss2.serialize([word]), current) for word in words)
        return next((colour for colour in colours if colour), None), None
    stops = list(_stops(gradient[1], current))
    first = next((colour for colour, _ in stops if colour), None)
    places = [place for colour, place in stops if colour == first and place is not None]
    if first is None or not places:
        return first, None
    start = 0.0 if stops[0][0] == first else min(places)
    return None, (first, start, max(places))


def _stops(inside: str, current: str) -> list[tuple[str | None, float | None]]:
    """Read the colours of a gradient with their places; its direction is no colour."""
    stops: list[tuple[str | None, float | None]] = []
    for part in re.split(r",(?![^(]*\))", inside):
        places = [float(number) for number in re.findall(r"([\d.]+)%\s*(?=$|[\d.]+%)", part.strip())]
        name = re.sub(r"(?:\s+[\d.]+%)+\s*$", "", part.strip())
        if parse_color(name) is not None:
            colour = hex_colour(name, current)
            stops += [(colour, place) for place in places] or [(colour, None)]
    return stops


def readable_ink(wanted: str | None, *fills: str) -> str:
    """Keep the wanted ink where it can be read on all fills; else black or white, whichever reads better."""
    if wanted and all(contrast(fill, wanted) >= ENOUGH for fill in fills):
        return wanted
    return max((BLACK, WHITE), key=lambda ink: min(contrast(fill, ink) for fill in fills))


def dark(colour: str) -> str:
    """Give a colour so dark that it can be read on white paper."""
    parts = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    while contrast(WHITE, colour) < ENOUGH:
        parts = [part * 9 // 10 for part in parts]
        colour = "#" + "".join(f"{part:02x}" for part in parts)
    return colour


def pale(colour: str) -> str:
    """Give a colour so pale that black can be read on it, for a bar that text runs across."""
    share = 1.0
    mixed = colour
    while contrast(mixed, BLACK) < ENOUGH * 1.5:
        share -= 0.1
        parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
        mixed = "#" + "".join(f"{round(255 - (255 - part) * share):02x}" for part in parts)
    return mixed
