"""Which conflicts and corrections speak of rows that a release changes."""

from collections.abc import Iterable, Mapping, Sequence

from carsi_analysis.data.csv_text import TableText
from carsi_analysis.data.package import row_ids
from carsi_analysis.importing.compare import Change


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
