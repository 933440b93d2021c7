"""Entries of BibTeX: what a library program reads of a report, a chart, the data and their sources."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

_SPECIAL = re.compile(r"[&%$#_{}~^\\]")
_WORDS = {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"}


def entry(key: str, fields: Mapping[str, str]) -> str:
    """Write an entry; fields without a value are left out, and values must be escaped."""
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{_key(key)},\n" + ",\n".join(lines) + "\n}"


def corporate(names: Iterable[str]) -> str:
    """Write names in braces, so that BibTeX does not part an organisation into first and last name."""
    return " and ".join(map(braced, names))


def braced(text: str) -> str:
    """Write a title whose capitals stay as they are."""
    return f"{{{escaped(text)}}}"


def escaped(text: str) -> str:
    """Write a text in which nothing is a command of LaTeX."""
    return _SPECIAL.sub(lambda found: _WORDS.get(found[0], f"\\{found[0]}"), text)


def _key(text: str) -> str:
    """Keys hold plain letters, digits and a few marks."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9.:-]+", "-", ascii_text).strip("-")
