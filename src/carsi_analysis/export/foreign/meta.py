"""What a notebook of others says of itself in its metadata."""

import re
from contextlib import suppress
from datetime import datetime
from typing import Any

import yaml
from nbformat import NotebookNode

from carsi_analysis.blocks import LANGUAGE, Title
from carsi_analysis.export.characters import short, without_controls
from carsi_analysis.export.document import Finding

FRONT = re.compile(r"\s*---[ \t]*\n(?P<stated>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
"""Front matter, as Quarto, MyST and Jekyll write it at the top of a first cell."""

DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%B %d, %Y", "%d %B %Y", "%b %d, %Y", "%d %b %Y")
NAMES = {"author": "authors", "lang": "language"}


def with_front_matter(nb: NotebookNode) -> NotebookNode:
    """Give a notebook whose metadata hold what its front matter states, and whose cells do not; an abstract stays."""
    first = next((place for place, cell in enumerate(nb.cells) if cell.source.strip()), None)
    if first is None or nb.cells[first].cell_type == "code":
        return nb
    cell = nb.cells[first]
    found = FRONT.match(cell.source)
    stated = _stated(found["stated"]) if found else None
    if not found or not stated:
        return nb
    named = {NAMES.get(name, name): value for name, value in stated.items()}
    abstract = str(named.pop("abstract", "") or "")
    rest = "\n\n".join(filter(None, [abstract.strip(), cell.source[found.end() :].strip()]))
    kind = "markdown" if abstract or cell.cell_type == "markdown" else "raw"
    cells = [*nb.cells[:first], NotebookNode({**cell, "cell_type": kind, "source": rest}), *nb.cells[first + 1 :]]
    return NotebookNode({**nb, "metadata": NotebookNode({**nb.metadata, **named}), "cells": cells})


def _stated(front: str) -> dict[str, Any] | None:
    try:
        stated = yaml.safe_load(front)
    except yaml.YAMLError:
        return None
    return {str(name): value for name, value in stated.items()} if isinstance(stated, dict) else None


def title_of(nb: NotebookNode) -> tuple[Title, list[Finding]]:
    """Read title, subtitle, language, authors and date as nbconvert and Quarto write them, whatever their form."""
    stated = nb.metadata
    authors = stated.get("authors")
    authors = [authors] if isinstance(authors, dict | str) else authors
    named = (
        [_name(one.get("name")) if isinstance(one, dict) else one for one in authors]
        if isinstance(authors, list)
        else []
    )
    day = _day(stated.get("date"))
    wrong = _line(stated.get("date")) if day is None else ""
    title = Title(
        title=_line(stated.get("title")),
        subtitle=_line(stated.get("subtitle")),
        language=_language(stated.get("language")),
        authors=[line for line in map(_line, named) if line],
        keywords=[_line(one) for one in keywords] if isinstance(keywords := stated.get("keywords"), list) else [],
        description=_line(stated.get("description")),
        edition_date=day,
    )
    return title, [Finding(None, f"{short(wrong)!r} is no date", "write it as 2024-06-30")] if wrong else []


def _name(name: Any) -> Any:
    """Join a name that Quarto states in parts."""
    return " ".join(str(name[part]) for part in ("given", "family") if part in name) if isinstance(name, dict) else name


def _line(value: Any) -> str:
    return re.sub(r"\s+", " ", without_controls(str(value))).strip() if value else ""


def _language(stated: Any) -> str:
    """Give a language tag; English for what is none, such as the ``R`` of a kernel."""
    tag = _line(stated).replace("_", "-")
    return tag if re.fullmatch(LANGUAGE, tag) else "en"


def _day(value: Any) -> str | None:
    """Give the day that a text states, as ``2024-06-30``; None where it states none, or in numbers of unknown order."""
    text = _line(value)
    for form in DAYS:
        with suppress(ValueError):
            return datetime.strptime(text if "%B" in form or "%b" in form else text[:10], form).date().isoformat()
    return None
