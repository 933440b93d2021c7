"""An incoming file against what the package holds: what it adds, revises, confirms and no longer has."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from carsi_analysis.data.csv_text import TableText
from carsi_analysis.importing.held import SERIES_COLUMN, HeldSeries, Key
from carsi_analysis.importing.incoming import Incoming, Value
from carsi_analysis.importing.plausible import check_complete, check_unit
from carsi_analysis.importing.refused import ImportRefused
from carsi_analysis.importing.text import rounded

KEPT_STATUSES = ("corrected", "inferred", "placed")
"""Corrections after which our value is not the publisher's on purpose, so that no release may overwrite it."""


@dataclass(frozen=True)
class Change:
    """One value that a release adds, revises or no longer has, or that follows from one of these.

    Attributes:
        kind: ``added``, ``revised``, ``vanished`` or ``follows``.
        row_id: Its row in the package; the new row where it is added.
        country, year, detail: What it is of; ``detail`` tells rows of one country and year apart.
        old, new: The numbers; empty where there is none or the publisher hides it.
    """

    kind: str
    table: str
    series: str
    row_id: str
    country: str
    year: int
    detail: str = ""
    old: str = ""
    new: str = ""

    @property
    def percent(self) -> float | None:
        """Change in percent of the old value; None where that says nothing."""
        if not self.old or not self.new or Decimal(self.old) == 0:
            return None
        return float((Decimal(self.new) - Decimal(self.old)) / abs(Decimal(self.old)) * 100)

    @property
    def percent_words(self) -> str:
        """The same in words; empty where it says nothing."""
        if self.percent is None:
            return ""
        return f"{self.percent:+.1f} %" if abs(self.percent) >= 0.05 else "less than 0.1 %"


@dataclass
class SeriesComparison:
    """One series.

    Attributes:
        held: The rows that the package holds of it.
        changes: What the release adds, revises and no longer has.
        present: Values in scope by key: for each the row held (None when it is added) and the text to store.
        vanished: Rows held that the release no longer has.
        kept: Rows under a judgement, which stay although the release says otherwise.
        foreign: Rows of other publishers that differ; they stay.
        confirmed: How many values are as held.
        held_sources: The releases that the series rests on now.
    """

    held: HeldSeries
    changes: list[Change] = field(default_factory=list)
    present: list[tuple[Value, int | None, str]] = field(default_factory=list)
    vanished: list[int] = field(default_factory=list)
    kept: list[Change] = field(default_factory=list)
    foreign: list[Change] = field(default_factory=list)
    confirmed: int = 0
    held_sources: set[str] = field(default_factory=set)

    @property
    def table(self) -> str:
        """The table that it is held in."""
        return self.held.table

    @property
    def series(self) -> str:
        """The indicator, or the table where it is one series."""
        return self.held.series


def compare(texts: Mapping[str, TableText], incoming: Incoming, partial: bool) -> list[SeriesComparison]:
    """Compare every series of a file with the rows held.

    Args:
        texts: The tables of the package.
        partial: The file is an extract: what it lacks has not vanished.

    Raises:
        ImportRefused: the file holds a key twice, a fraction of what is counted whole, too few values, no value of a
            country, or another unit.
    """
    grouped: dict[tuple[str, str], list[Value]] = defaultdict(list)
    for value in incoming.values:
        grouped[value.table, value.series].append(value)
    judged = _judged_rows(texts)
    found = []
    for (table, series), values in sorted(grouped.items()):
        held = HeldSeries(texts[table], series, incoming.file)
        wanted = _by_key(held, values, incoming.file)
        if not partial:
            check_complete(held, wanted, incoming)
        check_unit(held, wanted, incoming)
        found.append(_compared(held, wanted, incoming.publication.earlier, judged.get(table, set()), partial))
    return found


def _by_key(held: HeldSeries, values: Sequence[Value], file: str) -> dict[Key, Value]:
    wanted: dict[Key, Value] = {}
    for value in values:
        if held.whole and "." in (value.value or ""):
            seen = f"{held.series} {value.country} {value.year} is {value.value}, on {value.place}"
            raise ImportRefused(file, seen, "a whole number, as the package holds it")
        key = value.key_in(held.key_columns)
        if key in wanted:
            seen = f"{' '.join(key)} stands twice, on {wanted[key].place} and on {value.place}"
            raise ImportRefused(file, seen, "each value once")
        wanted[key] = value
    return wanted


def _compared(
    held: HeldSeries, wanted: Mapping[Key, Value], earlier: tuple[str, ...], judged: set[str], partial: bool
) -> SeriesComparison:
    """Every value beside the row held, and the rows that the release no longer has."""
    ours = held.resting_on(earlier)
    result = SeriesComparison(held, held_sources={held.source(row) for row in ours.values()})
    for key, value in sorted(wanted.items()):
        if key in held.rows:
            _place(result, held, value, key in ours, judged)
        else:
            result.present.append((value, None, _stored(held, value)))
            result.changes.append(_change(held, "added", key, value, new=_stored(held, value)))
    for key, row in sorted(ours.items()):
        if key not in wanted and not partial:
            result.vanished.append(row)
            result.changes.append(_change(held, "vanished", key, row, old=held.value(row)))
    return result


def _place(result: SeriesComparison, held: HeldSeries, value: Value, is_ours: bool, judged: set[str]) -> None:
    """Say what a value does to the row held: confirm it, revise it, or nothing, where we or others stand on it."""
    key = value.key_in(held.key_columns)
    row, new = held.rows[key], _stored(held, value)
    if _same(held.value(row), value.value or "", held.places):
        result.confirmed += 1
        if is_ours:
            result.present.append((value, row, held.value(row)))
        return
    change = _change(held, "revised", key, row, old=held.value(row), new=new)
    if held.identifier(row) in judged:
        result.kept.append(change)
    elif not is_ours:
        result.foreign.append(change)
    else:
        result.present.append((value, row, new))
        result.changes.append(change)


def _stored(held: HeldSeries, value: Value) -> str:
    """The number with as many decimals as the series has, so that one series is written alike."""
    if value.value is None:
        return ""
    return rounded(value.value, held.places) if held.places else value.value


def _change(held: HeldSeries, kind: str, key: Key, of: Value | int, old: str = "", new: str = "") -> Change:
    """A change of a value that comes in, or of a row held."""
    country, year = (of.country, of.year) if isinstance(of, Value) else (held.country(of), held.year(of))
    identifier = "/".join(key) if isinstance(of, Value) else held.identifier(of)
    told = ("country_iso3", "variant", held.year_column, SERIES_COLUMN.get(held.table))
    detail = ", ".join(cell for column, cell in zip(held.key_columns, key, strict=True) if column not in told)
    return Change(kind, held.table, held.series, f"{held.table}/{identifier}", country, year, detail, old, new)


def _same(held: str, new: str, places: int) -> bool:
    """Equal, or equal to the digits that the series is held in."""
    if not held or not new:
        return held == new
    difference = abs(Decimal(held) - Decimal(new))
    return difference == 0 or (places > 0 and difference <= Decimal("0.5").scaleb(-places))


def _judged_rows(texts: Mapping[str, TableText]) -> dict[str, set[str]]:
    """Rows whose value was corrected, inferred or placed, by table."""
    rows: dict[str, set[str]] = defaultdict(set)
    if "corrections" in texts:
        for table, row, status in texts["corrections"].tuples(("table", "row", "status")):
            if status in KEPT_STATUSES:
                rows[table].add(row)
    return rows
