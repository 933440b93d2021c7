"""SVG cleaned for pages and print: nothing that runs or loads, short numbers, attributes instead of styles.

Only elements and attributes that draw are let through, in the letter case of SVG: a page would take ``<meta>`` or
``<SCRIPT>`` inside a picture for its own. What SVG does not know it does not draw, so nothing that shows is lost.

A strict Content-Security-Policy blocks ``style`` attributes, so each declaration becomes the presentation
attribute of the same name, which SVG defines as equal.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from carsi_analysis.export.svg_looks import shorten
from carsi_analysis.export.svg_styles import apply_sheets

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"
ELEMENTS = frozenset({
    "svg", "g", "a", "defs", "symbol", "use", "switch", "path", "rect", "circle", "ellipse", "line", "polyline",
    "polygon", "image", "text", "tspan", "textPath", "clipPath", "mask", "marker", "pattern", "linearGradient",
    "radialGradient", "stop", "filter", "feBlend", "feColorMatrix", "feComponentTransfer", "feComposite",
    "feConvolveMatrix", "feDiffuseLighting", "feDisplacementMap", "feDistantLight", "feDropShadow", "feFlood",
    "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur", "feImage", "feMerge", "feMergeNode",
    "feMorphology", "feOffset", "fePointLight", "feSpecularLighting", "feSpotLight", "feTile", "feTurbulence",
})  # fmt: skip
PRESENTATION = frozenset({
    "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap",
    "stroke-linejoin", "stroke-dasharray", "stroke-dashoffset", "stroke-miterlimit", "opacity", "color",
    "display", "visibility", "clip-path", "clip-rule", "mask", "marker-start", "marker-mid", "marker-end",
    "font-family", "font-size", "font-style", "font-weight", "font-stretch", "font-variant", "text-anchor",
    "text-decoration", "dominant-baseline", "letter-spacing", "word-spacing", "stop-color", "stop-opacity",
    "vector-effect", "shape-rendering", "paint-order", "overflow", "filter", "writing-mode",
    "alignment-baseline", "baseline-shift", "flood-color", "flood-opacity",
})  # fmt: skip
NUMBERS = frozenset({
    "d", "points", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "width", "height",
    "transform",
})  # fmt: skip
LINKS = frozenset({"href", f"{{{XLINK}}}href"})
ATTRIBUTES = PRESENTATION | NUMBERS | LINKS | frozenset({
    "id", "role", "aria-label", "version", "viewBox", "preserveAspectRatio", f"{{{XML}}}space", "systemLanguage",
    "requiredFeatures", "requiredExtensions", "pathLength", "transform-origin", "pointer-events", "direction",
    "unicode-bidi", "glyph-orientation-vertical", "lighting-color", "color-interpolation", "color-rendering",
    "color-interpolation-filters", "image-rendering", "text-rendering",
    "dx", "dy", "rotate", "textLength", "lengthAdjust", "startOffset", "method", "spacing", "side",
    "gradientUnits", "gradientTransform", "spreadMethod", "offset", "fx", "fy", "fr",
    "patternUnits", "patternContentUnits", "patternTransform", "clipPathUnits", "maskUnits", "maskContentUnits",
    "markerUnits", "markerWidth", "markerHeight", "refX", "refY", "orient",
    "filterUnits", "primitiveUnits", "in", "in2", "result", "type", "values", "mode", "operator", "k1", "k2", "k3",
    "k4", "tableValues", "slope", "intercept", "amplitude", "exponent", "stdDeviation", "edgeMode", "order",
    "kernelMatrix", "divisor", "bias", "targetX", "targetY", "preserveAlpha", "kernelUnitLength", "surfaceScale",
    "diffuseConstant", "specularConstant", "specularExponent", "limitingConeAngle", "pointsAtX", "pointsAtY",
    "pointsAtZ", "z", "azimuth", "elevation", "scale", "xChannelSelector", "yChannelSelector", "radius",
    "baseFrequency", "numOctaves", "seed", "stitchTiles",
})  # fmt: skip
UNITS = {"": 0.75, "px": 0.75, "pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0, "em": 12.0}
FONT_SHORTHAND = re.compile(
    r"^(?P<before>(?:[a-z0-9-]+\s+)*?)(?P<size>[\d.]+(?:px|pt|em|rem|%)?)(?:/\S+)?\s+(?P<family>.+)$", re.S
)
SPELLED = {name.lower(): name for name in (*sorted(ELEMENTS | ATTRIBUTES), "foreignObject")}
"""Names as SVG spells them: in HTML their letter case is lost."""

LOCAL_URL = re.compile(r"(url\(\s*['\"]?#)([^)'\"\s]+)")
LOADING = re.compile(r"\\|(?:url|image|image-set|src)\((?!\s*['\"]?#)", re.IGNORECASE)
"""What of CSS names another file; a backslash could spell the same in other letters."""

NO_TURN = re.compile(r"rotate\(-?0(?:[ ,][^)]*)?\)")
"""How matplotlib turns its upright texts."""

NUMBER = r"(?:[0-9]{1,9}(?:\.[0-9]*)?|\.[0-9]+)"
MARK = re.compile(r"mark-\d+$")
"""The identifier of a part of a chart that stands for data; a page may speak of it."""

DEFAULT_SIZE = (480.0, 320.0)


def parse(source: str) -> tuple[etree._Element, list[str]]:
    """Parse and clean SVG; entities and external files are never read.

    Returns:
        The root, and the addresses of pictures elsewhere that it would show.

    Raises:
        ValueError: it is not well formed, or no SVG.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True,
        huge_tree=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(_with_namespace(source).encode("utf-8", errors="replace"), parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"the SVG is not well formed: {error}") from error
    if root.tag != f"{{{SVG}}}svg":
        raise ValueError("the XML is no SVG")
    _spell(root)
    defaults = _universal_style(root)
    apply_sheets(root, [style.text or "" for style in root.iter(f"{{{SVG}}}style")])
    for label in list(root.iter(f"{{{SVG}}}foreignObject")):
        _become_text(label)
    elsewhere = [address for image in root.iter(f"{{{SVG}}}image") if (address := _outside(image))]
    _clean(root)
    for name, value in defaults.items():
        if name not in root.attrib:
            root.set(name, value)
    _drop_unused_ids(root)
    _drop_unreadable_size(root)
    etree.cleanup_namespaces(root, top_nsmap={None: SVG, "xlink": XLINK})
    return root, elsewhere


