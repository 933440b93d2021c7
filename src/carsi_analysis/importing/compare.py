"""An incoming file against what the package holds: what it adds, revises, confirms and no longer has."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median

from carsi_analysis.data.csv_text import TableText
from carsi_analysis.importing.incoming import SERIES_COLUMN, YEAR_COLUMNS, Incoming, Value
from carsi_analysis.importing.refused import ImportRefused
from carsi_analysis.importing.text import decimals, rounded

MOST_GONE = 0.1
"""Share of a series that may be gone from a new release; more looks like a file that was cut off."""
FEW = 3
"""So many values may always be gone, and so many make up a country that must not be missing."""
UNIT_RATIO = 4.0
"""Values that are typically this many times those held, or as small a part of them, are in another unit."""
ENOUGH_FOR_RATIO = 5
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
        old_source: Source of the old value.
        place: Where the new value stands in the file.
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
    old_source: str = ""
    place: str = ""

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
        changes: What the release adds, revises and no longer has.
        present: Values in scope by key: for each the row held (None when it is added) and the text to store.
        vanished: Rows held that the release no longer has.
        kept: Rows under a judgement, which stay although the release says otherwise.
        foreign: Rows of other publishers that differ; they stay.
        confirmed: How many values are as held.
        held_sources: The releases that the series rests on now.
    """

    table: str
    series: str
    changes: list[Change] = field(default_factory=list)
    present: list[tuple[Value, int | None, str]] = field(default_factory=list)
    vanished: list[int] = field(default_factory=list)
    kept: list[Change] = field(default_factory=list)
    foreign: list[Change] = field(default_factory=list)
    confirmed: int = 0
    held_sources: set[str] = field(default_factory=set)


def compare(
    texts: Mapping[str, TableText], incoming: Incoming, partial: bool
) -> tuple[list[SeriesComparison], Counter[str]]:
    """Compare every series of a file with the rows held.

    Only countries that a series has already are compared, from the first year that it has.

    Args:
        texts: The tables of the package.
        partial: The file is an extract: what it lacks has not vanished.

    Returns:
        A comparison for each series, and the rows left aside by reason.

    Raises:
        ImportRefused: the file holds a key twice, too few values, no value of a country, or another unit.
    """
    aside: Counter[str] = Counter()
    grouped: dict[tuple[str, str], list[Value]] = defaultdict(list)
    for value in incoming.values:
        grouped[value.table, value.series].append(value)
    judged = _judged_rows(texts)
    found = [
        _Series(texts[table], series, incoming, partial, judged).compare(values, aside)
        for (table, series), values in sorted(grouped.items())
    ]
    return found, aside


