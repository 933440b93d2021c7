"""Style sheets of an SVG, written as a ``style`` of each element that a rule of theirs means."""

from collections.abc import Iterator

import tinycss2
from cssselect2 import ElementWrapper, Matcher, SelectorError, compile_selector_list
from lxml import etree

UNIVERSAL = "*"


def apply_sheets(root: etree._Element, sheets: list[str]) -> None:
    """Give each element the declarations of the rules for it, weakest first, before those of its own.

    Rules for all elements stay out: on the root they are inherited alike.
    """
    rules = [rule for sheet in sheets for rule in _rules(sheet)]
    matcher = Matcher()
    for rule in rules:
        try:
            for selector in compile_selector_list(rule.prelude):
                matcher.add_selector(selector, tinycss2.serialize(rule.content))
        except SelectorError:  # such as a state that only a browser knows
            continue
    for wrapper in ElementWrapper.from_xml_root(root).iter_subtree() if rules else ():
        matched = [body for *_, pseudo, body in sorted(matcher.match(wrapper)) if pseudo is None]
        if matched:
            element = wrapper.etree_element
            element.set("style", ";".join([*matched, element.get("style", "")]))


def _rules(sheet: str) -> Iterator[tinycss2.ast.QualifiedRule]:
    parsed = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    for rule in parsed:
        if rule.type == "qualified-rule" and tinycss2.serialize(rule.prelude).strip() != UNIVERSAL:
            yield rule
