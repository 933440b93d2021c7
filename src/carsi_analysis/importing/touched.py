"""Which conflicts, corrections and names speak of what a release changes, and what the release leaves out."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from carsi_analysis.data.csv_text import TableText
from carsi_analysis.importing.compare import Change
from carsi_analysis.importing.held import SERIES_COLUMN

_YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")
Texts = Mapping[str, TableText]


def conflicts_touched(texts: Texts, changes: Sequence[Change]) -> dict[str, str]:
    """Conflicts with a row among the changes: identifier and name.

    A row takes part in a conflict by its own ``conflict_id``, by ``conflict_series``, or as the preferred one.
    """
    rows = {change.row_id for change in changes}
    found = {conflict for name, text in texts.items() for conflict in _by_column(name, text, rows)}
    found |= set(_by_series(texts, changes))
    conflicts = list(_rows(texts, "conflicts", "conflict_id", "label_en", "preferred_table", "preferred_row"))
    found |= {conflict for conflict, _, table, row in conflicts if f"{table}/{row}" in rows}
    return {conflict: label for conflict, label, *_ in sorted(conflicts) if conflict in found}


def _rows(texts: Texts, table: str, *columns: str) -> Iterable[tuple[str, ...]]:
    """Some cells of every row of a table; none where the package has no such table."""
    return texts[table].tuples(columns) if table in texts else ()


def _by_column(name: str, text: TableText, rows: set[str]) -> Iterable[str]:
    if name not in ("conflicts", "conflict_series") and "conflict_id" in text.columns:
        both = zip(text.row_ids, text.columns["conflict_id"], strict=True)
        yield from (conflict for row_id, conflict in both if conflict and row_id in rows)


def _by_series(texts: Texts, changes: Sequence[Change]) -> Iterable[str]:
    names = ("conflict_id", "indicator_id", "country_iso3", "start_year", "end_year")
    for conflict, indicator, country, start, end in _rows(texts, "conflict_series", *names):
        years = range(int(start), int(end) + 1)
        if any((each.series, each.country) == (indicator, country) and each.year in years for each in changes):
            yield conflict


def corrections_touched(texts: Texts, changes: Sequence[Change]) -> dict[str, str]:
    """Corrections of a row among the changes: identifier and reason."""
    rows = {change.row_id for change in changes}
    corrections = _rows(texts, "corrections", "correction_id", "table", "row", "reason_en")
    return {correction: reason for correction, table, row, reason in corrections if f"{table}/{row}" in rows}


def names_touched(texts: Texts, series: Collection[str], release: str) -> dict[str, str]:
    """Indicators among ``series`` whose name speaks of a release of another year: identifier and name."""
    columns = ("indicator_id", "label_en", "label_es", "short_label_en", "short_label_es")
    found = {}
    for indicator, *names in _rows(texts, "indicators", *columns):
        dated = [name for name in names if set(_YEAR.findall(name)) - {release[:4]}]
        if indicator in series and dated:
            found[indicator] = dated[0]
    return found


def absent_series(texts: Texts, present: Collection[tuple[str, str]], earlier: tuple[str, ...]) -> list[str]:
    """Series that rest on an earlier release of the same publication, and of which the file holds nothing."""
    resting = (
        (table, series)
        for table, column in SERIES_COLUMN.items()
        for series, source in _rows(texts, table, column, "source_id")
        if source.startswith(earlier)
    )
    return sorted({series for table, series in resting if (table, series) not in present})