class _Series:
    """The rows held of one series, and how an incoming value is laid beside them."""

    def __init__(
        self, text: TableText, series: str, incoming: Incoming, partial: bool, judged: Mapping[str, set[str]]
    ) -> None:
        self.text, self.series, self.incoming, self.partial = text, series, incoming, partial
        self.table = text.table.name
        self.value_column = text.table.value_column or ""
        self.judged = judged.get(self.table, set())
        self.key_columns = tuple(column for column in text.table.primary_key if column != "edition")
        self.year_column = next(column for column in YEAR_COLUMNS if column in text.columns)
        self.held = self._held_rows()
        if not self.held:
            seen = f"the package holds no value of {series}"
            raise ImportRefused(incoming.file, seen, "a series that it holds; add the first values by hand")
        held_values = [self._cell(self.value_column, row) for row in self.held.values()]
        self.places = max(map(decimals, held_values))
        self.countries = {self._country(row) for row in self.held.values()}
        self.first_year = min(filter(None, map(self._year, self.held.values())), default=0)

    def compare(self, values: Sequence[Value], aside: Counter[str]) -> SeriesComparison:
        wanted = self._in_scope(values, aside)
        result = SeriesComparison(self.table, self.series)
        result.held_sources = {source for row in self.held.values() if self._ours(source := self._source(row))}
        if not self.partial:
            self._check_complete(wanted)
        self._check_unit(wanted)
        for key, value in sorted(wanted.items()):
            self._place(result, value, self.held.get(key))
        if not self.partial:
            for key, row in sorted(self.held.items()):
                if key not in wanted and self._ours(self._source(row)):
                    result.vanished.append(row)
                    result.changes.append(self._change("vanished", row, None))
        return result

    def _place(self, result: SeriesComparison, value: Value, row: int | None) -> None:
        if row is None:
            new = self._stored(value)
            result.present.append((value, None, new))
            result.changes.append(self._change("added", None, value, new))
            return
        held, new = self._cell(self.value_column, row), self._stored(value)
        if _same(held, value.value or "", self.places):
            result.confirmed += 1
            if self._ours(self._source(row)):
                result.present.append((value, row, held))
        elif self._row_key(row) in self.judged:
            result.kept.append(self._change("revised", row, value, new))
        elif not self._ours(self._source(row)):
            result.foreign.append(self._change("revised", row, value, new))
        else:
            result.present.append((value, row, new))
            result.changes.append(self._change("revised", row, value, new))

    def _stored(self, value: Value) -> str:
        """The number with as many decimals as the series has, so that one series is written alike."""
        if value.value is None:
            return ""
        return rounded(value.value, self.places) if self.places else value.value

    # Scope

    def _in_scope(self, values: Sequence[Value], aside: Counter[str]) -> dict[tuple[str, ...], Value]:
        wanted: dict[tuple[str, ...], Value] = {}
        for value in values:
            if value.country not in self.countries:
                aside["countries that the series does not have"] += 1
                continue
            if value.year < self.first_year:
                aside["years before the series begins"] += 1
                continue
            key = tuple(value.key[column] for column in self.key_columns)
            if key in wanted:
                seen = f"{' '.join(key)} stands twice, on {wanted[key].place} and on {value.place}"
                raise ImportRefused(self.incoming.file, seen, "each value once")
            wanted[key] = value
        return wanted

    def _held_rows(self) -> dict[tuple[str, ...], int]:
        columns = self.text.columns
        rows: Iterable[int] = range(len(self.text.lines))
        if self.table in SERIES_COLUMN:
            names = columns[SERIES_COLUMN[self.table]]
            rows = [row for row in rows if names[row] == self.series]
        if "variant" in columns:
            rows = [row for row in rows if columns["variant"][row] == "main"]
        if "edition" in columns:
            latest = max(columns["edition"])
            rows = [row for row in rows if columns["edition"][row] == latest]
        if self.table == "population":
            rows = [row for row in rows if columns["basis"][row] == "seen"]
        return {tuple(columns[column][row] for column in self.key_columns): row for row in rows}

    # Checks

    def _check_complete(self, wanted: Mapping[tuple[str, ...], Value]) -> None:
        ours = {key: row for key, row in self.held.items() if self._ours(self._source(row))}
        gone = [row for key, row in ours.items() if key not in wanted]
        there = {value.country for value in wanted.values()}
        missing = Counter(self._country(row) for row in gone if self._country(row) not in there)
        for country, count in sorted(missing.items()):
            if count >= FEW:
                seen = f"there is no value of {self.series} for {country}, where the package holds {count}"
                expected = (
                    f"the country under its code or a name that we know{self.incoming.countries.resembling(country)}"
                )
                raise ImportRefused(self.incoming.file, seen, expected)
        if len(gone) > max(FEW, MOST_GONE * len(ours)):
            last = max((value.year for value in wanted.values()), default=0)
            held_last = max(self._year(row) for row in ours.values())
            seen = (
                f"{len(gone)} of the {len(ours)} values that the package holds of {self.series} are not in it"
                f" (it ends in {last}, the package in {held_last})"
            )
            expected = "at least as many as last time: the file may be cut off or old; --partial takes it as an extract"
            raise ImportRefused(self.incoming.file, seen, expected)

    def _check_unit(self, wanted: Mapping[tuple[str, ...], Value]) -> None:
        ratios = []
        for key, row in self.held.items():
            held = self._cell(self.value_column, row)
            new = wanted[key].value if key in wanted else None
            if held and new and Decimal(held) and Decimal(new):
                ratios.append(float(Decimal(new) / Decimal(held)))
        if len(ratios) < ENOUGH_FOR_RATIO:
            return
        typical = median(ratios)
        if not 1 / UNIT_RATIO <= typical <= UNIT_RATIO:
            seen = f"values of {self.series} are typically {typical:.3g} times those held"
            raise ImportRefused(self.incoming.file, seen, "about the same values: the unit may have changed")

    # Cells

    def _change(self, kind: str, row: int | None, value: Value | None, new: str = "") -> Change:
        if row is not None:
            key = {column: self._cell(column, row) for column in self.key_columns}
        else:
            assert value is not None
            key, country, year = value.key, value.country, value.year
        told = ("country_iso3", "variant", self.year_column, SERIES_COLUMN.get(self.table))
        identifier = self._row_key(row) if row is not None else "/".join(key[column] for column in self.key_columns)
        return Change(
            kind=kind,
            table=self.table,
            series=self.series,
            row_id=f"{self.table}/{identifier}",
            country=self._country(row) if row is not None else country,
            year=self._year(row) if row is not None else year,
            detail=", ".join(key[column] for column in self.key_columns if column not in told),
            old=self._cell(self.value_column, row) if row is not None else "",
            new=new,
            old_source=self._source(row) if row is not None else "",
            place=value.place if value is not None else "",
        )

    def _row_key(self, row: int) -> str:
        return "/".join(self._cell(column, row) for column in self.text.table.primary_key)

    def _cell(self, column: str, row: int) -> str:
        return self.text.columns[column][row]

    def _source(self, row: int) -> str:
        return self._cell("source_id", row)

    def _ours(self, source: str) -> bool:
        """Whether a source is an earlier release of the same publication."""
        return source.startswith(self.incoming.publication.earlier)

    def _country(self, row: int) -> str:
        return self.text.columns["country_iso3"][row] if "country_iso3" in self.text.columns else ""

    def _year(self, row: int) -> int:
        """Year of a row; 0 where money has no year."""
        return int(self._cell(self.year_column, row) or 0)


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
        columns = texts["corrections"].columns
        for table, row, status in zip(columns["table"], columns["row"], columns["status"], strict=True):
            if status in KEPT_STATUSES:
                rows[table].add(row)
    return rows
