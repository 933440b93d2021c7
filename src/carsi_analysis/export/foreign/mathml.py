"""MathML, as ``latex2mathml`` writes it, to Typst expressions. Text only travels in string literals."""

from carsi_analysis.export import typefaces
from carsi_analysis.export.expressions import Expression, array, call, join, string
from carsi_analysis.export.tree import Element, parts_of, text_of

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
LIMITS = {"lim", "liminf", "limsup", "max", "min", "sup", "inf", "argmax", "argmin", "det", "gcd", "Pr"}
OPENING, CLOSING = set("([{⟨⌈⌊|‖∣∥"), set(")]}⟩⌉⌋|‖∣∥")


def equation(element: Element, block: bool, label: str) -> Expression:
    """Give the expression of a formula; ``label`` precedes its LaTeX source as alternative text."""
    source = element.get("alttext").strip()
    return call("formula", _row(element.elements()), block=block, alt=f"{label}: {source}" if source else label)


def _row(elements: list[Element]) -> Expression:
    if len(elements) > 1 and _is_fenced(elements):
        return call("math.lr", join(_expression(element) for element in elements))
    parts: list[Expression] = []
    while elements:
        taken = 3 if _is_matrix_in_brackets(elements[:3]) else 1
        written = [_expression(element) for element in elements[:taken]]
        parts.append(call("math.lr", join(written)) if taken > 1 else written[0])
        elements = elements[taken:]
    return join(parts)


def _is_fenced(elements: list[Element]) -> bool:
    """Tell whether brackets around all of a row grow with what they hold, as after ``\\left``."""
    first, last = elements[0], elements[-1]
    if first.name != "mo" or "true" not in (first.get("stretchy"), first.get("fence")):
        return False
    if first.get("form") == "prefix" and last.name == "mtable":  # cases have a brace on one side
        return True
    return last.name == "mo" and _text(first) in OPENING | {""} and _text(last) in CLOSING | {""}


def _is_matrix_in_brackets(elements: list[Element]) -> bool:
    if [element.name for element in elements] != ["mo", "mtable", "mo"]:
        return False
    return _text(elements[0]) in OPENING and _text(elements[2]) in CLOSING


def _expression(element: Element) -> Expression:
    """Give one element; unknown ones show their text."""
    parts = element.elements()
    match element.name:
        case "mi":
            return _identifier(element)
        case "mn":
            return _variant(element, _string(_text(element)))
        case "mtext" | "ms":
            return _variant(element, _string(text_of(element.children).replace("\u00a0", " ")))
        case "mo":
            return _operator(element)
        case "mspace":
            return _space(element.get("width"))
        case "mfrac" if len(parts) == 2 and element.get("linethickness").startswith("0"):
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
            return _matrix(element)
        case "mphantom":
            return call("hide", _row(parts))
        case "menclose":
            return call("math.cancel" if "strike" in element.get("notation") else "boxed", _row(parts))
        case _ if parts:
            return _row(parts)
        case _:
            return _string(_text(element))


def _text(element: Element) -> str:
    return text_of(element.children).strip()


def _identifier(element: Element) -> Expression:
    text = _text(element)
    if not text:
        return string("")
    if len(text) > 1 and not element.get("mathvariant"):
        return call("math.op", _string(text)) if text.isalpha() else _string(text)
    return _variant(element, _symbol(text))


def _variant(element: Element, letters: Expression) -> Expression:
    for function in VARIANTS.get(element.get("mathvariant"), ()):
        letters = call(function, letters)
    return letters


def _symbol(text: str) -> Expression:
    """Write one letter or sign so that Typst slants and spaces it as mathematics."""
    shown = typefaces.showable_in_formula(text)
    return call("symbol", string(shown)) if len(shown) == 1 else string(shown)


def _string(text: str) -> Expression:
    return string(typefaces.showable_in_formula(text))


def _operator(element: Element) -> Expression:
    text = _text(element)
    if text in INVISIBLE:
        return string("")
    text = OPERATORS.get(text, text)
    if text.isalpha() and len(text) > 1:
        return call("math.op", _string(text), limits=text in LIMITS)
    return _symbol(text)


def _space(width: str) -> Expression:
    number = width.removesuffix("em")
    try:
        value = float(number)
    except ValueError:
        value = 0.2
    return Expression(f"h({max(-2.0, min(value, 4.0)):g}em)")


def _scripts(element: Element, parts: list[Element]) -> Expression:
    if len(parts) < 2:
        return _row(parts) if parts else string("")
    base, name = _expression(parts[0]), element.name
    mark = _text(parts[1]) if not parts[1].elements() else ""
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


def _is_long(element: Element) -> bool:
    return len(text_of(element.children).strip()) > 1


def _matrix(table: Element) -> Expression:
    rows = [[_row(cell.elements()) for cell in row.elements()] for row in table.elements()]
    if table.get("displaystyle") == "true":  # equations aligned at their relation
        return call("aligned", *map(array, rows))
    width = max((len(row) for row in rows), default=0)
    full = [row + [string("")] * (width - len(row)) for row in rows]
    first = next((part for part in parts_of(table) if isinstance(part, Element) and part.name == "mtd"), None)
    to_the_left = first is not None and first.get("columnalign") == "left"
    return call("left-matrix" if to_the_left else "matrix", *map(array, full))
