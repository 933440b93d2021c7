"""Which conflicts, corrections and names speak of what a release changes, and what the release leaves out."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from carsi_analysis.data.csv_text import TableText
from carsi_analysis.data.package import row_ids
from carsi_analysis.importing.compare import Change
from carsi_analysis.importing.held import SERIES_COLUMN

_YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")
_NAMES = ("label_en", "label_es", "short_label_en", "short_label_es")


def conflicts_touched(texts: Mapping[str, TableText], changes: Sequence[Change]) -> dict[str, str]:
    """Conflicts with a row among the changes: identifier and name.

    A row takes part in a conflict by its own ``conflict_id``, by ``conflict_series``, or as the preferred one.
    """
    if "conflicts" not in texts:
        return {}
    rows = {change.row_id for change in changes}
    found = {conflict for name, text in texts.items() for conflict in _by_column(name, text, rows)}
    found |= set(_by_series(texts, changes))
    columns = texts["conflicts"].columns
    for conflict, table, row in zip(
        columns["conflict_id"], columns["preferred_table"], columns["preferred_row"], strict=True
    ):
        if f"{table}/{row}" in rows:
            found.add(conflict)
    labels = dict(zip(columns["conflict_id"], columns["label_en"], strict=True))
    return {conflict: labels[conflict] for conflict in sorted(found)}


def _by_column(name: str, text: TableText, rows: set[str]) -> Iterable[str]:
    if name in ("conflicts", "conflict_series") or "conflict_id" not in text.columns:
        return
    for row_id, conflict in zip(row_ids(text), text.columns["conflict_id"], strict=True):
        if conflict and row_id in rows:
            yield conflict


def _by_series(texts: Mapping[str, TableText], changes: Sequence[Change]) -> Iterable[str]:
    if "conflict_series" not in texts:
        return
    columns = texts["conflict_series"].columns
    names = ("conflict_id", "indicator_id", "country_iso3", "start_year", "end_year")
    for conflict, indicator, country, start, end in zip(*(columns[name] for name in names), strict=True):
        for change in changes:
            in_years = int(start) <= change.year <= int(end)
            if change.series == indicator and change.country == country and in_years:
                yield conflict


def corrections_touched(texts: Mapping[str, TableText], changes: Sequence[Change]) -> dict[str, str]:
    """Corrections of a row among the changes: identifier and reason."""
    if "corrections" not in texts:
        return {}
    rows = {change.row_id for change in changes}
    columns = texts["corrections"].columns
    names = ("correction_id", "table", "row", "reason_en")
    return {
        correction: reason
        for correction, table, row, reason in zip(*(columns[name] for name in names), strict=True)
        if f"{table}/{row}" in rows
    }


def names_touched(texts: Mapping[str, TableText], series: Collection[str], release: str) -> dict[str, str]:
    """Indicators among ``series`` whose name speaks of a release of another year: identifier and name."""
    if "indicators" not in texts:
        return {}
    columns = texts["indicators"].columns
    found = {}
    for row, indicator in enumerate(columns["indicator_id"]):
        if indicator in series:
            names = [columns[name][row] for name in _NAMES if name in columns]
            dated = [name for name in names if set(_YEAR.findall(name)) - {release[:4]}]
            if dated:
                found[indicator] = dated[0]
    return found


def absent_series(
    texts: Mapping[str, TableText], present: Collection[tuple[str, str]], earlier: tuple[str, ...]
) -> list[str]:
    """Series that rest on an earlier release of the same publication, and of which the file holds nothing."""
    absent: set[str] = set()
    for table, column in SERIES_COLUMN.items():
        if table in texts:
            columns = texts[table].columns
            for series, source in zip(columns[column], columns["source_id"], strict=True):
                if source.startswith(earlier) and (table, series) not in present:
                    absent.add(series)
    return sorted(absent)
