"""Takes out of the HTML of an output what no reader sees in JupyterLab: hidden parts, stand-ins, what scripts fill."""

import re
from collections.abc import Iterator
from typing import Any

import soupsieve
import tinycss2
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from carsi_analysis.export.foreign.walk import around, within

INVISIBLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
SHOWING = re.compile(r"(?:^|;)\s*display\s*:\s*(?!none)[\w-]+\s*!\s*important", re.IGNORECASE)
"""What of a style sheet is stronger than an element's own style."""

STAND_IN = re.compile(
    r"make this notebook trusted|trust (?:this|the) notebook|please (?:rerun|run) this cell|representation is unable to"
    r" render|^\s*loading\b.{0,40}(?:\.\.\.|…)\s*$|javascript library not loaded|(?:requires?|enable) javascript"
    r"|browser does not support|javascript error: ipython is not defined|jupyter widgets? (?:could not|extension)",
    re.IGNORECASE | re.DOTALL,
)
"""What libraries say where their script does not run."""

EMBEDDED = ("iframe", "object", "embed", "video", "audio", "canvas")
INLINE = {"list-inline", "dl-inline"}
MARKS = ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "image", "foreignobject", "use")
"""What of a drawing can be seen."""

TOGGLE = re.compile(r"^\s*javascript:", re.IGNORECASE)


def take_out_hidden(soup: BeautifulSoup) -> bool:
    """Take out what is hidden, by attributes or by the style sheets that come with it, and stand-ins for scripts.

    Returns:
        Whether words were hidden, which a script or a style may show elsewhere.
    """
    stated = [element for element in within(soup) if _is_hidden(element.attrs)]
    shown = set(map(id, _meant_by_sheets(soup, SHOWING)))
    hidden = [*(one for one in stated if id(one) not in shown), *_meant_by_sheets(soup, INVISIBLE)]
    hidden += [drawing for drawing in within(soup, "svg") if not _draws(drawing)]
    words = any(element.get_text(strip=True) for element in hidden)
    for element in hidden:
        element.decompose()
    if within(soup, "script", "style", *EMBEDDED) or STAND_IN.match(soup.get_text(strip=True)):
        texts = [text for text in soup.descendants if type(text) is NavigableString and not around(text, EMBEDDED)]
        for text in filter(STAND_IN.search, texts):
            (text.parent if text.parent and text.parent is not soup else text).extract()
    for link in [link for link in within(soup, "a") if TOGGLE.match(str(link.get("href", "")))]:
        (around(link, {"p", "div", "form"}) or link).decompose()
    return words


def _is_hidden(attributes: dict[str, Any]) -> bool:
    return "hidden" in attributes or ("style" in attributes and bool(INVISIBLE.search(str(attributes["style"]))))


def _draws(drawing: Tag) -> bool:
    """Tell whether a drawing shows something by itself, not if it only defines symbols or uses those of another."""
    own = {element.get("id") for element in within(drawing)}
    marks = [mark for mark in within(drawing, *MARKS) if not around(mark, {"defs", "symbol", "clippath", "mask"})]
    return any(mark.name != "use" or _named(mark) in own for mark in marks)


def _named(use: Tag) -> str:
    return str(use.get("href") or use.get("xlink:href") or "").removeprefix("#")


def _meant_by_sheets(soup: BeautifulSoup, looks: re.Pattern[str]) -> Iterator[Tag]:
    """Give the elements of the rules whose declarations say something."""
    for sheet in within(soup, "style"):
        for rule in tinycss2.parse_stylesheet(sheet.get_text(), skip_comments=True, skip_whitespace=True):
            if rule.type == "qualified-rule" and looks.search(tinycss2.serialize(rule.content)):
                try:
                    yield from soup.select(tinycss2.serialize(rule.prelude))
                except soupsieve.SelectorSyntaxError:  # such as the parts of a browser's own controls
                    continue


def take_out_embedded(soup: BeautifulSoup) -> list[Tag]:
    """Take out frames, films and sounds, and give them; a drawing area that a script fills counts as one."""
    scripts = " ".join(script.get_text() for script in within(soup, "script"))
    areas = [area for area in within(soup, "div", "span", "figure", "section") if area.get("id")]
    filled = [area for area in areas if _is_filled(area, scripts)]
    return [element.extract() for element in [*within(soup, *EMBEDDED), *filled] if not element.decomposed]


def _is_filled(area: Tag, scripts: str) -> bool:
    empty = not area.get_text(strip=True) and area.find(["img", "svg", "script", *EMBEDDED]) is None
    return empty and str(area["id"]) in scripts


def set_inline(soup: BeautifulSoup) -> None:
    """Write the values of a vector of R, which its style sheet sets beside each other, as one paragraph."""
    for listed in [one for one in within(soup) if INLINE & set(one.get_attribute_list("class"))]:
        values = [value.get_text(" ", strip=True) for value in listed.find_all(["li", "dd"])]
        names = [f"{name.get_text(' ', strip=True)}: " for name in listed.find_all("dt")] or [""] * len(values)
        paragraph = soup.new_tag("p")
        paragraph.string = " · ".join(name + value for name, value in zip(names, values, strict=False))
        listed.replace_with(paragraph)
