"""Sentences with named facts: one text a language, the numbers filled in, formatted and referenced."""

import string
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from carsi_analysis.analysis.provenance import union
from carsi_analysis.blocks import FactMark
from carsi_analysis.exhibits.exhibit import ExhibitError
from carsi_analysis.exhibits.fact import Absent, Cited, Fact, Said, Word
from carsi_analysis.exhibits.inline import Mark, Written, as_markdown
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.references import References
from carsi_analysis.words import facts_in

Marks = Literal["each", "end", "none"]
"""Where reference marks stand in a passage."""


@dataclass(frozen=True)
class ShownFact:
    """A fact as a sentence shows it, under an identifier that is unique in the report."""

    fact_id: str
    text: str
    fact: Fact


def fill(
    text: str, facts: Mapping[str, Said], locale: Locale, references: References, prefix: str, *, marks: Marks = "each"
) -> tuple[Written, list[ShownFact]]:
    """Set the facts of a text in their places.

    A number leads to its entry among the figures cited. A reference mark follows the last of several
    neighbouring facts of one paragraph that rest on the same sources, rather than each of them.

    Args:
        text: Markdown with facts as ``{name}``, or ``{Name}`` where a fact begins a sentence.
        facts: the named facts.
        locale: the language.
        references: numbers the sources by first use.
        prefix: begins the fact identifiers, so that they are unique in the report.
        marks: whether reference marks follow each fact, stand together at the end, or are left out, as in a headline,
            whose numbers still lead to their sources.

    Returns:
        The text, and the facts shown in order.

    Raises:
        ExhibitError: a fact is absent.
    """
    shown: list[ShownFact] = []
    pieces: list[str | Mark] = []
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
            pieces.append(FactMark(one.fact_id, one.text))
        line = Written(tuple(pieces)).markdown().rsplit("\n", 1)[-1]
        in_heading = line.startswith("#")  # a mark would land in tables of contents
        if (
            marks == "each"
            and item.sources
            and not in_heading
            and _next_sources(parts, position, facts) != item.sources
        ):
            pieces.append(references.mark(item.sources))
    said = [facts[fact_of(name)] for name in facts_in(text)]
    if marks == "end" and (cited := union(one.sources for one in said if isinstance(one, Fact | Cited))):
        pieces.append(references.mark(cited))
    return Written(tuple(pieces)), shown


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
