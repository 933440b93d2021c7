"""How the cells of a table look: the style sheets that come with it, what its rows state, and what it states itself."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import soupsieve
import tinycss2
from bs4 import Tag
from cssselect2 import SelectorError, compile_selector_list

from carsi_analysis.export.foreign.colours import BLACK, background, dark, hex_colour, pale, readable_ink, resolved
from carsi_analysis.export.foreign.walk import within

HANDED_DOWN = frozenset({"color", "font-weight", "font-style", "text-align"})
SHOWN = HANDED_DOWN | {"background", "background-color", "background-image"}
LAYERS = frozenset({"tr", "thead", "tbody", "tfoot", "table"})
STATING = frozenset({"style", "bgcolor", "align"})
IDENTIFIER = re.compile(r"\s*#([\w-]+)\s*")
WHITE = "#ffffff"

Declarations = dict[str, str]


@dataclass(frozen=True)
class Look:
    """What a cell looks like; colours are ``#rrggbb``, ``bar`` is a colour from one per cent to another."""

    fill: str | None
    ink: str | None
    bar: tuple[str, float, float] | None
    bold: bool
    italic: bool
    align: str


class Styles:
    """The declarations for each element of a table.

    Args:
        table: the table.
        sheets: the style sheets that come with it.
    """

    def __init__(self, table: Tag, sheets: Iterable[Tag]):
        self._by_rule: dict[int, Declarations] = {}
        self._looks: dict[int, Look] = {}
        self._around: dict[int, list[Tag]] = {}
        rules = [
            (specificity(selector), order, selector, declared)
            for order, selectors, body in rules_of(sheets)
            for declared in [_declared(body)]
            for selector in selectors
        ]
        self._variables = {name: value for *_, body in rules for name, value in body.items() if name.startswith("--")}
        identified = {str(element["id"]): element for element in within(table) if element.get("id")} if rules else {}
        shown = [rule for rule in rules if SHOWN & rule[-1].keys()]
        for *_, selector, body in sorted(shown, key=lambda rule: rule[:2]):
            for element in _meant(selector, table, identified):
                _cascade(self._by_rule.setdefault(id(element), {}), body)

    def look(self, cell: Tag) -> Look:
        """Give the look of a cell."""
        chain = self._stating_around(cell.parent)
        if self._stated(cell):
            chain = [cell, *chain]
        key = id(chain[0]) if chain else 0
        if key not in self._looks:  # most cells have no look of their own but that of their row or table
            self._looks[key] = self._look(cell, chain)
        return self._looks[key]

    def _look(self, cell: Tag, chain: list[Tag]) -> Look:
        stated = [self._declarations(element) for element in chain]
        style = {name: value for one in reversed(stated) for name, value in one.items() if name in HANDED_DOWN}
        ink = hex_colour(style.get("color", ""))
        fill, bar = self._background(stated, ink or BLACK)
        if bar and (not fill or fill == WHITE):
            fill, bar = WHITE, (pale(bar[0]), *bar[1:])
        if fill:
            ink = readable_ink(ink, fill, *([bar[0]] if bar else []))
        elif ink:
            ink = dark(ink)
        return Look(
            fill=fill,
            ink=ink,
            bar=bar,
            bold=style.get("font-weight", "") in {"bold", "bolder", "600", "700", "800", "900"},
            italic=style.get("font-style", "") in {"italic", "oblique"},
            align=stated[0].get("text-align", "") if chain and chain[0] is cell else "",
        )

    def _stating_around(self, row: Tag | None) -> list[Tag]:
        """Give of a row, its section and its table those that state a look."""
        if id(row) not in self._around:
            self._around[id(row)] = [element for element in _layers(row) if self._stated(element)]
        return self._around[id(row)]

    def _stated(self, element: Tag) -> bool:
        return id(element) in self._by_rule or not STATING.isdisjoint(element.attrs)

    def _declarations(self, element: Tag) -> Declarations:
        stated = _cascade(dict(self._by_rule.get(id(element), {})), _declared(str(element.get("style") or "")))
        if fill := element.get("bgcolor"):
            stated.setdefault("background-color", str(fill).lower())
        if side := element.get("align"):
            stated.setdefault("text-align", str(side).lower())
        return {name: resolved(value, self._variables) for name, value in stated.items()}

    def _background(self, stated: list[Declarations], ink: str) -> tuple[str | None, tuple[str, float, float] | None]:
        """Give the fill of a cell, or that of its row where it shows through, and a bar in it."""
        bar = None
        for one in stated:
            fill, drawn = background(" ".join(filter(None, map(one.get, ("background-color", "background")))), ink)
            _, pictured = background(one.get("background-image", ""), ink)
            bar = bar or drawn or pictured
            if fill:
                return fill, bar
        return None, bar


def _layers(row: Tag | None) -> Iterator[Tag]:
    """Give a row, its section and its table."""
    while row is not None:
        if row.name in LAYERS:
            yield row
        if row.name == "table":
            return
        row = row.parent


def keep_looks(table: Tag, sheets: Iterable[Tag]) -> None:
    """Write into each cell how it looks, so that it outlasts the style sheets."""
    styles = Styles(table, sheets)
    for cell in within(table, "td", "th"):
        look = styles.look(cell)
        gradient = "linear-gradient(90deg, transparent {1}%, {0} {1}%, {0} {2}%, transparent {2}%)"
        stated = {
            "color": look.ink,
            "background-color": look.fill,
            "background-image": look.bar and gradient.format(*look.bar),
            "font-weight": "bold" if look.bold else None,
            "font-style": "italic" if look.italic else None,
            "text-align": look.align,
        }
        cell["style"] = ";".join(f"{name}:{value}" for name, value in stated.items() if value)


def rules_of(sheets: Iterable[Tag]) -> Iterator[tuple[int, list[str], str]]:
    """Give the rules of style sheets: their order, selectors and declarations."""
    for order, sheet in enumerate(sheets):
        parsed = tinycss2.parse_stylesheet(sheet.get_text(), skip_comments=True, skip_whitespace=True)
        for place, rule in enumerate(parsed):
            if rule.type == "qualified-rule":
                selectors = tinycss2.serialize(rule.prelude).split(",")
                yield order * 100_000 + place, selectors, tinycss2.serialize(rule.content)


def specificity(selector: str) -> tuple[int, ...]:
    """Give the weight of a selector: how many identifiers, classes and elements it names."""
    if IDENTIFIER.fullmatch(selector):
        return (1, 0, 0)
    try:
        return tuple(compile_selector_list(selector)[0].specificity)
    except SelectorError:  # such as half of a list inside brackets
        return (0, 0, 0)


def _meant(selector: str, table: Tag, identified: dict[str, Tag]) -> list[Tag]:
    if match := IDENTIFIER.fullmatch(selector):
        element = identified.get(match[1])
        return [element] if element is not None else [table] if table.get("id") == match[1] else []
    if ":hover" in selector:
        return []
    try:
        return [*([table] if table.css.match(selector) else []), *table.select(selector)]
    except (soupsieve.SelectorSyntaxError, NotImplementedError):
        return []


def _cascade(weaker: Declarations, stronger: Declarations) -> Declarations:
    """Add declarations that win over others; a whole background sets all of its parts anew."""
    if "background" in stronger:
        weaker.pop("background-color", None)
        weaker.pop("background-image", None)
    weaker.update(stronger)
    return weaker


def _declared(style: str) -> Declarations:
    stated: Declarations = {}
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            stated[name.strip().lower()] = value.replace("!important", "").strip().lower()
    return stated