def _spell(root: etree._Element) -> None:
    """Spell names of elements and attributes as SVG does, and put those without a namespace into its own."""
    for element in root.iter(etree.Element):
        name = etree.QName(element)
        if name.namespace in (None, SVG):
            element.tag = f"{{{SVG}}}{SPELLED.get(name.localname.lower(), name.localname)}"
        for stated in [stated for stated in element.attrib if stated not in ATTRIBUTES]:
            if spelled := SPELLED.get(stated.lower()):
                element.set(spelled, element.attrib.pop(stated))


def _become_text(label: etree._Element) -> None:
    """HTML inside a picture is shown by browsers alone: its words become one line in the middle of its place."""
    words = " ".join("".join(label.itertext()).split())
    x, y, width, height = (_length(label.get(name)) or 0.0 for name in ("x", "y", "width", "height"))
    for child in list(label):
        label.remove(child)
    pixels = [size / UNITS["px"] for size in (x + width / 2, y + height / 2)]
    label.tag, label.text = f"{{{SVG}}}text", words
    label.attrib.update({
        "x": _short(pixels[0]), "y": _short(pixels[1]), "dy": "0.35em", "text-anchor": "middle", "font-size": "13px",
    })  # fmt: skip


def _outside(image: etree._Element) -> str:
    """Give the address of a picture inside the picture, where it is not part of the file."""
    address = next((str(image.get(name)) for name in LINKS if image.get(name)), "")
    return "" if address.startswith(_link_starts(image)) else address


def _with_namespace(source: str) -> str:
    """SVG inside HTML may leave its namespace out; a declared encoding means nothing in text."""
    source = re.sub(r"^\s*<\?xml[^>]*\?>", "", source).strip()
    return re.sub(r"<svg\b(?![^>]*\sxmlns=)", f'<svg xmlns="{SVG}"', source, count=1)


def size(root: etree._Element) -> tuple[float, float]:
    """Give width and height in points, from the attributes or the view box."""
    width, height = _length(root.get("width")), _length(root.get("height"))
    if box := _box_size(root):
        width = width or (height * box[0] / box[1] if height else box[0] * UNITS["px"])
        height = height or width * box[1] / box[0]
    return (width, height) if width and height else DEFAULT_SIZE


