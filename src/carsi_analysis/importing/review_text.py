"""A review in plain text."""

from collections.abc import Iterator

from carsi_analysis.importing.review import Review
from carsi_analysis.importing.review_document import Section, document_of

MOST_SHOWN = 60


def review_text(review: Review) -> str:
    """The whole review, section by section; what speaks against applying it stands last, where a terminal ends."""
    document = document_of(review)
    facts = [document.title, *(f"  {name}: {text}" for name, text in document.facts)]
    stops = ["Cannot be applied", *(f"  {reason}" for reason in document.stops)] if document.stops else []
    parts = [facts, *(list(_lines(section)) for section in document.sections), stops]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _lines(section: Section) -> Iterator[str]:
    yield f"{section.heading} ({len(section.rows):,})" + (f". {section.note}" if section.note else "")
    for row in section.rows[:MOST_SHOWN]:
        yield f"  {row.line}"
    if len(section.rows) > MOST_SHOWN:
        yield f"  … and {len(section.rows) - MOST_SHOWN:,} more; --html lists all"
