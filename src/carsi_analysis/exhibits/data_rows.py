"""The data rows behind a page as its readers meet them: those of one place of one source together."""

import posixpath
import re
from collections.abc import Iterable, Mapping
from functools import cache
from types import SimpleNamespace
from typing import Any

from carsi_analysis.blocks import DataRows
from carsi_analysis.data import Package
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exhibits.money import qualified
from carsi_analysis.words import words_of

DIGITS = 4
"""Decimals to which a value is written where it is told in full."""

FROM_FILES = {
    "deflators",
    "observations",
    "official_obligations",
    "official_totals",
    "population",
    "state_budgets",
    "tip_tiers",
}
"""Tables whose rows come from data files; the rows of the others are read in documents."""

NOT_STATED = "not stated"
"""How the locator of a link begins that is our judgement: the entry of its source names no place for it."""

FEW_PLACES = 2
"""Places of a source that its entry in the references names; of more, what they have in common."""


def data_rows(data: Package, row_ids: Iterable[str], order: Iterable[str], locale: Locale) -> list[DataRows]:
    """Describe data rows, those that one place of one source states together.

    Args:
        data: the package that holds them.
        row_ids: their identifiers, in any order and with repeats.
        order: the sources in the order of the list of references; rows follow it.
        locale: the language.
    """
    places: dict[tuple[str, str, str], list[tuple[str, dict[str, Any]]]] = {}
    for row_id in dict.fromkeys(row_ids):
        row = data.row(row_id)
        place = (row_id.partition("/")[0], row.get("source_id") or "", row.get("locator") or "")
        places.setdefault(place, []).append((row_id, row))
    ranks = {source_id: rank for rank, source_id in enumerate(order)}
    listed = sorted(places.items(), key=lambda one: ranks.get(one[0][1], len(ranks)))
    return [_described(data, place, rows, locale) for place, rows in listed]


def few_places(data: Package, row_ids: Iterable[str]) -> dict[str, list[str]]:
    """Find the places of a source that data rows cite, for the sources of which they cite few, or parts of one.

    Args:
        data: the package that holds them.
        row_ids: their identifiers, in any order and with repeats; a derived row is left to those that it is made of,
            and in a data file a value is found by its country and year.

    Returns:
        By source the locators in the order of the rows, what they begin alike with in the first alone; of many no more
        than that beginning.
    """
    found: dict[str, dict[str, None]] = {}
    for row_id in dict.fromkeys(row_ids):
        row = data.row(row_id)
        of_document = row_id.partition("/")[0] not in FROM_FILES and row.get("basis") != "derived"
        locator = row.get("locator") or NOT_STATED
        if of_document and row.get("source_id") and not locator.startswith(NOT_STATED):
            found.setdefault(row["source_id"], {})[locator] = None
    named = {source: _once(list(places)) for source, places in found.items()}
    return {source: places for source, places in named.items() if places}


def place_in(locator: str, locale: Locale) -> str:
    """Write the usual words of a locator (para, row, sheet) in a language; names, and words not known, stay."""
    known, phrases = _phrases(locale.language)
    return phrases.sub(lambda found: known[found[0]], locator)


@cache
def _phrases(language: str) -> tuple[Mapping[str, str], re.Pattern[str]]:
    known = words_of(language).part("scale.locator").texts
    longest_first = "|".join(re.escape(one) for one in sorted(known, key=len, reverse=True))
    return known, re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)")


def _once(places: list[str]) -> list[str]:
    """Say what several places begin with, up to a comma, once; of many no more than that."""
    shared = places[0][: max(0, posixpath.commonprefix(places).rfind(", "))]
    if len(places) > FEW_PLACES:
        return [shared] if shared else []
    return [places[0], *(place.removeprefix(shared).removeprefix(", ") for place in places[1:])]


def _described(
    data: Package, place: tuple[str, str, str], rows: list[tuple[str, dict[str, Any]]], locale: Locale
) -> DataRows:
    table, source_id, locator = place
    names = [row_id for row_id, _ in rows]
    notes = dict.fromkeys(str(note) for _, row in rows if (note := row.get(_named(row, "note", locale))))
    value = _value(data, table, rows[0][1], locale) if len(rows) == 1 else ""
    source = data.source(source_id).short_label(locale.language) if source_id else ""
    place_told = place_in(locator, locale)
    return DataRows(_name(data, table, names, locale), names, source_id, source, place_told, value, " ".join(notes))


def _named(row: dict[str, Any], column: str, locale: Locale) -> str:
    """Name the column of a text that stands plain in English and with a suffix in other languages."""
    own = f"{column}_{locale.words('language.data')}"
    return own if own in row else column


def _name(data: Package, table: str, names: list[str], locale: Locale) -> str:
    """Name rows: many as all that begin alike, where the table holds no others that do."""
    start = posixpath.commonpath(names) if len(names) > 1 else ""
    if "/" in start and len(names) == data.count_below(start):
        return locale.words("briefing.rows_below", start=start, count=locale.number(len(names)))
    return "; ".join(names)


def _value(data: Package, table: str, row: dict[str, Any], locale: Locale) -> str:
    """Write what a row measures: the first column that states its unit, or the one called ``value``.

    The source's own reservation stands before it.
    """
    fields = data.descriptor.table(table).fields
    field = next((one for one in fields if one.unit or one.name == "value"), None)
    if field is None or not isinstance(row[field.name], int | float):
        return ""
    number = locale.number(row[field.name], DIGITS)
    written = f"{number} {locale.words(f'scale.unit.{field.unit}')}" if field.unit else number
    return qualified(SimpleNamespace(**row), written, locale)