def _box_size(root: etree._Element) -> tuple[float, float] | None:
    box = [float(number) for number in re.findall(f"-?{NUMBER}", root.get("viewBox", ""))]
    return (box[2], box[3]) if len(box) == 4 and box[2] > 0 and box[3] > 0 else None


def write(root: etree._Element) -> str:
    """Write the picture as a file of its own."""
    return str(etree.tostring(root, encoding="unicode"))


def texts(content: str) -> list[str]:
    """Give the words that a clean picture shows, in file order."""
    root = _parsed(content)
    return [" ".join("".join(node.itertext()).split()) for node in root.iter(f"{{{SVG}}}text")]


class MarkNote(NamedTuple):
    """What a page says of a part of a picture: its title, the numbers of its data rows, and a unit of its own."""

    title: str
    rows: str
    unit: str | None = None


def inline(content: str, prefix: str, alt: str, kind: str = "", notes: Mapping[str, MarkNote] | None = None) -> str:
    """Write a clean picture as an element of an HTML page.

    Args:
        content: the picture.
        prefix: makes the picture's identifiers unique on the page.
        alt: what a screen reader says.
        kind: the element's class.
        notes: what the page says of the elements of these identifiers.
    """
    root = _parsed(content)
    width, height = size(root)
    if kind:
        root.set("class", kind)
    for element in list(root.iter(etree.Element)):
        if note := (notes or {}).get(element.get("id", "")):
            _annotate(element, note)
    if "viewBox" not in root.attrib:
        root.set("viewBox", f"0 0 {_short(width / UNITS['px'])} {_short(height / UNITS['px'])}")
    root.set("width", _short(width / UNITS["px"]))
    root.set("height", _short(height / UNITS["px"]))
    root.set("role", "img")
    root.set("aria-label", alt)
    if notes:
        shorten(root)
    _shorten_ids(root, prefix)
    return _as_html(etree.tostring(root, encoding="unicode"))


def _shorten_ids(root: etree._Element, prefix: str) -> None:
    """Give identifiers that no other picture has: matplotlib's are long, and each use of a dot repeats one."""
    named = (name for element in root.iter(etree.Element) if (name := element.get("id")))
    short = {name: f"{prefix}.{number}" for number, name in enumerate(dict.fromkeys(named), start=1)}
    for element in root.iter(etree.Element):
        for name, value in element.attrib.items():
            if name == "id":
                element.set(name, short[value])
            elif value.startswith("#") and name.endswith("href"):
                element.set(name, f"#{short.get(value[1:], prefix)}")
            elif "url(" in value:
                element.set(name, LOCAL_URL.sub(lambda found: f"{found[1]}{short.get(found[2], prefix)}", value))


def _annotate(element: etree._Element, note: MarkNote) -> None:
    """Let an element say what it stands for; a browser shows its title to a pointer, and a script the rest."""
    del element.attrib["id"]
    element.set("data-r", note.rows)
    if note.unit is not None:
        element.set("data-u", note.unit)
    title = etree.Element(f"{{{SVG}}}title")
    title.text = note.title
    element.insert(0, title)


def _parsed(content: str) -> etree._Element:
    return etree.fromstring(content.encode(), etree.XMLParser(resolve_entities=False, huge_tree=True))


def _as_html(xml: str) -> str:
    """HTML knows the SVG element by name; namespace declarations, all in the first tag, only cost bytes."""
    tag, end, rest = xml.partition(">")
    return re.sub(r' xmlns(?::xlink)?="[^"]*"', "", tag) + end + rest.replace(" xlink:href=", " href=")


def _clean(root: etree._Element) -> None:
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            _remove(element)
            continue
        name = etree.QName(element)
        if name.namespace != SVG or name.localname not in ELEMENTS:
            _remove(element)
            continue
        if name.localname == "a":
            element.tag = f"{{{SVG}}}g"
        _clean_attributes(element)
        if name.localname not in {"text", "tspan", "textPath"}:
            if element.text and not element.text.strip():
                element.text = None
            for child in element:
                if child.tail and not child.tail.strip():
                    child.tail = None


