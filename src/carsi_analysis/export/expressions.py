"""Typst expressions written from Python values; the only way for text into Typst is ``string``."""

from collections.abc import Iterable
from typing import Any


class Expression(str):
    """Source of a Typst expression that these functions built."""


ESCAPES = str.maketrans({'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\n", "\t": "\\t"})


def string(text: str) -> Expression:
    """Write a string literal: whatever the text holds, Typst reads it as text."""
    return Expression(f'"{text.translate(ESCAPES)}"')


def points(length: float) -> Expression:
    """Write a length in points."""
    return Expression(f"{length:.2f}".rstrip("0").rstrip(".") + "pt")


def value(item: Any) -> Expression:
    """Write None, booleans, numbers, text, sequences of these and expressions."""
    if isinstance(item, Expression):
        return item
    if item is None:
        return Expression("none")
    if isinstance(item, bool):
        return Expression("true" if item else "false")
    if isinstance(item, int | float):
        return Expression(repr(item))
    if isinstance(item, str):
        return string(item)
    return array(item)


def array(items: Iterable[Any]) -> Expression:
    """Write an array; one item keeps it an array by the last comma."""
    return Expression("(" + "".join(f"{value(item)}, " for item in items).rstrip() + ")")


def call(function: str, *arguments: Any, **options: Any) -> Expression:
    """Write a call; underscores in option names become hyphens."""
    written = [f"{name.replace('_', '-')}: {value(option)}" for name, option in options.items()]
    written += [value(argument) for argument in arguments]
    return Expression(f"{function}({', '.join(written)})")


def join(parts: Iterable[Expression]) -> Expression:
    """Write several pieces of content as one."""
    pieces = list(parts)
    if len(pieces) == 1:
        return pieces[0]
    return call("cat", *pieces) if pieces else Expression("none")
