"""Lets through the HTML that carries meaning and nothing that runs, styles, loads or tracks."""

import re
from collections.abc import Callable
from math import isfinite

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from carsi_analysis.export.characters import whole_number, without_controls
from carsi_analysis.export.foreign.formulas import LOOKS
from carsi_analysis.export.foreign.table_styles import keep_looks
from carsi_analysis.export.foreign.tables import put_before
from carsi_analysis.export.foreign.walk import within

INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "dfn", "del", "em", "i", "img", "ins", "kbd", "mark",
    "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
})  # fmt: skip
BLOCK = frozenset({
    "blockquote", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5",
    "h6", "hr", "li", "ol", "p", "pre", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    "caption",
})  # fmt: skip
MATHML = frozenset({
    "math", "mrow", "mi", "mn", "mo", "mtext", "ms", "mspace", "mfrac", "msup", "msub", "msubsup", "mover",
    "munder", "munderover", "msqrt", "mroot", "mtable", "mtr", "mtd", "mstyle", "mpadded", "mphantom",
    "menclose", "semantics", "mfenced",
})  # fmt: skip
ALLOWED = INLINE | BLOCK | MATHML
DROPPED = frozenset({
    "script", "style", "template", "iframe", "object", "embed", "applet", "noscript", "head", "title", "meta",
    "link", "base", "input", "button", "select", "textarea", "canvas", "audio", "video", "map", "area",
    "annotation", "annotation-xml", "frame", "frameset", "portal",
})  # fmt: skip
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "style"},  # mending it reads the style and keeps none
    "ol": {"start"},
    "td": {"colspan", "rowspan", "style"},
    "th": {"colspan", "rowspan", "scope", "style"},
    "time": {"datetime"},
    "math": {"display", "alttext"},
    "mo": {"stretchy", "fence", "form", "accent", "movablelimits", "minsize", "maxsize", "lspace", "rspace"},
    "mi": {"mathvariant"},
    "mn": {"mathvariant"},
    "mtext": {"mathvariant"},
    "mstyle": {"displaystyle", "scriptlevel"},
    "mtable": {"columnalign", "columnspacing", "displaystyle", "rowspacing"},
    "mtd": {"columnalign"},
    "mover": {"accent"},
    "munder": {"accentunder"},
    "mfrac": {"linethickness", "displaystyle"},
    "mrow": {"mathcolor", "displaystyle"},
    "mspace": {"width"},
    "menclose": {"notation"},
}
EVERYWHERE = {"lang", "dir", "title"}
KEPT_CLASSES = {"footnote-mark", "math", *LOOKS.values()}

BARS = frozenset({"progress", "meter"})
SHARE = re.compile(r"\s*\d[\d.,]*\s*%")

TABLE_PARTS = frozenset({"caption", "tbody", "td", "tfoot", "th", "thead", "tr"})
"""Tables are written anew, with other rows and cells: an identifier of one of these would lead nowhere."""

Rule = Callable[[Tag], None]
Anchors = Callable[[str], str | None]


def clean_tree(html: str, mend_image: Rule | None = None, anchor: Anchors | None = None) -> BeautifulSoup:
    """Clean a fragment of HTML and give its tree.

    Args:
        html: any fragment.
        mend_image: called for each ``img``; may change, replace or remove it. Without it pictures vanish.
        anchor: gives the identifier to use for one that the fragment states, or None to drop it.
    """
    soup = BeautifulSoup(without_controls(html), "html.parser")
    sheets = within(soup, "style")
    for table in within(soup, "table"):
        put_before(table)
        keep_looks(table, sheets)  # as style sheets go
    for node in list(soup.descendants):
        if isinstance(node, PreformattedString):  # comments, doctypes, CDATA
            node.extract()
        elif isinstance(node, Tag) and not node.decomposed:
            _clean_element(node, anchor)
    for image in within(soup, "img"):
        if mend_image:
            mend_image(image)
        else:
            image.decompose()
    return soup


def _clean_element(element: Tag, anchor: Anchors | None) -> None:
    if element.name in DROPPED:
        element.decompose()
    elif element.name == "svg":
        _become_image(element)
    elif element.name not in ALLOWED:
        _say(element)
        element.unwrap()
    else:
        _clean_attributes(element, anchor)


def _say(element: Tag) -> None:
    """Put into words what an element shows beside its own: small signs above others, or a bar."""
    if element.name == "rt" and element.get_text(strip=True):
        element.insert(0, "(")
        element.append(")")
    elif element.name == "rp":  # brackets for browsers that write no readings above what is read
        for text in [child for child in element.children if isinstance(child, NavigableString)]:
            text.extract()
    elif element.name in BARS and not element.get_text(strip=True) and not _is_said(element):
        element.string = _share(element)


def _is_said(bar: Tag) -> bool:
    """Tell whether the words after a bar begin with its share, as those of fastai."""
    after = bar.next_sibling
    return after is not None and SHARE.match(after.get_text()) is not None


def _share(bar: Tag) -> str:
    """Give how far a bar goes in per cent; nothing where it only says that something is going on."""
    value, least, most = (_number(bar, name, other) for name, other in (("value", None), ("min", 0.0), ("max", 1.0)))
    if value is None or least is None or most is None or most <= least:
        return ""
    return f" {100 * (min(max(value, least), most) - least) / (most - least):.3g}\xa0% "


def _number(bar: Tag, name: str, other: float | None) -> float | None:
    try:
        number = float(str(bar.get(name, "")))
    except ValueError:
        return other
    return number if isfinite(number) else other


def _clean_attributes(element: Tag, anchor: Anchors | None) -> None:
    stated = str(element.get("id") or (element.name == "a" and element.get("name")) or "")
    allowed = ATTRIBUTES.get(element.name, set()) | EVERYWHERE
    classes = [name for name in element.get_attribute_list("class") if name in KEPT_CLASSES]
    element.attrs = {name: value for name, value in element.attrs.items() if name in allowed}
    if classes:
        element["class"] = " ".join(classes)
    if anchor and stated and element.name not in TABLE_PARTS and (identifier := anchor(stated)):
        element["id"] = identifier
    if element.name == "a" and not _safe_target(str(element.get("href", ""))):
        del element["href"]
    for name in ("colspan", "rowspan", "start"):
        if name in element.attrs and whole_number(element[name]) is None:
            del element[name]


def _safe_target(href: str) -> bool:
    scheme = re.match(r"[\s\x00-\x20]*([a-zA-Z][a-zA-Z0-9+.\-]*):", href)
    return scheme is None or scheme[1].lower() in {"http", "https", "mailto"}


def _become_image(svg: Tag) -> None:
    """An SVG in HTML becomes a picture like any other; ``mend_image`` decides how it is shown."""
    title = svg.find("title")
    alt = title.get_text(" ", strip=True) if title else str(svg.get("aria-label") or "")
    image = Tag(name="img", attrs={"alt": alt, "style": str(svg.get("style") or "")})
    image["src"] = "data:image/svg+xml;utf8," + str(svg)
    svg.replace_with(image)
