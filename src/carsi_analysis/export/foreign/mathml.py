"""MathML, as ``math-core`` writes it, to Typst expressions. Text only travels in string literals."""

import re
from collections.abc import Iterator

from carsi_analysis.export import typefaces
from carsi_analysis.export.expressions import Expression, array, call, join, string
from carsi_analysis.export.tree import Element, parts_of, text_of

ACCENTS = {
    "^": "\u0302", "\u0302": "\u0302", "ˆ": "\u0302", "¯": "\u0304", "‾": "\u0304",
    "→": "\u20d7", "⃗": "\u20d7", "←": "\u20d6", "↔": "\u20e1", "~": "\u0303", "˜": "\u0303", "\u0303": "\u0303",
    "˙": "\u0307", ".": "\u0307", "¨": "\u0308", "⃛": "\u20db", "ˇ": "\u030c", "\u030c": "\u030c", "˘": "\u0306",
    "´": "\u0301", "`": "\u0300", "˚": "\u030a", "\u2015": "\u0304",
}  # fmt: skip
OVER = {"⏞": "math.overbrace", "︷": "math.overbrace", "⎴": "math.overbracket"}
UNDER = {"⏟": "math.underbrace", "︸": "math.underbrace", "⎵": "math.underbracket"}
BARS = {"¯", "‾", "\u2015", "_", "\u0332", "\u0305"}
ARROW_ROOM = 3.0
"""Ems from which the room above an arrow asks it to be long."""
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
    rows = [row for part in _parts(element) if _is_numbered(part) for row in part.elements()]
    numbers = [number for row in rows if (number := _number(row))]
    options = {"number": string(numbers[0])} if len(numbers) == 1 else {}
    alt = f"{label}: {source}" if source else label
    written = call("formula", _row(element.elements()), block=block, alt=alt, **options)
    for part in _parts(element):
        if part.anchor:
            written = call("anchored", string(part.anchor), written)
    return written


def _parts(element: Element) -> Iterator[Element]:
    return (part for part in parts_of(element) if isinstance(part, Element))


def _is_numbered(table: Element) -> bool:
    return "numbered" in table.get("class").split()


def _number(row: Element) -> str:
    """Give the number in the margin of an equation."""
    last = row.elements()[-1]
    return _text(last) if "side" in last.get("class").split() else ""


def _row(elements: list[Element]) -> Expression:
    written = [_expression(element) for element in elements]
    return call("math.lr", join(written)) if len(elements) > 1 and _is_fenced(elements) else join(written)


def _is_fenced(elements: list[Element]) -> bool:
    """Tell whether brackets around all of a row grow with what they hold, as after ``\\left``."""
    first, last = elements[0], elements[-1]
    if not first.name == last.name == "mo" or "false" in (first.get("stretchy"), last.get("stretchy")):
        return False
    return _text(first) in OPENING | CLOSING | INVISIBLE and _text(last) in OPENING | CLOSING | INVISIBLE


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
            return Expression(f"h({max(-2.0, min(_ems(element.get('width')), 4.0)):g}em)")
        case "mrow" | "mstyle" if element.get("displaystyle") == "true":
            return call("math.display", _row(parts))
        case "mrow" if element.get("mathcolor"):
            return call("text", _row(parts), fill=call("rgb", string(element.get("mathcolor"))))
        case "mfrac" if len(parts) == 2 and element.get("linethickness").startswith("0"):
            return call("stacked", _expression(parts[0]), _expression(parts[1]))
        case "mfrac" if len(parts) == 2:
            style = {"true": "math.display", "false": "math.inline"}.get(element.get("displaystyle"))
            fraction = call("math.frac", _expression(parts[0]), _expression(parts[1]))
            return call(style, fraction) if style else fraction
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
        return call("math.op", _string(text)) if text.replace("\u2006", "").isalpha() else _string(text)
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
    if text in OPENING | CLOSING:
        return _bracket(element, text)
    return _symbol(text)


def _bracket(element: Element, text: str) -> Expression:
    """Write a bracket, of the size that it states; one in the middle grows with those around it."""
    if size := _ems(element.get("minsize")):
        return call("math.lr", _symbol(text), size=Expression(f"{size:g}em"))
    return call("math.mid", _symbol(text)) if element.get("stretchy") == "true" else _symbol(text)


def _ems(length: str) -> float:
    """Read a length in ems; nothing for one that is not stated."""
    number = re.match(r"-?[\d.]+", length)
    return float(number[0]) if number and length.endswith("em") else 0.0


def _scripts(element: Element, parts: list[Element]) -> Expression:
    if len(parts) < 2:
        return _row(parts) if parts else string("")
    base, name = _expression(parts[0]), element.name
    mark = _text(parts[1]) if not parts[1].elements() else ""
    if parts[1].name == "mspace":  # room above an arrow
        return base
    if function := _mark_function(name, mark, parts[0]):
        return call(function, base)
    if name == "mover" and mark in ACCENTS:
        return call("math.accent", base, string(ACCENTS[mark]))
    scripts = [_expression(part) for part in parts[1:]]
    places = {"msub": "b", "msup": "t", "munder": "b", "mover": "t"}.get(name)
    options = {places: scripts[0]} if places else {"b": scripts[0], "t": scripts[-1]}
    if any(part.name == "mspace" and _ems(part.get("width")) > ARROW_ROOM for part in _parts(element)):
        base = call("math.stretch", base, size=Expression("100% + 1.2em"))
    if name.startswith("mu") or name == "mover":
        base = call("math.limits", base)
    return call("math.attach", base, **options)


def _mark_function(name: str, mark: str, base: Element) -> str | None:
    """Give Typst's function for a brace or bar above or below."""
    if name == "mover":
        return OVER.get(mark) or ("math.overline" if mark in BARS and len(_text(base)) > 1 else None)
    if name == "munder":
        return UNDER.get(mark) or ("math.underline" if mark in BARS else None)
    return None


def _matrix(table: Element) -> Expression:
    rows = [_cells(table, row) for row in table.elements()]
    written = [[_row(cell.elements()) for cell in row] for row in rows]
    if table.get("displaystyle") == "true":  # equations aligned at their relation
        if sum(1 for row in table.elements() if _number(row)) > 1:
            written = [
                [*cells, *[string("")] * (len(cells) % 2), Expression("h(2em)"), string(_number(row))]
                for cells, row in zip(written, table.elements(), strict=True)
            ]
        return call("aligned", *map(array, written))
    width = max((len(row) for row in written), default=0)
    full = [row + [string("")] * (width - len(row)) for row in written]
    to_the_left = bool(rows and rows[0]) and rows[0][0].get("columnalign") == "left"
    return call("left-matrix" if to_the_left else "matrix", *map(array, full), **_rules(rows, width))


def _cells(table: Element, row: Element) -> list[Element]:
    """Give the cells of a row without the margins of a numbered equation."""
    return [cell for cell in row.elements() if not (_is_numbered(table) and "side" in cell.get("class").split())]


def _rules(rows: list[list[Element]], width: int) -> dict[str, Expression]:
    """Give the lines between rows and columns of an array."""
    classes = [
        (line, place, cell.get("class").split()) for line, row in enumerate(rows) for place, cell in enumerate(row)
    ]
    across = {line for line, _, names in classes if "rule-above" in names and line}
    down = {place + 1 for _, place, names in classes if "rule-right" in names and place + 1 < width}
    down |= {place for _, place, names in classes if "rule-left" in names and place}
    if not across and not down:
        return {}
    return {"augment": Expression(f"(hline: {array(sorted(across))}, vline: {array(sorted(down))}, stroke: .5pt)")}
