"""Wrong releases as they come about: columns exchanged, rows shifted, a moved decimal point, an earlier edition.

An honest release of every series that an importer renews is made from what the package holds: recent years slightly
revised, and a year more. ``attack`` spoils it in each kind of way and asks whether the import would be stopped.
``python -m tests.attack.imports --count 150`` prints the table.
"""

import argparse
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import cycle, islice

from carsi_analysis.data.csv_text import TableText
from carsi_analysis.data.place import REPOSITORY_DATA
from carsi_analysis.data.reading import read_files, read_tables
from carsi_analysis.importing.compare import compare
from carsi_analysis.importing.countries import Countries
from carsi_analysis.importing.doubts import doubts
from carsi_analysis.importing.held import HeldSeries
from carsi_analysis.importing.incoming import Incoming, Publication, Value
from carsi_analysis.importing.refused import ImportRefused
from tests.attack.found import Result, begun

SEED = 20261128
OBSERVED = {
    "worldbank": ["hom_rate_wdi"],
    "owid": ["hom_rate_unodc"],
    "owid, V-Dem": ["vdem_rule_of_law", "vdem_corruption"],
    "unodc, violent crime": ["kidnap_rate", "kidnap_count"],
    "unodc, trafficking": ["tip_victims_detected", "tip_offences", "tip_prosecuted", "tip_convicted"],
    "unodc, arms": ["arms_seized"],
    "unodc, goals": ["hom_rate_sdg", "hom_rate_male", "hom_rate_female"],
    "wgi": ["wgi_corruption", "wgi_rule_of_law", "wgi_gov_effect", "wgi_stability"],
    "table, CPI": ["ti_cpi"],
    "table, OHSS": ["usbp_encounters"],
}
FILES = {name: [("observations", series) for series in names] for name, names in OBSERVED.items()} | {
    "worldbank, population": [("population", "population")],
    "foreignassistance": [("official_totals", "official_totals")],
    "greenbook": [("official_obligations", "official_obligations")],
    "table, prices": [("deflators", "cpi_u_cy"), ("deflators", "gdp_deflator_cy")],
}
"""The series of each publisher's file, by importer and file."""
PUBLICATION = Publication("attack", "Attack", "Nobody", "https://example.org", "none", "Attack", "Ataque", ("",))
TRIES = 40
MOST_MISSED = 0.02
"""A few wrong releases look like honest ones; their kind is told."""
Values = dict[tuple[str, str], list[Value]]


@dataclass(frozen=True)
class Outcome:
    """What became of one wrong release; ``stopped`` is why, and empty where it would have come in."""

    file: str
    kind: str
    spoilt: str
    stopped: str


def attack(count: int = 150, seed: int = SEED) -> Iterator[Outcome]:
    """Spoil so many releases, files and kinds in turn, and see whether each is stopped."""
    return islice(_outcomes(seed), count)


def _outcomes(seed: int) -> Iterator[Outcome]:
    texts, dice = read_tables(read_files(REPOSITORY_DATA))[0], random.Random(seed)
    turns = [(file, kind) for kind in KINDS for file in FILES]
    dice.shuffle(turns)
    for file, kind in cycle(turns):
        honest = _honest(texts, FILES[file], dice)
        for _ in range(TRIES):
            spoilt, words = KINDS[kind](honest, dice)
            if spoilt != honest:
                yield Outcome(file, kind, words, stopped(texts, spoilt))
                break


def attack_imports(count: int, seed: int) -> Result:
    """Spoil releases; more of them than are known to look honest are a finding."""
    result = begun("releases spoilt", count)
    for each in attack(count, seed):
        result.note(True, "")
        if not each.stopped:
            result.skipped.append(f"{each.file}, {each.kind}: {each.spoilt} would come in")
    if len(result.skipped) > MOST_MISSED * count:
        result.found.append(f"{len(result.skipped)} of {count} would come in")
    return result


