"""Takes out of the HTML of an output what no reader sees in JupyterLab: hidden parts, stand-ins, what scripts fill."""

import re
from collections.abc import Iterator
from typing import Any

import soupsieve
import tinycss2
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

INVISIBLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
STAND_IN = re.compile(
    r"make this notebook trusted|trust (?:this|the) notebook|please (?:rerun|run) this cell|representation is unable to"
    r" render|^\s*loading\b.{0,40}(?:\.\.\.|…)\s*$|javascript library not loaded|(?:requires?|enable) javascript"
    r"|browser does not support|javascript error: ipython is not defined|jupyter widgets? (?:could not|extension)",
    re.IGNORECASE | re.DOTALL,
)
"""What libraries say where their script does not run."""

EMBEDDED = ("iframe", "object", "embed", "video", "audio", "canvas")
TOGGLE = re.compile(r"^\s*javascript:", re.IGNORECASE)


def take_out_hidden(soup: BeautifulSoup) -> bool:
    """Take out what is hidden, by attributes or by the style sheets that come with it, and stand-ins for scripts.

    Returns:
        Whether words were hidden, which a script or a style may show elsewhere.
    """
    stated = [element for element in soup.find_all(True) if _is_hidden(element.attrs)]
    hidden = [*stated, *_hidden_by_sheets(soup)]
    words = any(element.get_text(strip=True) for element in hidden)
    for element in hidden:
        element.decompose()
    if soup.find(["script", "style", *EMBEDDED]):
        for text in [text for text in soup.find_all(string=STAND_IN) if type(text) is NavigableString]:
            (text.parent if text.parent and text.parent is not soup else text).extract()
    for link in soup.find_all("a", href=TOGGLE):
        (link.find_parent(["p", "div", "form"]) or link).decompose()
    return words


def _is_hidden(attributes: dict[str, Any]) -> bool:
    return "hidden" in attributes or ("style" in attributes and bool(INVISIBLE.search(str(attributes["style"]))))


def _hidden_by_sheets(soup: BeautifulSoup) -> Iterator[Tag]:
    for sheet in soup.find_all("style"):
        for rule in tinycss2.parse_stylesheet(sheet.get_text(), skip_comments=True, skip_whitespace=True):
            if rule.type == "qualified-rule" and INVISIBLE.search(tinycss2.serialize(rule.content)):
                try:
                    yield from soup.select(tinycss2.serialize(rule.prelude))
                except soupsieve.SelectorSyntaxError:  # such as the parts of a browser's own controls
                    continue


def take_out_embedded(soup: BeautifulSoup) -> list[Tag]:
    """Take out frames, films and sounds, and give them; a drawing area that a script fills counts as one."""
    scripts = " ".join(script.get_text() for script in soup.find_all("script"))
    areas = [area for area in soup.select("div[id], span[id], figure[id], section[id]") if _is_filled(area, scripts)]
    return [element.extract() for element in [*soup.find_all(EMBEDDED), *areas] if not element.decomposed]


def _is_filled(area: Tag, scripts: str) -> bool:
    empty = not area.get_text(strip=True) and area.find(["img", "svg", "script", *EMBEDDED]) is None
    return empty and str(area["id"]) in scripts


def set_inline(soup: BeautifulSoup) -> None:
    """Write the values of a vector of R, which its style sheet sets beside each other, as one paragraph."""
    for listed in soup.select(".list-inline, .dl-inline"):
        values = [value.get_text(" ", strip=True) for value in listed.find_all(["li", "dd"])]
        names = [f"{name.get_text(' ', strip=True)}: " for name in listed.find_all("dt")] or [""] * len(values)
        paragraph = soup.new_tag("p")
        paragraph.string = " · ".join(name + value for name, value in zip(names, values, strict=False))
        listed.replace_with(paragraph)
