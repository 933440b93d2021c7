"""Why a person should look at a release before it is taken: it moves values as the series does not move.

A file that cannot be what it should be is refused (``plausible``). One that may be is held: columns exchanged, rows
shifted, a moved decimal point, an earlier release. A revision can look like that too, so a person may accept it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from math import inf, log
from statistics import median

from carsi_analysis.data.csv_text import TableText
from carsi_analysis.importing.compare import SeriesComparison
from carsi_analysis.importing.held import SERIES_COLUMN, HeldSeries, Key
from carsi_analysis.importing.incoming import Value
from carsi_analysis.importing.merge import EDITION, SUPERSEDED
from carsi_analysis.printable import first_of

SMALL = 0.02
"""A revision by so much of a value is ordinary: a population estimated anew moves every rate."""
MOST = 0.5
"""A release that moves more than this part of a series by more than that is looked at."""
FACTOR = log(7.5)
"""No value is revised by more, whatever the steps of its series; in logarithms. A moved decimal point is log(10)."""
BEYOND = 1.5
"""A revision so many times as large as the largest step of its series is out of step."""
LEAST_STEP = 0.05
"""Steps of a series that never moved more than this say nothing; in logarithms, or parts of the range."""
ENOUGH = 3
"""So few values are no pattern."""
NEARER = 5
"""Values typically so many times nearer to those of another place than to their own belong there."""


def doubts(texts: Mapping[str, TableText], found: Sequence[SeriesComparison]) -> dict[str, str]:
    """Why each series of a file should be looked at, by series; those that nothing speaks against are left out."""
    earlier = _earlier_values(texts)
    reasons: dict[str, str] = {}
    for each in found:
        others = [other.held for other in found if other is not each and other.table == each.table]
        for reason in _Doubts(each, others, earlier).reasons():
            reasons.setdefault(each.series, reason)
    return reasons


def _earlier_values(texts: Mapping[str, TableText]) -> dict[str, set[str]]:
    """Values that earlier releases gave, by table and key without the edition."""
    found: dict[str, set[str]] = defaultdict(set)
    if SUPERSEDED in texts:
        for table, row, value in texts[SUPERSEDED].tuples(("table", "row", "value")):
            found[f"{table}/{row}"].add(value)
    for name, text in texts.items():
        if EDITION in text.table.primary_key and text.table.value_column:
            key = [text.columns[column] for column in text.table.primary_key if column != EDITION]
            latest = max(text.columns[EDITION])
            for value, edition, *cells in zip(
                text.columns[text.table.value_column], text.columns[EDITION], *key, strict=True
            ):
                if edition != latest:
                    found["/".join((name, *cells))].add(value)
    return found


@dataclass(frozen=True)
class Pair:
    """A value of a file beside the row held."""

    key: Key
    year: int
    old: float
    new: float
    text: str
    revised: bool
    reported: bool
    """Its year was reported in full when it was taken in."""


@dataclass
class Line:
    """The values held of one series, country and whatever else tells rows apart, by year."""

    years: dict[int, float] = field(default_factory=dict)

    @cached_property
    def _span(self) -> float:
        return max(self.years.values()) - min(self.years.values())

    @cached_property
    def _least(self) -> float:
        """What is added so that a zero has a logarithm: half of the smallest value."""
        values = self.years.values()
        return min(filter(None, values), default=1.0) / 2 if 0.0 in values else 0.0

    @cached_property
    def signed(self) -> bool:
        """Whether values lie on both sides of zero, so that ratios say nothing."""
        return min(self.years.values()) < 0

    @cached_property
    def limit(self) -> float:
        """The largest move that is not out of step: the largest step between years, within bounds."""
        most = 1.0 if self.signed else FACTOR
        steps = [self.move(before, after) for (_, before), (_, after) in pairwise(sorted(self.years.items()))]
        return min(most, BEYOND * max(LEAST_STEP, *steps)) if len(steps) >= ENOUGH else most

    def move(self, old: float, new: float) -> float:
        """How far a value moves: as a logarithm of the ratio, or as part of the range where values have both signs."""
        if self.signed:
            return abs(new - old) / (self._span or abs(old) or 1.0)
        least = self._least if old and new else self._least or max(old, new) / 2 or 1.0
        if new < 0:
            return inf
        return abs(log((new + least) / (old + least)))

    def before(self, year: int) -> float | None:
        """The last value before a year; None where there is none near it."""
        found = max((each for each in self.years if each < year), default=None)
        return self.years[found] if found is not None and year - found <= ENOUGH else None


class _Doubts:
    """One series of a file beside what is held of it, of the ``others`` in the file and of ``earlier`` releases."""

    def __init__(self, found: SeriesComparison, others: Sequence[HeldSeries], earlier: Mapping[str, set[str]]) -> None:
        held = found.held
        self._held, self._found, self._others, self._earlier = held, found, others, earlier
        self._year_at = held.key_columns.index(held.year_column) if held.year_column in held.key_columns else None
        self._lines: dict[Key, Line] = defaultdict(Line)
        for key, row in held.rows.items():
            if held.value(row):
                self._lines[self._line_of(key)].years[held.year(row)] = float(held.value(row))
        self._pairs = list(self._paired())

    def reasons(self) -> Iterator[str]:
        """Each reason as a clause; the first says most."""
        checks: tuple[Callable[[], str], ...] = (
            self._ends_earlier,
            self._returns,
            self._stands_elsewhere,
            self._moves_as_a_whole,
            self._out_of_step,
        )
        return filter(None, (check() for check in checks))

    def _line_of(self, key: Key) -> Key:
        return tuple(cell for place, cell in enumerate(key) if place != self._year_at)

    def _paired(self) -> Iterator[Pair]:
        for value, row, text in self._found.present:
            if row is not None and text and self._held.value(row):
                old = self._held.value(row)
                reported = self._held.cell("partial_year", row) != "true" if self._held.has_editions else True
                key = value.key_in(self._held.key_columns)
                yield Pair(key, value.year, float(old), float(text), text, old != text, reported)

    @cached_property
    def _revised(self) -> list[Pair]:
        return [pair for pair in self._pairs if pair.revised]

    def _named(self, key: Key) -> str:
        return " ".join(cell for cell in key if cell not in (self._held.series, "main"))

    # The checks

    def _ends_earlier(self) -> str:
        """A release that ends before the one held is an earlier one."""
        last = max((self._held.year(row) for row in self._found.vanished), default=0)
        now = max((value.year for value, _, _ in self._found.present), default=0)
        return f"it ends in {now} and the release held in {last}, as an earlier release would" if last > now else ""

    def _returns(self) -> str:
        """Values that go back to what an earlier release gave."""
        back = sum(
            pair.text in self._earlier.get(f"{self._held.table}/{'/'.join(pair.key)}", ()) for pair in self._revised
        )
        if back < max(ENOUGH, MOST * len(self._revised)):
            return ""
        return f"{back} of {len(self._revised)} revised values are those of an earlier release"

    def _stands_elsewhere(self) -> str:
        """Revised values that are held in another place: another year, country or series, or another column."""
        found: Counter[str] = Counter()
        moved = [pair for pair in self._revised if self._move(pair) > SMALL]
        for pair in moved:
            found.update(set(self._places(pair)))
        for place, count in found.most_common(1):
            if count >= max(ENOUGH, MOST * len(moved)) or count == len(moved) == 2:
                return f"{count} of {len(moved)} values that move are those held of {place}"
        return next((f"its values are typically nearer to those of {place}" for place in self._nearer()), "")

    def _places(self, pair: Pair) -> Iterator[str]:
        """What a value that is held elsewhere would be of."""
        for place, column in enumerate(self._held.key_columns):
            if pair.text in self._by_place[place].get(pair.key[:place] + pair.key[place + 1 :], ()):
                yield f"another {column.removesuffix('_iso3').removesuffix('_id').replace('_', ' ')}"
        for other in self._others:
            row = other.rows.get(self._key_in(other, pair.key))
            if row is not None and other.value(row) == pair.text:
                yield other.series
        for column in self._held.amounts:
            if self._held.cell(column, self._held.rows[pair.key]) == pair.text:
                yield f"the column {column}"

    @cached_property
    def _by_place(self) -> list[dict[Key, set[str]]]:
        """Values held by their key without one of its columns, for each column."""
        found: list[dict[Key, set[str]]] = [defaultdict(set) for _ in self._held.key_columns]
        for key, row in self._held.rows.items():
            for place, values in enumerate(found):
                values[key[:place] + key[place + 1 :]].add(self._held.value(row))
        return found

    def _key_in(self, other: HeldSeries, key: Key) -> Key:
        column = SERIES_COLUMN.get(self._held.table)
        return tuple(
            other.series if name == column else cell for name, cell in zip(self._held.key_columns, key, strict=True)
        )

    def _nearer(self) -> Iterator[str]:
        """Years beside and series to which the values come much nearer than to their own."""
        for offset, words in ((-1, "the year before"), (1, "the year after")):
            lines = (self._lines[self._line_of(pair.key)] for pair in self._pairs)
            years = (line.years.get(pair.year + offset) for line, pair in zip(lines, self._pairs, strict=True))
            if self._are_nearer(years):
                yield words
        for other in self._others:
            if self._are_nearer(other.figure(self._key_in(other, pair.key)) for pair in self._pairs):
                yield other.series

    def _are_nearer(self, others: Iterable[float | None]) -> bool:
        """Whether values are typically much nearer to others, one for each, than to those held."""
        pairs = zip(self._pairs, others, strict=True)
        both = [(abs(pair.new - pair.old), abs(pair.new - other)) for pair, other in pairs if other is not None]
        if len(both) < ENOUGH * 2:
            return False
        ours, theirs = (median(side) for side in zip(*both, strict=True))
        return ours > NEARER * theirs

    def _moves_as_a_whole(self) -> str:
        moved = [pair for pair in self._revised if self._move(pair) > SMALL and pair.reported]
        reported = sum(pair.reported for pair in self._pairs)
        if len(moved) < max(ENOUGH, MOST * reported):
            return ""
        return f"{len(moved)} of {reported} values that were reported in full move by more than {SMALL:.0%}"

    def _move(self, pair: Pair) -> float:
        return self._lines[self._line_of(pair.key)].move(pair.old, pair.new)

    def _out_of_step(self) -> str:
        """Values that move further than the series ever did from year to year."""
        found = [
            f"{self._named(pair.key)}: {self._held.value(self._held.rows[pair.key])} → {pair.text}"
            for pair in self._revised
            if self._is_out_of_step(pair)
        ]
        new = [
            (value.key_in(self._held.key_columns), value, text)
            for value, row, text in self._found.present
            if row is None
        ]
        for key, value, text in new:
            if text and (step := self._step_of(key, value, float(text))):
                found.append(f"{self._named(key)}: {text} after {step}")
        if not found:
            return ""
        return f"values are out of step with their series ({first_of(found, ENOUGH, '; ')})"

    def _is_out_of_step(self, pair: Pair) -> bool:
        """A year that was still being reported may grow as much as it likes, but not shrink to a small part."""
        limit = self._lines[self._line_of(pair.key)].limit if pair.reported else FACTOR
        return self._move(pair) > limit and (pair.reported or pair.new < pair.old)

    def _step_of(self, key: Key, value: Value, new: float) -> str:
        """The value before a new one that is out of step with it; empty where it is not."""
        if self._line_of(key) not in self._lines:
            return ""
        line = self._lines[self._line_of(key)]
        before = line.before(value.year)
        growing = self._held.has_editions and before is not None and new < before
        if before is None or growing or line.move(before, new) <= max(FACTOR, line.limit):
            return ""
        return f"{before:.15g}"