def attack_honest(seed: int) -> Result:
    """Ask whether an honest release of each file comes in."""
    result = begun("honest releases held", len(FILES))
    result.tried, result.found = len(FILES), false_holds(seed)
    return result


def false_holds(seed: int = SEED) -> list[str]:
    """Honest releases that are stopped all the same, and why."""
    texts, dice = read_tables(read_files(REPOSITORY_DATA))[0], random.Random(seed)
    why = {file: stopped(texts, _honest(texts, series, dice)) for file, series in FILES.items()}
    return [f"{file}: {reason}" for file, reason in why.items() if reason]


def stopped(texts: Mapping[str, TableText], values: Values) -> str:
    """Why a release does not come in; empty where it does."""
    of_all = tuple(value for each in values.values() for value in each)
    countries = Countries(texts["countries"].columns)
    incoming = Incoming(PUBLICATION, "2027-01-01", "", "attack.csv", "", of_all, {}, (), {}, countries)
    try:
        reasons = doubts(texts, compare(texts, incoming, partial=False))
    except ImportRefused as refused:
        return str(refused)
    return "; ".join(f"{series} {reason}" for series, reason in reasons.items())


# An honest release


def _honest(texts: Mapping[str, TableText], series: Sequence[tuple[str, str]], dice: random.Random) -> Values:
    """What is held, the last two years revised by up to a hundredth, and the last year's values a year later."""
    return {each: list(_release(HeldSeries(texts[each[0]], each[1], "attack.csv"), dice)) for each in series}


def _release(held: HeldSeries, dice: random.Random) -> Iterator[Value]:
    last = max(held.year(row) for row in held.rows.values())
    for key, row in held.rows.items():
        named = dict(zip(held.key_columns, key, strict=True))
        cells = {column: held.cell(column, row) for column in (*held.amounts, "locator")}
        old = held.value(row)
        for year in (held.year(row), last + 1) if held.year(row) == last else (held.year(row),):
            new = (
                old or None
                if year < last - 1 or not old
                else _written(held, Decimal(old) * Decimal(1 + dice.uniform(-0.01, 0.01)))
            )
            yield Value(held.table, named | {held.year_column: str(year)}, new, cells, f"line {row}")


def _written(held: HeldSeries, value: Decimal) -> str:
    return str(round(value)) if not held.places else str(round(value, held.places))


# Ways to spoil it: each gives the release and what was done


def _some(values: Values, dice: random.Random) -> tuple[tuple[str, str], list[Value]]:
    series = dice.choice(sorted(values))
    return series, values[series]


def _placed(values: Values, series: tuple[str, str], place: Callable[[Value], Mapping[str, str]]) -> Values:
    """Each value of a series at another place of it, where the publisher gives a value for that place."""
    at = {tuple(sorted(value.key.items())): value.value for value in values[series]}
    moved = [
        replace(value, value=at.get(tuple(sorted({**value.key, **place(value)}.items())), value.value))
        for value in values[series]
    ]
    return values | {series: moved}


def _years_exchanged(values: Values, dice: random.Random) -> tuple[Values, str]:
    series, each = _some(values, dice)
    column = next(name for name in ("year", "fiscal_year") if name in each[0].key)
    one, two = dice.sample(sorted({value.key[column] for value in each}), 2)
    other = {one: two, two: one}
    spoilt = _placed(values, series, lambda value: {column: other.get(value.key[column], value.key[column])})
    return spoilt, f"{series[1]}: {one} and {two} exchanged"


