"""Colours that notebooks state in CSS, as paper shows them, and ink that can be read on them."""

import re
from collections.abc import Iterable, Sequence

import tinycss2
from tinycss2.ast import Node
from tinycss2.color4 import Color, parse_color

from carsi_analysis.house.contrast import contrast

BLACK, WHITE = "#000000", "#ffffff"
ENOUGH = 4.5
"""Contrast that WCAG 2 asks of text (level AA)."""

VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*((?:[^()]|\([^()]*\))*))?\)")
GRADIENT = re.compile(r"(?:repeating-)?linear-gradient\((.*)\)", re.DOTALL)


LIGHT: dict[str, tuple[tuple[float, float, float], ...]] = {
    "srgb": (),
    "xyz-d65": (
        (3.2409699, -1.5373832, -0.4986108),
        (-0.9692436, 1.8759675, 0.0415551),
        (0.0556301, -0.203977, 1.0569715),
    ),
    "xyz-d50": (
        (3.134136, -1.6173863, -0.4906619),
        (-0.9787955, 1.9162546, 0.0334427),
        (0.0719554, -0.2289768, 1.4053861),
    ),
}
"""The light of a screen's red, green and blue in each space that colours convert to (CSS Color 4, 17); sRGB is it."""

STATED = re.compile(r"<style\b.*?</style>|\sstyle=\"[^\"]*\"", re.DOTALL | re.IGNORECASE)
UNCOMMON = re.compile(r"(?<![\w-])(?:(?:ok)?(?:lab|lch)\([^()]*\)|color(?:-mix)?\((?:[^()]|\([^()]*\))*\))")
"""Notations of colours that no notebook's library writes, of which some cannot be converted."""


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
    found = _seen(css.strip(), current)
    if found is None or not found[1]:
        return None
    red_green_blue, alpha = found
    return "#" + "".join(f"{round((alpha * share + 1 - alpha) * 255):02x}" for share in red_green_blue)


def _seen(css: str, current: str) -> tuple[list[float], float] | None:
    """Give the shares of red, green and blue of a colour, as a screen shows them, and how much of it is opaque."""
    colour = parse_color(css)
    if colour == "currentcolor":
        return _seen(current, BLACK)
    if not isinstance(colour, Color):
        return _mixed(css, current)
    red_green_blue = _red_green_blue(colour)
    if red_green_blue is None:
        return None
    return [min(max(share or 0, 0), 1) for share in red_green_blue], colour.alpha


def _mixed(css: str, current: str) -> tuple[list[float], float] | None:
    """Mix two colours in sRGB (CSS Color 5, 3); other spaces are not converted."""
    values = tinycss2.parse_component_value_list(css)
    if len(values) != 1 or values[0].type != "function" or values[0].lower_name != "color-mix":
        return None
    space, *mixed = _parts(values[0].arguments)
    if tinycss2.serialize(space).lower().split() != ["in", "srgb"] or len(mixed) != 2:
        return None
    stated = [next((value.value / 100 for value in part if value.type == "percentage"), None) for part in mixed]
    names = [tinycss2.serialize([value for value in part if value.type != "percentage"]) for part in mixed]
    colours = [_seen(name.strip(), current) for name in names]
    shares = _shares(*stated)
    if shares is None or colours[0] is None or colours[1] is None:
        return None
    first = shares[0] / sum(shares)
    (one, one_alpha), (two, two_alpha) = colours[0], colours[1]
    alpha = first * one_alpha + (1 - first) * two_alpha
    light = [first * a * one_alpha + (1 - first) * b * two_alpha for a, b in zip(one, two, strict=True)]
    return [part / alpha if alpha else 0.0 for part in light], alpha * min(1.0, sum(shares))


def _shares(first: float | None, second: float | None) -> tuple[float, float] | None:
    """Give how much a mix has of each colour; one that is not stated has what the other leaves."""
    if first is None:
        first = 0.5 if second is None else 1 - second
    if second is None:
        second = 1 - first
    return (first, second) if 0 <= first <= 1 and 0 <= second <= 1 and first + second else None


def _parts(values: Iterable[Node]) -> list[list[Node]]:
    """Divide values at their commas, but at none inside brackets."""
    parts: list[list[Node]] = [[]]
    for value in values:
        if value == ",":
            parts.append([])
        else:
            parts[-1].append(value)
    return parts


def _red_green_blue(colour: Color) -> Sequence[float | None] | None:
    """Give the shares of red, green and blue, which a screen may not reach; None for spaces such as a printer's."""
    for space, matrix in LIGHT.items():
        try:
            converted = colour.to(space)[:3]
        except NotImplementedError:
            continue
        if not matrix:
            return converted
        light = (sum(part * share for part, share in zip(row, converted, strict=True)) for row in matrix)
        return [12.92 * one if one <= 0.0031308 else 1.055 * one ** (1 / 2.4) - 0.055 for one in light]
    return None


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
    for values in _parts(tinycss2.parse_component_value_list(inside)):
        part = tinycss2.serialize(values).strip()
        places = [float(number) for number in re.findall(r"([\d.]+)%\s*(?=$|[\d.]+%)", part)]
        name = re.sub(r"(?:\s+[\d.]+%)+\s*$", "", part)
        if parse_color(name) is not None or _mixed(name, current):
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
