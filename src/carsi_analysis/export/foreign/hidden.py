"""Takes out of the HTML of an output what no reader sees in JupyterLab: hidden parts, stand-ins, what scripts fill."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import soupsieve
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from carsi_analysis.export.foreign.table_styles import rules_of, specificity
from carsi_analysis.export.foreign.walk import around, within

LOOKS = re.compile(
    r"(?:^|[;{\s])(?P<name>display|visibility)\s*:\s*(?P<value>[\w-]+)\s*(?P<important>!\s*important)?", re.I
)
HIDING = frozenset({"none", "hidden", "collapse"})
"""How a style says whether an element is seen, and the values that say no."""

STAND_IN = re.compile(
    r"make this notebook trusted|trust (?:this|the) notebook|please (?:rerun|run) this cell|representation is unable to"
    r" render|^\s*loading\b.{0,60}(?:\.\.\.|…)\s*(?:\(need)?\s*$|javascript library not loaded"
    r"|(?:requires?|enable) javascript|browser does not support|javascript error: ipython is not defined"
    r"|jupyter widgets? (?:could not|extension)",
    re.IGNORECASE | re.DOTALL,
)
"""What libraries say where their script does not run."""

IN_STAND_INS = ("trust", "this cell", "unable to", "loading", "javascript", "browser", "jupyter")
"""One of these stands in each of those sentences: to look for them in much text takes no time."""

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
    hidden = _hidden(soup)
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


Weight = tuple[bool, int, tuple[int, ...], int]
"""What decides between two styles: importance, whether an element states it itself, specificity, order."""


@dataclass(frozen=True)
class _Rule:
    """A selector of a style sheet and what it says of being seen."""

    selector: soupsieve.SoupSieve
    name: str
    hides: bool
    weight: Weight


def _hidden(soup: BeautifulSoup) -> list[Tag]:
    """Give the elements that their own styles and the style sheets beside them hide in the end, as browsers decide."""
    rules = list(_rules(soup))
    said: dict[tuple[int, str], list[tuple[Weight, bool]]] = {}
    meant: dict[int, Tag] = {}
    for element in within(soup):
        for name, hides, weight in _own(element):
            meant[id(element)] = element
            said.setdefault((id(element), name), []).append((weight, hides))
    for rule in rules:
        for element in rule.selector.select(soup) if rule.hides else ():
            meant[id(element)] = element
            said.setdefault((id(element), rule.name), []).append((rule.weight, True))
    shown = [rule for rule in rules if not rule.hides]
    for (key, name), statements in said.items():
        statements += [(rule.weight, False) for rule in shown if rule.name == name and rule.selector.match(meant[key])]
    hidden = {key for (key, _), statements in said.items() if max(statements)[1]}
    return [element for key, element in meant.items() if key in hidden]


def _own(element: Tag) -> Iterator[tuple[str, bool, Weight]]:
    if "hidden" in element.attrs:
        yield "display", True, (False, 0, (), -1)
    for found in LOOKS.finditer(str(element.attrs["style"])) if "style" in element.attrs else ():
        yield found["name"].lower(), found["value"].lower() in HIDING, (bool(found["important"]), 2, (), 0)


def _rules(soup: BeautifulSoup) -> Iterator[_Rule]:
    for order, selectors, body in rules_of(within(soup, "style")):
        looks = list(LOOKS.finditer(body))
        for selector in selectors if looks else ():
            try:
                compiled = soupsieve.compile(selector.strip())
            except soupsieve.SelectorSyntaxError:  # such as the parts of a browser's own controls
                continue
            for found in looks:
                weight = (bool(found["important"]), 1, specificity(selector), order)
                yield _Rule(compiled, found["name"].lower(), found["value"].lower() in HIDING, weight)


def _draws(drawing: Tag) -> bool:
    """Tell whether a drawing shows something by itself, not if it only defines symbols or uses those of another."""
    own = {element.get("id") for element in within(drawing)}
    marks = [mark for mark in within(drawing, *MARKS) if not around(mark, {"defs", "symbol", "clippath", "mask"})]
    return any(mark.name != "use" or _named(mark) in own for mark in marks)


def _named(use: Tag) -> str:
    return str(use.get("href") or use.get("xlink:href") or "").removeprefix("#")


def take_out_embedded(soup: BeautifulSoup) -> list[Tag]:
    """Take out frames, films and sounds, and give them; an area or a table that a script fills counts as one."""
    scripts = " ".join(script.get_text() for script in within(soup, "script"))
    areas = [area for area in within(soup, "div", "span", "figure", "section", "table") if area.get("id")]
    filled = [area for area in areas if _is_filled(area, scripts)]
    return [element.extract() for element in [*within(soup, *EMBEDDED), *filled] if not element.decomposed]


def _is_filled(area: Tag, scripts: str) -> bool:
    parts = within(area, "tbody") if area.name == "table" else [area]
    empty = not any(part.get_text(strip=True) for part in parts)
    return empty and area.find(["img", "svg", "script", *EMBEDDED]) is None and str(area["id"]) in scripts


def set_inline(soup: BeautifulSoup) -> None:
    """Write the values of a vector of R, which its style sheet sets beside each other, as one paragraph."""
    for listed in [one for one in within(soup) if INLINE & set(one.get_attribute_list("class"))]:
        values = [value.get_text(" ", strip=True) for value in listed.find_all(["li", "dd"])]
        names = [f"{name.get_text(' ', strip=True)}: " for name in listed.find_all("dt")] or [""] * len(values)
        paragraph = soup.new_tag("p")
        paragraph.string = " · ".join(name + value for name, value in zip(names, values, strict=False))
        listed.replace_with(paragraph)