def _columns_exchanged(values: Values, dice: random.Random) -> tuple[Values, str]:
    """Two series of one file exchanged, or the dollars with the constant ones beside them, or two countries."""
    if len(values) > 1:
        one, two = dice.sample(sorted(values), 2)
        names = ("country_iso3", "year")
        at = {series: {tuple(map(each.key.get, names)): each.value for each in values[series]} for series in (one, two)}
        spoilt = {
            mine: [
                replace(each, value=at[yours].get(tuple(map(each.key.get, names)), each.value)) for each in values[mine]
            ]
            for mine, yours in ((one, two), (two, one))
        }
        return values | spoilt, f"{one[1]} and {two[1]} exchanged"
    series, each = _some(values, dice)
    constant = next((name for name in each[0].cells if name.startswith("amount_")), "")
    if constant:
        return {series: [replace(value, value=value.cells[constant]) for value in each]}, f"{constant} in its place"
    one, two = dice.sample(sorted({value.country for value in each}), 2)
    other = {one: two, two: one}
    spoilt = _placed(values, series, lambda value: {"country_iso3": other.get(value.country, value.country)})
    return spoilt, f"{one} and {two} exchanged"


def _times(factor: str, cells: int) -> Callable[[Values, random.Random], tuple[Values, str]]:
    def spoil(values: Values, dice: random.Random) -> tuple[Values, str]:
        series, each = _some(values, dice)
        given = [place for place, value in enumerate(each) if value.value]
        chosen = set(dice.sample(given, min(cells or len(given), len(given))))
        spoilt = [
            replace(value, value=_scaled(value.value or "", factor)) if place in chosen else value
            for place, value in enumerate(each)
        ]
        first = each[min(chosen)]
        return values | {series: spoilt}, f"{series[1]} {' '.join(first.key.values())}: {first.value} times {factor}"

    return spoil


def _scaled(text: str, factor: str) -> str:
    scaled = Decimal(text) * Decimal(factor)
    return format(scaled, "f") if "." in text else str(round(scaled))


def _years_shifted(values: Values, dice: random.Random) -> tuple[Values, str]:
    series, each = _some(values, dice)
    column = next(name for name in ("year", "fiscal_year") if name in each[0].key)
    by = dice.choice((-1, 1))
    spoilt = _placed(values, series, lambda value: {column: str(int(value.key[column]) + by)})
    return spoilt, f"{series[1]}: years shifted by {by}"


def _rows_shifted(values: Values, dice: random.Random) -> tuple[Values, str]:
    series, each = _some(values, dice)
    countries = sorted({value.country for value in each})
    following = dict(zip(countries, countries[1:] + countries[:1], strict=True))
    spoilt = _placed(values, series, lambda value: {"country_iso3": following[value.country]} if value.country else {})
    return spoilt, f"{series[1]}: countries shifted by a row"


def _earlier(values: Values, _: random.Random) -> tuple[Values, str]:
    """The edition before: it ends a year before what is held."""
    last = {series: max(value.year for value in each) for series, each in values.items()}
    spoilt = {series: [value for value in each if value.year < last[series] - 1] for series, each in values.items()}
    return spoilt, "the edition before"


KINDS: dict[str, Callable[[Values, random.Random], tuple[Values, str]]] = {
    "two years exchanged": _years_exchanged,
    "two columns exchanged": _columns_exchanged,
    "some cells times 1000": _times("1000", 3),
    "a cell times 10": _times("10", 1),
    "a tenth in a cell": _times("0.1", 1),
    "another unit": _times("1000", 0),
    "another measure": _times("1.609", 0),
    "years shifted by one": _years_shifted,
    "rows shifted by one": _rows_shifted,
    "an earlier edition": _earlier,
}


def table(outcomes: Sequence[Outcome]) -> str:
    """How many of each kind were stopped, and what came in."""
    tried, hits = Counter(each.kind for each in outcomes), Counter(each.kind for each in outcomes if each.stopped)
    lines = [f"{kind:24} {hits[kind]:4} of {tried[kind]:4}" for kind in KINDS]
    missed = [f"came in: {each.file}: {each.spoilt}" for each in outcomes if not each.stopped]
    return "\n".join([*lines, f"{'all':24} {sum(hits.values()):4} of {len(outcomes):4}", *missed])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=150)
    parser.add_argument("--seed", type=int, default=SEED)
    chosen = parser.parse_args()
    print(table(list(attack(chosen.count, chosen.seed))))
    print("held wrongly:", *false_holds(chosen.seed), sep="\n  ")
