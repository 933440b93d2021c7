"""What a notebook of others says of itself in its metadata."""

import re
from datetime import date
from typing import Any

from nbformat import NotebookNode

from carsi_analysis.blocks import LANGUAGE, Title
from carsi_analysis.export.characters import short, without_controls
from carsi_analysis.export.document import Finding


def title_of(nb: NotebookNode) -> tuple[Title, list[Finding]]:
    """Read title, subtitle, language, authors and date as nbconvert and Quarto write them, whatever their form."""
    stated = nb.metadata
    authors = stated.get("authors")
    named = [one.get("name") if isinstance(one, dict) else one for one in authors] if isinstance(authors, list) else []
    day = _day(stated.get("date"))
    wrong = _line(stated.get("date")) if day is None else ""
    title = Title(
        title=_line(stated.get("title")),
        subtitle=_line(stated.get("subtitle")),
        language=_language(stated.get("language")),
        authors=[line for line in map(_line, named or [authors]) if line],
        edition_date=day,
    )
    return title, [Finding(None, f"{short(wrong)!r} is no date", "write it as 2024-06-30")] if wrong else []


def _line(value: Any) -> str:
    return re.sub(r"\s+", " ", without_controls(str(value))).strip() if value else ""


def _language(stated: Any) -> str:
    """Give a language tag; English for what is none, such as the ``R`` of a kernel."""
    tag = _line(stated).replace("_", "-")
    return tag if re.fullmatch(LANGUAGE, tag) else "en"


def _day(value: Any) -> str | None:
    """Give the day that a text begins with, as ``2024-06-30``; None where it begins with none."""
    day = str(value or "")[:10]
    try:
        return day if date.fromisoformat(day).isoformat() == day else None
    except ValueError:
        return None
