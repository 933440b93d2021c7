"""Sentences with named facts: one text a language, the numbers filled in, formatted and referenced."""

import re
import string
from collections.abc import Mapping
from dataclasses import dataclass

from carsi_analysis.exhibits.exhibit import ExhibitError
from carsi_analysis.exhibits.fact import Absent, Cited, Fact, Said, Word
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.references import References

MARKDOWN_SPECIAL = re.compile(r"([\\`*_\[\]<>$~&|])")


def as_markdown(text: str) -> str:
    """Escape text so that Markdown shows it letter by letter."""
    return MARKDOWN_SPECIAL.sub(r"\\\1", text)


@dataclass(frozen=True)
class ShownFact:
    """A fact as a sentence shows it, under an identifier that is unique in the report."""

    fact_id: str
    text: str
    fact: Fact


def fill(
    text: str, facts: Mapping[str, Said], locale: Locale, references: References, prefix: str
) -> tuple[str, list[ShownFact]]:
    """Write a text with its facts as Markdown.

    A number becomes a link to its entry among the figures cited. A reference mark follows the last of several
    neighbouring facts of one paragraph that rest on the same sources, rather than each of them.

    Args:
        text: Markdown with facts as ``{name}``, or ``{Name}`` where a fact begins a sentence.
        facts: the named facts.
        locale: the language.
        references: numbers the sources by first use.
        prefix: begins the fact identifiers, so that they are unique in the report.

    Returns:
        The Markdown, and the facts shown in order.

    Raises:
        ExhibitError: a fact is absent.
    """
    shown: list[ShownFact] = []
    pieces: list[str] = []
    parts = list(string.Formatter().parse(text))
    for position, (literal, name, _, _) in enumerate(parts):
        pieces.append(literal)
        if name is None:
            continue
        item = facts[fact_of(name)]
        if isinstance(item, Absent):
            raise ExhibitError(f"{{{name}}} has no value here: {item.reason}")
        if isinstance(item, Word):
            pieces.append(as_markdown(_begun(name, item.write(locale))))
            continue
        if isinstance(item, Fact):
            shown_as = _begun(name, item.write(locale))
            one = ShownFact(f"{prefix}-{fact_of(name)}".replace("_", "-"), shown_as, item)
            shown.append(one)
            pieces.append(f"[{as_markdown(one.text)}](#fact-{one.fact_id})")
        in_heading = "".join(pieces).rsplit("\n", 1)[-1].startswith("#")  # a mark would land in tables of contents
        if item.sources and not in_heading and _next_sources(parts, position, facts) != item.sources:
            pieces.append(references.mark(item.sources))
    return "".join(pieces), shown


def fact_of(name: str) -> str:
    """Name the fact that a text names: ``{Four}`` is the fact ``four`` at the beginning of a sentence."""
    return name[:1].lower() + name[1:]


def _begun(name: str, text: str) -> str:
    return text[:1].upper() + text[1:] if name[:1].isupper() else text


def _next_sources(
    parts: list[tuple[str, str | None, str | None, str | None]],
    position: int,
    facts: Mapping[str, Said],
) -> tuple[str, ...] | None:
    """Find the sources of the next fact of the same paragraph; none where the paragraph ends first."""
    for literal, name, _, _ in parts[position + 1 :]:
        if "\n\n" in literal or "\n- " in literal:
            return None
        item = facts[fact_of(name)] if name is not None else None
        if isinstance(item, Fact | Cited):
            return item.sources
    return None
