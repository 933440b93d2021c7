"""What a notebook says of itself: its title output before its metadata."""

import re
from dataclasses import asdict
from datetime import date
from typing import Any

from nbformat import NotebookNode

from carsi_analysis.blocks import Title
from carsi_analysis.export.characters import without_controls
from carsi_analysis.export.document import Finding, Meta

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


def stated_meta(nb: NotebookNode, title: Title | None) -> dict[str, Any]:
    """Join what the notebook says of itself: its title output before its metadata."""
    metadata = nb.metadata
    meta: dict[str, Any] = {
        "title": metadata.get("title"),
        "subtitle": metadata.get("subtitle"),
        "language": metadata.get("language"),
        "authors": [a.get("name") if isinstance(a, dict) else a for a in _items(metadata.get("authors"))],
        "edition_date": metadata.get("date"),
    }
    if isinstance(metadata.get("briefing"), dict):
        meta.update({name: value for name, value in metadata["briefing"].items() if value})
    stated = asdict(title) if title else {}
    return {**meta, **{name: value for name, value in stated.items() if value}}


def meta_of(stated: dict[str, Any], name: str) -> tuple[Meta, list[Finding]]:
    """Check what was stated; ``name`` is the title where nothing gives one."""
    findings = []
    edition_date = _date(stated.get("edition_date"))
    if stated.get("edition_date") and edition_date is None:
        wrong = short(_line(stated["edition_date"]))
        findings.append(Finding(None, f"{wrong!r} is no date", "write it as 2024-06-30"))
    meta = Meta(
        title=_line(stated.get("title")) or name.replace("_", " ").replace("-", " ").strip() or "Notebook",
        language=language_tag(stated.get("language")),
        kicker=_line(stated.get("kicker")),
        subtitle=_line(stated.get("subtitle")),
        edition_date=edition_date,
        authors=_lines(stated.get("authors")),
        keywords=_lines(stated.get("keywords")),
        description=_line(stated.get("description")),
        parameters_line=_line(stated.get("parameters_line")),
        report_id=_line(stated.get("report_id")),
        compact=bool(stated.get("compact")),
    )
    return meta, findings


def language_tag(stated: Any) -> str:
    """Give a language tag; English for what is none, such as the ``R`` of a kernel."""
    tag = _line(stated).replace("_", "-")
    return tag if LANGUAGE.fullmatch(tag) else "en"


def short(text: str) -> str:
    """Give the beginning of a text, for a message."""
    text = re.sub(r"\s+", " ", text)
    return text if len(text) <= 60 else text[:57] + "…"


def _line(value: Any) -> str:
    return re.sub(r"\s+", " ", without_controls(str(value))).strip() if value else ""


def _lines(values: Any) -> tuple[str, ...]:
    return tuple(line for line in map(_line, _items(values)) if line)


def _items(stated: Any) -> list[Any]:
    """Give what is stated as a list, or as the one item of a list."""
    return list(stated) if isinstance(stated, list | tuple) else [stated]


def _date(value: Any) -> str | None:
    """Give the day that a text begins with, as ``2024-06-30``; None where it begins with none."""
    day = str(value or "")[:10]
    try:
        return day if date.fromisoformat(day).isoformat() == day else None
    except ValueError:
        return None
