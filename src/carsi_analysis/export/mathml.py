"""MathML, as ``latex2mathml`` writes it, to Typst expressions. Text only travels in string literals."""

from bs4 import Tag

from carsi_analysis.export.expressions import Expression, array, call, join, string

ACCENTS = {
    "^": "\u0302", "\u0302": "\u0302", "ˆ": "\u0302", "¯": "\u0304", "‾": "\u0304",
    "_": "\u0332", "→": "\u20d7", "⃗": "\u20d7", "~": "\u0303", "˜": "\u0303",
    "˙": "\u0307", ".": "\u0307", "¨": "\u0308", "ˇ": "\u030c", "˘": "\u0306", "´": "\u0301",
    "`": "\u0300", "˚": "\u030a", "\u2015": "\u0304",
}  # fmt: skip
OVER = {"⏞": "math.overbrace", "︷": "math.overbrace", "⎴": "math.overbracket"}
UNDER = {"⏟": "math.underbrace", "︸": "math.underbrace", "⎵": "math.underbracket"}
BARS = {"¯", "‾", "\u2015", "_"}
INVISIBLE = {"\u2061", "\u2062", "\u2063", "\u2064", "\u200b", ""}
OPERATORS = {"-": "−", "∗": "∗", "*": "∗"}
VARIANTS = {
    "bold": ("math.bold", "math.upright"), "italic": ("math.italic",), "bold-italic": ("math.bold",),
    "normal": ("math.upright",), "double-struck": ("math.bb",), "script": ("math.cal",),
    "fraktur": ("math.frak",), "sans-serif": ("math.sans",), "monospace": ("math.mono",),
}  # fmt: skip
OPENING, CLOSING = set("([{⟨⌈⌊|‖∣∥"), set(")]}⟩⌉⌋|‖∣∥")


def equation(element: Tag, block: bool, label: str) -> Expression:
    """Give the expression of a formula; ``label`` precedes its LaTeX source as alternative text."""
    source = str(element.get("alttext", "")).strip()
    return call("formula", _row(_children(element)), block=block, alt=f"{label}: {source}" if source else label)


def _children(element: Tag) -> list[Tag]:
    return [child for child in element.children if isinstance(child, Tag)]


def _row(elements: list[Tag]) -> Expression:
    if len(elements) == 1:
        return _expression(elements[0])
    if _is_fenced(elements):
        return call("math.lr", join([_expression(element) for element in elements]))
    return join([_expression(element) for element in elements])


def _is_fenced(elements: list[Tag]) -> bool:
    first, last = elements[0] if elements else None, elements[-1] if elements else None
    if first is None or last is None or first.name != "mo" or last.name != "mo":
        return False
    stretchy = "true" in (first.get("stretchy"), first.get("fence"))
    return stretchy and (first.get_text().strip() in OPENING | {""} or last.get_text().strip() in CLOSING)


def _expression(element: Tag) -> Expression:
    """Give one element; unknown ones show their text."""
    parts = _children(element)
    match element.name:
        case "mi":
            return _identifier(element)
        case "mn":
            return string(_text(element))
        case "mtext" | "ms":
            return string(element.get_text().replace("\u00a0", " "))
        case "mo":
            return _operator(element)
        case "mspace":
            return _space(str(element.get("width", "")))
        case "mfrac" if len(parts) == 2 and str(element.get("linethickness", "")).startswith("0"):
            return call("stacked", _expression(parts[0]), _expression(parts[1]))
        case "mfrac" if len(parts) == 2:
            return call("math.frac", _expression(parts[0]), _expression(parts[1]))
        case "msqrt":
            return call("math.sqrt", _row(parts))
        case "mroot" if len(parts) == 2:
            return call("math.root", _expression(parts[1]), _expression(parts[0]))
        case "msub" | "msup" | "msubsup" | "munder" | "mover" | "munderover":
            return _scripts(element, parts)
        case "mtable":
            return _matrix(parts)
        case "mphantom":
            return call("hide", _row(parts))
        case "menclose":
            return call("math.cancel" if "strike" in str(element.get("notation", "")) else "boxed", _row(parts))
        case _ if parts:
            return _row(parts)
        case _:
            return string(_text(element))


def _text(element: Tag) -> str:
    return element.get_text().strip()


def _identifier(element: Tag) -> Expression:
    text = _text(element)
    if not text:
        return string("")
    if len(text) > 1 and not element.get("mathvariant"):
        return call("math.op", string(text)) if text.isalpha() else string(text)
    letter = call("symbol", string(text)) if len(text) == 1 else string(text)
    for function in VARIANTS.get(str(element.get("mathvariant", "")), ()):
        letter = call(function, letter)
    return letter


def _operator(element: Tag) -> Expression:
    text = _text(element)
    if text in INVISIBLE:
        return string("")
    text = OPERATORS.get(text, text)
    if text.isalpha() and len(text) > 1:
        return call("math.op", string(text))
    return call("symbol", string(text)) if len(text) == 1 else string(text)


def _space(width: str) -> Expression:
    number = width.removesuffix("em")
    try:
        value = float(number)
    except ValueError:
        value = 0.2
    return Expression(f"h({max(-2.0, min(value, 4.0)):g}em)")


def _scripts(element: Tag, parts: list[Tag]) -> Expression:
    if len(parts) < 2:
        return _row(parts) if parts else string("")
    base, name = _expression(parts[0]), element.name
    mark = _text(parts[1]) if not _children(parts[1]) else ""
    if name == "mover" and mark in OVER:
        return call(OVER[mark], base)
    if name == "munder" and mark in UNDER:
        return call(UNDER[mark], base)
    if name == "mover" and mark in BARS and _is_long(parts[0]):
        return call("math.overline", base)
    if name == "munder" and mark in BARS:
        return call("math.underline", base)
    if name == "mover" and mark in ACCENTS:
        return call("math.accent", base, string(ACCENTS[mark]))
    scripts = [_expression(part) for part in parts[1:]]
    places = {"msub": "b", "msup": "t", "munder": "b", "mover": "t"}.get(name)
    options = {places: scripts[0]} if places else {"b": scripts[0], "t": scripts[-1]}
    if name.startswith("mu") or name == "mover":
        base = call("math.limits", base)
    return call("math.attach", base, **options)


def _is_long(element: Tag) -> bool:
    return len(element.get_text().strip()) > 1


def _matrix(rows: list[Tag]) -> Expression:
    width = max((len(_children(row)) for row in rows), default=0)
    lines = []
    for row in rows:
        cells = [_row(_children(cell)) for cell in _children(row)]
        cells += [string("")] * (width - len(cells))
        lines.append(array(cells))
    return call("matrix", *lines)