def _clean_attributes(element: etree._Element) -> None:
    declarations = _declared(element.attrib.pop("style", ""))
    for name, value in element.items():
        leads_out = name in LINKS and not value.startswith(_link_starts(element))
        if name not in ATTRIBUTES or leads_out or LOADING.search(value):
            del element.attrib[name]
    for name, value in declarations.items():
        if name in PRESENTATION and not LOADING.search(value):
            element.set(name, value)
    for name, value in element.items():
        if name in NUMBERS and (short := _short_numbers(value)) != value:
            element.set(name, short)
    if NO_TURN.fullmatch(element.get("transform", "")):
        del element.attrib["transform"]


def _link_starts(element: etree._Element) -> tuple[str, ...]:
    """Links lead to parts of the same picture; only pictures inside it may hold theirs as data."""
    holds_data = etree.QName(element).localname in {"image", "feImage"}
    return ("#", "data:image/") if holds_data else ("#",)


@lru_cache(maxsize=1024)
def _declared(style: str) -> Mapping[str, str]:
    """Read a style; the shapes of a chart share a few."""
    return dict(_declarations(style))


def _declarations(style: str) -> Iterator[tuple[str, str]]:
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        name, value = name.strip().lower(), value.replace("!important", "").strip()
        if not colon or not value:
            continue
        if name == "font":
            yield from _font(value)
        else:
            yield name, value


def _font(value: str) -> Iterator[tuple[str, str]]:
    match = FONT_SHORTHAND.match(value.strip())
    if match is None:
        return
    for word in match["before"].split():
        if word in {"italic", "oblique"}:
            yield "font-style", word
        elif word in {"bold", "bolder", "lighter"} or word.isdigit():
            yield "font-weight", word
    yield "font-size", match["size"]
    yield "font-family", match["family"]


def _universal_style(root: etree._Element) -> dict[str, str]:
    """matplotlib styles all elements by one rule for ``*``; on the root it is inherited alike."""
    rules: dict[str, str] = {}
    for style in root.iter(f"{{{SVG}}}style"):
        for body in re.findall(r"\*\s*\{([^}]*)\}", style.text or ""):
            rules.update((name, value) for name, value in _declarations(body) if name in PRESENTATION)
    return rules


def _drop_unused_ids(root: etree._Element) -> None:
    used: set[str] = set()
    for element in root.iter(etree.Element):
        for name, value in element.attrib.items():
            used.update(re.findall(r"url\(\s*['\"]?#([^)'\"]+)", value))
            if name.endswith("href") and value.startswith("#"):
                used.add(value[1:])
    for element in root.iter(etree.Element):
        name = element.get("id", "")
        if name and name not in used and not MARK.match(name):
            del element.attrib["id"]


def _drop_unreadable_size(root: etree._Element) -> None:
    """Drop lengths and a view box that say nothing, such as ``-5``: Typst takes no picture that states one."""
    unreadable = [name for name in ("width", "height") if _length(root.get(name)) is None]
    for name in [*unreadable, *([] if _box_size(root) else ["viewBox"])]:
        root.attrib.pop(name, None)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        previous = element.getprevious()
        if previous is not None:
            previous.tail = (previous.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _short_numbers(value: str) -> str:
    """Two decimals are a hundredth of a point: finer than any printer; line breaks become spaces."""
    value = re.sub(r"\s+", " ", value).strip()
    value = re.sub(r"-?\d+\.\d{3,}(?:e-?\d+)?", lambda match: _short(float(match[0])), value)
    return re.sub(r" ?([MLCQHVSTAZz]) ?", r"\1", value) if value[:1] in "Mm" else value


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".").replace("-0", "0" if abs(number) < 0.005 else "-0")


def _length(value: str | None) -> float | None:
    match = re.fullmatch(rf"\s*({NUMBER})\s*([a-z]*)\s*", value or "")
    if not match or match[2] not in UNITS:
        return None
    return float(match[1]) * UNITS[match[2]] or None


def replace_texts(content: str, replace: Callable[[str], str]) -> str:
    """Change the words of a clean picture, for instance to what a font can show."""
    root = _parsed(content)
    for element in root.iter(f"{{{SVG}}}text", f"{{{SVG}}}tspan", f"{{{SVG}}}textPath"):
        element.text = replace(element.text) if element.text else element.text
        for child in element:
            child.tail = replace(child.tail) if child.tail else child.tail
    return write(root)
